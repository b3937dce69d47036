"""What a benchmark gives: figures with counts, baselines, published figures apart, and every mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

__all__ = ["Kind", "Mistake", "Progress", "Published", "Result", "mistake"]

Progress = Callable[[int, int], None]  # documents done, documents in all

Kind = Literal["false positive", "false negative", "wrong"]
_AROUND = 90  # characters of context on either side of a mistake


@dataclass(frozen=True, slots=True)
class Published:
    """A figure of others, in a row of its own: never measured here.

    Attributes:
        figure: which (``"F1"``).
        note: in what it is not comparable.
    """

    what: str
    figure: str
    value: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A false positive, a false negative or a wrong answer, in context.

    Attributes:
        cause: a short label; the page of errors groups by it.
        gold, ours: what is right and what was given; empty: nothing.
    """

    document: str
    kind: Kind
    type: str
    cause: str
    gold: str
    ours: str
    before: str
    text: str
    after: str


def mistake(
    document: str,
    kind: Kind,
    type_: str,
    cause: str,
    *,
    gold: str = "",
    ours: str = "",
    source: str,
    span: tuple[int, int],
) -> Mistake:
    """A mistake at ``source[start:end]``, with the words around it."""
    start, end = span
    return Mistake(
        document, kind, type_, cause, gold, ours,
        source[max(0, start - _AROUND) : start], source[start:end], source[end : end + _AROUND],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One run of a benchmark.

    Attributes:
        documents: how many were scored.
        headline: the figure that stands for the run and that runs are compared on.
        metrics: the figures with counts and intervals; the headline's system and setting.
        by_type: the same by type of item.
        more: other tables (relaxed, by field, other settings).
        baselines: the same figures of simpler systems, in the same run on the same documents.
        by_document: summable counts of each document, for paired comparison.
        conventions: what was scored, what was left out and how many.
    """

    benchmark: str
    documents: int
    headline: Literal["f1", "accuracy", "auc"]
    metrics: Mapping[str, Any]
    by_type: Mapping[str, Any]
    by_document: Mapping[str, list[int]]
    more: Mapping[str, Any] = field(default_factory=dict)
    baselines: Mapping[str, Any] = field(default_factory=dict)
    published: tuple[Published, ...] = ()
    errors: tuple[Mistake, ...] = ()
    conventions: tuple[str, ...] = ()

    def causes(self) -> dict[str, int]:
        """How many mistakes of each cause, the commonest first."""
        return dict(sorted(Counter(e.cause for e in self.errors).items(), key=lambda c: (-c[1], c[0])))

    def to_dict(self) -> dict[str, Any]:
        """For JSON. Of the mistakes the counts only: their words are the corpus's."""
        return {
            "benchmark": self.benchmark,
            "documents": self.documents,
            "headline": self.headline,
            "metrics": dict(self.metrics),
            "by_type": dict(self.by_type),
            "more": dict(self.more),
            "baselines": dict(self.baselines),
            "published": [asdict(p) for p in self.published],
            "causes": self.causes(),
            "conventions": list(self.conventions),
            "by_document": dict(self.by_document),
        }
