"""The fields of FHIR resources, read without trust: a field of another shape than the standard's is a missing one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from eligo.schema import Period

from .coded import Coded, calendar_day, system_name

__all__ = [
    "Resource", "code_of", "coded", "day", "first", "items", "names", "number", "period", "reference", "when", "word",
]  # fmt: skip

Resource = Mapping[str, Any]

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def items(resource: object, key: str) -> list[Resource]:
    """The objects under `key`, whether one stands there or a list."""
    value = resource.get(key) if isinstance(resource, Mapping) else None
    if isinstance(value, Mapping):
        return [value]
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def first(resource: object, key: str) -> Resource:
    """The first object under `key`, else an empty one."""
    return next(iter(items(resource, key)), {})


def word(resource: object, key: str) -> str | None:
    """The text under `key`, None where there is none."""
    value = resource.get(key) if isinstance(resource, Mapping) else None
    return value.strip() or None if isinstance(value, str) else None


def number(resource: object, key: str) -> float | None:
    """The number under `key`; numbers in quotes are read as well."""
    value = resource.get(key) if isinstance(resource, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def day(value: object) -> str | None:
    """The date of a dateTime, of the precision given; the time of day is left out, and so is what is no date."""
    m = _DAY.match(value) if isinstance(value, str) else None
    return calendar_day(m[0]) if m else None


def period(value: object) -> Period | None:
    """A Period with at least one end."""
    start, end = (day(value.get("start")), day(value.get("end"))) if isinstance(value, Mapping) else (None, None)
    return Period(start, end) if start or end else None


def when(resource: Resource, stem: str) -> str | Period | None:
    """What ``<stem>DateTime``, ``<stem>Period``, ``<stem>Instant`` or ``<stem>`` says."""
    for key in (f"{stem}DateTime", f"{stem}Instant", stem):
        if found := day(resource.get(key)):
            return found
    return period(resource.get(f"{stem}Period")) or period(resource.get(stem))


def coded(value: object) -> Coded:
    """A CodeableConcept, a Coding, or (in older versions) a plain string."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return Coded(value.strip(), {}, (value.strip(),))
    if not isinstance(value, Mapping):
        return Coded("")
    codings = items(value, "coding") if "coding" in value else [value] if "code" in value or "display" in value else []
    codes: dict[str, tuple[str, ...]] = {}
    for coding in codings:
        system, code = word(coding, "system"), word(coding, "code")
        if code:
            name = system_name(system or "")
            codes[name] = tuple(dict.fromkeys((*codes.get(name, ()), code)))
    texts = [word(value, "text"), *(word(c, "display") for c in codings)]
    words = tuple(dict.fromkeys(t for t in texts if t))
    return Coded(words[0] if words else "", {s: c for s, c in codes.items() if s}, words)


def code_of(resource: object, key: str) -> str | None:
    """The code of a status, ``clinicalStatus`` and its like; a plain string in older versions."""
    value = resource.get(key) if isinstance(resource, Mapping) else None
    if isinstance(value, str):
        return value.strip() or None
    return next((c for v in items(resource, key) for coding in items(v, "coding") if (c := word(coding, "code"))), None)


def reference(resource: object, *keys: str) -> str | None:
    """The target of the first reference under one of `keys`, reduced to what names it: the last part of its address."""
    for key in keys:
        for value in items(resource, key):
            target = word(value, "reference")
            if target:
                return _last(target)
    return None


def _last(address: str) -> str:
    address = address.partition("/_history/")[0]
    return re.split(r"[/#]|urn:uuid:|urn:oid:", address)[-1]


def names(entry: Resource, resource: Resource) -> Iterator[str]:
    """What references may call a resource: its id, and the last part of its entry's address."""
    if own := word(resource, "id"):
        yield own
    if url := word(entry, "fullUrl"):
        yield _last(url)
