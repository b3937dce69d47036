"""What is asked of one eye, or of both: notes say which is the study eye as little as they name the trial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eligo.schema import Constraint, Evidence, Fact

from .case import Case
from .nearby import clause_around, own_words, words_of
from .truth import Finding

__all__ = ["BOTH_EYES", "asks_eye", "in_both_eyes", "judge_in_eye"]

BOTH_EYES = "both eyes"
_SAY_BOTH = ({"both", "eyes"}, {"bilateral"}, {"bilaterally"}, {"ou"})
_ONE_EYE = frozenset({"od", "os", "right", "left", "unilateral", "unilaterally"})


def asks_eye(site: str | None) -> bool:
    """Whether a site is a certain eye ("study eye"), or both."""
    return site is not None and (site == BOTH_EYES or site.endswith(" eye"))


def in_both_eyes(fact: Fact, case: Case) -> bool:
    """Whether its own clause says it of both eyes ("bilateral", "OU"), and of none of the two."""
    before, behind = clause_around(fact, case)
    said = words_of(f"{before} {own_words(fact)} {behind}")
    return any(words <= said for words in _SAY_BOTH) and not said & _ONE_EYE


def judge_in_eye(constraint: Constraint, case: Case, judge: Callable[[Constraint, Case], Finding]) -> Finding:
    """A bound in a certain eye, or in both: decided only by values that are said to be of both eyes."""
    eyeless = replace(constraint, site=None)
    found = judge(eyeless, case)
    facts = [e.fact for e in found.evidence if e.fact is not None]
    if found.truth is None or (facts and all(in_both_eyes(fact, case) for fact in facts)):
        return found
    evidence = tuple(
        Evidence(constraint if e.constraint == eyeless else e.constraint, e.fact, None) for e in found.evidence
    )
    clause = f"{found.reason}; in which eye is not stated"
    return Finding(None, clause, evidence, (f"{constraint.name} ({constraint.site})",), found.assumed)
