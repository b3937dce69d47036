"""Bounds against values. A row reads: the thing, the bound asked for, the value stated, what it comes to."""

from __future__ import annotations

import re
from typing import Any

import pytest

from eligo.entities.analytes import by_concept
from eligo.matching import judge
from eligo.schema import Concept, Constraint, Criterion, Fact, Patient, Range, Verdict

INDEX = "2022-03-24"
_BOUND = re.compile(r"(?P<sign>≥|≤|>|<|=)\s*(?P<value>[\d.]+)\s*(?:×\s*(?P<to>ULN|LLN|baseline))?\s*(?P<unit>\S*)")
_RANGE = re.compile(r"(?P<low>[\d.]+)–(?P<high>[\d.]+)\s*(?P<unit>\S*)")
_VALUE = re.compile(r"(?P<sign><=|>=|<|>|~)?\s*(?P<value>[\d.]+)(?:–(?P<high>[\d.]+))?\s*(?P<unit>\S*)")


def thing(id: str) -> Concept:
    known = by_concept(id)
    return known.concept if known else Concept(id, id.partition(":")[2])


def bound(id: str, text: str, **more: Any) -> Constraint:
    """``≥ 1.5 10*9/L``, ``≤ 2.5 × ULN``, ``18–75 a``, ``normal``."""
    concept = thing(id)
    fields: dict[str, Any] = {}
    if text == "normal":
        fields["relative_to"] = "normal"
    elif m := _RANGE.fullmatch(text):
        fields.update(
            low=float(m["low"]), high=float(m["high"]), low_inclusive=True, high_inclusive=True, unit=m["unit"] or None
        )
    elif m := _BOUND.fullmatch(text):
        value, sign = float(m["value"]), m["sign"]
        fields.update(unit=m["unit"] or None, relative_to=m["to"])
        if sign in "≥>=":
            fields.update(low=value, low_inclusive=sign != ">")
        if sign in "≤<=":
            fields.update(high=value, high_inclusive=sign != "<")
    else:
        raise ValueError(f"no bound: {text!r}")
    type_ = more.pop("type", "score" if id.startswith("scale:") else "measurement")
    return Constraint(type_, concept.name, text, 0, len(text), concept, **{**fields, **more})


def value(id: str, text: str, **more: Any) -> Fact:
    """``1.2 10*9/L``, ``< 0.01 ng/mL``, ``25–30 %``, or a word."""
    concept = thing(id)
    fields: dict[str, Any] = {"value": text, "comparator": "="}
    if m := _VALUE.fullmatch(text):
        fields = {"value": float(m["value"]), "comparator": m["sign"] or "=", "unit": m["unit"] or None}
        fields["value_high"] = float(m["high"]) if m["high"] else None
    type_ = more.pop("type", "score" if id.startswith("scale:") else "measurement")
    return Fact(type_, concept.name, f"{concept.name} {text}", 0, len(text), concept, **{**fields, **more})


def verdict(
    constraint: Constraint, *facts: Fact, sex: str | None = None, kind: str = "inclusion", **more: Any
) -> Verdict:
    patient = Patient("p", facts, more.pop("index_date", INDEX), sex=sex, **more)  # type: ignore[arg-type]
    criterion = Criterion("I1", kind, constraint.text, 0, len(constraint.text), logic=constraint, parsed="full")  # type: ignore[arg-type]
    return judge(criterion, patient)


ANC, PLT, HB, CREA = "lab:neutrophils", "lab:platelets", "lab:hemoglobin", "lab:creatinine"
ALT, BILI, EF = "lab:alt", "lab:bilirubin", "img:lvef"

UNITS = [
    (ANC, "≥ 1.5 10*9/L", "1.5 10*9/L", True),
    (ANC, "≥ 1.5 10*9/L", "1.49 10*9/L", False),
    (ANC, "> 1.5 10*9/L", "1.5 10*9/L", False),
    (ANC, "≥ 1.5 10*9/L", "1500 /mm3", True),
    (ANC, "≥ 1.5 10*9/L", "1499 /uL", False),
    (ANC, "≥ 1500 /mm3", "1.5 10*3/uL", True),
    (PLT, "≥ 75 10*9/L", "74000 /uL", False),
    (PLT, "≥ 100000 /mm3", "100 10*9/L", True),
    (HB, "≥ 9 g/dL", "90 g/L", True),
    (HB, "≥ 9 g/dL", "8.9 g/dL", False),
    (HB, "≥ 5.6 mmol/L", "9.2 g/dL", True),
    (CREA, "≤ 1.5 mg/dL", "100 umol/L", True),
    (CREA, "≤ 1.5 mg/dL", "150 umol/L", False),
    (CREA, "< 133 umol/L", "1.4 mg/dL", True),
    ("lab:albumin", "≥ 28 g/L", "2.8 g/dL", True),
    ("lab:albumin", "≥ 28 g/L", "2.7 g/dL", False),
    (BILI, "≤ 1.5 mg/dL", "17.1 umol/L", True),
    ("lab:inr", "≤ 1.5", "1.5", True),
    ("lab:inr", "≤ 1.5", "1.6", False),
    ("ecg:qtc", "< 470 ms", "0.46 s", True),
    ("vital:weight", "≥ 40 kg", "100 [lb_av]", True),
    ("vital:temperature", "< 38 Cel", "101 [degF]", False),
    ("lab:hba1c", "7–10 %", "8.1 %", True),
    ("lab:hba1c", "7–10 %", "10.1 %", False),
    ("lab:glucose", "< 126 mg/dL", "6.5 mmol/L", True),
    ("vital:systolic_bp", "≤ 140 mm[Hg]", "150 mm[Hg]", False),
    (ANC, "≥ 1.5 10*9/L", "12 g/dL", None),
]


@pytest.mark.parametrize(("id", "asked", "stated", "truth"), UNITS)
def test_units(id: str, asked: str, stated: str, truth: bool | None) -> None:
    assert verdict(bound(id, asked), value(id, stated)).truth is truth


INTERVALS = [
    ("lab:psa", "≤ 0.2 ng/mL", "< 0.01 ng/mL", True),
    ("lab:psa", "≥ 0.2 ng/mL", "< 0.01 ng/mL", False),
    ("lab:psa", "≥ 0.005 ng/mL", "< 0.01 ng/mL", None),
    ("lab:psa", "≥ 0.01 ng/mL", "< 0.01 ng/mL", False),
    ("lab:psa", "≥ 100 ng/mL", "> 100 ng/mL", True),
    ("lab:psa", "> 100 ng/mL", ">= 100 ng/mL", None),
    ("lab:psa", "≤ 150 ng/mL", "> 100 ng/mL", None),
    (EF, "≥ 25 %", "25–30 %", True),
    (EF, "> 25 %", "25–30 %", None),
    (EF, "≥ 28 %", "25–30 %", None),
    (EF, "≥ 40 %", "25–30 %", False),
    (EF, "< 35 %", "25–30 %", True),
    (EF, "≥ 50 %", "~ 60 %", True),
    (EF, "≥ 50 %", "~ 52 %", None),
    (EF, "= 40 %", "40 %", True),
    (EF, "= 40 %", "40.3 %", True),
    (EF, "= 40 %", "41 %", False),
    ("lab:inr", "= 1.5", "1.54", True),
]


@pytest.mark.parametrize(("id", "asked", "stated", "truth"), INTERVALS)
def test_what_is_stated_decides_only_as_far_as_it_goes(id: str, asked: str, stated: str, truth: bool | None) -> None:
    assert verdict(bound(id, asked), value(id, stated)).truth is truth


OWN = Range(7.0, True, 40.0, True, "U/L")
REFERENCES = [  # the laboratory's own range is 7–40 U/L
    (ALT, "≤ 2.5 × ULN", "100 U/L", True),
    (ALT, "≤ 2.5 × ULN", "101 U/L", False),
    (ALT, "< 2.5 × ULN", "100 U/L", False),
    (ALT, "> 3 × ULN", "130 U/L", True),
    (ALT, "≥ 1 × LLN", "6 U/L", False),
    (ALT, "normal", "40 U/L", True),
    (ALT, "normal", "41 U/L", False),
    (ALT, "normal", "3 U/L", False),
    (ALT, "≤ 1.5 × baseline", "40 U/L", None),
]


@pytest.mark.parametrize(("id", "asked", "stated", "truth"), REFERENCES)
def test_the_laboratorys_own_range(id: str, asked: str, stated: str, truth: bool | None) -> None:
    found = verdict(bound(id, asked), value(id, stated, reference_range=OWN))
    assert found.truth is truth
    assert not found.assumptions


def test_a_range_without_unit_is_in_the_values_unit() -> None:
    fact = value(CREA, "100 umol/L", reference_range=Range(None, None, 80.0, True))
    assert verdict(bound(CREA, "≤ 1.5 × ULN"), fact).truth is True
    assert verdict(bound(CREA, "≤ 1.2 × ULN"), fact).truth is False


def test_default_range_is_named_as_an_assumption() -> None:
    found = verdict(bound(ALT, "≤ 2.5 × ULN"), value(ALT, "20 U/L"), sex="female")
    assert found.truth is True
    assert any("reference range" in a and "U/L" in a for a in found.assumptions)


def test_default_range_that_depends_on_an_unknown_sex_decides_only_where_both_agree() -> None:
    male, female = (by_concept(HB).reference[s].low for s in ("male", "female"))  # type: ignore[union-attr]
    assert male is not None
    assert female is not None
    assert male > female
    between = value(HB, f"{(male + female) / 2} g/dL")
    asked = bound(HB, "≥ 1 × LLN")
    assert verdict(asked, between, sex="female").truth is True
    assert verdict(asked, between, sex="male").truth is False
    assert verdict(asked, between).truth is None
    assert verdict(asked, between).missing == ("sex",)
    assert verdict(asked, value(HB, f"{male + 1} g/dL")).truth is True


WORDS = [
    (CREA, "normal", "normal", True),
    (CREA, "normal", "elevated", False),
    (CREA, "normal", "abnormal", False),
    (CREA, "≤ 1.5 × ULN", "normal", True),
    (CREA, "≤ 1.5 × ULN", "elevated", None),
    (CREA, "> 1 × ULN", "elevated", True),
    (CREA, "≥ 1 × LLN", "low", False),
    (HB, "≥ 9 g/dL", "normal", True),
    (HB, "≥ 9 g/dL", "low", None),
    (HB, "≤ 9 g/dL", "elevated", False),
]


@pytest.mark.parametrize(("id", "asked", "stated", "truth"), WORDS)
def test_words_stand_for_a_place_in_the_reference_range(id: str, asked: str, stated: str, truth: bool | None) -> None:
    assert verdict(bound(id, asked), value(id, stated), sex="female").truth is truth


def test_multiples_of_the_limit_need_no_limit() -> None:
    fact = value(ALT, "3 ULN")
    assert verdict(bound(ALT, "≤ 2.5 × ULN"), fact).truth is False
    assert verdict(bound(ALT, "≤ 5 × ULN"), fact).truth is True
    assert verdict(bound(ALT, "≤ 100 U/L"), fact).truth is None


@pytest.mark.parametrize(
    ("id", "asked", "stated", "truth"),
    [
        (PLT, "≥ 75 10*9/L", "150", True),  # 150 is ×10⁹/L
        (PLT, "≥ 75 10*9/L", "150000", True),  # 150000 cannot be
        (HB, "≥ 9 g/dL", "8", False),
        (HB, "≥ 9 g/dL", "100000", None),  # no living person has it in any unit
    ],
)
def test_a_missing_unit_is_filled_in_only_where_one_is_possible(
    id: str, asked: str, stated: str, truth: bool | None
) -> None:
    found = verdict(bound(id, asked), value(id, stated))
    assert found.truth is truth
    if truth is None:
        assert found.missing == (f"unit of {thing(id).name}",)
    else:
        assert any("no unit" in a for a in found.assumptions)


def test_latest_value_counts_and_its_date_is_in_the_reason() -> None:
    old, new = value(ANC, "0.9 10*9/L", time="2022-01-02"), value(ANC, "1.6 10*9/L", time="2022-03-01")
    for facts in ((old, new), (new, old)):
        found = verdict(bound(ANC, "≥ 1.5 10*9/L"), *facts)
        assert found.verdict == "pass"
        assert found.reason == "neutrophils 1.6 ×10⁹/L on 2022-03-01 is at least 1.5 ×10⁹/L"
        assert [e.fact for e in found.evidence] == [new]


def test_values_after_the_index_date_do_not_count() -> None:
    later = value(ANC, "0.9 10*9/L", time="2022-04-02")
    assert verdict(bound(ANC, "≥ 1.5 10*9/L"), later).missing == ("neutrophils",)
    assert verdict(bound(ANC, "≥ 1.5 10*9/L"), later, index_date="2022-05-01").truth is False


def test_two_values_of_one_day_that_disagree_are_unknown_and_both_quoted() -> None:
    facts = [value(ANC, f"{v} 10*9/L", time="2022-03-01") for v in ("1.2", "1.9")]
    found = verdict(bound(ANC, "≥ 1.5 10*9/L"), *facts)
    assert found.verdict == "unknown"
    assert "1.2" in found.reason
    assert "1.9" in found.reason
    assert [e.fact for e in found.evidence] == facts
    assert verdict(bound(ANC, "≥ 1 10*9/L"), *facts).truth is True


def test_nothing_stated() -> None:
    found = verdict(bound(ANC, "≥ 1.5 10*9/L"))
    assert (found.verdict, found.missing, found.reason) == (
        "unknown",
        ("neutrophils",),
        "neutrophils are not stated",
    )


def test_reason_of_a_failure() -> None:
    found = verdict(bound(ANC, "≥ 1.5 10*9/L"), value(ANC, "1.2 10*9/L", time="2022-03-01"))
    assert found.reason == "neutrophils 1.2 ×10⁹/L on 2022-03-01 is below 1.5 ×10⁹/L"
    assert found.evidence[0].truth is False


@pytest.mark.parametrize(
    ("assertion", "truth"), [("family", None), ("absent", None), ("hypothetical", None), ("possible", None)]
)
def test_only_what_is_stated_of_the_patient(assertion: str, truth: bool | None) -> None:
    assert verdict(bound(ANC, "≥ 1.5 10*9/L"), value(ANC, "2 10*9/L", assertion=assertion)).truth is truth


def test_a_group_is_asked_of_each_member() -> None:
    asked = bound("lab:transaminases", "≤ 100 U/L")
    both = (value("lab:alt", "90 U/L"), value("lab:ast", "120 U/L"))
    assert verdict(asked, *both).truth is False
    assert verdict(asked, both[0]).truth is None
    assert verdict(asked, both[0], value("lab:ast", "80 U/L")).truth is True
    over = bound("lab:transaminases", "> 100 U/L")
    assert verdict(over, *both, kind="exclusion").verdict == "fail"


SEXES = [
    ("male", "male", "pass"),
    ("male", "female", "not_applicable"),
    ("female", "male", "not_applicable"),
    ("female", None, "unknown"),
]


@pytest.mark.parametrize(("of", "sex", "answer"), SEXES)
def test_bounds_for_one_sex(of: str, sex: str | None, answer: str) -> None:
    found = verdict(bound("ecg:qt", "≥ 450 ms", sex=of), value("ecg:qt", "440 ms"), sex=sex, kind="exclusion")
    assert found.verdict == (answer if sex else "pass")  # below the bound of either sex
    found = verdict(bound("ecg:qt", "≥ 450 ms", sex=of), value("ecg:qt", "460 ms"), sex=sex, kind="exclusion")
    assert found.verdict == ("fail" if answer == "pass" else answer)


AGES = [
    ("18–75 a", {"age": 18.0}, True),
    ("18–75 a", {"age": 75.0}, True),
    ("18–75 a", {"age": 75.9}, True),
    ("18–75 a", {"age": 17.9}, False),
    ("> 65 a", {"age": 65.0}, False),
    ("18–75 a", {"birth_date": "2004-03-24"}, True),
    ("18–75 a", {"birth_date": "2004-03-25"}, False),
    ("18–75 a", {"birth_date": "2004"}, None),
    ("18–75 a", {"birth_date": "1980"}, True),
    ("≥ 6 mo", {"birth_date": "2021-01-01"}, True),
    ("≤ 28 d", {"birth_date": "2022-03-01"}, True),
    ("≤ 12 mo", {"age": 2.0}, False),
    ("18–75 a", {}, None),
]


@pytest.mark.parametrize(("asked", "known", "truth"), AGES)
def test_age(asked: str, known: dict[str, Any], truth: bool | None) -> None:
    found = verdict(bound("demo:age", asked, type="age"), **known)
    assert found.truth is truth
    assert bool(found.missing) is (truth is None)


def test_age_counts_on_to_another_index_date() -> None:
    patient = Patient("p", (), "2020-01-10", age=17.0)
    asked = bound("demo:age", "≥ 18 a", type="age")
    criterion = Criterion("I1", "inclusion", asked.text, 0, 6, logic=asked, parsed="full")
    assert judge(criterion, patient).truth is False
    assert judge(criterion, patient, index_date="2020-08-10").truth is None
    assert judge(criterion, patient, index_date="2023-01-10").truth is True


@pytest.mark.parametrize(
    ("values", "sex", "truth"),
    [
        (("female",), "female", True),
        (("female",), "male", False),
        (("female",), None, None),
        (("male", "female"), None, True),
    ],
)
def test_sex(values: tuple[str, ...], sex: str | None, truth: bool | None) -> None:
    assert verdict(Constraint("sex", "sex", "sex", 0, 3, values=values), sex=sex).truth is truth


SCORES = [
    ("scale:ecog", (0, 1), "1", True),
    ("scale:ecog", (0, 1), "2", False),
    ("scale:ecog", (0, 1), "0–1", True),
    ("scale:ecog", (0, 1), "1–2", None),
    ("scale:ecog", (0, 1), "2–3", False),
    ("scale:ecog", (0, 1, 2), "<= 2", True),
    ("scale:ecog", (0, 1), "> 1", False),
    ("scale:nyha", (3, 4), "III", True),
    ("scale:nyha", (3, 4), "class II", False),
    ("scale:nyha", ("III", "IV"), "3", True),
    ("scale:child_pugh", ("A",), "A", True),
    ("scale:child_pugh", ("A",), "B", False),
    ("scale:child_pugh", ("B",), "B7", True),
    ("scale:child_pugh", ("B7",), "B", None),
]


@pytest.mark.parametrize(("id", "allowed", "stated", "truth"), SCORES)
def test_scores(id: str, allowed: tuple[Any, ...], stated: str, truth: bool | None) -> None:
    concept = thing(id)
    asked = Constraint("score", concept.name, concept.name, 0, 4, concept, values=allowed)
    assert verdict(asked, value(id, stated)).truth is truth


@pytest.mark.parametrize(
    ("id", "asked", "stated", "truth"),
    [
        ("scale:karnofsky", "≥ 70", "80", True),
        ("scale:karnofsky", "≥ 70", "60", False),
        ("scale:nyha", "> 2", "III", True),
        ("scale:nyha", "> 2", "II", False),
        ("scale:mmse", "20–26", "24", True),
        ("scale:mmse", "20–26", "27", False),
    ],
)
def test_score_bounds(id: str, asked: str, stated: str, truth: bool) -> None:
    assert verdict(bound(id, asked), value(id, stated)).truth is truth


def test_creatinine_clearance_is_computed_where_it_is_asked_for() -> None:
    asked = bound("lab:creatinine_clearance", "≥ 50 mL/min", method="Cockcroft-Gault")
    facts = (value(CREA, "1.0 mg/dL", time="2022-03-20"), value("vital:weight", "72 kg"))
    found = verdict(asked, *facts, age=60.0, sex="male")  # (140 − 60) × 72 ÷ 72
    assert found.verdict == "pass"
    assert found.reason.startswith("creatinine clearance 80 mL/min on 2022-03-20")
    assert any("Cockcroft" in a and "body weight 72 kg" in a for a in found.assumptions)
    assert "68" in verdict(asked, *facts, age=60.0, sex="female").reason
    assert verdict(asked, *facts, age=60.0).verdict == "unknown"
    assert verdict(asked, facts[0], age=60.0, sex="male").missing == ("creatinine clearance",)
    stated = value("lab:creatinine_clearance", "45 mL/min", time="2022-03-20")
    assert verdict(asked, *facts, stated, age=60.0, sex="male").verdict == "fail"


@pytest.mark.parametrize(
    ("id", "asked", "facts", "truth"),
    [
        ("vital:bmi", "18–30 kg/m2", [("vital:weight", "80 kg"), ("vital:height", "180 cm")], True),
        ("vital:bmi", "18–30 kg/m2", [("vital:weight", "120 kg"), ("vital:height", "1.80 m")], False),
        ("ecg:qtcf", "≤ 450 ms", [("ecg:qt", "400 ms"), ("vital:heart_rate", "60 /min")], True),
        ("ecg:qtcf", "≤ 450 ms", [("ecg:qt", "400 ms"), ("vital:heart_rate", "100 /min")], False),
        ("ecg:qtcb", "≤ 480 ms", [("ecg:qt", "0.38 s"), ("vital:heart_rate", "90 /min")], True),
        (ANC, "≥ 1.5 10*9/L", [("lab:wbc", "4.0 10*9/L"), (ANC, "50 %")], True),
        (ANC, "≥ 1.5 10*9/L", [("lab:wbc", "2.0 10*9/L"), (ANC, "50 %")], False),
        ("vital:bmi", "18–30 kg/m2", [("vital:weight", "80 kg")], None),
    ],
)
def test_other_derived_values(id: str, asked: str, facts: list[tuple[str, str]], truth: bool | None) -> None:
    found = verdict(bound(id, asked), *(value(i, v) for i, v in facts))
    assert found.truth is truth
    assert any("computed" in a for a in found.assumptions) is (truth is not None)


@pytest.mark.parametrize(
    ("asked", "stated", "truth"),
    [
        ("≥ 1", "2", True),
        ("≥ 1", "0", False),
        ("≥ 10 mm", "12 mm", True),
        ("≥ 10 mm", "0.9 cm", False),
        ("≤ 3", "2–5", None),
    ],
)
def test_lesions(asked: str, stated: str, truth: bool | None) -> None:
    id = "lesion:measurable_lesion"
    assert verdict(bound(id, asked, type="lesion"), value(id, stated, type="lesion")).truth is truth


def test_a_lesion_named_or_denied_is_a_count() -> None:
    asked = bound("lesion:measurable_lesion", "≥ 1", type="lesion")
    fact = Fact("lesion", "measurable lesion", "measurable lesion", 0, 5, asked.concept)
    assert verdict(asked, fact).truth is True
    none = Fact("lesion", "measurable lesion", "no measurable lesion", 0, 5, asked.concept, assertion="absent")
    assert verdict(asked, none).truth is False
    assert verdict(bound("lesion:measurable_lesion", "≥ 2", type="lesion"), fact).truth is None


def test_what_reading_assumed_reaches_the_verdict() -> None:
    asked = bound("lab:aptt", "≤ 1.5 × ULN", assumed=("relative_to",))
    found = verdict(asked, value("lab:aptt", "40 s", reference_range=Range(25.0, True, 35.0, True, "s")))
    assert found.truth is True
    assert any("relative to taken as ULN" in a for a in found.assumptions)
