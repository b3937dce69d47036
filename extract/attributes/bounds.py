"""Numeric leaves of criteria: which thing, which bound, in which unit, for which sex, by which method."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter

from eligo.attributes.bounds_leaf import bound_leaf, sex_of
from eligo.attributes.bounds_pairs import as_before, is_pair, is_same_again, left_out, two_sided
from eligo.entities.hints import PartsOfWords
from eligo.schema import Leaf, Mention, Quantity

from .bounds_above_baseline import above_baseline
from .bounds_age import read_ages
from .bounds_birthdays import birthday_leaves
from .bounds_context import (
    FoundSex,
    sexes_in_turn,
)
from .bounds_implied import implied_leaves, pressure_leaves
from .bounds_lesion_sizes import read_lesion_sizes
from .bounds_lesions import read_lesions
from .bounds_life import read_life_expectancy
from .bounds_link import link
from .bounds_linked import Link, is_rate
from .bounds_names import Name, boundaries, find_names, said_again, without_ages, without_explained
from .bounds_outside import follows_on
from .bounds_schooling import schooling_leaves, tells_grade
from .bounds_unnamed import unnamed_leaves
from .citations import without_citations
from .counts import count_leaves
from .levels import as_levels
from .scores import read_scores
from .values_shorthand import lower_acronyms

__all__ = ["read_bounds"]

_MEASURED = frozenset(("measurement",))
_HINT = PartsOfWords(
    ("one", "two", "three", "four", "five", "six", "ten", "twelve", "normal", "reference", "ULN", "LLN", "UNL", "WNL",
     "twice", "thrice", "limit", "teen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
     "grade", "stage", "class", "level", "measur", "evaluable", "score", "status", "child")
)  # fmt: skip
_DIGIT = re.compile(r"\d")


def read_bounds(text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Leaf]:
    """The numeric constraints of a statement.

    One leaf a name and bound: labs that share a bound get one each, a further bound without a name of its own
    (``(≤ 5 × ULN if liver metastases)``) gets a leaf for each name it goes back to, whose span is the bound's.
    Ages are canonical in years, life expectancy in days.

    Args:
        text: the statement.
        offset: where it starts in the document; mentions, quantities and the leaves count in the document.
    """
    if not (_DIGIT.search(text) or _HINT(text)) and not any(m.label == "score" for m in mentions):
        return []
    if quantities:
        quantities = without_citations(text, offset, quantities)
        mentions = as_levels(text, offset, lower_acronyms(text, offset, mentions), quantities)
    leaves: list[Leaf] = []
    used: set[int] = set()
    for reader in (read_life_expectancy, read_ages, read_lesions):
        rest = [q for q in quantities if id(q) not in used]
        for leaf, quantity in reader(text, offset, mentions, rest):
            leaves.append(leaf)
            if quantity is not None:
                used.add(id(quantity))
    leaves += birthday_leaves(text, offset, leaves)
    if tells_grade(text):
        leaves += schooling_leaves(text, offset)
    lesions = [leaf for leaf in leaves if leaf.constraint.type == "lesion"]
    if lesions:
        for leaf, size in read_lesion_sizes(text, offset, lesions, [q for q in quantities if id(q) not in used]):
            leaves.append(leaf)
            used.add(id(size))
    scored, plain = read_scores(text, offset, mentions, quantities)
    leaves += scored
    taken = _mask(len(text), [(s - offset, e - offset) for leaf in leaves for s, e in leaf.covers])
    local = [
        _moved(q, -offset)
        for q in quantities
        if id(q) not in used and not any(taken[q.start - offset : q.end - offset])
    ]
    names = find_names(text, offset, mentions, _MEASURED) if any(m.label == "measurement" for m in mentions) else []
    names = sorted([*names, *plain], key=lambda n: n.start)
    if names and local:
        names, local = _apart(without_explained(text, names), local)
        links = link(without_ages(text), names, local, boundaries(text))
        leaves += _leaves(text, offset, names, links, local)
    if local:
        leaves += count_leaves(text, offset, local, mentions, leaves)
        leaves += implied_leaves(text, offset, local, leaves, mentions)
        leaves += unnamed_leaves(text, offset, local, mentions, leaves)
    leaves = above_baseline(text, offset, leaves)
    leaves.sort(key=lambda leaf: (leaf.start, leaf.end))
    return leaves


_fields = attrgetter(*(f.name for f in fields(Quantity)[3:]))


def _moved(quantity: Quantity, by: int) -> Quantity:
    return Quantity(quantity.text, quantity.start + by, quantity.end + by, *_fields(quantity))


def _mask(length: int, spans: Sequence[tuple[int, int]]) -> bytearray:
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def _apart(names: list[Name], quantities: list[Quantity]) -> tuple[list[Name], list[Quantity]]:
    """Digits inside a name (``FEV1``) bound nothing, and a unit (``1.5 K/µL``) names nothing."""
    kept: list[Quantity] = []
    dropped: set[int] = set()
    n = 0
    for quantity in quantities:
        while n < len(names) and names[n].end <= quantity.start:
            n += 1
        if n < len(names) and names[n].start <= quantity.start and quantity.end < names[n].end:
            continue
        if n < len(names) and names[n].start < quantity.start:
            continue
        while n < len(names) and names[n].start < quantity.end:
            if is_rate(names[n]) and names[n].start > quantity.start:
                quantity = _up_to(quantity, names[n].start)  # "4 to 6 seizures per month": named by its unit
                break
            if quantity.unit is not None and _beyond(names[n], quantity.end):
                break  # "37 weeks of gestation": the unit is a part of the name
            dropped.add(n)
            n += 1
        kept.append(quantity)
    return [name for i, name in enumerate(names) if i not in dropped], kept


def _up_to(quantity: Quantity, edge: int) -> Quantity:
    words = quantity.text[: edge - quantity.start].rstrip()
    return replace(quantity, text=words, end=quantity.start + len(words))


def _beyond(name: Name, edge: int) -> bool:
    """Cut a name down to its words behind `edge`; False where none are left."""
    if name.end <= edge:
        return False
    name.start = edge
    name.covers = [(max(s, edge), e) for s, e in name.covers if e > edge]
    return True


def _leaves(
    text: str, offset: int, names: Sequence[Name], links: list[Link], quantities: Sequence[Quantity]
) -> list[Leaf]:
    out: list[Leaf] = []
    skip = -1
    sexed = 0  # where the sex of the bound before ends
    turn: list[FoundSex] = []  # of this bound and the next
    turned: int | None = None  # where "outside the range of" begins
    for n, found in enumerate(links):
        if n == skip:
            continue
        following = links[n + 1] if n + 1 < len(links) else None
        quantity = found.quantity
        spans = [(quantity.start, quantity.end)]
        if following is not None and said_again(text, found.names, quantity.end, following.names):
            both = two_sided(text, quantity, following.quantity)
            if both is not None:
                quantity, skip = both, n + 1
                spans.append((following.names[0].start, following.quantity.end))
        elif following is not None and following.kind == "again" and following.names[-1] is found.names[-1]:
            other = following.quantity
            both = two_sided(text, quantity, other)
            if both is not None:
                quantity, skip = both, n + 1
                spans.append((other.start, other.end))
            elif is_pair(text, found.names[-1], quantity, other):
                skip = n + 1
                out += pressure_leaves(text, offset, quantity, other, found.names[-1])
                continue
            elif is_same_again(text, found.names, quantity, other):
                skip = n + 1
                spans.append((other.start, other.end))
        edge = min(
            [len(text)]
            + [m.start for m in names if m.start >= spans[-1][1]]
            + [q.start for q in quantities if q.start >= spans[-1][1] and (q.comparator or q.unit not in (None, "h"))]
        )
        last = links[n - 1]
        shared = turned is not None and last.kind == found.kind == "before"
        shared = shared and follows_on(text, last.names[-1], found.quantity)
        if not shared:
            turned = left_out(text, found)
        if following is not None and skip != n + 1 and following.names[-1] is found.names[-1]:
            between = text[spans[-1][1] : following.quantity.start]
            turn = list(sexes_in_turn(text, following.quantity.end, slashed="/" in between) or turn)
        sex = sex_of(text, found, spans, edge, sexed)
        if turn:  # "≥ 1.5 or ≥ 1.4 mg/dL in men and women, respectively"
            sex = turn.pop(0)
            if not turn and not quantity.comparator and quantity.low == quantity.high:
                quantity = as_before(links[n - 1].quantity, quantity)
        sexed = sex.end if sex is not None else sexed
        for name in found.names:
            leaf = bound_leaf(text, offset, name, found, quantity, spans, edge, sex, turned, shared)
            if leaf is not None:
                out.append(leaf)
    return out
