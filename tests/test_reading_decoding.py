"""Bytes to text: encodings, what is no text, mojibake."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eligo.errors import EmptyInput, InputError, NotText
from eligo.reading import read_text

WORDS = "Albumin ≥ 28 g/L – 3 ± 1 µg, naïve"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_and_without_a_mark(encoding: str) -> None:
    assert read_text(WORDS.encode(encoding), name="x") == WORDS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    assert read_text("Albumin over 28 g/L".encode(encoding), name="x") == "Albumin over 28 g/L"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_bytes(encoding: str) -> None:
    assert read_text("37 °C ± 2, naïve".encode(encoding), name="x") == "37 °C ± 2, naïve"


def test_line_endings_stay() -> None:
    assert read_text(b"one\r\ntwo\rthree\n", name="x") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Age â‰¥ 18", "Age ≥ 18"),
        ("3 Â± 1 Âµg â€“ donâ€™t", "3 ± 1 µg – don’t"),
        ("Î²-blocker", "β-blocker"),
        ("Ångström, façade, São", "Ångström, façade, São"),
    ],
)
def test_mojibake(wrong: str, right: str) -> None:
    assert read_text(wrong.encode(), name="x") == right


def test_mac_mojibake() -> None:
    wrong = "≥ 18 ≤".encode().decode("mac_roman")
    assert read_text(wrong.encode(), name="x") == "≥ 18 ≤"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7 ...", "is a PDF; save its text first"),
        (b"PK\x03\x04....", "zip archive"),
        (gzip.compress(b"words"), "gzip-compressed; decompress"),
        (b"\x89PNG\r\n", "is an image"),
        (b"words\x00\x01\x02 and more", "NUL bytes"),
        (b"\x01\x02\x03\x04\x05\x06", "control characters"),
        ("中文测试文本没有编码信息".encode("gbk"), "encoding that cannot be told"),
        (b"\xff\xfea", "begins like UTF-16 text and is not"),
    ],
)
def test_no_text(data: bytes, problem: str) -> None:
    with pytest.raises(NotText, match=problem):
        read_text(data, name="notes.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\n"])
def test_empty(data: bytes) -> None:
    with pytest.raises(EmptyInput, match=r"^notes\.txt: "):
        read_text(data, name="notes.txt")


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Gout")
    assert read_text(tmp_path / "a.txt", name="a.txt") == "Gout"
    with pytest.raises(InputError, match=r"no such file; check the path"):
        read_text(tmp_path / "b.txt", name="b.txt")
    with pytest.raises(InputError, match="is a folder; name the files in it"):
        read_text(str(tmp_path), name="folder")
