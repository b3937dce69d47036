"""Verdicts: what matching says of a patient and a criterion, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eligo.schema.constraint import Constraint
from eligo.schema.patient import Fact
from eligo.schema.quick import quick_init

__all__ = ["Evidence", "MatchReport", "Question", "Verdict"]


@quick_init
@dataclass(frozen=True, slots=True)
class Evidence:
    """A constraint, the fact that decides it (None: nothing was found), and what they make of each other."""

    constraint: Constraint
    fact: Fact | None
    truth: bool | None


@quick_init
@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one criterion.

    Attributes:
        verdict: ``pass``: as far as this criterion goes, the patient may join.
        truth: of the criterion's tree (of an exclusion: whether it excludes); None: unknown.
        reason: one sentence that names the deciding evidence.
        missing: what would have to be known.
        assumptions: what was taken for granted.
    """

    criterion: str
    verdict: Literal["pass", "fail", "unknown", "not_applicable"]
    truth: bool | None
    reason: str
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next, and the criteria that wait for the answer."""

    question: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchReport:
    """One patient against one trial."""

    trial: str
    patient: str
    overall: Literal["eligible", "ineligible", "undetermined"]
    verdicts: tuple[Verdict, ...]
    missing: tuple[Question, ...] = ()
    schema_version: Literal["1"] = "1"
