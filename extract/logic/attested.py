"""Words that nothing accounts for, in a sentence in which only a person can say whether it holds.

"Evidence of a signed consent document telling of all pertinent aspects": who says that consent was given has read the
whole sentence. The words join the text of the attestation next to them; nobody takes them for read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.concepts.generic import generic_concepts
from eligo.logic.items import Item
from eligo.logic.rewrite import map_leaves
from eligo.schema import Constraint, Node, leaves
from eligo.schema.constraint import with_fields

__all__ = ["attest_words"]

_CUTS = frozenset({"stop", "semi", "colon"})
_LISTS = frozenset({"comma", "or", "andor", "and"})
_PEOPLE = re.compile(r"(?:patient|subject|participant|individual|person|volunteer|those|women|men)s?", re.I)
_CONSENT = frozenset({"att:informed_consent", "att:assent"})
_NUMBER = re.compile(r"\d")
_FAR = 160  # characters between an attestation and the words that join it


def attest_words(node: Node, items: Sequence[Item], source: str, offset: int) -> Node:
    """The tree, the unread words of each sentence with attestations alone taken up in their texts.

    Args:
        items: those of the statement, parentheses nested; words that join a text become fillers.
        source: the statement's text, whose first character is at `offset`.
    """
    asked = list(leaves(node))
    if not any(c.type == "attestation" for c in asked):
        return node
    wider: dict[tuple[int, int], tuple[int, int]] = {}
    for sentence in _sentences(items):
        words = [i for i in _flat(sentence) if i.kind == "word"]
        if not words or any(w.window is None and _NUMBER.search(w.text) for w in words):
            continue
        low, high = sentence[0].start, sentence[-1].end
        inside = [c for c in asked if low <= c.start and c.end <= high]
        if not inside or any(c.type != "attestation" for c in inside):
            continue
        for word in words:
            near = min(inside, key=lambda c: _gap(c, word))
            if _gap(near, word) > _FAR or (word.end <= near.start and not _shown(near)):
                continue
            start, end = wider.get((near.start, near.end), (near.start, near.end))
            wider[near.start, near.end] = (min(start, word.start), max(end, word.end))
            word.kind = "filler"
    if not wider:
        return node
    return map_leaves(node, lambda c: _widened(c, wider, source, offset))


def _widened(c: Constraint, wider: dict[tuple[int, int], tuple[int, int]], source: str, offset: int) -> Constraint:
    span = wider.get((c.start, c.end))
    if span is None or c.type != "attestation":
        return c
    start, end = span
    return with_fields(c, text=source[start - offset : end - offset], start=start, end=end)


def _shown(c: Constraint) -> bool:
    """Whether the words before an attestation may join it: it is told by its text, or is a consent."""
    if c.concept is None:
        return True
    return c.concept.id in _CONSENT or c.concept.id in generic_concepts("topic") | generic_concepts("opinion")


def _gap(c: Constraint, word: Item) -> int:
    return max(c.start - word.end, word.start - c.end, 0)


def _sentences(items: Sequence[Item]) -> list[list[Item]]:
    done: list[list[Item]] = [[]]
    for n, item in enumerate(items):
        after = items[n + 1].text if n + 1 < len(items) else ""
        if item.kind in _CUTS or (item.kind in _LISTS and _PEOPLE.fullmatch(after)):  # "…, patients who have no car"
            done.append([])
        else:
            done[-1].append(item)
    return [s for s in done if s]


def _flat(items: Sequence[Item]) -> list[Item]:
    return [f for i in items for f in (_flat(i.inside) if i.kind == "paren" else [i])]
