"""Alternatives that share a noun or are joined by "and/or" stand closer than the "and" behind them; donors."""

import pytest

import eligo
from eligo.logic import render


def rendered(text: str, kind: str = "Exclusion") -> str:
    return render(eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0].logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Type 1 or type 2 diabetes and HbA1c < 10 %",
            "(type 1 diabetes mellitus or type 2 diabetes mellitus) and HbA1c < 10 %",
        ),
        (
            "ER+ and/or PR+ and HER2-",
            "(estrogen receptor positive or progesterone receptor positive) and HER2 negative",
        ),
        (
            "Type 1 or type 2 diabetes treated with insulin",
            "(type 1 diabetes mellitus or type 2 diabetes mellitus) and",
        ),
        ("Leukemia or lymphoma and measurable disease", "(leukemia or lymphoma) and measurable lesion ≥ 1"),
        # "and" stays the closer one between things of one kind, and of a drug
        ("Asthma or gout and hypertension", "asthma or (gout and hypertension)"),
        ("Aspirin or warfarin and stroke", "aspirin or (warfarin and stroke)"),
        ("Hemoglobin ≥ 9 g/dL or INR ≤ 2 and gout", "hemoglobin ≥ 9 g/dL or (INR ≤ 2 and gout)"),
    ],
)
def test_alternatives_of_one_noun(text: str, expected: str) -> None:
    assert expected in rendered(text, "Inclusion")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "History of chronic or acute pancreatitis",
            "history of chronic pancreatitis or history of acute pancreatitis",
        ),
        ("Stable or unstable angina", "stable angina or unstable angina"),
        ("Minor or laparoscopic surgery", "minor surgery or laparoscopic surgery"),
        # what the qualifiers of one thing are stays so
        (
            "Severe or psychotic major depression",
            "severe major depressive disorder or psychotic major depressive disorder",
        ),
        ("Chronic or recurrent sinusitis", "chronic sinusitis or recurrent sinusitis"),
        ("Severe asthma", "severe asthma"),
    ],
)
def test_an_adjective_that_the_next_name_completes(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A graft from donors aged 60 years or older", "donors aged 60 years or older"),
        ("A kidney from a donor with hepatitis C, or asthma", "a donor with hepatitis C, or asthma"),
        ("Recipient or donor is positive for hepatitis B", "hepatitis B or donor is positive for hepatitis B"),
        ("Asthma; donor with diabetes", "asthma or donor with diabetes"),
        ("No related donor is available; asthma", "no donor (“related donor”) or asthma"),
        ("Patients with a related donor and gout", "donor (“related donor”) and gout"),
    ],
)
def test_what_is_said_of_a_donor(text: str, expected: str) -> None:
    assert expected in rendered(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1 to 3 prior lines of therapy for myeloma (induction and transplant are considered one line of therapy)",
            "prior therapy (1 to 3 lines) and multiple myeloma",
        ),
        ("At least one prior line of chemotherapy; adjuvant therapy counts as one line", "chemotherapy (≥ 1 lines)"),
        ("Received 2 prior lines of therapy", "prior therapy (2 lines)"),
    ],
)
def test_what_counts_as_one_line_is_not_asked(text: str, expected: str) -> None:
    assert rendered(text, "Inclusion").endswith(expected)
