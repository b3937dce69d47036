"""Pregnancy and childbearing potential: whom a criterion concerns, and who can no longer conceive."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render
from eligo.matching import judge

POTENTIAL = "childbearing potential (female)"
TEST = "Negative pregnancy test for women of childbearing potential"
READ = [
    ("Inclusion", TEST, f"if {POTENTIAL} then pregnancy test negative"),
    ("Inclusion", "Negative serum pregnancy test (for women of childbearing potential)",
     f"if {POTENTIAL} then pregnancy test negative"),
    ("Inclusion", "Effective contraception for women of childbearing potential", f"if {POTENTIAL} then contraception"),
    ("Inclusion", "Negative pregnancy test for women of childbearing potential within 7 days before enrolment",
     f"if {POTENTIAL} then pregnancy test negative within 7 days before enrolment"),
    ("Inclusion", "Negative pregnancy test within 7 days for females with childbearing potential",
     f"if {POTENTIAL} then pregnancy test negative within 7 days before"),
    ("Inclusion", "Women of childbearing potential", "childbearing potential (female)"),
    ("Exclusion", "Pregnant women and women of childbearing potential",
     f"(if sex female then pregnant) or {POTENTIAL}"),
    ("Exclusion", "Pregnant women and women who are lactating",
     "(if sex female then pregnant) or (if sex female then lactating)"),
    ("Exclusion", "Pregnant or lactating women and women of childbearing potential who are not using contraception",
     f"(if sex female then (pregnant or lactating)) or ({POTENTIAL} and no contraception)"),
    ("Exclusion", "Pregnant women not using contraception", "if sex female then (pregnant and no contraception)"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "criterion", "shown"), READ)
def test_read(kind: str, criterion: str, shown: str) -> None:
    (one,) = eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n", source="x").criteria
    assert one.logic is not None
    assert render(one.logic) == shown


JUDGED = [
    ("Exclusion", "Pregnancy", "67-year-old woman.", "pass"),
    ("Exclusion", "Pregnancy", "59-year-old woman.", "unknown"),
    ("Exclusion", "Pregnancy", "67-year-old woman, pregnant.", "fail"),
    ("Exclusion", "Women of childbearing potential", "67-year-old woman.", "pass"),
    ("Exclusion", "Women of childbearing potential", "27-year-old woman.", "unknown"),
    ("Inclusion", TEST, "67-year-old woman.", "not_applicable"),
    ("Inclusion", TEST, "47-year-old woman, hysterectomy in 2019.", "not_applicable"),
    ("Inclusion", TEST, "47-year-old man.", "not_applicable"),
    ("Inclusion", TEST, "27-year-old woman.", "unknown"),
    ("Inclusion", "Postmenopausal women", "67-year-old woman.", "pass"),
    ("Inclusion", "Postmenopausal women", "47-year-old woman.", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "criterion", "note", "verdict"), JUDGED)
def test_judged(kind: str, criterion: str, note: str, verdict: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n", source="x")
    (found,) = eligo.match(trial, eligo.annotate(f"Date: 2025-05-02\n\n{note}\n", source="n")).verdicts
    assert found.verdict == verdict, found.reason


SILENT = [
    ("Exclusion", "Severe hypertension", "Hypertension.", "pass"),
    ("Exclusion", "Uncontrolled diabetes", "Type 2 diabetes.", "pass"),
    ("Exclusion", "Uncontrolled diabetes", "Uncontrolled type 2 diabetes.", "fail"),
    ("Inclusion", "Severe asthma", "Asthma.", "unknown"),
    ("Exclusion", "Untreated brain metastases", "Brain metastases.", "unknown"),
    ("Exclusion", "NYHA class III or IV", "Asthma.", "pass"),
    ("Exclusion", "NYHA class III or IV", "Heart failure.", "unknown"),
    ("Inclusion", "NYHA class II or III", "Asthma.", "unknown"),
    ("Exclusion", "ECOG 3 or 4", "Asthma.", "unknown"),
]


@pytest.mark.parametrize(("kind", "criterion", "note", "verdict"), SILENT)
def test_silence_as_absence(kind: str, criterion: str, note: str, verdict: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n", source="x")
    patient = eligo.annotate(f"Date: 2025-05-02\n\n{note}\n", source="n")
    (found,) = eligo.match(trial, patient, silence="absent").verdicts
    assert found.verdict == verdict, found.reason
    if verdict == "pass":
        assert found.assumptions


@pytest.mark.parametrize(
    ("asked", "note", "told"),
    [
        ("Women of non-childbearing potential (defined as postmenopausal or surgically sterile)", "Man, 50 years old.",
         "not_applicable"),
        ("Women of non-childbearing potential, defined as postmenopausal for at least 1 year", "Man, 50 years old.",
         "not_applicable"),
        ("Women of non-childbearing potential", "Man, 50 years old.", "not_applicable"),
        ("Men or women of non-childbearing potential", "Man, 50 years old.", "pass"),
        ("Men or women of non-childbearing potential", "Woman, 30 years old.", "unknown"),
        ("Women of non-childbearing potential (defined as postmenopausal or surgically sterile)",
         "Woman, 66 years old.", "pass"),
        ("Postmenopausal women", "Man, 50 years old.", "fail"),
    ],
)  # fmt: skip
def test_who_cannot_conceive_is_asked_of_women(asked: str, note: str, told: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion criteria\n\n- {asked}\n").criteria
    assert judge(criterion, eligo.annotate(note)).verdict == told
