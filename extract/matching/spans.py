"""When a fact held: its start and end, each known to within some days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from eligo.concepts.events import events
from eligo.schema import Fact, Period
from eligo.schema.dates import interval

from .truth import Truth

__all__ = ["NOMINAL_DAY", "Span", "lasts", "over", "overlaps", "span_of"]

_LASTING = frozenset({"condition", "drug", "allergy", "reproductive", "participation", "biomarker", "lesion"})
_OVER = frozenset({"history", "historical", "resolved", "stopped", "completed", "discontinued", "inactive"})
_ONGOING = frozenset({"active", "ongoing", "current"})


class Span(NamedTuple):
    """Earliest and latest possible start and end. A side that nothing is known of is ``date.min`` or ``date.max``."""

    start_min: date
    start_max: date
    end_min: date
    end_max: date
    dated: bool = True


NOMINAL_DAY = date(2000, 1, 1)  # stands for an index date that is not known; nothing dated is compared with it


def over(fact: Fact) -> bool:
    """Whether the source says that it is past."""
    return fact.assertion == "historical" or fact.status in _OVER


def lasts(fact: Fact) -> bool:
    """Whether it is a state, which goes on until something ends it, and no measurement or event."""
    return fact.type in _LASTING and not _is_event(fact)


def span_of(fact: Fact, today: date | None) -> Span:
    """When `fact` held, as far as it says.

    A state (a condition, a drug, an allergy…) that is stated as present, with no end, holds up to `today`; if it has a
    date and no status, or is a drug that was ``given``, it held then and it is not known until when. A measurement and
    an event (an infarction) are points in time.
    """
    now = today or NOMINAL_DAY
    if fact.status == "planned":
        ahead = _interval(fact.time, today) if isinstance(fact.time, str) else None
        return Span(*ahead, *ahead) if ahead is not None else Span(now, date.max, now, date.max, dated=False)
    happened = fact.type == "procedure" or _is_event(fact)
    lasting, past = fact.type in _LASTING and not happened, over(fact)
    if isinstance(fact.time, Period):
        start = _interval(fact.time.from_, today) or (date.min, now)
        end = _interval(fact.time.to, today)
        if happened and fact.count is not None:  # "three falls in 2024": each some time in it
            last = now if end is None else end[1]
            return Span(start[0], last, start[0], last)
        if end is None:
            end = (start[0], now) if past else (now, date.max)
        return Span(start[0], min(start[1], end[1]), max(end[0], start[0]), end[1])
    when = _interval(fact.time, today)
    if when is not None:
        first, last = when
        if lasting and not past:
            return Span(first, last, now if fact.status in _ONGOING else first, date.max)
        return Span(first, last, first, last)
    if past or happened:
        return Span(date.min, now, date.min, now, dated=False)
    if fact.status == "given":  # some time: it is not known whether it goes on
        return Span(date.min, now, date.min, date.max, dated=False)
    return Span(date.min, now, now, date.max, dated=False)


def _is_event(fact: Fact) -> bool:
    """Whether it is something that happens rather than lasts, and nothing says that it goes on."""
    if fact.type not in ("condition", "drug") or fact.concept is None or fact.status in _ONGOING:
        return False
    return fact.concept.id in events()


@lru_cache(maxsize=4096)
def _interval(partial: str | None, today: date | None) -> tuple[date, date] | None:
    if partial is None:
        return None
    try:
        first, last = interval(partial)
    except ValueError:
        return None
    if today is not None and first <= today < last:  # "in 2022", read in May 2022
        last = today
    return first, last


def overlaps(span: Span, low: date, high: date, *, throughout: bool = False) -> Truth:
    """Whether it held at some time (or `throughout`: all the time) from `low` to `high`."""
    if throughout:
        if span.start_max <= low and span.end_min >= high:
            return True
        return False if span.start_min > low or span.end_max < high else None
    if span.start_max <= high and span.end_min >= low:
        return True
    return False if span.start_min > high or span.end_max < low else None
