"""Bounds said in words: "elevated PSA", "TSH above normal", "low serum iron", "normal creatinine"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from eligo.schema import Constraint, Leaf, Mention

__all__ = ["worded_leaves"]

_HIGH: dict[str, Any] = {"low": 1.0, "low_inclusive": False, "relative_to": "ULN"}
_LOW: dict[str, Any] = {"high": 1.0, "high_inclusive": False, "relative_to": "LLN"}
_NORMAL: dict[str, Any] = {"relative_to": "normal"}
_FLUID = r"\s+(?:serum\s+|plasma\s+)?$"
_BEFORE = (
    (re.compile(rf"\b(?:elevated|increased|high|raised|elevation\s+of|increase\s+in){_FLUID}", re.I), _HIGH),
    (re.compile(rf"\b(?:decreased|reduced|low|diminished){_FLUID}", re.I), _LOW),
    (re.compile(rf"(?<![-\w])(?:ab)?normal{_FLUID}", re.I), _NORMAL),  # an abnormal value is not within that range
)
_LIMITS = (
    r"(?:the\s+)?(?:upper\s+|lower\s+)?(?:institutional\s+)?(?:limits?\s+of\s+)?"
    r"normal(?:\s+(?:range|limits?|values?|levels?))?"
)
_IS = r"\s*(?:levels?|values?|counts?)?\s*(?:is|are|was|were|(?:must|should|shall|will)\s+be|has\s+to\s+be)"
_AFTER = (
    (re.compile(rf"(?:{_IS}|\s+(?:levels?|values?))?\s*(?:above|over|exceeding)\s+{_LIMITS}", re.I), _HIGH),
    (re.compile(rf"(?:{_IS}|\s+(?:levels?|values?))?\s*(?:below|under)\s+{_LIMITS}", re.I), _LOW),
    (re.compile(rf"{_IS}\s+(?:elevated|increased|high|raised)\b", re.I), _HIGH),
    (re.compile(rf"{_IS}\s+(?:decreased|reduced|low)\b", re.I), _LOW),
    (re.compile(rf"{_IS}\s+(?:ab)?normal\b", re.I), _NORMAL),
)
_REACH = 30  # characters before a name that its word may start at


def worded_leaves(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Leaf]:
    """A leaf for each measurement that a word bounds and no number does.

    "Elevated" is above the upper limit of normal, "low" below the lower one; `assumed` says that this is our reading.

    Args:
        mentions: the measurements without a bound of their own.
    """
    for mention in mentions:
        start, end = mention.start - offset, mention.end - offset
        before = text[max(0, start - _REACH) : start]
        bound: dict[str, Any] | None = None
        span = (start, end)
        for pattern, fields in _BEFORE:
            if found := pattern.search(before):
                bound, span = fields, (start - len(before) + found.start(), end)
                break
        if bound is None:
            for pattern, fields in _AFTER:
                if found := pattern.match(text, end):
                    bound, span = fields, (start, found.end())
                    break
        if bound is None:
            continue
        assumed = () if bound is _NORMAL else ("relative_to",)
        low, high = span[0] + offset, span[1] + offset
        constraint = Constraint(
            "measurement", mention.name, text[span[0] : span[1]], low, high, mention.concept, assumed=assumed, **bound
        )
        yield Leaf(constraint, mention.start, mention.end, ((low, high),))
