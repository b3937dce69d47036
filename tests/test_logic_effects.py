"""What a drug may bring about is not asked for: it says which drugs are meant."""

import pytest

import eligo
from eligo.logic import render


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        (
            "Use of medication that can cause pancreatitis within 4 weeks",
            "medication that can cause pancreatitis within 4 weeks before",
        ),
        ("Drugs known to lower the seizure threshold", "drugs known to lower the seizure threshold"),
        (
            "Antibiotics known to affect gastric motility or absorption",
            "antibiotics known to affect gastric motility or absorption",
        ),
        ("Medications that cause weight gain, or asthma", "medications that cause weight gain or asthma"),
    ],
)
def test_it_stays_with_the_drug(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Other conditions causing leukopenia", "leukopenia"),  # of a condition, what it causes is asked
        ("Medication for pancreatitis", "pancreatitis"),
    ],
)
def test_near_misses(text: str, rendered: str) -> None:
    assert rendered in (render(criterion(text).logic) or "")


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Unlikely to comply with the protocol", "no compliance with protocol"),
        ("Any relevant deviation from healthy conditions", "no good general health"),
        ("Unlikely to survive for 24 hours", "no likelihood to survive for 24 hours"),
        ("Estrogen dependent tumor", "estrogen dependent tumor"),
        ("Bilateral invasive breast cancer", "invasive bilateral breast cancer"),
        ("Indication for surgery", "indication for surgery"),
    ],
)
def test_other_words_beside_a_thing(text: str, rendered: str) -> None:
    read = criterion(text)
    assert (render(read.logic), read.parsed) == (rendered, "full")


@pytest.mark.parametrize(
    ("text", "rendered", "parsed"),
    [
        ("Elevated NT-proBNP ≥ 1600 pg/mL", "NT-proBNP ≥ 1600 pg/mL", "full"),
        ("Minimum life expectancy of 3 months", "life expectancy ≥ 3 months", "full"),
        ("Elevated potassium < 5 mmol/L", "potassium < 5 mmol/L", "partial"),  # that is not what the bound says
    ],
)
def test_a_word_that_says_no_more_than_the_bound(text: str, rendered: str, parsed: str) -> None:
    read = criterion(text, "Inclusion")
    assert (render(read.logic), read.parsed) == (rendered, parsed)


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Secondary progressive multiple sclerosis", "secondary progressive multiple sclerosis"),
        ("Histological or cytological diagnosis of melanoma", "confirmed melanoma"),
        ("Sepsis within 48 hours of admission to the intensive care unit", "intensive care unit]"),
        ("Moderately to severely active ulcerative colitis", "active moderate to severe ulcerative colitis"),
    ],
)
def test_rows(text: str, rendered: str) -> None:
    read = criterion(text, "Inclusion")
    assert (render(read.logic) or "").endswith(rendered)
    assert read.parsed == "full"
