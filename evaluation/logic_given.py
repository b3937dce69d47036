"""LCT's entities handed to our logic stage as mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import make_leaves
from eligo.corpus.lct import LctDocument, LctEntity
from eligo.entities.lexicon import default_lexicon
from eligo.evaluation.given_mentions import Namer, Span, with_mentions
from eligo.evaluation.machine import Read
from eligo.logic import build_trial
from eligo.schema import Analysis, Mention, Trial

__all__ = ["trial_of_given"]

_LABELS = {
    "Allergy": "allergy",
    "Condition": "condition",
    "Drug": "drug",
    "Encounter": "procedure",
    "Immunization": "drug",
    "Life-Stage-And-Gender": "sex",
    "Observation": "condition",
    "Organism": "condition",
    "Procedure": "procedure",
    "Study": "participation",
}
_KINDRED = {
    "Allergy": {"allergy", "condition", "drug"},
    "Condition": {"condition", "reproductive", "biomarker", "allergy", "lesion", "attestation"},
    "Drug": {"drug"},
    "Encounter": {"procedure", "participation"},
    "Immunization": {"drug", "procedure"},
    "Life-Stage-And-Gender": {"sex", "reproductive"},
    "Observation": {"measurement", "score", "biomarker", "life_expectancy", "lesion", "condition", "attestation"},
    "Organism": {"biomarker", "condition"},
    "Procedure": {"procedure", "drug", "reproductive", "biomarker"},
    "Study": {"participation", "procedure"},
}  # the labels by which we may know a thing of that type
_INTENTION = "repro:pregnancy_intention"
_SEXES = {"female": "female", "male": "male", "girl": "female", "boy": "male"}


def trial_of_given(read: Read, document: LctDocument) -> Trial:
    """The trial that our logic stage makes of the gold mentions.

    A mention keeps the label, name and concept by which our lexicons know it, where these fit its gold type and the
    spans share half of what they cover or more; else it gets the label that stands for its type. Ages, numbers and time
    windows are as our own stages read them. What a number should have been linked to, and was not, is handed over as a
    condition, so that it has a leaf as well.
    """
    filtered = {r.source for r in document.roles if r.name == "Numeric-Filter"}
    given: dict[Span, Namer] = {}
    for entity in document.entities:
        if entity.type in _LABELS:
            given.setdefault((entity.start, entity.end), _namer(entity, entity.id in filtered))
    analyses = tuple(_all_leaved(a) for a in with_mentions(read, given))
    return build_trial(read.document, analyses)


def _namer(entity: LctEntity, filtered: bool) -> Namer:
    def name(plain: Mention, ours: Sequence[Mention]) -> Mention:
        known = [m for m in ours if m.label in _KINDRED[entity.type] and _nearly(m, plain)]
        best = max(known, key=lambda m: m.end - m.start, default=None)
        if best is not None:
            return replace(plain, label=best.label, name=best.name, concept=best.concept)
        if entity.type == "Life-Stage-And-Gender" and entity.value:
            return replace(plain, label="sex", name=_SEXES.get(entity.value, entity.value))
        if any(m.concept is not None and m.concept.id == _INTENTION for m in ours):  # "wish to become pregnant"
            known_as = default_lexicon().whole(plain.text) or plain
            return replace(plain, label=known_as.label, name=known_as.name, concept=known_as.concept)
        if filtered:
            return replace(plain, label="score" if entity.value == "clinical-score" else "measurement")
        return replace(plain, label=_LABELS[entity.type])

    return name


def _nearly(one: Mention, other: Mention) -> bool:
    """Whether two spans share at least half of what they cover together."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= max(one.end, other.end) - min(one.start, other.start)


def _all_leaved(analysis: Analysis) -> Analysis:
    spans = [(leaf.leaf.start, leaf.leaf.end, leaf.leaf.covers) for leaf in make_leaves(analysis)]

    def leaved(m: Mention) -> bool:
        return any(s < m.end and m.start < e for start, end, covers in spans for s, e in ((start, end), *covers))

    needy = {"measurement", "score", "life_expectancy"}
    mentions = [replace(m, label="condition") if m.label in needy and not leaved(m) else m for m in analysis.mentions]
    return replace(analysis, mentions=tuple(mentions))
