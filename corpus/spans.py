"""The common ground of the formats: a text with labelled spans, which may nest and overlap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from .errors import CorpusError, OnError, report
from .files import read_rows
from .standoff import BratDocument, Entity

__all__ = ["LabelledSpan", "SpanDocument", "from_brat", "pieces", "read_jsonl", "to_brat", "write_jsonl"]

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, order=True)
class LabelledSpan:
    """Half-open offsets into the text, in characters."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class SpanDocument:
    """A text with its spans, in any order.

    Raises:
        CorpusError: if a span is empty or does not lie in the text.
    """

    id: str
    text: str
    spans: tuple[LabelledSpan, ...] = ()

    def __post_init__(self) -> None:
        for span in self.spans:
            if not 0 <= span.start < span.end <= len(self.text):
                problem = (
                    f"{span.label} {span.start} to {span.end} does not lie in a text of {len(self.text)} characters"
                )
                raise CorpusError(self.id, 0, problem)


def pieces(
    text: str, spans: Iterable[LabelledSpan], words: Iterable[tuple[int, int]] | None = None
) -> list[tuple[int, int]]:
    """The words of a text, cut where a span starts or ends, so that every span is whole pieces.

    Blanks are a piece only where a span starts or ends with them.

    Args:
        words: half-open offsets of the words to cut; by default runs of letters and digits, and single other signs.
    """
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    cuts = starts | ends
    for start, end in words if words is not None else (found.span() for found in _WORD.finditer(text)):
        cuts.update((start, end))
    ordered = sorted(cuts)
    return [
        (start, end)
        for start, end in pairwise(ordered)
        if start in starts or end in ends or not text[start:end].isspace()
    ]


def from_brat(
    document: BratDocument, *, discontinuous: Literal["fragments", "hull", "skip"] = "fragments"
) -> SpanDocument:
    """The entities of a brat document as spans.

    Args:
        discontinuous: an entity in several fragments becomes a span each, one from its start to its end, or none.
    """
    spans: list[LabelledSpan] = []
    for entity in document.entities:
        if len(entity.spans) == 1 or discontinuous == "fragments":
            spans.extend(LabelledSpan(start, end, entity.type) for start, end in entity.spans)
        elif discontinuous == "hull":
            spans.append(LabelledSpan(entity.start, entity.end, entity.type))
    return SpanDocument(document.id, document.text, tuple(spans))


def to_brat(document: SpanDocument) -> BratDocument:
    """The spans as brat entities ``T1``, ``T2``…

    Raises:
        CorpusError: if a label is empty or holds a blank, which brat cannot write.
    """
    entities = []
    for number, span in enumerate(document.spans, 1):
        if not span.label or any(char.isspace() for char in span.label):
            raise CorpusError(document.id, 0, f"brat cannot write the label {span.label!r}")
        text = document.text[span.start : span.end]
        entities.append(Entity(f"T{number}", span.label, ((span.start, span.end),), text))
    return BratDocument(document.id, document.text, tuple(entities))


def write_jsonl(documents: Iterable[SpanDocument], path: Path | str) -> None:
    """Write JSON Lines: ``{"id", "text", "spans": [{"start", "end", "label"}]}``."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as out:
        for document in documents:
            spans = [{"start": s.start, "end": s.end, "label": s.label} for s in document.spans]
            out.write(json.dumps({"id": document.id, "text": document.text, "spans": spans}, ensure_ascii=False) + "\n")


def read_jsonl(path: Path | str, *, on_error: OnError | None = None) -> Iterator[SpanDocument]:
    """Read what `write_jsonl` writes.

    Raises:
        WrongCorpus: if the file is empty.
        CorpusError: without `on_error`, for the first line that is no such document; it is left out whole.
    """
    for number, line in read_rows(Path(path)):
        try:
            item = json.loads(line)
            spans = tuple(LabelledSpan(int(s["start"]), int(s["end"]), str(s["label"])) for s in item["spans"])
            document = SpanDocument(str(item["id"]), str(item["text"]), spans)
        except CorpusError as error:
            report(CorpusError(str(path), number, error.problem), on_error)
        except json.JSONDecodeError as error:
            report(CorpusError(str(path), number, f"not JSON: {error.msg}"), on_error)
        except (KeyError, TypeError, ValueError) as error:
            report(CorpusError(str(path), number, f"not a document with id, text and spans: {error!r}"), on_error)
        else:
            yield document
