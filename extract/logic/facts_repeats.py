"""What happened more than once, with a list of its dates: ``seizures on 3/1, 3/8 and 3/20``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.attributes.counts import is_plural
from eligo.concepts.events import events
from eligo.schema import Fact, TimeExpression

from .facts_context import NoteContext

__all__ = ["with_repeats"]

_NEXT = re.compile(r"\s*(?:,\s*(?:and\s+)?|;\s*|&\s*|and\s+)(?:again\s+|then\s+)?(?:on\s+|in\s+)?", re.I)
_ENDS = re.compile(r"\s*(?:\Z|[.;,)\n]|and\b|&)", re.I)


def with_repeats(facts: Sequence[Fact], times: Sequence[TimeExpression], context: NoteContext) -> list[Fact]:
    """The facts of one statement; what happens (and does not last) once for each date of the list behind it."""
    dated = sorted((t for t in times if t.date and t.end_date is None and t.window is None), key=lambda t: t.start)
    if len(dated) < 2:
        return list(facts)
    out = []
    for fact in facts:
        out.append(fact)
        if _happens(fact):
            out += [replace(fact, time=day) for day in _more(fact, dated, context)]
    return out


def _happens(fact: Fact) -> bool:
    if fact.assertion not in ("present", "historical") or fact.count is not None or not isinstance(fact.time, str):
        return False
    if fact.type == "procedure":
        return True
    happens = fact.concept is not None and fact.concept.id in events()
    return fact.type == "condition" and (happens or is_plural(fact.text))


def _more(fact: Fact, dated: Sequence[TimeExpression], context: NoteContext) -> Iterator[str]:
    """The dates behind the first, as long as nothing but commas and "and" stands between."""
    first = next((n for n, t in enumerate(dated) if t.date == fact.time and t.start >= fact.end), None)
    if first is None:
        return
    last = dated[first]
    for time in dated[first + 1 :]:
        between = context.text[last.end - context.offset : time.start - context.offset]
        if not _NEXT.fullmatch(between) or not _ENDS.match(context.text, time.end - context.offset):
            return
        yield time.date or ""
        last = time
