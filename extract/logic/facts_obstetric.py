"""Pregnancies in a note's shorthand: ``G2P1 at 31w4d``, ``G3P2012``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from eligo.concepts.hierarchy import concept
from eligo.entities.analytes import analytes
from eligo.schema import Concept, Fact

from .facts_context import NoteContext

__all__ = ["obstetric_facts"]

_SHORTHAND = re.compile(
    r"(?<![\w/-])G\s?(?P<g>\d{1,2})\s?,?\s?P\s?(?P<p>\d{1,2}(?!\d)|\d{4}(?!\d))(?:[+-]\d){0,4}(?![\w%])(?!\s*(?:x10|mg|g/))"
)
_MOTHER = re.compile(r"[\w\s,-]{0,25}\b(?:mother|mom)\b", re.I)


_WEEKS = re.compile(  # "31 weeks", "24+3 weeks" are read as any value is
    r"(?<![\w.])(?P<w>\d{1,2})\s?wk?s?\s?(?P<d>[0-6])\s?d(?:ays?)?(?!\w|/)(?!\s+(?:ago|later|prior|post))", re.I
)
_BORN = re.compile(
    r"\b(?:born|birth|deliver\w*|ex|former|prior|previous|loss|abort\w*|SAB|TAB|h/o|hx|history|infant|newborn|neonate)\b",
    re.I,
)
_AT = re.compile(r"(?:\bat|@|,|\bnow|\bwith\s+(?:an?\s+)?(?:\w+\s+)?IUP\s+at|\bIUP\s+at)\s*$", re.I)


@cache
def _concepts() -> dict[str, Concept]:
    return {name: concept(f"repro:{name}") for name in ("nulliparous", "parous", "primigravida", "pregnant")}


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
        yield from _weeks(context, m.end())
        names = ["parous" if births else "nulliparous"] + (["primigravida"] if pregnancies == 1 else [])
        for name in names:
            thing = _concepts()[name]
            start, end = m.start() + context.offset, m.end() + context.offset
            yield Fact(
                "reproductive", thing.name, m[0], start, end, thing, source=context.document.source,
                section=context.section,
            )  # fmt: skip


def _weeks(context: NoteContext, at: int) -> Iterator[Fact]:
    """How far the pregnancy has come, behind its shorthand that ends at `at` (``at 31w4d``), and that there is one."""
    found = next((m for m in _WEEKS.finditer(context.text, at, at + 80)), None)
    if found is None or not _AT.search(context.text[at : found.start()]):
        return
    if _BORN.search(context.text, max(0, at - 40), found.start()):
        return
    days = int(found["d"])
    start, end = found.start() + context.offset, found.end() + context.offset
    age, there = analytes()["demo:gestational_age"].concept, _concepts()["pregnant"]
    source, section = context.document.source, context.section
    yield Fact(
        "measurement", age.name, found[0], start, end, age, round(int(found["w"]) + days / 7, 2), None, "=", "wk",
        source=source, section=section,
    )  # fmt: skip
    yield Fact("reproductive", there.name, found[0], start, end, there, source=source, section=section)
