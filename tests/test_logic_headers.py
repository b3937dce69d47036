# ruff: noqa: E501  (a case is one line, so that it can be read)
"""What a header says of its bullets, and lists that are announced beside something else."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

IN, EX = "Inclusion", "Exclusion"

# kind, header, bullets (two blanks before what stands below a bullet), what each criterion asks
LISTS = [
    (EX, "Patients who take aspirin and meet any of the following criteria:", ["gastric ulcer", "asthma"], [None, "if aspirin then gastric ulcer", "if aspirin then asthma"]),
    (EX, "Diabetes in patients who:", ["use insulin", "have HbA1c > 9%"], [None, "if diabetes mellitus then insulin", "if diabetes mellitus then HbA1c > 9 %"]),
    (EX, "Significant arrhythmia, defined as any of the following:", ["ventricular tachycardia", "atrial fibrillation"], [None, "ventricular tachycardia", "atrial fibrillation"]),
    (EX, "Heart disease, including any of the following:", ["angina", "heart failure"], ["heart disease", "angina", "heart failure"]),
    (IN, "Solid tumor with measurable disease and one of the following:", ["diabetes", "gout"], ["solid tumor and measurable lesion ≥ 1 and (diabetes mellitus or gout)", None, None]),
    (IN, "Age ≥ 65 years, or ≥ 18 years with at least one of the following:", ["diabetes", "gout"], ["age ≥ 65 years or (age ≥ 18 years and (diabetes mellitus or gout))", None, None]),
    (IN, "Histologically confirmed non-Hodgkin lymphoma:", ["Mantle cell lymphoma", "Follicular lymphoma"], ["confirmed non-Hodgkin lymphoma and (mantle cell lymphoma or follicular lymphoma)", None, None]),
    (IN, "Gout with:", ["asthma", "fever"], ["gout", "asthma", "fever"]),
    (IN, "One of the following:", ["melanoma", "  stage III", "gout", "  uric acid > 7 mg/dL"], ["(melanoma and stage III) or (gout and uric acid > 7 mg/dL)", None, None, None, None]),
    (IN, "Female patients must meet one of the following:", ["postmenopausal", "surgically sterile"], ["if sex female then (postmenopausal or surgically sterile)", None, None]),
    (IN, "Female participant is not pregnant and at least one of the following conditions apply:", ["postmenopausal", "using contraception"], ["if sex female then (not pregnant and (postmenopausal or contraception))", None, None]),
    (IN, "No prior diagnosis of any of the following:", ["gout", "asthma"], [None, "no history of gout", "no history of asthma"]),
    (IN, "Confirmed diagnosis of either:", ["gout", "asthma"], ["confirmed gout or confirmed asthma", None, None]),
    # what is allowed below a header is an exception to it
    (EX, "Prior chemotherapy, with the following exceptions:", ["Prior capecitabine is permitted", "Prior hormone therapy is allowed"], ["prior chemotherapy, except prior capecitabine or prior endocrine therapy", None, None]),
    (EX, "Use of immunosuppressants within 30 days", ["Prednisone at 10 mg per day or less is permitted"], ["immunosuppressants within 30 days before, except prednisone ≤ 10 mg/day", None]),
    (EX, "No other prior malignancy is allowed except for the following:", ["cervical carcinoma in situ", "basal cell carcinoma"], ["history of malignancy, except in situ cervical carcinoma or basal cell carcinoma of the skin", None, None]),
    # what a header says reaches the bullets of its bullets
    (EX, "Within 6 months before randomization:", ["Events:", "  stroke", "  myocardial infarction"], [None, None, "stroke within 6 months before randomization", "myocardial infarction within 6 months before randomization"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "bullets", "asked"), LISTS)
def test_list(kind: str, header: str, bullets: list[str], asked: list[str | None]) -> None:
    lines = [("      - " if b.startswith(" ") else "  - ") + b.strip() for b in bullets]
    criteria = eligo.parse(f"{kind} Criteria:\n\n- {header}\n" + "\n".join(lines) + "\n").criteria
    assert [render(c.logic) if c.logic is not None else None for c in criteria] == asked


SENTENCES = [
    # a list announced beside something else
    (IN, "Gout, asthma and at least one of the following: fever, cough", "gout and asthma and (fever or cough)"),
    (IN, "Asthma with two or more of the following: fever, cough, dyspnea", "asthma and at least 2 of (fever; cough; dyspnea)"),
    (EX, "Patients with asthma who have at least two of the following: fever; cough; dyspnea", "asthma and at least 2 of (fever; cough; dyspnea)"),
    (EX, "Asthma and all of the following: fever, cough, dyspnea", "asthma and fever and cough and dyspnea"),
    (IN, "Gout or any of the following: fever, cough", "gout or fever or cough"),
    (IN, "BMI ≥ 30 kg/m2, or ≥ 27 kg/m2 with at least one of the following: hypertension, diabetes", "BMI ≥ 30 kg/m² or (BMI ≥ 27 kg/m² and (hypertension or diabetes mellitus))"),
    (IN, "Patients with gout who have either: asthma; fever", "gout and (asthma or fever)"),
    (IN, "One of the following: gout and hypertension, or asthma", "(gout and hypertension) or asthma"),
    (IN, "Any of the following: gout, asthma and fever", "gout or asthma or fever"),
    (IN, "Men, even if surgically sterilized (that is, status post-vasectomy), must use contraception", "if sex male then contraception"),
    # an alternative under a condition, one head of two names, results that are a plus
    (IN, "Postmenopausal, or surgically sterile, or if of childbearing potential, agree to use contraception", "postmenopausal or surgically sterile or (childbearing potential and contraception)"),
    (EX, "Chronic hepatitis B and/or C with AST and/or ALT > 5 x ULN", "(chronic hepatitis B or chronic hepatitis C) and (AST > 5 × ULN or ALT > 5 × ULN)"),
    (IN, "ER+ and/or PR+ breast cancer", "(estrogen receptor positive or progesterone receptor positive) and breast cancer"),
    (EX, "Class III or IV congestive heart failure, as defined by the New York Heart Association (NYHA)", "heart failure and NYHA 3, 4"),
    (EX, "NYHA class III heart failure on treatment", "NYHA 3 and heart failure"),
    # notes
    (EX, "Prior malignancy NOTE: patients with basal cell carcinoma are eligible", "history of malignancy, except basal cell carcinoma of the skin"),
    (EX, "Brain metastases. Note: a brain CT must be obtained in all patients", "brain metastases"),
    (IN, "Gout. Note: gout is a disease of the joints", "gout"),
    (IN, "No uncontrolled gout NOTE: *uncontrolled is defined as fever", "no uncontrolled gout"),
    # who is not eligible, lists whose time and role stand before the colon, what a score means
    (IN, "Patients with NYHA class III heart failure are not eligible", "not (NYHA 3 and heart failure)"),
    (IN, "HER2 negative breast cancer is not eligible", "not (HER2 negative and breast cancer)"),
    (EX, "Treatment with any of the following within 3 months prior to screening: insulin; sulfonylureas", "insulin within 3 months before screening or sulfonylureas within 3 months before screening"),
    (IN, "Karnofsky > 60 (i.e. able to care for most personal needs)", "Karnofsky > 60"),
    # "no … is allowed" permits nothing
    (IN, "No prior chemotherapy is allowed", "no prior chemotherapy"),
    (EX, "No prior chemotherapy is allowed", "prior chemotherapy"),
    (IN, "No concurrent chemotherapy or radiotherapy will be permitted", "none of: (concurrent chemotherapy or concurrent radiotherapy)"),
    (IN, "No prior chemotherapy; prior radiotherapy is allowed", "not (prior chemotherapy, except prior radiotherapy)"),
    # "unless" with nothing but a quality or a time
    (IN, "No brain metastases unless treated and stable", "not (brain metastases, except treated, stable brain metastases)"),
    (IN, "No concurrent corticosteroids unless topical", "not (concurrent corticosteroids, except concurrent topical corticosteroids)"),
    (IN, "No prior chemotherapy unless completed more than 5 years ago", "not (prior chemotherapy, except prior chemotherapy at least 5 years before)"),
    (EX, "Unless on a stable dose for 3 months, antidepressants", "antidepressants, except stable dose of antidepressants for at least 3 months"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), SENTENCES)
def test_sentence(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


@pytest.mark.parametrize(
    ("header", "bullet", "tree"),
    [
        (
            "History of any of the following diseases within 6 months:",
            "Stroke",
            "history of stroke within 6 months before",
        ),
        ("Use of the following asthma drugs within 6 months:", "Aspirin", "aspirin within 6 months before"),
        ("Stable dose of the following drugs for 6 months:", "Aspirin", "stable dose of aspirin for at least 6 months"),
        (
            "Stable dose of the following drugs for 6 months:",
            "No warfarin (within 3 weeks)",
            "no warfarin within 3 weeks before",
        ),
    ],
)
def test_what_is_said_of_the_name_of_a_list(header: str, bullet: str, tree: str) -> None:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {header}\n    - {bullet}\n", source="x")
    assert render(trial.criteria[1].logic) == tree
