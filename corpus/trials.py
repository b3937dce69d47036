"""Trials as registries and others hand them out → documents: the format is detected, records are streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from eligo.errors import EligoError, EmptyInput, InputError, MalformedJSON
from eligo.reading import read_ctgov_v2, read_listings
from eligo.schema import Document

from .sources import Input, OnError, Source, inputs, located, report
from .tables import delimiter_of, read_table_of_trials, read_titles, row_document

__all__ = ["read_trials"]

_AACT = ("eligibilities",)  # of a whole AACT export, the file that has the criteria
_STUDIES = ("studies",)  # and the one that has the titles


def read_trials(
    source: Source, *, columns: Mapping[str, str] | None = None, on_error: OnError | None = None
) -> Iterator[Document]:
    """The trials of a source, one after the other.

    ClinicalTrials.gov v2 JSON (a record, ``{"studies": […]}``, JSON Lines), legacy XML, AACT's ``eligibilities``
    (delimited by ``|``; titles are those of its ``studies``, where that lies beside it), CSV, TSV and JSON Lines with
    named columns, HTML, plain text; any of them gzipped, in a zip or tar archive or in a folder. JSON Lines and tables
    are never held in memory as a whole.

    Args:
        source: a path, ``-`` for standard input, or a stream.
        columns: which column has what (fields of `eligo.corpus.tables.FIELDS`), where its name does not tell.
        on_error: called for each file, line or row that cannot be read, the others are still given; without it the
            first raises.

    Raises:
        InputError: (`NotATrial`, `MalformedJSON`, `EmptyInput`…) names the file and the line or record.
    """
    try:
        files = inputs(source, only=_AACT)
    except EligoError as error:
        report(error, on_error)
        return
    for file in files:
        try:
            yield from _read(file, columns, on_error, source)
        except EligoError as error:
            report(error, on_error)


def _read(
    file: Input, columns: Mapping[str, str] | None, on_error: OnError | None, source: Source
) -> Iterator[Document]:
    start = file.head().removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in (b"{", b"["):
        yield from _json(file, columns, on_error)
        return
    header = next(file.lines(), "")
    if not header:
        raise EmptyInput(file.name, "is empty", "give a trial")
    delimiter = delimiter_of(header, file.name, columns)
    if delimiter is not None:
        titles = _titles(file, source) if delimiter == "|" and _stem(file.name) in _AACT else None
        yield from read_table_of_trials(file, delimiter, columns=columns, titles=titles, on_error=on_error)
    elif columns is not None or file.name.removesuffix(".gz").lower().endswith((".csv", ".tsv", ".psv")):
        names = " ".join(header.split())[:200]
        raise InputError(
            file.name, f"has no column with eligibility criteria (its header: {names})", "name it (columns)"
        )
    else:
        yield from read_listings(file.text(), source=file.name, on_error=on_error)


def _titles(file: Input, source: Source) -> dict[str, str]:
    """The titles of AACT's ``studies`` where it lies beside the table: in its folder, or in its archive."""
    if not isinstance(source, (str, Path)) or str(source) == "-":
        return {}
    beside = Path(source)
    if file.name == str(source):
        beside = beside.with_name("studies" + "".join(beside.suffixes))
        if not beside.is_file():
            return {}
    studies = next((given for given in inputs(beside, only=_STUDIES) if _stem(given.name) in _STUDIES), None)
    return read_titles(studies) if studies is not None else {}


def _stem(name: str) -> str:
    return PurePath(name).name.lower().split(".")[0]


def _json(file: Input, columns: Mapping[str, str] | None, on_error: OnError | None) -> Iterator[Document]:
    """JSON Lines where the first line is a whole record, else one document."""
    record = _loads(next((line for line in file.lines() if line.strip()), ""))
    if isinstance(record, dict) and "studies" not in record:
        for number, line in enumerate(file.lines(), 1):
            if line.strip():
                yield from _line(line, f"{file.name}, line {number}", file.name, columns, on_error)
        return
    if columns is None:
        yield from read_listings(file.text(), source=file.name, on_error=on_error)
        return
    whole = _loads(file.text())
    rows = whole if isinstance(whole, list) else [whole]
    for number, row in enumerate(rows, 1):
        yield from _record(row, f"{file.name}, record {number}", file.name, columns, on_error)


def _line(
    line: str, where: str, source: str, columns: Mapping[str, str] | None, on_error: OnError | None
) -> Iterator[Document]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"is no valid JSON: {error.msg.lower()} in column {error.colno}"
        report(MalformedJSON(where, problem, "one JSON object per line is expected"), on_error)
    except RecursionError:
        report(MalformedJSON(where, "is JSON nested too deeply", "give registry records"), on_error)
    else:
        yield from _record(record, where, source, columns, on_error)


def _record(
    record: object, where: str, source: str, columns: Mapping[str, str] | None, on_error: OnError | None
) -> Iterator[Document]:
    try:
        if not isinstance(record, Mapping):
            raise MalformedJSON(where, "is JSON, but no trial", "give an object with an eligibility text")
        if "protocolSection" in record:
            document = read_ctgov_v2(record, source=source)
        else:
            document = row_document(record, where, source, columns)
    except EligoError as error:
        report(located(error, where), on_error)
    else:
        yield document


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
