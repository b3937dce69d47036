"""Files of a corpus as text, exactly as they are: line ends kept, UTF-8 or an error that names the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from eligo.errors import InputError

from .archives import PackedFile, archive_files, is_archive
from .errors import CorpusError, WrongCorpus

__all__ = ["one_file", "read_exactly", "read_rows", "standoff_files"]


def read_exactly(path: Path | PackedFile) -> str:
    """The file's text with its line ends as they are (offsets count a CRLF as two).

    Raises:
        CorpusError: if it is missing, cannot be opened or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(str(path), 0, f"cannot be read: {error.strerror or error}") from None
    except InputError as error:
        raise CorpusError(str(path), 0, error.problem, error.cure) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data[:4] == b"PK\x03\x04" or data[:2] == b"\x1f\x8b":
            raise CorpusError(str(path), 0, "is packed", "unpack it, and name the file or folder in it") from None
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


Half: TypeAlias = Path | PackedFile


def standoff_files(source: Path) -> list[tuple[str, Half, Half]]:
    """The (name, ``.txt``, ``.ann``) of each pair, or half of one, in a folder or an archive, by name.

    An archive may hold one folder with them.

    Raises:
        WrongCorpus: if there is no such folder, or no ``.ann`` file in it.
        CorpusError: if the archive is damaged.
    """
    if source.is_file() and is_archive(source):
        return _packed_standoff(source)
    if not source.is_dir():
        cure = "name the folder, or the archive as it was downloaded" if source.is_file() else ""
        raise WrongCorpus(str(source), 0, "no folder" if source.is_file() else "no such folder", cure)
    names = {p.with_suffix("") for p in source.iterdir() if p.suffix in (".ann", ".txt") and not p.name.startswith(".")}
    if not any(name.with_name(name.name + ".ann").is_file() for name in names):
        inner = sorted({str(p.parent) for p in source.glob("*/*.ann")})
        cure = f"name one of {', '.join(inner[:4])}" if inner else "was it unpacked, and is it the right folder?"
        raise WrongCorpus(str(source), 0, "holds no .ann file" if names else "holds no .ann and .txt files", cure)
    return [(n.name, n.with_name(n.name + ".txt"), n.with_name(n.name + ".ann")) for n in sorted(names)]


def _packed_standoff(source: Path) -> list[tuple[str, Half, Half]]:
    try:
        files = {packed.path: packed for packed in archive_files(source, str(source))}
    except InputError as error:
        raise CorpusError(str(source), 0, error.problem, error.cure) from None
    names = {
        PurePosixPath(path).with_suffix("")
        for path in files
        if path.endswith((".ann", ".txt")) and not any(p.startswith((".", "__MACOSX")) for p in path.split("/"))
    }
    folders = sorted({str(name.parent) for name in names if f"{name}.ann" in files})
    if len(folders) != 1:
        problem = f"holds .ann files in {len(folders)} folders" if folders else "holds no .ann file"
        cure = f"unpack it and name one of {', '.join(folders[:4])}" if folders else "is it the right archive?"
        raise WrongCorpus(str(source), 0, problem, cure)

    def half(path: str) -> Half:
        return files.get(path) or source / path  # what is not there is said when it is read

    kept = sorted(name for name in names if str(name.parent) == folders[0])
    return [(name.name, half(f"{name}.txt"), half(f"{name}.ann")) for name in kept]


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
