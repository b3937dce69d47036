"""Listing and notes in, verdicts out: whole fictional trials and patients, each verdict judged by hand."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import eligo
from eligo.schema import MatchReport, Patient, Trial

SHORT = {"pass": "pass", "fail": "fail", "unknown": "unknown", "n/a": "not_applicable"}

DIABETES = """
Exampliglutide in Type 2 Diabetes With Heart Failure (fictional trial)

Condition Type 2 Diabetes Mellitus
Clinical Study IdentifierNCT99990002

Inclusion Criteria

Age 40 to 75 years, inclusive
Type 2 diabetes mellitus diagnosed at least 12 months before screening
HbA1c between 7.0% and 10.5%
Body mass index 25 to 40 kg/m2
Stable dose of metformin for at least 3 months before screening
Heart failure, NYHA class II or III
Left ventricular ejection fraction ≤40%
eGFR ≥45 mL/min/1.73 m2
Women must be postmenopausal or surgically sterile
Signed informed consent

Exclusion Criteria

Type 1 diabetes mellitus
Myocardial infarction or stroke within 6 months before screening
Systolic blood pressure ≥160 mmHg or diastolic blood pressure ≥100 mmHg
Insulin therapy within 90 days before screening
Current treatment with an SGLT2 inhibitor
Serum potassium >5.5 mmol/L
History of pancreatitis
ALT or AST >3×ULN, or total bilirubin >1.5×ULN except in patients with Gilbert's syndrome
Family history of medullary thyroid carcinoma
Known hypersensitivity to GLP-1 receptor agonists
QTc interval >450 ms in men or >470 ms in women
"""

ARTHRITIS = """
Examplimab in Rheumatoid Arthritis (fictional trial)

Condition Rheumatoid Arthritis
Clinical Study IdentifierNCT99990003

Inclusion Criteria

Adults aged 18 years or older
Rheumatoid arthritis diagnosed at least 6 months before screening
DAS28 >3.2
Inadequate response or intolerance to methotrexate
C-reactive protein ≥10 mg/L
If taking oral corticosteroids, the dose must be ≤10 mg/day of prednisone or equivalent
Women of childbearing potential must have a negative pregnancy test at screening

Exclusion Criteria

Autoimmune disease other than rheumatoid arthritis
Prior treatment with a JAK inhibitor
TNF inhibitor within 8 weeks before baseline
Active or latent tuberculosis
HIV infection, hepatitis B or hepatitis C
COVID-19 within 4 weeks before screening
Malignancy within the past 5 years, except adequately treated basal cell carcinoma of the skin
Hemoglobin <8.5 g/dL, white blood cell count <3.0×109/L or platelets <100×109/L
Live vaccine within 4 weeks before the first dose
Surgery planned during the study
Pregnant or breastfeeding
"""


class Case(NamedTuple):
    """A note, and what a coordinator would say of it: ids of criteria by verdict."""

    trial: str
    index_date: str | None
    expected: dict[str, str]
    note: str


CASES = {
    "boundaries, SI units, tests instead of diagnoses": Case(
        "gastric",
        None,
        {"pass": "I1 I2 I3 I4 I6 I8.1 E2 E3 E4 E6", "fail": "I5 I7 I8.2 E5 E7", "unknown": "I10 E1", "n/a": "I8 I9 E8"},
        """
Oncology visit (fictional patient)
Patient ID: O1
Date: 2025-03-10

HISTORY OF PRESENT ILLNESS
80-year-old man with histologically confirmed metastatic gastric cancer. Carboplatin from May 2024 to August
2024. Measurable disease by RECIST 1.1. Denies liver metastases. No known brain metastases. Nivolumab has not
been given before. Grade 2 alopecia, no other toxicities. Life expectancy 12 weeks.

PAST MEDICAL HISTORY
Heart failure, NYHA class II. Myocardial infarction on 2024-09-10. No unstable angina.
Basal cell carcinoma of the skin, excised in 2023.

MEDICATIONS
dexamethasone 1.5 mg daily
Yellow fever vaccine on 2025-02-08

PHYSICAL EXAM
ECOG 2.

LABS 2025-03-03
ANC 1.5 x10^9/L, platelets 100 x10^9/L, hemoglobin 90 g/L
Total bilirubin 30 umol/L
ALT 113 U/L (7-45)
AST 40 U/L (10-40)
Creatinine 1.2 mg/dL (0.7-1.3)
Hepatitis B surface antigen negative. Hepatitis C antibody negative.
""",
    ),
    "just missed, several failures": Case(
        "gastric",
        None,
        {"pass": "I1 I2 I3 I4 I5 I7 I8.2 I9 E4 E8", "fail": "I6 I8.1 E1 E3", "unknown": "E2 E5 E6 E7", "n/a": "I8"},
        """
Oncology visit (fictional patient)
Patient ID: O2
Date: 2025-03-10

HISTORY OF PRESENT ILLNESS
52-year-old woman with metastatic gastric adenocarcinoma confirmed histologically. She received cisplatin;
stopped in January 2025. Two measurable lesions on CT. Known liver metastases. No metastases in the brain. She
took pembrolizumab from 2024-11-01 to 2024-12-20. No alopecia. Neuropathy grade 2. Expected survival about 8
months.

PAST MEDICAL HISTORY
Breast cancer in 2017, treated. Gilbert's syndrome.

MEDICATIONS
prednisone 12.5 mg daily since 2025-03-01
Not pregnant, not breastfeeding. Uses an intrauterine device. She is premenopausal.

PHYSICAL EXAM
ECOG performance status 0

LABS 2025-03-01
ANC 1.49 x10^9/L; platelets 99,000/uL; Hb 8.9 g/dL
Bilirubin 1.0 mg/dL; ALT 225 U/L (7-45); AST 200 U/L (10-40); creatinine 0.9 mg/dL
HBV DNA not detected. Hepatitis C antibody positive.

ASSESSMENT
She has not yet signed the informed consent.
""",
    ),
    "no date: the index date is given; history, family, words for values": Case(
        "gastric",
        "2025-03-10",
        {"pass": "I1 I3 I5 I8.1 E2", "unknown": "I2 I4 I6 I7 I8.2 I10 E3 E4 E5 E6 E7 E8", "n/a": "I8 I9"},
        """
Fictional patient O3
A 45-year-old female with gastric cancer metastatic to the liver was seen. Prior therapy: oxaliplatin plus
5-FU (2024). She has not received immunotherapy. ECOG 1. Family history: father had gastric cancer, mother
with breast cancer. History of melanoma in 2010. Brain metastases resected in 2024. Hysterectomy in 2015.
Labs on 2025-03-01: neutrophils 2,100/mm3, platelets 150 K/uL, Hgb 10 g/dL, total bilirubin normal, ALT 90
U/L, AST elevated, creatinine 70 umol/L.
""",
    ),
    "possible, planned, stopped, contradictory, outside the window": Case(
        "gastric",
        None,
        {"pass": "I1 I2 I3 I4 I5 I7 I8.2 I10 E3 E4", "fail": "E2 E6", "unknown": "I6 I8.1 E1 E5 E7", "n/a": "I8 I9 E8"},
        """
Oncology visit (fictional patient)
Patient ID: O4
Date: 10 March 2025

61-year-old man, metastatic gastric cancer on biopsy. Progression on FLOT (5-FU, leucovorin, oxaliplatin,
docetaxel) until 2025-01-15. Nivolumab is planned. Possible liver metastases. MRI: no evidence of brain
metastases. One measurable target lesion.

PAST MEDICAL HISTORY
Heart failure, NYHA III. No history of heart failure. Squamous cell carcinoma of the lung in 2023.
Prednisone 20 mg daily, stopped on 2025-02-15.
Chronic hepatitis B.
Inactivated influenza vaccine on 2025-03-01.
ECOG 1 (2025-03-08). ECOG 2 (2025-01-10).

Labs 2025-02-20: ANC 3.0 x10^9/L, platelets 200 x10^9/L, Hb 11 g/dL
Labs 2025-03-08: total bilirubin 1.1 mg/dL, ALT 60 U/L (7-45), AST 90 U/L (10-40), creatinine 1.0 mg/dL.
Life expectancy > 6 months. Consented to the study.
""",
    ),
    "boundaries that hold": Case(
        "diabetes",
        None,
        {"pass": "I1 I2 I3 I4 I5 I6 I7 I8 I10 E1 E2 E3 E4 E5 E6 E7 E8 E11", "fail": "E9 E10", "n/a": "I9"},
        """
Cardiology clinic (fictional patient)
Patient ID: D1
Date: 2025-04-01
40-year-old man with type 2 diabetes mellitus diagnosed in 2015 and heart failure, NYHA class III. LVEF 40%.
No type 1 diabetes. Myocardial infarction on 2024-09-30. No stroke. No pancreatitis.
Family history: mother with medullary thyroid carcinoma.
Medications: metformin 1000 mg twice daily since 2024-01-01; empagliflozin 10 mg daily, stopped in December
2024. Never used insulin.
Allergies: liraglutide (rash).
Exam: BP 159/99 mmHg. Weight 81 kg, height 180 cm. QTc 450 ms.
Labs 2025-03-28: HbA1c 53 mmol/mol, potassium 5.5 mmol/L, creatinine 124 umol/L, ALT 135 U/L (7-45), AST 30
U/L (10-40), total bilirubin 1.2 mg/dL (0.2-1.2).
Informed consent was signed.
""",
    ),
    "boundaries that are missed": Case(
        "diabetes",
        None,
        {"pass": "I9 E1 E4 E10 E11", "fail": "I1 I2 I3 I4 I5 I6 I7 I8 E2 E3 E6 E7", "unknown": "I10"},
        """
Cardiology clinic (fictional patient)
Patient ID: D2
Date: 2025-04-01
76-year-old woman, postmenopausal, with T2DM since June 2024. Heart failure NYHA class I. Ejection fraction 41
%.
Stroke in 2019. MI in December 2024. Acute pancreatitis in 2010.
No family history of thyroid cancer.
Medications: metformin 500 mg BID (dose increased on 2025-02-15)
insulin glargine 20 units daily until 2024-12-20
dapagliflozin 10 mg daily
No known drug allergies.
Exam: blood pressure 150/100 mmHg. BMI 24.9. QTc 470 ms.
Labs 2025-03-28: HbA1c 10.6 %, potassium 5.6 mmol/L, eGFR 44 mL/min/1.73 m2, ALT 136 U/L (7-45), AST 30 U/L
(10-40), total bilirubin 2.4 mg/dL (0.2-1.2).
Gilbert's syndrome.
""",
    ),
    "ranges, computed BMI, denials, possible events": Case(
        "diabetes",
        None,
        {"pass": "I1 I2 I3 I4 I6 I7 I8 I9 E1 E2 E6 E8", "fail": "E3 E4 E11", "unknown": "I5 I10 E5 E7 E9 E10"},
        """
Cardiology clinic (fictional patient)
Patient ID: D3
Date: 2025-04-01
58-year-old woman with diabetes mellitus type 2 (2012). HFrEF, EF 25-30 %. NYHA II-III. Status post tubal
ligation.
Possible TIA last month. Denies prior myocardial infarction or stroke.
Her brother has pancreatitis.
Currently on metformin, sitagliptin, bisoprolol. Insulin was stopped on 2025-01-01.
Allergic to penicillin.
Exam: BP 162/80. Height 160 cm, weight 64 kg.
Labs: A1c 8.2%. K 4.1. eGFR >60. Total bilirubin 2.0 mg/dL, ALT 30, AST 28.
Gilbert's syndrome. QTc 471 ms. Not pregnant.
""",
    ),
    "little known, two values of one day": Case(
        "diabetes",
        "2025-04-01",
        {"pass": "I3 I4 E6", "fail": "I2 I6 I7 E1 E4", "unknown": "E2 E3 E5 E7 E8 E9 E10 E11", "n/a": "I9"},
        """
Fictional patient D4. Sex: male. Age: 75.
Diagnoses: type 1 diabetes mellitus; no heart failure.
Medications: insulin aspart; metformin stable dose for 6 months.
HbA1c 9.0% on 2025-03-01; HbA1c 7.5% on 2025-03-01. LVEF 55%.
BMI 25.0. Potassium normal. Creatinine 1.0 mg/dL.
Refuses to give consent.
""",
    ),
    "negative tests, planned things": Case(
        "arthritis",
        None,
        {"pass": "I1 I2 I4 I5 I7 E5 E6 E7 E8", "fail": "I3 E1 E3", "unknown": "E2 E4 E10 E11", "n/a": "I6"},
        """
Rheumatology clinic (fictional patient)
Patient ID: R1
Date: 2025-05-01
34-year-old woman with rheumatoid arthritis since 2018. Also lupus. DAS28 3.2. She did not tolerate
methotrexate (nausea).
Adalimumab until 2025-03-06. Tofacitinib is planned. Not on prednisone. No corticosteroids.
She is of childbearing potential. Urine pregnancy test negative on 2025-05-01.
HIV antibody negative. HBsAg negative, anti-HCV negative. QuantiFERON negative.
SARS-CoV-2 PCR negative on 2025-04-29.
No history of cancer. Hysteroscopy planned in June 2025.
Labs 2025-04-28: CRP 1.0 mg/dL, Hb 85 g/L, WBC 3.0 x10^9/L, platelets 100 x10^9/L.
Zoster vaccine live on 2025-04-03.
""",
    ),
    "dose equivalents, a past and treated cancer": Case(
        "arthritis",
        None,
        {"pass": "I3 E1 E3 E7 E9 E10", "fail": "I1 I2 I5 I6 E2 E4 E5 E8", "n/a": "I7 E11"},
        """
Rheumatology clinic (fictional patient)
Patient ID: R2
Date: 2025-05-01
17-year-old male with rheumatoid arthritis diagnosed on 2024-12-01. DAS28 of 5.1. Inadequate response to
methotrexate.
Baricitinib in 2023. Etanercept, last dose on 2025-03-05. Dexamethasone 4 mg daily.
HIV positive. Latent tuberculosis treated with isoniazid. COVID-19 on 2025-03-20, recovered.
Basal cell carcinoma of the skin, completely excised in 2023. No other autoimmune disease.
Labs 2025-04-28: CRP 9.9 mg/L, Hb 8.4 g/dL, WBC 5.1 x10^9/L, platelets 250 x10^9/L.
No surgery planned. No vaccinations in the last 6 months.
""",
    ),
    "kinds of diseases and drugs, postmenopausal": Case(
        "arthritis",
        None,
        {"pass": "I1 I2 I3 I6 E2 E3 E5 E8 E11", "fail": "E1 E7 E10", "unknown": "I5 E4 E6 E9", "n/a": "I7"},
        """
Rheumatology clinic (fictional patient)
Patient ID: R3
Date: 2025-05-01
67-year-old postmenopausal woman with seropositive rheumatoid arthritis (2005). DAS28 4.4. Methotrexate 15 mg
weekly with good response.
Never treated with biologics or JAK inhibitors. Prednisone 10 mg daily.
Psoriasis. Possible tuberculosis. No HIV, hepatitis B or hepatitis C.
Breast cancer in 2021. Pneumonia in 2020. COVID-19 in April 2025.
Labs 2025-04-28: CRP elevated, Hb 12 g/dL, WBC 7.0 x10^9/L, platelets 250 x10^9/L.
Knee replacement scheduled for 2025-09-01.
""",
    ),
    "pregnant, pending and doubtful": Case(
        "arthritis",
        None,
        {"pass": "I1", "fail": "E3 E11", "unknown": "I2 I3 I5 I6 I7 E1 E2 E4 E5 E6 E7 E8 E9 E10"},
        """
Rheumatology clinic (fictional patient)
Patient ID: R4
Date: 2025-05-01
29-year-old woman, 20 weeks pregnant, with rheumatoid arthritis. Infliximab ongoing. Sulfasalazine. Hepatitis
B core antibody positive, HBsAg negative.
HIV test pending. Family history: sister with lupus. Suspected Sjogren's syndrome. Cervical carcinoma in situ
in 2015.
Hemoglobin 10.2 g/dL.
""",
    ),
}


@cache
def _trial(name: str) -> Trial:
    if name == "gastric":
        return eligo.parse(Path(str(files("eligo.examples").joinpath("listing.txt"))))
    return eligo.parse({"diabetes": DIABETES, "arthritis": ARTHRITIS}[name])


@cache
def _patient(name: str) -> Patient:
    return eligo.annotate(CASES[name].note)


def _report(name: str) -> MatchReport:
    return eligo.match(_trial(CASES[name].trial), _patient(name), index_date=CASES[name].index_date)


@pytest.mark.parametrize("name", CASES)
def test_verdicts(name: str) -> None:
    found = {v.criterion: v for v in _report(name).verdicts}
    wrong = [
        f"{id} is {found[id].verdict}, not {verdict}: {found[id].reason}"
        for verdict, ids in CASES[name].expected.items()
        for id in ids.split()
        if found[id].verdict != SHORT[verdict]
    ]
    assert not wrong, "\n".join(wrong)


REASONS = [
    ("boundaries, SI units, tests instead of diagnoses", "I8.2", "ALT 113 U/L on 2025-03-03 is above 2.5 × ULN"),
    ("boundaries, SI units, tests instead of diagnoses", "E6", "speaks against hepatitis B"),
    ("just missed, several failures", "E1", "“pembrolizumab” from 2024-11-01 to 2024-12-20 is stated, which counts as"),
    ("no date: the index date is given; history, family, words for values", "I9", "“Hysterectomy” from 2015 is stated"),
    ("possible, planned, stopped, contradictory, outside the window", "E5", "the source contradicts itself"),
    ("possible, planned, stopped, contradictory, outside the window", "E1", "nivolumab is only planned"),
    (
        "possible, planned, stopped, contradictory, outside the window",
        "I8.1",
        "neutrophils 3 ×10⁹/L on 2025-02-20 was not measured within 14 days before enrollment",
    ),
    ("boundaries that hold", "E2", "“Myocardial infarction” on 2024-09-30 was not within 6 months before screening"),
    ("dose equivalents, a past and treated cancer", "I6", "dexamethasone 4 mg/day (prednisone 26.6667 mg/day)"),
    ("dose equivalents, a past and treated cancer", "I7", "it concerns female patients only"),
    ("pregnant, pending and doubtful", "E1", "Sjogren syndrome is only suspected"),
    ("pregnant, pending and doubtful", "E6", "COVID-19 is not mentioned"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "criterion", "words"), REASONS)
def test_reasons(name: str, criterion: str, words: str) -> None:
    reasons = {v.criterion: v.reason for v in _report(name).verdicts}
    assert words in reasons[criterion]


def test_every_assumption_is_told() -> None:
    found = {v.criterion: v for v in _report("boundaries, SI units, tests instead of diagnoses").verdicts}
    assert "first dose is taken as the index date 2025-03-10" in found["E7"].assumptions
    assert "no other second primary malignancy is mentioned" in found["E2"].assumptions
    found = {v.criterion: v for v in _report("possible, planned, stopped, contradictory, outside the window").verdicts}
    assert any(a.startswith("reference range of total bilirubin taken as") for a in found["I8.2"].assumptions)


def test_questions_can_be_asked_as_they_are() -> None:
    questions = [
        q.question for q in _report("no date: the index date is given; history, family, words for values").missing
    ]
    assert "Is the gastric cancer metastatic?" in questions
    assert "Live vaccine within 30 days before the first dose?" in questions
    assert "NYHA class?" in questions
    assert len({q.casefold() for q in questions}) == len(questions)


@pytest.mark.parametrize(
    ("note", "overall"), [("eligible", "eligible"), ("ineligible", "ineligible"), ("undetermined", "undetermined")]
)
def test_the_bundled_examples(note: str, overall: str, examples: Path) -> None:
    assert eligo.match(_trial("gastric"), eligo.annotate(examples / f"note_{note}.txt")).overall == overall


def test_a_possible_condition_is_not_worded_as_stated(examples: Path) -> None:
    report = eligo.match(_trial("gastric"), eligo.annotate(examples / "note_undetermined.txt"))
    found = next(v for v in report.verdicts if v.criterion == "I8.2")
    assert found.verdict == "unknown"
    assert "liver metastases are only suspected" in found.reason
    assert "is stated" not in found.reason
    assert "whether liver metastases are confirmed" in found.missing


INFARCTION = "Fictional patient, 60-year-old man. Myocardial infarction on 2024-09-30. No stroke."


@pytest.mark.parametrize(
    ("day", "verdict"), [("2025-03-29", "fail"), ("2025-03-30", "fail"), ("2025-04-01", "pass"), (None, "unknown")]
)
def test_the_index_date_moves_the_windows(day: str | None, verdict: str) -> None:
    patient = eligo.annotate(INFARCTION)
    report = eligo.match(_trial("diabetes"), patient, index_date=day)
    assert {v.criterion: v.verdict for v in report.verdicts}["E2"] == verdict


def test_the_index_date_on_the_command_line(command: Any, tmp_path: Path) -> None:
    trial, note = tmp_path / "trial.txt", tmp_path / "note.txt"
    trial.write_text(DIABETES, encoding="utf-8")
    note.write_text(INFARCTION, encoding="utf-8")
    options = ("--trial", trial, "--patient", note, "--format", "json")
    for day, verdict in (("2025-03-29", "fail"), ("2025-04-01", "pass")):
        done = command("match", *options, "--index-date", day)
        assert {v["criterion"]: v["verdict"] for v in json.loads(done.out)["verdicts"]}["E2"] == verdict


def test_silence_may_mean_absence() -> None:
    report = eligo.match(_trial("arthritis"), eligo.annotate("Fictional patient, 60-year-old man."), silence="absent")
    found = {v.criterion: v for v in report.verdicts}
    assert found["E5"].verdict == "pass"
    assert "hepatitis B is not mentioned and taken as absent" in found["E5"].assumptions
    assert found["E8"].verdict == "unknown"  # a value is never taken for normal


REAL = [
    (
        """Fictional patient
Date: 2022-05-10
48-year-old man. Cisplatin and gemcitabine from January 2021 to June 2021. Camrelizumab from July 2021 to March 2022:
partial response, then progression; resistant to camrelizumab. Three measurable lesions (RECIST 1.1). ECOG 1.
Life expectancy 6 months. No liver metastases. No heart disease. QT 449 ms. No pneumonitis. No tuberculosis.
Labs 2022-05-06: HBsAg negative, anti-HCV negative.
He signed the informed consent form. No known allergies. Never received G-CSF. No other malignancy.
""",
        "pass pass pass pass pass pass pass pass pass pass",
        "I1 I3 I4 I5 I6 I8 I11 E2 E8 E13",
    ),
    (
        """Fictional patient
Date: 2022-05-10
76-year-old woman with recurrent NPC. Prior carboplatin. No immunotherapy so far. ECOG 2. Liver metastases.
Docetaxel until 2022-05-01. Prednisone 15 mg daily. Active brain metastases. Current pneumonitis. Active tuberculosis.
HIV-positive. Hepatitis C. Measles vaccine on 2022-04-20.
Labs 2022-05-06: ANC 1.4 x10^9/L; platelets 74 x10^9/L; Hb 8.9 g/dL.
""",
        "fail fail fail fail fail fail fail fail fail fail fail unknown",
        "I1 I3 I6 I9.1 E4 E6 E7 E9 E11 E12 E14 E15",
    ),
]


@pytest.mark.shared
@pytest.mark.parametrize(("note", "verdicts", "ids"), REAL)
def test_a_real_listing(note: str, verdicts: str, ids: str, shared: Path) -> None:
    trial = eligo.parse(shared / "data" / "listings" / "NCT05222009.txt")
    found = {v.criterion: v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts}
    assert {id: found[id] for id in ids.split()} == dict(zip(ids.split(), verdicts.split(), strict=True))
