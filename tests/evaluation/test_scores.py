"""Counts, alignment and agreement, against figures worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.evaluation.agreement import accuracy, confusion, kappa, macro_f1
from eligo.evaluation.scores import Counts, Labelled, align, compare, total


def test_undefined_stays_undefined() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    assert (Counts(fn=1).precision, Counts(fn=1).recall, Counts(fn=1).f1) == (None, 0.0, 0.0)
    assert (Counts(fp=1).precision, Counts(fp=1).recall) == (0.0, None)


def test_rates_by_hand() -> None:
    counts = Counts(6, 2, 4)  # 6 of 8 predictions right, 6 of 10 found: F1 = 12 / (12 + 2 + 4)
    assert counts.precision == 0.75
    assert counts.recall == 0.6
    assert counts.f1 == pytest.approx(2 / 3)
    assert total([Counts(1, 0, 2), Counts(5, 2, 2)]) == counts


def test_a_duplicate_is_no_second_hit() -> None:
    assert compare(["a", "b"], ["a", "a"]) == Counts(1, 1, 1)
    assert compare([], []) == Counts()


def span(label: str, start: int, end: int) -> Labelled:
    return Labelled(label, start, end)


def test_strict_wants_the_same_span_and_label() -> None:
    gold = [span("drug", 0, 5), span("drug", 8, 12)]
    ours = [span("drug", 0, 5), span("drug", 8, 11), span("condition", 8, 12)]
    assert align(gold, ours) == [(0, 0)]
    assert align(gold, ours, relaxed=True) == [(0, 0), (1, 1)]


def test_relaxed_gives_each_prediction_one_gold() -> None:
    assert align([span("d", 0, 4), span("d", 5, 9)], [span("d", 0, 9)], relaxed=True) == [(0, 0)]


def test_relaxed_pairs_as_many_as_there_can_be() -> None:
    gold = [span("d", 0, 10), span("d", 4, 6)]
    ours = [span("d", 3, 7), span("d", 8, 12)]  # the first gold must leave the first prediction to the second
    assert align(gold, ours, relaxed=True) == [(0, 1), (1, 0)]


spans = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.integers(1, 4)).map(lambda t: span(t[0], t[1], t[1] + t[2])),
    max_size=7,
)


@given(spans, spans)
def test_alignment_is_one_to_one_and_relaxed_finds_no_less(gold: list[Labelled], ours: list[Labelled]) -> None:
    strict, relaxed = align(gold, ours), align(gold, ours, relaxed=True)
    for pairs in (strict, relaxed):
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
        assert all(gold[i].label == ours[j].label for i, j in pairs)
    assert len(relaxed) >= len(strict) == compare(gold, ours).tp
    assert len(relaxed) == len(align(ours, gold, relaxed=True))


GOLD = ["yes", "yes", "yes", "yes", "no", "no", "open", "open", "open", "open"]
OURS = ["yes", "yes", "no", "open", "no", "yes", "open", "open", "open", "yes"]


def test_agreement_by_hand() -> None:
    matrix = confusion(GOLD, OURS, ["yes", "no", "open", "never"])
    assert matrix[:3, :3].tolist() == [[2, 1, 1], [1, 1, 0], [1, 0, 3]]
    assert accuracy(matrix) == 0.6
    # F1: yes 2*2/(4+4), no 2*1/(2+2), open 2*3/(4+4); the class that never occurs is left out
    assert macro_f1(matrix) == pytest.approx((0.5 + 0.5 + 0.75) / 3)
    # chance: .4*.4 + .2*.2 + .4*.4 = .36
    assert kappa(matrix) == pytest.approx((0.6 - 0.36) / (1 - 0.36))


def test_agreement_is_that_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    matrix = confusion(GOLD, OURS, ["no", "open", "yes"])
    assert matrix.tolist() == metrics.confusion_matrix(GOLD, OURS).tolist()
    assert macro_f1(matrix) == pytest.approx(metrics.f1_score(GOLD, OURS, average="macro"))
    assert kappa(matrix) == pytest.approx(metrics.cohen_kappa_score(GOLD, OURS))


def test_agreement_of_nothing() -> None:
    empty = confusion([], [], ["a"])
    assert (accuracy(empty), macro_f1(empty), kappa(empty)) == (None, None, None)
    assert kappa(confusion(["a"], ["a"], ["a", "b"])) is None
    with pytest.raises(ValueError, match="no class 'c'"):
        confusion(["c"], ["a"], ["a"])
