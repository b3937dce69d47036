"""The grade of toxicities: what is stated of each of them answers "recovered to grade ≤1"."""

from __future__ import annotations

from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.schema import Constraint, Evidence, Fact

from .case import Case
from .intervals import Interval, inside
from .measurements import bound_of
from .truth import Finding
from .wording import quote

__all__ = ["is_toxicity_grade", "judge_toxicities"]

_SCALE = "scale:ctcae"  # the one scale that grades conditions


def is_toxicity_grade(constraint: Constraint) -> bool:
    """Whether the scale asked for grades conditions (CTCAE)."""
    return constraint.concept is not None and constraint.concept.id == _SCALE


def judge_toxicities(constraint: Constraint, case: Case) -> Finding | None:
    """False if a stated toxicity has a grade that is not allowed; true if that is said of toxicities as a whole.

    None where no graded condition is stated: one toxicity within the bound says nothing of the others. "No (other)
    toxicities" says that there is none beside those that are stated.
    """
    conditions = case.facts.of_type("condition")
    none = [f for f, _ in conditions if f.assertion == "absent" and _is_any(f) and id(f) not in case.hidden]
    graded = [f for f, _ in conditions if _counts(f, case)]
    if constraint.relative_to is not None or not (graded or none):
        return None
    offending = [f for f in graded if not _allowed(constraint, f.grade)]
    if offending:
        evidence = tuple(Evidence(constraint, f, False) for f in offending)
        support = frozenset(id(f) for f in offending)
        return Finding(False, f"{quote(offending[0])} is of grade {offending[0].grade:g}", evidence, support=support)
    if none and _allowed(constraint, 0.0):
        return Finding(True, f"{quote(none[-1])} is stated", (Evidence(constraint, none[-1], True),))
    whole = [f for f in graded if _is_any(f)]
    if not whole:
        return None
    evidence = (Evidence(constraint, whole[-1], True),)
    return Finding(True, f"{quote(whole[-1])} is stated", evidence, support=frozenset({id(whole[-1])}))


def _is_any(fact: Fact) -> bool:
    return fact.concept is not None and fact.concept.id in generic_concepts("anything")


def _counts(fact: Fact, case: Case) -> bool:
    return fact.grade is not None and fact.assertion == "present" and id(fact) not in case.hidden


def _allowed(constraint: Constraint, grade: float | None) -> bool:
    if grade is None:
        return True
    if constraint.values:
        return grade in constraint.values
    bounds = replace(constraint, values=None)
    return inside(Interval(grade, grade), bound_of(bounds)) is True
