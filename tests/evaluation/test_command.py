"""``eligo evaluate``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


def test_json_has_figures_and_where_they_come_from(command: Command, negex: Path) -> None:
    done = command("evaluate", "negex", "--data", negex, "--format", "json")
    assert done.code == 0
    record = json.loads(done.out)
    assert {"benchmark", "documents", "metrics", "by_type", "baselines", "command", "version", "data"} <= record.keys()
    assert record["command"] == "eligo evaluate negex --data table.tsv"
    assert len(record["data"]["sha256"]) == 64
    assert "denies" not in done.out  # figures only: the words are the corpus's


def test_a_benchmark_that_ships_needs_no_data(command: Command) -> None:
    done = command("evaluate", "numeric-cases", "--limit", "3", "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["command"] == "eligo evaluate numeric-cases --limit 3"


def test_table_and_errors(command: Command, negex: Path, tmp_path: Path) -> None:
    page = tmp_path / "errors.html"
    done = command("evaluate", "negex", "--data", negex, "--errors", page)
    assert done.code == 0
    assert "negex: 4 documents" in done.out
    assert "medspaCy's default ConText" in done.out
    html = page.read_text("utf-8")
    assert "<mark>rash</mark>" in html
    assert "negated: no cue seen: 1" in html


def test_against_itself(command: Command, negex: Path, tmp_path: Path) -> None:
    first = command("evaluate", "negex", "--data", negex, "--format", "json")
    earlier = tmp_path / "earlier.json"
    earlier.write_text(first.out, "utf-8")
    done = command("evaluate", "negex", "--data", negex, "--against", earlier, "--format", "json")
    compared = json.loads(done.out)["against"]
    assert (compared["difference"], compared["p_value"], compared["same_corpus"]) == (0.0, 1.0, True)
    assert "against the earlier run" in command("evaluate", "negex", "--data", negex, "--against", earlier).out


def test_list_names_every_benchmark(command: Command) -> None:
    from eligo.evaluation.registry import BENCHMARKS

    done = command("evaluate", "--list")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()] == list(BENCHMARKS)


def test_summary(command: Command) -> None:
    from eligo.evaluation.tables import committed

    done = command("evaluate", "--summary")
    assert done.code == 0
    for record in committed():
        assert record["benchmark"] in done.out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("nege", "--data", "x"), "did you mean negex?"),
        (("negex",), "say where the corpus"),
        ((), "name a benchmark"),
        (("negex", "--data", "x", "--limit", "0"), "--limit"),
    ],
)
def test_usage(command: Command, args: tuple[str, ...], told: str) -> None:
    done = command("evaluate", *args)
    assert done.code == 2
    assert told in " ".join(done.err.split())
    assert done.out == ""


def test_wrong_folders(command: Command, lct: Path, chia: Path, negex: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for name, data, told in (
        ("lct-thresholds", empty, "empty"),
        ("lct-thresholds", tmp_path / "nowhere", "no such file or folder"),
        ("chia-negation", lct, "another corpus"),
        ("negex", chia, "table"),
        ("trialgpt", negex, "not JSON"),
    ):
        done = command("evaluate", name, "--data", data)
        assert done.code == 1, name
        assert told in done.err, done.err
        assert done.err.count("\n") == 1
        assert done.out == ""


def test_against_must_be_a_result_of_the_same(command: Command, negex: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    for content, told in (
        ("{", "is no valid JSON"),
        ("[]", "no result"),
        ('{"benchmark": "trialgpt", "headline": "accuracy", "by_document": {}}', "is a result of trialgpt"),
        ('{"benchmark": "negex", "headline": "f1", "by_document": {"x": [1, 0, 0]}}', "no document in common"),
    ):
        other.write_text(content, "utf-8")
        done = command("evaluate", "negex", "--data", negex, "--against", other)
        assert done.code == 1
        assert told in done.err
