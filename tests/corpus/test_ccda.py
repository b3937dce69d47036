"""C-CDA documents → the facts that a note would give. The people are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.corpus.ccda import read_ccda
from eligo.corpus.patients import read_patients
from eligo.errors import InputError
from eligo.schema import Fact, Period, Range

LOINC, SNOMED, RXNORM = "2.16.840.1.113883.6.1", "2.16.840.1.113883.6.96", "2.16.840.1.113883.6.88"
ACTIVE = (
    '<entryRelationship typeCode="REFR"><observation><code code="33999-4"/><value xsi:type="CD" code="55561003"/>'
    "</observation></entryRelationship>"
)


def document(section: str, *entries: str, text: str = "") -> str:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<effectiveTime value="20220315101500-0500"/>'
        '<recordTarget><patientRole><id root="1.2" extension="77"/><patient>'
        '<administrativeGenderCode code="M"/><birthTime value="19551130"/></patient></patientRole></recordTarget>'
        f'<component><structuredBody><component><section><code code="{section}"/><text>{text}</text>{body}</section>'
        "</component></structuredBody></component></ClinicalDocument>"
    )


def facts(section: str, *entries: str, text: str = "") -> tuple[Fact, ...]:
    return read_ccda(document(section, *entries, text=text)).facts


def problem(value: str, time: str = '<low value="20190401"/>', more: str = "", attributes: str = "") -> str:
    return (
        '<act><statusCode code="completed"/><entryRelationship typeCode="SUBJ">'
        f"<observation {attributes}><effectiveTime>{time}</effectiveTime>{value}{more}</observation>"
        "</entryRelationship></act>"
    )


def named(name: str, code: str = "1", system: str = SNOMED) -> str:
    return f'<value xsi:type="CD" code="{code}" codeSystem="{system}" displayName="{name}"/>'


def medicine(name: str, more: str = "", time: str = '<low value="20210101"/>', state: str = "completed") -> str:
    return (
        f'<substanceAdministration><statusCode code="{state}"/>'
        f'<effectiveTime xsi:type="IVL_TS">{time}</effectiveTime>{more}<consumable><manufacturedProduct>'
        f'<manufacturedMaterial><code code="1" codeSystem="{RXNORM}" displayName="{name}"/>'
        "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"
    )


def result(code: str, name: str, value: str, more: str = "") -> str:
    return (
        f'<organizer><component><observation><code code="{code}" codeSystem="{LOINC}" displayName="{name}"/>'
        f'<effectiveTime value="20220301"/>{value}{more}</observation></component></organizer>'
    )


def test_the_patient() -> None:
    patient = read_ccda(document("11450-4"))
    assert (patient.id, patient.sex, patient.birth_date, patient.index_date, patient.age) == (
        "77", "male", "1955-11-30", "2022-03-15", 66.0,
    )  # fmt: skip


def test_problems() -> None:
    (fact,) = facts("11450-4", problem(named("Asthma"), more=ACTIVE))
    assert (fact.name, fact.time, fact.status, fact.section) == ("asthma", "2019-04-01", "active", "problem_list")
    assert fact.source == "problem_list/1"
    assert fact.concept is not None
    assert fact.concept.codes["SNOMED-CT"] == ("1",)
    (over,) = facts("11450-4", problem(named("Pneumonia"), '<low value="2019"/><high value="201905"/>'))
    assert (over.status, over.time) == ("resolved", Period("2019", "2019-05"))
    (denied,) = facts("11450-4", problem(named("Asthma"), attributes='negationInd="true"'))
    assert (denied.assertion, denied.status) == ("absent", None)


def test_a_name_may_stand_in_the_narrative() -> None:
    value = '<value xsi:type="CD" nullFlavor="UNK"><originalText><reference value="#p1"/></originalText></value>'
    (fact,) = facts("11450-4", problem(value), text='<content ID="p1">Gout</content>')
    assert fact.name == "gout"


def test_medicines() -> None:
    (fact,) = facts("10160-0", medicine("Warfarin 5 MG Oral Tablet", ACTIVE))
    assert (fact.name, fact.status, fact.time, fact.relation) == ("warfarin", "ongoing", "2021-01-01", "exposure")
    (ended,) = facts("10160-0", medicine("Warfarin", time='<low value="2021"/><high value="2022"/>'))
    assert (ended.status, ended.time) == ("stopped", Period("2021", "2022"))
    (unsaid,) = facts("10160-0", medicine("Warfarin"))
    assert unsaid.status is None
    twice = '<effectiveTime xsi:type="PIVL_TS"><period value="12" unit="h"/></effectiveTime>'
    often = f'{twice}<doseQuantity value="250" unit="mg"/>'
    (dosed,) = facts("10160-0", medicine("Naproxen", often))
    assert dosed.dose == Range(500.0, True, 500.0, True, "mg/d")
    (tablets,) = facts("10160-0", medicine("Naproxen", '<doseQuantity value="2"/>'))
    assert tablets.dose is None


def test_allergies() -> None:
    def to(name: str) -> str:
        return (
            f'<participant><participantRole><playingEntity><code code="9" codeSystem="{RXNORM}" displayName="{name}"/>'
            "</playingEntity></participantRole></participant>"
        )

    (fact,) = facts("48765-2", problem(named("drug allergy"), more=to("Codeine")))
    assert (fact.type, fact.name, fact.relation) == ("drug", "codeine", "hypersensitivity")
    (none,) = facts("48765-2", problem(named("Allergy to substance"), attributes='negationInd="true"', more=""))
    assert none.concept is not None
    assert none.concept.id == "allergy:no_known_allergies"


def test_results() -> None:
    span = (
        '<referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="4.3" unit="10+3/ul"/>'
        '<high value="10.8" unit="10+3/ul"/></value></observationRange></referenceRange>'
    )
    (fact,) = facts("30954-2", result("6690-2", "WBC", '<value xsi:type="PQ" value="6.7" unit="10+3/ul"/>', span))
    assert (fact.name, fact.value, fact.unit, fact.time) == ("white blood cells", 6.7, "10*3/uL", "2022-03-01")
    assert fact.reference_range == Range(4.3, True, 10.8, True, "10*3/uL")
    (low,) = facts("30954-2", result("718-7", "HGB", '<value xsi:type="IVL_PQ"><high value="7" unit="g/dL"/></value>'))
    assert (low.value, low.comparator) == (7.0, "<=")
    (word,) = facts("30954-2", result("0-0", "Virus X Ag", '<value xsi:type="ST">Negative</value>'))
    assert word.value == "negative"
    assert not facts("30954-2", result("718-7", "HGB", '<value xsi:type="PQ" nullFlavor="UNK"/>'))


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ("<observationRange><text>M 13.2-17.4 g/dL; F 11.6-15.3 g/dL</text></observationRange>", (13.2, 17.4)),
        (
            '<observationRange><text>Female</text><value><low value="11.6" unit="g/dL"/></value></observationRange>|'
            '<observationRange><text>Male</text><value><low value="13.2" unit="g/dL"/></value></observationRange>',
            (13.2, None),
        ),
        (
            '<observationRange><value><low value="11" unit="g/dL"/></value></observationRange>|'
            '<observationRange><value><low value="13" unit="g/dL"/></value></observationRange>',
            None,
        ),
        ("<observationRange><text>not applicable</text></observationRange>", None),
    ],
)
def test_the_range_is_of_the_patients_sex(ranges: str, expected: tuple[float | None, float | None] | None) -> None:
    more = "".join(f"<referenceRange>{one}</referenceRange>" for one in ranges.split("|"))
    (fact,) = facts("30954-2", result("718-7", "HGB", '<value xsi:type="PQ" value="13" unit="g/dL"/>', more))
    found = fact.reference_range
    assert ((found.low, found.high) if found else None) == expected


def test_social_history_procedures_and_vaccines() -> None:
    since = '<code code="ASSERTION"/><effectiveTime><low value="2010"/></effectiveTime>'
    smoking = f"<observation>{since}{named('Former smoker')}</observation>"
    (fact,) = facts("29762-2", smoking)
    assert (fact.name, fact.assertion, fact.time) == ("tobacco use", "historical", "2010")
    done = '<procedure moodCode="{}"><code code="1" displayName="Colonoscopy"/></procedure>'
    assert [f.assertion for f in facts("47519-4", done.format("EVN"), done.format("INT"))] == [
        "present",
        "hypothetical",
    ]
    (given,) = facts(
        "11369-6", medicine("Influenza, seasonal, injectable", time='<low value="20201001"/><high value="20201001"/>')
    )
    assert (given.name, given.time) == ("influenza vaccine", Period("2020-10-01", "2020-10-01"))


def test_sections_of_plans_are_not_read() -> None:
    assert not facts("18776-5", problem(named("Asthma")))


@pytest.mark.parametrize(
    "text", ["<ClinicalDocument>", "<other/>", '<!DOCTYPE x [<!ENTITY a "b">]><ClinicalDocument/>']
)
def test_what_is_no_document_is_said(text: str) -> None:
    with pytest.raises(InputError, match=r"note\.xml"):
        read_ccda(text, source="note.xml")


@pytest.mark.shared
def test_all_documents_of_the_data_folder_load(shared: Path) -> None:
    found = list(read_patients(shared / "data" / "ccda"))
    assert len(found) == 5
    assert all(p.facts and p.sex and p.birth_date and p.index_date for p in found)
    results = [f for p in found for f in p.facts if f.section in ("labs", "vitals")]
    ours = sum(1 for f in results if f.concept is not None and not f.concept.id.startswith("LOINC:"))
    print(f"{sum(len(p.facts) for p in found)} facts; {ours} of {len(results)} results with a concept of ours")
    assert ours / len(results) > 0.8
