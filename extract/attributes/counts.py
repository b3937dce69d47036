"""Counts of things that happened or are there: ``at least 2 relapses``, ``more than 3 brain metastases``.

A count is a measurement, ``number of relapses``, with the thing's own concept and no unit (``per week`` is one). One or
more of a thing is the thing itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from eligo.entities.lexicon import default_lexicon
from eligo.resources import read_table
from eligo.schema import Constraint, Leaf, Mention, Quantity

from .bounds_rates import RATE, per
from .doses import read_lines

__all__ = ["count_leaves", "counted_thing", "is_lasting", "is_plural", "one_or_more"]

_THINGS = frozenset(("condition", "procedure", "drug", "lesion"))
_PART = r"[a-z]+(?:[-'’][a-z]+)*"
_WORD = re.compile(rf"\s+(?P<word>{_PART})", re.I)
_MORE = re.compile(
    r"(?:\s*\(\s*(?:\d+|[a-z]+)\s*\))?(?:\s+or\s+(?:more|fewer|less|greater)\b)?",
    re.I,
)
_SPACE = re.compile(r"\s*")
_OF = re.compile(r"\s+of\s+(?:an?\s+|the\s+)?")
_HEAD = re.compile(r"\s+(?:of|for|due|with|in)\s+", re.I)
_JOINS = frozenset(("and", "or"))
_LONGEST = 4  # words before the head
_TIMES = re.compile(r"\s+(?:different\s+|separate\s+)?times?\b", re.I)
_ELIDED = re.compile(rf"\s+(?P<word>{_PART})\s*,?\s*(?:and|or|and/or)\s+", re.I)
_CIRCUMSTANCE = re.compile(
    r"\b(?:on|by|at|per|every|to|from|over|using|for|after|between|within|during|than|through|in|into|of|until|before|cycles?|day|week)\s+"
    r"(?:a\s+|an\s+|the\s+)?\Z",
    re.I,
)
_OR_AGAIN = re.compile(r"\d[^.;]*\bor\s+(?:an?\s+)?\Z", re.I)
_TAKEN = re.compile(r"(?:on|using)\b", re.I)  # drugs: no circumstance
_RANKED = re.compile(  # a grade, a stage, a place in a list: no count
    r"\b(?:grades?|stages?|class(?:es)?|types?|levels?|scores?|status|categor(?:y|ies)|phases?|groups?|degrees?|NYHA|ECOG|WHO|ASA|KDIGO|CKD|GOLD|"
    r"CTCAE|cohorts?|arms?|parts?|days?|weeks?|months?|cycles?|ag(?:e|es|ed)|titers?|titres?|version|criteria|score|index|ratio|aged)\s*"
    r"(?:of\s+|is\s+)?[-:=(]?\s*\Z",
    re.I,
)
_FOLLOWING = re.compile(r"\s+(?:of|from|out\s+of)\s+(?:the\s+)?(?:following|these|those|below)\b", re.I)
_COUNTING = re.compile(
    r"\b(?:history|number|total|count|presence|minimum|maximum|average|mean|median|diagnosis|consisting)\s+of\s+(?:an?\s+|the\s+)?\Z",
    re.I,
)


class _Words(NamedTuple):
    counted: frozenset[str]
    there: frozenset[str]
    between: frozenset[str]


@cache
def _words() -> _Words:
    roles: dict[str, set[str]] = {"counted": set(), "there": set(), "between": set()}
    for row in read_table("counted_things.tsv", ("word", "role", "source")):
        if row["role"] not in roles:
            raise row.error("role is counted, there or between")
        roles[row["role"]].add(row["word"].casefold())
    return _Words(frozenset(roles["counted"] | roles["there"]), frozenset(roles["there"]), frozenset(roles["between"]))


class _Counted(NamedTuple):
    """What a number counts; offsets count in the statement."""

    start: int
    end: int
    mention: Mention | None = None
    named: str = ""


def count_leaves(
    text: str, offset: int, quantities: Sequence[Quantity], mentions: Sequence[Mention], leaves: Sequence[Leaf]
) -> list[Leaf]:
    """Leaves of the numbers that count what stands behind them, where no other leaf covers them.

    Args:
        quantities: those left, counted in the statement; `mentions` and `leaves` count in the document.
    """
    open_ = [q for q in quantities if _counts(q) and not _is_presence(q)]
    if not open_:
        return []
    taken = [span for leaf in leaves for span in leaf.covers]
    taken += [span for _, _, span in read_lines(text, offset, mentions, [_in_document(q, offset) for q in open_])]
    out: list[Leaf] = []
    following: tuple[Quantity, _Counted] | None = None
    for quantity in reversed(open_):
        found = _counted(text, offset, quantity, mentions) or _elided(text, quantity, following)
        following = (quantity, found) if found is not None else None
        if found is None or any(s < found.end + offset and quantity.start + offset < e for s, e in taken):
            continue
        if found.mention is not None and found.mention.label == "drug" and RATE.match(text, found.end, found.end + 40):
            continue  # "> 25 morphine daily equivalents": a dose
        out.append(_leaf(text, offset, quantity, found))
    return out


def _elided(text: str, quantity: Quantity, following: tuple[Quantity, _Counted] | None) -> _Counted | None:
    """``> 8 swollen and > 8 tender joints``: the first number counts what the second does."""
    if following is None:
        return None
    words = _ELIDED.fullmatch(text, quantity.end, following[0].start)
    if words is None:
        return None
    head = text[following[1].start : following[1].end].split()[-1]
    known = default_lexicon().whole(f"{words['word']} {head}")
    return _Counted(words.start("word"), words.end("word"), known, f"{words['word']} {head}")


def one_or_more(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """The things of which at least one is asked for, which is to ask for the thing, and the words that say so.

    Quantities, mentions and spans count in the document.
    """
    for quantity in quantities:
        if not _is_presence(quantity):
            continue
        found = _counted(
            text, offset, replace(quantity, start=quantity.start - offset, end=quantity.end - offset), mentions
        )
        if found is not None and found.mention is not None and found.mention.start > quantity.start:
            yield found.mention, (quantity.start, found.mention.start)


def counted_thing(
    text: str, offset: int, quantity: Quantity, mentions: Sequence[Mention]
) -> tuple[int, int, Mention | None] | None:
    """What a number counts: where it stands in the statement, and its mention.

    Args:
        quantity: its offsets count in the statement, those of `mentions` in the document.
    """
    found = _counted(text, offset, quantity, mentions)
    return None if found is None else (found.start, found.end, found.mention)


def is_lasting(words: str) -> bool | None:
    """Whether what is counted is there (lesions) or happens (attacks); None where the table does not say."""
    head = _HEAD.split(words.strip(), maxsplit=1)[0].rpartition(" ")[2].casefold()
    known = _words()
    return head in known.there if head in known.counted else None


_SINGULAR = re.compile(r"(?:diabetes|mellitus|sis|itis|us|ss|is|herpes|ascites)\Z", re.I)


def is_plural(words: str) -> bool:
    """Whether a thing is named in the plural: ``metastases``, ``seizures``, not ``diabetes`` or ``sepsis``."""
    head = _HEAD.split(words.strip(), maxsplit=1)[0]
    return head[-1:] in "sS" and _SINGULAR.search(head) is None


def _in_document(quantity: Quantity, offset: int) -> Quantity:
    return replace(quantity, start=quantity.start + offset, end=quantity.end + offset)


def _counts(quantity: Quantity) -> bool:
    values = [v for v in (quantity.low, quantity.high) if v is not None]
    plain = (
        quantity.unit is None
        and quantity.relative_to is None
        and (quantity.comparator or quantity.low != quantity.high)
        and quantity.text[-1:] not in "<>=≤≥"
    )
    return plain and all(v == int(v) and 0 <= v <= 500 for v in values)


def _is_presence(quantity: Quantity) -> bool:
    """Whether the number says no more than that there is one."""
    if not _counts(quantity) or quantity.high is not None:
        return False
    return (quantity.low == 1 and bool(quantity.low_inclusive)) or (quantity.low == 0 and not quantity.low_inclusive)


def _counted(text: str, offset: int, quantity: Quantity, mentions: Sequence[Mention]) -> _Counted | None:
    """The thing right behind the number, with words between that only qualify it; that before ``twice``."""
    times = _times(text, offset, quantity, mentions)
    if times is not None:
        return times
    before = text[max(0, quantity.start - 40) : quantity.start]
    if _OR_AGAIN.search(before):
        return None  # "> 14 drinks for men or > 7 for women": the second of two bounds
    circumstance = None if _COUNTING.search(before) else _CIRCUMSTANCE.search(before)
    if _RANKED.search(before) or (circumstance is not None and _TAKEN.match(circumstance[0]) is None):
        return None
    at = _MORE.match(text, quantity.end).end()  # type: ignore[union-attr]
    start = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    words = _words()
    beginning = at
    last: _Counted | None = None
    for _ in range(_LONGEST + 1):
        first = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        mention = _at(mentions, first + offset) if first > at else None
        if mention is not None and mention.text.casefold() not in words.between:
            end = mention.end - offset
            if circumstance is not None and mention.label != "drug":
                return None  # "on 2 chemotherapies", not "on 2 occasions"
            head = _WORD.match(text, end)
            if head is not None and head["word"].casefold() in words.counted:  # "gout flares" are no gout
                return _Counted(first, head.end(), replace(mention, concept=None))
            return _Counted(first, end, mention)
        events = _events(text, offset, mentions, first) if first > at and circumstance is None else None
        if events is not None:
            return events
        word = _WORD.match(text, at)
        if word is None:
            return last
        low = word["word"].casefold()
        if low in _JOINS and at == beginning:
            return None  # "index < 5 or …": the number counts nothing
        if circumstance is not None and low in words.counted:
            return None
        if low in words.counted:
            at = word.end()
            last = _Counted(start, at)
            if _FOLLOWING.match(text, at):
                return None
            following = _OF.match(text, at)
            of = _at(mentions, following.end() + offset) if following else None
            return _Counted(first, of.end - offset, of) if of is not None else last
        if low not in words.between and not low.endswith(
            ("ed", "al", "ic", "ive", "ous", "ary", "ing", "ible", "able")
        ):
            return None
        at = word.end()
    return None


def _times(text: str, offset: int, quantity: Quantity, mentions: Sequence[Mention]) -> _Counted | None:
    """``hospitalized at least twice``, ``fainted more than 3 times``."""
    times = _TIMES.match(text, quantity.end)
    if times is None and not quantity.text.casefold().endswith(("twice", "thrice", "once")):
        return None
    place = bisect_left(mentions, quantity.start + offset, key=lambda m: m.start)
    for mention in mentions[max(0, place - 1) : place]:
        gap = text[mention.end - offset : quantity.start]
        if mention.label in _THINGS and not gap.strip() and gap:
            end = times.end() if times else quantity.end
            return _Counted(mention.start - offset, end, mention, " ".join(mention.text.split()))
    return None


def _at(mentions: Sequence[Mention], start: int) -> Mention | None:
    place = bisect_left(mentions, start, key=lambda m: m.start)
    for mention in mentions[place : place + 2]:
        if mention.start == start and mention.label in _THINGS:
            return mention
    return None


def _events(text: str, offset: int, mentions: Sequence[Mention], start: int) -> _Counted | None:
    """What happens, by the name of how often it does: ``at least 2 migraine attacks in the past year``."""
    place = bisect_left(mentions, start + offset, key=lambda m: m.start)
    for mention in mentions[place : place + 2]:
        named = mention.start == start + offset and mention.label == "measurement"
        if named and mention.text.split()[-1].casefold() in _words().counted:
            return _Counted(start, mention.end - offset)
    return None


def _leaf(text: str, offset: int, quantity: Quantity, found: _Counted) -> Leaf:
    rate = RATE.match(text, found.end, found.end + 40)
    time = per(rate) if rate is not None else None
    unit, end = (f"/{time}", rate.end()) if rate is not None and time is not None else (None, found.end)
    measured = found.mention is not None and found.mention.label == "measurement"  # "swollen joints"
    name = (
        found.mention.name
        if found.mention and measured
        else f"number of {found.named or ' '.join(text[found.start : found.end].split())}"
    )
    start = min(quantity.start, found.start)
    constraint = Constraint(
        "measurement", name, text[start:end], start + offset, end + offset,
        found.mention.concept if found.mention else None, quantity.low, quantity.low_inclusive, quantity.high,
        quantity.high_inclusive, unit, assumed=quantity.assumed,
    )  # fmt: skip
    span = (start + offset, end + offset)
    at = (
        (found.mention.start, found.mention.end)
        if found.mention and found.mention.end > quantity.start + offset
        else (found.start + offset, found.end + offset)
    )
    return Leaf(constraint, *at, (span,))
