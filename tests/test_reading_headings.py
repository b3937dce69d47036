"""Headings, subheadings, lead-ins and headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import LexiconError
from eligo.reading.headings import governs, is_empty_list, is_lead_in, match_heading, match_subheading
from eligo.reading.lines import split_lines
from eligo.reading.patterns import union
from eligo.resources import read_table

HEADINGS = [
    ("Inclusion Criteria", "inclusion", None),
    ("INCLUSION CRITERIA:", "inclusion", None),
    ("Key Inclusion Criteria", "inclusion", None),
    ("Main inclusion criteria:", "inclusion", None),
    ("**Inclusion Criteria:**", "inclusion", None),
    ("- Inclusion criteria:", "inclusion", None),
    ("3.1 Inclusion Criteria", "inclusion", None),
    ("Inclusion", "inclusion", None),
    ("Criteria for inclusion:", "inclusion", None),
    ("Who can participate?", "inclusion", None),
    ("You may be able to join if:", "inclusion", None),
    ("Eligible if", "inclusion", None),
    ("Patients eligible for this study:", "inclusion", None),
    ("DISEASE CHARACTERISTICS:", "inclusion", "DISEASE CHARACTERISTICS"),
    ("PRIOR CONCURRENT THERAPY:", "inclusion", "PRIOR CONCURRENT THERAPY"),
    ("Inclusion Criteria for Cohort A:", "inclusion", "Cohort A"),
    ("Step 2 Inclusion Criteria", "inclusion", "Step 2"),
    ("Donor inclusion criteria:", "inclusion", "Donor"),
    ("Exclusion Criteria", "exclusion", None),
    ("Exclusion criteria (any of the following):", "exclusion", None),
    ("Exclusion:", "exclusion", None),
    ("Exclusion_Criteria:", "exclusion", None),
    ("Arm B Exclusion Criteria:", "exclusion", "Arm B"),
    ("Non-inclusion criteria:", "exclusion", None),
    ("Criteria for exclusion", "exclusion", None),
    ("Not eligible if:", "exclusion", None),
    ("Who cannot participate?", "exclusion", None),
    ("You may not be able to join if:", "exclusion", None),
    ("Patients with any of the following will be excluded:", "exclusion", None),
    ("Inclusion/Exclusion Criteria", "neutral", None),
    ("Eligibility Criteria:", "neutral", None),
]


@pytest.mark.parametrize(("text", "kind", "section"), HEADINGS)
def test_headings(text: str, kind: str, section: str | None) -> None:
    (line,) = split_lines(text)
    heading = match_heading(line)
    assert heading is not None
    assert (heading.kind, heading.section, heading.rest) == (kind, section, None)


NO_HEADINGS = [
    "Other protocol-defined inclusion/exclusion criteria may apply",
    "Does not meet inclusion criteria",
    "Not meeting all of the inclusion criteria",
    "Inclusion body myositis",
    "Exclusion of pregnancy by a test within 7 days",
    "Criteria of Rome IV are met",
    "Any condition listed among the exclusion criteria below",
]


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_no_headings(text: str) -> None:
    (line,) = split_lines(text)
    assert match_heading(line) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Inclusion Criteria: Adults with gout", "Adults with gout"),
        ("Exclusion Criteria - asthma", "asthma"),
        ("Inclusion criteria 1. Adults", "1. Adults"),
        ("Inclusion Criteria Adults who have gout", "Adults who have gout"),
    ],
)
def test_the_first_criterion_on_the_line_of_the_heading(text: str, rest: str) -> None:
    (line,) = split_lines(text)
    heading = match_heading(line)
    assert heading is not None
    assert heading.rest is not None
    assert heading.rest.text == rest
    assert text[heading.rest.start : heading.rest.end] == rest


@pytest.mark.parametrize(
    "text", ["Cohort B:", "Part 1:", "For Phase II:", "Age:", "Arms A and B only:", "Healthy volunteers:"]
)
def test_subheadings(text: str) -> None:
    found = match_subheading(text)
    assert found == (text.rstrip(":"), len(text))


@pytest.mark.parametrize("text", ["Adequate bone marrow function:", "Patients with serious complications:", "Cohort B"])
def test_no_subheadings(text: str) -> None:
    assert match_subheading(text) is None


def test_lead_ins_say_nothing_but_that_a_list_follows() -> None:
    assert is_lead_in("Patients must meet all of the following criteria:", "inclusion")
    assert not is_lead_in("Patients must meet any of the following criteria:", "inclusion")
    assert is_lead_in("Patients who meet any of the following criteria will be excluded:", "exclusion")
    assert not is_lead_in("Patients must have adequate renal function:", "inclusion")
    assert not is_lead_in("Patients must have gout", "inclusion")


@pytest.mark.parametrize(
    "text",
    [
        "Adequate function as determined by",
        "Any of the following cardiac conditions",
        "Marrow reserve:",
        "Diagnosis of one of the following",
    ],
)
def test_headers(text: str) -> None:
    assert governs(text)


@pytest.mark.parametrize("text", ["Able to walk.", "Body weight over 50 kg", "Asthma or hay fever"])
def test_no_headers(text: str) -> None:
    assert not governs(text)


def test_empty_lists() -> None:
    assert is_empty_list("None.")
    assert is_empty_list("N/A")
    assert not is_empty_list("No asthma")


def test_a_wrong_pattern_is_blamed_on_its_line(tmp_path: Path) -> None:
    table = tmp_path / "headings.tsv"
    table.write_text("# ours\nkind\tpattern\tsource\ninclusion\t(open\tus\n")
    with pytest.raises(LexiconError, match=r"headings\.tsv:3: '\(open' is no regular expression"):
        union(read_table(table, ("kind", "pattern", "source")))
