"""Notes: sections, sentences, rows, dates."""

from __future__ import annotations

import pytest

from eligo.errors import EmptyInput
from eligo.reading import read_note
from eligo.reading.dates import find_date
from eligo.reading.sentences import sentences

NOTE = """\
Patient ID: QX-17
Date of visit: March 24, 2030

HISTORY OF PRESENT ILLNESS:
A 54-year-old woman with gout of both feet that was first seen by a colleague in June
2019. She takes colchicine 0.5 mg vs. placebo. She denies fever.

PMH: Hypertension, type 2 diabetes (HbA1c 7.1), asthma
FHx: Mother with gout. Father healthy.
Meds:
 1. Colchicine 0.5 mg BID
 2. Lisinopril 10 mg daily, taken in the
    morning with food
Allergies: Penicillin (rash), sulfa
Labs (2030-03-20)
Neutrophils  1.2  10^9/L (1.8-7.7)
Platelets    90   10^9/L (150-400)
Assessment and Plan
1. Gout. Continue colchicine.
2. Hypertension: stable
"""


def test_a_note() -> None:
    note = read_note(NOTE, source="q.txt")
    assert (note.id, note.dates) == ("QX-17", {"document": "2030-03-24"})
    assert [(s.section, " ".join(s.text.split())) for s in note.statements] == [
        (
            "history_of_present_illness",
            "A 54-year-old woman with gout of both feet that was first seen by a colleague in June 2019.",
        ),
        ("history_of_present_illness", "She takes colchicine 0.5 mg vs. placebo."),
        ("history_of_present_illness", "She denies fever."),
        ("past_medical_history", "Hypertension, type 2 diabetes (HbA1c 7.1), asthma"),
        ("family_history", "Mother with gout."),
        ("family_history", "Father healthy."),
        ("medications", "Colchicine 0.5 mg BID"),
        ("medications", "Lisinopril 10 mg daily, taken in the morning with food"),
        ("allergies", "Penicillin (rash), sulfa"),
        ("labs", "Labs (2030-03-20)"),
        ("labs", "Neutrophils 1.2 10^9/L (1.8-7.7)"),
        ("labs", "Platelets 90 10^9/L (150-400)"),
        ("assessment_and_plan", "Gout."),
        ("assessment_and_plan", "Continue colchicine."),
        ("assessment_and_plan", "Hypertension: stable"),
    ]


def test_a_dated_heading_governs_its_section() -> None:
    note = read_note("Labs (2030-03-20):\nSodium 140\nHEMATOLOGY\nPlatelets 90\nPlan:\nRest")
    assert [(s.id, s.parent, s.header) for s in note.statements] == [
        ("N1", None, True),
        ("N2", "N1", False),
        ("N3", "N1", False),
        ("N4", None, False),
    ]


SECTIONS = [
    ("Past Medical History:\nGout", "past_medical_history"),
    ("MEDICATIONS\nColchicine", "medications"),
    ("Home meds: colchicine", "medications"),
    ("SHx: smokes", "social_history"),
    ("ROS: negative", "review_of_systems"),
    ("Vital Signs:\nBP 120/80", "vitals"),
    ("A/P: gout", "assessment_and_plan"),
    ("CC: foot pain", "chief_complaint"),
    ("Oncologic History:\nNone known", "oncologic_history"),
    ("Brief Hospital Course:\nUneventful", "hospital_course"),
    ("Immunizations:\nInfluenza 2029", "immunizations"),
    ("**Allergies:**\nNone known", "allergies"),
    ("PERTINENT RESULTS:\nSodium 140", "labs"),
    ("Travel abroad:\nNone at all", "travel_abroad"),
]


@pytest.mark.parametrize(("text", "section"), SECTIONS)
def test_sections(text: str, section: str) -> None:
    assert [s.section for s in read_note(text).statements] == [section]


def test_headings_whose_line_breaks_were_lost() -> None:
    text = (
        "HPI: Foot pain for a day. No fever, no chills, no rash anywhere. PAST MEDICAL HISTORY: Gout.   "
        "MEDICATIONS:  Colchicine. ANC: 2.1 was seen."
    )
    assert len(text) > 120
    sections = {s.section: s.text for s in read_note(text).statements}
    assert sections["past_medical_history"] == "Gout."
    assert sections["medications"].startswith("Colchicine")


def test_lines_of_a_list_without_bullets_stay_apart() -> None:
    note = read_note("Past Medical History:\nObesity\nlaser eye surgery\ncataract surgery")
    assert [s.text for s in note.statements] == ["Obesity", "laser eye surgery", "cataract surgery"]


def test_fields_and_tables_are_rows() -> None:
    note = read_note("Age: 54\nSex: F\n\nTest | Value | Unit\nSodium | 140 | mmol/L")
    assert [s.text for s in note.statements] == ["Age: 54", "Sex: F", "Test | Value | Unit", "Sodium | 140 | mmol/L"]


SENTENCES = [
    ("Seen by Dr. Ash today. Feels well.", 2),
    ("Takes drugs, e.g. colchicine. Sleeps.", 2),
    ("Weight 70.5 kg. Height 1.8 m.", 2),
    ("Takes aspirin 81 mg. He denies pain.", 2),
    ("Dose was 5 mg. daily until June.", 1),
    ("Had hepatitis B. No fever.", 2),
    ("Signed by A. B. Ash.", 1),
    ("Room No. 5 was free.", 1),
    ("Is she well? Yes! Very.", 3),
    ("Colchicine b.i.d. with food.", 1),
    ("Pain (severe.) Fever.", 2),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences(text: str, count: int) -> None:
    found = list(sentences(text))
    assert len(found) == count
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace(" ", "")


DATES = [
    ("2022-03-24", "2022-03-24"),
    ("24 March 2022", "2022-03-24"),
    ("March 24th, 2022", "2022-03-24"),
    ("24-Mar-2022", "2022-03-24"),
    ("03/24/2022", "2022-03-24"),
    ("24/03/2022", "2022-03-24"),
    ("24.03.2022", "2022-03-24"),
    ("[**2101-2-3**]", "2101-02-03"),
    ("March 2022", "2022-03"),
    ("in 2019", "2019"),
    ("30 February 2022", None),
    ("no date", None),
]


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_dates(text: str, iso: str | None) -> None:
    assert find_date(text) == iso


def test_the_other_dates_of_a_text_tell_day_from_month() -> None:
    assert find_date("03/04/2022") == "2022-03-04"
    assert find_date("03/04/2022", context="seen 25/12/2021") == "2022-04-03"


def test_identity() -> None:
    assert read_note("MRN: 778\nGout.", source="notes/a.txt").id == "778"
    assert read_note("Gout.", source="notes/a.txt").id == "a"
    assert read_note("Gout.").id == "patient"
    with pytest.raises(EmptyInput):
        read_note("\n ", source="a.txt")
