"""Reactions that name nothing they are to, and doses between two ends."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


def read(kind: str, text: str) -> str:
    """The rendering of one criterion, all of which is read."""
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert criterion.unparsed == ()
    return render(criterion.logic)


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Allergy, asthma or eczema", "allergy or asthma or eczema"),
        ("History of ocular allergy and/or uveitis", "ocular allergy or history of uveitis"),
        ("Drug intolerance or asthma", "drug intolerance or asthma"),
        ("Known allergy, hypersensitivity or intolerance to aspirin",
         "hypersensitivity to aspirin or intolerance to aspirin"),
        ("Heparin allergy or asthma", "hypersensitivity to heparin or asthma"),
        ("Intolerance or contraindication to metformin", "intolerance to metformin or contraindication to metformin"),
    ],
)  # fmt: skip
def test_reactions(text: str, rendering: str) -> None:
    """An allergy to nothing that is named is a thing of its own; the word before or behind a list is of its drugs."""
    assert read("Exclusion", text) == rendering


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Metformin at least 1500 mg but not more than 2500 mg daily", "metformin 1500 to 2500 mg/day"),
        ("Prednisone of 5 mg or more but ≤ 20 mg per day", "prednisone 5 to 20 mg/day"),
        ("Receiving at least 1000 mg but not greater than 2000 mg of stable metformin therapy",
         "concurrent stable dose of metformin 1000 to 2000 mg"),
    ],
)  # fmt: skip
def test_doses(text: str, rendering: str) -> None:
    """A day's dose between two ends; "not greater than" denies no drug."""
    assert read("Inclusion", text) == rendering


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Unable to lie flat or unable to hold breath", "no ability to lie flat or no ability to hold breath"),
        ("It is not possible to place a tube or it is not possible to see the diaphragm",
         "no ability to place a tube or no ability to see the diaphragm"),
        ("Unable to lie flat or to hold breath", "no ability to lie flat or to hold breath"),
        ("Unable or unwilling to travel", "no willingness to travel"),
    ],
)  # fmt: skip
def test_abilities(text: str, rendering: str) -> None:
    """Each ability that is denied in words of its own is asked for."""
    assert read("Exclusion", text) == rendering


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Healthy volunteers (men and women)", "good general health and sex male or female"),
        ("For patients of reproductive potential (males and females): use of contraception",
         "if childbearing potential then contraception"),
    ],
)  # fmt: skip
def test_sexes_in_brackets(text: str, rendering: str) -> None:
    """Both sexes in brackets take nothing from what stands before them."""
    assert read("Inclusion", text) == rendering


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Severe hypersensitivity to paclitaxel", "severe hypersensitivity to paclitaxel"),
        ("Serious allergic reactions to aspirin or asthma", "serious hypersensitivity to aspirin or asthma"),
        ("Severe allergy to aspirin or intolerance to metformin",
         "severe hypersensitivity to aspirin or intolerance to metformin"),
        ("Severe hypersensitivity to aspirin or food allergy", "severe aspirin allergy or food allergy"),
        ("Severe allergy to latex or peanuts", "severe allergy to latex or severe allergy to peanut"),
    ],
)  # fmt: skip
def test_degrees(text: str, rendering: str) -> None:
    """How bad a reaction must have been stays with it, and with it only."""
    assert read("Exclusion", text) == rendering


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("Allergic to aspirin.", "unknown"), ("Severe allergy to aspirin.", "fail"),
        ("Not allergic to aspirin.", "pass"),
        ("Allergic to aspirin, no anaphylaxis.", "unknown"), ("Severe asthma, allergic to aspirin.", "unknown"),
        ("Allergic to aspirin (not severe).", "unknown"), ("Allergic to aspirin (anaphylaxis).", "fail"),
        ("Allergic to aspirin, with anaphylaxis to penicillin.", "unknown"),
        ("Allergies: aspirin - severe hypersensitivity reaction", "fail"),
    ],
)  # fmt: skip
def test_a_mild_reaction_keeps_nobody_out(note: str, verdict: str) -> None:
    """A reaction of which no degree is stated may not have been severe."""
    trial = eligo.parse("Exclusion Criteria:\n\n- Severe hypersensitivity to aspirin\n")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]
