"""Unread words behind a thing, or nouns right before it, narrow it and stay with it."""

import pytest

import eligo
from eligo.logic import render
from eligo.schema import leaves


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Bleeding of unclear origin", "bleeding of unclear origin"),
        ("Dyspnea at rest", "dyspnea at rest"),
        ("Pain affecting everyday tasks", "pain affecting everyday tasks"),
        ("Pneumonia due to aspirated feathers", "pneumonia due to aspirated feathers"),
        ("Surgery of the quenary tract within 6 months", "surgery of the quenary tract within 6 months before"),
        ("Laparoscopic surgery of the quenary tract", "laparoscopic surgery of the quenary tract"),
        ("Prick skin test", "prick skin test"),
    ],
)
def test_narrowed(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"


@pytest.mark.parametrize(
    "text",
    [
        "Pain of 7 in the morning",  # a number is something else that is asked
        "Adenoma or carcinoma of the quenary tail",  # of which of the two?
        "Asthma for more than twelve attacks",
    ],
)
def test_left_unread(text: str) -> None:
    read = criterion(text)
    assert read.unparsed
    assert not any("…" in (c.qualifier or "") for c in leaves(read.logic))


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("70-year-old woman. Bleeding of unclear origin since May.", "fail"),
        ("70-year-old woman. Bleeding after the extraction of a tooth.", "unknown"),
    ],
)
def test_only_a_record_that_says_the_words_meets_them(note: str, verdict: str) -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Bleeding of unclear origin\n", source="x")
    assert eligo.match(trial, eligo.annotate(note)).verdicts[0].verdict == verdict
