"""Alternatives of one kind beside something of another kind, and types of a disease told once."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


def _said(text: str, kind: str = "Inclusion") -> str | None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    return render(criterion.logic) if criterion.logic is not None else None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Gout and aspirin or warfarin", "gout and (aspirin or warfarin)"),
        (
            "Scheduled for tooth extraction and treated with apixaban, edoxaban or dabigatran",
            "planned tooth extraction and (prior apixaban or prior edoxaban or prior dabigatran)",
        ),
        (
            "Gout with biopsy or MRI of the knee and creatinine < 2 mg/dL",
            "gout and (biopsy or MRI (knee)) and creatinine < 2 mg/dL",
        ),
    ],
)
def test_alternatives_of_one_kind_are_one_thing(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hypertension and asthma, gout or psoriasis", "(hypertension and asthma) or gout or psoriasis"),
        ("Gout and aspirin, or asthma", "(gout and aspirin) or asthma"),
        (
            "Negative pregnancy test for female subjects of childbearing potential",
            "if childbearing potential (female) then pregnancy test negative",
        ),
    ],
)
def test_other_lists_are_joined_as_before(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Diabetes mellitus type 1 or 2",
        "Diabetes (type 1 or type 2)",
        "Diabetes mellitus, type I or type II",
        "Type I/II diabetes",
        "Type 1 and/or type 2 diabetics",
        "Diabetes mellitus (type I/II)",
    ],
)
def test_both_types_are_named(text: str) -> None:
    assert _said(text) == "type 1 diabetes mellitus or type 2 diabetes mellitus"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Symptom onset less than or equal to 4 days", "symptom onset within 4 days before"),
        ("Onset of symptoms 12 days prior to randomization", "symptom onset within 12 days before randomization"),
        ("Stroke within 7 days after the onset of symptoms", "stroke [within 7 days after the onset of symptoms]"),
        ("Age at onset of symptoms ≥ 45 years", "age at onset ≥ 45 years"),
    ],
)
def test_the_onset_of_symptoms_is_an_event(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Post-bronchodilator forced expiratory volume in 1 second (FEV1) < 80% of predicted",
            "FEV1 % predicted < 80 %",
        ),
        ("FEV1 (pre-albuterol) ≥ 40% of predicted", "FEV1 % predicted ≥ 40 %"),
        ("FEV1 < 80% and treated with a bronchodilator", "FEV1 % predicted < 80 % and prior bronchodilators"),
        (
            "BCVA ≥ 69 letters on the Early Treatment Diabetic Retinopathy Study (ETDRS)",
            "best-corrected visual acuity ≥ 69 letters",
        ),
        ("Women With Diabetic Retinopathy", "sex female and diabetic retinopathy"),
    ],
)
def test_how_something_is_measured_is_not_asked_for(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Hemoglobin > 10 g/dL, platelets > 100000/mm3, creatinine < 2 mg/dL or creatinine clearance > 60 mL/min, "
            "ALT < 3 x ULN",
            "hemoglobin > 10 g/dL and platelets > 100000 /mm³ and "
            "(creatinine < 2 mg/dL or creatinine clearance > 60 mL/min) and ALT < 3 × ULN",
        ),
        ("Age ≥ 18 years, asthma, gout or psoriasis", "age ≥ 18 years and (asthma or gout or psoriasis)"),
        ("Asthma or gout, creatinine < 2 mg/dL", "(asthma or gout) and creatinine < 2 mg/dL"),
        (
            "Gout, measurable disease, no prior asthma or psoriasis",
            "gout and measurable lesion ≥ 1 and none of: (history of asthma or history of psoriasis)",
        ),
    ],
)
def test_a_comma_beside_another_kind_is_weaker_than_or(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "AST ≤ 3 x ULN, ALT ≤ 3 x ULN, or bilirubin ≤ 2 mg/dL",
            "AST ≤ 3 × ULN or ALT ≤ 3 × ULN or total bilirubin ≤ 2 mg/dL",
        ),
        (
            "Hemoglobin < 10 g/dL, gout, or platelets < 50000/mm3",
            "hemoglobin < 10 g/dL or gout or platelets < 50000 /mm³",
        ),
        ("ECOG 0-1, Karnofsky > 70 or Lansky > 50", "ECOG 0, 1 or Karnofsky > 70 or Lansky > 50"),
        ("Gout, asthma or psoriasis", "gout or asthma or psoriasis"),
    ],
)
def test_a_plain_list_keeps_its_or(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fever, recurrent or chronic asthma", "fever and (recurrent asthma or chronic asthma)"),
        ("ECOG 0-1, newly diagnosed or recurrent gout", "ECOG 0, 1 and (newly diagnosed gout or recurrent gout)"),
        ("Gout, uncontrolled, or asthma", "uncontrolled gout or asthma"),
        ("Asthma, untreated or gout", "asthma or untreated gout"),
    ],
)
def test_or_between_two_qualities_joins_no_things(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Solid tumor that is refractory to standard therapy, or for which no standard therapy exists",
            "solid tumor and (resistance to standard therapy or no standard therapy available)",
        ),
        ("Gout refractory to colchicine or asthma", "(gout and resistance to colchicine) or asthma"),
        (
            "Must be abstinent or use a condom and refrain from donating sperm",
            "(abstinence or barrier contraception) and no gamete donation",
        ),
    ],
)
def test_what_is_said_of_all_alternatives(text: str, said: str) -> None:
    assert _said(text) == said


def test_the_number_of_a_criterion_is_no_part_of_it() -> None:
    def left(*lines: str) -> list[tuple[str, ...]]:
        trial = eligo.parse("Exclusion Criteria:\n\n" + "\n\n".join(f"- {line}" for line in lines) + "\n")
        return [c.unparsed for c in trial.criteria]

    assert left("16 Major surgery", "17 Gout", "18 Asthma") == [(), (), ()]
    assert left("Gout", "3 Major surgery") == [(), ("3",)]
    assert left("Gout", "3 outbreaks of gout") != [(), ()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HCV RNA-positive", "detectable HCV RNA"),
        ("Negative HBV DNA", "undetectable HBV DNA"),
        ("HIV RNA test is negative", "undetectable HIV RNA"),
        ("HBV DNA < 2000 IU/mL", "HBV DNA < 2000 IU/mL"),
        ("Asthma with or without gout, aged 18 to 60 years", "asthma and age 18 to 60 years"),
        ("Asthma with or without gout and age ≥ 18 years", "asthma and age ≥ 18 years"),
        ("Gout with or without asthma or fever", "gout"),
    ],
)
def test_what_was_lost_behind_a_word(text: str, said: str) -> None:
    assert _said(text) == said
