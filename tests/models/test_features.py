"""What the network is told of a word."""

from __future__ import annotations

import numpy
import pytest

from eligo.models.features import COLUMNS, HIDDEN, Features
from eligo.models.vectors import WordVectors
from eligo.models.words import Hinted, cut


@pytest.fixture
def features() -> Features:
    return Features(WordVectors(("heart", "0"), numpy.ones((2, 3), "float16")))


def rows(features: Features, text: str, scheme: str = "lct") -> list[list[int]]:
    found: list[list[int]] = features.of(Hinted(text, (("condition", 0, 5),)), cut(text), scheme).tolist()
    return found


def test_a_wrapped_line_reads_like_a_plain_one(features: Features) -> None:
    assert rows(features, "heart failure") == rows(features, "heart\n     failure")


def test_the_last_column_is_the_row_of_the_vector(features: Features) -> None:
    assert [row[-1] for row in rows(features, "Heart rate 12.5")] == [1, 0, 2]


def test_hints_and_scheme_have_columns_of_their_own(features: Features) -> None:
    (one, other), (again, _) = rows(features, "heart heart"), rows(features, "heart heart", "chia")
    differ = [name for name, a, b in zip(COLUMNS, one, other, strict=False) if a != b]
    assert differ == ["term"]
    assert other[COLUMNS.index("term")] == 0
    assert [name for name, a, b in zip(COLUMNS, one, again, strict=False) if a != b] == ["scheme"]


def test_a_hidden_word_shows_its_scheme_only(features: Features) -> None:
    assert len(features.hidden()) == COLUMNS.index("scheme")
    assert features.hidden()[0] == features.of(Hinted(HIDDEN), cut(HIDDEN), "lct")[0][0]


def test_no_words_have_no_rows(features: Features) -> None:
    assert features.of(Hinted(""), [], "lct").shape == (0, len(COLUMNS) + 1)
