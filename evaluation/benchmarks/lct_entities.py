"""LCT: exact spans of the fine-grained types that the corpus's authors measured, three ways."""

from __future__ import annotations

from pathlib import Path

from eligo.corpus.lct import read_lct
from eligo.evaluation.concept_share import ConceptShare
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.result import Progress, Published, Result
from eligo.evaluation.scores import labelled_once
from eligo.evaluation.three_ways import WAYS, ThreeWays

__all__ = ["OURS", "TYPES", "run"]

TYPES = frozenset(
    {
        "Condition-Name", "Drug-Name", "Procedure-Name", "Observation-Name", "Allergy-Name", "Immunization-Name",
        "Organism-Name", "Eq-Value", "Eq-Unit", "Eq-Operator", "Eq-Temporal-Period", "Eq-Temporal-Unit",
        "Eq-Temporal-Recency", "Acuteness", "Stability", "Severity", "Polarity", "Location", "Language", "Ethnicity",
        "Specimen", "Code", "Insurance", "Life-Stage-And-Gender", "Condition-Type",
    }
)  # fmt: skip
_NAMED = ("Condition-Name", "Drug-Name", "Procedure-Name", "Observation-Name")
# Our names → LCT's types. What is not here, eligo does not mark as a span of its own.
OURS = {
    "condition": "Condition-Name", "reproductive": "Condition-Name", "allergy": "Allergy-Name", "drug": "Drug-Name",
    "procedure": "Procedure-Name", "measurement": "Observation-Name", "score": "Observation-Name",
    "biomarker": "Observation-Name", "lesion": "Observation-Name", "life_expectancy": "Observation-Name",
    "value": "Eq-Value", "unit": "Eq-Unit", "operator": "Eq-Operator", "time_unit": "Eq-Temporal-Unit",
    "status": "Eq-Temporal-Period", "historical": "Eq-Temporal-Period", "severity": "Severity",
    "acuteness": "Acuteness", "stability": "Stability", "result": "Polarity",
    "sex": "Life-Stage-And-Gender", "life_stage": "Life-Stage-And-Gender",
}  # fmt: skip
_PUBLISHED = Published(
    "the corpus's authors, fine-tuned BERT",
    "F1",
    0.848,
    "Dobbins et al., Scientific Data 2022, doi:10.1038/s41597-022-01521-0",
    "these types, on the authors' own test part, trained on the corpus",
)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    ways = ThreeWays("lct", OURS)
    concepts = ConceptShare(_NAMED)
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        gold = labelled_once(document.entities, TYPES)
        read = read_criteria(document.text, source=document.id)
        ways.add(document.id, document.text, gold, read)
        concepts.add(gold, read)
        progress(n, len(documents))
    best = ways.scores[WAYS[0]]
    return Result(
        benchmark="lct-entities",
        documents=len(documents),
        headline="f1",
        metrics=best.strict.figures(seed=seed),
        by_type=best.strict.by_type(seed=seed),
        by_document=best.strict.by_document(),
        more=ways.tables(seed=seed),
        published=(_PUBLISHED,),
        errors=tuple(best.mistakes),
        conventions=(
            "Exact spans and types. The headline is the recogniser, trained on the corpus's training part; the rules "
            "are not, mark only what eligo uses, and never "
            + ", ".join(sorted(TYPES - set(OURS.values())))
            + "; merged: the rules' spans and the mentions that the recogniser adds to them in the pipeline.",
            ways.told(),
            *concepts.told(),
            *troubles.told(),
        ),
    )
