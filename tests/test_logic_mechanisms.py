# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Mechanisms of the grammar, each in a few wordings of our own: negations, lists, doses, lines, stages, places."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render
from eligo.schema import leaves

IN, EX = "Inclusion", "Exclusion"

# kind, criterion, its tree in words
CASES = [
    # a negation that meets only a qualifier
    (EX, "Epilepsy that has not been stable for 6 months", "epilepsy and no stable epilepsy for at least 6 months"),
    (EX, "Hypothyroidism not stable for at least 8 weeks", "hypothyroidism and no stable hypothyroidism for at least 8 weeks"),
    # lesions under one negation
    (EX, "Absence of measurable or evaluable lesions", "none of: (measurable lesion ≥ 1 or evaluable lesion ≥ 1)"),
    # treatments denied by a prefix
    (IN, "At least two measurable, previously unirradiated lesions by RECIST 1.1", "measurable lesion ≥ 2 (RECIST 1.1) and no prior radiotherapy of the lesion"),
    (IN, "One non-irradiated measurable lesion", "no radiotherapy of the lesion and measurable lesion ≥ 1"),
    # imaging and what it shows are of one time
    (IN, "Evaluable disease on PET or CT within 3 weeks before registration", "evaluable lesion ≥ 1 within 3 weeks before registration and (PET scan within 3 weeks before registration or CT within 3 weeks before registration)"),
    # both sides of an anchor
    (EX, "Elective surgery within 10 days before or after randomization", "elective surgery [within 10 days before or after randomization]"),
    (EX, "Live vaccine within 3 weeks prior to or during study treatment", "live vaccine [within 3 weeks prior to or during study treatment]"),
    (EX, "Any biologic within the longer of 8 weeks or 5 half-lives before screening", "biologic therapy [within the longer of 8 weeks or 5 half-lives before screening]"),
    # a dose behind "unless"
    (EX, "Dexamethasone unless ≤ 2 mg/day", "dexamethasone, except dexamethasone ≤ 2 mg/day"),
    (EX, "Methotrexate, except at doses ≤ 15 mg per week", "methotrexate, except methotrexate ≤ 15 mg/week"),
    # equivalents
    (EX, "Over 20 mg/day of prednisolone or an equivalent glucocorticoid", "prednisolone > 20 mg/day"),
    (IN, "Prednisone ≤ 5 mg daily or equivalent, stable for 8 weeks", "stable dose of prednisone ≤ 5 mg/day for at least 8 weeks"),
    # lines of therapy
    (IN, "Two or three prior systemic regimens", "systemic therapy (2 to 3 lines)"),
    (IN, "At least 3 prior lines of therapy, including lenalidomide and bortezomib", "prior therapy (≥ 3 lines) and prior lenalidomide and prior bortezomib"),
    (IN, "At least 2 prior lines of therapy, one of which must have included a taxane or an anthracycline", "prior therapy (≥ 2 lines) and (prior taxanes or prior anthracyclines)"),
    # what a treatment was for is denied with it
    (IN, "No prior radiotherapy for brain metastases", "not (prior radiotherapy and brain metastases)"),
    # stages of their own
    (IN, "Unresectable Stage III or Stage IV melanoma", "unresectable stage III melanoma or stage IV melanoma"),
    (IN, "Recurrent stage II or III melanoma", "recurrent stage II/III melanoma"),
    # inability that goes on
    (EX, "Inability to swallow tablets or to comply with follow-up", "no ability to swallow tablets or no compliance with protocol"),
    (EX, "Not willing to be randomised", "no willingness to take part"),
    (EX, "Unable to provide written informed consent", "no informed consent"),
    # lists of another kind behind a comma
    (EX, "Apixaban, rivaroxaban or warfarin, and gastrointestinal bleeding", "(apixaban or rivaroxaban or warfarin) and gastrointestinal bleeding"),
    (EX, "Heart failure, stroke or angina, and diabetes", "heart failure or stroke or angina or diabetes mellitus"),
    # places
    (EX, "Prior radiotherapy to the liver", "prior radiotherapy (liver)"),
    (EX, "Glaucoma surgery in the study eye within 6 months", "glaucoma surgery (study eye) within 6 months before"),
    (EX, "Active uveitis in either eye", "active uveitis"),
    (EX, "Surgery of the liver metastases", "surgery and liver metastases"),
    # other people, what carries a marker, references
    (EX, "Household contact with active tuberculosis",
     "household contact (“Household contact with active tuberculosis”)"),
    (IN, "Mismatch repair deficient tumors", "mismatch repair deficiency positive"),
    (EX, "Systemic corticosteroids (see inclusion criterion 3 for allowed doses)", "systemic corticosteroids and inclusion criterion 3"),
    # what is asked of those who take something
    (IN, "Patients on levothyroxine must have been on a stable dose for at least 6 weeks", "if concurrent levothyroxine then stable dose of levothyroxine for at least 6 weeks"),
    (IN, "Good general health as judged by the investigator", "good general health and investigator's judgement"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), CASES)
def test_criterion_is_read_as_it_is_meant(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


# kind, criterion, its tree in words
OF_SOME = [
    # asked of one group of people
    (IN, "Diabetic participants: HbA1c ≤ 9%", "if diabetes mellitus then HbA1c ≤ 9 %"),
    (IN, "For patients with asthma: FEV1 ≥ 70% predicted", "if asthma then FEV1 % predicted ≥ 70 %"),
    (EX, "Healthy volunteers: any psychiatric disorder", "if good general health then psychiatric disorder"),
    (IN, "Men and women: BMI ≤ 35 kg/m2", "BMI ≤ 35 kg/m²"),
    # states of one sex among exclusions; pregnant women asked for are asked for
    (EX, "Pregnant women or those with epilepsy", "(if sex female then pregnant) or epilepsy"),
    (EX, "Stroke or women who are breastfeeding", "stroke or (if sex female then lactating)"),
    (IN, "Pregnant women with preeclampsia", "pregnant and sex female and preeclampsia"),
    (IN, "Postmenopausal women", "postmenopausal and sex female"),
    (IN, "Non-pregnant women", "if sex female then not pregnant"),
    # exceptions in other words
    (EX, "Dementia of another type than Alzheimer disease", "dementia, except Alzheimer disease"),
    (EX, "Heart failure not related to hypertension", "heart failure, except hypertension"),
    (EX, "Infections more severe than sinusitis", "infection and severe sinusitis"),
    (EX, "Endocrine therapy (oral contraceptives are okay)", "endocrine therapy, except oral contraceptives"),
    (EX, "Liver disease before pancreatectomy (excluding fatty liver)", "(liver disease, except fatty liver) and pancreatectomy"),
    # lists that end with "etc." name examples
    (EX, "Autoimmune disease (lupus, psoriasis, etc.)", "autoimmune disease"),
    # how something was confirmed is not asked for itself, when is
    (IN, "Pneumonia confirmed by CT or chest X-ray", "confirmed pneumonia"),
    (IN, "Coronary artery disease, confirmed by angiography", "confirmed coronary artery disease"),
    (IN, "Pneumonia confirmed by CT within 2 days before enrolment", "confirmed pneumonia and CT within 2 days before enrolment"),
    # an inability ends where another thing begins
    (EX, "Inability to give informed consent, hepatitis B, or stroke", "no informed consent or hepatitis B or stroke"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), OF_SOME)
def test_what_is_asked_of_some_only(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


def test_a_subheading_names_whom_its_criteria_are_for() -> None:
    text = "Inclusion Criteria:\n\nHealthy volunteers:\n\n- Age 18 to 45 years\n- BMI < 30 kg/m2\n\nPatients with asthma:\n\n- Age 18 to 65 years\n- FEV1 >= 60% predicted\n"
    found = [render(c.logic) for c in eligo.parse(text).criteria if c.logic is not None]
    assert found == [
        "if Healthy volunteers then age 18 to 45 years",
        "if Healthy volunteers then BMI < 30 kg/m²",
        "if asthma then age 18 to 65 years",
        "if asthma then FEV1 % predicted ≥ 60 %",
    ]


def test_one_group_alone_is_whom_the_trial_is_for() -> None:
    text = "Inclusion Criteria:\n\nPatients with asthma:\n\n- Age 18 to 65 years\n- FEV1 >= 60% predicted\n"
    found = [render(c.logic) for c in eligo.parse(text).criteria if c.logic is not None]
    assert found == ["asthma", "age 18 to 65 years", "FEV1 % predicted ≥ 60 %"]


# kind, criterion, its tree in words (None: it asks nothing)
PERMITTED = [
    (IN, "May have had prior surgery or radiotherapy", None),
    (IN, "Participants may have received up to 2 prior lines of chemotherapy", "chemotherapy (≤ 2 lines)"),
    (EX, "Patients who may have received amiodarone", "amiodarone"),
    (IN, "Stable dose of oral antidiabetics, which may include metformin and sulfonylureas", "stable dose of oral antidiabetic drugs"),
    (IN, "Hemoglobin ≥ 8 g/dL (which may be supported by transfusion)", "hemoglobin ≥ 8 g/dL"),
    (IN, "No illness precluding participation in the walking programme", "no precluding participation in the walking programme"),
    (IN, "Women must not be of childbearing potential or must use contraception", "if sex female then (no childbearing potential or contraception)"),
    (EX, "Caregiver unable to give informed consent", "caregiver and no informed consent"),
    (IN, "No contraindication to oral anticoagulants", "no contraindication to anticoagulants"),
    (EX, "Prior dialysis or unstable kidney disease", "prior dialysis or unstable kidney disease"),
    (EX, "Non-pancreatic cancer", "malignancy, except pancreatic cancer"),
    (IN, "Non-diabetic volunteers", "no diabetes mellitus"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), PERMITTED)
def test_what_may_be_is_not_asked(kind: str, text: str, tree: str | None) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert (render(criterion.logic) if criterion.logic is not None else None) == tree


# kind, criterion, its tree in words
BESIDE = [
    (EX, "Stroke, epilepsy or any other disease that might interfere with walking", "stroke or epilepsy or any other disease that might interfere with walking"),
    (EX, "Heart failure that might interfere with walking", "heart failure and that might interfere with walking"),
    (IN, "Does not have hypertension or has stage I hypertension", "no hypertension or stage I hypertension"),
    (IN, "Does not have asthma and is not pregnant", "no asthma and not pregnant"),
    (EX, "Unable to understand and sign the consent form", "no decision-making capacity or no informed consent"),
    (EX, "Unable to comply with the protocol including supportive care and follow-up visits", "no compliance with protocol"),
    (EX, "Women with a positive pregnancy test", "if sex female then pregnancy test positive"),
    (EX, "Men whose partners are pregnant", "if (sex male and partner) then pregnant"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), BESIDE)
def test_what_stands_beside_another(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Surgery scheduled within 30 days of enrolment", ("P0D", "P30D")),
        ("Anticipated need for major surgery within 4 weeks of the first dose", ("P0D", "P4W")),
        ("Major surgery within 4 weeks of the first dose", ("-P4W", "P0D")),
        ("Planned transfusion within 2 weeks prior to randomization", ("-P2W", "P0D")),
    ],
)
def test_what_is_planned_lies_ahead(text: str, ends: tuple[str, str]) -> None:
    (criterion,) = eligo.parse(f"Exclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    (window,) = (leaf.window for leaf in leaves(criterion.logic))
    assert window is not None
    assert (window.from_, window.to) == ends
