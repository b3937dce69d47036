"""The stages as spaCy components, and what runs them over listings and notes.

    eligo_statements → eligo_abbreviations → eligo_lexicon → eligo_quantities → eligo_times → eligo_concepts
    → eligo_context → eligo_output

Between the components a `Work` travels with the Doc; `eligo_output` turns it into plain data that survives
``Doc.to_bytes``, DocBin and ``nlp.pipe(n_process=2)``. Without a Doc, `analyse` runs the same components on a document
that has been read already.
"""

# No "from __future__ import annotations" here: spaCy reads the types of the factories at run time.

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import spacy
from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from eligo.attributes.context import ContextCues
from eligo.entities.abbreviations import Abbreviation, AbbreviationFinder, merge, resolve
from eligo.entities.references import find_references
from eligo.errors import InputError
from eligo.schema import (
    Analysis,
    CueCategory,
    Document,
    Mention,
    Quantity,
    Skipped,
    Statement,
    TimeExpression,
)

if TYPE_CHECKING:
    from eligo.concepts.terminology.finding import WiderLexicon
    from eligo.entities.lexicon import Lexicon

__all__ = ["BACKEND", "COMPONENTS", "LABELS", "RECOGNISER", "Draft", "Mode", "Stage", "Work", "analyse", "load"]

Mode = Literal["listing", "note", "plain"]

COMPONENTS = (
    "eligo_statements",
    "eligo_abbreviations",
    "eligo_lexicon",
    "eligo_quantities",
    "eligo_times",
    "eligo_concepts",
    "eligo_context",
    "eligo_output",
)

RECOGNISER = "eligo_recogniser"
"""The component that `load` puts behind the concepts where it is asked for; `eligo.models` has it."""

# Keys of doc.user_data: while the pipeline runs, and after it.
_WORK, _PLAIN, _DOCUMENT = "eligo_work", "eligo_analyses", "eligo_document"


@dataclass(slots=True)
class Draft:
    """A statement and what has been found in it so far."""

    statement: Statement
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()


@dataclass(slots=True)
class Work:
    """A document on its way through the components."""

    document: Document
    drafts: list[Draft]
    abbreviations: tuple[Abbreviation, ...] = field(default=())
    cues: frozenset[CueCategory] | None = None
    """Categories of cues that are needed; None: all."""

    @classmethod
    def of(cls, document: Document, cues: frozenset[CueCategory] | None = None) -> "Work":
        """The beginning: statements, nothing found."""
        return cls(document, [Draft(s) for s in document.statements], cues=cues)

    def analyses(self) -> tuple[Analysis, ...]:
        """What has been found, statement by statement."""
        return tuple(Analysis(d.statement, d.mentions, d.quantities, d.times) for d in self.drafts)


class Stage(ABC):
    """A component of ours: works on a `Work`, with or without a Doc around it."""

    def __call__(self, doc: Doc) -> Doc:
        work = doc.user_data.get(_WORK)
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
        doc.user_data.setdefault(_WORK, None)
        if doc.user_data[_WORK] is None:
            doc.user_data[_WORK] = Work.of(self.read(doc.text))
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
        work.abbreviations = self.finder.decide(work.document.text)


class Terms(Stage):
    """Find the terms of the tables and of the user's terminologies. See `eligo.concepts.terminology.finding`."""

    def run(self, work: Work) -> None:
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
        from eligo.entities.quantities import find_quantities

        for draft in work.drafts:
            draft.quantities = tuple(find_quantities(draft.statement.text, draft.statement.start))


class Times(Stage):
    """Find time windows, and in notes dates. See `eligo.entities.times`."""

    def run(self, work: Work) -> None:
        from eligo.entities.times import find_dates, find_windows

        document_date = work.document.dates.get("document")
        for draft in work.drafts:
            text, start = draft.statement.text, draft.statement.start
            found = find_windows(text, start)
            if draft.statement.kind == "note":
                dates = find_dates(text, start, document_date=document_date)
                taken = [(d.start, d.end) for d in dates]
                found = [*dates, *(w for w in found if not any(w.start < e and s < w.end for s, e in taken))]
            draft.times = tuple(sorted(found, key=lambda t: t.start))


class Concepts(Stage):
    """Read short forms as the page defines them. See `eligo.entities.abbreviations`."""

    def run(self, work: Work) -> None:
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
        for draft in work.drafts:
            s = draft.statement
            draft.mentions = self.cues.decide(s.text, draft.mentions, offset=s.start, kind=s.kind, needed=work.cues)


class Output(Stage):
    """Write the results to the Doc: entities, a span group, and plain data for ``doc._.analyses``."""

    def __call__(self, doc: Doc) -> Doc:
        work = doc.user_data.pop(_WORK, None)
        if work is None:
            raise ValueError("no statements: put 'eligo_statements' first in the pipeline")
        mentions = [m for d in work.drafts for m in d.mentions]
        spans = [_span(doc, m) for m in mentions]
        doc.spans["eligo"] = [s for s in spans if s is not None]
        doc.ents = tuple(filter_spans([*doc.ents, *doc.spans["eligo"]]))
        # As text: of bytes, medspaCy reads every dict with a key like "section" or "modifiers" as an object of its own.
        doc.user_data[_PLAIN] = _dump(tuple[Analysis, ...], work.analyses())
        doc.user_data[_DOCUMENT] = _dump(
            Document, replace(work.document, text="", statements=())
        )  # both are there already
        return doc

    def run(self, work: Work) -> None:
        """Nothing: without a Doc there is nothing to write to."""


def load(
    *,
    mode: Mode = "listing",
    config: Mapping[str, Mapping[str, Any]] | None = None,
    recogniser: bool | str | PathLike[str] = False,
    backend: str | None = None,
    labels: str | PathLike[str] | None = None,
) -> Language:
    """The spaCy pipeline: ``nlp(text)._.analyses``, ``nlp.pipe(texts, n_process=2)``.

    Args:
        mode: how to read a text: as a trial's page or record, as a patient's note, or ``plain``, a statement a line.
        config: settings by component name; see `COMPONENTS` and spaCy's ``nlp.config``.
        recogniser: whether the trained recogniser adds what no lexicon holds (``eligo_recogniser``, behind the
            concepts): the shipped one, or that of a folder that ``eligo train`` wrote. See `eligo.models.component`.
        backend: another recogniser in its place: ``transformers:FOLDER_OR_NAME``, ``scispacy:PACKAGE_OR_FOLDER``,
            ``medspacy-quickumls:FOLDER``. See `eligo.models.backend`; its model is read with the first text.
        labels: a file that says what the backend's types mean here.

    Raises:
        ValueError: if `mode` or a component's name is not a known one, or there is no such backend.
    """
    settings = dict(config or {})
    names: tuple[str, ...] = COMPONENTS
    if recogniser is not False or backend is not None:
        import_module("eligo.models.component")  # registers the factory, also where entry points are older
        at = COMPONENTS.index("eligo_concepts") + 1
        names = (*COMPONENTS[:at], RECOGNISER, *COMPONENTS[at:])
        folder = None if isinstance(recogniser, bool) else str(recogniser)
        chosen = {"folder": folder, "backend": backend, "labels": None if labels is None else str(labels)}
        settings[RECOGNISER] = {**chosen, **settings.get(RECOGNISER, {})}
    if unknown := settings.keys() - set(names):
        raise ValueError(f"no component {sorted(unknown)[0]!r}; there are {', '.join(names)}")
    settings["eligo_statements"] = {"mode": mode, **settings.get("eligo_statements", {})}
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name, config=dict(settings.get(name, {})))
    return nlp


def analyse(
    document: Document, nlp: Language | None = None, *, cues: frozenset[CueCategory] | None = None
) -> tuple[Analysis, ...]:
    """All that the pipeline finds in a document that has been read, statement by statement.

    Text outside the statements is not tokenised, unless `nlp` has components of others: these get the whole Doc.

    Args:
        nlp: a pipeline of `load`; None: the default one, made once per process.
        cues: categories of cues that are needed; None: all. Of a statement without words for these the context is not
            read, which saves about a tenth of the time.
    """
    nlp = nlp or default_pipeline()
    work = Work.of(document, cues)
    stages: list[Any] = [pipe for _, pipe in nlp.pipeline]
    if all(isinstance(stage, Stage) for stage in stages):
        for stage in stages:
            stage.run(work)
    else:
        doc = nlp.make_doc(document.text)
        doc.user_data[_WORK] = work
        nlp(doc, disable=[name for name, pipe in nlp.pipeline if isinstance(pipe, Output)])
    return work.analyses()


BACKEND, LABELS = "ELIGO_BACKEND", "ELIGO_LABELS"
"""Environment variables: the default pipeline's backend, and what its types mean; worker processes see them too."""

_default: Language | None = None
_default_of: tuple[str | None, str | None] = (None, None)
_MOST_STRINGS = 300_000  # spaCy keeps every word it has seen; past this many the default pipeline is made anew


def default_pipeline() -> Language:
    """The pipeline that `analyse` uses, with the backend that ``$ELIGO_BACKEND`` names.

    Long runs get a fresh one now and then, so that memory stays bounded.
    """
    global _default, _default_of
    wanted = (os.environ.get(BACKEND) or None, os.environ.get(LABELS) or None)
    if _default is None or _default_of != wanted or len(_default.vocab.strings) > _MOST_STRINGS:
        _default, _default_of = load(backend=wanted[0], labels=wanted[1]), wanted
    return _default


def _lexicon() -> "Lexicon | WiderLexicon":
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


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _dump(form: Any, value: object) -> str:
    return _adapter(form).dump_json(value, by_alias=True).decode("utf-8")


def _span(doc: Doc, mention: Mention) -> Span | None:
    kb_id = mention.concept.id if mention.concept else ""
    return doc.char_span(mention.start, mention.end, mention.label, kb_id, alignment_mode="expand")


def _analyses(doc: Doc) -> tuple[Analysis, ...]:
    if (work := doc.user_data.get(_WORK)) is not None:
        return work.analyses()  # type: ignore[no-any-return]
    return _decoded(doc.user_data.get(_PLAIN, "[]"))


@lru_cache(maxsize=8)
def _decoded(plain: str) -> tuple[Analysis, ...]:
    """The analyses in JSON; those of the last few documents are kept: each extension of a Doc asks for them."""
    analyses: tuple[Analysis, ...] = _adapter(tuple[Analysis, ...]).validate_json(plain)
    return analyses


def _document(doc: Doc) -> Document | None:
    if (work := doc.user_data.get(_WORK)) is not None:
        return work.document  # type: ignore[no-any-return]
    if _DOCUMENT not in doc.user_data:
        return None
    document: Document = _adapter(Document).validate_json(doc.user_data[_DOCUMENT])
    return replace(document, text=doc.text, statements=tuple(a.statement for a in _analyses(doc)))


def _cues(span: Span) -> tuple[str, ...]:
    mentions = (m for m in _found(span.doc, "mentions") if m.start < span.end_char and span.start_char < m.end)
    return tuple(dict.fromkeys(c.category for m in mentions for c in m.cues))


def _found(doc: Doc, what: str) -> tuple[Any, ...]:
    return tuple(thing for analysis in _analyses(doc) for thing in getattr(analysis, what))


# Set at import, so that a process that unpickles a pipeline or reads a DocBin has them too.
Doc.set_extension("analyses", getter=_analyses, force=True)
Doc.set_extension("eligo_document", getter=_document, force=True)
for _what in ("mentions", "quantities", "times"):
    Doc.set_extension(f"eligo_{_what}", getter=partial(_found, what=_what), force=True)
Span.set_extension("cues", getter=_cues, force=True)


@Language.factory("eligo_statements", default_config={"mode": "listing"}, assigns=["doc._.eligo_document"])
def make_statements(nlp: Language, name: str, mode: str) -> Statements:
    """See `Statements`."""
    return Statements(mode)


@Language.factory("eligo_abbreviations", requires=["doc._.eligo_document"], assigns=["doc._.eligo_abbreviations"])
def make_abbreviations(nlp: Language, name: str) -> Abbreviations:
    """See `Abbreviations`."""
    return Abbreviations(AbbreviationFinder(nlp))


@Language.factory("eligo_lexicon", requires=["doc._.eligo_document"], assigns=["doc._.eligo_mentions"])
def make_lexicon(nlp: Language, name: str) -> Terms:
    """See `Terms`."""
    return Terms()


@Language.factory("eligo_quantities", requires=["doc._.eligo_document"], assigns=["doc._.eligo_quantities"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """See `Quantities`."""
    return Quantities()


@Language.factory("eligo_times", requires=["doc._.eligo_document"], assigns=["doc._.eligo_times"])
def make_times(nlp: Language, name: str) -> Times:
    """See `Times`."""
    return Times()


@Language.factory(
    "eligo_concepts",
    requires=["doc._.eligo_abbreviations", "doc._.eligo_mentions"],
    assigns=["doc._.eligo_mentions"],
)
def make_concepts(nlp: Language, name: str) -> Concepts:
    """See `Concepts`."""
    return Concepts()


@Language.factory("eligo_context", requires=["doc._.eligo_mentions"], assigns=["span._.cues"])
def make_context(nlp: Language, name: str) -> Context:
    """See `Context`."""
    return Context(ContextCues(nlp))


@Language.factory(
    "eligo_output",
    requires=["doc._.eligo_document"],
    assigns=["doc._.analyses", "doc.ents", "doc.spans"],
)
def make_output(nlp: Language, name: str) -> Output:
    """See `Output`."""
    return Output()
