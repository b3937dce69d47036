"""A place on one scale as the place on another that it stands for: ECOG where only Karnofsky is known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

from eligo.entities.analytes import scales
from eligo.resources import read_table
from eligo.schema import Concept, Constraint, Fact

from .intervals import Interval
from .readings import value_of

__all__ = ["converted", "equated_with"]


class _Step(NamedTuple):
    """Places of a scale, and those of the other that they are."""

    low: float
    high: float
    other_low: float
    other_high: float


@cache
def _steps() -> dict[tuple[str, str], tuple[_Step, ...]]:
    table: dict[tuple[str, str], tuple[_Step, ...]] = {}
    columns = ("scale", "low", "high", "other", "other_low", "other_high", "source")
    for row in read_table("equated_scales.tsv", columns):
        try:
            one = _Step(*(float(row[name]) for name in ("low", "high", "other_low", "other_high")))
            for id in (row["scale"], row["other"]):
                scales()[id]
        except (KeyError, ValueError) as error:
            raise row.error(f"no such scale or number: {error}") from None
        for left, right, step in (
            (row["scale"], row["other"], one),
            (row["other"], row["scale"], _Step(one.other_low, one.other_high, one.low, one.high)),
        ):
            table[left, right] = (*table.get((left, right), ()), step)
    return table


@cache
def equated_with(id: str) -> tuple[Concept, ...]:
    """The scales whose places can be told as places of the scale `id`."""
    return tuple(Concept(other, scales()[other].name) for other, own in _steps() if own == id)


def converted(constraint: Constraint, fact: Fact) -> Fact | None:
    """`fact`, a place on another scale, as one on the constraint's; None where the two cannot be compared.

    A value between two steps of the table (Karnofsky 85) is all places from the one to the other. The step that a place
    of a coarser scale stands for is a range.
    """
    if constraint.concept is None or fact.concept is None or not isinstance(fact.value, (int, float)):
        return None
    steps = _steps().get((fact.concept.id, constraint.concept.id))
    if steps is None:
        return None
    place = _place(value_of(fact), steps)
    if place is None:
        return None
    high = place.high if place.high != place.low else None
    return replace(
        fact,
        name=constraint.name,
        concept=constraint.concept,
        value=place.low,
        value_high=high,
        comparator="=",
        unit=None,
    )


def _place(value: Interval, steps: tuple[_Step, ...]) -> Interval | None:
    lowest, highest = min(s.low for s in steps), max(s.high for s in steps)
    if value.high < lowest or value.low > highest:
        return None
    met = [s for s in steps if s.high >= value.low and s.low <= value.high]
    if not met:  # between two steps
        below = max((s for s in steps if s.high < value.low), key=lambda s: s.high)
        above = min((s for s in steps if s.low > value.high), key=lambda s: s.low)
        met = [below, above]
    return Interval(min(s.other_low for s in met), max(s.other_high for s in met))
