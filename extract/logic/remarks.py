"""Sentences that ask nothing, or say only who may join: explanations, notes, "… are eligible for the study"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.concepts.generic import generic_concepts
from eligo.logic.groups import BOUNDED
from eligo.logic.items import Item
from eligo.logic.slicing import has_leaf
from eligo.logic.terms import Kind
from eligo.schema import Constraint, Node, leaves

__all__ = ["explains", "gives_reasons", "says_who_joins", "states_population", "with_notes"]

_ASKS = frozenset({"not", "neg_post", "permit", "except", "unless"})
_JOINS = re.compile(r"\beligible\s+(?:to|for)\b", re.I)
_GROWN = 50  # years: from this age on a lower limit may be a favour ("patients over 75 are eligible")
_NOTES = frozenset({"note", "notes", "nb", "n.b", "n.b.", "remark", "rationale", "explanation", "comment"})
_REASONS = frozenset({"rationale", "explanation"})
_DEMANDS = frozenset({"must", "should", "shall", "required"})


def with_notes(items: Sequence[Item]) -> list[Item]:
    """The items, with the end of a sentence before "Note:", and such words out of the way."""
    if "colon" not in [i.kind for i in items]:
        return list(items)
    done: list[Item] = []
    for item in items:
        before = done[-1] if done else None
        if item.kind == "colon" and before is not None and before.text.casefold() in _NOTES:
            done[-1] = Item("stop", before.start, item.end)
            done.append(Item("explain", before.start, item.end, before.text, value="note"))
            before.kind = "filler"  # it is accounted for
        else:
            done.append(item)
    return done


def states_population(node: Node, items: Sequence[Item]) -> bool:
    """Whether "… are eligible" says who may join at all, and not who may join as well.

    The first is said with an age that starts or ends a population ("women aged 18 or older having a termination are
    eligible"), and with "only".
    """
    if items and items[0].text.casefold().split()[:1] == ["only"]:
        return True
    years = [c.canonical for c in leaves(node) if c.type == "age"]
    return any(r is not None and r.low is not None and (r.low < _GROWN or r.high is not None) for r in years)


def says_who_joins(items: Sequence[Item]) -> bool:
    """ "… are eligible for the study", as the first of several criteria, without a condition."""
    if any(i.kind in {"if", "unless", "except"} for i in items):
        return False
    return any(i.kind == "permit" and _JOINS.search(i.text) for i in items)


def gives_reasons(items: Sequence[Item]) -> bool:
    """Whether a whole statement only says why another stands: "Rationale: …"."""
    return bool(items) and items[0].kind == "explain" and items[0].text.casefold() in _REASONS


def explains(items: Sequence[Item], kind: Kind) -> bool:
    """Whether a sentence behind what is asked only says how it is done or seen ("MRI will be performed at screening").

    Its words count as understood. What bounds, denies, permits or excepts anything is never only that.
    """
    head = next((i.kind for i in items if i.kind not in {"filler", "comma"}), "")
    tells = any(i.kind == "explain" for i in items) or (head == "example" and kind == "inclusion") or _lists_ways(items)
    asks = any(i.kind in _ASKS or (i.leaf is not None and i.leaf.constraint.type in BOUNDED) for i in items)
    noted = any(i.kind == "explain" and i.value == "note" for i in items)
    asks = asks or (
        noted and kind == "inclusion" and any(not _DEMANDS.isdisjoint(i.text.casefold().split()) for i in items)
    )
    if not tells or asks or any(i.kind == "paren" and has_leaf(i.inside) for i in items):
        return False
    for item in items:
        item.kind = "filler" if item.kind == "word" else item.kind
    return True


def _lists_ways(items: Sequence[Item]) -> bool:
    """ "Reliable contraceptive methods may include condoms": the kinds of what was spoken of before."""
    cue = next((n for n, i in enumerate(items) if i.kind == "example" and "include" in i.text.casefold()), 0)
    before, after = _named(items[:cue]), _named(items[cue:])
    ways = [c for c in before if c.concept is not None and c.concept.id in generic_concepts("ways")]
    return bool(ways) and len(ways) == len(before) and bool(after)


def _named(items: Sequence[Item]) -> list[Constraint]:
    return [i.leaf.constraint for i in items if i.leaf is not None]
