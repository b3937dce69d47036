"""What a grade is of where it is of no condition: a laboratory value ("bilirubin grade ≤ 2"), or a scale of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from eligo.schema import Mention

__all__ = ["graded_values", "own_scale"]

_BEHIND = re.compile(
    r"[\s,(:]*(?:(?:of|is|are|was|were|must|should|be|both|all|any|each|values?|levels?|counts?|results?|elevations?|"
    r"increases?|decreases?|abnormalit(?:y|ies)|elevated|increased|decreased|with|at|and)\b[\s,(:]*)*",
    re.I,
)
_AHEAD = re.compile(
    r"\s+(?:(?:elevations?|elevated|increases?|increased|decreases?|decreased|abnormalit(?:y|ies)|abnormal|high|low|"
    r"serum|blood|asymptomatic)\s+)*(?:(?:of|in)\s+)?(?:(?:the|serum|total)\s+)*",
    re.I,
)
_OF_BOTH = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|,?\s*(?:and/or|and|or)|/)\s*", re.I)
_TOXIC = re.compile(
    r"toxic|adverse|\bI?R?AEs?\b|\bCTC|\bNCI\b|recover|resol[uv]|side[\s-]effects?|reactions?\b|sequela|\bevents?\b|"
    r"\beffects?\b|complication|return|improv|revers|symptom|\bpain|\bfindings?\b",
    re.I,
)
_WORDS = re.compile(r"(?:\b[A-Za-z][A-Za-z-]*\s+){0,1}\b[A-Za-z][A-Za-z-]+\s*[(:]?\s*\Z")
_IDLE = re.compile(
    r"(?:an?|the|any|all|of|with|without|at|by|in|on|to|for|from|and|or|nor|not?|than|is|are|was|were|be|been|has|have|had|"
    r"must|should|may|can|who|that|which|either|both|least|patients?|subjects?|participants?|active|ongoing|current|"
    r"currently|residual|acute|chronic|severe|moderate|mild|persistent|previous|prior|existing|pre-?existing|known|"
    r"history|significant|clinically|requiring|requires?|treatment|therapy|disease|up|maximum|minimum|only|documented|"
    r"defined|as|per|eg|ie|e|g|i|having|being|new|normal|more|less|greater|higher|lower|other|medical|conditions?|"
    r"elevat\w+|increas\w+|decreas\w+|abnormal\w*|laborator\w+|parameters?|values?|results?|x|uln|lln|ranges?|limits?|baseline|"
    r"but|if|unless|when|while|severity|stable|days?|weeks?|months?|years?|visits?|screening|entry|enrol\w+|study|m?[lg]|dl|kg|"
    r"institutional|\w+(?:ed|ing|able|ible|ly))",
    re.I,
)


def graded_values(text: str, offset: int, values: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Those of the laboratory values whose grade stands there: "AST or ALT grade 2", "grade 1 bilirubin elevation"."""
    last = next((m for m in reversed(values) if m.end - offset <= start), None)
    if last is not None and start - (last.end - offset) < 40 and _BEHIND.fullmatch(text, last.end - offset, start):
        found = [last]
        for other in reversed(values):
            if other.end <= found[0].start and _OF_BOTH.fullmatch(text, other.end - offset, found[0].start - offset):
                found.insert(0, other)
        return found
    after = next((m for m in values if m.start - offset >= end), None)
    if after is None or not _AHEAD.fullmatch(text, end, after.start - offset):
        return []
    found = [after]
    for other in values:
        if other.start >= found[-1].end and _OF_BOTH.fullmatch(text, found[-1].end - offset, other.start - offset):
            found.append(other)
    return found


@lru_cache(maxsize=16)  # asked of each grade of a text
def _speaks_of_toxicity(text: str) -> bool:
    return _TOXIC.search(text) is not None


def own_scale(text: str, plain: str, start: int) -> tuple[int, int] | None:
    """The words that name what a grade is of, where nothing says that toxicity is graded: "flow grade 3".

    Args:
        plain: `text` with spaces where the CTCAE is named.
        start: where the grade begins in `text`.
    """
    if _speaks_of_toxicity(text):
        return None
    match = _WORDS.search(plain, max(0, start - 40), start)
    if match is None:
        return None
    words = list(re.finditer(r"[A-Za-z][A-Za-z-]*", match.group()))
    named: list[re.Match[str]] = []
    for word in reversed(words):
        if _IDLE.fullmatch(word.group()):
            break
        named.insert(0, word)
    if not named:
        return None
    return match.start() + named[0].start(), match.start() + named[-1].end()
