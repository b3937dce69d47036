"""Bounds on life expectancy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.bounds_age import AGE_UNITS, WORD
from eligo.entities.units import convert
from eligo.schema import Constraint, Leaf, Mention, Quantity, Range

from .bounds_side import extreme

__all__ = ["read_life_expectancy"]


_LIFE_GLUE = re.compile(
    r"(?:[\s:=,()\[\]-]|\b(?:of|is|are|must|be|should|at|with|a|an|the|estimated|predicted|expected|anticipated|judged|by|investigator|in|opinion|greater|to|"
    r"has|have|longer|time|score|in\s+the\s+investigator['’]s\s+opinion|minimum|from|enrol?lment|screening|randomi[sz]ation|study|entry|despite|least|survive|live|"
    r"survival|life|expectancy|based|on|patients?|subjects?|for|without|treatment|physician|considered|that|will|not)\b)*",
    re.I,
)
_WITHIN = re.compile(r"\s*(?:(?:is|of|limited\s+to)\s+)*within\s+", re.I)  # "life expectancy within 12 months"
_BACK_GLUE = re.compile(
    r"[\s-]*(?:(?:of|or|more|a|in|the|estimated|predicted|expected|anticipated|projected)\b[\s-]*)*", re.I
)


def read_life_expectancy(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Leaf, Quantity]]:
    """Life expectancies; the canonical bound is in days."""
    out: list[tuple[Leaf, Quantity]] = []
    for mention in mentions:
        if mention.label != "life_expectancy":
            continue
        best: Quantity | None = None
        for quantity in quantities:
            if quantity.unit not in AGE_UNITS or (quantity.low is None and quantity.high is None):
                continue
            if quantity.start >= mention.end:
                glue = text[mention.end - offset : quantity.start - offset]
                if _WITHIN.fullmatch(glue) and not quantity.comparator and quantity.low == quantity.high:
                    best = replace(quantity, low=None, low_inclusive=None, comparator=True)
                elif len(glue) < 90 and (
                    _LIFE_GLUE.fullmatch(glue) or (quantity.comparator and not re.search(r"[.;]\s|\bwithin\b", glue))
                ):
                    best = quantity
                break
            if quantity.end <= mention.start and _BACK_GLUE.fullmatch(
                text[quantity.end - offset : mention.start - offset]
            ):
                best = quantity
        if best is not None and not any(best is q for _, q in out):
            out.append((_life_leaf(text, offset, mention, extreme(text, mention.start - offset, best)), best))
    return out


def _life_leaf(text: str, offset: int, mention: Mention, quantity: Quantity) -> Leaf:
    unit = quantity.unit
    assert unit is not None
    low, low_inclusive = quantity.low, quantity.low_inclusive
    high, high_inclusive = quantity.high, quantity.high_inclusive
    start, end = min(mention.start, quantity.start), max(mention.end, quantity.end)
    canonical = Range(
        None if low is None else convert(low, unit, "d"), low_inclusive,
        None if high is None else convert(high, unit, "d"), high_inclusive, "d",
    )  # fmt: skip
    constraint = Constraint(
        "life_expectancy", "life expectancy", text[start - offset : end - offset], start, end, mention.concept, low,
        low_inclusive, high, high_inclusive, unit, canonical, assumed=quantity.assumed,
    )  # fmt: skip
    covers = {(mention.start, mention.end), (quantity.start, quantity.end)}
    gap = (mention.end, quantity.start) if mention.end <= quantity.start else (quantity.end, mention.start)
    covers |= {(m.start() + offset, m.end() + offset) for m in WORD.finditer(text, gap[0] - offset, gap[1] - offset)}
    return Leaf(constraint, mention.start, mention.end, tuple(sorted(covers)))
