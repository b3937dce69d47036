"""What the command line is given → trials and patients: files, standard input, and the JSON that eligo wrote itself.

Every input that cannot be read is handed to `on_error`, and so is every record of it; the others are still given.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

from eligo.errors import EligoError, InputError, MalformedJSON
from eligo.schema import Patient, Trial, from_dict

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["OnError", "fault", "looks_like_listing", "read_patients", "read_trials"]

OnError = Callable[[EligoError], None]
T = TypeVar("T")

# What begins a JSON document; MIMIC's "[** … **]" and a "{" in prose do not.
_JSON = re.compile(r'[\ufeff\s]*(?:\{\s*["}]|\[\s*[\[{\]"])')
_LISTING = tuple(re.compile(rf"^\W*(?:key |main )?{k} criteria\b", re.I | re.M) for k in ("inclusion", "exclusion"))
_FORMS: dict[str, tuple[str, type[Any]]] = {"criteria": ("a trial", Trial), "facts": ("a patient", Patient)}
_ROWS = ({"trial", "criterion", "kind"}, {"patient", "type", "assertion"}, {"trial", "patient", "verdict"})
_NOTE_TEXTS = ("text", "note", "content")
_NOTE_IDS = ("patient_id", "patient", "id", "_id", "note_id")


def read_trials(source: str, on_error: OnError, nlp: Language | None = None) -> Iterator[Trial]:
    """The trials of one input, a path or ``-``: a listing, registry records, or what ``eligo parse`` wrote.

    Args:
        nlp: a pipeline of `eligo.load`; None: the default one.
    """
    from eligo.flow import parse
    from eligo.reading import read_listings, read_text

    readable, data = _piped(source, on_error)
    if not readable:
        return
    others = _elsewhere("trials", source, data, on_error)
    if others is not None:
        yield from _each(others, source, on_error)
        return
    text = _text(source, data, read_text, on_error)
    if text is None:
        return
    records = _own(text, source, on_error)
    if records is not None:
        for where, record in records:
            yield from _guarded(partial(_stored, record, where, "criteria"), where, on_error)
        return
    documents = read_listings(text, source=source, on_error=on_error)
    for document in _each(documents, source, on_error):
        name = source if document.id in source else f"{source}, {document.id}"
        yield from _guarded(partial(parse, document, nlp=nlp), name, on_error)


def read_patients(source: str, on_error: OnError, index_date: str | None = None) -> Iterator[Patient]:
    """The patients of one input, a path or ``-``: a note, JSON rows with a text each, or what ``eligo annotate`` wrote.

    Args:
        index_date: the day asked about, ISO 8601; None: the note's own.
    """
    from eligo.flow import annotate
    from eligo.reading import read_note, read_text

    readable, data = _piped(source, on_error)
    if not readable:
        return
    others = _elsewhere("patients", source, data, on_error, index_date=index_date)
    if others is not None:
        yield from _each(others, source, on_error)
        return
    text = _text(source, data, read_text, on_error)
    if text is None:
        return

    def note(record: dict[str, Any], name: str) -> Patient:
        return annotate(_row(record, name), index_date=index_date)

    if _JSON.match(text) is None:
        yield from _guarded(lambda: annotate(read_note(text, source=source), index_date=index_date), source, on_error)
        return
    for where, record in _records(text, source, on_error):
        if isinstance(record, dict) and "schema_version" not in record and _row_text(record):
            yield from _guarded(partial(note, record, where), where, on_error)
        else:
            for patient in _guarded(partial(_stored, record, where, "facts"), where, on_error):
                yield replace(patient, index_date=index_date) if index_date else patient


def looks_like_listing(text: str) -> bool:
    """Whether a text that was given as a note has the headings of a trial's listing."""
    return all(pattern.search(text) for pattern in _LISTING)


def fault(name: str, error: Exception) -> InputError:
    """An error that eligo should not have made, as a sentence; with ``ELIGO_DEBUG`` set, after its traceback."""
    if os.environ.get("ELIGO_DEBUG"):
        traceback.print_exception(type(error), error, error.__traceback__)
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    cure = "please report it, with the input if it may be shared (ELIGO_DEBUG=1 shows where)"
    return InputError(name, f"eligo failed on it ({what})", cure)


# Guarding


def _guarded(make: Callable[[], T], name: str, on_error: OnError) -> Iterator[T]:
    """What `make` gives, or nothing and its error handed over: one input never costs the others."""
    try:
        made = make()
    except EligoError as error:
        on_error(error)
    except Exception as error:
        on_error(fault(name, error))
    else:
        yield made


def _each(things: Iterator[T], name: str, on_error: OnError) -> Iterator[T]:
    """`things`, until one cannot be had."""
    while True:
        try:
            thing = next(things)
        except StopIteration:
            return
        except EligoError as error:
            on_error(error)
            return
        except Exception as error:
            on_error(fault(name, error))
            return
        yield thing


def _text(source: str, data: bytes | None, read_text: Callable[..., str], on_error: OnError) -> str | None:
    def read() -> str:
        return read_text(source if data is None else data, name=source)

    return next(_guarded(read, source, on_error), None)


def _piped(source: str, on_error: OnError) -> tuple[bool, bytes | None]:
    """Whether there is something to read, and what standard input gave where that is the input."""
    if source != "-":
        return True, None
    data = next(_guarded(_standard_input, source, on_error), None)
    return data is not None, data


def _elsewhere(kind: str, source: str, data: bytes | None, on_error: OnError, **more: object) -> Iterator[Any] | None:
    """What a reader of another package (entry-point group ``eligo_readers``) makes of an input; None: nothing."""
    for entry in entry_points(group="eligo_readers"):
        if entry.name == kind:
            found: Iterator[Any] | None = entry.load()(source, on_error, data=data, **more)
            if found is not None:
                return found
    return None


def _standard_input() -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("-", "is closed", "pipe the text in, or name a file")
    if sys.stdin.isatty():
        print("eligo: reading standard input; end it with Ctrl-D on a line of its own", file=sys.stderr)
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise InputError("-", f"cannot be read ({error.strerror})", "pipe the text in, or name a file") from None


# JSON


def _own(text: str, source: str, on_error: OnError) -> Iterator[tuple[str, object]] | None:
    """The records, where they are of eligo's own making; None where others wrote them."""
    if _JSON.match(text) is None:
        return None
    if '"schema_version"' not in text:
        first = next(_records(text, source, lambda _: None), ("", None))[1]
        return iter([(source, first)]) if _is_row(first) else None
    records = list(_records(text, source, lambda _: None))
    if not any(isinstance(r, dict) and "schema_version" in r for _, r in records):
        return None
    return _records(text, source, on_error)


def _records(text: str, source: str, on_error: OnError) -> Iterator[tuple[str, object]]:
    """Each record and its name: of one document, an array, JSON Lines, or documents one after the other."""
    text = text.lstrip("\ufeff")
    try:
        whole = json.loads(text)
    except RecursionError:
        on_error(MalformedJSON(source, "is JSON nested too deeply", "give what eligo itself wrote"))
    except json.JSONDecodeError as error:
        rows = [(n, row) for n, row in enumerate(text.split("\n"), 1) if row.strip()]
        if any(isinstance(_loads(row), dict) for _, row in rows[:50]):
            yield from _lines(rows, source, on_error)
        else:
            yield from _stream(text, source, error, on_error)
    else:
        if isinstance(whole, list):
            yield from ((f"{source}, record {n}", record) for n, record in enumerate(whole, 1))
            if not whole:
                on_error(MalformedJSON(source, "holds an empty list", "give at least one record"))
        else:
            yield source, whole


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def _lines(rows: list[tuple[int, str]], source: str, on_error: OnError) -> Iterator[tuple[str, object]]:
    for number, row in rows:
        name = f"{source}, line {number}"
        try:
            yield name, json.loads(row)
        except json.JSONDecodeError as error:
            problem = f"is no valid JSON: {error.msg.lower()} in column {error.colno}"
            on_error(MalformedJSON(name, problem, "one JSON object per line is expected"))
        except RecursionError:
            on_error(MalformedJSON(name, "is JSON nested too deeply", "give what eligo itself wrote"))


def _stream(text: str, source: str, error: json.JSONDecodeError, on_error: OnError) -> Iterator[tuple[str, object]]:
    """Documents of several lines one after the other, as ``>>`` makes them; `error`: what the whole text gave."""
    decoder, at, number = json.JSONDecoder(), 0, 0
    while at < len(text):
        try:
            record, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as wrong:
            error = wrong
            break
        number, at = number + 1, end
        while at < len(text) and text[at].isspace():
            at += 1
        yield f"{source}, record {number}", record
    if at < len(text):
        problem = f"is no valid JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}"
        on_error(MalformedJSON(source, problem, "check that the file is complete"))


def _stored(record: object, name: str, mark: str) -> Any:
    """A form that eligo wrote: the one with the field `mark`."""
    wanted, form = _FORMS[mark]
    wrote = {"criteria": "eligo parse --format json", "facts": "eligo annotate --format json"}[mark]
    if not isinstance(record, dict):
        raise MalformedJSON(name, f"is JSON, but not {wanted}", f"give what {wrote} wrote")
    if _is_row(record):
        raise MalformedJSON(name, "holds rows, which are not read back", f"give what {wrote} wrote")
    given = next((what for key, (what, _) in _FORMS.items() if key in record), None)
    given = "a match report" if "verdicts" in record else given
    if given != wanted:
        what = f"is {given}, not {wanted}" if given else f"is JSON, but not {wanted}"
        raise MalformedJSON(name, what, f"give what {wrote} wrote")
    if record.get("schema_version") != "1":
        version = record.get("schema_version")
        problem = f"has schema version {version!r}, and this eligo reads '1'"
        raise MalformedJSON(name, problem, f"write it again with {wrote}")
    return from_dict(form, record, source=name)


def _is_row(record: object) -> bool:
    return isinstance(record, dict) and "schema_version" not in record and any(r <= record.keys() for r in _ROWS)


def _row_text(record: dict[str, Any]) -> str | None:
    if _is_row(record):
        return None
    return next((record[k] for k in _NOTE_TEXTS if isinstance(record.get(k), str)), None)


def _row(record: dict[str, Any], name: str) -> Any:
    """A JSON row with a note's text in it, read."""
    from eligo.reading import read_note

    document = read_note(_row_text(record) or "", source=name)
    identity = next((str(record[k]) for k in _NOTE_IDS if record.get(k)), None)
    return replace(document, id=identity) if identity else document
