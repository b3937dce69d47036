"""Records of ClinicalTrials.gov: the v2 API's JSON, and the legacy XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from eligo.errors import InputError, MalformedJSON, NotATrial
from eligo.schema import Document

from .dates import find_date
from .fields import as_sex, stem
from .lines import is_blank
from .listing import read_criteria

__all__ = ["criteria_document", "read_ctgov_v2", "read_ctgov_xml"]

_NO_AGE = {"n/a", "na", "none", "no limit", "not applicable", ""}
_DATES = {
    "start": "startDateStruct",
    "primary_completion": "primaryCompletionDateStruct",
    "completion": "completionDateStruct",
    "updated": "lastUpdatePostDateStruct",
}
_XML_DATES = {
    "start": "start_date",
    "primary_completion": "primary_completion_date",
    "completion": "completion_date",
    "updated": "last_update_posted",
}


def criteria_document(
    criteria: str,
    *,
    id: str,
    source: str = "",
    title: str | None = None,
    sponsor: str | None = None,
    conditions: tuple[str, ...] = (),
    interventions: tuple[str, ...] = (),
    minimum_age: str | None = None,
    maximum_age: str | None = None,
    sex: str | None = None,
    dates: dict[str, str] | None = None,
) -> Document:
    """A document whose text is a registry's eligibility field, and nothing else.

    Raises:
        NotATrial: if `criteria` holds no statement.
    """
    statements, skipped = read_criteria(criteria)
    if not statements:
        raise NotATrial(
            source or id or "record", "no eligibility criteria in the record", "give a record with an eligibility text"
        )
    return Document(
        text=criteria,
        id=id,
        statements=statements,
        skipped=skipped,
        source=source,
        title=title,
        sponsor=sponsor,
        conditions=conditions,
        interventions=interventions,
        minimum_age=_age(minimum_age),
        maximum_age=_age(maximum_age),
        sex=as_sex(sex) if sex else None,
        dates=dates or {},
    )


def _age(age: str | None) -> str | None:
    return None if age is None or age.strip().lower() in _NO_AGE else age.strip()


def read_ctgov_v2(record: Mapping[str, Any], *, source: str = "") -> Document:
    """Read a record of the ClinicalTrials.gov v2 API.

    The document's text is ``eligibilityCriteria`` as the record has it: Markdown escapes (``\\>``) included.

    Raises:
        MalformedJSON: if `record` is no such record.
        NotATrial: if it has no eligibility criteria.
    """
    name = source or "record"
    protocol = record.get("protocolSection") if isinstance(record, Mapping) else None
    if not isinstance(protocol, Mapping):
        raise MalformedJSON(
            name, "is JSON, but no ClinicalTrials.gov v2 record", "give an object with a protocolSection"
        )

    def module(key: str) -> Mapping[str, Any]:
        value = protocol.get(key)
        return value if isinstance(value, Mapping) else {}

    eligibility, identity = module("eligibilityModule"), module("identificationModule")
    status = module("statusModule")
    criteria = eligibility.get("eligibilityCriteria")
    if not isinstance(criteria, str) or is_blank(criteria):
        raise NotATrial(
            name, "the record has no eligibility criteria", "give a record whose eligibilityModule has them"
        )
    lead = module("sponsorCollaboratorsModule").get("leadSponsor")
    drugs = module("armsInterventionsModule").get("interventions") or ()
    dates = {
        k: v["date"]
        for k, m in _DATES.items()
        if isinstance(v := status.get(m), Mapping) and isinstance(v.get("date"), str)
    }
    return criteria_document(
        criteria,
        id=_text(identity.get("nctId")) or stem(source, "trial"),
        source=source,
        title=_text(identity.get("briefTitle")) or _text(identity.get("officialTitle")),
        sponsor=_text(lead.get("name")) if isinstance(lead, Mapping) else None,
        conditions=tuple(str(c) for c in module("conditionsModule").get("conditions") or ()),
        interventions=tuple(str(d["name"]) for d in drugs if isinstance(d, Mapping) and d.get("name")),
        minimum_age=_text(eligibility.get("minimumAge")),
        maximum_age=_text(eligibility.get("maximumAge")),
        sex=_text(eligibility.get("sex")),
        dates=dates,
    )


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def read_ctgov_xml(text: str, *, source: str = "") -> Document:
    """Read a legacy XML record of ClinicalTrials.gov; the document's text is its criteria's text block.

    Raises:
        InputError: if `text` is no well-formed XML, declares entities, or is another document.
        NotATrial: if it has no eligibility criteria.
    """
    name = source or "record"
    if re.search(r"<!(?:ENTITY|DOCTYPE)", text):
        raise InputError(
            name, "declares XML entities or a document type", "remove the declarations: registry records have none"
        )
    try:
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")))
    except ElementTree.ParseError as error:
        raise InputError(name, f"is no well-formed XML ({error})", "give the registry's record unchanged") from None
    study = root if root.tag == "clinical_study" else root.find(".//clinical_study")
    if study is None:
        raise InputError(
            name, f"is XML, but no registry record (its root is <{root.tag}>)", "give a clinical_study record"
        )

    def first(path: str) -> str | None:
        return _text(study.findtext(path))

    criteria = study.findtext("eligibility/criteria/textblock") or study.findtext("eligibility/criteria") or ""
    if is_blank(criteria):
        raise NotATrial(name, "the record has no eligibility criteria", "give a record with an eligibility element")
    dates = {k: d for k, tag in _XML_DATES.items() if (d := find_date(study.findtext(tag) or ""))}
    return criteria_document(
        criteria,
        id=first("id_info/nct_id") or stem(source, "trial"),
        source=source,
        title=first("brief_title") or first("official_title"),
        sponsor=first("sponsors/lead_sponsor/agency"),
        conditions=tuple(c.text.strip() for c in study.findall("condition") if c.text),
        interventions=tuple(i.text.strip() for i in study.findall("intervention/intervention_name") if i.text),
        minimum_age=first("eligibility/minimum_age"),
        maximum_age=first("eligibility/maximum_age"),
        sex=first("eligibility/gender") or first("eligibility/sex"),
        dates=dates,
    )
