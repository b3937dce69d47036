"""Durations with two ends: how long at least, and how long at most."""

from __future__ import annotations

from dataclasses import replace

import pytest

import eligo
from eligo.logic import render


def shown(text: str) -> str:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    return render(criterion.logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asthma for 2 to 8 years", "asthma for at least 2 years and asthma within 8 years before"),
        (
            "neck pain for at least 36 hours, but less than 20 days",
            "neck pain for at least 36 hours and neck pain within 20 days before",
        ),
        (
            "cough of more than 2 days but less than 3 weeks",
            "cough for at least 2 days and cough within 3 weeks before",
        ),
        ("fever for more than 2 but less than 9 days", "fever for at least 2 days and fever within 9 days before"),
        ("asthma ≥ 6 months and ≤ 4 years", "asthma for at least 6 months and asthma within 4 years before"),
        # one end
        ("asthma for at least 2 years", "asthma for at least 2 years"),
        # each attack's own
        ("headache lasting 4-72 hours", "headache for at least 4 hours"),
    ],
)
def test_both_ends_are_asked(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [("Asthma since 2019.", "pass"), ("Asthma since 2001.", "fail"), ("Asthma since November 2023.", "fail")],
)
@pytest.mark.parametrize("text", ["asthma for 2 to 8 years", "asthma for at least 2 years but less than 8 years"])
def test_they_are_matched(text: str, note: str, expected: str) -> None:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n")
    (verdict,) = eligo.match(trial, replace(eligo.annotate(note), index_date="2024-01-01")).verdicts
    assert verdict.verdict == expected
