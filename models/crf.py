"""A linear chain over the words of statements: marginals, gradients, and the best spans.

Labels are B-I-O: 0 is no span, ``2n + 1`` the first word of a span of label n, ``2n + 2`` a later one. Forward and
backward messages are probabilities scaled at each word (Rabiner 1989, doi:10.1109/5.18626), for all statements of a
batch at once. What is read off are the spans that are likely enough: a span is as likely as all paths together on
which it starts at its first word, goes on to its last and no further. Several networks are one by their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
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
        self.lengths = sizes.tolist()
        self.rows: list[Array] = [
            starts[: int(numpy.searchsorted(falling, -step, side="left"))] + step for step in range(int(sizes.max()))
        ]
        """For each step the rows of its words, longest statement first."""


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
    """How likely a chain holds what it may say of a batch.

    Attributes:
        labels: probability of each word's labels. *Shape:* (words, labels)
        going: of a span's going on into a word, if the word before is its first, and if it is a later one.
            *Shape:* (words, 2, labels of spans)
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
    """What the chain says of the words.

    Args:
        scores: *Shape:* (words, labels)
        pairs: of a label after another. *Shape:* (labels, labels)
        first: of a first word's label. *Shape:* (labels,)
    """
    labels, _, backward, sent = _messages(scores, pairs, first, steps)
    inside = numpy.arange(2, len(first), 2)
    going = numpy.zeros((len(scores), 2, len(inside)), labels.dtype)
    for place, before in enumerate((inside - 1, inside)):
        after = numpy.exp(pairs[before, inside]) * sent[1:, inside]
        going[1:, place] = after / (backward[:-1, before] + _TINY)
    return Believed(labels, going)


def expected(scores: Array, pairs: Array, first: Array, steps: Steps) -> Expected:
    """The gradient of the likelihood is what is seen less what is expected. See `believed` for the arguments."""
    labels, forward, _, sent = _messages(scores, pairs, first, steps)
    later = numpy.concatenate(steps.rows[1:]) if len(steps.rows) > 1 else numpy.zeros(0, "int64")
    counts = numpy.exp(pairs) * (forward[later - 1].T @ sent[later])
    return Expected(labels, counts, labels[steps.rows[0]].sum(axis=0))


def _messages(scores: Array, pairs: Array, first: Array, steps: Steps) -> tuple[Array, Array, Array, Array]:
    """Marginals; forward and backward messages; what a word sends back to the one before it, without the pair."""
    step_to = numpy.exp(pairs)
    seen = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    forward, scale = numpy.empty_like(seen), numpy.empty((len(seen), 1), seen.dtype)
    message = numpy.exp(first)
    for number, rows in enumerate(steps.rows):
        message = seen[rows] * (message[: len(rows)] @ step_to if number else message)
        total = message.sum(axis=1, keepdims=True) + _TINY
        message = message / total
        forward[rows], scale[rows] = message, total
    backward, sent = numpy.ones_like(seen), numpy.zeros_like(seen)
    for number in range(len(steps.rows) - 1, 0, -1):
        rows = steps.rows[number]
        back = seen[rows] * backward[rows] / scale[rows]
        sent[rows] = back
        backward[steps.rows[number - 1][: len(rows)]] = back @ step_to.T
    return forward * backward, forward, backward, sent


def spans(said: Sequence[Believed], steps: Steps, least: float) -> list[list[tuple[int, int, int, float]]]:
    """For each statement its spans, in their order: number of the label, first word, word behind the last, how likely.

    Of spans that overlap the likeliest is one.

    Args:
        said: of each network.
        least: how likely a span is at least, above 0. With half of their F1 most are right, with more of those found.
    """
    stops = numpy.cumsum(steps.lengths)
    rows, labels = numpy.nonzero(sum(one.labels[:, 1::2] for one in said) >= least * len(said))
    owners = numpy.searchsorted(stops, rows, side="right")
    through = [one.labels[rows, 2 * labels + 1] for one in said]  # likely to go from the first word to here
    found: list[list[tuple[float, int, int, int]]] = [[] for _ in steps.lengths]
    firsts, later = rows, 0
    while len(rows):
        rows = rows + 1
        inside = rows < stops[owners]
        to = numpy.where(inside, rows, 0)
        on = [reached * one.going[to, later, labels] * inside for reached, one in zip(through, said, strict=True)]
        likely = (sum(through) - sum(on)) / len(said)
        for n in numpy.flatnonzero(likely >= least).tolist():
            found[owners[n]].append((-float(likely[n]), int(firsts[n]), int(rows[n]), int(labels[n])))
        kept = numpy.flatnonzero(sum(on) >= least * len(said))
        rows, firsts, labels, owners = rows[kept], firsts[kept], labels[kept], owners[kept]
        through, later = [some[kept] for some in on], 1
    return [_apart(some, start) for some, start in zip(found, (stops - steps.lengths).tolist(), strict=True)]


def _apart(some: list[tuple[float, int, int, int]], start: int) -> list[tuple[int, int, int, float]]:
    kept: list[tuple[int, int, int, float]] = []
    for unlikely, first, end, label in sorted(some):
        if all(end - start <= begin or stop <= first - start for _, begin, stop, _ in kept):
            kept.append((label, first - start, end - start, -unlikely))
    return sorted(kept, key=lambda s: s[1])
