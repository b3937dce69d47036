"""``eligo train``."""

from __future__ import annotations

import json
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
