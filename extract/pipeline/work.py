"""What travels through the components: a document, and what has been found in each of its statements so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from eligo.entities.abbreviations import Abbreviation
from eligo.schema import Analysis, CueCategory, Document, Mention, Quantity, Statement, TimeExpression

__all__ = ["Draft", "Work"]


@dataclass(slots=True)
class Draft:
    """A statement and what has been found in it so far."""

    statement: Statement
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()


@dataclass(slots=True)
class Work:
    """A document on its way through the components."""

    document: Document
    drafts: list[Draft]
    abbreviations: tuple[Abbreviation, ...] = field(default=())
    cues: frozenset[CueCategory] | None = None
    """Categories of cues that are needed; None: all."""

    @classmethod
    def of(cls, document: Document, cues: frozenset[CueCategory] | None = None) -> Work:
        """The beginning: statements, nothing found."""
        return cls(document, [Draft(s) for s in document.statements], cues=cues)

    def analyses(self) -> tuple[Analysis, ...]:
        """What has been found, statement by statement."""
        return tuple(Analysis(d.statement, d.mentions, d.quantities, d.times) for d in self.drafts)
