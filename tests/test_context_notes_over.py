"""What is no longer so, in notes: it was, and it is over; what is watched for may never be."""

from __future__ import annotations

import pytest

import eligo


@pytest.mark.parametrize(
    ("text", "assertion", "status"),
    [
        ("No longer taking metformin.", "historical", "stopped"),
        ("She is no longer on warfarin.", "historical", "stopped"),
        ("He no longer has seizures.", "historical", "history"),
        ("No longer smokes.", "historical", "history"),
        ("No seizures.", "absent", None),
        ("Infection is no longer present.", "absent", None),
        ("Monitor for bleeding.", "hypothetical", None),
        ("Pain without improvement.", "present", None),
        ("Without improvement of the pain.", "present", None),
    ],
)
def test_assertion_and_status(text: str, assertion: str, status: str | None) -> None:
    (fact,) = (f for f in eligo.annotate(text).facts if f.type != "sex")
    assert (fact.assertion, fact.status) == (assertion, status)
