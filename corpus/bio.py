"""CoNLL columns with BIO tags, offsets exact.

    # id = "note-1"
    # text = "No fever."
    No	0	2	O
    fever	3	8	B-Condition
    .	8	9	O

An empty line ends a document. Plain files (a token first, a tag last, no header) are read too: their tokens are
joined by a space. BIO has one tag a token: of spans that overlap the longest is written, and the others are reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .errors import CorpusError, OnError, report
from .files import read_exactly
from .spans import LabelledSpan, SpanDocument, pieces

__all__ = ["bio_tags", "read_bio", "write_bio"]

_BLANK = re.compile(r"\s")


def bio_tags(document: SpanDocument, *, on_error: OnError | None = None) -> list[tuple[int, int, str]]:
    """The document's tokens, (start, end, tag); tokens are cut where spans start and end.

    Raises:
        CorpusError: without `on_error`, for the first span that overlaps a longer one, or a label with a blank in it.
    """
    kept: list[LabelledSpan] = []
    taken = bytearray(len(document.text))
    for span in sorted(document.spans, key=lambda s: (s.start - s.end, s.start, s.label)):
        problem = ""
        if not span.label or _BLANK.search(span.label):
            problem = f"a tag cannot hold the label {span.label!r}"
        elif any(taken[span.start : span.end]):
            problem = f"{span.label} {span.start} to {span.end} overlaps another span, BIO cannot hold both"
        if problem:
            report(CorpusError(document.id, 0, problem), on_error)
            continue
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
        kept.append(span)
    kept.sort()
    tags: list[tuple[int, int, str]] = []
    at = 0
    for start, end in pieces(document.text, kept):
        while at < len(kept) and kept[at].end <= start:
            at += 1
        if at < len(kept) and kept[at].start <= start:
            tags.append((start, end, f"{'B' if kept[at].start == start else 'I'}-{kept[at].label}"))
        else:
            tags.append((start, end, "O"))
    return tags


def write_bio(documents: Iterable[SpanDocument], path: Path | str, *, on_error: OnError | None = None) -> None:
    """Write documents as token, start, end and tag.

    Raises:
        CorpusError: as `bio_tags`.
    """
    with Path(path).open("w", encoding="utf-8", newline="\n") as out:
        for document in documents:
            out.write(f"# id = {json.dumps(document.id, ensure_ascii=False)}\n")
            out.write(f"# text = {json.dumps(document.text, ensure_ascii=False)}\n")
            for start, end, tag in bio_tags(document, on_error=on_error):
                out.write(f"{_shown(document.text[start:end])}\t{start}\t{end}\t{tag}\n")
            out.write("\n")


def _shown(token: str) -> str:
    return _BLANK.sub(lambda blank: f"\\u{ord(blank[0]):04x}", token)


@dataclass(slots=True)
class _Block:
    """What is read of a document so far."""

    id: str | None = None
    text: str | None = None
    tokens: list[tuple[int, int, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, cells: list[str]) -> None:
        """Take a token line; ValueError says why it cannot be."""
        if len(cells) < 2:
            raise ValueError("a token and a tag are needed")
        tag = cells[-1]
        if tag != "O" and (tag[:2] not in ("B-", "I-") or not tag[2:]):
            raise ValueError(f"{tag!r} is no BIO tag")
        if self.text is None:
            start = len(" ".join(self.words)) + bool(self.words)
            self.words.append(cells[0])
            self.tokens.append((start, start + len(cells[0]), tag))
            return
        if len(cells) != 4 or not (cells[1].isdecimal() and cells[2].isdecimal()):
            raise ValueError("a document with a text needs token, start, end and tag")
        start, end = int(cells[1]), int(cells[2])
        if _shown(self.text[start:end]) != cells[0] or not cells[0]:
            raise ValueError(f"the text at {start} to {end} is {self.text[start:end]!r}, not {cells[0]!r}")
        if self.tokens and start < self.tokens[-1][1]:
            raise ValueError("the token overlaps the one before")
        self.tokens.append((start, end, tag))

    def document(self, number: int) -> SpanDocument:
        """The document; `number` names it if nothing else does."""
        spans: list[LabelledSpan] = []
        last = "O"
        for start, end, tag in self.tokens:
            if tag != "O" and tag[0] == "I" and last == tag[2:]:
                spans[-1] = LabelledSpan(spans[-1].start, end, last)
            elif tag != "O":
                spans.append(LabelledSpan(start, end, tag[2:]))
            last = tag[2:] if tag != "O" else "O"
        text = " ".join(self.words) if self.text is None else self.text
        return SpanDocument(str(number) if self.id is None else self.id, text, tuple(spans))


def read_bio(path: Path | str, *, on_error: OnError | None = None) -> Iterator[SpanDocument]:
    """Read a CoNLL file; a tag ``I-`` that continues nothing starts a span.

    Raises:
        CorpusError: without `on_error`, for the first line that cannot be read or does not fit its text.
    """
    block, number, filled = _Block(), 0, False
    for count, raw in enumerate([*read_exactly(Path(path)).split("\n"), ""], 1):
        line = raw.rstrip("\r")
        if not line:
            if filled:
                number += 1
                yield block.document(number)
            block, filled = _Block(), False
            continue
        filled = True
        try:
            if line.startswith("# id = "):
                block.id = str(json.loads(line[7:]))
            elif line.startswith("# text = "):
                block.text = str(json.loads(line[9:]))
            elif "\t" in line or not line.startswith("#"):
                block.add(line.split("\t") if "\t" in line else line.split())
        except ValueError as problem:
            report(CorpusError(str(path), count, str(problem)), on_error)
