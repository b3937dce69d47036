"""FHIR R4 resources → patients. Their facts have the forms of a note's, and the resource as their source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from eligo.errors import MalformedJSON
from eligo.logic.facts_people import age_at
from eligo.schema import Fact, Patient

from .coded import Coded
from .coded_ranges import Person
from .fhir_fields import Resource, code_of, coded, day, items, names, reference, word
from .fhir_medications import administration, request, statement
from .fhir_observations import observation
from .fhir_problems import allergy, condition, family_history, immunization, procedure

__all__ = ["FHIR_RESOURCES", "Record", "add", "is_fhir", "patients_of", "read_bundle"]

_READERS: dict[str, Callable[[Resource, str], list[Fact]]] = {
    "Observation": observation,
    "Condition": condition,
    "Procedure": procedure,
    "AllergyIntolerance": allergy,
    "Immunization": immunization,
    "FamilyMemberHistory": family_history,
}
_DRUGS: dict[str, Callable[[Resource, str, Mapping[str, Coded]], list[Fact]]] = {
    "MedicationRequest": request,
    "MedicationOrder": request,
    "MedicationStatement": statement,
    "MedicationUsage": statement,
    "MedicationAdministration": administration,
}
FHIR_RESOURCES = frozenset({"Patient", "Medication", *_READERS, *_DRUGS})
"""The types that are read; all others of a record are passed over."""

_OWNERS = ("subject", "patient")
_DATES = (
    "effectiveDateTime", "issued", "authoredOn", "recordedDate", "performedDateTime", "occurrenceDateTime",
    "effectiveInstant", "dateAsserted", "assertedDate",
)  # fmt: skip


@dataclass(slots=True)
class Record:
    """What has been read of one patient so far."""

    id: str
    person: Resource = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    last: str | None = None

    def patient(self, index_date: str | None = None) -> Patient:
        """The patient, asked about on `index_date`; without one, on the day of the record's last entry."""
        sex = word(self.person, "gender")
        born = day(self.person.get("birthDate"))
        index = index_date or self.last
        return Patient(
            id=self.id,
            facts=tuple(dict.fromkeys(self.facts)),
            index_date=index,
            sex=cast(Literal["male", "female"], sex) if sex in ("male", "female") else None,
            birth_date=born,
            age=age_at((), born, None, index),
        )


def is_fhir(record: object) -> bool:
    """Whether a JSON value is a FHIR resource, as its ``resourceType`` says."""
    return isinstance(record, Mapping) and isinstance(record.get("resourceType"), str)


def read_bundle(bundle: Resource, *, source: str = "", index_date: str | None = None) -> Iterator[Patient]:
    """The patients of a Bundle (or of a single resource).

    Args:
        source: its name, for messages.
        index_date: the day asked about, ISO 8601; None: the bundle's timestamp, else the day of its last entry.

    Raises:
        MalformedJSON: if it is no FHIR resource, or no resource in it is of a type that is read.
    """
    name = source or "bundle"
    if not is_fhir(bundle):
        raise MalformedJSON(name, "is JSON, but no FHIR resource (it has no resourceType)", "give a FHIR R4 bundle")
    if bundle["resourceType"] != "Bundle":
        entries: list[Resource] = [{"resource": bundle}]
    else:
        entries = items(bundle, "entry")
    stamp = index_date or day(bundle.get("timestamp"))
    records = patients_of((e, r) for e in entries for r in items(e, "resource"))
    if not records:
        kind = bundle["resourceType"]
        raise MalformedJSON(name, f"is a FHIR {kind} without a patient's data", "give a bundle with a Patient in it")
    for record in records:
        yield record.patient(stamp)


def patients_of(pairs: Iterable[tuple[Resource, Resource]]) -> list[Record]:
    """The records of all patients among resources, each given with its bundle's entry (or an empty one).

    A resource that names no patient belongs to the only one there is; among several it is passed over.
    """
    records: dict[str, Record] = {}
    medications: dict[str, Coded] = {}
    rest: list[Resource] = []
    for entry, resource in pairs:
        kind = word(resource, "resourceType")
        if kind == "Patient":
            known = list(names(entry, resource)) or [f"patient {len(records) + 1}"]
            record = next((records[n] for n in known if n in records), Record(known[0]))
            record.person = resource
            records.update(dict.fromkeys(known, record))
        elif kind == "Medication":
            medications.update(dict.fromkeys(names(entry, resource), coded(resource.get("code"))))
        elif kind in FHIR_RESOURCES:
            rest.append(resource)
    for resource in rest:
        owner = reference(resource, *_OWNERS)
        if owner is None:
            own = {id(r): r for r in records.values()}
            if len(own) > 1:
                continue
            owner = next(iter(records), "patient")
        add(records.setdefault(owner, Record(owner)), resource, medications)
    return list({id(record): record for record in records.values()}.values())


def add(record: Record, resource: Resource, medications: Mapping[str, Coded]) -> None:
    """Put the facts of one resource into its patient's record."""
    kind = str(resource["resourceType"])
    source = f"{kind}/{word(resource, 'id') or len(record.facts) + 1}"
    if kind == "Observation":
        person = Person(word(record.person, "gender"), day(record.person.get("birthDate")))
        record.facts += observation(resource, source, person)
    elif kind in _READERS:
        record.facts += _READERS[kind](resource, source)
    else:
        record.facts += _DRUGS[kind](resource, source, medications)
    if code_of(resource, "status") != "entered-in-error":
        dates = [d for key in _DATES if (d := day(resource.get(key))) and len(d) == 10]
        record.last = max([*dates, *([record.last] if record.last else [])], default=None)
