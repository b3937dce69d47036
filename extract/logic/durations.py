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
_NEAR = 30  # characters between a thing and a time of its own
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


_ADJECTIVES = (
    r"(?:(?!(?:and|or|with|without|for|in|to|at|on|by|as|after|from|since|before|prior|during|within|than|of|no|not|age|gestation|diagnosis|onset)\b)"
    r"(?:[a-z-]+|\([a-z-]+\))\s+){0,2}"
)
_OF = re.compile(
    r"\s*\)?\s*of\s+(?:(?:continuous|continued|uninterrupted|consecutive|prior|previous|stable|daily|regular|adequate|optimal|standard|"
    r"treatment|therapy|use|with|any|systemic|oral|a|an|the|their|full|intensive|conventional|complete[d]?|appropriate|ongoing|first-line|of)\s+)*"
    + _ADJECTIVES,
    re.I,
)


_HISTORY = re.compile(
    r"(?:[\s-]*(?:[’']s?)?\s*\)?\s*)(?:(?:documented|clinical|established|known|medical|confirmed|continuous|prior|previous)\s+)?"
    r"(?:history|hx)\s+of\s+(?:(?:a|an|the|at\s+least|documented|diagnosed|clinically|confirmed)\s+)*" + _ADJECTIVES,
    re.I,
)
_ON = re.compile(
    r"\s+(?:on|receiving)\s+(?:(?:a|an|the|stable|regular|maintenance|chronic|continuous|treatment|with)\s+)*", re.I
)
_BESIDE = re.compile(r"[\s)-]*", re.I)
# what makes "6 weeks of pain" a part of another time
_PART = re.compile(
    r"(?:\b(?:within|in|after|first|last|past|previous|prior|preceding|next|final|every|per|each|during|over|until|by|of|to|or|than|the|"
    r"between|and|further|additional|another|out)|[-–—±/<≤]|\d)\s*\Z",
    re.I,
)
_MENOPAUSE, _AMENORRHEA = "postmenopausal", "amenorrhea"
_LISTED = re.compile(r"\s*(?:,\s*(?:or|and)?|or|and|and/or|/)\s*", re.I)


def of_so_long(analysis: Analysis, leaves: Sequence[MentionLeaf]) -> list[MentionLeaf]:
    """ "At least 3 months of metformin", "1-year history of migraine": the leaves, each with how long it has lasted."""
    text, offset = analysis.statement.text, analysis.statement.start
    done = list(leaves)
    taken = [(t.start, t.end) for t in analysis.times]
    for quantity in analysis.quantities:
        exact = not quantity.comparator and quantity.low == quantity.high
        if quantity.unit not in _LETTERS or quantity.low is None or (quantity.high is not None and not exact):
            continue
        if any(s < quantity.end and quantity.start < e for m in done for s, e in m.leaf.covers):
            continue
        at = quantity.end - offset
        partly = exact and _PART.search(text, max(0, quantity.start - offset - 16), quantity.start - offset) is not None
        ties = _ties(text, at)
        if not ties or partly or any(s < quantity.end and quantity.start < e for s, e in taken):
            continue
        for n, found in enumerate(done):
            thing = found.leaf.constraint
            if thing.window is not None or not at + offset < found.leaf.start:
                continue
            tie = next((t for t, end in ties.items() if found.leaf.start <= end + offset), None)
            if tie is None or not _lasts_so(tie, thing, exact) or (quantity.unit == "h" and thing.type != "drug"):
                continue  # "4 hours of exercise a week"
            if quantity.unit in ("wk", "d") and thing.name == _AMENORRHEA:
                continue  # so the length of a pregnancy is told
            if exact and any(0 <= s - found.leaf.end < _NEAR for s, _ in taken):
                continue  # "2 weeks of fever within the last month"
            words = text[quantity.start - offset : at]
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


def _ties(text: str, at: int) -> dict[str, int]:
    """What relates a length of time that ends at `at` to the thing behind it, and how far these words go."""
    patterns = {"of": _OF, "history": _HISTORY, "on": _ON, "beside": _BESIDE}
    found = {tie: pattern.match(text, at) for tie, pattern in patterns.items()}
    return {tie: match.end() for tie, match in found.items() if match is not None}


def _lasts_so(tie: str, thing: Constraint, exact: bool) -> bool:
    """Whether a thing of its kind lasts as long as is said right before it."""
    if tie == "beside":
        return thing.name == _MENOPAUSE
    if thing.type in _GIVEN:
        return tie != "history" and not exact
    if thing.type != "condition" or tie == "on":
        return False
    return thing.concept is None or thing.concept.id not in events()


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
