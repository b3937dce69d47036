"""Tables of a note whose columns are dates: each row gives a value a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.schema import Analysis, Fact

__all__ = ["columns", "spread"]

_LABELS = re.compile(r"[\s|,;:/-]*(?:(?:date|time|labs?|tests?|results?|day)[\s|,;:/-]*){0,2}", re.I)
_NUMBER = re.compile(r"(?<![\w.])[<>]?\s?(?P<n>\d+(?:\.\d+)?)(?![\w.]*\d)")
_APART = re.compile(r"[\s|]*(?:\*|\(?[HL]\)?)?[\s|]*", re.I)


def columns(analysis: Analysis) -> tuple[str, ...]:
    """The dates of a row of two or more that holds nothing else, ISO 8601; else nothing."""
    dates = [t for t in analysis.times if t.date and t.end_date is None and t.window is None]
    if len(dates) < 2 or analysis.mentions:
        return ()
    statement, rest, done = analysis.statement, "", 0
    for time in dates:
        rest += statement.text[done : time.start - statement.start] + " "
        done = time.end - statement.start
    rest += statement.text[done:]
    return tuple(t.date for t in dates if t.date) if _LABELS.fullmatch(rest) else ()


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
