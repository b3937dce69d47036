"""Panels of tests, words that several tests share, and what a state of the body says of another."""

from __future__ import annotations

import pytest

import eligo


def verdict(criterion: str, note: str, kind: str = "Inclusion") -> str:
    trial = eligo.parse(f"{kind} criteria\n\n- {criterion}\n")
    (found,) = eligo.match(trial, eligo.annotate(note)).verdicts
    return found.verdict


@pytest.mark.parametrize(
    ("note", "values"),
    [
        ("AST and ALT normal.", {"AST": "normal", "ALT": "normal"}),
        (
            "Sodium, potassium and calcium are normal.",
            {"sodium": "normal", "potassium": "normal", "calcium": "normal"},
        ),
        ("WBC 9, hemoglobin normal.", {"white blood cells": 9.0, "hemoglobin": "normal"}),
        ("CBC unremarkable.", {"complete blood count": "normal"}),
    ],
)
def test_tests_that_share_a_word(note: str, values: dict[str, object]) -> None:
    assert {f.name: f.value for f in eligo.annotate(note).facts if f.type == "measurement"} == values


def test_a_normal_panel_answers_for_its_members() -> None:
    note = "A 50-year-old man. The complete blood count and the biochemical profile are normal."
    assert verdict("Hematocrit < 25 %", note, "Exclusion") == "pass"
    assert verdict("Sodium within normal limits", note) == "pass"
    assert verdict("INR ≤ 1.5", note) == "unknown"
    (found,) = eligo.match(eligo.parse("Exclusion criteria\n\n- Hematocrit < 25 %\n"), eligo.annotate(note)).verdicts
    assert any("hematocrit" in words for words in found.assumptions)


def test_a_value_goes_before_the_panel() -> None:
    note = "A 50-year-old man. CBC normal. Platelets 40,000/mm3."
    assert verdict("Platelets ≥ 100,000/mm3", note) != "pass"


@pytest.mark.parametrize(
    ("criterion", "note", "expected"),
    [
        ("Postmenopausal women", "A 38-year-old woman with irregular periods.", "fail"),
        ("Premenopausal", "A 38-year-old woman with painful periods.", "pass"),
        ("Premenopausal", "A 58-year-old woman with a history of painful periods.", "unknown"),
        ("Premenopausal", "A 68-year-old woman with a history of painful periods.", "fail"),
        ("No pregnancy", "A 30-year-old woman. Beta-HCG is negative.", "pass"),
        ("Geographical inaccessibility", "She will comply with the protocol.", "fail"),
    ],
)
def test_what_a_state_says_of_another(criterion: str, note: str, expected: str) -> None:
    assert verdict(criterion, note) == expected


@pytest.mark.parametrize(
    ("note", "value"),
    [("Fever up to 39 C.", 39.0), ("Glucose up to 300 mg/dL.", 300.0), ("Temperature as high as 39.4 C.", 39.4)],
)
def test_a_peak_is_a_value(note: str, value: float) -> None:
    (fact,) = [f for f in eligo.annotate(note).facts if f.type == "measurement"]
    assert (fact.value, fact.comparator) == (value, "=")


def test_degrees_are_no_age() -> None:
    facts = eligo.annotate("Temperature as high as 102 F").facts
    assert [(f.name, f.value) for f in facts] == [("body temperature", 102.0)]


def test_words_beside_a_pregnancy_may_concern_a_man() -> None:
    assert verdict("Pregnancy", "A 40-year-old man.", "Exclusion") == "not_applicable"
    assert verdict("Pregnancy, quxing", "A 40-year-old man.", "Exclusion") != "not_applicable"
