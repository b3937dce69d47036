"""Times that must not be lost, settings in which a treatment was given, what one keeps from."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


def criterion(kind: str, text: str) -> eligo.Criterion:
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria[0]


def rendered(kind: str, text: str) -> str:
    logic = criterion(kind, text).logic
    assert logic is not None
    return render(logic)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        # adequate function has a time, and so have the values that tell it
        (IN, "Adequate liver function within 7 days of enrollment",
         "adequate organ function (“Adequate liver function”) within 7 days before enrolment"),
        (IN, "Adequate organ function within 7 days: ANC ≥ 1.5 x 10^9/L, hemoglobin ≥ 9 g/dL",
         "neutrophils ≥ 1.5 ×10⁹/L within 7 days before and hemoglobin ≥ 9 g/dL within 7 days before"),
        (IN, "Adequate marrow function within 7 days (ANC ≥ 1.5 x 10^9/L)",
         "neutrophils ≥ 1.5 ×10⁹/L within 7 days before"),
        # now or lately
        (IN, "HbA1c > 7% at screening or within the previous 3 months", "HbA1c > 7 % within 3 months before"),
        (EX, "Treated with metformin at screening or within 4 weeks before screening",
         "prior metformin within 4 weeks before screening"),
        # where a treatment was given
        (IN, "No prior chemotherapy in the metastatic setting", "no prior chemotherapy in the metastatic setting"),
        (EX, "More than 2 prior regimens in the advanced setting", "prior therapy in the advanced setting (> 2 lines)"),
        (IN, "Chemotherapy or radiotherapy in the adjuvant or metastatic setting",
         "chemotherapy in the adjuvant or metastatic setting or radiotherapy in the adjuvant or metastatic setting"),
        (IN, "Bleeding in the setting of trauma", "if injury then bleeding"),
        # what one keeps from is asked, not denied
        (IN, "Willing to abstain from ibuprofen or aspirin", "willingness to abstain from ibuprofen or aspirin"),
        (IN, "Agrees to avoid sexual activity or use contraception", "not sexually active or contraception"),
        (IN, "Willing to refrain from donating sperm", "no gamete donation"),
        (IN, "Must agree to abstain from alcohol or caffeine",
         "abstinence from substances (“abstain from alcohol or caffeine”)"),
        (IN, "Must avoid aspirin or ibuprofen",
         "none of: (aspirin or ibuprofen)"),
        (IN, "Willing to abstain from alcohol, type 2 diabetes",
         "abstinence from substances (“abstain from alcohol”) and type 2 diabetes mellitus"),
    ],
)  # fmt: skip
def test_times_and_settings(kind: str, text: str, expected: str) -> None:
    assert rendered(kind, text) == expected
    assert criterion(kind, text).unparsed == ()


def test_a_time_that_has_no_place_is_left_over() -> None:
    assert criterion(EX, "Dialysis within 2 weeks of enrollment or within 6 weeks of randomization").unparsed != ()


def test_a_moment_that_is_understood_is_not() -> None:
    assert criterion(IN, "Aged 18 to 65 years at the time of consent").unparsed == ()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (IN, "Contraception for 3 months after the last dose of nivolumab or ipilimumab",
         "contraception [for 3 months after the last dose of nivolumab or ipilimumab]"),
        (IN, "Contraception during the study and for 3 months after the last dose of nivolumab",
         "contraception [during the study and for 3 months after the last dose of nivolumab]"),
        (EX, "Stroke within 3 weeks before the first dose of imatinib, or warfarin",
         "stroke within 3 weeks before first dose or warfarin"),
        (EX, "Stroke within 3 weeks before the first dose of imatinib or radiotherapy within 2 weeks",
         "stroke within 3 weeks before first dose or radiotherapy within 2 weeks before"),
        # whom a line is for
        (IN, "Control group - free of gout", "if Control group then no gout"),
        (IN, "Late-onset group: MMSE 20 to 26", "if Late-onset group then MMSE 20 to 26"),
        (IN, "Prior therapy for Cohort 1 only: must have received chemotherapy", "if cohort 1 then prior chemotherapy"),
        (IN, "Eastern Cooperative Oncology Group: 0-1", "ECOG 0, 1"),
    ],
)  # fmt: skip
def test_doses_and_groups(kind: str, text: str, expected: str) -> None:
    assert rendered(kind, text) == expected


def test_flat_lines_that_name_groups() -> None:
    lines = ("Arm A participants:", "Gout", "Arm B participants:", "Asthma", "All participants:", "Fever")
    listing = "Inclusion Criteria:\n\n" + "".join(f"{n}. {line}\n" for n, line in enumerate(lines, 1))
    found = [c.logic for c in eligo.parse(listing).criteria]
    assert [render(n) if n is not None else None for n in found] == [
        None, "if arm A then gout", None, "if arm B then asthma", None, "fever",
    ]  # fmt: skip


def test_one_group_is_everyone() -> None:
    found = eligo.parse("Inclusion Criteria:\n\n1. Arm A participants:\n2. Gout\n").criteria
    assert found[1].logic is not None
    assert render(found[1].logic) == "gout"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        # what has to lie back, and is denied now: none in that time
        (IN, "More than 9 days since prior and no concurrent ibuprofen",
         "no concurrent ibuprofen within 9 days before"),
        (IN, "> 3 weeks since prior and no other concurrent chemotherapy",
         "no concurrent chemotherapy within 3 weeks before"),
        (IN, "More than 9 weeks since prior chemotherapy", "prior chemotherapy at least 9 weeks before"),
        # the weeks of a pregnancy
        (EX, "Prematurity (< 33 weeks)", "prematurity and gestational age < 33 weeks"),
        (EX, "Preterm delivery within 5 weeks before enrolment", "prematurity within 5 weeks before enrolment"),
        # a measurement's name in front of "-related" is no measurement
        (IN, "At least 1 weight-related complication", "weight-related comorbidity"),
        (IN, "BMI ≥ 28 kg/m2 with at least one weight-related comorbidity",
         "BMI ≥ 28 kg/m² and weight-related comorbidity"),
        # a ratio, however it is spelled
        (IN, "Ratio of FEV1 to FVC < 0.65", "FEV1/FVC ratio < 0.65"),
        (EX, "Forced expiratory volume in 1 second (FEV1)/FVC < 0.65", "FEV1/FVC ratio < 0.65"),
        # the laboratory whose limits they are
        (IN, "Serum creatinine measured within 9 days of enrolment must be less than 1.4 x ULN for the lab",
         "creatinine < 1.4 × ULN within 9 days before enrolment"),
        # drugs, not a result
        (EX, "Prior EGFR targeting therapies", "prior EGFR inhibitors"),
    ],
)  # fmt: skip
def test_numbers_that_belong_elsewhere(kind: str, text: str, expected: str) -> None:
    assert rendered(kind, text) == expected


def test_a_header_hands_down_what_is_denied_for_a_time() -> None:
    listing = (
        "Inclusion Criteria:\n\n- At least 6 days since prior and no concurrent CYP3A4 inhibitors, including these:\n"
        "  - Verapamil\n"
    )
    found = eligo.parse(listing).criteria[1].logic
    assert found is not None
    assert render(found) == "no verapamil within 6 days before"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (EX, "Rituximab, but not within 6 months before randomization",
         "rituximab, except rituximab within 6 months before randomization"),
        (EX, "Stroke (not within 6 months)", "stroke, except stroke within 6 months before"),
        (EX, "Smoking in the past but not in the last 6 months",
         "history of tobacco use, except history of tobacco use within 6 months before"),
        (IN, "Prior use of methotrexate, but not in the last 4 weeks. Age over 18 years.",
         "(prior methotrexate, except prior methotrexate within 4 weeks before) and age > 18 years"),
        (IN, "Use of inhaled corticosteroids is allowed (but not in the 3 months before Visit 1)",
         "no inhaled corticosteroids within 3 months before screening"),
        # what is denied is denied of this time
        (IN, "No chemotherapy, not within 4 weeks", "no chemotherapy within 4 weeks before"),
    ],
)  # fmt: skip
def test_but_not_lately(kind: str, text: str, expected: str) -> None:
    assert rendered(kind, text) == expected


def test_but_not_lately_within_a_list_is_left_for_a_person() -> None:
    read = criterion(IN, "Prior use of methotrexate, but not in the last 4 weeks, and current insulin")
    assert (read.parsed, read.unparsed) == ("partial", ("in the last 4 weeks",))
