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

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.entities.trends import change_of, proxies
from eligo.schema import Concept, Constraint, Evidence, Fact
from eligo.schema.dates import parse_duration

from .baseline import baseline_of
from .case import Case
from .series import FLAT, Answer, Point, far, question, quoted, series, steady, usable
from .truth import Finding, Truth
from .unanswered import unanswered
from .windows import days_of, in_window
from .wording import fact_words, quote

__all__ = ["judge_trend", "of_changes"]

# A change that a test brings about, within minutes: the values of several days say nothing of it.
_PROVOKED = re.compile(
    r"\b(?:supine|standing|upright|orthosta\w+|postural|tilt|bronchodilat\w*|albuterol|salbutamol|reversib\w+|challenge"
    r"|provocation|inhal\w+|exercis\w+|exertion\w*|stimulat\w+|pre-?\s?dose|post-?\s?dose|tolerance\s+test)\b",
    re.I,
)
_VERBS = {"increase": "rises", "decrease": "falls", "stable": "is stable", "any": "changes"}
_OPPOSITE = {"increase": "decrease", "decrease": "increase", "stable": "stable", "any": "any"}


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
    if _PROVOKED.search(case.criterion.text):
        return unanswered(constraint, question(constraint))
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
    return Finding(None, clause, evidence, (question(constraint),), finding.assumed, said.support | finding.support)


def _too_few(constraint: Constraint, case: Case) -> Finding:
    found = [c.fact for c in usable(constraint, case)]
    if not found:
        return unanswered(constraint, question(constraint))
    evidence = tuple(Evidence(constraint, fact, None) for fact in found)
    when = " in the time asked for" if constraint.window is not None else ""
    clause = f"{fact_words(found[-1])} alone does not say how it moves: two dated values{when} are needed"
    return Finding(None, clause, evidence, (question(constraint),), support=frozenset(map(id, found)))


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
        return Finding(None, clause, evidence, (question(constraint),), support=support)
    return Finding(truth, f"{quoted} is stated", evidence, support=support if truth else frozenset())


def _by_values(constraint: Constraint, case: Case) -> Finding | None:
    """What the values make of it; None where there are too few of them."""
    values = series(constraint, case)
    days, assumed = days_of(constraint.window, case)
    if constraint.window is not None and days is None:
        return None
    bounded = constraint.low is not None or constraint.high is not None
    if days is not None or constraint.apart is not None:
        values = [p for p in values if p.day is not None]
    if days is not None:
        inner = [p for p in values if p.day is not None and days.low <= p.day <= days.high]
        before = [p for p in values if p.day is not None and p.day < days.low][-1:]
    else:
        inner, before = values, []
    if constraint.since is not None:
        answer, used = _since(constraint, case, values, inner)
    elif len(inner) + (bool(before) and bool(inner)) < 2:
        return None
    elif bounded or constraint.change == "stable":
        answer, used = far(constraint, inner, before, days), [*before, *inner]
    elif constraint.change == "any":
        answer, used = _unsteady(constraint, inner), inner
    else:
        if len(inner) < 2:
            return None
        answer, used = _run(constraint, inner), inner
    if not used:
        return None
    said = quoted(used)
    evidence = tuple(Evidence(constraint, p.fact, answer.truth) for p in used)
    notes: tuple[str, ...] = (f"{constraint.name}: taken from the values that are stated, {said}",)
    notes += (assumed,) if assumed else ()
    if not bounded and constraint.since is None and answer.truth is not None:
        notes += (f"values within {FLAT * 100:g} % of each other are taken as the same",)
    support = frozenset(id(p.fact) for p in used) if answer.truth is not False else frozenset()
    return Finding(answer.truth, f"{constraint.name} {said}: {answer.clause}", evidence, answer.missing, notes, support)


def _apart(points: Sequence[Point], duration: str | None) -> list[Point]:
    """Those that lie so far apart, counted back from the latest."""
    if duration is None:
        return [*points]
    span = parse_duration(duration)
    least = span.months * 30 + span.days
    kept: list[Point] = []
    for point in reversed(points):
        if not kept or (kept[-1].day and point.day and (kept[-1].day - point.day).days >= least):
            kept.append(point)
    return kept[::-1]


def _run(constraint: Constraint, points: Sequence[Point]) -> Answer:
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
            return Answer(True, f"it {moving} {run} times in a row")
        if len(moves) < constraint.times or run == constraint.times - 1 or _longest(moves) >= constraint.times:
            times = "once" if run == 1 else f"{run} times in a row" if run else "not"
            return Answer(None, f"up to the latest it {moving} {times}, asked for is {asked}", again)
        return Answer(False, f"it does not go so {asked}")
    if not moves:
        return Answer(None, "the values lie too close together", again)
    whole = sign * (spaced[-1].value - spaced[0].value)
    flat = FLAT * max(abs(spaced[-1].value), abs(spaced[0].value))
    if all(m >= 0 for m in moves) and whole > flat and moves[-1] > 0:
        return Answer(True, f"it {moving}")
    if all(m <= 0 for m in moves):
        return Answer(False, f"it {still}")
    both = any(m > 0 for m in moves) and any(m < 0 for m in moves)
    reason = "it goes both ways" if both else "by less than 5 %"
    return Answer(None, f"whether it {moving} is not clear ({reason})", (question(constraint),))


def _longest(moves: Sequence[float]) -> int:
    best = run = 0
    for move in moves:
        run = run + 1 if move > 0 else 0
        best = max(best, run)
    return best


def _unsteady(constraint: Constraint, points: Sequence[Point]) -> Answer:
    flat = steady(points)
    if flat is None:
        return Answer(None, "whether it is stable has to be judged", (question(constraint),))
    return Answer(not flat, "it differs by less than 5 %" if flat else "it changes by more than half")


def _since(
    constraint: Constraint, case: Case, values: Sequence[Point], inner: Sequence[Point]
) -> tuple[Answer, list[Point]]:
    """From the baseline, the lowest or the highest value before to the latest."""
    if not inner:
        return Answer(None, ""), []
    latest = inner[-1]
    earlier = [p for p in values if p is not latest]
    if constraint.since == "baseline":
        base = baseline_of(constraint, case)
        first = next((p for p in earlier if p.fact is base), None)
        if first is None:
            clause = f"baseline {constraint.name} is not stated"
            return Answer(None, clause, (f"baseline {constraint.name}",)), [latest]
    elif not earlier:
        return Answer(None, "no earlier value is stated", (question(constraint),)), [latest]
    else:
        pick = min if constraint.since == "lowest" else max
        first = pick(earlier, key=lambda p: p.value)
    if constraint.low is None and constraint.high is None:
        return _run(constraint, [first, latest]), [first, latest]
    answer = far(constraint, [first, latest], [], None)
    return answer, [first, latest]
