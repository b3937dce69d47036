"""Scores that are each for people of one age: ``Lansky ≥ 50 if ≤ 16 years, Karnofsky ≥ 50 if > 16 years``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eligo.logic.groups import names_people
from eligo.logic.items import Item
from eligo.schema import Constraint

__all__ = ["age_bands"]

_JOINTS = frozenset({"comma", "semi", "and", "or", "slash", "if", "modal"})
_LOOSE = frozenset(
    {"filler", "word", "comma", "semi", "and", "or", "slash", "if", "whom", "modal", "with", "colon", "time"}
)


def age_bands(items: Sequence[Item]) -> list[tuple[Item, list[Item]]] | None:
    """The ages, each with the items of the scores asked at that age; None where the text is nothing of the kind.

    There are two or more ages that exclude each other, each with a score before it, or each with one behind it.
    """
    flat = _flat(items)
    named = [i for i in flat if i.leaf is not None]
    kinds = [_kind(i) for i in named]
    ages = [i for i, kind in zip(named, kinds, strict=True) if kind == "age"]
    if len(ages) < 2 or {*kinds} != {"age", "score"} or any(i.kind not in _LOOSE for i in flat if i.leaf is None):
        return None
    if not all(_apart(a, b) for n, a in enumerate(ages) for b in ages[n + 1 :]):
        return None
    if any(left == right == "age" for left, right in pairwise(kinds)) or kinds[0] == kinds[-1]:
        return None
    bands: list[tuple[Item, list[Item]]] = []
    run: list[Item] = []
    for item in flat:
        if item not in ages:
            run.append(item)
        elif kinds[0] == "score":
            bands.append((item, _trimmed(run)))
            run = []
        else:
            if bands:
                bands[-1] = (bands[-1][0], _trimmed(run))
            bands.append((item, []))
            run = []
    if kinds[0] == "age":
        bands[-1] = (bands[-1][0], _trimmed(run))
    elif when := [i for i in run if i.kind == "time"]:
        bands = [(age, [*scores, *when]) for age, scores in bands]
    return bands


def _kind(item: Item) -> str:
    return item.leaf.constraint.type if item.leaf is not None else ""


def _flat(items: Sequence[Item]) -> list[Item]:
    """Parentheses that hold only an age ("(age ≤ 16)") or a score are opened."""
    flat: list[Item] = []
    for item in items:
        if item.kind == "paren" and all(_kind(i) in {"", "age", "score"} for i in item.inside):
            flat += _flat(item.inside)
        else:
            flat.append(item)
    return flat


def _trimmed(run: list[Item]) -> list[Item]:
    """Without what only joins it to its neighbours: conjunctions, "for patients", "must have"."""
    first, last = 0, len(run)
    while first < last and (run[first].kind in _JOINTS or run[first].kind == "filler" or names_people(run[first])):
        first += 1
    while last > first and (
        run[last - 1].kind in {*_JOINTS, "whom", "with"}
        or run[last - 1].kind == "filler"
        or names_people(run[last - 1])
    ):
        last -= 1
    return run[first:last]


def _apart(left: Item, right: Item) -> bool:
    """Whether nobody has both ages."""
    one, two = _bounds(left), _bounds(right)
    return one[1] <= two[0] or two[1] <= one[0]


def _bounds(item: Item) -> tuple[float, float]:
    assert item.leaf is not None
    constraint: Constraint = item.leaf.constraint
    years = constraint.canonical
    low = years.low if years is not None and years.low is not None else float("-inf")
    high = years.high if years is not None and years.high is not None else float("inf")
    return low, high
