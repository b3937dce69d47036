"""FHIR resources → the facts that a note would give. The people are made up."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eligo.corpus.fhir import read_bundle
from eligo.corpus.patients import read_patients
from eligo.errors import EligoError, MalformedJSON
from eligo.schema import Fact, Patient, Period, Range

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
ICD, RXNORM = "http://hl7.org/fhir/sid/icd-10-cm", "http://www.nlm.nih.gov/research/umls/rxnorm"
PERSON = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1960-05-04"}


def concept(display: str = "", code: str = "", system: str = SNOMED) -> dict[str, Any]:
    coding = {k: v for k, v in (("system", system), ("code", code), ("display", display)) if v}
    return {"coding": [coding], **({"text": display} if display else {})}


def resource(kind: str, **fields: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": "x1", "subject": {"reference": "Patient/p1"}, **fields}


def patient(*resources: dict[str, Any], **bundle: Any) -> Patient:
    entries = [{"resource": r} for r in (PERSON, *resources)]
    return next(read_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries, **bundle}))


def facts(*resources: dict[str, Any]) -> tuple[Fact, ...]:
    return patient(*resources).facts


def one(*resources: dict[str, Any]) -> Fact:
    found = facts(*resources)
    assert len(found) == 1, found
    return found[0]


def ids(found: tuple[Fact, ...]) -> list[str | None]:
    return [f.concept.id if f.concept else None for f in found]


def lab(value: dict[str, Any], code: str = "718-7", name: str = "Hemoglobin", **fields: Any) -> dict[str, Any]:
    fields = {"status": "final", "effectiveDateTime": "2022-03-01T08:30:00Z", **fields}
    return resource("Observation", code=concept(name, code, LOINC), **value, **fields)


def condition(
    display: str, clinical: str | None = "active", verified: str = "confirmed", **fields: Any
) -> dict[str, Any]:
    status = {"clinicalStatus": {"coding": [{"code": clinical}]}} if clinical else {}
    verification = {"verificationStatus": {"coding": [{"code": verified}]}}
    return resource("Condition", **{"code": concept(display), **status, **verification, **fields})


def drug(display: str, kind: str = "MedicationRequest", **fields: Any) -> dict[str, Any]:
    return resource(kind, **{"medicationCodeableConcept": concept(display, "1", RXNORM), "intent": "order", **fields})


# The patient


def test_a_patient_has_sex_birth_date_and_age_on_the_day_of_the_last_entry() -> None:
    p = patient(lab({"valueQuantity": {"value": 11.5, "code": "g/dL"}}))
    assert (p.id, p.sex, p.birth_date, p.index_date, p.age) == ("p1", "female", "1960-05-04", "2022-03-01", 61.0)


def test_a_bundles_timestamp_is_its_day_and_a_day_given_wins() -> None:
    assert patient(timestamp="2023-06-01T00:00:00Z").index_date == "2023-06-01"
    bundle = {"resourceType": "Bundle", "timestamp": "2023-06-01", "entry": [{"resource": PERSON}]}
    assert next(read_bundle(bundle, index_date="2024-01-01")).age == 63.0


def test_days_that_no_calendar_has_are_not_stated() -> None:
    p = next(read_bundle({**PERSON, "birthDate": "1960-13-45"}))
    assert (p.birth_date, p.age) == (None, None)
    assert one(condition("Asthma", onsetDateTime="2020-02-31")).time is None


def test_other_genders_are_no_sex() -> None:
    assert next(read_bundle({**PERSON, "gender": "other"})).sex is None


def test_patients_of_one_bundle_are_kept_apart_however_they_are_referred_to() -> None:
    entries = [
        {"fullUrl": "urn:uuid:aa", "resource": {**PERSON, "id": "one"}},
        {"fullUrl": "https://example.org/fhir/Patient/two", "resource": {**PERSON, "id": "two", "gender": "male"}},
        {"resource": {**condition("Asthma"), "subject": {"reference": "urn:uuid:aa"}}},
        {"resource": {**condition("Psoriasis"), "subject": {"reference": "https://example.org/fhir/Patient/two"}}},
        {"resource": {k: v for k, v in condition("Gout").items() if k != "subject"}},
    ]
    found = list(read_bundle({"resourceType": "Bundle", "entry": entries}))
    assert [(p.id, [f.name for f in p.facts]) for p in found] == [("one", ["asthma"]), ("two", ["psoriasis"])]


# Conditions


def test_a_condition_keeps_codes_time_status_and_source() -> None:
    given = condition(
        "Rheumatoid arthritis", onsetDateTime="2015-02-03", severity=concept("Severe (qualifier value)"),
        code={"coding": [{"system": ICD, "code": "M06.9", "display": "Rheumatoid arthritis"}]},
    )  # fmt: skip
    fact = one(given)
    assert (fact.type, fact.name, fact.time, fact.status, fact.severity) == (
        "condition", "rheumatoid arthritis", "2015-02-03", "active", "severe",
    )  # fmt: skip
    assert (fact.text, fact.start, fact.end, fact.source) == ("Rheumatoid arthritis", 0, 0, "Condition/x1")
    assert fact.concept is not None
    assert "M06.9" in fact.concept.codes["ICD-10-CM"]


@pytest.mark.parametrize(
    ("verified", "assertion"),
    [("confirmed", "present"), ("refuted", "absent"), ("unconfirmed", "possible"), ("provisional", "possible")],
)
def test_verification_is_the_assertion(verified: str, assertion: str) -> None:
    assert one(condition("Asthma", verified=verified)).assertion == assertion


@pytest.mark.parametrize(
    ("clinical", "status"),
    [("active", "active"), ("relapse", "active"), ("resolved", "resolved"), ("remission", "history"), (None, None)],
)
def test_clinical_status(clinical: str | None, status: str | None) -> None:
    assert one(condition("Asthma", clinical)).status == status


def test_what_was_entered_in_error_is_left_out() -> None:
    assert not facts(
        condition("Asthma", verified="entered-in-error"),
        lab({"valueQuantity": {"value": 1, "code": "g/dL"}}, status="entered-in-error"),
        drug("Warfarin", status="entered-in-error"),
        resource("Procedure", status="entered-in-error", code=concept("Colonoscopy")),
    )


def test_a_resolved_condition_lasted_from_onset_to_abatement() -> None:
    fact = one(condition("Pneumonia", "resolved", onsetDateTime="2020-01", abatementDateTime="2020-02-10"))
    assert fact.time == Period("2020-01", "2020-02-10")
    assert one(condition("Pneumonia", None, abatementString="last winter")).status == "resolved"


def test_the_day_of_recording_is_not_the_day_of_onset() -> None:
    assert one(condition("Asthma", recordedDate="2021-01-01")).time is None


def test_a_name_that_is_a_sentence_is_read_as_one() -> None:
    found = facts(condition("Migraine without aura (disorder)"))
    assert [(f.name, f.assertion) for f in found] == [("migraine", "present"), ("aura", "absent")]
    fact = one(condition("History of cardiac arrest (situation)"))
    assert (fact.assertion, fact.status) == ("historical", "history")
    assert one(condition("Family history of breast cancer")).assertion == "family"


def test_to_refute_one_kind_does_not_deny_the_others() -> None:
    fact = one(condition("Migraine without aura", code=concept("Migraine without aura", "5"), verified="refuted"))
    assert (fact.assertion, fact.concept.id if fact.concept else None) == ("absent", "SNOMED-CT:5")
    assert [(f.name, f.assertion) for f in facts(condition("Migraine without aura", verified="provisional"))] == [
        ("migraine", "possible")
    ]


def test_a_visit_or_screening_is_no_disease() -> None:
    found = facts(condition("Encounter for screening for malignant neoplasm of colon"))
    assert not any(i and i.startswith("cond:") for i in ids(found))


def test_an_unknown_name_is_placed_by_its_icd_code() -> None:
    from eligo.concepts.hierarchy import concept as of
    from eligo.concepts.hierarchy import is_a

    fact = one(condition("", code=concept("Zylstroma of unspecified part of left side", "C34.92", ICD)))
    assert fact.concept is not None
    assert fact.concept.id == "ICD-10-CM:C34.92"
    assert is_a(fact.concept, of("cond:lung_cancer"))


def test_no_known_problem_is_no_problem() -> None:
    assert not facts(condition("No known problems"))


def test_family_member_history_is_of_the_family() -> None:
    given = resource("FamilyMemberHistory", status="completed", condition=[{"code": concept("Colon cancer")}])
    assert (one(given).name, one(given).assertion) == ("colon cancer", "family")


# Observations


def test_an_observation_has_value_unit_range_and_day() -> None:
    span = [{"low": {"value": 12.0, "unit": "g/dL"}, "high": {"value": 16.0, "unit": "g/dL"}}]
    fact = one(lab({"valueQuantity": {"value": 11.5, "unit": "gm/dL", "code": "g/dL"}}, referenceRange=span))
    assert (fact.type, fact.name, fact.value, fact.unit, fact.comparator) == (
        "measurement",
        "hemoglobin",
        11.5,
        "g/dL",
        "=",
    )
    assert fact.reference_range == Range(12.0, True, 16.0, True, "g/dL")
    assert fact.time == "2022-03-01"
    assert fact.concept is not None
    assert fact.concept.id == "lab:hemoglobin"


def test_comparators_and_ranges_and_titres() -> None:
    assert one(lab({"valueQuantity": {"value": 0.01, "comparator": "<", "code": "g/dL"}})).comparator == "<"
    span = one(lab({"valueRange": {"low": {"value": 4, "code": "g/dL"}, "high": {"value": 6, "code": "g/dL"}}}))
    assert (span.value, span.value_high, span.unit) == (4.0, 6.0, "g/dL")
    titre = one(lab({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 80}}}, "999", "Some titre"))
    assert titre.value == "1:80"
    assert (one(lab({"valueString": "< 5"})).value, one(lab({"valueString": "< 5"})).comparator) == (5.0, "<")


def test_of_several_ranges_none_is_taken() -> None:
    spans = [{"high": {"value": 16.0}}, {"high": {"value": 18.0}}]
    assert one(lab({"valueQuantity": {"value": 11.5, "code": "g/dL"}}, referenceRange=spans)).reference_range is None
    critical = [{"type": concept("Critical", "treatment"), "low": {"value": 7}}]
    assert one(lab({"valueQuantity": {"value": 11.5, "code": "g/dL"}}, referenceRange=critical)).reference_range is None


def test_the_range_is_of_the_patients_sex_and_age() -> None:
    value = {"valueQuantity": {"value": 11.5, "code": "g/dL"}}
    for_women = {"low": {"value": 11.9}, "appliesTo": [concept("Female", "248152002")]}
    for_men = {"low": {"value": 13.1}, "appliesTo": [concept("Male", "248153007")]}
    found = one(lab(value, referenceRange=[for_men, for_women])).reference_range
    assert found == Range(11.9, True, None, None, "g/dL")
    for_children = {"low": {"value": 10.5}, "age": {"high": {"value": 17, "code": "a"}}}
    for_adults = {"low": {"value": 12.2}, "age": {"low": {"value": 18, "code": "a"}}}
    found = one(lab(value, referenceRange=[for_children, for_adults])).reference_range
    assert found == Range(12.2, True, None, None, "g/dL")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12.1 - 15.8 g/dL", 12.1, 15.8),
        ("Men 13.4-17.2, women 11.8-15.6", 11.8, 15.6),
        ("<= 15.5", None, 15.5),
        ("10-12 low, 12-16 normal", None, None),
        ("see report", None, None),
    ],
)
def test_a_range_may_be_text(text: str, low: float | None, high: float | None) -> None:
    value = {"valueQuantity": {"value": 11.5, "code": "g/dL"}}
    found = one(lab(value, referenceRange=[{"text": text}])).reference_range
    assert ((found.low, found.high) if found else (None, None)) == (low, high)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"valueString": "11.4 g/dL"}, (11.4, None, "=", "g/dL")),
        ({"valueString": "> 20 g/dL"}, (20.0, None, ">", "g/dL")),
        ({"valueString": "10.5-11"}, (10.5, 11.0, "=", None)),
        (
            {"valueRatio": {"numerator": {"value": 45, "code": "g"}, "denominator": {"value": 5, "code": "dL"}}},
            (9.0, None, "=", "g/dL"),
        ),
        ({"valueString": "hemolysed, 3rd sample"}, ("hemolysed, 3rd sample", None, "=", None)),
        ({"interpretation": [{"text": "High"}]}, ("high", None, "=", None)),
        (
            {"dataAbsentReason": concept("Not performed", "not-performed"), "interpretation": [concept("Low", "L")]},
            ("low", None, "=", None),
        ),
    ],
)
def test_values_that_are_text_or_ratios(value: dict[str, Any], shown: tuple[object, ...]) -> None:
    fact = one(lab(value))
    assert (fact.value, fact.value_high, fact.comparator, fact.unit) == shown


def test_a_pressure_of_one_text_is_two() -> None:
    found = facts(lab({"valueString": "138/86 mmHg"}, "85354-9", "Blood pressure"))
    assert [(f.name, f.value, f.unit) for f in found] == [
        ("systolic blood pressure", 138.0, "mm[Hg]"), ("diastolic blood pressure", 86.0, "mm[Hg]"),
    ]  # fmt: skip


def test_loincs_abbreviations_are_spelled_out() -> None:
    answer = {"valueCodeableConcept": concept("Not detected", "260415000")}
    fact = one(lab(answer, "9999-1", "Hepatitis B virus surface Ag"))
    assert (fact.type, fact.name, fact.value) == ("biomarker", "hepatitis B surface antigen", "negative")


def test_components_are_facts_of_their_own() -> None:
    parts = [
        {
            "code": concept("Systolic Blood Pressure", "8480-6", LOINC),
            "valueQuantity": {"value": 132, "code": "mm[Hg]"},
        },
        {
            "code": concept("Diastolic Blood Pressure", "8462-4", LOINC),
            "valueQuantity": {"value": 81, "code": "mm[Hg]"},
        },
    ]
    found = facts(lab({"component": parts}, "85354-9", "Blood pressure panel"))
    assert [(i, f.value) for i, f in zip(ids(found), found, strict=True)] == [("vital:sbp", 132.0), ("vital:dbp", 81.0)]
    assert {f.time for f in found} == {"2022-03-01"}


def test_without_a_code_of_ours_a_name_counts_only_as_a_whole_and_with_a_unit_that_fits() -> None:
    ours = one(lab({"valueQuantity": {"value": 4, "code": "mmol/L"}}, "local-1", "Potassium [Moles/volume] in Serum"))
    assert ids((ours,)) == ["lab:potassium"]
    urine = one(lab({"valueQuantity": {"value": 40, "code": "mmol/L"}}, "local-2", "Potassium [Moles/volume] in Urine"))
    assert ids((urine,)) != ["lab:potassium"]
    width = one(lab({"valueQuantity": {"value": 180, "code": "fL"}}, "local-3", "Platelet distribution width"))
    assert ids((width,)) == ["LOINC:local-3"]
    other = one(lab({"valueQuantity": {"value": 3, "code": "kg"}}, "local-4", "Potassium"))
    assert ids((other,)) == ["LOINC:local-4"]


def test_coded_results_are_words() -> None:
    fact = one(lab({"valueCodeableConcept": concept("Not detected (qualifier value)")}, "local-5", "Virus X RNA"))
    assert (fact.type, fact.value, fact.unit) == ("measurement", "negative", None)
    assert one(lab({"interpretation": concept("", "POS")}, "local-5", "Virus X RNA")).value == "positive"


def test_an_answer_that_is_a_name_is_read() -> None:
    fact = one(lab({"valueCodeableConcept": concept("Never smoker")}, "72166-2", "Tobacco smoking status"))
    assert (fact.type, fact.name, fact.assertion) == ("condition", "tobacco use", "absent")


def test_scores_are_places_on_their_scale() -> None:
    fact = one(lab({"valueInteger": 1}, "89247-1", "ECOG Performance Status score"))
    assert (fact.type, fact.scale, fact.value) == ("score", "ECOG", 1.0)
    roman = one(lab({"valueString": "Class III"}, "88020-3", "Functional capacity NYHA"))
    assert (roman.type, roman.scale, roman.value) == ("score", "NYHA", 3.0)


def test_values_that_are_missing_cancelled_or_not_final() -> None:
    assert not facts(lab({"dataAbsentReason": concept("unknown")}))
    assert not facts(lab({"valueQuantity": {"value": 9, "code": "g/dL"}}, status="cancelled"))
    fact = one(lab({"valueQuantity": {"value": 9, "code": "g/dL"}}, status="preliminary"))
    assert fact.assertion == "possible"
    assert "preliminary" in fact.assumed[0]


def test_a_vital_sign_that_nobody_has_is_uncertain() -> None:
    fact = one(lab({"valueQuantity": {"value": 0, "code": "/min"}}, "8867-4", "Heart rate"))
    assert fact.assertion == "possible"
    assert "no living person" in fact.assumed[0]


# Medicines


@pytest.mark.parametrize(
    ("state", "status", "time"),
    [
        ("active", "ongoing", "2022-01-05"),
        ("stopped", "stopped", Period("2022-01-05", None)),
        ("completed", "stopped", Period("2022-01-05", None)),
        ("unknown", None, "2022-01-05"),
    ],
)
def test_an_order_is_taken_from_its_day_on(state: str, status: str | None, time: str | Period) -> None:
    fact = one(drug("Warfarin 5 MG Oral Tablet", status=state, authoredOn="2022-01-05T10:00:00Z"))
    assert (fact.type, fact.name, fact.status, fact.time, fact.relation) == (
        "drug",
        "warfarin",
        status,
        time,
        "exposure",
    )
    assert fact.concept is not None
    assert fact.concept.codes["RxNorm"] == ("1",)
    assert fact.dose is None


def test_what_was_never_given_and_what_is_planned() -> None:
    assert not facts(drug("Warfarin", status="cancelled"), drug("Warfarin", status="active", doNotPerform=True))
    planned = one(drug("Warfarin", status="active", intent="plan"))
    assert (planned.assertion, planned.status) == ("hypothetical", "planned")
    assert one(drug("Warfarin", "MedicationStatement", status="not-taken")).assertion == "absent"
    assert one(drug("Warfarin", "MedicationAdministration", status="not-done")).assertion == "absent"


def test_an_administration_is_of_its_day() -> None:
    fact = one(drug("Cisplatin", "MedicationAdministration", status="completed", effectiveDateTime="2021-04-01"))
    assert fact.time == Period("2021-04-01", "2021-04-01")


def test_a_dose_is_per_day_where_the_timing_says_so() -> None:
    def dosed(unit: str, **repeat: Any) -> Fact:
        dosage = {
            "timing": {"repeat": repeat}, "route": concept("Oral route (qualifier value)"),
            "doseAndRate": [{"doseQuantity": {"value": 500, "unit": unit, "code": unit}}],
        }  # fmt: skip
        return one(drug("Metformin", status="active", dosageInstruction=[dosage]))

    assert dosed("mg", frequency=2, period=1, periodUnit="d").dose == Range(1000.0, True, 1000.0, True, "mg/d")
    assert dosed("mg", frequency=1, period=8, periodUnit="h").dose == Range(1500.0, True, 1500.0, True, "mg/d")
    assert dosed("mg").dose == Range(500.0, True, 500.0, True, "mg")
    assert dosed("{tablet}", frequency=1, period=1, periodUnit="d").dose is None
    assert dosed("mg").route == "oral"


def test_a_medication_may_stand_elsewhere_and_have_several_ingredients() -> None:
    inside = resource("MedicationRequest", status="active", medicationReference={"reference": "Medication/m1"})
    medication = {
        "resourceType": "Medication",
        "id": "m1",
        "code": concept("Trimethoprim / Sulfamethoxazole", "2", RXNORM),
    }
    assert facts(inside, medication)
    contained = {**inside, "contained": [{**medication, "id": "c"}], "medicationReference": {"reference": "#c"}}
    assert ids(facts(contained)) == ids(facts(inside, medication))
    unknown = one(drug("Fictumab 20 MG", status="active"))
    assert (unknown.name, unknown.concept.id if unknown.concept else None) == ("Fictumab 20 MG", "RxNorm:1")


# Procedures, allergies, immunisations


def test_procedures() -> None:
    done = one(resource("Procedure", status="completed", code=concept("Colonoscopy"), performedDateTime="2020-07-01"))
    assert (done.type, done.name, done.time, done.assertion) == ("procedure", "colonoscopy", "2020-07-01", "present")
    states = {"not-done": "absent", "preparation": "hypothetical", "stopped": "possible"}
    for state, assertion in states.items():
        assert one(resource("Procedure", status=state, code=concept("Colonoscopy"))).assertion == assertion


def test_allergies_are_as_in_a_notes_list() -> None:
    given = {"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"}}
    drug_fact = one(
        {**given, "code": concept("Penicillin G"), "reaction": [{"severity": "mild"}, {"severity": "severe"}]}
    )
    assert (drug_fact.type, drug_fact.relation, drug_fact.severity) == ("drug", "hypersensitivity", "severe")
    assert one({**given, "code": concept("Codeine"), "type": "intolerance"}).relation == "intolerance"
    assert one({**given, "code": concept("Allergy to peanut")}).type == "allergy"
    unknown = one({**given, "code": concept("Fictional dust", "77")})
    assert (unknown.type, unknown.concept.id if unknown.concept else None) == ("allergy", "SNOMED-CT:77")
    none = one({**given, "code": concept("No known allergies")})
    assert none.concept is not None
    assert none.concept.id == "allergy:no_known_allergies"


def test_vaccines_go_by_code_before_name() -> None:
    given = {"resourceType": "Immunization", "id": "i", "status": "completed", "patient": {"reference": "Patient/p1"}}
    cvx = "http://hl7.org/fhir/sid/cvx"
    live = one({**given, "vaccineCode": concept("zoster", "121", cvx), "occurrenceDateTime": "2019-10-02"})
    assert (live.concept.id if live.concept else None) == "drug:live_zoster_vaccine"
    assert live.time == Period("2019-10-02", "2019-10-02")
    refused = one({**given, "status": "not-done", "vaccineCode": concept("Influenza, seasonal", "140", cvx)})
    assert (refused.name, refused.assertion) == ("influenza vaccine", "absent")


# Bad input


def test_fields_of_another_shape_are_missing_fields() -> None:
    strange = [
        {"resourceType": "Condition", "code": 7, "clinicalStatus": [], "onsetDateTime": {}},
        {"resourceType": "Observation", "code": concept("Hemoglobin"), "valueQuantity": "12", "component": "x"},
        {"resourceType": "Observation", "code": concept("Hemoglobin"), "valueQuantity": {"value": "twelve"}},
        {"resourceType": "MedicationRequest", "dosageInstruction": [None, {"timing": "daily"}]},
        {"resourceType": "Procedure"}, {"resourceType": "AllergyIntolerance", "reaction": "hives"},
        {"resourceType": "Observation", "code": concept("Hemoglobin"), "valueQuantity": {"value": float("nan")}},
        {"resourceType": "Observation", "code": concept("Hemoglobin"), "valueQuantity": {"value": 10**400}},
        {"resourceType": "Immunization"}, {"resourceType": "FamilyMemberHistory", "condition": "x"}, {},
    ]  # fmt: skip
    assert facts(*strange) == ()


@pytest.mark.parametrize(
    "text", ["[]", '{"a": 1}', '{"resourceType": "Bundle"}', '{"resourceType": "Practitioner"}', "{"]
)
def test_what_is_no_patient_is_said(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")
    errors: list[EligoError] = []
    assert not list(read_patients(file, on_error=errors.append))
    assert errors
    assert "x.json" in str(errors[0])
    with pytest.raises(MalformedJSON):
        list(read_patients(file))


# Exports and real data


def test_an_export_is_read_across_its_files(tmp_path: Path) -> None:
    def write(name: str, *resources: dict[str, Any]) -> None:
        (tmp_path / name).write_text("\n".join(json.dumps(r) for r in resources) + "\n", "utf-8")

    second = {**PERSON, "id": "p2", "gender": "male"}
    write("Condition.ndjson", condition("Asthma"), {**condition("Gout"), "subject": {"reference": "Patient/p2"}})
    write(
        "MedicationRequest.ndjson",
        resource("MedicationRequest", status="active", medicationReference={"reference": "Medication/m"}),
    )
    write("Medication.ndjson", {"resourceType": "Medication", "id": "m", "code": concept("Warfarin")})
    write("Patient.ndjson", PERSON, second)
    (tmp_path / "Observation.ndjson").write_text("{broken\n", "utf-8")
    errors: list[EligoError] = []
    found = list(read_patients(tmp_path, on_error=errors.append))
    assert [(p.id, p.sex, sorted(f.name for f in p.facts)) for p in found] == [
        ("p1", "female", ["asthma", "warfarin"]), ("p2", "male", ["gout"]),
    ]  # fmt: skip
    assert len(errors) == 1
    assert "Observation.ndjson" in str(errors[0])


@pytest.mark.shared
def test_all_bundles_of_the_data_folder_load(shared: Path) -> None:
    files = sorted((shared / "data" / "fhir").glob("*.json"))
    found = list(read_patients(shared / "data" / "fhir"))
    assert len(found) == len(files) == 15
    assert all(p.facts and p.birth_date and p.sex for p in found)
    results = [f for p in found for f in p.facts if f.source.startswith("Observation/")]
    mapped = Counter(f.concept is not None and not f.concept.id.startswith(("LOINC:", "SNOMED-CT:")) for f in results)
    print(f"{len(results)} results, {mapped[True]} with a concept of ours ({mapped[True] / len(results):.1%})")
    assert mapped[True] / len(results) > 0.9
