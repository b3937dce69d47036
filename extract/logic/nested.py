"""Parentheses of a line of items, folded into items of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["counted", "nested"]


def nested(items: Sequence[Item]) -> list[Item]:
    """Fold ``( … )`` into one ``paren`` item.

    A stray closing mark (``a)``) is dropped, a stray opening one reaches the end.
    """
    from eligo.logic.items import Item

    stack: list[list[Item]] = [[]]
    opened: list[Item] = []
    for item in items:
        if item.kind == "open" and len(stack) < 20:
            opened.append(item)
            stack.append([])
        elif item.kind == "close":
            if opened:
                inside = stack.pop()
                start = opened.pop()
                stack[-1].append(Item("paren", start.start, item.end, inside=inside))
        else:
            stack[-1].append(item)
    while opened:
        inside = stack.pop()
        start = opened.pop()
        cut = next(
            (n for n, i in enumerate(inside) if i.kind == "stop" and any(i.kind == "leaf" for i in inside[n + 1 :])),
            len(inside),
        )
        end = inside[cut - 1].end if cut else start.end
        stack[-1].append(Item("paren", start.start, end, inside=inside[:cut]))
        stack[-1] += inside[cut:]  # never closed: it ends with its sentence
    return stack[0]


def counted(items: Sequence[Item]) -> list[Item]:
    """ "At least two symptoms (fever, cough, pain)": what announces a list in parentheses stands inside them."""
    done: list[Item] = []
    for item in items:
        last = done[-1] if done else None
        if item.kind == "paren" and last is not None and last.kind.startswith("list_") and len(item.inside) > 1:
            done[-1] = replace(item, inside=[last, *item.inside])
        else:
            done.append(item)
    return done
