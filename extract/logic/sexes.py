"""What is asked of one sex: "women must …, and men must …", "women who are postmenopausal must …"."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.logic.conditions import names_group
from eligo.logic.items import Item

__all__ = ["ASKED_OF_A_SEX", "groups_of_a_sex", "is_past_fertile", "second_sex"]

ASKED_OF_A_SEX = frozenset({"reproductive", "procedure", "attestation", "drug", "measurement", "allergy"})
"""What a requirement of one sex asks; an age or a disease says whom the trial is for."""

_PAST_FERTILE = frozenset({"repro:postmenopausal", "repro:surgically_sterile", "repro:non_childbearing_potential"})
_JOINS = frozenset({"and", "comma", "semi", "stop"})


def is_past_fertile(item: Item, modal: int) -> bool:
    """Whether an item before the verb at `modal` says who the women are: "women who are postmenopausal must …"."""
    concept = item.leaf.constraint.concept if item.leaf is not None else None
    return concept is not None and concept.id in _PAST_FERTILE and item.end <= modal


def second_sex(items: Sequence[Item]) -> int | None:
    """The connector before a second sex of which something else is asked than of the first, or None."""
    first: str | None = None
    asked = False
    for n, item in enumerate(items):
        if item.kind == "modal" and item.value:
            asked = first is not None
        sex = _sex(item) if item.leaf is not None else None
        if sex is None:
            continue
        if first is None:
            if any(i.leaf is not None for i in items[:n]):
                return None
            first = sex
        elif sex != first and asked:
            cut = n - 1
            while cut > 0 and items[cut].kind == "filler":
                cut -= 1
            if items[cut].kind in _JOINS and _obliges(items, n):
                return cut
    return None


def _sex(item: Item) -> str | None:
    """The one sex that an item names."""
    if item.leaf is None or not names_group(item.leaf.constraint):
        return None
    values = item.leaf.constraint.values or ()
    if item.leaf.constraint.type == "sex":
        return str(values[0]) if len(values) == 1 else None
    return item.leaf.constraint.sex


def _obliges(items: Sequence[Item], n: int) -> bool:
    """Whether a verb that asks for something follows before any but words for a group."""
    for item in items[n + 1 :]:
        if item.kind == "modal" and item.value:
            return True
        if item.kind not in {"filler", "modal"} and not (item.leaf is not None and names_group(item.leaf.constraint)):
            return False
    return False


_LISTS = frozenset({"comma", "or", "and", "semi"})


def groups_of_a_sex(items: Sequence[Item]) -> list[list[Item]]:
    """The groups of a list each of which names its sex: "women who are pregnant, women who are nursing"; else nothing.

    A state without a sex of its own goes with what follows it ("pregnant or nursing women"), else with what is before.
    """
    leaves = [i.leaf.constraint for i in items if i.leaf is not None]
    if sum(c.type == "sex" for c in leaves) < 2 or not {c.type for c in leaves} <= {"sex", "reproductive"}:
        return []
    if len({v for c in leaves if c.type == "sex" for v in c.values or ()}) != 1:
        return []
    if any(i.kind in {"except", "unless", "paren"} for i in items) or (items and items[0].kind == "not"):
        return []
    pieces: list[list[Item]] = [[]]
    for item in items:
        if item.kind in _LISTS:
            pieces.append([item])
        else:
            pieces[-1].append(item)
    groups: list[list[Item]] = []
    waiting: list[Item] = []
    for piece in pieces:
        named = [i.leaf.constraint.type for i in piece if i.leaf is not None]
        if "sex" not in named:
            waiting += piece
            continue
        if waiting and any(i.leaf is not None for i in waiting):
            if named[-1] == "sex" or not groups:
                piece = [*waiting, *piece]
            else:
                groups[-1] += waiting
        waiting = []
        groups.append(piece)
    if groups:
        groups[-1] += waiting
    groups = [g[1:] if g and g[0].kind in _LISTS else g for g in groups]
    whole = all(
        sum(i.leaf is not None and i.leaf.constraint.type == "sex" for i in g) == 1
        and any(i.leaf is not None and i.leaf.constraint.type == "reproductive" for i in g)
        for g in groups
    )
    return groups if whole and len(groups) > 1 else []
