"""One word for several tests of a note: "AST and ALT were normal", "sodium, potassium and calcium are low"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.schema import Fact, Mention

__all__ = ["shared_words"]

_JOINT = re.compile(
    r"\s*(?:,\s*(?:and\s+|or\s+|as\s+well\s+as\s+)?|/|&|\s(?:and|or|as\s+well\s+as)\s)\s*(?:(?:the|his|her|serum|total|a|an)\s+)*",
    re.I,
)
_WORDED = frozenset({"measurement"})


def shared_words(text: str, offset: int, mentions: Sequence[Mention], facts: Sequence[Fact]) -> Iterator[Fact]:
    """A fact for each test that stands in a list before one whose result is a word, and that has none of its own.

    Args:
        text: the statement, whose first character is at `offset`.
        facts: the statement's measurements.
    """
    by_start = {f.start: f for f in facts if isinstance(f.value, str) and f.type in _WORDED}
    taken = [(f.start, f.end) for f in facts]
    tests = [m for m in mentions if m.label in _WORDED]
    for n in range(len(tests) - 2, -1, -1):
        mention, after = tests[n], tests[n + 1]
        fact = by_start.get(after.start)
        if fact is None or any(s < mention.end and mention.start < e for s, e in taken):
            continue
        if _JOINT.fullmatch(text, mention.end - offset, after.start - offset) is None:
            continue
        one = replace(
            fact, name=mention.name, concept=mention.concept, text=mention.text, start=mention.start, end=mention.end
        )
        by_start[mention.start] = one
        yield one
