"""Times of notes: ages, seasons of a narrative, courses that are over."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Period

DAY = "Date: 2021-06-15\n\n"


@pytest.mark.parametrize(
    ("note", "name", "time"),
    [
        ("A 45-year-old man had a stroke at age 40.", "stroke", "2016"),
        ("Epilepsy since the age of 12. She is 30 years old.", "epilepsy", Period("2002", "2021-06-15")),
        ("Had pneumonia last March.", "pneumonia", "2021-03"),
        ("Stroke in '98.", "stroke", "1998"),
        ("Hospitalised in 1998 with pneumonia.", "pneumonia", "1998"),
        ("Seen in the emergency room with a 4-month history of pruritus.", "pruritus", Period("2021-02", "2021-06-15")),
        ("Seen in the emergency room with a 4-month history of pruritus.", "emergency room visit", None),
        ("A systolic murmur of 2/6 grade.", "heart murmur", None),
        ("Amoxicillin was given for 7 days.", "amoxicillin", None),
        ("He has been on prednisone for 3 months.", "prednisone", Period("2021-03", "2021-06-15")),
        ("The rash improved in 24 hours.", "rash", None),
        ("Fever that started 2 months ago.", "fever", "2021-04"),
    ],
)
def test_time(note: str, name: str, time: object) -> None:
    facts = [f for f in eligo.annotate(DAY + note).facts if f.name == name]
    assert [f.time for f in facts] == [time]


def test_an_onset_is_no_past() -> None:
    (fact,) = eligo.annotate("Fever that started 2 months ago.").facts
    assert (fact.assertion, fact.status) == ("present", None)


def test_the_end_of_a_course_some_weeks_ago() -> None:
    (fact,) = eligo.annotate(DAY + "Chemotherapy completed 3 weeks prior.").facts
    assert fact.time == Period(None, "2021-05-25")
