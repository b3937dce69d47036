"""What a loader is given → the files in it: a path, a folder, an archive, gzip, a stream. Lines come decoded."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from eligo.errors import EligoError, EmptyInput, InputError

from .archives import archive_files, is_archive

__all__ = ["Input", "OnError", "Source", "inputs", "located", "report"]

Source = str | Path | IO[Any]
OnError = Callable[[EligoError], None]

_BUFFER = 1 << 17
_UNREAD = ("readme", "license", "licence", "copying", "notice", "checksum", "sha256", "md5")


class _Unpacked(gzip.GzipFile):
    """A gzip stream that closes the file under it too."""

    def __init__(self, packed: io.BufferedReader) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        """Close the reader and the packed file under it."""
        super().close()
        self._packed.close()


@dataclass(frozen=True, slots=True)
class Input:
    """One file, to be opened as often as needed.

    Attributes:
        name: what messages call it.
        opener: gives its bytes from the start.
    """

    name: str
    opener: Callable[[], BinaryIO]

    def open(self) -> io.BufferedReader:
        """Its bytes, unpacked where they are gzip.

        Raises:
            InputError: if there is no such file, or it may not be read.
        """
        try:
            buffered = io.BufferedReader(cast(Any, self.opener()), _BUFFER)
            if buffered.peek(2)[:2] == b"\x1f\x8b":
                return io.BufferedReader(cast(Any, _Unpacked(buffered)), _BUFFER)
            return buffered
        except FileNotFoundError:
            raise InputError(self.name, "there is no such file", "check the path") from None
        except PermissionError:
            raise InputError(self.name, "may not be read", "check the file's permissions") from None
        except OSError as error:
            raise InputError(self.name, f"cannot be read ({error})", "check the path") from None

    def head(self) -> bytes:
        """Its first bytes (up to 128 kB), unpacked."""
        with self.open() as file:
            return self._guarded(lambda: file.peek(_BUFFER))

    def data(self) -> bytes:
        """All its bytes, unpacked.

        Raises:
            InputError: if it is damaged.
        """
        with self.open() as file:
            return self._guarded(file.read)

    def text(self) -> str:
        """All its text, in whatever encoding.

        Raises:
            InputError: as `eligo.reading.read_text`.
        """
        from eligo.reading import read_text

        return read_text(self.data(), name=self.name)

    def lines(self) -> Iterator[str]:
        """Its lines one by one, each with its ending; UTF-8, what is none as Windows-1252.

        Raises:
            InputError: if it is damaged.
        """
        with self.open() as file:
            first = True
            while raw := self._guarded(file.readline):
                if first:
                    raw, first = raw.removeprefix(b"\xef\xbb\xbf"), False
                try:
                    yield raw.decode("utf-8")
                except UnicodeDecodeError:
                    yield raw.decode("cp1252", errors="replace")

    def _guarded(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile):
            raise InputError(self.name, "is a damaged or incomplete archive", "download it again") from None
        except OSError as error:
            raise InputError(self.name, f"cannot be read ({error})", "check the path") from None


def inputs(source: Source, *, only: tuple[str, ...] = ()) -> list[Input]:
    """The files of a source: itself, or those of a folder (and the folders in it), zip or tar archive, by name.

    Args:
        source: a path, ``-`` for standard input, or a stream (which is read into memory).
        only: stems of files; where a folder or archive has any of them, the others are left out.

    Raises:
        InputError: if there is no such file or folder, or the archive is damaged.
        EmptyInput: if there is no file in it.
    """
    if not isinstance(source, (str, Path)):
        return _stream(source)
    if str(source) == "-":
        return _stream(sys.stdin.buffer, "-")
    path = Path(source)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file())
        kept = _kept([(p.relative_to(path).as_posix(), _at(p)) for p in files], str(path), only)
    elif is_archive(path):
        kept = _archive(path, str(path), only)
    else:
        return [_at(path)]
    return kept


def _at(path: Path) -> Input:
    return Input(str(path), lambda: open(path, "rb"))


def _stream(stream: IO[Any], name: str = "") -> list[Input]:
    data = stream.read()
    content = data.encode("utf-8") if isinstance(data, str) else bytes(data)
    label = name or str(getattr(stream, "name", "") or "input")
    if content[:4] == b"PK\x03\x04":
        return _archive(io.BytesIO(content), label, ())
    return [Input(label, lambda: io.BytesIO(content))]


def _archive(file: Path | BinaryIO, name: str, only: tuple[str, ...]) -> list[Input]:
    found = archive_files(file, name)
    return _kept([(packed.path, Input(str(packed), packed.opener)) for packed in found], name, only)


def _kept(found: list[tuple[str, Input]], name: str, only: tuple[str, ...]) -> list[Input]:
    """Without hidden files and what tells people about the others."""
    kept = []
    for path, given in found:
        parts = PurePosixPath(path).parts
        hidden = any(p.startswith((".", "__MACOSX")) for p in parts)
        if not hidden and not parts[-1].lower().startswith(_UNREAD):
            kept.append((parts[-1].lower().split(".")[0], given))
    chosen = [g for stem, g in kept if stem in only] or [g for _, g in kept]
    if not chosen:
        raise EmptyInput(name, "holds no file to read", "give a folder or archive with data in it")
    return chosen


def located(error: EligoError, name: str) -> EligoError:
    """`error`, naming `name` (a file and line) as its source."""
    return type(error)(name, error.problem, error.cure) if isinstance(error, InputError) else error


def report(error: EligoError, on_error: OnError | None) -> None:
    """Hand `error` over; raise it where nobody takes it."""
    if on_error is None:
        raise error
    on_error(error)
