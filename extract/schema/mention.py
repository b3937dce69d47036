"""What is found inside a statement, before it becomes a constraint or a fact: plain data, no spaCy.

All offsets are half-open and count characters of the *document's* original text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eligo.schema.concept import Concept
from eligo.schema.constraint import Constraint, Window
from eligo.schema.document import Statement
from eligo.schema.quick import quick_init

__all__ = ["Analysis", "Cue", "CueCategory", "Leaf", "Mention", "Quantity", "TimeExpression"]

CueCategory = Literal["negated", "possible", "hypothetical", "historical", "family"]


@quick_init
@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say something of a mention, and where they stand."""

    category: CueCategory
    text: str
    start: int
    end: int


@quick_init
@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something of the lexicons.

    Attributes:
        label: the type of constraint or fact it makes (``measurement``, ``score``, ``drug``, ``condition``…).
        name: canonical name.
        text: the words as written.
        cues: what its context says of it; empty: plainly affirmed.
    """

    label: str
    name: str
    text: str
    start: int
    end: int
    concept: Concept | None = None
    cues: tuple[Cue, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range with its comparator and unit, as written.

    Attributes:
        low, high: bounds; a bare number is ``low == high`` with both inclusive.
        unit: UCUM code; None where none is written.
        relative_to: ``ULN`` … where the number is a multiple, or ``normal`` with both bounds None.
        comparator: whether a comparator was written (a bare number has none).
        approximate: "about 40 %", "~40 %".
        assumed: repairs made (a lost exponent…).
    """

    text: str
    start: int
    end: int
    low: float | None = None
    low_inclusive: bool | None = None
    high: float | None = None
    high_inclusive: bool | None = None
    unit: str | None = None
    relative_to: Literal["ULN", "LLN", "baseline", "normal"] | None = None
    comparator: bool = False
    approximate: bool = False
    assumed: tuple[str, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time window (criteria) or a date or period (notes).

    Attributes:
        window: relative to an anchor; criteria, and notes' relative times ("two weeks ago").
        date: an ISO 8601 date of the precision stated (``2019``, ``2019-03``, ``2019-03-01``).
        end_date: the end of a period that began on `date`.
    """

    text: str
    start: int
    end: int
    window: Window | None = None
    date: str | None = None
    end_date: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Leaf:
    """A constraint and the words it rests on, before the logic stage arranges it.

    Attributes:
        start, end: the span of the thing's name: orders the leaves, and what stands between them is what joins them.
        covers: every span of the text this leaf accounts for (its name, its bound, its method…).
    """

    constraint: Constraint
    start: int
    end: int
    covers: tuple[tuple[int, int], ...]


@quick_init
@dataclass(frozen=True, slots=True)
class Analysis:
    """A statement and all that the pipeline found in it."""

    statement: Statement
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
