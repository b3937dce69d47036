"""Counts by document and type, on their way to figures: what a benchmark fills while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from eligo.evaluation.agreement import Matrix, accuracy, confusion, kappa, macro_f1
from eligo.evaluation.bootstrap import Statistic, interval
from eligo.evaluation.scores import Counts, total

__all__ = ["STATISTICS", "Answers", "Tally"]


def _of_counts(name: str) -> Statistic:
    def statistic(row: Matrix) -> float | None:
        value: float | None = getattr(Counts(*(int(n) for n in row)), name)
        return value

    return statistic


# The figures that `--against` can compare, each of the summed rows of `by_document`.
STATISTICS: dict[str, Callable[[Matrix], float | None]] = {
    "f1": _of_counts("f1"),
    "accuracy": lambda row: accuracy(_square(row)),
    "auc": lambda row: float(row[0] / row[1]) if row[1] else None,
    "ndcg": lambda row: float(row[2] / row[3] / 1_000_000) if row[3] else None,
}


class Tally:
    """`Counts` by document and type."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Counts]] = {}

    def add(self, document: str, type_: str | None = None, counts: Counts | None = None) -> None:
        """Add counts of a type; with the document alone: that it was read, and may hold nothing."""
        row = self._rows.setdefault(document, {})
        if type_ is not None and counts is not None:
            row[type_] = row.get(type_, Counts()) + counts

    def micro(self) -> Counts:
        """The sum of everything."""
        return total(c for row in self._rows.values() for c in row.values())

    def figures(self, *, seed: int = 0, type_: str | None = None) -> dict[str, Any]:
        """Precision, recall, F1 (None: undefined), counts, and the 95 % interval of F1 by document."""
        rows = self._counts(type_)
        counts = total(rows)
        return {
            **_rates(counts),
            "f1_interval": interval(_matrix(rows), STATISTICS["f1"], seed=seed),
        }

    def by_type(self, *, seed: int = 0) -> dict[str, dict[str, Any]]:
        """`figures` of each type, those with the most gold first."""
        types = {t for row in self._rows.values() for t in row}
        size = {t: total(self._counts(t)) for t in types}
        order = sorted(types, key=lambda t: (-(size[t].tp + size[t].fn), t))
        return {t: self.figures(seed=seed, type_=t) for t in order}

    def by_document(self) -> dict[str, list[int]]:
        """``[tp, fp, fn]`` of each document."""
        return {d: [c.tp, c.fp, c.fn] for d, c in zip(self._rows, self._counts(None), strict=True)}

    def _counts(self, type_: str | None) -> list[Counts]:
        if type_ is None:
            return [total(row.values()) for row in self._rows.values()]
        return [row.get(type_, Counts()) for row in self._rows.values()]


class Answers:
    """Classes given to items against the right ones, by document and kind of item.

    Args:
        classes: all there are.
    """

    def __init__(self, classes: Sequence[str]) -> None:
        self.classes = tuple(classes)
        self._rows: list[tuple[str, str, str, str]] = []

    def add(self, document: str, kind: str, gold: str, given: str) -> None:
        """One item."""
        self._rows.append((document, kind, gold, given))

    def figures(self, *, seed: int = 0, kind: str | None = None) -> dict[str, Any]:
        """Accuracy, macro-F1, kappa, each with its interval by document; the number of items; the confusion matrix."""
        rows = np.array(list(self._matrices(kind).values()), dtype=np.int64)
        whole = rows.sum(axis=0) if len(rows) else np.zeros((len(self.classes),) * 2, dtype=np.int64)
        figures: dict[str, Any] = {"n": int(whole.sum())}
        for name, statistic in (("accuracy", accuracy), ("macro_f1", macro_f1), ("kappa", kappa)):
            figures[name] = _rounded(statistic(whole))
            figures[f"{name}_interval"] = interval(rows, statistic, seed=seed)
        figures["confusion"] = {
            g: {p: int(whole[i, j]) for j, p in enumerate(self.classes) if whole[i, j]}
            for i, g in enumerate(self.classes)
            if whole[i].any()
        }
        return figures

    def by_kind(self, *, seed: int = 0) -> dict[str, dict[str, Any]]:
        """`figures` of each kind of item."""
        return {kind: self.figures(seed=seed, kind=kind) for kind in sorted({row[1] for row in self._rows})}

    def by_document(self) -> dict[str, list[int]]:
        """Each document's confusion matrix, row after row."""
        return {document: [int(n) for n in matrix.ravel()] for document, matrix in self._matrices(None).items()}

    def majority(self) -> str:
        """The class that is right most often.

        Raises:
            ValueError: if there is no item.
        """
        gold = [row[2] for row in self._rows]
        return max(sorted(set(gold)), key=gold.count)

    def always(self, given: str) -> Answers:
        """The answers of a machine that always says `given`."""
        answers = Answers(self.classes)
        for document, kind, gold, _ in self._rows:
            answers.add(document, kind, gold, given)
        return answers

    def _matrices(self, kind: str | None) -> dict[str, Matrix]:
        rows: dict[str, list[tuple[str, str]]] = {}
        for document, its_kind, gold, given in self._rows:
            if kind in (None, its_kind):
                rows.setdefault(document, []).append((gold, given))
        return {d: confusion([g for g, _ in r], [p for _, p in r], self.classes) for d, r in rows.items()}


def _rates(counts: Counts) -> dict[str, Any]:
    rates = {name: _rounded(getattr(counts, name)) for name in ("precision", "recall", "f1")}
    return {**rates, "tp": counts.tp, "fp": counts.fp, "fn": counts.fn}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _matrix(rows: Iterable[Counts]) -> Matrix:
    return np.array([(c.tp, c.fp, c.fn) for c in rows], dtype=np.int64).reshape(-1, 3)


def _square(row: Matrix) -> Matrix:
    side = int(np.sqrt(row.size))
    return row.reshape(side, side)
