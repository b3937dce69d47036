"""The words of a statement, and the rules' hints on them."""

from __future__ import annotations

import pytest

from eligo.models.words import cut, hinted, marked, normal
from eligo.schema import Mention, Quantity, TimeExpression


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10mg daily", ["10", "mg", "daily"]),
        ("CD4/CD8 >= 1,500.5", ["CD", "4", "/", "CD", "8", ">", "=", "1,500.5"]),
        ("non-small  cell", ["non", "-", "small", "cell"]),
        ("", []),
    ],
)
def test_words_are_cut_between_kinds_of_signs(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in cut(text)] == words


def test_a_mark_begins_once_and_the_first_wins() -> None:
    words = cut("severe heart failure today")
    marks = [("condition", 7, 20), ("anatomy", 7, 12), ("severity", 0, 6)]
    assert marked(words, marks) == ["B-severity", "B-condition", "condition", ""]


def test_hints_count_from_the_statement() -> None:
    given = hinted(
        "within 4 weeks of barcillin 5 mg",
        [Mention("drug", "barcillin", "barcillin", 118, 127)],
        [Quantity("4", 107, 108), Quantity("5 mg", 128, 132)],
        [TimeExpression("within 4 weeks", 100, 114)],
        offset=100,
    )
    assert given.terms == (("drug", 18, 27),)
    assert given.numbers == (("time", 0, 14), ("quantity", 28, 32))


def test_numbers_share_a_form() -> None:
    assert [normal(w) for w in ("1,500", "ANC", "µ")] == ["0", "anc", "µ"]
