"""TrialGPT's criterion annotations: a verdict on each pair of a patient's note and a criterion, against experts'."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Literal

from eligo.corpus.trialgpt import CriterionPair, read_trialgpt
from eligo.errors import InputError
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import Read, read_criteria
from eligo.evaluation.result import Mistake, Progress, Published, Result, mistake
from eligo.evaluation.scores import compare
from eligo.evaluation.tally import Answers, Tally
from eligo.flow import annotate, match
from eligo.schema import MatchReport, Patient

__all__ = ["run", "verdict_label"]

Silence = Literal["unknown", "absent"]
_SILENCES: tuple[Silence, ...] = ("unknown", "absent")
SIX = ("included", "not included", "excluded", "not excluded", "not enough information", "not applicable")
THREE = ("met", "not met", "open")
_THREE = {
    "included": "met", "not excluded": "met", "not included": "not met", "excluded": "not met",
    "not enough information": "open", "not applicable": "open",
}  # fmt: skip
_PUBLISHED = Published(
    "TrialGPT (GPT-4)",
    "accuracy",
    0.873,
    "Jin et al., Nature Communications 2024, doi:10.1038/s41467-024-53081-z",
    "judged by hand on all 1,015 pairs of 53 patients, of which the dev part is fewer",
)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. `limit` counts pairs; the bootstrap draws patients."""
    troubles = Troubles()
    pairs = first(read_trialgpt(data, on_error=troubles), limit, troubles)
    six = {silence: Answers(SIX) for silence in _SILENCES}
    three = {silence: Answers(THREE) for silence in _SILENCES}
    evidence = {silence: Tally() for silence in _SILENCES}
    mistakes: list[Mistake] = []
    for n, pair in enumerate(pairs, 1):
        patient = _patient(pair.note)
        read = read_criteria(pair.criterion, source=pair.trial, kind=_kind(pair))
        for silence in _SILENCES:
            report = match(read.trial, patient, silence=silence)
            given = verdict_label(report, _kind(pair))
            six[silence].add(pair.patient, pair.kind, pair.label, given)
            three[silence].add(pair.patient, pair.kind, _THREE[pair.label], _THREE[given])
            evidence[silence].add(pair.patient, pair.kind, compare(set(pair.evidence), _sentences(pair, report)))
            if silence == "unknown" and _THREE[given] != _THREE[pair.label]:
                mistakes.append(
                    mistake(
                        f"{pair.patient} {pair.trial}", "wrong", pair.kind, _cause(pair, read, given),
                        gold=f"{pair.label}: {' '.join(pair.evidence_texts)}"[:400],
                        ours=f"{given}: {' '.join(v.reason for v in report.verdicts)}"[:400],
                        source=pair.criterion, span=(0, len(pair.criterion)),
                    )
                )  # fmt: skip
        progress(n, len(pairs))
    main = three["unknown"]
    return Result(
        benchmark="trialgpt",
        documents=len({pair.patient for pair in pairs}),
        headline="accuracy",
        metrics=main.figures(seed=seed),
        by_type=main.by_kind(seed=seed),
        by_document=main.by_document(),
        more={
            "three classes, silence is absence": {
                "both": three["absent"].figures(seed=seed), **three["absent"].by_kind(seed=seed)
            },
            "six classes": {f"silence is {s}": six[s].figures(seed=seed) for s in _SILENCES},
            "six classes, majority": {"majority": _majority(six["unknown"]).figures(seed=seed)},
            "sentences of evidence": {f"silence is {s}": evidence[s].figures(seed=seed) for s in _SILENCES},
        },
        baselines={"majority": _majority(main).figures(seed=seed)},
        published=(_PUBLISHED,),
        errors=tuple(mistakes),
        conventions=(
            f"{len(pairs)} pairs. Three classes: met (included, not excluded), not met (not included, excluded), open "
            "(not enough information, not applicable).",
            "The headline takes silence as unknown, which is the default; the experts often took it as absence.",
            "A criterion text that reads as several criteria is met where all are, not met where one is not.",
            *troubles.told(),
        ),
    )  # fmt: skip


def verdict_label(report: MatchReport, kind: Literal["inclusion", "exclusion"]) -> str:
    """The expert's words for our verdicts on one criterion text."""
    verdicts = {v.verdict for v in report.verdicts}
    if "fail" in verdicts:
        return "not included" if kind == "inclusion" else "excluded"
    if "unknown" in verdicts or not verdicts:
        return "not enough information"
    if verdicts == {"not_applicable"}:
        return "not applicable"
    return "included" if kind == "inclusion" else "not excluded"


@lru_cache(maxsize=256)
def _patient(note: str) -> Patient:
    try:
        return annotate(note, source="note")
    except InputError:  # nothing to read in it: nothing is known of this patient
        return Patient(id="note", facts=())


def _kind(pair: CriterionPair) -> Literal["inclusion", "exclusion"]:
    return "exclusion" if pair.kind == "exclusion" else "inclusion"


def _majority(answers: Answers) -> Answers:
    return answers.always(answers.majority())


def _sentences(pair: CriterionPair, report: MatchReport) -> set[int]:
    """The sentences of the note that our evidence stands in."""
    starts = list(accumulate((len(s) + 1 for s in pair.sentences), initial=0))
    facts = [e.fact for v in report.verdicts for e in v.evidence if e.fact is not None]
    return {n for n, s in enumerate(starts[:-1]) if any(s <= f.start < starts[n + 1] for f in facts)}


def _cause(pair: CriterionPair, read: Read, given: str) -> str:
    gold = _THREE[pair.label]
    if _THREE[given] == "open":
        parsed: Iterable[str] = {c.parsed for c in read.trial.criteria}
        if not read.trial.criteria or "none" in parsed:
            return f"{gold}, left open: the criterion was not understood"
        silent = "" if pair.evidence else ", the experts named no sentence"
        part = " (criterion understood in part)" if "partial" in parsed else ""
        return f"{gold}, left open: nothing found in the note{silent}{part}"
    return f"{gold}, we said {_THREE[given]}"
