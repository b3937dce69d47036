"""How many of a thing: the counts of a note, and criteria that ask for a number."""

from __future__ import annotations

import pytest

import eligo
from eligo.matching import judge
from eligo.schema import Period

DAY = "Date: 2025-05-02\n\n"

STATED = [
    # note, the counted thing, least, most, from, to
    ("She had 3 relapses in the past year.", "relapses", 3, 3, "2024-05-02", "2025-05-02"),
    ("In the past year she had three relapses.", "relapses", 3, 3, "2024-05-02", "2025-05-02"),
    ("Three falls since January 2025.", "falls", 3, 3, "2025-01", "2025-05-02"),
    ("Number of falls in the last year: 4", "falls", 4, 4, "2024-05-02", "2025-05-02"),
    ("He was hospitalized for heart failure twice in 2024.", "hospitalized", 2, 2, "2024", None),
    ("MRI shows two brain metastases, the largest 2 cm.", "brain metastases", 2, 2, None, None),
    ("Multiple brain metastases.", "brain metastases", 2, None, None, None),
    ("More than 10 liver metastases.", "liver metastases", 11, None, None, None),
    ("A single brain metastasis.", "brain metastasis", 1, 1, None, None),
    ("History of 3 myocardial infarctions.", "myocardial infarctions", 3, 3, None, None),
    ("Two generalized seizures.", "seizures", 2, None, None, None),
]


@pytest.mark.parametrize(("note", "thing", "least", "most", "first", "last"), STATED)
def test_stated(note: str, thing: str, least: int, most: int | None, first: str | None, last: str | None) -> None:
    (found,) = [f for f in eligo.annotate(DAY + note, source="n").facts if f.count is not None]
    assert found.count is not None
    assert (found.text, found.count.low, found.count.high) == (thing, least, most)
    assert found.time == (None if first is None else first if last is None else Period(first, last))


@pytest.mark.parametrize(
    "note",
    [
        "Type 2 diabetes, stage 3 kidney disease.",
        "Grade 2 hemorrhoids.",
        "Takes metformin twice daily for diabetes.",
        "Her mother had 2 strokes.",
        "No relapses in 2 years.",
        "She has 2 seizures a week.",
        "Hepatitis B 2 years ago.",
        "Multiple sclerosis and multiple myeloma.",
    ],
)
def test_no_count(note: str) -> None:
    assert not [f for f in eligo.annotate(DAY + note, source="n").facts if f.count is not None]


JUDGED = [
    ("Inclusion", "At least 2 relapses in the past year", "She had 3 relapses in the past year.", "pass"),
    ("Inclusion", "At least 2 relapses in the past year", "She had 1 relapse in the past 12 months.", "fail"),
    ("Inclusion", "At least 2 relapses in the past year", "Two relapses in the past 2 years.", "unknown"),
    ("Exclusion", "More than 2 relapses in the past year", "Two relapses in the past 2 years.", "pass"),
    ("Inclusion", "At least 2 relapses in the past 2 years", "Two relapses in the past year.", "pass"),
    ("Exclusion", "More than 2 relapses in the past 2 years", "Two relapses in the past year.", "unknown"),
    ("Exclusion", "More than 1 relapse in the past year", "No relapses in the past 2 years.", "pass"),
    ("Exclusion", "More than 1 relapse in the past 2 years", "No relapses in the past year.", "unknown"),
    ("Inclusion", "At least 2 relapses in the past year", "Relapse on 2025-01-10. Relapse on 2024-09-03.", "pass"),
    ("Inclusion", "At least 2 relapses in the past year", "Relapse on 2025-01-10. Relapse on 2023-09-03.", "unknown"),
    ("Inclusion", "At least 2 relapses in the past year", "Relapse on 2025-01-10. Relapse on 2025-01-12.", "unknown"),
    ("Inclusion", "At least 2 prior hospitalisations", "Two prior hospitalizations.", "pass"),
    ("Exclusion", "2 or more emergency room visits in the last year", "3 emergency department visits in the last year.",
     "fail"),
    ("Exclusion", "More than 3 brain metastases", "MRI shows 5 brain metastases.", "fail"),
    ("Exclusion", "More than 3 brain metastases", "A single brain metastasis.", "pass"),
    ("Inclusion", "No more than 3 brain metastases", "Multiple brain metastases.", "unknown"),
    ("Inclusion", "No more than 3 brain metastases", "Brain metastases.", "unknown"),
    ("Inclusion", "No more than 3 brain metastases", "No brain metastases.", "pass"),
    ("Inclusion", "1 to 4 brain metastases", "On 2025-01-03 MRI showed 2 brain metastases. On 2025-04-20 MRI showed 6"
     " brain metastases.", "fail"),
    ("Exclusion", "3 or more strokes", "Stroke in 2015, stroke in 2019.", "unknown"),
    ("Exclusion", "2 or more strokes", "Stroke in 2015, stroke in 2019.", "fail"),
    ("Inclusion", "At least 2 COPD exacerbations in the past year", "2 asthma exacerbations in the past year.",
     "unknown"),
    ("Inclusion", "At least 2 COPD exacerbations in the past year", "2 COPD exacerbations in 2023.", "unknown"),
    ("Inclusion", "No more than 3 seizures", "Two generalized seizures.", "unknown"),
    ("Inclusion", "At least 2 severe hypoglycemic episodes in the past year", "Two hypoglycemic episodes in the past"
     " year.", "unknown"),
    ("Exclusion", "Currently on more than 2 antihypertensive medications", "Medications: lisinopril 10 mg daily,"
     " amlodipine 5 mg daily, hydrochlorothiazide 25 mg daily.", "fail"),
    ("Exclusion", "Currently on more than 2 antihypertensive medications", "Lisinopril 10 mg daily.", "unknown"),
    ("Exclusion", "Failed more than 2 antihypertensive medications", "Medications: lisinopril 10 mg daily,"
     " amlodipine 5 mg daily, hydrochlorothiazide 25 mg daily.", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "criterion", "note", "verdict"), JUDGED)
def test_judged(kind: str, criterion: str, note: str, verdict: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {criterion}\n", source="x")
    (found,) = eligo.match(trial, eligo.annotate(DAY + note + "\n", source="n")).verdicts
    assert found.verdict == verdict, found.reason


def test_counts_that_contradict_each_other_are_both_quoted() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- More than 3 brain metastases\n", source="x")
    note = DAY + "MRI shows 5 brain metastases. There are two brain metastases.\n"
    (found,) = eligo.match(trial, eligo.annotate(note, source="n")).verdicts
    assert found.verdict == "unknown"
    assert len({e.fact.start for e in found.evidence if e.fact is not None}) == 2


def test_silence_is_none_only_where_absence_is_taken() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Three or more seizures within 3 months\n", source="x")
    patient = eligo.annotate(DAY + "Hypertension.\n", source="n")
    assert eligo.match(trial, patient).verdicts[0].verdict == "unknown"
    (found,) = eligo.match(trial, patient, silence="absent").verdicts
    assert found.verdict == "pass"
    assert "seizures are not mentioned and taken as none" in found.assumptions


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Seizures on 3/3/2025, 3/8/2025 and 4/20/2025.", "pass"),
        ("Seizures on 3/3/2025 and 3/5/2025.", "unknown"),
        ("Seizures on 1/3/2024, 3/8/2024 and 4/20/2025.", "unknown"),
    ],
)
def test_a_list_of_dates_is_counted(note: str, told: str) -> None:
    (criterion,) = eligo.parse("Inclusion criteria\n\n- At least 3 seizures in the past 2 months\n").criteria
    assert judge(criterion, eligo.annotate(DAY + note)).verdict == told
