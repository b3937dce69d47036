"""Ranges that are left out: ``outside the range of 90 to 140 mmHg``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.schema import Quantity

from .bounds_names import Name

__all__ = ["excluded", "follows_on", "outside_range"]

_OUTSIDE = re.compile(r"\b(?:outside|out\s+of|beyond)\b[^.;,]{0,40}\Z", re.I)
_OUTSIDE_RANGE = re.compile(
    r"\b(?:outside|out)(?:\s+of)?\s+(?:(?:the|a|an|of|normal|acceptable|allowed|following|specified|range|ranges|limits?|interval|values?|between|"
    r"from)\b\s*)*[:=(]?\s*\Z",
    re.I,
)
_JOINED = re.compile(r"\s*,?\s*(?:and/or|and|or|/)\s*", re.I)


def outside_range(text: str, start: int) -> int | None:
    """Where the words begin that turn the range at `start` into what it leaves out (``outside the range of``)."""
    found = _OUTSIDE_RANGE.search(text, max(0, start - 60), start)
    return found.start() if found else None


def excluded(text: str, floor: int, quantity: Quantity, chain: Sequence[Name]) -> bool:
    """Whether "outside" stands before a range without turning it plainly: better unread than turned round.

    Args:
        floor: where the bound before ends.
        chain: the names that the range would bound.
    """
    if quantity.low is None or quantity.high is None or not _OUTSIDE.search(text, floor, quantity.start):
        return False
    starts = (quantity.start, *(name.start for name in chain[:1]))
    return not (quantity.low < quantity.high and any(outside_range(text, at) is not None for at in starts))


def follows_on(text: str, last: Name, quantity: Quantity) -> bool:
    """Whether a range shares the words with the one before: ``outside 90–140 systolic or 50–90 diastolic``.

    Args:
        last: the name behind the range before.
    """
    if quantity.low is None or quantity.high is None or quantity.low >= quantity.high:
        return False
    return _JOINED.fullmatch(text, last.stop, quantity.start) is not None
