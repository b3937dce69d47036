"""``eligo train``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eligo.models.command import _unseen, app
from eligo.models.recogniser import Recogniser
from eligo.models.samples import Sample
from eligo.models.training import GROUPS
from eligo.models.words import Hinted


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(w) for w in words])
    return result.exit_code, result.output


def test_it_trains_from_folders(chia_folder: Path, tmp_path: Path) -> None:
    trials = tmp_path / "trial.txt"
    trials.write_text("Inclusion Criteria:\n\n- Known zorblax syndrome\n- No foomycin\n", "utf-8")
    target = tmp_path / "out"
    code, said = run(
        "--chia", chia_folder, "--chia-dev", chia_folder, "--unlabelled", trials, "--epochs", 1, "--output", target
    )
    assert code == 0, said
    assert Recogniser(target).find([Hinted("No foomycin")], "chia")[0] is not None
    assert "chia F1" in said
    card = (target / "README.md").read_text("utf-8")
    assert "| `chia` | `chia`, `chia2` | 28 | 3 | 0.25 |" in card
    assert "doi:10.1038/s41597-020-00620-0" in card
    assert "MACCROBAT" not in card
    counts = json.loads((target / "chia" / "meta.json").read_text("utf-8"))["dev"]["chia"]
    assert f"| {counts['tp']} | {counts['fp']} | {counts['fn']} |" in card
    assert json.loads((target / "chia" / "meta.json").read_text("utf-8"))["shape"]["least"] == 0.25
    assert "28 spans; left out 0 that are not whole words" in said


def test_a_corpus_must_be_named(tmp_path: Path) -> None:
    code, said = run("--output", tmp_path)
    assert code == 2
    assert "name a corpus" in said


@pytest.mark.parametrize("flag", ["--lct", "--chia", "--maccrobat"])
def test_a_folder_of_nothing_is_named(flag: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, said = run(flag, tmp_path / "empty", "--output", tmp_path / "out")
    assert code == 1
    assert "empty" in said


def test_a_language_model_teaches(
    chia_folder: Path, make_transformer: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = replace(GROUPS["chia"], teachers=1, members=1)
    monkeypatch.setitem(GROUPS, "chia", group)
    trials = tmp_path / "trial.txt"
    trials.write_text("Inclusion Criteria:\n\n- Known zorblax syndrome of wumbling\n- No foomycin\n", "utf-8")
    base = make_transformer(tmp_path / "base", ("O", "B-condition"), learn=False)
    first, second = tmp_path / "first", tmp_path / "second"
    words = ("--chia", chia_folder, "--unlabelled", trials, "--epochs", 1)
    assert run(*words, "--output", first)[0] == 0
    assert "language model" not in (first / "README.md").read_text("utf-8")
    code, said = run(*words, "--teacher", base, "--vectors", first / "vectors.npz", "--output", second)
    assert code == 0, said
    assert "57 examples" in said, "its 28 samples twice, and a line with a new word"
    assert (first / "vectors.npz").read_bytes() == (second / "vectors.npz").read_bytes()
    assert Recogniser(second).find([Hinted("No foomycin")], "chia")[0] is not None
    card = (second / "README.md").read_text("utf-8")
    assert "--teacher CHECKPOINT -o FOLDER" in card
    assert "What marked lines for `chia`: a language model" in card


def test_what_is_measured_on_is_not_taught() -> None:
    held = {"lct": [Sample("lct", Hinted("Known wumbling disease."), ())]}
    assert _unseen(["- known wumbling  disease", "No wumbling disease"], held) == ["No wumbling disease"]


def test_a_teacher_needs_lines(chia_folder: Path, tmp_path: Path) -> None:
    code, said = run("--chia", chia_folder, "--teacher", "any", "--output", tmp_path)
    assert code == 2
    assert "--unlabelled" in said


def test_vectors_that_are_none_are_named(chia_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "vectors.npz").write_text("no vectors", "utf-8")
    code, said = run("--chia", chia_folder, "--vectors", tmp_path / "vectors.npz", "--output", tmp_path / "out")
    assert code == 1
    assert "vectors.npz" in said
