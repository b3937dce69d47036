"""Adjectives of a list share its last noun, and what is said before the first is said of all."""

import pytest

import eligo
from eligo.logic import render


def rendered(text: str, kind: str = "Exclusion") -> str:
    return render(eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0].logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Severe renal, hepatic or cardiac disease", "severe kidney disease or severe liver disease or severe heart"),
        ("Clinically significant liver, kidney or lung disease", "clinically significant kidney disease"),
        ("Severe or unstable renal, hepatic or cardiac disease", "severe liver disease or unstable liver disease"),
        ("History of significant endocrine, renal or hepatic disorder", "history of clinically significant kidney"),
        ("Unstable renal, hepatic or cardiac disease or gout", "or unstable heart disease or gout"),
        ("Severe renal, hepatic or cardiac disease, gout", "or severe heart disease or gout"),
    ],
)
def test_a_quality_is_said_of_all_adjectives(text: str, expected: str) -> None:
    assert expected in rendered(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Severe asthma, gout or epilepsy", "severe asthma or gout or epilepsy"),
        ("Uncontrolled diabetes, hypertension", "uncontrolled diabetes mellitus or hypertension"),
        ("Severe dementia, renal failure", "severe dementia or kidney failure"),
    ],
)
def test_things_with_nouns_of_their_own_stay_as_they_are(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Renal, hepatic, cholestatic, cardiac or infectious disease",
        "Renal, hepatic (including cirrhosis), cardiac or psychosomatic disorders",
        "Cardiac (including angina), renal, thrombotic, hepatic or bleeding disorders",
    ],
)
def test_adjectives_of_no_organ_do_not_break_the_list(text: str) -> None:
    read = rendered(text)
    assert all(name in read for name in ("kidney disease", "liver disease", "heart disease"))


def test_bleeding_is_of_organs_and_no_disease_of_them() -> None:
    assert "lung disease" not in rendered("Bleeding (gastrointestinal, pulmonary, intraocular or urogenital bleeding)")


@pytest.mark.parametrize(
    "text",
    [
        "Evidence or history of gout",
        "Current or past history of gout",
        "Known history or presence of gout",
        "History or current diagnosis of gout",
    ],
)
def test_a_history_or_presence_is_either(text: str) -> None:
    assert rendered(text) == "gout"
