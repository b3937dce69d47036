"""A linear chain over the words of statements: marginals, gradients, and the best spans.

Labels are B-I-O: 0 is no span, ``2n + 1`` the first word of a span of label n, ``2n + 2`` a later one. Forward and
backward messages are probabilities scaled at each word (Rabiner 1989, doi:10.1109/5.18626), for all statements of a
batch at once. What is read off is the likeliest legal path over the marginals, so that several networks are one by the
mean of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy

__all__ = ["ILLEGAL", "Expected", "Steps", "expected", "illegal", "marginals", "spans"]

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


def marginals(scores: Array, pairs: Array, first: Array, steps: Steps) -> Array:
    """Probability of each word's labels.

    Args:
        scores: *Shape:* (words, labels)
        pairs: of a label after another. *Shape:* (labels, labels)
        first: of a first word's label. *Shape:* (labels,)
    """
    return _messages(scores, pairs, first, steps)[0]


def expected(scores: Array, pairs: Array, first: Array, steps: Steps) -> Expected:
    """The gradient of the likelihood is what is seen less what is expected. See `marginals` for the arguments."""
    labels, forward, backward = _messages(scores, pairs, first, steps)
    later = numpy.concatenate(steps.rows[1:]) if len(steps.rows) > 1 else numpy.zeros(0, "int64")
    counts = numpy.exp(pairs) * (forward[later - 1].T @ backward[later])
    return Expected(labels, counts, labels[steps.rows[0]].sum(axis=0))


def _messages(scores: Array, pairs: Array, first: Array, steps: Steps) -> tuple[Array, Array, Array]:
    """Marginals; forward messages; what a word sends back to the one before it, without the pair."""
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
    return forward * backward, forward, sent


def spans(probabilities: Array, steps: Steps, none: float = 1.0) -> list[list[tuple[int, int, int, float]]]:
    """For each statement its spans: number of the label, first word, word behind the last, how sure.

    How sure: the smallest probability of its words' labels.

    Args:
        none: what the probability of no span counts; below 1 more is found, and more in vain.
    """
    lengths = steps.lengths
    score = numpy.log(probabilities + 1e-9)
    if none != 1:
        score[:, 0] += numpy.log(none)
    tags = score.argmax(axis=1)
    offsets = numpy.cumsum(lengths) - lengths
    if len(broken := _broken(tags, offsets)):
        some = [numpy.arange(offsets[n], offsets[n] + lengths[n]) for n in broken]
        rows = numpy.concatenate(some)
        tags[rows] = _path(score[rows], Steps([len(one) for one in some]))
    found: list[list[tuple[int, int, int, float]]] = [[] for _ in lengths]
    sure = probabilities[numpy.arange(len(tags)), tags]
    starts = numpy.flatnonzero(tags % 2 == 1)
    owner = numpy.searchsorted(offsets, starts, side="right") - 1
    for start, statement in zip(starts.tolist(), owner.tolist(), strict=True):
        tag, end = int(tags[start]), start + 1
        stop = int(offsets[statement]) + lengths[statement]
        while end < stop and tags[end] == tag + 1:
            end += 1
        first = int(offsets[statement])
        found[statement].append(((tag - 1) // 2, start - first, end - first, float(sure[start:end].min())))
    return found


def _broken(tags: Array, offsets: Array) -> Array:
    """The statements in which a span starts within: where the likeliest labels of the words are no path."""
    later = (tags > 0) & (tags % 2 == 0)
    before = numpy.concatenate([[0], tags[:-1]])
    before[offsets] = 0
    wrong = numpy.flatnonzero(later & (before != tags) & (before != tags - 1))
    return numpy.unique(numpy.searchsorted(offsets, wrong, side="right") - 1)


def _path(score: Array, steps: Steps) -> Array:
    """The labels of the words on the likeliest legal path of each statement (Viterbi 1967)."""
    count = score.shape[1]
    begins = numpy.arange(1, count, 2)
    rows = steps.rows[0]
    best = score[rows].copy()
    best[:, 2::2] = ILLEGAL
    came = numpy.zeros(score.shape, "int32")
    last = best.copy()
    for rows in steps.rows[1:]:
        best = best[: len(rows)]
        top = best.argmax(axis=1)
        begin, inside = best[:, 1::2], best[:, 2::2]
        new = score[rows] + best[numpy.arange(len(rows)), top][:, None]
        new[:, 2::2] = score[rows][:, 2::2] + numpy.maximum(begin, inside)
        back = numpy.repeat(top[:, None], count, axis=1)
        back[:, 2::2] = numpy.where(begin >= inside, begins, begins + 1)
        came[rows] = back
        best = new
        last[: len(rows)] = new
    label = last.argmax(axis=1)
    tags = numpy.zeros(len(score), "int64")
    for number in range(len(steps.rows) - 1, -1, -1):
        rows = steps.rows[number]
        now = label[: len(rows)]
        tags[rows] = now
        label[: len(rows)] = came[rows, now]
    return tags
