"""What "other malignancy" is other than: names that speak of all but what is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from eligo.concepts.hierarchy import ancestors
from eligo.concepts.hierarchy import concept as concept_of
from eligo.schema import Concept, Fact

from .wording import noun

__all__ = ["OTHER", "denials_of_the_rest", "general_of"]

OTHER = re.compile(r"\b(?:an?other|additional|second(?:ary)?|different|unrelated|synchronous)\b(?!\W+to\b)", re.I)
_STATED = ("present", "historical")


@lru_cache(maxsize=4096)
def general_of(id: str, name: str) -> Concept | None:
    """The concept right above one whose name says "other" or "second"; None for all other names."""
    if not OTHER.search(name):
        return None
    try:
        above = ancestors(id)
    except KeyError:
        return None
    nearest = [one for one in above if above <= ancestors(one) | {one}]
    return concept_of(nearest[0]) if len(nearest) == 1 else None


def denials_of_the_rest(facts: Sequence[Fact]) -> Iterator[Fact]:
    """``No other malignancy`` beside a malignancy that is stated: a denial of all, which the one stated survives.

    Where no kind of it is stated, it is not known what the others are other than.
    """
    for fact in facts:
        if fact.type != "condition" or fact.assertion != "absent" or fact.concept is None:
            continue
        general = general_of(fact.concept.id, fact.concept.name)
        if general is None or not any(_is_kind(f, general, fact.concept) for f in facts):
            continue
        words = " ".join(fact.text.split())
        note = f"“{words}” is taken to deny each {noun(general.name)} that is not stated"
        yield replace(fact, name=general.name, concept=general, assumed=(*fact.assumed, note))


def _is_kind(fact: Fact, general: Concept, other: Concept) -> bool:
    if fact.type != "condition" or fact.assertion not in _STATED or fact.concept is None:
        return False
    try:
        return fact.concept.id != other.id and general.id in ancestors(fact.concept.id)
    except KeyError:
        return False
