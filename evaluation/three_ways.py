"""Spans of a corpus's types three ways: by the rules, by the recogniser, and by both as the pipeline merges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from eligo.evaluation.entity_spans import EntityScores, labelled, our_spans
from eligo.evaluation.machine import Read
from eligo.evaluation.scores import Labelled, align
from eligo.models.component import LABELS, LEAST, merged
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
        self.recogniser, self.surer = Recogniser(), Recogniser(least=LEAST)
        self.scores = {way: EntityScores() for way in WAYS}
        self.added = self.right = self.near = 0

    def add(self, document: str, text: str, gold: list[Labelled], read: Read) -> None:
        """One document."""
        hints = [_hinted(a) for a in read.analyses]
        found = self.recogniser.find(hints, self.scheme)
        merged_ = _merged(read.analyses, self.surer.find(hints, self.scheme))
        own = [
            Labelled(self.types[label], start + a.statement.start - read.shift, end + a.statement.start - read.shift)
            for a, spans in zip(read.analyses, found, strict=True)
            for label, start, end in spans
        ]
        given = {
            "recogniser": sorted({s for s in own if s.start >= 0}, key=lambda s: (s.start, s.end, s.label)),
            "rules": labelled(our_spans(read.analyses, read.shift), self.ours),
            "merged": labelled(our_spans(merged_, read.shift), self.ours),
        }
        for way, spans in given.items():
            self.scores[way].add(document, text, gold, spans)
        new = sorted(set(given["merged"]) - set(given["rules"]), key=lambda s: (s.start, s.end, s.label))
        self.added += len(new)
        self.right += len(align(gold, new))
        self.near += len(align(gold, new, relaxed=True))

    def told(self) -> str:
        """How many mentions the recogniser adds in the pipeline, and how many of them are right."""
        return (
            f"The recogniser adds {self.added} mentions to the rules': {self.right} are right to the character, "
            f"{self.near} overlap one of the same type."
        )

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
