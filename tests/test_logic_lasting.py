"""How long something has lasted, said before it: ``text => what is understood``."""

from __future__ import annotations

import pytest

from eligo.flow import parse
from eligo.logic import render

CASES = [
    ("At least 8 months of daily headache", "headache for at least 8 months"),
    ("A 5-month history of chronic sinusitis", "sinusitis for at least 5 months"),
    ("At least 3 years history of gout", "gout for at least 3 years"),
    ("Women must be 2 years post-menopausal", "postmenopausal for at least 2 years"),
    ("Postmenopausal, defined as 14 months of spontaneous amenorrhea", "amenorrhea for at least 14 months"),
    ("Not less than 9 months on hemodialysis", "hemodialysis for at least 9 months"),
    ("At least 5 weeks of standard oral metformin", "metformin for at least 5 weeks"),
    ("no infliximab for greater than or equal to (≥) 70 days prior to screening", "no infliximab for at least 70 days"),
    (
        "last infliximab was greater than or equal to (>=) 10 weeks before screening",
        "at least 10 weeks before screening",
    ),
    ("infliximab less than (<) 10 weeks before screening", "within 10 weeks before screening"),
]


def understood(text: str) -> str:
    (criterion,) = parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    return render(criterion.logic)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_so_long(text: str, expected: str) -> None:
    assert expected in understood(text)


@pytest.mark.parametrize(
    "text",
    [
        "Headache within 3 weeks of sinusitis",
        "More than 6 hours of strenuous exercise per week",
        "Progression after 3 months of pain",
        "4 weeks of fever in the last 2 months",
        "Delivery after more than 30 weeks of amenorrhea",
    ],
)
def test_other_times_are_no_lengths(text: str) -> None:
    assert "for at least" not in understood(text)
