"""When a fact was so: the dates of its statement, of its section's heading, or of the note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from eligo.entities.times import find_dates
from eligo.schema import Analysis, Document, Fact, Period, TimeExpression
from eligo.schema.dates import interval

from .facts_context import NoteContext, clause_of

__all__ = ["continue_times", "ended", "ending", "heading_times", "with_times"]

_POINTS = frozenset({"measurement", "score"})
_DATED_BY_HEADING = frozenset({"measurement", "score", "biomarker", "lesion"})
_AND = re.compile(
    r"\s*(?:,?\s*(?:and|&|\+|/|plus|with|then)\s*|[/+])"
    r"(?:(?!(?:received|underwent|started|began|completed|had|was|got|stopped|then)\b)[\w-]+\s+){0,2}",
    re.I,
)
_LIST = re.compile(
    r"\s*(?:,|,?\s*(?:and|&|\+|/|plus|with)\s|[/+])\s*(?:(?:and|a|the)\s+)?"
    r"(?:(?!(?:received|underwent|started|began|completed|had|was|got|stopped|then)\b)[\w-]+\s+){0,1}",
    re.I,
)
_LEADS = re.compile(r"[^:.;]{0,40}:\s*$|\s*$|[\s\w(-]{0,24}$")
_ONLY_DATE = re.compile(
    r"\W*(?:date|collected|drawn|on|time|results?|labs?|as\s+of|seen(?:\s+on)?|(?:(?:clinic|office|outpatient|home|first|second"
    r"|third|last|previous|next|follow[\s-]?up|screening|baseline|progress|nursing|ward)\s+)?(?:visit|encounter|consultation"
    r"|review|entry|addendum|note|follow[\s-]?up)(?:\s+\d{1,2})?(?:\s+(?:on|of|from|dated))?)?\W*",
    re.I,
)
_FINDS = re.compile(
    r"\s*\)?\s*(?:,\s*)?(?:which\s+)?(?:show|reveal|demonstrat|confirm|found|with|noted|was\b|:|consistent)", re.I
)
_ENCOUNTER = re.compile(
    r"\b(?:present(?:ed|s|ing)|admitted|seen|discharged|referred|came|transferred|evaluated|follow(?:ed|s)?[\s-]*up|visit\w*|returned)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:last|final)\s+(?:dose|cycle|course|infusion|treatment|given|taken|used)\b[^.;,]{0,20}$"
    r"|\b(?:completed|stopped|discontinued|quit|ended|finished)\s*(?:on|in|:)?\s*$",
    re.I,
)
_OF_THEIR_OWN = frozenset({"condition", "procedure"})  # in a list, each has a time of its own
_ENDABLE = frozenset({"drug", "condition"})
_TREATED = re.compile(
    r"\s*,?\s*(?:(?:was|has\s+been)\s+)?(?:treated|managed|cured)\s+(?:with|by)\s+(?:[\w-]+\s+){0,2}", re.I
)
_PER_TIME = re.compile(r"(?!.*m2).*/(?:d|wk|mo)")  # units of a dose that is taken day by day
_UNTIL = re.compile(r"\W*(?:until|till|through|to|up\s+to)\b", re.I)
_COURSE = re.compile(r"for\b|[x×]", re.I)
_GIVEN = re.compile(
    r"\b(?:was|were|received|given|treated|completed|administered|underwent|prescribed|started|initiated|followed\s+by|course\s+of"
    r"|post-?operative(?:ly)?|then|had|got)\b",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:ha(?:s|ve)\s+been|is|are|currently|now|takes|taking|still|continues?|continuing|remains)\b", re.I
)
_HISTORY_OF = re.compile(r"\s+(?:history|h/o|hx)\b", re.I)
_BROUGHT = re.compile(
    r"(?:\s*,?\s*(?:to|at|by)\s+(?:[\w’'-]+\s+){1,6}?)?\s*,?\s*(?:with|for|because\s+of|due\s+to|complaining\s+of|after)\b",
    re.I,
)
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b", re.I)
_NEAR = 90  # characters between a thing and the date said of it


def heading_times(document: Document, analyses: Sequence[Analysis]) -> dict[str, str]:
    """Statement ids to the date in their section's heading, or in the row above that holds nothing but a date."""
    day = document.dates.get("document")
    headings: list[tuple[int, str | None]] = []
    for skipped in document.skipped:
        if skipped.reason == "heading":
            found = find_dates(document.text[skipped.start : skipped.end], document_date=day)
            headings.append((skipped.start, next((t.date for t in found if t.date), None)))
    out: dict[str, str] = {}
    current: str | None = None
    section: str | None = None
    for analysis in analyses:
        statement = analysis.statement
        if statement.section != section:
            current, section = None, statement.section
        while headings and headings[0][0] < statement.start:
            current = headings.pop(0)[1]
        own = [t for t in analysis.times if t.date]
        if own:
            rest = statement.text
            for time in own:
                rest = rest.replace(time.text, "", 1)
            if _ONLY_DATE.fullmatch(rest):
                current = own[0].date
        if current is not None:
            out[statement.id] = current
    return out


def with_times(facts: Sequence[Fact], times: Iterable[TimeExpression], context: NoteContext) -> list[Fact]:
    """The facts of one statement, each with its time.

    A date goes to what stands before it in its clause (with all that "and" joins to that), or, where nothing does, to
    all that follows. What is left of measurements takes the heading's date, or else the note's (then ``assumed``).
    """
    found: dict[int, TimeExpression] = {}
    ends: dict[int, str] = {}
    dated = sorted((t for t in times if _resolved(t)), key=lambda t: t.start)
    order = sorted(range(len(facts)), key=lambda i: facts[i].start)
    held = {i: t for i, f in enumerate(facts) if f.type in _POINTS for t in dated if _holds(f, t)}
    for n, time in enumerate(dated):
        if any(f.start < time.end and time.start < f.end and f.type in _POINTS and not _holds(f, time) for f in facts):
            continue  # the "date" is a value
        low = dated[n - 1].end if n else context.offset
        said_of = list(_said_of(facts, order, time, low, context))
        said_of = [i for i in said_of if held.get(i, time) is time and not _outdated(facts, i, said_of)]
        if time.window is not None and _COURSE.match(time.text):
            said_of = [i for i in said_of if not _is_over(facts[i], time, context)]
        if time.window is not None and time.window.throughout:
            said_of = [i for i in said_of if facts[i].type not in _POINTS or facts[i].change]  # a value is of a day
        if time.window is not None and time.window.anchor == "surgery":
            said_of = [i for i in said_of if facts[i].type == "procedure"]  # the day of the operation
        if _ENDS.search(context.text[: time.start - context.offset][-60:]):
            said_of = said_of or [
                i for i in order if found.get(i) is (dated[n - 1] if n else None) and facts[i].end <= time.start
            ]
            said_of = [i for i in said_of if facts[i].type not in _POINTS]
            ends.update((i, _day_of(facts[i], time)) for i in said_of if facts[i].type in _ENDABLE and time.date)
        for i in said_of:
            found.setdefault(i, time)
    _date_of_treatment(facts, order, found, context)
    out = []
    for i, fact in enumerate(facts):
        said = found.get(i)
        if i in ends:
            out.append(ended(_timed(fact, said) if said is not None else fact, ends[i]))
        elif said is not None:
            out.append(_timed(fact, said))
        elif fact.assertion == "historical" and fact.type in _POINTS and fact.value is not None:
            out.append(fact)  # an earlier value of a trend
        elif fact.type in _DATED_BY_HEADING and context.heading_time is not None:
            out.append(replace(fact, time=context.heading_time))
        elif fact.type in _POINTS and context.day is not None and fact.assertion == "present":
            out.append(replace(fact, time=context.day, assumed=(*fact.assumed, "time")))
        else:
            out.append(fact)
    return out


def _date_of_treatment(
    facts: Sequence[Fact], order: Sequence[int], found: dict[int, TimeExpression], context: NoteContext
) -> None:
    """``Breast cancer treated with surgery in 2018``: a condition without a date was there when it was treated."""
    for i, j in pairwise(order):
        time = found.get(j)
        if time is None or time.window is not None or i in found or facts[i].type != "condition":
            continue
        between = facts[i].end - context.offset, facts[j].start - context.offset
        if facts[j].type in ("procedure", "drug") and _TREATED.fullmatch(context.text, *between):
            found[i] = time


def _day_of(fact: Fact, time: TimeExpression) -> str:
    """The day that a time gives, as precise as it is."""
    told = _timed(fact, time).time
    return told if isinstance(told, str) else time.date or ""


def _is_over(fact: Fact, time: TimeExpression, context: NoteContext) -> bool:
    """Whether a length of time is that of a course that nobody says goes on: ``was given for 7 days``."""
    if fact.type not in ("drug", "procedure") or fact.status == "ongoing":
        return False
    start, _ = clause_of(context.text, fact.start - context.offset)
    head = context.text[start : time.start - context.offset]
    return _GIVEN.search(head) is not None and not _GOES_ON.search(head)


def _holds(fact: Fact, time: TimeExpression) -> bool:
    """Whether a date stands between a fact's name and its value: ``CRP on March 3, 2021: 12``."""
    return fact.start < time.start and time.end < fact.end and not time.text.isdigit()


def _outdated(facts: Sequence[Fact], i: int, said_of: Sequence[int]) -> bool:
    """Whether a fact is the earlier value of a trend whose later one the same time is said of; or, where the earlier
    one stands right before the time (``45 %, previously 30 % in 2020``), the later."""
    fact, nearest = facts[i], facts[said_of[0]]
    same = any(facts[j].name == fact.name and facts[j].start < fact.start for j in said_of)
    if fact is nearest and fact.assertion == "historical" and same:
        return False
    if nearest.start > fact.start and nearest.assertion == "historical" and nearest.type in _POINTS:
        return nearest.name == fact.name and fact.assertion == "present"
    return fact.assertion == "historical" and any(
        facts[j].name == fact.name and facts[j].assertion == "present" for j in said_of
    )


def ended(fact: Fact, day: str) -> Fact:
    """The fact over since `day`: a drug is ``stopped``, anything else ``history``."""
    begin = fact.time if isinstance(fact.time, str) and fact.time != day else None
    if isinstance(fact.time, Period) and fact.time.to not in (None, day):
        begin = None  # "for 30 years, quit in 2015": 30 years before then, not before the note
    elif isinstance(fact.time, Period):
        begin = fact.time.from_
    return replace(fact, time=Period(begin, day), status="stopped" if fact.type == "drug" else "history")


def ending(analysis: Analysis) -> str | None:
    """The date that a statement without a thing of its own gives as an end (``Last dose on 2022-03-01.``)."""
    if analysis.mentions or len(analysis.times) != 1:
        return None
    time, statement = analysis.times[0], analysis.statement
    return time.date if _ENDS.search(statement.text[: time.start - statement.start]) else None


def continue_times(facts: Sequence[Fact], context: NoteContext, analysis: Analysis) -> list[Fact]:
    """The facts of a statement, with the end that a next line of nothing else gives (``until 2022-03-01``).

    Args:
        context: of the statement of `facts`.
        analysis: of the statement after it.
    """
    statement = analysis.statement
    if analysis.mentions or len(analysis.times) != 1 or not _UNTIL.match(statement.text):
        return list(facts)
    time = analysis.times[0]
    rest = statement.text[: time.start - statement.start] + statement.text[time.end - statement.start :]
    if time.end_date is None or time.date is not None or rest.strip(" \n\t.,;)"):
        return list(facts)
    end = context.offset + len(context.text)
    order = sorted(range(len(facts)), key=lambda i: facts[i].start)
    said_of = set(_said_of(facts, order, replace(time, start=end, end=end), context.offset, context))
    return [_until(f, time.end_date) if i in said_of else f for i, f in enumerate(facts)]


def _until(fact: Fact, day: str) -> Fact:
    if fact.type not in _ENDABLE or fact.assertion != "present":
        return fact
    if fact.time is None or isinstance(fact.time, str):
        return replace(fact, time=Period(fact.time, day))
    return replace(fact, time=replace(fact.time, to=day)) if fact.time.to is None else fact


def _resolved(time: TimeExpression) -> bool:
    return time.date is not None or time.end_date is not None


def _said_of(
    facts: Sequence[Fact], order: Sequence[int], time: TimeExpression, low: int, context: NoteContext
) -> Iterator[int]:
    text, offset = context.text, context.offset
    first, last = clause_of(text, time.start - offset)
    holding = [i for i in order if facts[i].type in _POINTS and _holds(facts[i], time)]
    if holding:
        yield from holding
        return
    if _HISTORY_OF.match(text, time.end - offset):  # "a 4-month history of": what follows
        yield from (i for i in order if time.end <= facts[i].start < last + offset and facts[i].type in _OF_THEIR_OWN)
        return
    before = [i for i in order if max(low, first + offset) <= facts[i].start and facts[i].end <= time.start]
    near = bool(before) and time.start - facts[before[-1]].end <= _NEAR
    if near and not _ENCOUNTER.search(text, facts[before[-1]].end - offset, time.start - offset):
        yield before[-1]
        if _is_course(text[time.start - offset : time.end - offset]):
            return
        for later, earlier in zip(reversed(before), reversed(before[:-1]), strict=False):
            gap = text[facts[earlier].end - offset : max(facts[later].start, facts[earlier].end) - offset]
            same = facts[earlier].type == facts[later].type
            points = same and facts[earlier].type in _POINTS
            listed = same and facts[earlier].type == "drug" and _LIST.fullmatch(gap)
            if listed and gap.strip() == "," and all(_is_entry(facts[i]) for i in (earlier, later)):
                break  # "metformin 1 g daily, insulin 20 units daily until June"
            if not (points or listed or (same and _AND.fullmatch(gap))):
                break
            if same and facts[earlier].type in _OF_THEIR_OWN and _is_listed(text, facts[earlier].start - offset, first):
                break  # "hypertension, diabetes and stroke in 2015"
            yield earlier
        if time.end_date is None and _FINDS.match(text, time.end - offset):
            yield from (i for i in order if time.end <= facts[i].start < last + offset)
        return
    inside = [i for i in order if facts[i].start <= time.start < facts[i].end]
    if inside:
        yield from inside
        return
    head = text[first : time.start - offset]
    if not _LEADS.match(head):
        if _ENCOUNTER.search(head) and _BROUGHT.match(text, time.end - offset):  # "admitted in 2004 with"
            yield from (
                i
                for i in order
                if time.end <= facts[i].start < last + offset
                and facts[i].type == "condition"
                and facts[i].assertion in ("present", "absent")
                and facts[i].status != "history"
            )
        return
    until = len(text) if re.match(r"\s*\)?\s*:", text[time.end - offset :]) else last
    for i in order:
        if facts[i].start >= time.end and facts[i].start - offset < until:
            yield i


def _is_entry(fact: Fact) -> bool:
    """Whether a drug has a dose a day of its own, as in a list of what is taken at home."""
    return fact.dose is not None and fact.dose.unit is not None and _PER_TIME.fullmatch(fact.dose.unit) is not None


def _is_course(words: str) -> bool:
    """``x 3 days``: of the one thing before it."""
    return words.startswith(("x", "×"))


def _is_listed(text: str, at: int, first: int) -> bool:
    """Whether a comma and another thing stand before position `at`, so that a list ends behind it."""
    head = text[first:at].rstrip()
    return head.endswith(",") and bool(head.strip(" ,"))


def _timed(fact: Fact, time: TimeExpression) -> Fact:
    """The fact with the time as its schema can say it: a date of honest precision, or a period."""
    window = time.window
    relative = window is not None and window.anchor == "document"
    if window is not None and window.throughout:
        open_end = window.from_ is None
        return replace(fact, time=Period(time.date, None if open_end else time.end_date))
    if time.date is None or (time.end_date is not None and not relative):
        over = time.date is None and fact.type == "drug" and fact.status == "ongoing"  # "continued until June 2015"
        return replace(fact, time=Period(time.date, time.end_date), status="stopped" if over else fact.status)
    if time.end_date is None:
        return replace(fact, time=time.date)
    if fact.change is not None:  # it moves over all of that time
        return replace(fact, time=Period(time.date, time.end_date))
    if window is not None and window.to == "P0D":  # "in the past 6 months": all of them only for what was not so
        return replace(fact, time=Period(time.date, time.end_date)) if fact.assertion == "absent" else fact
    middle = _middle(time.date, time.end_date)
    unit = window.from_[-1] if window is not None and window.from_ else "D"
    precise = middle[:4] if unit == "Y" else middle[:7] if unit == "M" else middle
    rough = unit == "W" or _SEASON.search(time.text) is not None
    return replace(fact, time=precise, assumed=(*fact.assumed, "time") if rough else fact.assumed)


def _middle(first: str, last: str) -> str:
    low, high = interval(first)[0], interval(last)[1]
    middle: date = low + timedelta(days=(high - low).days // 2)
    return middle.isoformat()
