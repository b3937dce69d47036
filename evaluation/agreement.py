"""Classes given against classes right: accuracy, macro-F1, Cohen's kappa and the confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Matrix", "accuracy", "confusion", "kappa", "macro_f1"]

Matrix = NDArray[Any]


def confusion(gold: Sequence[str], predicted: Sequence[str], labels: Sequence[str]) -> Matrix:
    """Counts. *Shape:* (right class, class given), in the order of `labels`.

    Raises:
        ValueError: if the two differ in length, or a class is not in `labels`.
    """
    place = {label: n for n, label in enumerate(labels)}
    if unknown := {*gold, *predicted} - place.keys():
        raise ValueError(f"no class {sorted(unknown)[0]!r}; there are {', '.join(labels)}")
    matrix = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for g, p in zip(gold, predicted, strict=True):
        matrix[place[g], place[p]] += 1
    return matrix


def accuracy(matrix: Matrix) -> float | None:
    """In [0, 1]; None of nothing."""
    n = matrix.sum()
    return float(np.trace(matrix) / n) if n else None


def macro_f1(matrix: Matrix) -> float | None:
    """Mean F1 of the classes that are right or given at least once, in [0, 1]; None of nothing."""
    hits, sizes = np.diag(matrix), matrix.sum(axis=0) + matrix.sum(axis=1)
    there = sizes > 0
    return float(np.mean(2 * hits[there] / sizes[there])) if there.any() else None


def kappa(matrix: Matrix) -> float | None:
    """Cohen's kappa, in [-1, 1]; None where chance alone would agree always (one class everywhere)."""
    n = matrix.sum()
    if not n:
        return None
    chance = float(matrix.sum(axis=0) @ matrix.sum(axis=1)) / float(n) ** 2
    return (float(np.trace(matrix)) / float(n) - chance) / (1 - chance) if chance < 1 else None
