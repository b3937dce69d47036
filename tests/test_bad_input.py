"""Bad input: one clear sentence with the input's name and a cure, the right exit code, and the other inputs done."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TRIAL = """Inclusion Criteria
• Age ≥ 18 years
• Hemoglobin ≥ 9 g/dL
Exclusion Criteria
• HIV infection
"""
NOTE = """Date: 2024-03-01
A 50-year-old man with HIV infection.
Hemoglobin 11.2 g/dL
"""


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("trial.txt", TRIAL)
    return data.getvalue()


# What is no text at all: for listings and notes alike.
UNREADABLE = {
    "empty": (b"", "is empty"),
    "blank": (" \n\t\r\n\u00a0\u2003\n".encode(), "white space"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>", "is a PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is an image"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "is an image"),
    "gzip": (gzip.compress(TRIAL.encode()), "gunzip"),
    "bzip2": (bz2.compress(TRIAL.encode()), "bunzip2"),
    "zip": (zipped(), "unpack it"),
    "binary": (bytes((n * 7919) % 256 for n in range(5000)), "is not text"),
    "nul": (TRIAL.replace("Age", "A\0ge").encode(), "NUL"),
    "torn_utf16": (b"\xff\xfe" + TRIAL.encode("utf-16-le") + b"\x00", "UTF-16"),
}
# Other spellings of the same text: read as if nothing were.
READABLE: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda t: t.encode(),
    "utf-8 with mark": lambda t: t.encode("utf-8-sig"),
    "utf-16 with mark": lambda t: t.encode("utf-16"),
    "utf-16 little": lambda t: t.encode("utf-16-le"),
    "utf-16 big": lambda t: t.encode("utf-16-be"),
    "utf-32": lambda t: t.encode("utf-32"),
    "latin-1": lambda t: t.replace("≥", ">=").replace("•", "·").encode("latin-1"),
    "windows-1252": lambda t: t.replace("≥", ">=").encode("cp1252"),
    "mojibake": lambda t: t.encode().decode("cp1252").encode(),
    "mojibake twice": lambda t: t.encode().decode("cp1252").encode().decode("cp1252").encode(),
    "old macintosh lines": lambda t: t.replace("\n", "\r").encode(),
    "windows lines": lambda t: t.replace("\n", "\r\n").encode(),
    "trailing blanks": lambda t: (t.replace("\n", "  \n") + "\n" * 50).encode(),
}


def sentence(done: Any, name: object) -> str:
    """The one sentence on standard error, which names the input and, after a semicolon, the cure."""
    assert done.err.startswith(f"eligo: {name}: "), done.err
    assert done.err.count("\n") == 1, done.err
    said: str = done.err.removeprefix(f"eligo: {name}: ").strip()
    problem, _, cure = said.partition("; ")
    assert problem
    assert cure, said
    return said


def facts_of(rows: str) -> set[str]:
    return {json.loads(row)["name"] for row in rows.splitlines()}


@pytest.fixture
def good(tmp_path: Path) -> dict[str, Path]:
    """A good input for each command."""
    paths = {"parse": tmp_path / "good_trial.txt", "annotate": tmp_path / "good_note.txt"}
    paths["parse"].write_text(TRIAL, "utf-8")
    paths["annotate"].write_text(NOTE, "utf-8")
    return paths


# Files


@pytest.mark.parametrize("name", ["parse", "annotate"])
@pytest.mark.parametrize("what", UNREADABLE)
def test_no_text(command: Callable[..., Any], tmp_path: Path, good: dict[str, Path], name: str, what: str) -> None:
    data, says = UNREADABLE[what]
    path = tmp_path / f"{what}.txt"
    path.write_bytes(data)
    alone = command(name, path)
    assert (alone.code, alone.out) == (1, "")
    assert says in sentence(alone, path)
    among = command(name, good[name], path, good[name], "--format", "rows")
    assert among.code == 1
    assert among.out == command(name, good[name], good[name], "--format", "rows").out != ""


@pytest.mark.parametrize("name", ["parse", "annotate"])
def test_no_file(command: Callable[..., Any], tmp_path: Path, good: dict[str, Path], name: str) -> None:
    for path, says in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "is a folder"),
        ("x" * 5000, "cannot be read"),
    ):
        done = command(name, path, good[name], "--format", "rows")
        assert done.code == 1
        assert says in sentence(done, path)
        assert "hemoglobin" in facts_of(done.out)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(command: Callable[..., Any], good: dict[str, Path]) -> None:
    good["parse"].chmod(0)
    done = command("parse", good["parse"])
    assert done.code == 1
    assert "may not be read" in sentence(done, good["parse"])


@pytest.mark.parametrize("spelling", READABLE)
def test_encodings_and_line_ends(command: Callable[..., Any], tmp_path: Path, spelling: str) -> None:
    trial, note = tmp_path / "trial.txt", tmp_path / "note.txt"
    trial.write_bytes(READABLE[spelling](TRIAL))
    note.write_bytes(READABLE[spelling](NOTE))
    done = command("parse", trial, "--format", "rows")
    assert (done.code, done.err) == (0, "")
    rows = [json.loads(row) for row in done.out.splitlines()]
    assert [(r["criterion"], r["name"], r["low"]) for r in rows] == [
        ("I1", "age", 18), ("I2", "hemoglobin", 9), ("E1", "HIV infection", None),
    ]  # fmt: skip
    done = command("annotate", note, "--format", "rows")
    assert (done.code, done.err) == (0, "")
    assert {"age", "HIV infection", "hemoglobin"} <= facts_of(done.out)


# Standard input


@pytest.mark.parametrize("name", ["parse", "annotate"])
@pytest.mark.parametrize(("data", "says"), [(b"", "is empty"), (b"\x89PNG\r\n\x1a\n\0\0", "is an image")])
def test_standard_input_is_named(command: Callable[..., Any], name: str, data: bytes, says: str) -> None:
    done = command(name, "-", stdin=data)
    assert done.code == 1
    assert says in sentence(done, "standard input")


def test_standard_input_without_criteria(command: Callable[..., Any]) -> None:
    done = command("parse", "-", stdin=b"We are open on Mondays.\n")
    assert done.code == 1
    assert "no eligibility criteria" in sentence(done, "standard input")


def test_standard_input_is_closed() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -m eligo parse - <&-', sys.executable], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "standard input: is closed; " in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_cannot_be_read(command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readall(self) -> bytes:
            raise OSError(5, "Input/output error")

        def readinto(self, _: object) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("io.BytesIO", lambda *_: io.BufferedReader(Broken()))
    done = command("parse", "-")
    assert done.code == 1
    assert "Input/output error" in sentence(done, "standard input")


# Not what it should be


def test_a_page_without_criteria(command: Callable[..., Any], tmp_path: Path, good: dict[str, Path]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Welcome to our hospital.\nWe are open on Mondays.\n", "utf-8")
    done = command("parse", page, good["parse"], "--format", "rows")
    assert done.code == 1
    assert "no eligibility criteria" in sentence(done, page)
    assert "hemoglobin" in facts_of(done.out)


@pytest.mark.parametrize("format", ["table", "json", "rows", "csv"])
def test_a_note_without_facts(command: Callable[..., Any], tmp_path: Path, format: str) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The train was late and the sky was blue.\n", "utf-8")
    done = command("annotate", note, "--format", format)
    assert done.code == 0
    assert "no facts" in sentence(done, note)


def test_a_note_given_as_a_trial(command: Callable[..., Any], good: dict[str, Path]) -> None:
    done = command("match", "--trial", good["annotate"], "--patient", good["annotate"])
    assert (done.code, done.out) == (1, "")
    assert "no eligibility criteria" in sentence(done, good["annotate"])


def test_a_listing_given_as_a_note(command: Callable[..., Any], good: dict[str, Path]) -> None:
    done = command("match", "--trial", good["parse"], "--patient", good["parse"], "--format", "rows")
    assert done.code == 0
    assert "trial's listing" in sentence(done, good["parse"])


def test_nothing_to_match_makes_no_page(command: Callable[..., Any], tmp_path: Path, good: dict[str, Path]) -> None:
    done = command("match", "--trial", tmp_path / "none", "--patient", good["annotate"], "--format", "html")
    assert (done.code, done.out) == (1, "")


# JSON


@pytest.fixture
def stored(command: Callable[..., Any], good: dict[str, Path]) -> dict[str, Any]:
    """What each command writes as JSON."""
    forms = {name: json.loads(command(name, path, "--format", "json").out) for name, path in good.items()}
    match = command("match", "--trial", good["parse"], "--patient", good["annotate"], "--format", "json")
    return {**forms, "match": json.loads(match.out)}


@pytest.mark.parametrize("name", ["parse", "annotate"])
def test_malformed_json(command: Callable[..., Any], tmp_path: Path, stored: dict[str, Any], name: str) -> None:
    form = stored[name]
    list_name = {"parse": "criteria", "annotate": "facts"}[name]
    other = {"parse": "annotate", "annotate": "parse"}[name]
    whole = json.dumps(form, indent=2)
    broken = {
        "torn": (whole[: len(whole) // 2], "no valid JSON"),
        "torn line": (json.dumps(form)[:-40], "no valid JSON"),
        "of the wrong shape": (json.dumps({**form, list_name: 5}), list_name),
        "with a wrong field": (json.dumps({**form, list_name: [{**form[list_name][0], "start": "x"}]}), "start"),
        "of another version": (json.dumps({**form, "schema_version": "2"}), "schema version '2'"),
        "the other form": (json.dumps(stored[other]), "not a "),
        "a match": (json.dumps(stored["match"]), "match report"),
        "an empty list": ("[]", "empty list"),
        "something else": ('{"a": 1}', "is JSON, but"),
        "too deep": ('{"a":' * 100_000, "too deeply"),
    }
    for what, (text, says) in broken.items():
        path = tmp_path / f"{what}.json"
        path.write_text(text, "utf-8")
        done = command(name, path)
        assert (done.code, done.out) == (1, ""), what
        assert says in sentence(done, path), what


@pytest.mark.parametrize("name", ["parse", "annotate"])
def test_lists_of_other_things(command: Callable[..., Any], tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.json"
    path.write_text('[["a"], ["b"]]', "utf-8")
    done = command(name, path)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") >= 1
    assert all(line.startswith(f"eligo: {path}") for line in done.err.splitlines())


@pytest.mark.parametrize("name", ["parse", "annotate"])
def test_one_bad_line_of_many(command: Callable[..., Any], tmp_path: Path, stored: dict[str, Any], name: str) -> None:
    line = json.dumps(stored[name])
    path = tmp_path / "many.jsonl"
    path.write_text(f"{line}\n{line[:-9]}\n\n{line}\n5\n", "utf-8")
    done = command(name, path, "--format", "json")
    assert done.code == 1
    assert [json.loads(row)["id"] for row in done.out.splitlines()] == [stored[name]["id"]] * 2
    told = done.err.splitlines()
    assert len(told) == 2
    assert f"{path}, line 2: is no valid JSON" in told[0]
    assert f"{path}, line 5: is JSON, but not a" in told[1]


@pytest.mark.parametrize("name", ["parse", "annotate"])
def test_rows_are_not_read_back(command: Callable[..., Any], tmp_path: Path, good: dict[str, Path], name: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(command(name, good[name], "--format", "rows").out.split("\n")[0], "utf-8")
    done = command(name, path)
    assert (done.code, done.out) == (1, "")
    assert "--format json" in sentence(done, path)


# Much


def test_a_thousand_files(command: Callable[..., Any], tmp_path: Path) -> None:
    paths = [tmp_path / f"t{n:04}.txt" for n in range(1000)]
    for n, path in enumerate(paths):
        path.write_text(TRIAL if n % 100 else "nothing here", "utf-8")
    done = command("parse", *paths, "--format", "rows")
    assert done.code == 1
    assert len(done.err.splitlines()) == 10
    assert len({json.loads(row)["trial"] for row in done.out.splitlines()}) == 990


def _seconds(command: Callable[..., Any], *args: object) -> float:
    start = time.process_time()
    assert command(*args, "--format", "rows").code == 0
    return time.process_time() - start


def test_a_large_page_takes_linear_time(command: Callable[..., Any], tmp_path: Path) -> None:
    command("parse", "-", stdin=TRIAL.encode())  # lexicons are read once
    sizes = {1: tmp_path / "one.txt", 4: tmp_path / "four.txt"}
    for megabytes, path in sizes.items():
        menu = "Home  Trials  Contact\nLearn more about us on the next page\n" * (megabytes * 10**6 // 59)
        path.write_text(menu + TRIAL, "utf-8")
    one, four = (_seconds(command, "parse", path) for path in sizes.values())
    assert four < 30
    assert four < 10 * one + 1


LONG = 50_000  # characters
SHAPES = {
    "commas": "History of " + ", ".join(("heart failure", "lupus", "stroke")[n % 3] for n in range(LONG // 11)),
    "nested": "Patients with lung cancer " + "(" * 1000 + "stage IV" + ")" * 1000 + " and prior therapy" * (LONG // 18),
    "nested terms": "(heart failure " * 1000 + ")" * 1000 + " or stroke" * (LONG // 10),
    "numbers": "Creatinine " + " ".join(map(str, range(5000))) + " mg/dL",
    "bounds": "; ".join(f"creatinine <= {n}.5 mg/dL" for n in range(LONG // 25)),
    "no spaces": "a" * LONG,
    "no spaces, terms": "ECOG≤1;" * (LONG // 7),
    "digits": "1" * LONG,
    "punctuation": ".,;:-/" * (LONG // 6),
    "blanks": "heart" + " " * LONG + "failure",
    "lines": "Heart failure\n  " * (LONG // 16),
    "negations": "no " * (LONG // 3) + "pregnancy",
    "exceptions": "cancer except " * (LONG // 14) + "melanoma",
    "conditions": "if liver metastases then ALT <= 5 x ULN " * (LONG // 40),
    "windows": "surgery within 4 weeks before the first dose " * (LONG // 45),
    "definitions": "absolute neutrophil count (ANC) " * (LONG // 32),
    "colons": "asthma: " * (LONG // 8),
    "letters": "a) asthma b) stroke " * (LONG // 20),
    "ifs": "if " * (LONG // 3) + "asthma" + " if" * 1000,
    "shared heads": "hepatitis " + "B, C, " * (LONG // 6),
    "acuities": "20/40 " * (LONG // 6),
    "pressures": "BP 140/90 " * (LONG // 10),
    "grades": "grade 3 " * (LONG // 8),
    "stages": "stage III " * (LONG // 10),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_criterion(command: Callable[..., Any], tmp_path: Path, shape: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(
        f"Inclusion Criteria\n- {SHAPES[shape]}\n- Age over 18 years\nExclusion Criteria\n- HIV infection\n", "utf-8"
    )
    start = time.process_time()
    done = command("parse", path, "--format", "rows")
    assert time.process_time() - start < 20
    assert (done.code, done.err) == (0, "")
    assert {"age", "HIV infection"} <= {json.loads(row)["name"] for row in done.out.splitlines()}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_sentence_in_a_note(command: Callable[..., Any], tmp_path: Path, shape: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"{SHAPES[shape]}\n\nLabs\nHemoglobin 11.2 g/dL\n", "utf-8")
    start = time.process_time()
    done = command("annotate", path, "--format", "rows")
    assert time.process_time() - start < 20
    assert (done.code, done.err) == (0, "")
    assert "hemoglobin" in facts_of(done.out)
