"""C-CDA entries of each section → facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from eligo.schema import Fact, Period, Range

from .ccda_fields import Narrative, bounds, coded, found, interval, quantity, span, status_of
from .coded import Coded
from .coded_names import (
    Stated,
    allergy_facts,
    condition_facts,
    drug_facts,
    procedure_facts,
    read_words,
    vaccine_facts,
)
from .coded_ranges import Limits, chosen, range_in, sex_in
from .coded_results import Result, result_facts, ucum

__all__ = ["allergy", "family", "medication", "observations", "problem", "procedure", "vaccination"]

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_DRUG_NAMES = (
    "{*}consumable/{*}manufacturedProduct/{*}manufacturedMaterial/{*}code",
    "{*}consumable/{*}manufacturedProduct/{*}manufacturedLabeledDrug/{*}code",
)
_STOPPED = frozenset({"aborted", "cancelled", "nullified"})
_ASSERTION = frozenset({"ASSERTION"})


def problem(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """A problem concern: each of its observations."""
    facts: list[Fact] = []
    for observation in _observations(entry):
        value = observation.find("{*}value")
        if value is None:
            continue
        name = coded(value, narrative) or _spoken(observation, narrative)
        start, end = interval(observation.find("{*}effectiveTime"))
        status = status_of(observation) or ("resolved" if end else _concern(entry))
        if section == "past_medical_history":
            status = status if status != "active" else None
        time = start if end is None and status in (None, "active") else Period(start, end) if start or end else None
        denied = observation.get("negationInd") == "true"
        stated = Stated(source, "absent" if denied else "present", None if denied else status, time, section=section)
        facts += condition_facts(name, stated)
    return facts


def medication(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """A medicine: still taken only where a status says so, until its end where it has one."""
    given = found(entry, "{*}substanceAdministration")
    name = _drug(given, narrative)
    if given is None or not name:
        return []
    state = _status_code(given)
    start, end = interval(_course(given))
    said = status_of(given)
    status = "ongoing" if said == "active" or (said is None and state == "active") else None
    if end or said in ("resolved", "history") or state in _STOPPED:
        status = "stopped"
    time = Period(start, end) if end or (start and status == "stopped") else start
    route = coded(found(given, "{*}routeCode"), narrative).text.casefold() or None
    denied = given.get("negationInd") == "true"
    stated = Stated(
        source, "absent" if denied else "present", None if denied else status, time,
        route=route, dose=_dose(given), section=section,
    )  # fmt: skip
    return drug_facts(name, stated)


def vaccination(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """An immunisation: of the day it was given, or refused."""
    given = found(entry, "{*}substanceAdministration")
    name = _drug(given, narrative)
    if given is None or not name or given.get("moodCode") not in (None, "EVN"):
        return []
    start, end = interval(given.find("{*}effectiveTime"))
    denied = given.get("negationInd") == "true"
    time = Period(start, end or start) if start else None
    return vaccine_facts(name, Stated(source, "absent" if denied else "present", time=time, section=section))


def allergy(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """An allergy: to the substance that takes part; without one, what the observation's own value says."""
    facts: list[Fact] = []
    for observation in _observations(entry):
        kind = coded(observation.find("{*}value"), narrative)
        agent = found(observation, "{*}participant/{*}participantRole/{*}playingEntity")
        name = coded(found(agent, "{*}code"), narrative)
        spoken = found(agent, "{*}name")
        if not name.text and spoken is not None and (spoken.text or "").strip():
            text = " ".join((spoken.text or "").split())
            name = Coded(text, name.codes, (text,))
        denied = observation.get("negationInd") == "true"
        if not name:  # "no known allergies" is an observation denied, or says so itself
            name = Coded("no known allergies") if denied else kind
            denied = False
        status = status_of(observation)
        start, _ = interval(observation.find("{*}effectiveTime"))
        stated = Stated(
            source, "absent" if denied else "present", status if status in ("resolved", "history") else None, start,
            section=section,
        )  # fmt: skip
        relation = "intolerance" if "intolerance" in kind.text.casefold() else "hypersensitivity"
        facts += allergy_facts(name, stated, relation)
    return facts


def observations(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """Results, vital signs, and social history."""
    facts: list[Fact] = []
    parts = [o for o in (found(entry, "{*}observation"),) if o is not None]
    parts += entry.findall("{*}organizer/{*}component/{*}observation")
    for part in parts:
        if part.get("negationInd") == "true" or _status_code(part) in _STOPPED or part.get("nullFlavor"):
            continue
        facts += _result(part, narrative, source, section)
    return facts


def procedure(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """A procedure: done, planned, begun, or not done."""
    done = found(entry, "{*}procedure", "{*}act", "{*}observation")
    if done is None:
        return []
    name = coded(done.find("{*}code"), narrative) or _spoken(done, narrative)
    state = _status_code(done)
    stated = Stated(source, time=span(done.find("{*}effectiveTime")), section=section)
    if done.get("negationInd") == "true" or state == "cancelled":
        stated = stated._replace(assertion="absent")
    elif done.get("moodCode") not in (None, "EVN"):
        stated = stated._replace(assertion="hypothetical", status="planned")
    elif state == "aborted":
        stated = stated._replace(assertion="possible", assumed=("the procedure's status is aborted",))
    return procedure_facts(name, stated)


def family(entry: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    """What relatives have."""
    parts = entry.findall("{*}organizer/{*}component/{*}observation")
    return [
        fact
        for part in parts
        if part.get("negationInd") != "true"
        for fact in condition_facts(coded(part.find("{*}value"), narrative), Stated(source, "family", section=section))
    ]


def _observations(entry: Element) -> Iterator[Element]:
    act = found(entry, "{*}act")
    if act is not None:
        yield from act.findall("{*}entryRelationship/{*}observation")
    elif (alone := found(entry, "{*}observation")) is not None:
        yield alone


def _spoken(element: Element, narrative: Narrative) -> Coded:
    text = narrative.at(element.find("{*}text"))
    return Coded(text, {}, (text,)) if text else Coded("")


def _status_code(element: Element) -> str:
    code = element.find("{*}statusCode")
    return (code.get("code") or "") if code is not None else ""


def _concern(entry: Element) -> str | None:
    """A concern that is active is one that is still followed: a problem that is still had."""
    act = found(entry, "{*}act")
    return "active" if act is not None and _status_code(act) == "active" else None


def _drug(given: Element | None, narrative: Narrative) -> Coded:
    for path in _DRUG_NAMES:
        code = found(given, path)
        name = coded(code, narrative)
        if name.text:
            return name
        spoken = found(given, path.removesuffix("code") + "name")
        if spoken is not None and (spoken.text or "").strip():
            text = " ".join((spoken.text or "").split())
            return Coded(text, name.codes, (text,))
        if name:
            return name
    return Coded("")


def _course(given: Element) -> Element | None:
    """The time over which a medicine is taken, not the one that says how often."""
    times = given.findall("{*}effectiveTime")
    return next((t for t in times if "PIVL" not in (t.get(_TYPE) or "") and "EIVL" not in (t.get(_TYPE) or "")), None)


def _dose(given: Element) -> Range | None:
    """The amount, per day where a period says how often; a number of tablets is no amount."""
    amount, unit = quantity(found(given, "{*}doseQuantity"))
    if amount is None or unit is None or unit == "1":
        return None
    for time in given.findall("{*}effectiveTime"):
        period, per = quantity(found(time, "{*}period"))
        if period and per in ("h", "d"):
            amount, unit = amount * (24 if per == "h" else 1) / period, f"{unit}/d"
            break
    return Range(amount, True, amount, True, unit)


def _result(part: Element, narrative: Narrative, source: str, section: str) -> list[Fact]:
    name = coded(part.find("{*}code"), narrative)
    value = part.find("{*}value")
    time = span(part.find("{*}effectiveTime"))
    if section == "social_history" and isinstance(time, Period) and time.to is None:
        time = time.from_  # known of that day; an open end is no promise
    flag = part.find("{*}interpretationCode")
    kind = value.get(_TYPE, "").rpartition(":")[2] if value is not None else ""
    limits = chosen(_limits(part, narrative), narrative.person, time if isinstance(time, str) else None)
    result = Result(
        name, reference_range=limits, time=time, interpretation=flag.get("code") if flag is not None else None
    )
    if kind in ("CD", "CE", "CO", "CV"):
        answer = coded(value, narrative)
        if set(_codes(part)) & _ASSERTION or section == "social_history":
            facts = condition_facts(answer, Stated(source, time=time, section=section)) if _known(answer) else []
            return facts or (result_facts(_with(result, coded=answer), source, section=section) if name.text else [])
        return result_facts(_with(result, coded=answer), source, section=section)
    if value is None or value.get("nullFlavor"):
        if section == "social_history" and value is None and _known(name):
            return condition_facts(name, Stated(source, time=time, section=section))
        return result_facts(result, source, section=section) if flag is not None and flag.get("code") else []
    if kind in ("PQ", "INT", "REAL"):
        number, unit = quantity(value)
        return (
            result_facts(_with(result, value=number, unit=unit), source, section=section) if number is not None else []
        )
    if kind == "IVL_PQ":
        given = bounds(value)
        if given is None:
            return []
        low, high = given.low, given.high
        sign = "=" if low is not None and high is not None else ">=" if low is not None else "<="
        ends = _with(result, value=low if low is not None else high, comparator=sign, unit=given.unit)
        return result_facts(_with(ends, value_high=high if low is not None else None), source, section=section)
    text = " ".join("".join(value.itertext()).split()) or value.get("value") or ""
    return result_facts(_with(result, value=text or None, unit=ucum(value.get("unit"))), source, section=section)


def _limits(part: Element, narrative: Narrative) -> list[Limits]:
    """The reference ranges, each with the sex that a precondition or its text says it is for."""
    known: list[Limits] = []
    for limits in part.findall("{*}referenceRange/{*}observationRange"):
        text = limits.find("{*}text")
        words = " ".join("".join(text.itertext()).split()) if text is not None else ""
        words = words or narrative.at(text)
        given = bounds(found(limits, "{*}value"))
        sexes = {sex_in(v.get("code")) for v in limits.findall("{*}precondition//{*}value")} - {None}
        sexes = sexes or {sex_in(w) for w in words.replace(":", " ").split()} - {None} if given else sexes
        said = range_in(words, None) if given is None else [Limits(given)]
        sex = sexes.pop() if len(sexes) == 1 else None
        known += [one._replace(sex=sex or one.sex) for one in said]
    return known


def _with(result: Result, **fields: object) -> Result:
    return replace(result, **fields)  # type: ignore[arg-type]


def _codes(part: Element) -> Iterator[str]:
    code = part.find("{*}code")
    if code is not None and code.get("code"):
        yield code.get("code") or ""


def _known(name: Coded) -> bool:
    """Whether a name says something of the patient by itself ("Never smoker")."""
    return bool(name.text) and any(f.type in ("condition", "reproductive") for f in read_words(name.text))
