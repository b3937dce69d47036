"""What a Doc keeps of its text after the pipeline, and the extensions through which it is read.

It is plain data, as text: of bytes, medspaCy reads every dict with a key like "section" as an object of its own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import Any

from pydantic import TypeAdapter
from spacy.tokens import Doc, Span

from eligo.schema import Analysis, Document

from .work import Work

__all__ = ["WORK", "store"]

WORK, _PLAIN, _DOCUMENT = "eligo_work", "eligo_analyses", "eligo_document"
"""Keys of ``doc.user_data``: while the pipeline runs, and after it."""


def store(doc: Doc, work: Work) -> None:
    """Keep in `doc` what has been found; its text and statements are there already."""
    doc.user_data[_PLAIN] = _dump(tuple[Analysis, ...], work.analyses())
    doc.user_data[_DOCUMENT] = _dump(Document, replace(work.document, text="", statements=()))


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _dump(form: Any, value: object) -> str:
    return _adapter(form).dump_json(value, by_alias=True).decode("utf-8")


def _analyses(doc: Doc) -> tuple[Analysis, ...]:
    if (work := doc.user_data.get(WORK)) is not None:
        return work.analyses()  # type: ignore[no-any-return]
    return _decoded(doc.user_data.get(_PLAIN, "[]"))


@lru_cache(maxsize=8)
def _decoded(plain: str) -> tuple[Analysis, ...]:
    """The analyses in JSON; those of the last few documents are kept: each extension of a Doc asks for them."""
    analyses: tuple[Analysis, ...] = _adapter(tuple[Analysis, ...]).validate_json(plain)
    return analyses


def _document(doc: Doc) -> Document | None:
    if (work := doc.user_data.get(WORK)) is not None:
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
