"""Whose family history counts: a husband's illness does not run in the patient's family."""

from __future__ import annotations

import re

from eligo.schema import Fact

__all__ = ["by_blood"]

_BY_MARRIAGE = re.compile(
    r"\b(?:wife|husband|spouse|partner|girlfriend|boyfriend|fianc[eé]e?|roommate|in-law)s?\b", re.I
)


def by_blood(fact: Fact) -> bool:
    """Whether a fact of somebody else may be of a relative by blood; one of a spouse or room-mate is not."""
    said = [cue.text for cue in fact.cues if cue.category == "family"]
    return not said or not all(_BY_MARRIAGE.search(words) for words in said)
