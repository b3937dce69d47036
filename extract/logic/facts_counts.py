"""How many of a thing a note says there are or were: "three relapses in the past year", "5 brain metastases".

The number is the `count` of the thing's own fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.attributes.bounds_rates import RATE
from eligo.attributes.counts import counted_thing, is_lasting, is_plural
from eligo.concepts.events import events
from eligo.entities.numbers import NUMBER_WORDS
from eligo.schema import Analysis, Fact, Mention, Period, Quantity, Range, TimeExpression

from .facts_context import NoteContext, clause_of

__all__ = ["with_counts"]

_HOW_OFTEN = re.compile(  # is it worth looking?
    r"\b(?:once|twice|thrice|times|multiple|several|numerous|single|solitary|number)\b", re.I
)
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(word for word, n in NUMBER_WORDS.items() if n == int(n) and n < 20)})"
_TIMES = re.compile(
    rf"\b(?:(?P<word>once|twice|thrice)|{_N}\s+times)\b"
    r"(?!\s*(?:/|per\b|an?\b|each\b|every\b|daily|weekly|monthly|nightly|yearly|(?:the\s+)?upper|higher|lower|more|less|ULN|normal))",
    re.I,
)
_MANY = re.compile(r"\b(?P<word>multiple|several|numerous|(?:(?:an?|one)\s+)?(?:single|solitary))\s+(?=\w)", re.I)
_NUMBER_OF = re.compile(rf"\bnumber\s+of\s+(?P<thing>(?:[\w-]+\s+){{0,4}}?[\w-]+)\b[^.;:\d]{{0,40}}[:=]\s*{_N}\b", re.I)
_COUNTED = frozenset({"condition", "procedure", "lesion"})
_BETWEEN = 40  # characters between what happened and how often ("hospitalised for heart failure twice")
_REACH = 60  # characters to the time that is said of a count
_QUALIFIED = re.compile(  # nothing that limits what is counted
    r"\s*(?:(?:prior|previous|past|documented|known|separate|distinct|different|more|or|such|further|total|of|the|these"
    r"|episodes?|attacks?|bouts?|events?|courses?|cases|occurrences?)\s+)*",
    re.I,
)
_NO_DATE = re.compile(r"\A\d{1,2}\Z")


def with_counts(facts: Sequence[Fact], analysis: Analysis, context: NoteContext) -> list[Fact]:
    """The facts of one statement; those of things that are counted with their number.

    What happened so often (falls, not metastases) has the period it is counted in as its time.
    """
    things = [m for m in analysis.mentions if m.label in _COUNTED]
    counted = [f for f in facts if f.type in _COUNTED and f.assertion in ("present", "historical")]
    if not things or not counted:
        return list(facts)
    text, offset = analysis.statement.text, analysis.statement.start
    found: dict[int, tuple[Range, Period | str | None]] = {}
    for start, end, count, thing in (*_numbers(analysis, things), *_words(text, offset, things)):
        if thing.start not in found and RATE.match(text, end - offset, end - offset + 30) is None:
            found[thing.start] = (count, _counted_in(analysis, context, start, end))
    return [_counted(f, found) for f in facts] if found else list(facts)


def _counted(fact: Fact, found: dict[int, tuple[Range, Period | str | None]]) -> Fact:
    own = fact.type in _COUNTED and fact.assertion in ("present", "historical") and fact.value is None
    number = next((n for at, n in found.items() if fact.start <= at < fact.end), None) if own else None
    if number is None:
        return fact
    count, period = number
    if period is None or is_lasting(fact.text):
        return replace(fact, count=count)
    if fact.type == "procedure" or (fact.concept is not None and fact.concept.id in events()):
        return replace(fact, count=count, time=period if isinstance(period, Period) or fact.time is None else fact.time)
    return fact  # its own time is not that of the count


_Count = tuple[int, int, Range, Mention]  # start, end, how many, of what


def _exactly(n: float) -> Range:
    return Range(n, True, n, True)


def _numbers(analysis: Analysis, things: Sequence[Mention]) -> Iterator[_Count]:
    """``three relapses``, ``at least 5 episodes of syncope``, ``more than 10 liver metastases``.

    Words that qualify the thing ("two generalised seizures") make it a least number of the thing at large.
    """
    text, offset = analysis.statement.text, analysis.statement.start
    dates = [(t.start, t.end) for t in analysis.times]
    for quantity in analysis.quantities:
        if quantity.low is None or not _is_count(quantity) or any(s <= quantity.start < e for s, e in dates):
            continue
        own = replace(quantity, start=quantity.start - offset, end=quantity.end - offset)
        found = counted_thing(text, offset, own, things)
        if found is None:
            continue
        start, end, mention = found
        thing = mention or next((m for m in things if m.end == end + offset), None)
        before = thing is not None and thing.end <= quantity.start  # "hospitalised three times"
        if thing is None or not (before or is_plural(text[start:end]) or quantity.low == 1):
            continue
        whole = before or _QUALIFIED.fullmatch(text, own.end, thing.start - offset) is not None
        low = quantity.low if quantity.low_inclusive is not False else quantity.low + 1
        high = quantity.high if whole else None
        yield quantity.start, end + offset, Range(low, True, high, None if high is None else True), thing


def _is_count(quantity: Quantity) -> bool:
    values = [v for v in (quantity.low, quantity.high) if v is not None]
    return quantity.unit is None and quantity.relative_to is None and all(v == int(v) and 0 < v <= 200 for v in values)


def _words(text: str, offset: int, things: Sequence[Mention]) -> Iterator[_Count]:
    """``hospitalised twice``, ``multiple brain metastases``, ``a single seizure``, ``number of falls: 3``."""
    if _HOW_OFTEN.search(text) is None:
        return
    for found in _TIMES.finditer(text):
        before = [m for m in things if m.end - offset <= found.start() <= m.end - offset + _BETWEEN]
        before = [m for m in before if not re.search(r"[,;.:]", text[m.end - offset : found.start()])]
        done = [m for m in before if m.label == "procedure" or (m.concept is not None and m.concept.id in events())]
        if done:
            n = NUMBER_WORDS[found["word"].casefold()] if found["word"] else _number(found["n"])
            yield done[-1].start, found.end() + offset, _exactly(n), done[-1]
    for found in _MANY.finditer(text):
        thing = next((m for m in things if m.start == found.end() + offset), None)
        one = found["word"].casefold().endswith(("single", "solitary"))
        if thing is not None and one is not is_plural(thing.text):
            yield found.start() + offset, thing.end, _exactly(1.0) if one else Range(2.0, True), thing
    for found in _NUMBER_OF.finditer(text):
        thing = next((m for m in things if found.start("thing") <= m.start - offset < found.end("thing")), None)
        if thing is not None:
            n = _number(found["n"])
            yield found.start() + offset, found.end() + offset, _exactly(n), thing


def _number(word: str) -> float:
    return float(word) if _NO_DATE.match(word) else NUMBER_WORDS[word.casefold()]


def _counted_in(analysis: Analysis, context: NoteContext, start: int, end: int) -> Period | str | None:
    """The time that the clause says of the count: what follows it, else what leads the clause."""
    text, offset = context.text, context.offset
    first, last = clause_of(text, start - offset)
    times = [t for t in analysis.times if t.date is not None and first <= t.start - offset <= last]
    inside = [t for t in times if start <= t.start and t.end <= end]
    behind = [t for t in times if end <= t.start <= end + _REACH]
    ahead = [t for t in times if t.end <= start <= t.end + _REACH]
    time = next(iter((*inside, *behind, *reversed(ahead))), None)
    return None if time is None else _period(time)


def _period(time: TimeExpression) -> Period | str | None:
    if time.window is not None and time.window.from_ is not None and not time.window.from_.startswith("-"):
        return None  # "in 6 months": ahead, or within any
    return Period(time.date, time.end_date) if time.end_date is not None else time.date
