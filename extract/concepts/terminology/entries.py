"""What the readers of terminologies give, and the lines that they read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from eligo.errors import InputError

__all__ = ["LABELS", "Entry", "Lines", "Named", "Parent", "Record", "Typed"]

LABELS = ("condition", "drug", "procedure", "allergy", "biomarker")
"""What a term of a user's may be: labels of mentions that carry no bound. Measurements need units, which only our
tables have."""


class Entry(NamedTuple):
    """A concept with its words, or a part of one: parts with the same code are put together.

    Attributes:
        preferred: whether `name` is the concept's own name, not just one of its words.
        label: the mention's label; empty where the file does not say what kind of thing it is.
        codes: those of other systems.
    """

    code: str
    name: str
    preferred: bool
    synonyms: tuple[str, ...] = ()
    label: str = ""
    types: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    parents: tuple[str, ...] = ()


class Named(NamedTuple):
    """The code and the file's own version of a release, where it names one."""

    version: str


class Typed(NamedTuple):
    """The semantic type of a concept that another file names."""

    code: str
    type: str
    label: str


class Parent(NamedTuple):
    """A concept and one right above it."""

    child: str
    parent: str


Record = Entry | Named | Typed | Parent


class Lines:
    """The lines of a UTF-8 file, with the place reached; a byte-order mark is left out.

    Raises:
        InputError: while iterating, if the file is no text.
    """

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        self.path, self.number, self.position = path, 0, 0
        self._stream = stream

    def __iter__(self) -> Iterator[str]:
        for raw in self._stream:
            self.number += 1
            self.position += len(raw)
            if b"\0" in raw:
                raise self.error("is no text", "give the file as it was released, unpacked")
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError:
                raise self.error("is not in UTF-8", "convert it, for example with iconv") from None
            yield line.removeprefix("\ufeff") if self.number == 1 else line

    def error(self, problem: str, cure: str = "") -> InputError:
        """An error that names the file and the line reached."""
        return InputError(str(self.path), f"line {self.number}: {problem}", cure)
