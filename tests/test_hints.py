"""Hints, and what else keeps reading cheap: copies of constraints, places that overlap."""

from __future__ import annotations

import pytest

from eligo.entities.hints import PartsOfWords, WholeWords
from eligo.entities.spans import overlapping
from eligo.schema import Constraint
from eligo.schema.constraint import with_fields


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Prior chemotherapy", True, False),
        ("THERAPY of any kind", True, True),
        ("therapy", True, True),
        ("ther apy", False, False),
        ("no other drug", False, False),
        ("", False, False),
    ],
)
def test_a_word_or_a_part_of_one_in_any_case(text: str, part: bool, whole: bool) -> None:
    assert PartsOfWords(("therap", "zzz"))(text) is part
    assert WholeWords(("therapy of", "zzz"))(text) is whole


def test_what_is_no_part_of_a_word_is_looked_for_in_the_text() -> None:
    hint = PartsOfWords(("even ", "≥", "risk"))
    assert hint("Even if well")
    assert hint("age≥18")
    assert hint("at-risk")
    assert not hint("evening")


def test_two_of_the_words() -> None:
    organs = WholeWords(("renal", "hepatic"))
    assert organs.twice("renal or hepatic disease")
    assert organs.twice("renal, renal")
    assert not organs.twice("renal disease")


def test_a_hint_made_later_knows_the_words_that_were_met_before() -> None:
    text = "an unheard-of qwertyword"
    assert not WholeWords(("other",))(text)
    assert WholeWords(("qwertyword",))(text)


def test_long_texts_are_read_to_their_end() -> None:
    assert WholeWords(("lastword",))("word " * 10_000 + "lastword")


def test_a_copy_with_other_fields_is_a_constraint_like_any_other() -> None:
    first = Constraint("condition", "asthma", "asthma", 3, 9, status="any")
    copy = with_fields(first, status="active", end=12)
    assert copy == Constraint("condition", "asthma", "asthma", 3, 12, status="active")
    assert type(copy) is Constraint
    assert hash(copy) != hash(first)
    with pytest.raises(AttributeError):
        copy.end = 5  # type: ignore[misc]
    with pytest.raises(ValueError, match="reversed"):
        with_fields(first, end=1)
    with pytest.raises(KeyError):
        with_fields(first, colour="red")


def test_places_that_overlap() -> None:
    spans = [(8, 9), (0, 20), (3, 5), (7, 7)]
    for some in (spans[:1], spans[2:], spans, []):
        found = overlapping(some)
        for start in range(25):
            for end in range(start + 1, 25):
                assert found(start, end) is any(s < end and start < e for s, e in some)
