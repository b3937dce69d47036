"""Adjectives of a list that share the noun of its last member, and what is said before or behind such a list."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

CASES = [
    # a noun that only the last member has
    ("Maternal or fetal conditions", "maternal conditions or fetal conditions"),
    ("Psychosomatic or psychiatric disorder", "psychosomatic disorder or psychiatric disorder"),
    ("Sensorial or motor neuropathy", "sensorial peripheral neuropathy or peripheral neuropathy"),
    ("Orthognathic or abdominal surgery", "orthognathic surgery or abdominal surgery"),
    ("Chemical, thermal, or electrical burns", "chemical burn or thermal burn or electrical burn"),
    ("Renal, liver and / or thyroid disease", "kidney disease or liver disease or thyroid disease"),
    # one that no table has does not end the list
    (
        "Renal, psychosomatic or thyroid disease",
        "kidney disease or psychosomatic disease or thyroid disease",
    ),
    # what is said before them is said of all
    (
        "Severe cardiac, hepatic or renal disease",
        "severe heart disease or severe liver disease or severe kidney disease",
    ),
    (
        "Suspected bacterial, viral or fungal infection",
        "suspected bacterial infection or suspected viral infection or suspected fungal infection",
    ),
    (
        "Severe or unstable cardiac, or renal disease",
        "severe heart disease or unstable heart disease or severe kidney disease or unstable kidney disease",
    ),
    # but not of things with names of their own
    ("Severe asthma, diabetes or gout", "severe asthma or diabetes mellitus or gout"),
    ("Severe heart disease, asthma or gout", "severe heart disease or asthma or gout"),
    (
        "Uncontrolled hypertension, hepatic or renal disease",
        "uncontrolled hypertension or liver disease or kidney disease",
    ),
    ("Severe medical conditions, epilepsy or gout", "severe medical illness or epilepsy or gout"),
    # a reaction behind a list of drugs
    ("Aspirin or heparin intolerance", "intolerance to aspirin or intolerance to heparin"),
    (
        "Aspirin, heparin, or warfarin allergy",
        "hypersensitivity to aspirin or hypersensitivity to heparin or hypersensitivity to warfarin",
    ),
    ("Use of aspirin, or heparin intolerance", "aspirin or intolerance to heparin"),
    ("Aspirin, heparin intolerance", "aspirin or intolerance to heparin"),
]


@pytest.mark.parametrize(("text", "tree"), CASES)
def test_among_exclusions(text: str, tree: str) -> None:
    trial = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x")
    assert trial.criteria[0].logic is not None
    assert render(trial.criteria[0].logic) == tree
