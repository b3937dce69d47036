"""A patient: facts with times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from eligo.schema.concept import Concept
from eligo.schema.constraint import ConstraintType, Range
from eligo.schema.mention import Cue
from eligo.schema.quick import quick_init

__all__ = ["Assertion", "Fact", "Patient", "Period"]

Assertion = Literal["present", "absent", "possible", "hypothetical", "family", "historical"]


@quick_init
@dataclass(frozen=True, slots=True)
class Period:
    """From a date to a date, ISO 8601 of the precision stated; an open side is None."""

    from_: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Fact:
    """Something a note or a record states of the patient.

    Attributes:
        value: a number in `unit` (UCUM), a word (``positive``), or None where the fact is just that it is so.
        value_high: the upper end where a range is stated (``EF 25-30 %``), else None.
        comparator: ``=``, ``<``, ``<=``, ``>``, ``>=``, ``~``; None without a value.
        reference_range: the laboratory's own, where it is printed with the value.
        time: when it was so: a date of the precision stated, or a period; None: not stated.
        assertion: what the context makes of it; `cues` quote the words.
        status: ``active``, ``history``, ``resolved``, ``ongoing``, ``stopped``, ``given`` (some time, and
            nothing says whether it goes on), ``planned``; None: not stated.
        relation: of a drug: ``exposure``, ``hypersensitivity``, ``intolerance``, ``resistance``.
        lines: how many lines of treatment are counted ("two prior lines of chemotherapy").
        change: the fact says how the value moves (``increase``, ``decrease``, ``stable``, ``any``), not what it is:
            `value` is the word, or by how much it moved.
        count: how many there are, or were in `time` ("three relapses in the past year"); None: not counted.
        qualifier: a word right before what is denied that no table has ("no metabolic liver disease"), or what it comes
            from ("no bleeding from varices"): only what is so qualified is denied.
        text, start, end: the words in the source; `start` and `end` are 0 where the source is coded data.
        source: a file's name or a resource (``Observation/123``).
        section: the note's section.
        assumed: what the text does not state and eligo filled in.
    """

    type: ConstraintType
    name: str
    text: str
    start: int
    end: int
    concept: Concept | None = None
    value: float | str | None = None
    value_high: float | None = None
    comparator: Literal["=", "<", "<=", ">", ">=", "~"] | None = None
    unit: str | None = None
    reference_range: Range | None = None
    scale: str | None = None
    time: str | Period | None = None
    assertion: Assertion = "present"
    status: str | None = None
    severity: str | None = None
    stage: str | None = None
    grade: float | None = None
    site: str | None = None
    relation: str | None = None
    dose: Range | None = None
    route: str | None = None
    lines: Range | None = None
    count: Range | None = None
    qualifier: str | None = None
    change: Literal["increase", "decrease", "stable", "any"] | None = None
    cues: tuple[Cue, ...] = ()
    source: str = ""
    section: str | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient's facts at an index date.

    Attributes:
        index_date: the day the question is asked for (the note's date unless given), ISO 8601.
        age: in years at the index date, None where not stated.
        birth_date: ISO 8601, of the precision stated.
        texts: source name to the text that the facts' offsets count in.
    """

    id: str
    facts: tuple[Fact, ...]
    index_date: str | None = None
    sex: Literal["male", "female"] | None = None
    birth_date: str | None = None
    age: float | None = None
    texts: tuple[tuple[str, str], ...] = ()
    schema_version: Literal["1"] = "1"
