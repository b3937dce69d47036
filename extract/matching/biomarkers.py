"""Biomarkers: a result (positive, wild-type…) or a bound on a number.

A result may stand in the value (``HER2: negative``), in the name (``HER2 negative``) or in a denial (``no HER2
amplification``).
"""

from __future__ import annotations

from eligo.schema import Constraint, Fact

from .aspects import HOLDS, Check
from .case import Case
from .index import Candidate, Relation
from .intervals import ANY
from .measurements import bound_of, judge_value
from .polarity import polarity
from .wording import fact_words, quote

__all__ = ["biomarker_candidates", "biomarker_check", "polarity"]

_PLAIN = frozenset({"positive", "pos", "+", "present", "detected", "negative", "neg", "-", "absent", "yes", "no"})


def _named(name: str) -> tuple[str, str | None]:
    """``HER2 positive`` as ``her2`` and ``positive``; other names have no result in them."""
    base, _, last = name.casefold().rpartition(" ")
    return (base, last) if base and last in ("positive", "negative") else (name.casefold(), None)


def biomarker_candidates(constraint: Constraint, case: Case) -> list[Candidate]:
    """The facts that bear on a biomarker; those of the same name but for the result are the same."""
    base = _named(constraint.name)[0]
    found = {id(c.fact): c for c in case.candidates(constraint)}
    for fact, span in case.facts.of_type("biomarker"):
        if id(fact) not in case.hidden and _named(fact.name)[0] == base:
            found[id(fact)] = Candidate(fact, span, Relation.SAME)
    return list(found.values())


def biomarker_check(constraint: Constraint, candidate: Candidate, case: Case) -> Check | None:
    """One fact against the result or the bound asked for; None where it says nothing of it."""
    fact, question = candidate.fact, (constraint.name,)
    if fact.assertion == "possible":
        return Check(None, f"{quote(fact)} is not certain", question)
    if bound_of(constraint) != ANY:
        return _number(constraint, candidate, case)
    if constraint.result == "known" and fact.value is not None:
        return HOLDS
    asked = constraint.result or _named(constraint.name)[1] or "positive"
    stated = _result(fact)
    if stated is None:
        return Check(None, f"{fact_words(fact)} does not say whether it is {asked}", question)
    if asked == "known":  # "HER2 status known": whatever it is
        return HOLDS
    left, right = polarity(stated), polarity(asked)
    if candidate.relation is Relation.BROADER and left is not False:
        return Check(None, f"{quote(fact)} does not say whether it is {constraint.name}", question)
    if candidate.relation is Relation.NARROWER and left is False:
        return None  # one variant that is not there says nothing of the others
    same = stated.casefold() == asked.casefold()
    if same or (left is not None and left is right and (_plain(stated) or _plain(asked))):
        return HOLDS
    if left is not None and right is not None and left is not right:
        return Check(False, f"{fact.name} is {stated}, not {asked}", settles=True)
    return Check(None, f"{fact.name} is {stated}; whether that is {asked} is not stated", question)


def _number(constraint: Constraint, candidate: Candidate, case: Case) -> Check | None:
    fact = candidate.fact
    if candidate.relation is Relation.BROADER:
        return None
    if isinstance(fact.value, (int, float)):
        judged = judge_value(constraint, fact, case)
        return Check(judged.truth, judged.clause, judged.missing, judged.assumed, settles=True)
    return Check(None, f"the value of {constraint.name} is not stated", (constraint.name,))


def _result(fact: Fact) -> str | None:
    """The result that a fact states; a number is none."""
    named = _named(fact.name)[1]
    if isinstance(fact.value, (int, float)):
        return None
    stated = fact.value or named or "positive"
    if fact.assertion != "absent":
        return stated
    return "positive" if polarity(stated) is False else "negative"


def _plain(result: str) -> bool:
    return result.casefold() in _PLAIN
