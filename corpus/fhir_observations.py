"""FHIR Observations → facts: the value, the components, the range and day that stand with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from eligo.schema import Fact, Period, Range

from .coded import Coded
from .coded_ranges import Limits, Person, chosen, range_in, sex_in
from .coded_results import Comparator, Result, result_facts, ucum
from .fhir_fields import Resource, code_of, coded, first, items, number, when, word

__all__ = ["observation"]

_COMPARATORS: dict[str, Comparator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LEFT_OUT = frozenset({"entered-in-error", "cancelled", "registered", "specimen-in-process"})
_NOT_FINAL = frozenset({"preliminary", "unknown"})


def observation(resource: Resource, source: str, person: Person = Person()) -> list[Fact]:  # noqa: B008 (immutable)
    """An Observation, its components as facts of their own (blood pressure has two).

    What was cancelled, entered in error or has no value gives none. A preliminary result is ``possible``.
    """
    state = code_of(resource, "status")
    if state in _LEFT_OUT:
        return []
    time = when(resource, "effective")
    facts: list[Fact] = []
    for part in (resource, *items(resource, "component")):
        result = _result(part, time, person)
        if result is not None:
            facts += result_facts(result, source)
    if state in _NOT_FINAL:
        return [_unsure(fact, f"the result's status is {state}") for fact in facts]
    return facts


def _unsure(fact: Fact, why: str) -> Fact:
    if fact.assertion != "present":
        return fact
    return replace(fact, assertion="possible", assumed=(*fact.assumed, why))


def _result(part: Resource, time: str | Period | None, person: Person) -> Result | None:
    name = coded(part.get("code"))
    if not name:
        return None
    result = Result(name, time=time, interpretation=_interpretation(part))
    given = _value(part)
    if given is None:
        return result if result.interpretation and not items(part, "component") else None
    value, high, comparator, unit, answer = given
    return Result(
        name, value, high, comparator, unit, answer, _range(part, unit, person, time), result.interpretation, time
    )


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


def _interpretation(part: Resource) -> str | None:
    """HL7's code (``H``), or the word that stands for it."""
    return code_of(part, "interpretation") or coded(part.get("interpretation")).text or None


def _ratio(ratio: Resource) -> tuple[float | str | None, float | None, Comparator, str | None, Coded | None] | None:
    """A ratio of two units is a number ("30 mg/g"); one of two numbers is a titre, "1:80" as it is written."""
    top, bottom = first(ratio, "numerator"), first(ratio, "denominator")
    above, below = number(top, "value"), number(bottom, "value")
    if above is None or below is None:
        return None
    over, under = _unit(top), _unit(bottom)
    if over not in (None, "1") and under not in (None, "1") and below:
        comparator = _COMPARATORS.get(word(top, "comparator") or "", "=")
        return above / below, None, comparator, ucum(f"{over}/{under}"), None
    return f"{above:g}:{below:g}", None, "=", None, None


def _unit(quantity: Resource) -> str | None:
    return ucum(*(word(quantity, key) for key in ("code", "unit")))


def _range(part: Resource, unit: str | None, person: Person, time: str | Period | None) -> Range | None:
    """The reference range, where one alone may be meant: not a therapeutic one, nor that of another sex or age."""
    found: list[Limits] = []
    for span in items(part, "referenceRange"):
        kind = coded(span.get("type"))
        if kind and "normal" not in {*(c for codes in kind.codes.values() for c in codes), kind.text.casefold()}:
            continue
        low, high = number(first(span, "low"), "value"), number(first(span, "high"), "value")
        if low is not None or high is not None:
            own = _unit(first(span, "low")) or _unit(first(span, "high")) or unit
            limits = [Limits(Range(low, None if low is None else True, high, None if high is None else True, own))]
        else:
            limits = range_in(word(span, "text") or "", unit)
        sex = _sex_of(span)
        ages = first(span, "age")
        youngest, oldest = _years(first(ages, "low")), _years(first(ages, "high"))
        found += [one._replace(sex=sex or one.sex, youngest=youngest, oldest=oldest) for one in limits]
    return chosen(found, person, time if isinstance(time, str) else None)


def _sex_of(span: Resource) -> Literal["male", "female"] | None:
    for group in items(span, "appliesTo"):
        name = coded(group)
        for said in (*(c for codes in name.codes.values() for c in codes), *name.words):
            if sex := sex_in(said):
                return sex
    return None


def _years(age: Resource) -> float | None:
    value, unit = number(age, "value"), _unit(age)
    per = {"a": 1.0, "mo": 12.0, "wk": 52.18, "d": 365.25, None: 1.0}.get(unit)
    return value / per if value is not None and per is not None else None
