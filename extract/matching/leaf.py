"""One constraint against the patient: which judge is asked, and whether it is asked of this patient at all."""

from __future__ import annotations

from collections.abc import Callable

from eligo.concepts.generic import generic_concepts
from eligo.schema import Constraint, Evidence

from .case import Case
from .complied import only_in_part
from .concepts import judge_concept
from .demographics import judge_age, judge_sex
from .eyes import asks_eye, judge_in_eye
from .lesions import judge_lesion
from .measurements import judge_measurement
from .reproductive import judge_reproductive
from .scales import judge_score
from .topics import says_the_same
from .truth import Finding, is_shared, shared
from .unanswered import unanswered
from .wording import assumptions, lacks, no_other, noun, quote

__all__ = ["BOUNDS", "judge_leaf"]

_REMEMBERED = 20_000  # findings
_AGAINST = "contraindication to "
BOUNDS = frozenset({"measurement", "score", "age", "life_expectancy", "lesion"})


def _attestation(constraint: Constraint, case: Case) -> Finding:
    """Only what the source says outright ("signed the consent form") answers; a judgement is never taken from it."""
    name = constraint.name
    found = [c.fact for c in case.candidates(constraint) if c.fact.assertion in ("present", "absent")]
    answers = {f.assertion for f in found}
    concept = constraint.concept
    if len(answers) == 1 and concept is not None and concept.id not in generic_concepts("opinion"):
        fact = found[0]
        told = says_the_same(constraint, fact, case) if concept.id in generic_concepts("topic") else True
        if not told or only_in_part(constraint, fact, case):
            asked = " ".join(constraint.text.split())
            clause = f"{quote(fact)} is stated; whether that answers “{asked}” a person has to say"
            return Finding(None, clause, (Evidence(constraint, fact, None),), (name,))
        truth = fact.assertion == "present"
        if truth and not case.wanted and concept.id in generic_concepts("hoped"):
            # no trial keeps out who complies: the criterion says something else than was read of it
            clause = f"{quote(fact)} is stated, which would keep nobody out; a person has to judge the criterion"
            return Finding(None, clause, (Evidence(constraint, fact, None),), (name,))
        said = f"“{' '.join(fact.text.split())}” {'is stated' if truth else 'is denied'}"
        return Finding(truth, said, (Evidence(constraint, fact, truth),), support=frozenset({id(fact)}))
    noted = name.startswith(_AGAINST) if concept is None else concept.id in generic_concepts("noted")
    if noted and not found and "condition" in case.absent:
        assumed = (f"{lacks(name)} and taken as absent",)
        return Finding(False, lacks(name), (Evidence(constraint, None, False),), assumed=assumed)
    return unanswered(constraint, name, "; a person has to answer")


_JUDGES: dict[str, Callable[[Constraint, Case], Finding]] = {
    "measurement": judge_measurement,
    "life_expectancy": judge_measurement,
    "score": judge_score,
    "age": judge_age,
    "sex": judge_sex,
    "condition": judge_concept,
    "drug": judge_concept,
    "procedure": judge_concept,
    "biomarker": judge_concept,
    "allergy": judge_concept,
    "reproductive": judge_reproductive,
    "lesion": judge_lesion,
    "participation": judge_concept,
    "attestation": _attestation,
}


def judge_leaf(constraint: Constraint, case: Case) -> Finding:
    """What the patient's facts make of one constraint.

    A constraint for one sex is not asked of the other; where the sex is not known, it is unknown whether it is asked,
    unless the answer lets the patient pass anyway.
    """
    sex = case.facts.sex
    if constraint.sex is not None and sex is not None and sex != constraint.sex:
        if constraint.type == "reproductive" and case.wanted and case.alone:
            return Finding(False, f"the patient is {sex}", (Evidence(constraint, None, False),))
        reason = f"it concerns {constraint.sex} patients only"
        return Finding(None, reason, (Evidence(constraint, None, None),), applies=False)
    judge = _JUDGES[constraint.type]
    if asks_eye(constraint.site) and constraint.type in BOUNDS:
        finding = judge_in_eye(constraint, case, judge)
    else:
        finding = judge(constraint, case)
    if finding.truth is False and constraint.lines is not None and constraint.lines.low is None:
        none_given = [e.fact for e in finding.evidence if e.fact is not None and e.fact.assertion == "absent"]
        if none_given:  # "no more than one prior line": none is
            evidence = tuple(Evidence(e.constraint, e.fact, True) for e in finding.evidence)
            finding = Finding(
                True, f"{quote(none_given[0])} is denied, which is no line", evidence, assumed=finding.assumed
            )
    unsettled = finding.truth is None and not finding.support
    if case.hidden and unsettled and not _excused(constraint, case) and _explained_away(constraint, case):
        other = no_other(constraint.name)
        clause = f"only an exception to {noun(constraint.name)} is stated"
        finding = Finding(False, clause, finding.evidence, assumed=(other,))
    if constraint.assumed:
        finding = _with_assumed(finding, constraint)
    if constraint.sex is not None and sex is None and finding.truth is not case.wanted:
        clause = f"it concerns {constraint.sex} patients only, and the sex is not stated"
        missing = ("sex", *finding.missing)
        return Finding(None, clause, _undecided(finding), missing, finding.assumed, finding.support)
    return finding


def _excused(constraint: Constraint, case: Case) -> bool:
    """Whether the facts were hidden because they are excused, not because they do not count."""
    return case.wanted and constraint.type in BOUNDS


def _explained_away(constraint: Constraint, case: Case) -> bool:
    """Whether an exception has taken the facts that answered this constraint."""
    return bool(_JUDGES[constraint.type](constraint, case._replace(hidden=frozenset())).support & case.hidden)


def _undecided(finding: Finding) -> tuple[Evidence, ...]:
    return tuple(Evidence(e.constraint, e.fact, None) for e in finding.evidence)


_assuming: dict[tuple[int, int], tuple[Constraint, Finding, Finding]] = {}  # by identity; held, so that they last


def _with_assumed(finding: Finding, constraint: Constraint) -> Finding:
    """The finding with what reading the criterion took for granted."""
    known = _assuming.get((id(finding), id(constraint)))
    if known is not None:
        return known[2]
    assumed = (*assumptions(constraint), *finding.assumed)
    made = Finding(
        finding.truth, finding.reason, finding.evidence, finding.missing, assumed, finding.support, finding.applies
    )
    if is_shared(finding):
        if len(_assuming) > _REMEMBERED:
            _assuming.clear()
        _assuming[id(finding), id(constraint)] = (constraint, finding, shared(made))
    return made
