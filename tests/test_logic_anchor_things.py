"""Times that count from a thing no table names: its words are the time's, and it is not asked for beside."""

import pytest

import eligo
from eligo.logic import render


def rendered(text: str, kind: str = "Exclusion") -> str:
    return render(eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0].logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vasculitis within 6 weeks of an influenza vaccine", "vasculitis [within 6 weeks of an influenza vaccine]"),
        (
            "Use of warfarin within 10 days after initiation of heparin",
            "warfarin [within 10 days after initiation of heparin]",
        ),
        (
            "Coronary artery bypass within 30 days of this procedure",
            "coronary artery bypass graft [within 30 days of this procedure]",
        ),
        ("Antibiotics within 7 days of colonoscopy or gout", "antibiotics [within 7 days of colonoscopy] or gout"),
        (
            "Fever 3 to 5 days following the second booster, or asthma",
            "fever [3 to 5 days following the second booster] or asthma",
        ),
        (
            "Antidepressants within 2 weeks prior to initiation of Q-1234",
            "antidepressants within 2 weeks before event",
        ),
    ],
)
def test_what_a_time_counts_from_is_not_asked(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients who are at least 3 months after nephrectomy", "nephrectomy at least 3 months before"),
        ("Subjects within 90 days of a stroke", "stroke within 90 days before"),
        ("At least 3 months after kidney transplantation", "kidney transplant at least 3 months before"),
        (
            "Stable angina or more than 6 months after cholecystectomy",
            "stable angina or cholecystectomy at least 6 months before",
        ),
        ("Gout or within 4 weeks after splenectomy, asthma", "gout or splenectomy within 4 weeks before or asthma"),
    ],
)
def test_what_lies_so_far_back_is_asked(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Recent use (within 3 months) of opioids", "opioids within 3 months before"),
        ("A history (within 5 years) of another malignancy", "second primary malignancy within 5 years before"),
        ("Opioids (within 3 months) prior to screening", "opioids within 3 months before screening"),
    ],
)
def test_brackets_end_a_time(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # how a disease went under a treatment asks for the treatment
        (
            "Progression within 6 months of completing cisplatin",
            "disease progression [within 6 months of] and cisplatin",
        ),
        # a time that goes on
        (
            "Contraception until the end of the trial or 60 days after discontinuation of methotrexate",
            "contraception [until the end of the trial",
        ),
        # nothing to date, and another clause
        ("Men, asthma, or surgery within 4 weeks of enrolment", "asthma"),
        ("Stroke within 6 months before enrolment", "stroke within 6 months before enrolment"),
        ("Chemotherapy within 3 weeks prior to the first dose", "chemotherapy within 3 weeks before first dose"),
    ],
)
def test_other_times_stay(text: str, expected: str) -> None:
    assert expected in rendered(text)


def test_long_text_is_read_in_linear_time() -> None:
    text = "stroke within 4 weeks of " + "a fall, " * 4_000
    assert eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria
