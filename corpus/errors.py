"""What can be wrong with a corpus.

* InputError
  - CorpusError            one annotation, file or folder cannot be used; names file and line
    - WrongCorpus          the folder holds another corpus, or none
  - UnknownCorpus          no such name in the table
  - DownloadFailed         the publisher's file could not be fetched whole

Readers take `on_error`: called with each CorpusError, after which reading goes on without that annotation (and without
what refers to it). Without it the first error is raised. A folder that holds nothing of the corpus always raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TypeAlias

from eligo.errors import InputError

__all__ = ["CorpusError", "DownloadFailed", "OnError", "UnknownCorpus", "WrongCorpus", "report"]


class CorpusError(InputError):
    """One annotation, file or folder of a corpus cannot be used.

    Args:
        source: the file or folder.
        line: the line, from 1; 0 when the whole file is meant.
        problem: what is wrong with it.
        cure: what the user can do.
    """

    def __init__(self, source: str, line: int, problem: str, cure: str = "") -> None:
        super().__init__(source, problem, cure)
        self.line = line
        self.args = (source, line, problem, cure)  # the constructor's arguments: pickles as is

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line else self.source
        return f"{where}: {self.problem}" + (f"; {self.cure}" if self.cure else "")


class WrongCorpus(CorpusError):
    """The folder or file is not of the corpus asked for, or empty."""


class UnknownCorpus(InputError):
    """No corpus of that name. `known` feeds the suggestion."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        names = tuple(known)
        near = get_close_matches(name, names, n=1)
        super().__init__(
            name, "no such corpus", f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        )
        self.args = (name, names)


class DownloadFailed(InputError):
    """A file could not be fetched whole; nothing was left behind under its name."""


OnError: TypeAlias = Callable[[CorpusError], None]


def report(error: CorpusError, on_error: OnError | None) -> None:
    """Hand `error` to `on_error`, or raise it where there is none."""
    if on_error is None:
        raise error
    on_error(error)
