"""What a denial in a note leaves alone, whose history it is, and what is over."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Fact


def facts(note: str, name: str) -> list[Fact]:
    return [f for f in eligo.annotate(note).facts if f.name == name]


@pytest.mark.parametrize(
    ("note", "name", "assertion", "status"),
    [
        ("No residual deficits from stroke.", "stroke", "present", None),
        ("There are no sequelae of the meningitis.", "meningitis", "present", None),
        ("He has had no complications from his lupus.", "systemic lupus erythematosus", "present", None),
        ("She denies pain from the fracture.", "fracture", "present", None),
        ("No flare of gout this year.", "gout", "present", None),
        ("No recurrence of melanoma.", "melanoma", "present", "history"),
        ("No side effects from metformin.", "metformin", "present", None),
        ("He never recovered from his stroke.", "stroke", "present", None),
        ("It was never possible to correct the acidosis.", "acidosis", "present", None),
        ("No other uptake was seen without contrast, so we diagnosed her with lymphoma.", "lymphoma", "present", None),
        ("On physical examination the liver was not palpable.", "physical examination", "present", None),
        # denied themselves
        ("It was difficult to perform an operation.", "surgery", "absent", None),
        ("No mass could be felt.", "mass", "absent", None),
        ("He is not suffering from gout.", "gout", "absent", None),
        ("No evidence of gout.", "gout", "absent", None),
        ("No signs of lupus.", "systemic lupus erythematosus", "absent", None),
        ("No pain from the fracture or swelling.", "swelling", "absent", None),
        ("Free from angina.", "angina", "absent", None),
        # for a while
        ("The patient went 20 years without another seizure.", "seizure", "historical", "history"),
        ("She had gone for several months without gout.", "gout", "historical", "history"),
        ("He lives without gout.", "gout", "absent", None),
        ("He was seizure free for 20 years.", "seizure", "absent", None),
        ("She is pain free.", "pain", "absent", None),
        ("Phenytoin was needed to keep him seizure free.", "seizure", "present", None),
        ("CT showed an abscess, free fluid.", "abscess", "present", None),
        # past, or known since
        (
            "Diagnosed with lung cancer at another hospital 3 years previously.",
            "lung cancer",
            "present",
            None,
        ),
        ("She was previously diagnosed with endometriosis.", "endometriosis", "present", None),
        ("Previously diagnosed pneumonia.", "pneumonia", "historical", "history"),
        ("He had pneumonia 2 years earlier.", "pneumonia", "historical", "history"),
        # doubt, and what is only spoken of
        ("The scope could be passed alongside the foreign body.", "foreign body", "present", None),
        ("This could be pneumonia.", "pneumonia", "possible", None),
        ("A balloon normally used in achalasia was inserted.", "achalasia", "hypothetical", None),
        ("A mass on her back with pain.", "pain", "present", None),
        # given up
        ("Has been off ETOH for a year.", "alcohol use", "historical", "history"),
        ("He stopped drinking in 2015.", "alcohol use", "historical", "history"),
        ("Drinks alcohol socially.", "alcohol use", "present", None),
        ("She is off tobacco.", "tobacco use", "historical", "history"),
        ("Pneumonia, now resolved after treatment with ceftriaxone.", "ceftriaxone", "present", "given"),
    ],
)
def test_reach(note: str, name: str, assertion: str, status: str | None) -> None:
    assert {(f.assertion, f.status) for f in facts(note, name)} == {(assertion, status)}


def test_a_denied_consequence_says_nothing_of_a_cause_it_only_names() -> None:
    note = "No evidence of gout, bleeding from esophageal varices, or cirrhosis."
    assert facts(note, "esophageal varices") == []
    (bleeding,) = facts(note, "bleeding")
    assert (bleeding.assertion, bleeding.qualifier) == ("absent", "from esophageal varices")
    assert facts(note, "cirrhosis")[0].assertion == "absent"


def test_bleeding_of_one_kind_denied_is_not_all_bleeding_denied() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Active bleeding\n", source="T1")
    narrow = eligo.match(trial, eligo.annotate("No bleeding from esophageal varices."))
    plain = eligo.match(trial, eligo.annotate("No bleeding."))
    assert [v.verdict for v in narrow.verdicts] == ["unknown"]
    assert [v.verdict for v in plain.verdicts] == ["pass"]


@pytest.mark.parametrize(
    ("note", "name", "assertion"),
    [
        ("She has no allergy to penicillin.", "penicillins", "absent"),
        ("No known allergies to latex or iodine.", "latex", "absent"),
        ("Allergic to penicillin but no allergy to cephalexin.", "penicillins", "present"),
        ("Allergic to penicillin but no allergy to cephalexin.", "cephalexin", "absent"),
        ("No allergies, on aspirin.", "aspirin", "present"),
    ],
)
def test_no_allergy_to_one_drug(note: str, name: str, assertion: str) -> None:
    assert {f.assertion for f in facts(note, name)} == {assertion}


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("She has no allergy to penicillin.", False),
        ("No known allergies to latex.", False),
        ("She has no allergies to any food or drugs.", True),
        ("No allergies.", True),
    ],
)
def test_no_allergy_at_all(note: str, stated: bool) -> None:
    assert bool(facts(note, "no known allergies")) is stated


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("A 50-year-old woman. Her husband was diagnosed with colon cancer a year ago.", "unknown"),
        ("A 50-year-old man. His wife died of colon cancer.", "unknown"),
        ("A 50-year-old woman. Her mother was diagnosed with colon cancer.", "fail"),
        ("A 50-year-old woman. Family history of colon cancer.", "fail"),
        ("A 50-year-old woman. Her father had colon cancer and her husband had gout.", "fail"),
    ],
)
def test_a_spouse_is_no_blood_relative(note: str, verdict: str) -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Family history of colon cancer\n", source="T1")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("Intravenous fluid resuscitation was begun.", "cardiopulmonary resuscitation"),
        ("CT with three-dimensional reconstruction of the skull.", "reconstructive surgery"),
        ("A 3-day-old boy, born after an uneventful gestation.", "pregnant"),
    ],
)
def test_what_is_something_else(note: str, name: str) -> None:
    assert facts(note, name) == []


@pytest.mark.parametrize(
    ("note", "values"),
    [
        (
            "BNP and high-sensitivity troponin T concentrations were 97 pg/mL and 0.01 ng/mL, respectively.",
            {"BNP": [97.0], "troponin": [0.01]},
        ),
        ("The unheardin and ferritin were 12 and 300 ng/mL, respectively.", {"ferritin": [300.0]}),
        (
            "Serum calcium, unheardin and phosphate were 9.1 mg/dL, 12 ng/mL and 3 mg/dL, respectively.",
            {"calcium": [], "phosphate": [3.0]},
        ),
        ("AST and ALT were 45 and 60 U/L, respectively.", {"AST": [45.0], "ALT": [60.0]}),
    ],
)
def test_values_told_respectively(note: str, values: dict[str, list[float]]) -> None:
    assert {name: [f.value for f in facts(note, name)] for name in values} == values
