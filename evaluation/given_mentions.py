"""Gold mentions handed to our later stages: what the context and the logic make of a span, whoever found it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import spacy

from eligo.attributes.context import ContextCues
from eligo.entities.lexicon import default_lexicon
from eligo.evaluation.machine import Read
from eligo.evaluation.surface import is_excepted, is_kept_out, is_precluded, surface_leaves
from eligo.logic import build_trial
from eligo.logic.causes import is_cause
from eligo.logic.exam_results import is_finding
from eligo.schema import Analysis, Constraint, Mention, Trial

__all__ = ["LABELS", "Namer", "Said", "Thing", "said_of", "said_of_given", "with_mentions"]

Span = tuple[int, int]
Namer = Callable[[Mention, Sequence[Mention]], Mention]
Thing = tuple[int, int, str]
"""Start, end and our label of a gold span."""

LABELS = {
    "Allergy": "allergy", "Device": "procedure", "Drug": "drug", "Encounter": "procedure", "Immunization": "drug",
    "Procedure": "procedure", "Study": "participation",
}  # fmt: skip
"""Our label for a corpus's type; those left out are conditions, which ask something without a number."""


_OWN = re.compile(
    r"(?:unable|able|inability|incapable|unwilling\w*|not|non-?|can\s*not|can't|do(?:es)?\s+not|fail\w*)\b", re.I
)  # the thing's own words deny it, or speak of an ability
_NON = re.compile(r"non", re.I)
_DENIED = re.compile(r"(?<!or )(?<!/)(?<!/ )\b(?:no|without|absence\s+of|lack\s+of)\s+\Z", re.I)
_NEAR = 16  # characters before a thing in which that stands
_UNDONE = re.compile(r"un(?:treated|irradiated|vaccinated|operated|resected|medicated)\Z", re.I)
_BESIDE = re.compile(
    r"\s+(?:(?!(?:and|or|at|after|before|by|for|in|on|to|with|during|require)\b)[\w-]+\s+){0,2}", re.I
)  # between a denial and what it denies
_NEEDY = frozenset({"age", "life_expectancy", "measurement", "score"})  # ask nothing without a number


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a span.

    Attributes:
        leaves: the constraints on it.
        negated: one of them is denied as `surface_leaves` reads the tree.
        categories: of the cues on its mentions (``possible``, ``hypothetical``…).
    """

    leaves: tuple[Constraint, ...] = ()
    negated: bool = False
    categories: frozenset[str] = frozenset()


def said_of(read: Read, things: Sequence[Thing], *, lct: bool) -> list[Said]:
    """What our machine, with the mentions it found itself, says of each span; offsets as in the text given.

    Args:
        lct: denials are marked as LCT does, else as Chia does: see `surface_leaves`.
    """
    return _said(read, read.analyses, read.trial, things, lct)


def said_of_given(read: Read, things: Sequence[Thing], *, lct: bool) -> list[Said]:
    """The same with the spans handed to it as mentions; its own stay where they overlap none."""
    analyses = with_mentions(read, {(s, e): _labelled(label) for s, e, label in reversed(things)})
    return _said(read, analyses, build_trial(read.document, analyses), things, lct)


def _labelled(label: str) -> Namer:
    """As our lexicons know a thing of that very span, else with the label given."""

    def name(plain: Mention, ours: Sequence[Mention]) -> Mention:
        for m in ours:
            if (m.start, m.end) == (plain.start, plain.end) and m.label not in _NEEDY:
                return replace(plain, label=m.label, name=m.name, concept=m.concept)
        known = default_lexicon().whole(plain.text)
        if known is not None and known.label == "reproductive":  # ours is longer: "women of childbearing potential"
            return replace(plain, label=known.label, name=known.name, concept=known.concept)
        return replace(plain, label=label)

    return name


def with_mentions(read: Read, given: Mapping[Span, Namer]) -> tuple[Analysis, ...]:
    """The analyses of a text with mentions of others in place of ours.

    Ours stay where they overlap none of the spans given; of spans that overlap each other the longest is handed over.
    What a mention is called is its `Namer`'s to say, which gets the mention as a condition and ours that it replaces.
    """
    moved = {(s + read.shift, e + read.shift): namer for (s, e), namer in given.items()}
    apart = _apart(sorted(moved))
    analyses = []
    for analysis in read.analyses:
        statement = analysis.statement
        own = [m for m in analysis.mentions if not any(m.start < e and s < m.end for s, e in moved)]
        new = []
        for s, e in apart:
            if statement.start <= s and e <= statement.end:
                plain = _mention(statement.text[s - statement.start : e - statement.start], s, e)
                new.append(moved[s, e](plain, [m for m in analysis.mentions if m.start < e and s < m.end]))
        together = sorted([*(replace(m, cues=()) for m in own), *new], key=lambda m: (m.start, m.end))
        mentions = _cues().decide(statement.text, together, offset=statement.start, kind=statement.kind)
        analyses.append(Analysis(statement, mentions, analysis.quantities, analysis.times))
    return tuple(analyses)


def _said(read: Read, analyses: Sequence[Analysis], trial: Trial, things: Sequence[Thing], lct: bool) -> list[Said]:
    leaves = [
        leaf
        for criterion in trial.criteria
        if criterion.logic is not None
        for leaf in surface_leaves(criterion.logic, read.document.text, lct=lct)
    ]
    mentions = [m for analysis in analyses for m in analysis.mentions]
    found = []
    for start, end, label in things:
        s, e = start + read.shift, end + read.shift
        over = [(c, n) for c, n in leaves if c.start < e and s < c.end]
        names = [m for m in mentions if m.start < e and s < m.end]
        categories = frozenset(cue.category for m in names for cue in m.cues)
        text = read.document.text
        there = {(c.start, c.end) for c, n in over if not n}  # "not controlled" denies a state of what is there
        exam = "abnormal" not in text[s:e].casefold()  # of "no abnormalities in ECG" only the result is denied
        denied = [c for c, n in over if n and (c.start, c.end) not in there and not is_cause(c, s)]
        negated = any(not (exam and is_finding(c)) for c in denied)
        if lct:
            negated = negated or is_precluded(text, s) or _UNDONE.match(text, s, e) is not None
            negated = negated or (label == "participation" and is_kept_out(text, s))
        beside = not over and (_DENIED.search(text, max(0, s - _NEAR), s) is not None or _is_beside(names, text, s, e))
        own = _OWN.match(text, s, e) is not None and not (_NON.match(text, s, e) and is_excepted(text, s))
        negated = (negated or beside) and not own
        found.append(Said(tuple(c for c, _ in over), negated, categories))
    return found


def _is_beside(names: Sequence[Mention], text: str, start: int, end: int) -> bool:
    """Whether a denial stands directly before a thing, or "-naive" behind it."""
    denials = [c for m in names for c in m.cues if c.category == "negated" and not c.text.casefold().startswith("neg")]
    return any(
        (c.end <= start and _BESIDE.fullmatch(text, c.end, start) is not None) or end <= c.start <= end + 2
        for c in denials
    )


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that lie in a longer one, or overlap one before them."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if not any(s < end and start < e for s, e in kept):
            kept.append((start, end))
    return sorted(kept)


def _mention(words: str, start: int, end: int) -> Mention:
    return Mention("condition", " ".join(words.lower().split()), words, start, end)


@cache
def _cues() -> ContextCues:
    return ContextCues(spacy.blank("en"))
