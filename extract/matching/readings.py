"""A value, what it says, and which of several counts where the criterion does not say: the latest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from eligo.schema import Constraint, Evidence, Fact

from .case import Case
from .index import Candidate
from .intervals import Interval
from .truth import Finding, Truth
from .unanswered import unanswered
from .windows import Timed, in_window
from .wording import assumptions, fact_words, quote

__all__ = ["Judge", "Judged", "latest", "recency", "timely", "value_of"]

_ABOUT = 0.1  # "about 40" is taken to lie within a tenth of it


class Judged(NamedTuple):
    """One value against one bound."""

    truth: Truth
    clause: str
    assumed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


Judge = Callable[[Constraint, Fact, Case], Judged]


def latest(constraint: Constraint, found: Sequence[Candidate], case: Case, judge: Judge, *, name: str = "") -> Finding:
    """What `judge` makes of the latest of the candidates that lie in the constraint's window; `name` is asked for."""
    name = name or constraint.name
    if not found:
        return unanswered(constraint, name)
    timed = [(c, in_window(c.span, constraint.window, case)) for c in found]
    within = [pair for pair in timed if pair[1].truth is True] or [pair for pair in timed if pair[1].truth is None]
    if not within:
        last = max(found, key=lambda c: recency(c, case))
        window = " ".join(constraint.window.text.split()) if constraint.window else ""
        when = window or "in the time asked for"
        reason = f"{fact_words(last.fact)} was not measured {when}"
        return Finding(None, reason, (Evidence(constraint, last.fact, None),), (f"{name} {when}",))
    newest = max(recency(c, case) for c, _ in within)
    return _agree(constraint, [pair for pair in within if recency(pair[0], case) == newest], case, judge)


def recency(candidate: Candidate, case: Case) -> date:
    """The day a value counts as: of those without a date the index date, or long ago where it is past."""
    span = candidate.span
    if span.dated:
        return span.start_max
    return date.min if candidate.fact.assertion == "historical" else case.facts.latest_day


def _agree(constraint: Constraint, pairs: list[tuple[Candidate, Timed]], case: Case, judge: Judge) -> Finding:
    judged = [timely(judge(constraint, c.fact, case), timed, c.fact) for c, timed in pairs]
    truths = {j.truth for j in judged}
    evidence = tuple(Evidence(constraint, c.fact, j.truth) for (c, _), j in zip(pairs, judged, strict=True))
    if len(truths) == 1:
        first = judged[0]
        support = frozenset(id(c.fact) for c, _ in pairs) if first.truth is not False else frozenset()
        return Finding(first.truth, first.clause, evidence, first.missing, first.assumed, support)
    quoted = " and ".join(dict.fromkeys(quote(c.fact) for c, _ in pairs))
    return Finding(
        None,
        f"the values of {constraint.name} disagree: {quoted}",
        evidence,
        (constraint.name,),
        tuple(a for j in judged for a in j.assumed),
        frozenset(id(c.fact) for c, _ in pairs),
    )


def timely(judged: Judged, timed: Timed, fact: Fact) -> Judged:
    """What is judged of a value, where its time and its certainty allow it."""
    assumed = (*assumptions(fact), *judged.assumed)
    if timed.assumed:
        assumed = (*assumed, timed.assumed)
    if timed.truth is None and judged.truth is not None:
        missing = timed.missing or f"date of {fact.name}"
        return Judged(None, f"it is not known when {fact_words(fact)} was measured", assumed, (missing,))
    if fact.assertion == "possible" and judged.truth is not None:
        return Judged(None, f"{quote(fact)} is not certain", assumed, (fact.name,))
    return judged._replace(assumed=assumed)


def value_of(fact: Fact) -> Interval:
    """What a numeric fact says of its true value: a point, or the interval that its comparator or range leaves."""
    value = float(fact.value)  # type: ignore[arg-type]
    if fact.value_high is not None:
        return Interval(min(value, fact.value_high), max(value, fact.value_high))
    match fact.comparator:
        case "<":
            return Interval(high=value, high_closed=False)
        case "<=":
            return Interval(high=value)
        case ">":
            return Interval(low=value, low_closed=False)
        case ">=":
            return Interval(low=value)
        case "~":
            return Interval(value - _ABOUT * abs(value), value + _ABOUT * abs(value))
        case _:
            return Interval(value, value)
