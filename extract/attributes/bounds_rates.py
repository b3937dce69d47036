"""The time that a rate without a unit is counted in: ``three or more units of alcohol per day``."""

from __future__ import annotations

import re
from typing import NamedTuple

from eligo.entities.analytes import Analyte

__all__ = ["RATE", "StatedRate", "per", "stated_rate"]

RATE = re.compile(
    r"\s*(?:(?:in|within|over)\s+(?:an?|any)|/|(?:per|an?|each|every|in)\b)\s*(?P<n>\d+)?[\s-]*(?P<unit>days?|weeks?|months?|years?|nights?|hours?)\b"
    r"|\s+(?P<adverb>daily|weekly|monthly|annually|yearly)\b",
    re.I,
)
_PER = {
    "day": "d", "night": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h", "daily": "d", "weekly": "wk",
    "monthly": "mo", "annually": "a", "yearly": "a",
}  # fmt: skip
_RATES = ("/d", "/wk", "/mo", "/a")


class StatedRate(NamedTuple):
    """Words that say per what; `unit` is the analyte's unit with that time, None where it has none."""

    start: int
    end: int
    unit: str | None


def per(found: re.Match[str]) -> str | None:
    """The UCUM code of the time that `RATE` found; None where it is a multiple (``every 2 days``)."""
    if found["n"] is not None:
        return "d" if (found["n"], found["unit"].casefold().rstrip("s")) == ("24", "hour") else None
    word = (found["adverb"] or found["unit"]).casefold()
    return _PER[word] if word in _PER else _PER[word.removesuffix("s")]


def stated_rate(text: str, pos: int, analyte: Analyte) -> StatedRate | None:
    """The rate written at `pos`, of an analyte that is one; None where the analyte is none, or nothing is written."""
    if not analyte.unit.endswith(_RATES):
        return None
    found = RATE.match(text, pos, pos + 40)
    if found is None:
        return None
    time = per(found)
    units = (analyte.unit, *analyte.other_units)
    unit = next((u for u in units if time is not None and u.endswith(f"/{time}")), None)
    return StatedRate(found.start(), found.end(), unit)
