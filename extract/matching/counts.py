"""How many of a thing: answered by a count that is stated, by dated events that surely differ, by a denial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from math import inf
from typing import NamedTuple

from eligo.attributes.counts import is_lasting
from eligo.entities.lexicon import default_lexicon
from eligo.entities.numbers import NUMBER_WORDS
from eligo.schema import Concept, Constraint, Evidence, Fact, Period
from eligo.schema.dates import interval

from .case import Case
from .index import related
from .intervals import Interval, inside
from .readings import value_of
from .spans import Span, lasts, over
from .truth import Finding
from .unanswered import unanswered
from .windows import Days, days_of, in_window
from .wording import bound_words, is_are, lacks, quote

__all__ = ["COUNT", "judge_count"]

COUNT = "number of "
_BEHIND = re.compile(r"\s+(?:of|for|due|requiring|with|in)\s+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LITTLE = re.compile(
    r"(?:prior|previous|past|documented|known|separate|distinct|different|of|the|an?|in|to|or|and|any|total|all|new|number"
    r"|at|least|more|than|not?|fewer|less|greater|equal|exceed\w*|up|most|maximum|minimum|between|over|above|below|only"
    rf"|{'|'.join(NUMBER_WORDS)})\Z"
)
_APART = 7  # days between two dates of one condition that are surely two events
_SLACK = 0.03  # of a window: "the past year" and "the last 52 weeks" are the same
_FIRST, _LAST = date(1, 6, 1), date(9999, 6, 1)  # with room to add days
_ONE = Interval(1.0, 1.0)
_COUNTED = ("condition", "procedure", "lesion")
_TYPES = {"cond": "condition", "proc": "procedure", "drug": "drug", "class": "drug"}
_ENDING = re.compile(r"(?:ies|es|is|[yes])\Z")
_SPELLINGS = (("isation", "ization"), ("haem", "hem"), ("oedem", "edem"), ("tumour", "tumor"))
_JUDGED = re.compile(
    r"\b(?:fail\w*|refract\w*|resist\w*|intoleran\w*|inadequate|insufficient|respon[ds]\w*|cycles?|doses?|courses?|lines?)\b",
    re.I,
)
_EVER = re.compile(r"\b(?:prior|previous(?:ly)?|past|history|ever|received|had)\b", re.I)


class _Thing(NamedTuple):
    """What is counted.

    Attributes:
        head: the word that names it (``exacerbation``), its ending cut off.
        words: those that qualify the head, without those that say little.
        more: those of them that the concept does not say.
    """

    concept: Concept | None
    head: str
    words: frozenset[str]
    more: frozenset[str]


class _Bound(NamedTuple):
    """What one fact says of the number in the window."""

    number: Interval
    fact: Fact
    said: str
    all_told: bool = False  # because silence is absence


def judge_count(constraint: Constraint, bound: Interval, case: Case) -> Finding:
    """Whether the number of what the constraint names lies within `bound`; unknown where it is not sure.

    A count of a shorter time than asked for is a least number, one of a longer time a greatest, and so are one of a
    narrower and one of a wider kind. Dated events count if they surely differ: a least number. What is denied is none.
    """
    name = constraint.name.removeprefix(COUNT)
    thing = _thing(name, constraint.concept)
    qualified = _telling(constraint.text) - thing.words - _telling(name)  # "severe", which the name leaves out
    thing = thing._replace(words=thing.words | qualified, more=thing.more | qualified)
    days, assumed = days_of(constraint.window, case)
    said = [*_stated(constraint, thing, days, case), *_found(constraint, thing, days, case)]
    if not said:
        return _silence(constraint, thing, bound, case)
    evidence = tuple(Evidence(constraint, b.fact, inside(b.number, bound)) for b in said)
    number = Interval(max(b.number.low for b in said), min(b.number.high for b in said))
    support = frozenset(id(b.fact) for b in said)
    if number.low > number.high:
        quoted = " and ".join(dict.fromkeys(quote(b.fact) for b in said))
        clause = f"the counts of {name} disagree: {quoted}"
        return Finding(None, clause, evidence, (constraint.name,), support=support)
    truth = inside(number, bound)
    deciding = next((b for b in said if inside(b.number, bound) is truth), said[0])
    clause = f"{deciding.said}; {bound_words(bound, constraint.unit)} is asked for"
    missing = () if truth is not None else (constraint.name,)
    taken = (assumed,) if assumed else ()
    if any(b.all_told for b in said):
        taken = (*taken, f"no other {name} {is_are(name)} mentioned, and they are taken as absent")
    return Finding(truth, clause, evidence, missing, taken, support=frozenset() if truth is False else support)


def _silence(constraint: Constraint, thing: _Thing, bound: Interval, case: Case) -> Finding:
    if thing.concept is None or _type_of(thing.concept) not in case.absent:
        return unanswered(constraint, constraint.name)
    name = constraint.name.removeprefix(COUNT)
    truth, clause = inside(Interval(0, 0), bound), lacks(name)
    return Finding(truth, clause, (Evidence(constraint, None, truth),), assumed=(f"{clause} and taken as none",))


def _thing(name: str, concept: Concept | None) -> _Thing:
    """The thing that a count names; words of its term in the lexicons say no more than its concept."""
    named, qualifiers = _named(name)
    head = _WORD.findall(_BEHIND.split(name, maxsplit=1)[0].casefold())[-1:]
    first = _lemma(head[0]) if head else ""
    return _Thing(concept or named, first, _telling(name) - {first}, _telling(qualifiers) - {first})


def _telling(words: str) -> frozenset[str]:
    return frozenset(_lemma(w) for w in _WORD.findall(words.casefold()) if _LITTLE.match(w) is None)


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[Concept | None, str]:
    """The concept that the end of a name means, and the words before it ("severe" before "hypoglycemic episodes")."""
    words = name.split()
    for n in range(len(words)):
        known = default_lexicon().whole(" ".join(words[n:]))
        if known is not None and known.label in _TYPES.values():
            return known.concept, " ".join(words[:n])
    return None, name


def _lemma(word: str) -> str:
    """``metastas`` for metastasis and metastases, ``surger`` for surgery and surgeries."""
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    return _ENDING.sub("", word)


def _kin(asked: _Thing, told: _Thing) -> tuple[bool, bool] | None:
    """Whether what is told may be less, and more, than what is asked for; None where it is something else."""
    same_head = bool(asked.head) and asked.head == told.head
    if asked.concept is None or told.concept is None:
        return (bool(told.words - asked.words), bool(asked.words - told.words)) if same_head else None
    narrower, wider = related(told.concept, asked.concept), related(asked.concept, told.concept)
    if narrower or wider:
        more, less = same_head and bool(told.more - asked.more), same_head and bool(asked.more - told.more)
        return more or not wider, less or not narrower
    if not same_head or (asked.words and told.words):
        return None
    return bool(told.words), bool(asked.words)  # "exacerbations" beside "COPD exacerbations"


def _stated(constraint: Constraint, asked: _Thing, days: Days | None, case: Case) -> Iterator[_Bound]:
    """The counts that the source states."""
    counts = []
    for fact, span in (pair for type_ in _COUNTED for pair in case.facts.of_type(type_)):
        number = _number(fact)
        if number is None or id(fact) in case.hidden or fact.assertion not in ("present", "historical"):
            continue
        kin = _kin(asked, _thing(" ".join(fact.text.split()) or fact.name, fact.concept))
        if kin is not None and constraint.unit is None:
            counts.append((fact, span, number, kin))
    for fact, span, number, (narrower, wider) in counts:
        state = is_lasting(fact.text) is True
        if state and any(other.dated and other.start_max > span.start_max for _, other, _, _ in counts):
            continue  # how many there were before
        least, most = _reach(fact, days, constraint, state)
        partly = narrower or fact.severity is not None or fact.site is not None
        low = max(number.low, 0.0) if least and not wider else 0.0
        high = number.high if most and not partly else inf
        are = "is" if number == _ONE else "are"
        yield _Bound(Interval(low, high), fact, f"{bound_words(number, None)} × {quote(fact)} {are} stated")


def _number(fact: Fact) -> Interval | None:
    if fact.count is not None:
        count = fact.count
        return Interval(0.0 if count.low is None else count.low, inf if count.high is None else count.high)
    if fact.type == "lesion" and fact.unit is None and isinstance(fact.value, (int, float)):
        return value_of(fact)
    return None


def _reach(fact: Fact, days: Days | None, constraint: Constraint, state: bool) -> tuple[bool, bool]:
    """Whether a count is a least number in the time asked for, and whether a greatest."""
    if constraint.window is None:
        return True, state or fact.time is None
    if days is None:
        return False, False
    if fact.time is None:
        return state, True
    first, last = _ends(fact)
    slack = _slack(days)
    inner = days.low <= first + slack and last - slack <= days.high
    return inner or state, state or (first - slack <= days.low and days.high <= last + slack)


def _slack(days: Days) -> timedelta:
    bounded = days.low > date.min and days.high < date.max
    return timedelta(days=max(3, int(_SLACK * (days.high - days.low).days)) if bounded else 3)


def _ends(fact: Fact) -> tuple[date, date]:
    time = fact.time
    try:
        if isinstance(time, Period):
            first = interval(time.from_)[0] if time.from_ else _FIRST
            return max(first, _FIRST), min(interval(time.to)[1] if time.to else _LAST, _LAST)
        return interval(time) if time is not None else (_FIRST, _LAST)
    except ValueError:
        return _FIRST, _LAST


def _found(constraint: Constraint, asked: _Thing, days: Days | None, case: Case) -> Iterator[_Bound]:
    """What the things themselves say of their number: as many as surely differ, none where all are denied."""
    concept = asked.concept
    type_ = _type_of(concept) if concept is not None else None
    if concept is None or type_ is None:
        return
    there: list[tuple[Span, Fact]] = []
    for fact, span in case.facts.of_type(type_):
        if fact.concept is None or id(fact) in case.hidden:
            continue
        if fact.assertion == "absent":
            if related(concept, fact.concept) and _denies(fact, days, constraint, case):
                yield _Bound(Interval(0.0, 0.0), fact, f"{quote(fact)} is stated")
            continue
        so = fact.assertion in ("present", "historical") and fact.status != "planned"
        if so and related(fact.concept, concept) and in_window(span, constraint.window, case).truth is True:
            there.append((span, fact))
    if not there or (asked.more and type_ != "drug"):
        return  # of the "severe" ones nothing is known
    chosen = _drugs(there, constraint, case) if type_ == "drug" else _differing(there, type_)
    if chosen:
        quoted = ", ".join(dict.fromkeys(quote(f) for f in chosen))
        said = f"{quoted} {'is' if len(chosen) == 1 else 'are'} stated"
        all_told = type_ == "drug" and type_ in case.absent
        yield _Bound(Interval(float(len(chosen)), float(len(chosen)) if all_told else inf), chosen[0], said, all_told)
    elif type_ == "procedure" or (type_ == "condition" and _is_one(constraint, there[0][1])):
        yield _Bound(Interval(1.0, inf), there[0][1], f"{quote(there[0][1])} is stated without a number")


def _is_one(constraint: Constraint, fact: Fact) -> bool:
    """Whether the fact is itself one of what is counted: a metastasis, a stroke; COPD is no exacerbation."""
    return not lasts(fact) or is_lasting(constraint.name) is not False


def _differing(there: list[tuple[Span, Fact]], type_: str) -> list[Fact]:
    """Events so far apart that no two are one; those of one list of dates are several, however close."""
    chosen: list[Fact] = []
    end = date.min
    for span, fact in sorted(there, key=lambda pair: pair[0].start_max):
        dated = span.dated and span.start_min > date.min and not lasts(fact)
        listed = bool(chosen) and fact.end > 0 and (chosen[-1].source, chosen[-1].start) == (fact.source, fact.start)
        apart = 1 if listed or type_ == "procedure" else _APART
        if dated and (not chosen or (span.start_min - end).days >= apart):
            chosen.append(fact)
            end = span.start_max
    return chosen


def _drugs(there: list[tuple[Span, Fact]], constraint: Constraint, case: Case) -> list[Fact]:
    """One fact of each drug that is taken, or was where that is asked; none where it is of success, cycles or doses."""
    if _JUDGED.search(case.criterion.text):
        return []
    ever = constraint.window is not None or _EVER.search(case.led_by(constraint, 60) + constraint.text) is not None
    chosen: dict[str, Fact] = {}
    for _, fact in there:
        if fact.concept is not None and fact.relation in (None, "exposure", "stable_dose") and (ever or not over(fact)):
            chosen.setdefault(fact.concept.id, fact)
    kinds = [f.concept for f in chosen.values() if f.concept is not None]
    wider = {a.id for a in kinds for b in kinds if a.id != b.id and related(b, a)}  # a class beside one of its drugs
    return [fact for id_, fact in chosen.items() if id_ not in wider]


def _denies(fact: Fact, days: Days | None, constraint: Constraint, case: Case) -> bool:
    """Whether a denial is of all the time asked for, and of no part of the kind."""
    if fact.severity is not None or fact.site is not None or fact.status is not None or case.facts.is_inferred(fact):
        return False
    if fact.time is None:
        return True
    if constraint.window is None or days is None:
        return constraint.window is None and lasts(fact)
    first, last = _ends(fact)
    slack = _slack(days)
    return first - slack <= days.low and days.high <= last + slack


def _type_of(concept: Concept) -> str | None:
    return _TYPES.get(concept.id.partition(":")[0])
