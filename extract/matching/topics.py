"""What a source says of a topic that can be answered in many ways: race, residence, education, handedness."""

from __future__ import annotations

import re

from eligo.schema import Constraint, Fact

from .case import Case
from .nearby import clause_around, words_of

__all__ = ["says_the_same"]

_EMPTY = frozenset(
    """
    of in on to for from by at with as the a an or and is are be must subject patient participant volunteer individual
    person people man men woman women adult
    """.split()  # noqa: SIM905
)
_OPEN = re.compile(r"\b(?:in|at|to|of|with|as|near|within)\s*\Z", re.I)  # "lives in": where, is behind it
_MORE = re.compile(r"(?:\s+[\w-]+){1,4}")


def says_the_same(constraint: Constraint, fact: Fact, case: Case) -> bool:
    """Whether a fact answers a question of its topic: "Caucasian" tells nothing about "Japanese descent".

    All that the fact says must be asked for; and all that is asked for, with the words that a preposition at its end
    points to, must stand in the fact's clause, unless the fact denies. A denial that was inferred, as its assumptions
    say, is of the topic as a whole.
    """
    if fact.assumed and fact.assertion == "absent":
        return True
    asked = _words(constraint.text)
    if not _words(fact.text) <= asked:
        return False
    if fact.assertion == "absent":
        return True
    if _OPEN.search(constraint.text):
        more = _MORE.match(case.criterion.text, constraint.end - case.criterion.start)
        asked |= _words(more[0] if more is not None else "")
    before, behind = clause_around(fact, case)
    return asked <= _words(f"{before} {fact.text} {behind}")


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in words_of(text.replace("-", " "))} - _EMPTY
