"""What is said of a donor, and not of the patient: "a donor with hepatitis B", "donors must be under 60 years".

No note about a patient answers that: the words together are one thing for a person to answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eligo.concepts.generic import generic_concepts
from eligo.entities.hints import PartsOfWords
from eligo.schema import Constraint, Leaf

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["said_of_donors"]

_MAY = PartsOfWords(("donor",))
_SAID = re.compile(
    r"(?<![\w-])(?P<who>(?:(?:the|a|an|any|all|his|her|their|potential|suitable|related|unrelated|sibling|family|matched|"
    r"mismatched|unmatched|haploidentical|living|deceased|cadaveric|identical|HLA[\w-]*|organ|kidney|renal|liver|heart|lung|"
    r"graft|marrow|stem|cell|blood|bone|allograft|allele|match)\s+){0,6}donors?)(?:\s*\([^()]{0,30}\))?\s*"
    r"(?P<says>\b(?:is|are|was|were|has|have|had|with|whose|must|should|will\s+be|may\s+not|can\s*not|aged?|older|younger|"
    r"under|over|between|positive|negative|known|seropositive|seronegative|who\s+(?:is|has|meets|was))\b"
    r"(?!\s+(?:been\s+)?(?:available|identified|found|selected|considered|planned)\b)|[<>≤≥=])",
    re.I,
)
_BESIDE = re.compile(
    r"\b(?:recipients?|patients?|subjects?|participants?)\s*(?:and/or|or|and|/)\s*(?:the\s+|their\s+)?\Z", re.I
)
_LINKS = frozenset({"word", "and", "or", "andor", "slash"})
_STOPS = frozenset({"stop", "semi", "except", "unless"})
_PEOPLE = re.compile(
    r"\s*(?:,\s*)?(?:(?:and|or|but)\s+)?(?:the\s+)?(?:recipients?|patients?|subjects?|participants?)\b", re.I
)


def said_of_donors(items: list[Item], text: str, offset: int, section: str) -> list[Item]:
    """The items, with one attestation in place of what is said of a donor.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
        section: the subheading it stands under; under one for donors all is said of them.
    """
    if not _MAY(text) or "onor" in section:
        return items
    for found in reversed(list(_SAID.finditer(text))):
        items = _folded(items, text, offset, found)
    return items


def _folded(items: list[Item], text: str, offset: int, found: re.Match[str]) -> list[Item]:
    start = found.start("who") + offset
    first = next((n for n, i in enumerate(items) if i.start >= start or i.end > start), len(items))
    if first == len(items) or items[first].start < start:
        return items
    last = _last(items, first, text, offset, found.start("says") + offset)
    inside = items[first : last + 1]
    asked = [i for i in inside if i.leaf is not None]
    own = [i for i in asked if i.leaf is not None and not _is_donor(i.leaf.constraint)]
    if not own or any(i.kind == "judge" or _is_opinion(i) for i in inside):
        return items
    end = max([i.end for i in inside if i.kind != "comma"] + [i.leaf.constraint.end for i in own if i.leaf is not None])
    words = text[start - offset : end - offset]
    leaf = Leaf(Constraint("attestation", " ".join(words.split()), words, start, end), start, end, ((start, end),))
    donor = _item(start, end, leaf)
    beside = _BESIDE.search(text, max(0, start - offset - 40), start - offset)
    if beside is None:
        return [*items[:first], donor, *items[last + 1 :]]
    # "recipient or donor is positive for hepatitis B": the same is asked of the patient
    kept = [i for i in inside if i.leaf is None or not _is_donor(i.leaf.constraint)]
    gone = found.end("who") + offset
    kept = [i for i in kept if i.start >= gone]
    ahead = [i for i in items[:first] if i.start < beside.start() + offset or i.kind not in _LINKS]
    donor.start = donor.end = end
    return [*ahead, *kept, _semi(end), donor, *items[last + 1 :]]


def _last(items: list[Item], first: int, text: str, offset: int, said: int) -> int:
    """The last item of what is said of a donor: the clause ends at a stop, an open bracket closed, or other people."""
    depth, n = 0, first
    for n in range(first, len(items)):
        item = items[n]
        if item.kind == "open":
            depth += 1
        elif item.kind == "close":
            depth -= 1
            if depth < 0:
                return n - 1
        elif depth:
            continue
        elif item.start > said and (item.kind in _STOPS or _PEOPLE.match(text, item.start - offset)):
            return n - 1
    return n


def _is_opinion(item: Item) -> bool:
    about = item.leaf.constraint.concept if item.leaf is not None else None
    return about is not None and about.id in generic_concepts("opinion")


def _is_donor(constraint: Constraint) -> bool:
    return constraint.concept is not None and constraint.concept.id == "att:donor"


def _item(start: int, end: int, leaf: Leaf) -> Item:
    from eligo.logic.items import Item

    return Item("leaf", start, end, leaf.constraint.name, leaf=leaf)


def _semi(at: int) -> Item:
    from eligo.logic.items import Item

    return Item("semi", at, at)
