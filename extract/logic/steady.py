"""A patient, or a disease named before, that is stable: "eligible if stable for 4 weeks and off steroids"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eligo.schema import Constraint, Leaf

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["steady"]

_NOTHING = frozenset({"filler", "modal"})
_BREAKS = frozenset({"stop", "semi", "colon", "if", "whom", "unless", "except", "but", "permit"})
_ANDS = frozenset({"and", "comma", "but"})


def steady(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, where "stable" with a denial behind it is a demand of its own, and no quality of what is denied.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done = list(items)
    for n, item in enumerate(items):
        if item.kind == "severity" and item.value == "stable" and (begin := _begins(items, n)) is not None:
            end = n + 2 if n + 1 < len(items) and items[n + 1].kind == "time" else n + 1
            if _denies(items[end:]):
                done[begin:end] = [_asked(items[begin], items[end - 1], text, offset)]
                return done
    return done


def _begins(items: Sequence[Item], n: int) -> int | None:
    """Where the qualities begin that end at `n`; None where something stands before them that they could be said of."""
    begin = n
    for k in range(n - 1, -1, -1):
        if items[k].kind in _BREAKS:
            return begin
        if items[k].kind == "severity":
            begin = k  # "treated, stable for 4 weeks and off steroids"
        elif items[k].kind not in _NOTHING and items[k].kind != "comma":
            return None
    return begin


def _denies(behind: Sequence[Item]) -> bool:
    """Whether "and off", "and without" or the like comes next."""
    kinds = [i.kind for i in behind if i.kind != "filler"][:3]
    return len(kinds) > 1 and kinds[0] in _ANDS and "not" in kinds[1:] and kinds[1] in {"not", *_ANDS}


def _asked(first: Item, last: Item, text: str, offset: int) -> Item:
    from eligo.logic.items import Item

    words = text[first.start - offset : last.end - offset]
    name = " ".join(words.split()).lower()
    constraint = Constraint("attestation", name, words, first.start, last.end)
    return Item("leaf", first.start, last.end, name, leaf=Leaf(constraint, first.start, last.end, ()))
