"""The linear chain against every path counted one by one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy
import pytest

from eligo.models.crf import Steps, expected, illegal, marginals, spans

LABELS = 5
LENGTHS = [3, 1, 4, 2]


@pytest.fixture
def scores() -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    draw = numpy.random.RandomState(3)
    pairs, first = illegal(LABELS)
    return draw.randn(sum(LENGTHS), LABELS), draw.randn(LABELS, LABELS) + pairs, draw.randn(LABELS) + first


def every_path(
    scores: numpy.ndarray, pairs: numpy.ndarray, first: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Marginals and expected pairs of one statement."""
    labels, counts, total = numpy.zeros_like(scores), numpy.zeros_like(pairs), 0.0
    for path in product(range(LABELS), repeat=len(scores)):
        score = first[path[0]] + sum(scores[n, tag] for n, tag in enumerate(path))
        weight = numpy.exp(score + sum(pairs[a, b] for a, b in pairwise(path)))
        total += weight
        for n, tag in enumerate(path):
            labels[n, tag] += weight
        for a, b in pairwise(path):
            counts[a, b] += weight
    return labels / total, counts / total


def test_messages_sum_over_every_path(scores: tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]) -> None:
    words, pairs, first = scores
    found = expected(words, pairs, first, Steps(LENGTHS))
    at, counts, firsts = 0, numpy.zeros_like(pairs), numpy.zeros(LABELS)
    for length in LENGTHS:
        labels, some = every_path(words[at : at + length], pairs, first)
        assert found.labels[at : at + length] == pytest.approx(labels)
        counts, firsts, at = counts + some, firsts + labels[0], at + length
    assert found.pairs == pytest.approx(counts)
    assert found.first == pytest.approx(firsts)
    assert marginals(words, pairs, first, Steps(LENGTHS)) == pytest.approx(found.labels)


def test_spans_are_read_off_statement_by_statement() -> None:
    tags = [1, 2, 0, 3, 1, 1, 2, 4, 3, 4]  # an inner word of another label cannot follow: it joins or ends a span
    sure = numpy.full((10, LABELS), 0.02)
    sure[numpy.arange(10), tags] = 0.92
    found = spans(sure, Steps([3, 1, 4, 2]))
    assert [[s[:3] for s in some] for some in found[:2]] == [[(0, 0, 2)], [(1, 0, 1)]]
    assert found[3] == [(1, 0, 2, pytest.approx(0.92))]
    assert all(0 <= start < end <= 4 for _, start, end, _ in found[2])


def test_no_span_starts_within() -> None:
    sure = numpy.full((2, LABELS), 0.01)
    sure[:, 2] = 0.95
    sure[0, 1] = 0.03
    assert spans(sure, Steps([2])) == [[(0, 0, 2, pytest.approx(0.03))]]


def test_no_span_may_count_less() -> None:
    sure = numpy.array([[0.5, 0.4, 0.0, 0.1, 0.0]])
    assert spans(sure, Steps([1])) == [[]]
    assert spans(sure, Steps([1]), 0.7) == [[(0, 0, 1, pytest.approx(0.4))]]


def test_only_a_broken_statement_needs_its_best_path() -> None:
    sure = numpy.full((5, LABELS), 0.05)
    sure[[0, 1, 2, 3, 4], [1, 2, 1, 4, 0]] = 0.6  # the second statement goes on with what it did not start
    sure[2, 3], sure[3, 2] = 0.3, 0.1
    assert spans(sure, Steps([2, 3]))[0] == [(0, 0, 2, pytest.approx(0.6))]
    assert spans(sure, Steps([2, 3])) == [*spans(sure[:2], Steps([2])), *spans(sure[2:], Steps([3]))]
    assert [s[:3] for s in spans(sure, Steps([2, 3]))[1]] == [(1, 0, 2)]
