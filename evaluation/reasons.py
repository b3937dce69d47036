"""Why our machine missed something: how far along the stages it got."""

from __future__ import annotations

from eligo.evaluation.machine import Read
from eligo.schema import Analysis

__all__ = ["statement_at", "why_no_threshold"]


def statement_at(read: Read, start: int, end: int) -> Analysis | None:
    """The statement that a span of the text as given stands in."""
    for analysis in read.analyses:
        s = analysis.statement
        if s.start < end + read.shift and start + read.shift < s.end:
            return analysis
    return None


def why_no_threshold(read: Read, start: int, end: int) -> str:
    """Why no threshold was found on the name at this span."""
    analysis = statement_at(read, start, end)
    if analysis is None:
        return "stands outside every criterion we read"
    if not analysis.quantities:
        return "no number read in the criterion"
    if not any(m.start < end + read.shift and start + read.shift < m.end for m in analysis.mentions):
        return "the name is not known"
    return "the name is known, no number was linked to it"
