"""Intervals and paired tests, by document."""

from __future__ import annotations

import numpy as np
import pytest

from eligo.evaluation.bootstrap import interval, p_value
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import STATISTICS, Answers, Tally

F1 = STATISTICS["f1"]


def test_an_interval_holds_the_figure_and_repeats() -> None:
    rows = np.array([[3, 1, 0], [0, 2, 1], [5, 0, 0], [1, 1, 4]] * 9)
    ends = interval(rows, F1, seed=7)
    figure = F1(rows.sum(axis=0))
    assert ends is not None
    assert figure is not None
    assert 0 <= ends[0] < figure < ends[1] <= 1
    assert ends == interval(rows, F1, seed=7)
    assert ends != interval(rows, F1, seed=8)


def test_equal_documents_leave_nothing_open() -> None:
    assert interval(np.array([[2, 1, 1]] * 5), F1) == [round(2 / 3, 4)] * 2


def test_no_interval_of_what_is_undefined_or_of_one_document() -> None:
    assert interval(np.zeros((4, 3), dtype=int), F1) is None
    assert interval(np.array([[1, 0, 0]]), F1) is None


def test_p_of_the_same_run_is_one_and_of_a_better_one_small() -> None:
    rows = np.array([[4, 1, 1], [2, 2, 2], [6, 0, 1], [3, 1, 0]] * 5)
    assert p_value(rows, rows, F1) == 1.0
    better = rows + np.array([3, 0, 0])
    p = p_value(better, rows, F1)
    assert p is not None
    assert p < 0.01
    assert p == p_value(rows, better, F1)


def test_p_wants_the_same_documents() -> None:
    with pytest.raises(ValueError, match="not the same documents"):
        p_value(np.zeros((2, 3)), np.zeros((3, 3)), F1)


def test_tally_sums_by_type_and_document() -> None:
    tally = Tally()
    tally.add("one", "drug", Counts(1, 1, 0))
    tally.add("one", "age", Counts(0, 0, 2))
    tally.add("two", "drug", Counts(1, 0, 0))
    tally.add("three")
    figures = tally.figures()
    assert (figures["tp"], figures["fp"], figures["fn"]) == (2, 1, 2)
    assert figures["f1"] == round(4 / 7, 4)
    assert tally.by_type()["age"]["precision"] is None
    assert tally.by_document() == {"one": [1, 1, 2], "two": [1, 0, 0], "three": [0, 0, 0]}


def test_answers_know_their_majority_and_kinds() -> None:
    answers = Answers(("no", "yes"))
    for document, kind, gold, given in (("a", "x", "yes", "yes"), ("a", "y", "no", "yes"), ("b", "x", "yes", "no")):
        answers.add(document, kind, gold, given)
    assert answers.figures()["accuracy"] == round(1 / 3, 4)
    assert answers.figures()["confusion"] == {"no": {"yes": 1}, "yes": {"no": 1, "yes": 1}}
    assert answers.by_kind()["y"]["n"] == 1
    assert answers.majority() == "yes"
    assert answers.always("yes").figures()["accuracy"] == round(2 / 3, 4)
    accuracy = STATISTICS["accuracy"]
    assert accuracy(np.array(list(answers.by_document().values())).sum(axis=0)) == pytest.approx(1 / 3)
