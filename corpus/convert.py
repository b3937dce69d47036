"""One annotation, four formats: brat, spaCy DocBin, CoNLL/BIO, JSON Lines. Offsets stay exact in every direction.

    documents = (from_brat(document) for document in read_brat(folder))
    write_docbin(documents, "train.spacy")

What a format cannot hold (overlapping spans in BIO) is reported, never moved.
"""

from __future__ import annotations

from .bio import bio_tags, read_bio, write_bio
from .docbin import from_doc, read_docbin, to_doc, write_docbin
from .spans import LabelledSpan, SpanDocument, from_brat, read_jsonl, to_brat, write_jsonl

__all__ = [
    "LabelledSpan",
    "SpanDocument",
    "bio_tags",
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
