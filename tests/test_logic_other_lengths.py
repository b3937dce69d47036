"""A longer time in brackets is of what stands beside it there; impaired functions; what impairs an ability."""

import pytest

import eligo
from eligo.logic import render


def rendered(text: str, kind: str = "Exclusion") -> str:
    return render(eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0].logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Chemotherapy or surgery within 4 weeks (6 weeks for mitomycin or carmustine) before enrolment",
            "chemotherapy within 4 weeks before enrolment or surgery within 4 weeks before enrolment or "
            "mitomycin within 6 weeks before enrolment or carmustine within 6 weeks before enrolment",
        ),
        (
            "Antidepressants within 2 weeks (five weeks for fluoxetine) of screening, gout",
            "antidepressants within 2 weeks before screening or fluoxetine within 5 weeks before screening or gout",
        ),
        (
            "Investigational drug within 30 days of screening (90 days for biologics)",
            "investigational agent within 30 days before screening or biologic therapy within 90 days before screening",
        ),
    ],
)
def test_a_longer_time_in_brackets(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Surgery within 4 weeks (2 weeks for minor surgery) of screening", "surgery within 4 weeks before screening"),
        ("Stroke within 6 months (12 months for asthma)", "stroke within 6 months before"),
    ],
)
def test_no_other_time(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Impaired renal or hepatic function", "renal impairment or hepatic impairment"),
        ("Severe impairment of kidney, or liver function", "severe renal impairment or severe hepatic impairment"),
        ("Abnormal liver or kidney function", "hepatic impairment or renal impairment"),
        ("Impaired hepatic, renal or bone marrow function", "or renal impairment or inadequate organ function"),
    ],
)
def test_impaired_functions(text: str, expected: str) -> None:
    assert expected in rendered(text)


def test_adequate_functions_stay_one() -> None:
    assert "impairment" not in rendered("Adequate renal and hepatic function", "Inclusion")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bowel disease that impairs the ability to swallow tablets",
            "bowel disease and no ability to swallow tablets",
        ),
        ("Dementia impairing his or her ability to give informed consent", "dementia and no informed consent"),
        ("Significant deviation from normal in the ECG", "electrocardiogram abnormality"),
        ("Subjects with gout are ineligible to participate in this study", "gout"),
        ("Expecting to conceive", "pregnancy intention"),
    ],
)
def test_harm_and_deviations(text: str, expected: str) -> None:
    assert expected in rendered(text)
