"""Who has another diagnosis, race or sex than the one named is kept out: that one is denied."""

import pytest

import eligo
from eligo.logic import render


def criterion(text: str):
    return eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Diagnosis other than breast cancer", "no breast cancer"),
        ("Primary diagnosis other than schizophrenia", "no schizophrenia"),
        ("Gender other than female", "no sex female"),
        ("Current diagnosis of any arthritis other than gout", "active arthritis, except gout"),
        ("Arthritis other than gout", "arthritis, except gout"),
        (
            "Severe immediate hypersensitivity reaction to any of the agents used in this study",
            "severe hypersensitivity to study drug",
        ),
        ("Infection that currently requires active intervention", "infection requiring treatment"),
    ],
)
def test_another_kind(text: str, expected: str) -> None:
    read = criterion(text)
    assert render(read.logic) == expected


def test_an_exception_alone_asks_nothing() -> None:
    assert criterion("Except gout").logic is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Women of childbearing potential must use oral contraceptives", "no oral contraceptives"),
        ("Women must use birth control (i.e. oral contraceptives) in the study", "no oral contraceptives"),
    ],
)
def test_contraception_that_is_demanded_by_name(text: str, expected: str) -> None:
    assert expected in render(criterion(text).logic)


def test_another_drug_that_is_demanded_is_left_as_it_is() -> None:
    assert "no folic acid" not in render(criterion("Women must take folic acid").logic)
