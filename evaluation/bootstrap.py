"""How sure a figure is: percentile intervals and paired tests, by resampling documents.

Documents are drawn, not items: what stands in one document is not independent. Resamples on which a figure is undefined
are left out of it (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from eligo.evaluation.agreement import Matrix

__all__ = ["RESAMPLES", "Statistic", "interval", "p_value"]

RESAMPLES = 1000
Statistic = Callable[[Matrix], float | None]


def interval(rows: Matrix, statistic: Statistic, *, seed: int = 0, resamples: int = RESAMPLES) -> list[float] | None:
    """The 95 % percentile interval [low, high] of a statistic of the documents' summed counts.

    Args:
        rows: counts. *Shape:* (documents, …), summed over the documents before `statistic` sees them.

    Returns:
        None where the figure is undefined, or there are fewer than two documents to draw from.
    """
    if len(rows) < 2 or statistic(rows.sum(axis=0)) is None:
        return None
    values = [v for w in _weights(len(rows), seed, resamples) if (v := statistic(_sum(rows, w))) is not None]
    low, high = np.percentile(values, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def p_value(
    ours: Matrix, others: Matrix, statistic: Statistic, *, seed: int = 0, resamples: int = RESAMPLES
) -> float | None:
    """Two-sided p of "there is no difference" between two runs on the same documents, row by row.

    The resampled differences are centred on the one seen: p is how often one is as far from it as it is from none.

    Raises:
        ValueError: if the two differ in shape.
    """
    if ours.shape != others.shape:
        raise ValueError(f"not the same documents: {ours.shape} and {others.shape}")
    seen = _difference(statistic(ours.sum(axis=0)), statistic(others.sum(axis=0)))
    if seen is None or len(ours) < 2:
        return None
    hits = drawn = 0
    for w in _weights(len(ours), seed, resamples):
        one = _difference(statistic(_sum(ours, w)), statistic(_sum(others, w)))
        if one is not None:
            drawn += 1
            hits += abs(one - seen) >= abs(seen) - 1e-12
    return (hits + 1) / (drawn + 1)


def _difference(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _weights(documents: int, seed: int, resamples: int) -> Iterator[NDArray[np.int64]]:
    """How often each document is drawn, resample by resample."""
    generator = np.random.default_rng(seed)
    even = np.full(documents, 1 / documents)
    for _ in range(resamples):
        yield generator.multinomial(documents, even)


def _sum(rows: Matrix, weights: NDArray[np.int64]) -> Matrix:
    summed: Matrix = np.tensordot(weights, rows, axes=1)
    return summed
