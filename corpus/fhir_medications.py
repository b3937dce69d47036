"""FHIR's medication resources → facts about drugs: when, whether still taken, how much, by which way."""

from __future__ import annotations

from collections.abc import Mapping

from eligo.schema import Fact, Period, Range

from .coded import Coded, plain
from .coded_names import Stated, drug_facts
from .coded_results import ucum
from .fhir_fields import Resource, code_of, coded, first, items, number, period, reference, when

__all__ = ["administration", "request", "statement"]

_PER = {"h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.0}
_UNITS = {"d": "d", "wk": "wk", "mo": "mo", "h": "h"}
_MASSES = ("mg", "g", "ug", "kg", "ng", "[IU]", "U", "mmol", "meq", "mL")


def request(resource: Resource, source: str, medications: Mapping[str, Coded]) -> list[Fact]:
    """A MedicationRequest: ordered means taken from the order's day on; what is only proposed is planned."""
    state, intent = code_of(resource, "status"), code_of(resource, "intent")
    if state in ("entered-in-error", "draft", "cancelled") or resource.get("doNotPerform") is True:
        return []
    bounds = _bounds(resource)
    start = when(resource, "authoredOn") or when(resource, "dateWritten")
    from_ = bounds.from_ if bounds and bounds.from_ else start if isinstance(start, str) else None
    to = bounds.to if bounds else None
    stated = _stated(resource, source, "dosageInstruction")
    if intent in ("proposal", "plan"):
        stated = stated._replace(assertion="hypothetical", status="planned")
    elif state == "active":
        stated = stated._replace(status="ongoing", time=Period(from_, to) if to else from_)
    elif state in ("completed", "stopped", "on-hold", "ended"):
        stated = stated._replace(status="stopped", time=Period(from_, to) if from_ or to else None)
    else:
        stated = stated._replace(time=Period(from_, to) if to else from_)
    return drug_facts(_name(resource, medications), stated)


def statement(resource: Resource, source: str, medications: Mapping[str, Coded]) -> list[Fact]:
    """A MedicationStatement (MedicationUsage): what the patient takes, took, or does not take."""
    state = code_of(resource, "status")
    if state in ("entered-in-error", "draft"):
        return []
    time = when(resource, "effective")
    stated = _stated(resource, source, "dosage")._replace(time=time)
    match state:
        case "not-taken":
            stated = stated._replace(assertion="absent")
        case "intended":
            stated = stated._replace(assertion="hypothetical", status="planned", time=None)
        case "active":
            stated = stated._replace(status="ongoing")
        case "completed" | "stopped" | "on-hold":
            stated = stated._replace(status="stopped")
    return drug_facts(_name(resource, medications), stated)


def administration(resource: Resource, source: str, medications: Mapping[str, Coded]) -> list[Fact]:
    """A MedicationAdministration: given on a day, or ``absent`` where it was not."""
    state = code_of(resource, "status")
    if state == "entered-in-error":
        return []
    time = when(resource, "effective") or when(resource, "occurence")
    if isinstance(time, str) and state != "in-progress":
        time = Period(time, time)
    stated = _stated(resource, source, "dosage")._replace(time=time)
    if state in ("not-done", "unknown"):
        stated = stated._replace(assertion="absent" if state == "not-done" else "possible")
    elif state == "in-progress":
        stated = stated._replace(status="ongoing")
    return drug_facts(_name(resource, medications), stated)


def _name(resource: Resource, medications: Mapping[str, Coded]) -> Coded:
    named = coded(resource.get("medicationCodeableConcept"))
    if named:
        return named
    medication = resource.get("medication")  # R5
    if isinstance(medication, Mapping) and (named := coded(medication.get("concept"))):
        return named
    target = reference(resource, "medicationReference") or reference(first(resource, "medication"), "reference")
    for inner in items(resource, "contained"):
        if target and inner.get("id") == target:
            return coded(inner.get("code"))
    if target and target in medications:
        return medications[target]
    shown = next((str(m["display"]) for m in items(resource, "medicationReference") if m.get("display")), "")
    return Coded(shown, {}, (shown,) if shown else ())


def _bounds(resource: Resource) -> Period | None:
    for dosage in items(resource, "dosageInstruction"):
        found = period(first(first(dosage, "timing"), "repeat").get("boundsPeriod"))
        if found:
            return found
    return None


def _stated(resource: Resource, source: str, key: str) -> Stated:
    dosages = items(resource, key)
    if len(dosages) != 1:  # a titration or several times a day: no single dose
        routes = {plain(coded(d.get("route")).text).casefold() for d in dosages}
        return Stated(source, route=routes.pop() or None if len(routes) == 1 else None)
    return Stated(source, route=_route(dosages[0]), dose=_dose(dosages[0]))


def _route(dosage: Resource) -> str | None:
    text = plain(coded(dosage.get("route")).text).casefold()
    for ending in (" route of administration", " route", " use"):
        text = text.removesuffix(ending)
    return text or None


def _dose(dosage: Resource) -> Range | None:
    """The amount, per day (week, month) where the timing says how often; of tablets and puffs no amount is known."""
    rate = first(dosage, "doseAndRate")
    quantity = first(rate, "doseQuantity") or first(dosage, "doseQuantity") or first(dosage, "dose")
    span = first(rate, "doseRange") or first(dosage, "doseRange")
    low, high = (first(span, "low"), first(span, "high")) if span else (quantity, quantity)
    unit = ucum(*(q.get(k) for q in (low, high) for k in ("code", "unit") if isinstance(q.get(k), str)))
    if unit is None or unit.split("/")[0] not in _MASSES:
        return None
    ends = number(low, "value"), number(high, "value")
    if ends == (None, None):
        return None
    times, per = _frequency(first(first(dosage, "timing"), "repeat"))
    if per is not None:
        unit = f"{unit}/{per}"
    least, most = (None if e is None else e * times for e in ends)
    return Range(least, None if least is None else True, most, None if most is None else True, unit)


def _frequency(repeat: Resource) -> tuple[float, str | None]:
    """How often, and per what: three times in a day is (3, "d"), every 8 hours too."""
    if "frequencyMax" in repeat or "periodMax" in repeat:
        return 1.0, None
    often, length, unit = number(repeat, "frequency") or 1.0, number(repeat, "period"), repeat.get("periodUnit")
    if not length or not isinstance(unit, str) or unit not in _PER:
        return 1.0, None
    if unit == "h":
        return often * 24 / length, "d"
    return (often / length, _UNITS[unit]) if length != 1 or unit != "d" else (often, "d")
