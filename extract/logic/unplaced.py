"""Times that a tree has nowhere: they are left over like any words that nothing accounts for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.logic.items import Item
from eligo.schema import Node, Window, leaves

__all__ = ["unplaced_times"]


def unplaced_times(items: Sequence[Item], node: Node) -> None:
    """Make words of the times that no leaf has, neither as its window nor within its text.

    Args:
        items: those of a statement, parentheses nested.
        node: its tree.
    """
    times = [i for i in _flat(items) if i.kind == "time" and i.window is not None and _has_length(i.window)]
    if not times:
        return
    asked = list(leaves(node))
    spans = [(c.start, c.end) for c in asked]
    told = [_plain(c.window.text) for c in asked if c.window is not None]
    names = [_plain(c.name) for c in asked]
    for time in times:
        words = _plain(time.text)
        if any(s <= time.start and time.end <= e for s, e in spans):
            continue
        if not any(words in t or t in words for t in told) and not any(words in n for n in names):
            time.kind = "word"


def _has_length(window: Window) -> bool:
    """Whether it is no mere moment, which often says no more than is understood ("18 years old at consent")."""
    return window.half_lives is not None or not {window.from_, window.to} <= {None, "P0D"}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _flat(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if item.kind == "paren":
            yield from _flat(item.inside)
        else:
            yield item
