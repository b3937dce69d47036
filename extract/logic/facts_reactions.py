"""What a drug did to an allergic patient is past, not a finding of now: ``penicillin (rash)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.schema import Fact

from .facts_context import NoteContext

__all__ = ["with_reactions"]

_DID = re.compile(
    r"[\s,:(;–—-]*(?:(?:allerg(?:y|ic)|reaction|which|that|it|he|she|with|gets?|got|causing|causes?|caused|to|of|is|was"
    r"|develop(?:s|ed)?|leading|led|resulting|resulted|in|had|has|and|an?)\b[\s,:(–—-]*){0,6}",
    re.I,
)
_CLEARLY = re.compile(r"[(:–—]|\s-\s|caus|reaction|which|develop|led|leading|result|\bwith\b|\bgets?\b|\bgot\b", re.I)


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
