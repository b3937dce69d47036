"""What a language model makes of words, beside the counted vectors; the model is a tiny one, made here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from eligo.errors import InputError
from eligo.models.command import _unseen
from eligo.models.deep_vectors import deepened
from eligo.models.samples import Sample
from eligo.models.vectors import WordVectors
from eligo.models.words import Hinted

LINES = ("History of wumbling disease", "Known wumbling disease", "Treatment with wumbomycin tablets", "no")


@pytest.fixture(scope="module")
def base(make_transformer: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_transformer(tmp_path_factory.mktemp("base"), ("O", "B-condition"), learn=False))


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return WordVectors(("of", "disease", "elsewhere"), numpy.eye(3, dtype="float16"))


def test_they_stand_behind_the_counted_ones(base: str, vectors: WordVectors) -> None:
    found = deepened(vectors, base, LINES, dimensions=2, least=1)
    assert found.words[:3] == vectors.words
    assert found.table.shape == (len(found.words), 5)
    assert numpy.array_equal(found.table[:3, :3], vectors.table)
    assert (vectors.deep, found.deep) == (0, 2)
    lengths = numpy.linalg.norm(found.table[:, 3:].astype("f"), axis=1)
    assert lengths[:2] == pytest.approx([1, 1], abs=0.01)
    assert lengths[2] == 0, "no line has the word"


def test_words_without_a_counted_vector_are_added(base: str, vectors: WordVectors) -> None:
    found = deepened(vectors, base, LINES, dimensions=2, least=1)
    assert {"wumbling", "wumbomycin"} <= set(found.words)
    assert "no" not in found.words, "a line of one word is not looked at"
    assert not found.table[3:, :3].any()
    often = deepened(vectors, base, LINES, dimensions=2, least=2)
    assert set(often.words) == {*vectors.words, "wumbling"}


def test_the_same_seed_gives_the_same(base: str, vectors: WordVectors) -> None:
    first, second = (deepened(vectors, base, LINES, dimensions=2, least=1, seen=1, seed=5) for _ in range(2))
    assert first.words == second.words
    assert numpy.array_equal(first.table, second.table)


def test_more_numbers_than_the_model_has_words_for(base: str, vectors: WordVectors) -> None:
    found = deepened(vectors, base, LINES[:1], dimensions=50, least=1)
    assert found.table.shape[1] == 53
    assert numpy.isfinite(found.table).all()


def test_no_checkpoint(base: str, vectors: WordVectors, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as a checkpoint"):
        deepened(vectors, str(tmp_path), LINES)


def test_a_file_keeps_how_many_there_are(base: str, vectors: WordVectors, tmp_path: Path) -> None:
    deepened(vectors, base, LINES, dimensions=2, least=1).write(tmp_path / "vectors.npz")
    assert WordVectors.read(tmp_path / "vectors.npz").deep == 2


def test_what_is_measured_on_is_not_taught() -> None:
    held = {"lct": [Sample("lct", Hinted("Known wumbling disease."), ())]}
    assert _unseen(["- known wumbling  disease", "No wumbling disease"], held) == ["No wumbling disease"]
