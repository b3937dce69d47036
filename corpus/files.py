"""Files of a corpus as text, exactly as they are: line ends kept, UTF-8 or an error that names the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .errors import CorpusError, WrongCorpus

__all__ = ["one_file", "read_exactly", "read_rows", "standoff_files"]


def read_exactly(path: Path) -> str:
    """The file's text with its line ends as they are (offsets count a CRLF as two).

    Raises:
        CorpusError: if it is missing, cannot be opened or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(str(path), 0, f"cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(str(path), line, "not UTF-8 text", "is the file damaged, or of another encoding?") from None


def read_rows(path: Path) -> Iterator[tuple[int, str]]:
    """The numbered, filled lines of a file (from 1, without line ends; only LF and CRLF end a line).

    Raises:
        CorpusError: as `read_exactly`.
        WrongCorpus: if there is none.
    """
    found = False
    for number, raw in enumerate(read_exactly(path).split("\n"), 1):
        line = raw.rstrip("\r")
        if line.strip():
            found = True
            yield number, line
    if not found:
        raise WrongCorpus(str(path), 0, "the file is empty", "was it downloaded whole?")


def standoff_files(folder: Path) -> list[Path]:
    """The ``.ann`` and ``.txt`` files of `folder`, one path (without suffix) for each pair or half of one, sorted.

    Raises:
        WrongCorpus: if it is no folder, or has no ``.ann`` file.
    """
    if not folder.is_dir():
        cure = "unpack it and name the folder" if folder.is_file() else ""
        raise WrongCorpus(str(folder), 0, "no folder" if folder.is_file() else "no such folder", cure)
    names = {p.with_suffix("") for p in folder.iterdir() if p.suffix in (".ann", ".txt") and not p.name.startswith(".")}
    if not any(name.with_name(name.name + ".ann").is_file() for name in names):
        inner = sorted({str(p.parent) for p in folder.glob("*/*.ann")})
        cure = f"name one of {', '.join(inner[:4])}" if inner else "was it unpacked, and is it the right folder?"
        raise WrongCorpus(str(folder), 0, "holds no .ann file" if names else "holds no .ann and .txt files", cure)
    return sorted(names)


def one_file(path: Path, pattern: str, what: str) -> Path:
    """`path` if it is a file, else the one file in it that matches `pattern`.

    Raises:
        WrongCorpus: if there is none, or more than one.
    """
    if path.is_file():
        return path
    if not path.is_dir():
        raise WrongCorpus(str(path), 0, "no such file or folder")
    found = sorted(path.glob(pattern))
    if len(found) != 1:
        names = ", ".join(p.name for p in found[:4])
        raise WrongCorpus(
            str(path), 0, f"holds {len(found) or 'no'} {what} ({pattern})", f"name one of {names}" if found else ""
        )
    return found[0]
