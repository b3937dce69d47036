"""One annotation, four formats: brat, spaCy DocBin, CoNLL/BIO, JSON Lines. Offsets stay exact in every direction.

    documents = (from_brat(document) for document in read_brat(folder))
    write_docbin(documents, "train.spacy")

What a format cannot hold (overlapping spans in BIO) is reported, never moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from .archives import is_archive
from .bio import bio_tags, read_bio, write_bio
from .brat import read_brat, write_brat
from .docbin import from_doc, read_docbin, to_doc, write_docbin
from .errors import CorpusError, OnError, WrongCorpus
from .spans import LabelledSpan, SpanDocument, from_brat, read_jsonl, to_brat, write_jsonl

__all__ = [
    "FORMS",
    "Form",
    "LabelledSpan",
    "SpanDocument",
    "bio_tags",
    "convert",
    "from_brat",
    "from_doc",
    "read_bio",
    "read_docbin",
    "read_jsonl",
    "to_brat",
    "to_doc",
    "write_bio",
    "write_docbin",
    "write_jsonl",
]

Form: TypeAlias = Literal["jsonl", "bio", "docbin", "brat"]
FORMS: tuple[Form, ...] = get_args(Form)
_SUFFIXES: dict[str, Form] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".spacy": "docbin",
    ".bio": "bio", ".conll": "bio", ".iob": "bio", ".iob2": "bio", ".tsv": "bio", ".txt": "bio",
}  # fmt: skip


def convert(source: Path | str, to: Form, target: Path | str, *, on_error: OnError | None = None) -> int:
    """Write the texts and spans of `source` in another form; how many documents there were.

    Args:
        source: a folder or archive of brat standoff, or a file whose suffix tells its form (``.jsonl``, ``.spacy``,
            ``.bio``, ``.conll``, ``.tsv``).
        target: the file to write (for brat the folder); what is there is replaced.
        on_error: called with each annotation that does not fit its text or the form, and reading goes on; of a
            discontinuous entity each fragment becomes a span.

    Raises:
        WrongCorpus: if `source` has no form that is known, or nothing to convert.
        CorpusError: without `on_error`, for the first annotation that does not fit.
    """
    if Path(target).resolve() == Path(source).resolve():
        raise CorpusError(str(target), 0, "is what is to be converted", "name another file or folder to write")
    documents = list(_read(Path(source), on_error))  # all, before anything is replaced
    if to == "brat":
        for document in documents:
            write_brat(to_brat(document), target)
    elif to == "bio":
        write_bio(documents, target, on_error=on_error)
    elif to == "docbin":
        write_docbin(documents, target)
    else:
        write_jsonl(documents, target)
    return len(documents)


def _read(source: Path, on_error: OnError | None) -> Iterator[SpanDocument]:
    form = _SUFFIXES.get(source.suffix.lower())
    if source.is_dir() or (source.is_file() and is_archive(source)):
        return (from_brat(document) for document in read_brat(source, on_error=on_error))
    if not source.exists():
        raise WrongCorpus(str(source), 0, "no such file or folder")
    if form == "docbin":
        return read_docbin(source)
    if form == "jsonl":
        return read_jsonl(source, on_error=on_error)
    if form == "bio":
        return read_bio(source, on_error=on_error)
    raise WrongCorpus(str(source), 0, "its suffix tells no form", f"there are {', '.join(_SUFFIXES)}, and folders")
