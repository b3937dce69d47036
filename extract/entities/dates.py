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
from datetime import date, timedelta

from eligo.schema import TimeExpression, Window
from eligo.schema.dates import add_duration, interval

from .durations import NUMBER, UNIT, compile_words, iso_duration, number_value
from .numbers import NUMBER_WORDS, PER_UNIT

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
    rf"|(?P<yo@>{_YEAR}))(?![\w%/])(?!\.\d)"
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
_NUMBER_OR_A = rf"(?:{NUMBER}|an?|a\s+couple\s+of|couple)"
_RELATIVE = compile_words(
    rf"(?<![\w/.,])(?:"
    rf"(?:(?:about|approximately|approx\.?|around|~|over|more\s+than|almost|nearly|at\s+least)\s*)?(?P<ago>{_NUMBER_OR_A})[\s-]*(?P<agou>{UNIT})"
    r"\s+(?P<agoword>ago|earlier|back|previously|prior(?:\s+to\s+(?P<event>admission|presentation|arrival))?|before\s+(?P<event2>admission|presentation|arrival))"
    rf"|(?:x|×)\s?(?P<x>\d{{1,3}})[\s-]*(?P<xu>{UNIT})"
    rf"|(?:for|over|during|in|within)\s+(?:(?:the|about|approximately|at\s+least|more\s+than|over|almost|nearly)\s+){{0,2}}(?P<back>past|last|previous|preceding|prior)\s+(?:(?P<pastn>{_NUMBER_OR_A})[\s-]*)?(?P<pastu>{UNIT})"
    rf"|for\s+(?:(?:about|approximately|at\s+least|more\s+than|over|almost|nearly|the)\s+){{0,2}}(?P<for>{_NUMBER_OR_A})[\s-]*(?P<foru>{UNIT})"
    rf"|(?:an?\s+)?(?P<hist>{_NUMBER_OR_A})[\s-]+(?P<histu>{UNIT})(?=\s+(?:history|h/o|hx))"
    rf"|in\s+(?P<ahead>{NUMBER})[\s-]*(?P<aheadu>{UNIT})(?=\s*[.,;)]|\s*$)"
    r"|(?:POD|post[\s-]?op(?:erative)?\s+day)\s*\#?\s*(?P<pod>\d{1,3})"
    r"|(?:hospital(?:i[sz]ation)?\s+day|HD)\s*(?:number\s+|no\.?\s*)?\#?\s*(?P<hd>\d{1,3}|one|two|three|four|five|six|seven)"
    r"|the\s+(?P<prior>day|night|evening|week|month)\s+(?:prior\s+to|before)\s+(?P<event3>(?:his\s+|her\s+|the\s+)?(?:admission|presentation|arrival))"
    r"|(?P<lastnext>last|this|next)\s+(?P<lastunit>week|month|year)"
    r"|(?P<which>last|this|past)\s+(?P<season>spring|summer|autumn|fall|winter)"
    r"|(?P<word>yesterday|today|tonight|tomorrow|this\s+morning|last\s+night)"
    r"|(?P<agepre>at|since|from)\s+(?:the\s+|an\s+)?age(?:\s+of)?\s+(?P<age>\d{1,3})|at\s+(?P<age2>\d{1,3})\s+years\s+(?:of\s+age|old)"
    r"|(?:when|while)\s+(?:s?he|the\s+patient)\s+was\s+(?P<age3>\d{1,3})(?:\s+years?(?:\s+old)?)?"
    r"|since\s+(?:(?:his|her|their|early|late|the)\s+)*(?P<child>birth|infancy|childhood|adolescence)"
    r")(?!\w)"
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
_PLANNED = re.compile(
    r"\b(?:will|follow(?:ed|ing)?[\s-]?up|f/u|returns?|see|seen|repeat|recheck|plan\w*|schedul\w*|again|due|appointment|visit|rtc"
    r"|reassess\w*|re-?evaluat\w*|expected|back|to\s+be|come|start|begin|next)\b[^.;]*\Z",
    re.I,
)
_SHORT_YEAR = re.compile(
    r"(?<![\w'’])(?P<pre>(?:in|since|circa|from|around|until)\s+|(?<=[a-zA-Z] )|(?<=\())['’](?P<yy>\d\d)(?![\w'’])",
    re.I,
)
_HALF_UNIT = {"W": 3, "M": 15, "Y": 183}


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
    for time in _relative(text, today, _full(admission_date)):
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


def _relative(text: str, today: date | None, admitted: date | None) -> Iterator[TimeExpression]:
    for m in _RELATIVE.finditer(text):
        words = m[0]
        event = m["event"] or m["event2"] or m["event3"]
        if m["child"]:
            reached = {"birth": 0, "infancy": 1, "childhood": 13, "adolescence": 20}[m["child"].casefold()]
            window = Window(f"P{reached}Y", None, "birth", words, throughout=True)
            yield TimeExpression(words, m.start(), m.end(), window)
        elif m["age"] or m["age2"] or m["age3"]:
            years = int(m["age"] or m["age2"] or m["age3"])
            since = (m["agepre"] or "at").casefold() != "at"
            window = Window(f"P{years}Y", None if since else f"P{years + 1}Y", "birth", words, throughout=since)
            yield TimeExpression(words, m.start(), m.end(), window)
        elif m["ago"] or m["prior"]:
            unit = "day" if m["prior"] and m["prior"].casefold() in ("night", "evening") else m["agou"] or m["prior"]
            length = iso_duration(_count(m["ago"] or "1"), unit)
            window = Window(f"-{length}", f"-{length}", "admission" if event else "document", words)
            origin = admitted if event else today
            low, high = (None, None) if origin is None else _around(origin, f"-{length}")
            yield TimeExpression(words, m.start(), m.end(), window, low, high)
        elif m["hd"]:
            day = int(NUMBER_WORDS.get(m["hd"].casefold()) or m["hd"])
            at = admitted + timedelta(days=day - 1) if admitted is not None and day else None
            window = Window(f"P{day}D", f"P{day}D", "admission", words)
            yield TimeExpression(words, m.start(), m.end(), window, None if at is None else at.isoformat())
        elif m["season"]:
            yield _season(m, today)
        elif m["ahead"]:
            if not _PLANNED.search(text, max(0, m.start() - 90), m.start()):
                continue  # "improved in 2 days"
            length = iso_duration(_count(m["ahead"]), m["aheadu"])
            low, high = (None, None) if today is None else _around(today, length)
            window = Window(length, length, "document", words)
            yield TimeExpression(words, m.start(), m.end(), window, low, high)
        elif m["pod"]:
            length = f"P{int(m['pod'])}D"
            operated = None if today is None else add_duration(today, f"-{length}").isoformat()
            window = Window(f"-{length}", f"-{length}", "surgery", words)
            yield TimeExpression(words, m.start(), m.end(), window, operated)
        elif m["lastnext"] or m["word"]:
            yield _named(m, today)
        else:
            number = m["x"] or m["pastn"] or m["for"] or m["hist"] or "1"
            unit = m["xu"] or m["pastu"] or m["foru"] or m["histu"]
            length = iso_duration(_count(number), unit)
            window = Window(
                f"-{length}", "P0D", "document", words, throughout=not m["back"] or words[:3].casefold() == "for"
            )
            begin = None if today is None else _begin(today, length, exact=bool(m["back"]))
            yield TimeExpression(words, m.start(), m.end(), window, begin, None if today is None else today.isoformat())


def _count(words: str) -> float:
    word = words.casefold()
    if word in ("a", "an"):
        return 1.0
    return 2.0 if "couple" in word else number_value(word)


def _begin(today: date, length: str, *, exact: bool) -> str:
    """When what ends today began: to the day ("in the past year"), or as precise as its unit ("for 10 years")."""
    text = add_duration(today, f"-{length}").isoformat()
    if exact:
        return text
    return text[:4] if length.endswith("Y") else text[:7] if length.endswith("M") and "T" not in length else text


def _around(today: date, length: str) -> tuple[str, str | None]:
    """First and last day of what lies about `length` from `today`; the last is None where it is one day."""
    day = add_duration(today, length)
    half = 0 if "T" in length else _HALF_UNIT.get(length[-1], 0)
    if "T" in length:
        low, high = sorted((day, min(day + timedelta(days=1), today) if length.startswith("-") else day))
        return low.isoformat(), high.isoformat() if high != low else None
    if not half:
        return day.isoformat(), None
    return (day - timedelta(days=half)).isoformat(), (day + timedelta(days=half)).isoformat()


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season(m: re.Match[str], today: date | None) -> TimeExpression:
    """``last winter``: the latest one that is over; ``this summer``: that of the year, or the one that goes on."""
    window = Window("-P1M", "-P1M", "document", m[0])
    if today is None:
        return TimeExpression(m[0], m.start(), m.end(), window)
    first = _SEASONS[m["season"].casefold()]
    for year in (today.year, today.year - 1, today.year - 2):
        begin, end = date(year, first, 1), date(year + (first == 12), (first + 2) % 12 + 1, 1) - timedelta(days=1)
        if end < today or (begin <= today and m["which"].casefold() == "this"):
            break
    return TimeExpression(m[0], m.start(), m.end(), window, begin.isoformat(), end.isoformat())


_MARKED = re.compile(r"\[\*\*(?P<m>\d{1,2})[-/](?P<d>\d{1,2})\*\*\]")


def _marked(text: str, today: date, taken: list[tuple[int, int]]) -> Iterator[TimeExpression]:
    """``[**3-5**]``: the day of the year that is nearest to the document's date."""
    for m in _MARKED.finditer(text):
        days = [_iso(today.year + step, int(m["m"]), int(m["d"])) for step in (-1, 0, 1)]
        near = min((d for d in days if d), key=lambda d: abs(date.fromisoformat(d) - today), default=None)
        if near is not None and not any(a < m.end() and m.start() < b for a, b in taken):
            yield TimeExpression(m[0], m.start(), m.end(), None, near)


def _named(m: re.Match[str], today: date | None) -> TimeExpression:
    """``yesterday``, ``last month``: a day, or the calendar's week, month or year before, of or after today's."""
    words = m[0]
    word = " ".join((m["word"] or m["lastnext"]).casefold().split())
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1, "last": -1, "next": 1}.get(word, 0)
    unit = "D" if m["word"] else m["lastunit"][0].upper()
    length = f"P{abs(steps)}{unit}" if steps else "P0D"
    length = f"-{length}" if steps < 0 else length
    window = Window(length, length, "document", words)
    if today is None:
        return TimeExpression(words, m.start(), m.end(), window)
    day = add_duration(today, length)
    if unit == "W":
        monday = day - timedelta(days=day.weekday())
        return TimeExpression(
            words, m.start(), m.end(), window, monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        )
    return TimeExpression(
        words,
        m.start(),
        m.end(),
        window,
        {"D": day.isoformat(), "M": day.isoformat()[:7], "Y": day.isoformat()[:4]}[unit],
    )
