"""A constraint's time window against the time of a fact."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from eligo.schema import RECENTLY, Window
from eligo.schema.dates import add_duration

from .case import Case
from .spans import NOMINAL_DAY, Span, overlaps
from .truth import Truth

__all__ = ["Days", "Timed", "days_of", "in_window", "resolve"]

# Anchors that lie on, or next to, the day the question is asked.
_NOW = frozenset({None, "enrolment", "enrollment", "screening", "randomization", "randomisation", "first_dose",
                  "consent", "study", "baseline", "index", "registration", "visit"})  # fmt: skip


class Timed(NamedTuple):
    """Whether a fact falls into a window, and what that took for granted or lacks."""

    truth: Truth
    missing: str | None = None
    assumed: str | None = None


class Days(NamedTuple):
    """A window as dates; ``low`` and ``high`` are inclusive."""

    low: date
    high: date


def resolve(window: Window, anchor: date) -> Days:
    """The window around `anchor`; an open side reaches as far as dates do."""
    return _days(window.from_, window.to, anchor)


@lru_cache(maxsize=4096)
def _days(earliest: str | None, latest: str | None, anchor: date) -> Days:
    low = date.min if earliest is None else _shift(anchor, earliest)
    high = date.max if latest is None else _shift(anchor, latest)
    return Days(low, high) if low <= high else Days(high, low)


def days_of(window: Window | None, case: Case) -> tuple[Days | None, str | None]:
    """The window as dates, None where they are not known; and what was assumed."""
    if window is None or window.half_lives is not None or case.facts.today is None:
        return None, None
    anchor, _, assumed = _anchor(window, case)
    return (None, None) if anchor is None else (resolve(window, anchor), assumed)


def in_window(span: Span, window: Window | None, case: Case) -> Timed:
    """Whether `span` meets `window`: True, False, or None where the dates do not settle it."""
    if window is not None and window.text in RECENTLY:
        now = _anchor(window, case)[0]
        return Timed(True if now is not None and overlaps(span, now, now) is True else None, "how recent it must be")
    if window is None or (window.from_ is None and window.to is None and window.half_lives is None):
        return Timed(True)
    anchor, missing, assumed = _anchor(window, case)
    if anchor is None:
        return Timed(None, missing)
    days = resolve(window, anchor)
    throughout = window.throughout and window.from_ is not None
    truth = overlaps(span, days.low, days.high, throughout=throughout)
    if case.facts.today is None and (span.dated or throughout):
        truth, missing = None, "index date"
    if window.half_lives is not None:
        truth = _half_lives(truth, span, window, anchor)
    return Timed(truth, missing, assumed)


def _half_lives(truth: Truth, span: Span, window: Window, anchor: date) -> Truth:
    """Half-lives are not in the tables: only what holds whatever they are."""
    if overlaps(span, anchor, anchor) is True:
        return True
    if window.from_ is None:
        return None
    if window.whichever == "shorter":
        return False if truth is False else None
    return True if truth is True else None


def _anchor(window: Window, case: Case) -> tuple[date | None, str | None, str | None]:
    """The anchor's date; else what is missing; and what was assumed."""
    name = window.anchor
    if name in _NOW:
        today = case.facts.today
        if today is None:
            return NOMINAL_DAY, "index date", None
        what = "now" if name is None else name.replace("_", " ")
        return today, None, f"{what} is taken as the index date {today.isoformat()}"
    dates = case.anchors(name or "")
    if len(dates) == 1:
        day = next(iter(dates))
        return day, None, f"{(name or '').replace('_', ' ')} is taken as {day.isoformat()}"
    return None, f"date of {(name or '').replace('_', ' ')}", None


def _shift(day: date, duration: str) -> date:
    try:
        return add_duration(day, duration)
    except (OverflowError, ValueError):
        return date.min if duration.startswith("-") else date.max
