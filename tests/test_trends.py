"""How values move: what criteria ask of it, what notes say of it, and what a series of values makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eligo
from eligo.logic.render import render
from eligo.matching import judge
from eligo.schema import Concept, Constraint, Criterion, Fact, Patient, Verdict, leaves

ASKED = [
    ("Rising PSA", "rising PSA"),
    ("Progressively rising CA-125 levels", "rising CA-125"),
    ("Rising AST or ALT", "rising AST or rising ALT"),
    ("PSA that is rising", "rising PSA"),
    ("Three consecutive rises in PSA", "rising PSA 3 times in a row"),
    ("PSA increase on two consecutive measurements at least 1 week apart",
     "rising PSA 2 times in a row at least 1 week apart"),
    ("At least 2 rising PSA values, obtained ≥ 14 days apart", "rising PSA 2 times in a row at least 14 days apart"),
    ("PSA increase of at least 25 % from nadir", "PSA increase ≥ 25 % since the lowest"),
    ("Creatinine increase of more than 50 % over baseline", "creatinine increase > 50 % since baseline"),
    ("Doubling of serum creatinine within 3 months", "creatinine increase ≥ 100 % within 3 months before"),
    ("2-fold increase in creatinine", "creatinine increase ≥ 100 %"),
    ("A ≥ 20 % decline in FVC", "FVC decrease ≥ 20 %"),
    ("No decline of eGFR of more than 10 mL/min over the past year",
     "no glomerular filtration rate decrease > 10 mL/min within 1 year before"),
    ("Declining renal function", "falling glomerular filtration rate"),
    ("Rapidly declining lung function", "falling lung function"),
    ("Decline in MMSE of 3 points or more in the past year", "MMSE decrease ≥ 3 within 1 year before"),
    ("EDSS worsening of at least 1 point in the past 2 years", "EDSS increase ≥ 1 within 2 years before"),
    ("Decline of at least 10 % in LVEF", "left ventricular ejection fraction decrease ≥ 10 %"),
    ("Declines of more than 3 points in MMSE", "MMSE decrease > 3"),
    ("eGFR ≥ 45 mL/min/1.73 m2, no decline of more than 10 mL/min over the past year",
     "glomerular filtration rate ≥ 45 mL/min/1.73 m² and no glomerular filtration rate decrease > 10 mL/min within 1 "
     "year before"),
    ("Stable renal function, defined as no change of more than 40 %",
     "glomerular filtration rate stable, change ≤ 40 %"),
    ("Stable weight, with a change of less than 5 kg", "body weight stable, change < 5 kg"),
    ("Stable serum creatinine for at least 3 months", "stable creatinine for at least 3 months"),
    ("Stable body weight (less than 5 kg change) for 90 days",
     "body weight stable, change < 5 kg for at least 90 days"),
    ("Stable weight +/- 5% for at least 12 weeks", "body weight stable, change ≤ 5 % for at least 12 weeks"),
    ("Unstable renal function", "changing glomerular filtration rate"),
    ("Weight loss or gain of more than 5 kg in the last 3 months",
     "weight change in kilograms > 5 kg within 3 months before"),
]  # fmt: skip
# What only looks like one.
OTHER = [
    ("LVEF decline to below 50 %", "left ventricular ejection fraction < 50 %"),
    ("Creatinine increased to > 2 mg/dL", "creatinine > 2 mg/dL"),
    ("Elevated PSA", "PSA > 1 × ULN"),
    ("ALT increase > 3 x ULN", "ALT > 3 × ULN"),
    ("Stable dose of metformin", "stable dose of metformin"),
    ("Hemolysis or unstable red blood cells", "hemolysis"),
    ("Participation in a weight loss program", "caloric restriction"),
]


@pytest.mark.parametrize(("text", "tree"), [*ASKED, *OTHER])
def test_criteria(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree


def test_a_rise_that_is_explained_is_no_trend() -> None:
    text = "Bilirubin ≤ 2 x ULN (unless bilirubin rise is due to Gilbert's syndrome)"
    (criterion,) = eligo.parse(f"Inclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert all(leaf.change is None for leaf in leaves(criterion.logic))


@pytest.mark.parametrize(
    ("note", "name", "told"),
    [
        ("PSA is rising.", "PSA", ("increase", "increasing", None, "present")),
        ("CA-125 trending up.", "CA-125", ("increase", "increasing", None, "present")),
        ("Weight stable.", "body weight", ("stable", "stable", None, "present")),
        ("Creatinine has been stable.", "creatinine", ("stable", "stable", None, "present")),
        ("No rise in PSA.", "PSA", ("increase", "increasing", None, "absent")),
        ("Renal function is declining.", "glomerular filtration rate", ("decrease", "decreasing", None, "present")),
        ("Worsening lung function.", "lung function", ("decrease", "decreasing", None, "present")),
        ("Body weight increased by 3 kg.", "body weight", ("increase", 3.0, "kg", "present")),
        ("Creatinine has doubled.", "creatinine", ("increase", 100.0, "%", "present")),
    ],
)
def test_notes(note: str, name: str, told: tuple[object, ...]) -> None:
    (fact,) = (f for f in eligo.annotate(note).facts if f.type == "measurement")
    assert fact.name == name
    assert (fact.change, fact.value, fact.unit, fact.assertion) == told


def test_both_values_of_a_fall_are_kept() -> None:
    facts = eligo.annotate("Date: 2024-05-02\n\neGFR fell from 60 to 45 mL/min/1.73 m2.").facts
    assert [(f.value, f.assertion) for f in facts] == [(60.0, "historical"), (45.0, "present")]


def test_what_moves_is_no_value() -> None:
    """That the creatinine rose by 1 mg/dL does not say that it is 1."""
    patient = eligo.annotate("Date: 2024-05-02\n\nCreatinine has increased by 1 mg/dL.")
    (criterion,) = eligo.parse("Inclusion criteria\n\n- Creatinine ≤ 1.5 mg/dL\n").criteria
    assert judge(criterion, patient).verdict == "unknown"


DAY = "2024-06-30"
PSA = "Man, 70 years old. PSA 4.1 ng/mL on 2024-01-05, 5.2 on 2024-02-10 and 6.8 on 2024-06-20."
SEESAW = "PSA 5.0 ng/mL on 2024-01-02, 4.2 on 2024-02-01 and 5.6 on 2024-06-01."
FALLING = "PSA 6.8 ng/mL on 2024-01-05, 5.2 on 2024-02-10 and 4.1 on 2024-06-20."
WEIGHT = "Weight 80 kg on 2024-01-05. Weight 72 kg on 2024-06-20."
CREATININE = "Creatinine 1.1 mg/dL on 2023-08-10, 1.1 mg/dL on 2024-02-02 and 1.12 mg/dL on 2024-06-20."
EGFR = "eGFR 60 mL/min/1.73 m2 on 2023-08-10 and 45 on 2024-06-20."

JUDGED = [
    (PSA, "Rising PSA", True),
    (FALLING, "Rising PSA", False),
    (SEESAW, "Rising PSA", None),
    ("PSA 4.1 ng/mL on 2024-06-20.", "Rising PSA", None),
    (PSA, "Rising PSA on two consecutive measurements at least 1 week apart", True),
    (PSA, "Rising PSA on two consecutive measurements at least 10 weeks apart", None),
    (PSA, "Three consecutive rises in PSA", None),
    (FALLING, "Two consecutive rises in PSA", False),
    (PSA, "PSA increase of at least 25 % from nadir", True),
    (PSA, "PSA increase of at least 70 % from nadir", False),
    (PSA, "PSA increase of at least 25 % over baseline", None),
    (WEIGHT, "Weight loss > 5 % in the past 6 months", True),
    (WEIGHT, "Weight loss > 10 % in the past 6 months", False),
    (WEIGHT, "Weight loss ≥ 10 % in the past 6 months", True),
    (WEIGHT, "Weight loss > 5 % in the past 3 months", None),  # one value lies in these months
    (WEIGHT, "Weight gain > 3 kg in the past 6 months", False),
    (WEIGHT, "Stable weight (less than 5 kg change) for 6 months", False),
    (WEIGHT, "Stable weight (less than 10 kg change) for 6 months", True),
    (WEIGHT, "Stable weight for 6 months", None),
    ("Weight 80 kg on 2024-06-01. Weight 80 kg on 2024-06-20.", "Weight loss > 5 % in the past 6 months", None),
    ("Weight 80 kg on 2024-01-05. Weight 70 kg on 2024-04-01. Weight 79 kg on 2024-06-20.",
     "Weight loss > 5 % in the past 6 months", None),
    ("Weight 176 lb on 2024-01-05. Weight 72 kg on 2024-06-20.", "Weight loss > 5 % in the past 6 months", True),
    ("He lost 8 % of his body weight over the last 3 months.", "Weight loss > 5 % in the past 6 months", True),
    (CREATININE, "Stable serum creatinine for at least 3 months", True),
    (CREATININE, "Doubling of serum creatinine within 12 months", False),
    (CREATININE, "Stable renal function", True),
    ("Creatinine 0.8 mg/dL on 2024-01-05 and 2.4 mg/dL on 2024-06-20.", "Stable serum creatinine", False),
    ("Creatinine 0.8 mg/dL on 2024-01-05 and 2.4 mg/dL on 2024-06-20.", "Declining renal function", True),
    (EGFR, "Decline of eGFR of more than 10 mL/min over the past year", True),
    (EGFR, "Decrease in eGFR of more than 30 % over the past 12 months", False),
    (EGFR, "Worsening renal function", True),
    ("eGFR fell from 60 to 45 mL/min/1.73 m2.", "Declining renal function", True),
    ("LVEF 60 % on 2023-12-10, LVEF 48 % on 2024-06-10.", "LVEF decline of at least 10 % in the past 2 years", True),
    ("LVEF 60 % on 2023-12-10, LVEF 48 % on 2024-06-10.", "LVEF decline of at least 15 % in the past 12 months", None),
    ("PSA is rising.", "Rising PSA", True),
    ("No rise in PSA.", "Rising PSA", False),
    ("PSA stable.", "Rising PSA", False),
    ("PSA is rising.", "PSA increase of at least 25 % in the past 6 months", None),
    ("Weight has been stable since 2023.", "Stable weight for at least 3 months", True),
    ("Weight stable.", "Stable weight for at least 3 months", None),
    (f"{FALLING} PSA is rising.", "Rising PSA", None),
    ("MMSE 26 on 2023-09-01. MMSE 22 on 2024-06-10.", "Decline in MMSE of 3 points or more in the past year", True),
    ("BP 160/90 on 2024-05-01 and 120/80 on 2024-06-20.",
     "Decrease in systolic blood pressure ≥ 20 mmHg on standing from the supine position", None),
    ("ALT 30 U/L on 2024-05-01 and 80 U/L on 2024-06-20.", "Rising transaminases", True),
]  # fmt: skip


def verdict(note: str, asked: str) -> Verdict:
    patient = eligo.annotate(f"Date: {DAY}\n\n{note}\n", source="note")
    (criterion,) = eligo.parse(f"Inclusion criteria\n\n- {asked}\n").criteria
    return judge(criterion, patient)


@pytest.mark.parametrize(("note", "asked", "truth"), JUDGED)
def test_judged(note: str, asked: str, truth: bool | None) -> None:
    found = verdict(note, asked)
    assert found.truth is truth, found.reason
    assert bool(found.missing) is (truth is None)


def test_the_series_is_quoted() -> None:
    found = verdict(PSA, "Rising PSA")
    assert found.reason == "PSA 4.1 → 5.2 → 6.8 ng/mL (2024-01-05 to 2024-06-20): it rises"
    assert [e.fact.value for e in found.evidence if e.fact is not None] == [4.1, 5.2, 6.8]
    assert any("taken from the values that are stated" in a for a in found.assumptions)


def test_what_is_missing_is_asked_for() -> None:
    assert verdict("Man, 70 years old.", "Rising PSA").missing == ("PSA over time",)
    found = verdict("Weight 80 kg on 2024-06-20.", "Weight loss > 5 % in the past 6 months")
    assert found.missing == ("body weight over time (in the past 6 months)",)
    assert "alone does not say how it moves" in found.reason


def test_words_against_values_are_both_quoted() -> None:
    found = verdict(f"{FALLING} PSA is rising.", "Rising PSA")
    assert "“PSA is rising”" in found.reason
    assert "6.8 → 5.2 → 4.1" in found.reason


def test_a_series_of_several_notes() -> None:
    notes = [
        eligo.annotate(f"Date: {day}\n\nPSA {psa} ng/mL.\n", source=f"{day}.txt")
        for day, psa in (("2024-01-05", 4.1), ("2024-03-05", 5.0), ("2024-06-20", 6.8))
    ]
    (criterion,) = eligo.parse("Inclusion criteria\n\n- Two consecutive rises in PSA\n").criteria
    assert judge(criterion, eligo.merge(notes)).verdict == "pass"


@pytest.mark.parametrize("days", [("2024-01-05", "2024-06-20"), ("2024-06-20", "2024-01-05")])
def test_the_order_of_the_days_decides(days: tuple[str, str]) -> None:
    psa = Concept("lab:psa", "PSA")
    facts = tuple(
        Fact("measurement", "PSA", "", 0, 0, psa, value, None, "=", "ng/mL", time=day)
        for value, day in zip((4.0, 9.0), days, strict=True)
    )
    asked = Constraint("measurement", "PSA", "rising PSA", 0, 10, psa, change="increase")
    found = judge(Criterion("I1", "inclusion", "rising PSA", 0, 10, logic=asked, parsed="full"),
                  Patient("p", facts, DAY))  # fmt: skip
    assert found.truth is (days[0] < days[1])


psa = Concept("lab:psa", "PSA")
points = st.lists(st.tuples(st.integers(1, 28), st.integers(1, 40)), min_size=2, max_size=5, unique_by=lambda p: p[0])
trends = st.builds(
    Constraint, st.just("measurement"), st.just("PSA"), st.just("PSA"), st.just(0), st.just(3), st.just(psa),
    change=st.sampled_from(["increase", "decrease", "stable", "any"]), low=st.sampled_from([None, 5.0]),
    low_inclusive=st.just(True), unit=st.sampled_from(["ng/mL", "%"]), times=st.sampled_from([None, 2]),
)  # fmt: skip


def of_series(asked: Constraint, series: list[tuple[int, int]]) -> Verdict:
    facts = tuple(
        Fact("measurement", "PSA", f"PSA {v}", 0, 5, psa, float(v), None, "=", "ng/mL", time=f"2024-06-{d:02}")
        for d, v in series
    )
    return judge(Criterion("I1", "inclusion", "PSA", 0, 3, logic=asked, parsed="full"), Patient("p", facts, DAY))


@given(asked=trends, series=points, seed=st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_values_stand_changes_nothing(asked: Constraint, series: Any, seed: Any) -> None:
    mixed = list(series)
    seed.shuffle(mixed)
    told = of_series(asked, series)
    assert of_series(asked, mixed).truth is told.truth
    if told.truth is not None:
        assert len([e for e in told.evidence if e.fact is not None]) >= 2


@given(asked=trends, series=points)
@settings(max_examples=100, deadline=None)
def test_a_series_turned_upside_down_falls_where_it_rose(asked: Constraint, series: Any) -> None:
    if asked.change not in ("increase", "decrease") or asked.unit == "%":
        return
    other = replace(asked, change="decrease" if asked.change == "increase" else "increase")
    upside_down = [(d, 41 - v) for d, v in series]
    if asked.low is not None or asked.times is not None:
        assert of_series(asked, series).truth is of_series(other, upside_down).truth
