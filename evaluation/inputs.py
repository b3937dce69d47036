"""What every benchmark does with a corpus: take the first documents, and remember what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from eligo.errors import InputError

__all__ = ["Troubles", "first"]

T = TypeVar("T")


class Troubles:
    """An `on_error` for the corpus readers: annotations that do not fit are left out, counted and told."""

    def __init__(self) -> None:
        self.found: list[InputError] = []

    def __call__(self, error: InputError) -> None:
        self.found.append(error)

    def told(self) -> tuple[str, ...]:
        """One line, or none."""
        if not self.found:
            return ()
        n = len(self.found)
        name = str(self.found[0]).removeprefix(self.found[0].source.rpartition("/")[0]).lstrip("/")
        return (f"{n} annotation{'s' * (n > 1)} of the corpus left out as unusable; the first: {name}",)


def first(documents: Iterable[T], limit: int | None, troubles: Troubles) -> list[T]:
    """The first `limit` documents; all where it is None.

    Raises:
        InputError: if there is none; where something was wrong with the corpus, the first thing.
    """
    found = list(islice(documents, limit))
    if not found:
        raise troubles.found[0] if troubles.found else InputError("the corpus", "holds nothing to score")
    return found
