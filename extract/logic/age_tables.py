"""Limits that a table gives by age: ``creatinine based on age as follows:`` and, below it, ``1 to < 2 years: 0.6``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from eligo.attributes.bounds_reading import read_number
from eligo.entities.analytes import Analyte, analytes
from eligo.entities.units import convert
from eligo.errors import UnitError
from eligo.logic.terms import join
from eligo.schema import AllOf, Analysis, AnyOf, Constraint, Criterion, IfThen, Mention, Node, Quantity, Range

__all__ = ["AgeTable", "age_row", "age_table", "with_rows"]

_BY_AGE = re.compile(
    r"\s*(?:values?|levels?|limits?|concentrations?)?[\s,]*(?:is|are|must\s+be)?\s*"
    r"(?:based\s+(?:up)?on|according\s+to|depending\s+on|adjusted\s+for|as\s+per|by|for|per)\s+(?:the\s+)?(?:patient'?s?\s+)?"
    r"(?:age|gender|sex)(?:\s*(?:/|,|&|and/or|and|or)\s*(?:age|gender|sex))?[\s,]*"
    r"(?:(?:is\s+|are\s+)?(?:as\s+follows|(?:as\s+)?(?:shown\s+|given\s+|listed\s+)?(?:below|in\s+the\s+(?:following\s+)?(?:table|chart)(?:\s+below)?)))?\s*:\s*\Z",
    re.I,
)
_COLUMNS = re.compile(
    r"\W*ages?(?:\s*\((?:in\s+)?(?:years?|yrs?)\))?[\s:,;|–-]*(?:max(?:imum|imal)?\.?\s+)?(?:serum\s+)?[\w\s]{4,40}?"
    r"(?:\((?P<unit>[^()]{2,12})\))?\W*\Z",
    re.I,
)
_MOST = re.compile(r"\bmax(?:imum|imal)?\b", re.I)
_LEAST = re.compile(r"\bmin(?:imum|imal)?\b", re.I)
_OR = re.compile(r"\bor\s+(?:an?\s+|the\s+|with\s+)*(?:max(?:imum|imal)\s+)?\Z", re.I)
_AGE_UNITS = frozenset(("a", "mo", "wk", "d"))
_AGE = re.compile(r"\bage[sd]?\b[^.;]{0,24}\Z", re.I)
_SEX = re.compile(r"\b(?:(?P<female>females?|wom[ae]n|girls?)|(?P<male>males?|m[ae]n|boys?))\b", re.I)
_TIMED = re.compile(r"\s*\((?:within|at)\b[^()]*\)?\W*\Z", re.I)
_WORDS_OF_ROWS = """
    age ages aged of years year yrs yr y months month mo old and over older or for a an the in if patients patient
    children serum male males female females men women boys girls max maximum maximal min minimum must be is at mg dl
    umol l value values only
"""
_OF_ROW = frozenset(_WORDS_OF_ROWS.split())
_WORD = re.compile(r"[^\W\d_]+")
_NEVER_TOO_LOW = frozenset(("lab:creatinine",))  # a bare number is the most allowed


@dataclass(frozen=True, slots=True)
class AgeTable:
    """What a table limits.

    Attributes:
        id: of the criterion that announces it.
        unit: of its numbers, where its heading names it.
        most: whether a bare number is the most allowed, else the least; None where nothing says so.
        columns: the id of the statement that names its columns.
        instead: whether it is an alternative to what the criterion says before: "GFR ≥ 70 or creatinine as follows".
    """

    id: str
    lab: Mention
    unit: str | None = None
    most: bool | None = None
    instead: bool = False
    columns: str | None = None


def age_table(analysis: Analysis, before: AgeTable | None) -> AgeTable | None:
    """The table that a statement announces, or whose columns it names.

    Args:
        before: the table announced already.
    """
    statement = analysis.statement
    text = statement.text
    if "age" not in text.lower():
        return None
    labs = [m for m in analysis.mentions if m.label == "measurement" and m.concept is not None]
    if not labs or labs[-1].concept is None or not isinstance(analytes().get(labs[-1].concept.id), Analyte):
        return None
    lab = labs[-1]
    head = text[: lab.start - statement.start]
    most = True if lab.concept.id in _NEVER_TOO_LOW or _MOST.search(head) else False if _LEAST.search(head) else None  # type: ignore[union-attr]
    if _BY_AGE.match(text, lab.end - statement.start):
        return AgeTable(statement.id, lab, None, most, _OR.search(head) is not None)
    columns = None if analysis.quantities else _COLUMNS.fullmatch(text)
    if columns is None or not (columns["unit"] or most is not None):
        return None
    if before is not None and before.lab.concept == lab.concept:
        return replace(before, unit=_unit(columns["unit"]), most=most, columns=statement.id)
    return AgeTable(statement.id, lab, _unit(columns["unit"]), most, columns=statement.id)


def _unit(written: str | None) -> str | None:
    return {"mg/dl": "mg/dL", "µmol/l": "umol/L", "umol/l": "umol/L"}.get((written or "").strip().lower())


def age_row(analysis: Analysis, table: AgeTable | None) -> Node | None:
    """The row of a table: "if of this age, then at most so much"; None for a statement that is anything else.

    A row may name what it limits itself: ``Age ≤ 5 years: maximum creatinine 0.8 mg/dL``.
    """
    statement = analysis.statement
    text, offset = statement.text, statement.start
    if not 2 <= len(analysis.quantities) <= 5 or len(text) > 160 or statement.kind != "inclusion":
        return None
    if table is None:
        labs = [m for m in analysis.mentions if m.label == "measurement"]
        if len(labs) != 1 or labs[0].concept is None or not _MOST.search(text):
            return None
        table = AgeTable(statement.id, labs[0], most=True)
    timed = _TIMED.search(text)
    edge = offset + (timed.start() if timed else len(text))
    quantities = [q for q in analysis.quantities if q.start < edge]
    named = [(m.start, m.end) for m in analysis.mentions if m.concept == table.lab.concept]
    rest = list(text[: edge - offset])
    for start, end in [*named, *((q.start, q.end) for q in quantities)]:
        rest[start - offset : end - offset] = " " * (end - start)
    if any(w.group().casefold() not in _OF_ROW for w in _WORD.finditer("".join(rest))):
        return None
    ages = [q for q in quantities if _is_age(q, text, offset)]
    values = [q for q in quantities if q not in ages]
    if len(ages) != 1 or not 1 <= len(values) <= 2:
        return None
    sexes = _sexes("".join(rest), offset, values)
    bounds = [_bound(q, sex, table, text, offset) for q, sex in zip(values, sexes, strict=True)]
    found = [b for b in bounds if b is not None]
    if len(found) != len(values) or (len(found) == 2 and {*sexes} != {"male", "female"}):
        return None
    if len(found) == 2 and found[0].canonical == found[1].canonical:
        found = [replace(found[0], sex=None)]
    age = _age(ages[0], text, offset)
    return IfThen(age, join("and", list(found)), None, age.text) if age is not None else None


def _is_age(quantity: Quantity, text: str, offset: int) -> bool:
    if quantity.unit is None:
        return _AGE.search(text[: quantity.start - offset]) is not None
    return quantity.unit in _AGE_UNITS


def _sexes(rest: str, offset: int, values: Sequence[Quantity]) -> list[str | None]:
    """The sex that each value is for: named before all of them ("male 1.2; female 1.2"), or behind each."""
    words = [(m.start() + offset, "female" if m["female"] else "male") for m in _SEX.finditer(rest)]
    if not words:
        return [None for _ in values]
    first = words[0][0] < values[0].start
    edges = [0, *(v.end for v in values)] if first else [*(v.start for v in values), offset + len(rest) + 1]
    out: list[str | None] = []
    for low, high in pairwise(edges):
        said = {sex for at, sex in words if low <= at < high}
        out.append(said.pop() if len(said) == 1 else None)
    return out


def _bound(quantity: Quantity, sex: str | None, table: AgeTable, text: str, offset: int) -> Constraint | None:
    analyte = analytes()[table.lab.concept.id] if table.lab.concept is not None else None
    bare = quantity.low is not None and quantity.low == quantity.high
    if not isinstance(analyte, Analyte) or (bare and table.most is None):
        return None
    if bare and table.most:
        quantity = replace(quantity, low=None, low_inclusive=None)
    elif bare:
        quantity = replace(quantity, high=None, high_inclusive=None)
    reading = read_number(analyte, replace(quantity, unit=quantity.unit or table.unit, comparator=True))
    if reading is None or reading.instead is not None:
        return None
    return Constraint(
        "measurement", analyte.name, text[quantity.start - offset : quantity.end - offset], quantity.start,
        quantity.end, table.lab.concept, quantity.low, quantity.low_inclusive, quantity.high,
        quantity.high_inclusive, reading.unit, reading.canonical, reading.relative_to, sex=sex,  # type: ignore[arg-type]
        assumed=(*reading.assumed, *(("comparator",) if bare else ())),
    )  # fmt: skip


def _age(quantity: Quantity, text: str, offset: int) -> Constraint | None:
    """The age of a row; a bare number is the age in whole years."""
    unit = quantity.unit or "a"
    low, high, open_ = quantity.low, quantity.high, quantity.high_inclusive
    try:
        canonical = Range(
            None if low is None else convert(low, unit, "a"), quantity.low_inclusive,
            None if high is None else convert(high, unit, "a"), open_, "a",
        )  # fmt: skip
    except UnitError:
        return None
    return Constraint(
        "age", "age", text[quantity.start - offset : quantity.end - offset], quantity.start, quantity.end,
        analytes()["demo:age"].concept, low, quantity.low_inclusive, high, open_, unit, canonical,
        assumed=() if quantity.unit else ("unit",),
    )  # fmt: skip


def with_rows(header: Criterion, table: AgeTable, rows: Sequence[Node]) -> Criterion:
    """The criterion that announces a table, with the rows of it where they are an alternative to what it says."""
    lab = " ".join(table.lab.text.split()).casefold()
    left = tuple(w for w in header.unparsed if lab not in w.casefold())
    logic = AnyOf((header.logic, AllOf(tuple(rows)))) if table.instead and header.logic is not None else header.logic
    return replace(header, logic=logic, unparsed=left, parsed="partial" if left else "full")
