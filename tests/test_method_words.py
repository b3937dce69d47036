# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Formulas that a value is got by: named in full, behind the bound or before it, and written out."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

CASES: list[tuple[str, str, str]] = [
    ("Exclusion", "eGFR < 45 mL/min by the MDRD (Modification of Diet in Renal Disease) method", "glomerular filtration rate < 45 mL/min (MDRD)"),
    ("Exclusion", "eGFR < 45 mL/min, by the modified diet in renal disease (MDRD) abbreviated formula", "glomerular filtration rate < 45 mL/min (MDRD)"),
    ("Inclusion", "eGFR ≥ 45 mL/min per CKD-EPI (Chronic Kidney Disease Epidemiology Collaboration)", "glomerular filtration rate ≥ 45 mL/min (CKD-EPI)"),
    ("Inclusion", "eGFR ≥ 45 mL/min by the Chronic Kidney Disease Epidemiology [CKD-EPI] Collaboration equation at screening", "glomerular filtration rate ≥ 45 mL/min (CKD-EPI) [at screening]"),
    ("Exclusion", "Modification of Diet in Renal Disease (MDRD) estimate of GFR ≤ 35 mL/min", "glomerular filtration rate ≤ 35 mL/min (MDRD)"),
    ("Inclusion", "Creatinine clearance ≥ 35 mL/min (calculated by the Cockcroft-Gault formula or measured by 24-hours urine collection)", "creatinine clearance ≥ 35 mL/min (Cockcroft-Gault)"),
    ("Inclusion", "Creatinine clearance ≥ 35 mL/min by the modified Cockcroft and Gault formula using ideal body weight", "creatinine clearance ≥ 35 mL/min (Cockcroft-Gault)"),
    ("Inclusion", "Creatinine clearance ≥ 35 mL/min by Cockcroft-Gault: [(140 - age) × weight in kg × 0.85 if female] / (72 × serum creatinine in mg/dL)", "creatinine clearance ≥ 35 mL/min (Cockcroft-Gault)"),
    ("Exclusion", "QT interval corrected for heart rate using Fridericia's formula (QTcF) > 465 ms", "QTcF interval > 465 ms (Fridericia)"),
    ("Exclusion", "QTcB or QTcF > 465 ms", "QTcB interval > 465 ms (Bazett) or QTcF interval > 465 ms (Fridericia)"),
    ("Exclusion", "Severe renal impairment (eGFR < 25 mL/min per the CKD-EPI equation based on ideal body weight), or dialysis", "(severe renal impairment and glomerular filtration rate < 25 mL/min (CKD-EPI)) or dialysis"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    assert not criterion.unparsed
