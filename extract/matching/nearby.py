"""The words that a source says of a fact: its own, and those of its sentence close by."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.schema import Fact

from .case import Case

__all__ = ["clause_around", "own_words", "sentence_around", "words_of", "words_said"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BEFORE, _BEHIND = 60, 40  # characters around a fact within which its sentence may say a word
_ENDS = re.compile(r"[.;\n](?=\s|$)")
_CLAUSES = re.compile(r"[,:](?=\s|$)|\bbut\b", re.I)


@lru_cache(maxsize=64)
def _texts(texts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(texts)


def words_of(text: str) -> frozenset[str]:
    """The words of `text` in lower case; what a hyphen joins is one."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def own_words(fact: Fact) -> str:
    """What the fact itself says: its text, name, value, severity and site."""
    return f"{fact.text} {fact.name} {fact.value or ''} {fact.severity or ''} {fact.site or ''}"


def sentence_around(fact: Fact, case: Case) -> tuple[str, str]:
    """What stands close before a fact in its sentence, and close behind it; nothing where it has no text."""
    text = _texts(case.facts.patient.texts).get(fact.source, "")
    if fact.end <= fact.start or not text:
        return "", ""
    before = _ENDS.split(text[max(0, fact.start - _BEFORE) : fact.start])[-1]
    return before, _ENDS.split(text[fact.end : fact.end + _BEHIND])[0]


def clause_around(fact: Fact, case: Case) -> tuple[str, str]:
    """As :func:`sentence_around`, up to the next comma or colon, or "but"."""
    before, behind = sentence_around(fact, case)
    return _CLAUSES.split(before)[-1], _CLAUSES.split(behind)[0]


def words_said(fact: Fact, case: Case) -> frozenset[str]:
    """The words of a fact, and of its sentence close by."""
    before, behind = sentence_around(fact, case)
    return words_of(f"{before} {own_words(fact)} {behind}")
