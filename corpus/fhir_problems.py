"""FHIR's problems, procedures, allergies, immunisations and family history → facts.

What was entered in error is left out. A refuted condition is ``absent``, an unconfirmed one ``possible``. The date on
which a condition was recorded is not taken as the day it began.
"""

from __future__ import annotations

import re

from eligo.schema import Assertion, Fact, Period

from .coded import plain
from .coded_names import Stated, allergy_facts, condition_facts, procedure_facts, vaccine_facts
from .fhir_fields import Resource, code_of, coded, items, when, word

__all__ = ["allergy", "condition", "family_history", "immunization", "procedure"]

_VERIFICATION: dict[str, Assertion] = {
    "refuted": "absent", "unconfirmed": "possible", "provisional": "possible", "differential": "possible",
}  # fmt: skip
_CLINICAL = {
    "active": "active", "recurrence": "active", "relapse": "active", "inactive": "history", "remission": "history",
    "resolved": "resolved",
}  # fmt: skip
_STAGE = re.compile(r"\b(?:stage\s*)?(?P<stage>0|I{1,3}V?|IV|[1-4])(?P<part>[A-D]?\d?)\b", re.I)


def condition(resource: Resource, source: str) -> list[Fact]:
    """A Condition."""
    verified = code_of(resource, "verificationStatus")
    if verified == "entered-in-error":
        return []
    assertion = _VERIFICATION.get(verified or "", "present")
    status = _CLINICAL.get(code_of(resource, "clinicalStatus") or "")
    onset, end = when(resource, "onset"), when(resource, "abatement")
    if status is None and any(key.startswith("abatement") for key in resource):
        status = "history" if resource.get("abatementBoolean") is False else "resolved"
    severity = plain(coded(resource.get("severity")).text).casefold() or None
    site = plain(coded(resource.get("bodySite")).text).casefold() or None
    stated = Stated(
        source, assertion, status if assertion != "absent" else None, _lasting(onset, end, status),
        severity, _stage(resource), site,
    )  # fmt: skip
    return condition_facts(coded(resource.get("code")), stated)


def _lasting(onset: str | Period | None, end: str | Period | None, status: str | None) -> str | Period | None:
    start = onset.from_ if isinstance(onset, Period) else onset
    stop = end.to or end.from_ if isinstance(end, Period) else end
    if start is None and stop is None:
        return None
    return start if stop is None and status in (None, "active") else Period(start, stop)


def _stage(resource: Resource) -> str | None:
    for stage in items(resource, "stage"):
        m = _STAGE.fullmatch(plain(coded(stage.get("summary")).text)) if stage.get("summary") else None
        if m:
            return (m["stage"] + m["part"]).upper()
    return None


def procedure(resource: Resource, source: str) -> list[Fact]:
    """A Procedure. One that was not done is ``absent``; one not yet begun is planned."""
    state = code_of(resource, "status")
    if state == "entered-in-error":
        return []
    stated = Stated(source, time=when(resource, "performed") or when(resource, "occurrence"))
    match state:
        case "not-done":
            stated = stated._replace(assertion="absent")
        case "preparation":
            stated = stated._replace(assertion="hypothetical", status="planned")
        case "in-progress":
            stated = stated._replace(status="ongoing")
        case "stopped" | "on-hold" | "suspended" | "aborted" | "unknown":
            stated = stated._replace(assertion="possible", assumed=(f"the procedure's status is {state}",))
    site = plain(coded(resource.get("bodySite")).text).casefold() or None
    return procedure_facts(coded(resource.get("code")), stated._replace(site=site))


def allergy(resource: Resource, source: str) -> list[Fact]:
    """An AllergyIntolerance."""
    verified = code_of(resource, "verificationStatus")
    if verified == "entered-in-error":
        return []
    assertion = _VERIFICATION.get(verified or "", "present")
    reactions = items(resource, "reaction")
    name = coded(resource.get("code")) or coded(resource.get("substance"))
    name = name or next((c for r in reactions if (c := coded(r.get("substance")))), name)
    severity = next((s for grade in ("severe", "moderate", "mild") for r in reactions if (s := word(r, "severity")) == grade), None)  # fmt: skip  # noqa: E501
    clinical = _CLINICAL.get(code_of(resource, "clinicalStatus") or "")
    status = clinical if clinical in ("resolved", "history") else None
    onset = when(resource, "onset")
    stated = Stated(source, assertion, status, _lasting(onset, None, status), severity)
    return allergy_facts(name, stated, "intolerance" if code_of(resource, "type") == "intolerance" else "hypersensitivity")  # fmt: skip  # noqa: E501


def immunization(resource: Resource, source: str) -> list[Fact]:
    """An Immunization: of the day it was given, or ``absent`` where it was not."""
    state = code_of(resource, "status")
    if state == "entered-in-error":
        return []
    on = when(resource, "occurrence")
    given = Period(on, on) if isinstance(on, str) else on
    absent = state == "not-done" or resource.get("wasNotGiven") is True
    return vaccine_facts(
        coded(resource.get("vaccineCode")), Stated(source, "absent" if absent else "present", time=given)
    )


def family_history(resource: Resource, source: str) -> list[Fact]:
    """A FamilyMemberHistory: what relatives have."""
    if code_of(resource, "status") == "entered-in-error":
        return []
    return [
        fact
        for entry in items(resource, "condition")
        for fact in condition_facts(coded(entry.get("code")), Stated(source, "family"))
    ]
