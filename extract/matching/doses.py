"""A drug's dose against the dose asked for, through equivalents where another drug of the group sets the bound."""

from __future__ import annotations

from functools import cache
from math import inf
from typing import NamedTuple

from eligo.resources import read_table
from eligo.schema import Concept, Constraint, Fact, Range

from .aspects import HOLDS, Check
from .intervals import Interval, inside, scaled
from .reference import in_unit
from .wording import bound_words, number, quantity

__all__ = ["dose_check", "dose_words", "equivalents_of"]


class _Equivalent(NamedTuple):
    group: str
    amount: float


@cache
def _equivalents() -> dict[str, _Equivalent]:
    table = {}
    for row in read_table("equivalents.tsv", ("id", "group", "amount", "source")):
        try:
            table[row.cells["id"]] = _Equivalent(row.cells["group"], float(row.cells["amount"]))
        except ValueError:
            raise row.error(f"amount {row.cells['amount']!r} is not a number") from None
    return table


def equivalents_of(concept: Concept | None) -> tuple[str, ...]:
    """Ids of the drugs whose doses can be compared with this one's; empty where the table does not have it."""
    table = _equivalents()
    if concept is None or concept.id not in table:
        return ()
    return tuple(id for id, e in table.items() if e.group == table[concept.id].group)


def dose_words(constraint: Constraint) -> str:
    """`` above 10 mg/d``; nothing where no dose is asked for."""
    if constraint.dose is None or (constraint.dose.low is None and constraint.dose.high is None):
        return ""
    return f" {bound_words(_interval(constraint.dose), constraint.dose.unit)}"


def dose_check(constraint: Constraint, fact: Fact) -> Check:
    """The fact's dose against the constraint's; unknown where it is not stated, or in other units."""
    question = (f"daily dose of {fact.name}",)
    if constraint.dose is None:
        return HOLDS
    if fact.dose is None or (fact.dose.low is None and fact.dose.high is None):
        return Check(None, f"the dose of {fact.name} is not stated", question)
    bound, stated = _interval(constraint.dose), _interval(fact.dose)
    factor, assumed, told = _factor(constraint, fact, stated)
    value = in_unit(scaled(stated, factor), fact.dose.unit, constraint.dose.unit, None)
    words = f"{fact.name} {_words(stated, fact.dose)}"
    if value is None:
        return Check(None, f"{words} cannot be compared with {bound_words(bound, constraint.dose.unit)}", question)
    truth = inside(value, bound)
    clause = f"{words}{told} is {'' if truth is None else 'not '}{bound_words(bound, constraint.dose.unit)}"
    if truth is None:
        clause = f"{words} does not settle whether it is {bound_words(bound, constraint.dose.unit)}"
    return Check(truth, clause, question if truth is None else (), assumed)


def _factor(constraint: Constraint, fact: Fact, stated: Interval) -> tuple[float, tuple[str, ...], str]:
    """What makes the fact's dose one of the group's reference drug, unless the bound is on this very drug."""
    table = _equivalents()
    own = table.get(fact.concept.id) if fact.concept is not None else None
    if own is None or fact.concept is None or fact.dose is None:
        return 1.0, (), ""
    target = constraint.concept.id if constraint.concept is not None else ""
    if target == fact.concept.id:
        return 1.0, (), ""
    wanted = table.get(target) or table.get(own.group)
    if wanted is None or wanted.group != own.group:
        return 1.0, (), ""
    factor = wanted.amount / own.amount
    reference = (target if target in table else own.group).partition(":")[2].replace("_", " ")
    if factor == 1.0:
        return 1.0, (), ""
    shown = _words(scaled(stated, factor), fact.dose)
    note = f"{fact.name} {_words(stated, fact.dose)} counts as {reference} {shown} (equivalent doses)"
    return factor, (note,), f" ({reference} {shown})"


def _words(interval: Interval, dose: Range) -> str:
    if interval.low == interval.high:
        return quantity(interval.low, dose.unit)
    if inf in (-interval.low, interval.high):
        return bound_words(interval, dose.unit)
    return f"{number(interval.low)}–{quantity(interval.high, dose.unit)}"


def _interval(r: Range) -> Interval:
    return Interval(
        -inf if r.low is None else r.low,
        inf if r.high is None else r.high,
        r.low is None or r.low_inclusive is not False,
        r.high is None or r.high_inclusive is not False,
    )
