"""The values that a formula takes: the patient's own, exact, and of about the same time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from eligo.schema import Concept, Constraint

from .case import Case
from .index import Candidate, Relation
from .intervals import Interval
from .reference import analyte_of, in_unit, stated_unit
from .windows import in_window

__all__ = ["Input", "Taken", "take"]


class Input(NamedTuple):
    """One number that a formula takes.

    Attributes:
        ids: of the concepts that give it, any of them.
        unit: the UCUM unit it is taken in.
        default: stands for what is not stated; None: without it nothing is computed.
        lasting: of an adult it stays as it is (height): when it was measured does not matter.
    """

    ids: tuple[str, ...]
    unit: str
    default: float | None = None
    lasting: bool = False


class Taken(NamedTuple):
    """The inputs of one computation: `numbers` in the order asked for, and the facts that they are from."""

    numbers: tuple[float, ...]
    used: tuple[Candidate, ...]
    oldest: Candidate


def take(inputs: Sequence[Input], constraint: Constraint, case: Case, days: int) -> Taken | None:
    """The latest values within the constraint's window, at most `days` apart from the first; None if one is missing.

    Two different values of the same day settle nothing.
    """
    numbers: list[float] = []
    used: list[Candidate] = []
    moving: list[Candidate] = []
    for wanted in inputs:
        anchor = _day(moving[0], case) if moving else None
        found = _nearest(_values(wanted, constraint, case), anchor, None if wanted.lasting else days, case)
        if found is None:
            if wanted.default is None:
                return None
            numbers.append(wanted.default)
            continue
        used.append(found[0])
        numbers.append(found[1])
        if not wanted.lasting:
            moving.append(found[0])
    if not used:
        return None
    return Taken(tuple(numbers), tuple(used), min(moving or used, key=lambda c: _day(c, case)))


def _day(candidate: Candidate, case: Case) -> date:
    return candidate.span.start_max if candidate.span.dated else case.facts.latest_day


def _values(wanted: Input, constraint: Constraint, case: Case) -> list[tuple[Candidate, float]]:
    found: list[tuple[Candidate, float]] = []
    for candidate in (c for id_ in wanted.ids for c in case.about("measurement", Concept(id_, id_))):
        fact = candidate.fact
        if fact.assertion != "present" or fact.comparator not in (None, "=") or candidate.relation is not Relation.SAME:
            continue
        if not isinstance(fact.value, (int, float)) or fact.value_high is not None:
            continue
        if wanted.unit == "%" and fact.unit != "%":
            continue
        if not wanted.lasting and in_window(candidate.span, constraint.window, case).truth is not True:
            continue
        analyte = analyte_of(fact.concept)
        stated, _, known = stated_unit([float(fact.value)], fact.unit, analyte)
        value = in_unit(Interval(fact.value, fact.value), stated, wanted.unit, analyte) if known else None
        if value is not None:
            found.append((candidate, value.low))
    return found


def _nearest(
    found: list[tuple[Candidate, float]], anchor: date | None, days: int | None, case: Case
) -> tuple[Candidate, float] | None:
    """The latest; where the time of the others is known, the nearest to that within `days`."""
    if anchor is not None and days is not None:
        found = [pair for pair in found if abs((_day(pair[0], case) - anchor).days) <= days]
        least = min((abs((_day(c, case) - anchor).days) for c, _ in found), default=0)
        found = [pair for pair in found if abs((_day(pair[0], case) - anchor).days) == least]
    newest = max((_day(c, case) for c, _ in found), default=None)
    last = [pair for pair in found if _day(pair[0], case) == newest]
    return last[0] if len({v for _, v in last}) == 1 else None
