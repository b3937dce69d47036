"""Adjectives of a list that share the noun of its last member: "maternal or fetal conditions" are two things.

`eligo.entities.ellipsis` completes the members whose full names a table has; here the others get the noun's own
concept, or none, with their words for a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.entities.lexicon import default_lexicon
from eligo.logic.shapes import is_adjective
from eligo.logic.spanning import running
from eligo.schema import Constraint, Leaf

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["with_lent_nouns"]

_LINKS = frozenset({"comma", "or", "and", "andor", "slash"})
_JOINS = _LINKS - {"comma"}
_LENDS = frozenset({"condition", "procedure"})
_MOST = 2  # words of an adjective
_STANDS_BEFORE = frozenset(
    """
    stop comma semi colon open slash or and andor not status severity certainty role relation experiencer with cause
    except unless example define whom if list_any list_all list_n
    """.split()  # noqa: SIM905
)
_OPENS = frozenset("a an the any of other with has have having known their such".split())  # noqa: SIM905
_NO_SHAPE = frozenset(
    {"motor", "bladder", "liver", "kidney", "heart", "lung", "bowel", "skin", "thyroid", "brain", "bone"}
)


def with_lent_nouns(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, with a leaf in place of the words of each such adjective.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done = list(items)
    noun: tuple[Item, list[str]] | None = None  # the leaf that lends, and what it lends
    n = len(done) - 1
    while n >= 0:
        item = done[n]
        if item.leaf is not None:
            noun = _lent_by(item, noun) if n and done[n - 1].kind in (_LINKS if noun is not None else _JOINS) else None
        elif item.kind == "word" and noun is not None and done[n + 1].kind in _LINKS:
            first = _first(done, n, text, offset)
            if first is not None:
                done[first : n + 1] = [_leaf(done[first], item, *noun, text, offset)]
                n = first
            else:
                noun = None
        elif item.kind not in _LINKS:
            noun = None
        n -= 1
    return done


def _lent_by(item: Item, noun: tuple[Item, list[str]] | None) -> tuple[Item, list[str]] | None:
    """What a thing lends to those before it: its last words, or what was lent to itself."""
    assert item.leaf is not None
    thing = item.leaf.constraint
    if thing.type not in _LENDS or item.leaf.end - item.leaf.start != len(item.leaf.constraint.text):
        return None
    words = thing.text.split()
    if len(words) == 1:
        return noun if noun is not None and thing.type == noun[0].leaf.constraint.type else None  # type: ignore[union-attr]
    return (item, words[1:]) if is_adjective(words[0]) or words[0].casefold() in _NO_SHAPE else None


def _first(items: Sequence[Item], n: int, text: str, offset: int) -> int | None:
    """Where the words of the adjective that ends at `n` begin; None where they are none."""
    first = n
    while first and n - first < _MOST - 1 and items[first - 1].kind == "word" and _near(items, first, text, offset):
        first -= 1
    if not all(is_adjective(i.text) for i in items[first : n + 1]):
        return None
    before = items[first - 1] if first else None
    if before is None or before.kind in _STANDS_BEFORE:
        return first
    return first if before.kind == "filler" and before.text.casefold() in _OPENS else None


def _near(items: Sequence[Item], n: int, text: str, offset: int) -> bool:
    return not text[items[n - 1].end - offset : items[n].start - offset].strip()


def _leaf(first: Item, last: Item, lender: Item, nouns: list[str], text: str, offset: int) -> Item:
    assert lender.leaf is not None
    words = text[first.start - offset : last.end - offset]
    said = running(text, first.start, last.end, offset)
    kind = lender.leaf.constraint.type
    ends = [" ".join(nouns[n:]) for n in range(len(nouns))]
    known = next((m for m in map(default_lexicon().whole, ends) if m is not None and m.label == kind), None)
    made = Constraint(kind, f"{said} {nouns[-1]}", words, first.start, last.end)
    if known is not None:
        made = replace(made, name=known.name, concept=known.concept, qualifier=said)
    leaf = Leaf(made, first.start, last.end, ((first.start, last.end),))
    return replace(first, kind="leaf", end=last.end, text=made.name, leaf=leaf)
