"""Values of whole notes with their times: aims, trends, dates between name and value, tables."""

from __future__ import annotations

import pytest

import eligo

DAY = "Date: 2024-03-20\n\n"


def values(text: str) -> list[tuple[str, object, object, str]]:
    """Name, value, time and assertion of each measured value."""
    patient = eligo.annotate(DAY + text)
    found = [f for f in patient.facts if f.type == "measurement"]
    assert all(f.text == (DAY + text)[f.start : f.end] for f in found)
    return [(f.name, f.value, f.time, f.assertion) for f in found]


@pytest.mark.parametrize(
    "text",
    [
        "The goal for A1c is below 7 %.",
        "Target blood pressure: 130/80 mmHg.",
        "Keep potassium at 4.0 mmol/L.",
        "We aim for a hemoglobin of 10 g/dL.",
    ],
)
def test_an_aim_is_no_value(text: str) -> None:
    assert {assertion for *_, assertion in values(text)} == {"hypothetical"}


def test_a_value_at_its_goal_is_one() -> None:
    assert values("His blood pressure is at goal today. Potassium 4.1 mmol/L.")[-1] == (
        "potassium", 4.1, "2024-03-20", "present",
    )  # fmt: skip


def test_a_date_between_name_and_value() -> None:
    assert values("CRP on March 3, 2024: 12 mg/L\nCRP on March 10, 2024: 5 mg/L\n") == [
        ("C-reactive protein", 12.0, "2024-03-03", "present"),
        ("C-reactive protein", 5.0, "2024-03-10", "present"),
    ]


def test_a_date_in_brackets_is_no_reference_range() -> None:
    assert values("LDL 1.8 mmol/L (2023-09-01).") == [("LDL cholesterol", 1.8, "2023-09-01", "present")]


def test_each_dated_line_is_for_itself() -> None:
    text = "Alanine aminotransferase on October 27, 2023: 50 U/L\n2023-10-24: alanine aminotransferase 47 U/L\n"
    assert values(text) == [("ALT", 50.0, "2023-10-27", "present"), ("ALT", 47.0, "2023-10-24", "present")]


def test_the_newest_of_a_trend_counts() -> None:
    assert values("Creatinine 1.1 -> 1.4 -> 2.3 mg/dL.") == [
        ("creatinine", 1.1, None, "historical"),
        ("creatinine", 1.4, None, "historical"),
        ("creatinine", 2.3, "2024-03-20", "present"),
    ]


def test_a_trend_is_dated_by_its_newest_value() -> None:
    found = values("Creatinine was 1.1 at first and is now 2.3 mg/dL (2024-03-18).")
    assert ("creatinine", 2.3, "2024-03-18", "present") in found
    assert ("creatinine", 1.1, None, "historical") in found


def test_a_number_with_a_unit_is_no_year() -> None:
    assert values("White blood cell count of 2005 /mm3 [4300-11000].") == [
        ("white blood cells", 2005.0, "2024-03-20", "present")
    ]
    assert values("Leukocytes went from 2119 to 1999 /mm3.")[-1][1:] == (1999.0, "2024-03-20", "present")
    assert values("Creatine kinase rose from 2071 to 2689 IU/L.")[-1][1:] == (2689.0, "2024-03-20", "present")


def test_a_year_before_an_abbreviation_is_one() -> None:
    found = {f.name: f.time for f in eligo.annotate(DAY + "Appendectomy in 2018 s/p rupture.").facts}
    assert found["appendectomy"] == "2018"


def test_rows_that_begin_with_a_small_letter() -> None:
    text = "Date    2024-03-10    2024-03-15\nhemoglobin A1c (%)    8.1    7.7\ndiastolic BP (mm Hg)    94    90\n"
    assert [v[:3] for v in values(text)] == [
        ("HbA1c", 8.1, "2024-03-10"),
        ("HbA1c", 7.7, "2024-03-15"),
        ("diastolic blood pressure", 94.0, "2024-03-10"),
        ("diastolic blood pressure", 90.0, "2024-03-15"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Date         ALT (U/L)   Bilirubin (mg/dL)\n2024-02-05   61          0.9\n2024-03-11   48 H        1.1\n",
        "| Date | ALT (U/L) | Bilirubin (mg/dL) |\n| 2024-02-05 | 61 | 0.9 |\n| 2024-03-11 | 48* | 1.1 |\n",
        "Date\tALT (U/L)\tBilirubin (mg/dL)\n02/05/2024\t61\t0.9\n03/11/2024\t48\t1.1\n",
    ],
)
def test_a_table_whose_rows_are_days(table: str) -> None:
    assert values(table) == [
        ("ALT", 61.0, "2024-02-05", "present"), ("total bilirubin", 0.9, "2024-02-05", "present"),
        ("ALT", 48.0, "2024-03-11", "present"), ("total bilirubin", 1.1, "2024-03-11", "present"),
    ]  # fmt: skip


def test_a_row_with_another_number_of_cells_is_not_of_the_table() -> None:
    assert values("Date         ALT (U/L)   Bilirubin (mg/dL)\n2024-02-05   61          0.9    4.1\n") == []


def test_a_flag_between_the_columns_is_no_unit() -> None:
    table = "Lab            03/01/2024   03/15/2024\nCreatinine     1.7 H        1.1\n"
    assert values(table) == [("creatinine", 1.7, "2024-03-01", "present"), ("creatinine", 1.1, "2024-03-15", "present")]
