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
from eligo.schema import Analysis, Fact, Mention, Quantity, Range

__all__ = ["Column", "columns", "heads", "row_of", "spread"]

_CELLS = re.compile(r"[ \t]*(?:\||\t|[ ]{2,})[ \t|]*")
_DAY_HEAD = re.compile(r"\W*(?:date|day|time|visit|drawn|collected)?\W*", re.I)
_CELL = re.compile(r"(?P<sign>[<>]=?)?\s?(?P<n>\d+(?:\.\d+)?)\s?(?:\*|\(?(?:HH?|LL?)\)?)?")
_LABELS = re.compile(
    r"[\s|,;:/()\[\].-]*(?:(?:date|time|labs?|tests?|results?|day|analytes?|component|parameter|units?|flags?"
    r"|(?:ref(?:erence)?|normal)\.?(?:\s+(?:range|interval|values?|limits?))?|range|interval)[\s|,;:/()\[\].-]*){0,5}",
    re.I,
)
_CLOCKS = re.compile(
    r"(?:[\s|]*(?:time|hrs?|hours?)?[\s|:]*)?(?P<times>(?:\d{1,2}:?\d\d(?:\s?h(?:rs?)?)?(?:[\s|]+|$)){2,})", re.I
)
_CLOCK = re.compile(r"(\d{1,2}):?(\d\d)")
_NUMBER = re.compile(r"(?<![\w.])[<>]?\s?(?P<n>\d+(?:\.\d+)?)(?![\w.]*\d)")
_FLAG = r"(?:[ \t|]*(?:\*|\(?(?:HH?|LL?)\)?)(?!\w))?"
_ROW_RANGE = re.compile(
    rf"{_FLAG}[\s|]*[(\[]?\s*(?:(?P<low>\d+(?:\.\d+)?)\s*[-–]\s*(?P<high>\d+(?:\.\d+)?)|<\s?(?P<most>\d+(?:\.\d+)?))"
)
_ROW_ENDS = re.compile(rf"{_FLAG}[\s|]*(?:$|[(\[]?\s*(?:\d+(?:\.\d+)?\s*[-–]\s*\d|[<>]\s?\d)|[a-zA-Zµ%])")
_PAIR = re.compile(r"(?<![\d/])(?P<s>\d{2,3})/(?P<d>\d{2,3})(?![\d/])")
_PRESSURES = {"systolic blood pressure", "diastolic blood pressure"}
_CLOCK_MARK = "T"
_APART = re.compile(r"[\s|]*(?:\*|\(?[HL]\)?)?[\s|]*", re.I)


def columns(analysis: Analysis) -> tuple[str, ...]:
    """The dates of a row of two or more that holds nothing else, ISO 8601, or its clock times (``T0600``)."""
    dates = [t for t in analysis.times if t.date and t.end_date is None and t.window is None]
    if not dates and (clocks := _CLOCKS.fullmatch(analysis.statement.text)):
        found = _CLOCK.findall(clocks["times"])
        return tuple(f"{_CLOCK_MARK}{int(hour):02}{minute}" for hour, minute in found)
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
    """The facts of a row under the dates or clock times `days`: the measured one of the row once a column.

    Each has its date; of clock times that follow each other all but the last are ``historical``.
    """
    measured = [f for f in facts if f.type == "measurement"]
    if not days or not measured:
        yield from facts
        return
    if {f.name for f in measured} == _PRESSURES:
        rows = _pairs(measured, analysis, len(days))
    else:
        rows = [_values(measured[0], analysis, len(days))] if len(measured) == 1 else []
    if not rows or not all(rows):
        yield from facts
        return
    yield from (f for f in facts if f.type != "measurement")
    statement = analysis.statement
    for row, first in zip(rows, measured, strict=False):
        reference = _reference(analysis, row[-1][1], first) if len(rows) == 1 else None
        assumed = tuple(a for a in first.assumed if a != "time")
        for n, ((value, end), day) in enumerate(zip(row, days, strict=True)):
            words = statement.text[first.start - statement.start : end - statement.start]
            fact = replace(
                first, value=value, value_high=None, comparator="=", text=words, end=end, reference_range=reference
            )
            if day.startswith(_CLOCK_MARK):
                past = n + 1 < len(days) and list(days) == sorted(days)
                yield replace(fact, assertion="historical") if past else fact
            else:
                yield replace(fact, time=day, assumed=assumed)


def _values(fact: Fact, analysis: Analysis, count: int) -> list[tuple[float, int]]:
    """The numbers of the row and where each ends in the document; nothing where they are not as many as the columns."""
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
        if len(found) == count:
            break
    return found if len(found) == count and _ROW_ENDS.match(text, found[-1][1] - offset) else []


def _pairs(measured: Sequence[Fact], analysis: Analysis, count: int) -> list[list[tuple[float, int]]]:
    """The pressures of a row, systolic and diastolic, as the first two of `measured` are."""
    statement = analysis.statement
    pairs = list(_PAIR.finditer(statement.text, measured[0].start - statement.start))
    if len(pairs) != count:
        return []
    order = ("s", "d") if measured[0].name.startswith("sys") else ("d", "s")
    return [[(float(m[side]), m.end() + statement.start) for m in pairs] for side in order]


def _reference(analysis: Analysis, end: int, fact: Fact) -> Range | None:
    """The laboratory's own range in the row's last column."""
    m = _ROW_RANGE.match(analysis.statement.text, end - analysis.statement.start)
    if m is None:
        return None
    if m["low"]:
        return Range(float(m["low"]), True, float(m["high"]), True, fact.unit)
    return Range(None, None, float(m["most"]), False, fact.unit)
