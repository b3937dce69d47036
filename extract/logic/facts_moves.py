"""How values move, as a note says it: ``PSA is rising``, ``weight stable``, ``hemoglobin fell by 2 g/dL``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.attributes.trends import Trend, find_trends
from eligo.schema import Fact, Mention, Quantity
from eligo.schema.constraint import ConstraintType

from .facts_context import NoteContext, assertion_of

__all__ = ["moving"]

_WORDS = {"increase": "increasing", "decrease": "decreasing", "stable": "stable", "any": "changing"}


def moving(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity], context: NoteContext
) -> Iterator[Fact]:
    """A fact for each thing that a statement says the way of; its value is a word, or by how much it moved."""
    for trend in find_trends(text, offset, mentions, quantities):
        fact = _fact(text, offset, trend, context)
        if fact is not None:
            yield fact


def _fact(text: str, offset: int, trend: Trend, context: NoteContext) -> Fact | None:
    start, end = trend.start + offset, trend.end + offset
    name = trend.mention or Mention("measurement", trend.name, text[trend.at[0] : trend.at[1]], trend.at[0] + offset,
                                    trend.at[1] + offset, trend.concept)  # fmt: skip
    got = assertion_of(context, name)
    if got is None or trend.since is not None:
        return None
    assertion, cues = got
    low, high = trend.amount.get("low"), trend.amount.get("high")
    far = low if low is not None else high
    kind: ConstraintType = "score" if trend.label == "score" else "measurement"
    words = " ".join(text[trend.at[0] : trend.at[1]].split())
    assumed = (f"{words} is read as the {trend.name}",) if trend.label == "function" and trend.concept else ()
    return Fact(
        kind, trend.name, text[trend.start : trend.end], start, end, trend.concept,
        value=_WORDS[trend.change] if far is None else far, comparator="=", unit=trend.amount.get("unit"),
        scale=trend.name if kind == "score" else None, assertion=assertion, cues=cues, change=trend.change,
        source=context.document.source, section=context.section, assumed=assumed,
    )  # fmt: skip
