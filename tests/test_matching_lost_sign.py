"""Laboratory bounds whose sign a listing has lost."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Verdict


def verdict(kind: str, criterion: str, note: str) -> Verdict:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n")
    (found,) = eligo.match(trial, eligo.annotate(note)).verdicts
    return found


@pytest.mark.parametrize(
    ("kind", "criterion", "note", "expected"),
    [
        ("Inclusion", "Platelets 90,000/mm3", "Platelets 210 x 10^9/L.", "pass"),
        ("Inclusion", "Platelets 90,000/mm3", "Platelets 60 x 10^9/L.", "fail"),
        ("Exclusion", "Platelets 90,000/mm3", "Platelets 210 x 10^9/L.", "pass"),
        ("Exclusion", "Platelets 90,000/mm3", "Platelets 60 x 10^9/L.", "fail"),
        ("Inclusion", "Creatinine 1.6 mg/dL", "Creatinine 0.8 mg/dL.", "pass"),
        ("Inclusion", "Creatinine 1.6 mg/dL", "Creatinine 2.8 mg/dL.", "fail"),
        ("Inclusion", "AST 3 x ULN", "AST 25 U/L (10-40).", "pass"),
        ("Exclusion", "AST 3 x ULN", "AST 190 U/L (10-40).", "fail"),
        ("Inclusion", "Ferritin 30 ng/mL", "Ferritin 90 ng/mL.", "unknown"),
        ("Inclusion", "Ferritin = 30 ng/mL", "Ferritin 90 ng/mL.", "fail"),
        ("Inclusion", "Ferritin 30 ng/mL", "Ferritin 30 ng/mL.", "pass"),
    ],
)
def test_verdicts(kind: str, criterion: str, note: str, expected: str) -> None:
    assert verdict(kind, criterion, note).verdict == expected


def test_the_assumption_is_told_and_the_constraint_is_the_text_s() -> None:
    found = verdict("Inclusion", "Hemoglobin 9 g/dL", "Hemoglobin 12 g/dL.")
    assert "“Hemoglobin 9 g/dL” has no sign and is taken as at least that" in found.assumptions
    assert (found.evidence[0].constraint.low, found.evidence[0].constraint.high) == (9, 9)


def test_what_is_unknown_says_what_is_missing() -> None:
    assert verdict("Inclusion", "Ferritin 30 ng/mL", "Ferritin 90 ng/mL.").missing == (
        "what “Ferritin 30 ng/mL” means",
    )
