"""Recovery that is denied, and values got by one method or another."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render


def understood(kind: str, text: str) -> str:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    return render(criterion.logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Has not recovered from adverse events to grade 1 or less", "no CTCAE grade 0, 1"),
        ("Not recovered from toxicities to grade ≤ 1, except hair loss", "not (CTCAE grade 0, 1, except alopecia)"),
        ("Failure to recover from toxicities to grade ≤ 1", "no CTCAE grade 0, 1"),
        (
            "Not recovered from toxicities to grade 1 or baseline",
            "none of: (CTCAE grade 0, 1 or CTCAE grade at baseline)",
        ),
        ("Not recovered from the side effects of surgery", "incomplete recovery from surgery"),
        ("Not recovered from the toxic effects of chemotherapy", "incomplete recovery from chemotherapy"),
        ("Has not recovered from pneumonia", "persistent pneumonia"),
    ],
)
def test_recovery(text: str, expected: str) -> None:
    assert understood("Exclusion", text) == expected


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("LVEF < 45% by MUGA or echocardiogram", "MUGA or echocardiogram"),
        ("LVEF < 45 % by echocardiography, or by a MUGA scan", "echocardiogram or MUGA"),
        ("Ejection fraction (measured by MUGA scan/echo) < 45 %", "MUGA or echocardiogram"),
        ("LVEF < 45% by echocardiogram or radionuclide ventriculography", "echocardiogram or radionuclide angiography"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["Inclusion", "Exclusion"])
def test_methods(kind: str, text: str, method: str) -> None:
    assert understood(kind, text) == f"left ventricular ejection fraction < 45 % ({method})"


def test_what_follows_a_method_is_asked() -> None:
    assert understood("Exclusion", "LVEF < 45% by echo, stroke") == (
        "left ventricular ejection fraction < 45 % (echocardiogram) or stroke"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grade 3 or 4 neutropenia or thrombocytopenia", "grade 3 to 4 neutropenia or grade 3 to 4 thrombocytopenia"),
        ("Grade ≥ 2 neuropathy or active gout", "grade ≥ 2 peripheral neuropathy or active gout"),
        ("Grade ≥ 2 neuropathy, gout or stroke", "grade ≥ 2 peripheral neuropathy or gout or stroke"),
        ("Neuropathy grade ≥ 2 or stroke", "grade ≥ 2 peripheral neuropathy or stroke"),
    ],
)
def test_grades_before_two_things(text: str, expected: str) -> None:
    assert understood("Exclusion", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Failure or intolerance to methotrexate", "resistance to methotrexate or intolerance to methotrexate"),
        ("Renal or hepatic failure, or steroids", "kidney failure or liver failure or corticosteroids"),
        ("Any condition that will limit compliance", "Any condition that will limit compliance"),
    ],
)  # fmt: skip
def test_failures_and_judgements(text: str, expected: str) -> None:
    assert understood("Exclusion", text) == expected


@pytest.mark.parametrize("text", ["Women must use contraception", "WOMEN MUST USE CONTRACEPTION"])
def test_demands_among_exclusions_in_any_case(text: str) -> None:
    assert understood("Exclusion", text) == "if sex female then no contraception"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Participants must have fully recovered from the acute effects of any prior therapy",
            "recovery from the acute effects of any prior therapy",
        ),
        ("Patients have recovered from all previous treatments", "recovery from all previous treatments"),
    ],
)
def test_recovery_from_what_has_no_name(text: str, expected: str) -> None:
    assert understood("Inclusion", text) == expected
