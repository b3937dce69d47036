"""The linear chain against every path counted one by one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy
import pytest

from eligo.models.crf import Believed, Steps, believed, expected, illegal, spans

LABELS = 5
LENGTHS = [3, 1, 4, 2]
Scores = tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]


@pytest.fixture
def scores() -> Scores:
    draw = numpy.random.RandomState(3)
    pairs, first = illegal(LABELS)
    return draw.randn(sum(LENGTHS), LABELS), draw.randn(LABELS, LABELS) + pairs, draw.randn(LABELS) + first


def alone(words: numpy.ndarray, pairs: numpy.ndarray, first: numpy.ndarray) -> Believed:
    """What one chain says."""
    return believed(words[None], pairs[None], first[None], Steps(LENGTHS))


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


def test_messages_sum_over_every_path(scores: Scores) -> None:
    words, pairs, first = scores
    found = expected(words, pairs, first, Steps(LENGTHS))
    at, counts, firsts = 0, numpy.zeros_like(pairs), numpy.zeros(LABELS)
    for length in LENGTHS:
        labels, some = every_path(words[at : at + length], pairs, first)
        assert found.labels[at : at + length] == pytest.approx(labels)
        counts, firsts, at = counts + some, firsts + labels[0], at + length
    assert found.pairs == pytest.approx(counts)
    assert found.first == pytest.approx(firsts)
    assert alone(words, pairs, first).labels[0] == pytest.approx(found.labels)


def likely_spans(
    scores: numpy.ndarray, pairs: numpy.ndarray, first: numpy.ndarray
) -> dict[tuple[int, int, int], float]:
    """Of one statement each span's share of the weight of every path."""
    found: dict[tuple[int, int, int], float] = {}
    total = 0.0
    for path in product(range(LABELS), repeat=len(scores)):
        score = first[path[0]] + sum(scores[n, tag] for n, tag in enumerate(path))
        weight = numpy.exp(score + sum(pairs[a, b] for a, b in pairwise(path)))
        total += weight
        for start, tag in enumerate(path):
            if tag % 2:
                end = start + 1
                while end < len(path) and path[end] == tag + 1:
                    end += 1
                span = ((tag - 1) // 2, start, end)
                found[span] = found.get(span, 0.0) + weight
    return {span: weight / total for span, weight in found.items() if weight}


def test_a_span_is_as_likely_as_the_paths_on_which_it_is_one(scores: Scores) -> None:
    words, pairs, first = scores
    least, at = 0.12, 0
    found = spans(alone(words, pairs, first), Steps(LENGTHS), least)
    assert max(map(len, found)) > 1
    for length, some in zip(LENGTHS, found, strict=True):
        every = likely_spans(words[at : at + length], pairs, first)
        assert {span[:3]: span[3] for span in some} == {span[:3]: pytest.approx(every[span[:3]]) for span in some}
        places = {place for _, start, end, _ in some for place in range(start, end)}
        for (_, start, end), likely in every.items():
            assert likely < least or places & set(range(start, end))
        at += length


def test_of_spans_that_overlap_the_likeliest_is_one() -> None:
    labels = numpy.array([[0.0, 0.9, 0.0, 0.1, 0.0], [0.36, 0.0, 0.54, 0.1, 0.0]])
    going = numpy.zeros((2, 2, 2))
    going[1, 0, 0] = 0.6
    said = Believed(labels[None], going[None])
    assert spans(said, Steps([2]), 0.3) == [[(0, 0, 2, pytest.approx(0.54))]]
    assert spans(said, Steps([2]), 0.05) == [[(0, 0, 2, pytest.approx(0.54))]]
    assert spans(said, Steps([2]), 0.6) == [[]]


def test_several_networks_are_one_by_their_mean(scores: Scores) -> None:
    words, pairs, first = scores
    one, twice = ([scores[None] for scores in (words, pairs, first)], [[words, words], [pairs, pairs], [first, first]])
    mirrored = [[words, -words], [pairs, pairs], [first, first]]
    said = [believed(*map(numpy.asarray, each), Steps(LENGTHS)) for each in (one, twice, mirrored)]
    found, again, mean = (spans(each, Steps(LENGTHS), 0.1) for each in said)
    assert again == found
    at = 0
    for length, some in zip(LENGTHS, mean, strict=True):
        every = [likely_spans(sign * words[at : at + length], pairs, first) for sign in (1, -1)]
        for *span, likely in some:
            assert likely == pytest.approx(sum(each[tuple(span)] for each in every) / 2)
        at += length
