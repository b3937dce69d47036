"""What was done, or not, to a lesion: "a measurable lesion that has not been irradiated".

It is said of the lesion, not of the patient, who may well have had the treatment elsewhere: the treatment is qualified
so, and only a record that says it of the lesion is sure to mean that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["with_lesion_states"]

_DONE = re.compile(
    r"(?:at\s+least\s+\w+\s+)?(?:(?:previously|prior|not|non|un)[\s-]*)*"
    r"(?:irradiated|radiated|biopsied|resected|excised|ablated|emboli[sz]ed)",
    re.I,
)
_OF_IT = "… of the lesion"
_BETWEEN = frozenset({"filler", "not", "role", "status", "comma"})
_JOINS = frozenset({"or", "and", "andor", "slash"})
_MOST = 8  # items between the lesion and what was done


def with_lesion_states(items: Sequence[Item]) -> list[Item]:
    """The items, what was done to a lesion qualified as of it.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
    """
    done = list(items)
    for n, item in enumerate(items):
        if item.leaf is None or item.leaf.constraint.type != "lesion":
            continue
        if n and _is_done(items[n - 1]):
            done[n - 1] = _of_it(items[n - 1])
        for at in _behind(items, n):
            done[at] = _of_it(items[at])
    return done


def _is_done(item: Item) -> bool:
    constraint = item.leaf.constraint if item.leaf is not None else None
    return constraint is not None and constraint.type == "procedure" and _DONE.fullmatch(constraint.text) is not None


def _behind(items: Sequence[Item], n: int) -> list[int]:
    """The places of what is said behind a lesion to have been done: "not irradiated or biopsied"."""
    at = n + 1
    while at < len(items) and at - n <= _MOST and items[at].kind in _BETWEEN:
        at += 1
    found: list[int] = []
    while at < len(items) and _is_done(items[at]):
        found.append(at)
        at += 2 if at + 1 < len(items) and items[at + 1].kind in _JOINS else len(items)
    return found


def _of_it(item: Item) -> Item:
    assert item.leaf is not None
    return replace(item, leaf=replace(item.leaf, constraint=with_fields(item.leaf.constraint, qualifier=_OF_IT)))
