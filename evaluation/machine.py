"""Our machine on the texts of others, offsets as they are in those texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from eligo.corpus.trial_documents import TrialDocument
from eligo.flow import parse
from eligo.pipeline import analyse
from eligo.reading.listing import read_criteria as read_fields
from eligo.schema import Analysis, Constraint, Document, Node, Not, Trial, children

__all__ = ["Read", "chia_kind", "read_criteria", "signed_leaves", "trial_leaves"]

_HEADINGS = {"inclusion": "Inclusion Criteria:\n\n", "exclusion": "Exclusion Criteria:\n\n"}


class Read:
    """The eligibility text of a trial, read once.

    Attributes:
        shift: the length of the heading that was put before the text; offsets of `analyses` and `trial` count it.
    """

    def __init__(self, text: str, source: str, kind: Literal["inclusion", "exclusion"] | None) -> None:
        self.shift = len(_HEADINGS[kind]) if kind else 0
        whole = _HEADINGS[kind] + text if kind else text
        statements, skipped = read_fields(whole)
        self.document = Document(whole, source, statements, skipped, source)
        self.analyses: tuple[Analysis, ...] = analyse(self.document)
        self.trial: Trial = parse(self.document)

    def leaves(self) -> list[tuple[Constraint, bool]]:
        """Every constraint of every criterion with its offsets as in the text given, and whether it is negated."""
        return _moved(self.trial, self.shift)


def trial_leaves(trial: Trial, shift: int) -> list[Constraint]:
    """The constraints of a trial, their offsets less the length of the heading put before the text."""
    return [c for c, _ in _moved(trial, shift)]


def _moved(trial: Trial, shift: int) -> list[tuple[Constraint, bool]]:
    return [
        (replace(c, start=c.start - shift, end=c.end - shift), negated)
        for criterion in trial.criteria
        if criterion.logic is not None
        for c, negated in signed_leaves(criterion.logic)
        if c.start >= shift
    ]


def read_criteria(text: str, *, source: str, kind: Literal["inclusion", "exclusion"] | None = None) -> Read:
    """The criteria in `text`.

    Args:
        source: what to call it.
        kind: which list it is, where the text has no heading of its own.
    """
    return Read(text, source, kind)


def signed_leaves(node: Node, negated: bool = False) -> list[tuple[Constraint, bool]]:
    """The constraints of a tree, and whether each stands under an odd number of ``not``."""
    if isinstance(node, Constraint):
        return [(node, negated)]
    found = []
    for child in children(node):
        found += signed_leaves(child, negated != isinstance(node, Not))
    return found


def chia_kind(document: TrialDocument) -> Literal["inclusion", "exclusion"]:
    """Which list a document of Chia is: its file's name says so, its text does not."""
    return "exclusion" if document.kind_at(0) == "exclusion" else "inclusion"
