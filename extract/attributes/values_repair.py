"""Numbers that only a note's layout makes clear: ``84 HR 76``, ``48/2.1``, ``5'10"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from eligo.entities.analytes import Analyte, by_concept
from eligo.errors import UnitError
from eligo.schema import Mention, Quantity

__all__ = ["masked", "mended"]

_SECOND = re.compile(r"\s?/\s?(?P<n>\d+(?:\.\d+)?)(?![\w/.]*[\d/])")
_FEET = re.compile(
    r"(?<![\w.])(?P<feet>[3-7])\s?(?:'|’|′|ft\.?|feet|foot)\s?-?(?P<inches>\d{1,2}(?:\.\d+)?)"
    r"\s?(?:\"|”|″|''|’’|in\b\.?|inch(?:es)?\b)?(?!\w)",
    re.I,
)


def mended(text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a statement, with what its layout says; all offsets count in `text`.

    A name or a flag that was taken for a unit is given back (``84 HR 76``, ``0.25  L  0.4-4.0``), the head of an arrow
    is no comparator (``1.1 -> 2.3``), the second number of a pair that is no fraction is added (``BUN/Cr 48/2.1``), and
    feet with inches become inches.
    """
    out = [_unflagged(text, _cut(_behind_arrow(text, q), mentions), mentions) for q in quantities]
    if "/" in text and out:
        following = [*out[1:], None]
        out = list(chain.from_iterable(_pair(text, q, n) for q, n in zip(out, following, strict=True)))
    for m in _FEET.finditer(text):
        total = 12 * float(m["feet"]) + float(m["inches"])
        if float(m["inches"]) < 12:
            whole = Quantity(m[0], m.start(), m.end(), total, True, total, True, "[in_i]")
            out = [q for q in out if q.end <= m.start() or m.end() <= q.start]
            out = sorted([*out, whole], key=lambda q: q.start)
    return out


def _behind_arrow(text: str, quantity: Quantity) -> Quantity:
    """The number alone, where its comparator is the head of an arrow."""
    if (
        not quantity.comparator
        or text[quantity.start] != ">"
        or text[quantity.start - 1 : quantity.start] not in ("-", "=")
    ):
        return quantity
    words = quantity.text[1:].lstrip()
    return replace(
        quantity, text=words, start=quantity.end - len(words), low_inclusive=True, high=quantity.low,
        high_inclusive=True, comparator=False,
    )  # fmt: skip


def _cut(quantity: Quantity, mentions: Sequence[Mention]) -> Quantity:
    """The number alone, where the unit behind it is the next name."""
    if quantity.unit is None:
        return quantity
    for mention in mentions:
        if quantity.start < mention.start < quantity.end <= mention.end and mention.label == "measurement":
            words = quantity.text[: mention.start - quantity.start].rstrip()
            if words and words[-1].isdigit() and not _in_it(mention, quantity.unit):
                return replace(quantity, text=words, end=quantity.start + len(words), unit=None)
    return quantity


def _in_it(mention: Mention, unit: str) -> bool:
    """Whether the name is the unit in words: ``20 cigarettes per day``."""
    thing = by_concept(mention.concept.id) if mention.concept is not None else None
    if not isinstance(thing, Analyte):
        return False
    try:
        thing.to_canonical(1.0, unit)
    except UnitError:
        return False
    return len(mention.text) > 3


_FLAGGED = re.compile(r"(?P<number>.*\d)\s+(?:H|L|A|N)(?P<next>\s{2,}\d+)?", re.S)
_ON = re.compile(r"[ \t]*(?:$|[\n|(\[\t]|[ ]{2}|[<>≤≥]?\s?\d)")


def _unflagged(text: str, quantity: Quantity, mentions: Sequence[Mention]) -> Quantity:
    """The number alone, where the unit behind it is the laboratory's flag: a liter of albumin is none."""
    flagged = _FLAGGED.fullmatch(quantity.text) if quantity.unit is not None else None
    if flagged is None or (flagged["next"] is None and _ON.match(text, quantity.end) is None):
        return quantity
    name = next((m for m in reversed(mentions) if m.end <= quantity.start), None)
    thing = by_concept(name.concept.id) if name is not None and name.concept is not None else None
    if not isinstance(thing, Analyte):
        return quantity
    try:
        thing.to_canonical(1.0, quantity.unit or "")
    except UnitError:
        words = flagged["number"]
        return replace(quantity, text=words, end=quantity.start + len(words), unit=None)
    return quantity


def masked(text: str, quantities: Sequence[Quantity], dates: Sequence[tuple[int, int]]) -> tuple[str, list[Quantity]]:
    """The text with blanks in the place of its dates, and the quantities that are no part of one.

    What has a unit is a quantity all the same. All offsets count in `text`.
    """
    kept = list(quantities)
    for start, end in dates:
        inside = [q for q in kept if q.start < end and start < q.end]
        if any(q.unit is not None or q.relative_to is not None for q in inside):
            continue
        text = text[:start] + " " * (end - start) + text[end:]
        kept = [q for q in kept if q not in inside]
    return text, kept


def _pair(text: str, quantity: Quantity, following: Quantity | None) -> list[Quantity]:
    second = _SECOND.match(text, quantity.end)
    if quantity.unit is not None or second is None:
        return [quantity]
    start, end = second.span("n")
    if following is not None and following.start < end:
        return [quantity]
    value = float(second["n"])
    return [quantity, Quantity(second["n"], start, end, value, True, value, True)]
