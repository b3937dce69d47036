"""For whom something is asked, whatever is taken, and what a judgement is about."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import eligo
from eligo.logic.render import render

READ = [
    ("Inclusion", "Men and non-pregnant women", "sex male or female and (if sex female then not pregnant)"),
    (
        "Inclusion",
        "Healthy male and non-lactating female volunteers",
        "good general health and sex male or female and (if sex female then not lactating)",
    ),
    ("Inclusion", "Patients with diabetes who are taking insulin", "diabetes mellitus and concurrent insulin"),
    (
        "Inclusion",
        "Patients with psoriasis who are on methotrexate must have ALT < 2 x ULN",
        "if (psoriasis and concurrent methotrexate) then ALT < 2 × ULN",
    ),
    (
        "Exclusion",
        "Patients who have asthma or who are known to have COPD",
        "asthma or confirmed chronic obstructive pulmonary disease",
    ),
    ("Exclusion", "Medication other than aspirin", "concurrent concomitant medication, except aspirin"),
    ("Exclusion", "Non-compliance as judged by the investigator", "noncompliance and investigator's judgement"),
    ("Exclusion", "Any condition that may limit compliance in the opinion of the investigator",
     "investigator's judgement (“Any condition that may limit compliance in the opinion of the investigator”)"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), READ)
def test_read(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert (render(criterion.logic), criterion.parsed) == (tree, "full")


MATCHED = [
    ("Any concomitant medication", "takes aspirin", "fail"),
    ("Any concomitant medication", "took aspirin in the past", "pass"),
    ("Medication other than aspirin", "takes aspirin", "pass"),
    ("Medication other than aspirin", "takes aspirin and warfarin", "fail"),
    ("Any prescription medication", "takes lisinopril", "unknown"),
    ("Any prescription medication", "has asthma", "pass"),
    ("Medical illness", "has asthma", "unknown"),
    ("Known contraindication to MRI", "has asthma", "pass"),
    ("Contraindication to laparoscopic surgery", "has asthma", "pass"),
    ("Foreseeable non-compliance as judged by the investigator", "will comply with the protocol", "pass"),
    ("Availability for follow-up", "will comply with the protocol", "unknown"),
]


@pytest.mark.parametrize(("text", "note", "expected"), MATCHED)
def test_silence_beside_what_is_stated(text: str, note: str, expected: str) -> None:
    trial = eligo.parse(f"Exclusion criteria\n\n- {text}\n")
    (verdict,) = eligo.match(trial, eligo.annotate(f"A 50-year-old man. He {note}."), silence="absent").verdicts
    assert verdict.verdict == expected


SHAPED = [
    ("Psychosomatic disorder", "psychosomatic disorder"),
    ("Impaired coagulation", "impaired coagulation"),
    ("Known mucociliary or karyotypic abnormality", "karyotypic abnormality"),
    ("Shwachman syndrome", "Shwachman syndrome"),
]


@pytest.mark.parametrize(("text", "name"), SHAPED)
def test_conditions_of_no_table_are_known_by_their_shape(text: str, name: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert name in render(criterion.logic)


@pytest.mark.parametrize("text", ["Causes disease", "Clinical symptoms", "Bilateral disease"])
def test_words_that_name_no_condition(text: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is None


def test_a_condition_of_no_table_is_absent_only_where_no_note_has_its_words() -> None:
    trial = eligo.parse("Exclusion criteria\n\n- Psychosomatic disorder\n")

    def verdict(note: str) -> str:
        return eligo.match(trial, eligo.annotate(note), silence="absent").verdicts[0].verdict

    assert verdict("A 50-year-old man with asthma.") == "pass"
    assert verdict("A 50-year-old man. The symptoms seem psychosomatic.") == "unknown"


LASTING = [
    ("Fever > 7 days", "fever for at least 7 days"),
    ("Cough longer than 2 weeks", "cough for at least 2 weeks"),
    ("Diarrhea (≥ 3 days)", "diarrhea for at least 3 days"),
    ("Fever of less than 3 days duration", "fever within 3 days before"),
    ("Stroke > 6 months", "stroke at least 6 months before"),
    ("Stroke < 6 months prior to enrolment", "stroke within 6 months before enrolment"),
]


@pytest.mark.parametrize(("text", "tree"), LASTING)
def test_bare_durations(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert (render(criterion.logic), criterion.parsed) == (tree, "full")


RECOVERED = [
    ("Exclusion", "Patients who have not recovered from side effects of prior therapy",
     "history of persistent adverse event"),
    ("Exclusion", "Has not recovered from surgery", "no recovery from prior therapy"),
    ("Exclusion", "Has not fully recovered from a surgical procedure", "incomplete recovery from surgery"),
    ("Inclusion", "Recovered from all toxicities of prior therapy", "recovery from prior therapy"),
    ("Inclusion", "No prior chemotherapy and fully recovered from surgery",
     "no prior chemotherapy and recovery from prior therapy"),
    ("Inclusion", "Must have recovered from adverse events to grade <= 1", "CTCAE grade 0, 1"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree"), RECOVERED)
def test_recovery(kind: str, text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"{kind} criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert (render(criterion.logic), criterion.parsed) == (tree, "full")


def test_an_antibody_is_a_treatment_or_a_test() -> None:
    (given,) = eligo.parse("Exclusion criteria\n\n- Prior targeted therapy (EGFR TKI/Ab)\n").criteria
    assert given.parsed == "full"
    (tested,) = eligo.parse("Exclusion criteria\n\n- Positive HIV Ab test\n").criteria
    assert tested.logic is not None
    assert render(tested.logic) == "HIV antibody positive"


@pytest.mark.shared
def test_scales_in_examples(shared: Path) -> None:
    """A score that belongs to a disease of the example ("white matter disease with a rating of 3 on the … scale")."""
    with gzip.open(shared / "data" / "trials" / "trials.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["eligibility"] for line in lines if "Fazekas" in line]
    assert texts
    assert all(eligo.parse(text).criteria for text in texts)
