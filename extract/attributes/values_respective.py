"""Values that are told to belong to names in their order: "A and B were 12 g/L and 3 mmol/L, respectively".

Where not all of the names are known, only the last is sure of its value: it is the last one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.schema import Fact, Quantity

from .bounds_names import Name
from .values_facts import takes, value_facts
from .values_layout import Cell

__all__ = ["respective"]

_RESPECTIVELY = re.compile(r"[\s,]*\(?respectively\b", re.I)
_BETWEEN = re.compile(r"\s*(?:,\s*and|,|and|&|/)\s*(?:(?:only|about)\s+)?", re.I)
_CLAUSE = re.compile(r"[;:]|\.\s|\b(?:respectively|while|whereas|but|with)\b", re.I)
_TIE = re.compile(r"[^,.;:\d]{0,60}")
_PRESSURE = "vital:bp"


def respective(text: str, names: Sequence[Name], quantities: Sequence[Quantity]) -> dict[int, tuple[list[Fact], int]]:
    """By the place of the first name of such a list: the values, and the place of the next name behind it."""
    told: dict[int, tuple[list[Fact], int]] = {}
    for mark in _RESPECTIVELY.finditer(text):
        run = _run(text, quantities, mark.start())
        if len(run) < 2:
            continue
        start = max((m.end() for m in _CLAUSE.finditer(text, 0, run[0].start)), default=0)
        here = [n for n, name in enumerate(names) if start <= name.start and name.stop <= run[0].start]
        if not here or len(here) > len(run) or any(names[n].id == _PRESSURE for n in here):
            continue
        last = names[here[-1]]
        if _TIE.fullmatch(text, last.stop, run[0].start) is None:
            continue
        whole = len(here) == len(run)
        pairs = list(zip((names[n] for n in here), run, strict=True)) if whole else [(last, run[-1])]
        facts: list[Fact] = []
        for name, quantity in pairs:
            quantity = replace(quantity, unit=quantity.unit or run[-1].unit)
            if quantity.unit is None or takes(name.thing, quantity.unit):
                facts += value_facts(text, name, Cell(run[-1].end, quantity))
        told[here[0]] = facts, here[-1] + 1
    return told


def _run(text: str, quantities: Sequence[Quantity], end: int) -> list[Quantity]:
    """The values right before "respectively"."""
    before = [q for q in quantities if q.end <= end]
    if not before or text[before[-1].end : end].strip(" ,)"):
        return []
    run = [before[-1]]
    for left, right in reversed(list(pairwise(before))):
        if _BETWEEN.fullmatch(text, left.end, right.start) is None:
            break
        run.insert(0, left)
    return run
