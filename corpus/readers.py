"""What the command line can read beyond notes and its own JSON; it finds this function by entry point.

Folders and archives are for `read_patients` and `read_trials`, in Python: on the command line a folder or a packed file
is more often a slip than an input, and is told so.
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


def patients(
    source: str, on_error: OnError, index_date: str | None = None, *, data: bytes | None = None
) -> Iterator[Patient] | None:
    """The patients of a file of FHIR, C-CDA or TREC topics; None for any other input, which is left to the core.

    Args:
        source: a path, or ``-``.
        index_date: the day asked about, ISO 8601.
        data: what standard input gave, where `source` is ``-``.
    """
    file = _file(source, data)
    if file is None or not _is_record(file):
        return None
    return read_patients(_given(source, data), index_date=index_date, on_error=on_error)


def trials(source: str, on_error: OnError, *, data: bytes | None = None) -> Iterator[Trial] | None:
    """The trials of a table (AACT's ``eligibilities``, CSV, TSV); None for any other input, which is left to the core.

    Args:
        source, data: as in `patients`.
    """
    file = _file(source, data)
    if file is None or not _is_table(file):
        return None
    return _parsed(_given(source, data), on_error)


def _parsed(source: Source, on_error: OnError) -> Iterator[Trial]:
    from eligo.flow import parse

    for document in read_trials(source, on_error=on_error):
        try:
            yield parse(document)
        except EligoError as error:
            on_error(error)


def _is_table(file: Input) -> bool:
    head = file.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    header = next(file.lines(), "")
    return head[:1] not in (b"{", b"[", b"<") and delimiter_of(header, file.name) is not None


def _given(source: str, data: bytes | None) -> Source:
    if data is None:
        return source
    stream = io.BytesIO(data)
    stream.name = source
    return stream


def _file(source: str, data: bytes | None) -> Input | None:
    """The one plain file that a source is; None where it is none, which the core's readers say."""
    try:
        if data is None and (source == "-" or not Path(source).is_file() or _packed(Path(source))):
            return None
        if data is not None and _starts_packed(data):
            return None
        file = inputs(_given(source, data))[0]
        file.head()
    except (EligoError, OSError, ValueError):
        return None
    return file


def _packed(path: Path) -> bool:
    with path.open("rb") as file:
        return _starts_packed(file.read(4))


def _starts_packed(data: bytes) -> bool:
    return data[:2] == b"\x1f\x8b" or data[:4] == b"PK\x03\x04"


def _is_record(file: Input) -> bool:
    head = file.head().lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"<":
        marks = (b"<ClinicalDocument", b":ClinicalDocument", b"<topics", b"http://hl7.org/fhir")
        return any(mark in head for mark in marks)
    return head[:1] in (b"{", b"[") and (b'"resourceType"' in head or is_export(file))
