"""Facts about what examinations showed, what was stopped, declined or over, and words that are no abbreviations."""

from __future__ import annotations

import time

import pytest

import eligo
from eligo.schema import Fact, Period


def facts(text: str) -> dict[str, Fact]:
    return {f.name: f for f in eligo.annotate(text).facts}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("ECG normal.", "electrocardiogram", "normal"),
        ("ECG: normal", "electrocardiogram", "normal"),
        ("MRI of the brain was unremarkable.", "MRI", "normal"),
        ("Colonoscopy in spring 2019 was negative.", "colonoscopy", "negative"),
        ("Her stress test was positive.", "stress test", "positive"),
        ("EEG was abnormal.", "electroencephalogram", "abnormal"),
        ("CXR: no acute cardiopulmonary process", "X-ray", "normal"),
        ("CT chest and abdomen were unremarkable.", "CT", "normal"),
        ("An abnormal mammogram was followed up.", "mammography", "abnormal"),
        ("Gastroscopy and colonoscopy were normal.", "gastroscopy", "normal"),
        ("ECG: normal sinus rhythm", "electrocardiogram", None),
        ("Ultrasound was normal except for gallstones.", "ultrasound", None),
        ("Echocardiogram revealed normal left ventricular size.", "echocardiography", None),
        ("Bone scan negative for bone metastases.", "bone scan", None),
    ],
)
def test_examinations(text: str, name: str, value: str | None) -> None:
    assert facts(text)[name].value == value


def test_an_examination_before_many_words_takes_no_time() -> None:
    text = (
        "A CT of the resected specimens from the nodules of the sigmoid colon in our department "
        "showed an unknown disease."
    )
    started = time.process_time()
    assert facts(f"{text}\nECG of 3 May, taken at rest: normal.")["electrocardiogram"].value == "normal"
    assert time.process_time() - started < 10  # the tables are read in it


def test_an_examination_has_its_whole_span() -> None:
    found = facts("In 2019 the ECG was normal, and he felt well.")["electrocardiogram"]
    assert found.text == "ECG was normal"


@pytest.mark.parametrize(
    ("text", "name", "assertion"),
    [
        ("Liver dysfunction did not appear.", "hepatic impairment", "absent"),
        ("Surgery was suggested, but she declined.", "surgery", "absent"),
        ("No pneumonia status post right pneumonectomy.", "pneumonectomy", "historical"),
        ("Arrhythmia is another possibility.", "arrhythmia", "possible"),
        ("No drugs were used prior to the onset of the lesions.", "lesion", "present"),
        ("Risk factors for vascular disease, such as gout.", "gout", "present"),
        ("Risk factors for vascular disease, such as gout.", "vascular disease", "hypothetical"),
        ("She began to suffer from abdominal pain more than 10 years ago.", "abdominal pain", "present"),
        ("72M s/p lobectomy 2019, now w/ brain metastases.", "brain metastases", "present"),
        ("Resection margins were free of tumor.", "tumor", "present"),
        ("Call if weight gain of 2 kg.", "weight gain in kilograms", "hypothetical"),
        ("A history of gout, and we continued her on her home dose of allopurinol.", "allopurinol", "present"),
    ],
)
def test_assertions(text: str, name: str, assertion: str) -> None:
    assert facts(text)[name].assertion == assertion


def test_what_is_like_a_tumor_is_none() -> None:
    assert not facts("A tumor-like movement.")


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("Surgery was recommended.", "surgery", "planned"),
        ("The rash subsided.", "rash", "resolved"),
        ("He is using levothyroxine, atorvastatin and aspirin 81 mg.", "aspirin", "ongoing"),
        ("Plan:\nStop metformin. Start lisinopril 5 mg daily.", "metformin", "stopped"),
        ("Plan:\nStop metformin. Start lisinopril 5 mg daily.", "lisinopril", "planned"),
        ("Assessment and plan: HOLD WARFARIN.", "warfarin", "stopped"),
    ],
)
def test_status(text: str, name: str, status: str) -> None:
    assert facts(text)[name].status == status


@pytest.mark.parametrize(
    ("text", "name", "dose", "unit", "route"),
    [
        ("Apixaban 5 mg Tablet Sig: One (1) Tablet PO BID.", "apixaban", 10.0, "mg/d", "oral"),
        ("Furosemide 40 mg Tablet Sig: Two (2) Tablet PO DAILY (Daily).", "furosemide", 80.0, "mg/d", "oral"),
        ("10 mg dexamethasone was intravenously injected.", "dexamethasone", 10.0, "mg", "intravenous"),
        (
            "The prednisolone dose was tapered from 60 mg daily to a dose of 5 mg daily.",
            "prednisolone",
            5.0,
            "mg/d",
            None,
        ),
        ("Isoniazid (INH, 300 mg/d) was given.", "isoniazid", 300.0, "mg/d", None),
    ],
)
def test_doses(text: str, name: str, dose: float, unit: str, route: str) -> None:
    fact = facts(text)[name]
    assert fact.dose is not None
    assert (fact.dose.low, fact.dose.unit, fact.route) == (dose, unit, route)


def test_a_route_and_a_date_are_said_of_their_own_drug() -> None:
    found = facts("Methylprednisolone 125 mg IV x1 and azithromycin.")
    assert (found["methylprednisolone"].route, found["azithromycin"].route) == ("intravenous", None)
    found = facts("Takes metformin 500 mg bid and received cisplatin in 2019.")
    assert (found["metformin"].time, found["cisplatin"].time) == (None, "2019")


@pytest.mark.parametrize(
    "text",
    [
        "GLUCOSE IS TO BE 120 BY TOMORROW.",
        "MS. DOE MET WITH HER SURGEON.",
        "SHE GOT BETTER AND ATE WELL.",
        "THE PATIENT HIT THE GROUND.",
    ],
)
def test_words_in_capitals(text: str) -> None:
    names = {"base excess", "multiple sclerosis", "MET alteration", "AST", "heparin-induced thrombocytopenia"}
    assert not names & facts(text).keys()


@pytest.mark.parametrize(
    ("text", "name"),
    [("ABG: PH 7.30, BE -4", "base excess"), ("HISTORY OF MS AND GOUT", "multiple sclerosis")],
)
def test_abbreviations_in_capitals(text: str, name: str) -> None:
    assert name in facts(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gall bladder cancer", "gallbladder cancer"),
        ("portal hypertensive gastropathy", "portal hypertension"),
        ("a Wolff–Parkinson–White pattern", "Wolff-Parkinson-White syndrome"),
        ("a space-occupying lesion in front of the stomach", "mass"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert set(facts(text)) == {name}


def test_lists_in_capitals_are_no_headings() -> None:
    note = (
        "PAST MEDICAL HISTORY\nHEART FAILURE\nSLEEP APNEA\n\nMEDICATIONS\nLISINOPRIL\nMETFORMIN 500 MG\n\n"
        "ALLERGIES\nPENICILLIN\n\nFAMILY HISTORY\nBREAST CANCER\n"
    )
    found = facts(note)
    assert {"heart failure", "sleep apnea", "lisinopril", "metformin", "penicillins"} <= found.keys()
    assert (found["lisinopril"].status, found["penicillins"].relation) == ("ongoing", "hypersensitivity")
    assert found["breast cancer"].assertion == "family"


@pytest.mark.parametrize(
    ("text", "name", "assertion"),
    [
        ("Born by section for preeclampsia to a 29-year-old mother.", "preeclampsia", "family"),
        ("His mother's breast cancer was treated.", "breast cancer", "family"),
        ("Maternal diabetes was noted.", "diabetes mellitus", "family"),
        ("She denies smoking, gout, or a family history of heart disease.", "heart disease", "family"),
        ("He sat on his mother's lap and had fever.", "fever", "present"),
        ("A history of chronic hepatitis C.", "chronic hepatitis C", "present"),
        ("MRI was done to see whether a tumor was there.", "tumor", "possible"),
        ("The differential diagnosis for her pain included a cyst, gout, neuralgia or asthma.", "asthma", "possible"),
        ("Lupus was excluded by the criteria.12 Bone marrow biopsy was performed.", "bone marrow biopsy", "present"),
        ("He had no fever.The patient had gout.", "gout", "present"),
    ],
)  # fmt: skip
def test_whose_it_is_and_how_sure(text: str, name: str, assertion: str) -> None:
    assert facts(text)[name].assertion == assertion


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Decreased bone mass.", "mass"),
        ("Serum tumor markers were negative.", "tumor"),
        ("Fibroblast growth factor 23 was sent.", "growth factors"),
        ("Shoulder imbalance.", "balance problem"),
        ("The cytomegalovirus pp65 antigenemia test was sent.", "cytomegalovirus infection"),
        ("A newborn of a G2P1 mother.", "parous"),
        ("Bilirubin 11.2 mg/dL on day of life 4.", "postmenstrual age"),
        ("Mother's GBS status was positive.", "Guillain-Barre syndrome"),
    ],
)
def test_parts_of_other_names(text: str, name: str) -> None:
    assert name not in facts(text)


def test_a_drug_until_a_day_was_stopped() -> None:
    found = facts("She continued on nivolumab 3 mg/kg q14 days until June 2015.")["nivolumab"]
    assert (found.status, found.time) == ("stopped", Period(None, "2015-06"))


@pytest.mark.parametrize(
    ("text", "name", "assertion"),
    [
        ("She denied smoking, socially drank alcohol.", "alcohol", "present"),
        ("Fluids were given for presumed gout, she became dyspneic.", "dyspnea", "present"),
        ("A biopsy was done to exclude myocarditis.", "myocarditis", "possible"),
        ("Marrow was negative for spread which made this a primary cardiac lymphoma.", "lymphoma", "present"),
        ("Due to poor drug compliance.", "compliance with protocol", "absent"),
    ],
)
def test_where_a_denial_or_a_doubt_ends(text: str, name: str, assertion: str) -> None:
    assert facts(text)[name].assertion == assertion


def test_whose_age_it_is() -> None:
    found = facts("A 4-year-old female child came. When the girl was approximately 2 years old, she had swelling.")
    assert found["age"].value == 4.0
    assert facts("She has a 5-year-old child. She is 32 years old.")["age"].value == 32.0


def test_glucose_of_a_fluid_with_red_blood_cells() -> None:
    found = facts("CSF analysis (4 leukocytes/µL, 6 red blood cells/µL, glucose 2.4 mmol/L).")
    assert "glucose" not in found
    assert found["CSF glucose"].value == 2.4


def test_a_dose_of_the_next_drug() -> None:
    found = facts("Broad-spectrum antibiotics, and 2 g/kg intravenous immunoglobulin.")
    assert found["antibiotics"].dose is None
    found = facts("She received 40 mg of intravenous furosemide.")
    assert found["furosemide"].dose is not None


def test_a_clinic_is_no_disease() -> None:
    assert "heart failure" not in facts("Follow-up at the heart-failure clinic.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Immunohistochemistry showed positive staining for p63, p40 and CK 7.", "heart rate"),
        ("Immunohistochemistry showed positive staining for p63, p40 and CK 7.", "creatine kinase"),
        ("Palliative conformal radiotherapy (3D-CRT) was given.", "chemoradiotherapy"),
        ("The thyroid hormones were normal.", "thyroid hormones"),
        ("Levels of norepinephrine and metanephrine were elevated: norepinephrine 468 μg.", "norepinephrine"),
        ("A systolic murmur with irradiation to the axilla.", "radiotherapy"),
    ],
)
def test_stains_and_hormones_that_are_measured(text: str, name: str) -> None:
    assert name not in facts(text)


def test_an_examination_that_suggests_was_done() -> None:
    assert facts("Physical examination suggested no significant abnormalities.")["physical examination"].status is None


def test_a_share_of_cells_is_there_though_called_negative() -> None:
    found = facts("Staining was negative for Ki-67 (20%–30%).")["Ki-67"]
    assert (found.assertion, found.value) == ("present", 20.0)
