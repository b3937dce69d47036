"""Chia: which concepts have Has_negation."""

from __future__ import annotations

from pathlib import Path

from eligo.corpus.chia import read_chia
from eligo.evaluation.baseline_context import default_context
from eligo.evaluation.flags import Flags
from eligo.evaluation.given_mentions import said_of, said_of_given
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import chia_kind, read_criteria
from eligo.evaluation.reasons import why_negation_differs
from eligo.evaluation.result import Progress, Result

__all__ = ["CONCEPTS", "run"]

CONCEPTS = frozenset({"Condition", "Device", "Drug", "Measurement", "Observation", "Procedure"})
_GIVEN, _OWN, _BASELINE, _MAJORITY = "eligo", "eligo, its own mentions", "medspaCy's default ConText", "majority"
_CUES = "eligo, cues without the tree"


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is the inclusion or the exclusion part of a trial."""
    troubles = Troubles()
    flags = Flags((_GIVEN, _OWN, _CUES, _BASELINE, _MAJORITY))
    left_out = 0
    documents = first(read_chia(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        flags.document(document.id)
        entities = document.by_id()
        governed = {r.ids[0] for r in document.relations if r.type == "Has_negation"}
        left_out += sum(entities[id].type not in CONCEPTS for id in governed)
        valued = {id for r in document.relations if r.type == "Has_value" for id in r.ids}
        concepts = [e for e in document.entities if e.type in CONCEPTS and (e.id in governed or e.id not in valued)]
        spans = [(e.start, e.end) for e in concepts]
        read = read_criteria(document.text, source=document.id, kind=chia_kind(document))
        given, own = said_of_given(read, spans), said_of(read, spans)
        plain = default_context(document.text, spans)
        for entity, span, g, o, p in zip(concepts, spans, given, own, plain, strict=True):
            flags.add(
                document.id,
                "negation",
                entity.id in governed,
                {_GIVEN: g.negated, _OWN: o.negated, _CUES: "negated" in g.categories, _BASELINE: "negated" in p},
                text=document.text,
                span=span,
                cause=why_negation_differs(g),
            )
        progress(n, len(documents))
    figures = flags.figures(seed)
    return Result(
        benchmark="chia-negation",
        documents=len(documents),
        headline="f1",
        metrics=figures[_GIVEN],
        by_type={},
        by_document=flags.tallies[_GIVEN].by_document(),
        more={"other ways": {name: figures[name] for name in (_OWN, _CUES)}},
        baselines={name: figures[name] for name in (_BASELINE, _MAJORITY)},
        errors=tuple(flags.mistakes),
        conventions=(
            "Asked of every Condition, Device, Drug, Measurement, Observation and Procedure; ours is negated under an "
            "odd number of 'not' in the criterion's tree, being an exception counted as one (Chia marks 'other than').",
            "Not asked of what has a Value and no negation: 'HBsAg negative' is a value in Chia.",
            "Headline and baseline get the gold spans; 'its own mentions' must find them first.",
            f"{left_out} negations left out: they govern something else (a Qualifier, a Person…).",
            *troubles.told(),
        ),
    )
