# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Whose a bound is: the sexes in turn, people of one age; scales without their name, and the condition they grade."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

IN, EX = "Inclusion", "Exclusion"

# kind, criterion, its tree in words
CASES = [
    # the sexes
    (EX, "Creatinine ≥ 1.6 or ≥ 1.3 mg/dL in men and women, respectively", "creatinine ≥ 1.6 mg/dL (male) or creatinine ≥ 1.3 mg/dL (female)"),
    (EX, "Hemoglobin < 11 or 12.5 g/dL in women and men respectively", "hemoglobin < 11 g/dL (female) or hemoglobin < 12.5 g/dL (male)"),
    (IN, "Age > 50 for males or > 60 for females", "age > 50 years (male) or age > 60 years (female)"),
    (IN, "30 years of age or older (male or female)", "age ≥ 30 years and sex male or female"),
    (IN, "Age > 30 years for men", "age > 30 years and sex male"),
    (EX, "Average weekly intake of > 15 drinks for men or > 8 drinks for women", "alcohol intake > 15 drinks/week (male) or alcohol intake > 8 drinks/week (female)"),
    (EX, "Drinking more than 15 drinks per week for a man or 8 for a woman", "alcohol intake > 15 drinks/week (male) or alcohol intake > 8 drinks/week (female)"),
    # people of one age
    (IN, "Lansky score ≥ 70 for patients < 12 years, Karnofsky score ≥ 70 for patients ≥ 12 years", "(if age < 12 years then Lansky ≥ 70) and (if age ≥ 12 years then Karnofsky ≥ 70)"),
    (IN, "Karnofsky ≥ 60 if > 14 years or Lansky ≥ 50 if <= 14 years", "(if age > 14 years then Karnofsky ≥ 60) and (if age ≤ 14 years then Lansky ≥ 50)"),
    (IN, "Lansky (age < 10) or Karnofsky (age ≥ 10) score ≥ 80", "(if age < 10 years then Lansky ≥ 80) and (if age ≥ 10 years then Karnofsky ≥ 80)"),
    (IN, "Karnofsky (KPS for > 12 years of age) or Lansky score (LPS for ≤ 12 years of age) must be >= 70", "(if age > 12 years then Karnofsky ≥ 70) and (if age ≤ 12 years then Lansky ≥ 70)"),
    (IN, "Patients > 12 years of age must have a Karnofsky score ≥ 80; patients ≤ 12 years must have a Lansky score ≥ 80", "(if age > 12 years then Karnofsky ≥ 80) and (if age ≤ 12 years then Lansky ≥ 80)"),
    (IN, "ECOG 0-1, age 20-60 years, Karnofsky ≥ 80", "ECOG 0, 1 and age 20 to 60 years and Karnofsky ≥ 80"),
    # scales without their name
    (EX, "Class III or IV heart failure", "NYHA 3, 4 and heart failure"),
    (EX, "Congestive heart failure, class II-IV, or gout", "(heart failure and NYHA 2, 3, 4) or gout"),
    (EX, "Child B or C cirrhosis", "Child-Pugh B, C and cirrhosis"),
    (EX, "Child-Pugh-Turcotte score of 12 or more", "Child-Pugh C (≥ 12 points)"),
    (IN, "ASA class Ι or ΙΙ", "ASA physical status 1, 2"),
    # behind what they grade
    (EX, "Cirrhosis, Child-Pugh class C, or gout", "(cirrhosis and Child-Pugh C) or gout"),
    (EX, "Heart disease including heart failure NYHA III, or angina", "heart disease or (heart failure and NYHA 3) or angina"),
    (EX, "Asthma, ECOG > 2", "asthma or ECOG 3, 4, 5"),
    # a stable dose of any of a list; of a list of diseases only the last
    (EX, "Statins or fibrates unless on a stable dose for 2 months", "(statins or fibrates), except stable dose of statins for at least 2 months or stable dose of fibrates for at least 2 months"),
    (EX, "Gout or hypertension unless controlled", "gout or (hypertension, except controlled hypertension)"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), CASES)
def test_whose(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


def test_the_following_criteria_are_no_time() -> None:
    trial = eligo.parse(
        "Inclusion Criteria:\n\nThe following inclusion criteria assure a uniform population:\n  1. Gout\n  2. Asthma\n"
    )
    assert [render(c.logic) for c in trial.criteria if c.logic is not None] == ["gout", "asthma"]


@pytest.mark.parametrize(
    ("note", "verdict"),
    [("ECOG 3. Bone pain.", "pass"), ("ECOG 4. Bone pain.", "fail"), ("ECOG 3. No pain.", "fail"), ("ECOG 1.", "pass")],
)
def test_another_value_of_the_scale_under_a_condition(note: str, verdict: str) -> None:
    trial = eligo.parse("Inclusion Criteria:\n\n- ECOG 0-2. ECOG 3 is allowed if due to pain.\n")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]
