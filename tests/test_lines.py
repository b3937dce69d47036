"""Lines of treatment: counted in notes, and asked for in criteria."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Range

COUNTED = [
    ("She received two prior lines of chemotherapy.", "chemotherapy", Range(2, True, 2, True)),
    ("He has had at least 3 prior lines of therapy.", "prior therapy", Range(3, True)),
    ("Treated with 4 previous regimens.", "prior therapy", Range(4, True, 4, True)),
    ("Progressed after more than 2 lines of immunotherapy.", "immunotherapy", Range(3, True)),
]


@pytest.mark.parametrize(("note", "name", "lines"), COUNTED)
def test_counted(note: str, name: str, lines: Range) -> None:
    (fact,) = [f for f in eligo.annotate(note).facts if f.type == "drug"]
    assert (fact.name, fact.lines, fact.assertion) == (name, lines, "historical")
    assert note[fact.start : fact.end] == fact.text


@pytest.mark.parametrize("note", ["Two lines were erythematous.", "He has 2 central lines."])
def test_other_lines(note: str) -> None:
    assert not [f for f in eligo.annotate(note).facts if f.type == "drug"]


ASKED = [
    ("At least 2 prior lines of chemotherapy", "two prior lines of chemotherapy", "pass"),
    ("At least 2 prior lines of chemotherapy", "one prior line of chemotherapy", "fail"),
    ("At least 2 prior lines of chemotherapy", "at least 1 prior line of chemotherapy", "unknown"),
    ("No more than 1 prior line of chemotherapy", "two prior lines of chemotherapy", "fail"),
    ("No more than 1 prior line of chemotherapy", "one prior line of chemotherapy", "pass"),
    ("No more than 1 prior line of chemotherapy", "no prior chemotherapy", "pass"),
    ("At least 2 prior lines of therapy", "3 prior lines of therapy", "pass"),
    ("At least 2 prior lines of chemotherapy", "two prior lines of immunotherapy", "unknown"),
]


@pytest.mark.parametrize(("criterion", "told", "expected"), ASKED)
def test_asked(criterion: str, told: str, expected: str) -> None:
    trial = eligo.parse(f"Inclusion criteria\n\n- {criterion}\n")
    patient = eligo.annotate(f"A 60-year-old woman with ovarian cancer. She has had {told}.")
    (verdict,) = eligo.match(trial, patient).verdicts
    assert verdict.verdict == expected
