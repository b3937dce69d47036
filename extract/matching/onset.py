"""Since when a condition is there, where that is asked for: "diagnosed within 4 months", "for less than a year"."""

from __future__ import annotations

import re

from eligo.schema import Constraint, Criterion

from .spans import Span

__all__ = ["asks_onset", "begins"]

_BEGINNING = re.compile(
    r"\b(?:diagnos(?:ed|is)|newly|new[\s-]onset|onset|began|started|first\s+(?:symptoms?|signs?|manifestations?)|duration)\b",
    re.I,
)
_SHORT = re.compile(
    r"(?:for\s+)?(?:(?:a|the)\s+)?(?:(?:period|duration|time)\s+(?:of\s+)?)?(?:less|fewer|shorter|no\s+(?:more|longer)|not\s+(?:more|longer)"
    r"|under|up\s+to|at\s+most|<|≤|maximum|(?:to|and|through|-|–)\s*\d)",  # "to 10 years": the second of two ends
    re.I,
)
_BEFORE = 40  # characters before a name in which the word for its beginning may stand


def asks_onset(constraint: Constraint, criterion: Criterion) -> bool:
    """Whether the window of a condition is one for its beginning, and not for its being there."""
    window = constraint.window
    if constraint.type != "condition" or window is None or window.throughout or window.from_ is None:
        return False
    if not window.from_.startswith("-") or not window.text:
        return False
    if _SHORT.match(window.text.strip()):
        return True
    text, name = criterion.text, constraint.start - criterion.start
    at = text.find(window.text, max(0, name - _BEFORE))
    if at < 0 or name < 0:
        return False
    end = constraint.end - criterion.start
    around = text[max(0, name - _BEFORE) : name].rpartition(";")[2], text[end:at] if end <= at else ""
    return any(_BEGINNING.search(words) for words in around)


def begins(span: Span) -> Span:
    """When it began."""
    return Span(span.start_min, span.start_max, span.start_min, span.start_max, span.dated)
