"""A trial: its criteria, and the spans that are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eligo.schema.document import Skipped
from eligo.schema.node import Node
from eligo.schema.quick import quick_init

__all__ = ["Criterion", "Trial"]


@quick_init
@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Attributes:
        id: ``I1…``, ``E1…`` in document order; ``I9.1`` stands under header ``I9``.
        text: exactly ``source[start:end]``.
        parent: id of the header criterion that governs it.
        logic: what the text states; of an exclusion, what excludes. None where nothing could be read.
        parsed: whether all of the text (``full``), some of it, or none became logic.
        unparsed: the words left over.
    """

    id: str
    kind: Literal["inclusion", "exclusion"]
    text: str
    start: int
    end: int
    parent: str | None = None
    logic: Node | None = None
    parsed: Literal["full", "partial", "none"] = "none"
    unparsed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A listing, structured. Attributes as in `eligo.schema.Document`; `source` keeps the text the offsets count in."""

    id: str
    criteria: tuple[Criterion, ...]
    skipped: tuple[Skipped, ...] = ()
    title: str | None = None
    sponsor: str | None = None
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    dates: dict[str, str] = field(default_factory=dict, hash=False)
    source: str = ""
    schema_version: Literal["1"] = "1"
