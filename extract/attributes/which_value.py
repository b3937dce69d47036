"""Which of several values a bound is on: ``nadir CD4``, ``highest creatinine``, ``on two consecutive occasions``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from eligo.entities.hints import WholeWords
from eligo.entities.numbers import NUMBER_WORDS
from eligo.schema import Leaf
from eligo.schema.constraint import with_fields

__all__ = ["with_which"]

Which = Literal["highest", "lowest", "worst", "best", "any", "consecutive"]

_CUES = """
    highest peak lowest nadir worst best ever history historical any consecutive successive occasion occasions repeat
    repeated repeatedly separate different measurements readings values results determinations tests
    apart separated interval between
"""
_HINT = WholeWords(_CUES.split())
_TYPES = frozenset({"measurement", "score"})
_WORD = {"peak": "highest", "nadir": "lowest"}
_N = rf"(?P<n>\d|{'|'.join(word for word, n in NUMBER_WORDS.items() if 2 <= n < 10)})"
_MORE = r"(?:\s*\(\s*\d\s*\))?(?:\s+or\s+more)?"
_APART = r"(?P<kind>consecutive|successive|sequential|separate|different|distinct|independent|repeat(?:ed)?)"
_TAKEN = (
    r"(?:measurements?|readings?|values|results|determinations|tests|visits|samples|assessments|levels|evaluations"
    r"|draws)"
)
_BETWEEN = (
    r"(?:(?:ever|recorded|documented|measured|reported|observed|known|historical|single|total|serum|plasma|blood"
    r"|peripheral|of|the|an?|value|level|result|score|in|decrease|drop)\s+)*"
)
_EXTREME = re.compile(rf"\b(?P<word>highest|peak|lowest|nadir|worst|best)\s+{_BETWEEN}\Z", re.I)
_BEHIND = re.compile(r"\s*,?\s*(?P<word>nadir|peak)\b", re.I)
_ANY = re.compile(
    r"\b(?:histor(?:y|ies)\s+of|any|an?\s+(?:previous|prior|historical|documented|recorded|known|single)|historical"
    rf"|ever\s+had)\s+{_BETWEEN}\Z",
    re.I,
)
_EVER = re.compile(r"\s*,?\s*(?:at\s+any\s+(?:time|point|occasion)\b|ever\b)", re.I)
_TIMES_BEFORE = re.compile(
    rf"\b{_N}{_MORE}\s+{_APART}\s+{_BETWEEN}\Z|\b(?P<repeated>repeated)\s+(?:\w+\s+of\s+(?:an?\s+)?)?{_BETWEEN}\Z", re.I
)
_COUNTED_BEFORE = re.compile(rf"\b{_N}{_MORE}\s+{_BETWEEN}\Z", re.I)
_TAKEN_BEHIND = re.compile(rf"\s+{_TAKEN}\b", re.I)
_TIMES_BEHIND = re.compile(
    rf"\s*,?\s*\(?\s*(?:as\s+)?(?:confirmed|documented|verified|measured|recorded|obtained)?\s*(?:on|in|at|by|for|from|during)\s+"
    rf"(?:at\s+least\s+|a\s+minimum\s+of\s+|each\s+of\s+)?(?:the\s+)?{_N}{_MORE}\s+(?:{_APART}\s+)?(?:occasions|{_TAKEN})\b",
    re.I,
)
_LONG = (
    r"(?P<{0}n>\d{{1,3}}|one|two|three|four|five|six|a|an)(?:\s*\(\s*\d+\s*\))?\s*-?"
    r"(?P<{0}u>hours?|days?|weeks?|months?|years?)\b"
)
_AT_LEAST = (
    r"(?:at\s+least|a\s+minimum\s+of|minimum|no\s+less\s+than|not\s+less\s+than|more\s+than|approximately|about"
    r"|≥|>=?|an?)"
)
_APART_BEHIND = re.compile(  # "taken at least 1 week apart", "separated by 14 days", "with an interval of ≥ 1 week"
    r"\s*,?\s*\(?\s*(?:(?:each|both|all|that|which|are|were|with|and|being|taken|obtained|measured|performed|drawn|done"
    rf"|determined|assessed|the|an?)\s+)*(?:(?:{_AT_LEAST}\s*)?{_LONG.format('a')}(?:\s+or\s+more)?\s+(?:apart|between\b(?:\s+(?:each|the|them|any|two"
    r"|measurements?|values?|determinations?|assessments?|tests?))*)"
    rf"|(?:separated\s+by|intervals?\s+(?:of|between\s+\w+\s+of)|spaced)\s*(?:{_AT_LEAST}\s*)?{_LONG.format('b')}(?:\s+apart)?)",
    re.I,
)
_MEAN = re.compile(r"\b(?:average|averaged|mean|median)\b", re.I)
_REACH = 70  # characters before a name
_CONSECUTIVE = frozenset({"consecutive", "successive", "sequential"})


def with_which(text: str, offset: int, leaves: Sequence[Leaf]) -> Sequence[Leaf]:
    """The leaves, those whose words say which value is meant with that.

    Args:
        text: the statement's; `leaves` count in the document, from `offset`.
    """
    if not leaves or not _HINT(text):
        return leaves
    return [_chosen(text, offset, leaf, leaves) for leaf in leaves]


def _chosen(text: str, offset: int, leaf: Leaf, leaves: Sequence[Leaf]) -> Leaf:
    c = leaf.constraint
    if c.type not in _TYPES or c.name.startswith("number of "):
        return leaf
    if c.change is not None:
        return _moving(text, offset, leaf)
    if c.low is None and c.high is None and not c.values:
        return leaf
    first, last = min(s for s, _ in leaf.covers), max(e for _, e in leaf.covers)
    left = max((e for o in leaves if o is not leaf for _, e in o.covers if e <= first), default=offset) - offset
    before = text[max(left, first - offset - _REACH) : first - offset]
    start, end = first - offset - len(before), last - offset
    if _MEAN.search(before):
        return leaf
    which: str | None = None
    times: int | None = None
    covers: list[tuple[int, int]] = []
    if extreme := _EXTREME.search(before):
        which = _WORD.get(extreme["word"].casefold(), extreme["word"].casefold())
        covers.append((start + extreme.start("word"), start + extreme.end("word")))
    elif extreme := _BEHIND.match(text, leaf.end - offset):
        which = _WORD[extreme["word"].casefold()]
        covers.append(extreme.span("word"))
    elif repeated := _TIMES_BEFORE.search(before):
        times = 2 if repeated["repeated"] else _number(repeated["n"])
        which = _kind(repeated["kind"])
        covers.append((start + repeated.start(), start + repeated.end()))
    elif behind := _TIMES_BEHIND.match(text, end):
        times, which = _number(behind["n"]), _kind(behind["kind"])
        covers.append(behind.span())
    elif (counted := _COUNTED_BEFORE.search(before)) and _TAKEN_BEHIND.match(text, leaf.end - offset):
        times, which = _number(counted["n"]), "any"
    elif c.type == "measurement" and (_ANY.search(before) or _EVER.match(text, end)):
        which = "any"  # "any grade" is no matter of time
    if which is None:
        return leaf
    covers = [(s, e) for s, e in covers if not _taken(s + offset, e + offset, leaves)]
    apart = None
    if times is not None and (lies := _apart(text, max([end, *(e for _, e in covers)]))):
        apart = lies[0]
        covers.append(lies[1])
    constraint = with_fields(c, which=cast(Which, which), times=times, apart=apart)
    return replace(leaf, constraint=constraint, covers=(*leaf.covers, *((s + offset, e + offset) for s, e in covers)))


def _moving(text: str, offset: int, leaf: Leaf) -> Leaf:
    """How often in a row a value must have moved, and how far apart the values are ("on 2 occasions 1 week apart")."""
    c, end = leaf.constraint, leaf.end - offset
    covers: list[tuple[int, int]] = []
    times, apart = c.times, None
    if times is None and (behind := _TIMES_BEHIND.match(text, end)):
        times = _number(behind["n"])
        covers.append(behind.span())
    if lies := _apart(text, max([end, *(e for _, e in covers)])):
        apart = lies[0]
        covers.append(lies[1])
    if not covers:
        return leaf
    which: Which | None = "consecutive" if times is not None else None
    constraint = with_fields(c, which=which, times=times, apart=apart)
    return replace(leaf, constraint=constraint, covers=(*leaf.covers, *((s + offset, e + offset) for s, e in covers)))


def _apart(text: str, end: int) -> tuple[str, tuple[int, int]] | None:
    """How long lies between the occasions, as an ISO 8601 duration, and where that stands."""
    found = _APART_BEHIND.match(text, end)
    if found is None:
        return None
    number, unit = found["an"] or found["bn"], found["au"] or found["bu"]
    count = number if number.isdigit() else str(int(NUMBER_WORDS.get(number.casefold(), 1)))
    return f"P{'T' if unit[0] in 'hH' else ''}{count}{unit[0].upper()}", found.span()


def _taken(start: int, end: int, leaves: Sequence[Leaf]) -> bool:
    return any(s < end and start < e for leaf in leaves for s, e in leaf.covers)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(NUMBER_WORDS[word.casefold()])


def _kind(word: str | None) -> str:
    return "consecutive" if word is not None and word.casefold() in _CONSECUTIVE else "any"
