"""Bullets that were run together in one line, and times of their own within a list that has one."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        (EX, "Any of the following: - Asthma - Gout - Psoriasis", "asthma or gout or psoriasis"),
        (EX, "Any of the following: * asthma * gout * psoriasis", "asthma or gout or psoriasis"),
        (EX, "Any of the following: • Asthma; • Gout; or • Psoriasis", "asthma or gout or psoriasis"),
        (
            EX,
            "History of any of the following within 6 months: - Angioplasty or stenting - Myocardial infarction",
            "prior angioplasty within 6 months before or prior stent within 6 months before or "
            "history of myocardial infarction within 6 months before",
        ),
        (IN, "At least two of the following: - Fever - Cough - Dyspnea", "at least 2 of (fever; cough; dyspnea)"),
        (
            IN,
            "All of the following: * Asthma * FEV1 > 50 % * Age 18 - 65 years",
            "asthma and FEV1 % predicted > 50 % and age 18 to 65 years",
        ),
        (EX, "Blood pressure: systolic 140 - 160 mm Hg", "systolic blood pressure 140 to 160 mm Hg"),
        # a time of its own
        (
            EX,
            "Any of the following at screening: myocardial infarction in the last 6 months; arrhythmia",
            "myocardial infarction within 6 months before or arrhythmia [at screening]",
        ),
        (
            EX,
            "Any of the following at screening: asthma or gout in the last 6 months; psoriasis in the last 3 months",
            "asthma within 6 months before or gout within 6 months before or psoriasis within 3 months before",
        ),
        (
            EX,
            "Any of the following within 6 months: myocardial infarction, stroke within 3 months, or angina",
            "myocardial infarction within 6 months before or stroke within 3 months before or "
            "angina within 6 months before",
        ),
        (
            EX,
            "Any of the following within 6 months: myocardial infarction, stroke or angina",
            "myocardial infarction within 6 months before or stroke within 6 months before or "
            "angina within 6 months before",
        ),
    ],
)
def test_read(kind: str, text: str, tree: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x")
    assert trial.criteria[0].logic is not None
    assert render(trial.criteria[0].logic) == tree
