"""Whole notes → facts, each class of wording with a sentence of its own, through the real pipeline and lexicons."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Fact, Period

DAY = "Date: 2024-03-20\n\n"


def facts(text: str) -> dict[str, Fact]:
    """By name; the last of a name that occurs twice."""
    patient = eligo.annotate(text)
    assert all(f.text == text[f.start : f.end] for f in patient.facts)
    return {f.name: f for f in patient.facts}


@pytest.mark.parametrize(
    ("text", "name", "assertion", "status"),
    [
        # a denial ends where something else is told
        ("No h/o gout, s/p appendectomy in 2018.", "appendectomy", "historical", None),
        ("No h/o gout, s/p appendectomy in 2018.", "gout", "absent", None),
        ("No h/o cancer, h/o shingles 2020.", "herpes zoster", "historical", "history"),
        ("Negative for nausea, positive for diarrhea.", "diarrhea", "present", None),
        ("No fever, history of asthma, or cough.", "asthma", "absent", None),
        ("No mass was seen on CT.", "CT", "present", None),
        ("He is not on dialysis.", "dialysis", "absent", None),
        ("No fever during chemotherapy.", "chemotherapy", "present", None),
        ("She is not sexually active, and her menses are regular.", "menstrual cycle", "present", None),
        ("Tests ruled out any cardiac cause of the stroke.", "stroke", "present", None),
        ("She refused hip replacement.", "hip replacement", "absent", None),
        # what a history says
        ("His past medical history is significant for gout and asthma.", "asthma", "present", None),
        ("She has a history of hypertension and stroke.", "hypertension", "present", None),
        ("She has a history of hypertension and stroke.", "stroke", "historical", "history"),
        ("Her known melanoma is unchanged.", "melanoma", "present", None),
        ("She has a history of gestational diabetes.", "gestational diabetes", "historical", "history"),
        ("Prior stroke, hypertension and gout.", "hypertension", "present", None),
        ("PMHx afib, presents with fever.", "fever", "present", None),
        ("He had a history of urinary retention in the past 2 days.", "urinary retention", "present", None),
        ("PMH: afib on warfarin, asthma", "warfarin", "present", "ongoing"),
        ("Emergency room visit for fever after not taking insulin.", "emergency room visit", "present", None),
        ("He was never prescribed drugs for gout.", "gout", "present", None),
        ("Status post transplant with systemic amyloidosis.", "amyloidosis", "present", None),
        # others
        ("His wife has asthma.", "asthma", "family", None),
        # what is planned, held or offered
        ("She is a candidate for liver transplantation.", "liver transplant", "present", "planned"),
        ("Jaundice that may require phototherapy.", "phototherapy", "present", "planned"),
        ("He was offered levodopa.", "levodopa", "present", "planned"),
        ("Will hold lisinopril.", "lisinopril", "present", "stopped"),
        ("He had surgery prior to chemotherapy.", "chemotherapy", "present", None),
        # since when it is known, and of which of two things
        ("A man diagnosed with hepatitis C 2 years ago.", "hepatitis C", "present", None),
        ("A man diagnosed with pneumonia 2 years ago.", "pneumonia", "historical", "history"),
        (
            "A man diagnosed with hepatitis C 2 years ago and the recent infection with HIV.",
            "HIV infection",
            "present",
            None,
        ),
        ("A woman with h/o ESRD on hemodialysis.", "hemodialysis", "present", None),
        ("She continued to undergo dialysis.", "dialysis", "present", None),
        ("She is to undergo dialysis.", "dialysis", "present", "planned"),
        ("Ultrasound showed fatty infiltration of the liver.", "fatty liver", "present", None),
        # lists of drugs that are stopped or planned together
        ("Stopped aspirin, clopidogrel and warfarin.", "warfarin", "present", "stopped"),
        ("Held metformin, started insulin and aspirin.", "aspirin", "present", None),
        (
            "He was referred for treatment with rituximab, vincristine, and prednisone.",
            "prednisone",
            "present",
            "planned",
        ),
        ("Aspirin, atorvastatin, and metoprolol will be started.", "aspirin", "present", "planned"),
        ("Zoledronic acid will be given.", "zoledronic acid", "present", "planned"),
        # given some time
        ("She was initially treated with melphalan and prednisone.", "prednisone", "present", "given"),
        ("He has been treated with metformin.", "metformin", "present", None),
        ("Asthma treated with budesonide.", "budesonide", "present", None),
        ("The dose of prednisone was raised.", "prednisone", "present", None),
        ("She could not walk, and had hyperalgesia.", "hyperalgesia", "present", None),
        ("Her legs could not move, hyperalgesia of the hands.", "hyperalgesia", "present", None),
        ("The medical past history included COPD.", "chronic obstructive pulmonary disease", "present", None),
        ("His past history included pneumonia.", "pneumonia", "historical", "history"),
        # habits and findings in a word
        ("Lifelong nonsmoker.", "tobacco use", "absent", None),
        ("Ex-smoker.", "tobacco use", "historical", "history"),
        ("He quit smoking.", "tobacco use", "historical", "history"),
        ("She drinks socially.", "alcohol use", "present", None),
        ("Denies any EtOH.", "alcohol use", "absent", None),
        ("He is afebrile.", "fever", "absent", None),
        # what was not given, done or signed, in the active and in the passive
        ("He declines to give consent.", "informed consent", "absent", None),
        ("He has not yet given informed consent.", "informed consent", "absent", None),
        ("She is unable to give informed consent.", "informed consent", "absent", None),
        ("He is able to swallow tablets.", "ability to swallow tablets", "present", None),
        ("He has not undergone radiotherapy.", "radiotherapy", "absent", None),
        ("He was not given rituximab.", "rituximab", "absent", None),
        ("Rituximab was not given.", "rituximab", "absent", None),
        ("Rituximab has not yet been started, tacrolimus was.", "rituximab", "absent", None),
        ("Surgery was not done, she received rituximab.", "rituximab", "present", "given"),
        # a denial of what is so now
        ("Denies current bleeding.", "bleeding", "absent", "active"),
        ("She has active gout and no fever.", "fever", "absent", None),
        ("No active or past gout.", "gout", "absent", None),
        ("She is not currently taking warfarin.", "warfarin", "absent", "ongoing"),
        ("Never on warfarin.", "warfarin", "absent", None),
        ("Off warfarin.", "warfarin", "present", "stopped"),
        # qualifiers behind a comma
        ("Pneumonia in May 2021, recovered.", "pneumonia", "present", "resolved"),
        ("Neuropathy, recovered to grade 1.", "peripheral neuropathy", "present", None),
        ("She recovered from influenza.", "influenza", "present", "resolved"),
        ("She has not yet recovered from influenza.", "influenza", "present", None),
        ("Melanoma in 2012, in remission.", "melanoma", "present", "history"),
        # an allergy's reaction is past
        ("She is allergic to penicillin, which causes rash.", "rash", "historical", "history"),
        # toxicities that went down are still there
        ("Residual toxicities resolved to grade 1 or less.", "adverse event", "present", None),
        ("CKD stage 3.", "chronic kidney disease", "present", None),
    ],
)
def test_assertion_and_status(text: str, name: str, assertion: str, status: str | None) -> None:
    fact = facts(text)[name]
    assert (fact.assertion, fact.status) == (assertion, status)


def test_a_history_of_what_stays_is_an_assumption() -> None:
    assert facts("She has a history of hypertension.")["hypertension"].assumed == ("status",)
    assert facts("She has hypertension.")["hypertension"].assumed == ()


def test_grade_after_a_verb_and_stage_before_receptors() -> None:
    assert facts("Neuropathy recovered to grade 1.")["peripheral neuropathy"].grade == 1
    assert facts("She has stage IV ER+/PR-, HER2 negative breast cancer.")["breast cancer"].stage == "IV"


@pytest.mark.parametrize(
    ("text", "name", "severity"),
    [
        ("Prostate cancer in 2011, treated.", "prostate cancer", "treated"),
        ("Melanoma, resected in 2019.", "melanoma", "treated"),
        ("Asthma since 2015, well controlled.", "asthma", "well controlled"),
        ("Gastric cancer, metastatic (liver, bone).", "gastric cancer", "metastatic"),
        ("Gastric cancer (stage IV, metastatic).", "gastric cancer", "metastatic"),
        ("Gastric cancer, metastatic bone disease.", "gastric cancer", None),
    ],
)
def test_qualifiers_behind_a_comma(text: str, name: str, severity: str | None) -> None:
    assert facts(text)[name].severity == severity


def test_the_date_of_a_removal_is_not_the_diseases() -> None:
    found = facts("Melanoma, resected in 2019.")
    assert (found["melanoma"].time, found["resection"].time) == (None, "2019")


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("No known family history of gout.", ["negated", "family"]),
        ("Family history of gout: none.", ["family", "negated"]),
        ("Family history is negative for gout.", ["family", "negated"]),
        ("Family history: no gout.", ["negated"]),
        ("Family history of gout.", ["family"]),
    ],
)
def test_denials_about_the_whole_family(text: str, categories: list[str]) -> None:
    fact = facts(text)["gout"]
    assert (fact.assertion, [c.category for c in fact.cues]) == ("family", categories)


@pytest.mark.parametrize(
    "text", ["His mother does not have gout.", "Her sisters do not have gout.", "No fever, family history of gout."]
)
def test_denials_that_leave_the_family_open(text: str) -> None:
    assert "gout" not in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Blood tests were sent and the lesions were assessed by RECIST 1.1.",
        "Most patients with gout are asymptomatic between the attacks and have no tophi.",
    ],
)
def test_what_says_nothing_of_the_patient(text: str) -> None:
    assert not {"laboratory tests", "RECIST", "gout"} & set(facts(text))


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("BP 132/84 HR 76", "systolic blood pressure", 132, "mm[Hg]"),
        ("BP 132/84 HR 76", "heart rate", 76, "/min"),
        ("BUN/Cr 48/2.1", "creatinine", 2.1, "mg/dL"),
        ("Ht 5'10\", Wt 70 kg", "height", 70, "[in_i]"),
        ("She is 165 cm tall.", "height", 165, "cm"),
        ("He weighs 80 kg.", "body weight", 80, "kg"),
        ("T bili 0.8", "total bilirubin", 0.8, "mg/dL"),
        ("He came with high blood pressure (175/95 mmHg).", "diastolic blood pressure", 95, "mm[Hg]"),
        ("Electrophoresis: 91% HbS 6% HbF", "hemoglobin S", 91, "%"),
        ("8 TJC, 6 SJC", "tender joint count", 8, None),
        ("U/A: RBC negative", "urine red blood cells", "negative", None),
    ],
)
def test_values(text: str, name: str, value: object, unit: str | None) -> None:
    fact = facts(text)[name]
    assert (fact.value, fact.unit) == (value, unit)


def test_other_fluids_are_not_blood() -> None:
    found = facts("LABS\nHgb: 13 g/dL\nU/A:\nRBC: negative\nGlucose: negative\n")
    assert "red blood cells" not in found
    assert "glucose" not in found
    assert found["hemoglobin"].value == 13


def test_columns_of_dates() -> None:
    patient = eligo.annotate(DAY + "LABS:\n         3/12   3/14\nHgb      10.2   9.9\n")
    values = {f.time: f.value for f in patient.facts if f.name == "hemoglobin"}
    assert values == {"2024-03-12": 10.2, "2024-03-14": 9.9}


@pytest.mark.parametrize(
    ("text", "name", "time"),
    [
        ("POD#2 s/p appendectomy.", "appendectomy", "2024-03-18"),
        ("He underwent thyroidectomy on 3/14.", "thyroidectomy", "2024-03-14"),
        ("She had a thyroidectomy on 12/30.", "thyroidectomy", "2023-12-30"),
        ("Pain 8/10, strength 5/5.", "pain", None),
        ("Hypertension, gout and stroke in 2015.", "gout", None),
        ("Gabapentin and dexamethasone 4 mg BID x 3 days.", "gabapentin", None),
        ("Tofacitinib since 2021 with BMI 22.", "BMI", "2024-03-20"),
        ("Tofacitinib since 2021 with BMI 22.", "tofacitinib", Period("2021", None)),
        ("Metformin 1 g daily, warfarin 5 mg daily until 2023-08.", "metformin", None),
        ("Metformin 1 g daily, warfarin 5 mg daily until 2023-08.", "warfarin", Period(None, "2023-08")),
        ("Metformin 1 g daily, warfarin 5 mg daily\nuntil 2023-08", "metformin", None),
        ("Metformin 1 g daily, warfarin 5 mg daily\nuntil 2023-08", "warfarin", Period(None, "2023-08")),
        ("Cisplatin 75 mg/m2, gemcitabine 1 g/m2 until 2023-08.", "cisplatin", Period(None, "2023-08")),
    ],
)
def test_times(text: str, name: str, time: object) -> None:
    assert facts(DAY + text)[name].time == time


@pytest.mark.parametrize(
    ("text", "name", "dose", "unit", "route"),
    [
        ("Denosumab 120 mg SC q4 weeks.", "denosumab", 30, "mg/wk", "subcutaneous"),
        ("Denosumab 120 mg SC q4 weeks, cholecalciferol 2000 IU daily.", "cholecalciferol", 2000, "[IU]/d", None),
        ("Apatinib was administered at a dose of 500 mg daily.", "apatinib", 500, "mg/d", None),
    ],
)
def test_doses(text: str, name: str, dose: float, unit: str, route: str | None) -> None:
    fact = facts(text)[name]
    assert fact.dose is not None
    assert (fact.dose.low, fact.dose.unit, fact.route) == (dose, unit, route)


def test_a_percentage_of_the_next_thing_is_no_dose() -> None:
    assert facts("Afib on warfarin, CHF (EF 35%).")["warfarin"].dose is None


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Prednisone 7.5 mg daily, stable for 3 months.", "prednisone", "stable_dose"),
        ("Lost response to adalimumab.", "adalimumab", "resistance"),
        ("Loss of response to adalimumab.", "adalimumab", "resistance"),
        ("Inadequate response to methotrexate and adalimumab.", "adalimumab", "resistance"),
        ("She did not respond to methotrexate.", "methotrexate", "resistance"),
        ("No response to methotrexate.", "methotrexate", "resistance"),
        ("Failed methotrexate.", "methotrexate", "resistance"),
        ("Off sulfasalazine due to rash.", "sulfasalazine", "intolerance"),
        ("Unable to tolerate statins due to myalgias.", "statins", "intolerance"),
    ],
)
def test_relations(text: str, name: str, relation: str) -> None:
    assert facts(text)[name].relation == relation


def test_a_section_of_one_line_ends_with_it() -> None:
    found = facts("Fam hx: brother with psoriasis.\nJoint count: 8 TJC. Hb 12.9 g/dL.\n")
    assert found["psoriasis"].assertion == "family"
    assert found["hemoglobin"].assertion == "present"
    wrapped = facts("FH: mother with gout,\nbrother with asthma.\nHe has a cough.\n")
    assert (wrapped["asthma"].assertion, wrapped["cough"].assertion) == ("family", "present")


def test_age_without_old() -> None:
    assert eligo.annotate("Sam is a 41 year man.").age == 41
    assert eligo.annotate("Sex: female. Age: 41.").age == 41
    assert eligo.annotate("Gout, diagnosed age 41.").age is None


@pytest.mark.parametrize(
    ("note", "name", "expected"),
    [
        ("He was diagnosed with diabetes 2 years ago.", "diabetes mellitus", ("present", None)),
        ("Pneumonia 2 years ago.", "pneumonia", ("historical", "history")),
        ("Presents with a 5 months' history of rectal bleeding.", "hematochezia", ("present", None)),
        ("With a history of stroke and gout she was diagnosed with lung cancer.", "lung cancer", ("present", None)),
        ("History of lung cancer that was diagnosed in 2010.", "lung cancer", ("historical", "history")),
        ("No fever and complains of imbalance.", "balance problem", ("present", None)),
        ("HIV was non-reactive.", "HIV infection", ("absent", None)),
        ("Unable to undergo MRI.", "MRI", ("absent", None)),
        ("A transfusion was not necessary.", "transfusion", ("absent", None)),
        ("Without weight loss.", "weight loss", ("absent", None)),
        ("She lost 5 kg.", "weight loss", ("present", None)),
        ("Pale, oliguric and icteric.", "pallor", ("present", None)),
        ("A history of asthma for 3 years, suffering from cough.", "asthma", ("present", None)),
        ("A history of asthma for 3 years, suffering from cough.", "cough", ("present", None)),
        ("A history of smoking for 20 years.", "tobacco use", ("historical", "history")),
        ("Presents with a history of chest pain.", "chest pain", ("present", None)),
        ("Presents with a history of stroke.", "stroke", ("historical", "history")),
        ("Known gout, underwent surgery 4 months ago.", "gout", ("present", None)),
        ("Her husband has asthma and is undergoing dialysis.", "dialysis", ("family", None)),
        ("CT excluded pulmonary embolism.", "pulmonary embolism", ("absent", None)),
        ("To be transferred to the unit for catheterization.", "catheterization", ("present", "planned")),
    ],
)
def test_what_is_said_of_it(note: str, name: str, expected: tuple[str, str | None]) -> None:
    assert [(f.assertion, f.status) for f in eligo.annotate(note).facts if f.name == name] == [expected]


@pytest.mark.parametrize(
    "note",
    [
        "Referred to the neurosurgery unit.",
        "Born to a healthy mother.",
        "Raised pancreatic enzymes.",
        "Screening for syphilis and hepatitis was unremarkable.",
        "A low potassium diet.",
        "After delivery of a healthy male infant.",
        "Low QRS voltage.",
        "Reduced vesicular murmur.",
        "Diminished pain sensation.",
    ],
)
def test_what_names_something_else_is_no_fact(note: str) -> None:
    assert not eligo.annotate(note).facts


def test_a_drug_with_its_other_name_has_one_dose() -> None:
    facts = eligo.annotate("Metformin (Glucophage) 500 mg twice daily, lisinopril 10 mg daily.").facts
    assert [(f.name, f.dose.low if f.dose else None) for f in facts] == [("metformin", 1000.0), ("lisinopril", 10.0)]


@pytest.mark.parametrize(
    ("note", "days"),
    [
        ("Seizures on 3/1, 3/8 and 3/20.", ["2022-03-01", "2022-03-08", "2022-03-20"]),
        ("Seizures on 3/1/2022, 3/3/2022, and 3/20/2022.", ["2022-03-01", "2022-03-03", "2022-03-20"]),
        ("Seizures in March and May 2021.", ["2021-03", "2021-05"]),
        ("Strokes in 2010 and 2015.", ["2010", "2015"]),
        ("Stroke in 2010, 2015 pacemaker.", ["2010"]),
        ("Seizure between March 2020 and May 2020.", [Period("2020-03", "2020-05")]),
    ],
)
def test_what_happened_on_a_list_of_days(note: str, days: list[object]) -> None:
    facts = eligo.annotate(f"Date: 2022-03-24\n\n{note}").facts
    assert [f.time for f in facts if f.name in ("seizure", "stroke")] == days


@pytest.mark.parametrize(
    ("note", "sex"),
    [
        ("Man, 50 years old.", "male"),
        ("Female 64 yo with COPD.", "female"),
        ("M, 45 years old, presents with cough.", "male"),
        ("Healthy woman, aged 60.", "female"),
        ("Brother: male, 50 years old.", None),
    ],
)
def test_a_sex_that_a_note_begins_with(note: str, sex: str | None) -> None:
    assert eligo.annotate(note).sex == sex


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The prophylactic therapy for stress ulcer was started.", "ulcer"),
        ("He was sent to the National Institute of Neurology and Cerebrovascular Diseases.", "cerebrovascular disease"),
        ("Immunopositive for neuroendocrine tumor markers.", "neuroendocrine tumor"),
        ("The mass had close adhesion to the surrounding tissue.", "abdominal adhesions"),
        ("Gastric tube reconstruction was done.", "feeding tube"),
    ],
)
def test_named_and_not_stated(text: str, name: str) -> None:
    assert name not in facts(text)


@pytest.mark.parametrize("text", ["We report the case of a 68-year-old woman.", "The history of a 68-year-old man."])
def test_age_behind_case_of(text: str) -> None:
    assert facts(text)["age"].value == 68


def test_age_that_is_past() -> None:
    assert "age" not in facts("Menopause at the age of 48 years old.")
