"""How long something has lasted, told by a bare bound: "fever > 7 days", "cough longer than 2 weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eligo.concepts.events import events
from eligo.schema import Analysis, Constraint, Leaf, Quantity, TimeExpression, Window

__all__ = ["lasting"]

_LETTERS = {"a": "Y", "mo": "M", "wk": "W", "d": "D", "h": "H"}
_LASTS = frozenset({"condition", "drug", "procedure"})
_GAP = re.compile(
    r"\s*,?\s*\(?\s*(?:(?:use|therapy|treatment|symptoms?)\s+)?(?:of|with\s+(?:a\s+)?duration\s+of)?\s*", re.I
)
_BEHIND = re.compile(r"\s*(?:in\s+)?(?:duration|long)\b", re.I)
# what makes it a place in time, or an age
_ELSE = re.compile(
    r"[\s)]*(?:(?:prior|previous|before|after|from|since|ago|old|of\s+age|apart|post|following|preceding|earlier|within|per)\b|/)",
    re.I,
)


def lasting(analysis: Analysis, leaves: Sequence[Leaf]) -> Iterator[TimeExpression]:
    """A window for each bound in time that stands right behind a condition or a drug, and belongs to nothing else.

    "More than 7 days" lasts over all of them, or of an event, lies so far back; "less than 7 days" began within them.
    """
    text, offset = analysis.statement.text, analysis.statement.start
    times = [
        q for q in analysis.quantities if q.comparator and q.unit in _LETTERS and (q.low is None) != (q.high is None)
    ]
    if not times:
        return
    taken = [(t.start, t.end) for t in analysis.times] + [s for leaf in leaves for s in leaf.covers]
    for quantity in times:
        if any(s < quantity.end and quantity.start < e for s, e in taken):
            continue
        before = [leaf for leaf in leaves if leaf.constraint.type in _LASTS and leaf.end <= quantity.start]
        thing = max(before, key=lambda leaf: leaf.end, default=None)
        if thing is None or not _GAP.fullmatch(text, thing.end - offset, quantity.start - offset):
            continue
        at = quantity.end - offset
        behind = _BEHIND.match(text, at)
        end = behind.end() if behind else at
        if quantity.low is not None and thing.constraint.type == "procedure":
            continue  # "dialysis > 3 months": for so long, or so long ago
        if not _ELSE.match(text, end):
            yield _expression(text, quantity, end, offset, thing.constraint)


def _expression(text: str, quantity: Quantity, end: int, offset: int, thing: Constraint) -> TimeExpression:
    start = quantity.start - offset
    amount = quantity.low if quantity.low is not None else quantity.high
    letter = _LETTERS[quantity.unit or "d"]
    length = f"-P{'T' if letter == 'H' else ''}{amount:g}{letter}"
    words = text[start:end]
    longer = quantity.low is not None
    if longer and thing.concept is not None and thing.concept.id in events():  # "stroke > 6 months": so long ago
        window = Window(None, length, None, words)
    else:
        window = Window(length, "P0D", None, words, throughout=longer)
    return TimeExpression(words, start + offset, end + offset, window=window)
