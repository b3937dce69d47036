"""Gold mentions handed to our later stages: what the context and the logic make of a span, whoever found it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import spacy

from eligo.attributes.context import ContextCues
from eligo.evaluation.machine import Read, signed_leaves
from eligo.logic import build_trial
from eligo.schema import Analysis, Constraint, Mention

__all__ = ["Namer", "Said", "said_of", "said_of_given", "with_mentions"]

Span = tuple[int, int]
Namer = Callable[[Mention, Sequence[Mention]], Mention]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a span.

    Attributes:
        leaves: the constraints on it.
        negated: it stands under an odd number of ``not`` and exceptions in the tree.
        categories: of the cues on its mentions (``possible``, ``hypothetical``…).
    """

    leaves: tuple[Constraint, ...] = ()
    negated: bool = False
    categories: frozenset[str] = frozenset()


def said_of(read: Read, spans: Sequence[Span]) -> list[Said]:
    """What our machine, with the mentions it found itself, says of each span; offsets as in the text given."""
    return _said(read, read.analyses, spans)


def said_of_given(read: Read, spans: Sequence[Span]) -> list[Said]:
    """The same with the spans handed to it as mentions of conditions; its own stay where they overlap none."""
    return _said(read, with_mentions(read, dict.fromkeys(spans, _condition)), spans)


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
        new = list(_cues().decide(statement.text, new, offset=statement.start, kind=statement.kind))
        mentions = tuple(sorted([*own, *new], key=lambda m: (m.start, m.end)))
        analyses.append(Analysis(statement, mentions, analysis.quantities, analysis.times))
    return tuple(analyses)


def _said(read: Read, analyses: tuple[Analysis, ...], spans: Sequence[Span]) -> list[Said]:
    trial = read.trial if analyses is read.analyses else build_trial(read.document, analyses)
    leaves = [
        leaf
        for criterion in trial.criteria
        if criterion.logic is not None
        for leaf in signed_leaves(criterion.logic, exceptions=True)
    ]
    mentions = [m for analysis in analyses for m in analysis.mentions]
    found = []
    for start, end in spans:
        s, e = start + read.shift, end + read.shift
        over = [(c, n) for c, n in leaves if c.start < e and s < c.end]
        names = [m for m in mentions if m.start < e and s < m.end]
        categories = frozenset(cue.category for m in names for cue in m.cues)
        found.append(Said(tuple(c for c, _ in over), any(n for _, n in over), categories))
    return found


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that lie in a longer one, or overlap one before them."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if not any(s < end and start < e for s, e in kept):
            kept.append((start, end))
    return sorted(kept)


def _condition(mention: Mention, ours: Sequence[Mention]) -> Mention:
    return mention


def _mention(words: str, start: int, end: int) -> Mention:
    return Mention("condition", " ".join(words.lower().split()), words, start, end)


@cache
def _cues() -> ContextCues:
    return ContextCues(spacy.blank("en"))
