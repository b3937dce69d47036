"""A recogniser in the pipeline: ``eligo.load(recogniser=True)``, ``eligo.load(backend="transformers:…")``.

Of what it finds, only what the rules left open becomes a mention. See `merged` and docs/design/08-recogniser.md.
"""

# No "from __future__ import annotations" here: spaCy reads the types of the factories at run time.

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Optional

from spacy.language import Language

from eligo.logic.cues import find_cues, is_filler
from eligo.pipeline import Draft, Stage, Work
from eligo.schema import Mention, Quantity, TimeExpression

from .backend import Finding, Marker, marker
from .recogniser import Recogniser
from .words import Mark, hinted

__all__ = ["LABELS", "LEAST", "RecogniserStage", "make_recogniser", "merged"]

LABELS = {
    "condition": "condition", "drug": "drug", "immunization": "drug", "procedure": "procedure",
    "treatment": "procedure", "allergy": "allergy",
}  # fmt: skip
"""The recogniser's labels whose spans may become mentions, and the mentions' labels.

Without a concept a measurement's bound cannot be compared with anything, so names of measurements are left out.
"""
LEAST = 0.8
"""How sure the recogniser must be of a span that becomes a mention; see docs/design/08-recogniser.md."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORT = re.compile(r"[A-Z][A-Z0-9]{0,4}s?")


def merged(
    text: str,
    mentions: Sequence[Mention],
    quantities: Iterable[Quantity],
    times: Iterable[TimeExpression],
    spans: Iterable[Mark | Finding],
    *,
    offset: int,
) -> tuple[Mention, ...]:
    """The rules' mentions and, where they say nothing, the recogniser's, in their order.

    A span becomes a mention, with no concept but the one that its backend links it to, if it touches no mention, number
    or time of the rules (they know what it is and in what unit, the recogniser only of what kind), if one of its words
    is neither a cue nor a filler of the logic ("therapy", "histologically"), and if it is no short form that only the
    page could explain ("RA").

    Args:
        text: the statement.
        spans: by label of a mention, offsets in `text`.
        offset: where `text` starts in the document.
    """
    known: list[Mention | Quantity | TimeExpression] = [*mentions, *quantities, *times]
    taken = [(found.start, found.end) for found in known]
    new = []
    for span in spans:
        label, start, end, concept = Finding(*span)
        first, last = start + offset, end + offset
        if not any(first < stop and begin < last for begin, stop in taken):
            words = text[start:end]
            if not _names(words):
                continue
            name = concept.name if concept is not None else " ".join(words.split()).lower()
            new.append(Mention(label, name, words, first, last, concept))
            taken.append((first, last))
    return tuple(sorted((*mentions, *new), key=lambda m: (m.start, m.end))) if new else tuple(mentions)


def _names(words: str) -> bool:
    """Whether the words name something by themselves."""
    if _SHORT.fullmatch(words):
        return False
    cues = find_cues(words)
    return any(
        not is_filler(word.group()) and not any(c.start <= word.start() and word.end() <= c.end for c in cues)
        for word in _WORD.finditer(words)
    )


def _may_add(draft: Draft) -> bool:
    """Whether a word is left that the rules have not taken and that could name something: else nothing would `merged`.

    Of about half of all statements no such word is left, and the network need not read them.
    """
    text, offset = draft.statement.text, draft.statement.start
    found: tuple[Mention | Quantity | TimeExpression, ...] = (*draft.mentions, *draft.quantities, *draft.times)
    taken = [(f.start - offset, f.end - offset) for f in found]
    return any(
        _is_name(word.group()) and not any(word.start() < stop and begin < word.end() for begin, stop in taken)
        for word in _WORD.finditer(text)
    )


@lru_cache(maxsize=16_384)
def _is_name(word: str) -> bool:
    return not is_filler(word) and not any((c.start, c.end) == (0, len(word)) for c in find_cues(word))


class RecogniserStage(Stage):
    """Add the mentions that only the recogniser finds.

    Args:
        recogniser: what marks spans; its model is read with the first statement.
        scheme: whose way of marking is asked for in criteria, of those that know several.
        note_scheme: the same in notes.
    """

    def __init__(self, recogniser: Marker, scheme: str, note_scheme: str) -> None:
        self.recogniser, self.scheme, self.note_scheme = recogniser, scheme, note_scheme

    def run(self, work: Work) -> None:
        """Add mentions to the drafts in which the rules have left a word that may name something."""
        notes = [draft.statement.kind == "note" for draft in work.drafts]
        for scheme, note in ((self.scheme, False), (self.note_scheme, True)):
            drafts = [d for d, is_note in zip(work.drafts, notes, strict=True) if is_note is note and _may_add(d)]
            if drafts:
                self._run(drafts, scheme)

    def _run(self, drafts: Sequence[Draft], scheme: str) -> None:
        given = [hinted(d.statement.text, d.mentions, d.quantities, d.times, offset=d.statement.start) for d in drafts]
        for draft, found in zip(drafts, self.recogniser.find(given, scheme), strict=True):
            findings = [Finding(*span) for span in found]
            spans = [f._replace(label=LABELS[f.label]) for f in findings if f.label in LABELS]
            draft.mentions = merged(
                draft.statement.text, draft.mentions, draft.quantities, draft.times, spans, offset=draft.statement.start
            )


@Language.factory(
    "eligo_recogniser",
    default_config={
        "folder": None,
        "scheme": "lct",
        "note_scheme": "mac",
        "least": LEAST,
        "backend": None,
        "labels": None,
    },
    requires=["doc._.eligo_mentions", "doc._.eligo_quantities", "doc._.eligo_times"],
    assigns=["doc._.eligo_mentions"],
)
def make_recogniser(
    nlp: Language,
    name: str,
    folder: Optional[str],  # noqa: UP045
    scheme: str,
    note_scheme: str,
    least: float,
    backend: Optional[str],  # noqa: UP045
    labels: Optional[str],  # noqa: UP045
) -> RecogniserStage:
    """See `RecogniserStage`; `backend` and `labels` as in `eligo.models.backend.marker`.

    Without a backend it is our own: see `Recogniser` for `folder` and `least`.
    """
    marks = Recogniser(folder, least) if backend is None else marker(backend, labels, least=least)
    return RecogniserStage(marks, scheme, note_scheme)
