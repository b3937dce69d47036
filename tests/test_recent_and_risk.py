"""A time in brackets before the thing it dates, and what people are at risk of."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render
from eligo.schema import leaves

CASES = [
    ("Recent (within 5 months) pancreatitis", "pancreatitis within 5 months before"),
    ("Recent (< 9 weeks) use of prednisone", "prednisone within 9 weeks before"),
    ("Recent (within 2 months) stroke or gout", "stroke within 2 months before or gout within 2 months before"),
    ("Gout, or recent (within 2 months) stroke", "gout or stroke within 2 months before"),
    ("Stroke, recent (within 7 months)", "stroke within 7 months before"),
    ("At high risk of bleeding", "risk of bleeding"),
    ("Risk factors for stroke", "risk of stroke"),
    ("Increased risk of bleeding, gout or asthma", "risk of bleeding or gout or asthma"),
    ("Hepatitis B or C infection", "hepatitis B or hepatitis C"),
    ("Hepatitis A, B, or C infection", "hepatitis A or hepatitis B or hepatitis C"),
    ("Warfarin (≤ 2 mg/day is allowed)", "warfarin, except warfarin ≤ 2 mg/day"),
    ("Warfarin > 2 mg/day (≤ 2 mg/day is allowed)", "warfarin > 2 mg/day"),
    ("Major surgery ≤ 20 days or gout", "major surgery within 20 days before or gout"),
    ("High-risk neuroblastoma", "high-risk neuroblastoma"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "understood"), CASES)
def test_understood(text: str, understood: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood


def test_a_risk_is_for_a_person_to_judge() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- At high risk of bleeding\n")
    (verdict,) = eligo.match(trial, eligo.annotate("Bleeding of the nose last year.")).verdicts
    assert verdict.verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Active, known or suspected sarcoidosis", "sarcoidosis"),
        ("Known, suspected, or active sarcoidosis", "sarcoidosis"),
        ("Known or suspected active sarcoidosis", "active sarcoidosis"),
        ("Active or suspected sarcoidosis", "active sarcoidosis or suspected sarcoidosis"),
    ],
)
def test_what_is_known_is_enough(text: str, understood: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood


@pytest.mark.parametrize("text", ["Age at diagnosis below 17 years", "Diagnosed with asthma before age 17"])
def test_the_age_at_diagnosis_is_not_the_age(text: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert "age" not in {c.type for c in leaves(criterion.logic)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("High bleeding risk", "risk of bleeding"),
        ("Low bleeding risk", "low risk of bleeding"),
        ("Stroke risk or gout", "risk of stroke or gout"),
        ("Deep vein thrombosis (DVT) risk", "risk of deep vein thrombosis"),
        ("High risk myelodysplastic syndrome", "high-risk myelodysplastic syndrome"),
        ("Low or intermediate risk prostate cancer", "low-risk prostate cancer or intermediate-risk prostate cancer"),
        ("Standard-risk acute lymphoblastic leukemia", "standard-risk acute lymphoblastic leukemia"),
        ("High risk of stroke", "risk of stroke"),
        ("High risk factors for stroke", "risk of stroke"),
    ],
)
def test_whose_risk(text: str, said: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == said


def test_high_risk_people_are_not_understood() -> None:
    (criterion,) = eligo.parse("Exclusion Criteria:\n\n- High-risk patients with gout\n").criteria
    assert criterion.unparsed == ("High-risk",)
