"""Reactions to nothing that is named: "a history of ocular allergy or uveitis", "allergies, asthma or eczema"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eligo.schema import Constraint, Leaf
from eligo.schema.constraint import ConstraintType

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["bare_reactions"]

_NOUNS: dict[str, ConstraintType] = {
    "allergy": "allergy",
    "allergies": "allergy",
    "hypersensitivity": "condition",
    "hypersensitivities": "condition",
    "intolerance": "condition",
    "intolerances": "condition",
}
_JOINTS = frozenset({"comma", "or", "and", "andor", "slash", "semi", "stop"})
_ENDS = frozenset({"semi", "stop"})
_NAMING = frozenset({"route", "word"})
_NAMING_WORDS = frozenset({"drug", "drugs", "medication", "medications"})
_BORNE = frozenset({"drug", "allergy", "procedure", "biomarker", "measurement", "attestation"})
"""What one may react to; a measurement may be of a substance."""


def bare_reactions(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, each such reaction as a thing of its own, with the adjectives before it.

    "Allergy or intolerance to X" names what it is to behind the list, "X allergy" before it.
    """
    done: list[Item] = []
    for n, item in enumerate(items):
        type_ = _NOUNS.get(item.text.casefold()) if item.kind == "relation" else None
        if type_ is None or not _stands_alone(items, n, done):
            done.append(item)
            continue
        start = item.start
        while done and _names(done[-1], start):
            start = done.pop().start
        words = text[start - offset : item.end - offset]
        whole = Constraint(type_, " ".join(words.casefold().split()), words, start, item.end)
        item.kind, item.start, item.text, item.value = "leaf", start, words, ""
        item.leaf = Leaf(whole, start, item.end, ((start, item.end),))
        done.append(item)
    return done


def _names(item: Item, start: int) -> bool:
    return (item.kind in _NAMING or item.text.casefold() in _NAMING_WORDS) and item.end + 1 >= start


def _stands_alone(items: Sequence[Item], n: int, before: Sequence[Item]) -> bool:
    last = next((i for i in reversed(before) if i.kind != "filler"), None)
    if last is not None and last.leaf is not None:
        return False  # "heparin allergy"
    behind = [i for i in items[n + 1 :] if i.kind != "filler"]
    if not behind or behind[0].kind not in _JOINTS:
        return False
    for item in behind:
        if item.kind in _ENDS:
            return True
        if item.leaf is not None:
            return item.leaf.constraint.type not in _BORNE
        if item.kind in {"word", "relation", "paren", "colon"}:
            return False
    return True
