"""What a list of exclusions forbids: "participants must not be pregnant" names what excludes, and denies nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["forbids", "is_done", "is_passive", "is_said"]

_NORMS = ("must not", "should not", "may not", "shall not")
_CANNOT = frozenset({"cannot", "can not"})
_NOT_TO = frozenset({"not to be", "not to have"})
_IS = re.compile(r"\b(?:is|are|was|were)\s+\Z", re.I)
_IS_NOT = frozenset({"not", "is not", "are not"})
_TO_HAVE = re.compile(r"\s+to\s+(?:be|have)\b", re.I)
_BEING = re.compile(r"\s+(?:be|have)\b", re.I)
_PARTICIPLE = re.compile(r"[a-z]+(?:ed|en|wn|ld)|kept|made|met|put", re.I)
_DOING = re.compile(rf"\s+be\s+(?:[a-z]+ly\s+)?(?:{_PARTICIPLE.pattern})\b", re.I)
_DONE = re.compile(rf"{_DOING.pattern}(?!\s+(?:with|by|using|via)\b)", re.I)
_SAID = re.compile(
    r"alleviated|approved|authori[sz]ed|explained|foreseen|licen[cs]ed|marketed|precipitated|recommended|reimbursed|"
    r"relieved",
    re.I,
)
_SAID_OF = re.compile(rf"\s+(?:[a-z]+ly\s+)?(?:{_SAID.pattern})\b", re.I)
_OBLIGED = re.compile(r"\b(?:must|should|shall)\s+have\s+\Z", re.I)
_RELATIVE = re.compile(r"\b(?:who|whom|which|that)\b[^,;]*\Z", re.I)
_WHO = frozenset({"age", "reproductive", "sex"})


def forbids(words: str, before: str, after: str, types: Iterable[frozenset[str]]) -> bool:
    """Whether a denial among the exclusions is the rule itself.

    "Participants cannot be pregnant", "must have no gout" and "were not to have asthma" are; "who cannot swallow" and
    "pain that cannot be controlled" are denials.

    Args:
        words: the denial, in lower case.
        before, after: the clause up to it, and what follows.
        types: of the things named before it.
    """
    if words.startswith(_NORMS) or (words.split()[0] == "no" and _OBLIGED.search(before) is not None):
        return True
    if words in _NOT_TO or (words in _IS_NOT and _TO_HAVE.match(after) is not None):
        return words.startswith(("is ", "are ")) or _IS.search(before) is not None
    if words not in _CANNOT or _BEING.match(after) is None or _DOING.match(after) is not None:
        return False
    return all(t <= _WHO for t in types) and _RELATIVE.search(before) is None


def is_passive(words: str, after: str) -> bool:
    """Whether a denial is of what is done to a thing ("cannot be removed"), and of nothing behind it.

    So is one of what is said of it: "not approved for children", "not relieved by paracetamol".

    Args:
        words: the denial, in lower case.
        after: what follows.
    """
    if words in _CANNOT:
        return _DONE.match(after) is not None
    return words in _IS_NOT and _SAID_OF.match(after) is not None


def is_done(word: str) -> bool:
    """Whether a word says what is done ("removed")."""
    return _PARTICIPLE.fullmatch(word) is not None


def is_said(word: str) -> bool:
    """Whether a word says something of a thing that names another, which is not asked: "not relieved by ibuprofen"."""
    return _SAID.fullmatch(word) is not None
