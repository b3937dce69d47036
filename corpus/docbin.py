"""spaCy's DocBin: the spans in a span group, offsets exact.

Tokens are spaCy's, cut further where a span starts or ends inside one, so that no span has to move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CorpusError, WrongCorpus
from .spans import LabelledSpan, SpanDocument, pieces

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["GROUP", "from_doc", "read_docbin", "to_doc", "write_docbin"]

GROUP = "eligo"
"""The span group that holds the spans."""

_ID = "eligo_id"


def to_doc(document: SpanDocument, nlp: Language | None = None, *, group: str = GROUP) -> Doc:
    """A spaCy Doc whose text and spans are exactly the document's.

    Args:
        nlp: whose tokenizer and vocabulary to use; by default those of blank English.
    """
    from spacy.tokens import Doc, Span

    nlp = nlp or _blank()
    text, spans = document.text, document.spans
    tokens = [(token.idx, token.idx + len(token)) for token in nlp.tokenizer(text)]
    kept = pieces(text, spans, tokens)
    words: list[str] = []
    spaces: list[bool] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for start, end in [*kept, (len(text), len(text))]:
        gap = text[at:start]
        if gap == " " and words:
            spaces[-1] = True
        elif gap:
            words.append(gap)
            spaces.append(False)
        if start < end:
            starts[start], ends[end] = len(words), len(words) + 1
            words.append(text[start:end])
            spaces.append(False)
        at = end
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    doc.spans[group] = [Span(doc, starts[span.start], ends[span.end], label=span.label) for span in spans]
    doc.user_data[_ID] = document.id
    return doc


def from_doc(doc: Doc, *, id: str = "", group: str = GROUP) -> SpanDocument:
    """The spans of a Doc's group (none where it lacks the group); `id` where the Doc carries none."""
    spans = list(doc.spans[group]) if group in doc.spans else []
    name = str(doc.user_data.get(_ID, id))
    return SpanDocument(name, doc.text, tuple(LabelledSpan(s.start_char, s.end_char, s.label_) for s in spans))


def write_docbin(
    documents: Iterable[SpanDocument], path: Path | str, nlp: Language | None = None, *, group: str = GROUP
) -> None:
    """Write a ``.spacy`` file (spaCy's training format); it is built in memory."""
    from spacy.tokens import DocBin

    nlp = nlp or _blank()
    store = DocBin(store_user_data=True)
    for document in documents:
        store.add(to_doc(document, nlp, group=group))
    store.to_disk(path)


def read_docbin(path: Path | str, nlp: Language | None = None, *, group: str = GROUP) -> Iterator[SpanDocument]:
    """Read a ``.spacy`` file; documents without an id are numbered from 1.

    Raises:
        CorpusError: if it cannot be read.
        WrongCorpus: if it is no DocBin.
    """
    from spacy.tokens import DocBin

    nlp = nlp or _blank()
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise CorpusError(str(path), 0, f"cannot be read: {error.strerror or error}") from None
    try:
        store = DocBin(store_user_data=True).from_bytes(data)
    except Exception as error:  # zlib's, msgpack's and spaCy's own: whatever a file of another kind sets off
        raise WrongCorpus(str(path), 0, f"not a spaCy DocBin ({error})", "was it downloaded whole?") from None
    for number, doc in enumerate(store.get_docs(nlp.vocab), 1):
        yield from_doc(doc, id=str(number), group=group)


def _blank() -> Language:
    from spacy import blank

    return blank("en")
