"""Denials that a sentence makes of one place: "the incision shows no signs of infection" says nothing of the lungs."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from eligo.concepts.hierarchy import descendants
from eligo.schema import Fact

from .facts_context import NoteContext
from .places import site_names

__all__ = ["local_denial"]

_KINDS = 20  # a thing of so many kinds may be elsewhere
_REACH = 90  # characters before a denial that may name the place
_WOUNDS = (
    r"incisions?|wounds?|scars?|stomas?|stumps?|dressings?|sutures?"
    r"|(?:insertion|catheter|port|puncture|donor|graft|injection|surgical|operative|exit|pin)\s+sites?"
)


@cache
def _subject() -> re.Pattern[str]:
    places = "|".join(re.escape(w) for w in sorted(site_names(), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<place>{_WOUNDS}|{places})\s*(?::|-|(?:(?:exam(?:ination)?|x-?rays?|CT|MRI|scan|imaging|ultrasound)\s+)?"
        rf"(?:shows?|showed|reveals?|revealed|demonstrates?|demonstrated|has|had|ha(?:s|d)\s+been|is|are|was|were|looks?|looked|appears?|appeared|with))"
        rf"\s+(?:(?:clean|dry|intact|healing|healed|well|normal|soft|clear|warm)\b[\s,]*(?:and\s+|with\s+|but\s+)?)*$",
        re.I,
    )


def local_denial(fact: Fact, context: NoteContext) -> Fact:
    """`fact` with the place that its sentence is about as its `site`, where it is denied and has many kinds."""
    if fact.assertion != "absent" or fact.type != "condition" or fact.site is not None or not _is_wide(fact):
        return fact
    cue = next((c for c in fact.cues if c.category == "negated" and c.end <= fact.start), None)
    if cue is None:
        return fact
    at = cue.start - context.offset
    found = _subject().search(context.text, max(0, at - _REACH), at)
    return fact if found is None else replace(fact, site=" ".join(found["place"].casefold().split()))


def _is_wide(fact: Fact) -> bool:
    return fact.concept is not None and _has_kinds(fact.concept.id)


@cache
def _has_kinds(id: str) -> bool:
    try:
        return len(descendants(id)) >= _KINDS
    except KeyError:
        return False
