"""Phrases that come back in the criteria of many sponsors."""

import pytest

import eligo
from eligo.logic import render


def criterion(text: str, kind: str):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("kind", "text", "rendered"),
    [
        (
            "Inclusion",
            "Healthy male non-smoking volunteers aged 20-50 years, with a history of gout",
            "good general health and sex male and no tobacco use and history of gout and age 20 to 50 years",
        ),
        (
            "Inclusion",
            "Healthy men aged 20-50 years with suitable veins for cannulation or repeated venipuncture",
            "good general health and sex male and reliable venous access and age 20 to 50 years",
        ),
        (
            "Exclusion",
            "Any finding of the medical examination deviating from normal",
            "physical examination abnormality",
        ),
        ("Exclusion", "Patients with asthma were not enrolled", "asthma"),
        ("Inclusion", "Patients w/o asthma", "no asthma"),
        ("Exclusion", "Patients who fail to respond to insulin", "resistance to insulin"),
        (
            "Inclusion",
            "No concurrent corticosteroids above physiologic replacement doses",
            "no concurrent corticosteroids above physiologic replacement doses",
        ),
        ("Exclusion", "Patients who will fail to comply with the protocol", "noncompliance"),
        (
            "Inclusion",
            "Gout for which standard treatment is not available or no longer effective",
            "gout and no standard therapy available",
        ),
        (
            "Inclusion",
            "Negative pregnancy test within 3 days prior to initiating chemotherapy on trial",
            "pregnancy test negative within 3 days before event",
        ),
        ("Exclusion", "Hypersensitivity to a CD99 antibody", "hypersensitivity to CD99 antibody"),
    ],
)
def test_read_in_full(kind: str, text: str, rendered: str) -> None:
    read = criterion(text, kind)
    assert (render(read.logic), read.parsed) == (rendered, "full")


def test_the_age_at_which_somebody_began_to_smoke_is_not_the_patients() -> None:
    read = criterion("Started smoking at 18 years", "Inclusion")
    assert "age" not in render(read.logic)
