"""Bounds whose name is the subheading: "Age:" and, below it, "18 and over"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.lexicon import default_lexicon
from eligo.schema import Leaf, Mention, Quantity, Statement

from .bounds import read_bounds

__all__ = ["read_with_topic", "topic_of"]

_LABELS = frozenset(("age", "life_expectancy", "measurement", "score"))
_LONGEST = 40
# What may stand before a bound that has no name: "Must be", "Eligible if", "- ".
_LEAD = re.compile(
    r"\W*(?:(?:must|should|be|is|are|patients?|subjects?|participants?|of|eligible|if|not|a|an|the|all|any|minimum|maximum|range|between|from|for|"
    r"adults?|males?|females?|men|women|years?|with)\b\W*)*",
    re.I,
)


def topic_of(subheading: str) -> Mention | None:
    """What a subheading names, if that can have a bound."""
    if not subheading or len(subheading) > _LONGEST:
        return None
    named = default_lexicon().whole(subheading)
    return named if named is not None and named.label in _LABELS else None


def read_with_topic(
    statement: Statement, mentions: Sequence[Mention], quantities: Sequence[Quantity], taken: Sequence[tuple[int, int]]
) -> list[Leaf]:
    """The leaves of a statement that begins with a bound of what its subheading names; [] for any other.

    Args:
        taken: the spans that leaves have; a bound there has a name of its own.
    """
    topic = (statement.section or "").rpartition(":")[2].strip()
    if not topic or not quantities:
        return []
    text, offset = statement.text, statement.start
    first = quantities[0]
    if not _LEAD.fullmatch(text, 0, first.start - offset) or any(s < first.end and first.start < e for s, e in taken):
        return []
    named = topic_of(topic)
    if named is None:
        return []
    before = offset - len(topic) - 2
    topical = replace(named, start=before, end=before + len(topic))
    found = read_bounds(f"{topic}: {text}", before, [topical, *mentions], quantities)
    return [_within(leaf, statement) for leaf in found if leaf.constraint.start < offset]


def _within(leaf: Leaf, statement: Statement) -> Leaf:
    """The leaf as the statement alone shows it: the name stands in the heading."""
    start = statement.start
    covers = tuple((max(s, start), e) for s, e in leaf.covers if e > start)
    first = min(s for s, _ in covers)
    constraint = replace(leaf.constraint, text=statement.text[first - start : leaf.constraint.end - start], start=first)
    at = (leaf.start, leaf.end) if leaf.start >= start else covers[0]
    return Leaf(constraint, *at, covers)
