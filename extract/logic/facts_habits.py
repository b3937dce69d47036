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

_LIKELY = (
    "smok",
    "drink",
    "sober",
    "sober",
    "etoh",
    "alcohol",
    "teetotal",
    "tobacco",
    "cigarette",
    "febrile",
    "diabetic",
    "icteric",
    "drug",
    "substance",
    "nicotine",
    "pack",
    "ppd",
    "py",
)
_DENIED = re.compile(r"\b(?:no|not|denies|denied|never|without|negative\s+for)\s+(?:[\w-]+[\s,]+){0,4}$", re.I)
_OTHERS = re.compile(
    r"\b(?:mother|father|wife|husband|parents?|partner|brother|sister|son|daughter|roommate)\b[^.;]{0,20}$", re.I
)
_LABELLED = re.compile(
    r"(?<!\w)(?:(?P<tobacco>(?:tobacco|smok(?:ing|er?|es)|cigarettes?|nicotine)(?:\s+(?:use|status|history))?)"
    r"|(?P<alcohol>(?:alcohol|etoh|drinking)(?:\s+(?:use|intake|status|history))?)"
    r"|(?P<drugs>(?:(?:illicit|recreational|street|illegal)\s+)?(?:drugs?|substances?)(?:\s+(?:use|abuse|history))?))"
    r"\s*(?:[:=|?]|\s[-–])\s*(?:[-–]\s*)?"
    r"(?:(?P<no>never(?:\s+\w+)?|none|nil|no|n|denie[sd]|neg(?:ative)?|not?\s+use\w*|non[\s-]?smoker|does\s+not)|(?P<once>former(?:ly)?|ex(?:[\s-]smoker)?|quit|past"
    r"|stopped|previous(?:ly)?|remote)|(?P<yes>yes|y|current(?:ly)?|active|daily|every\s+day|social(?:ly)?|occasional(?:ly)?|rare(?:ly)?|positive))\b",
    re.I,
)
_SIGN = re.compile(r"\s*(?:\(\s*[-−–+]\s*\)|[-−–+](?=\s*(?:[,;.]|$)))")
_ONCE = re.compile(r"\b(?:former|ex|previous|past|prior|remote|h/o|history\s+of)[\s-]+(?:heavy\s+)?$", re.I)
_TOBACCO = "cond:tobacco_use"
_PACKS = frozenset({"habit:pack_years", "habit:cigarettes"})
_QUIT = re.compile(r"(?<![\w-])(?:quit|stopped|gave\s+(?:it\s+)?up)(?![\w-])", re.I)
_OF_LABEL = {"tobacco": "cond:tobacco_use", "alcohol": "cond:alcohol_use", "drugs": "class:illicit_drugs"}


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
    labelled = list(_labelled(context))
    for told in labelled:
        inside = [f for f in facts if f.start < told.end and told.start < f.end and f.type in ("condition", "drug")]
        replaced.update(id(f) for f in inside if f.concept == told.concept or f.assertion != told.assertion)
        yield told
    for m in pattern.finditer(context.text):
        habit = habits[re.sub(r"[\s-]+", " ", m[0]).casefold()]
        start, end = m.start() + context.offset, m.end() + context.offset
        head = context.text[max(0, m.start() - 60) : m.start()]
        if any(f.start <= start < f.end for f in labelled):
            continue
        if _OTHERS.search(head):
            continue
        inside = [f for f in facts if f.start < end and start < f.end and f.concept is not None]
        same = [f for f in inside if f.concept is not None and f.concept.id == habit.concept.id]
        if inside and not same and habit.assertion == "present":
            continue  # told by the term itself
        if same and (habit.assertion == "present" or any(f.assertion == "absent" for f in same)):
            continue
        sign = _SIGN.match(context.text, m.end()) if habit.assertion == "present" else None
        denied = habit.assertion == "present" and (
            _DENIED.search(head) is not None or (sign is not None and "+" not in sign[0])
        )
        once = habit.assertion == "present" and _ONCE.search(head) is not None
        replaced.update(id(f) for f in same)
        fact = Fact(
            "condition", habit.concept.name, m[0], start, end, habit.concept,
            assertion="absent" if denied else "historical" if once else habit.assertion,
            status="history" if once and not denied else habit.status,
            source=context.document.source, section=context.section,
        )  # fmt: skip
        first = same[0] if same else None
        yield replace(fact, time=first.time, cues=first.cues) if first is not None else fact
    left = [f for f in facts if id(f) not in replaced]
    yield from left
    packs = [f for f in left if f.concept is not None and f.concept.id in _PACKS]
    if packs and not any(f.concept is not None and f.concept.id == _TOBACCO for f in facts):
        for m in _QUIT.finditer(context.text, packs[0].end - context.offset):
            thing = concept(_TOBACCO)
            yield Fact(
                "condition", thing.name, m[0], m.start() + context.offset, m.end() + context.offset, thing,
                assertion="historical", status="history", source=context.document.source, section=context.section,
            )  # fmt: skip
            break


def _labelled(context: NoteContext) -> Iterator[Fact]:
    """``Tobacco: never``, ``EtOH - social``, ``Drugs: denies``: what stands behind the label of a habit."""
    for m in _LABELLED.finditer(context.text):
        label = next(name for name in _OF_LABEL if m[name])
        if label == "drugs" and (context.section or "").startswith("medication"):
            continue
        thing = concept(_OF_LABEL[label])
        assertion: Assertion = "absent" if m["no"] else "historical" if m["once"] else "present"
        yield Fact(
            "drug" if label == "drugs" else "condition", thing.name, m[0], m.start() + context.offset,
            m.end() + context.offset, thing, assertion=assertion, status="history" if m["once"] else None,
            source=context.document.source, section=context.section,
        )  # fmt: skip
