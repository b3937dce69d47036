"""What was done, or not, to a lesion: "a measurable lesion that has not been irradiated". No one else is asked for it.

It is said of the lesion, not of the patient, who may well have had the treatment elsewhere: it stays with the lesion as
its `qualifier`.
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
    r"(?:at\s+least\s+\w+\s+)?(?:(?:previously|prior|not|non|un)[\s-]*)*(?:irradiated|radiated|biopsied|resected|excised|ablated|emboli[sz]ed|treated)",
    re.I,
)
_NUMBER = re.compile(r"at\s+least\s+\w+\s+", re.I)
_BETWEEN = frozenset({"filler", "not", "role", "status"})
_JOINS = frozenset({"or", "and", "andor", "slash"})
_MOST = 8  # items between the lesion and what was done


def with_lesion_states(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, what was done to a lesion taken up in it.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    n = 0
    while n < len(items):
        item = items[n]
        if item.leaf is None or item.leaf.constraint.type != "lesion":
            done.append(item)
            n += 1
            continue
        begin = len(done)
        if done and _is_done(done[-1]):
            begin -= 1
            while begin and done[begin - 1].kind in {"not", "role"}:
                begin -= 1
        before, done = done[begin:], done[:begin]
        end = _end(items, n)
        done.append(_said(item, before, items[n + 1 : end], text, offset))
        n = end
    return done


def _is_done(item: Item) -> bool:
    constraint = item.leaf.constraint if item.leaf is not None else None
    return constraint is not None and constraint.type == "procedure" and _DONE.fullmatch(constraint.text) is not None


def _end(items: Sequence[Item], n: int) -> int:
    """Where what was done to the lesion at `n` ends; right behind the lesion where nothing is said of it."""
    at = n + 1
    while at < len(items) and at - n <= _MOST and items[at].kind in _BETWEEN:
        at += 1
    if at >= len(items) or not _is_done(items[at]):
        return n + 1
    while at + 2 < len(items) and items[at + 1].kind in _JOINS and _is_done(items[at + 2]):
        at += 2  # "irradiated or biopsied"
    return at + 1


def _said(item: Item, before: Sequence[Item], behind: Sequence[Item], text: str, offset: int) -> Item:
    if not before and not behind:
        return item
    assert item.leaf is not None
    constraint = item.leaf.constraint
    parts = [constraint.qualifier] if constraint.qualifier else []
    if before:
        words = " ".join(text[before[0].start - offset : before[-1].end - offset].split())
        parts.append(_NUMBER.sub("", words))
    if behind:
        first = next(i for i in behind if i.kind in {"not", "role", "leaf"})
        parts.append("… " + " ".join(text[first.start - offset : behind[-1].end - offset].split()))
    return replace(item, leaf=replace(item.leaf, constraint=with_fields(constraint, qualifier=" ".join(parts))))
