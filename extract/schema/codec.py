"""The forms as JSON and back, and the JSON Schemas that say what they look like."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from eligo.errors import MalformedJSON
from eligo.schema.concept import Concept
from eligo.schema.constraint import TYPE_FIELDS, Constraint
from eligo.schema.patient import Patient
from eligo.schema.trial import Trial
from eligo.schema.verdict import MatchReport, Verdict

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["SCHEMAS", "from_dict", "from_json", "json_schema", "to_dict", "to_json"]

T = TypeVar("T")

# What `eligo schema NAME` prints.
SCHEMAS: dict[str, type[Any]] = {"trial": Trial, "patient": Patient, "verdict": Verdict, "match": MatchReport}

_COMMON = ("op", "type", "name", "concept", "text", "start", "end")


@cache
def _names(form: type[Any]) -> tuple[tuple[str, str], ...]:
    names = [f.name for f in fields(form)]
    if "schema_version" in names:  # first, so that a reader sees it first
        names.insert(0, names.pop(names.index("schema_version")))
    if "op" in names:
        names.insert(0, names.pop(names.index("op")))
    return tuple((n, n.rstrip("_")) for n in names)


@cache
def _constraint_names(type_: str) -> tuple[str, ...]:
    return (*_COMMON, *TYPE_FIELDS[type_], "window", "assumed")


def to_dict(form: Any) -> Any:
    """Plain dicts, lists and scalars. A constraint has just the fields of its type; a concept of our own no source."""
    if isinstance(form, Constraint):
        return {n: to_dict(getattr(form, n)) for n in _constraint_names(form.type)}
    if isinstance(form, Concept):
        own = {"id": form.id, "name": form.name, "codes": to_dict(form.codes)}
        return own if form.source is None else {**own, "source": form.source}
    if is_dataclass(form) and not isinstance(form, type):
        return {key: to_dict(getattr(form, name)) for name, key in _names(type(form))}
    if isinstance(form, (tuple, list)):
        return [to_dict(f) for f in form]
    if isinstance(form, dict):
        return {k: to_dict(v) for k, v in form.items()}
    return form


def to_json(form: Any, *, indent: int | None = None) -> str:
    """JSON text; one line unless `indent` is given."""
    return json.dumps(to_dict(form), ensure_ascii=False, indent=indent)


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(form: Any) -> TypeAdapter[Any]:
    if form not in _adapters:
        from pydantic import TypeAdapter

        _adapters[form] = TypeAdapter(form)
    return _adapters[form]


def from_dict(form: type[T], data: object, *, source: str = "input") -> T:
    """The form that `data` describes, validated.

    Raises:
        MalformedJSON: if `data` does not fit; names the first field that is wrong.
    """
    from pydantic import ValidationError

    try:
        result: T = _adapter(form).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        problem = f"is not a {form.__name__.lower()}: {where}: {first['msg'].lower().replace('tuple', 'list')}"
        raise MalformedJSON(source, problem, "give JSON that eligo itself wrote") from error
    return result


def from_json(form: type[T], text: str, *, source: str = "input") -> T:
    """As `from_dict`, from JSON text."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise MalformedJSON(source, f"is not JSON: line {error.lineno}: {error.msg.lower()}") from error
    return from_dict(form, data, source=source)


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a form: ``trial``, ``patient``, ``verdict`` or ``match``.

    Raises:
        KeyError: if there is no such form.
    """
    schema: dict[str, Any] = _adapter(SCHEMAS[name]).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
