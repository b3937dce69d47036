"""Cues and things that claim the same words, and cues that mean something else beside others."""

from __future__ import annotations

import re

from eligo.attributes.leaves import MentionLeaf
from eligo.concepts.generic import generic_concepts
from eligo.logic.ability_cues import left_of_ability
from eligo.logic.cues import CueSpan, find_cues

__all__ = ["longest", "settle", "untreated_with", "without"]

_LEADING = frozenset({"not", "modal"})
_OR_WITHOUT = re.compile(r"(or|and/or)\s+(without)", re.I)
_WITH = re.compile(r"\b(?:with|either|on|has|have|having|using|who|by)\b[^.;]*\Z", re.I)
_KEPT_BEFORE = _LEADING | {"recover", "aside"}  # of a cue that reaches into a thing: of "recovered to baseline"
_CUT_SHORT = _LEADING | {"relation", "severity", "recover", "neg_post"}
_STRONG = frozenset({"severity", "relation"})  # qualifiers that win over a mention of the same words
_BY = re.compile(r"\s+(?:with|by)\s+(?:[\w-]+\s+){0,3}", re.I)  # what a treatment is done with
_STATES = frozenset({"condition", "procedure"})
_LISTED = re.compile(r"(?:,|/|\b(?:and|or))\s*\Z", re.I)
_OR_NEXT = re.compile(r"\s*(?:,|/|\bor\b|\band/or\b)\s*", re.I)
_REACH = 150  # characters before "or without" in which its "with" may stand


def longest(cues: list[CueSpan]) -> list[CueSpan]:
    """Without what lies inside a longer cue, in the order of the text."""
    kept: list[CueSpan] = []
    for cue in sorted(cues, key=lambda c: (c.start, -c.end)):
        if kept and cue.start < kept[-1].end:
            if cue.end - cue.start <= kept[-1].end - kept[-1].start:
                continue
            kept.pop()
        kept.append(cue)
    return kept


def without(cue: CueSpan, text: str, offset: int) -> list[CueSpan]:
    """ "Under 65 or without hypertension" is an alternative that is denied, if no "with" stands before it."""
    joint = _OR_WITHOUT.fullmatch(cue.text) if cue.category == "moot" else None
    if joint is None or _WITH.search(text, max(0, cue.start - offset - _REACH), cue.start - offset):
        return [cue]
    between = cue.start + joint.end(1)
    return [
        CueSpan("or", "", joint[1], cue.start, between),
        CueSpan("not", "", joint[2], cue.start + joint.start(2), cue.end),
    ]


def settle(
    leaves: list[MentionLeaf], cues: list[CueSpan], text: str, offset: int
) -> tuple[list[MentionLeaf], list[CueSpan]]:
    """Where a cue and a mention claim the same words, the longer wins (``unstable angina``, ``allergy to``).

    Of a negation that reaches into a mention the words before it stay one ("no signs of" before "signs of sepsis").
    """
    if not leaves or not cues:
        return leaves, cues
    kept_leaves: list[MentionLeaf] = []
    dropped: set[CueSpan] = set()
    shorter: list[CueSpan] = []
    for n, found in enumerate(leaves):
        start, end = found.leaf.start, found.leaf.end
        rivals = [c for c in cues if c.start < end and start < c.end]
        if not rivals:
            kept_leaves.append(found)
            continue
        # "severe allergic reaction to X": the cue reaches past the mention to what it is about
        # but "heart failure on treatment" fails nothing
        reach = [c for c in rivals if c.category == "relation" and c.end > end and c.start <= start]
        ahead = reach if found.mention is not None else []
        if ahead:
            continue
        shortened = not any(c.category == "relation" for c in rivals) and _is_shortened(leaves, n, text, offset)
        stronger = [
            c
            for c in rivals
            if c.start <= start
            and end <= c.end
            and (c.end - c.start > end - start or (c.category in _STRONG and not shortened))
        ]
        if found.mention is not None and stronger:
            continue
        counted = found.leaf.constraint.name.startswith("number of ")
        if counted and any(c.category.startswith("list_") and c.start <= start and end <= c.end for c in rivals):
            continue  # "two or more symptoms (fever, cough)"
        kept_leaves.append(found)
        dropped.update(rivals)
        shorter += [
            s for c in rivals if c.category in _CUT_SHORT and c.start < start for s in _before(c, start, text, offset)
        ]
        shorter += [s for c in rivals if c.end > end for s in _behind(c, end, text, offset)]
    return kept_leaves, [*(c for c in cues if c not in dropped), *shorter] if dropped else cues


def untreated_with(cue: CueSpan, leaves: list[MentionLeaf], text: str, offset: int) -> CueSpan:
    """ "Not treated, or untreated, with insulin" denies the insulin; "depression, not treated" is untreated."""
    denies = cue.text[:3].casefold() == "not" or cue.text[-9:].casefold() == "untreated"
    by = _BY.match(text, cue.end - offset) if denies else None
    if by is None or not any(
        m.leaf.constraint.type in {"drug", "procedure"} and cue.end < m.leaf.start <= by.end() + offset for m in leaves
    ):
        return cue
    return cue._replace(category="not", value="role=prior")


def _before(cue: CueSpan, stop: int, text: str, offset: int) -> list[CueSpan]:
    kept = [c for c in find_cues(text[cue.start - offset : stop - offset], cue.start) if c.category in _KEPT_BEFORE]
    return left_of_ability(cue, stop, kept) if cue.value.startswith("ability=") else kept


def _behind(cue: CueSpan, start: int, text: str, offset: int) -> list[CueSpan]:
    """Of "HCV treatment" and "treatment-naive" the last word is left."""
    return [c for c in find_cues(text[start - offset : cue.end - offset], start) if c.category == "naive"]


def _is_shortened(leaves: list[MentionLeaf], n: int, text: str, offset: int) -> bool:
    """Whether a leaf's words are completed by the next one's: the "chronic" of "chronic or acute pancreatitis"."""
    if n + 1 == len(leaves) or leaves[n].mention is None or leaves[n + 1].mention is None:
        return False
    this, other = leaves[n].leaf.constraint, leaves[n + 1].leaf.constraint
    if this.type not in _STATES or this.type != other.type or not this.name or not other.text:
        return False
    vague = generic_concepts("anything")
    if any(c.concept is not None and c.concept.id in vague for c in (this, other)):
        return False
    head = other.text.casefold().split()[-1]
    if head != this.name.casefold().split()[-1] or head in this.text.casefold().split():
        return False
    start, end = leaves[n].leaf.start - offset, leaves[n].leaf.end - offset
    first = _LISTED.search(text, max(0, start - 8), start) is None
    return first and _OR_NEXT.fullmatch(text, end, leaves[n + 1].leaf.start - offset) is not None
