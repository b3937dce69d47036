"""Coded data's names: a code system's address → its short name, a coded name → our concept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from eligo.concepts.terminology.installed import installed
from eligo.entities.analytes import Analyte, Scale, analytes, by_concept, scales
from eligo.entities.lexicon import default_lexicon
from eligo.errors import IncompatibleUnits, UnknownUnit
from eligo.schema import Concept
from eligo.schema.dates import interval

__all__ = ["Coded", "by_loinc", "by_name", "calendar_day", "code_concept", "plain", "system_name", "with_codes"]

_SYSTEMS = {
    "http://loinc.org": "LOINC", "2.16.840.1.113883.6.1": "LOINC",
    "http://snomed.info/sct": "SNOMED-CT", "2.16.840.1.113883.6.96": "SNOMED-CT",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM", "2.16.840.1.113883.6.90": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10", "2.16.840.1.113883.6.3": "ICD-10",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM", "2.16.840.1.113883.6.103": "ICD-9-CM",
    "2.16.840.1.113883.6.104": "ICD-9-CM",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm", "2.16.840.1.113883.6.88": "RxNorm",
    "http://www.whocc.no/atc": "ATC", "2.16.840.1.113883.6.73": "ATC",
    "http://hl7.org/fhir/sid/ndc": "NDC", "2.16.840.1.113883.6.69": "NDC",
    "http://hl7.org/fhir/sid/cvx": "CVX", "2.16.840.1.113883.12.292": "CVX",
    "http://www.ama-assn.org/go/cpt": "CPT", "2.16.840.1.113883.6.12": "CPT",
    "2.16.840.1.113883.4.9": "UNII", "http://fdasis.nlm.nih.gov": "UNII",
}  # fmt: skip
# What a semantic tag of SNOMED CT looks like: "Viral sinusitis (disorder)".
_TAG = re.compile(
    r"\s*\((?:disorder|finding|situation|procedure|substance|product|qualifier value|qualifier|observable entity|event"
    r"|regime/therapy|medicinal product|clinical drug|morphologic abnormality|organism|context-dependent category)\)$"
)
# LOINC's long names: "Glucose [Mass/volume] in Serum or Plasma --fasting by Automated count"
_LONG = re.compile(r"(?P<what>.+?)\s*\[[^\]]*\](?:\s+(?:in|of|on)\s+(?P<where>.+?))?(?:\s+(?:by|--|at)\s*.+)?$")
_BLOOD = re.compile(r"\b(?:blood|serum|plasma|capillary)\b", re.I)


@dataclass(frozen=True, slots=True)
class Coded:
    """A thing as coded data names it.

    Attributes:
        text: what people read; "" where only codes are given.
        codes: short name of the code system (``LOINC``, ``SNOMED-CT``, ``ICD-10-CM``…) to codes.
        words: every name given for it, `text` first.
    """

    text: str
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.codes)

    @property
    def name(self) -> str:
        """The text, or else the first code with its system."""
        if self.text:
            return self.text
        return next((f"{system} {codes[0]}" for system, codes in self.codes.items() if codes), "")


def system_name(address: str) -> str:
    """The short name of a code system's URI or OID; of an unknown one the address itself."""
    address = address.strip().removeprefix("urn:oid:").rstrip("/")
    return _SYSTEMS.get(address, address)


def calendar_day(day: str) -> str | None:
    """An ISO 8601 date of any precision, None where the calendar has no such day."""
    try:
        interval(day)
    except ValueError:
        return None
    return day


def plain(text: str) -> str:
    """A name without its semantic tag and without runs of white space."""
    return _TAG.sub("", " ".join(text.split()))


def with_codes(concept: Concept, coded: Coded) -> Concept:
    """`concept` with the codes of `coded` beside its own."""
    if not coded.codes:
        return concept
    codes = dict(concept.codes)
    for system, given in coded.codes.items():
        codes[system] = tuple(dict.fromkeys((*codes.get(system, ()), *given)))
    return replace(concept, codes=codes)


def code_concept(coded: Coded) -> Concept | None:
    """The concept of a thing that our tables have no term for; None where it has no code.

    A terminology of the user's that has one of its codes says which it is. Else its id is ``SYSTEM:code``; an ICD-10-CM
    or ATC code still gives it a place in the hierarchy.
    """
    for index in installed():
        for system, codes in coded.codes.items():
            for code in codes:
                if (there := index.coded(system, code)) is not None:
                    return with_codes(there, coded)
    known = [s for s in ("ICD-10-CM", "ATC", "LOINC", "RxNorm", "SNOMED-CT") if s in coded.codes]
    for system in (*known, *coded.codes):
        if coded.codes[system]:
            return Concept(f"{system}:{coded.codes[system][0]}", coded.name, dict(coded.codes))
    return None


@cache
def _loinc() -> dict[str, Analyte | Scale]:
    found: dict[str, Analyte | Scale] = {}
    things: list[Analyte | Scale] = [*analytes().values(), *scales().values()]
    for thing in things:
        for code in thing.concept.codes.get("LOINC", ()):
            found.setdefault(code, thing)
    return found


def by_loinc(coded: Coded) -> Analyte | Scale | None:
    """What is measured or scored, by its LOINC codes."""
    return next((thing for code in coded.codes.get("LOINC", ()) if (thing := _loinc().get(code))), None)


def by_name(coded: Coded, unit: str | None) -> Analyte | Scale | None:
    """What is measured or scored, by a name that is a term as a whole, and only where `unit` (UCUM) fits it.

    Of LOINC's long names the property and method are left out; a specimen other than blood has to be part of the term.
    """
    for word in coded.words or (coded.text,):
        for form in _forms(plain(word)):
            mention = default_lexicon().whole(form)
            thing = by_concept(mention.concept.id) if mention and mention.concept else None
            if thing is not None and _fits(thing, unit):
                return thing
    return None


def _forms(name: str) -> tuple[str, ...]:
    long = _LONG.fullmatch(name)
    if long is None:
        return (name,)
    what, where = long["what"], long["where"]
    return (name, what) if where is None or _BLOOD.search(where) else (name, f"{where} {what}")


def _fits(thing: Analyte | Scale, unit: str | None) -> bool:
    if unit is None or isinstance(thing, Scale):
        return True
    try:
        thing.to_canonical(1.0, unit)
    except IncompatibleUnits:
        return False
    except UnknownUnit:  # nothing says that it does not fit
        return True
    return True
