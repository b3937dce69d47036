"""What marks spans: our own network, or a recogniser of others, chosen by one option.

    eligo | eligo:FOLDER                         the trained network that ships, or one of `eligo train`
    transformers:FOLDER_OR_NAME                  a token-classification checkpoint
    scispacy:PACKAGE_OR_FOLDER[+LINKER]          a spaCy model with an entity recogniser, and an entity linker
    medspacy-quickumls:FOLDER                    a QuickUMLS index

All give our labels and offsets in the statement, and are merged with the rules in the same way (`component.merged`).
Nothing of them is imported before the first statement, or `check`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from eligo.errors import InputError
from eligo.schema import Concept

from .words import Hinted, Mark

__all__ = ["KINDS", "Finding", "Marker", "marker"]

KINDS = ("eligo", "transformers", "scispacy", "medspacy-quickumls")


class Finding(NamedTuple):
    """A span by our label, offsets in the statement, and its concept where the backend links it to one."""

    label: str
    start: int
    end: int
    concept: Concept | None = None


class Marker(Protocol):
    """Marks what statements name. Picklable."""

    def find(self, given: Sequence[Hinted], scheme: str) -> Sequence[Sequence[Mark | Finding]]:
        """The spans of each statement, in their order, none overlapping.

        Args:
            scheme: whose way of marking, for those that know several.

        Raises:
            EligoError: as `check`.
        """

    def check(self) -> None:
        """Read what it needs.

        Raises:
            MissingExtra: if a library is not installed.
            InputError: if its model cannot be read.
        """


def marker(backend: str, labels: str | None = None, *, least: float = 0.0) -> Marker:
    """The marker that an option names.

    Args:
        backend: as in this module's description.
        labels: a file that says what the backend's types mean here (`eligo.models.labels.LabelMap`).
        least: how sure our own network must be of a span (`eligo.models.recogniser.Recogniser`).

    Raises:
        InputError: if there is no such backend, or it lacks its folder or name; or for `labels`.
    """
    kind, _, what = backend.partition(":")
    if kind not in KINDS:
        raise InputError(backend, "is no backend", f"there are {', '.join(KINDS)}")
    if kind == "eligo":
        from .recogniser import Recogniser

        return Recogniser(what or None, least)
    if not what:
        raise InputError(backend, "names no model", f"write {kind}: and a folder or name behind it")
    from .labels import LabelMap

    map_ = LabelMap(labels)
    if kind == "transformers":
        from .transformer import TransformerMarker

        return TransformerMarker(what, map_)
    if kind == "scispacy":
        from .spacy_model import SpacyMarker

        return SpacyMarker(what, map_)
    from .quickumls import QuickUmlsMarker

    return QuickUmlsMarker(what)
