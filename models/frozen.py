"""A member's layers as they are run: the same numbers as `layers` gives, without what only training needs.

The first layer is a sum over what a word is made of, before the largest of its pieces is taken. What a word, a term or
a number puts into that sum is always the same, and is kept.
"""

from __future__ import annotations

from typing import Any

import numpy
from thinc.api import Model, NumpyOps

from .features import COLUMNS

__all__ = ["Frozen"]

_MOST = 10_000  # words whose share is kept
_TERM, _NUMBER = COLUMNS.index("term"), COLUMNS.index("number")
_OWN = [n for n in range(len(COLUMNS)) if n not in (_TERM, _NUMBER)]
_MIX = numpy.array([2 * n + 3 for n in _OWN], "uint64")


class Frozen:
    """What `layers.body` computes, of a model whose weights do not change any more.

    Args:
        body: of `layers.body`.
        apart: see `layers.body`.
    """

    def __init__(self, body: Model[Any, Any], apart: list[int]) -> None:
        word, *sees = body.layers
        self._ops = NumpyOps()
        self._columns = [node for node in word.walk() if node.name == "hashembed"]
        self._first = _Largest(word)
        self._sees = list(zip(apart, map(_Largest, sees), strict=False))
        (self._known,) = (node for node in word.walk() if node.name == "fixed>>linear")
        sizes = [node.get_dim("nO") for node in self._columns]
        self._cuts = numpy.cumsum([0, *sizes, self._known.get_dim("nO")]).tolist()
        width = len(self._first.bias)
        self._words = _Kept(width, _MOST)
        self._hints = {place: _Kept(width, _MOST) for place in (_TERM, _NUMBER)}

    def __call__(self, rows: Any, lengths: Any) -> Any:
        """A row for each word.

        Args:
            rows: of `features`, of one statement after another.
            lengths: of the statements.
        """
        total = self._words.of((rows[:, _OWN] * _MIX).sum(axis=1), lambda new: self._own(rows[new]))
        for place, kept in self._hints.items():
            total += kept.of(rows[:, place], lambda new, place=place: self._share(place, rows[new, place]))
        now = self._first.of(total)
        before = numpy.concatenate([numpy.arange(length) for length in lengths])
        behind = numpy.repeat(lengths, lengths) - 1 - before
        count, width = now.shape
        seen = numpy.empty((count, 3 * width), "f")
        for far, layer in self._sees:
            seen[:, width : 2 * width] = now
            seen[far:, :width] = now[:-far]
            seen[:-far, 2 * width :] = now[far:]
            seen[before < far, :width] = 0
            seen[behind < far, 2 * width :] = 0
            now = now + layer.of(self._ops.gemm(seen, layer.weights, trans2=True) + layer.bias)
        return now

    def _own(self, rows: Any) -> Any:
        """What words put into the sum by themselves, with the scheme and what is always in it."""
        total = self._first.bias + sum(self._share(place, rows[:, place]) for place in _OWN)
        return total + self._put(len(COLUMNS), self._known.predict(rows))

    def _share(self, place: int, names: Any) -> Any:
        return self._put(place, self._columns[place].predict(numpy.ascontiguousarray(names)))

    def _put(self, place: int, numbers: Any) -> Any:
        part = self._first.weights[:, self._cuts[place] : self._cuts[place + 1]]
        return self._ops.gemm(numbers, numpy.ascontiguousarray(part), trans2=True)


class _Largest:
    """A maxout with its normalisation; all first pieces of its numbers stand before all second ones."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        (maxout,) = (node for node in layer.walk() if node.name == "maxout")
        (norm,) = (node for node in layer.walk() if node.name == "layernorm")
        weights: Any = maxout.get_param("W")
        bias: Any = maxout.get_param("b")
        width, self._pieces, wide = weights.shape
        self.weights = numpy.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, wide))
        self.bias = numpy.ascontiguousarray(bias.T.reshape(-1))
        self._width, self._scale, self._shift = width, norm.get_param("G"), norm.get_param("b")

    def of(self, scores: Any) -> Any:
        """The largest piece of each unit, normalised over the layer."""
        largest = scores[:, : self._width]
        for piece in range(1, self._pieces):
            largest = numpy.maximum(largest, scores[:, piece * self._width : (piece + 1) * self._width])
        largest = largest - largest.mean(axis=1, keepdims=True)
        spread = numpy.einsum("ij,ij->i", largest, largest) / self._width + 1e-8
        largest *= (1 / numpy.sqrt(spread))[:, None]
        largest *= self._scale
        largest += self._shift
        return largest


class _Kept:
    """Rows by name, made when they are first asked for."""

    def __init__(self, width: int, most: int) -> None:
        self._places: dict[int, int] = {}
        self._table = numpy.empty((256, width), "f")
        self._most = most

    def of(self, names: Any, make: Any) -> Any:
        """A row for each name; `make` is given the places of those that are new."""
        asked = names.tolist()
        places = self._places
        if new := {name: n for n, name in enumerate(asked) if name not in places}:
            if len(places) + len(new) > self._most:
                places.clear()
                new = {name: n for n, name in enumerate(asked)}
            size = len(places) + len(new)
            if size > len(self._table):
                more = numpy.empty((2 * size, self._table.shape[1]), "f")
                more[: len(self._table)] = self._table
                self._table = more
            self._table[len(places) : size] = make(list(new.values()))
            places.update((name, n) for n, name in enumerate(new, len(places)))
        return self._table[[places[name] for name in asked]]
