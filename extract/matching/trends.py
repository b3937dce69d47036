"""How a value moves over time: rises, falls, stays as it is; from a series of dated values, or from what notes say.

* Two values of different days at least are needed. A rise or fall without a number of how far is one where the values
  go that way from each to the next, and by more than 5 % in all; where they go both ways it is unknown. *n* times in a
  row: *n* moves that way, one after the other, up to the latest value.
* A rise by so much "within" a time is from the lowest value of that time to the latest, a fall from the highest. That
  there was none needs values over at least half of the time asked for.
* Stable without a number: no two values differ by more than 5 %; not so where they differ by more than half. Between
  these a person has to judge.
* A note's words ("PSA is rising", "weight stable") answer where there are fewer than two values, and no number is asked
  for; where they contradict the values, both are quoted.

What is taken for granted of all this is in the verdict's assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import inf
from typing import NamedTuple

from eligo.entities.trends import change_of, proxies
from eligo.schema import Concept, Constraint, Evidence, Fact
from eligo.schema.dates import parse_duration

from .baseline import baseline_of
from .case import Case
from .index import Candidate, Relation
from .intervals import Interval, inside
from .readings import value_of
from .reference import analyte_of, in_unit, stated_unit
from .truth import Finding, Truth
from .unanswered import unanswered
from .windows import Days, days_of, in_window
from .wording import bound_words, fact_words, number, quantity, quote

__all__ = ["judge_trend", "of_changes"]

_FLAT = 0.05  # a difference that counts as none, as a share of the larger value
_GROSS = 0.5  # one that nobody calls stable
_SHOWN = 6  # values quoted
_VERBS = {"increase": "rises", "decrease": "falls", "stable": "is stable", "any": "changes"}
_OPPOSITE = {"increase": "decrease", "decrease": "increase", "stable": "stable", "any": "any"}


class _Point(NamedTuple):
    """A value in the series' unit, and its day (None: before all that are dated)."""

    value: float
    day: date | None
    fact: Fact
    unit: str | None


class _Answer(NamedTuple):
    truth: Truth
    clause: str
    missing: tuple[str, ...] = ()


def of_changes(constraint: Constraint) -> Constraint | None:
    """A bound on what is a change by its name ("weight loss > 5 %") as one on the thing that moves; None for others."""
    concept = constraint.concept
    moved = change_of(concept.id) if concept is not None else None
    if moved is None:
        return None
    return _renamed(constraint, moved.concept, moved.name, moved.change)


_known: dict[tuple[int, str], tuple[Constraint, Constraint]] = {}  # by identity; the constraint is held
_REMEMBERED = 20_000


def _renamed(constraint: Constraint, concept: Concept, name: str, change: str) -> Constraint:
    key = (id(constraint), concept.id)
    known = _known.get(key)
    if known is None:
        if len(_known) > _REMEMBERED:
            _known.clear()
        made = replace(constraint, concept=concept, name=name, change=change)  # type: ignore[arg-type]
        known = _known[key] = (constraint, made)
    return known[1]


def judge_trend(constraint: Constraint, case: Case) -> Finding:
    """What the patient's values over time, or the words of the notes, make of a constraint on how a value moves."""
    said = _words(constraint, case)
    finding = _by_values(constraint, case)
    if finding is None and constraint.concept is not None:
        for other in proxies(constraint.concept.id):
            if constraint.low is not None or constraint.high is not None:
                break
            change = _OPPOSITE[constraint.change or "any"]
            instead = _by_values(_renamed(constraint, other, other.name, change), case)
            if instead is not None:
                note = f"{other.name} stands for the {constraint.name}: it moves the other way"
                finding = instead._replace(assumed=(*instead.assumed, note))
                break
    if finding is None:
        if said is not None:
            return said
        return _too_few(constraint, case)
    if said is None or said.truth is None or constraint.low is not None or constraint.high is not None:
        return finding
    if finding.truth is None:
        return said._replace(evidence=(*said.evidence, *finding.evidence))
    if finding.truth is said.truth:
        return finding._replace(evidence=(*finding.evidence, *said.evidence), support=finding.support | said.support)
    clause = f"{said.reason}, but {finding.reason}"
    evidence = tuple(Evidence(e.constraint, e.fact, None) for e in (*said.evidence, *finding.evidence))
    return Finding(None, clause, evidence, (_question(constraint),), finding.assumed, said.support | finding.support)


def _question(constraint: Constraint) -> str:
    when = " ".join(constraint.window.text.split()) if constraint.window is not None else ""
    return f"{constraint.name} over time{f' ({when})' if when else ''}"


def _too_few(constraint: Constraint, case: Case) -> Finding:
    found = [c.fact for c in _usable(constraint, case)]
    if not found:
        return unanswered(constraint, _question(constraint))
    evidence = tuple(Evidence(constraint, fact, None) for fact in found)
    when = " in the time asked for" if constraint.window is not None else ""
    clause = f"{fact_words(found[-1])} alone does not say how it moves: two dated values{when} are needed"
    return Finding(None, clause, evidence, (_question(constraint),), support=frozenset(map(id, found)))


def _words(constraint: Constraint, case: Case) -> Finding | None:
    """What the notes say of the trend in words; None where they say nothing."""
    asked = constraint.change
    if constraint.low is not None or constraint.high is not None or constraint.since is not None or constraint.times:
        return None
    answers: list[tuple[Fact, Truth]] = []
    for candidate in case.facts.moves(constraint):
        fact = candidate.fact
        if id(fact) in case.hidden or fact.assertion not in ("present", "absent", "possible"):
            continue
        truth: Truth = None
        if fact.assertion == "present":
            truth = fact.change == asked or (asked == "any" and fact.change in ("increase", "decrease"))
        elif fact.assertion == "absent":
            truth = False if fact.change in (asked, "any") else None
        if fact.change == "any" and asked in ("increase", "decrease"):
            truth = None
        timed = in_window(candidate.span, constraint.window, case)
        if timed.truth is False:
            continue
        answers.append((fact, truth if timed.truth is True else None))
    if not answers:
        return None
    truths = {truth for _, truth in answers}
    evidence = tuple(Evidence(constraint, fact, truth) for fact, truth in answers)
    support = frozenset(id(fact) for fact, _ in answers)
    quoted = " and ".join(dict.fromkeys(quote(fact) for fact, _ in answers))
    truth = truths.pop() if len(truths) == 1 else None
    if truth is None:
        clause = f"{quoted} does not settle whether {constraint.name} {_VERBS[asked or 'any']}"
        return Finding(None, clause, evidence, (_question(constraint),), support=support)
    return Finding(truth, f"{quoted} is stated", evidence, support=support if truth else frozenset())


def _usable(constraint: Constraint, case: Case) -> list[Candidate]:
    return [
        c
        for c in case.candidates(constraint)
        if c.relation is not Relation.BROADER
        and isinstance(c.fact.value, (int, float))
        and c.fact.value_high is None
        and c.fact.comparator in ("=", "~", None)
        and c.fact.assertion in ("present", "historical")
    ]


def _series(constraint: Constraint, case: Case) -> list[_Point]:
    """The values in one unit, the oldest first; one for each day, none for days whose values disagree."""
    points: list[_Point] = []
    unit: str | None = None
    analyte = None
    for candidate in _usable(constraint, case):
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
        points.append(_Point(value.low, day, fact, unit))
    days: dict[date | None, list[_Point]] = {}
    for point in points:
        days.setdefault(point.day, []).append(point)
    kept = [group[-1] for group in days.values() if len({p.value for p in group}) == 1]
    return sorted(kept, key=lambda p: p.day or date.min)


def _by_values(constraint: Constraint, case: Case) -> Finding | None:
    """What the values make of it; None where there are too few of them."""
    series = _series(constraint, case)
    days, assumed = days_of(constraint.window, case)
    if constraint.window is not None and days is None:
        return None
    bounded = constraint.low is not None or constraint.high is not None
    if days is not None or constraint.apart is not None:
        series = [p for p in series if p.day is not None]
    if days is not None:
        inner = [p for p in series if p.day is not None and days.low <= p.day <= days.high]
        before = [p for p in series if p.day is not None and p.day < days.low][-1:]
    else:
        inner, before = series, []
    if constraint.since is not None:
        answer, used = _since(constraint, case, series, inner)
    elif len(inner) + (bool(before) and bool(inner)) < 2:
        return None
    elif bounded or constraint.change == "stable":
        answer, used = _far(constraint, inner, before, days), [*before, *inner]
    elif constraint.change == "any":
        answer, used = _unsteady(constraint, inner), inner
    else:
        if len(inner) < 2:
            return None
        answer, used = _run(constraint, inner), inner
    if not used:
        return None
    said = _quoted(used)
    evidence = tuple(Evidence(constraint, p.fact, answer.truth) for p in used)
    notes: tuple[str, ...] = (f"{constraint.name}: taken from the values that are stated, {said}",)
    notes += (assumed,) if assumed else ()
    support = frozenset(id(p.fact) for p in used) if answer.truth is not False else frozenset()
    return Finding(answer.truth, f"{constraint.name} {said}: {answer.clause}", evidence, answer.missing, notes, support)


def _quoted(points: Sequence[_Point]) -> str:
    """``4.1 → 5.2 → 6.8 ng/mL (2022-01-05 to 2022-03-20)``."""
    shown = points if len(points) <= _SHOWN else [*points[:2], *points[-3:]]
    words = [number(p.value) for p in shown]
    if len(points) > _SHOWN:
        words.insert(2, "…")
    last = quantity(points[-1].value, points[-1].unit)
    first = points[0].day.isoformat() if points[0].day is not None else "earlier"
    end = points[-1].day.isoformat() if points[-1].day is not None else "now"
    return f"{' → '.join([*words[:-1], last])} ({first} to {end})"


def _apart(points: Sequence[_Point], duration: str | None) -> list[_Point]:
    """Those that lie so far apart, counted back from the latest."""
    if duration is None:
        return [*points]
    span = parse_duration(duration)
    least = span.months * 30 + span.days
    kept: list[_Point] = []
    for point in reversed(points):
        if not kept or (kept[-1].day and point.day and (kept[-1].day - point.day).days >= least):
            kept.append(point)
    return kept[::-1]


def _run(constraint: Constraint, points: Sequence[_Point]) -> _Answer:
    """A rise or fall without a number: from each value to the next."""
    sign = 1 if constraint.change == "increase" else -1
    moving, still = ("rises", "does not rise") if sign > 0 else ("falls", "does not fall")
    spaced = _apart(points, constraint.apart)
    moves = [sign * (b.value - a.value) for a, b in pairwise(spaced)]
    run = 0
    for move in reversed(moves):
        if move <= 0:
            break
        run += 1
    again = (f"another {constraint.name}",)
    if constraint.times:
        asked = f"{constraint.times} times in a row"
        if run >= constraint.times:
            return _Answer(True, f"it {moving} {run} times in a row")
        if len(moves) < constraint.times or run == constraint.times - 1 or _longest(moves) >= constraint.times:
            times = "once" if run == 1 else f"{run} times in a row" if run else "not"
            return _Answer(None, f"up to the latest it {moving} {times}, asked for is {asked}", again)
        return _Answer(False, f"it does not go so {asked}")
    if not moves:
        return _Answer(None, "the values lie too close together", again)
    whole = sign * (spaced[-1].value - spaced[0].value)
    flat = _FLAT * max(abs(spaced[-1].value), abs(spaced[0].value))
    if all(m >= 0 for m in moves) and whole > flat and moves[-1] > 0:
        return _Answer(True, f"it {moving}")
    if all(m <= 0 for m in moves):
        return _Answer(False, f"it {still}")
    both = any(m > 0 for m in moves) and any(m < 0 for m in moves)
    reason = "it goes both ways" if both else "by less than 5 %"
    return _Answer(None, f"whether it {moving} is not clear ({reason})", (_question(constraint),))


def _longest(moves: Sequence[float]) -> int:
    best = run = 0
    for move in moves:
        run = run + 1 if move > 0 else 0
        best = max(best, run)
    return best


def _unsteady(constraint: Constraint, points: Sequence[_Point]) -> _Answer:
    steady = _steady(points)
    if steady is None:
        return _Answer(None, "whether it is stable has to be judged", (_question(constraint),))
    return _Answer(not steady, "it differs by less than 5 %" if steady else "it changes by more than half")


def _steady(points: Sequence[_Point]) -> Truth:
    low, high = min(p.value for p in points), max(p.value for p in points)
    scale = max(abs(low), abs(high))
    if high - low <= _FLAT * scale:
        return True
    return False if high - low > _GROSS * scale else None


Amount = Callable[[_Point, _Point], Interval | None]


def _amount(constraint: Constraint) -> list[Amount]:
    """How far it moved from one value to another, in the bound's unit; two ways where that can mean either."""
    analyte = analyte_of(constraint.concept)
    change = constraint.change

    def signed(difference: float) -> float:
        return -difference if change == "decrease" else difference if change == "increase" else abs(difference)

    def absolute(one: _Point, two: _Point) -> Interval | None:
        moved = signed(two.value - one.value)
        unit = one.unit
        if constraint.unit is None or unit == constraint.unit:
            return Interval(moved, moved)
        zero = in_unit(Interval(0.0, 0.0), unit, constraint.unit, analyte)
        made = in_unit(Interval(moved, moved), unit, constraint.unit, analyte)
        if zero is None or made is None:
            return None
        return Interval(made.low - zero.low, made.low - zero.low)

    def relative(one: _Point, two: _Point) -> Interval | None:
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


def _far(constraint: Constraint, inner: Sequence[_Point], before: Sequence[_Point], days: Days | None) -> _Answer:
    """By how much, over the values in the window; `before` is the last one that lies before it."""
    if constraint.low is None and constraint.high is None:  # stable, without a number
        if len(inner) > 1 and _steady(inner) is False:
            return _Answer(False, "it changes by more than half")
        if not _covers([*before, *inner], days):
            return _Answer(None, "the values do not reach over the time asked for", (_question(constraint),))
        if _steady([*before, *inner]) is not True:
            return _Answer(None, "whether it is stable has to be judged", (_question(constraint),))
        return _Answer(True, "it differs by less than 5 %")
    truths = {_far_by(constraint, inner, before, days, amount) for amount in _amount(constraint)}
    truth = truths.pop() if len(truths) == 1 else None
    moved = [m for m in (_most(constraint, inner, amount) for amount in _amount(constraint)) if m is not None]
    how = {"increase": "it rises by", "decrease": "it falls by"}.get(constraint.change or "", "it changes by")
    far = quantity(float(f"{max(moved[0], 0.0):.3g}"), constraint.unit) if moved else ""
    said = f"{how} {far}" if moved else "fewer than two values lie in the time asked for"
    asked = f"asked for is {bound_words(_bound(constraint), constraint.unit)}"
    return _Answer(truth, f"{said}, {asked}", () if truth is not None else (_question(constraint),))


def _most(constraint: Constraint, points: Sequence[_Point], amount: Amount) -> float | None:
    """The farthest move up to the latest value; of what may go either way, between any two."""
    pairs = [(a, points[-1]) for a in points[:-1]]
    if constraint.change in ("stable", "any"):
        pairs = [(a, b) for n, a in enumerate(points) for b in points[n + 1 :]]
    found = [m.low for a, b in pairs if (m := amount(a, b)) is not None]
    return max(found, default=None)


def _far_by(
    constraint: Constraint,
    inner: Sequence[_Point],
    before: Sequence[_Point],
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
        return True if _covers([*before, *inner], days) else None
    if now is True:
        return True
    if met_by_widest is not False:
        return None  # it went so far at some time, but not up to the latest, or from a value before the window
    return False if _covers([*before, *inner], days) else None


def _in(value: float, bound: Interval) -> Truth:
    return inside(Interval(value, value), bound)


def _covers(points: Sequence[_Point], days: Days | None) -> bool:
    """Whether the values reach over at least half of the time asked for."""
    dated = [p.day for p in points if p.day is not None]
    if days is None or days.low == date.min or not dated:
        return len(points) > 1
    high = min(days.high, max(dated)) if days.high == date.max else days.high
    return 2 * (max(dated) - max(min(dated), days.low)).days >= (high - days.low).days


def _since(
    constraint: Constraint, case: Case, series: Sequence[_Point], inner: Sequence[_Point]
) -> tuple[_Answer, list[_Point]]:
    """From the baseline, the lowest or the highest value before to the latest."""
    if not inner:
        return _Answer(None, ""), []
    latest = inner[-1]
    earlier = [p for p in series if p is not latest]
    if constraint.since == "baseline":
        base = baseline_of(constraint, case)
        first = next((p for p in earlier if p.fact is base), None)
        if first is None:
            clause = f"baseline {constraint.name} is not stated"
            return _Answer(None, clause, (f"baseline {constraint.name}",)), [latest]
    elif not earlier:
        return _Answer(None, "no earlier value is stated", (_question(constraint),)), [latest]
    else:
        pick = min if constraint.since == "lowest" else max
        first = pick(earlier, key=lambda p: p.value)
    if constraint.low is None and constraint.high is None:
        return _run(constraint, [first, latest]), [first, latest]
    answer = _far(constraint, [first, latest], [], None)
    return answer, [first, latest]
