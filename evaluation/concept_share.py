"""How many of a corpus's mentions we know as a concept, and not only by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from eligo.evaluation.machine import Read
from eligo.evaluation.scores import Labelled

__all__ = ["ConceptShare"]


class ConceptShare:
    """Gold mentions that get a concept: one of ours that has a concept covers half of its characters or more.

    Args:
        labels: the corpus's types that are counted.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = frozenset(labels)
        self.known: Counter[str] = Counter()
        self.mentions: Counter[str] = Counter()

    def add(self, gold: Iterable[Labelled], read: Read) -> None:
        """One document."""
        spans = [
            (m.start - read.shift, m.end - read.shift)
            for analysis in read.analyses
            for m in analysis.mentions
            if m.concept is not None
        ]
        for span in gold:
            if span.label in self.labels:
                self.mentions[span.label] += 1
                covered = sum(max(0, min(end, span.end) - max(start, span.start)) for start, end in spans)
                self.known[span.label] += 2 * covered >= span.end - span.start

    def told(self) -> tuple[str, ...]:
        """A line for each type, the commonest first: the share and its counts."""
        return tuple(
            f"{label} mentions that get a concept: {self.known[label]} of {count} ({self.known[label] / count:.3f})."
            for label, count in self.mentions.most_common()
        )
