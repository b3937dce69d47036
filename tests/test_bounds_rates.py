"""How often something happens, and how many times it did: rates and counts; ages of smokers."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

CASES = [
    ("4 to 12 migraine days per month", "migraine days per month 4 to 12 d/month"),
    ("Fewer than 15 headache days per month", "headache days per month < 15 d/month"),
    ("3 to 6 migraine attacks per month", "migraine attacks per month 3 to 6 /month"),
    ("At least 3 migraine attacks in the past 4 months", "number of migraine attacks ≥ 3 within 4 months before"),
    ("4 to 6 seizures per month", "seizure frequency 4 to 6 /month"),
    ("Non-smoking males aged 20 to 45 years", "no tobacco use and sex male and age 20 to 45 years"),
    ("Smokers 21 to 60 years of age", "tobacco use and age 21 to 60 years"),
    ("At least 3 PSA levels", "number of PSA levels ≥ 3"),
    ("Smokers for at least 12 years", "tobacco use for at least 12 years"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_rates_and_counts(text: str, expected: str) -> None:
    criterion = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria[0]
    assert criterion.logic is not None
    assert render(criterion.logic) == expected
    assert not criterion.unparsed


def test_the_age_at_which_somebody_began_to_smoke_is_not_their_age() -> None:
    criterion = eligo.parse("Inclusion Criteria:\n\n- Started smoking at age 18 or younger\n").criteria[0]
    assert criterion.logic is not None
    assert render(criterion.logic) == "tobacco use"
    assert criterion.unparsed


@pytest.mark.parametrize("text", ["At least one PSA test", "At least two HbA1c measurements in the past year"])
def test_a_number_of_measurements_is_no_value(text: str) -> None:
    criterion = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria[0]
    assert criterion.logic is None
    assert criterion.unparsed
