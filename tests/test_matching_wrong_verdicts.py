"""Verdicts that were wrong and sure: what is asked of one sex, of the beginning, of a part that was not understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

import eligo
from eligo.logic.rewrite import simplify
from eligo.schema import AllOf, AnyOf, Constraint

WOMAN, MAN = "45-year-old postmenopausal woman.", "55-year-old man."

CASES = [
    # of one sex only
    ("Inclusion", "For all males: agree to use a latex condom", "64-year-old woman.", "not_applicable"),
    ("Inclusion", "Women who are postmenopausal must have FSH > 40 mIU/mL.", MAN, "not_applicable"),
    ("Inclusion", "Men must agree to use contraception and women must have a negative pregnancy test.", WOMAN,
     "unknown"),
    ("Inclusion", "Negative pregnancy test (female patients of childbearing potential)", WOMAN, "not_applicable"),
    ("Inclusion", "Negative pregnancy test prior to chemotherapy (for women of childbearing potential).", WOMAN,
     "not_applicable"),
    ("Exclusion", "Women who are pregnant, women who are breastfeeding", "25-year-old woman.", "unknown"),
    ("Exclusion", "Pregnant women, women who may be pregnant, or lactating women", "25-year-old woman.", "unknown"),
    ("Exclusion", "Women who are pregnant, women who are breastfeeding", "25-year-old pregnant woman.", "fail"),
    # since when
    ("Inclusion", "Type 1 diabetes diagnosed within the last 4 months", "Man with type 1 diabetes.", "unknown"),
    ("Inclusion", "Type 2 diabetes for less than 10 years", "Man with type 2 diabetes.", "unknown"),
    ("Inclusion", "Type 2 diabetes for less than 10 years",
     "Date: 2024-05-01\n\nMan with type 2 diabetes since 2020.", "pass"),
    ("Inclusion", "Type 2 diabetes for less than 10 years",
     "Date: 2024-05-01\n\nMan with type 2 diabetes since 2009.", "fail"),
    ("Exclusion", "Malignancy within 5 years", "Woman with breast cancer.", "fail"),
    # what was not understood of an exception
    ("Exclusion", "History of malignancy unless biopsy proven benign", "Biopsy showed breast cancer.", "unknown"),
    # routes
    ("Exclusion", "Oral, intramuscular or intravenous steroids", "Man on oral prednisone.", "fail"),

    # how often, and not how much
    ("Inclusion", "At least 3 glucose measurements per day", "Glucose 300 mg/dL.", "unknown"),
    # of which kind
    ("Exclusion", "Irritable bowel syndrome, diarrheal type", "Woman with diarrhea.", "unknown"),
    # what a drug does, and who signs
    ("Exclusion", "Any disorder associated with an adverse effect of corticosteroids", "Man on prednisone.",
     "unknown"),
    ("Inclusion", "Consent obtained from a parent or from subjects 18 years of age or older", MAN, "unknown"),
    # a whole system's diseases, and a judgement
    ("Exclusion", "Gastrointestinal disorder or postoperative condition that could interfere with absorption",
     "Man with inguinal hernia.", "unknown"),
    ("Exclusion", "Myasthenia gravis or a condition that might interfere with the study",
     "Man with myasthenia gravis.", "fail"),
    # of a treatment that was given some time it is not known whether it goes on
    ("Exclusion", "Concurrent corticosteroids", "She was treated with melphalan and prednisone.", "unknown"),
    ("Exclusion", "Monoclonal antibodies within 6 weeks", "He then received four cycles of rituximab.", "unknown"),
    ("Exclusion", "Chemotherapy within 3 weeks", "He was switched to R-CVP, of which he received two cycles.",
     "unknown"),
    ("Exclusion", "Prior chemotherapy", "He then received four cycles of R-CHOP.", "fail"),
    ("Exclusion", "Concurrent corticosteroids", "He is treated with prednisone.", "fail"),
    ("Exclusion", "Concurrent insulin", "Diabetes treated with insulin.", "fail"),
    ("Inclusion", "No concurrent radiotherapy", "Man s/p radiotherapy to the neck.", "unknown"),
    # only some drugs are meant
    ("Exclusion", "Use of any of these concomitant medications: morphine, codeine", "Man on insulin.", "unknown"),
    ("Exclusion", "Use of any medication other than those permitted in the study", "Man on insulin.", "unknown"),
    ("Exclusion", "Any concomitant medication", "Man on insulin.", "fail"),
    # an examination keeps nobody out
    ("Exclusion", "A finding on physical examination that puts the patient at risk", "Physical exam: obese.",
     "unknown"),
    # whom a criterion is for
    ("Exclusion", "For patients 56 years or older, heart failure", "60-year-old man.", "unknown"),
    ("Exclusion", "For patients 56 years or older, heart failure", "50-year-old man.", "not_applicable"),
    ("Inclusion", "For patients under 18 years of age, body weight > 40 kg", "24-year-old man.", "not_applicable"),
    ("Inclusion", "At enrolment, have a single male sex partner", "24-year-old woman.", "unknown"),
    ("Inclusion", "Patients must consent. For minor patients (ages 12 to 17 years), a parent must consent",
     "24-year-old man.", "unknown"),
    # what is asked of a sex beside its being one
    ("Inclusion", "A female is eligible to participate if she is of non-childbearing potential", MAN, "not_applicable"),
    ("Inclusion", "Women with an intact uterine cervix", WOMAN, "unknown"),
    ("Inclusion", "Men or women aged 18 to 80 years admitted to a general surgery service", WOMAN, "unknown"),
    ("Inclusion", "Men or women of any racial background", WOMAN, "pass"),
    ("Inclusion", "Men or women aged 18 to 80 years at the time of signing", WOMAN, "pass"),
    # nobody is kept out because she is not pregnant, unless it says so
    ("Exclusion", "Patients who are pregnant or nursing are not eligible; women of childbearing potential must "
     "agree to use contraception", WOMAN, "pass"),
    ("Exclusion", "Patients who are pregnant or nursing are not eligible; women of childbearing potential must "
     "agree to use contraception", "25-year-old woman.", "unknown"),
    ("Exclusion", "Not pregnant", WOMAN, "fail"),
    ("Inclusion", "Females who are postmenopausal must have FSH tested. Females must use contraception and must agree "
     "not to get pregnant", MAN, "not_applicable"),
    # of somebody else
    ("Exclusion", "Male with a pregnant partner", MAN, "unknown"),
    ("Exclusion", "Long QT syndrome or first-degree relative with sudden death under 40 years of age", MAN, "unknown"),
    ("Exclusion", "Age under 40 years or family history of sudden death", "30-year-old man.", "fail"),
    # of which kind
    ("Exclusion", "Invasive lesions", "Woman with lesions of the cervix.", "unknown"),
    # begun some time ago
    ("Exclusion", "Concurrent metformin", "He was started on metformin 6 months ago.", "fail"),
    # ages in words, and with a plus
    ("Inclusion", "At least eighteen years of age", MAN, "pass"),
    ("Inclusion", "Eighteen years of age or older", "12-year-old boy.", "fail"),
    ("Inclusion", "21+ years old", MAN, "pass"),
    # pregnancies that are past
    ("Exclusion", "Pregnant", "24-year-old woman, she had no prior pregnancies.", "unknown"),
    ("Exclusion", "Pregnant", "24-year-old woman.\n\nPast medical history:\nHypertension with pregnancy", "unknown"),
    ("Exclusion", "Pregnant", "24-year-old woman, not pregnant.", "pass"),
    # what a person has to judge, with an exception
    ("Exclusion", "Any condition that could interfere with the study, except gout", "Man with gout.", "unknown"),
    ("Exclusion", "Parasomnias", "Man with obstructive sleep apnea.", "unknown"),
    # antibiotics are no systemic therapy of a tumour
    ("Inclusion", "No prior systemic therapy", "Man treated with IV antibiotics.", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "criterion", "note", "verdict"), CASES)
def test_verdict(kind: str, criterion: str, note: str, verdict: str) -> None:
    trial = eligo.parse(f"{kind} criteria\n\n- {criterion}\n")
    (found,) = eligo.match(trial, eligo.annotate(note)).verdicts
    assert found.verdict == verdict, found.reason


@pytest.mark.parametrize(
    ("asked", "note", "kept_out"),
    [
        ("Evidence of another form of liver disease in addition to hepatitis C", "chronic hepatitis C", False),
        ("Other neurologic disorder or seizures", "multiple sclerosis", False),
        ("Any liver disease with jaundice", "chronic hepatitis C and jaundice", True),
        ("Liver disease", "alcoholic liver disease", True),
        ("Severe liver disease", "severe hepatitis C", True),
    ],
)
def test_what_a_trial_admits_keeps_nobody_out(asked: str, note: str, kept_out: bool) -> None:
    trial = eligo.parse(
        "Inclusion criteria\n\n- Age over 18 years\n- Chronic hepatitis C\n- Multiple sclerosis or epilepsy\n\n"
        f"Exclusion criteria\n\n- {asked}\n"
    )
    verdict = eligo.match(trial, eligo.annotate(f"Woman with {note}.")).verdicts[-1]
    assert verdict.verdict == ("fail" if kept_out else "unknown"), verdict.reason


def test_bounds_that_no_value_meets_together_are_alternatives() -> None:
    low = Constraint("measurement", "heart rate", "", 0, 0, low=120.0, unit="/min")
    high = Constraint("measurement", "heart rate", "", 0, 0, high=40.0, unit="/min")
    assert isinstance(simplify(AllOf((low, high))), AnyOf)
    assert isinstance(simplify(AllOf((replace(low, low=40.0), replace(high, high=120.0)))), AllOf)
