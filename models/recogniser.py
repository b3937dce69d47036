"""The shipped recogniser, or one of the user's: a folder that ``eligo train`` wrote, read when it is first asked.

It holds ``vectors.npz`` and a folder for each network; a network has learnt one or several schemes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.errors import InputError

from .words import INNER, Hinted, Mark, wide

if TYPE_CHECKING:
    from .network import Network
    from .vectors import WordVectors

__all__ = ["SHIPPED", "Recogniser"]

SHIPPED = "eligo_ner"
"""The folder within this package."""


class Recogniser:
    """Marks what a statement names, in the way of one of the corpora it was trained on. Picklable.

    Args:
        folder: what ``eligo train`` wrote; None: the shipped one.
        least: spans that it is less sure of are left out, from 0 to 1: the smallest probability of their words' labels.
    """

    def __init__(self, folder: Path | str | None = None, least: float = 0.0) -> None:
        self.least = least
        self.folder = Path(str(files("eligo.models").joinpath(SHIPPED))) if folder is None else Path(folder)

    @property
    def schemes(self) -> frozenset[str]:
        """Whose ways of marking it knows.

        Raises:
            InputError: if there is no network in the folder.
        """
        return frozenset(_schemes(self.folder))

    def check(self) -> None:
        """Look into the folder.

        Raises:
            InputError: if there is no network in it.
        """
        _schemes(self.folder)

    def find(self, given: Sequence[Hinted], scheme: str) -> list[list[Mark]]:
        """The spans of each statement by label, in their order, offsets in the statement.

        Args:
            scheme: whose way of marking: ``lct``, ``chia`` (spans may lie within spans), ``fb`` or ``mac``.

        Raises:
            ValueError: if it was not trained on `scheme`.
            InputError: if there is no network in the folder.
        """
        where = _schemes(self.folder)
        if scheme not in where:
            raise ValueError(f"no scheme {scheme!r}; the recogniser knows {', '.join(sorted(where))}")
        network = _network(self.folder, where[scheme])
        found = network.find(given, scheme, self.least)
        inner = INNER.get(scheme, "")
        if inner in network.schemes:
            some = [n for n, one in enumerate(given) if wide(one.text, found[n])]
            again = [Hinted(given[n].text, tuple(found[n]), given[n].numbers) for n in some]
            for n, within in zip(some, network.find(again, inner, self.least), strict=True):
                found[n] = sorted({*found[n], *within}, key=lambda s: (s[1], -s[2], s[0]))
        return found


@cache
def _schemes(folder: Path) -> dict[str, str]:
    """By scheme: the folder of its network."""
    found: dict[str, str] = {}
    try:
        for meta in sorted(folder.glob("*/meta.json")):
            schemes: Iterable[str] = json.loads(meta.read_text("utf-8"))["schemes"]
            found.update(dict.fromkeys(schemes, meta.parent.name))
    except (OSError, KeyError, ValueError) as error:
        raise InputError(str(folder), f"no trained recogniser ({error})", "train it anew with eligo train") from None
    if not found:
        raise InputError(str(folder), "no trained recogniser", "name a folder that eligo train wrote")
    return found


@cache
def _network(folder: Path, name: str) -> Network:
    from .network import Network

    return Network.read(folder / name, _vectors(folder))


@cache
def _vectors(folder: Path) -> WordVectors:
    from .vectors import WordVectors

    try:
        return WordVectors.read(folder / "vectors.npz")
    except (OSError, KeyError, ValueError) as error:
        raise InputError(str(folder), f"no word vectors ({error})", "train it anew with eligo train") from None
