"""Lines: bullets, list numbers, indentation."""

from __future__ import annotations

import pytest

from eligo.reading.lines import split_lines

MARKED = [  # the line, its bullet's style, its words
    ("- Age over 40", "-", "Age over 40"),
    ("  *  Age over 40", "*", "Age over 40"),
    ("• Age over 40", "•", "Age over 40"),
    ("◦ Age over 40", "◦", "Age over 40"),
    ("– Age over 40", "–", "Age over 40"),
    ("· Age over 40", "·", "Age over 40"),
    ("§ Age over 40", "§", "Age over 40"),
    ("o Age over 40", "o", "Age over 40"),
    ("-Age over 40", "-", "Age over 40"),
    ("1. Age over 40", "1.", "Age over 40"),
    ("1) Age over 40", "1)", "Age over 40"),
    ("(1) Age over 40", "(1)", "Age over 40"),
    ("1.Age over 40", "1.", "Age over 40"),
    ("a. Age over 40", "a.", "Age over 40"),
    ("a) Age over 40", "a)", "Age over 40"),
    ("(a) Age over 40", "(a)", "Age over 40"),
    ("i. Age over 40", "i.", "Age over 40"),
    ("3.1 Age over 40", "1.1", "Age over 40"),
    ("- 1. Age over 40", "-1.", "Age over 40"),
]


@pytest.mark.parametrize(("text", "style", "words"), MARKED)
def test_bullets(text: str, style: str, words: str) -> None:
    (line,) = split_lines(text)
    assert line.marker is not None
    assert (line.marker.style, line.text) == (style, words)
    assert text[line.start : line.end] == words


PLAIN = [
    "1.5 mg/dL or more",
    "-5 dioptres or worse",
    "E. coli in the urine",
    "C. difficile colitis",
    "12 weeks of age",
    "≥ 18 years",
]


@pytest.mark.parametrize("text", PLAIN)
def test_no_bullet(text: str) -> None:
    (line,) = split_lines(text)
    assert line.marker is None


def test_a_number_out_of_sequence_ends_a_sentence() -> None:
    lines = list(split_lines("1. Aged between 18 and\n65. No asthma\n2. Able to walk"))
    assert [line.marker.ordinal if line.marker else None for line in lines] == [1, None, 2]


def test_letters_go_on_as_letters_and_roman_numbers_as_roman() -> None:
    lines = list(split_lines("h) one\ni) two\nj) three"))
    assert [line.marker.style if line.marker else None for line in lines] == [None, "i)", None]
    lines = list(split_lines("\n".join(f"{c}) word" for c in "abcdefghij")))
    assert {line.marker.style for line in lines if line.marker} == {"a)"}
    lines = list(split_lines("i. one\nii. two\niii. three\niv. four\nv. five"))
    assert [line.marker.ordinal for line in lines if line.marker] == [1, 2, 3, 4, 5]


def test_gaps_rulers_and_line_endings() -> None:
    lines = list(split_lines("one\r\n\r\ntwo\rthree\n-----\nfour\u2028five\n\u200b\nsix"))
    assert [(line.text, line.gap) for line in lines] == [
        ("one", True),
        ("two", True),
        ("three", False),
        ("four", True),
        ("five", False),
        ("six", True),
    ]
