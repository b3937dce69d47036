"""Computed values: each formula against an example worked by hand, and when nothing is computed."""

from __future__ import annotations

from typing import Any

import pytest

import eligo
from eligo.matching import derived_formulas as formulas
from eligo.matching.child_pugh import child_pugh_points, points_of
from eligo.matching.derived_scores import meld, meld_3, meld_sodium
from eligo.schema import Verdict

DAY = "Date: 2022-03-24\n\nA 50-year-old woman.\n"


def judged(criterion: str, note: str, **more: Any) -> Verdict:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {criterion}\n", source="trial")
    (verdict,) = eligo.match(trial, eligo.annotate(DAY + note), **more).verdicts
    return verdict


def note_of(verdict: Verdict) -> str:
    return next((a for a in verdict.assumptions if "computed" in a), "")


@pytest.mark.parametrize(
    ("value", "by_hand"),
    [
        (formulas.cockcroft_gault(1.0, 72.0, age=60.0, sex="male"), 80.0),  # 80 × 72 ÷ 72
        (formulas.cockcroft_gault(2.0, 72.0, age=60.0, sex="female"), 34.0),  # half of it × 0.85
        (formulas.ckd_epi_2021(0.7, age=50.0, sex="female"), 105.30),  # 142 × 0.73274 × 1.012
        (formulas.ckd_epi_2021(1.8, age=40.0, sex="male"), 48.20),  # 142 × 2^−1.2 × 0.77976
        (formulas.mdrd(1.0, age=50.0, sex="male"), 79.09),  # 175 × 0.451969
        (formulas.mdrd(1.0, age=50.0, sex="female"), 58.69),
        (formulas.bmi(80.0, 2.0), 20.0),
        (formulas.bsa_mosteller(80.0, 180.0), 2.0),  # √4
        (formulas.bsa_dubois(70.0, 170.0), 1.8097),  # 0.007184 × 6.08368 × 41.4072
        (formulas.corrected_qt(400.0, 60.0, root=3.0), 400.0),
        (formulas.corrected_qt(400.0, 120.0, root=3.0), 503.97),  # 400 ÷ ∛0.5
        (formulas.corrected_qt(400.0, 120.0, root=2.0), 565.69),
        (formulas.corrected_calcium(8.0, 2.5), 9.2),
        (formulas.neutrophil_count(4.0, 40.0, 5.0), 1.8),
        (meld(1.9, 4.2, 1.2), 20),  # 6.143 + 5.425 + 2.042 + 6.43
        (meld(0.7, 0.5, 0.9), 6),  # all count as 1
        (meld_sodium(1.9, 4.2, 1.2, 130.0), 25),  # 20 + 1.32 × 7 − 0.033 × 20 × 7
        (meld_sodium(1.9, 4.2, 1.2, 140.0), 20),
        (meld_3(1.0, 1.0, 1.0, 140.0, 4.0, sex="male"), 6),
        (meld_3(1.0, 1.0, 1.0, 140.0, 4.0, sex="female"), 7),  # 6 + 1.33
        (meld_3(2.0, 3.0, 1.5, 130.0, 2.5, sex="female"), 28),  # 1.33 + 5.01 + 3.89 + 3.69 + 7.72 + 0.58 + 6
        (formulas.schwartz_bedside(120.0, 0.6), 82.6),  # 49.56 ÷ 0.6
    ],
)
def test_by_hand(value: float, by_hand: float) -> None:
    assert value == pytest.approx(by_hand, rel=2e-4)


def test_child_pugh_by_hand() -> None:
    assert child_pugh_points(2.5, 3.0, 1.2, (2, 2), (1, 1)) == (8, 8)
    assert child_pugh_points(1.0, 4.0, 1.0, (1, 1), (1, 1)) == (5, 5)
    assert child_pugh_points(3.1, 2.7, 2.4, (3, 3), (2, 3)) == (14, 15)
    assert points_of("B") == {7, 8, 9}
    assert points_of("class B8") == {8}
    assert points_of("B (8)") == {8}
    assert points_of("refractory") == frozenset()


@pytest.mark.parametrize(
    ("criterion", "note", "verdict", "told"),
    [
        ("eGFR ≥ 60 mL/min/1.73 m2", "Creatinine 0.7 mg/dL.", "pass", "CKD-EPI"),
        ("eGFR ≥ 60 mL/min/1.73 m2 by MDRD", "Creatinine 1.0 mg/dL.", "fail", "MDRD"),
        ("Corrected calcium ≤ 9.0 mg/dL", "Calcium 8.0 mg/dL, albumin 2.5 g/dL.", "fail", "albumin 2.5 g/dL"),
        ("Corrected calcium ≤ 9.0 mg/dL", "Calcium 8.0 mg/dL.", "unknown", ""),
        ("Corrected calcium ≤ 9.0 mg/dL", "Corrected calcium 8.9 mg/dL.", "pass", ""),
        ("Body surface area ≥ 1.9 m2", "Weight 80 kg, height 180 cm.", "pass", "Mosteller"),
        ("Body surface area (DuBois) ≥ 1.9 m2", "Weight 70 kg, height 170 cm.", "fail", "DuBois"),
        ("ANC ≥ 1.7 x 10^9/L", "WBC 4.0 K/uL, neutrophils 40%, bands 5%.", "pass", "band"),
        ("QTcF ≤ 470 ms", "QT 400 ms, heart rate 120 bpm.", "fail", "Fridericia"),
        ("MELD score < 15", "Creatinine 1.9 mg/dL, bilirubin 4.2 mg/dL, INR 1.2.", "fail", "Kamath"),
        ("MELD-Na score < 15", "Creatinine 1.9 mg/dL, bilirubin 4.2 mg/dL, INR 1.2.", "unknown", ""),
        (
            "MELD 3.0 < 40",
            "Creatinine 2.0 mg/dL, bilirubin 3.0 mg/dL, INR 1.5, sodium 130 mmol/L, albumin 2.5 g/dL.",
            "pass",
            "Kim et al. 2021",
        ),
        ("MELD 3.0 < 40", "Creatinine 2.0 mg/dL, bilirubin 3.0 mg/dL, INR 1.5, sodium 130 mmol/L.", "unknown", ""),
        ("MELD score < 25", "On hemodialysis. Creatinine 1.9 mg/dL, bilirubin 4.2 mg/dL, INR 1.2.", "unknown", ""),
    ],
)
def test_computed_where_it_is_asked_for(criterion: str, note: str, verdict: str, told: str) -> None:
    found = judged(criterion, note)
    assert found.verdict == verdict
    assert told in note_of(found)
    assert bool(note_of(found)) is bool(told)


_LIVER = "Bilirubin 2.5 mg/dL, albumin 3.0 g/dL, INR 1.2. "


@pytest.mark.parametrize(
    ("criterion", "note", "verdict"),
    [
        ("Child-Pugh class B", "Mild ascites. No hepatic encephalopathy.", "pass"),
        ("Child-Pugh score ≤ 7", "Mild ascites. No hepatic encephalopathy.", "fail"),
        ("Child-Pugh class A", "No ascites. No hepatic encephalopathy.", "fail"),
        ("Child-Pugh class B", "Ascites. No hepatic encephalopathy.", "pass"),  # 8 or 9
        ("Child-Pugh score ≤ 8", "Ascites. No hepatic encephalopathy.", "unknown"),
        ("Child-Pugh class B", "No ascites.", "unknown"),
    ],
)
def test_child_pugh(criterion: str, note: str, verdict: str) -> None:
    assert judged(criterion, _LIVER + note).verdict == verdict


def test_silence_as_absence_reaches_child_pugh() -> None:
    found = judged("Child-Pugh class B", _LIVER + "No ascites.", silence="absent")
    assert found.verdict == "pass"
    assert "hepatic encephalopathy not mentioned and taken as absent" in note_of(found)


def test_a_stated_class_against_points() -> None:
    assert judged("Child-Pugh score ≤ 7", "Cirrhosis, Child-Pugh A.").verdict == "pass"
    assert judged("Child-Pugh score ≤ 7", "Cirrhosis, Child-Pugh B.").verdict == "unknown"
    assert judged("Child-Pugh score ≤ 7", "Cirrhosis, Child-Pugh B8.").verdict == "fail"
    assert judged("Child-Pugh score ≤ 7", "Cirrhosis, Child-Pugh class B (7 points).").verdict == "pass"


def test_the_inputs_are_evidence() -> None:
    found = judged("Corrected calcium ≤ 9.0 mg/dL", "Calcium 8.0 mg/dL, albumin 2.5 g/dL.")
    assert [e.fact.name for e in found.evidence if e.fact is not None] == ["corrected calcium", "calcium", "albumin"]


def test_inputs_of_the_same_time_only() -> None:
    apart = "Calcium 8.0 mg/dL on 2022-03-20. Albumin 2.5 g/dL on 2021-11-02."
    assert judged("Corrected calcium ≤ 9.0 mg/dL", apart).verdict == "unknown"
    near = "Calcium 8.0 mg/dL on 2022-03-20. Albumin 2.5 g/dL on 2022-03-18. Albumin 4.0 g/dL on 2021-11-02."
    assert judged("Corrected calcium ≤ 9.0 mg/dL", near).verdict == "fail"


def test_inputs_within_the_window_only() -> None:
    old = "Creatinine 0.7 mg/dL on 2022-01-05."
    assert judged("eGFR ≥ 60 mL/min/1.73 m2 within 14 days before enrolment", old).verdict == "unknown"
    assert judged("eGFR ≥ 60 mL/min/1.73 m2", old).verdict == "pass"


@pytest.mark.parametrize(
    ("criterion", "who", "values", "verdict", "told"),
    [
        ("eGFR ≥ 60 mL/min/1.73 m2", "An 8-year-old girl", "Creatinine 0.5 mg/dL.", "unknown", ""),
        ("eGFR ≥ 60 mL/min/1.73 m2", "An 8-year-old girl", "Creatinine 0.5 mg/dL, height 128 cm.", "pass", "Schwartz"),
        ("eGFR ≥ 60 mL/min/1.73 m2", "An 8-month-old girl", "Creatinine 0.5 mg/dL, height 68 cm.", "unknown", ""),
        (
            "eGFR ≥ 60 mL/min/1.73 m2 (MDRD)",
            "A 12-year-old girl",
            "Creatinine 0.5 mg/dL, height 150 cm.",
            "unknown",
            "",
        ),
        ("Creatinine clearance ≥ 60 mL/min", "A 15-year-old boy", "Creatinine 0.5 mg/dL, weight 50 kg.", "unknown", ""),
        (
            "eGFR ≥ 60 mL/min/1.73 m2 (Schwartz)",
            "A 40-year-old man",
            "Creatinine 0.9 mg/dL, height 180 cm.",
            "unknown",
            "",
        ),
        ("MELD < 20", "A 9-year-old boy", "Creatinine 0.9 mg/dL, bilirubin 2 mg/dL, INR 1.1.", "unknown", ""),
        ("BMI < 20 kg/m2", "A 9-year-old boy", "Weight 30 kg, height 135 cm.", "pass", "Quetelet"),
        ("BMI < 20 kg/m2", "A 9-year-old boy", "Weight 30 kg. Height 110 cm on 2019-01-10.", "unknown", ""),
        ("BMI < 20 kg/m2", "A 39-year-old man", "Weight 60 kg. Height 180 cm on 2019-01-10.", "pass", "Quetelet"),
    ],
)
def test_formulas_are_for_their_ages(criterion: str, who: str, values: str, verdict: str, told: str) -> None:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {criterion}\n", source="trial")
    patient = eligo.annotate(f"Date: 2022-03-24\n\n{who}. {values}")
    (found,) = eligo.match(trial, patient).verdicts
    assert found.verdict == verdict
    assert told in note_of(found)
    assert bool(note_of(found)) is bool(told)
