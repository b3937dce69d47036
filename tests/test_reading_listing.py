"""Listings: a page as a person copies it, plain criteria, wrapped lines, lists."""

from __future__ import annotations

import pytest

from eligo.errors import EmptyInput, NotATrial
from eligo.reading import read_listing
from eligo.schema import Document

PAGE = """\
Velotinib in Adults With Therapy-resistant Chronic Gout

  • End date
    Sep 3, 2031
  • participants needed
  • sponsor
    Northfield Institute
Updated on 5 May 2029


Gout is a painful disease. Patients often suffer for years, and this study looks at a new medicine for them.

Condition Gout, Hyperuricaemia
Treatment Velotinib
Clinical Study IdentifierNCT99990001
SponsorNorthfield Institute
Last Modified on5 May 2029


Yes No Not Sure

Inclusion Criteria

Men or women; 20-70 years of age
Patients must have adequate organ function (without dialysis within 30 days before enrollment) as determined by
Platelet count ≥ 90×109/L; Hemoglobin ≥ 8 g/dL
Bilirubin ≤1.5 times the upper limit
of normal (ULN); alanine aminotransferase (for subjects with fatty liver
disease ≤4×ULN); uric acid
(UA) ≥ 7 mg/dL
Women agree not to become pregnant until three months after the last dose
Be able to give written consent

Exclusion Criteria

Known allergy to velotinib
Any infection that needs antibiotics
Clear my responses

How to participate?

Step 1 Connect with a study center
Primary Contact

Someone will call you.

Lorem ipsum dolor sit amet, elit.
"""


def texts(document: Document, kind: str) -> list[tuple[str, str]]:
    return [(s.id, " ".join(s.text.split())) for s in document.statements if s.kind == kind]


def test_fields_of_a_page() -> None:
    page = read_listing(PAGE, source="gout.txt")
    assert page.id == "NCT99990001"
    assert page.title == "Velotinib in Adults With Therapy-resistant Chronic Gout"
    assert page.sponsor == "Northfield Institute"
    assert page.conditions == ("Gout", "Hyperuricaemia")
    assert page.interventions == ("Velotinib",)
    assert page.dates == {"completion": "2031-09-03", "updated": "2029-05-05"}


def test_criteria_of_a_page() -> None:
    page = read_listing(PAGE)
    assert texts(page, "inclusion") == [
        ("I1", "Men or women; 20-70 years of age"),
        (
            "I2",
            "Patients must have adequate organ function (without dialysis within 30 days before enrollment) "
            "as determined by",
        ),
        ("I2.1", "Platelet count ≥ 90×109/L; Hemoglobin ≥ 8 g/dL"),
        (
            "I2.2",
            "Bilirubin ≤1.5 times the upper limit of normal (ULN); alanine aminotransferase (for subjects with "
            "fatty liver disease ≤4×ULN); uric acid (UA) ≥ 7 mg/dL",
        ),
        ("I3", "Women agree not to become pregnant until three months after the last dose"),
        ("I4", "Be able to give written consent"),
    ]
    assert texts(page, "exclusion") == [
        ("E1", "Known allergy to velotinib"),
        ("E2", "Any infection that needs antibiotics"),
    ]
    header = page.statements[1]
    assert header.header
    assert [s.parent for s in page.statements[:5]] == [None, None, "I2", "I2", None]


def test_reasons_of_what_is_skipped() -> None:
    page = read_listing(PAGE)
    reasons = {s.reason: PAGE[s.start : s.end] for s in page.skipped}
    assert reasons["title"].startswith("Velotinib")
    assert reasons["study description"].startswith("Gout is a painful disease")
    assert reasons["filler text"].startswith("Lorem")
    assert "Someone will call" in reasons["contact"]
    assert {"page navigation", "registry field", "heading", "blank"} <= set(reasons)


LISTS = {
    "glued numbers": (
        "Inclusion Criteria: 1. Age over 20. 2. Gout. 3. Able to walk. Exclusion Criteria: 1. Asthma. 2. Fever.",
        ["Age over 20.", "Gout.", "Able to walk."],
        ["Asthma.", "Fever."],
    ),
    "glued words": ("Inclusion: age over 20; Exclusion: pregnancy", ["age over 20;"], ["pregnancy"]),
    "numbers that go on in a line": (
        "Exclusion Criteria:\n1. Asthma\n2. Fever 3.cough\n4. rash 5. itch",
        [],
        ["Asthma", "Fever", "cough", "rash", "itch"],
    ),
    "letters and small Roman numerals that go on in a line": (
        "Exclusion Criteria:\n\ni. Asthma ii. Fever iii. Rash\n\n(a) Gout (b) Itch",
        [],
        ["Asthma", "Fever", "Rash", "Gout", "Itch"],
    ),
    "a letter that is no list": (
        "Exclusion Criteria:\n\nA. Infection with hepatitis B. Such patients bleed",
        [],
        ["Infection with hepatitis B. Such patients bleed"],
    ),
    "a bullet before the first number only": (
        "Inclusion Criteria:\n\n  -  1. Gout. 2. Asthma.\n\n     3. Fever 4. Rash\n",
        ["Gout.", "Asthma.", "Fever", "Rash"],
        [],
    ),
    "a heading within a line": (
        "Inclusion Criteria:\n - Gout for at least two years Exclusion Criteria:\n - Asthma",
        ["Gout for at least two years"],
        ["Asthma"],
    ),
    "a heading broken over two lines": (
        "Inclusion Criteria:\n - Gout for at least two years Exclusion\n   Criteria:\n - Asthma",
        ["Gout for at least two years"],
        ["Asthma"],
    ),
    "hard wrap with hanging indent": (
        "Inclusion Criteria:\n\n  -  Gout that has lasted for more than\n     two years\n\n  -  Able to walk\n",
        ["Gout that has lasted for more than two years", "Able to walk"],
        [],
    ),
    "a bullet alone on its line": ("Inclusion Criteria:\n\n -\n\n Gout for two years\n", ["Gout for two years"], []),
    "one line each": (
        "Inclusion Criteria:\nAdults\nGout for two years\nExclusion Criteria:\nAsthma\nFever",
        ["Adults", "Gout for two years"],
        ["Asthma", "Fever"],
    ),
    "lower case as a rule": (
        "Inclusion Criteria:\naged over twenty years at the time of the first visit\ngout\nable to walk",
        ["aged over twenty years at the time of the first visit", "gout", "able to walk"],
        [],
    ),
    "no exclusion": ("Inclusion Criteria:\n- Gout\nExclusion Criteria:\n- None", ["Gout"], []),
    "headings said twice": (
        "Inclusion Criteria: inclusion criteria: \n\nGout\n\nExclusion Criteria: : \n\nAsthma",
        ["Gout"],
        ["Asthma"],
    ),
    "repeated headings go on counting": (
        "Inclusion Criteria:\n- Gout\nExclusion Criteria:\n- Asthma\nInclusion Criteria:\n- Age over 20",
        ["Gout", "Age over 20"],
        ["Asthma"],
    ),
    "no inclusion heading": (
        "- Gout diagnosed last year\n- Age over 20\n\nExclusion Criteria:\n- Asthma",
        None,
        ["Asthma"],
    ),
    "no heading": ("- Aged 20 or older\n- Able to walk\n- Gout", ["Aged 20 or older", "Able to walk", "Gout"], []),
    "a lone or": (
        "Inclusion Criteria:\n\nAdults with gout\n\nor\n\nChildren with gout",
        ["Adults with gout or Children with gout"],
        [],
    ),
    "a sentence that turns to exclusion": (
        "Inclusion Criteria:\n\n- Gout\n\nPatients will be excluded if they have:\n\n- Asthma",
        ["Gout"],
        ["Asthma"],
    ),
    "prose": (
        "Inclusion Criteria: Adults with gout that was diagnosed by a physician at least two years before the first "
        "visit. They must be able to walk without help for at least six minutes on a flat floor. Patients who take "
        "part must have a telephone and must agree to be called once a week by the staff of the study.",
        None,
        [],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists(name: str) -> None:
    text, inclusion, exclusion = LISTS[name]
    page = read_listing(text)
    if inclusion is not None:
        assert [t for _, t in texts(page, "inclusion")] == inclusion
    assert [t for _, t in texts(page, "exclusion")] == exclusion


def test_a_list_that_is_one_paragraph_is_cut_into_sentences() -> None:
    assert len(texts(read_listing(LISTS["prose"][0]), "inclusion")) == 3


NESTED = {
    "indentation": "- Function as follows:\n  - Platelets\n  - Albumin\n- Gout",
    "classic records": "  -  Function as follows:\n\n       -  Platelets\n\n       -  Albumin\n\n  -  Gout",
    "bullet style": "1. Function as follows:\na) Platelets\nb) Albumin\n2. Gout",
    "number above bullet": "1. Function as follows:\n- Platelets\n- Albumin\n2. Gout",
}


@pytest.mark.parametrize("name", NESTED)
def test_nesting(name: str) -> None:
    page = read_listing("Inclusion Criteria:\n" + NESTED[name])
    assert [(s.id, s.parent, s.header) for s in page.statements] == [
        ("I1", None, True),
        ("I1.1", "I1", False),
        ("I1.2", "I1", False),
        ("I2", None, False),
    ]


def test_three_levels() -> None:
    page = read_listing("Exclusion Criteria:\n* Heart:\n  * Rhythm:\n    * Long QT\n* Asthma")
    assert [s.id for s in page.statements] == ["E1", "E1.1", "E1.1.1", "E2"]


def test_a_header_without_bullets_governs_what_reads_like_a_list() -> None:
    page = read_listing(
        "Exclusion Criteria:\nAny of the following heart conditions:\nLong QT;\nHeart failure;\nstroke.\n"
        "Patients must not smoke\nAsthma"
    )
    assert [(s.id, s.text) for s in page.statements] == [
        ("E1", "Any of the following heart conditions:"),
        ("E1.1", "Long QT;"),
        ("E1.2", "Heart failure;"),
        ("E1.3", "stroke."),
        ("E2", "Patients must not smoke"),
        ("E3", "Asthma"),
    ]


def test_sections() -> None:
    page = read_listing(
        "Inclusion Criteria:\nPart 1:\n- Gout\nPart 2:\n- Asthma\n"
        "Exclusion Criteria for Cohort C:\n- Fever\nPart 1:\n- Rash"
    )
    assert [(s.text, s.section) for s in page.statements] == [
        ("Gout", "Part 1"),
        ("Asthma", "Part 2"),
        ("Fever", "Cohort C"),
        ("Rash", "Cohort C: Part 1"),
    ]
    assert sum(s.reason == "subheading" for s in page.skipped) == 3


def test_a_label_before_one_criterion_is_its_own() -> None:
    page = read_listing("Inclusion Criteria:\nArm A: Gout for a year\nArm B: Gout for a decade\nAge over 20")
    assert [(s.text, s.section) for s in page.statements] == [
        ("Gout for a year", "Arm A"),
        ("Gout for a decade", "Arm B"),
        ("Age over 20", None),
    ]


def test_abstracts_with_topics() -> None:
    page = read_listing(
        "DISEASE CHARACTERISTICS:\n\n  -  Proven gout\n\n"
        "PATIENT CHARACTERISTICS:\n\nAge:\n\n  -  20 and over\n\nRenal:\n\n  -  Not specified"
    )
    assert [(s.text, s.section) for s in page.statements] == [
        ("Proven gout", "DISEASE CHARACTERISTICS"),
        ("20 and over", "PATIENT CHARACTERISTICS: Age"),
    ]


def test_topics_within_a_paragraph() -> None:
    page = read_listing(
        "PATIENT CHARACTERISTICS: Age: 20 and over Performance status: ECOG 0-2 Renal: Creatinine normal"
    )
    assert [s.text for s in page.statements] == [
        "Age: 20 and over",
        "Performance status: ECOG 0-2",
        "Renal: Creatinine normal",
    ]


def test_words_of_a_wrapped_line_are_no_furniture_and_no_heading() -> None:
    page = read_listing(
        "Inclusion Criteria:\n- Able to talk with the\n  investigator\n"
        "- Able to walk as asked in the\n  criteria.\n- Gout"
    )
    assert [s.id for s in page.statements] == ["I1", "I2", "I3"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Trial in gout of the foot\nISRCTN12345678\nInclusion Criteria\n- Gout", "ISRCTN12345678"),
        ("Trial in gout of the foot\nEudraCT number: 2019-001234-56\nInclusion Criteria\n- Gout", "2019-001234-56"),
        (
            "Trial in gout of the foot\nRegistration number: ChiCTR1900012345\nInclusion Criteria\n- Gout",
            "ChiCTR1900012345",
        ),
        ("Inclusion Criteria\n- Gout, no part in NCT01010101", "gout"),
    ],
)
def test_registry_numbers(text: str, number: str) -> None:
    assert read_listing(text, source="texts/gout.txt").id == number


def test_ages_and_sex_of_a_page() -> None:
    page = read_listing(
        "Velotinib for chronic gout\nAges Eligible for Study: 18 Years to 75 Years\n"
        "Sexes Eligible for Study: All\nInclusion Criteria\n- Gout"
    )
    assert (page.minimum_age, page.maximum_age, page.sex) == ("18 Years", "75 Years", "all")


@pytest.mark.parametrize("text", ["", "  \n\t", "\ufeff"])
def test_empty(text: str) -> None:
    with pytest.raises(EmptyInput):
        read_listing(text, source="x.txt")


@pytest.mark.parametrize(
    "text", ["The weather is fine today. We went out and had a walk.", "Milk\nBread\nButter", "Inclusion Criteria:"]
)
def test_no_trial(text: str) -> None:
    with pytest.raises(NotATrial, match=r"x\.txt: no eligibility criteria found; give"):
        read_listing(text, source="x.txt")
