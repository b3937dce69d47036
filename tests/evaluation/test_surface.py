"""Which things a negation in the words speaks of, as annotators mark it; sentences of our own."""

from __future__ import annotations

import pytest

from eligo.evaluation.given_mentions import said_of_given
from eligo.evaluation.machine import read_criteria

CASES = [
    # a name that begins with "non-" is denied where it is an exception
    ("exclusion", "Cancer except non-melanoma skin cancer", "non-melanoma skin cancer", True, False),
    ("exclusion", "Non-ischemic cardiomyopathy", "Non-ischemic cardiomyopathy", False, False),
    # exceptions in other words, and within one another; none in LCT, also under "no"
    ("exclusion", "Renal failure not due to gout", "gout", True, False),
    ("exclusion", "Inotropes (not dobutamine)", "dobutamine", True, False),
    ("exclusion", "Any drugs other than antidepressants, except lithium", "lithium", True, False),
    ("exclusion", "Any drugs, except stable doses of lithium", "lithium", True, False),
    ("inclusion", "No cancer, except melanoma", "melanoma", True, False),
    # a result is no denial, in a list either
    ("inclusion", "Negative for hepatitis B and hepatitis C", "hepatitis C", False, False),
    ("inclusion", "No clinically significant abnormality in ECG", "ECG", False, False),
    # what eligo denies without a word for it in the text
    ("exclusion", "Women must use contraception during the study", "contraception", False, False),
    # what must not be there is denied by the words, as Chia marks it
    ("exclusion", "Participants must not be pregnant", "pregnant", True, False),
    # an intolerance in the words of an inability
    ("exclusion", "Unable to tolerate aspirin", "aspirin", False, True),
    ("exclusion", "Intolerance to aspirin", "aspirin", False, False),
    # of what is due to something the head alone is denied, also where the cause stays with it
    ("exclusion", "Anemia, except anemia due to gout", "gout", False, False),
    ("inclusion", "No anemia due to gout", "gout", False, False),
    ("inclusion", "No anemia due to gout", "anemia", True, True),
    # a thing of no leaf of its own, directly behind "no"
    ("inclusion", "No contraindication to aspirin", "contraindication", True, True),
    ("inclusion", "Stroke with or without gout", "gout", False, False),
]


@pytest.mark.parametrize(("kind", "text", "thing", "chia", "lct"), CASES)
def test_denied_by_the_words(kind: str, text: str, thing: str, chia: bool, lct: bool) -> None:
    read = read_criteria(f"- {text}\n", source="own", kind=kind)  # type: ignore[arg-type]
    start = 2 + text.index(thing)
    span = (start, start + len(thing), "condition")
    answers = [said_of_given(read, [span], lct=marks)[0].negated for marks in (False, True)]
    assert answers == [chia, lct]
