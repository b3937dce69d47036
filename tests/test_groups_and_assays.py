"""Whom a bound is for, what tells a finding, and how a pregnancy test is done."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


def _read(kind: str, text: str) -> tuple[str, tuple[str, ...]]:
    (criterion,) = eligo.parse(f"{kind} criteria:\n\n- {text}\n").criteria
    return render(criterion.logic) if criterion.logic is not None else "", criterion.unparsed


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Patients > 60 years must have a HCT-CI ≤ 2", "if age > 60 years then HCT-CI ≤ 2"),
        ("Patients ≥ 18 years must have ECOG 0-1", "age ≥ 18 years and ECOG 0, 1"),
        (
            "Patients not on warfarin INR ≤ 1.4; patients on warfarin INR ≤ 2.8",
            "if concurrent warfarin then INR ≤ 2.8, else INR ≤ 1.4",
        ),
        ("Patients with diabetes and HbA1c < 9 %", "diabetes mellitus and HbA1c < 9 %"),
        ("Age 2 to 5 years: creatinine ≤ 0.7 mg/dL", "if age 2 to 5 years then creatinine ≤ 0.7 mg/dL"),
        (
            "For those (< 18 years of age): ALT and AST < 2 x ULN",
            "if age < 18 years then (ALT < 2 × ULN and AST < 2 × ULN)",
        ),
        (
            "Adequate function (platelets > 90,000/µL, bilirubin < 2 x ULN. Patients on dialysis are exempt.",
            "(platelets > 90000 /µL and total bilirubin < 2 × ULN), except dialysis",
        ),
        (
            "LVEF by echocardiogram (ECHO) or multigated acquisition (MUGA) scan within normal range (according to "
            "institutional standards)",
            "left ventricular ejection fraction within normal limits (echocardiogram or MUGA)",
        ),
        ("Screening labs within normal limits", "laboratory tests within normal limits"),
    ],
)
def test_whom_a_bound_is_for(text: str, reads: str) -> None:
    assert _read("Inclusion", text)[0] == reads


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Thrombocytopenia, platelets < 60,000/µL", "thrombocytopenia and platelets < 60000 /µL"),
        ("Anemia, neutropenia, platelets < 60,000/µL", "anemia or neutropenia or platelets < 60000 /µL"),
        (
            "ALT/AST > 4 x ULN and bilirubin > 3 mg/dL",
            "(ALT > 4 × ULN or AST > 4 × ULN) and total bilirubin > 3 mg/dL",
        ),
        (
            "ALT ≥ 4 × ULN (≥ 6 × if liver metastases)",
            "if liver metastases then ALT ≥ 6 × ULN, else ALT ≥ 4 × ULN",
        ),
    ],
)
def test_what_tells_a_finding(text: str, reads: str) -> None:
    assert _read("Exclusion", text) == (reads, ())


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (
            "Negative serum pregnancy test (minimum sensitivity 20 IU/L or equivalent units of HCG) within 2 days",
            "pregnancy test negative (minimum sensitivity 20 IU/L) within 2 days before",
        ),
        (
            "Negative pregnancy test with a sensitivity of at least 40 mIU/mL within 9 days before registration",
            "pregnancy test negative (sensitivity of at least 40 mIU/mL) within 9 days before registration",
        ),
        ("Negative pregnancy test (serum or urine) within 9 days", "pregnancy test negative within 9 days before"),
    ],
)
def test_how_a_pregnancy_test_is_done(text: str, reads: str) -> None:
    assert _read("Inclusion", text) == (reads, ())


@pytest.mark.parametrize(
    ("kind", "text", "reads"),
    [
        ("Inclusion", "Has received a minimum of 4 months of imatinib", "prior imatinib for at least 4 months"),
        (
            "Inclusion",
            "Electrolytes (potassium, calcium (albumin-adjusted)) within normal limits",
            "electrolytes within normal limits and potassium within normal limits and corrected calcium within normal "
            "limits",
        ),
        (
            "Inclusion",
            "Bilirubin ≤ 1.2 ULN, except for patients with Gilbert syndrome, for whom direct bilirubin is ≤ 2 ULN",
            "total bilirubin ≤ 1.2 × ULN, except (Gilbert syndrome and direct bilirubin ≤ 2 × ULN)",
        ),
        (
            "Exclusion",
            "More than 9 drinks per week (1 drink = 5 ounces (150 mL) of wine or 12 ounces of beer)",
            "alcohol intake > 9 drinks/week",
        ),
        (
            "Exclusion",
            "Thrombocytopenia < 60,000/µL not correctable or uncorrectable coagulopathy",
            "(thrombocytopenia and platelets < 60000 /µL) or not correctable coagulopathy",
        ),
    ],
)
def test_how_long_and_of_whom(kind: str, text: str, reads: str) -> None:
    assert _read(kind, text)[0] == reads
