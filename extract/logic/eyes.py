"""Which eye: "IOP > 21 mmHg in the study eye", "cataract of the fellow eye", "glaucoma in both eyes"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf
from eligo.schema import Constraint

__all__ = ["with_eyes"]

_EYES = re.compile(
    r"(?P<in>(?:in|of|on|to|for|affecting|involving)\s+)?(?:(?:the|their|his|her|a|an)\s+)?"
    r"(?P<which>(?:at\s+least\s+)?(?:one|1)\s+or\s+(?:both|more)|either\s+or\s+both|at\s+least\s+(?:one|1)|"
    r"(?:most|more|less|least|worst|better)[\s-]+(?:severely\s+)?(?:affected|seeing)|"
    r"study|fellow|either|any|each|both|affected|treated|operated|non-?study|contralateral|opposite|other|same|one|1|"
    r"target|index|better|worse|worst)\s+eyes?\b(?:'s|’s)?",
    re.I,
)
_ANY = re.compile(r"(?:either|any|one|1|at\s+least)\b", re.I)
_BOTH = re.compile(r"(?:both|each)\b", re.I)
_ITSELF = "eye"
_OF_EYES = re.compile(r"\b(?:eyes?|ocular|ophthalm\w*|retina\w*|cornea\w*)\b", re.I)
_CODES = re.compile(r"H[0-5]")  # ICD-10-CM's chapter of the eye
_MEASURED = frozenset({"measurement", "score"})
_PLACED = frozenset({"measurement", "score", "procedure", "condition"})
_LEADS = re.compile(r"\s*(?:[:,]|with|has|have|having|must\s+have)?\s*(?:[a-z-]+\s+){0,2}")
_LISTED = re.compile(r"[\s,/]*(?:(?:and|or|and/or)\s+)?")
_CLAUSE = re.compile(r"[.;:\n]|\bbut\b", re.I)
_REACH = 60  # characters between a thing and its eye


def with_eyes(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves with the eye they are said to be in: ``study eye``, ``both eyes``.

    Where any eye will do, what lies in no other place (glaucoma, the intraocular pressure) needs none.
    """
    done = list(leaves)
    for match in _EYES.finditer(text):
        first, last = match.start() + offset, match.end() + offset
        if any(s < last and first < e for found in done for s, e in found.leaf.covers):
            continue  # part of a name
        owner = _owner(done, text, offset, match)
        if owner is None:
            continue
        leaf = done[owner].leaf
        done[owner] = replace(done[owner], leaf=replace(leaf, covers=(*leaf.covers, (first, last))))
        for n in (owner, *_listed_before(done, owner, text, offset)):
            leaf = done[n].leaf
            done[n] = replace(done[n], leaf=replace(leaf, constraint=_in_eye(leaf.constraint, match["which"])))
    return done


def _owner(leaves: Sequence[MentionLeaf], text: str, offset: int, match: re.Match[str]) -> int | None:
    """The thing right before the words, or right behind them, else the last one before in the clause."""
    last: int | None = None
    for n, found in enumerate(leaves):
        leaf = found.leaf
        if leaf.constraint.type not in _PLACED or leaf.constraint.site is not None:
            continue
        gaps = (match.start() - e + offset for _, e in leaf.covers)
        if any(0 <= gap <= _REACH and not text[match.start() - gap : match.start()].strip() for gap in gaps):
            return n
        if leaf.start - offset >= match.end() and _LEADS.fullmatch(text, match.end(), leaf.start - offset):
            return n
        if leaf.end - offset <= match.start() and (last is None or leaf.end > leaves[last].leaf.end):
            last = n
    if last is None or match["in"] is None:
        return None
    between = text[leaves[last].leaf.end - offset : match.start()]
    return last if len(between) <= _REACH and not _CLAUSE.search(between) else None


def _listed_before(leaves: Sequence[MentionLeaf], owner: int, text: str, offset: int) -> list[int]:
    """The things that stand before the owner in its list: all of them are in that eye."""
    listed, at = [], leaves[owner].leaf
    for n in sorted(range(len(leaves)), key=lambda n: -leaves[n].leaf.start):
        leaf = leaves[n].leaf
        if leaf.end > at.start or leaf is at:
            continue
        between = _LISTED.fullmatch(text, leaf.end - offset, at.start - offset)
        same = leaf.constraint.type == at.constraint.type and leaf.constraint.type not in _MEASURED
        if between is None or not same or leaf.constraint.site is not None:
            break
        listed.append(n)
        at = leaf
    return listed


def _in_eye(constraint: Constraint, which: str) -> Constraint:
    if _ANY.match(which):
        named = constraint.type in _MEASURED or _OF_EYES.search(constraint.name)
        return constraint if named or _of_eyes(constraint) else replace(constraint, site=_ITSELF)
    if _BOTH.match(which):
        return replace(constraint, site="both eyes")
    return replace(constraint, site=f"{' '.join(which.casefold().split())} eye")


def _of_eyes(constraint: Constraint) -> bool:
    codes = constraint.concept.codes.get("ICD-10-CM", ()) if constraint.concept is not None else ()
    return any(_CODES.match(code) for code in codes)
