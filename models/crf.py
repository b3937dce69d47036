"""A linear chain over the words of statements: marginals, gradients, and the best spans.

Labels are B-I-O: 0 is no span, ``2n + 1`` the first word of a span of label n, ``2n + 2`` a later one. Forward and
backward messages are probabilities scaled at each word (Rabiner 1989, doi:10.1109/5.18626), for all statements of a
batch at once. What is read off are the spans that are likely enough: a span is as likely as all paths together on
which it starts at its first word, goes on to its last and no further. Several networks are one by their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy

__all__ = ["ILLEGAL", "Believed", "Expected", "Steps", "believed", "expected", "illegal", "spans"]

ILLEGAL = -1e4
_TINY = 1e-30

Array = Any
"""A numpy array; its shape is said where it is made."""


class Steps:
    """The words of a batch by their place in the statement: all first words, all second words…

    Args:
        lengths: of the statements, in the order of their words in the batch; none is empty.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        sizes = numpy.asarray(lengths, dtype="int64")
        order = numpy.argsort(-sizes, kind="stable")
        starts = (numpy.cumsum(sizes) - sizes)[order]
        falling = -sizes[order]
        self.lengths: list[int] = sizes.tolist()
        counts = [int(numpy.searchsorted(falling, -step, side="left")) for step in range(int(sizes.max()))]
        ends = numpy.cumsum(counts).tolist()
        self.bounds = list(zip([0, *ends[:-1]], ends, strict=True))
        """For each step where its words begin and end in `order`."""
        self.order = numpy.concatenate([starts[:count] + step for step, count in enumerate(counts)])
        """The rows of the words, all first words first; in each step the longest statement first."""
        self.places = numpy.empty_like(self.order)
        """For each row where it is in `order`."""
        self.places[self.order] = numpy.arange(len(self.order))


class Expected(NamedTuple):
    """What the chain expects of a batch.

    Attributes:
        labels: probability of each label. *Shape:* (words, labels)
        pairs: expected count of each label after each. *Shape:* (labels, labels)
        first: the same of the first words. *Shape:* (labels,)
    """

    labels: Array
    pairs: Array
    first: Array


class Believed(NamedTuple):
    """How likely some chains hold what they may say of a batch.

    Attributes:
        labels: probability of each word's labels. *Shape:* (chains, words, labels)
        going: of a span's going on into a word, if the word before is its first, and if it is a later one.
            *Shape:* (chains, words, 2, labels of spans)
    """

    labels: Array
    going: Array


def illegal(labels: int) -> tuple[Array, Array]:
    """What is added to the scores of pairs and of first words: a span starts with its first word.

    Args:
        labels: an odd number, see the module.
    """
    pairs, first = numpy.zeros((labels, labels), "f"), numpy.zeros(labels, "f")
    inside = numpy.arange(2, labels, 2)
    pairs[:, inside] = first[inside] = ILLEGAL
    pairs[inside - 1, inside] = pairs[inside, inside] = 0
    return pairs, first


def believed(scores: Array, pairs: Array, first: Array, steps: Steps) -> Believed:
    """What some chains say of the words.

    Args:
        scores: *Shape:* (chains, words, labels)
        pairs: of a label after another. *Shape:* (chains, labels, labels)
        first: of a first word's label. *Shape:* (chains, labels)
    """
    labels, _, backward, sent = _messages(scores, pairs, first, steps)
    inside = numpy.arange(2, first.shape[1], 2)
    chains, words, _ = scores.shape
    going = numpy.zeros((chains, words, 2, len(inside)), labels.dtype)
    for place, before in enumerate((inside - 1, inside)):
        after = numpy.exp(pairs[:, None, before, inside]) * sent[:, 1:, 2::2]
        going[:, 1:, place] = after / (backward[:, :-1, before[0] :: 2][..., : len(inside)] + _TINY)
    return Believed(labels, going)


def expected(scores: Array, pairs: Array, first: Array, steps: Steps) -> Expected:
    """The gradient of the likelihood is what is seen less what is expected.

    Args:
        scores, pairs, first: of one chain; see `believed`.
    """
    of_one = _messages(scores[None], pairs[None], first[None], steps)
    labels, forward, _, sent = (found[0] for found in of_one)
    later = steps.order[steps.bounds[0][1] :]
    counts = numpy.exp(pairs) * (forward[later - 1].T @ sent[later])
    return Expected(labels, counts, labels[steps.order[: steps.bounds[0][1]]].sum(axis=0))


def _messages(scores: Array, pairs: Array, first: Array, steps: Steps) -> tuple[Array, Array, Array, Array]:
    """Marginals; forward and backward messages; what a word sends back to the one before it, without the pair."""
    step_to = numpy.exp(pairs)
    back_to = step_to.swapaxes(1, 2)
    seen = numpy.exp(scores - scores.max(axis=2, keepdims=True))[:, steps.order]
    forward, scale = numpy.empty_like(seen), numpy.empty((*seen.shape[:2], 1), seen.dtype)
    message = numpy.exp(first)[:, None]
    for start, end in steps.bounds:
        message = seen[:, start:end] * (message[:, : end - start] @ step_to if start else message)
        total = message.sum(axis=2, keepdims=True) + _TINY
        message = message / total
        forward[:, start:end], scale[:, start:end] = message, total
    backward, sent = numpy.ones_like(seen), numpy.zeros_like(seen)
    for (before, _), (start, end) in reversed(list(pairwise(steps.bounds))):
        back = seen[:, start:end] * backward[:, start:end] / scale[:, start:end]
        sent[:, start:end] = back
        backward[:, before : before + end - start] = back @ back_to
    return (
        (forward * backward)[:, steps.places],
        forward[:, steps.places],
        backward[:, steps.places],
        sent[:, steps.places],
    )


def spans(said: Believed, steps: Steps, least: float) -> list[list[tuple[int, int, int, float]]]:
    """For each statement its spans, in their order: number of the label, first word, word behind the last, how likely.

    Of spans that overlap the likeliest is one.

    Args:
        said: the mean over its chains counts.
        least: how likely a span is at least, above 0. With half of their F1 most are right, with more of those found.
    """
    stops = numpy.cumsum(steps.lengths)
    rows, labels = numpy.nonzero(said.labels[:, :, 1::2].mean(axis=0) >= least)
    owners = numpy.searchsorted(stops, rows, side="right")
    through = said.labels[:, rows, 2 * labels + 1]  # likely to go from the first word to here
    found: list[list[tuple[float, int, int, int]]] = [[] for _ in steps.lengths]
    firsts, later = rows, 0
    while len(rows):
        rows = rows + 1
        inside = rows < stops[owners]
        on = through * said.going[:, numpy.where(inside, rows, 0), later, labels] * inside
        likely = (through - on).mean(axis=0)
        for n in numpy.flatnonzero(likely >= least).tolist():
            found[owners[n]].append((-float(likely[n]), int(firsts[n]), int(rows[n]), int(labels[n])))
        kept = numpy.flatnonzero(on.mean(axis=0) >= least)
        rows, firsts, labels, owners = rows[kept], firsts[kept], labels[kept], owners[kept]
        through, later = on[:, kept], 1
    return [_apart(some, start) for some, start in zip(found, (stops - steps.lengths).tolist(), strict=True)]


def _apart(some: list[tuple[float, int, int, int]], start: int) -> list[tuple[int, int, int, float]]:
    kept: list[tuple[int, int, int, float]] = []
    for unlikely, first, end, label in sorted(some):
        if all(end - start <= begin or stop <= first - start for _, begin, stop, _ in kept):
            kept.append((label, first - start, end - start, -unlikely))
    return sorted(kept, key=lambda s: s[1])
