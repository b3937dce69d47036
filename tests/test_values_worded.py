# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Results that a note gives in words."""

from __future__ import annotations

import pytest

import eligo

CASES = [
    ("Elevated CRP and ESR, normal creatinine.", {"C-reactive protein": "elevated", "erythrocyte sedimentation rate": "elevated", "creatinine": "normal"}),
    ("Blood tests showed raised troponin and a low hematocrit.", {"troponin": "elevated", "hematocrit": "low"}),
    ("Her platelet counts returned to normal.", {"platelets": "normal"}),
    ("The serum calcium had normalised.", {"calcium": "normal"}),
    ("Full blood count, liver function tests and CRP were all within normal limits.", {"complete blood count": "normal", "liver function tests": "normal", "C-reactive protein": "normal"}),
    ("The PTT was prolonged; his TSH was found to be mildly elevated.", {"aPTT": "elevated", "TSH": "elevated"}),
    ("LVEF was reduced. Normal heart rate.", {"left ventricular ejection fraction": "low", "heart rate": "normal"}),
    ("Positive D-dimer, negative troponins.", {"D-dimer": "positive", "troponin": "negative"}),
    # What says nothing of a value that the patient has
    ("No elevated creatinine was seen.", {}),
    ("The drug, which raised creatinine, was stopped.", {}),
    ("A low magnesium diet was advised.", {}),
    ("Aspirin until normal CRP.", {}),
    ("Platelets increased after the infusion.", {}),
    # The number says more
    ("Elevated creatinine. Creatinine 2.1 mg/dL.", {"creatinine": 2.1}),
    ("BNP was increased at 826.5 pg/mL.", {"BNP": 826.5}),
]  # fmt: skip


@pytest.mark.parametrize(("note", "expected"), CASES)
def test_a_word_in_the_place_of_a_value(note: str, expected: dict[str, object]) -> None:
    facts = eligo.annotate(note).facts
    assert {f.name: f.value for f in facts if f.type == "measurement"} == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Rheumatoid factor, ANA and anti-CCP were negative.", {"rheumatoid factor": "negative", "antinuclear antibody": "negative", "anti-CCP antibody": "negative"}),
        ("She was positive for ANA and rheumatoid factor.", {"antinuclear antibody": "positive", "rheumatoid factor": "positive"}),
        ("KRAS mutation and BRAF wild-type.", {"KRAS mutation": None, "BRAF alteration": "wild-type"}),
        ("ANA, anti-CCP negative.", {"antinuclear antibody": None, "anti-CCP antibody": "negative"}),
    ],
)  # fmt: skip
def test_a_result_that_a_list_of_tests_shares(note: str, expected: dict[str, object]) -> None:
    assert {f.name: f.value for f in eligo.annotate(note).facts if f.type == "biomarker"} == expected
