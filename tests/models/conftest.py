"""A recogniser that is trained for a few steps on a corpus that the tests write."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.models.network import Network, Shape
from eligo.models.samples import READERS, Lost, Sample
from eligo.models.training import Plan, train
from eligo.models.vectors import learn_vectors

LINES = (
    ("Known zorblax syndrome", "Condition", "zorblax syndrome"),
    ("History of blunting disease", "Condition", "blunting disease"),
    ("Treatment with foomycin", "Drug", "foomycin"),
    ("Prior use of barcillin", "Drug", "barcillin"),
)


@pytest.fixture(scope="session")
def chia_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two files in Chia's form, with a span within a span."""
    folder = tmp_path_factory.mktemp("chia")
    for kind in ("inc", "exc"):
        text, marks = "", []
        for line, type_, words in LINES * 3:
            start = len(text) + line.index(words)
            marks.append(f"T{len(marks) + 1}\t{type_} {start} {start + len(words)}\t{words}")
            text += f"{line}\n"
        line = "Allergic reaction to foomycin or barcillin tablets"
        for type_, words in (("Condition", line), ("Drug", "foomycin")):
            start = len(text) + line.index(words)
            marks.append(f"T{len(marks) + 1}\t{type_} {start} {start + len(words)}\t{words}")
        text += f"{line}\n"
        (folder / f"NCT00000001_{kind}.txt").write_text(text, "utf-8")
        (folder / f"NCT00000001_{kind}.ann").write_text("\n".join(marks) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def samples(chia_folder: Path) -> list[Sample]:
    """What a network learns from it."""
    return list(READERS["chia"](chia_folder, Lost(), lambda error: None))


@pytest.fixture(scope="session")
def small() -> Shape:
    """The smallest network that learns anything."""
    return Shape(width=16, depth=1, hidden=16, rows={"NORM": 100, "SUFFIX": 50, "TAG": 50, "LEMMA": 50})


@pytest.fixture(scope="session")
def network(samples: list[Sample], small: Shape) -> Network:
    """Trained until it knows its own samples."""
    vectors = learn_vectors((s.given.text for s in samples), dimensions=4, least=1)
    found, _ = train(samples, vectors, shape=small, plan=Plan(epochs=60, words=40, rate=0.02, drop=0.0))
    return found


@pytest.fixture(scope="session")
def folder(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is kept."""
    target = tmp_path_factory.mktemp("recogniser")
    network.vectors.write(target / "vectors.npz")
    network.write(target / "chia", {"note": "of the tests"})
    return target
