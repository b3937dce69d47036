"""Several values of one thing: ``139 and 152 mmHg``, ``1.2 at admission, now 2.1``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.entities.analytes import Analyte
from eligo.schema import Quantity

from .bounds_names import Name
from .values_facts import fits, takes
from .values_layout import Cell, place

__all__ = ["readings", "serial"]

_AND = re.compile(r"\s{0,3}(?:,\s{0,2}and|,|and|&)\s{0,3}", re.I)  # more blanks stand for a date
_LAST = re.compile(r"\s{0,3}(?:,\s{0,2}and|and|&)\s{0,3}", re.I)
_ENDS = re.compile(
    r"\s*(?:$|[.;)]\s|[.;)]$|,?\s*(?:respectively|systolic|diastolic|on\b|at\b|during|in\b|over\b))", re.I
)


def readings(text: str, name: Name, cell: Cell, limit: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The further values that stand with the cell's, before position `limit`; the last one is tied by ``and``.

    All are in one unit, written once or each time; without a unit nothing but the end of the clause may follow, so
    that ``hemoglobin 9 and 2 children`` is one value.
    """
    first, thing = cell.quantity, name.thing
    if first is None or cell.second is not None or cell.reference is not None or not isinstance(thing, Analyte):
        return []
    at = place(quantities, first.start)
    if at is None or first.comparator:
        return []
    found: list[Quantity] = []
    last, tied = first, False
    for following in quantities[at + 1 : at + 6]:
        if (
            following.start >= limit
            or following.comparator
            or following.relative_to
            or not _AND.fullmatch(text, last.end, following.start)
        ):
            break
        tied = _LAST.fullmatch(text, last.end, following.start) is not None
        found.append(following)
        last = following
        if tied:
            break
    if not tied:
        return []
    units = {q.unit for q in (first, *found)} - {None}
    unit = units.pop() if len(units) == 1 else None
    if units or (unit is not None and not takes(thing, unit)) or (first.unit is not None and found[-1].unit is None):
        return []
    if unit is None and not _ENDS.match(text, last.end):
        return []
    if unit is None and not all(thing.is_plausible(q.low or 0.0) for q in found):
        return []
    return found if all(fits(thing, q, unit or thing.unit) for q in found) else []


_UNITS_OF_TIME = frozenset(("a", "mo", "wk", "d", "h", "min"))
_SPAN = r"(?:\d+|one|two|three|four|five|six|seven|eight|ten|twelve|a|an|several|some)\s+(?:hour|day|week|month|year)s?"
_ADVERB = (
    r"(?:initially|previously|earlier|later|today|now|yesterday|currently|before|after|afterwards|preoperatively"
    r"|postoperatively|pre-?op|post-?op|last\s+(?:week|month|year|visit|time)|this\s+(?:week|month|year|visit|morning|evening)"
    rf"|{_SPAN}\s+(?:ago|later|earlier|before|after|prior|previously))"
)
_PHRASE = r"(?:(?:at|on|upon|by|since|after|before|during|in|prior\s+to|as\s+of)(?:\s+[a-z][a-z-]*){0,5})"
_STAMP = (  # a date without a year, a day that is counted
    r"[(\[]\s*(?:\d{1,2}/\d{1,2}|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
    r"|(?:day|week|month|visit|cycle|POD|HD)\s*#?\s*-?\d{1,3})\s*[)\]]"
)
_WHEN = rf"(?:{_STAMP}|[(\[]?\s*(?:{_ADVERB}|{_PHRASE})(?:\s+(?:{_ADVERB}|{_PHRASE}))?\s*[)\]]?)"
_THEN = (
    r"(?:then|now|subsequently|later|today|currently|repeat(?:ed|ing)?|after(?:wards)?|most\s+recently|rising|falling|rose"
    r"|fell|up|down|improv\w+|decreas\w+|increas\w+|dropp\w+|to|recover\w+)"
)
_ONCE = (
    r"(?:previous(?:ly)?|prior|formerly|usual(?:ly)?|(?:a\s+|his\s+|her\s+)?baseline(?:\s+of)?|had\s+been|was"
    r"|(?:up|down)\s+from|from|earlier|initial(?:ly)?|old|compared\s+(?:to|with)|vs\.?|versus)"
)
_LINK = rf"(?:(?:{_ONCE}|{_THEN}|it|is|was|were|of|at|a|an|the|value|level)\s*:?\s+)*"
_STEP = re.compile(
    rf"\s*(?P<when>{_WHEN})?\s*(?P<sep>,\s*(?:and|but)?|;|and\b|but\b|[(\[]|(?=\b{_ONCE}))\s*(?P<link>{_LINK})\s*", re.I
)
_BEHIND = re.compile(rf"\s*[)\]]?\s*(?:$|[,.;)\]([]|(?:and|but|then)\b|{_WHEN}|mg|g/|mmol|[mµu]?mol|/|%)", re.I)
_ONCE_SAID = re.compile(rf"\b(?!was\b){_ONCE}\b", re.I)
_THEN_SAID = re.compile(rf"\b{_THEN}\b", re.I)
_EARLY = re.compile(
    r"\b(?:admission|presentation|arrival|baseline|diagnosis|onset|referral|initial(?:ly)?|intake|birth|triage|previously|earlier"
    r"|before|prior|preoperatively|pre-?op|yesterday|ago|last\s+(?:week|month|year|visit|time))\b",
    re.I,
)
_LATE = re.compile(
    r"\b(?:discharge|follow-?\s?up|today|now|currently|later|after(?:wards)?|end|recheck|postoperatively|post-?op"
    r"|this\s+(?:week|month|year|visit|morning|evening))\b",
    re.I,
)


def serial(
    text: str, name: Name, cell: Cell, limit: int, quantities: Sequence[Quantity]
) -> list[tuple[Quantity, bool]]:
    """The values that stand with the cell's, the cell's first, each with whether it is an earlier one; else nothing.

    Words tell the order (``1.2 at admission and 2.1 at discharge``, ``2.4, previously 1.1``). Values with a date each,
    and those whose order is not said, are none of them earlier: their dates decide, or they disagree.

    Args:
        text: with blanks in the place of its dates.
    """
    first, thing = cell.quantity, name.thing
    if first is None or cell.second is not None or not isinstance(thing, Analyte) or first.relative_to is not None:
        return []
    at = place(quantities, first.start)
    if at is None:
        return []
    found, gaps = [first], [""]
    end = cell.end
    stamps = [m.span() for m in _STAMPED.finditer(text, first.end, min(limit, first.end + 200))]
    for following in quantities[at + 1 : at + 10]:
        if following.start >= limit or following.relative_to is not None:
            break
        if any(start < following.start < stop for start, stop in stamps):
            continue
        if following.unit in _UNITS_OF_TIME and thing.unit not in _UNITS_OF_TIME:
            continue
        gap = text[end : following.start]
        dated = len(gap) - len(gap.strip()) > 6 or "      " in gap
        step = _STEP.fullmatch(gap) if len(gap) < 90 else None
        if step is None and dated:
            step = _STEP.fullmatch(_EMPTY.sub(" ", " ".join(gap.split())) or ",")
        if step is None or not (step["when"] or step["link"].strip() or dated or len(found) > 1):
            break
        unit = following.unit or first.unit or cell.unit
        units = (unit,) if unit else (thing.unit, *thing.other_units)
        if not any(takes(thing, u) and fits(thing, following, u) for u in units) or not _BEHIND.match(
            text, following.end
        ):
            break
        found.append(following)
        gaps.append(gap)
        end = following.end
    if len(found) < 2:
        return []
    behind = _AFTER.match(text, end)
    gaps.append(behind[0] if behind else "")
    return list(zip(found, _earlier(gaps), strict=True))


_STAMPED = re.compile(_STAMP, re.I)
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_AFTER = re.compile(rf"\s*{_WHEN}", re.I)


def _earlier(gaps: Sequence[str]) -> list[bool]:
    """Which of the values that `gaps` stand before and after are earlier ones."""
    count = len(gaps) - 1
    old = [False] * count
    for n in range(count):
        before, after = gaps[n], gaps[n + 1]
        step = _STEP.fullmatch(before) if n else None
        link = step["link"] if step is not None else ""
        own, last = _STEP.fullmatch(after), _AFTER.match(after)
        when = (own["when"] or "") if own is not None else last[0] if last is not None else ""
        if _ONCE_SAID.search(link):
            old[n] = True
        elif _THEN_SAID.search(link):
            old[:n] = [True] * n
        if _EARLY.search(when) and not _LATE.search(when):
            old[n] = True
        if _LATE.search(when) and n and not _EARLY.search(when):
            old[:n] = [True] * n
    return [False] * count if all(old) else old
