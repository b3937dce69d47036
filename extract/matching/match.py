"""A trial and a patient: a verdict for each criterion, the overall answer, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from eligo.logic.graded import up_to_grade
from eligo.schema import Concept, Criterion, MatchReport, Node, Patient, Trial, Verdict, leaves
from eligo.schema.dates import interval

from .admitted import admitted_conditions, only_admitted
from .case import Case
from .examinations import only_looked
from .index import index_of
from .overall import overall, questions
from .own import own_conditions
from .partial import doubt
from .policy import Silence, absent_types
from .reproductive import asked_of_women, not_kept_out, only_of_women
from .silent import keep_silent, keep_verdict, silent_verdict, verdict_on
from .tree import evaluate
from .truth import Finding, is_shared

__all__ = ["judge", "match"]


def match(
    trial: Trial, patient: Patient, *, silence: Silence = "unknown", index_date: str | None = None
) -> MatchReport:
    """Whether `patient` may join `trial`, criterion by criterion.

    A criterion of which only a part was read keeps the answer of that part, and the verdict's assumptions name the
    words left out, unless they can turn it (`eligo.matching.partial`); one that was not read at all is unknown. A
    heading that states nothing itself is not applicable.

    Args:
        silence: ``absent`` takes conditions, drugs, procedures, allergies, pregnancy and other trials that are not
            mentioned as absent, and says so in the verdicts' assumptions; by default what is not mentioned is unknown.
            A mapping says it by type (`eligo.matching.policy`). No patient fails a criterion by silence alone: what
            would, is unknown.
        index_date: the day the question is asked for (ISO 8601); the patient's own where not given. Facts after it do
            not count.

    Raises:
        ValueError: if `silence` is none of these, or `index_date` is no ISO 8601 date.
    """
    absent = absent_types(silence)
    if index_date is not None:
        interval(index_date)
    index = index_of(patient, index_date)
    own, admitted = own_conditions(trial), admitted_conditions(trial)
    parents = {c.parent for c in trial.criteria if c.parent is not None}
    by_id = {c.id: c for c in trial.criteria}
    verdicts = []
    for criterion in trial.criteria:
        header = _taken_up(criterion, by_id) if criterion.logic is None else None
        if header is not None:
            verdicts.append(Verdict(criterion.id, "not_applicable", None, f"judged in {header.id}"))
            continue
        if criterion.logic is None and criterion.id in parents:
            verdicts.append(_heading(criterion, trial))
            continue
        known = None if absent else silent_verdict(criterion, index)
        if known is None:
            case = Case(index, criterion, absent, own, wanted=criterion.kind == "inclusion")
            known = _verdict(criterion, case, admitted)
        verdicts.append(known)
    return MatchReport(trial.id, patient.id, overall(verdicts), tuple(verdicts), questions(verdicts))


def judge(
    criterion: Criterion,
    patient: Patient,
    *,
    silence: Silence = "unknown",
    index_date: str | None = None,
    trial: Trial | None = None,
) -> Verdict:
    """One criterion for one patient; as `match`, and with the same arguments.

    Args:
        trial: whose criterion it is: says which conditions are the trial's own and so no "other malignancy".
    """
    own = own_conditions(trial) if trial is not None else ()
    absent = absent_types(silence)
    case = Case(index_of(patient, index_date), criterion, absent, own, wanted=criterion.kind == "inclusion")
    return _verdict(criterion, case, admitted_conditions(trial) if trial is not None else ())


def _verdict(criterion: Criterion, case: Case, admitted: tuple[Concept, ...]) -> Verdict:
    if criterion.logic is None:
        text = " ".join(criterion.text.split())
        return Verdict(criterion.id, "unknown", None, "the criterion could not be read", missing=(text,))
    logic = criterion.logic
    if case.wanted and "rade" in criterion.text:
        logic = up_to_grade(logic, criterion.text, named=True)
    finding = _found(logic, case)
    finding = (
        only_admitted(case, finding, admitted) or not_kept_out(case, finding) or only_looked(case, finding) or finding
    )
    shared = finding.truth is None and is_shared(finding)
    if shared:
        known = verdict_on(criterion, finding)
        if known is not None:
            return known
    truth = finding.truth if finding.applies else None
    assumed = list(dict.fromkeys(finding.assumed))
    if criterion.parsed == "partial" and truth is not None and criterion.unparsed:
        left_out = ", ".join(f"“{' '.join(words.split())}”" for words in criterion.unparsed)
        assumed.append(f"not understood and left out: {left_out}")
    missing = tuple(dict.fromkeys(finding.missing)) if truth is None and finding.applies else ()
    verdict = Verdict(
        criterion.id, _answer(finding, case), truth, finding.reason, finding.evidence, missing, tuple(assumed)
    )
    keep_silent(criterion, case, verdict)
    if shared:
        keep_verdict(criterion, finding, verdict)
    return verdict


def _found(logic: Node, case: Case) -> Finding:
    """What the facts make of the criterion; a patient fails it by what is stated, never by silence alone."""
    finding = evaluate(logic, case)
    finding = doubt(case, finding) or finding
    if case.absent and finding.applies and finding.truth is (not case.wanted):
        stated = evaluate(logic, case._replace(absent=frozenset()))
        if not stated.applies or stated.truth is None:
            return stated
    return finding


def _answer(finding: Finding, case: Case) -> Literal["pass", "fail", "unknown", "not_applicable"]:
    if not finding.applies or (finding.truth is False and (only_of_women(case) or asked_of_women(case, finding))):
        return "not_applicable"
    if finding.truth is None:
        return "unknown"
    return "pass" if finding.truth is case.wanted else "fail"


def _taken_up(criterion: Criterion, known: Mapping[str, Criterion]) -> Criterion | None:
    """The header in whose tree a bullet's stands ("at least one of the following")."""
    header = known.get(criterion.parent or "")
    while header is not None:
        inside = leaves(header.logic) if header.logic is not None else ()
        if any(criterion.start <= c.start < criterion.end for c in inside):
            return header
        header = known.get(header.parent or "")
    return None


def _heading(criterion: Criterion, trial: Trial) -> Verdict:
    below = [c.id for c in trial.criteria if c.parent == criterion.id]
    ids = below[0] if len(below) == 1 else f"{below[0]}–{below[-1]}"
    return Verdict(criterion.id, "not_applicable", None, f"heading of {ids}")
