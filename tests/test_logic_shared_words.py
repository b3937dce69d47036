"""Lists whose members share a word, dangers that are no disease yet, values that a word bounds, who is eligible if."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        # of two qualities, one is part of the name
        (EX, "Ischemic or hemorrhagic stroke", "ischemic stroke or hemorrhagic stroke"),
        (EX, "Primary or acquired immunodeficiency", "primary immunodeficiency or acquired immunodeficiency"),
        # a substance is no abuse of it
        (EX, "Alcohol or drug abuse", "alcohol abuse or drug abuse"),
        (EX, "Penicillin or aspirin allergy", "penicillin allergy or aspirin allergy"),
        (EX, "Heparin or warfarin", "heparin or warfarin"),
        # another head to the same beginning
        (EX, "CYP3A4 inhibitors or inducers", "CYP3A4 inhibitors or inducers"),
        (EX, "Liver transplant or resection", None),
        # each state keeps out
        (EX, "Epilepsy or psoriasis, and pregnancy", "epilepsy or psoriasis or pregnant"),
        (EX, "Epilepsy or psoriasis, and treatment with warfarin", "(epilepsy or psoriasis) and warfarin"),
        # what may come is not there
        (EX, "At risk of bleeding", "risk of bleeding"),
        (EX, "High risk for falls or sepsis", "risk of falls or risk of sepsis"),
        (EX, "Risk factors for thrombosis", "risk of thromboembolism"),
        (EX, "At low risk of bleeding", "low risk of bleeding"),
        (EX, "Pneumonia requiring hospitalization", "pneumonia requiring hospitalization"),
        (EX, "Incompatibility with aspirin", "intolerance to aspirin"),
        # several tests show one thing
        (IN, "CT or MRI findings of sinusitis", "(CT or MRI) and sinusitis"),
        (IN, "Women of childbearing potential who are sexually active with a male partner must use contraception",
         "if (childbearing potential and sexually active and partner) then contraception"),
        (IN, "No active infection and no serious infection within the past month",
         "no active infection and no severe infection within 1 month before"),
        # values that only a word bounds
        (IN, "Undetectable HCV RNA", "undetectable HCV RNA"),
        (IN, "Stable body weight for at least 2 months", "stable body weight for at least 2 months"),
        # who is eligible only in some state
        (IN, "Patients with treated brain metastases are eligible if stable for 4 weeks",
         "if brain metastases then treated, stable brain metastases for at least 4 weeks"),
        (IN, "Patients with gout are eligible if asymptomatic", "if gout then asymptomatic gout"),
        # what only explains asks nothing
        (EX, "Brain metastases. An MRI will be performed at screening.", "brain metastases"),
        (IN, "Gout. Smoking will be recorded.", "gout"),
        (IN, "Confirmed melanoma. This includes uveal melanoma.", "confirmed melanoma"),
        (EX, "Infection. Patients with hepatitis B will be excluded.", "infection or hepatitis B"),
        (EX, "INR > 1.4 on laboratory testing", "INR > 1.4"),
        # qualities without what they are said of
        (EX, "Chemotherapy for advanced or metastatic melanoma",
         "chemotherapy and (advanced melanoma or metastatic melanoma)"),
        (EX, "Other cancer, except in situ carcinoma of the cervix and basal or squamous cell carcinoma of the skin",
         "second primary malignancy, except in situ cervical carcinoma or basal cell carcinoma of the skin or "
         "squamous cell carcinoma of the skin"),
        (IN, "Distal, symmetrical neuropathy", "distal, symmetrical peripheral neuropathy"),
        # a treatment of no name says that the disease was treated
        (IN, "No prior treatment for melanoma", "no treated melanoma"),
        (IN, "Currently receiving treatment for asthma", "active asthma requiring treatment"),
        (IN, "No prior chemotherapy for melanoma", "not (prior chemotherapy and melanoma)"),
        (EX, "Refractory to radiotherapy", "resistance to radiotherapy"),
        # how far a denial, and being treated, reach
        (IN, "Respiratory failure, not intubated, who require non-invasive ventilation",
         "respiratory failure and no intubation and non-invasive ventilation"),
        (IN, "HIV infection on antiretroviral therapy", "HIV infection and concurrent antiretroviral therapy"),
    ],
)  # fmt: skip
def test_read(kind: str, text: str, tree: str | None) -> None:
    trial = eligo.parse(f"{kind} criteria\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.parsed == "full"
    if tree is not None:
        assert criterion.logic is not None
        assert render(criterion.logic) == tree


def test_the_first_criterion_says_who_is_eligible() -> None:
    text = "Inclusion criteria\n\n- Adults with gout are eligible to participate in the study\n- ECOG 0\n"
    first, _ = eligo.parse(text, source="x").criteria
    assert first.logic is not None
    text = "Inclusion criteria\n\n- ECOG 0\n- Patients with gout are eligible to participate in the study\n"
    _, second = eligo.parse(text, source="x").criteria
    assert (second.logic, second.parsed) == (None, "full")  # a permission asks nothing


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("HIV RNA undetectable.", "pass"),
        ("HIV RNA 20 copies/mL.", "unknown"),  # nobody knows the assay's limit
        ("Asthma.", "unknown"),
    ],
)
def test_a_word_answers_a_word(note: str, verdict: str) -> None:
    trial = eligo.parse("Inclusion criteria\n\n- Undetectable HIV RNA\n", source="x")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]


def test_the_time_of_what_was_not_read_dates_nothing_else() -> None:
    text = "Exclusion criteria\n\n- Any heavy meal within 4 hours, asthma\n"
    (criterion,) = eligo.parse(text, source="x").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == "asthma"
    assert any("within 4 hours" in words for words in criterion.unparsed)  # and is not lost


def test_a_danger_is_for_a_person_to_judge() -> None:
    trial = eligo.parse("Exclusion criteria\n\n- At risk of bleeding\n", source="x")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate("Gastrointestinal bleeding.")).verdicts] == ["unknown"]
