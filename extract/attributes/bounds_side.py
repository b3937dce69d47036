"""On which side of a number the values are that a bound allows, where words or another bound say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.bounds_linked import Link
from eligo.schema import Quantity

from .bounds_names import Name

__all__ = [
    "are_alike",
    "directed",
    "either_side",
    "extreme",
    "extreme_word",
    "respectively",
    "shared_comparator",
    "turned_by_words",
]


def either_side(text: str, first: Quantity, second: Quantity, links: Sequence[Link]) -> bool:
    """``a score > 1 or < -1 on the RASS``: the bound before is of the same name."""
    if not first.comparator or first.unit != second.unit or first.relative_to != second.relative_to:
        return False
    free = all(found.quantity is not first for found in links)
    return free and _JOINED.fullmatch(text, first.end, second.start) is not None


_EARLY = re.compile(r"\b(?:before|prior\s+to|earlier\s+than|until)\s*(?:the\s+)?\Z", re.I)
_WITHIN = re.compile(r"\bwithin\s+(?:an?\s+)?\Z", re.I)
_PAST_LIMIT = re.compile(
    r"\s+(?:(?:is|are|that|which)\s+)*(?:(?P<over>exceed(?:s|ing)|above|over|(?:greater|more|higher)\s+than|beyond)|below|under"
    r"|(?:less|lower)\s+than)\s+(?:the\s+|an?\s+)?[^.;:<>=≤≥\d()]{0,60}[(]\s*(?:e\.?g\.?,?\s*|i\.?e\.?,?\s*)?",
    re.I,
)
_AT_OR = re.compile(r"\b(?:at|on)\s+or\s+\w+\s+(?:the\s+)?\Z", re.I)
_LATE = re.compile(r"\b(?:after|beyond|past|later\s+than)\s*(?:the\s+)?\Z", re.I)


def turned_by_words(text: str, found: Link, floor: int) -> Quantity:
    """The side of a bare number that words say, from `floor` on.

    Of a gestational age ``before 37 weeks`` and ``at or after 34 weeks``, of any thing ``exceeding the limit of the
    scanner (200 kg)``.
    """
    quantity, name = found.quantity, found.names[0]
    single = quantity.low is not None and quantity.low == quantity.high and not quantity.comparator
    if single and found.kind == "after":
        over = _PAST_LIMIT.match(text, found.names[-1].stop, quantity.start)
        if over is not None and over.end() == quantity.start:
            if over["over"]:
                return replace(quantity, high=None, high_inclusive=None, low_inclusive=False, comparator=True)
            return replace(quantity, low=None, low_inclusive=None, high_inclusive=False, comparator=True)
    if (
        single
        and name.id == "pfx:travel_time"
        and _WITHIN.search(text, max(floor, quantity.start - 12), quantity.start)
    ):
        return replace(quantity, low=None, low_inclusive=None, comparator=True)
    if name.id == "demo:gestational_age" and quantity.low == quantity.high and quantity.low is not None:
        if _EARLY.search(text, max(floor, quantity.start - 24), quantity.start):
            return replace(quantity, low=None, low_inclusive=None, high_inclusive=False, comparator=True)
        if _LATE.search(text, max(floor, quantity.start - 24), quantity.start):
            closed = _AT_OR.search(text, max(floor, quantity.start - 30), quantity.start) is not None
            return replace(quantity, high=None, high_inclusive=None, low_inclusive=closed, comparator=True)
    return quantity


def shared_comparator(text: str, quantity: Quantity, links: Sequence[Link], name: Name) -> Quantity:
    """``> 180 mmHg systolic and 110 mmHg diastolic``: the second bound is one to the same side."""
    last = links[-1] if links else None
    if quantity.comparator or last is None or last.kind != "before" or not last.quantity.comparator:
        return quantity
    if last.quantity.unit != quantity.unit or not _JOINED.fullmatch(text, last.names[-1].stop, quantity.start):
        return quantity
    low, high = last.quantity.low is not None, last.quantity.high is not None
    if low == high or quantity.low != quantity.high:
        return quantity
    return replace(
        quantity,
        comparator=True,
        low=quantity.low if low else None,
        low_inclusive=last.quantity.low_inclusive,
        high=quantity.high if high else None,
        high_inclusive=last.quantity.high_inclusive,
    )


_JOINED = re.compile(r"\s*,?\s*(?:and/or|and|or|/)\s*", re.I)


def respectively(text: str, links: list[Link]) -> None:
    """``SBP or DBP > 180 or > 95 mmHg, respectively``: the first bound is the first name's, and so on."""
    if "espectively" not in text:
        return
    for n, first in enumerate(links):
        count = len(first.names)
        group = links[n : n + count]
        if count < 2 or len(group) < count or first.kind != "after" or any(x.kind != "again" for x in group[1:]):
            continue
        if not _RESPECTIVELY.match(text, group[-1].quantity.end):
            continue
        for found, name in zip(group, list(first.names), strict=True):
            found.names, found.kind = [name], "after"
            q = found.quantity
            if not q.comparator and first.quantity.comparator:
                low, high = first.quantity.low is not None, first.quantity.high is not None
                found.quantity = replace(
                    q,
                    low=q.low if low else None,
                    low_inclusive=first.quantity.low_inclusive,
                    high=q.high if high else None,
                    high_inclusive=first.quantity.high_inclusive,
                )


_RESPECTIVELY = re.compile(r"[\s,]*(?:[\w./%]+[\s,]*){0,2}respectively\b", re.I)
_EXTREME = re.compile(
    r"\b(?:(?P<high>maxim(?:um|al)|max\.?)|(?P<low>minim(?:um|al)|min\.?))\s*"
    r"(?:(?:total|mean|overall|baseline|screening|score|of|the|a)\s+)*\Z",
    re.I,
)


def extreme(text: str, start: int, quantity: Quantity) -> Quantity:
    """``Maximum BMI = 35``: the word before the name (which starts at `start`) says which bound the number is."""
    if quantity.low is None or quantity.low != quantity.high:
        return quantity
    found = _EXTREME.search(text, max(0, start - 32), start)
    if found is None:
        return quantity
    if found["high"]:
        return replace(quantity, low=None, low_inclusive=None, comparator=True)
    return replace(quantity, high=None, high_inclusive=None, comparator=True)


def extreme_word(text: str, start: int) -> tuple[int, int] | None:
    """Where the word "maximum" or "minimum" stands before a name that starts at `start`."""
    found = _EXTREME.search(text, max(0, start - 32), start)
    return found.span("high" if found["high"] else "low") if found is not None else None


def directed(first: Quantity, again: Quantity, *, sexed: bool = False) -> Quantity:
    """``≤ 2.5 × ULN (5 × ULN if …)``, ``< 13 g/dL in men, 12 g/dL in women``: what restates a bound is on its side."""
    if again.comparator or again.relative_to != first.relative_to or not first.comparator:
        return again
    other_unit = again.unit is not None and again.unit != first.unit  # "< 1.5 mg/dL or 25 µmol/L"
    if again.relative_to is None and not other_unit and not (sexed and again.unit == first.unit):
        return again
    if again.low is None or again.low != again.high or (first.low is None) == (first.high is None):
        return again
    if first.low is None:
        return replace(again, low=None, low_inclusive=None, high_inclusive=first.high_inclusive, comparator=True)
    return replace(again, high=None, high_inclusive=None, low_inclusive=first.low_inclusive, comparator=True)


def are_alike(first: Quantity, second: Quantity) -> bool:
    """Whether both are bounds in the same unit."""
    return first.comparator and second.comparator and first.unit is not None and first.unit == second.unit
