"""What a criterion asks of a procedure beside its name: done, planned, where, with what result."""

from __future__ import annotations

from eligo.schema import Constraint, Fact

from .aspects import Check, site_check
from .case import Case
from .examinations import is_examination
from .spans import Span

__all__ = ["procedure_checks"]


def procedure_checks(constraint: Constraint, fact: Fact, span: Span, case: Case) -> list[Check]:
    """The aspects that `constraint` asks of a procedure, on one fact of it."""
    name = fact.name
    checks: list[Check] = []
    if fact.assertion == "possible":
        checks.append(Check(None, f"whether {name} was done is not certain", (f"whether {name} was done",)))
    planned = fact.status == "planned"
    if constraint.role == "planned" and not planned:
        checks.append(Check(None, f"whether {name} is planned is not stated", (f"whether {name} is planned",)))
    if (
        not case.wanted
        and constraint.result is None
        and constraint.window is None
        and is_examination(constraint.concept)
    ):
        checks.append(Check(None, f"that {name} was done keeps nobody out", (f"what {name} showed",)))
    if constraint.role == "concurrent" and constraint.window is None and fact.assertion == "historical":
        checks.append(Check(None, f"whether {name} goes on is not stated", (f"whether {name} goes on",)))
    if constraint.site is not None:
        checks.append(site_check(constraint.site, fact, case))
    if constraint.result is not None:
        checks.append(_result(constraint.result, fact))
    if constraint.lines is not None:
        checks.append(Check(None, f"how often {name} was done is not stated", (f"number of {name}",)))
    return checks


def _result(asked: str, fact: Fact) -> Check:
    if fact.value is None:
        return Check(None, f"the result of {fact.name} is not stated", (f"result of {fact.name}",))
    stated = str(fact.value)
    if stated.casefold() == asked.casefold():
        return Check(True)
    opposite = {frozenset({"positive", "negative"}), frozenset({"normal", "abnormal"})}
    if frozenset({stated.casefold(), asked.casefold()}) in opposite:
        return Check(False, f"{fact.name} is {stated}, not {asked}")
    return Check(None, f"{fact.name} is {stated}; whether that is {asked} is not known", (f"result of {fact.name}",))
