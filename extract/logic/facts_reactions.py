"""Reactions to drugs: what one did to an allergic patient is past, not a finding of now (``penicillin (rash)``); and
what the patient has no allergy to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.schema import Cue, Fact, Mention

if TYPE_CHECKING:
    from .facts_context import NoteContext

__all__ = ["no_reaction", "of_something", "with_reactions"]

_NONE_TO = re.compile(
    r"\b(?:no|nor|not|without|den(?:ies|ied)|negative\s+for)\s+(?:an?\s+)?(?:[\w-]+\s+(?:of\s+)?){0,3}?"
    r"(?:allerg(?:y|ies|ic)|hypersensitivit(?:y|ies)|hypersensitive)(?:\s+reactions?)?\s+to\s+"
    r"(?:(?!(?:but|except|other|apart|which|who|is|was|has|had|however)\b)[\w-]+(?:\s*[,/]\s*|\s+)){0,8}\Z",
    re.I,
)
_TO_SOMETHING = re.compile(
    r"\s+to\s+(?!(?:(?:any|all|the|other|known|new)\s+)*"
    r"(?:medic\w+|meds|drugs?|foods?|substances?|anything|things?)\b)",
    re.I,
)

_DID = re.compile(
    r"[\s,:(;–—-]*(?:(?:allerg(?:y|ic)|reaction|which|that|it|he|she|with|gets?|got|causing|causes?|caused|to|of|is|was"
    r"|develop(?:s|ed)?|leading|led|resulting|resulted|in|had|has|and|an?)\b[\s,:(–—-]*){0,6}",
    re.I,
)
_CLEARLY = re.compile(r"[(:–—]|\s-\s|caus|reaction|which|develop|led|leading|result|\bwith\b|\bgets?\b|\bgot\b", re.I)


def no_reaction(context: NoteContext, mention: Mention) -> Cue | None:
    """The words that deny an allergy to just this: ``no allergy to penicillin or latex``."""
    if mention.label not in ("drug", "allergy"):
        return None
    at = mention.start - context.offset
    first = max(0, at - 120)
    found = _NONE_TO.search(context.text[first:at]) if "llerg" in context.text or "sensiti" in context.text else None
    if found is None:
        return None
    start, words = first + found.start(), found[0].rstrip()
    return Cue("negated", words, start + context.offset, start + len(words) + context.offset)


def of_something(after: str) -> bool:
    """Whether the words behind "no allergies" say to what: ``to penicillin``, and not ``to any drugs``."""
    return _TO_SOMETHING.match(after) is not None


def with_reactions(facts: Sequence[Fact], context: NoteContext) -> Iterator[Fact]:
    """The facts of one statement; a condition that is said to be a drug's effect is a thing of the past."""
    last: Fact | None = None
    for fact in sorted(facts, key=lambda f: f.start):
        if fact.type == "drug":
            last = fact if fact.relation == "hypersensitivity" else None
        elif last is not None and fact.type == "condition" and fact.assertion == "present":
            gap = context.text[last.end - context.offset : fact.start - context.offset]
            if _DID.fullmatch(gap) and _CLEARLY.search(gap):
                yield replace(fact, assertion="historical", status="history")
                continue
            last = None
        yield fact
