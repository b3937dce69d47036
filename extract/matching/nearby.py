"""The words that a source says of a fact: its own, and those of its sentence close by."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.schema import Fact

from .case import Case

__all__ = ["words_of", "words_said"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BEFORE, _BEHIND = 60, 40  # characters around a fact within which its sentence may say a word
_ENDS = re.compile(r"[.;\n](?=\s|$)")


@lru_cache(maxsize=64)
def _texts(texts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(texts)


def words_of(text: str) -> frozenset[str]:
    """The words of `text` in lower case; what a hyphen joins is one."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def words_said(fact: Fact, case: Case) -> frozenset[str]:
    """The words of a fact, and of its sentence close by."""
    text = _texts(case.facts.patient.texts).get(fact.source, "")
    own = f"{fact.text} {fact.name} {fact.value or ''} {fact.severity or ''} {fact.site or ''}"
    if fact.end <= fact.start or not text:
        return words_of(own)
    before = _ENDS.split(text[max(0, fact.start - _BEFORE) : fact.start])[-1]
    behind = _ENDS.split(text[fact.end : fact.end + _BEHIND])[0]
    return words_of(f"{before} {own} {behind}")
