"""What follows from others by a published formula, computed only where a criterion asks and the inputs are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from eligo.schema import Concept, Constraint, Fact

from .ages import Age, age_of
from .case import Case
from .derived_formulas import FORMULAS, Formula
from .derived_inputs import take
from .index import Candidate, Relation
from .intervals import Interval
from .reference import analyte_of, in_unit
from .wording import fact_words, quantity

__all__ = ["Derived", "computed", "derive"]

_ADULT = 18.0  # years; a child's height is not what it was

Derived = tuple[list[Candidate], tuple[Fact, ...]]
"""The fact computed, at most one, and the facts that it was computed from."""


def derive(constraint: Constraint, case: Case) -> Derived:
    """The constraint's analyte computed from the patient's other values; empty where an input is missing.

    The formula is the one that the criterion names, or the usual one. The fact made says in `assumed` which it is and
    which values it rests on; it is of the day of the oldest of them.
    """
    concept = constraint.concept
    if concept is None or concept.id not in FORMULAS:
        return [], ()
    age = age_of(case.facts)
    formula = _formula(constraint, age)
    if formula is None:
        return [], ()
    unit = constraint.unit
    if unit is not None and in_unit(Interval(1.0, 1.0), formula.unit, unit, analyte_of(concept)) is None:
        return [], ()  # the share of the body's surface that a rash covers
    person: dict[str, object] = {}
    stated: list[str] = []
    if formula.person:
        sex = case.facts.sex
        if age is None or sex is None or age.low != age.high:
            return [], ()
        person = {"age": age.low, "sex": sex}
        stated = [f"age {quantity(age.low, 'a')}", sex]
    growing = age is not None and age.low < _ADULT
    inputs = [i._replace(lasting=False) for i in formula.inputs] if growing else formula.inputs
    taken = take(inputs, constraint, case, formula.days)
    if taken is None:
        return [], ()
    try:
        value = formula.compute(*taken.numbers, **person)
    except (ZeroDivisionError, OverflowError, ValueError):
        return [], ()
    if isinstance(value, complex) or not isfinite(value) or value <= 0:
        return [], ()
    value = float(f"{value:.4g}")
    words = [*(fact_words(c.fact) for c in taken.used), *stated]
    note = f"{constraint.name} computed: {quantity(value, formula.unit)} ({formula.source}) from {', '.join(words)}"
    fact = computed(
        Fact(
            "measurement", constraint.name, "", 0, 0, Concept(concept.id, concept.name), value, None, "=", formula.unit
        ),
        taken.used, taken.oldest, (note,),
    )  # fmt: skip
    return [Candidate(fact, taken.oldest.span, Relation.SAME)], tuple(c.fact for c in taken.used)


def computed(fact: Fact, used: Sequence[Candidate], oldest: Candidate, notes: tuple[str, ...]) -> Fact:
    """`fact` with the words and place of its first input, the time of its oldest, and how it was computed."""
    first = used[0].fact
    return replace(
        fact, text=first.text, start=first.start, end=first.end, time=oldest.fact.time, source=first.source,
        section=first.section, assumed=notes,
    )  # fmt: skip


def _formula(constraint: Constraint, age: Age | None) -> Formula | None:
    """The first formula that the criterion's method allows, and that is for the patient's age."""
    concept = constraint.concept
    known = FORMULAS.get(concept.id, ()) if concept is not None else ()
    return next((f for f in known if constraint.method in f.methods and _for_age(f, age)), None)


def _for_age(formula: Formula, age: Age | None) -> bool:
    if formula.ages is None:
        return True
    return age is not None and formula.ages[0] <= age.low and age.high < formula.ages[1] + 1
