"""Drugs in a list that are stopped or planned together: ``stopped aspirin, clopidogrel and warfarin``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.schema import Fact

from .facts_context import NoteContext

__all__ = ["listed_alike"]

_SHARED = frozenset({"planned", "stopped"})
_GAP = re.compile(r"\s*(?P<and>,?\s*(?:and|or|plus)\b|[,/+(&])\s*(?:(?:oral|iv|po|daily|low-dose|the)\s+)?", re.I)
_STOPPED = re.compile(
    r"\b(?:stopp\w+|stop|discontinu\w+|held|hold\w*|off|d/c'?d|dc'd|ceas\w+|complet\w+|finish\w+|quit)\b[^,;.]*$", re.I
)
_BEHIND = re.compile(r"\s*\)?\s*(?:were|are|will|to\s+be|have\s+been)\b", re.I)


def listed_alike(facts: Sequence[Fact], context: NoteContext) -> list[Fact]:
    """The facts of one statement: of a list that ends in "and", each drug has what is said of the first or the last.

    Of a mere history ("s/p chemotherapy, metformin and aspirin") nothing is carried on.
    """
    drugs = sorted(
        (i for i, f in enumerate(facts) if f.type == "drug" and f.change is None), key=lambda i: facts[i].start
    )
    if len(drugs) < 2 or all(facts[i].status not in _SHARED for i in drugs):
        return list(facts)
    out = list(facts)
    for run in _runs(facts, drugs, context):
        first, last = facts[run[0]], facts[run[-1]]
        status = None
        if first.status in _SHARED and _said_before(first, context):
            status = first.status
        elif last.status in _SHARED and _BEHIND.match(context.text, last.end - context.offset):
            status = last.status
        for i in run if status is not None else ():
            if facts[i].status is None and facts[i].assertion == "present" and facts[i].relation == "exposure":
                out[i] = replace(facts[i], status=status)
    return out


def _runs(facts: Sequence[Fact], drugs: Sequence[int], context: NoteContext) -> list[list[int]]:
    """The lists of drugs, those that end in "and" or "or"."""
    runs: list[tuple[list[int], bool]] = []
    for i in drugs:
        gap = None
        if runs:
            before = facts[runs[-1][0][-1]]
            gap = _GAP.fullmatch(context.text, before.end - context.offset, facts[i].start - context.offset)
        if gap is None:
            runs.append(([i], False))
        else:
            runs[-1] = ([*runs[-1][0], i], runs[-1][1] or gap["and"][-1:].isalpha())
    return [run for run, ends in runs if ends]


def _said_before(fact: Fact, context: NoteContext) -> bool:
    if fact.status == "planned":
        return True
    return _STOPPED.search(context.text[: fact.start - context.offset]) is not None
