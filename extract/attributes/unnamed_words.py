"""Where a measure that no table knows is named, if not right before its number: ``curvature measured in the spine``."""

from __future__ import annotations

import re

__all__ = ["between_two", "instrument", "measured_in", "thing_sized"]

_MEASURED_IN = re.compile(
    r"(?P<name>(?:(?:major|minor|long|short|longest|shortest|mean|maximum|minimum|total|largest|greatest)\s+)?[^\W\d_][\w-]*)\s+(?:measured|assessed|determined|evaluated|estimated|recorded|obtained)\s+"
    r"(?:in|on|at|by|from|with|using|of)\s+(?:the\s+|an?\s+)?\Z",
    re.I,
)
_BETWEEN = re.compile(
    r"\b(?P<name>distances?|differences?|intervals?|gaps?|ratios?|discrepanc(?:y|ies)|gradients?|asymmetry)\s+(?:between|of)\s+"
    r"[^.;:()<>=≤≥\d]{2,80}\Z",
    re.I,
)
_INSTRUMENT = re.compile(
    r"(?P<name>(?:[A-Z][\w'’/-]*|(?:of|for|and|the|in)(?=\s))(?:\s+(?:[A-Z][\w'’/-]*|(?:of|for|and|the|in)(?=\s)))*)"
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:,|,?\s*(?:with|where|having|has|by)\s+(?:an?|the|their)?)\s*(?:total|overall|baseline|mean)?\s*\Z"
)
_KINDS = re.compile(
    r"\b(?:scale|index|questionnaire|inventory|assessment|test|screen|screening|ladder|system|instrument|tool|survey|"
    r"examination|interview|checklist|schedule)s?\b",
    re.I,
)
_SIZED = re.compile(
    r"\b(?:lesions?|tumou?rs?|mass(?:es)?|nodules?|metasta[st][ei]s|metastatic|(?:lymph\s+)?nodes?|polyps?|adenomas?|cysts?|aneurysms?|"
    r"fibroids?|myomas?|ulcers?|stones?|calculi)\b"
    r"(?P<gap>[\s,]*(?:\(\s*)?(?:(?:of|with|measuring|that|is|are|which|the|an?|its|their|having|in|must|be|should|at|least)\b[\s,]*)*)\Z",
    re.I,
)


def measured_in(text: str, floor: int, start: int) -> tuple[int, int] | None:
    """The word before "measured in the …", which ends at `start`."""
    found = _MEASURED_IN.search(text, max(floor, start - 60), start)
    return found.span("name") if found else None


def between_two(text: str, floor: int, start: int, end: int) -> int | None:
    """Where ``distance between A and B`` starts whose last words are ``text[start:end]``."""
    found = _BETWEEN.search(text, max(floor, start - 110), end)
    return found.start("name") if found is not None and found.start("name") < start else None


def instrument(text: str, floor: int, start: int) -> int | None:
    """Where the instrument is named of which ``text[start:…]`` is only "score": ``Bowel Scale, total score``."""
    found = _INSTRUMENT.search(text, max(floor, start - 90), start)
    return found.start("name") if found is not None and _KINDS.search(found["name"]) else None


def thing_sized(text: str, floor: int, start: int) -> int | None:
    """Where the thing is named whose diameter or size is bounded at `start`: ``a lesion of``, ``for nodes, the``."""
    found = _SIZED.search(text, max(floor, start - 70), start)
    return found.start() if found else None
