"""The patient's own earlier value, against which "≤ 1.5 × baseline" is judged."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.schema import Constraint, Fact

from .case import Case

__all__ = ["baseline_of"]

_BASELINE = re.compile(r"\bbase-?line\b", re.I)
_BEFORE = 24  # characters before a value within which the word names it


@lru_cache(maxsize=64)
def _texts(texts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(texts)


def _is_baseline(fact: Fact, case: Case) -> bool:
    """Whether the source calls a value the baseline: "baseline creatinine 1.0", "1.8 (baseline 1.0)"."""
    text = _texts(case.facts.patient.texts).get(fact.source, "")
    if fact.end <= fact.start or not text:
        return False
    before = text[max(0, fact.start - _BEFORE) : fact.start].rpartition(".")[2]
    if fact.assertion == "historical":  # "at baseline was 1.0, and is now 1.8": the same words for both
        return _BASELINE.search(before + text[fact.start : fact.end]) is not None
    return _BASELINE.search(before) is not None


def baseline_of(constraint: Constraint, case: Case) -> Fact | None:
    """The one value that the source calls the baseline of what is asked; None where it has none, or several."""
    named = [c.fact for c in case.candidates(constraint) if _is_baseline(c.fact, case)]
    earlier = [fact for fact in named if fact.assertion == "historical"]  # "baseline 1.0, now 1.8" names both
    found = {(fact.value, fact.unit): fact for fact in earlier or named if isinstance(fact.value, (int, float))}
    return next(iter(found.values())) if len(found) == 1 else None
