"""What a feared harm is feared of is quoted with it, and what stands beside it as an alternative stays asked."""

import pytest

import eligo
from eligo.logic import render
from eligo.schema import leaves


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    "text",
    [
        "Regular use of agents that may alter the uptake of zinc",
        "Current or past illness (other than gout) that could interfere with the visits",
        "Anything inside which would preclude a scan",
        "Work abroad that would prevent the monthly visits",
    ],
)
def test_what_has_no_other_name_is_quoted(text: str) -> None:
    read = criterion(text)
    assert render(read.logic) == text
    assert read.parsed == "full"
    (leaf,) = leaves(read.logic)
    assert leaf.text == read.text[leaf.start - read.start : leaf.end - read.start]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Asthma, gout or other drugs that may alter bone", "asthma or gout or other drugs that may alter bone"),
        (
            "Psychiatric illness or social situation that would limit the visits",
            "(psychiatric disorder or social circumstances (“social situation”)) and that would limit the visits",
        ),
        (
            "Medical or psychiatric illness that would limit the visits",
            "(medical illness or psychiatric disorder) and that would limit the visits",
        ),
        (
            "Heart disease or a family history which might hinder the visits",
            "(heart disease or a family history) and which might hinder the visits",
        ),
        (
            "Uncontrolled illness including gout, asthma or psychiatric illness/social situations "
            "that would limit the visits",
            "uncontrolled gout or asthma or "
            "((psychiatric disorder or social circumstances (“social situations”)) and that would limit the visits)",
        ),
        ("Gout that would limit the visits", "gout and that would limit the visits"),
        ("Gout or asthma that would limit the visits", "(gout or asthma) and that would limit the visits"),
    ],
)
def test_alternatives_stay_asked(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"
