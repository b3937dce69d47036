# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Limits given by age in a table below a criterion; ages that a law may set; how a blood pressure is taken."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render


def _read(text: str) -> dict[str, str | None]:
    trial = eligo.parse(text, source="x")
    return {c.id: render(c.logic) if c.logic is not None else None for c in trial.criteria}


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            "Creatinine clearance ≥ 65 mL/min OR serum creatinine based on age/gender as follows:",
            ["0.7 mg/dL (3 to < 7 years of age)", "1.3 mg/dL (male) or 1.1 mg/dL (female) (>= 7 years of age)"],
        ),
        (
            "Creatinine clearance ≥ 65 mL/min or a creatinine according to age and sex:",
            ["3 to < 7 years: 0.7 (male and female)", ">= 7 years: male - 1.3; female - 1.1"],
        ),
        (
            "Creatinine clearance ≥ 65 mL/min or maximum serum creatinine by age, as follows:",
            ["3 to < 7 years; 0.7 mg/dL", "≥ 7 years: 1.3 mg/dL for males and 1.1 mg/dL for females"],
        ),
    ],
)
def test_a_table_by_age_is_an_alternative_of_what_announces_it(head: str, rows: list[str]) -> None:
    found = _read(f"Inclusion Criteria:\n\n- {head}\n" + "".join(f"  - {r}\n" for r in rows) + "- Albumin ≥ 2 g/dL\n")
    assert found["I1"] == (
        "creatinine clearance ≥ 65 mL/min or ((if age ≥ 3 years and < 7 years then creatinine ≤ 0.7 mg/dL) and "
        "(if age ≥ 7 years then (creatinine ≤ 1.3 mg/dL (male) and creatinine ≤ 1.1 mg/dL (female))))"
    )
    assert found["I1.1"] is None
    assert found["I1.2"] is None
    assert found["I2"] == "albumin ≥ 2 g/dL"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Age 4 to 9 years: maximum serum creatinine 0.9 mg/dL", "if age 4 to 9 years then creatinine ≤ 0.9 mg/dL"),
        ("For age (years) of less than or equal to 4, a maximum creatinine (mg/dl) of 0.7", "if age ≤ 4 years then creatinine ≤ 0.7 mg/dL"),
    ],
)  # fmt: skip
def test_a_row_may_name_what_it_limits(row: str, said: str) -> None:
    assert _read(f"Inclusion Criteria:\n\n- {row}\n")["I1"] == said


def test_what_is_no_row_ends_the_table() -> None:
    found = _read(
        "Inclusion Criteria:\n\n- Serum creatinine by age as follows:\n  - 2 to < 6 years: 0.8\n"
        "  - Bilirubin ≤ 1.5 mg/dL\n  - 6 to < 10 years: stable asthma\n"
    )
    assert found["I1.1"] == "if age ≥ 2 years and < 6 years then creatinine ≤ 0.8 mg/dL"
    assert found["I1.2"] == "total bilirubin ≤ 1.5 mg/dL"
    assert "creatinine" not in str(found["I1.3"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Age ≥ 19 years or legal age of consent in the country of residence", "age ≥ 19 years or legal age"),
        ("≥ 19 years of age (or the age of majority)", "age ≥ 19 years or legal age"),
        ("Age: 19 to72 years", "age 19 to 72 years"),
        ("Age greater than/equals to 19 years", "age ≥ 19 years"),
        ("Systolic blood pressure greater than or equal to142 mmHg", "systolic blood pressure ≥ 142 mm Hg"),
        ("Creatinine clearance or radioisotope GFR ≥ 65 mL/min", "creatinine clearance ≥ 65 mL/min or glomerular filtration rate ≥ 65 mL/min (radioisotope)"),
        ("Creatinine clearance or GFR (Cockcroft-Gault) ≥ 65 mL/min", "creatinine clearance ≥ 65 mL/min (Cockcroft-Gault) or glomerular filtration rate ≥ 65 mL/min (Cockcroft-Gault)"),
        ("Seated diastolic blood pressure ≤ 92 mmHg after 5 minutes of rest", "diastolic blood pressure ≤ 92 mm Hg (seated)"),
        ("Pulse 45-105 bpm at rest", "heart rate 45 to 105 /min"),
        ("Blood pressure and heart rate within normal limits in supine position after 10 minutes of rest", "blood pressure within normal limits (supine) and heart rate within normal limits (supine)"),
        ("Headache for at least 45 minutes", "headache for at least 45 minutes"),
        ("Headache for at least 4 months", "headache for at least 4 months"),
    ],
)  # fmt: skip
def test_wordings(text: str, said: str) -> None:
    assert _read(f"Inclusion Criteria:\n\n- {text}\n")["I1"] == said
