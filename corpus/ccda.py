"""C-CDA documents → patients: the coded entries of problems, medicines, allergies, results, vital signs, procedures,
immunisations, social and family history. Their facts have the forms of a note's.

The narrative is used for names only, where an entry points into it. Plans of care and encounters are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, cast
from xml.etree.ElementTree import Element, ParseError, fromstring

from eligo.errors import InputError
from eligo.logic.facts_people import age_at
from eligo.schema import Fact, Patient

from .ccda_entries import allergy, family, medication, observations, problem, procedure, vaccination
from .ccda_fields import Narrative, day
from .coded_ranges import Person

__all__ = ["read_ccda", "xml_root"]

Reader = Callable[[Element, Narrative, str, str], list[Fact]]

# LOINC codes of sections → the section's name in facts, and how an entry of it is read
_SECTIONS: dict[str, tuple[str, Reader]] = {
    "11450-4": ("problem_list", problem),
    "11348-0": ("past_medical_history", problem),
    "46241-6": ("problem_list", problem),
    "11535-2": ("problem_list", problem),
    "10160-0": ("medications", medication),
    "29549-3": ("medications", medication),
    "10183-2": ("medications", medication),
    "75311-1": ("medications", medication),
    "42346-7": ("medications", medication),
    "48765-2": ("allergies", allergy),
    "30954-2": ("labs", observations),
    "8716-3": ("vitals", observations),
    "47519-4": ("procedures", procedure),
    "11369-6": ("immunizations", vaccination),
    "29762-2": ("social_history", observations),
    "10157-6": ("family_history", family),
}


def read_ccda(text: str, *, source: str = "", index_date: str | None = None) -> Patient:
    """Read a C-CDA document.

    Args:
        text: the document.
        source: its name, for messages and for the id where the document has none.
        index_date: the day asked about, ISO 8601; None: the document's own date.

    Raises:
        InputError: if it is no well-formed XML, declares entities, or is another document.
    """
    name = source or "document"
    root = xml_root(text, name)
    if _tag(root) != "ClinicalDocument":
        raise InputError(name, f"is XML, but no C-CDA document (its root is <{_tag(root)}>)", "give a ClinicalDocument")
    narrative = Narrative(root)
    person = root.find("{*}recordTarget/{*}patientRole")
    sex = _sex(person)
    born = day(_value(person, "{*}patient/{*}birthTime"))
    narrative.person = Person(sex, born)
    index = index_date or day(_value(root, "{*}effectiveTime"))
    return Patient(
        id=_identity(person) or re.sub(r"^.*[/\\]|\.\w+$", "", source) or "patient",
        facts=tuple(dict.fromkeys(_facts(root, narrative))),
        index_date=index,
        sex=sex,
        birth_date=born,
        age=age_at((), born, None, index),
    )


def xml_root(text: str, name: str) -> Element:
    """The root of an XML document.

    Raises:
        InputError: if it is not well-formed, or declares entities.
    """
    if re.search(r"<!(?:ENTITY|DOCTYPE)", text):
        raise InputError(name, "declares XML entities or a document type", "remove the declarations")
    try:
        return fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")))
    except ParseError as error:
        raise InputError(name, f"is no well-formed XML ({error})", "check that the file is complete") from None


def _facts(root: Element, narrative: Narrative) -> Iterator[Fact]:
    for section in root.iter():
        if _tag(section) != "section":
            continue
        code = section.find("{*}code")
        known = _SECTIONS.get(code.get("code", "") if code is not None else "")
        if known is None:
            continue
        title, read = known
        for number, entry in enumerate(section.findall("{*}entry"), 1):
            yield from read(entry, narrative, f"{title}/{number}", title)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(parent: Element | None, path: str) -> str | None:
    found = parent.find(path) if parent is not None else None
    return found.get("value") if found is not None else None


def _sex(person: Element | None) -> Literal["male", "female"] | None:
    code = person.find("{*}patient/{*}administrativeGenderCode") if person is not None else None
    known = {"M": "male", "F": "female"}
    return cast(
        Literal["male", "female"] | None, known.get((code.get("code") or "").upper()) if code is not None else None
    )


def _identity(person: Element | None) -> str | None:
    for given in person.findall("{*}id") if person is not None else ():
        if given.get("extension") and given.get("root") != "2.16.840.1.113883.4.1":  # a social security number
            return given.get("extension")
    return None
