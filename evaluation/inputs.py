"""What every benchmark does with a corpus: take the first documents, and remember what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from eligo.errors import EligoError, InputError

__all__ = ["Troubles", "first"]

T = TypeVar("T")


class Troubles:
    """An `on_error` for the corpus readers: annotations that do not fit are left out, counted and told."""

    def __init__(self) -> None:
        self.found: list[EligoError] = []

    def __call__(self, error: EligoError) -> None:
        self.found.append(error)

    def told(self) -> tuple[str, ...]:
        """One line, or none."""
        if not self.found:
            return ()
        n = len(self.found)
        error = self.found[0]
        folder = error.source.rpartition("/")[0] if isinstance(error, InputError) else ""
        name = str(error).removeprefix(folder).lstrip("/")
        return (f"{n} piece{'s' * (n > 1)} of the corpus left out as unusable; the first: {name}",)


def first(documents: Iterable[T], limit: int | None, troubles: Troubles) -> list[T]:
    """The first `limit` documents; all where it is None.

    Raises:
        InputError: if there is none; where something was wrong with the corpus, the first thing.
    """
    found = list(islice(documents, limit))
    if not found:
        raise troubles.found[0] if troubles.found else InputError("the corpus", "holds nothing to score")
    return found
