"""Chia: which concepts have Has_negation."""

from __future__ import annotations

from pathlib import Path

from eligo.corpus.chia import read_chia
from eligo.corpus.trial_documents import TrialDocument
from eligo.evaluation.baseline_context import default_context
from eligo.evaluation.flags import Flags
from eligo.evaluation.given_mentions import LABELS, said_of, said_of_given
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
        partners = _partners(document, governed)
        together = {id for ids in partners.values() for id in ids}
        silent = (valued | _open(document, governed)) - governed - together
        concepts = [e for e in document.entities if e.type in CONCEPTS and e.id not in silent]
        spans = [(e.start, e.end) for e in concepts]
        things = [(e.start, e.end, LABELS.get(e.type, "condition")) for e in concepts]
        read = read_criteria(document.text, source=document.id, kind=chia_kind(document))
        given, own = said_of_given(read, things, lct=False), said_of(read, things, lct=False)
        plain = default_context(document.text, spans)
        answers = {
            entity.id: (g.negated, o.negated, "negated" in g.categories, "negated" in p)
            for entity, g, o, p in zip(concepts, given, own, plain, strict=True)
        }
        for entity, span, g in zip(concepts, spans, given, strict=True):
            if entity.id in together:
                continue
            of_all = zip(*(answers[id] for id in (entity.id, *partners.get(entity.id, ()))), strict=True)
            flags.add(
                document.id,
                "negation",
                entity.id in governed,
                dict(zip((_GIVEN, _OWN, _CUES, _BASELINE), map(any, of_all), strict=True)),
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
            "odd number of 'not' in the criterion's tree, 'except' counted as one and permission not, the head of "
            "'no A with B' alone, 'unable to' and the drug of a contraindication never: so Chia marks them.",
            "Not asked of what has a Value and no negation ('HBsAg negative' is a value in Chia), nor of what Chia "
            "leaves open: alternatives to something negated, and what something negated subsumes. What AND joins to "
            "something negated ('no allergy to aspirin', where Chia marks the allergy) is asked together with it.",
            "Headline and baseline get the gold spans, the headline with their types; 'its own mentions' finds them.",
            f"{left_out} negations left out: they govern something else (a Qualifier, a Person…).",
            *troubles.told(),
        ),
    )


def _open(document: TrialDocument, negated: set[str]) -> set[str]:
    """What a negation may reach without saying so: Chia puts it on A alone, of "no A or B" and of "no A such as B"."""
    reached = {id for group in document.groups if negated & {*group.ids} for id in group.ids}
    wider = reached | negated
    return reached | {r.ids[1] for r in document.relations if r.type == "Subsumes" and r.ids[0] in wider}


def _partners(document: TrialDocument, negated: set[str]) -> dict[str, list[str]]:
    """Of each negated thing those that AND joins to it, and that are not negated: what it is of, with or by."""
    entities = document.by_id()
    found: dict[str, list[str]] = {}
    for relation in document.relations:
        first, *others = relation.ids
        if relation.type == "AND" and first in negated:
            named = [id for id in others if id not in negated and entities[id].type in CONCEPTS]
            found.setdefault(first, []).extend(named)
    return found
