"""What reading gives: a text cut into sections and statements, with every character accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eligo.schema.quick import quick_init

__all__ = ["Document", "Skipped", "Statement", "StatementKind"]

StatementKind = Literal["inclusion", "exclusion", "note"]


@quick_init
@dataclass(frozen=True, slots=True)
class Skipped:
    """A span that is no criterion, and why: ``page navigation``, ``heading``, ``blank``, ``study description``…"""

    start: int
    end: int
    reason: str


@quick_init
@dataclass(frozen=True, slots=True)
class Statement:
    """A unit of text: one criterion (wrapped lines rebuilt), or one sentence or row of a note.

    Attributes:
        id: ``I1``, ``E2``, ``I9.1`` (under header ``I9``); ``N1…`` in notes.
        kind: which list it stands in.
        start, end: half-open offsets into the document's text; bullets and list numbers are outside.
        parent: id of the header statement that governs it, or None.
        header: whether other statements stand under it.
        section: a note's section (``medications``, ``allergies``, ``family_history``, ``labs``…) or a listing's
            subheading (``Cohort B``), None where there is none.
    """

    id: str
    kind: StatementKind
    text: str
    start: int
    end: int
    parent: str | None = None
    header: bool = False
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A listing or a note, read.

    Attributes:
        text: the original text; all offsets count its characters.
        id: the registry number found, else the source's stem.
        source: the file's name as given (``note.txt``), ``""`` for text in memory.
        minimum_age, maximum_age: as the registry's fields write them (``"18 Years"``), None where absent.
        sex: the registry's field, ``"all"``, ``"male"`` or ``"female"``.
        dates: names (``start``, ``completion``, ``updated``, ``document``) to ISO 8601 dates of the precision given.
    """

    text: str
    id: str
    statements: tuple[Statement, ...]
    skipped: tuple[Skipped, ...] = ()
    source: str = ""
    title: str | None = None
    sponsor: str | None = None
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    dates: dict[str, str] = field(default_factory=dict, hash=False)
