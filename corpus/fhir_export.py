"""FHIR's bulk exports: NDJSON files, a resource a line, each type in files of its own or all in one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eligo.errors import MalformedJSON
from eligo.schema import Patient

from .coded import Coded
from .fhir import FHIR_RESOURCES, Record, add, is_fhir
from .fhir_fields import coded, reference, word
from .sources import Input, OnError, report

__all__ = ["is_export", "read_export"]

_FIRST = ("Patient", "Medication")  # what the others refer to


def is_export(file: Input) -> bool:
    """Whether a file has a FHIR resource, that is no Bundle, on its first line."""
    if not file.head().removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return False
    line = next((line for line in file.lines() if line.strip()), "")
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return False
    return is_fhir(record) and record["resourceType"] != "Bundle"


def read_export(
    files: Sequence[Input], *, index_date: str | None = None, on_error: OnError | None = None
) -> Iterator[Patient]:
    """The patients of an export. The files are read twice: patients and medications first; facts are kept in memory.

    Args:
        index_date: the day asked about, ISO 8601; None: the day of each record's last entry.
        on_error: called for each line that cannot be read; without it the first raises.
    """
    records: dict[str, Record] = {}
    medications: dict[str, Coded] = {}
    for resource in _resources(files, True, on_error):
        identity = word(resource, "id") or f"patient {len(records) + 1}"
        if resource["resourceType"] == "Patient":
            records.setdefault(identity, Record(identity)).person = resource
        else:
            medications[identity] = coded(resource.get("code"))
    for resource in _resources(files, False, None if on_error is None else lambda _: None):
        owner = reference(resource, "subject", "patient")
        if owner is None and len(records) == 1:
            owner = next(iter(records))
        if owner is not None:
            add(records.setdefault(owner, Record(owner)), resource, medications)
    if not records:
        cure = "give the export's Patient file with the others"
        report(MalformedJSON(files[0].name, "is FHIR without a patient's data", cure), on_error)
    for record in records.values():
        yield record.patient(index_date)


def _resources(files: Sequence[Input], first: bool, on_error: OnError | None) -> Iterator[Mapping[str, Any]]:
    for file in files:
        for number, line in enumerate(file.lines(), 1):
            if not line.strip():
                continue
            where = f"{file.name}, line {number}"
            try:
                resource = json.loads(line)
            except (json.JSONDecodeError, RecursionError):
                report(MalformedJSON(where, "is no valid JSON", "one FHIR resource per line is expected"), on_error)
                continue
            if not is_fhir(resource):
                report(MalformedJSON(where, "is no FHIR resource (it has no resourceType)"), on_error)
            elif resource["resourceType"] in FHIR_RESOURCES and (resource["resourceType"] in _FIRST) == first:
                yield resource
