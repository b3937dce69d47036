"""What was done, or not, to a lesion is said of it and not of the patient."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A measurable lesion that has not been irradiated", "measurable lesion has not been irradiated ≥ 1"),
        ("Measurable lesion not previously irradiated or biopsied",
         "measurable lesion not previously irradiated or biopsied ≥ 1"),
        ("One non-irradiated measurable lesion", "non-irradiated measurable lesion ≥ 1"),
        ("Measurable disease, no prior radiotherapy", "measurable lesion ≥ 1 and no prior radiotherapy"),
        ("Measurable disease not previously treated with cisplatin", "measurable lesion ≥ 1 and no prior cisplatin"),
    ],
)  # fmt: skip
def test_states(text: str, expected: str) -> None:
    criterion = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria[0]
    assert criterion.logic is not None
    assert render(criterion.logic) == expected


def test_a_lesion_of_which_that_is_not_known_leaves_it_open() -> None:
    trial = eligo.parse("Inclusion Criteria:\n\n- A measurable lesion that has not been irradiated\n")
    (verdict,) = eligo.match(trial, eligo.annotate("CT shows one measurable lesion in the liver.")).verdicts
    assert verdict.verdict == "unknown"
    assert "has not been irradiated" in verdict.reason
