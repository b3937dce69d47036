"""A criterion of many pages is read in pieces, so that the time stays proportional to its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from eligo.schema import Analysis

__all__ = ["pieces"]

_LONGEST = 8_000  # characters read as one; longer than any criterion that a person wrote
_ENDS = (re.compile(r"[.!?]\s+(?=[A-Z(])"), re.compile(r";\s*"), re.compile(r",\s+"), re.compile(r"\s+"))


def pieces(analysis: Analysis) -> Iterator[Analysis]:
    """`analysis` itself, or parts of it that end where sentences do (else semicolons, commas, words)."""
    text, offset = analysis.statement.text, analysis.statement.start
    if len(text) <= _LONGEST:
        yield analysis
        return
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= _LONGEST else _end(text, start)
        low, high = start + offset, end + offset
        yield Analysis(
            replace(analysis.statement, text=text[start:end], start=low, end=high),
            tuple(m for m in analysis.mentions if low <= m.start and m.end <= high),
            tuple(q for q in analysis.quantities if low <= q.start and q.end <= high),
            tuple(t for t in analysis.times if low <= t.start and t.end <= high),
        )
        start = end


def _end(text: str, start: int) -> int:
    limit = start + _LONGEST
    for pattern in _ENDS:
        ends = [m.end() for m in pattern.finditer(text, start + _LONGEST // 2, limit)]
        if ends:
            return ends[-1]
    return limit
