"""A series of values: one a day, in one unit, the oldest first; and how far it moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import inf
from typing import NamedTuple

from eligo.schema import Constraint, Fact

from .case import Case
from .index import Candidate, Relation
from .intervals import Interval, inside
from .readings import value_of
from .reference import analyte_of, in_unit, stated_unit
from .truth import Truth
from .windows import Days
from .wording import bound_words, number, quantity

__all__ = ["FLAT", "Answer", "Point", "covers", "far", "question", "quoted", "series", "steady", "usable"]

FLAT = 0.05  # a difference that counts as none, as a share of the larger value
_GROSS = 0.5  # one that nobody calls stable
_SHOWN = 6  # values quoted


class Point(NamedTuple):
    """A value in the series' unit, and its day (None: before all that are dated)."""

    value: float
    day: date | None
    fact: Fact
    unit: str | None


class Answer(NamedTuple):
    """What a series of values says: the truth, the clause that tells why, and what is missing to decide."""

    truth: Truth
    clause: str
    missing: tuple[str, ...] = ()


def question(constraint: Constraint) -> str:
    """What to ask where the values do not decide a trend."""
    when = " ".join(constraint.window.text.split()) if constraint.window is not None else ""
    return f"{constraint.name} over time{f' ({when})' if when else ''}"


def usable(constraint: Constraint, case: Case) -> list[Candidate]:
    """The facts of single exact values that a trend can be read off."""
    return [
        c
        for c in case.candidates(constraint)
        if c.relation is not Relation.BROADER
        and isinstance(c.fact.value, (int, float))
        and c.fact.value_high is None
        and c.fact.comparator in ("=", "~", None)
        and c.fact.assertion in ("present", "historical")
    ]


def series(constraint: Constraint, case: Case) -> list[Point]:
    """The values in one unit, the oldest first; one for each day, none for days whose values disagree."""
    points: list[Point] = []
    unit: str | None = None
    analyte = None
    for candidate in usable(constraint, case):
        fact = candidate.fact
        analyte = analyte or analyte_of(constraint.concept, fact.concept)
        own, _, sure = stated_unit([float(fact.value)], fact.unit, analyte)  # type: ignore[arg-type]
        if not sure:
            continue
        unit = unit if unit is not None else own
        value = in_unit(value_of(fact), own, unit, analyte)
        if value is None:
            continue
        day: date | None = None
        if candidate.span.dated:
            if (candidate.span.start_max - candidate.span.start_min).days > 31:
                continue
            day = candidate.span.start_max
        elif fact.assertion != "historical":
            day = case.facts.latest_day
        points.append(Point(value.low, day, fact, unit))
    days: dict[date | None, list[Point]] = {}
    for point in points:
        days.setdefault(point.day, []).append(point)
    kept = [group[-1] for group in days.values() if len({p.value for p in group}) == 1]
    return sorted(kept, key=lambda p: p.day or date.min)


def quoted(points: Sequence[Point]) -> str:
    """``4.1 → 5.2 → 6.8 ng/mL (2022-01-05 to 2022-03-20)``."""
    shown = points if len(points) <= _SHOWN else [*points[:2], *points[-3:]]
    words = [number(p.value) for p in shown]
    if len(points) > _SHOWN:
        words.insert(2, "…")
    last = quantity(points[-1].value, points[-1].unit)
    first = points[0].day.isoformat() if points[0].day is not None else "earlier"
    end = points[-1].day.isoformat() if points[-1].day is not None else "now"
    return f"{' → '.join([*words[:-1], last])} ({first} to {end})"


def covers(points: Sequence[Point], days: Days | None) -> bool:
    """Whether the values reach over at least half of the time asked for."""
    dated = [p.day for p in points if p.day is not None]
    if days is None or days.low == date.min or not dated:
        return len(points) > 1
    high = min(days.high, max(dated)) if days.high == date.max else days.high
    return 2 * (max(dated) - max(min(dated), days.low)).days >= (high - days.low).days


def steady(points: Sequence[Point]) -> Truth:
    """Whether values did not change; None between what counts as no change and a gross one."""
    low, high = min(p.value for p in points), max(p.value for p in points)
    scale = max(abs(low), abs(high))
    if high - low <= FLAT * scale:
        return True
    return False if high - low > _GROSS * scale else None


Amount = Callable[[Point, Point], Interval | None]


def _amount(constraint: Constraint) -> list[Amount]:
    """How far it moved from one value to another, in the bound's unit; two ways where that can mean either."""
    analyte = analyte_of(constraint.concept)
    change = constraint.change

    def signed(difference: float) -> float:
        return -difference if change == "decrease" else difference if change == "increase" else abs(difference)

    def absolute(one: Point, two: Point) -> Interval | None:
        moved = signed(two.value - one.value)
        unit = one.unit
        if constraint.unit is None or unit == constraint.unit:
            return Interval(moved, moved)
        zero = in_unit(Interval(0.0, 0.0), unit, constraint.unit, analyte)
        made = in_unit(Interval(moved, moved), unit, constraint.unit, analyte)
        if zero is None or made is None:
            return None
        return Interval(made.low - zero.low, made.low - zero.low)

    def relative(one: Point, two: Point) -> Interval | None:
        if one.value == 0:
            return None
        moved = signed(two.value - one.value) / abs(one.value) * 100
        moved = float(f"{moved:.10g}")
        return Interval(moved, moved)

    if constraint.unit != "%":
        return [absolute]
    return [relative, absolute] if analyte is not None and analyte.unit == "%" else [relative]


def _bound(constraint: Constraint) -> Interval:
    return Interval(
        -inf if constraint.low is None else constraint.low,
        inf if constraint.high is None else constraint.high,
        constraint.low is None or constraint.low_inclusive is not False,
        constraint.high is None or constraint.high_inclusive is not False,
    )


def far(constraint: Constraint, inner: Sequence[Point], before: Sequence[Point], days: Days | None) -> Answer:
    """By how much, over the values in the window; `before` is the last one that lies before it."""
    if constraint.low is None and constraint.high is None:  # stable, without a number
        if len(inner) > 1 and steady(inner) is False:
            return Answer(False, "it changes by more than half")
        if not covers([*before, *inner], days):
            return Answer(None, "the values do not reach over the time asked for", (question(constraint),))
        if steady([*before, *inner]) is not True:
            return Answer(None, "whether it is stable has to be judged", (question(constraint),))
        return Answer(True, "it differs by less than 5 %")
    truths = {_far_by(constraint, inner, before, days, amount) for amount in _amount(constraint)}
    truth = truths.pop() if len(truths) == 1 else None
    moved = [m for m in (_most(constraint, inner, amount) for amount in _amount(constraint)) if m is not None]
    how = {"increase": "it rises by", "decrease": "it falls by"}.get(constraint.change or "", "it changes by")
    far = quantity(float(f"{max(moved[0], 0.0):.3g}"), constraint.unit) if moved else ""
    said = f"{how} {far}" if moved else "fewer than two values lie in the time asked for"
    asked = f"asked for is {bound_words(_bound(constraint), constraint.unit)}"
    return Answer(truth, f"{said}, {asked}", () if truth is not None else (question(constraint),))


def _most(constraint: Constraint, points: Sequence[Point], amount: Amount) -> float | None:
    """The farthest move up to the latest value; of what may go either way, between any two."""
    pairs = [(a, points[-1]) for a in points[:-1]]
    if constraint.change in ("stable", "any"):
        pairs = [(a, b) for n, a in enumerate(points) for b in points[n + 1 :]]
    found = [m.low for a, b in pairs if (m := amount(a, b)) is not None]
    return max(found, default=None)


def _far_by(
    constraint: Constraint,
    inner: Sequence[Point],
    before: Sequence[Point],
    days: Days | None,
    amount: Amount,
) -> Truth:
    bound = _bound(constraint)
    to_latest = _most(constraint, inner, amount)
    ever = [m.low for n, a in enumerate(inner) for b in inner[n + 1 :] if (m := amount(a, b)) is not None]
    older = [m.low for a in before for b in inner if (m := amount(a, b)) is not None]
    if to_latest is None and not older:
        return None
    upper = constraint.low is None  # "not more than 5 kg": a greater move would break it
    now = None if to_latest is None else _in(to_latest, bound)
    widest = max([*ever, *older, 0.0])
    met_by_widest = _in(widest, bound)
    if upper:  # true only where nothing goes beyond, over the whole time
        if now is False:
            return False
        if met_by_widest is False:
            return None
        return True if covers([*before, *inner], days) else None
    if now is True:
        return True
    if met_by_widest is not False:
        return None  # it went so far at some time, but not up to the latest, or from a value before the window
    return False if covers([*before, *inner], days) else None


def _in(value: float, bound: Interval) -> Truth:
    return inside(Interval(value, value), bound)
