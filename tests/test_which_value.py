"""Which of several values a bound is on: read from the criterion, and judged over a patient's series."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Constraint, Patient, from_json, leaves, to_json

SERIES = """Date: 2025-05-02

Creatinine 2.4 mg/dL on 2025-02-01. Creatinine 1.1 mg/dL on 2025-03-10. Creatinine 1.4 mg/dL on 2025-04-20.
ECOG 3 on 2025-02-01. ECOG 1 on 2025-04-20.
PSA 2.5 ng/mL on 2024-06-01. PSA 1.1 ng/mL on 2024-09-01. PSA 3.1 ng/mL on 2025-01-10. PSA 4.0 ng/mL on 2025-03-10.
CD4 count 0.15 x 10^9/L on 2019-02-01. CD4 count 480 cells/mm3 on 2025-03-01.
HbA1c 7.0 % on 2025-02-01.
"""


@pytest.fixture(scope="module")
def patient() -> Patient:
    return eligo.annotate(SERIES, source="note")


def leaf(criterion: str) -> Constraint:
    (found,) = leaves(eligo.parse(f"Inclusion Criteria:\n\n- {criterion}\n", source="x").criteria[0].logic)
    return found


READ = [
    ("Highest creatinine ≤ 2 mg/dL", "highest", None),
    ("Highest recorded creatinine in the last 6 months > 2 mg/dL", "highest", None),
    ("Peak serum troponin > 1 ng/mL", "highest", None),
    ("Nadir CD4 count < 200 cells/mm3", "lowest", None),
    ("CD4 nadir below 200 cells/mm3", "lowest", None),
    ("Worst ECOG performance status ≥ 2", "worst", None),
    ("LVEF < 40% at any time", "any", None),
    ("History of LVEF below 40%", "any", None),
    ("Any historical CD4 count < 200 cells/mm3", "any", None),
    ("Two consecutive PSA measurements > 2 ng/mL", "consecutive", 2),
    ("HbA1c ≥ 6.5% on two occasions", "any", 2),
    ("Systolic blood pressure > 160 mmHg on at least 3 separate occasions", "any", 3),
    ("QTc > 480 ms (confirmed by two measurements)", "any", 2),
    ("At least two HbA1c values > 7%", "any", 2),
    ("Repeated demonstration of a QTc interval > 500 ms", "any", 2),
    ("Creatinine ≤ 2 mg/dL", None, None),
    ("Most recent HbA1c ≤ 8%", None, None),
    ("Best corrected visual acuity of 20/40 or better", None, None),
    ("Peak expiratory flow ≥ 60 %", None, None),
]


@pytest.mark.parametrize(("criterion", "which", "times"), READ)
def test_read(criterion: str, which: str | None, times: int | None) -> None:
    found = leaf(criterion)
    assert (found.which, found.times) == (which, times)


@pytest.mark.parametrize("criterion", [row[0] for row in READ if row[1] in ("highest", "lowest", "consecutive")])
def test_the_words_count_as_read(criterion: str) -> None:
    (one,) = eligo.parse(f"Inclusion Criteria:\n\n- {criterion}\n", source="x").criteria
    assert one.parsed == "full", one.unparsed


def test_of_two_the_word_is_said_of_the_next_one_only() -> None:
    text = "Inclusion Criteria:\n\n- Highest creatinine ≤ 2 mg/dL and bilirubin ≤ 2 mg/dL\n"
    found = list(leaves(eligo.parse(text, source="x").criteria[0].logic))
    assert [c.which for c in found] == ["highest", None]


def test_an_average_of_several_is_none_of_them() -> None:
    assert leaf("Average of 3 consecutive PSA readings > 4 ng/mL").which is None


def test_it_is_stored_and_shown() -> None:
    trial = eligo.parse("Inclusion Criteria:\n\n- Two consecutive PSA measurements > 2 ng/mL\n", source="x")
    again = from_json(type(trial), to_json(trial))
    assert again == trial
    from eligo.logic.render import render

    assert again.criteria[0].logic is not None
    assert render(again.criteria[0].logic) == "PSA > 2 ng/mL on 2 consecutive occasions"


JUDGED = [
    # kind, criterion, verdict, words of the deciding value
    ("Inclusion", "Creatinine ≤ 2 mg/dL", "pass", "1.4"),
    ("Inclusion", "Highest creatinine ≤ 2 mg/dL", "fail", "2.4"),
    ("Inclusion", "Highest creatinine in the last 30 days ≤ 2 mg/dL", "pass", "1.4"),
    ("Exclusion", "Highest creatinine > 2 mg/dL in the past 6 months", "fail", "2.4"),
    ("Inclusion", "Lowest creatinine ≤ 1.2 mg/dL", "pass", "1.1"),
    ("Inclusion", "Worst ECOG performance status ≤ 2", "fail", "3"),
    ("Inclusion", "Best ECOG performance status ≤ 1", "pass", "1"),
    ("Inclusion", "Nadir CD4 count < 200 cells/mm3", "pass", "0.15"),
    ("Inclusion", "Nadir CD4 count within 1 year < 200 cells/mm3", "fail", "480"),
    ("Exclusion", "Creatinine > 2 mg/dL at any time", "fail", "2.4"),
    ("Exclusion", "Creatinine > 3 mg/dL at any time", "pass", "1.4"),
    ("Inclusion", "Two consecutive PSA measurements > 2 ng/mL", "pass", "3.1"),
    ("Inclusion", "Three consecutive PSA measurements > 2 ng/mL", "fail", "1.1"),
    ("Inclusion", "PSA > 2 ng/mL on three occasions", "pass", "2.5"),
    ("Inclusion", "PSA > 2 ng/mL on at least 4 occasions", "fail", "1.1"),
    ("Inclusion", "HbA1c ≥ 6.5% on two occasions", "unknown", "7"),
    ("Inclusion", "HbA1c ≥ 8% on two occasions", "fail", "7"),
    ("Inclusion", "Worst creatinine ≤ 3 mg/dL", "pass", "1.4"),
    ("Inclusion", "Worst creatinine ≤ 2 mg/dL", "unknown", "worst"),
]


@pytest.mark.parametrize(("kind", "criterion", "verdict", "words"), JUDGED)
def test_judged(patient: Patient, kind: str, criterion: str, verdict: str, words: str) -> None:
    (found,) = eligo.match(eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n", source="x"), patient).verdicts
    assert found.verdict == verdict, found.reason
    assert words in found.reason


def test_what_was_taken_as_the_highest_is_said(patient: Patient) -> None:
    trial = eligo.parse("Inclusion Criteria:\n\n- Highest creatinine ≤ 2 mg/dL\n", source="x")
    (found,) = eligo.match(trial, patient).verdicts
    assert "creatinine 2.4 mg/dL on 2025-02-01 is taken as the highest of the 3 values stated" in found.assumptions


def test_a_value_that_may_lie_in_the_window_keeps_it_open() -> None:
    note = "Date: 2025-05-02\n\nCreatinine 2.4 mg/dL in 2025. Creatinine 1.4 mg/dL on 2025-04-20.\n"
    trial = eligo.parse("Inclusion Criteria:\n\n- Highest creatinine in the last 30 days ≤ 2 mg/dL\n", source="x")
    (found,) = eligo.match(trial, eligo.annotate(note, source="n")).verdicts
    assert found.verdict == "unknown"
