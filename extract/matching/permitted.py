"""Exceptions that allow a thing beside what is asked for: "must have had a lumpectomy; re-excision is permitted"."""

from __future__ import annotations

import re

from eligo.schema import Node, leaves

from .case import Case

__all__ = ["permits"]

_ALLOWED = re.compile(r"[^.;\n]{0,80}?\b(?<!not\s)(?:allowed|permitted|acceptable|accepted|allowable|eligible)\b", re.I)
_MAY = re.compile(
    r"\b(?:may|might|can)\s+(?:also\s+)?(?:have|be|receive)\b|\b(?:allowed|permitted)\s+to\b|\bneeds?\s+not\b"
    r"|\bnot\s+(?:have|need|required)\s+to\b",
    re.I,
)
_EXCEPTS = re.compile(
    r"\b(?:except\w*|exclu\w+|unless|other\s+than|apart\s+from|aside\s+from|not\s+includ\w+|but\s+not|outside\s+of)\b",
    re.I,
)
_SENTENCE = re.compile(r"[.;(](?=\s|\w)|\n\s*\n")
_FAR = 120  # characters before an exception that are looked at


def permits(exception: Node, case: Case) -> bool:
    """Whether the words of an exception say that it is allowed, and not that it does not count."""
    own = list(leaves(exception))
    text, offset = case.criterion.text, case.criterion.start
    start, end = min(c.start for c in own) - offset, max(c.end for c in own) - offset
    if start < 0 or end > len(text):
        return False
    first = max((m.end() for m in _SENTENCE.finditer(text, max(0, start - _FAR), start)), default=max(0, start - _FAR))
    said = _ALLOWED.match(text, end) or _MAY.search(text, first, end)
    return said is not None and _EXCEPTS.search(text, first, start) is None
