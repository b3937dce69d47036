"""Many words as one expression: the same matches, in the same order of preference."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.alternatives import one_of


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("patterns", list(permutations(["days?", "d", r"\w", "Dates", "week"])))
def test_order_is_kept(patterns: tuple[str, ...]) -> None:
    text = "Days, dates and DATE; d WEEK weeks"
    assert _spans(one_of(patterns), text) == _spans(f"(?:{'|'.join(patterns)})", text)


@given(
    st.lists(st.text("abAB1", min_size=1, max_size=4), min_size=1, max_size=9),
    st.sampled_from(["", r"\b", "(?!b)"]),
    st.text("abAB1 ", max_size=40),
)
def test_it_matches_as_the_plain_alternation_does(words: list[str], after: str, text: str) -> None:
    assert _spans(one_of(words) + after, text) == _spans(f"(?:{'|'.join(words)}){after}", text)


_ATOMS = st.sampled_from(["a", "b", "ab", "[(|]", r"\|", r"\(", "[]|]", ""])


@given(
    st.lists(
        st.builds(
            "(?:{}){}{}".format,
            st.lists(_ATOMS, min_size=1, max_size=3).map("|".join),
            st.sampled_from(["", "?", "*", "??", "{1,2}"]),
            st.lists(_ATOMS, max_size=2).map("".join),
        ),
        max_size=5,
    ),
    st.text("abAB(|] ", max_size=30),
)
def test_groups_at_the_beginning_are_spread(patterns: list[str], text: str) -> None:
    assert _spans(one_of(patterns), text) == _spans(f"(?:{'|'.join(patterns)})", text)


def test_groups_that_capture_are_kept() -> None:
    match = re.fullmatch(one_of(["(?:a|b)(?P<rest>c)", "(d)", "x"]), "BC", re.IGNORECASE)
    assert match is not None
    assert match["rest"] == "C"


def test_a_repeated_first_letter_stays_with_its_mark() -> None:
    assert _spans(one_of(["a?b", "ac", "x*"]), "b ab ac xx") == _spans("(?:a?b|ac|x*)", "b ab ac xx")
