# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Thresholds under conditions: what belongs to the condition, several of them, and what a permission beside a bound asks."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

CASES: list[tuple[str, str, str | None]] = [
    # the list goes on behind a condition
    ("Inclusion", "Lipase ≤ 2 × ULN, AST and ALT ≤ 2.2 × ULN or ≤ 4 × ULN if liver metastases and albumin ≥ 2.8 g/dL", "lipase ≤ 2 × ULN and (if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2.2 × ULN) and (if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2.2 × ULN) and albumin ≥ 2.8 g/dL"),
    ("Inclusion", "AST ≤ 2 × ULN; ≤ 4 × ULN for subjects with liver metastases amylase below 1.4 × ULN", "(if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN) and amylase < 1.4 × ULN"),
    ("Exclusion", "ALT > 4 × ULN if liver metastases, or amylase > 2 × ULN", "(if liver metastases then ALT > 4 × ULN) or amylase > 2 × ULN"),
    ("Inclusion", "Hb ≥ 8.5 g/dL, ALT ≤ 2 × ULN unless liver metastases and lipase ≤ 2 × ULN", "hemoglobin ≥ 8.5 g/dL and (ALT ≤ 2 × ULN, except liver metastases) and lipase ≤ 2 × ULN"),
    ("Inclusion", "Bilirubin ≤ 2.8 mg/dL if Gilbert syndrome and direct bilirubin ≤ 0.8 mg/dL", "if (Gilbert syndrome and direct bilirubin ≤ 0.8 mg/dL) then total bilirubin ≤ 2.8 mg/dL"),
    # or if
    ("Inclusion", "Bilirubin ≤ 1.2 × ULN OR in those with Gilbert's syndrome, bilirubin ≤ 2.6 × ULN", "if Gilbert syndrome then total bilirubin ≤ 2.6 × ULN, else total bilirubin ≤ 1.2 × ULN"),
    ("Inclusion", "Platelets ≥ 90 × 10^9/L, or, if bone marrow involvement, ≥ 60 × 10^9/L", "if bone marrow metastases then platelets ≥ 60 ×10⁹/L, else platelets ≥ 90 ×10⁹/L"),
    ("Inclusion", "Creatinine within normal range, or if creatinine is outside the normal range, then creatinine clearance > 45 mL/min", "creatinine within normal limits or (if no creatinine within normal limits then creatinine clearance > 45 mL/min)"),
    ("Inclusion", "Creatinine ≤ 1.2 mg/dL or, if > 1.2 mg/dL, creatinine clearance ≥ 55 mL/min", "creatinine ≤ 1.2 mg/dL or (if creatinine > 1.2 mg/dL then creatinine clearance ≥ 55 mL/min)"),
    ("Inclusion", "AST and ALT ≤ 2.2 × ULN or AST and ALT levels ≤ 4.4 × ULN (for subjects with liver metastases)", "(if liver metastases then AST ≤ 4.4 × ULN, else AST ≤ 2.2 × ULN) and (if liver metastases then ALT ≤ 4.4 × ULN, else ALT ≤ 2.2 × ULN)"),
    ("Inclusion", "ALT ≤ 2.2 × ULN, AST ≤ 2.2 × ULN (ALT ≤ 4.4 × ULN, AST ≤ 4.4 × ULN in patients with liver metastases)", "(if liver metastases then ALT ≤ 4.4 × ULN, else ALT ≤ 2.2 × ULN) and (if liver metastases then AST ≤ 4.4 × ULN, else AST ≤ 2.2 × ULN)"),
    ("Exclusion", "ALP > 2.2 × ULN if no liver metastases (> 4.4 × ULN in patients with liver metastases)", "if liver metastases then alkaline phosphatase > 4.4 × ULN, else alkaline phosphatase > 2.2 × ULN"),
    ("Inclusion", "Ferritin < 40 ng/mL (or, if C-reactive protein is elevated, transferrin saturation < 18 %)", "ferritin < 40 ng/mL or (if C-reactive protein > 1 × ULN then transferrin saturation < 18 %)"),
    # several conditions
    ("Inclusion", "Alkaline phosphatase < 2 × ULN (or < 4 × ULN in case of liver metastases or < 8 × ULN in case of bone metastases)", "if liver metastases then alkaline phosphatase < 4 × ULN, else (if bone metastases then alkaline phosphatase < 8 × ULN, else alkaline phosphatase < 2 × ULN)"),
    ("Inclusion", "Bilirubin normal unless hemolysis or Gilbert syndrome, then bilirubin ≤ 1.8 × ULN", "if (hemolysis or Gilbert syndrome) then total bilirubin ≤ 1.8 × ULN, else total bilirubin within normal limits"),
    # one thing under two names
    ("Inclusion", "Alanine and aspartate aminotransferases (ALT, AST) ≤ 2.2 × ULN (≤ 4.4 × ULN if liver metastases)", "(if liver metastases then ALT ≤ 4.4 × ULN, else ALT ≤ 2.2 × ULN) and (if liver metastases then AST ≤ 4.4 × ULN, else AST ≤ 2.2 × ULN)"),
    # what is allowed beside a bound
    ("Inclusion", "Hemoglobin ≥ 8.5 g/dL, transfusions allowed", "hemoglobin ≥ 8.5 g/dL"),
    ("Inclusion", "Platelets ≥ 45,000/µL (transfusion permitted)", "platelets ≥ 45000 /µL"),
    ("Inclusion", "Platelets ≥ 45,000/µL (no transfusion allowed within 10 days)", "platelets ≥ 45000 /µL and no transfusion within 10 days before"),
    ("Inclusion", "INR ≤ 1.4 (patients on warfarin are allowed)", "INR ≤ 1.4, except concurrent warfarin"),
    ("Inclusion", "Lipase and amylase ≤ 3 × ULN is allowed", "lipase ≤ 3 × ULN and amylase ≤ 3 × ULN"),
    ("Inclusion", "For patients with Gilbert's disease, bilirubin ≤ 2.2 × ULN is allowed", "if Gilbert syndrome then total bilirubin ≤ 2.2 × ULN"),
    ("Inclusion", "ALT ≤ 2 × ULN, or ≤ 4 × ULN is permitted in patients with liver metastases", "if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "No other malignancy is allowed except treated melanoma", "not (second primary malignancy, except treated melanoma)"),
    ("Inclusion", "Neuropathy of grade 1 is allowed", None),
    ("Exclusion", "Bilirubin > 1.2 × ULN (in case of Gilbert syndrome, < 2.5 × ULN is allowed)", "total bilirubin > 1.2 × ULN, except (total bilirubin < 2.5 × ULN and Gilbert syndrome)"),
    # what is said of the value, and what a person must judge
    ("Inclusion", "ALT ≤ 2 × ULN unless the elevation is thought to be due to Gilbert's", "ALT ≤ 2 × ULN, except Gilbert syndrome"),
    ("Inclusion", "Bilirubin ≤ 1.2 × ULN unless the rise is due to Gilbert’s syndrome or of hematologic origin", "total bilirubin ≤ 1.2 × ULN, except Gilbert syndrome or of hematologic origin"),
    ("Exclusion", "Lipase > 2 × ULN (isolated lipase > 2 × ULN is acceptable if amylase is ≤ 1 × ULN)", "lipase > 2 × ULN, except (lipase > 2 × ULN and amylase ≤ 1 × ULN)"),
    ("Inclusion", "ALT ≤ 2 × ULN (≤ 5 × ULN if related to leukemic infiltration)", "if organ infiltration by malignancy then ALT ≤ 5 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "INR ≤ 1.4 unless on warfarin, as long as INR or PTT is within the therapeutic range", "INR ≤ 1.4, except (INR or PTT is within the therapeutic range and warfarin)"),
    ("Inclusion", "Bilirubin ≤ 1.3 mg/dL (if not due to Gilbert's syndrome)", "total bilirubin ≤ 1.3 mg/dL, except Gilbert syndrome"),
    ("Inclusion", "ALT ≤ 2.2 × ULN for the reference laboratory (patients w/ liver metastases may have ALT ≤ 4.4 × ULN)", "if liver metastases then ALT ≤ 4.4 × ULN, else ALT ≤ 2.2 × ULN"),
    # the two sexes
    ("Exclusion", "Hb < 10.5 g/dL for women and < 11.5 g/dL for men", "hemoglobin < 10.5 g/dL (female) or hemoglobin < 11.5 g/dL (male)"),
    ("Inclusion", "Male serum creatinine < 1.4 mg/dL and female serum creatinine < 1.2 mg/dL, or eGFR > 55 mL/min", "(creatinine < 1.4 mg/dL (male) and creatinine < 1.2 mg/dL (female)) or glomerular filtration rate > 55 mL/min"),
    # bounds behind a judgement
    ("Exclusion", "Abnormal ECG that might endanger the participant, including QTcF > 475 ms", "(electrocardiogram abnormality and that might endanger the participant) or QTcF interval > 475 ms (Fridericia)"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str | None) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert (criterion.logic and render(criterion.logic)) == understood
    assert not criterion.unparsed
