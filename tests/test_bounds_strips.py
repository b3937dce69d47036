"""What test strips show, and ratios of masses without a unit."""

from __future__ import annotations

import pytest

import eligo
from eligo.flow import parse
from eligo.logic import render

CASES = [
    ("Proteinuria < 3+ on dipstick", "urine protein < 3+ (dipstick)"),
    ("Proteinuria of 2+ or higher", "urine protein ≥ 2+"),
    ("urine protein ≤ +1", "urine protein ≤ 1+"),
    ("UPCR < 1.5", "urine protein/creatinine ratio < 1.5 g/g"),
    ("UPCR < 250", "urine protein/creatinine ratio < 250 mg/g"),
    ("UPCR < 1.5 mg/g", "urine protein/creatinine ratio < 1.5 mg/g"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_read(text: str, expected: str) -> None:
    (criterion,) = parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == expected


@pytest.mark.parametrize(
    ("criterion", "note", "expected"),
    [
        ("Proteinuria < 2+ by dipstick", "Urine dipstick: proteinuria 1+.", "pass"),
        ("Proteinuria < 2+ by dipstick", "UA: proteinuria 3+.", "fail"),
        ("Proteinuria < 2+ by dipstick", "Urine protein negative.", "pass"),
        ("Proteinuria < 2+ by dipstick", "Urine protein trace.", "pass"),
        ("Proteinuria < 2+ by dipstick", "Urine protein 300 mg/day.", "unknown"),
        ("UPCR < 1", "UPCR 180 mg/g.", "pass"),
        ("UPCR < 1", "UPCR 1800 mg/g.", "fail"),
        ("BMI 35 kg/m2", "BMI 38 kg/m2.", "unknown"),
        ("Systolic blood pressure 150 mmHg", "BP 120/70.", "unknown"),
    ],
)
def test_verdicts(criterion: str, note: str, expected: str) -> None:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {criterion}\n")
    (found,) = eligo.match(trial, eligo.annotate(note)).verdicts
    assert found.verdict == expected
