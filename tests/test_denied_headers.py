"""A header that denies something denies the bullets that name its kinds."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render


def read(header: str, *bullets: str) -> list[str | None]:
    """The trees of an inclusion's header and its bullets."""
    lines = "\n".join(f"    - {b}" for b in bullets)
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {header}\n{lines}\n- Age 18 or older\n", source="x")
    return [render(c.logic) if c.logic is not None else None for c in trial.criteria[:-1]]


@pytest.mark.parametrize(
    ("header", "own"),
    [
        ("No serious medical illness, including any of the following:", "no severe medical illness"),
        ("No serious medical illness, including:", "no severe medical illness"),
        ("No heart disease including, but not limited to, any of the following:", "no heart disease"),
        ("Patients without significant heart disease, such as:", "no clinically significant heart disease"),
        ("Must not have active heart disease as evidenced by any of the following:", "no active heart disease"),
        ("Asthma and no active heart disease, including any of the following:", "asthma and no active heart disease"),
    ],
)
def test_kinds_are_denied_one_by_one(header: str, own: str) -> None:
    assert read(header, "Angina", "Uncontrolled arrhythmia", "No epilepsy") == [
        own,
        "no angina",
        "no uncontrolled arrhythmia",
        "no epilepsy",
    ]


def test_bullets_of_bullets_too() -> None:
    lines = "    - Heart disease, including any of the following:\n        - Angina\n        - Arrhythmia\n    - Gout\n"
    trial = eligo.parse(
        f"Inclusion Criteria:\n\n- No serious illness, including any of the following:\n{lines}", source="x"
    )
    trees = [render(c.logic) for c in trial.criteria if c.logic is not None]
    assert trees == ["no medical illness", "no heart disease", "no angina", "no arrhythmia", "no gout"]


def test_of_two_things_only_both() -> None:
    assert read("No lung cancer with any of the following characteristics:", "Hemoptysis", "Pleural effusion") == [
        "not (lung cancer and (hemoptysis or pleural effusion))",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("header", "bullets", "trees"),
    [
        # bounds of healthy people are asked for
        (
            "No leukemia, as indicated by the following:",
            ("White blood cells ≤ ULN", "Platelets ≥ 100,000/µL"),
            ["no leukemia", "white blood cells ≤ 1 × ULN and no leukemia", "platelets ≥ 100000 /µL and no leukemia"],
        ),
        (
            "No uncontrolled hypertension, including:",
            ("Systolic blood pressure > 160 mm Hg", "Diastolic blood pressure > 100 mm Hg"),
            [
                "no uncontrolled hypertension",
                "no systolic blood pressure > 160 mm Hg",
                "no diastolic blood pressure > 100 mm Hg",
            ],
        ),
        # exceptions are none of its kinds
        (
            "No other malignancy, with the exception of any of the following:",
            ("Breast cancer", "Prostate cancer"),
            ["not (second primary malignancy, except breast cancer or prostate cancer)", None, None],
        ),
        (
            "No brain metastases except those that meet all of the following:",
            ("Asymptomatic", "Not treated with steroids"),
            ["not (brain metastases, except (Asymptomatic and no prior corticosteroids))", None, None],
        ),
        (
            "No other malignancy; exceptions are made for patients who meet any of the following:",
            ("Breast cancer", "Prostate cancer"),
            ["not (second primary malignancy, except breast cancer or prostate cancer)", None, None],
        ),
        # what is asked for goes on
        (
            "Heart disease, including any of the following:",
            ("Angina", "Arrhythmia"),
            ["heart disease and (angina or arrhythmia)", None, None],
        ),
    ],
)
def test_others(header: str, bullets: tuple[str, ...], trees: list[str | None]) -> None:
    assert read(header, *bullets) == trees


@pytest.mark.parametrize(
    "header",
    [
        "None of the following heart diseases:",
        "No history of the following diseases unrelated to gout:",
        "No concurrent use of the following drugs that may prolong the QT interval:",
        "No heart disease that may lead to arrhythmia, including any of the following:",
        "No severe illness that could affect participation, including any of the following:",
        "None of the following within 3 weeks:",
    ],
)
def test_denied_whatever_is_said_of_them(header: str) -> None:
    trees = read(header, "Angina", "No evidence of asthma", "Not pregnant", "Not able to swallow tablets")[1:]
    plain = [(tree or "").replace(" within 3 weeks before", "").replace("active ", "") for tree in trees]
    assert plain == ["no angina", "no asthma", "not pregnant", "ability to swallow tablets"]


def test_what_shows_the_absence_is_not_denied() -> None:
    assert read("No metastases based upon the following examinations:", "Computed tomography")[1] == "CT"
