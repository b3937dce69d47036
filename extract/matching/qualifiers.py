"""Words of a criterion that no table has, right before a thing it names: "laparoscopic cholecystectomy"."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.schema import Constraint, Fact

from .aspects import Check
from .case import Case
from .partial import unmentioned
from .wording import is_are, noun

__all__ = ["qualifier_check"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BEFORE, _BEHIND = 60, 40  # characters around a fact within which its sentence may say the word
_ENDS = re.compile(r"[.;\n](?=\s|$)")


@lru_cache(maxsize=64)
def _texts(texts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(texts)


def qualifier_check(constraint: Constraint, fact: Fact, case: Case) -> Check | None:
    """Whether the source says of a fact the words that qualify what is asked; None where none do.

    Where it does not, it is unknown; where silence is absence and none of the words is in any note, what they name is
    taken as absent if that lets the patient join.
    """
    words = constraint.qualifier
    if words is None:
        return None
    said = {w.casefold() for w in _WORD.findall(_around(fact, case))}
    if said >= {w.casefold() for w in _WORD.findall(words)}:
        return Check(True)
    name = noun(fact.name)
    if not case.wanted and unmentioned(words, case):
        clause = f"{name} {is_are(name)} stated, but not “{words}”"
        return Check(False, clause, assumed=(f"“{words}” is in no note and taken as absent",), settles=True)
    whether = f"whether {name} {is_are(name)} “{words}”"
    return Check(None, f"it is not stated {whether}", (whether,))


def _around(fact: Fact, case: Case) -> str:
    """The fact's words, and those of its sentence close by."""
    text = _texts(case.facts.patient.texts).get(fact.source, "")
    own = f"{fact.text} {fact.name} {fact.severity or ''} {fact.site or ''}"
    if fact.end <= fact.start or not text:
        return own
    before = _ENDS.split(text[max(0, fact.start - _BEFORE) : fact.start])[-1]
    behind = _ENDS.split(text[fact.end : fact.end + _BEHIND])[0]
    return f"{before} {own} {behind}"
