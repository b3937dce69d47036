"""A criterion and a note, both as text: what a coordinator would answer, and what it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

import eligo
from eligo.schema import Verdict

DAY = "Date: 2025-05-02\n\n"


def verdict(criterion: str, note: str) -> Verdict:
    kind, _, text = criterion.partition(": ")
    trial = eligo.parse(f"{kind} Criteria:\n- {text}\n", source="trial")
    (found,) = eligo.match(trial, eligo.annotate(f"{DAY}{note}\n", source="note")).verdicts
    return found


EQUATED = [
    ("Inclusion: ECOG performance status of 0 or 1", "Karnofsky 80%.", "pass"),
    ("Inclusion: ECOG performance status of 0 or 1", "KPS 60.", "fail"),
    ("Inclusion: ECOG performance status ≤ 2", "Karnofsky performance status 50.", "pass"),
    ("Inclusion: Karnofsky performance status ≥ 70", "ECOG 1.", "pass"),
    ("Inclusion: Karnofsky performance status ≥ 70", "ECOG 2.", "fail"),
    ("Inclusion: Karnofsky performance status ≥ 80", "ECOG 1.", "unknown"),  # 70 or 80
    ("Inclusion: ECOG performance status of 0 or 1", "Karnofsky 80%. ECOG 2.", "fail"),  # what is stated goes first
]


@pytest.mark.parametrize(("criterion", "note", "answer"), EQUATED)
def test_one_scale_for_another(criterion: str, note: str, answer: str) -> None:
    found = verdict(criterion, note)
    assert found.verdict == answer
    equated = [a for a in found.assumptions if "equated scales" in a]
    assert bool(equated) is (note != "Karnofsky 80%. ECOG 2.")


CASES = [
    # words that are not understood narrow what is denied as well
    ("Inclusion: No frobnic seizure within the last year", "Focal seizure on 2025-03-01.", "unknown"),
    ("Inclusion: No seizure within the last year", "Focal seizure on 2025-03-01.", "fail"),
    ("Inclusion: COPD exacerbation", "COPD.", "unknown"),
    ("Exclusion: Immunodeficiency other than by corticosteroids for asthma", "Asthma. On prednisone.", "unknown"),
    ("Exclusion: Neoplasm other than breast cancer", "Breast cancer. The tumor was HER2-positive.", "pass"),
    # what an examination has shown; a status that has to be known
    ("Inclusion: Normal ECG", "ECG normal.", "pass"),
    ("Inclusion: Normal ECG", "ECG abnormal.", "fail"),
    ("Inclusion: Normal ECG", "An ECG was done.", "unknown"),
    ("Inclusion: HER2 status known", "HER2 negative.", "pass"),
    ("Inclusion: HER2 status known", "HER2 2+.", "pass"),
    ("Inclusion: HER2 status known", "Breast cancer.", "unknown"),
    # beside an exception, silence says nothing of what is planned or of anything at all
    ("Exclusion: Planned surgery (other than CABG) within 12 months after randomization", "CABG in 2019.", "unknown"),
    ("Exclusion: Comorbidities other than atrial fibrillation", "Atrial fibrillation. Diabetes.", "unknown"),
    ("Exclusion: Lung disease other than asthma", "Asthma. Hay fever.", "pass"),
    # what is denied for a time is denied at any time of it
    ("Inclusion: No seizures for at least 6 months", "Seizure on 2025-04-20.", "fail"),
    ("Inclusion: No seizures for at least 6 months", "Seizure on 2023-04-20.", "pass"),
    ("Inclusion: Seizure-free for at least 6 months", "Seizure on 2025-04-20.", "fail"),
    ("Inclusion: Must not have received chemotherapy for at least 4 weeks", "Chemotherapy on 2025-04-20.", "fail"),
    ("Inclusion: Without antidepressants for at least 5 weeks", "Sertraline stopped 2025-04-20.", "fail"),
    ("Inclusion: Without antidepressants for at least 5 weeks", "Sertraline stopped 2025-01-20.", "pass"),
    ("Inclusion: On antidepressants for at least 5 weeks", "Sertraline started 2025-04-20.", "fail"),
    ("Exclusion: Not on metformin for at least 8 weeks", "Metformin since 2020.", "pass"),
    ("Exclusion: Not on metformin for at least 8 weeks", "Metformin since 2025-04-20.", "unknown"),
    ("Inclusion: No corticosteroids at least 4 weeks prior to enrolment", "Prednisone until 2025-01-05.", "pass"),
    ("Inclusion: No corticosteroids at least 4 weeks prior to enrolment", "Prednisone until 2025-04-28.", "fail"),
    # what must be stopped
    ("Inclusion: Warfarin must be stopped 2 weeks before randomization", "Warfarin stopped 2025-04-28.", "fail"),
    ("Inclusion: Warfarin must be stopped 2 weeks before randomization", "Warfarin stopped 2025-01-28.", "pass"),
    ("Inclusion: Warfarin must be discontinued prior to randomization", "Takes warfarin.", "fail"),
    ("Inclusion: Warfarin must be discontinued prior to randomization", "Warfarin stopped 2025-04-28.", "pass"),
    ("Inclusion: Patients must discontinue warfarin", "Takes warfarin.", "fail"),
    ("Inclusion: Lactating women must agree to discontinue nursing", "A man aged 50.", "not_applicable"),
    ("Inclusion: Breastfeeding should be discontinued", "She is breastfeeding.", "unknown"),
    # a denial of one kind is none of the others; what is excepted is no reason in wider words either
    ("Inclusion: Cirrhosis", "There is no evidence of metabolic liver disease.", "unknown"),
    ("Inclusion: Cirrhosis", "There is no evidence of liver disease.", "fail"),
    ("Exclusion: Liver disease not caused by hepatitis C", "Hepatitis C. Biopsy: viral hepatitis.", "pass"),
    ("Exclusion: Liver disease not caused by hepatitis C", "Hepatitis C. Autoimmune hepatitis.", "fail"),
    ("Inclusion: Chronic liver disease", "Chronic hepatitis C since 2019.", "pass"),
    ("Exclusion: Liver disease", "Gallstones.", "unknown"),
    ("Exclusion: Hepatobiliary disease", "Gallstones.", "fail"),
    ("Inclusion: Suitable for liver transplantation", "Liver transplant in 2019.", "unknown"),
    # kinds that exclude each other
    ("Exclusion: Type 1 diabetes mellitus", "Type 2 diabetes mellitus.", "pass"),
    ("Inclusion: Type 2 diabetes mellitus", "Type 1 diabetes mellitus since childhood.", "fail"),
    ("Exclusion: Type 1 diabetes mellitus", "Diabetes mellitus.", "unknown"),
    ("Exclusion: Type 1 diabetes mellitus", "Type 1 diabetes mellitus. Type 2 diabetes mellitus.", "unknown"),
    # not active
    ("Exclusion: Active tuberculosis", "Latent tuberculosis treated in 2021.", "unknown"),
    ("Exclusion: Active tuberculosis", "Latent tuberculosis treated in 2021; no active tuberculosis.", "pass"),
    ("Exclusion: Active or latent tuberculosis", "Latent tuberculosis treated in 2021.", "fail"),
    ("Exclusion: Active tuberculosis", "Pulmonary tuberculosis, cured.", "pass"),
    ("Exclusion: Active tuberculosis", "Pulmonary tuberculosis.", "fail"),
    # no other
    ("Exclusion: Active malignancy", "Cervical cancer in 2019, cured. No other malignancy.", "pass"),
    ("Exclusion: Active malignancy", "Cervical cancer in 2019, cured.", "unknown"),
    ("Exclusion: Active malignancy", "Metastatic gastric cancer. No other malignancy.", "fail"),
    ("Exclusion: Breast cancer", "Metastatic gastric cancer. No other malignancy.", "pass"),
    ("Exclusion: Brain metastases", "Gastric cancer. No other malignancy.", "unknown"),
    ("Exclusion: Breast cancer", "No other malignancy.", "unknown"),
    # what a test, a vaccine or a plan is for
    ("Exclusion: Hepatitis B", "Hepatitis B serology is pending.", "unknown"),
    ("Exclusion: Hepatitis B", "Hepatitis B serology was positive.", "fail"),
    ("Exclusion: Hepatitis B", "Vaccinated against hepatitis B.", "unknown"),
    ("Exclusion: Pneumonia", "Trimethoprim for pneumocystis pneumonia prophylaxis.", "unknown"),
    ("Exclusion: Live vaccine within 4 weeks before screening", "A measles vaccine is planned for June.", "unknown"),
    ("Exclusion: Live vaccine within 4 weeks before enrolment", "Yellow fever vaccine on 2025-04-10.", "fail"),
    ("Exclusion: Live vaccine within 4 weeks before enrolment", "Yellow fever vaccine in March 2025.", "pass"),
    # events, and what was treated on a date
    ("Exclusion: Suicide attempt within 6 months before screening", "Suicide attempt in 2016.", "pass"),
    ("Exclusion: Suicide attempt within 6 months before screening", "Suicide attempt on 2025-02-14.", "fail"),
    ("Exclusion: Malignancy within 5 years", "Breast cancer treated with surgery in 2018, no recurrence.", "pass"),
    ("Exclusion: Malignancy within 5 years", "Breast cancer treated with surgery in 2023, no recurrence.", "fail"),
    # below zero
    ("Inclusion: T-score ≤ -2.5", "T-score -2.6.", "pass"),
    ("Inclusion: T-score ≤ -2.5", "T-score -2.4.", "fail"),
    # each visit has its own date
    ("Inclusion: Platelets ≥ 100 x 10^9/L",
     "VISIT 2025-01-10\nPlatelets 90 G/L.\n\nVISIT 2025-05-02\nPlatelets 120 G/L.", "pass"),
    ("Inclusion: Platelets ≥ 100 x 10^9/L",
     "Follow-up visit on 2025-01-10\nPlatelets 120 G/L.\n\nVisit 2 2025-04-30\nPlatelets 90 G/L.", "fail"),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "note", "answer"), CASES)
def test_verdict(criterion: str, note: str, answer: str) -> None:
    assert verdict(criterion, note).verdict == answer


def merged(*notes: str) -> eligo.Patient:
    return eligo.merge([eligo.annotate(note, source=f"note {n}") for n, note in enumerate(notes)])


def answer(criterion: str, patient: eligo.Patient) -> Verdict:
    kind, _, text = criterion.partition(": ")
    (found,) = eligo.match(eligo.parse(f"{kind} Criteria:\n- {text}\n", source="trial"), patient).verdicts
    return found


EARLY, LATE = "Patient ID: P7\nDate: 2025-01-10\n\n", "Patient ID: P7\nDate: 2025-05-02\n\n"
NOTES = [
    ("Inclusion: Platelets ≥ 100 x 10^9/L", "Platelets 90 x 10^9/L.", "Platelets 120 x 10^9/L.", "pass"),  # the latest
    ("Inclusion: Platelets ≥ 100 x 10^9/L within 14 days", "Platelets 120 x 10^9/L.", "No complaints.", "unknown"),
    ("Inclusion: Platelets ≥ 100 x 10^9/L", "Platelets 120 x 10^9/L.", "No complaints.", "pass"),
    ("Exclusion: Diabetes mellitus", "Diabetes mellitus.", "No complaints.", "fail"),
    ("Exclusion: Prior pembrolizumab", "He received pembrolizumab in 2024.", "Hypertension.", "fail"),
    ("Exclusion: Current treatment with warfarin", "On warfarin.", "Hypertension.", "unknown"),  # it was, then
    ("Exclusion: Current treatment with warfarin", "On warfarin.", "Warfarin was stopped on 2025-03-01.", "pass"),
    ("Exclusion: Pregnant women", "25-year-old woman. Not pregnant.", "She is pregnant.", "fail"),
]


@pytest.mark.parametrize(("criterion", "early", "late", "verdict"), NOTES)
def test_several_notes_of_one_patient(criterion: str, early: str, late: str, verdict: str) -> None:
    for patient in (merged(EARLY + early, LATE + late), merged(LATE + late, EARLY + early)):
        assert (patient.id, patient.index_date) == ("P7", "2025-05-02")
        assert answer(criterion, patient).verdict == verdict


def test_notes_that_contradict_each_other_are_both_quoted() -> None:
    patient = merged(LATE + "No hepatitis B.", LATE + "Hepatitis B.")
    found = answer("Exclusion: Hepatitis B", patient)
    assert found.verdict == "unknown"
    assert {e.fact.source for e in found.evidence if e.fact is not None} == {"note 0", "note 1"}
    both = merged(LATE + "ECOG 1.", LATE + "ECOG 2.")
    disagreeing = answer("Inclusion: ECOG 0 or 1", both)
    assert disagreeing.verdict == "unknown"
    assert {e.fact.source for e in disagreeing.evidence if e.fact is not None} == {"note 0", "note 1"}


def test_a_record_that_lasts_and_a_later_note_contradict_each_other() -> None:
    record = eligo.annotate(LATE + "Lupus.", source="record")
    (lupus,) = (f for f in record.facts if f.type == "condition")
    lasting = replace(lupus, status="active", time="2015-01-01", start=0, end=0, source="Condition/1")
    merged_ = eligo.merge([replace(record, facts=(lasting,)), eligo.annotate(LATE + "No lupus.", source="note")])
    found = answer("Exclusion: Lupus", merged_)
    assert found.verdict == "unknown"
    assert {e.fact.source for e in found.evidence if e.fact is not None} == {"Condition/1", "note"}


def test_what_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="no patients"):
        eligo.merge([])
    with pytest.raises(ValueError, match="name of its own"):
        eligo.merge([eligo.annotate("ECOG 1.", source="x"), eligo.annotate("ECOG 2.", source="x")])
    man, woman = eligo.annotate("A man aged 50.", source="a"), eligo.annotate("A woman aged 50.", source="b")
    assert eligo.merge([man, woman]).sex is None
