"""The fields of C-CDA entries: codes with translations, times, quantities, statuses; null flavours are nothing."""

from __future__ import annotations

import re
from math import isfinite
from xml.etree.ElementTree import Element

from eligo.schema import Period, Range

from .coded import Coded, calendar_day, system_name
from .coded_ranges import Person
from .coded_results import ucum

__all__ = ["Narrative", "bounds", "coded", "day", "found", "interval", "quantity", "span", "status_of"]

_STAMP = re.compile(r"(\d{4})(\d{2})?(\d{2})?")
_STATUS_CODE = "33999-4"
_STATES = {
    "55561003": "active",
    "413322009": "resolved",
    "73425007": "history",
}  # SNOMED CT: active, resolved, inactive


class Narrative:
    """The texts of a document by the IDs that its entries point at, and whom it is about."""

    def __init__(self, root: Element) -> None:
        self.person = Person()
        self._texts = {e.get("ID", ""): " ".join("".join(e.itertext()).split()) for e in root.iter() if e.get("ID")}

    def at(self, element: Element | None) -> str:
        """What an ``originalText`` or ``text`` says, in itself or where it points; "" where that is long or missing."""
        if element is None:
            return ""
        target = element.find("{*}reference")
        text = " ".join((element.text or "").split())
        if target is not None and not text:
            text = self._texts.get((target.get("value") or "").removeprefix("#"), "")
        return text if len(text) <= 120 else ""


def found(element: Element | None, *paths: str) -> Element | None:
    """The first element under one of `paths`."""
    for path in paths if element is not None else ():
        child = element.find(path)  # type: ignore[union-attr]
        if child is not None:
            return child
    return None


def day(stamp: str | None) -> str | None:
    """``20110925000000-0400`` as a date of the precision given."""
    m = _STAMP.match(stamp or "")
    return calendar_day("-".join(part for part in m.groups() if part)) if m else None


def coded(element: Element | None, narrative: Narrative) -> Coded:
    """A code with its translations and the words it stands for."""
    if element is None:
        return Coded("")
    codes: dict[str, tuple[str, ...]] = {}
    words: list[str] = []
    for part in (element, *element.findall("{*}translation")):
        system, code = system_name(part.get("codeSystem") or ""), part.get("code")
        if code and system and not part.get("nullFlavor"):
            codes[system] = tuple(dict.fromkeys((*codes.get(system, ()), code)))
        words.append(part.get("displayName") or "")
    words.append(narrative.at(element.find("{*}originalText")))
    names = tuple(dict.fromkeys(" ".join(w.split()) for w in words if w and w.strip()))
    return Coded(names[0] if names else "", codes, names)


def interval(element: Element | None) -> tuple[str | None, str | None]:
    """From and to of an ``effectiveTime``; one point in time is both."""
    if element is None:
        return None, None
    if point := day(element.get("value")):
        return point, point
    low, high, center = (found(element, path) for path in ("{*}low", "{*}high", "{*}center"))
    middle = day(center.get("value")) if center is not None else None
    ends = [day(e.get("value")) if e is not None else None for e in (low, high)]
    return ends[0] or middle, ends[1] or middle


def span(element: Element | None) -> str | Period | None:
    """The same as a fact's time."""
    start, end = interval(element)
    if start is None and end is None:
        return None
    return start if start == end else Period(start, end)


def quantity(element: Element | None) -> tuple[float | None, str | None]:
    """Number and UCUM unit of a PQ, REAL or INT."""
    if element is None or element.get("nullFlavor"):
        return None, None
    try:
        value: float | None = float(element.get("value") or "")
    except ValueError:
        value = None
    return value if value is not None and isfinite(value) else None, ucum(element.get("unit"))


def bounds(element: Element | None) -> Range | None:
    """An IVL_PQ with at least one end."""
    low, unit = quantity(found(element, "{*}low"))
    high, other = quantity(found(element, "{*}high"))
    if low is None and high is None:
        return None
    return Range(low, None if low is None else True, high, None if high is None else True, unit or other)


def status_of(observation: Element) -> str | None:
    """``active``, ``resolved`` or ``history``, where an entry of its own states it."""
    for inner in observation.findall("{*}entryRelationship/{*}observation"):
        code = inner.find("{*}code")
        if code is not None and code.get("code") == _STATUS_CODE:
            value = inner.find("{*}value")
            return _STATES.get(value.get("code") or "") if value is not None else None
    return None
