"""What may be done for a bound to be met asks nothing; numbers of some people only stand in brackets."""

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
        ("Hemoglobin >= 9 g/dL (may have been transfused)", "hemoglobin ≥ 9 g/dL"),
        ("Hemoglobin ≥ 9.5 g/dL (can be corrected by growth factors)", "hemoglobin ≥ 9.5 g/dL"),
        ("Platelets ≥ 30,000/µL (may receive platelet transfusions)", "platelets ≥ 30000 /µL"),
        ("Hemoglobin > 8.5 g/dL, transfusion allowed", "hemoglobin > 8.5 g/dL"),
        ("Hemoglobin ≥ 8 g/dL (after transfusion if needed)", "hemoglobin ≥ 8 g/dL"),
        ("TSH within normal limits (patients may be on thyroid replacement)", "TSH within normal limits"),
        ("ANC ≥ 1000/µL. Patients may receive G-CSF.", "neutrophils ≥ 1000 /µL"),
        ("INR ≤ 1.5 (patients on anticoagulants are eligible)", "INR ≤ 1.5, except concurrent anticoagulants"),
        ("Hemoglobin ≥ 9 g/dL (transfusions are not permissible)", "hemoglobin ≥ 9 g/dL and no transfusion"),
    ],
)
def test_means_to_meet_a_bound_ask_nothing(text: str, reads: str) -> None:
    assert _read("Inclusion", text) == (reads, ())


def test_a_supplement_does_not_excuse_what_excludes() -> None:
    text = "Potassium < 3.4 mmol/L (potassium supplementation may be given)"
    assert _read("Exclusion", text)[0] == "potassium < 3.4 mmol/L"


def test_a_permission_in_a_part_of_its_own_is_an_exception() -> None:
    text = "Invasive malignancy unless disease free for 4 years; in situ cancers are permitted"
    read, _ = _read("Exclusion", text)
    assert read.startswith("invasive malignancy, except")
    assert "or in situ" not in read.split("except")[0]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("INR ≤ 1.4 (3 if receiving warfarin)", "if concurrent warfarin then INR ≤ 3, else INR ≤ 1.4"),
        ("ALT ≤ 2 × ULN (6 if liver metastases)", "if liver metastases then ALT ≤ 6 × ULN, else ALT ≤ 2 × ULN"),
        (
            "Hemoglobin ≥ 8 g/dL (or 9.5 g/dL for patients with heart disease)",
            "if heart disease then hemoglobin ≥ 9.5 g/dL, else hemoglobin ≥ 8 g/dL",
        ),
        ("Lansky 60-100% (patients =< 15 years of age)", "if age ≤ 15 years then Lansky 60 to 100"),
        (
            "Creatinine ≤ 0.7 mg/dL (age 1 to 6 years), platelets ≥ 100,000/µL",
            "(if age 1 to 6 years then creatinine ≤ 0.7 mg/dL) and platelets ≥ 100000 /µL",
        ),
        (
            "ALT < 2 × ULN unless there are liver metastases (in which case ALT < 6 × ULN is allowed)",
            "if liver metastases then ALT < 6 × ULN, else ALT < 2 × ULN",
        ),
        (
            "ALT ≤ 2 x ULN (patients w/ liver metastases may have ALT ≤ 6 x ULN)",
            "if liver metastases then ALT ≤ 6 × ULN, else ALT ≤ 2 × ULN",
        ),
    ],
)
def test_numbers_of_some_people_only(text: str, reads: str) -> None:
    assert _read("Inclusion", text) == (reads, ())


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Conjugated (direct) bilirubin < 2 × ULN", "direct bilirubin < 2 × ULN"),
        ("Ionized serum calcium within normal limits", "ionized calcium within normal limits"),
        (
            "Aspartate transaminase (AST; serum glutamic oxaloacetic transaminase [SGOT]) and ALT ≤ 3 x ULN",
            "AST ≤ 3 × ULN and ALT ≤ 3 × ULN",
        ),
        (r"ALT \>3\*upper limit of normal", "ALT > 3 × ULN"),
        (
            "Laboratory safety test results within normal limits. Platelets must be above the lower limit of normal.",
            "laboratory tests within normal limits and platelets > 1 × LLN",
        ),
        ("Creatinine < 2 mg/dL (SI: 177 µmol/L)", "creatinine < 2 mg/dL"),
    ],
)
def test_names(text: str, reads: str) -> None:
    assert _read("Inclusion", text)[0] == reads


def test_seconds_above_the_limit_are_no_multiple_of_it() -> None:
    read, left = _read("Inclusion", "INR ≤ 1.4 and PTT ≤ 6 seconds above the ULN")
    assert read == "INR ≤ 1.4"
    assert left


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (
            "INR ≤ 1.4 unless the subject is receiving anticoagulants as long as PT is within therapeutic range",
            "INR ≤ 1.4, except (PT is within therapeutic range and concurrent anticoagulants)",
        ),
        (
            "INR ≤ 1.4 unless on warfarin, in which case the INR should be within the therapeutic range",
            "INR ≤ 1.4, except (INR should be within the therapeutic range and warfarin)",
        ),
        ("Calcium ≥ LLN or correctable with supplements", "calcium ≥ 1 × LLN or correctable with supplements"),
        (
            "On metformin for at least 4 months and on a stable dose for at least 6 weeks",
            "metformin for at least 4 months and stable dose of metformin for at least 6 weeks",
        ),
        (
            "No severe organ dysfunction: creatinine <= 2 x ULN; ALT <= 4 x ULN",
            "no severe organ dysfunction and creatinine ≤ 2 × ULN and ALT ≤ 4 × ULN",
        ),
        ("No renal impairment (creatinine > 1.4 mg/dL)", "not (renal impairment and creatinine > 1.4 mg/dL)"),
        (
            "Measured or calculated creatinine clearance (GFR can also be used in place of CrCl) ≥ 55 mL/min",
            "creatinine clearance ≥ 55 mL/min",
        ),
        (
            "Systolic blood pressure (BP) < 150 mmHg and diastolic BP < 95 mmHg",
            "systolic blood pressure < 150 mm Hg and diastolic blood pressure < 95 mm Hg",
        ),
        ("SpO2 ≥ 92 % while breathing room air", "oxygen saturation ≥ 92 % (room air)"),
        (
            "eGFR ≥ 45 mL/min/1.73 m2 by the Chronic Kidney Disease Epidemiology Collaboration (CKD-EPI) equation",
            "glomerular filtration rate ≥ 45 mL/min/1.73 m² (CKD-EPI)",
        ),
    ],
)
def test_what_a_bound_is_tied_to(text: str, reads: str) -> None:
    assert _read("Inclusion", text) == (reads, ())


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (
            "Patients with HIV are eligible; however, CD4 count must be > 300/µL",
            "if HIV infection then CD4 count > 300 /µL",
        ),
        (
            "Prior chemotherapy is permitted, but must have been completed at least 5 weeks before enrollment",
            "if prior chemotherapy then prior chemotherapy at least 5 weeks before enrolment",
        ),
        (
            "Patients with lung cancer on anticoagulants are not eligible",
            "not (lung cancer and concurrent anticoagulants)",
        ),
        (
            "ALT ≤ 2 × ULN (patients who had leukapheresis will be considered eligible)",
            "ALT ≤ 2 × ULN, except leukapheresis",
        ),
        (
            "AST and ALT ≤ 6 × ULN (for subjects with liver metastases)",
            "if liver metastases then (AST ≤ 6 × ULN and ALT ≤ 6 × ULN)",
        ),
        ("Creatinine clearance (GFR) ≥ 55 mL/min", "creatinine clearance ≥ 55 mL/min"),
        (
            "ALT within normal limits prior to initiation of sorafenib",
            "ALT within normal limits [prior to initiation of sorafenib]",
        ),
        (
            "Platelets ≥ 90,000/µL at the time of nivolumab commencement",
            "platelets ≥ 90000 /µL [at the time of nivolumab commencement]",
        ),
        ("Psoriasis with BSA ≥ 4%", "psoriasis and affected body surface area ≥ 4 %"),
    ],
)
def test_what_is_asked_behind_a_permission_and_when(text: str, reads: str) -> None:
    assert _read("Inclusion", text)[0] == reads


def test_who_may_be_tested_again_asks_nothing() -> None:
    text = "IOP ≤ 24 mmHg. Patients who fail due to IOP > 24 mmHg may be rescreened once IOP is within normal limits."
    assert _read("Inclusion", text) == ("intraocular pressure ≤ 24 mm Hg", ())


def test_as_long_a_treatment_with_either() -> None:
    read, _ = _read("Inclusion", "Has received a minimum of 4 months of imatinib or dasatinib")
    assert read == "prior imatinib for at least 4 months or prior dasatinib for at least 4 months"
