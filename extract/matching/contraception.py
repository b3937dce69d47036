"""Whether a method of contraception is as effective as a criterion asks."""

from __future__ import annotations

import re

from eligo.schema import Constraint, Fact

from .aspects import HOLDS, Check

__all__ = ["effective_enough"]

_HIGHLY = re.compile(r"\b(?:highly|very)\s+(?:effective|reliable)\b", re.I)
# "Recommendations related to contraception and pregnancy testing in clinical trials", CTFG 2020: acceptable, but not
# highly effective.
_LESS = frozenset({"repro:barrier_contraception", "repro:periodic_abstinence"})


def effective_enough(constraint: Constraint, fact: Fact) -> Check:
    """Holds where no degree is asked for, or the source states it; a method that is named is taken to be enough."""
    if _HIGHLY.search(constraint.text) is None or _HIGHLY.search(fact.text) is not None:
        return HOLDS
    words = " ".join(fact.text.split())
    if fact.concept is not None and fact.concept.id in _LESS:
        question = f"whether {fact.name} is used together with a highly effective method"
        return Check(None, f"“{words}” alone is not a highly effective method of contraception", (question,))
    return Check(True, assumed=(f"“{words}” is taken as a highly effective method of contraception",))
