"""What a note tells in part only: a denial of one place, the rest beside what is stated, a kept treatment."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render
from eligo.matching import judge

IN, EX = "Inclusion", "Exclusion"
CASES = [
    # one place
    (EX, "Active infection", "The surgical incision shows no bleeding or signs of infection.", "unknown"),
    (EX, "Active infection", "Wound: clean, no signs of infection.", "unknown"),
    (EX, "Active infection", "He has no signs of infection.", "pass"),
    (IN, "Subdural hematoma", "The scar is dry with no bleeding.", "unknown"),
    # what shows no sign
    (EX, "HIV infection", "No evidence of infection.", "unknown"),
    (EX, "Chronic hepatitis B", "There are no signs of infection.", "unknown"),
    (EX, "Pneumonia", "No evidence of infection.", "pass"),
    # the rest
    (EX, "Any significant medical condition", "Scoliosis. He has no other medical condition.", "unknown"),
    (EX, "Any significant medical condition", "She has no past medical problems.", "unknown"),
    (EX, "Any significant medical condition", "He has no medical conditions.", "pass"),
    (IN, "Healthy volunteers", "Cervical dysplasia. She is otherwise healthy.", "unknown"),
    (IN, "Healthy volunteers", "She is healthy.", "pass"),
    # a vaccine
    (EX, "Live vaccine within 4 weeks", "He has no history of MMR vaccination.", "unknown"),
    (EX, "Live vaccine within 4 weeks", "No vaccination within the past 3 months.", "pass"),
    # what is kept to
    (EX, "Unable to comply with study procedures", "His wife reports good compliance with the tablets.", "unknown"),
    (IN, "Willing to comply with the protocol", "Sleep apnea, not CPAP compliant.", "unknown"),
    (IN, "Willing to comply with the protocol", "He will comply with the study.", "pass"),
    (EX, "History of non-compliance to medical regimens", "Non-compliant with medication.", "fail"),
    # kinds
    (EX, "Neurological disease", "Sleep apnea.", "unknown"),
    (EX, "Malignancy", "Systemic mastocytosis.", "unknown"),
    (EX, "Cardiovascular disease", "Granulomatosis with polyangiitis.", "unknown"),
    (EX, "Symptoms of uremia", "End-stage renal disease on dialysis.", "unknown"),
    # the result that a screen is asked for
    (IN, "Negative urine drug screen for drugs of abuse", "He does not use illicit drugs.", "unknown"),
    (IN, "Negative urine test for drugs of abuse", "Urine drug screen negative.", "pass"),
    # exceptions about something else
    (EX, "Prior chemotherapy. Prior surgery is permitted.", "Appendectomy in 2010.", "unknown"),
    (EX, "Infection, heart failure, or angina; patients with infection treated with antibiotics are eligible",
     "Tuberculosis, treated with antibiotics.", "unknown"),
    (EX, "High grade AV block (unless pacemaker)", "Pacemaker implanted in 2010.", "pass"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "asked", "note", "told"), CASES)
def test_verdict(kind: str, asked: str, note: str, told: str) -> None:
    (criterion,) = eligo.parse(f"{kind} criteria\n\n- {asked}\n").criteria
    found = judge(criterion, eligo.annotate(note))
    assert found.verdict == told, found.reason


@pytest.mark.parametrize(
    ("kind", "text", "rendering"),
    [
        (IN, "Negative urine drug screen for drugs of abuse", "drug screen negative"),
        (IN, "Negative test for selected drugs of abuse at screening", "drug screen negative [at screening]"),
        (EX, "Positive test for drugs of abuse or alcohol", "positive drug screen"),
        (EX, "Positive drug screen for cocaine", "cocaine positive drug screen"),
        (EX, "Positive test for drugs of abuse or use of corticosteroids", "positive drug screen or corticosteroids"),
        (EX, "Detained for treatment of either a psychiatric or physical (eg, infectious disease) illness",
         "vulnerable population (“Detained”)"),
    ],
)  # fmt: skip
def test_reading(kind: str, text: str, rendering: str) -> None:
    (criterion,) = eligo.parse(f"{kind} criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == rendering


def test_whose() -> None:
    note = "A 60-year-old woman. Her husband was diagnosed with colon cancer and he is starting his chemotherapy."
    told = {f.name: f.assertion for f in eligo.annotate(note).facts}
    assert told["colon cancer"] == told["chemotherapy"] == "family"


def test_a_vaccine_is_no_disease() -> None:
    told = {f.name: f.assertion for f in eligo.annotate("He has no history of TB vaccination.").facts}
    assert "tuberculosis" not in told
    assert told["vaccines"] == "absent"
