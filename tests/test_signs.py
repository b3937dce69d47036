"""Signs behind abbreviations, recovery beside other demands, and alternatives that are denied."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


def read(kind: str, text: str) -> str:
    """The rendering of one criterion, all of which is read."""
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert criterion.unparsed == ()
    return render(criterion.logic)


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("HR+/HER2- breast cancer", "hormone receptor positive and HER2 negative and breast cancer"),
        ("ER-positive, HER2-negative breast cancer",
         "estrogen receptor positive and HER2 negative and breast cancer"),
        ("Tumors that are ER-, PR- and HER2-",
         "tumor and estrogen receptor negative and progesterone receptor negative and HER2 negative"),
        ("EGFR-/ALK- lung cancer", "EGFR negative and ALK alteration negative and lung cancer"),
        ("Lymphoma, ALK-", "lymphoma and ALK alteration negative"),
        ("HIV- adults", "age ≥ 18 years and no HIV infection"),
        ("HBsAg−, anti-HCV−", "hepatitis B surface antigen negative and anti-HCV antibody negative"),
        ("HLA-B27+ patients", "HLA-B27 positive"),
        ("HBeAg (-) and HBsAg (+)", "hepatitis B e antigen negative and hepatitis B surface antigen positive"),
        ("HER2 -ve or CD20(+) disease", "HER2 negative or CD20 positive"),
        ("HER2+ or HER2- disease", "HER2 positive or HER2 negative"),
        ("ER- and PR-positive disease", "estrogen receptor positive and progesterone receptor positive"),
        ("HIV- RNA below 50 copies/mL", "HIV RNA < 50 copies/mL"),
        ("EGFR or ALK positive lung cancer", "(EGFR positive or ALK alteration positive) and lung cancer"),
    ],
)  # fmt: skip
def test_signs(text: str, rendering: str) -> None:
    """A minus is a negative result, unless a word is still to come that the list shares."""
    assert read("Inclusion", text) == rendering


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Diabetes or not recovered from surgery", "diabetes mellitus or no recovery from prior therapy"),
        ("Not yet completely recovered from an operation", "incomplete recovery from surgery"),
        ("Age under 50 years or without a history of stroke", "age < 50 years or no history of stroke"),
        ("Age under 50 years or\n  without a history of stroke", "age < 50 years or no history of stroke"),
        ("Psoriasis with or without arthritis", "psoriasis"),
        ("HIV-2 co-infection", "HIV infection"),
    ],
)
def test_exclusions(text: str, rendering: str) -> None:
    """What is denied behind "or" is no more lost than what is not."""
    assert read("Exclusion", text) == rendering


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Recovered from surgery and free of infection", "recovery from prior therapy and no infection"),
        ("Recovered from surgery and chemotherapy", "recovery from prior therapy"),
        ("At least 4 weeks since surgery and recovered from all toxicities",
         "surgery at least 4 weeks before and recovery from prior therapy"),
    ],
)  # fmt: skip
def test_recovery(text: str, rendering: str) -> None:
    """Recovery stands beside what else is asked."""
    assert read("Inclusion", text) == rendering
