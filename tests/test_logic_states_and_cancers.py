"""States of a disease and cancers of which one will do, and what a biopsy proved."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render
from eligo.logic.cancers_listed import fold_cancers
from eligo.logic.terms import Term
from eligo.schema import Concept, Constraint


def _said(text: str, kind: str = "Inclusion") -> str | None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    return render(criterion.logic) if criterion.logic is not None else None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Latent or active TB infection", "latent tuberculosis or active tuberculosis"),
        ("Chronic or currently active sinusitis", "chronic sinusitis or active sinusitis"),
        ("Tuberculosis (active or latent)", "active tuberculosis or latent tuberculosis"),
        (
            "Uncontrolled asthma (treated or untreated)",
            "uncontrolled, treated asthma or uncontrolled, untreated asthma",
        ),
        ("Severe, active sinusitis", "active severe sinusitis"),
        ("Ongoing or active sinusitis", "active sinusitis"),
    ],
)
def test_a_quality_or_activity_is_one_of_two(text: str, said: str) -> None:
    assert _said(text, "Exclusion") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hodgkin and non-Hodgkin lymphoma", "Hodgkin lymphoma or non-Hodgkin lymphoma"),
        ("Adenocarcinoma and squamous cell carcinoma of the lung", "adenocarcinoma or squamous cell lung cancer"),
        (
            "Gastric, liver and non-small cell lung cancer",
            "gastric cancer or liver cancer or non-small cell lung cancer",
        ),
        (
            "Mantle cell lymphoma, follicular lymphoma, multiple myeloma",
            "mantle cell lymphoma or follicular lymphoma or multiple myeloma",
        ),
        ("Breast cancer and inflammatory breast cancer", "breast cancer and inflammatory breast cancer"),
        ("Adenocarcinoma and gastric cancer", "adenocarcinoma and gastric cancer"),
        ("Gastric cancer, adenocarcinoma", "gastric cancer and adenocarcinoma"),
        ("Both gastric cancer and breast cancer", "gastric cancer and breast cancer"),
        ("Gastric cancer and history of melanoma", "gastric cancer and history of melanoma"),
    ],
)
def test_of_cancers_one_will_do(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Biopsy proven sarcoidosis or amyloidosis", "confirmed sarcoidosis or confirmed amyloidosis"),
        ("Kidney biopsy-proven amyloidosis", "confirmed amyloidosis"),
        ("Sarcoidosis (biopsy-proven)", "confirmed sarcoidosis"),
    ],
)
def test_what_a_biopsy_proved_is_confirmed(text: str, said: str) -> None:
    assert _said(text) == said


def test_what_a_biopsy_proved_benign_is_for_a_person() -> None:
    assert _said("Breast mass unless biopsy proven benign", "Exclusion") == "breast mass, except benign by biopsy"


def test_a_state_that_the_hierarchy_does_not_have_is_no_cancer() -> None:
    age = Constraint(
        "condition", "gestational age", "", 0, 0, concept=Concept("demo:gestational_age", "gestational age")
    )
    gout = Constraint("condition", "gout", "", 0, 0)
    terms = [Term(age, frozenset({"condition"})), Term(gout, frozenset({"condition"}), "and")]
    assert fold_cancers(terms) == terms
