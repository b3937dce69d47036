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
    if c.type not in _TYPES or c.name.startswith("number of ") or (c.low is None and c.high is None and not c.values):
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
    constraint = with_fields(c, which=cast(Which, which), times=times)
    return replace(leaf, constraint=constraint, covers=(*leaf.covers, *((s + offset, e + offset) for s, e in covers)))


def _taken(start: int, end: int, leaves: Sequence[Leaf]) -> bool:
    return any(s < end and start < e for leaf in leaves for s, e in leaf.covers)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(NUMBER_WORDS[word.casefold()])


def _kind(word: str | None) -> str:
    return "consecutive" if word is not None and word.casefold() in _CONSECUTIVE else "any"
