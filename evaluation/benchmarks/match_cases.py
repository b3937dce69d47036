"""Fictional patients × fictional trials: the verdict on every criterion and its evidence, against hand judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligo.corpus.patients import read_patients
from eligo.errors import InputError
from eligo.evaluation.result import Mistake, Progress, Result, mistake
from eligo.evaluation.tally import Answers
from eligo.flow import match, parse
from eligo.resources import Row, read_table, split_cell
from eligo.schema import MatchReport, Patient, Trial, Verdict

__all__ = ["KINDS", "VERDICTS", "Pair", "confident_wrong", "evidence_given", "read_pairs", "run"]

VERDICTS = ("pass", "fail", "unknown", "not_applicable")
KINDS = (
    "plain", "silence", "boundary", "contradiction", "window", "class", "exception", "condition of the criterion",
    "unit or derived value", "denial or context",
)  # fmt: skip
_COLUMNS = ("patient", "trial", "criteria", "verdict", "kind", "evidence")


@dataclass(frozen=True, slots=True)
class Pair:
    """A patient and a criterion, judged.

    Attributes:
        evidence: words of the patient's note, each with single blanks, or resources of a FHIR record.
    """

    patient: str
    trial: str
    criterion: str
    verdict: str
    kind: str
    evidence: tuple[str, ...]


def read_pairs(folder: Path) -> Iterator[Pair]:
    """The judged pairs of a folder's ``judgements.tsv``.

    Raises:
        LexiconError: for the first row that is no judgement; names file and line.
    """
    seen: set[tuple[str, str, str]] = set()
    for row in read_table(folder / "judgements.tsv", _COLUMNS):
        if row["verdict"] not in VERDICTS:
            raise row.error(f"{row['verdict']!r} is no verdict")
        if row["kind"] not in KINDS:
            raise row.error(f"{row['kind']!r} is no kind")
        evidence = split_cell(row["evidence"])
        if bool(evidence) is (row["kind"] == "silence"):
            raise row.error("rests on evidence, or on silence")
        for pair in _pairs(row, evidence):
            key = (pair.patient, pair.trial, pair.criterion)
            if key in seen:
                raise row.error(f"{pair.criterion} of this pair is judged twice")
            seen.add(key)
            yield pair


def _pairs(row: Row, evidence: tuple[str, ...]) -> Iterator[Pair]:
    for criterion in row["criteria"].split():
        yield Pair(row["patient"], row["trial"], criterion, row["verdict"], row["kind"], evidence)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a patient; `limit` counts pairs."""
    pairs = list(read_pairs(data))[:limit]
    patients = {p: _patient(data, p) for p in dict.fromkeys(pair.patient for pair in pairs)}
    trials = {t: parse(data / f"{t}.txt") for t in dict.fromkeys(pair.trial for pair in pairs)}
    reports: dict[tuple[str, str], MatchReport] = {}
    answers, by_trial = Answers(VERDICTS), Answers(VERDICTS)
    mistakes: list[Mistake] = []
    confident = rested = found = 0
    for n, pair in enumerate(pairs, 1):
        key = (pair.patient, pair.trial)
        if key not in reports:
            reports[key] = match(trials[pair.trial], patients[pair.patient])
        verdict = _verdict(reports[key], pair)
        answers.add(pair.patient, pair.kind, pair.verdict, verdict.verdict)
        by_trial.add(pair.patient, pair.trial, pair.verdict, verdict.verdict)
        confident += confident_wrong(pair.verdict, verdict.verdict)
        if verdict.verdict != pair.verdict:
            mistakes.append(_mistake(pair, verdict, trials[pair.trial]))
        elif pair.evidence and pair.verdict in ("pass", "fail"):
            rested += 1
            found += evidence_given(pair, verdict, patients[pair.patient])
        progress(n, len(pairs))
    metrics = answers.figures(seed=seed)
    metrics |= {"confident_wrong": confident, "hard": _hard(pairs), "pairs": len(pairs)}
    return Result(
        benchmark="match-cases",
        documents=len(patients),
        headline="accuracy",
        metrics=metrics,
        by_type=answers.by_kind(seed=seed),
        by_document=answers.by_document(),
        more={"by trial": by_trial.by_kind(seed=seed), "evidence of right verdicts": _share(found, rested)},
        baselines={"majority": answers.always(answers.majority()).figures(seed=seed)},
        errors=tuple(mistakes),
        conventions=(
            f"{len(pairs)} pairs. Confident and wrong (pass for fail or fail for pass): {confident}.",
            "Patients, trials and judgements are ours; all were judged before any was matched, the machine was then "
            "corrected on them: this is a test of what has been settled, not a measure of unseen text.",
            f"Of the {rested} right verdicts that pass or fail, {found} name the words that the judgement rests on.",
        ),
    )


def confident_wrong(gold: str, given: str) -> bool:
    """Whether a patient is let in who must not, or kept out who may."""
    return {gold, given} == {"pass", "fail"}


def evidence_given(pair: Pair, verdict: Verdict, patient: Patient) -> bool:
    """Whether one of the verdict's facts stands in the words, or is the resource, that the judgement rests on."""
    texts = dict(patient.texts)
    facts = [e.fact for e in verdict.evidence if e.fact is not None]
    for words in pair.evidence:
        if any(fact.source == words for fact in facts) or words == "Patient":
            return True
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        for fact in facts:
            spans = (m.span() for m in pattern.finditer(texts.get(fact.source, "")))
            if any(fact.start < end and start < fact.end for start, end in spans):
                return True
    return False


def _patient(folder: Path, name: str) -> Patient:
    for file in (folder / f"{name}.txt", folder / f"{name}.json"):
        if file.is_file():
            return next(read_patients(file))
    raise InputError(str(folder), f"has no patient {name}", "each patient of the judgements is a .txt or .json file")


def _verdict(report: MatchReport, pair: Pair) -> Verdict:
    found = next((v for v in report.verdicts if v.criterion == pair.criterion), None)
    return found or Verdict(pair.criterion, "unknown", None, "there is no such criterion")


def _mistake(pair: Pair, verdict: Verdict, trial: Trial) -> Mistake:
    criterion = next((c for c in trial.criteria if c.id == pair.criterion), None)
    text = criterion.text if criterion is not None else pair.criterion
    cause = f"{pair.verdict}, we said {verdict.verdict}"
    if criterion is None or criterion.parsed != "full":
        cause += " (criterion not understood in full)"
    return mistake(
        f"{pair.patient} × {pair.trial} {pair.criterion}", "wrong", pair.kind, cause,
        gold=f"{pair.verdict}: {' | '.join(pair.evidence)}", ours=f"{verdict.verdict}: {verdict.reason}",
        source=text, span=(0, len(text)),
    )  # fmt: skip


def _hard(pairs: Sequence[Pair]) -> int:
    return sum(pair.kind not in ("plain", "silence") for pair in pairs)


def _share(found: int, asked: int) -> Mapping[str, Any]:
    return {"found": {"n": asked, "accuracy": round(found / asked, 4) if asked else None}}
