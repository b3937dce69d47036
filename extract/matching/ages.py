"""The patient's age at the index date."""

from __future__ import annotations

from datetime import date
from math import floor
from typing import NamedTuple

from eligo.schema import Fact
from eligo.schema.dates import interval

from .index import FactIndex
from .intervals import Interval
from .reference import in_unit
from .wording import number

__all__ = ["Age", "age_of"]


class Age(NamedTuple):
    """An age in completed years: the least and the most that what is known allows, and where it is known from."""

    low: float
    high: float
    days: tuple[int, int] | None = None
    fact: Fact | None = None
    assumed: str | None = None


def age_of(index: FactIndex) -> Age | None:
    """The patient's age at the index date; None where nothing says it."""
    if "age" not in index.worked_out:
        index.worked_out["age"] = _age(index)
    age: Age | None = index.worked_out["age"]
    return age


def _age(index: FactIndex) -> Age | None:
    patient = index.patient
    stated = next((f for f, _ in index.of_type("age") if f.assertion == "present"), None)
    if patient.birth_date is not None and index.today is not None:
        first, last = interval(patient.birth_date)
        if first <= index.today:
            last = min(last, index.today)
            days = ((index.today - last).days, (index.today - first).days)
            return Age(_years(last, index.today), _years(first, index.today), days, stated)
    years = patient.age
    if years is None and stated is not None and isinstance(stated.value, (int, float)):
        converted = in_unit(Interval(stated.value, stated.value), stated.unit or "a", "a", None)
        years = None if converted is None else converted.low
    if years is None:
        return None
    low = high = years
    assumed = None
    if index.index_date != patient.index_date and patient.index_date is not None and index.today is not None:
        passed = (index.today - interval(patient.index_date)[0]).days / 365.25
        low, high = floor(years + passed), floor(years + passed + 1)
        low, high = (low, high) if passed % 1 else (low, low)
        assumed = f"age counted on from {number(years)} years on {patient.index_date}"
    return Age(low, high, None, stated, assumed)


def _years(birth: date, today: date) -> float:
    before = (today.month, today.day) < (birth.month, birth.day)
    return float(today.year - birth.year - before)
