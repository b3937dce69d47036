"""Which trials suit a patient best, or which patients a trial: an order a coordinator can follow.

First whether the patient has what the trial is for, then how much of what is asked speaks against it (nothing first),
then how much is settled in favour. One failed criterion among thirty is sooner a misreading than one among five.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from eligo.schema import Concept, MatchReport, Patient, Trial

from .index import FactIndex, Relation, index_of
from .own import own_conditions
from .truth import Truth

__all__ = ["Ranked", "rank", "target"]


class Ranked(NamedTuple):
    """A report in its place.

    Attributes:
        report: the match.
        target: whether the patient has a condition that the trial is for; None: it is not known.
        failed: how many criteria the patient fails.
        share: of the criteria that concern the patient, those passed, 0 to 1.
    """

    report: MatchReport
    target: Truth
    failed: int
    share: float


def target(trial: Trial, patient: Patient, *, index_date: str | None = None) -> Truth:
    """Whether the patient has one of the conditions that `trial` is for.

    True if a fact states one of them or a kind of it; False if each is denied; None if it is only suspected, stated in
    more general words or in the family, or not mentioned, and where the trial names no condition that is known.
    """
    index = index_of(patient, index_date)
    answers = [_has(own, index) for own in own_conditions(trial)]
    if True in answers:
        return True
    return False if answers and None not in answers else None


def _has(own: Concept, index: FactIndex) -> Truth:
    found = index.about(own, "condition")
    near = [c for c in found if c.relation in (Relation.SAME, Relation.NARROWER)]
    if any(c.fact.assertion in ("present", "historical") for c in near):
        return True
    denied = [c for c in found if c.relation in (Relation.SAME, Relation.BROADER) and c.fact.assertion == "absent"]
    return False if denied and len(denied) == len([c for c in found if c.fact.assertion != "family"]) else None


def _hinted(trial: Trial, patient: Patient) -> bool:
    """Whether something more general than what the trial is for is stated, or it is suspected."""
    index = index_of(patient, None)
    return any(
        c.fact.assertion in ("present", "historical", "possible")
        for own in own_conditions(trial)
        for c in index.about(own, "condition")
    )


def rank(pairs: Iterable[tuple[Trial, Patient, MatchReport]]) -> list[Ranked]:
    """The reports, the most promising first; those that tie stay in the order given.

    The target condition counts first (had, hinted at, open, denied), then the share of the criteria that fail, then the
    share that are passed.
    """
    keyed = []
    for trial, patient, report in pairs:
        has = target(trial, patient)
        failed = sum(v.verdict == "fail" for v in report.verdicts)
        concerned = sum(v.verdict != "not_applicable" for v in report.verdicts)
        passed = sum(v.verdict == "pass" for v in report.verdicts)
        share = passed / concerned if concerned else 0.0
        place = 0 if has else 3 if has is False else 1 if _hinted(trial, patient) else 2
        against = failed / concerned if concerned else 0.0
        keyed.append(((place, against, -share), Ranked(report, has, failed, share)))
    return [ranked for _, ranked in sorted(keyed, key=lambda one: one[0])]
