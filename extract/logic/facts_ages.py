"""When the patient had an age: ``at age 12``, ``since childhood`` of somebody who is 40 when the note is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from eligo.schema import Fact, TimeExpression
from eligo.schema.dates import interval

__all__ = ["birth_year", "with_ages"]

_YEARS = re.compile(r"P(\d+)Y")


def birth_year(facts: Sequence[Fact], born: str | None, day: str | None) -> float | None:
    """The year of birth with its fraction, by the date of birth or the age on `day`; half a year off at most."""
    if born is not None:
        return _fraction(interval(born)[0])
    ages = {f.value for f in facts if f.type == "age" and f.unit == "a" and f.assertion == "present"}
    age = ages.pop() if len(ages) == 1 else None
    if day is None or not isinstance(age, float):
        return None
    return _fraction(interval(day)[0]) - age - 0.5


def _fraction(day: date) -> float:
    return day.year + (day.month - 0.5) / 12


def with_ages(times: Sequence[TimeExpression], born: float | None, day: str | None) -> Iterator[TimeExpression]:
    """The times, those that are ages with the year in which the patient had them; of "since" up to `day`."""
    for time in times:
        window = time.window
        age = _YEARS.fullmatch(window.from_ or "") if window is not None and window.anchor == "birth" else None
        if age is None or window is None or born is None or time.date is not None:
            yield time
            continue
        year = int(born + int(age[1]) + (0 if window.throughout else 0.5))
        if day is not None and year > int(day[:4]):
            yield time
            continue
        yield replace(time, date=f"{year:04}", end_date=day if window.throughout else None)
