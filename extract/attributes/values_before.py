"""Values that stand before their names: ``82% neutrophils``, ``8 tender joints``, ``165 cm tall``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.entities.analytes import Analyte, analytes, by_concept
from eligo.schema import Fact, Mention, Quantity

from .bounds_names import Name
from .values_facts import fits, takes, value_facts
from .values_layout import Cell

__all__ = ["count_before", "counted", "heights", "score_before", "share_before", "tells_height"]

_TALL_WORDS = re.compile(r"\b(?:tall|in\s+height)\b", re.I)
_TALL = re.compile(r"\s*(?:tall|in\s+height)\b", re.I)


def tells_height(text: str) -> bool:
    """Whether `heights` may find something."""
    return _TALL_WORDS.search(text) is not None


def heights(text: str, quantities: Sequence[Quantity]) -> Iterator[Fact]:
    """``She is 165 cm tall``."""
    thing = by_concept("vital:height")
    for quantity in quantities if isinstance(thing, Analyte) and tells_height(text) else ():
        end = _TALL.match(text, quantity.end)
        if end is not None and quantity.unit is not None and fits(thing, quantity, quantity.unit):  # type: ignore[arg-type]
            mention = Mention("measurement", thing.name, "", quantity.start, end.end(), thing.concept)  # type: ignore[union-attr]
            yield from value_facts(
                text, Name(mention, thing, quantity.start, end.end(), end.end()), Cell(end.end(), quantity)
            )


_SHARES_START = re.compile(r"(?:^|[:;(]|\bwith|\band|,)\s*$")


def share_before(text: str, name: Name, quantities: Sequence[Quantity], *, first: bool) -> list[Fact]:
    """``91% HbS 6% HbF``: shares that stand before their names, from the first name on."""
    at = bisect_right(quantities, name.start, key=lambda q: q.end) - 1
    if at < 0 or quantities[at].unit != "%" or text[quantities[at].end : name.start].strip():
        return []
    quantity = quantities[at]
    if first and not _SHARES_START.search(text[max(0, quantity.start - 6) : quantity.start]):
        return []
    divided = isinstance(name.thing, Analyte) and f"{name.thing.id}_pct" in analytes()  # "with 80% neutrophils"
    if first and not divided and not any(q.start >= name.stop and q.unit == "%" for q in quantities[at + 1 : at + 3]):
        return []
    return [
        replace(f, start=quantity.start, text=text[quantity.start : f.end])
        for f in value_facts(text, name, Cell(name.stop, quantity))
    ]


_COUNT_BEFORE = re.compile(r"(?:^|[:;,(]\s*|\band\s+)(?P<n>\d{1,3})\s+$")
_LIST_GOES_ON = re.compile(r"\s*(?:[,;.)]|and\b|$)")


def counted(text: str, name: Name, quantities: Sequence[Quantity]) -> list[Fact] | None:
    """``8 tender joints, 6 swollen joints``: the number of things that are counted stands before their name."""
    thing = name.thing
    if not isinstance(thing, Analyte) or thing.unit != "1" or not _LIST_GOES_ON.match(text, name.stop):
        return None
    before = _COUNT_BEFORE.search(text[max(0, name.start - 14) : name.start])
    at = name.start - len(before[0]) + before.start("n") - before.start() if before else -1
    i = bisect_left(quantities, at, key=lambda q: q.start) if before else len(quantities)
    quantity = quantities[i] if i < len(quantities) and quantities[i].start == at else None
    if quantity is None or quantity.unit is not None or not fits(thing, quantity, thing.unit):
        return None
    return [replace(f, start=at, text=text[at : f.end]) for f in value_facts(text, name, Cell(name.stop, quantity))]


_PER_VOLUME = frozenset(("10*9/L", "/uL"))


def count_before(text: str, name: Name, quantities: Sequence[Quantity], facts: Sequence[Fact]) -> list[Fact]:
    """``including 16,400 /mm3 neutrophils``: a count of cells right before its name, that is no other name's value."""
    thing = name.thing
    if not isinstance(thing, Analyte) or thing.unit not in _PER_VOLUME:
        return []
    at = bisect_right(quantities, name.start, key=lambda q: q.end) - 1
    if at < 0 or quantities[at].unit in (None, "%") or text[quantities[at].end : name.start].strip():
        return []
    quantity = quantities[at]
    if any(f.start <= quantity.start < f.end for f in facts) or not takes(thing, quantity.unit or ""):
        return []
    if at + 1 < len(quantities) and quantities[at + 1].start - name.stop < 4:
        return []  # that is its value
    return [
        replace(f, start=quantity.start, text=text[quantity.start : f.end])
        for f in value_facts(text, name, Cell(name.stop, quantity))
    ]


_ON = re.compile(
    r"(?P<points>\s*(?:out\s+of|of|/)\s*\d{1,3})?\s*(?:points?\s+|meters?\s+|m\s+)?(?:on|in|during|by|for|at)\s+(?:(?:the|a|an|her|his|their)\s+)?(?:[A-Z][\w-]+\s+)?\Z"
)
_SCORED = re.compile(
    r"\b(?:scor(?:ed|es|ing)|scores?\s+(?:of|was|were|is)|walk(?:ed|s|ing)|cover(?:ed|ing)|achiev(?:ed|ing)|complet(?:ed|ing)|distance\s+of|got|obtained|reached)"
    r"(?:\s+(?:a\s+score\s+of|only|about|approximately|a|an|total|score|of|distance))*\s*\Z",
    re.I,
)


def score_before(text: str, name: Name, quantities: Sequence[Quantity]) -> list[Fact]:
    """``scored 24/30 on the MMSE``, ``walked 104 meters in the 6-minute walk test``: a verb ties what stands before."""
    at = bisect_right(quantities, name.start, key=lambda q: q.end) - 1
    while at >= 0 and name.start - quantities[at].end < 60:
        quantity = quantities[at]
        at -= 1
        if not _ON.fullmatch(text, quantity.end, name.start):
            continue
        if not _SCORED.search(text, max(0, quantity.start - 50), quantity.start):
            continue
        facts = value_facts(text, name, Cell(name.stop, quantity))
        return [replace(f, start=quantity.start, text=text[quantity.start : f.end]) for f in facts]
    return []
