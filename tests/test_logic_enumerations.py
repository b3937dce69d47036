# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Lists numbered within a line, how many of a list must hold, and scores in the wordings of trials."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render
from eligo.logic.enumeration import markers

IN, EX = "Inclusion", "Exclusion"

# kind, criterion, its tree in words
CASES = [
    (IN, "One of the following: a) gout b) asthma c) epilepsy", "gout or asthma or epilepsy"),
    (IN, "Meets two of the following: 1) gout 2) hypertension 3) asthma", "at least 2 of (gout; hypertension; asthma)"),
    (IN, "At least 2 of the following risk factors: (1) gout, (2) hypertension, or (3) asthma", "at least 2 of (gout; hypertension; asthma)"),
    (IN, "Patients with either: a) gout and hypertension or b) asthma", "(gout and hypertension) or asthma"),
    (EX, "History of cancer except: i) basal cell carcinoma; ii) cervical carcinoma in situ", "history of malignancy, except basal cell carcinoma of the skin or in situ cervical carcinoma"),
    (IN, "Anemia defined as: a) hemoglobin < 10 g/dL and b) ferritin < 20 ng/mL", "anemia and hemoglobin < 10 g/dL and ferritin < 20 ng/mL"),
    (IN, "One of the following: i. gout ii. asthma iii. epilepsy", "gout or asthma or epilepsy"),
    (IN, "One of the following 3 diagnoses: a. gout; b. asthma; c. epilepsy", "gout or asthma or epilepsy"),
    (IN, "Two of the following: 1. gout 2. hypertension 3. asthma", "at least 2 of (gout; hypertension; asthma)"),
    (IN, "Either: a.) gout b.) asthma", "gout or asthma"),
    (IN, "Has ECOG of 1. Creatinine must be below 2. Gout", "ECOG 1 and creatinine < 2 mg/dL and gout"),
    # how many
    (IN, "Two or more symptoms (fever, cough, dyspnea)", "at least 2 of (fever; cough; dyspnea)"),
    (IN, "At least one risk factor (gout, hypertension, asthma)", "gout or hypertension or asthma"),
    (IN, "Has 2 of the 3 following: fever, cough, dyspnea", "at least 2 of (fever; cough; dyspnea)"),
    (IN, "At least one of the below criteria: fever, cough", "fever or cough"),
    # figures that begin no list
    (IN, "Gout for at least one (1) year or asthma for two (2) years", "gout for at least 1 year or asthma for at least 2 years"),
    # scores
    (IN, "Angina pectoris > CCS II", "angina and CCS angina class 3, 4"),
    (IN, "Angina (Canadian Cardiovascular Society functional class II to III)", "angina and CCS angina class 2, 3"),
    (EX, "Heart failure [NYHA] Grade > 2, unstable angina", "(heart failure and NYHA 3, 4) or unstable angina"),
    (EX, "Pre-stroke modified Rankin Scale ≥ 2", "modified Rankin Scale 2, 3, 4, 5, 6"),
    (EX, "No pupillary reaction, age > 60 years", "age > 60 years"),
    (IN, "HAM-D score > 20 and > 2 on item 3", "HAM-D > 20"),
    (IN, "Minimum total PANSS score of 70", "PANSS ≥ 70"),
    (IN, "DAS28 ESR > 3.2", "DAS28 > 3.2"),
    (IN, "PASI ≥ 10, Physician's Static Global Assessment (PSGA) score ≥ 3", "PASI ≥ 10 and IGA 3, 4"),
    (IN, "BIRADS (Breast Imaging Reporting and Data System) categories 4 and 5", "BI-RADS 4, 5"),
    (IN, "BIRADS classification IV", "BI-RADS 4"),
    (IN, "Binet classification stages B or C", "Binet stage B, C"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), CASES)
def test_read(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one of: a) gout b) asthma", ["a)", "b)"]),
        ("(i) gout, (ii) asthma and (iii) fever", ["(i)", "(ii)", "(iii)"]),
        ("two (2) lines or three (3) lines", []),
        ("1) gout", []),
        ("type 1) or type 2) diabetes", []),
        ("gout (a disease)", []),
    ],
)
def test_markers(text: str, found: list[str]) -> None:
    assert [text[m.start : m.end].strip() for m in markers(text)] == found


LIST = "Inclusion Criteria:\n\nAt least one of the following symptoms:\n  1. Gout\n  2. {}\n  3. Asthma\n"


@pytest.mark.parametrize(
    ("bullet", "note", "overall"),
    [
        ("Epilepsy", "Gout.", "eligible"),
        ("Epilepsy", "No gout, no epilepsy, no asthma.", "ineligible"),
        ("Nocturnal zorbling of the flumps", "Gout.", "eligible"),  # a bullet that was not read
        ("Nocturnal zorbling of the flumps", "No gout, no asthma.", "undetermined"),
    ],
)
def test_bullets_of_which_one_will_do_are_judged_together(bullet: str, note: str, overall: str) -> None:
    report = eligo.match(eligo.parse(LIST.format(bullet)), eligo.annotate(note))
    assert report.overall == overall
    assert [v.verdict for v in report.verdicts[1:]] == ["not_applicable"] * 3


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Blood pressure must be ≤ 150/95", "not (systolic blood pressure ≤ 150 mm Hg and diastolic blood pressure ≤ 95 mm Hg)"),
        ("Women of childbearing potential must have a negative pregnancy test", "if childbearing potential (female) then no pregnancy test negative"),
        ("Hemoglobin must be > 10 g/dL", "no hemoglobin > 10 g/dL"),
        ("LVEF < 40% (must be measured within 30 days)", "left ventricular ejection fraction < 40 % within 30 days before"),
        ("Brain metastases must be stable", "stable brain metastases"),
        ("Patients must not be pregnant", "pregnant"),
        ("Symptomatic heart failure (NYHA II or higher) or a history of asthma", "(symptomatic heart failure and NYHA 2, 3, 4) or history of asthma"),
        ("Severe hepatic or renal impairment", "severe hepatic impairment or severe renal impairment"),
    ],
)  # fmt: skip
def test_exclusions(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree
