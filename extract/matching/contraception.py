"""Whether a method of contraception is as effective as a criterion asks."""

from __future__ import annotations

import re

from eligo.schema import Constraint, Fact

from .aspects import HOLDS, Check
from .case import Case

__all__ = ["agrees_only", "effective_enough"]

_HIGHLY = re.compile(r"\b(?:highly|very)\s+(?:effective|reliable)\b", re.I)
# "Recommendations related to contraception and pregnancy testing in clinical trials", CTFG 2020: acceptable, but not
# highly effective.
_LESS = frozenset({"repro:barrier_contraception", "repro:periodic_abstinence"})


_AGREES = re.compile(
    r"\b(?:agree\w*|willing\w*|consent\w*|commit\w*|intend\w*|must|should|will|during|throughout|for\s+the\s+duration)\b",
    re.I,
)
_REFUSES = re.compile(r"\b(?:agree\w*|willing\w*|unwilling\w*|refus\w+|intend\w*|will)\b", re.I)
_FAR = 160  # characters before the name


def agrees_only(constraint: Constraint, case: Case) -> bool:
    """Whether contraception is asked for from now on ("must agree to use"), of which today's use says nothing."""
    if constraint.concept is None or not constraint.concept.id.startswith("repro:"):
        return False
    if "contracepti" not in constraint.concept.id and constraint.name != "contraception":
        return False
    at = constraint.end - case.criterion.start
    words = case.led_by(constraint, _FAR) + constraint.text + case.criterion.text[at : at + 40]
    return (_AGREES if case.criterion.kind == "inclusion" else _REFUSES).search(words) is not None


def effective_enough(constraint: Constraint, fact: Fact) -> Check:
    """Holds where no degree is asked for, or the source states it; a method that is named is taken to be enough."""
    if _HIGHLY.search(constraint.text) is None or _HIGHLY.search(fact.text) is not None:
        return HOLDS
    words = " ".join(fact.text.split())
    if fact.concept is not None and fact.concept.id in _LESS:
        question = f"whether {fact.name} is used together with a highly effective method"
        return Check(None, f"“{words}” alone is not a highly effective method of contraception", (question,))
    return Check(True, assumed=(f"“{words}” is taken as a highly effective method of contraception",))
