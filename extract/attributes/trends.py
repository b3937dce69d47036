"""How a value moves: "rising PSA", "stable creatinine", "eGFR decline of more than 10 mL/min", "weight change > 5 kg".

What is found is the thing, which way it goes (`Constraint.change`) and how far, if that is said; when, and how often,
is read by those who read windows and occasions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, cast

from eligo.entities.analytes import Analyte, Scale, by_concept
from eligo.entities.numbers import NUMBER_WORDS
from eligo.entities.quantities import TIME_UNITS
from eligo.entities.trends import Change, TrendWord, change_of, functions, toward, trend_words
from eligo.schema import Concept, Constraint, Leaf, Mention, Quantity

from .trend_patterns import (
    AHEAD,
    BARE,
    CAME_TO,
    DEFINES,
    ENDS,
    FOLD,
    HINT,
    IN_THING,
    JOINT,
    NO,
    NOT_SO,
    OCCASIONS,
    OF_A_LEVEL,
    PLUS_MINUS,
    REST,
    SINCE,
    TIMES,
    TO_AMOUNT,
    VERB,
    pattern,
)
from .values_facts import takes

__all__ = ["Trend", "find_trends", "trend_leaves", "untaken"]

_Span = TypeVar("_Span", Mention, Quantity)
Since = Literal["baseline", "lowest", "highest"]

_MEASURED = frozenset(("measurement", "score"))
_OF_CONDITIONS = frozenset(("scale:ctcae", "scale:stage", "scale:tumor_grade"))  # "fall of grade 2"
_UNITS = {"%": "%", "kg": "kg", "lb": "[lb_av]", "lbs": "[lb_av]", "pound": "[lb_av]", "pounds": "[lb_av]"}
_FROM = {"baseline": "baseline", "nadir": "lowest", "lowest": "lowest", "minimum": "lowest", "peak": "highest",
         "highest": "highest", "maximum": "highest"}  # fmt: skip
_SAID = re.compile(r"\s*(?:\Z|[.;,)(\n]|(?:for|over|at|since|and|on|within|during|in|by|with)\b)")
_REACH_BACK = 90  # characters from a thing to a word for how it moves
_REACH = 60  # characters before a thing that a word for a trend may stand in


@dataclass(frozen=True, slots=True)
class Trend:
    """A thing and how it moves; offsets count in the statement.

    Attributes:
        start, end: the words, with the number of how far.
        at: where the thing stands.
        amount: how far: ``low`` and ``high`` in `unit`; empty: not said.
        times: how often in a row.
    """

    label: str
    name: str
    concept: Concept | None
    change: Change
    start: int
    end: int
    at: tuple[int, int]
    amount: dict[str, Any]
    used: Quantity | None = None
    since: Since | None = None
    times: int | None = None
    mention: Mention | None = None


def find_trends(text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Iterator[Trend]:
    """What a statement says of how values move, in the order of the text.

    Args:
        text: the statement; mentions and quantities count in the document, from `offset`.
    """
    if not HINT(text):
        return
    local = [replace(q, start=q.start - offset, end=q.end - offset) for q in quantities]
    things = _things(text, offset, mentions)
    found: list[Trend] = []
    for thing in things:
        last = found[-1] if found else None
        if last is not None and thing.at[0] < last.end:
            continue
        floor = last.end if last is not None else 0
        one = _far_of(text, thing, local, floor) or _moved(text, thing, local, floor)
        one = one or (_shares(text, last, thing) if last is not None else None)
        if one is not None:
            found.append(one)
    if things and local:
        found += _named_before(text, things, local, found)
    yield from sorted(found, key=lambda t: t.start)


def _far_of(text: str, thing: Trend, quantities: Sequence[Quantity], floor: int) -> Trend | None:
    """ "A decline of at least 10 % in FVC": how far it moved stands before the thing."""
    before = [q for q in quantities if floor <= q.start and q.end <= thing.at[0]]
    if not before or IN_THING.fullmatch(text, before[-1].end, thing.at[0]) is None:
        return None
    bare = next((m for m in BARE.finditer(text, max(floor, before[-1].start - _REACH), before[-1].end)), None)
    if bare is None or TO_AMOUNT.fullmatch(text, bare.end("word"), before[-1].start) is None:
        return None
    word = trend_words("behind")[_key(bare["word"])]
    change = toward(word.change, thing.concept.id if thing.concept is not None else thing.name)
    if change is None:
        return None
    trend = replace(thing, start=bare.start("word"), end=thing.at[1], change=change)
    sides = _sides(trend, before[-1], fold=FOLD.match(text, before[-1].end) is not None)
    return None if sides is None else _since(text, replace(trend, amount=sides, used=before[-1]))


def _named_before(
    text: str, things: Sequence[Trend], quantities: Sequence[Quantity], found: Sequence[Trend]
) -> Iterator[Trend]:
    """ "eGFR ≥ 45 mL/min, no decline of more than 10 mL/min": how far something moves that was named before."""
    for bare in BARE.finditer(text):
        start, end = bare.span("word")
        if any(t.start < end and start < t.end for t in found):
            continue
        thing = next((t for t in reversed(things) if t.at[1] <= start), None)
        if thing is None or start - thing.at[1] > _REACH_BACK or ENDS.search(text, thing.at[1], start):
            continue
        word = trend_words("behind")[_key(bare["word"])]
        change = toward(word.change, thing.concept.id if thing.concept is not None else thing.name)
        if change is not None:
            far = _behind(text, replace(thing, start=start, end=end, change=change), quantities)
            if far is not None:
                yield _since(text, far)


def trend_leaves(text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Leaf]:
    """The constraints on how values move; what they cover means nothing else (`untaken`)."""
    return [_leaf(text, offset, trend) for trend in find_trends(text, offset, mentions, quantities)]


def untaken(leaves: Sequence[Leaf], found: Sequence[_Span]) -> tuple[_Span, ...]:
    """Those of `found` that lie outside what `leaves` cover."""
    spans = [span for leaf in leaves for span in leaf.covers]
    return tuple(f for f in found if not any(s < f.end and f.start < e for s, e in spans))


def _leaf(text: str, offset: int, trend: Trend) -> Leaf:
    start, end = trend.start + offset, trend.end + offset
    kind: Any = "score" if trend.label == "score" else "measurement"
    assumed: tuple[str, ...] = ()
    words = " ".join(text[trend.at[0] : trend.at[1]].split())
    if trend.label == "function" and trend.concept is not None:
        assumed = (f"{words} is read as the {trend.name}",)
    constraint = Constraint(
        kind, trend.name, text[trend.start : trend.end], start, end, trend.concept,
        scale=trend.name if kind == "score" else None, change=trend.change, since=trend.since, times=trend.times,
        which="consecutive" if trend.times else None, assumed=assumed, **trend.amount,
    )  # fmt: skip
    return Leaf(constraint, start, end, ((start, end),))


def _things(text: str, offset: int, mentions: Sequence[Mention]) -> list[Trend]:
    found = []
    for m in mentions:
        if m.label not in _MEASURED or m.concept is None or m.concept.id in _OF_CONDITIONS:
            continue
        if change_of(m.concept.id) is not None:
            continue
        at = (m.start - offset, m.end - offset)
        found.append(Trend(m.label, m.name, m.concept, "any", *at, at, {}, mention=m))
    words, known = functions()
    for hit in words.finditer(text):
        if any(t.at[0] < hit.end() and hit.start() < t.at[1] for t in found):
            continue
        name, concept = known[" ".join(hit.group().casefold().split())]
        found.append(Trend("function", name, concept, "any", *hit.span(), hit.span(), {}))
    return sorted(found, key=lambda t: t.at)


def _key(word: str) -> str:
    return " ".join(word.casefold().split())


def _moved(text: str, thing: Trend, quantities: Sequence[Quantity], floor: int) -> Trend | None:
    """The trend that words right beside a thing tell of it."""
    start, end = thing.at
    low = max(floor, start - _REACH)
    for place in ("of", "before", "behind", "is"):
        if place in ("of", "before"):
            found = pattern(place).search(text, low, start)
            span = (found.start(), end) if found else (0, 0)
        else:
            found = pattern(place).match(text, end)
            span = (start, found.end()) if found else (0, 0)
        if found is None or NOT_SO.match(text, max(end, span[1])):
            continue
        word = trend_words(place)[_key(found["word"])]
        change = toward(word.change, thing.concept.id if thing.concept is not None else thing.name)
        if change is None or (place == "is" and not _said(found, text, span[1])):
            continue
        made = _with_amount(text, replace(thing, start=span[0], end=span[1], change=change), word, quantities, floor)
        if made is not None:
            return made
    return None


def _said(found: re.Match[str], text: str, end: int) -> bool:
    """Whether a word behind a thing is said of it: with a verb, or where the clause ends ("Creatinine stable.")."""
    if VERB.search(found["verb"]) or found["word"].casefold().endswith(" by"):
        return True
    return _SAID.match(text, end) is not None


def _with_amount(text: str, trend: Trend, word: TrendWord, quantities: Sequence[Quantity], floor: int) -> Trend | None:
    """The trend with how far, how often and since when; None where the words need what is not there."""
    if word.share is not None:
        trend = replace(trend, amount={"low": word.share, "low_inclusive": True, "unit": "%"})
    elif CAME_TO.match(text, trend.end) and word.change not in ("stable",):
        near = next((q for q in quantities if q.start >= trend.end - 6), None)
        if near is not None and near.start - trend.end < 24:
            return None  # "LVEF decline to below 50 %": what it came to
    trend = _since(text, trend)
    if not trend.amount:
        if trend.change != "stable" and _bound_of_level(text, trend, quantities):
            return None  # "troponin rise > 99th percentile"
        trend = _behind(text, trend, quantities) or _ahead(text, trend, quantities, floor) or trend
    trend = _since(text, trend)
    if (counted := TIMES.search(text, max(floor, trend.start - 48), trend.start)) and not trend.times:
        n = counted["n"]
        times = int(n) if n.isdigit() else int(NUMBER_WORDS[n.casefold()])
        trend = replace(trend, start=counted.start(), times=times)
    if word.bound and not trend.amount and not trend.times and OCCASIONS.match(text, trend.end) is None:
        return None
    return trend


def _bound_of_level(text: str, trend: Trend, quantities: Sequence[Quantity]) -> bool:
    """Whether a bound stands right behind the words that is no amount of the thing."""
    near = next((q for q in quantities if q.start >= trend.end), None)
    if near is None or not near.comparator or text[trend.end : near.start].strip() or near.unit in TIME_UNITS:
        return False
    return trend.end > trend.at[1] and _sides(trend, near, fold=FOLD.match(text, near.end) is not None) is None


def _since(text: str, trend: Trend) -> Trend:
    if trend.since is not None or (found := SINCE.match(text, trend.end)) is None:
        return trend
    what = found["what"].casefold()
    since = _FROM.get(what)
    if since is None:  # "best": by what is better
        worse = toward("worse", trend.concept.id if trend.concept is not None else trend.name)
        since = {"increase": "lowest", "decrease": "highest"}.get(worse or "")
    return trend if since is None else replace(trend, since=cast(Since, since), end=found.end())


def _behind(text: str, trend: Trend, quantities: Sequence[Quantity]) -> Trend | None:
    if pm := PLUS_MINUS.match(text, trend.end):
        unit = _UNITS.get((pm["unit"] or "").casefold())
        if unit is None or _fits(trend, unit):
            number = float(pm["n"])
            sides = _sides(trend, Quantity("", 0, 0, number, True, number, True, unit))
            closing = 1 if text[pm.end() : pm.end() + 1] == ")" and "(" in pm.group() else 0
            return None if sides is None else replace(trend, amount=sides, end=pm.end() + closing)
    quantity = next((q for q in quantities if q.start >= trend.end), None)
    if quantity is None or quantity.start - trend.end > 70:
        return None
    gap = text[trend.end : quantity.start]
    if not TO_AMOUNT.fullmatch(gap) or re.search(r"\bto\s*\Z", gap, re.I):
        return None
    if trend.change == "stable" and "(" not in gap and not DEFINES.search(gap):
        return None  # "stable hemoglobin ≥ 8 g/dL"
    fold = FOLD.match(text, quantity.end)
    sides = _sides(trend, quantity, fold=fold is not None)
    if sides is not None and trend.change == "stable" and sides["high"] is None:
        sides = _at_most(sides) if NO.search(gap) else None  # "stable, defined as no change of more than 40 %"
    if sides is None:
        return None
    end = fold.end() if fold else quantity.end
    rest = REST.match(text, end)
    end = rest.end() if rest else end
    if "(" in gap and text[end : end + 1] == ")":
        end += 1
    return replace(trend, amount=sides, used=quantity, end=end)


def _at_most(sides: dict[str, Any]) -> dict[str, Any]:
    """What is no more than a least number."""
    return {"low": None, "low_inclusive": None, "high": sides["low"], "high_inclusive": not sides["low_inclusive"],
            "unit": sides["unit"]}  # fmt: skip


def _ahead(text: str, trend: Trend, quantities: Sequence[Quantity], floor: int) -> Trend | None:
    before = [q for q in quantities if floor <= q.start and q.end <= trend.start]
    if not before or trend.start - before[-1].end > 40:
        return None
    quantity = before[-1]
    gap = AHEAD.fullmatch(text, quantity.end, trend.start)
    if gap is None:
        return None
    if quantity.unit is None and not gap["fold"] and trend.label != "score" and "point" not in gap.group():
        return None  # "two increases in PSA"
    sides = _sides(trend, quantity, fold=gap["fold"] is not None)
    return None if sides is None else replace(trend, amount=sides, used=quantity, start=quantity.start)


def _fits(trend: Trend, unit: str) -> bool:
    if unit == "%" or trend.concept is None:
        return True
    thing = by_concept(trend.concept.id)
    return isinstance(thing, Analyte) and takes(thing, unit)


def _sides(trend: Trend, quantity: Quantity, *, fold: bool = False) -> dict[str, Any] | None:
    """The bounds of how far; None where the number is of something else."""
    unit = quantity.unit
    if quantity.relative_to is not None or unit in TIME_UNITS or (unit is not None and not _fits(trend, unit)):
        return None
    low, high = quantity.low, quantity.high
    closed_low, closed_high = quantity.low_inclusive, quantity.high_inclusive
    if fold:
        if unit is not None or low is None or low <= 1:
            return None
        return {"low": (low - 1) * 100, "low_inclusive": closed_low, "unit": "%"}
    if unit is None and trend.concept is not None and not isinstance(by_concept(trend.concept.id), Scale):
        thing = by_concept(trend.concept.id)
        if isinstance(thing, Analyte) and thing.unit not in ("", "1", "{score}"):
            return None
    if low is not None and low == high:  # a bare number
        if trend.change == "stable":
            low, closed_low = None, None
        else:
            high, closed_high = None, None
    return {"low": low, "low_inclusive": closed_low, "high": high, "high_inclusive": closed_high, "unit": unit}


def _shares(text: str, first: Trend, thing: Trend) -> Trend | None:
    """The same trend of the next thing in a list: "rising AST or ALT"."""
    if first.end != first.at[1] or first.amount or not JOINT.fullmatch(text, first.end, thing.at[0]):
        return None
    if OF_A_LEVEL.match(text, thing.at[1]):
        return None
    return replace(thing, change=first.change, times=first.times, since=first.since)
