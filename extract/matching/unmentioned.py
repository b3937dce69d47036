"""Silence: unknown, or absence where the user says so."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.concepts.generic import generic_concepts
from eligo.schema import Constraint, Evidence, Fact

from .case import Case
from .clauses import asked_for
from .index import Candidate, Relation
from .partial import unmentioned
from .truth import Finding, Truth, shared
from .wording import label, lacks, no_other, quote

__all__ = ["judge_silence"]

_RELATIONS = frozenset({None, "exposure", "hypersensitivity", "intolerance"})  # conditions that a note would mention
_REMEMBERED = 20_000  # constraints


def judge_silence(
    constraint: Constraint,
    case: Case,
    evidence: tuple[Evidence, ...],
    notes: list[str],
    denials: Sequence[Candidate] = (),
) -> Finding:
    """What to make of it that nothing states or denies what is asked for, but for `denials` that fall short of it."""
    if not (evidence or notes or denials or case.absent):
        return _unmentioned(constraint)
    name = label(constraint)
    evidence = evidence or (Evidence(constraint, None, None),)
    if case.absent and constraint.concept is None and not _unheard(constraint, case):
        clause = f"{name} is of no table, and the source has words of it"
        return Finding(None, clause, evidence, (asked_for(constraint),), tuple(notes))
    may_be = _may_be(constraint, case) if case.absent else None
    if may_be is not None:
        clause = f"{quote(may_be)} may count as {name}"
        return Finding(None, clause, (Evidence(constraint, may_be, None),), (asked_for(constraint),), tuple(notes))
    if constraint.type in case.absent and _may_be_absent(constraint):
        assumed = (*notes, f"{lacks(name)} and taken as absent")
        return Finding(False, lacks(name), _with_truth(evidence, False), assumed=assumed)
    if denials:  # of one kind of it, or of another time
        first = denials[0]
        evidence = tuple(Evidence(constraint, d.fact, None) for d in denials)
        if first.relation is Relation.NARROWER:
            clause, missing = f"{quote(first.fact)} is stated, but {no_other(name)}", f"other {name}"
        else:
            clause, missing = f"{quote(first.fact)} does not reach the time asked for", asked_for(constraint)
        return Finding(None, clause, evidence, (missing,), tuple(notes))
    if notes:
        clause = f"{lacks(name)} beside the trial's own condition"
        return Finding(None, clause, evidence, (asked_for(constraint),), tuple(notes))
    return Finding(None, lacks(name), evidence, (asked_for(constraint),))


def _may_be_absent(constraint: Constraint) -> bool:
    if constraint.type == "reproductive":
        return constraint.concept is not None and constraint.concept.id in generic_concepts("noted")
    return constraint.relation in _RELATIONS


def _unheard(constraint: Constraint, case: Case) -> bool:
    """Whether no note has the words that tell a thing of no table from others ("psychosomatic", not "disorder")."""
    telling, _, last = constraint.name.rpartition(" ")
    return not case.facts.patient.texts or "condition" not in case.absent or unmentioned(telling or last, case)


def _may_be(constraint: Constraint, case: Case) -> Fact | None:
    """What is stated and may be one of what is asked, where that is anything of its type ("medical illness")."""
    if constraint.concept is None or constraint.concept.id not in generic_concepts("broad"):
        return None
    found = (fact for fact, _ in case.facts.of_type(constraint.type) if id(fact) not in case.hidden)
    return next((f for f in found if f.assertion in ("present", "possible") and f.status != "history"), None)


_known: dict[int, tuple[Constraint, Finding]] = {}  # by identity; the constraint is held, so that it lasts


def _unmentioned(constraint: Constraint) -> Finding:
    """The same for every patient: made once for each constraint."""
    known = _known.get(id(constraint))
    if known is None:
        if len(_known) > _REMEMBERED:
            _known.clear()
        evidence = (Evidence(constraint, None, None),)
        finding = shared(Finding(None, lacks(label(constraint)), evidence, (asked_for(constraint),)))
        known = _known[id(constraint)] = (constraint, finding)
    return known[1]


def _with_truth(evidence: tuple[Evidence, ...], truth: Truth) -> tuple[Evidence, ...]:
    return tuple(Evidence(e.constraint, e.fact, truth) for e in evidence)
