# ruff: noqa: E501  (a case is one line, so that it can be read)
"""What a rule concedes, bounds that change with the circumstances, shares of a limit, corrected values, intakes."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

CASES: list[tuple[str, str, str | None]] = [
    # percent of a limit of normal, and of something else
    ("Inclusion", "Lipase ≤ 180 % of the ULN", "lipase ≤ 1.8 × ULN"),
    ("Exclusion", "CK more than 40% above the upper limit of normal", "creatine kinase > 1.4 × ULN"),
    ("Inclusion", "IgG ≥ 70% of the lower limit of normal", "immunoglobulin G ≥ 0.7 × LLN"),
    ("Inclusion", "FEV1 ≥ 70 % of predicted", "FEV1 % predicted ≥ 70 %"),
    ("Exclusion", "LVEF < 50% or below the lower limit of normal", "left ventricular ejection fraction < 50 % or left ventricular ejection fraction < 1 × LLN"),
    # normal, or else a number
    ("Inclusion", "Platelets normal or above 60,000/mm3", "platelets within normal limits or platelets > 60000 /mm³"),
    ("Inclusion", "Serum albumin must be normal or at least 3.2 g/dL", "albumin within normal limits or albumin ≥ 3.2 g/dL"),
    # what is conceded to some
    ("Inclusion", "ALT ≤ 2 × ULN; participants with liver metastases may have up to 4 × ULN", "if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "ALT ≤ 2 × ULN; up to 4 × ULN is acceptable in case of liver metastases", "if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "ALT ≤ 2 × ULN. If liver metastases are present, ≤ 4 × ULN is allowed", "if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN"),
    ("Inclusion", "ALT ≤ 2 × ULN, bilirubin ≤ 1.2 × ULN. In subjects with Gilbert syndrome a bilirubin of up to 4 × ULN is accepted", "ALT ≤ 2 × ULN and (if Gilbert syndrome then total bilirubin ≤ 4 × ULN, else total bilirubin ≤ 1.2 × ULN)"),
    ("Inclusion", "Bilirubin ≤ 1.2x ULN, patients with Gilbert disease who have bilirubin ≤ 4x ULN may be enrolled", "if Gilbert syndrome then total bilirubin ≤ 4 × ULN, else total bilirubin ≤ 1.2 × ULN"),
    ("Exclusion", "ALT > 2 × ULN; participants with liver metastases may have up to 4 × ULN", "ALT > 2 × ULN, except (ALT ≤ 4 × ULN and liver metastases)"),
    ("Exclusion", "Bilirubin > 1.2 × ULN (Gilbert syndrome may be included if bilirubin is ≤ 4 mg/dL)", "total bilirubin > 1.2 × ULN, except (total bilirubin ≤ 4 mg/dL and Gilbert syndrome)"),
    ("Exclusion", "Bilirubin > 1.2 × ULN (except for Gilbert syndrome: > 4 × ULN)", "if Gilbert syndrome then total bilirubin > 4 × ULN, else total bilirubin > 1.2 × ULN"),
    # a bound that may be broken
    ("Inclusion", "Bilirubin ≤ 1.2 × ULN (bilirubin > 1.2 × ULN is acceptable if direct bilirubin < 30 %)", "total bilirubin ≤ 1.2 × ULN, except (total bilirubin > 1.2 × ULN and direct bilirubin < 30 %)"),
    ("Exclusion", "ALT > 2 × ULN or bilirubin > 1.2 × ULN (bilirubin > 1.2 × ULN is acceptable if direct bilirubin < 30 %)", "ALT > 2 × ULN or (total bilirubin > 1.2 × ULN, except (total bilirubin > 1.2 × ULN and direct bilirubin < 30 %))"),
    ("Inclusion", "Amylase ≤ 3 × ULN (with amylase > 3 × ULN subjects remain eligible if lipase is ≤ 3 × ULN)", "amylase ≤ 3 × ULN, except (amylase > 3 × ULN and lipase ≤ 3 × ULN)"),
    # with and without
    ("Inclusion", "Not on warfarin: INR ≤ 1.4; on warfarin: INR ≤ 3.2", "if warfarin then INR ≤ 3.2, else INR ≤ 1.4"),
    ("Inclusion", "INR ≤ 1.4 if not on warfarin, ≤ 3.2 if on warfarin", "if warfarin then INR ≤ 3.2, else INR ≤ 1.4"),
    ("Inclusion", "AST ≤ 2 × ULN in patients without liver metastases; ≤ 4 × ULN in patients with liver metastases", "if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN"),
    ("Inclusion", "AST ≤ 2 × ULN if no liver involvement or ≤ 4 × ULN with liver involvement", "if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN"),
    ("Inclusion", "AST ≤ 2 × ULN, patients with liver metastases ≤ 4 × ULN", "if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN"),
    ("Exclusion", "ALT > 2 × ULN for subjects without liver metastases or > 4 × ULN for subjects with liver metastases", "if liver metastases then ALT > 4 × ULN, else ALT > 2 × ULN"),
    ("Inclusion", "Bilirubin ≤ 1.2 ULN, transaminases (ALT, AST) ≤ 2 ULN in patients without liver metastasis or ≤ 4 ULN in patients with liver metastasis", "total bilirubin ≤ 1.2 × ULN and (if liver metastases then (ALT ≤ 4 × ULN and AST ≤ 4 × ULN), else (ALT ≤ 2 × ULN and AST ≤ 2 × ULN))"),
    # a condition behind a list is that of its last bound, of both where "and" joins them
    ("Inclusion", "Creatinine ≤ 1.4 × ULN or 24-hour clearance ≥ 55 mL/min for patients with creatinine > 1.4 × ULN", "creatinine ≤ 1.4 × ULN or (if creatinine > 1.4 × ULN then creatinine clearance ≥ 55 mL/min)"),
    ("Inclusion", "ANC ≥ 1.1 × 10^9/L and platelets ≥ 60 × 10^9/L if bone marrow involvement", "if bone marrow metastases then (neutrophils ≥ 1.1 ×10⁹/L and platelets ≥ 60 ×10⁹/L)"),
    # what a value is corrected for
    ("Inclusion", "Sodium (corrected for hyperglycemia) ≥ 131 mmol/L", "sodium ≥ 131 mmol/L"),
    ("Exclusion", "Calcium > 11.8 mg/dL when corrected for albumin", "corrected calcium > 11.8 mg/dL"),
    ("Exclusion", "QT interval corrected for heart rate (QTc) > 465 ms", "QTc interval > 465 ms"),
    ("Inclusion", "DLCO ≥ 55% of predicted, corrected for hemoglobin", "DLCO ≥ 55 %"),
    # what comes in or goes out is no level
    ("Exclusion", "Increased sodium intake", None),
    ("Exclusion", "Low magnesium supplementation", None),
    ("Exclusion", "Reduced calcium absorption", None),
    ("Exclusion", "Elevated sodium", "sodium > 1 × ULN"),
    ("Exclusion", "Low magnesium", "hypomagnesemia"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str | None) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert (render(criterion.logic) if criterion.logic is not None else None) == understood


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("Amylase 800 U/L (ref 30-110). Lipase 100 U/L (ref 10-140).", "pass"),
        ("Amylase 800 U/L (ref 30-110). Lipase 900 U/L (ref 10-140).", "fail"),
        ("Amylase 800 U/L (ref 30-110).", "unknown"),
        ("Amylase 100 U/L (ref 30-110).", "pass"),
    ],
)
def test_a_bound_that_may_be_broken(note: str, verdict: str) -> None:
    text = "Amylase ≤ 3 × ULN (subjects with amylase > 3 × ULN remain eligible if lipase is ≤ 3 × ULN)"
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n")
    (found,) = eligo.match(trial, eligo.annotate(note)).verdicts
    assert found.verdict == verdict


MORE: list[tuple[str, str, str | None]] = [
    # functions that are inadequate, tests in general
    ("Exclusion", "Inadequate bone marrow reserve or organ function", "inadequate organ function"),
    ("Exclusion", "Inadequate bone marrow or organ function shown by any of: ANC < 1.2 x 10^9/L; platelets < 80 x 10^9/L", "neutrophils < 1.2 ×10⁹/L or platelets < 80 ×10⁹/L"),
    ("Exclusion", "Insufficient renal function (creatinine clearance < 35 mL/min)", "creatinine clearance < 35 mL/min"),
    ("Exclusion", "Laboratory test results > 2 × ULN for ALT or > 1.4 × ULN for bilirubin", "ALT > 2 × ULN or total bilirubin > 1.4 × ULN"),
    ("Inclusion", "Laboratory values within normal range", "laboratory tests within normal limits"),
    ("Inclusion", "Laboratory tests within normal limits or considered not clinically significant", "laboratory tests within normal limits or considered not clinically significant"),
    ("Exclusion", "TSH not within normal limits", "no TSH within normal limits"),
    ("Exclusion", "Potassium and magnesium are not within normal limits", "no potassium within normal limits or no magnesium within normal limits"),
    # an exception to all that share a head
    ("Exclusion", "Active liver or biliary disease (except Gilbert syndrome)", "(active liver disease, except Gilbert syndrome) or (active biliary disease, except Gilbert syndrome)"),
    ("Exclusion", "Lymphoma or diabetes (except gestational diabetes)", "lymphoma or (diabetes mellitus, except gestational diabetes)"),
    # small things
    ("Inclusion", "Is a premenopausal female, 19 - 49 years", "premenopausal and sex female and age 19 to 49 years"),
    ("Inclusion", "Bilirubin should not exceed the value of 26 µmol/L", "total bilirubin ≤ 26 µmol/L"),
    ("Inclusion", "TBL ≤ 1.4 × ULN", "total bilirubin ≤ 1.4 × ULN"),
    ("Inclusion", "Platelets ≥ 90 x 10x9/L", "platelets ≥ 90 ×10⁹/L"),
    ("Inclusion", "ANC > 1400/mm3 within 3 days prior to rituximab treatment", "neutrophils > 1400 /mm³ within 3 days before event"),
    ("Inclusion", "Creatinine ≤ 1.4 × ULN or 24-hour clearance ≥ 55 mL/min", "creatinine ≤ 1.4 × ULN or creatinine clearance ≥ 55 mL/min"),
    # bounds on two sides are not one bound twice
    ("Exclusion", "Potassium < 3.4 mmol/L or > 5.2 mmol/L, if confirmed on repeat", "if confirmed on repeat then (potassium < 3.4 mmol/L or potassium > 5.2 mmol/L)"),
    # names of one bound beside others
    ("Inclusion", "Bilirubin < 1.7 mg/dL, AST or ALT < 2 × ULN", "total bilirubin < 1.7 mg/dL and (AST < 2 × ULN or ALT < 2 × ULN)"),
    ("Inclusion", "INR ≤ 1.7 (if not taking anticoagulants)", "if no concurrent anticoagulants then INR ≤ 1.7"),
    ("Inclusion", "Karnofsky ≥ 60 for patients > 17 years of age, or Lansky ≥ 60 for patients ≤ 17 years of age", "(if age > 17 years then Karnofsky ≥ 60) and (if age ≤ 17 years then Lansky ≥ 60)"),
    ("Inclusion", "AST ≤ 2 x ULN in absence of liver metastases, or ≤ 4 x ULN in presence of liver metastases, magnesium ≥ LLN", "(if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN) and magnesium ≥ 1 × LLN"),
    ("Inclusion", "Bilirubin < 2 mg/dL unless due to biliary obstruction, creatinine < 1.4x ULN", "(total bilirubin < 2 mg/dL, except biliary obstruction) and creatinine < 1.4 × ULN"),
    ("Inclusion", "For hepatocellular carcinoma, AST and ALT ≤ 4 x ULN", "if hepatocellular carcinoma then (AST ≤ 4 × ULN and ALT ≤ 4 × ULN)"),
    ("Inclusion", "Bilirubin ≤ 1.4 mg/dl (bilirubin > 1.4 mg/dL eligible only with Gilbert syndrome)", "total bilirubin ≤ 1.4 mg/dL, except (total bilirubin > 1.4 mg/dL and Gilbert syndrome)"),
    ("Exclusion", "Abnormal creatinine, BUN and ALT", "no creatinine within normal limits or no blood urea nitrogen within normal limits or no ALT within normal limits"),
    ("Exclusion", "Abnormal laboratory values: ALT > 2 × ULN, creatinine > 1.9 mg/dL", "ALT > 2 × ULN or creatinine > 1.9 mg/dL"),
    ("Exclusion", "Glucose > 230 mg/dL during the placebo run-in", "glucose > 230 mg/dL"),
    # units whose parts are spelt out
    ("Inclusion", "eGFR >= 35 milliliter (mL)/minute (min)/1.73 square meter (m^2)", "glomerular filtration rate ≥ 35 mL/min/1.73 m²"),
    ("Inclusion", "LDL-C ≥1.7 millimole (mmol)/liter (L)", "LDL cholesterol ≥ 1.7 mmol/L"),
    ("Inclusion", "TSH and T4 within normal range", "TSH within normal limits and total T4 within normal limits"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), MORE, ids=[c[1] for c in MORE])
def test_more(kind: str, text: str, understood: str | None) -> None:
    test_understood(kind, text, understood)


@pytest.mark.parametrize(
    ("kind", "text", "understood"),
    [
        ("Inclusion", "AST or ALT < 2 × ULN (unless due to the primary disease)", "(AST < 2 × ULN or ALT < 2 × ULN), except due to the primary disease"),
        ("Inclusion", "AST/ALT <= 2 x ULN, (except if due to liver metastases, then <= 4 x ULN)", "(if liver metastases then AST ≤ 4 × ULN, else AST ≤ 2 × ULN) and (if liver metastases then ALT ≤ 4 × ULN, else ALT ≤ 2 × ULN)"),
        ("Inclusion", "Clinical laboratory tests must be within normal limits or clinically acceptable for the investigator", "laboratory tests within normal limits or clinically acceptable for the investigator"),
        ("Exclusion", "Arm circumference < 8 inches or > 16 inches", "arm circumference < 8 in or arm circumference > 16 in"),
        ("Inclusion", "International normalised ratio (INR) of prothrombin time < 1.4", "INR < 1.4"),
    ],
)  # fmt: skip
def test_once_more(kind: str, text: str, understood: str) -> None:
    test_understood(kind, text, understood)
