"""Chia: spans of eleven main types, strict and relaxed."""

from __future__ import annotations

from pathlib import Path

from eligo.corpus.chia import read_chia
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import chia_kind, read_criteria
from eligo.evaluation.result import Progress, Result
from eligo.evaluation.scores import labelled_once
from eligo.evaluation.three_ways import WAYS, ThreeWays

__all__ = ["OURS", "TYPES", "run"]

TYPES = frozenset(
    {
        "Condition", "Device", "Drug", "Measurement", "Negation", "Observation", "Person", "Procedure", "Qualifier",
        "Temporal", "Value",
    }
)  # fmt: skip
# Our names → Chia's types. Device and Observation have no counterpart.
OURS = {
    "condition": "Condition", "reproductive": "Condition", "allergy": "Condition", "lesion": "Condition",
    "drug": "Drug", "procedure": "Procedure", "measurement": "Measurement", "score": "Measurement",
    "biomarker": "Measurement", "life_expectancy": "Measurement", "sex": "Person", "age": "Person",
    "life_stage": "Person",
    "quantity": "Value", "result": "Value", "time": "Temporal", "not": "Negation", "neg_post": "Negation",
    "severity": "Qualifier", "acuteness": "Qualifier", "stability": "Qualifier", "quality": "Qualifier",
    "certainty": "Qualifier",
}  # fmt: skip


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is the inclusion or the exclusion part of a trial."""
    troubles = Troubles()
    ways = ThreeWays("chia", OURS)
    apart = 0
    documents = first(read_chia(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        apart += sum(len(e.spans) > 1 for e in document.entities if e.type in TYPES)
        gold = labelled_once(document.entities, TYPES)
        read = read_criteria(document.text, source=document.id, kind=chia_kind(document))
        ways.add(document.id, document.text, gold, read)
        progress(n, len(documents))
    best = ways.scores[WAYS[0]]
    return Result(
        benchmark="chia-entities",
        documents=len(documents),
        headline="f1",
        metrics=best.strict.figures(seed=seed),
        by_type=best.strict.by_type(seed=seed),
        by_document=best.strict.by_document(),
        more=ways.tables(seed=seed),
        errors=tuple(best.mistakes),
        conventions=(
            "Strict: same ends and type; relaxed: same type and an overlap, one to one. The headline is the "
            "recogniser, trained on the corpus's training part; the rules are not, and mark only what eligo uses; "
            "merged: the rules' spans and the mentions that the recogniser adds to them in the pipeline.",
            ways.told(),
            f"{apart} discontinuous gold spans count from their first to their last character.",
            *troubles.told(),
        ),
    )
