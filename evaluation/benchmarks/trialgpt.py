"""TrialGPT's criterion annotations: a verdict on each pair of a patient's note and a criterion, against experts'."""

from __future__ import annotations

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
_MAIN: Silence = "absent"
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
            if silence == _MAIN and _THREE[given] != _THREE[pair.label]:
                mistakes.append(
                    mistake(
                        f"{pair.patient} {pair.trial}", "wrong", pair.kind, _cause(pair, read, report, given),
                        gold=f"{pair.label}: {' '.join(pair.evidence_texts)}"[:400],
                        ours=f"{given}: {' '.join(v.reason for v in report.verdicts)}"[:400],
                        source=pair.criterion, span=(0, len(pair.criterion)),
                    )
                )  # fmt: skip
        progress(n, len(pairs))
    main = three[_MAIN]
    return Result(
        benchmark="trialgpt",
        documents=len({pair.patient for pair in pairs}),
        headline="accuracy",
        metrics=main.figures(seed=seed),
        by_type=main.by_kind(seed=seed),
        by_document=main.by_document(),
        more={
            "three classes, silence is unknown": {
                "both": three["unknown"].figures(seed=seed), **three["unknown"].by_kind(seed=seed)
            },
            "six classes": {f"silence is {s}": six[s].figures(seed=seed) for s in _SILENCES},
            "six classes, majority": {"majority": _majority(six[_MAIN]).figures(seed=seed)},
            "sentences of evidence": {f"silence is {s}": evidence[s].figures(seed=seed) for s in _SILENCES},
        },
        baselines={"majority": _majority(main).figures(seed=seed)},
        published=(_PUBLISHED,),
        errors=tuple(mistakes),
        conventions=(
            f"{len(pairs)} pairs. Three classes: met (included, not excluded), not met (not included, excluded), open "
            "(not enough information, not applicable).",
            "The headline takes silence as absence (--silence absent), as the experts mostly did; eligo's default is "
            "unknown.",
            "Causes: reading (the criterion), fact (the note), concept, time, logic, silence, judgement (people).",
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


def _cause(pair: CriterionPair, read: Read, report: MatchReport, given: str) -> str:
    """Where it went wrong, in one word, and between what."""
    return f"{_where(pair, read, report, given)}: {_THREE[pair.label]}, we said {_THREE[given]}"


def _where(pair: CriterionPair, read: Read, report: MatchReport, given: str) -> str:
    left_open = [v for v in report.verdicts if v.verdict == "unknown"]
    if not read.trial.criteria or any(c.parsed == "none" for c in read.trial.criteria):
        return "reading"
    if any("not understood" in v.reason for v in left_open):
        return "reading"
    said = " ".join(v.reason for v in report.verdicts)
    if _THREE[given] == "open":
        if "a person has to answer" in said:
            return "judgement"
        if "it is not known whether" in said:
            return "time"
        if "does not say of which kind" in said or "it is not stated whether" in said:
            return "concept"
        if not pair.evidence:
            return "silence"
        return "concept" if set(pair.evidence) & _sentences(pair, report) else "fact"
    rests_on_words = any(e.fact is not None for v in report.verdicts for e in v.evidence)
    if not rests_on_words:
        return "fact" if pair.evidence else "silence"
    if any(c.parsed == "partial" for c in read.trial.criteria):
        return "reading"
    return "logic" if set(pair.evidence) & _sentences(pair, report) else "fact"
