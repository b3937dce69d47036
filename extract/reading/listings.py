"""Any input with trials in it → documents: JSON, JSON Lines, XML, HTML or plain text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from eligo.errors import EligoError, EmptyInput, MalformedJSON, NotATrial
from eligo.schema import Document

from .fields import stem
from .lines import is_blank
from .listing import read_listing
from .markup import html_text, looks_like_html
from .registry import criteria_document, read_ctgov_v2, read_ctgov_xml

__all__ = ["looks_like_json", "read_listings"]

OnError = Callable[[EligoError], None]
_CRITERIA = ("eligibility", "eligibility_criteria", "eligibilityCriteria", "criteria", "text")
_IDS = ("nct_id", "nctId", "id", "_id", "trial_id", "trial")


def looks_like_json(text: str) -> bool:
    """Whether `text` begins as JSON or JSON Lines do."""
    start = text.lstrip("\ufeff \t\r\n")[:40]
    return start[:1] == "{" or (start[:1] == "[" and start[1:].lstrip()[:1] in {"{", "]"})


def read_listings(text: str, *, source: str = "", on_error: OnError | None = None) -> Iterator[Document]:
    """Read every trial in `text`.

    A ClinicalTrials.gov v2 record or ``{"studies": […]}``, JSON Lines (v2 records, or rows with an id and an
    eligibility text), legacy XML, HTML, or a page or criteria as plain text.

    Args:
        text: the decoded input.
        source: its name, for messages and for the id where none is found.
        on_error: called for each record that cannot be read, the others are still given; without it the first raises.

    Raises:
        EmptyInput: if nothing in `text` is visible.
        MalformedJSON: if it looks like JSON and is not, or is JSON of another shape; names the line.
        NotATrial: if it holds no criteria.
        InputError: if it is XML and no registry record.
    """
    name = source or "input"
    if is_blank(text):
        raise EmptyInput(name, "is empty", "give a trial")
    if looks_like_json(text):
        yield from _json(text, source, on_error)
        return
    start = text.lstrip("\ufeff \t\r\n")[:2000]
    try:
        if _is_xml(start):
            yield read_ctgov_xml(text, source=source)
        else:
            yield read_listing(html_text(text) if looks_like_html(text) else text, source=source)
    except EligoError as error:
        _report(error, on_error)


def _is_xml(start: str) -> bool:
    declared = start.startswith("<?xml") and "<html" not in start.lower()
    return declared or start.startswith("<clinical_study")


def _report(error: EligoError, on_error: OnError | None) -> None:
    if on_error is None:
        raise error
    on_error(error)


def _json(text: str, source: str, on_error: OnError | None) -> Iterator[Document]:
    name = source or "input"
    for where, record in _records(text, name, on_error):
        try:
            yield _document(record, source, where)
        except EligoError as error:
            _report(error, on_error)


def _records(text: str, name: str, on_error: OnError | None) -> Iterator[tuple[str, Any]]:
    """Each record and where it stands (``""`` for the only one)."""
    text = text.lstrip("\ufeff")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        rows = [(n, row) for n, row in enumerate(text.split("\n"), 1) if row.strip()]
        if len(rows) < 2 or not _one_per_line(rows):
            problem = f"is no valid JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}"
            _report(MalformedJSON(name, problem, "check that the file is complete"), on_error)
            return
        for number, row in rows:
            try:
                yield f"line {number}", json.loads(row)
            except json.JSONDecodeError as wrong:
                problem = f"line {number} is no valid JSON: {wrong.msg.lower()} in column {wrong.colno}"
                _report(MalformedJSON(name, problem, "one JSON object per line is expected"), on_error)
        return
    except RecursionError:
        _report(MalformedJSON(name, "is JSON nested too deeply", "give registry records"), on_error)
        return
    studies = whole.get("studies") if isinstance(whole, dict) and "protocolSection" not in whole else whole
    if isinstance(studies, list):
        for number, record in enumerate(studies, 1):
            yield f"record {number}", record
        if not studies:
            _report(NotATrial(name, "holds an empty list", "give at least one trial"), on_error)
    else:
        yield "", whole


def _one_per_line(rows: list[tuple[int, str]]) -> bool:
    """Whether the lines are meant as one record each: of the first ones, some are whole."""
    whole = 0
    for _, row in rows[:50]:
        try:
            whole += isinstance(json.loads(row), dict)
        except json.JSONDecodeError:
            continue
    return whole > 0


def _document(record: object, source: str, where: str) -> Document:
    name = f"{source or 'input'}{', ' if where else ''}{where}"
    if not isinstance(record, Mapping):
        raise MalformedJSON(name, "is JSON, but no trial", "give an object with an eligibility text")
    if "protocolSection" in record:
        return read_ctgov_v2(record, source=name if where else source)
    criteria = next((record[k] for k in _CRITERIA if isinstance(record.get(k), str)), None)
    if criteria is None:
        cure = "give ClinicalTrials.gov v2 records, or rows with nct_id and eligibility"
        raise MalformedJSON(name, "is JSON, but no trial: it has no eligibility text", cure)
    identity = next((str(record[k]) for k in _IDS if record.get(k)), "") or stem(source, "trial")
    return criteria_document(
        criteria,
        id=identity,
        source=source,
        title=_string(record, "title", "brief_title"),
        sponsor=_string(record, "sponsor"),
        conditions=_strings(record.get("conditions")),
        interventions=_strings(record.get("interventions") or record.get("drugs")),
        minimum_age=_string(record, "min_age", "minimum_age", "minimumAge"),
        maximum_age=_string(record, "max_age", "maximum_age", "maximumAge"),
        sex=_string(record, "sex", "gender"),
    )


def _string(record: Mapping[str, Any], *keys: str) -> str | None:
    value = next((record[k] for k in keys if record.get(k) not in (None, "")), None)
    return None if value is None else str(value).strip() or None


def _strings(value: object) -> tuple[str, ...]:
    """A list of strings, or one that was printed into a string (``"['a', 'b']"``, ``"a|b"``)."""
    if isinstance(value, str):
        inner = value.strip()
        if inner.startswith("[") and inner.endswith("]"):
            return tuple(part.strip().strip("'\"") for part in inner[1:-1].split("', '") if part.strip(" '\""))
        return tuple(part.strip() for part in inner.split("|") if part.strip())
    if isinstance(value, (list, tuple)):
        return tuple(str(part).strip() for part in value if isinstance(part, (str, int, float)) and str(part).strip())
    return ()
