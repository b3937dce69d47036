"""Spans of a corpus's types three ways: by the rules, by the recogniser, and by both as the pipeline merges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from eligo.evaluation.entity_spans import EntityScores, labelled, our_spans
from eligo.evaluation.machine import Read
from eligo.evaluation.scores import Labelled
from eligo.models.component import LABELS, merged
from eligo.models.recogniser import Recogniser
from eligo.models.samples import SCHEMES
from eligo.models.words import Mark, hinted
from eligo.schema import Analysis

__all__ = ["WAYS", "ThreeWays"]

WAYS = ("recogniser", "rules", "merged")
"""The first is the headline: it alone marks in the corpus's way."""


class ThreeWays:
    """Scores of the three ways on the same documents.

    Args:
        scheme: of the recogniser: ``lct`` or ``chia``.
        ours: our neutral names of spans → the corpus's types.
    """

    def __init__(self, scheme: str, ours: Mapping[str, str]) -> None:
        self.scheme, self.ours = scheme, ours
        self.types = {label: type_ for type_, label in SCHEMES[scheme].items()}
        self.recogniser = Recogniser()
        self.scores = {way: EntityScores() for way in WAYS}

    def add(self, document: str, text: str, gold: list[Labelled], read: Read) -> None:
        """One document."""
        found = self.recogniser.find([_hinted(a) for a in read.analyses], self.scheme)
        own = [
            Labelled(self.types[label], start + a.statement.start - read.shift, end + a.statement.start - read.shift)
            for a, spans in zip(read.analyses, found, strict=True)
            for label, start, end in spans
        ]
        given = {
            "recogniser": sorted({s for s in own if s.start >= 0}, key=lambda s: (s.start, s.end, s.label)),
            "rules": labelled(our_spans(read.analyses, read.shift), self.ours),
            "merged": labelled(our_spans(_merged(read.analyses, found), read.shift), self.ours),
        }
        for way, spans in given.items():
            self.scores[way].add(document, text, gold, spans)

    def tables(self, *, seed: int) -> dict[str, Any]:
        """Figures by way, strict and relaxed, and the rules' by type."""
        return {
            "exact": {way: s.strict.figures(seed=seed) for way, s in self.scores.items()},
            "relaxed": {way: s.relaxed.figures(seed=seed) for way, s in self.scores.items()},
            "relaxed, by type": self.scores[WAYS[0]].relaxed.by_type(seed=seed),
            "rules, by type": self.scores["rules"].strict.by_type(seed=seed),
        }


def _hinted(analysis: Analysis) -> Any:
    statement = analysis.statement
    return hinted(statement.text, analysis.mentions, analysis.quantities, analysis.times, offset=statement.start)


def _merged(analyses: Sequence[Analysis], found: Sequence[Sequence[Mark]]) -> list[Analysis]:
    """The analyses with the mentions that the pipeline would have with the recogniser."""
    result = []
    for a, spans in zip(analyses, found, strict=True):
        new = [(LABELS[label], start, end) for label, start, end in spans if label in LABELS]
        mentions = merged(a.statement.text, a.mentions, a.quantities, a.times, new, offset=a.statement.start)
        result.append(replace(a, mentions=mentions))
    return result
