"""The command line: what it takes, what it writes and where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

import eligo
from eligo.cli_parts import spread

COLOUR = "\x1b["
TRIAL = """Inclusion criteria
- Age 18 years or older
- ECOG 0 or 1
Exclusion criteria
- Pregnant women
"""
NOTE = "A 50-year-old woman. ECOG performance status 1. She is not pregnant.\n"


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(TRIAL, "utf-8")
    return path


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "woman.txt"
    path.write_text(NOTE, "utf-8")
    return path


def shell(*args: object, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own."""
    command = [sys.executable, "-m", "eligo", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, **kwargs)


# Start


def test_help_is_quick_and_names_the_commands() -> None:
    times = []
    for _ in range(5):
        before = os.times()
        done = shell("--help")
        after = os.times()  # of the processor: what else the machine does counts little
        times.append(after.children_user - before.children_user + after.children_system - before.children_system)
        assert done.returncode == 0
        assert all(f"  {name} " in done.stdout for name in ("parse", "annotate", "match", "doctor", "schema", "demo"))
    assert min(times) < 0.5


def test_version() -> None:
    done = shell("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"eligo {eligo.__version__}\n", "")


def test_results_and_messages_go_apart(trial: Path, tmp_path: Path) -> None:
    done = shell("parse", trial, tmp_path / "none.txt")
    assert done.returncode == 1
    assert done.stdout.startswith("small")
    assert done.stderr == f"eligo: {tmp_path / 'none.txt'}: there is no such file; check the path\n"


# Formats


def test_json_is_one_document_for_one_input(command: Callable[..., Any], trial: Path) -> None:
    done = command("parse", trial, "--format", "json")
    assert json.loads(done.out)["id"] == "small"
    assert "\n" in done.out.strip()


def test_json_is_lines_for_several(command: Callable[..., Any], trial: Path, tmp_path: Path) -> None:
    done = command("parse", trial, trial, "--format", "json")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["small", "small"]
    done = command(
        "parse", trial, tmp_path / "none.txt", "--format", "json"
    )  # also where only one of them could be read
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["small"]


def test_json_of_one_input_with_several_trials_is_lines(command: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({"nct_id": i, "eligibility": TRIAL}) + "\n" for i in ("A", "B")), "utf-8")
    done = command("parse", path, "--format", "json")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["A", "B"]


def test_rows_have_the_promised_keys_first(command: Callable[..., Any], trial: Path) -> None:
    rows = [json.loads(line) for line in command("parse", trial, "--format", "rows").out.splitlines()]
    promised = [
        "trial", "criterion", "kind", "type", "name", "concept", "text", "start", "end", "low", "low_inclusive", "high",
        "high_inclusive", "unit", "relative_to", "values", "sex", "negated", "when", "exception", "window",
    ]  # fmt: skip
    assert rows
    for row in rows:
        assert list(row)[: len(promised)] == promised
        assert row["text"] == TRIAL[row["start"] : row["end"]]


def test_csv_of_several_is_one_table(command: Callable[..., Any], trial: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TRIAL.replace("ECOG 0 or 1", "AST below 2 x ULN within 2 weeks"), "utf-8")
    rows = list(csv.DictReader(io.StringIO(command("parse", trial, other, "--format", "csv").out)))
    assert {row["trial"] for row in rows} == {"small", "other"}
    assert all(None not in row and None not in row.values() for row in rows)
    assert {row["relative_to"] for row in rows} == {"", "ULN"}


def test_facts_as_json_rows_and_csv(command: Callable[..., Any], note: Path) -> None:
    patient = json.loads(command("annotate", note, "--format", "json").out)
    rows = [json.loads(line) for line in command("annotate", note, "--format", "rows").out.splitlines()]
    table = list(csv.DictReader(io.StringIO(command("annotate", note, "--format", "csv").out)))
    assert patient["age"] == 50
    assert len(patient["facts"]) == len(rows) == len(table) > 0
    assert all(row["patient"] == "woman" and row["text"] == NOTE[row["start"] : row["end"]] for row in rows)


def test_match_as_json_and_rows(command: Callable[..., Any], trial: Path, note: Path) -> None:
    report = json.loads(command("match", "--trial", trial, "--patient", note, "--format", "json").out)
    rows = command("match", "--trial", trial, "--patient", note, "--format", "rows").out.splitlines()
    assert [v["verdict"] for v in report["verdicts"]] == ["pass", "pass", "pass"]
    assert report["overall"] == "eligible"
    assert [json.loads(r)["criterion"] for r in rows] == ["I1", "I2", "E1"]


# Inputs


def test_several_values_after_one_option(command: Callable[..., Any], trial: Path, note: Path) -> None:
    spread = command("match", "--trial", trial, trial, "--patient", note, note, "--format", "rows")
    repeated = command(
        "match", f"--trial={trial}", "--patient", note, "--trial", trial, "--patient", note, "--format", "rows"
    )
    assert spread.code == repeated.code == 0
    assert spread.out == repeated.out
    assert len(spread.out.splitlines()) == 4 * 3


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("--trial a b --patient c", "--trial a --trial b --patient c"),
        ("--trial=a b --patient - --format json", "--trial=a --trial b --patient - --format json"),
        ("--trial a --format json b", "--trial a --format json b"),
        ("--trial - --patient a - b", "--trial - --patient a --patient - --patient b"),
        ("--trial a -- b", "--trial a -- b"),
        ("", ""),
    ],
)
def test_spread(given: str, read: str) -> None:
    assert spread(given.split(), {"--trial", "--patient"}) == read.split()


def test_standard_input_may_be_either_side(command: Callable[..., Any], trial: Path, note: Path) -> None:
    named = command("match", "--trial", trial, "--patient", note, "--format", "rows").out.replace("woman", "ID")
    from_trial = command("match", "--trial", "-", "--patient", note, "--format", "rows", stdin=TRIAL.encode())
    from_note = command("match", "--trial", trial, "--patient", "-", "--format", "rows", stdin=NOTE.encode())
    assert from_trial.code == from_note.code == 0
    assert len(named.splitlines()) == len(from_trial.out.splitlines()) == len(from_note.out.splitlines())


@pytest.mark.parametrize("args", [("parse", "-", "-"), ("match", "--trial", "-", "--patient", "-")])
def test_standard_input_is_read_once(command: Callable[..., Any], args: tuple[str, ...]) -> None:
    done = command(*args)
    assert done.code == 2
    assert "only once" in done.err


def test_stored_forms_match_like_their_sources(
    command: Callable[..., Any], trial: Path, note: Path, tmp_path: Path
) -> None:
    direct = json.loads(command("match", "--trial", trial, "--patient", note, "--format", "json").out)
    stored_trial, stored_note = tmp_path / "t.json", tmp_path / "p.json"
    stored_trial.write_text(command("parse", trial, "--format", "json").out, "utf-8")
    stored_note.write_text(command("annotate", note, "--format", "json").out, "utf-8")
    stored = command("match", "--trial", stored_trial, "--patient", stored_note, "--format", "json").out
    assert json.loads(stored) == direct
    for name, path in (("parse", stored_trial), ("annotate", stored_note)):
        assert json.loads(command(name, path, "--format", "json").out) == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("shape", ["lines", "list", "stream", "bom"])
def test_stored_forms_of_any_shape(command: Callable[..., Any], trial: Path, tmp_path: Path, shape: str) -> None:
    one = command("parse", trial, "--format", "json").out
    line = json.dumps(json.loads(one))
    text = {
        "lines": f"{line}\n\n{line}\n",
        "list": f"[{line},\n{line}]",
        "stream": one + one,
        "bom": f"\ufeff{line}\n{line}",
    }
    path = tmp_path / "stored.json"
    path.write_text(text[shape], "utf-8")
    done = command("parse", path, "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert [json.loads(row)["id"] for row in done.out.splitlines()] == ["small", "small"]


def test_notes_in_json_rows(command: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text("".join(json.dumps({"id": i, "text": NOTE}) + "\n" for i in ("p1", "p2")), "utf-8")
    rows = command("annotate", path, "--format", "rows").out.splitlines()
    assert list(dict.fromkeys(json.loads(r)["patient"] for r in rows)) == ["p1", "p2"]


def test_same_file_twice_is_done_twice(command: Callable[..., Any], trial: Path) -> None:
    once, twice = (command("parse", *[trial] * n, "--format", "rows").out for n in (1, 2))
    assert twice == once * 2


def test_index_date(command: Callable[..., Any], note: Path, tmp_path: Path) -> None:
    stored = tmp_path / "p.json"
    stored.write_text(command("annotate", note, "--format", "json").out, "utf-8")
    for path in (note, stored):
        done = command("annotate", path, "--format", "json", "--index-date", "2024-02-29")
        assert json.loads(done.out)["index_date"] == "2024-02-29"


def test_silence(command: Callable[..., Any], tmp_path: Path, trial: Path) -> None:
    page, note = tmp_path / "page.txt", tmp_path / "note.txt"
    page.write_text("Exclusion criteria\n- Epilepsy\n- Asthma\n", "utf-8")
    note.write_text("A 50-year-old man with asthma.\n", "utf-8")
    verdicts = {
        silence: [
            json.loads(row)["verdict"]
            for row in command(
                "match", "--trial", page, "--patient", note, "--format", "rows", "--silence", silence
            ).out.splitlines()
        ]
        for silence in ("unknown", "absent")
    }
    assert verdicts == {"unknown": ["unknown", "fail"], "absent": ["pass", "fail"]}


# Usage


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "Usage"),
        (("prase",), "prase"),
        (("parse",), "TRIAL"),
        (("parse", "--format", "xml", "x"), "xml"),
        (("parse", "--formt", "json", "x"), "--formt"),
        (("annotate", "--index-date", "2024-13-01", "x"), "YYYY-MM-DD"),
        (("annotate", "--index-date", "20240101", "x"), "YYYY-MM-DD"),
        (("match", "--trial", "x"), "--patient"),
        (("match", "--patient", "x"), "--trial"),
        (("match", "--trial", "x", "--patient", "y", "--silence", "maybe"), "maybe"),
        (("match", "x", "y"), "--trial"),
        (("schema", "note"), "note"),
    ],
)
def test_wrong_usage(command: Callable[..., Any], args: tuple[str, ...], says: str) -> None:
    done = command(*args)
    assert done.code == 2
    assert says in done.err + done.out


def test_a_fault_of_ours_costs_one_input(
    command: Callable[..., Any], trial: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eligo import flow

    real = flow.parse
    poison = tmp_path / "poison.txt"
    poison.write_text(TRIAL, "utf-8")

    def broken(document: Any, **more: Any) -> Any:
        if "poison" in document.id:
            raise RuntimeError("over\nwrought")
        return real(document, **more)

    monkeypatch.setattr(flow, "parse", broken)
    done = command("parse", poison, trial, "--format", "rows")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "poison.txt: eligo failed on it (RuntimeError: over wrought)" in done.err
    assert {json.loads(row)["trial"] for row in done.out.splitlines()} == {"small"}


def test_a_pair_that_cannot_be_matched_costs_itself(
    command: Callable[..., Any], trial: Path, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eligo import flow

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setattr(flow, "match", broken)
    done = command("match", "--trial", trial, "--patient", note, "--format", "html")
    assert (done.code, done.out) == (1, "")
    assert "small × woman: eligo failed on it" in done.err


# Commands of others


class _Entry:
    def __init__(self, name: str, value: Any) -> None:
        self.name, self.value, self._loaded = name, "add.on:it", value

    def load(self) -> Any:
        if isinstance(self._loaded, Exception):
            raise self._loaded
        return self._loaded


def test_added_commands(command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    added = typer.Typer()

    @added.command()
    def count(n: int) -> None:
        """Count to a number."""
        typer.echo(" ".join(map(str, range(1, n + 1))))

    entries = [_Entry("count", added), _Entry("broken", ImportError("no module named x"))]
    monkeypatch.setattr("eligo.cli_parts.entry_points", lambda group: entries)
    assert command("count", "3").out == "1 2 3\n"
    assert "Count to a number." in command("--help").out
    done = command("broken")
    assert done.code == 2
    assert "broken (add.on:it) cannot be loaded: no module named x" in done.err


# Other commands


@pytest.mark.parametrize("form", ["trial", "patient", "verdict", "match"])
def test_schema(command: Callable[..., Any], form: str) -> None:
    assert json.loads(command("schema", form).out)["$schema"].startswith("https://json-schema.org/")


def test_doctor(command: Callable[..., Any]) -> None:
    done = command("doctor")
    assert done.code == 0
    assert re.search(r"spacy +\d+\.\d+", done.out)
    assert re.search(r"drugs\.tsv +\d+ rows", done.out)
    assert "eligo[transformers]" in done.out or "transformers       installed" in done.out


def test_doctor_names_what_is_missing(command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import PackageNotFoundError, version

    def without(name: str) -> str:
        if name == "medspacy":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr("eligo.diagnosis.version", without)
    done = command("doctor")
    assert done.code == 1
    assert "medspacy           MISSING: pip install" in done.out


def test_demo(command: Callable[..., Any]) -> None:
    done = command("demo")
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line.startswith("$ ")] == [
        "$ eligo parse listing.txt",
        "$ eligo annotate note_eligible.txt",
        "$ eligo match --trial listing.txt --patient note_eligible.txt",
        "$ eligo match --trial listing.txt --patient note_ineligible.txt",
        "$ eligo match --trial listing.txt --patient note_undetermined.txt",
    ]


# Pipes and terminals


def test_a_pipe_gets_plain_whole_lines(command: Callable[..., Any], tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    path = tmp_path / "long.txt"
    path.write_text(f"Inclusion criteria\n- Asthma {words}\n", "utf-8")
    done = command("parse", path)
    assert COLOUR not in done.out
    assert any(line.endswith(words) for line in done.out.splitlines())
    assert all(line == line.rstrip() for line in done.out.splitlines())


def test_a_very_long_criterion_is_cut_with_a_sign(command: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("Inclusion criteria\n- Asthma " + "of a kind " * 1000 + "\n", "utf-8")
    assert re.search(r" … \([\d,]+ more characters\)", command("parse", path).out)


def test_nothing_steers_the_terminal(command: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "escape.txt"
    path.write_text(
        "Inclusion criteria\n- Asthma \x1b]0;title\x07 and \x1b[31mred\x1b[0m [bold]fever[/bold]\n", "utf-8"
    )
    for args in (("parse", path), ("parse", tmp_path / "\x1b[31m.txt")):
        done = command(*args)
        assert "\x1b" not in done.out + done.err
    assert "[bold]fever[/bold]" in command("parse", path).out


def on_terminal(*args: object, columns: int, env: dict[str, str] | None = None) -> str:
    """What the command writes to a terminal of so many columns."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    command = [sys.executable, "-m", "eligo", *map(str, args)]
    streams = {"stdin": theirs, "stdout": theirs, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**clean, "TERM": "xterm", **(env or {})}, **streams)  # type: ignore[call-overload]
    os.close(theirs)
    data = b""
    try:
        while chunk := os.read(ours, 65536):
            data += chunk
    except OSError:  # Linux: the other side is closed
        pass
    os.close(ours)
    assert process.wait(60) == 0
    return data.decode("utf-8").replace("\r\n", "\n")


def test_a_narrow_terminal(trial: Path, note: Path) -> None:
    for args in (("parse", trial), ("annotate", note), ("match", "--trial", trial, "--patient", note)):
        text = on_terminal(*args, columns=60)
        assert COLOUR in text
        plain = re.sub(r"\x1b\[[\d;]*m", "", text)
        assert max(map(len, plain.splitlines())) <= 60
        assert "ECOG" in plain


def test_no_color(trial: Path) -> None:
    assert not re.search(r"\x1b\[[\d;]*3\dm", on_terminal("parse", trial, columns=100, env={"NO_COLOR": "1"}))


def test_head_ends_it_quietly(examples: Path) -> None:
    command = [sys.executable, "-m", "eligo", "parse", *[str(examples / "listing.txt")] * 40]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(60)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_told(trial: Path) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "eligo", "parse", str(trial)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "eligo: the results cannot be written: No space left on device\n"
