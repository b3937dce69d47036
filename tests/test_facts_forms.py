"""Facts that a note states by its layout: boxes, answers, signs, labels of habits; and days of a stay in hospital."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Fact, Period


def facts(text: str) -> dict[str, Fact]:
    return {f.name: f for f in eligo.annotate(text).facts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x] Asthma  [ ] Gout  [X] Psoriasis", {"asthma": "present", "gout": "absent", "psoriasis": "present"}),
        ("(x) Asthma\n( ) Gout", {"asthma": "present", "gout": "absent"}),
        ("☑ Asthma ☐ Gout", {"asthma": "present", "gout": "absent"}),
        ("- [x] Asthma\n- [ ] Gout", {"asthma": "present", "gout": "absent"}),
        ("Asthma [x]   Gout [ ]", {"asthma": "present", "gout": "absent"}),
        ("Asthma: [ ] Yes [x] No", {"asthma": "absent"}),
        ("Asthma ☒ Yes ☐ No", {"asthma": "present"}),
        ("Asthma: Y\nGout: N", {"asthma": "present", "gout": "absent"}),
        ("Asthma - none", {"asthma": "absent"}),
        ("Asthma | no", {"asthma": "absent"}),
        ("Asthma ..... yes", {"asthma": "present"}),
        ("Asthma? No. Gout? Yes.", {"asthma": "absent", "gout": "present"}),
        ("Asthma (-)\nGout (+)", {"asthma": "absent", "gout": "present"}),
        ("Asthma +\nGout -", {"asthma": "present", "gout": "absent"}),
        ("+cough, -fever, -chills", {"cough": "present", "fever": "absent", "chills": "absent"}),
        ("ROS: (+) cough (-) fever", {"cough": "present", "fever": "absent"}),
    ],
)
def test_forms(text: str, expected: dict[str, str]) -> None:
    found = facts(text)
    assert {name: found[name].assertion for name in expected} == expected


@pytest.mark.parametrize("text", ["[ ] Asthma  [ ] Gout", "Asthma: N/A", "Asthma: unknown", "Asthma: [ ] Yes [ ] No"])
def test_an_empty_form_says_nothing(text: str) -> None:
    assert "asthma" not in facts(text)


def test_a_box_left_empty_is_a_denial_that_is_assumed() -> None:
    found = facts("[x] Asthma  [ ] Gout")
    assert (found["gout"].assumed, found["asthma"].assumed) == (("assertion",), ())


@pytest.mark.parametrize(
    "text", ["Dry cough - fever followed", "Type 2 diabetes - well controlled", "Grade 2 + anemia"]
)
def test_a_dash_is_no_answer(text: str) -> None:
    assert all(f.assertion == "present" for f in facts(text).values())


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Tobacco: never", "absent"),
        ("Social history:\nSmoking - quit in 2010", "historical"),
        ("Smoking status: current", "present"),
        ("40 pack-years, quit in 2010", "historical"),
    ],
)
def test_labelled_habits(text: str, assertion: str) -> None:
    assert facts(text)["tobacco use"].assertion == assertion


def test_drugs_that_are_a_habit() -> None:
    found = facts("Social History\nAlcohol: social\nDrugs: denies\n")
    assert (found["alcohol use"].assertion, found["illicit drugs"].assertion) == ("present", "absent")


def test_when_somebody_quit() -> None:
    found = facts("Date: 2022-03-04\n30 pack-years, quit last summer.")
    assert found["tobacco use"].time == Period(None, "2021-07")
    assert found["smoking pack-years"].time == "2022-03-04"


STAY = "Admission date: 2022-03-04\n\n{}"


@pytest.mark.parametrize(
    ("text", "name", "time"),
    [
        ("On hospital day 3 he developed pneumonia.", "pneumonia", "2022-03-06"),
        ("Pneumonia on HD#2.", "pneumonia", "2022-03-05"),
        ("The day prior to admission he had vomiting.", "vomiting", "2022-03-03"),
        ("Vomiting for 3 days prior to admission, fever two days before admission.", "fever", "2022-03-02"),
        ("CT on [**3-6**] showed pneumonia.", "pneumonia", "2022-03-06"),
        ("CT on [**11-30**] showed pneumonia.", "pneumonia", "2021-11-30"),
        ("He had gout last winter.", "gout", "2022-01"),
    ],
)
def test_days_of_a_stay(text: str, name: str, time: str) -> None:
    assert facts(STAY.format(text))[name].time == time


def test_the_day_of_an_operation_is_not_that_of_a_value() -> None:
    found = facts(STAY.format("On postoperative day 5 the platelets were 142."))
    assert (found["platelets"].time, found["platelets"].assumed) == ("2022-03-04", ("unit", "time"))


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2005", "\u2009", "\u202f"])
def test_thousands_with_thin_spaces(space: str) -> None:
    fact = facts(f"White cell count of 12{space}400 cells/mm3.")["white blood cells"]
    assert (fact.value, fact.unit) == (12400.0, "/mm3")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [("- PSA-1.2", "PSA", 1.2), ("K-4.1", "potassium", 4.1), ("- Hb-9", "hemoglobin", 9.0), ("INR-1.1.", "INR", 1.1)],
)
def test_a_value_tied_to_its_name(text: str, name: str, value: float) -> None:
    assert facts(text)[name].value == value


@pytest.mark.parametrize("text", ["IL-6 was sent.", "Base excess-4", "T-4 lesion", "CA-125 was sent."])
def test_a_number_that_belongs_to_the_name(text: str) -> None:
    assert not any(f.type == "measurement" and f.value is not None for f in facts(text).values())
