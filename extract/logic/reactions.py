"""Reactions whose grade stands between them and their cause: "hypersensitivity (grade ≥ 3) to paclitaxel"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.logic.items import Item

__all__ = ["graded_reactions"]

_REACTION = re.compile(r"(?:hypersensitiv|allerg)", re.I)
_TO = frozenset({"to", "against"})


def graded_reactions(items: Sequence[Item]) -> list[Item]:
    """The items, with the grade first and "hypersensitivity to" behind it, as in "grade ≥ 3 hypersensitivity to"."""
    done = list(items)
    for n in range(len(items) - 3):
        reaction, grade, to, cause = items[n : n + 4]
        named = reaction.leaf.constraint if reaction.leaf is not None else None
        graded = grade.kind == "paren" and [i.kind for i in grade.inside if i.kind != "filler"] == ["leaf"]
        if named is None or named.type not in {"condition", "allergy"} or not graded or to.text.casefold() not in _TO:
            continue
        leaf = next(i for i in grade.inside if i.leaf is not None)
        scale = leaf.leaf is not None and leaf.leaf.constraint.type == "score"
        given = cause.leaf is not None and cause.leaf.constraint.type in {"drug", "allergy"}
        if scale and given and _REACTION.search(named.text):
            cue = Item("relation", reaction.start, reaction.end, reaction.text, "hypersensitivity")
            done[n : n + 3] = [leaf, cue, to]
    return done
