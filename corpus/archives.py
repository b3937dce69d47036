"""Zip and tar archives as the files in them; a tar is unpacked to a temporary folder that goes with them."""

from __future__ import annotations

import lzma
import shutil
import tarfile
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from eligo.errors import InputError

__all__ = ["PackedFile", "archive_files", "is_archive"]

_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of an archive.

    Attributes:
        archive: the archive's name.
        path: its place in it, with ``/``.
        opener: gives its bytes from the start.
    """

    archive: str
    path: str
    opener: Callable[[], BinaryIO]

    def read_bytes(self) -> bytes:
        """All its bytes.

        Raises:
            InputError: if the archive is damaged.
        """
        try:
            with self.opener() as file:
                return file.read()
        except _DAMAGED:
            raise _broken(str(self)) from None

    def __str__(self) -> str:
        return f"{self.archive}/{self.path}"


class _Folder:
    """A temporary folder that goes with the last file of the archive."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="eligo-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def open(self, name: str) -> BinaryIO:
        """A member of the archive by its name, as bytes."""
        return open(self.path / name, "rb")


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or tar archive, or begins as a zip archive does."""
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04":
                return True
        return path.is_file() and tarfile.is_tarfile(path)
    except _DAMAGED:
        return False


def archive_files(file: Path | BinaryIO, name: str) -> list[PackedFile]:
    """The files of an archive, sorted by their paths in it.

    Raises:
        InputError: if it is damaged or incomplete.
    """
    try:
        found = _zip(file, name) if _begins(file) == b"PK\x03\x04" else _tar(file, name)
    except _DAMAGED:
        raise _broken(name) from None
    return sorted(found, key=lambda packed: packed.path)


def _broken(name: str) -> InputError:
    return InputError(name, "is a damaged or incomplete archive", "download it again")


def _begins(file: Path | BinaryIO) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return stream.read(4)
    start = file.read(4)
    file.seek(0)
    return start


def _zip(file: Path | BinaryIO, name: str) -> list[PackedFile]:
    archive = zipfile.ZipFile(file)

    def member(info: zipfile.ZipInfo) -> PackedFile:
        return PackedFile(name, info.filename, lambda: cast(BinaryIO, archive.open(info)))

    return [member(info) for info in archive.infolist() if not info.is_dir()]


def _tar(file: Path | BinaryIO, name: str) -> list[PackedFile]:
    folder, found = _Folder(), []
    with tarfile.open(file) if isinstance(file, Path) else tarfile.open(fileobj=file) as archive:
        for number, member in enumerate(archive):
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                own = str(number)  # never the name that the archive gives
                with open(folder.path / own, "wb") as out:
                    shutil.copyfileobj(stream, out)
                found.append(PackedFile(name, member.name.removeprefix("./"), partial(folder.open, own)))
    return found
