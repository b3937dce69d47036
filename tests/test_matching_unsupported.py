"""Verdicts that the texts do not support are unknown: what is planned, allowed beside it, or only looked at."""

from __future__ import annotations

import pytest

import eligo


def verdict(kind: str, criterion: str, note: str) -> str:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n", source="T1")
    (found,) = eligo.match(trial, eligo.annotate(note)).verdicts
    return found.verdict


@pytest.mark.parametrize(
    ("kind", "criterion", "note", "expected"),
    [
        # what is planned is not done, and speaks of no other treatment
        ("Exclusion", "Pelvic surgery", "He is a candidate for TURP.", "unknown"),
        ("Exclusion", "Hysterectomy", "She underwent a hysterectomy.", "fail"),
        ("Exclusion", "Patients who will undergo a hysterectomy", "She is scheduled for a hysterectomy.", "fail"),
        ("Inclusion", "Patients undergoing hysterectomy", "She is scheduled for a hysterectomy.", "pass"),
        ("Exclusion", "Concurrent anticancer therapy", "Chemotherapy is planned.", "unknown"),
        ("Exclusion", "Concurrent chemotherapy", "Chemotherapy is planned.", "pass"),
        # what is allowed beside it takes nothing from what is asked for
        (
            "Inclusion",
            "Prior lumpectomy. Resection of surgical margins is permitted.",
            "She had a lumpectomy and a resection of surgical margins.",
            "pass",
        ),
        (
            "Inclusion",
            "At least 2 weeks since prior minor surgery (excluding breast biopsy)",
            "A core biopsy showed cancer.",
            "unknown",
        ),
        ("Inclusion", "Lung disease other than asthma", "He has asthma.", "fail"),
        ("Exclusion", "Cancer other than basal cell carcinoma", "He has a basal cell carcinoma.", "pass"),
        # somebody looked
        ("Inclusion", "Increased filling pressures shown by echocardiography", "Echocardiography was done.", "unknown"),
        ("Inclusion", "Echocardiography within one year", "Echocardiography was done yesterday.", "unknown"),
        (
            "Inclusion",
            "No suspicion of metastases that cannot be ruled out by X-ray",
            "A chest X-ray was done.",
            "unknown",
        ),
        # what is asked for from now on
        (
            "Inclusion",
            "Women must agree to use contraception",
            "A 30-year-old woman who uses no contraception.",
            "unknown",
        ),
        # past, and what is felt
        ("Exclusion", "Acute myocardial infarction", "He has a history of myocardial infarction.", "unknown"),
        ("Exclusion", "History of myocardial infarction", "He has a history of myocardial infarction.", "fail"),
        ("Inclusion", "A breast mass on imaging", "No palpable masses.", "unknown"),
        ("Exclusion", "Insulin pump therapy", "She takes insulin glargine.", "unknown"),
        # nobody has to
        (
            "Inclusion",
            "Age 18 years or older. Patients do not have to be on metformin.",
            "A 50-year-old man on metformin.",
            "pass",
        ),
        # in wider words, and by another way
        ("Inclusion", "Oral vancomycin", "She is on intravenous antibiotics.", "unknown"),
        ("Inclusion", "Oral vancomycin", "She is on intravenous vancomycin.", "fail"),
    ],
)
def test_verdicts(kind: str, criterion: str, note: str, expected: str) -> None:
    assert verdict(kind, criterion, note) == expected
