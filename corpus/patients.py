"""Patients as records, notes and topics have them → `Patient`: the format is detected, facts are of one form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from eligo.errors import EligoError, EmptyInput, InputError, MalformedJSON
from eligo.schema import Patient, from_dict

from .ccda import read_ccda, xml_root
from .fhir import is_fhir, read_bundle
from .fhir_export import is_export, read_export
from .sources import Input, OnError, Source, inputs, located, report

__all__ = ["read_patients"]

_TEXTS = ("text", "note", "content", "description", "summary")
_IDS = ("patient_id", "patient", "id", "_id", "note_id", "number", "query_id")
_XML = re.compile(rb"<(?:\?xml\b|topics?\b|(?:\w+:)?[A-Za-z]\w*\s[^<>]*xmlns)")
_PARTS = ("note", "description", "summary")  # of a topic with several texts, the fullest first


def read_patients(
    source: Source, *, index_date: str | None = None, on_error: OnError | None = None
) -> Iterator[Patient]:
    """The patients of a source, one after the other.

    Notes as text; topics as JSON Lines (``_id``, ``text``) or TREC's XML; FHIR R4 bundles and folders of NDJSON; C-CDA
    documents; what ``eligo annotate --format json`` wrote. Any of them gzipped, in a zip or tar archive or in a
    folder. The files of a FHIR export belong together, and their patients come last.

    Args:
        source: a path, ``-`` for standard input, or a stream.
        index_date: the day asked about, ISO 8601; None: the note's or document's own, of a FHIR record the bundle's
            timestamp or else the day of its last entry.
        on_error: called for each file or line that cannot be read, the others are still given; without it the first
            raises.

    Raises:
        InputError: (`MalformedJSON`, `EmptyInput`…) names the file and the line.
    """
    try:
        files = inputs(source)
    except EligoError as error:
        report(error, on_error)
        return
    export: list[Input] = []
    for file in files:
        try:
            if is_export(file):
                export.append(file)
            else:
                yield from _read(file, index_date, on_error)
        except EligoError as error:
            report(error, on_error)
    if export:
        yield from read_export(export, index_date=index_date, on_error=on_error)


def _read(file: Input, index_date: str | None, on_error: OnError | None) -> Iterator[Patient]:
    head = file.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise EmptyInput(file.name, "is empty", "give a note or a patient's record")
    if head[:1] == b"{" or (head[:1] == b"[" and head[1:].lstrip()[:1] in (b"{", b"]")):
        yield from _json(file, index_date, on_error)
    elif _XML.match(head):
        yield from _xml(file, index_date)
    else:
        yield _note(file.text(), file.name, None, index_date)


def _json(file: Input, index_date: str | None, on_error: OnError | None) -> Iterator[Patient]:
    first = next((line for line in file.lines() if line.strip()), "")
    try:
        json.loads(first)
    except (json.JSONDecodeError, RecursionError):
        records = _whole(file)
    else:
        records = _lines(file, on_error)
    for where, record in records:  # its own errors name their places
        try:
            yield from _record(record, where, file.name, index_date)
        except EligoError as error:
            report(located(error, where), on_error)


def _whole(file: Input) -> Iterator[tuple[str, object]]:
    try:
        whole = json.loads(file.text())
    except json.JSONDecodeError as error:
        problem = f"is no valid JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}"
        raise MalformedJSON(file.name, problem, "check that the file is complete") from None
    except RecursionError:
        raise MalformedJSON(file.name, "is JSON nested too deeply", "give a patient's record") from None
    yield from _each(whole, file.name)


def _lines(file: Input, on_error: OnError | None) -> Iterator[tuple[str, object]]:
    number_of_lines = sum(1 for _, line in zip(range(2), (x for x in file.lines() if x.strip()), strict=False))
    for number, line in enumerate(file.lines(), 1):
        if not line.strip():
            continue
        where = f"{file.name}, line {number}" if number_of_lines > 1 else file.name
        try:
            yield from _each(json.loads(line), where)
        except json.JSONDecodeError as error:
            problem = f"is no valid JSON: {error.msg.lower()} in column {error.colno}"
            report(MalformedJSON(where, problem, "one JSON object per line is expected"), on_error)
        except RecursionError:
            report(MalformedJSON(where, "is JSON nested too deeply", "give a patient's record"), on_error)
        except MalformedJSON as error:
            report(error, on_error)


def _each(value: object, name: str) -> Iterator[tuple[str, object]]:
    if not isinstance(value, list):
        yield name, value
    elif not value:
        raise MalformedJSON(name, "holds an empty list", "give at least one patient")
    elif all(is_fhir(v) and v["resourceType"] != "Bundle" for v in value):
        yield name, {"resourceType": "Bundle", "entry": [{"resource": v} for v in value]}
    else:
        yield from ((f"{name}, record {n}", v) for n, v in enumerate(value, 1))


def _record(record: object, where: str, source: str, index_date: str | None) -> Iterator[Patient]:
    if is_fhir(record):
        yield from read_bundle(_object(record), source=where, index_date=index_date)
        return
    if not isinstance(record, Mapping):
        raise MalformedJSON(where, "is JSON, but no patient", "give a FHIR bundle, or rows with an id and a text")
    if "schema_version" in record and "facts" in record:
        patient: Patient = from_dict(Patient, dict(record), source=where)
        yield replace(patient, index_date=index_date) if index_date else patient
        return
    text = next((record[k] for k in _TEXTS if isinstance(record.get(k), str)), None)
    if text is None:
        cure = "give a FHIR bundle, or rows with an id and a text"
        raise MalformedJSON(where, "is JSON, but no patient: it has neither a resourceType nor a text", cure)
    identity = next((str(record[k]) for k in _IDS if record.get(k) not in (None, "")), None)
    yield _note(text, source if identity else where, identity, index_date)


def _object(record: object) -> Mapping[str, Any]:
    assert isinstance(record, Mapping)
    return record


def _xml(file: Input, index_date: str | None) -> Iterator[Patient]:
    text = file.text()
    root = xml_root(text, file.name)
    tag = root.tag.rpartition("}")[2]
    if tag == "ClinicalDocument":
        yield read_ccda(text, source=file.name, index_date=index_date)
        return
    if root.tag.startswith("{http://hl7.org/fhir}"):
        raise InputError(file.name, f"is FHIR as XML (its root is <{tag}>), which is not read", "export it as JSON")
    topics = [e for e in root.iter() if e.tag.rpartition("}")[2] == "topic"]
    if not topics:
        cure = "give a C-CDA document or TREC topics"
        raise InputError(file.name, f"is XML, but no patient (its root is <{tag}>)", cure)
    for number, topic in enumerate(topics, 1):
        parts = {child.tag: " ".join("".join(child.itertext()).split()) for child in topic}
        said = next((parts[p] for p in _PARTS if parts.get(p)), None) or "".join(topic.itertext()).strip()
        yield _note(said, file.name, topic.get("number") or str(number), index_date)


def _note(text: str, source: str, identity: str | None, index_date: str | None) -> Patient:
    from eligo.flow import annotate
    from eligo.reading import read_note

    document = read_note(text, source=source)
    return annotate(replace(document, id=identity) if identity else document, index_date=index_date)
