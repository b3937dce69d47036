"""Brackets that hold but a group of people: "a pregnancy test (women of childbearing potential)"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.concepts.generic import generic_concepts

if TYPE_CHECKING:
    from .items import Item

__all__ = ["for_group"]

_LONGEST = 9  # items between the brackets
_POTENTIAL = "repro:childbearing_potential"


def for_group(items: list[Item]) -> list[Item]:
    """The items, with an "if" in brackets that hold but people of childbearing potential: the thing is for them."""
    done: list[Item] = []
    skip = 0
    for n, item in enumerate(items):
        if n < skip:
            continue
        whoever = _end_of_both_sexes(items, n) if item.kind == "open" else None
        if whoever is not None:  # "for patients of reproductive potential (men and women): …"
            skip = whoever + 1
            continue
        done.append(item)
        if item.kind != "open" or n == 0:
            continue
        end = next((m for m in range(n + 1, min(n + _LONGEST, len(items))) if items[m].kind == "close"), None)
        inside = items[n + 1 : end] if end is not None else []
        named = [_concept(i) for i in inside if i.leaf is not None]
        plain = all(i.leaf is not None or i.kind in {"filler", "word"} for i in inside)
        if plain and _POTENTIAL in named and all(_is_group(i) for i in inside if i.leaf is not None):
            start = inside[0].start
            done.append(replace(item, kind="if", start=start, end=start, text="if", value=""))
    return done


def _end_of_both_sexes(items: list[Item], n: int) -> int | None:
    """Where the bracket at `n` closes, if all it says is "men and women" and a colon follows."""
    end = next((m for m in range(n + 1, min(n + _LONGEST, len(items) - 1)) if items[m].kind == "close"), None)
    if end is None or items[end + 1].kind != "colon":
        return None
    inside = [i for i in items[n + 1 : end] if i.kind not in {"filler", "and", "or"}]
    both = len(inside) == 1 and inside[0].leaf is not None and len(inside[0].leaf.constraint.values or ()) > 1
    return end if both and inside[0].leaf is not None and inside[0].leaf.constraint.type == "sex" else None


def _concept(item: Item) -> str | None:
    concept = item.leaf.constraint.concept if item.leaf is not None else None
    return concept.id if concept is not None else None


def _is_group(item: Item) -> bool:
    sex = item.leaf is not None and item.leaf.constraint.type == "sex"
    return sex or _concept(item) in generic_concepts("group")
