"""Time windows of criteria (``within 14 days before enrollment``); the dates of notes are in `eligo.entities.dates`.

Conventions, where the words leave a choice:

* A duration keeps its unit: 28 days is ``P28D``, four weeks ``P4W``, 24 hours ``PT24H``.
* "4 weeks before X", without a comparator, is within 4 weeks; "at least 4 weeks before X" is ``to: -P4W`` with an open
  start. With "earlier", "ago" or "since" and nothing else, a duration is a least one too ("completed 4 weeks earlier").
* No anchor in the words: ``anchor`` is None, never a guess.
* "within 5 years of X" looks back from the anchors at which a patient joins the trial, forward from a birth
  or an end of treatment, both ways from any other event. An event of no table is the anchor ``event``, its words
  outside the span.
* "at least 4 weeks since prior chemotherapy" measures from the thing itself: the chemotherapy lies in ``to: -P4W``,
  without an anchor.
* "for at least 3 months" is ``throughout``: from ``-P3M`` to ``P0D`` (after an anchor: from ``P0D`` to ``P3M``).
* "from A until 3 months after B" starts at anchor A (``P0D``) and has an open end; its text says the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from eligo.schema import TimeExpression, Window

from . import window_patterns as words
from .anchors import JOINING, anchor_grammar
from .dates import find_dates
from .durations import iso_duration, number_value
from .hints import WholeWords
from .window_sides import Span, point_sides, sides

__all__ = ["find_dates", "find_windows"]

_NO_LESS = re.compile(r"\bnot?\s+(?:less|fewer|shorter|earlier)\s+than\b", re.IGNORECASE)
_MAY_GO_ON = WholeWords(("during", "throughout", "duration", "course"))
_REACH = 90  # characters before a unit in which its expression begins
_LEADING = re.compile(r"\s*(?:(?:or|of)\s+)?", re.IGNORECASE)
_OPENS = re.compile(r"from\s|(?:starting|beginning|commencing)\s", re.IGNORECASE)
_END_OF_STUDY = re.compile(
    r"[\s,]*(?:until|till|through|up\s+to|to)\s+(?:the\s+)?(?:(?!(?:and|or|if|with|for)\b)[\w-]+\s+){0,5}(?:visit|study|trial|treatment|participation|follow[-\s]?up|end|completion)\b",
    re.IGNORECASE,
)
_FIRST_OF_ALL = re.compile(r"\b(?:first|initial|consent|screening|dose|day\s*-?\d)\b", re.IGNORECASE)
_OR = re.compile(r"[\s,(]*(?:and/)?or\s+", re.IGNORECASE)
# "within 30 days before screening, and/or at any time during the study": the time goes on
_AND_DURING = re.compile(
    r"[\s,]*(?:and\s*/\s*or|or|and)\s+(?:(?:at\s+any\s+time|any\s?time|planned|expected|scheduled|then|also)\s+)*"
    r"(?:during|throughout|for\s+the\s+(?:entire\s+|whole\s+)?duration\s+of|in\s+the\s+course\s+of)\s+"
    r"(?=(?:[\w’'-]+\s+){0,6}?(?:study|trial|treatment|participation|period|phase)\b)"
    r"(?:(?:the|this|that|their|his|her|any|entire|whole|full|complete|course|conduct|duration|of|in|clinical|investigational|"
    r"present|current|study|trial|protocol|treatment|participation|period|phase|run-in|screening|baseline|follow-?up|"
    r"double-?blind|open-?label|maintenance|dosing|patient['’]s|subject['’]s|participant['’]s)(?![\w-])\s*)+",
    re.IGNORECASE,
)
_TO_BE_NAMED = re.compile(r"\b(?:before|prior\s+to|preceding)\Z", re.IGNORECASE)
_CONTINUES = re.compile(
    r"(?:until|till|through|thru|to|for|throughout|during|while|up\s+to|at\s+least)\b", re.IGNORECASE
)


def find_windows(text: str, offset: int = 0) -> list[TimeExpression]:
    """The time windows of a criterion, in the order of the text, none overlapping.

    A span holds the whole expression, its preposition and its anchor included. Ages, gestation and life expectancy are
    no windows.

    Args:
        offset: added to every position.
    """
    found: list[TimeExpression] = []
    done = 0
    for unit in words.UNITS.finditer(text) if words.MAY_NAME_UNIT(text) or words.SHORT_UNIT.search(text) else ():
        if unit.start() < done:
            continue
        span = _read_duration(text, done, unit.start(), unit.end())
        window = _window(text, span) if span is not None else None
        if span is None or window is None:
            done = unit.end()
            continue
        done = span.start + len(window.text)
        found.append(TimeExpression(window.text, span.start, done, window))
    found = _joined(text, _with_points(text, found))
    return [TimeExpression(t.text, t.start + offset, t.end + offset, t.window) for t in found] if offset else found


def _number(digits: str) -> float:
    return number_value(re.split(r"\s*-?\(", digits, maxsplit=1)[0])


def _compared(modifiers: str) -> Literal["least", "most"] | None:
    if words.MOST.search(modifiers) and not _NO_LESS.search(modifiers):
        return "most"
    return "least" if words.LEAST.search(modifiers) else None


def _read_duration(text: str, low: int, unit_start: int, unit_end: int) -> Span | None:
    m = words.CORE.search(text, max(low, unit_start - _REACH), unit_end)
    if m is None or m.end() != unit_end:
        return None
    modifiers = m["mods"]
    direction: Literal["back", "ahead"] | None = None
    if m["past"] or words.BACK.search(modifiers):
        direction = "back"
    elif words.AHEAD.search(modifiers):
        direction = "ahead"
    start = m.start() + _LEADING.match(m[0]).end()  # type: ignore[union-attr]
    prep = " ".join((m["prep"] or "").casefold().split())
    compared = _compared(modifiers) or ("least" if m["more"] else "most" if m["less"] else None)
    span = Span(start, unit_end, None, None, compared, prep, direction)
    if of := words.EITHER_OF.search(modifiers):  # "the longer of 3 weeks or 5 half-lives"
        span.whichever = "longer" if of["which"].casefold() in ("longer", "greater") else "shorter"
    if words.HALF_LIVES.fullmatch(m["unit"]):
        if m["n1"] is None:
            return None
        span.half_lives = _number(m["n1"])
    elif m["n1"] is None:  # "the past year", "within a year"
        if prep in ("until", "till", "through", "to") and m["unit"][-1] in "yY" and words.FIRST.search(modifiers):
            return None  # "until the first day of treatment"
        article = prep and re.search(r"\ban?\b", modifiers, re.IGNORECASE)
        if prep and not article and re.search(r"\bthe\b", modifiers, re.IGNORECASE):  # "during the week before"
            rel = words.RELATION.match(text, unit_end)
            said_so = rel is not None and bool(rel["before"] or rel["past"])
        else:
            said_so = bool(article)
        if not (direction or said_so) or m["unit"][-1] in "sS":
            return None
        span.near = span.far = iso_duration(1, m["unit"])
    else:
        _read_numbers(text, m, span)
    _read_tail(text, span)
    return span


def _read_numbers(text: str, m: re.Match[str], span: Span) -> None:
    first, unit = _number(m["n1"]), m["u1"] or m["unit"]
    span.near = span.far = iso_duration(first, unit)
    if m["n2"]:
        second = number_value(m["n2"])
        span.far = iso_duration(second, m["unit"])
        if second < first and not m["u1"]:
            span.near, span.far = span.far, span.near
    elif (to := words.TO.match(text, span.end)) and (span.prep == "between" or not span.compared):
        span.far, span.end = iso_duration(_number(to["n"]), to["unit"]), to.end()


def _read_tail(text: str, span: Span) -> None:
    """What may stand between a duration and its anchor: or longer, half-lives, an aside in parentheses."""
    second = words.SECOND.match(text, span.end)
    if post := words.POSTFIX.match(text, span.end):
        span.compared, span.end = ("least" if post["least"] else "most"), post.end()
    elif second and second["cmp"] and span.compared and span.compared != _compared(second["cmp"]):
        other = iso_duration(_number(second["n"]), second["unit"])
        span.near, span.far = (span.near, other) if span.compared == "least" else (other, span.far)
        span.compared, span.prep, span.end = None, span.prep or "between", second.end()
    _read_half_lives(text, span)
    if span.half_lives is None and (aside := words.ASIDE.match(text, span.end)):
        span.end = aside.end()
        _read_half_lives(text, span)  # "30 days (or as the law requires) or 5 half-lives"
    if period := words.PERIOD.match(text, span.end):
        span.end = period.end()


def _read_half_lives(text: str, span: Span) -> None:
    if span.half_lives is None and words.MAY_NAME_HALF(text) and (halves := words.OR_HALF_LIVES.match(text, span.end)):
        span.half_lives, span.end = _number(halves["n"]), halves.end()
        if halves["of"] and _names_joining(text, halves.start("of")):  # "or 5 half-lives of enrolment"
            span.end = halves.start("of")
    elif span.half_lives is not None and span.near is None and (time := words.OR_TIME.match(text, span.end)):
        span.near = span.far = iso_duration(_number(time["n"]), time["unit"])
        span.end = time.end()
    if span.half_lives is None:
        return
    if which := words.WHICHEVER.match(text, span.end):
        word = which["which"].casefold()
        span.whichever = "longer" if word.startswith(("long", "great", "more", "later")) else "shorter"
        span.end = which.end()
    elif text[span.end : span.end + 1] == ")" and "(" in text[span.start : span.end]:
        span.end += 1


def _names_joining(text: str, start: int) -> bool:
    """Whether the words behind "of" are the anchor, and not the drug whose half-lives are meant."""
    behind = words.OF.match(text, start)
    anchor = anchor_grammar().read(text, behind.end()) if behind else None
    return anchor is not None and anchor.name in JOINING and not anchor.bare


def _window(text: str, span: Span) -> Window | None:
    got = sides(text, span)
    if got is None:
        return None
    if span.half_lives is None or span.whichever is None:
        _read_half_lives(text, span)  # they may follow the anchor too
    said = text[span.start : span.end].rstrip()
    if span.near is None:  # half-lives alone
        return Window(None, None, got.anchor, said, span.half_lives, span.whichever, got.throughout)
    return Window(got.low, got.high, got.anchor, said, span.half_lives, span.whichever, got.throughout)


def _with_points(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """Add the windows that name an anchor and no duration: at screening, since diagnosis, during the study."""
    if not words.MAY_NAME_POINT(text):
        return found
    points: list[TimeExpression] = []
    spans = iter([*found, None])
    taken = next(spans)
    done = 0
    for m in words.POINT.finditer(text):
        while taken is not None and taken.end <= m.start():
            done, taken = max(done, taken.end), next(spans)
        if m.start() < done:
            continue
        anchor = anchor_grammar().read(text, m.end())
        if anchor is None or anchor.name == "event" or (taken is not None and anchor.end > taken.start):
            continue
        got = point_sides(m, anchor, text[m.end() : anchor.end])
        if got is None:
            continue
        said = text[m.start() : anchor.end].rstrip()
        done = m.start() + len(said)
        window = Window(got.low, got.high, got.anchor, said, throughout=got.throughout)
        points.append(TimeExpression(said, m.start(), done, window))
    return sorted([*found, *points], key=lambda t: t.start) if points else found


def _joined(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """``during the study`` + ``and for 6 months after the last dose`` are one window with an open end."""
    out: list[TimeExpression] = []
    for time in found:
        last = out[-1] if out else None
        if last is not None and last.window is not None and _continues(text, last, time):
            said = text[last.start : time.end]
            window = replace(last.window, to=None, text=said, throughout=True)
            out[-1] = TimeExpression(said, last.start, time.end, window)
        elif last is not None and time.window is not None and _reaches_back(text, last, time):
            said = text[last.start : time.end]
            out[-1] = TimeExpression(said, last.start, time.end, replace(time.window, text=said))
        else:
            out.append(time)
    if _MAY_GO_ON(text):
        out = _going_on(text, out)
    return [closed for t in out if (closed := _closed(text, t)) is not None]


def _going_on(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """``within 30 days before screening`` + ``or during the study`` are one window with an open end."""
    out: list[TimeExpression] = []
    for time in found:
        if out and time.start < out[-1].end:
            continue  # the study's own time, which has been taken in
        window, more = time.window, None
        if window is not None and window.to == "P0D" and window.from_ and window.from_.startswith("-"):
            more = _AND_DURING.match(text, time.end)
        if window is None or more is None:
            out.append(time)
            continue
        said = text[time.start : more.end()].rstrip()
        anchor = "study" if _TO_BE_NAMED.search(time.text) else window.anchor
        window = replace(window, to=None, anchor=anchor, text=said)
        out.append(TimeExpression(said, time.start, time.start + len(said), window))
    return out


def _closed(text: str, time: TimeExpression) -> TimeExpression | None:
    """ "From the first dose until the last visit": an end that is no anchor is told by its words; None without one."""
    if time.window is None or not _is_open_from(time):
        return time
    if (end := _END_OF_STUDY.match(text, time.end)) is not None:
        said = text[time.start : end.end()]
        return TimeExpression(said, time.start, end.end(), replace(time.window, text=said, throughout=True))
    starts = not time.text[:5].casefold().startswith("from") and _FIRST_OF_ALL.search(time.text) is not None
    return time if starts else None


def _is_open_from(time: TimeExpression) -> bool:
    """``from the study``, which no end has joined."""
    window = time.window
    opens = _OPENS.match(time.text) is not None
    return opens and window is not None and window.from_ == "P0D" and window.to is None and not window.throughout


def _reaches_back(text: str, first: TimeExpression, second: TimeExpression) -> bool:
    """``at screening`` + ``or within the previous 3 months`` are the longer of the two."""
    a, b = first.window, second.window
    if a is None or b is None or not a.from_ == a.to == "P0D":
        return False
    back = b.from_ is not None and b.from_.startswith("-") and b.to == "P0D" and not b.throughout
    return back and _OR.fullmatch(text, first.end, second.start) is not None


def _continues(text: str, first: TimeExpression, second: TimeExpression) -> bool:
    a, b = first.window, second.window
    if a is None or b is None or a.from_ != "P0D" or a.to not in (None, "P0D") or a.anchor is None:
        return False
    forward = b.anchor is not None and b.to is not None and not b.to.startswith("-")
    forward = forward or (b.throughout and b.anchor == "study" and _OPENS.match(first.text) is not None)
    if not forward or not _CONTINUES.match(second.text):
        return False
    return words.JOINED.fullmatch(text, first.end, second.start) is not None
