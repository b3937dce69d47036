"""What another trial studies: "participation in a stroke trial" asks for neither a stroke nor its treatment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.logic.spanning import spanning
from eligo.schema import Constraint

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["studied"]

_TRIALS = frozenset({"trial", "trials"})
_STUDIES = _TRIALS | {"study", "studies"}  # a procedure's studies are done, not joined: "imaging studies"
_BETWEEN = frozenset({"clinical", "research", "treatment", "therapy", "intervention", "prevention", "vaccine", "drug"})
_TAKES_PART = re.compile(
    r"\b(?:participat\w+|enrol\w+|involve\w+)\s+(?:in|into|with)\s+(?!(?:the|this|our|present|current|whole|entire)\b)"
    r"(?:(?!the\b|this\b|present\b|current\b|and\b|or\b)[\w/-]+[\s-]+){0,5}$",
    re.I,
)
_REACH = 80  # characters before the thing
_THINGS = frozenset({"drug", "condition", "procedure", "biomarker"})


def studied(items: Sequence[Item], n: int, text: str, offset: int) -> tuple[Item, int] | None:
    """The other trial that the thing at `n` is studied in, and the place behind it; None: it is in no such place.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    leaf = items[n].leaf
    if leaf is None or leaf.constraint.type not in _THINGS:
        return None
    last = n + 1
    while last < len(items) and items[last].leaf is None and items[last].text.casefold() in _BETWEEN:
        last += 1
    if last == len(items) or items[last].leaf is not None:
        return None
    ends = _TRIALS if leaf.constraint.type == "procedure" else _STUDIES
    if items[last].text.casefold() not in ends or last - n > 3:
        return None
    start = items[n].start - offset
    if _TAKES_PART.search(text, max(0, start - _REACH), start) is None:
        return None
    words = text[start : items[last].end - offset]
    behind = " ".join(text[items[n].end - offset : items[last].end - offset].split())
    whole = Constraint("participation", f"{leaf.constraint.name} {behind}", words, items[n].start, items[last].end)
    return replace(spanning(items[n], whole, whole.start, whole.end), mention=None), last + 1
