"""What was done, or not, to a lesion is said of it and not of the patient."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A measurable lesion that has not been irradiated", "measurable lesion ≥ 1 and no radiotherapy of the lesion"),
        ("Measurable lesion not previously irradiated or biopsied",
         "measurable lesion ≥ 1 and none of: (prior radiotherapy of the lesion or prior biopsy of the lesion)"),
        ("At least one non-irradiated measurable lesion", "no radiotherapy of the lesion and measurable lesion ≥ 1"),
        ("Measurable disease, no prior radiotherapy", "measurable lesion ≥ 1 and no prior radiotherapy"),
        ("Measurable disease not previously treated with cisplatin", "measurable lesion ≥ 1 and no prior cisplatin"),
    ],
)  # fmt: skip
def test_states(text: str, expected: str) -> None:
    criterion = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria[0]
    assert criterion.logic is not None
    assert render(criterion.logic) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("CT shows one measurable lesion in the liver. She had radiotherapy of the breast in 2015.", "unknown"),
        ("CT shows one measurable lesion in the liver. She never had radiotherapy.", "pass"),
    ],
)
def test_radiotherapy_elsewhere_leaves_it_open(note: str, expected: str) -> None:
    trial = eligo.parse("Inclusion Criteria:\n\n- A measurable lesion that has not been irradiated\n")
    (verdict,) = eligo.match(trial, eligo.annotate(note)).verdicts
    assert verdict.verdict == expected
