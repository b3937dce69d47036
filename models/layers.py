"""What a word is made of, and what it sees of its neighbours: thinc layers over the rows of `features`.

Hash embeddings (Miranda et al. 2022, doi:10.48550/arXiv.2212.09255) beside fixed word vectors, then convolutions with
residuals, the later ones over words farther apart (Strubell et al. 2017, doi:10.18653/v1/D17-1283). A batch is a
Ragged: no word sees beyond its statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy
from thinc.api import (
    HashEmbed,
    Linear,
    Maxout,
    Model,
    chain,
    concatenate,
    noop,
    residual,
    with_array,
)
from thinc.layers.array_getitem import ints_getitem
from thinc.types import Ragged

from .features import COLUMNS

__all__ = ["body", "head", "parameters", "set_drop", "shake"]

_DROP, _FIXED = "drop", "fixed"
_OF_VECTORS = 0.3  # of the share of values left out: the share of words without their vector


def body(
    table: Any, width: int, apart: Sequence[int], sizes: Mapping[str, tuple[int, int]], vector: int, pieces: int
) -> Model[Any, Any]:
    """Features to a row of `width` for each word.

    Args:
        table: word vectors; no vector is a row of zeros, and comes first.
        apart: for each convolution how far from a word the two stand that it sees beside it.
        sizes: by column of `features`: entries of its table, and numbers that an entry has.
        vector: numbers that a word's vector is reduced to.
        pieces: of a maxout.
    """
    columns: list[Model[Any, Any]] = [
        chain(ints_getitem((slice(0, None), place)), HashEmbed(sizes[name][1], sizes[name][0], seed=8 + place))
        for place, name in enumerate(COLUMNS)
    ]
    known: Model[Any, Any] = chain(_fixed(table), Linear(vector, table.shape[1]))
    wide = vector + sum(sizes[name][1] for name in COLUMNS)
    word: Model[Any, Any] = chain(concatenate(*columns, known), Maxout(width, wide, nP=pieces, normalize=True), shake())
    sees = [
        residual(chain(_window(far), with_array(chain(Maxout(width, 3 * width, nP=pieces, normalize=True), shake()))))
        for far in apart
    ]
    return chain(with_array(word), *sees) if sees else chain(with_array(word), noop())


def head(width: int, labels: int) -> Model[Any, Any]:
    """A word's row to a score for each label."""
    return with_array(Linear(labels, width))


def parameters(*models: Model[Any, Any]) -> Iterator[tuple[Model[Any, Any], str]]:
    """The nodes with their parameters, always in the same order."""
    for model in models:
        for node in model.walk():
            for name in node.param_names:
                yield node, name


def set_drop(model: Model[Any, Any], rate: float) -> None:
    """Leave out a share of the values in training, and the vectors of some words."""
    for node in model.walk():
        if node.name in (_DROP, _FIXED):
            node.attrs["rate"] = rate * (1 if node.name == _DROP else _OF_VECTORS)


def shake() -> Model[Any, Any]:
    """Dropout whose rate `set_drop` sets."""

    def forward(model: Model[Any, Any], given: Any, is_train: bool) -> tuple[Any, Any]:
        rate = model.attrs["rate"]
        if not is_train or not rate:
            return given, lambda gradient: gradient
        kept = (numpy.random.random_sample(given.shape) >= rate).astype("f") / (1 - rate)
        return given * kept, lambda gradient: gradient * kept

    return Model(_DROP, forward, attrs={"rate": 0.0})


def _fixed(table: Any) -> Model[Any, Any]:
    """The row of the table that the last column names; it is not learnt."""
    rows = table.astype("f")

    def forward(model: Model[Any, Any], given: Any, is_train: bool) -> tuple[Any, Any]:
        found, rate = rows[given[:, -1].astype("int64")], model.attrs["rate"]
        if is_train and rate:
            found = found * (numpy.random.random_sample((len(found), 1)) >= rate)
        return found.astype("f"), lambda gradient: given

    return Model(_FIXED, forward, attrs={"rate": 0.0}, dims={"nO": table.shape[1]})


def _window(far: int) -> Model[Any, Any]:
    """A word's row between those of the words `far` before and behind it; zeros where the statement has none."""

    def forward(model: Model[Any, Any], given: Any, is_train: bool) -> tuple[Any, Any]:
        rows, lengths = given.data, given.lengths
        count, width = rows.shape
        before = numpy.concatenate([numpy.arange(length) for length in lengths])
        behind = numpy.repeat(lengths, lengths) - 1 - before
        has_before, has_behind = (before[far:] >= far)[:, None], (behind[:-far] >= far)[:, None]
        seen: Any = numpy.zeros((count, 3 * width), "f")
        seen[:, width : 2 * width] = rows
        if count > far:
            seen[far:, :width] = rows[:-far] * has_before
            seen[:-far, 2 * width :] = rows[far:] * has_behind

        def backward(gradient: Any) -> Any:
            sent: Any = gradient.data[:, width : 2 * width].copy()
            if count > far:
                sent[:-far] += gradient.data[far:, :width] * has_before
                sent[far:] += gradient.data[:-far, 2 * width :] * has_behind
            return Ragged(sent, lengths)

        return Ragged(seen, lengths), backward

    return Model("window", forward)
