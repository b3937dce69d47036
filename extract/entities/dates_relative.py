"""Dates told from another day: two months ago, post-operative day 3, last spring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from eligo.schema import TimeExpression, Window
from eligo.schema.dates import add_duration

from .durations import NUMBER, UNIT, compile_words, iso_duration, number_value
from .numbers import NUMBER_WORDS

__all__ = ["relative_dates"]


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
_PLANNED = re.compile(
    r"\b(?:will|follow(?:ed|ing)?[\s-]?up|f/u|returns?|see|seen|repeat|recheck|plan\w*|schedul\w*|again|due|appointment|visit|rtc"
    r"|reassess\w*|re-?evaluat\w*|expected|back|to\s+be|come|start|begin|next)\b[^.;]*\Z",
    re.I,
)
_HALF_UNIT = {"W": 3, "M": 15, "Y": 183}


def relative_dates(text: str, today: date | None, admitted: date | None) -> Iterator[TimeExpression]:
    """Times that are told against the document's day, an admission or the patient's life: "two months ago"."""
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
