"""A trial's verdicts together: the overall answer, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eligo.schema import Question, Verdict

__all__ = ["overall", "questions"]


def overall(verdicts: Sequence[Verdict]) -> Literal["eligible", "ineligible", "undetermined"]:
    """``ineligible`` if any fails, else ``eligible`` if none is unknown; a trial without criteria says nothing."""
    if any(v.verdict == "fail" for v in verdicts):
        return "ineligible"
    if not verdicts or any(v.verdict == "unknown" for v in verdicts):
        return "undetermined"
    return "eligible"


def questions(verdicts: Sequence[Verdict]) -> tuple[Question, ...]:
    """What is missing, the most informative question first.

    First the questions that settle most criteria by themselves, then those that most criteria wait for, then in the
    order of the criteria.
    """
    waiting: dict[str, list[str]] = {}
    alone: dict[str, int] = {}
    for verdict in verdicts:
        if verdict.verdict != "unknown":
            continue
        for name in dict.fromkeys(verdict.missing):
            waiting.setdefault(name, []).append(verdict.criterion)
        if len(set(verdict.missing)) == 1:
            alone[verdict.missing[0]] = alone.get(verdict.missing[0], 0) + 1
    ordered = sorted(waiting, key=lambda name: (-alone.get(name, 0), -len(waiting[name])))
    return tuple(Question(f"{name}?", tuple(waiting[name])) for name in ordered)
