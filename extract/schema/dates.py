"""ISO 8601 durations and partial dates, as intervals of days. Standard library only."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from math import ceil, floor
from typing import NamedTuple

__all__ = ["Duration", "add_duration", "interval", "parse_duration", "within"]

_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=[\dT])(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?", re.S)
_FIRST, _LAST = date.min, date.max


class Duration(NamedTuple):
    """A signed span of time: whole months, which calendars stretch, and days, which they do not."""

    months: int
    days: float


def parse_duration(iso_duration: str) -> Duration:
    """Months and days of an ISO 8601 duration (``-P2W``, ``P1Y6M``, ``PT36H``); all parts carry its sign.

    A fraction of a year becomes whole months (``P1.5Y``: 18), a fraction of a month days of 30.4 each.

    Raises:
        ValueError: if it is no such duration.
    """
    m = _DURATION.fullmatch(iso_duration)
    if m is None:
        raise ValueError(f"not an ISO 8601 duration: {iso_duration!r}")
    part = {name: float(value or 0) for name, value in m.groupdict().items() if name != "sign"}
    sign = -1 if m["sign"] == "-" else 1
    months = part["years"] * 12 + part["months"]
    whole = int(months)
    clock = part["hours"] / 24 + part["minutes"] / 1440 + part["seconds"] / 86400
    days = (months - whole) * 30.4375 + part["weeks"] * 7 + part["days"] + clock
    return Duration(sign * whole, sign * days)


def add_duration(day: date, iso_duration: str) -> date:
    """The day that lies `iso_duration` after `day` (before it where negative).

    A month's end stays within the month: 31 March less a month is 28 (29) February. Parts of a day count as a whole
    one, away from `day`: 12 hours before it is the day before. Days outside years 1–9999 are cut off there.

    Raises:
        ValueError: if it is no duration.
    """
    months, days = parse_duration(iso_duration)
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < 1:
        return _FIRST
    if year > 9999:
        return _LAST
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    try:
        return moved + timedelta(days=ceil(days) if days > 0 else floor(days))
    except OverflowError:
        return _LAST if days > 0 else _FIRST


def interval(partial_date: str) -> tuple[date, date]:
    """Earliest and latest day that ``2019``, ``2019-03`` or ``2019-03-01`` (with or without a time of day) can mean.

    Raises:
        ValueError: if it is no such date.
    """
    m = _PARTIAL.fullmatch(partial_date)
    if m is None:
        raise ValueError(f"not an ISO 8601 date: {partial_date!r}")
    year = int(m[1])
    if m[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(m[2])
    if m[3] is None:
        if not 1 <= month <= 12:
            raise ValueError(f"not an ISO 8601 date: {partial_date!r}")
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    day = date(year, month, int(m[3]))
    return day, day


def within(fact: tuple[date | None, date | None], window: tuple[date | None, date | None]) -> bool | None:
    """Whether what lies in `fact` lies in `window`; both ends are included, None is an open end.

    Returns:
        True where all of `fact` lies inside, False where none of it does, None where its precision does not decide.
    """
    start, end = fact[0] or _FIRST, fact[1] or _LAST
    low, high = window[0] or _FIRST, window[1] or _LAST
    if start > high or end < low:
        return False
    return True if low <= start and end <= high else None
