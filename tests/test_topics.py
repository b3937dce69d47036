"""Bounds under a subheading that names what they bound."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

LISTING = """DISEASE CHARACTERISTICS:

- Histologically proven thymoma

PATIENT CHARACTERISTICS:

Age:

- 21 and over

Performance status:

- 0-1

Life expectancy:

- More than 16 weeks

Hematopoietic:

- Platelets at least 90,000/mm3

Platelets:

- At least 80,000/mm3 within 10 days of study entry

Renal:

- At least 4 weeks since prior dialysis
"""


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("21 and over", "age ≥ 21 years"),
        ("0-1", "ECOG 0, 1"),
        ("More than 16 weeks", "life expectancy > 16 weeks"),
        ("Platelets at least 90,000/mm3", "platelets ≥ 90000 /mm³"),
        ("At least 80,000/mm3 within 10 days of study entry", "platelets ≥ 80000 /mm³ within 10 days before enrolment"),
    ],
)
def test_the_subheading_names_the_measure(text: str, understood: str) -> None:
    trial = eligo.parse(LISTING)
    (criterion,) = (c for c in trial.criteria if c.text == text)
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    for leaf in criterion.logic.args if hasattr(criterion.logic, "args") else (criterion.logic,):
        assert leaf.text == trial.source[leaf.start : leaf.end]  # type: ignore[union-attr]


def test_a_time_under_another_subheading_is_no_bound() -> None:
    (criterion,) = (c for c in eligo.parse(LISTING).criteria if c.text.startswith("At least 4 weeks"))
    assert criterion.logic is not None
    assert render(criterion.logic).startswith("prior dialysis") or "dialysis" in render(criterion.logic)
