"""A language model that teaches the networks; the model is a tiny one, made here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from eligo.errors import InputError, MissingExtra
from eligo.models.crf import Steps, believed
from eligo.models.examples import Example, example
from eligo.models.network import Network, Shape
from eligo.models.samples import Sample
from eligo.models.teaching import taught
from eligo.models.training import Plan, train
from eligo.models.vectors import WordVectors, learn_vectors

LINES = ("History of wumbling disease", "Treatment with wumbomycin tablets", "Known zorblax syndrome of old", "no")


@pytest.fixture(scope="module")
def base(make_transformer: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_transformer(tmp_path_factory.mktemp("base"), ("O", "B-condition"), learn=False))


@pytest.fixture(scope="module")
def vectors(samples: list[Sample]) -> WordVectors:
    return learn_vectors((s.given.text for s in samples), dimensions=4, least=1)


def blank(samples: list[Sample], vectors: WordVectors, small: Shape) -> Network:
    schemes: dict[str, set[str]] = {s.scheme: set() for s in samples}
    for sample in samples:
        schemes[sample.scheme].update(label for label, _, _ in sample.spans)
    return Network(small, vectors, schemes)


def test_it_learns_its_examples(base: str, samples: list[Sample], vectors: WordVectors, small: Shape) -> None:
    from eligo.models.teacher import Teacher, TeacherPlan

    network = blank(samples, vectors, small)
    examples = [found for sample in samples if (found := example(network, sample)) is not None]
    plan = TeacherPlan(epochs=30, pieces=60, rate=0.003, top_rate=0.02, hidden=0.0, drop=0.0)
    said: list[str] = []
    teacher = Teacher(base, network, plan)
    teacher.learn(examples, said.append)
    assert len(said) == 30
    some = examples[:3]
    scores = teacher.scores(some)
    assert scores.shape == (sum(len(one.rows) for one in some), 2 * len(network.labels) + 1)
    pairs, first = teacher.chain()
    said_of_words = believed(scores[None], pairs[None], first[None], Steps([len(one.rows) for one in some])).labels[0]
    assert list(said_of_words.argmax(axis=1)) == [label for one in some for label in one.right]
    assert first[2] < -1000 < first[1], "no span starts within"
    assert pairs[0, 2] < -1000


def test_the_same_seed_is_the_same_teacher(
    base: str, samples: list[Sample], vectors: WordVectors, small: Shape
) -> None:
    from eligo.models.teacher import Teacher, TeacherPlan

    network = blank(samples, vectors, small)
    examples = [found for sample in samples[:8] if (found := example(network, sample)) is not None]
    both = []
    for _ in range(2):
        teacher = Teacher(base, network, TeacherPlan(epochs=1, seed=3))
        teacher.learn(examples)
        both.append(teacher.scores(examples))
    assert numpy.array_equal(*both)


def test_networks_are_taught_by_it(base: str, samples: list[Sample], vectors: WordVectors, small: Shape) -> None:
    plan = Plan(epochs=2, words=60, teachers=1, taught=3, taught_epochs=1)
    said: list[str] = []
    network, _ = train(samples, vectors, LINES, shape=small, plan=plan, base=base, say=said.append)
    assert any(line.startswith("teacher, epoch") for line in said)
    assert f"{2 * len(samples) + 2} examples" in said, "of the lines two hold a word that no sample has"
    assert len(network.members) == 2


def test_a_longer_statement_than_it_reads(base: str, samples: list[Sample], vectors: WordVectors, small: Shape) -> None:
    from eligo.models.teacher import Teacher

    network = blank(samples, vectors, small)
    long = example(network, Sample("chia", type(samples[0].given)("known foomycin " * 60), ()))
    assert long is not None
    assert len(Teacher(base, network).scores([long])) == 120


def test_lines_without_a_new_word_are_left_out(network: Network) -> None:
    known = [Example(numpy.zeros((2, 1)), numpy.zeros(2), "chia", words=("known", "blunting", "disease"))]
    found = taught(network, None, known, ["Known disease blunting known", *LINES], 10, 0)
    assert {one.words for one in found} == {tuple(line.split()) for line in LINES[:3]}
    assert all(one.likely is not None and len(one.likely) == len(one.right) == len(one.words) for one in found)
    assert {one.scheme for one in found} <= {"chia"}
    assert len(taught(network, None, known, LINES, 1, 0)) == 1


def test_what_is_no_language_model_is_named(
    tmp_path: Path, base: str, samples: list[Sample], vectors: WordVectors, small: Shape
) -> None:
    from eligo.models.teacher import Teacher

    with pytest.raises(InputError, match="nothing-here"):
        Teacher(str(tmp_path / "nothing-here"), blank(samples, vectors, small))


def test_without_torch_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, samples: list[Sample], vectors: WordVectors, small: Shape
) -> None:
    import sys

    from eligo.models.teacher import Teacher

    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match="transformers"):
        Teacher("any", blank(samples, vectors, small))
