# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Bounds for some only, in brackets and in sentences of their own; lists with members that no table knows."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

CASES: list[tuple[str, str, str]] = [
    ("Inclusion", "ALT ≤ 2 × ULN (patients with liver metastases may have ALT ≤ 4 × ULN)", "if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "ALT ≤ 2 × ULN; subjects with liver metastases can have ALT ≤ 4 × ULN", "if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "Creatinine ≤ 1.8 mg/dL (participants with creatinine > 1.4 mg/dL must have a creatinine clearance ≥ 55 mL/min)", "creatinine ≤ 1.8 mg/dL and (if creatinine > 1.4 mg/dL then creatinine clearance ≥ 55 mL/min)"),
    ("Inclusion", "AST ≤ 2 × ULN (in case of liver metastases, AST ≤ 4 × ULN and ALT ≤ 4 × ULN are allowed)", "(if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN) and (if liver metastases then ALT ≤ 4 × ULN)"),
    ("Inclusion", "AST ≤ 2 × ULN unless thought to be disease related", "AST ≤ 2 × ULN, except thought to be disease related"),
    ("Inclusion", "AST and ALT ≤ 2 × ULN (≤ 4 × ULN if thought to be harmless)", "(if thought to be harmless then AST ≤ 4 × ULN, else AST ≤ 2 × ULN) and (if thought to be harmless then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN)"),
    ("Inclusion", "AST/ALT ≤ 2 × ULN or ≤ 4 × ULN if disease-related", "(if disease-related then AST ≤ 4 × ULN, else AST ≤ 2 × ULN) and (if disease-related then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN)"),
    ("Exclusion", "Transaminases (AST or ALT) ≥ 4 × ULN", "AST ≥ 4 × ULN or ALT ≥ 4 × ULN"),
    ("Inclusion", "INR ≤ 1.4 and PTT ≤ 6 seconds above the ULN", "INR ≤ 1.4"),
    ("Exclusion", "Supine BP > 150 mm Hg systolic or > 95 mm Hg diastolic", "systolic blood pressure > 150 mm Hg or diastolic blood pressure > 95 mm Hg"),
    # one value in two units, in escaped brackets
    ("Exclusion", "Haemoglobin < 11.2 g/dL \\[112 g/L\\] for males, < 10.2 g/dL \\[102 g/L\\] for females", "hemoglobin < 11.2 g/dL (male) or hemoglobin < 10.2 g/dL (female)"),
    # a stranger in a list, a formula beside a name, a scale behind its points
    ("Inclusion", "Bilirubin, AST, zeta-GT and ALT less than 2 times the upper limit of normal", "total bilirubin < 2 × ULN and AST < 2 × ULN and ALT < 2 × ULN"),
    ("Inclusion", "Body mass index (BMI; weight [kilogram (kg)]/height^2 [square meter (m^2)]) of 19 to 31 kg/m2", "BMI 19 to 31 kg/m²"),
    ("Exclusion", "Depression (> 22 points on the Beck Depression Inventory)", "depression and BDI > 22"),
    # comparators without "than", weeks and days at one end, what a finding measures
    ("Exclusion", "QTc greater 460 ms", "QTc interval > 460 ms"),
    ("Inclusion", "Creatinine less 1.9 mg/dL", "creatinine < 1.9 mg/dL"),
    ("Inclusion", "Gestational age of 33 to 35 6/7 weeks", "gestational age 231 to 251 days"),
    ("Exclusion", "Tachypnea > 24 breaths/minute", "tachypnea and respiratory rate > 24 /min"),
    ("Exclusion", "Hemoglobin less than 8.5 gms", "hemoglobin < 8.5 g/dL"),
    ("Inclusion", "Apnea-hypopnea index between 6-28 h-1", "apnea-hypopnea index 6 to 28 /h"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
