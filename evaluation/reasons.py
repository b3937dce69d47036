"""Why our machine missed something: how far along the stages it got."""

from __future__ import annotations

from collections.abc import Callable

from eligo.evaluation.claims import Claim
from eligo.evaluation.given_mentions import Said
from eligo.evaluation.machine import Read
from eligo.schema import Analysis

__all__ = ["statement_at", "why_missed", "why_negation_differs"]


def statement_at(read: Read, start: int, end: int) -> Analysis | None:
    """The statement that a span of the text as given stands in."""
    for analysis in read.analyses:
        s = analysis.statement
        if s.start < end + read.shift and start + read.shift < s.end:
            return analysis
    return None


def why_missed(read: Read) -> Callable[[Claim], str]:
    """For `ClaimScores.add`: how far along the stages a missed threshold got."""

    def why(claim: Claim) -> str:
        analysis = statement_at(read, claim.start, claim.end)
        if analysis is None:
            return "stands outside every criterion we read"
        if not analysis.quantities:
            return "no number read in the criterion"
        start, end = claim.start + read.shift, claim.end + read.shift
        if not any(m.start < end and start < m.end for m in analysis.mentions):
            return "the name is not known"
        return "the name is known, no number was linked to it"

    return why


def why_negation_differs(said: Said) -> str:
    """How a negation was lost, or came from."""
    seen = "negated" in said.categories
    if said.negated:
        return "one too many, by a cue" if seen else "one too many, by the tree alone"
    if not said.leaves:
        return "missed, the span is in no tree"
    return "missed, though a cue was seen" if seen else "missed, no cue seen"
