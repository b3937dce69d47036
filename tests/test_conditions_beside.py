"""What is asked of some people beside what is asked of everyone: "X, and if Y, Z", "X (for Y)"."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        # the condition is one of what follows it
        (IN, "Age 50 or older, and in the case of women, they must be postmenopausal",
         "age ≥ 50 years and (if sex female then postmenopausal)"),
        (IN, "Age 18 to 65 years, and if diabetic, HbA1c below 8 %",
         "age 18 to 65 years and (if diabetes mellitus then HbA1c < 8 %)"),
        (IN, "Prior taxane and, if HER2-positive, prior trastuzumab",
         "prior taxanes and (if HER2 positive then prior trastuzumab)"),
        (IN, "ALT ≤ 3 x ULN and, if liver metastases, ≤ 5 x ULN",
         "if liver metastases then ALT ≤ 5 × ULN, else ALT ≤ 3 × ULN"),
        (IN, "Asthma, and for women, a negative pregnancy test",
         "asthma and (if sex female then pregnancy test negative)"),
        (IN, "ECOG 0-1, and in women of childbearing potential, a negative pregnancy test",
         "ECOG 0, 1 and (if childbearing potential (female) then pregnancy test negative)"),
        (IN, "Measurable disease, and if brain metastases, they must be stable for 4 weeks",
         "measurable lesion ≥ 1 and (if brain metastases then stable brain metastases for at least 4 weeks)"),
        # and where it stands behind, as before
        (IN, "FEV1 ≥ 50 % if the patient has asthma", "if asthma then FEV1 % predicted ≥ 50 %"),
        # whom the term is for, in parentheses
        (IN, "Measurable disease (for patients with solid tumors)", "if solid tumor then measurable lesion ≥ 1"),
        (IN, "Negative pregnancy test (for women)", "if sex female then pregnancy test negative"),
        (IN, "Prior platinum (for patients with ovarian cancer)", "if ovarian cancer then prior platinum agents"),
        (EX, "Sepsis (for patients in the emergency department)", "if emergency room visit then sepsis"),
        (EX, "Surgery (for cancer)", "surgery and malignancy"),
        (EX, "Anticoagulants (for atrial fibrillation)", "anticoagulants and atrial fibrillation"),
        # as an alternative it is open to these people only; a sex is asked nothing else
        (IN, "Septic shock (for patients in the emergency department) or elective surgery",
         "(emergency room visit and septic shock) or elective surgery"),
        (IN, "Postmenopausal or a negative pregnancy test (for women)",
         "postmenopausal or (if sex female then pregnancy test negative)"),
    ],
)  # fmt: skip
def test_conditions(kind: str, text: str, tree: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x")
    node = trial.criteria[0].logic
    assert node is not None
    assert render(node) == tree
