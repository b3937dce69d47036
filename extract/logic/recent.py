""" "Recent myocardial infarction", and no word of how recent: the time is kept, and nobody knows what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.schema import Window
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["LEAD", "called_recent", "recently"]

_HISTORY = re.compile(r"recent\s+(?:medical\s+)?(?:history|hx)\b", re.I)
_LENGTH = re.compile(r"(?:day|week|wk|month|year|hour|hr|yr)s?\b|half-?\s?li", re.I)
_BETWEEN = frozenset({"filler", "severity", "certainty", "role", "route", "relation", "status", "experiencer"})
_CALLED = re.compile(r"\b(?:recent(?:ly)?|newly|new(?:ly)?\s+onset)\s+(?:[\w-]+\s+)?\Z", re.I)
LEAD = 40  # characters of what stands before a thing that may call it recent
_LINKS = frozenset({"or", "and", "andor", "slash"})
_LISTED = _LINKS | {"comma"}  # "recent history of A, B or C"
_DATED = frozenset({"condition", "drug", "procedure", "participation"})
_FAR = 5  # items between "recent" and the thing
_ENDS = frozenset({"stop", "semi"})


def recently(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, what is "recent" dated so where no length of time is named in its sentence.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done = list(items)
    for n, item in enumerate(done):
        alone = item.kind == "filler" and item.text.casefold() in {"recent", "recently"}
        if not (alone or (item.kind == "status" and _HISTORY.match(item.text))):
            continue
        before = done[n - 1] if n else None
        if before is not None and before.text.casefold() in {"most", "more", "any"}:
            continue  # "most recent"
        now = _or_now(done, n)
        if now is not None:
            done[now] = replace(done[now], kind="filler")
        elif before is not None and before.kind in _LINKS:
            continue
        at = _thing(done, max(n, now or 0) + 1)
        if at is None or _has_length(done, n, text, offset):
            continue
        kind = done[at].leaf.constraint.type  # type: ignore[union-attr]
        links = _LISTED if any(i.kind == "status" for i in done[n:at]) else _LINKS
        while at is not None:
            done[at] = _dated(done[at], "recent" if now is None else "current or recent")
            following = done[at + 1].kind if at + 1 < len(done) else ""
            at = _thing(done, _behind(done, at + 1)) if following in links else None
            if at is not None and done[at].leaf.constraint.type != kind:  # type: ignore[union-attr]
                break
    return done


def called_recent(before: str) -> bool:
    """Whether the words that end here call what follows recent: "or recent", "recent severe"."""
    return _CALLED.search(before[-LEAD:]) is not None


def _thing(items: Sequence[Item], n: int) -> int | None:
    """The place of the thing that stands next, None where something else does."""
    for at in range(n, min(n + _FAR, len(items))):
        leaf = items[at].leaf
        if leaf is not None:
            return at if leaf.constraint.type in _DATED and leaf.constraint.window is None else None
        if items[at].kind not in _BETWEEN:
            return None
    return None


def _has_length(items: Sequence[Item], n: int, text: str, offset: int) -> bool:
    """Whether the sentence of an item says how long ago something was."""
    first = next((k for k in range(n, -1, -1) if items[k].kind in _ENDS), -1) + 1
    last = next((k for k in range(n, len(items)) if items[k].kind in _ENDS), len(items))
    if any(i.kind == "time" for i in items[first:last]):
        return True
    return _LENGTH.search(text, items[first].start - offset, items[last - 1].end - offset) is not None


def _behind(items: Sequence[Item], n: int) -> int:
    """Where the next member of a list begins: behind its comma and its conjunction."""
    while n < len(items) and items[n].kind in _LISTED:
        n += 1
    return n


def _or_now(items: list[Item], n: int) -> int | None:
    """The place of the word that admits what is there now ("current or recent"), the "or" beside it taken away."""
    if n > 1 and items[n - 1].kind in _LINKS and _is_now(items[n - 2]):
        items[n - 1] = replace(items[n - 1], kind="filler")
        return n - 2
    at = n + 1
    if at < len(items) and items[at].kind == "open":  # "recent (within 4 weeks) or ongoing"
        at = next((k + 1 for k in range(at, len(items)) if items[k].kind == "close"), len(items))
    if at + 1 < len(items) and items[at].kind in _LINKS and _is_now(items[at + 1]):
        items[at] = replace(items[at], kind="filler")
        return at + 1
    return None


def _is_now(item: Item) -> bool:
    return (item.kind, item.value) in {("status", "active"), ("role", "concurrent")} and " " not in item.text


def _dated(item: Item, said: str) -> Item:
    assert item.leaf is not None
    constraint = with_fields(item.leaf.constraint, window=Window(text=said))
    return replace(item, leaf=replace(item.leaf, constraint=constraint))
