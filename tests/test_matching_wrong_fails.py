"""What must not keep a patient out: lost signs, both sexes, other kinds, results that are not asked for."""

from __future__ import annotations

import pytest

import eligo
from eligo.matching import judge

DAY = "Date: 2024-06-30\n\n"
IN, EX = "Inclusion", "Exclusion"
CASES = [
    # an age without its sign
    (IN, "Age  18 years", "Man, 50 years old.", "pass"),
    (IN, "Age  18 years", "Boy, 15 years old.", "fail"),
    (IN, "Age  60 years", "Man, 50 years old.", "unknown"),
    (IN, "Females 18 years of age", "Woman, 45 years old.", "pass"),
    (EX, "Age 18 years", "Man, 50 years old.", "unknown"),
    # what names both sexes keeps nobody out
    (EX, "Pregnancy, including lactation in female patients, male patients with partners who are pregnant",
     "Man, 50 years old.", "unknown"),
    # what only women can be
    (IN, "Test negative for pregnancy at screening", "Man, 50 years old.", "pass"),
    (IN, "Test negative for pregnancy at screening", "Woman, 30 years old. She is pregnant.", "fail"),
    (IN, "Negative pregnancy test", "Man, 50 years old.", "not_applicable"),
    # one kind of biopsy is not another
    (IN, "No excisional biopsy", "Core biopsy on 2023-02-01.", "unknown"),
    (IN, "No prior biopsy", "Core biopsy on 2023-02-01.", "fail"),
    # an exception to what a person has to judge
    (IN, "Subjects must be otherwise healthy except for type 1 diabetes", "Type 1 diabetes.", "unknown"),
    # a status whose result is not asked for
    (IN, "Any hormone receptor status", "Hormone receptor negative.", "pass"),
    (IN, "HER2 status must be known", "HER2 negative.", "pass"),
    (IN, "HER2 status must be known", "Woman, 45 years old.", "unknown"),
    (IN, "Known HER2-positive status", "HER2 negative.", "fail"),
    # counts written per mL
    (IN, "Platelets ≥ 100 x 10^9/L", "Platelets 300,000/mL.", "pass"),
    (IN, "Platelets ≥ 100 x 10^9/L", "Platelets 80,000/mL.", "fail"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "asked", "note", "told"), CASES)
def test_verdict(kind: str, asked: str, note: str, told: str) -> None:
    (criterion,) = eligo.parse(f"{kind} criteria\n\n- {asked}\n").criteria
    found = judge(criterion, eligo.annotate(DAY + note))
    assert found.verdict == told, found.reason


def test_a_lost_sign_is_among_the_assumptions() -> None:
    (criterion,) = eligo.parse("Inclusion criteria\n\n- Age  18 years\n").criteria
    found = judge(criterion, eligo.annotate(DAY + "Man, 50 years old."))
    assert any("has no sign" in a for a in found.assumptions)


def test_a_unit_that_cannot_be_is_among_the_assumptions() -> None:
    (fact,) = eligo.annotate(DAY + "Platelets 300,000/mL.").facts
    assert fact.unit == "/uL"
    assert any("read as per µL" in a for a in fact.assumed)
