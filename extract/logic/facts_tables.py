"""Tables of a note with days: each row gives a value a day, or each row is of one day and gives all values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eligo.attributes.bounds_names import Name
from eligo.attributes.values_facts import value_facts
from eligo.attributes.values_layout import Cell
from eligo.entities.analytes import Analyte, by_concept
from eligo.entities.units import match_unit
from eligo.schema import Analysis, Fact, Mention, Quantity

__all__ = ["Column", "columns", "heads", "row_of", "spread"]

_CELLS = re.compile(r"[ \t]*(?:\||\t|[ ]{2,})[ \t|]*")
_DAY_HEAD = re.compile(r"\W*(?:date|day|time|visit|drawn|collected)?\W*", re.I)
_CELL = re.compile(r"(?P<sign>[<>]=?)?\s?(?P<n>\d+(?:\.\d+)?)\s?(?:\*|\(?(?:HH?|LL?)\)?)?")
_LABELS = re.compile(r"[\s|,;:/-]*(?:(?:date|time|labs?|tests?|results?|day)[\s|,;:/-]*){0,2}", re.I)
_NUMBER = re.compile(r"(?<![\w.])[<>]?\s?(?P<n>\d+(?:\.\d+)?)(?![\w.]*\d)")
_APART = re.compile(r"[\s|]*(?:\*|\(?[HL]\)?)?[\s|]*", re.I)


def columns(analysis: Analysis) -> tuple[str, ...]:
    """The dates of a row of two or more that holds nothing else, ISO 8601; else nothing."""
    dates = [t for t in analysis.times if t.date and t.end_date is None and t.window is None]
    if len(dates) < 2:
        return ()
    statement, rest, done = analysis.statement, "", 0
    for time in dates:
        rest += statement.text[done : time.start - statement.start] + " "
        done = time.end - statement.start
    rest += statement.text[done:]
    return tuple(t.date for t in dates if t.date) if _LABELS.fullmatch(rest) else ()


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of values is of: the name in its head, and its unit (UCUM) where that is written there."""

    mention: Mention
    unit: str | None


def heads(analysis: Analysis) -> tuple[Column, ...]:
    """The columns of a row of two names or more that holds nothing else but a head for days; else nothing."""
    statement = analysis.statement
    names = [m for m in analysis.mentions if m.label == "measurement"]
    if len(names) < 2 or analysis.times:
        return ()
    cells = [c for c in _cells(statement.text) if not _DAY_HEAD.fullmatch(statement.text, *c)]
    found = []
    for start, end in cells:
        name = next((m for m in names if m.start - statement.start == start), None)
        if name is None:
            return ()
        rest = statement.text[name.end - statement.start : end].strip(" ()[],")
        unit = match_unit(rest, 0) if rest else None
        if rest and (unit is None or unit[1] < len(rest)):
            return ()
        found.append(Column(name, unit[0] if unit else None))
    return tuple(found) if len(found) == len(names) else ()


def row_of(analysis: Analysis, head: Sequence[Column]) -> Iterator[Fact]:
    """The values of a row that begins with a day and has as many cells as `head` has columns."""
    statement = analysis.statement
    text, offset = statement.text, statement.start
    dates = [t for t in analysis.times if t.date and t.end_date is None]
    cells = _cells(text)
    if not head or len(dates) != 1 or analysis.mentions or len(cells) != len(head) + 1:
        return
    if not (cells[0][0] <= dates[0].start - offset and dates[0].end - offset <= cells[0][1]):
        return
    for column, (start, end) in zip(head, cells[1:], strict=True):
        m = _CELL.fullmatch(text, start, end)
        thing = by_concept(column.mention.concept.id) if column.mention.concept is not None else None
        if m is None or m["sign"] or not isinstance(thing, Analyte):
            continue
        value = float(m["n"])
        quantity = Quantity(m["n"], *m.span("n"), value, True, value, True)
        name = Name(column.mention, thing, start, start, start)
        for fact in value_facts(text, name, Cell(end, quantity, unit=column.unit)):
            words = text[start:end]
            yield replace(fact, text=words, start=start + offset, end=end + offset, time=dates[0].date)


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of a row start and end, without the lines around it."""
    out, at = [], 0
    for m in _CELLS.finditer(text):
        if m.start() > at:
            out.append((at, m.start()))
        at = m.end()
    if len(text.rstrip()) > at:
        out.append((at, len(text.rstrip())))
    return out


def spread(facts: Sequence[Fact], analysis: Analysis, days: Sequence[str]) -> Iterator[Fact]:
    """The facts of a row under the dates `days`: the measured one of the row once a column, each with its date."""
    measured = [f for f in facts if f.type == "measurement"]
    values = _values(measured[0], analysis, len(days)) if days and len(measured) == 1 else []
    if not values:
        yield from facts
        return
    statement = analysis.statement
    for fact in facts:
        if fact is not measured[0]:
            yield fact
            continue
        assumed = tuple(a for a in fact.assumed if a != "time")
        for (value, end), day in zip(values, days, strict=True):
            words = statement.text[fact.start - statement.start : end - statement.start]
            yield replace(
                fact, value=value, value_high=None, comparator="=", time=day, text=words, end=end, assumed=assumed,
                reference_range=None,
            )  # fmt: skip


def _values(fact: Fact, analysis: Analysis, count: int) -> list[tuple[float, int]]:
    """The numbers of the row and where each ends in the document; nothing where they are not as many as the dates."""
    statement = analysis.statement
    text, offset = statement.text, statement.start
    if not isinstance(fact.value, float) or fact.comparator != "=":
        return []
    found: list[tuple[float, int]] = []
    for m in _NUMBER.finditer(text, fact.start - offset):
        if found and not _APART.fullmatch(text, found[-1][1] - offset, m.start()):
            break
        if m[0][0] in "<>":
            return []
        if not found and float(m["n"]) != fact.value:
            continue
        found.append((float(m["n"]), m.end() + offset))
    return found if len(found) == count else []
