"""Several items of a statement made into one thing of their own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.schema import Constraint

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["running", "spanning"]


def running(text: str, start: int, end: int, offset: int) -> str:
    """The words between two places as they stand within a sentence: a capital that only begins the statement is small.

    Args:
        text: the statement, whose first character is at `offset`, from which `start` and `end` count too.
    """
    words = " ".join(text[start - offset : end - offset].split())
    first = words.partition(" ")[0]
    return words[0].lower() + words[1:] if start == offset and first[1:].islower() else words


def spanning(item: Item, whole: Constraint, start: int, end: int) -> Item:
    """A leaf that asks for `whole` instead, and covers the text from `start` to `end`."""
    assert item.leaf is not None
    leaf = replace(item.leaf, constraint=whole, start=start, end=end, covers=((start, end),))
    return replace(item, start=start, end=end, text=whole.name, leaf=leaf)
