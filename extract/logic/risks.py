""" "High bleeding risk": the danger that something comes about, told behind it, which is not the thing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.schema import Constraint

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["with_risks"]

_BEHIND = re.compile(
    r"(?:\s*\([\w\s-]{1,20}\))?[\s-]*risks?(?=\s*(?:\Z|[,.;:()]|(?:and|or|as|by|in|at|during|due|because|if|based|is|are|on|from|with|"
    r"according|per)\b))",
    re.I,
)
_OF_NO_DISEASE = re.compile(
    r"[\s\"”'’]*(?:of|for|to|that|from|patients?|participants?|subjects?|individuals?|people|persons?|wom[ae]n|m[ae]n|children|"
    r"populations?|groups?|features?|characteristics|surger(?:y|ies)|procedures?|behaviou?rs?|sex\w*|exposures?)\b",
    re.I,
)
_FACTORS = re.compile(r"[\s\"”'’]*factors?\b", re.I)
_LOW = re.compile(r"\b(?:low|minimal|small)\s+\Z", re.I)
_BEFORE = 12  # characters


def with_risks(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, a disease whose risk is told as something that a person must judge.

    "High-risk patients", "high-risk features": the words are kept as words, for they are said of no disease.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    end = -1
    for item in items:
        if item.start < end:
            continue  # "risk" itself, and a short form in brackets before it
        if item.kind == "severity" and item.value.endswith("-risk") and _OF_NO_DISEASE.match(text, item.end - offset):
            item = replace(item, kind="word", value="")
        elif item.kind == "severity" and item.value.endswith("-risk") and _FACTORS.match(text, item.end - offset):
            item = replace(item, kind="filler", value="")  # "high risk factors such as gout" are what is listed
        found = None
        if item.leaf is not None and item.leaf.constraint.type == "condition":
            found = _BEHIND.match(text, item.end - offset)
        if item.leaf is None or found is None:
            done.append(item)
            continue
        c = item.leaf.constraint
        end = found.end() + offset
        low = _LOW.search(text, max(0, c.start - offset - _BEFORE), c.start - offset)
        name = f"{'low risk' if low else 'risk'} of {c.name}"
        judged = Constraint("attestation", name, text[c.start - offset : found.end()], c.start, end)
        done.append(replace(item, leaf=replace(item.leaf, constraint=judged), end=end))
    return done
