"""The transformer backend: windows, words of several pieces, batches; and fine-tuning for a few steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eligo.errors import InputError
from eligo.models.measure import figures
from eligo.models.samples import Sample
from eligo.models.words import Hinted

pytest.importorskip("torch")
pytest.importorskip("transformers")

TAGS = ("O", "B-Disease", "I-Disease", "B-Chemical", "I-Chemical")
Make = Callable[..., Path]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, make_transformer: Make) -> Path:
    return make_transformer(tmp_path_factory.mktemp("transformer") / "tiny", TAGS)


def marker(name: object, **options: Any) -> Any:
    from eligo.models.transformer import TransformerMarker

    return TransformerMarker(str(name), **options)


def test_long_texts_are_read_in_windows(folder: Path) -> None:
    text = "x " * 40 + "zorblax disease" + " x" * 50 + " foomycin, of x " + "or zorblax disease " * 9
    spans = [("condition" if w == "zorblax disease" else "drug", w) for w in ("zorblax disease", "foomycin")]
    (found,) = marker(folder).find([Hinted(text)], "")
    assert [(label, text[s:e]) for label, s, e in found] == [*spans, *[spans[0]] * 9]
    for window, stride in ((16, 4), (12, 8), (32, 0)):
        assert marker(folder, window=window, stride=stride).find([Hinted(text)], "") == [found]


def test_the_batch_changes_nothing(folder: Path) -> None:
    texts = ["no foomycin", "x " * 60 + "zorblax disease", "", "asthma of zorblax disease and foomycin"] * 3
    together = marker(folder).find([Hinted(text) for text in texts], "")
    assert together == [marker(folder).find([Hinted(text)], "")[0] for text in texts]


def test_ends_without_punctuation(folder: Path) -> None:
    text = "(foomycin), zorblax disease."
    (found,) = marker(folder).find([Hinted(text)], "")
    assert [text[s:e] for _, s, e in found] == ["foomycin", "zorblax disease"]


def test_types_without_prefix(tmp_path: Path, make_transformer: Make) -> None:
    name = make_transformer(tmp_path / "m", ("O", "DISEASE", "I-DISEASE", "CHEMICAL", "LABEL_4"))
    text = "no foomycin or zorblax disease"
    (found,) = marker(name).find([Hinted(text)], "")
    assert [(label, text[s:e]) for label, s, e in found] == [("drug", "foomycin"), ("condition", "zorblax disease")]


def test_types_that_say_nothing(tmp_path: Path, make_transformer: Make) -> None:
    name = make_transformer(tmp_path / "m", ("LABEL_0", "LABEL_1"), learn=False)
    with pytest.raises(InputError, match="LABEL_0, LABEL_1"):
        marker(name).check()


def test_folders_that_are_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no config\.json"):
        marker(tmp_path).check()
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="cannot be read as a checkpoint"):
        marker(tmp_path).check()


# Training


def run(*words: object) -> tuple[int, str]:
    from eligo.models.command import app

    result = CliRunner().invoke(app, [str(w) for w in words])
    return result.exit_code, result.output


def test_a_few_steps(chia_folder: Path, tmp_path: Path, make_transformer: Make) -> None:
    base = make_transformer(tmp_path / "base", ("O", "X"), learn=False)
    out = tmp_path / "out"
    code, said = run(
        "--backend",
        "transformers",
        "--base",
        base,
        "--chia",
        chia_folder,
        "--chia-dev",
        chia_folder,
        "--steps",
        2,
        "-o",
        out,
    )
    assert code == 0, said
    assert "2 steps" in said
    assert "chia F1" in said
    assert not (out / "last").exists()
    assert json.loads((out / "eligo.json").read_text("utf-8"))["labels"] == ["condition", "drug"]
    assert marker(out).find([Hinted("No foomycin")], "chia")[0] is not None


def test_it_learns_and_is_the_same_each_time(samples: list[Sample], tmp_path: Path, make_transformer: Make) -> None:
    from eligo.models.transformer_training import Plan, train

    base = make_transformer(tmp_path / "base", ("O", "X"), learn=False)
    plan = Plan(epochs=40, batch=8, rate=1e-2, window=32)
    mine = [sample for sample in samples if sample.scheme == "chia" and len(sample.given.text) < 40][:8]
    figure = []
    for name in ("a", "b"):
        train(mine, str(base), tmp_path / name, plan=plan)
        figure.append(figures(marker(tmp_path / name), mine))
    assert figure[0] == figure[1]
    assert figure[0]["f1"] > 0.7


def test_usage(chia_folder: Path, tmp_path: Path) -> None:
    assert run("--backend", "transformers", "--chia", chia_folder, "-o", tmp_path)[0] == 2
    assert run("--base", "x", "--chia", chia_folder, "-o", tmp_path)[0] == 2
    assert run("--backend", "flair", "--chia", chia_folder, "-o", tmp_path)[0] == 2
    code, said = run(
        "--backend", "transformers", "--base", tmp_path / "no", "--chia", chia_folder, "-o", tmp_path / "o"
    )
    assert code == 1
    assert "cannot be read as a checkpoint" in said
