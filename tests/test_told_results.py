"""A result that is said once of a list of markers; our own sentences."""

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
