"""What is said once of a list: a result, a bound, how many; our own sentences."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "Positive HBsAg, HCV antibody or HIV antibody",
            "hepatitis B surface antigen positive or anti-HCV antibody positive or HIV antibody positive",
        ),
        (
            "HBsAg, HCV antibody, or HIV antibody positive",
            "hepatitis B surface antigen positive or anti-HCV antibody positive or HIV antibody positive",
        ),
        (
            "Positive result in any of the following: HBsAg, anti-HCV",
            "hepatitis B surface antigen positive or anti-HCV antibody positive",
        ),
        ("Positive HBsAg, or HCV RNA > 900 IU/mL", "hepatitis B surface antigen positive or HCV RNA > 900 IU/mL"),
        (
            "Positive for any of the following: HIV, HBsAg, or anti-HCV",
            "confirmed HIV infection or hepatitis B surface antigen positive or anti-HCV antibody positive",
        ),
        ("HBsAg positive, or HIV antibody", "hepatitis B surface antigen positive or HIV antibody"),
        (
            "ER positive, PR positive, HER2 negative",
            "estrogen receptor positive or progesterone receptor positive or HER2 negative",
        ),
    ],
)
def test_results_of_lists(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("two or more of AST, ALT, GGT > 4 × ULN", "at least 2 of (AST > 4 × ULN; ALT > 4 × ULN; GGT > 4 × ULN)"),
        (
            "at least two of the following > 4 × ULN: AST, ALT, bilirubin",
            "at least 2 of (AST > 4 × ULN; ALT > 4 × ULN; total bilirubin > 4 × ULN)",
        ),
        (
            "≥ 4 × ULN of any 2 or more of the following: serum AST, ALT (SGPT), and GGT",
            "at least 2 of (AST ≥ 4 × ULN; ALT ≥ 4 × ULN; GGT ≥ 4 × ULN)",
        ),
        ("> 4 × ULN in any of the following tests: AST, ALT", "AST > 4 × ULN or ALT > 4 × ULN"),
        ("any three of the following: fever, cough, or dyspnea", "at least 3 of (fever; cough; dyspnea)"),
        ("any two of asthma, gout or cough", "at least 2 of (asthma; gout; cough)"),
    ],
)
def test_bounds_and_numbers_of_lists(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "In another clinical study of an investigational product and/or received a vaccine within 60 days",
            "another clinical trial within 60 days before or prior vaccines within 60 days before",
        ),
        ("Participation in a clinical trial with an investigational drug", "another clinical trial"),
    ],
)
def test_what_is_tried_in_a_study(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree
