"""Words of a criterion that no table has, right before a thing it names: "laparoscopic cholecystectomy"."""

from __future__ import annotations

from eligo.schema import Constraint, Fact

from .aspects import Check
from .case import Case
from .nearby import words_of, words_said
from .partial import unmentioned
from .wording import is_are, noun

__all__ = ["qualifier_check"]

_SMALL = frozenset(
    """
    of in on to for from by at with as the a an any that which is are due through via into during after between
    """.split()  # noqa: SIM905
)

_CAUSES = frozenset(
    """
    due secondary caused causing because owing result resulting resulted consequence complication manifestation induced
    triggered provoked attributable attributed related leading from
    """.split()  # noqa: SIM905
)
"""Of these one is as good as another: "anemia due to", "from" or "secondary to kidney disease"."""


def qualifier_check(constraint: Constraint, fact: Fact, case: Case) -> Check | None:
    """Whether the source says of a fact the words that qualify what is asked; None where none do.

    Where it does not, it is unknown; where silence is absence and none of the words is in any note, what they name is
    taken as absent if that lets the patient join.
    """
    words = constraint.qualifier
    if words is None:
        return None
    said, wanted = words_said(fact, case), words_of(words)
    told = bool(said & _CAUSES) or not (wanted & _CAUSES)
    if told and said >= (wanted - _SMALL - _CAUSES or wanted):
        return Check(True)
    name = noun(fact.name)
    if not case.wanted and unmentioned(words, case):
        clause = f"{name} {is_are(name)} stated, but not “{words}”"
        return Check(False, clause, assumed=(f"“{words}” is in no note and taken as absent",), settles=True)
    whether = f"whether {name} {is_are(name)} “{words}”"
    return Check(None, f"it is not stated {whether}", (whether,))
