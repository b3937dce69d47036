"""Dates and periods of notes: absolute (``March 2022``), or relative to the day the note was written (``yesterday``).

Conventions, where the words leave a choice:

* ``03/04/2022`` is 4 March: month first, unless the first number is over 12. ``04.03.2022`` (dots) is day first.
* Two-digit years up to the document's (or up to 49) are of this century, later ones of the last.
* A month or a day without a year (``in March``, ``on March 3``) takes the latest year that is not after the document's
  date; without a document date it is no date.
* A relative time is as precise as its words: days are days; weeks ± 3 days, months ± 15 days and years ± half a
  year give a `date` and an `end_date`; "for 10 years" begins in a year. Without a full document date only `window`
  (anchor ``document``) is set.
* Seasons are those of the northern hemisphere. "Hospital day 3" and "the day before admission" count from the day of
  admission; where that is not known they are no date.
* A day without its year in the marks of a removed name (``[**3-5**]``) is of the year that puts it nearest to the
  document's date: discharge summaries go on after it.
* An age ("at age 12", "since childhood") is a window from birth, and no date here: the note's age tells more.
* An open period ("since 2015") has ``window.throughout`` and ``window.to == "P0D"``; its `end_date` is the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from eligo.entities.dates_relative import relative_dates
from eligo.schema import TimeExpression, Window
from eligo.schema.dates import interval

from .durations import compile_words
from .numbers import PER_UNIT

__all__ = ["find_dates"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20|21)\d\d"
_DATE = (
    rf"(?:(?P<y@>{_YEAR})-(?P<m@>\d{{1,2}})(?:-(?P<d@>\d{{1,2}})(?:T[\d:.]+Z?)?)?"
    rf"|(?P<us@>\d{{1,2}}/\d{{1,2}}/(?:{_YEAR}|\d\d))|(?P<my@>\d{{1,2}}/{_YEAR})|(?P<eu@>\d{{1,2}}\.\d{{1,2}}\.{_YEAR})"
    rf"|(?P<dd@>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<dm@>{_MONTH})[\s,-]+(?P<dy@>{_YEAR})"
    rf"|(?P<tm@>{_MONTH})[\s-]*(?:(?P<td@>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/]))?(?:[\s,-]*(?:of\s+)?(?P<ty@>{_YEAR}))?"
    rf"|(?P<yo@>{_YEAR}))(?![\w%/])(?!\.\d)(?!\s{{0,2}}mm\s?Hg)"
)
_DAY_WORDS = (
    r"(?:on|since|from|until|till|through|by|before|after|dated?|(?:as|morning|night|evening|day)\s+of"
    r"|drawn|collected|repeat|labs?|visit|seen)"
)
_SHORT = compile_words(
    rf"(?<![\w/.,])(?:(?P<pre>{_DAY_WORDS}\s*:?\s+)|(?P<own>LMP\s*:?\s+))?(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?![\w/%.-]*\d)(?![\w/%])"
    r"(?P<not>\s*(?:of\b|pain|strength|motor|positive|nodes?\b|LNs?\b|systolic|murmur|words|objects|recall|power|mm))?"
)
_LISTED = compile_words(r"\s*(?:,\s*(?:and\s+)?|and\s+|&\s*)")
_ONLY_SHORT = compile_words(r"[\s|,;:/\d-]*(?:(?:date|time|lab|test)s?[\s|,;:/\d-]*)?")
_A, _B = _DATE.replace("@", "1"), _DATE.replace("@", "2")
_ABSOLUTE = compile_words(
    rf"(?<![\w/.,])(?P<pre>(?:(?:dated|on|in|since|from|between|until|till|through|by|before|after|around|circa|c\.|early"
    rf"|mid|late|of|spring|summer|fall|autumn|winter|the|year|last|past|approximately|about)(?:\s+|-)(?:\[\*\*)?){{0,3}})(?P<one>{_A})"
    rf"(?:\s*(?P<to>-|–|—|to|through|until|till|and)\s*(?:(?:early|mid|late)[\s-]+)?(?P<two>{_B}))?"
)
_TRIGGER = re.compile(
    rf"\b{_YEAR}|\d/\d|\b{_MONTH}\b|\bpod\b|post|ago\b|earlier|back\b|prior|before|previous|past\b|last\b|next\b|day|morning|night"
    r"|\bage\b|[’']\d\d\b|childhood|infancy|birth|adolescence|\bhd\b|(?:last|this|past)\s+(?:spring|summer|autumn|fall|winter)|\[\*\*\d|\b(?:for|in)\b|[x×]\s?\d"
    r"|years of|history|h/o|\bhx\b",
    re.IGNORECASE,
)
_YEAR_PLACE = re.compile(
    r"\s*(?:$|\*\*\]|[.,;:)\]\n]|-(?!\d)|–|(?:for|with|when|after|at|by|and|without|due|status|s/p|showed|revealed|in)\b)",
    re.I,
)
_SHORT_YEAR = re.compile(
    r"(?<![\w'’])(?P<pre>(?:in|since|circa|from|around|until)\s+|(?<=[a-zA-Z] )|(?<=\())['’](?P<yy>\d\d)(?![\w'’])",
    re.I,
)


def find_dates(
    text: str, offset: int = 0, *, document_date: str | None = None, admission_date: str | None = None
) -> list[TimeExpression]:
    """The dates and periods of a note's statement, in the order of the text, none overlapping.

    Args:
        offset: added to every position.
        document_date: when the note was written, ISO 8601; relative times count from it.
        admission_date: when the patient came to the hospital, ISO 8601; hospital days count from it.
    """
    if not _TRIGGER.search(text):
        return []
    today = _full(document_date)
    found = list(_absolute(text, document_date))
    if "'" in text or "’" in text:
        found += _short_years(text, document_date, [(t.start, t.end) for t in found])
    if today is not None and "/" in text:
        found += _without_year(text, today, [(t.start, t.end) for t in found])
    if today is not None and "[**" in text:
        found += _marked(text, today, [(t.start, t.end) for t in found])
    taken = [(t.start, t.end) for t in found]
    for time in relative_dates(text, today, _full(admission_date)):
        if all(time.end <= start or time.start >= end for start, end in taken):
            found.append(time)
    found.sort(key=lambda t: t.start)
    return [replace(t, start=t.start + offset, end=t.end + offset) for t in found] if offset else found


def _full(day: str | None) -> date | None:
    if day is None:
        return None
    first, last = interval(day)
    return first if first == last else None


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].casefold()) + 1


def _century(year: str, document_date: str | None) -> int:
    if len(year) == 4:
        return int(year)
    limit = int(document_date[2:4]) if document_date and document_date.startswith("20") else 49
    return int(year) + (2000 if int(year) <= limit else 1900)


def _read(m: re.Match[str], k: int, document_date: str | None, other: str | None = None) -> str | None:
    """The ISO date of the first (`k` = 1) or second date of a match; `other` lends it a year."""
    if m[f"y{k}"]:
        return _iso(int(m[f"y{k}"]), int(m[f"m{k}"]), int(m[f"d{k}"]) if m[f"d{k}"] else None)
    if m[f"us{k}"]:
        month, day, year = m[f"us{k}"].split("/")
        if int(month) > 12:
            month, day = day, month
        return _iso(_century(year, document_date), int(month), int(day))
    if m[f"my{k}"]:
        month, year = m[f"my{k}"].split("/")
        return _iso(int(year), int(month))
    if m[f"eu{k}"]:
        day, month, year = m[f"eu{k}"].split(".")
        return _iso(int(year), int(month), int(day))
    if m[f"dm{k}"]:
        return _iso(int(m[f"dy{k}"]), _month(m[f"dm{k}"]), int(m[f"dd{k}"]))
    if m[f"yo{k}"]:
        return m[f"yo{k}"]
    month_number = _month(m[f"tm{k}"])
    day_number = int(m[f"td{k}"]) if m[f"td{k}"] else None
    if m[f"ty{k}"]:
        return _iso(int(m[f"ty{k}"]), month_number, day_number)
    if other:
        return _iso(int(other[:4]), month_number, day_number)
    if document_date is None:
        return None
    year_number = int(document_date[:4])
    guess = _iso(year_number, month_number, day_number)
    if guess is not None and guess > document_date[: len(guess)]:
        return _iso(year_number - 1, month_number, day_number)
    return guess


def _without_year(text: str, today: date, taken: list[tuple[int, int]]) -> Iterator[TimeExpression]:
    """``on 3/14``, ``3/14:``, and rows of nothing but such dates: the latest that are not after `today`."""
    row = _ONLY_SHORT.fullmatch(text) is not None
    last = -1  # where the date before ends
    for m in _SHORT.finditer(text):
        start = m.start("pre") if m["pre"] else m.start("m")
        listed = last > 0 and _LISTED.fullmatch(text, last, start) is not None  # "on 3/1, 3/8 and 3/20"
        leads = text[m.end("d") : m.end("d") + 1] == ":" and not text[: m.start("m")].strip(" -*•(")
        if (
            m["not"]
            or not (m["pre"] or m["own"] or leads or row or listed)
            or any(a < m.end() and start < b for a, b in taken)
        ):
            continue
        day = _iso(today.year, int(m["m"]), int(m["d"]))
        if day is not None and day > today.isoformat():
            day = _iso(today.year - 1, int(m["m"]), int(m["d"]))
        if day is None:
            continue
        words = text[start : m.end("d")]
        last = m.end("d")
        window = None
        if m["pre"] and m["pre"].strip().casefold() == "since":
            window = Window(to="P0D", anchor="document", text=words, throughout=True)
        yield TimeExpression(words, start, m.end("d"), window, day, today.isoformat() if window else None)


def _short_years(text: str, document_date: str | None, taken: list[tuple[int, int]]) -> Iterator[TimeExpression]:
    """``MI in '98``, ``CABG '05``."""
    for m in _SHORT_YEAR.finditer(text):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        year, pre = _iso(_century(m["yy"], document_date)), m["pre"].strip().casefold()
        start = m.start() if pre else m.start("yy") - 1
        words = text[start : m.end()]
        window = Window(to="P0D", anchor="document", text=words, throughout=True) if pre in ("since", "from") else None
        if pre == "until":
            yield TimeExpression(words, start, m.end(), None, None, year)
        else:
            yield TimeExpression(words, start, m.end(), window, year, document_date if window else None)


def _plain_month(m: re.Match[str], k: int) -> bool:
    return bool(m[f"tm{k}"] and not m[f"ty{k}"])


def _absolute(text: str, document_date: str | None) -> Iterator[TimeExpression]:
    for m in _ABSOLUTE.finditer(text):
        pre = m["pre"].casefold().split()
        end = m.end("one")
        ranged = m["two"] is not None and (m["to"] != "and" or "between" in pre)
        if not _credible(text, m, pre, end, ranged):
            continue
        listed = m["two"] is not None and not ranged  # "on March 3 and May 8"
        second = _read(m, 2, document_date) if m["two"] and not _plain_month(m, 2) else None
        first = _read(m, 1, document_date, other=second if _plain_month(m, 1) else None)
        if ranged and second is None:
            second = _read(m, 2, document_date, other=first)
        if first is None:
            continue
        start = m.start() + len(m["pre"]) - len(m["pre"].lstrip())
        if ranged and second is not None:
            end = m.end("two")
            yield TimeExpression(text[start:end], start, end, None, first, second)
            continue
        words = text[start:end]
        if "since" in pre or ("from" in pre and not m["two"]):
            window = Window(to="P0D", anchor="document", text=words, throughout=True)
            yield TimeExpression(words, start, end, window, first, document_date)
        elif {"until", "till", "through"} & set(pre):
            yield TimeExpression(words, start, end, None, None, first)
        else:
            yield TimeExpression(words, start, end, None, first)
        second = second or (_read(m, 2, document_date, other=first) if listed else None)
        if listed and second is not None and not (m["yo2"] and not m["yo1"]):
            yield TimeExpression(m["two"], *m.span("two"), None, second)


def _credible(text: str, m: re.Match[str], pre: list[str], end: int, ranged: bool) -> bool:
    """A bare year or month is a date only where the words around it say so: ``(2019)``, ``in March``."""
    if m["yo1"] and PER_UNIT.match(text, m.end("two") if ranged else end):
        return False
    if m["yo1"] and not pre and not ranged:
        before = text[: m.start()].rstrip()
        return bool(_YEAR_PLACE.match(text, end)) and not before.endswith(("<", ">", "=", ":", "≥", "≤", "~", "-", "+"))
    if m["yo1"] and ranged and m["to"] in "-–—" and not pre:
        return bool(m["yo2"]) and bool(_YEAR_PLACE.match(text, m.end("two")))
    if m["tm1"] and not m["ty1"] and not m["td1"] and not pre:
        return ranged and bool(m["ty2"])
    if m["tm1"] and not m["ty1"] and m["tm1"].casefold() in ("may", "mar", "dec", "march"):
        return m["tm1"][0].isupper()
    return True


_MARKED = re.compile(r"\[\*\*(?P<m>\d{1,2})[-/](?P<d>\d{1,2})\*\*\]")


def _marked(text: str, today: date, taken: list[tuple[int, int]]) -> Iterator[TimeExpression]:
    """``[**3-5**]``: the day of the year that is nearest to the document's date."""
    for m in _MARKED.finditer(text):
        days = [_iso(today.year + step, int(m["m"]), int(m["d"])) for step in (-1, 0, 1)]
        near = min((d for d in days if d), key=lambda d: abs(date.fromisoformat(d) - today), default=None)
        if near is not None and not any(a < m.end() and m.start() < b for a, b in taken):
            yield TimeExpression(m[0], m.start(), m.end(), None, near)
