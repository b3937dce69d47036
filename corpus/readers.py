"""What the command line can read beyond listings, notes and its own JSON; it finds these functions by entry point.

Each gives None for an input that it leaves to the command line's own readers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from eligo.errors import EligoError
from eligo.schema import Patient, Trial

from .fhir_export import is_export
from .patients import read_patients
from .sources import Input, OnError, Source, inputs
from .tables import delimiter_of
from .trials import read_trials

__all__ = ["patients", "trials"]


def trials(source: str, on_error: OnError, *, data: bytes | None = None) -> Iterator[Trial] | None:
    """The trials of a folder, an archive, a gzipped file or a table; None for any other input.

    Args:
        source: a path, or ``-``.
        data: what standard input gave, where `source` is ``-``.
    """
    given = _given(source, data)
    if not _packed(source, data):
        file = _single(given)
        if file is None or delimiter_of(next(file.lines(), ""), file.name) is None:
            return None
    return _parsed(given, on_error)


def patients(
    source: str, on_error: OnError, index_date: str | None = None, *, data: bytes | None = None
) -> Iterator[Patient] | None:
    """The patients of a folder, an archive, a gzipped file, FHIR, C-CDA or TREC topics; None for any other input.

    Args:
        source: a path, or ``-``.
        index_date: the day asked about, ISO 8601.
        data: what standard input gave, where `source` is ``-``.
    """
    given = _given(source, data)
    if not _packed(source, data):
        file = _single(given)
        if file is None or not _is_record(file):
            return None
    return read_patients(given, index_date=index_date, on_error=on_error)


def _parsed(source: Source, on_error: OnError) -> Iterator[Trial]:
    from eligo.flow import parse

    for document in read_trials(source, on_error=on_error):
        try:
            yield parse(document)
        except EligoError as error:
            on_error(error)


def _given(source: str, data: bytes | None) -> Source:
    if data is None:
        return source
    stream = io.BytesIO(data)
    stream.name = source
    return stream


def _packed(source: str, data: bytes | None) -> bool:
    if data is None and source != "-" and Path(source).is_dir():
        return True
    try:
        start = data[:4] if data is not None else b"" if source == "-" else _start(source)
    except OSError:
        return False
    return start[:2] == b"\x1f\x8b" or start == b"PK\x03\x04"


def _start(path: str) -> bytes:
    """The first four bytes of a file."""
    with open(path, "rb") as file:
        return file.read(4)


def _single(source: Source) -> Input | None:
    """The one file that a source is; None where it cannot be read, which the command line's own readers say."""
    if source == "-":
        return None
    try:
        file = inputs(source)[0]
        file.head()
        if not isinstance(source, (str, Path)):
            source.seek(0)
    except EligoError:
        return None
    return file


def _is_record(file: Input) -> bool:
    head = file.head().lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"<":
        return b"<ClinicalDocument" in head or b"<topics" in head or b":ClinicalDocument" in head
    return head[:1] in (b"{", b"[") and (b'"resourceType"' in head or is_export(file))
