"""Who the patient is: age, sex, date of birth, life expectancy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from eligo.entities.durations import NUMBER, number_value
from eligo.entities.times import find_dates
from eligo.schema import Analysis, Document, Fact
from eligo.schema.dates import interval

from .facts_results import stated_value

__all__ = ["age_at", "birth_date", "people_facts", "without_others_states"]

Sex = Literal["male", "female"]

_UNIT = r"(?P<unit>years?|yrs?|y|months?|mos?|weeks?|wks?|days?)"
_BEHIND_SEX = (
    r"with\b|w/|who\b|s/p|h/o|hx\b|pmh\b|here\b|present(?:s|ed|ing)?\b|admitted\b|c/o|p/w|G\s?\d+\s*,?\s*P\s?\d|at\s+\d"
    r"|for\b|found\b|transferred\b|initially\b|in\b|from\b|on\b|status\b|is\b|complain"
)
_TUBES = r"foley|catheters?|french|sheaths?|tubes?|needles?|stents?|drains?|temp\w*"
_AGE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<n1>{NUMBER})(?P<half>\s+and\s+(?:a|one)[\s-]half)?[\s-]*{_UNIT}(?:[\s./-]*(?:old|o\.?(?![a-z])|of\s+age)|(?=\s+(?:man|woman|male|female|boy|girl)\b))"
    rf"|\b(?:age[d]?|pt\s+age)\s*(?::|=|is|of)?\s*(?P<n2>\d{{1,3}})(?!\s*(?:[-–%/]|to\b)\s*\d|\d|\.\d)"
    rf"(?:\s*{_UNIT.replace('unit', 'unit2')}\b)?"
    rf"|(?P<n3>\d{{1,3}})\s?(?P<mf>[MF])(?=\s*(?:$|[,.;])|\s+(?:{_BEHIND_SEX}))"
    rf"|(?:(?<=\A)|(?<=\n)|(?<=:\s))(?P<n4>\d{{1,2}})(?P<mf4>[MF])(?=\s+(?!(?:{_TUBES})\b)[\w+-])"
    r")",
    re.I,
)
_NOT_NOW = re.compile(
    r"(?:\b(?:when|while)\b[^.;,]{0,40}\b(?:was|were)\s+(?:(?:approximately|about|around|only|almost|just)\s+)?"
    r"|\b(?:diagnosed|onset|menarche|menopause|died|at|since|until|by|before|after|from|till|of)\s+(?:the\s+|an?\s+)?(?:age\s+(?:of\s+)?)?|gestational\s+)$",
    re.I,
)
_CASE_OF = re.compile(r"\b(?:case|report|history|presentation|story)\s+of\s+(?:an?|this|our)\s+$", re.I)
_RELATIVES = (
    r"(?:mother|father|brother|sister|son|daughter|wife|husband|spouse|partner|child|children|aunt|uncle|cousin|grand\w+"
    r"|niece|nephew|sibling|friend|boyfriend|girlfriend|roommate)s?"
)
_RELATIVE_AFTER = re.compile(rf"\s*(?!(?:(?:fe)?male\s+)?child\b)(?:[\w-]+\s+)?{_RELATIVES}\b", re.I)
_RELATIVE_BEFORE = re.compile(rf"\b{_RELATIVES}\b[^.;]{{0,25}}$|\b(?:his|her|their|has|have|had)\s+(?:an?\s+)?$", re.I)
_SEXES = {
    "male": "male|man|gentleman|boy|m",
    "female": "female|woman|lady|girl|f",
}
_WORD_OF = {word: sex for sex, words in _SEXES.items() for word in words.split("|")}
_NOUN = r"male|female|man|woman|gentleman|lady|boy|girl"
_BEHIND_AGE = re.compile(
    rf"[\s,-]*(?:(?!with\b|who\b|presents?\b|and\b)[\w/-]+[\s,]+){{0,4}}?(?P<sex>{_NOUN}|[MF](?![\w/]))\b", re.I
)
_BEFORE_AGE = re.compile(  # "Man, 50 years old": what a note begins with
    r"(?:\A|(?<=\n)|(?<=[.:]\s))\W{0,3}(?:(?:adult|elderly|white|black|asian|hispanic|caucasian|african[\s-]american|young"
    rf"|older|healthy|married|single|retired)[\s,]+)*(?P<sex>{_NOUN}|[MF])\s*[,;/]?\s*(?:of\s+|is\s+)?(?=\d{{1,3}}\b|age)",
    re.I,
)
_LABELLED = re.compile(r"\b(?:sex|gender)\s*[:=-]\s*(?P<sex>male|female|m|f)\b", re.I)
_TITLE = re.compile(r"\b(?:(?P<male>Mr)|(?P<female>Mrs|Ms|Miss))\.?\s+[A-Z]")
_DELIVERED = re.compile(
    r"\b(?:deliver(?:y\s+of|ed|s|ing)|g[ai]ve(?:n|s)?\s+birth\s+to|birth\s+of)\b[^.;]{0,25}\Z", re.I
)
_PLAIN = re.compile(rf"\b(?:an?|the|this|baby|infant|newborn|neonate)\s+(?:[\w-]+\s+){{0,3}}?(?P<sex>{_NOUN})\b", re.I)
_PRONOUN = re.compile(r"\b(?:(?P<male>he|his|him|himself)|(?P<female>she|her|hers|herself))\b", re.I)
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date\s+of\s+birth|birth\s*date|born(?:\s+on|\s+in)?)\s*[:=-]?\s*(?=[\w\[])", re.I
)
_EXPECTANCY = re.compile(
    r"^[\s:,(]*(?:(?:is|was|of|about|approximately|estimated|at|thought|to|be|around|appears)\s+)*", re.I
)
_UCUM = {"y": "a", "m": "mo", "w": "wk", "d": "d"}
_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 7 / 365.25, "d": 1 / 365.25}


def people_facts(document: Document, analyses: Sequence[Analysis]) -> list[Fact]:
    """The patient's age and sex as facts (the first of each that is stated), and any life expectancy."""
    facts: list[Fact] = []
    age = next(_ages(document, analyses), None)
    if age is not None:
        facts.append(age)
    sex = next(_sexes(document, analyses), None) or _by_pronouns(document, analyses)
    if sex is not None:
        facts.append(sex)
    for analysis in analyses:
        facts += _expectancies(document, analysis)
    return facts


def _own(analyses: Sequence[Analysis]) -> Iterator[tuple[str, int, str | None]]:
    for analysis in analyses:
        statement = analysis.statement
        if statement.section != "family_history":
            yield statement.text, statement.start, statement.section


def _fields(document: Document, analyses: Sequence[Analysis]) -> Iterator[tuple[str, int, str | None]]:
    """Statements and the lines about the document itself, in the order of the text."""
    spans = [(s.start, s.end) for s in document.skipped if s.reason != "blank"]
    lines = [(document.text[a:b], a, None) for a, b in spans]
    yield from sorted([*_own(analyses), *lines], key=lambda piece: piece[1])


def _fact(document: Document, kind: Literal["age", "sex"], start: int, end: int, section: str | None) -> Fact:
    return Fact(
        kind, kind, document.text[start:end], start, end, comparator="=", source=document.source, section=section
    )


def _ages(document: Document, analyses: Sequence[Analysis]) -> Iterator[Fact]:
    for text, offset, section in _fields(document, analyses):
        for m in _AGE.finditer(text):
            before = text[max(0, m.start() - 40) : m.start()]
            if (
                (_NOT_NOW.search(before) and not _CASE_OF.search(before))
                or _RELATIVE_BEFORE.search(before)
                or _RELATIVE_AFTER.match(text, m.end())
            ):
                continue
            number = m["n1"] or m["n2"] or m["n3"] or m["n4"]
            unit = _UCUM[(m["unit"] or m["unit2"] or "y")[0].casefold()]
            value = number_value(number) + (0.5 if m["half"] else 0.0)
            if value * _YEARS[unit] > 120:
                continue
            fact = _fact(document, "age", m.start() + offset, m.end() + offset, section)
            yield replace(fact, value=value, unit=unit)


def _sexes(document: Document, analyses: Sequence[Analysis]) -> Iterator[Fact]:
    pieces = list(_fields(document, analyses))
    for text, offset, section in pieces:
        for m in _LABELLED.finditer(text):
            yield _sex(document, m["sex"], m.start() + offset, m.end() + offset, section)
    for text, offset, section in pieces:
        for age in _AGE.finditer(text):
            before = text[max(0, age.start() - 40) : age.start()]
            if _RELATIVE_BEFORE.search(before) or _RELATIVE_AFTER.match(text, age.end()):
                continue
            if letter := age["mf"] or age["mf4"]:
                yield _sex(document, letter, age.start() + offset, age.end() + offset, section)
            elif noun := _before_age(text, age.start()) or _BEHIND_AGE.match(text, age.end()):
                yield _sex(document, noun["sex"], noun.start("sex") + offset, noun.end("sex") + offset, section)
    for text, offset, section in pieces:
        for m in _TITLE.finditer(text):
            yield _sex(document, "male" if m["male"] else "female", m.start() + offset, m.end() - 2 + offset, section)
        for m in _PLAIN.finditer(text):
            before = text[max(0, m.start() - 40) : m.start()]
            if not (_RELATIVE_BEFORE.search(before) or _DELIVERED.search(before)):
                yield _sex(document, m["sex"], m.start("sex") + offset, m.end("sex") + offset, section)


def _before_age(text: str, start: int) -> re.Match[str] | None:
    found = next((m for m in _BEFORE_AGE.finditer(text, max(0, start - 60), start + 4) if m.end() == start), None)
    return found


def _sex(document: Document, word: str, start: int, end: int, section: str | None) -> Fact:
    return replace(_fact(document, "sex", start, end, section), value=_WORD_OF[word.casefold()])


def _by_pronouns(document: Document, analyses: Sequence[Analysis]) -> Fact | None:
    """Weak evidence, taken only where all pronouns agree."""
    first: dict[str, Fact] = {}
    for text, offset, section in _own(analyses):
        for m in _PRONOUN.finditer(text):
            sex = "male" if m["male"] else "female"
            if sex not in first:
                fact = _sex(document, sex, m.start() + offset, m.end() + offset, section)
                first[sex] = replace(fact, assumed=("sex",))
    return first.popitem()[1] if len(first) == 1 else None


def _expectancies(document: Document, analysis: Analysis) -> Iterator[Fact]:
    statement = analysis.statement
    for mention in analysis.mentions:
        if mention.label != "life_expectancy":
            continue
        for quantity in analysis.quantities:
            if quantity.start < mention.end or quantity.unit not in ("a", "mo", "wk", "d"):
                continue
            gap = statement.text[mention.end - statement.start : quantity.start - statement.start]
            m = _EXPECTANCY.match(gap)
            if m is None or m.end() != len(gap):
                break
            value, high, comparator = stated_value(quantity)
            words = document.text[mention.start : quantity.end]
            yield Fact(
                "life_expectancy", mention.name, words, mention.start, quantity.end, mention.concept, value, high,
                comparator, quantity.unit, source=document.source, section=statement.section,
            )  # fmt: skip
            break


_OTHERS = frozenset({"repro:lactating", "repro:pregnant"})
_CHILD = 8.0  # years


def without_others_states(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts without that a man or a child breastfeeds or is pregnant: a child is fed ("he is breast feeding")."""
    sexes = {f.value for f in facts if f.type == "sex"}
    ages = [f.value * _YEARS[f.unit or "a"] for f in facts if f.type == "age" and isinstance(f.value, float)]
    other = sexes == {"male"} or any(age < _CHILD for age in ages)
    for fact in facts:
        feeds = fact.concept is not None and fact.concept.id in _OTHERS and fact.assertion == "present"
        if not (feeds and other):
            yield fact


def birth_date(document: Document) -> str | None:
    """The date of birth that the note states, ISO 8601 of the precision stated."""
    for m in _BORN.finditer(document.text):
        found = find_dates(document.text[m.end() : m.end() + 40])
        if found and found[0].date and found[0].start <= 3:
            return found[0].date
    return None


def age_at(facts: Sequence[Fact], born: str | None, stated_on: str | None, index_date: str | None) -> float | None:
    """The patient's age in years at the index date: completed years from the birth date, or else the age stated.

    A stated age is counted on by the whole years between `stated_on` (the note's date) and the index date.
    """
    if born is not None and index_date is not None:
        first, last = interval(born)
        low, high = interval(index_date)
        ages = {b.year - a.year - ((b.month, b.day) < (a.month, a.day)) for a in (first, last) for b in (low, high)}
        if len(ages) == 1 and min(ages) >= 0:
            return float(ages.pop())
    fact = next((f for f in facts if f.type == "age"), None)
    if fact is None or not isinstance(fact.value, float):
        return None
    years = round(fact.value * _YEARS[fact.unit or "a"], 4)
    if stated_on is None or index_date is None:
        return years
    passed = (interval(index_date)[0] - interval(stated_on)[0]).days // 365.25
    return years + max(0.0, passed)
