"""How long something has lasted, told by a bare bound: "fever > 7 days", "cough longer than 2 weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf
from eligo.concepts.events import events
from eligo.logic.two_ended import first_end
from eligo.schema import Analysis, Constraint, Leaf, Quantity, TimeExpression, Window

__all__ = ["lasting", "of_so_long"]

_LETTERS = {"a": "Y", "mo": "M", "wk": "W", "d": "D", "h": "H"}
_LASTS = frozenset({"condition", "drug", "procedure"})
_GIVEN = frozenset({"drug", "procedure"})
_GAP = re.compile(
    r"\s*,?\s*\(?\s*(?:(?:use|therapy|treatment|symptoms?)\s+)?(?P<tie>of|for|lasting(?:\s+for)?|with\s+(?:a\s+)?duration\s+of)?\s*",
    re.I,
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
    times = [q for q in analysis.quantities if q.unit in _LETTERS and q.low != q.high]
    if not times:
        return
    taken = [(t.start, t.end) for t in analysis.times] + [s for leaf in leaves for s in leaf.covers]
    for quantity in times:
        if any(s < quantity.end and quantity.start < e for s, e in taken):
            continue
        before = [leaf for leaf in leaves if leaf.constraint.type in _LASTS and leaf.end <= quantity.start]
        thing = max(before, key=lambda leaf: leaf.end, default=None)
        gap = _GAP.fullmatch(text, thing.end - offset, quantity.start - offset) if thing is not None else None
        tied = gap is not None and gap["tie"] is not None and quantity.unit != "h"  # "headache lasting 4-72 hours"
        if thing is None or gap is None or not (quantity.comparator or tied):
            continue
        at = quantity.end - offset
        behind = _BEHIND.match(text, at)
        end = behind.end() if behind else at
        if quantity.low is not None and thing.constraint.type == "procedure":
            continue  # "dialysis > 3 months": for so long, or so long ago
        if not _ELSE.match(text, end):
            yield _expression(text, quantity, end, offset, thing.constraint)


_OF = re.compile(
    r"\s*\)?\s*of\s+(?:(?:continuous|continued|uninterrupted|consecutive|prior|previous|stable|daily|regular|adequate|optimal|standard|"
    r"treatment|therapy|use|with|any|systemic|oral|a|an|the|their|full|intensive|conventional|complete[d]?|appropriate|ongoing|first-line|of)\s+)*",
    re.I,
)


_LISTED = re.compile(r"\s*(?:,\s*(?:or|and)?|or|and|and/or|/)\s*", re.I)


def of_so_long(analysis: Analysis, leaves: Sequence[MentionLeaf]) -> list[MentionLeaf]:
    """ "At least 3 months of metformin": the leaves, each with how long it must have lasted."""
    text, offset = analysis.statement.text, analysis.statement.start
    done = list(leaves)
    for quantity in analysis.quantities:
        if (
            not quantity.comparator
            or quantity.unit not in _LETTERS
            or quantity.low is None
            or quantity.high is not None
        ):
            continue
        if any(s < quantity.end and quantity.start < e for m in done for s, e in m.leaf.covers):
            continue
        gap = _OF.match(text, quantity.end - offset)
        if gap is None:
            continue
        for n, found in enumerate(done):
            thing = found.leaf.constraint
            if thing.type not in _GIVEN or thing.window is not None:
                continue
            if not quantity.end < found.leaf.start <= gap.end() + offset:
                continue
            words = text[quantity.start - offset : quantity.end - offset]
            letter = _LETTERS[quantity.unit]
            length = f"-P{'T' if letter == 'H' else ''}{quantity.low:g}{letter}"
            window = Window(length, "P0D", None, words, throughout=True)
            covers = ((quantity.start, quantity.end), *found.leaf.covers)
            done[n] = replace(found, leaf=replace(found.leaf, constraint=replace(thing, window=window), covers=covers))
            for k in range(n + 1, len(done)):  # "3 months of imatinib or dasatinib"
                last, other = done[k - 1].leaf, done[k].leaf
                if not _LISTED.fullmatch(text, last.end - offset, other.start - offset):
                    break
                if other.constraint.type != thing.type or other.constraint.window is not None:
                    break
                done[k] = replace(done[k], leaf=replace(other, constraint=replace(other.constraint, window=window)))
            break
    return done


def _expression(text: str, quantity: Quantity, end: int, offset: int, thing: Constraint) -> TimeExpression:
    start = quantity.start - offset
    amount = quantity.low if quantity.low is not None else quantity.high
    letter = _LETTERS[quantity.unit or "d"]
    words = text[start:end]
    first = first_end(words) if quantity.low is not None and quantity.high is not None else None
    length = f"-{first}" if first is not None else f"-P{'T' if letter == 'H' else ''}{amount:g}{letter}"
    longer = quantity.low is not None
    if longer and thing.concept is not None and thing.concept.id in events():  # "stroke > 6 months": so long ago
        window = Window(None, length, None, words)
    else:
        window = Window(length, "P0D", None, words, throughout=longer)
    return TimeExpression(words, start + offset, end + offset, window=window)
