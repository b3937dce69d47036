"""Facts that are a relative's, not yet so, no longer taken, never tested, or of another food than was said."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Fact


def facts(text: str) -> dict[str, Fact]:
    return {f.name: f for f in eligo.annotate(text).facts}


@pytest.mark.parametrize(
    ("text", "name", "assertion"),
    [
        ("Her mother, age 82, has osteoporosis.", "osteoporosis", "family"),
        ("His father (75 years old) had a stroke.", "stroke", "family"),
        ("She is concerned about having multiple sclerosis.", "multiple sclerosis", "hypothetical"),
        ("She is worried about her hair loss.", "alopecia", "present"),
        ("We discussed possible enrollment in a trial of palbociclib.", "palbociclib", "hypothetical"),
        ("Patient should avoid NSAIDs.", "NSAIDs", "hypothetical"),
        ("To avoid hypoglycemia, metformin was reduced.", "metformin", "present"),
    ],
)
def test_assertion(text: str, name: str, assertion: str) -> None:
    assert facts(text)[name].assertion == assertion


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("Metformin 1000 mg BID on hold.", "metformin", "stopped"),
        ("Treated with sertraline 50 mg, discontinued last year.", "sertraline", "stopped"),
        ("Plan: start radium-223.", "radium-223", "planned"),
    ],
)
def test_status(text: str, name: str, status: str) -> None:
    assert facts(text)[name].status == status


@pytest.mark.parametrize("text", ["HIV not tested.", "Hepatitis C status unknown.", "HIV was never checked."])
def test_what_nobody_tested(text: str) -> None:
    assert not facts(text)


def test_foods() -> None:
    assert set(facts("Allergies: gluten, seafood\n")) == {"gluten", "seafood"}
    assert set(facts("Allergies: wheat, shellfish\n")) == {"wheat", "shellfish"}


def test_signs_and_places() -> None:
    found = facts("ER+/PR-/HER2- invasive ductal carcinoma.")
    assert [f.value for n, f in found.items() if n in ("progesterone receptor", "HER2")] == ["negative", "negative"]
    assert facts("No pain or numbness in her legs.")["pain"].site == "lower limb"
