"""Training, keeping and reading a network; the vectors beneath it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest

from eligo.errors import InputError
from eligo.models.measure import figures
from eligo.models.network import Network, Shape
from eligo.models.pretraining import pretrain
from eligo.models.recogniser import Recogniser
from eligo.models.samples import Sample
from eligo.models.training import Plan, train
from eligo.models.vectors import WordVectors, learn_vectors
from eligo.models.words import Hinted


def test_it_learns_its_samples(network: Network, samples: list[Sample]) -> None:
    assert figures(network, samples)["f1"] > 0.9


def test_what_is_kept_is_what_was_learnt(network: Network, folder: Path, samples: list[Sample]) -> None:
    again = Network.read(folder / "chia", network.vectors)
    given = [s.given for s in samples]
    assert again.find(given, "chia") == network.find(given, "chia")
    assert again.schemes == network.schemes
    assert json.loads((folder / "chia" / "meta.json").read_text("utf-8"))["note"] == "of the tests"


def test_the_same_seed_gives_the_same(samples: list[Sample], small: Shape) -> None:
    vectors = learn_vectors((s.given.text for s in samples), dimensions=4, least=1)
    lines = [s.given.text for s in samples]

    def weights() -> list[bytes]:
        network, _ = train(samples, vectors, lines, shape=small, plan=Plan(epochs=1, words=40, lines=20))
        return [array.tobytes() for member in network.members for array in member.weights()]

    assert weights() == weights()


def test_each_voice_starts_from_the_same(samples: list[Sample], small: Shape) -> None:
    vectors = learn_vectors((s.given.text for s in samples), dimensions=4, least=1)
    start = pretrain(small, vectors, [s.given.text for s in samples], 20, 0)
    before = [array.copy() for array in start]
    train(samples, vectors, shape=small, plan=Plan(epochs=1, words=40), start=start)
    assert all((a == b).all() for a, b in zip(start, before, strict=True))


def test_teachers_teach(samples: list[Sample], small: Shape) -> None:
    vectors = learn_vectors((s.given.text for s in samples), dimensions=4, least=1)
    lines = [f"{s.given.text} in {place}" for s in samples for place in ("spring", "autumn")]
    plan = Plan(epochs=40, words=40, rate=0.01, drop=0.0, teachers=2, taught_epochs=8, taught_drop=0.0)
    said: list[str] = []
    network, _ = train(samples, vectors, lines, shape=small, plan=plan, say=said.append)
    assert "2 teachers" in said
    assert figures(network, samples)["f1"] > 0.8


def test_what_is_less_sure_is_left_out(network: Network, samples: list[Sample]) -> None:
    given = [s.given for s in samples]
    all_of_them, none = network.find(given, "chia"), network.find(given, "chia", least=1.1)
    assert sum(map(len, none)) == 0 < sum(map(len, all_of_them))
    some = network.find(given, "chia", least=0.9)
    assert all(set(few) <= set(many) for few, many in zip(some, all_of_them, strict=True))


def test_spans_keep_their_offsets_and_blank_statements_have_none(folder: Path) -> None:
    text = "Prior use of\n   barcillin"
    found = Recogniser(folder).find([Hinted(""), Hinted(text)], "chia")
    assert found[0] == []
    assert [text[start:end] for _, start, end in found[1]] == ["barcillin"]


def test_inner_spans_are_asked_for_within_wide_ones(folder: Path) -> None:
    text = "Allergic reaction to foomycin or barcillin tablets"
    (found,) = Recogniser(folder).find([Hinted(text)], "chia")
    assert ("condition", 0, len(text)) in found
    assert ("drug", 21, 29) in found


def test_an_unknown_scheme_is_named(folder: Path) -> None:
    with pytest.raises(ValueError, match="no scheme 'lct'; the recogniser knows chia, chia2"):
        Recogniser(folder).find([Hinted("x")], "lct")


def test_a_folder_without_a_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no trained recogniser"):
        Recogniser(tmp_path).find([Hinted("x")], "lct")
    (tmp_path / "a" / "lct").mkdir(parents=True)
    (tmp_path / "a" / "lct" / "meta.json").write_text('{"format": 0, "schemes": {"lct": []}}', "utf-8")
    with pytest.raises(InputError, match="no word vectors"):
        Recogniser(tmp_path / "a").find([Hinted("x")], "lct")
    WordVectors(("a",), numpy.ones((1, 2), "float16")).write(tmp_path / "a" / "vectors.npz")
    with pytest.raises(InputError, match=r"format 0, this version reads 3.*train it anew"):
        Recogniser(tmp_path / "a").find([Hinted("x")], "lct")


def test_no_samples_is_an_error() -> None:
    with pytest.raises(ValueError, match="no samples"):
        train([], WordVectors(("a",), numpy.ones((1, 2), "float16")))


def test_words_in_the_same_places_have_like_vectors() -> None:
    lines = [
        f"patients with {how} {what} {n} failure"
        for how in ("mild", "severe")
        for what in ("heart", "liver")
        for n in "ab"
    ]
    vectors = learn_vectors(lines, dimensions=3, least=1)
    of = dict(zip(vectors.words, vectors.table.astype("float32"), strict=True))
    assert of["mild"] @ of["severe"] > 0.9 > of["mild"] @ of["failure"]


def test_vectors_are_read_as_written(tmp_path: Path) -> None:
    vectors = learn_vectors(["é1 b c", "b c d"], dimensions=2, least=1)
    vectors.write(tmp_path / "v.npz")
    again = WordVectors.read(tmp_path / "v.npz")
    assert again.words == vectors.words
    assert (again.table == vectors.table).all()
