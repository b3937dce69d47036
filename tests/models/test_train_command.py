"""``eligo train``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from eligo.models.command import app
from eligo.models.recogniser import Recogniser
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
