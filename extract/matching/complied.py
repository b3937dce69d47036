"""What a note's "compliant" and "otherwise healthy" are about: a treatment that was kept to, all but what is stated."""

from __future__ import annotations

import re

from eligo.schema import Constraint, Fact

from .case import Case
from .nearby import sentence_around

__all__ = ["only_in_part"]

_KEPT = frozenset({"att:compliance_with_protocol", "att:noncompliance"})
_HEALTH = "att:good_general_health"
_OF_STUDY = re.compile(
    r"\b(?:stud(?:y|ies)|protocols?|trials?|visits?|procedures?|instructions?|follow-?\s?ups?)\b", re.I
)
_OF_TREATMENT = re.compile(
    r"\b(?:non-?\s?complian\w*|non-?\s?adheren\w*"
    r"|(?:poor|low|insufficient|inadequate|lack\s+of)\s+(?:\w+\s+)?(?:complian\w*|adheren\w*))",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:stud(?:y|ies)|protocols?|trials?|likel\w*|anticipat\w*|foresee\w*|expect\w*|potential\w*)\b", re.I
)
_BUT_FOR = re.compile(r"\b(?:otherwise|previously|formerly|else)\b", re.I)


def only_in_part(constraint: Constraint, fact: Fact, case: Case) -> bool:
    """Whether a fact tells less than is asked.

    Who takes the tablets may still not keep to a protocol, and the other way round; who is "otherwise healthy" has
    what the note is about.
    """
    id = constraint.concept.id if constraint.concept is not None else ""
    before, behind = sentence_around(fact, case)
    if id == _HEALTH:
        told = f"{before[-12:]}{fact.text}"
        return _BUT_FOR.search(told) is not None and _BUT_FOR.search(constraint.text) is None
    if id not in _KEPT or _OF_STUDY.search(f"{before[-30:]} {fact.text} {behind}"):
        return False
    asked = case.criterion.text
    return _OF_TREATMENT.search(asked) is None or _AHEAD.search(asked) is not None
