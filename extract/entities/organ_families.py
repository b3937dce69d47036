"""Diseases of an organ, however they are worded: "hepatic disorder", "disease of the liver", and the organs of a list.

"Clinically significant cardiac, hepatic or renal abnormality" names three things; so does "a condition such as cardiac,
hepatic or renal", whose head stands before its list. The words of each organ are a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from eligo.alternatives import one_of
from eligo.entities.hints import WholeWords
from eligo.resources import read_table, split_cell

__all__ = ["FAMILY_COLUMNS", "Family", "families", "family_forms", "is_organ", "may_list_organs", "organ_lists"]

FAMILY_COLUMNS = ("concept", "adjectives", "alone", "organs", "source")

_HEADS = (
    *("disease", "disorder", "condition", "illness", "illnesses", "abnormality", "anomaly", "problem", "pathology"),
    *("disturbance", "derangement", "comorbidity", "co-morbidity", "morbidity", "complaint", "ailment"),
)
_OF = ("disease", "disorder", "condition", "illness", "abnormality", "pathology", "involvement", "derangement")
_WEAK = ("dysfunction",)  # of some organs a concept of its own ("hepatic dysfunction"), which then stands
_HEAD_BEFORE = re.compile(
    r"\b(?:diseases?|disorders?|conditions?|illness(?:es)?|co-?morbidit(?:y|ies)|abnormalit(?:y|ies)|impairments?|"
    r"dysfunctions?|problems?|patholog(?:y|ies)|insufficienc(?:y|ies))\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
# What else adjectives of organs may belong to: "major surgery (cardiac, pulmonary)".
_OTHER_HEAD = re.compile(
    r"\b(?:surg|operat|procedure|function|toxicit|monitor|exam|assess|evaluat|imaging|scan|transplant|graft|tumou?r|cancer|"
    r"carcinoma|malignan|neoplas|metasta|lesion|biops|investigat|clinic\b|department|caus|test|catheter|stent|support|"
    r"therap|treatment|medication|drug|agent|steroid|failure|event|risk|review|rehabilitat|specialist|consult)",
    re.IGNORECASE,
)
_HARM = re.compile(r"\b(?:bleed|ha?emorrh|infect|injur|trauma|ulcer|pain)", re.IGNORECASE)
# What may stand behind a list of organs whose head is not right behind it; anything else may be what they belong to.
_END_AFTER = re.compile(
    r"\s*(?:$|[.;:)\n]|,\s*(?:that|which|as|in|within|at|with|or\s+other|and/or\s+other)\b|systems?\b)", re.IGNORECASE
)
# Adjectives of no organ between those of organs: "renal, cholestatic, neurologic or infectious disease".
_JOINED = r"\s*(?:\([^()]{0,120}\)\s*)?(?:[,/]\s*(?:(?:and\s*/\s*or|or|and)\s+)?|(?:and\s*/\s*or|or|and)\s+)"
_STRANGER = r"[a-z]{3}[a-z-]*(?:ic|al|ar|ary|ory|ous|ive|oid|ant|ine|une|ing|ion)"
_HEAD_AFTER = re.compile(
    rf"(?:{_JOINED}{_STRANGER}){{0,3}}"
    r"\s*(?:\([^()]{0,80}\)\s*)?(?:,?\s*(?:and|or|and/or)\s+)?(?:(?:any|other|another|major|severe|serious|systemic|significant|"
    r"clinically|relevant|chronic|medical|concomitant|concurrent|uncontrolled|active|known|functional|function)\s+){0,4}"
    r"(?:diseases?|disorders?|conditions?|illness(?:es)?|co-?morbidit(?:y|ies)|abnormalit(?:y|ies)|problems?|"
    r"patholog(?:y|ies)|impairments?|dysfunctions?|insufficienc(?:y|ies))\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:{_JOINED}{_STRANGER}){{0,3}}"
    r"\s*(?:\((?:[^()]|\([^()]{0,100}\)){0,300}\)\s*)?(?:,|/|;)?\s*(?:(?:and\s*/\s*or|or|and)\s+)?"
    r"(?:(?:any|other|major|severe|serious|significant|active|chronic|unstable|uncontrolled)\s+){0,3}",
    re.IGNORECASE,
)
_LONE = 3  # so many organs in a row are a list of diseases even without a head


class Family(NamedTuple):
    """What all diseases of an organ are called."""

    concept: str
    adjectives: tuple[str, ...]
    alone: tuple[str, ...]
    organs: tuple[str, ...]


@cache
def families() -> tuple[Family, ...]:
    """The packaged table."""
    return tuple(
        Family(row["concept"], *(_listed(row[column]) for column in ("adjectives", "alone", "organs")))
        for row in read_table("organ_families.tsv", FAMILY_COLUMNS)
    )


def _listed(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else split_cell(cell)


def family_forms() -> Iterator[tuple[str, str]]:
    """Every generated form with the id of its concept: ("disease of the liver", "cond:liver_disease")."""
    for family in families():
        for adjective in family.adjectives:
            for head in (*_HEADS, *_WEAK):
                yield f"{adjective} {head}", family.concept
        for organ in family.organs:
            for head in (*_OF, *_WEAK):
                yield f"{head} of the {organ}", family.concept
                yield f"{head} of {organ}", family.concept


@cache
def _adjectives() -> Mapping[str, str]:
    """The adjectives that alone, in a list, mean a disease: "hepatic", not "oral", which may be a route."""
    return {a.casefold(): family.concept for family in families() for a in family.alone}


@cache
def _names() -> frozenset[str]:
    return frozenset(
        word.casefold() for family in families() for word in (*family.adjectives, *family.alone, *family.organs)
    )


def is_organ(words: str) -> bool:
    """Whether words are but an organ or its adjective: "renal", "liver"."""
    return _plain(words) in _names()


@cache
def _organ() -> re.Pattern[str]:
    words = sorted(_adjectives(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-]){one_of(map(_in_both_spellings, words))}(?![\w-])", re.IGNORECASE)


def _in_both_spellings(words: str) -> str:
    """An expression for an adjective, British or not: "haematological", "oesophageal"."""
    spelled = re.escape(words).replace(r"\ ", r"\s+")
    return spelled.replace("hemato", "ha?emato").replace("esophageal", "o?esophageal").replace("orthop", "orthopa?")


@cache
def _named() -> WholeWords:
    words = {_british(adjective) for adjective in _adjectives()} | set(_adjectives())
    return WholeWords(words)


def _british(word: str) -> str:
    return word.replace("hemato", "haemato").replace("esophageal", "oesophageal").replace("orthop", "orthopa")


def may_list_organs(text: str) -> bool:
    """Whether `organ_lists` can find anything."""
    return _named().twice(text)


def organ_lists(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Start, end and concept of each adjective of an organ that, in a list of such, stands for its diseases.

    Args:
        taken: spans that are named already; their organs are left alone, and count as members of the list.
    """
    found = list(_organ().finditer(text))
    run: list[re.Match[str]] = []
    for match in found:
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), match.start()):
            yield from _members(text, run, taken)
            run = []
        run.append(match)
    if run:
        yield from _members(text, run, taken)


def _members(text: str, run: list[re.Match[str]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    if len(run) < 2:
        return
    last = run[-1].end()
    ends = bool(_END_AFTER.match(text, last))
    named = next((e for s, e in taken if s == run[-1].start() and e > last), last)
    if _OTHER_HEAD.search(text, last, named) or _HARM.search(text, last, named):
        return  # "renal, metabolic and hepatic function"
    if _HEAD_AFTER.match(text, last) or named > last:
        headed = True
    else:
        lead = text[max(0, run[0].start() - 100) : run[0].start()]
        before = _HEAD_BEFORE.search(lead)
        if _OTHER_HEAD.search(lead[before.start() :] if before else lead):
            return
        comma = text[last : last + 1] == ","
        headed = ((ends or comma) and before is not None) or (ends and len(run) >= _LONE)
    if not headed:
        return
    for match in run:
        if not any(s < match.end() and match.start() < e for s, e in taken):
            yield match.start(), match.end(), _adjectives()[_plain(match.group())]


def _plain(word: str) -> str:
    word = re.sub(r"\s+", " ", word.casefold())
    return word.replace("haemato", "hemato").replace("oesophageal", "esophageal").replace("orthopa", "orthop")
