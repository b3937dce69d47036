"""Lesions: how many, or how large."""

from __future__ import annotations

from math import inf

from eligo.schema import Constraint, Evidence, Fact

from .case import Case
from .concepts import judge_concept
from .index import Relation
from .intervals import ANY, Interval, inside
from .measurements import bound_of, judge_value
from .readings import value_of
from .spans import over
from .truth import Finding
from .unanswered import unanswered
from .wording import bound_words, date_words, quote, value_words

__all__ = ["judge_lesion"]


def judge_lesion(constraint: Constraint, case: Case) -> Finding:
    """A number of lesions (no unit) or a size (in one); without a bound, whether there is any."""
    bound = bound_of(constraint)
    if bound == ANY:
        finding = judge_concept(constraint, case)
        if finding.truth is True and not case.wanted and constraint.name == "lesion":
            # no trial keeps out who has any lesion at all: words beside it say of which kind
            evidence = tuple(Evidence(e.constraint, e.fact, None) for e in finding.evidence)
            clause = f"{finding.reason}; of which kind is not known"
            return Finding(None, clause, evidence, (f"kind of {constraint.name}",), support=finding.support)
        return finding
    facts = [
        c.fact
        for c in case.candidates(constraint)
        if c.relation is not Relation.BROADER and c.fact.assertion in ("present", "absent") and not over(c.fact)
    ]
    for fact in facts:
        if constraint.unit is not None:
            if fact.unit is not None and isinstance(fact.value, (int, float)):
                truth, clause, assumed, missing = judge_value(constraint, fact, case)
                return Finding(
                    truth, clause, (Evidence(constraint, fact, truth),), missing, assumed, _support(fact, truth)
                )
            continue
        count = _count(fact)
        if count is not None:
            truth = inside(count, bound)
            clause = f"{_said(fact)}; {bound_words(bound, None)} is asked for"
            missing = (f"number of {constraint.name}",) if truth is None else ()
            return Finding(truth, clause, (Evidence(constraint, fact, truth),), missing, (), _support(fact, truth))
    return unanswered(constraint, constraint.name)


def _support(fact: Fact, truth: bool | None) -> frozenset[int]:
    return frozenset() if truth is False else frozenset({id(fact)})


def _said(fact: Fact) -> str:
    """``2 measurable lesions are stated``."""
    if fact.unit is not None or not isinstance(fact.value, (int, float)):  # a size is no number of them
        return f"{quote(fact)} is stated"
    one = fact.value == 1 and fact.value_high is None
    plural = "" if one or fact.name.endswith("s") else "s"
    return f"{value_words(fact)} {fact.name}{plural}{date_words(fact)} {'is' if one else 'are'} stated"


def _count(fact: Fact) -> Interval | None:
    """How many lesions a fact states: none where it denies them, one or more where it names them."""
    if fact.assertion == "absent":
        return Interval(0.0, 0.0)
    if fact.unit is None and isinstance(fact.value, (int, float)):
        return value_of(fact)
    return Interval(1.0, inf)
