"""What is asked of some people only, in words that no table has; number words of two parts; ages in two units."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

# criterion of inclusion, its tree in words
UNREAD = [
    ("If female, must be frobnicated", "if sex female then frobnicated"),
    ("If patient has asthma, must have had a frobnic test", "if asthma then had a frobnic test"),
    ("If aged 2 to 16 years, daily frobnication", "if age 2 to 16 years then daily frobnication"),
    (
        "Women of childbearing potential must undergo frobnitation",
        "if childbearing potential (female) then frobnitation",
    ),
    ("Patients with hepatitis B must be frobnicated", "if hepatitis B then frobnicated"),
    ("Men and women must be frobnicated", "sex male or female"),
    ("Patients with asthma", "asthma"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), UNREAD)
def test_whom_an_unread_demand_is_for_is_not_demanded(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Twenty-one years of age or older", 21.0, None),
        ("Between thirty five and sixty-five years of age", 35.0, 65.0),
        ("Eighteen months old to twenty one years old", 1.5, 21.0),
        ("6 months of age to 17 years of age", 0.5, 17.0),
        ("Thirty (30) years or older", 30.0, None),
    ],
)
def test_ages_in_words_and_in_two_units(text: str, low: float, high: float | None) -> None:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    age = criterion.logic
    assert age is not None
    assert age.op == "constraint"
    assert (age.type, age.low, age.high, age.unit) == ("age", low, high, "a")


# criterion of inclusion, its tree in words
ENDED = [
    (
        "Women of childbearing potential (i.e., not postmenopausal) and men must practice contraception",
        "if childbearing potential then contraception",
    ),
    ("Anticoagulants must be stopped prior to randomization", "no concurrent anticoagulants [prior to randomization]"),
    (
        "Steroids must be stopped at least 4 weeks before enrolment",
        "no corticosteroids within 4 weeks before enrolment",
    ),
    ("Patients must be off warfarin for at least 2 weeks", "no warfarin for at least 2 weeks"),
    ("Patients must stop smoking", "willingness to give up tobacco use"),
    ("Willing to stop breastfeeding", "willingness to stop breastfeeding"),
    (
        "Lactating women must agree to discontinue nursing",
        "if (sex female and lactating) then willingness to discontinue nursing",
    ),
]


@pytest.mark.parametrize(("text", "tree"), ENDED)
def test_what_must_stop_is_not_asked_for(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


# kind, criterion, its tree in words
SHOWN = [
    ("Inclusion", "Normal 12-lead ECG", "electrocardiogram normal"),
    ("Inclusion", "Normal physical examination and ECG", "physical examination normal and electrocardiogram normal"),
    ("Inclusion", "Chest X-ray within normal limits", "X-ray normal"),
    ("Exclusion", "Abnormal findings on chest X-ray", "X-ray abnormal"),
    ("Exclusion", "Cancer likely to be fatal within 1 year", "malignancy and likely to be fatal within 1 year"),
    ("Inclusion", "Platelets within normal limits and ECG", "platelets within normal limits and electrocardiogram"),
    ("Inclusion", "HER2 status known", "HER2 known"),
    ("Inclusion", "Known ER and HER2 status", "estrogen receptor known and HER2 known"),
    ("Inclusion", "Known HER2 positive status", "HER2 positive"),
    ("Exclusion", "Fast pulse: tachycardia (HR > 120), bradycardia (HR < 40), and syncope",
     "(tachycardia and heart rate > 120 /min) or (bradycardia and heart rate < 40 /min) or syncope"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), SHOWN)
def test_what_an_examination_shows(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


def test_a_dose_is_that_of_the_drug_before_an_or() -> None:
    text = "Octreotide at a dose higher than 40 mg or lanreotide at a dose higher than 120 mg"
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == "octreotide > 40 mg or lanreotide > 120 mg"


def test_a_site_that_is_wrapped() -> None:
    text = "Inclusion Criteria:\n\n- Cancer of the digestive\n  tract\n- Carcinoma of the urinary\n   tract\n"
    assert all(c.logic is not None for c in eligo.parse(text).criteria)
    assert eligo.annotate("Bleeding of the digestive\n  tract in 2019.\n").facts
