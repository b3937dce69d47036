"""FHIR Observations → facts: the value, the components, the range and day that stand with them."""

from __future__ import annotations

from dataclasses import replace

from eligo.schema import Fact, Period, Range

from .coded import Coded
from .coded_results import Comparator, Result, result_facts, ucum
from .fhir_fields import Resource, code_of, coded, first, items, number, when, word

__all__ = ["observation"]

_COMPARATORS: dict[str, Comparator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LEFT_OUT = frozenset({"entered-in-error", "cancelled", "registered", "specimen-in-process"})
_NOT_FINAL = frozenset({"preliminary", "unknown"})


def observation(resource: Resource, source: str) -> list[Fact]:
    """An Observation, its components as facts of their own (blood pressure has two).

    What was cancelled, entered in error or has no value gives none. A preliminary result is ``possible``.
    """
    state = code_of(resource, "status")
    if state in _LEFT_OUT:
        return []
    time = when(resource, "effective")
    facts: list[Fact] = []
    for part in (resource, *items(resource, "component")):
        result = _result(part, time)
        if result is not None:
            facts += result_facts(result, source)
    if state in _NOT_FINAL:
        return [_unsure(fact, f"the result's status is {state}") for fact in facts]
    return facts


def _unsure(fact: Fact, why: str) -> Fact:
    if fact.assertion != "present":
        return fact
    return replace(fact, assertion="possible", assumed=(*fact.assumed, why))


def _result(part: Resource, time: str | Period | None) -> Result | None:
    name = coded(part.get("code"))
    if not name:
        return None
    result = Result(name, time=time, interpretation=code_of(part, "interpretation"))
    given = _value(part)
    if given is None:
        return result if result.interpretation and not items(part, "component") else None
    value, high, comparator, unit, answer = given
    return Result(name, value, high, comparator, unit, answer, _range(part, unit), result.interpretation, time)


def _value(part: Resource) -> tuple[float | str | None, float | None, Comparator, str | None, Coded | None] | None:
    quantity = first(part, "valueQuantity")
    value = number(quantity, "value")
    if value is not None:
        comparator = _COMPARATORS.get(word(quantity, "comparator") or "", "=")
        return value, None, comparator, _unit(quantity), None
    if answer := coded(part.get("valueCodeableConcept") or part.get("valueCoding")):
        return None, None, "=", None, answer
    for key in ("valueInteger", "valueDecimal"):
        if (value := number(part, key)) is not None:
            return value, None, "=", None, None
    if text := word(part, "valueString"):
        return text, None, "=", None, Coded(text)
    if isinstance(part.get("valueBoolean"), bool):
        return "positive" if part["valueBoolean"] else "negative", None, "=", None, None
    span = first(part, "valueRange")
    low, high = number(first(span, "low"), "value"), number(first(span, "high"), "value")
    unit = _unit(first(span, "low")) or _unit(first(span, "high"))
    if low is not None:
        return low, high, "=" if high is not None else ">=", unit, None
    if high is not None:
        return high, None, "<=", unit, None
    return _ratio(first(part, "valueRatio"))


def _ratio(ratio: Resource) -> tuple[float | str | None, float | None, Comparator, str | None, Coded | None] | None:
    """A titre: "1:80" as it is written."""
    above, below = number(first(ratio, "numerator"), "value"), number(first(ratio, "denominator"), "value")
    return None if above is None or below is None else (f"{above:g}:{below:g}", None, "=", None, None)


def _unit(quantity: Resource) -> str | None:
    return ucum(*(word(quantity, key) for key in ("code", "unit")))


def _range(part: Resource, unit: str | None) -> Range | None:
    """The reference range, where one alone may be meant: not a therapeutic or critical one, nor one of several."""
    found = []
    for span in items(part, "referenceRange"):
        kind = coded(span.get("type"))
        if kind and "normal" not in {*(c for codes in kind.codes.values() for c in codes), kind.text.casefold()}:
            continue
        low, high = number(first(span, "low"), "value"), number(first(span, "high"), "value")
        if low is not None or high is not None:
            own = _unit(first(span, "low")) or _unit(first(span, "high")) or unit
            found.append(Range(low, None if low is None else True, high, None if high is None else True, own))
    return found[0] if len(found) == 1 else None
