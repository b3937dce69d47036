"""Exclusions that name several kinds of patients, what lasts while a drug is taken, and how something is done."""

from __future__ import annotations

import pytest

from eligo.flow import parse
from eligo.reports.explain import explain


def _read(kind: str, text: str) -> str:
    (criterion,) = parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria
    return explain(criterion).partition(": ")[2].rstrip(".")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Patients on dialysis and patients with asthma", "dialysis or asthma"),
        ("Gout and those who have epilepsy", "gout or epilepsy"),
        (
            "Subjects with type 1 diabetes and subjects with type 2 diabetes using insulin are excluded",
            "type 1 diabetes mellitus or (type 2 diabetes mellitus and insulin)",
        ),
        ("HIV infection, asthma and pregnant women", "HIV infection or asthma or (if sex female then pregnant)"),
        ("Patients with dementia and prisoners", "dementia or vulnerable population (“prisoners”)"),
        ("Adults older than 45 years and children younger than 18 years", "age > 45 years or age < 18 years"),
        ("Patients on dialysis and asthma", "dialysis and asthma"),
        (
            "Female with osteoporosis and pregnant women",
            "sex female and osteoporosis and (if sex female then pregnant)",
        ),
    ],
)
def test_other_patients_are_kept_out_too(text: str, read: str) -> None:
    assert _read("Exclusion", text).partition(". ")[0] == read


def test_who_may_join_stays_one_exception() -> None:
    said = _read(
        "Exclusion", "Prior cancer. Patients with cured skin cancer and patients with cervical carcinoma are eligible"
    )
    assert said.startswith("prior malignancy, except") or said.startswith("history of malignancy, except")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Must not breastfeed while taking ibrutinib", "not lactating [while taking ibrutinib]"),
        (
            "Use of contraception while receiving thalidomide and for 90 days after the last dose",
            "contraception [while receiving thalidomide and for 90 days after the last dose]",
        ),
        ("No alcohol while taking metronidazole", "no alcohol [while taking metronidazole]"),
        ("No history of mania while taking lithium", "no mania [while taking lithium]"),
        (
            "No aspirin within 7 days and while taking warfarin",
            "none of: (aspirin within 7 days before or concurrent warfarin)",
        ),
        ("No surgery during the course of the study", "no surgery [during the course of the study]"),
        (
            "No surgery during their participation in this trial",
            "no surgery [during their participation in this trial]",
        ),
        ("Able to breathe without supplemental oxygen", "ability to breathe without supplemental oxygen"),
        ("Able to travel, no dialysis", "ability to travel and no dialysis"),
        ("Agrees to not donate sperm", "no gamete donation"),
    ],
)
def test_what_lasts_and_how(text: str, read: str) -> None:
    assert _read("Inclusion", text) == read


def test_inability_keeps_its_words() -> None:
    assert _read("Exclusion", "Unable to breathe without oxygen") == "no ability to breathe without oxygen"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Warfarin or aspirin (or planned clopidogrel)", "warfarin or aspirin or planned clopidogrel"),
        (
            "Use of aspirin within 7 days (or planned use of warfarin during the study)",
            "aspirin within 7 days before or planned warfarin [during the study]",
        ),
        ("Asthma (or is on inhaled steroids)", "asthma or concurrent inhaled corticosteroids"),
        ("Hypersensitivity to aspirin (or other NSAIDs)", "hypersensitivity to aspirin or hypersensitivity to NSAIDs"),
        (
            "Taking prednisone above 10 mg/day (or prednisone equivalents)",
            "concurrent prednisone > 10 mg/day",
        ),
    ],
)
def test_alternatives_in_parentheses(text: str, read: str) -> None:
    assert _read("Exclusion", text) == read


def test_how_something_is_done_is_no_ability_denied() -> None:
    said = _read("Inclusion", "Able to maintain sobriety without the use of naltrexone")
    assert "naltrexone" in said
    assert not said.startswith("naltrexone")
