"""How something is taken that has no field of its own: "chronic use of opioids", "low dose aspirin".

The word stays with each drug that it is said of, as its `qualifier`: who took the drug once has not met it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.entities.hints import PartsOfWords
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["may_tell_regimen", "with_regimens"]

may_tell_regimen = PartsOfWords(
    ("chronic", "regular", "term", "daily", "continu", "habitual", "prolong", "low", "high")
)
"""Whether a text may hold such a word."""

_LASTING = (
    r"(?P<word>chronic|long[\s-]?term|longterm|regular|daily|every[\s-]?day|continuous|continual|habitual|prolonged)"
)
_CUE = re.compile(rf"(?:current\s+|concurrent\s+|ongoing\s+)?{_LASTING}(?:al)?(?P<ly>ly)?\b(?!\s+or\b)", re.I)
_WORD = re.compile(rf"{_LASTING}(?:al)?(?:ly)?", re.I)
_USE = frozenset({"use", "usage", "treatment", "therapy", "administration", "intake", "of", "with", "the", "any", "a"})
_DEGREE = frozenset({"low", "high"})
_LINKS = frozenset({"comma", "or", "and", "andor", "slash"})
_SAID = frozenset({"role", "severity", "filler", "word"})
_FAR = 6  # items between the word and the drug


def with_regimens(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, the words for how long or how much stays with the drugs that they are said of.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done = list(items)
    for n, item in enumerate(done):
        if item.kind not in _SAID:
            continue
        if n > 1 and done[n - 1].kind in _LINKS and done[n - 2].kind in {"status", "role"}:
            continue  # "current or chronic use of": either will do
        word, list_wide = _said(done, n), item.kind == "role"
        at = _drug(done, n + 1) if word is not None else None
        if word is None or at is None or text[item.end - offset : item.end - offset + 1] in {",", ";", ".", ":"}:
            continue
        while at is not None:
            done[at] = _taken(done[at], word)
            if item.kind == "word":
                done[n] = replace(item, kind="filler")
            at = _next_listed(done, at + 1) if list_wide else None
    return done


def _said(items: Sequence[Item], n: int) -> str | None:
    """The word that an item says, as it stands before a name."""
    item = items[n]
    if item.kind == "role":
        found = _CUE.match(item.text)
        return found["word"].casefold() if found is not None else None
    if item.kind in {"filler", "word"} and item.text.casefold() in _DEGREE:
        dose = n + 1 < len(items) and items[n + 1].text.casefold() in {"dose", "doses", "dosage"}
        return f"{item.text.casefold()}-dose" if dose else None
    found = _WORD.fullmatch(item.text)
    if item.kind == "word":  # "long-term treatment with", and none that qualifies something else
        after = items[n + 1] if n + 1 < len(items) else None
        used = after is not None and (after.kind == "role" or after.text.casefold() in _USE)
        found = found if used else None
    return found["word"].casefold() if found is not None else None


def _drug(items: Sequence[Item], n: int) -> int | None:
    """The place of the drug that stands next, None where something else does."""
    for at in range(n, min(n + _FAR, len(items))):
        if items[at].leaf is not None:
            return at if _is_drug(items[at]) else None
        plain = items[at].kind == "filler" and items[at].text.casefold() in _USE | {"dose", "doses", "dosage"}
        if not plain and items[at].kind not in {"route", "role"}:
            return None
    return None


def _next_listed(items: Sequence[Item], n: int) -> int | None:
    """The place of the drug that goes on a list, None where the list ends."""
    at = n
    while at < len(items) and items[at].kind in _LINKS:
        at += 1
    return at if n < at < len(items) and _is_drug(items[at]) else None


def _is_drug(item: Item) -> bool:
    return item.leaf is not None and item.leaf.constraint.type == "drug"


def _taken(item: Item, word: str) -> Item:
    assert item.leaf is not None
    own = item.leaf.constraint.qualifier
    if word == "daily" and item.leaf.constraint.dose is not None:
        return item  # the dose is one of a day
    if own is not None and word in own.casefold():
        return item
    said = word if own is None else f"{word} {own}"
    return replace(item, leaf=replace(item.leaf, constraint=with_fields(item.leaf.constraint, qualifier=said)))
