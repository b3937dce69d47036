"""Several values of one thing against a bound that says which of them it is on: the highest, any, two in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from eligo.schema import Constraint, Evidence, Fact

from .case import Case
from .index import Candidate
from .intervals import Interval
from .readings import Judge, Judged, latest, recency, timely, value_of
from .reference import analyte_of, in_unit, scale_of
from .truth import Finding, Truth
from .unanswered import unanswered
from .windows import Timed, in_window
from .wording import fact_words, is_are, quote

__all__ = ["Place", "chosen"]

Place = Callable[[Fact], Interval | None]


class _Value(NamedTuple):
    """A value, and what the bound makes of it."""

    candidate: Candidate
    timed: Timed
    judged: Judged
    day: date


def chosen(
    constraint: Constraint,
    found: Sequence[Candidate],
    case: Case,
    judge: Judge,
    *,
    name: str = "",
    place: Place | None = None,
) -> Finding:
    """What `judge` makes of the values in the window that the constraint is on; where it does not say, of the latest.

    * The highest or lowest is taken of the values that are stated; the verdict's assumptions say so.
    * Any, or as many as asked for on different days: true where they are stated. False where none that is stated meets
      the bound, or enough values are stated and too few meet it.

    Args:
        name: what to ask for.
        place: where a value lies among the others; None: its number, in one unit for all.
    """
    name = name or constraint.name
    if constraint.which is None and constraint.times is None:
        return latest(constraint, found, case, judge, name=name)
    if not found:
        return unanswered(constraint, name)
    values = []
    for candidate in found:
        timed = in_window(candidate.span, constraint.window, case)
        if timed.truth is not False:
            judged = timely(judge(constraint, candidate.fact, case), timed, candidate.fact)
            values.append(_Value(candidate, timed, judged, recency(candidate, case)))
    if not values:
        return latest(constraint, found, case, judge, name=name)
    values.sort(key=lambda v: v.day)
    which = _side(constraint)
    if which in ("highest", "lowest"):
        return _extreme(constraint, values, which, place or _number_of(constraint, values), name)
    if which in ("worst", "best"):
        return _same_for_all(constraint, values, which, name)
    return _often_enough(constraint, values, name)


def _side(constraint: Constraint) -> str:
    """``highest`` or ``lowest`` for the worst and best of a scale whose direction is known."""
    which = constraint.which or "any"
    scale = scale_of(constraint.concept)
    if which not in ("worst", "best") or scale is None or scale.direction == "unordered":
        return which
    return "highest" if (which == "worst") is (scale.direction == "higher_worse") else "lowest"


def _number_of(constraint: Constraint, values: Sequence[_Value]) -> Place:
    unit = values[0].candidate.fact.unit

    def place(fact: Fact) -> Interval | None:
        if not isinstance(fact.value, (int, float)):
            return None
        return in_unit(value_of(fact), fact.unit, unit, analyte_of(constraint.concept, fact.concept))

    return place


def _extreme(constraint: Constraint, values: Sequence[_Value], which: str, place: Place, name: str) -> Finding:
    """The highest or lowest of the values; unknown where one that might be so would turn the answer."""
    placed = [(v, place(v.candidate.fact)) for v in values]
    sure = [(v, p) for v, p in placed if p is not None and v.timed.truth is True]
    known = sure or [(v, p) for v, p in placed if p is not None]
    if not known:
        return _same_for_all(constraint, values, which, name)
    sign = 1 if which == "highest" else -1
    ends = [(max(sign * p.low, sign * p.high), n) for n, (_, p) in enumerate(known)]
    most, at = max(ends)
    top = known[at][0]
    rivals = [v for v, p in placed if v is not top and (p is None or max(sign * p.low, sign * p.high) >= most)]
    evidence = _evidence(constraint, [top, *(v for v in values if v is not top)])
    against = next((v for v in rivals if v.judged.truth is not top.judged.truth), None)
    fact = top.candidate.fact
    if against is not None and top.judged.truth is not None:
        clause = f"whether {quote(against.candidate.fact)} or {quote(fact)} is the {which} {name} is not known"
        return Finding(None, clause, evidence, (f"{which} {name}",), support=_support(values))
    number = f"of the {len(values)} values stated" if len(values) > 1 else ": no other is stated"
    taken = f"{fact_words(fact)} is taken as the {which} {number}".replace(" :", ":")
    truth, clause, assumed, missing = top.judged
    return Finding(truth, clause, evidence, missing, (*assumed, taken), _support([top], truth))


def _same_for_all(constraint: Constraint, values: Sequence[_Value], which: str, name: str) -> Finding:
    """Which way is worse is not known: an answer only where all values give the same."""
    truths = {v.judged.truth for v in values}
    first = values[-1].judged
    evidence = _evidence(constraint, values)
    if len(truths) == 1:
        return Finding(first.truth, first.clause, evidence, first.missing, first.assumed, _support(values, first.truth))
    return Finding(None, f"which {name} is the {which} is not known", evidence, (f"{which} {name}",),
                   support=_support(values))  # fmt: skip


def _often_enough(constraint: Constraint, values: Sequence[_Value], name: str) -> Finding:
    """Whether the bound holds on as many different days as asked for, in a row where that is asked."""
    need = constraint.times or 1
    days = [_of_day(list(group)) for _, group in groupby(values, key=lambda v: v.day)]
    run = constraint.which == "consecutive"
    evidence = _evidence(constraint, values)
    sure, perhaps = _most(days, run, sure=True), _most(days, run, sure=False)
    met = [v for v in values if v.judged.truth is True]
    assumed = tuple(dict.fromkeys(a for v in values for a in v.judged.assumed))
    if sure >= need:
        reason = "; ".join(v.judged.clause for v in met[-max(need, 1) :])
        return Finding(True, reason, evidence, (), tuple(dict.fromkeys(a for v in met for a in v.judged.assumed)),
                       _support(met))  # fmt: skip
    if perhaps >= need:
        open_ = [v for v in values if v.judged.truth is None]
        missing = tuple(dict.fromkeys(m for v in open_ for m in v.judged.missing)) or (name,)
        quoted = " and ".join(dict.fromkeys(quote(v.candidate.fact) for v in values))
        clause = open_[0].judged.clause if open_ else f"the values of {name} disagree: {quoted}"
        return Finding(None, clause, evidence, missing, assumed, _support(values))
    if not perhaps or len(days) >= need:
        last = (
            values[-1].judged
            if not met
            else next((v.judged for v in reversed(values) if v.judged.truth is not True), values[-1].judged)
        )
        other = f"no other {name} {is_are(name)} stated"
        return Finding(False, last.clause, evidence, (), (*assumed, other))
    kind = " consecutive" if run else ""
    reason = f"{met[-1].judged.clause if met else values[-1].judged.clause}, but {need}{kind} values are asked for"
    return Finding(None, reason, evidence, (f"another {name}",), assumed, _support(values))


def _of_day(values: Sequence[_Value]) -> Truth:
    truths = {v.judged.truth for v in values}
    return truths.pop() if len(truths) == 1 else None


def _most(days: Sequence[Truth], run: bool, *, sure: bool) -> int:
    """On how many days (of a `run`: in a row) the bound holds, or may hold."""
    counted = [day is True or (day is None and not sure) for day in days]
    if not run:
        return sum(counted)
    return max((len(list(group)) for holds, group in groupby(counted) if holds), default=0)


def _evidence(constraint: Constraint, values: Sequence[_Value]) -> tuple[Evidence, ...]:
    return tuple(Evidence(constraint, v.candidate.fact, v.judged.truth) for v in values)


def _support(values: Sequence[_Value], truth: Truth = None) -> frozenset[int]:
    return frozenset() if truth is False else frozenset(id(v.candidate.fact) for v in values)
