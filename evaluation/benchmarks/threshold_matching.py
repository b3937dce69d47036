"""Boundary cases through the whole machine: criterion and note as text, the verdict against exact arithmetic."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from eligo.errors import InputError
from eligo.evaluation.boundary_cases import Case, boundary_cases
from eligo.evaluation.boundary_table import asked, read_observations
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.result import Mistake, Progress, Result, mistake
from eligo.evaluation.tally import Answers
from eligo.flow import annotate, match
from eligo.schema import Fact, MatchReport, Patient, Trial

__all__ = ["run"]

CASES = 5000
_CLASSES = ("met", "not met", "open")


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. `limit` counts cases (5,000 without it); the bootstrap draws patients."""
    total = limit or CASES
    answers, by_template, by_place, by_units = (Answers(_CLASSES) for _ in range(4))
    mistakes: list[Mistake] = []
    tally: dict[str, dict[str, int]] = {}
    done = 0
    for done, case in enumerate(boundary_cases(read_observations(data), total), 1):
        trial = _trial(case.criterion, case.kind)
        patient = annotate(case.note, source=case.name)
        given = _given(match(trial, patient))
        for table, kind in (
            (answers, case.key),
            (by_template, case.template),
            (by_place, case.place),
            (by_units, case.units),
        ):
            table.add(case.patient, kind, case.truth, given)
        sort = _sort(case, given)
        for row in ("all", case.template):
            counts = tally.setdefault(row, dict.fromkeys(("right", "wrong", "undecided", "open"), 0))
            counts[sort] += 1
        if given != case.truth:
            mistakes.append(_mistake(case, given, trial, patient))
        progress(done, total)
    if not done:
        raise InputError(str(data), "holds no value that is asked for", "give the folder with smart_patients/ in it")
    all_, metrics = tally["all"], answers.figures(seed=seed)
    present = all_["right"] + all_["wrong"] + all_["undecided"]
    metrics |= {"wrong": all_["wrong"], "undecided": all_["undecided"], "present": present}
    return Result(
        benchmark="threshold-matching",
        documents=len(answers.by_document()),
        headline="accuracy",
        metrics=metrics,
        by_type=by_template.by_kind(seed=seed),
        by_document=answers.by_document(),
        more={
            "by analyte": answers.by_kind(seed=seed),
            "by where the value stands": by_place.by_kind(seed=seed),
            "by unit of the note": by_units.by_kind(seed=seed),
            "counts": tally,
        },
        baselines={"majority": answers.always(answers.majority()).figures(seed=seed)},
        errors=tuple(mistakes),
        conventions=(
            f"{done} cases. Wrong verdicts: {all_['wrong']}. Undecided although the note states the value: "
            f"{all_['undecided']} of {present} ({100 * all_['undecided'] / max(1, present):.2f} %).",
            "Truth is exact arithmetic on the numbers as the note writes them; where two units are joined by a rounded "
            "factor no value lies within 1.5 % of the bound.",
            "Open is right where the note has no such value (silence, another analyte, not done, an aim, a "
            "relative's), where it is older than the window, and where “<” or “>” leaves it open.",
            f"{len(asked())} analytes; criteria and notes are ours, values, ranges and dates the patients'.",
        ),
    )


@lru_cache(maxsize=4096)
def _trial(criterion: str, kind: Literal["inclusion", "exclusion"]) -> Trial:
    return read_criteria(criterion, source="criterion", kind=kind).trial


def _given(report: MatchReport) -> str:
    verdicts = {v.verdict for v in report.verdicts}
    if "fail" in verdicts:
        return "not met"
    return "met" if verdicts == {"pass"} else "open"


def _sort(case: Case, given: str) -> str:
    if given == case.truth:
        return "open" if given == "open" else "right"
    return "undecided" if given == "open" else "wrong"


def _mistake(case: Case, given: str, trial: Trial, patient: Patient) -> Mistake:
    report = match(trial, patient)
    facts = [e.fact for v in report.verdicts for e in v.evidence if e.fact is not None]
    cause = f"{_sort(case, given)}: {_cause(case, trial, facts)}"
    said = "; ".join(f"{_fact(f)} “{' '.join(f.text.split())}”" for f in facts)
    reasons = " ".join(v.reason for v in report.verdicts)
    return mistake(
        case.name, "wrong", f"{case.key}, {case.template}, {case.place}, {case.units} unit", cause,
        gold=f"{case.truth} ({case.kind}: {case.criterion})", ours=f"{given}: {reasons} [{said}]",
        source=case.note, span=(0, len(case.note)),
    )  # fmt: skip


def _cause(case: Case, trial: Trial, facts: list[Fact]) -> str:
    if len(trial.criteria) != 1 or trial.criteria[0].parsed != "full":
        return "the criterion was not read in full"
    if case.place == "missing":
        return f"a value where there is none ({case.template})"
    if not facts:
        return f"no value found in the note ({case.template})"
    number = float(case.value.lstrip("<>").replace(",", ""))
    if not any(isinstance(f.value, float) and abs(f.value - number) < 1e-9 * max(1.0, number) for f in facts):
        return f"another number taken ({case.template})"
    return f"compared or dated otherwise ({case.template})"


def _fact(fact: Fact) -> str:
    shown: list[Any] = [
        fact.name,
        fact.comparator if fact.comparator != "=" else None,
        fact.value,
        fact.unit,
        fact.time,
    ]
    return " ".join(str(part) for part in shown if part is not None)
