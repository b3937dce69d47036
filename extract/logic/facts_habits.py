"""Smoking, drinking and some findings in the words of notes (``nonsmoker``, ``afebrile``): ``lexicons/habits.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from eligo.concepts.hierarchy import concept
from eligo.resources import read_table, split_cell
from eligo.schema import Assertion, Concept, Fact

from .facts_context import NoteContext

__all__ = ["with_habits"]

_LIKELY = ("smok", "drink", "etoh", "alcohol", "teetotal", "tobacco", "cigarette", "febrile", "diabetic", "icteric")
_DENIED = re.compile(r"\b(?:no|not|denies|denied|never|without|negative\s+for)\s+(?:[\w-]+[\s,]+){0,4}$", re.I)
_OTHERS = re.compile(
    r"\b(?:mother|father|wife|husband|parents?|partner|brother|sister|son|daughter|roommate)\b[^.;]{0,20}$", re.I
)


@dataclass(frozen=True, slots=True)
class _Habit:
    concept: Concept
    assertion: Assertion
    status: str | None


@cache
def _table() -> tuple[dict[str, _Habit], re.Pattern[str]]:
    habits: dict[str, _Habit] = {}
    for row in read_table("habits.tsv", ("concept", "assertion", "status", "forms", "source")):
        cells = row.cells
        try:
            thing = concept(cells["concept"])
        except KeyError as error:
            raise row.error(f"no concept {cells['concept']!r}") from error
        habit = _Habit(thing, cast(Assertion, cells["assertion"]), cells["status"] or None)
        for form in split_cell(cells["forms"]):
            habits[form] = habit
    forms = "|".join(re.escape(f).replace(r"\ ", r"[\s-]{1,3}") for f in sorted(habits, key=len, reverse=True))
    return habits, re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.I)


def with_habits(facts: Sequence[Fact], context: NoteContext) -> Iterator[Fact]:
    """The facts of one statement with those of habits: new ones, and known ones whose words say more."""
    folded = context.text.casefold()
    if context.section == "family_history" or not any(word in folded for word in _LIKELY):
        yield from facts
        return
    habits, pattern = _table()
    replaced: set[int] = set()
    for m in pattern.finditer(context.text):
        habit = habits[re.sub(r"[\s-]+", " ", m[0]).casefold()]
        start, end = m.start() + context.offset, m.end() + context.offset
        head = context.text[max(0, m.start() - 60) : m.start()]
        if _OTHERS.search(head):
            continue
        inside = [f for f in facts if f.start < end and start < f.end and f.concept is not None]
        same = [f for f in inside if f.concept is not None and f.concept.id == habit.concept.id]
        if inside and not same and habit.assertion == "present":
            continue  # told by the term itself
        if same and (habit.assertion == "present" or any(f.assertion == "absent" for f in same)):
            continue
        denied = habit.assertion == "present" and _DENIED.search(head) is not None
        replaced.update(id(f) for f in same)
        fact = Fact(
            "condition", habit.concept.name, m[0], start, end, habit.concept,
            assertion="absent" if denied else habit.assertion, status=habit.status,
            source=context.document.source, section=context.section,
        )  # fmt: skip
        first = same[0] if same else None
        yield replace(fact, time=first.time, cues=first.cues) if first is not None else fact
    yield from (f for f in facts if id(f) not in replaced)
