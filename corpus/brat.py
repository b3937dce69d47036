"""Read and write brat standoff: a folder of ``NAME.txt`` with ``NAME.ann``.

    for document in read_brat(folder, on_error=print):
        ...

Each annotation is checked against its text. What does not fit is reported with file and line and left out, with what
refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .brat_lines import Annotation, BadLine, one_line, parse_line
from .errors import CorpusError, OnError, report
from .files import read_exactly, standoff_files
from .standoff import Attribute, BratDocument, Entity, Event, Normalization, Note, Relation, Span

__all__ = [
    "Attribute",
    "BratDocument",
    "Entity",
    "Event",
    "Normalization",
    "Note",
    "Relation",
    "Span",
    "format_ann",
    "parse_brat",
    "read_brat",
    "write_brat",
]


def read_brat(folder: Path | str, *, on_error: OnError | None = None) -> Iterator[BratDocument]:
    """The documents of a folder, or of an archive (zip, tar, tar.gz…) as it was downloaded, by name, one at a time.

    Raises:
        WrongCorpus: if there is no such folder, or no ``.ann`` file in it.
        CorpusError: without `on_error`, for the first file or annotation that cannot be used.
    """
    for name, txt, ann in standoff_files(Path(folder)):
        try:
            text, annotations = read_exactly(txt), read_exactly(ann)
        except CorpusError as error:
            report(error, on_error)
            continue
        yield parse_brat(name, text, annotations, source=str(ann), on_error=on_error)


def parse_brat(
    id: str, text: str, annotations: str, *, source: str = "", on_error: OnError | None = None
) -> BratDocument:
    """One document from its text and the content of its ``.ann`` file.

    Args:
        source: the name that errors give.

    Raises:
        CorpusError: without `on_error`, for the first annotation that cannot be used.
    """
    source = source or f"{id}.ann"
    found: dict[str, list[Annotation]] = {kind: [] for kind in "TREAN#"}
    seen: set[str] = set()
    for number, raw in enumerate(annotations.split("\n"), 1):
        line = raw.rstrip("\r")
        if not line.strip():
            continue
        try:
            annotation = parse_line(line, number, text)
            if annotation.id in seen and annotation.id != "*":
                raise BadLine(f"the id {annotation.id} is taken")
        except BadLine as problem:
            report(CorpusError(source, number, str(problem)), on_error)
            continue
        seen.add(annotation.id)
        found[{"*": "R", "M": "A"}.get(line[0], line[0])].append(annotation)
    document = BratDocument(
        id,
        text,
        tuple(a for a in found["T"] if isinstance(a, Entity)),
        tuple(a for a in found["R"] if isinstance(a, Relation)),
        tuple(a for a in found["E"] if isinstance(a, Event)),
        tuple(a for a in found["A"] if isinstance(a, Attribute)),
        tuple(a for a in found["#"] if isinstance(a, Note)),
        tuple(a for a in found["N"] if isinstance(a, Normalization)),
        source,
    )
    return _complete(document, on_error)


def _complete(document: BratDocument, on_error: OnError | None) -> BratDocument:
    """Report and leave out what refers to nothing, until everything that is left refers to something."""
    while lost := list(document.dangling()):
        for annotation, target in lost:
            name = f"the group {annotation.type}" if annotation.id == "*" else annotation.id
            problem = f"{name} refers to {target}, which is not there or was left out"
            report(CorpusError(document.source, annotation.line, problem), on_error)
        document = document.dropping((annotation for annotation, _ in lost), {target for _, target in lost})
    return document


def format_ann(document: BratDocument) -> str:
    """The content of the document's ``.ann`` file, kind by kind in their own order."""
    lines = []
    for entity in document.entities:
        offsets = ";".join(f"{start} {end}" for start, end in entity.spans)
        lines.append(f"{entity.id}\t{entity.type} {offsets}\t{one_line(entity.text)}")
    for event in document.events:
        args = [f"{role}:{target}" for role, target in ((event.type, event.trigger), *event.args)]
        lines.append(f"{event.id}\t{' '.join(args)}")
    for relation in document.relations:
        args = list(relation.ids) if relation.is_group else [f"{role}:{target}" for role, target in relation.args]
        lines.append(f"{relation.id}\t{' '.join([relation.type, *args])}")
    for attribute in document.attributes:
        value = "" if attribute.value is None else f" {attribute.value}"
        lines.append(f"{attribute.id}\t{attribute.type} {attribute.target}{value}")
    for norm in document.normalizations:
        entry = f"{norm.resource}:{norm.entry}"
        lines.append(f"{norm.id}\t{norm.type} {norm.target} {entry}\t{one_line(norm.text)}")
    for note in document.notes:
        lines.append(f"{note.id}\t{note.type} {note.target}\t{one_line(note.text)}")
    return "".join(line + "\n" for line in lines)


def write_brat(document: BratDocument, folder: Path | str) -> Path:
    """Write ``ID.txt`` and ``ID.ann`` into `folder` (made if need be); the path of the latter.

    The text is written as it is, so that a CRLF stays two characters.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{document.id}.txt").write_bytes(document.text.encode("utf-8"))
    ann = target / f"{document.id}.ann"
    ann.write_bytes(format_ann(document).encode("utf-8"))
    return ann
