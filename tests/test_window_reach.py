"""Which things of a list the time behind it dates."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        # what is only planned, and what is there already
        (EX, "Pregnant, breastfeeding or planning to conceive within 3 months after the last dose",
         "pregnant or lactating or pregnancy intention [within 3 months after the last dose]"),
        (EX, "Pregnancy or plans to get pregnant in the next month",
         "pregnant or pregnancy intention [in the next month]"),
        (EX, "Plans to again be pregnant in the next year", "pregnancy intention [in the next year]"),
        # a state that lasts, by its own words
        (EX, "Crohn's disease, and in remission for 6 months", "Crohn's disease or remission for at least 6 months"),
        (IN, "HbA1c < 8 %, and stable body weight for 3 months",
         "HbA1c < 8 % and stable body weight for at least 3 months"),
        (IN, "Stable dose of metformin and insulin for 3 months",
         "stable dose of metformin for at least 3 months and stable dose of insulin for at least 3 months"),
        (IN, "Metformin and insulin for at least 3 months",
         "metformin for at least 3 months and insulin for at least 3 months"),
        # a bound, and the examination that shows it
        (IN, "Cervical length on transvaginal ultrasound of less than 20 mm within 10 days",
         "cervical length < 20 mm within 10 days before and ultrasound within 10 days before"),
        # a drug and a procedure that one thing was treated with
        (EX, "Cancer requiring chemotherapy or radiation within the past 5 years",
         "malignancy and (chemotherapy within 5 years before or radiotherapy within 5 years before)"),
        (EX, "Asthma exacerbation requiring prednisone or hospitalization within 3 months",
         "asthma exacerbation and (prednisone within 3 months before or hospitalization within 3 months before)"),
        (EX, "Infection requiring intravenous antibiotics or active hepatitis",
         "(infection and systemic antibiotics) or active hepatitis"),
    ],
)  # fmt: skip
def test_reach(kind: str, text: str, tree: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x")
    node = trial.criteria[0].logic
    assert node is not None
    assert render(node) == tree
