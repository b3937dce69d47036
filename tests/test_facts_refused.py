"""What a patient refuses or is unwilling to do is denied; a will to do one thing is no will to do another."""

from __future__ import annotations

import pytest

import eligo


def stated(note: str) -> set[tuple[str, str]]:
    return {(f.name, f.assertion) for f in eligo.annotate(note).facts if f.type != "sex"}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("She declines contraception.", {("contraception", "absent")}),
        ("She refuses to use any contraception.", {("contraception", "absent")}),
        ("The patient is not willing to use contraception.", {("contraception", "absent")}),
        ("She declines condoms or an IUD.", {("barrier contraception", "absent"), ("intrauterine device", "absent")}),
        ("She refuses hormonal contraception but uses an IUD.",
         {("hormonal contraception", "absent"), ("intrauterine device", "present")}),
        ("She refuses blood products, pregnant.", {("blood products", "absent"), ("pregnant", "present")}),
        ("Unwilling to take methotrexate.", {("methotrexate", "absent")}),
        ("She is reluctant to start insulin.", {("insulin", "absent")}),
        ("She refuses to comply with visits.", {("compliance with protocol", "absent")}),
        # once more: there may have been some before
        ("He refused further chemotherapy.", set()),
        ("No additional imaging.", set()),
        ("She declined another course of chemotherapy.", set()),
        ("He refused chemotherapy.", {("chemotherapy", "absent")}),
        ("No further episodes of syncope.", {("syncope", "historical")}),
        ("She denies further chest pain.", {("chest pain", "historical")}),
        ("She no longer reports neck pain.", {("neck pain", "historical")}),
        ("No further evidence of stroke.", {("stroke", "absent")}),
        ("No more than 2 seizures a day.", {("seizure", "present")}),
        # taking part
        ("He is not willing to participate in the study.", {("willingness to take part", "absent")}),
        ("He is no longer willing to take part.", {("willingness to take part", "absent")}),
        ("Patient is willing to participate.", {("willingness to take part", "present")}),
        ("Patient unwilling to consent.", {("willingness to take part", "absent"), ("informed consent", "absent")}),
        ("Consent was not obtained.", {("informed consent", "absent")}),
        ("Laboratory results were not obtained, consent signed.", {("informed consent", "present")}),
        # a will to do something else
        ("Patient is willing to use contraception.", {("contraception", "present")}),
        ("Not willing to stop smoking.", {("tobacco use", "present")}),
        ("Motivated to lose weight.", set()),
    ],
)  # fmt: skip
def test_what_a_patient_refuses(note: str, expected: set[tuple[str, str]]) -> None:
    assert stated(note) == expected


def test_the_words_of_a_refusal_are_quoted() -> None:
    note = "She declines contraception."
    (fact,) = (f for f in eligo.annotate(note).facts if f.name == "contraception")
    (cue,) = fact.cues
    assert note[cue.start : cue.end] == cue.text == "declines"
