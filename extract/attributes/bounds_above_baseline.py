"""Bounds on how far a value is from what it was: ``SOFA ≥ 2 points above baseline``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.schema import Leaf
from eligo.schema.constraint import with_fields

__all__ = ["above_baseline"]

_ABOVE = re.compile(
    r"\s*(?:points?\s+|units?\s+)?(?:(?P<up>above|over|(?:higher|greater|more)\s+than)|below|under|(?:lower|less)\s+than)\s+"
    r"(?:(?:the|their|his|her|a|patient['’]?s|own|known)\s+){0,2}baseline\b",
    re.I,
)


def above_baseline(text: str, offset: int, leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves; of those whose number is counted from the baseline, the bound is one on the change.

    Args:
        offset: where the text starts in the document; the leaves count in the document.
    """
    if "aseline" not in text:
        return list(leaves)
    return [_moved(text, offset, leaf) for leaf in leaves]


def _moved(text: str, offset: int, leaf: Leaf) -> Leaf:
    c = leaf.constraint
    if c.type not in ("measurement", "score") or c.relative_to is not None or c.change is not None:
        return leaf
    end = max(e for _, e in leaf.covers) - offset
    found = _ABOVE.match(text, end)
    if found is None:
        return leaf
    far = c.low if c.low is not None else c.high
    if far is None and c.values:
        far = c.values[0] if isinstance(c.values[0], float) else None
    if far is None:
        return leaf
    closed = c.low_inclusive if c.low is not None else True
    stop = found.end() + offset
    moved = with_fields(
        c, low=far, low_inclusive=True if closed is None else closed, high=None, high_inclusive=None, values=None,
        canonical=None if c.canonical is None else replace(c.canonical, high=None, high_inclusive=None),
        change="increase" if found["up"] else "decrease", since="baseline", end=stop,
        text=text[c.start - offset : found.end()],
    )  # fmt: skip
    return replace(leaf, constraint=moved, covers=tuple(sorted((*leaf.covers, (end + offset, stop)))))
