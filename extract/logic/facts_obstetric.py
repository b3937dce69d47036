"""Pregnancies in a note's shorthand: ``G2P1``, ``G3P2012``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from eligo.concepts.hierarchy import concept
from eligo.schema import Concept, Fact

from .facts_context import NoteContext

__all__ = ["obstetric_facts"]

_SHORTHAND = re.compile(
    r"(?<![\w/-])G\s?(?P<g>\d{1,2})\s?,?\s?P\s?(?P<p>\d{1,2}(?!\d)|\d{4}(?!\d))(?:[+-]\d){0,4}(?![\w%])(?!\s*(?:x10|mg|g/))"
)
_MOTHER = re.compile(r"[\w\s,-]{0,25}\b(?:mother|mom)\b", re.I)


@cache
def _concepts() -> dict[str, Concept]:
    return {name: concept(f"repro:{name}") for name in ("nulliparous", "parous", "primigravida")}


def obstetric_facts(context: NoteContext) -> Iterator[Fact]:
    """How often the patient was pregnant and gave birth: of ``G2P0`` that she is nulliparous, of ``G1`` the first time.

    Four digits behind the P are births at term and before, losses and living children.
    """
    for m in _SHORTHAND.finditer(context.text) if "G" in context.text else ():
        births = sum(int(d) for d in m["p"][:2]) if len(m["p"]) == 4 else int(m["p"])
        pregnancies = int(m["g"])
        mothers = _MOTHER.match(context.text, m.end()) is not None  # "born to a G2P1 mother"
        if births > pregnancies + 2 or context.section == "family_history" or mothers:
            continue
        names = ["parous" if births else "nulliparous"] + (["primigravida"] if pregnancies == 1 else [])
        for name in names:
            thing = _concepts()[name]
            start, end = m.start() + context.offset, m.end() + context.offset
            yield Fact(
                "reproductive", thing.name, m[0], start, end, thing, source=context.document.source,
                section=context.section,
            )  # fmt: skip
