# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Classes of heart failure, of the liver and of joints: their points, whose class it is, and what stands between."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

CASES: list[tuple[str, str, str]] = [
    # points
    ("Inclusion", "Child-Pugh A or B7", "Child-Pugh A, B (5 to 7 points)"),
    ("Inclusion", "Child-Pugh class A (score 5-6) or B (score 7)", "Child-Pugh A, B (5 to 7 points)"),
    ("Exclusion", "Child-Pugh class B (8-9 points) or C (10-15 points)", "Child-Pugh B, C (8 to 15 points)"),
    ("Exclusion", "Child-Pugh score above 12", "Child-Pugh C (> 12 points)"),
    ("Inclusion", "Child-Pugh score ≤ 6", "Child-Pugh A"),
    ("Exclusion", "Child-Pugh class c", "Child-Pugh C"),
    # the whole scale, and another's spelling
    ("Exclusion", "Heart failure (NYHA I-IV)", "heart failure and NYHA 1, 2, 3, 4"),
    ("Exclusion", "Hepatic impairment (Child-Pugh A, B, or C)", "hepatic impairment and Child-Pugh A, B, C"),
    ("Exclusion", "Heart failure (New York Heart Association \\[NYHA\\] class III)", "heart failure and NYHA 3"),
    # whose class it is
    ("Exclusion", "Heart failure in functional class III or IV (NYHA)", "heart failure and NYHA 3, 4"),
    ("Exclusion", "Class III or IV cardiovascular disease according to the New York Heart Association", "cardiovascular disease and NYHA 3, 4"),
    ("Exclusion", "Grade III-IV cardiac insufficiency according to NYHA criteria", "heart failure and NYHA 3, 4"),
    ("Exclusion", "Severe hepatic impairment (class C) as determined by the Child-Pugh classification", "severe hepatic impairment and Child-Pugh C"),
    ("Exclusion", "Functional class IV in rheumatoid arthritis", "ACR functional class 4 and rheumatoid arthritis"),
    ("Exclusion", "Pulmonary hypertension, functional class III", "pulmonary hypertension and WHO functional class 3"),
    ("Exclusion", "Angina, class III heart failure or stroke", "angina or (NYHA 3 and heart failure) or stroke"),
    # the disease beside its class
    ("Exclusion", "Cardiac conditions, including symptomatic NYHA class III heart failure, unstable angina, or stroke", "heart disease or (NYHA 3 and symptomatic heart failure) or unstable angina or stroke"),
    ("Exclusion", "Uncontrolled hypertension or NYHA class III heart failure", "uncontrolled hypertension or (NYHA 3 and heart failure)"),
    ("Exclusion", "Heart disease, with NYHA class II or greater", "heart disease and NYHA 2, 3, 4"),
    ("Exclusion", "Heart disease, or NYHA class II or greater", "heart disease or NYHA 2, 3, 4"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    assert not criterion.unparsed
