"""Values that a word bounds and no number does: "undetectable HIV RNA", "stable body weight"."""

from __future__ import annotations

from eligo.schema import Constraint, Evidence

from .case import Case
from .nearby import words_said
from .truth import Finding
from .wording import quote

__all__ = ["judge_worded"]


def judge_worded(constraint: Constraint, case: Case) -> Finding:
    """A value that a word bounds and no number does ("undetectable HIV RNA"): only that word of the source answers."""
    asked = constraint.qualifier or ""
    opposite = asked.removeprefix("un") if asked.startswith("un") else f"un{asked}"
    facts = [c.fact for c in case.candidates(constraint) if c.fact.assertion != "family"]
    met = [f for f in facts if asked in words_said(f, case)]
    against = [f for f in facts if opposite in words_said(f, case)]
    if bool(met) == bool(against) or constraint.window is not None:
        evidence = tuple(Evidence(constraint, f, None) for f in facts) or (Evidence(constraint, None, None),)
        whether = f"whether {constraint.name} is {asked}"
        return Finding(None, f"it is not stated {whether}", evidence, (whether,))
    one = (met or against)[0]
    clause = f"{quote(one)} is stated" if met else f"{quote(one)}: not {asked}"
    return Finding(bool(met), clause, (Evidence(constraint, one, bool(met)),), support=frozenset({id(one)}))
