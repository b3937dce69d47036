"""The components: each adds to a `Work`, with or without a Doc around it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from eligo.attributes.context import ContextCues
from eligo.entities.abbreviations import AbbreviationFinder, merge, resolve
from eligo.entities.references import find_references
from eligo.errors import InputError
from eligo.schema import Document, Mention, Skipped, Statement

from .stored import WORK, store
from .work import Work

if TYPE_CHECKING:
    from eligo.concepts.terminology.finding import WiderLexicon
    from eligo.entities.lexicon import Lexicon

__all__ = [
    "Abbreviations",
    "Concepts",
    "Context",
    "Output",
    "Quantities",
    "Stage",
    "Statements",
    "Terms",
    "Times",
]


class Stage(ABC):
    """A component of ours: works on a `Work`, with or without a Doc around it."""

    def __call__(self, doc: Doc) -> Doc:
        work = doc.user_data.get(WORK)
        if work is None:
            raise ValueError("no statements: put 'eligo_statements' first in the pipeline")
        self.run(work)
        return doc

    @abstractmethod
    def run(self, work: Work) -> None:
        """Add to `work`."""


class Statements(Stage):
    """Read the text: its statements become the Work of the components behind. See `eligo.reading`."""

    def __init__(self, mode: str) -> None:
        if mode not in ("listing", "note", "plain"):
            raise ValueError(f"mode is {mode!r}, expected 'listing', 'note' or 'plain'")
        self.mode = mode

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data.setdefault(WORK, None)
        if doc.user_data[WORK] is None:
            doc.user_data[WORK] = Work.of(self.read(doc.text))
        return doc

    def run(self, work: Work) -> None:
        """Nothing: a Work holds a document that has been read."""

    def read(self, text: str) -> Document:
        """The document; one without statements where there are none to read (no exception: a batch must go on)."""
        if self.mode == "plain":
            return Document(text, "", tuple(_lines(text)))
        from eligo.reading import read_listing, read_note

        try:
            return read_listing(text, source="") if self.mode == "listing" else read_note(text, source="")
        except InputError as error:
            return Document(text, "", (), (Skipped(0, len(text), error.problem),) if text else ())


class Abbreviations(Stage):
    """Find the page's own short forms. See `eligo.entities.abbreviations`."""

    def __init__(self, finder: AbbreviationFinder) -> None:
        self.finder = finder

    def run(self, work: Work) -> None:
        """Set the abbreviations that the page defines."""
        work.abbreviations = self.finder.decide(work.document.text)


class Terms(Stage):
    """Find the terms of the tables and of the user's terminologies. See `eligo.concepts.terminology.finding`."""

    def run(self, work: Work) -> None:
        """Set each draft's mentions; references to other criteria take the place of what they overlap."""
        lexicon = _lexicon()
        for draft in work.drafts:
            text, start = draft.statement.text, draft.statement.start
            mentions = tuple(lexicon.find(text, start))
            references = () if draft.statement.kind == "note" else tuple(find_references(text, start))
            if references:
                apart = (m for m in mentions if not any(m.start < r.end and r.start < m.end for r in references))
                mentions = tuple(sorted((*apart, *references), key=lambda m: m.start))
            draft.mentions = mentions


class Quantities(Stage):
    """Find numbers with comparators and units. See `eligo.entities.quantities`."""

    def run(self, work: Work) -> None:
        """Set each draft's quantities."""
        from eligo.entities.quantities import find_quantities

        for draft in work.drafts:
            draft.quantities = tuple(find_quantities(draft.statement.text, draft.statement.start))


class Times(Stage):
    """Find time windows, and in notes dates. See `eligo.entities.times`."""

    def run(self, work: Work) -> None:
        """Set each draft's times, in the order of the text; in a note a date wins over a window it overlaps."""
        from eligo.entities.times import find_dates, find_windows

        days = work.document.dates
        for draft in work.drafts:
            text, start = draft.statement.text, draft.statement.start
            found = find_windows(text, start)
            if draft.statement.kind == "note":
                dates = find_dates(
                    text, start, document_date=days.get("document"), admission_date=days.get("admission")
                )
                taken = [(d.start, d.end) for d in dates]
                found = [*dates, *(w for w in found if not any(w.start < e and s < w.end for s, e in taken))]
            draft.times = tuple(sorted(found, key=lambda t: t.start))


class Concepts(Stage):
    """Read short forms as the page defines them. See `eligo.entities.abbreviations`."""

    def run(self, work: Work) -> None:
        """Give the mentions the meanings that the page defines; needs its abbreviations."""
        if not work.abbreviations:
            return
        meanings = resolve(work.abbreviations, _lexicon())
        for draft in work.drafts:
            draft.mentions = merge(draft.statement.text, draft.mentions, meanings, offset=draft.statement.start)


class Context(Stage):
    """Say of each mention what its context makes of it. See `eligo.attributes.context`."""

    def __init__(self, cues: ContextCues) -> None:
        self.cues = cues

    def run(self, work: Work) -> None:
        """Add cues to the mentions, of the categories that the work needs."""
        for draft in work.drafts:
            s = draft.statement
            draft.mentions = self.cues.decide(s.text, draft.mentions, offset=s.start, kind=s.kind, needed=work.cues)


class Output(Stage):
    """Write the results to the Doc: entities, a span group, and plain data for ``doc._.analyses``."""

    def __call__(self, doc: Doc) -> Doc:
        work = doc.user_data.pop(WORK, None)
        if work is None:
            raise ValueError("no statements: put 'eligo_statements' first in the pipeline")
        mentions = [m for d in work.drafts for m in d.mentions]
        spans = [_span(doc, m) for m in mentions]
        doc.spans["eligo"] = [s for s in spans if s is not None]
        doc.ents = tuple(filter_spans([*doc.ents, *doc.spans["eligo"]]))
        store(doc, work)
        return doc

    def run(self, work: Work) -> None:
        """Nothing: without a Doc there is nothing to write to."""


def _lexicon() -> Lexicon | WiderLexicon:
    from eligo.concepts.terminology.finding import lexicon

    return lexicon()


def _lines(text: str) -> Iterator[Statement]:
    at = number = 0
    for line in text.splitlines(keepends=True):
        if words := line.strip():
            number += 1
            start = at + line.index(words)
            yield Statement(f"N{number}", "note", words, start, start + len(words))
        at += len(line)


def _span(doc: Doc, mention: Mention) -> Span | None:
    kb_id = mention.concept.id if mention.concept else ""
    return doc.char_span(mention.start, mention.end, mention.label, kb_id, alignment_mode="expand")
