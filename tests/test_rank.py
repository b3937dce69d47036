"""Policies of silence by type, and putting trials and patients in order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.errors import InputError
from eligo.matching import absent_types, read_policy

PAGE = """Inclusion criteria
- Asthma
- Age 18 years or older

Exclusion criteria
- Epilepsy
- Treatment with warfarin
"""
WOMAN = "A 50-year-old woman with asthma. No epilepsy. She takes no warfarin.\n"
MAN = "A 40-year-old man with asthma.\n"
CHILD = "A 9-year-old boy with asthma.\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {"page": PAGE, "woman": WOMAN, "man": MAN, "child": CHILD}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return {name: tmp_path / f"{name}.txt" for name in texts}


def verdicts(silence: Any) -> dict[str, str]:
    report = eligo.match(eligo.parse(PAGE), eligo.annotate(MAN), silence=silence)
    return {v.criterion: v.verdict for v in report.verdicts}


def test_silence_by_type() -> None:
    assert verdicts("unknown") == {"I1": "pass", "I2": "pass", "E1": "unknown", "E2": "unknown"}
    assert verdicts({"condition": "absent"})["E1"] == "pass"
    assert verdicts({"condition": "absent"})["E2"] == "unknown"
    assert verdicts({"drug": "absent", "condition": "unknown"}) == verdicts("unknown") | {"E2": "pass"}


def test_pregnancy_by_silence() -> None:
    page = eligo.parse("Exclusion criteria\n- Pregnant or breastfeeding\n- Women of childbearing potential\n")
    woman = eligo.annotate("A 30-year-old woman with asthma.")
    kept = eligo.match(page, woman, silence="absent")
    assert [v.verdict for v in kept.verdicts] == ["pass", "unknown"]
    assert any("pregnan" in a for a in kept.verdicts[0].assumptions)
    asked = eligo.match(page, woman, silence={"condition": "absent", "reproductive": "unknown"})
    assert asked.verdicts[0].verdict == "unknown"


def test_a_policy_names_what_can_be_silent() -> None:
    with pytest.raises(ValueError, match="'measurement' cannot be set"):
        absent_types({"measurement": "absent"})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="drug is 'unknown' or 'absent', not 'no'"):
        absent_types({"drug": "no"})  # type: ignore[dict-item]


def test_policy_file(tmp_path: Path) -> None:
    path = tmp_path / "policy.ini"
    path.write_text("[silence]\ncondition = unknown\nbiomarker = absent\n", "utf-8")
    assert absent_types(read_policy(path)) == {"biomarker"}
    assert absent_types(read_policy(path, "absent")) == absent_types("absent") - {"condition"} | {"biomarker"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("condition = absent\n", "section"),
        ("[other]\n", "no section"),
        ("[silence]\nage = absent\n", "'age' cannot be set"),
        ("[silence]\ndrug = maybe\n", "not 'maybe'"),
    ],
)
def test_bad_policy_files(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "policy.ini"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=says):
        read_policy(path)


def test_policy_on_the_command_line(command: Callable[..., Any], tmp_path: Path, files: dict[str, Path]) -> None:
    policy = tmp_path / "policy.ini"
    policy.write_text("[silence]\ndrug = absent\n", "utf-8")
    args = ("match", "--trial", files["page"], "--patient", files["man"], "--format", "rows", "--policy")
    done = command(*args, policy)
    assert [json.loads(row)["verdict"] for row in done.out.splitlines()] == ["pass", "pass", "unknown", "pass"]
    bad = command(*args, tmp_path / "none.ini")
    assert bad.code == 2
    assert "none.ini" in bad.err


def test_rank_patients_for_a_trial(command: Callable[..., Any], files: dict[str, Path]) -> None:
    args = ("rank", "--trial", files["page"], "--by", "trial", "--patient")
    args = (*args, files["child"], files["man"], files["woman"])
    done = command(*args, "--format", "rows")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(r["rank"], r["patient"], r["failed"]) for r in rows] == [(1, "woman", 0), (2, "man", 0), (3, "child", 1)]
    assert rows[0]["overall"] == "eligible"
    assert rows[1]["first_question"]
    table = list(csv.DictReader(io.StringIO(command(*args, "--format", "csv").out)))
    assert [r["patient"] for r in table] == ["woman", "man", "child"]
    assert "woman" in command(*args).out.splitlines()[2]


def test_rank_lists_trials_for_each_patient(command: Callable[..., Any], files: dict[str, Path]) -> None:
    done = command("rank", "--trial", files["page"], "--patient", files["man"], files["child"], "--format", "rows")
    assert [json.loads(line)["rank"] for line in done.out.splitlines()] == [1, 1]


def test_explain(command: Callable[..., Any], files: dict[str, Path]) -> None:
    out = command("parse", files["page"], "--explain").out
    assert "A patient may join only if this holds: age ≥ 18 years." in out
    assert "A patient is kept out by this: epilepsy." in out
    assert command("parse", files["page"], "--explain", "--format", "json").code == 2
