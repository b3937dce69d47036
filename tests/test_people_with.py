"""What is said of people of one sex or age is theirs, with all its alternatives: no sex is kept out by itself."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        (EX, "Women with severe, unstable or untreated asthma",
         "sex female and (severe asthma or unstable asthma or untreated asthma)"),
        (EX, "Women with allergy or intolerance to aspirin",
         "sex female and (hypersensitivity to aspirin or intolerance to aspirin)"),
        (EX, "Women with intolerance, allergy or hypersensitivity to aspirin",
         "sex female and hypersensitivity to aspirin"),
        (EX, "Women who are intolerant or hypersensitive to aspirin",
         "sex female and (intolerance to aspirin or hypersensitivity to aspirin)"),
        (IN, "Age 18 to 65 years with severe or moderate asthma",
         "age 18 to 65 years and (severe asthma or moderate asthma)"),
        # where nothing is said of them, the list is one of alternatives
        (EX, "Women, diabetics or smokers", "sex female or diabetes mellitus or tobacco use"),
        (EX, "Women with diabetes or asthma", "sex female and (diabetes mellitus or asthma)"),
        (EX, "Age below 18 years at the visit or pregnancy", "age < 18 years or pregnant"),
    ],
)  # fmt: skip
def test_people_with(kind: str, text: str, tree: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x")
    node = trial.criteria[0].logic
    assert node is not None
    assert render(node) == tree
