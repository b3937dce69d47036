# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Whole panels, vital signs and examinations that are to be normal; categories with a bound; counts behind "or"; doses."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"
CASES = [
    (IN, "Hematology, serum chemistry and urinalysis within normal limits", "hematology tests within normal limits and blood chemistry tests within normal limits and urinalysis values within normal limits"),
    (IN, "Haematology and coagulation parameters within the reference range", "hematology tests within normal limits and coagulation tests within normal limits"),
    (IN, "Vital signs within the normal range", "vital sign values within normal limits"),
    (IN, "Physical examination, ECG and laboratory values within normal limits", "physical examination normal and electrocardiogram normal and laboratory tests within normal limits"),
    (IN, "Sodium, potassium and chloride laboratory values within normal limits", "sodium within normal limits and potassium within normal limits and chloride within normal limits"),
    (IN, "Laboratory findings within the normal range or, if outside the normal range, deemed not clinically significant by the physician", "laboratory tests within normal limits or if outside the normal range, deemed not clinically significant by the physician"),
    (IN, "ECG within normal limits or, if abnormal, not clinically relevant", "electrocardiogram normal or if abnormal, not clinically relevant"),
    (IN, "LVEF ≥ 52% and ECG within institutional normal limits", "left ventricular ejection fraction ≥ 52 % and electrocardiogram normal"),
    (IN, "Vital laboratory parameters within the normal range", "laboratory tests within normal limits"),
    (EX, "ALT or AST laboratory values > 1.7 times upper limit of normal", "ALT > 1.7 × ULN or AST > 1.7 × ULN"),
    (EX, "Vital signs outside the normal range", "no vital sign values within normal limits"),
    # what is no panel, or no word of normality
    (IN, "Stable vital signs", "vital signs"),
    (EX, "Abnormal urinalysis", "laboratory abnormality"),
    (EX, "Diabetes or abnormal vital signs", "diabetes mellitus or abnormal vital signs"),
    # T and N categories on one side of another
    (IN, "Bladder cancer of stage ≥ T3", "bladder cancer and T stage T3, T4"),
    (IN, "Bladder cancer, T2 or less", "bladder cancer and T stage T0, Tis, T1, T2"),
    (IN, "Prostate cancer ≤ T2b", "prostate cancer and T stage T0, Tis, T1, T2a, T2b"),
    (EX, "Bladder cancer > N1", "bladder cancer and N stage N2, N3"),
    (IN, "Rectal cancer, T3 or T4", "rectal cancer and T stage T3, T4"),
    # counts behind "or", days of a month, ages of smokers
    (IN, "Gout or a minimum of 4 falls", "gout or number of falls ≥ 4"),
    (IN, "Tumor block or at least 12 unstained slides", "tumor tissue sample or number of unstained slides ≥ 12"),
    (EX, "Weekly intake of > 12 drinks for men or > 6 drinks for women", "alcohol intake > 12 drinks/week (male) or alcohol intake > 6 drinks/week (female)"),
    (IN, "At least 5 monthly migraine days", "migraine days per month ≥ 5 /month"),
    (IN, "6 to 13 monthly headache days", "headache days per month 6 to 13 /month"),
    (IN, "Smokers between 21 and 64 years", "tobacco use and age 21 to 64 years"),
    (IN, "Smokers of ≥ 12 years", "tobacco use for at least 12 years"),
    # doses of a list are bounds to the same side
    (EX, "Lifetime dose exceeding 340 mg/m2 doxorubicin or 680 mg/m2 epirubicin", "doxorubicin > 340 mg/m² or epirubicin > 680 mg/m²"),
    (EX, "Lifetime dose > 340 mg/m2 for doxorubicin or 680 mg/m2 for epirubicin", "doxorubicin > 340 mg/m² or epirubicin > 680 mg/m²"),
    (IN, "Doxorubicin ≤ 340 mg/m2 or epirubicin 680 mg/m2", "doxorubicin ≤ 340 mg/m² or epirubicin ≤ 680 mg/m²"),
    (IN, "Cisplatin 70 mg/m2 and pemetrexed 450 mg/m2", "cisplatin 70 mg/m² and pemetrexed 450 mg/m²"),
    (EX, "Age below the legal age of consent", "below the legal age"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "said"), CASES)
def test_read(kind: str, text: str, said: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x")
    logic = trial.criteria[0].logic
    assert logic is not None
    assert render(logic) == said
