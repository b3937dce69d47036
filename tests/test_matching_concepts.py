"""Conditions, drugs, procedures, biomarkers, allergies: facts against what is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import eligo
from eligo.concepts.hierarchy import concept as known_concept
from eligo.matching import judge
from eligo.schema import Concept, Constraint, Criterion, Cue, Fact, Patient, Period, Range, Verdict, Window

INDEX = "2022-03-24"
_TYPES = {"cond": "condition", "drug": "drug", "class": "drug", "proc": "procedure", "bio": "biomarker",
          "allergy": "allergy", "repro": "reproductive", "part": "participation"}  # fmt: skip


def thing(id: str) -> Concept:
    try:
        return known_concept(id)
    except KeyError:
        return Concept(id, id.partition(":")[2])


def asked(id: str, **more: Any) -> Constraint:
    concept = thing(id)
    type_ = more.pop("type", _TYPES[id.partition(":")[0]])
    return Constraint(type_, concept.name, concept.name, 0, len(concept.name), concept, **more)


def fact(id: str, assertion: str = "present", **more: Any) -> Fact:
    concept = thing(id)
    type_ = more.pop("type", _TYPES[id.partition(":")[0]])
    name = more.pop("name", concept.name)
    words = f"no {name}" if assertion == "absent" else name
    return Fact(type_, name, words, 0, len(words), concept, assertion=assertion, **more)  # type: ignore[arg-type]


def verdict(
    constraint: Constraint,
    *facts: Fact,
    silence: str = "unknown",
    sex: str | None = None,
    text: str = "",
    kind: str = "exclusion",
) -> Verdict:
    text = text or constraint.text
    criterion = Criterion("E1", kind, text, 0, len(text), logic=constraint, parsed="full")  # type: ignore[arg-type]
    return judge(criterion, Patient("p", facts, INDEX, sex=sex), silence=silence)  # type: ignore[arg-type]


CANCER, LUNG, NSCLC, ADENO = (
    "cond:malignancy",
    "cond:lung_cancer",
    "cond:non_small_cell_lung_cancer",
    "cond:lung_adenocarcinoma",
)
TB, MI, ASTHMA, DIABETES, T2D = (
    "cond:tuberculosis", "cond:myocardial_infarction", "cond:asthma", "cond:diabetes_mellitus",
    "cond:type_2_diabetes_mellitus",
)  # fmt: skip

KINDS = [
    (NSCLC, [(NSCLC, "present")], True),
    (NSCLC, [(ADENO, "present")], True),  # one kind of it
    (CANCER, [(ADENO, "present")], True),
    (NSCLC, [(LUNG, "present")], None),  # of which kind is not said
    (ADENO, [(CANCER, "present")], None),
    (NSCLC, [(TB, "present")], None),
    (NSCLC, [(NSCLC, "absent")], False),
    (NSCLC, [(CANCER, "absent")], False),
    (CANCER, [(NSCLC, "absent")], None),  # no lung cancer: another, maybe
    (DIABETES, [(T2D, "possible")], None),
    (DIABETES, [(T2D, "hypothetical")], None),
    (DIABETES, [(T2D, "family")], None),
    (DIABETES, [(T2D, "family"), (DIABETES, "absent")], False),
    (DIABETES, [(T2D, "historical")], True),
    (DIABETES, [], None),
    ("cond:autoimmune_disease", [("cond:systemic_lupus_erythematosus", "present")], True),
    ("cond:viral_hepatitis", [("cond:hepatitis_b", "present"), ("cond:hepatitis_c", "absent")], True),
    (LUNG, [(LUNG, "present"), (LUNG, "absent")], None),
    (CANCER, [(LUNG, "present"), (CANCER, "absent")], True),  # what is specific beats a general denial
    ("class:platinum", [("drug:cisplatin", "present")], True),
    ("class:pd1", [("drug:pembrolizumab", "historical")], None),  # whether still given is not said
    ("drug:pembrolizumab", [("class:pd1", "present")], None),
    ("class:platinum", [("drug:warfarin", "present")], None),
    ("proc:surgery", [("proc:curative_resection", "present")], True),
    ("bio:egfr_mutation", [("bio:egfr_t790m", "present")], True),
    ("repro:pregnant", [("repro:pregnant", "absent")], False),
]


@pytest.mark.parametrize(("id", "stated", "truth"), KINDS)
def test_kinds_and_assertions(id: str, stated: list[tuple[str, str]], truth: bool | None) -> None:
    found = verdict(asked(id), *(fact(i, a) for i, a in stated))
    assert found.truth is truth
    assert bool(found.missing) is (truth is None)


def test_both_sides_of_a_contradiction_are_quoted() -> None:
    found = verdict(asked(TB), fact(TB), fact(TB, "absent"))
    assert found.verdict == "unknown"
    assert "“no tuberculosis”" in found.reason
    assert "“tuberculosis”" in found.reason
    assert len(found.evidence) == 2


@pytest.mark.parametrize(
    ("note", "truth"),
    [
        ("No asthma. Allergic asthma since childhood.", None),
        ("Type 1 diabetes on insulin. Denies any diabetes.", None),
        ("No diabetes in 2014. Type 2 diabetes since 2019.", True),
        ("No steroid-induced diabetes. Type 2 diabetes since 2019.", True),
        ("No other diabetes. Type 2 diabetes since 2019.", True),
    ],
)
def test_a_denial_of_the_whole_meets_a_kind_of_it(note: str, truth: bool | None) -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n* Asthma or diabetes mellitus\n")
    patient = eligo.annotate("Date: 2024-05-02\n\n" + note)
    assert eligo.match(trial, patient).verdicts[0].truth is truth


def test_a_wide_denial_says_nothing_of_what_is_far_below() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n* Atrial fibrillation\n")
    patient = eligo.annotate("No heart disease. Atrial fibrillation since 2020.")
    assert eligo.match(trial, patient).verdicts[0].truth is True


@pytest.mark.parametrize(
    ("status", "present", "absent", "truth"),
    [
        ("active", "2020-01-01", "2022-01-01", False),  # over since
        ("active", "2022-01-01", "2020-01-01", True),
        ("history", "2020-01-01", "2022-01-01", True),
        ("active", "2022-01-01", "2022-01-01", None),
    ],
)
def test_of_two_days_the_later_counts_for_what_is_now(
    status: Any, present: str, absent: str, truth: bool | None
) -> None:
    stated = fact(TB, time=present), fact(TB, "absent", time=absent)
    assert verdict(asked(TB, status=status), *stated).truth is truth


STATUS = [
    ("active", {"status": "active"}, True),
    ("active", {}, True),
    ("active", {"assertion": "historical"}, None),
    ("active", {"status": "history"}, None),
    ("active", {"status": "resolved"}, False),
    ("history", {"status": "resolved"}, True),
    ("history", {}, True),
    ("any", {"assertion": "historical"}, True),
    (None, {}, True),
    (None, {"assertion": "historical"}, True),
    (None, {"status": "resolved"}, None),
]


@pytest.mark.parametrize(("status", "stated", "truth"), STATUS)
def test_status(status: Any, stated: dict[str, Any], truth: bool | None) -> None:
    found = verdict(asked(TB, status=status), fact(TB, **stated))
    assert found.truth is truth
    if status == "active" and not stated:
        assert any("active" in a for a in found.assumptions)


ASPECTS = [
    ({"severity": "severe"}, {"severity": "severe"}, True),
    ({"severity": "severe"}, {"severity": "mild"}, False),
    ({"severity": "moderate or severe"}, {"severity": "moderate"}, True),
    ({"severity": "severe"}, {}, None),
    ({"severity": "uncontrolled"}, {"severity": "controlled"}, False),
    ({"severity": "uncontrolled"}, {"severity": "mild"}, None),
    ({"severity": "symptomatic"}, {"severity": "asymptomatic"}, False),
    ({"grade": Range(3, True)}, {"grade": 3.0}, True),
    ({"grade": Range(3, True)}, {"grade": 2.0}, False),
    ({"grade": Range(3, True)}, {}, None),
    ({"stage": ("III", "IV")}, {"stage": "IIIB"}, True),
    ({"stage": ("III", "IV")}, {"stage": "4"}, True),
    ({"stage": ("IIIB",)}, {"stage": "III"}, None),
    ({"stage": ("IV",)}, {"stage": "IIA"}, False),
    ({"stage": ("IV",)}, {}, None),
    ({"site": "liver"}, {"site": "hepatic"}, True),
    ({"site": "liver"}, {"site": "left lobe of the liver"}, True),
    ({"site": "liver"}, {"site": "lung"}, False),
    ({"site": "liver"}, {"site": "somewhere"}, None),
    ({"site": "liver"}, {}, None),
    ({"certainty": "confirmed"}, {"assertion": "possible"}, None),
    ({"certainty": "any"}, {"assertion": "possible"}, None),
    ({"certainty": "suspected"}, {"assertion": "possible"}, True),
    ({"certainty": "confirmed"}, {}, True),
    ({"experiencer": "family"}, {"assertion": "family"}, True),
    ({"experiencer": "family"}, {}, None),
]


@pytest.mark.parametrize(("constraint", "stated", "truth"), ASPECTS)
def test_aspects_of_a_condition(constraint: dict[str, Any], stated: dict[str, Any], truth: bool | None) -> None:
    assert verdict(asked(CANCER, **constraint), fact(CANCER, **stated)).truth is truth


def test_one_kind_that_falls_short_does_not_settle_the_others() -> None:
    found = verdict(asked("cond:infection", severity="severe"), fact("cond:pneumonia", severity="mild"))
    assert found.verdict == "unknown"
    assert found.missing == ("other infection",)


def test_a_narrower_denial_denies_only_itself() -> None:
    assert verdict(asked(ASTHMA), fact(ASTHMA, "absent", severity="severe")).truth is None
    assert verdict(asked(ASTHMA, severity="severe"), fact(ASTHMA, "absent", severity="severe")).truth is False


def last(duration: str, anchor: str | None = None, **more: Any) -> Window:
    return Window(f"-{duration}", "P0D", anchor, f"within {duration}", **more)


WINDOWS = [  # asked for on 2022-03-24
    (MI, last("P1Y"), {"time": "2021-06-01", "assertion": "historical"}, True),
    (MI, last("P1Y"), {"time": "2020-06-01", "assertion": "historical"}, False),
    (MI, last("P1Y"), {"time": "2021", "assertion": "historical"}, None),
    (MI, last("P1Y"), {"time": "2019", "assertion": "historical"}, False),
    (MI, last("P1Y"), {"assertion": "historical"}, None),
    (MI, last("P1Y"), {}, None),  # it happened, but when?
    (MI, last("P1Y"), {"time": "2019-05-01"}, False),
    (MI, last("P1Y"), {"time": "2019-05-01", "status": "ongoing"}, True),
    (ASTHMA, last("P1Y"), {}, True),  # stated as present: holds now
    (ASTHMA, last("P1Y"), {"time": "2019-05-01"}, None),  # since when it was over is not said
    (MI, last("P1Y"), {"time": "2022-04-01"}, None),  # after the index date
    (TB, last("P5Y"), {"time": Period("2012-01-01", "2016-12-31")}, False),
    (TB, last("P5Y"), {"time": Period("2012-01-01", "2018")}, True),
    (TB, last("P5Y"), {"time": Period("2012-01-01", None)}, True),
    (TB, last("P6M", "screening"), {"time": "2022-01-05"}, True),
    (TB, last("P6M", "randomization"), {"time": "2021-01", "status": "resolved"}, False),
    (TB, last("P6M", "last_dose"), {"time": "2022-01-05"}, None),
    ("proc:surgery", last("P4W"), {"time": "2022-03-10"}, True),
    ("proc:surgery", last("P4W"), {"time": "2022-02-10"}, False),
    ("proc:surgery", last("P4W"), {}, None),
    ("proc:surgery", Window(None, "-P4W"), {"time": "2022-02-10"}, True),
    ("class:chemotherapy", last("P2W"), {"time": Period("2021-09-01", "2022-03-15")}, True),
    ("class:chemotherapy", last("P2W"), {"time": Period("2021-09-01", "2022-02-15")}, False),
    ("class:chemotherapy", last("P2W"), {"status": "stopped"}, None),
    (ASTHMA, last("P3M", throughout=True), {"time": Period("2021-01-01", None)}, True),
    (ASTHMA, last("P3M", throughout=True), {"time": Period("2022-02-01", None)}, False),
    (ASTHMA, last("P3M", throughout=True), {}, None),
    (
        "drug:cisplatin",
        last("P4W", half_lives=5, whichever="longer"),
        {"time": Period("2022-02-01", "2022-03-01")},
        True,
    ),
    (
        "drug:cisplatin",
        last("P4W", half_lives=5, whichever="longer"),
        {"time": Period("2021-02-01", "2021-03-01")},
        None,
    ),
    (
        "drug:cisplatin",
        last("P4W", half_lives=5, whichever="shorter"),
        {"time": Period("2021-02-01", "2021-03-01")},
        False,
    ),
]


@pytest.mark.parametrize(("id", "window", "stated", "truth"), WINDOWS)
def test_windows(id: str, window: Window, stated: dict[str, Any], truth: bool | None) -> None:
    assert verdict(asked(id, window=window), fact(id, **stated)).truth is truth


def test_the_anchor_is_an_assumption() -> None:
    found = verdict(asked("proc:surgery", window=last("P4W", "first_dose")), fact("proc:surgery", time="2022-03-10"))
    assert "first dose is taken as the index date 2022-03-24" in found.assumptions


def test_a_past_that_falls_outside_says_that_nothing_later_is_known() -> None:
    found = verdict(asked(MI, window=last("P1Y")), fact(MI, "historical", time="2015"))
    assert found.verdict == "pass"
    assert "no other myocardial infarction is mentioned" in found.assumptions


DRUGS = [
    ({"role": "prior"}, {"assertion": "historical"}, True),
    ({"role": "prior"}, {"status": "ongoing"}, True),
    ({"role": "prior"}, {"status": "planned"}, None),  # nor does it say what was before
    ({"role": "concurrent"}, {"status": "planned"}, False),
    ({"role": "concurrent"}, {}, True),
    ({"role": "concurrent"}, {"status": "stopped"}, False),
    ({"role": "concurrent"}, {"time": "2021-05"}, None),
    ({"role": "concurrent"}, {"time": Period("2021-05-01", "2021-08-01")}, False),
    ({"role": "planned"}, {"status": "planned"}, True),
    ({"role": "planned"}, {}, None),
    ({"role": "any"}, {"status": "stopped"}, True),
    ({}, {"status": "stopped"}, None),
    ({"relation": "hypersensitivity"}, {}, None),  # taken: says nothing of an allergy
    ({"relation": "hypersensitivity"}, {"relation": "hypersensitivity"}, True),
    ({"relation": "hypersensitivity"}, {"type": "allergy"}, True),
    ({"relation": "resistance"}, {"relation": "resistance"}, True),
    ({"relation": "resistance"}, {"relation": "exposure"}, None),
    ({"relation": "intolerance"}, {"relation": "intolerance"}, True),
    ({"role": "prior"}, {"relation": "hypersensitivity"}, None),
    ({"relation": "stable_dose"}, {}, None),
    ({"route": "topical"}, {"route": "oral"}, False),
    ({"route": "systemic"}, {"route": "oral"}, True),
    ({"route": "oral"}, {"route": "intravenous"}, False),
    ({"route": "systemic"}, {}, True),  # all its codes are systemic
    ({"lines": Range(1, True)}, {}, None),
]


@pytest.mark.parametrize(("constraint", "stated", "truth"), DRUGS)
def test_drugs(constraint: dict[str, Any], stated: dict[str, Any], truth: bool | None) -> None:
    assert verdict(asked("drug:prednisone", **constraint), fact("drug:prednisone", **stated)).truth is truth


def dose(amount: float, unit: str = "mg/d") -> Range:
    return Range(amount, True, amount, True, unit)


MORE_THAN_10 = Range(10, False, None, None, "mg/d")
DOSES = [
    ("drug:prednisone", "drug:prednisone", dose(20), True),
    ("drug:prednisone", "drug:prednisone", dose(10), False),
    ("class:corticosteroids", "drug:prednisone", dose(20), True),
    ("class:corticosteroids", "drug:dexamethasone", dose(4), True),  # prednisone 26.7
    ("class:corticosteroids", "drug:dexamethasone", dose(1.5), False),  # prednisone 10
    ("class:corticosteroids", "drug:hydrocortisone", dose(30), False),  # prednisone 7.5
    ("class:corticosteroids", "drug:hydrocortisone", dose(60), True),
    ("class:corticosteroids", "drug:methylprednisolone", dose(0.016, "g/d"), True),  # prednisone 20
    ("class:corticosteroids", "drug:prednisone", None, None),
    ("class:corticosteroids", "drug:prednisone", dose(20, "mg"), None),  # how often is not said
    ("class:corticosteroids", "drug:prednisone", Range(5, True, 20, True, "mg/d"), None),
]


@pytest.mark.parametrize(("id", "taken", "stated", "truth"), DOSES)
def test_doses_and_equivalents(id: str, taken: str, stated: Range | None, truth: bool | None) -> None:
    found = verdict(asked(id, dose=MORE_THAN_10, role="concurrent"), fact(taken, dose=stated))
    assert found.truth is truth
    if taken == "drug:dexamethasone":
        assert any("counts as prednisone" in a for a in found.assumptions)


def test_or_equivalent_names_the_group() -> None:
    constraint = asked("drug:prednisone", dose=MORE_THAN_10, role="concurrent")
    text = "prednisone > 10 mg/day or equivalent"
    assert verdict(constraint, fact("drug:dexamethasone", dose=dose(4)), text=text).truth is True
    assert verdict(constraint, fact("drug:dexamethasone", dose=dose(4))).truth is None


BIOMARKERS = [
    ("bio:her2", "positive", "bio:her2", "positive", True),
    ("bio:her2", "positive", "bio:her2", "negative", False),
    ("bio:her2", "negative", "bio:her2", "negative", True),
    ("bio:her2", "negative", "bio:her2_positive", None, False),
    ("bio:her2_positive", None, "bio:her2", "positive", True),
    ("bio:her2_positive", None, "bio:her2", "negative", False),
    ("bio:her2_negative", None, "bio:her2_positive", None, False),
    ("bio:egfr_mutation", "positive", "bio:egfr_mutation", "wild-type", False),
    ("bio:egfr_mutation", "wild-type", "bio:egfr_mutation", "negative", True),
    ("bio:egfr_mutation", None, "bio:egfr_mutation", None, True),
    ("bio:egfr_mutation", "positive", "bio:egfr_t790m", "positive", True),
    ("bio:egfr_mutation", "positive", "bio:egfr_t790m", "negative", None),
    ("bio:egfr_mutation", "negative", "bio:egfr_t790m", "positive", False),
    ("bio:egfr_t790m", "positive", "bio:egfr_mutation", "negative", False),
    ("bio:egfr_t790m", "positive", "bio:egfr_mutation", "positive", None),
    ("bio:her2", "low", "bio:her2", "low", True),
    ("bio:her2", "low", "bio:her2", "positive", None),
]


@pytest.mark.parametrize(("id", "result", "stated", "value", "truth"), BIOMARKERS)
def test_biomarkers(id: str, result: str | None, stated: str, value: str | None, truth: bool | None) -> None:
    assert verdict(asked(id, result=result), fact(stated, value=value)).truth is truth


def test_a_denied_biomarker_is_a_negative_one() -> None:
    none = fact("bio:egfr_mutation", "absent")
    assert verdict(asked("bio:egfr_mutation", result="positive"), none).truth is False
    assert verdict(asked("bio:egfr_mutation", result="negative"), none).truth is True


def test_a_biomarkers_latest_result_counts_and_two_of_a_day_are_unknown() -> None:
    old, new = (
        fact("bio:her2", value="negative", time="2019-01-01"),
        fact("bio:her2", value="positive", time="2021-01-01"),
    )
    assert verdict(asked("bio:her2", result="positive"), old, new).truth is True
    assert verdict(asked("bio:her2", result="negative"), old, new).truth is False
    same = fact("bio:her2", value="negative", time="2021-01-01")
    assert verdict(asked("bio:her2", result="positive"), same, new).truth is None


@pytest.mark.parametrize(("value", "truth"), [(60.0, True), (50.0, True), (10.0, False), ("positive", None)])
def test_a_biomarkers_number(value: float | str, truth: bool | None) -> None:
    constraint = asked("bio:pd_l1_expression", low=50.0, low_inclusive=True, unit="%")
    assert verdict(constraint, fact("bio:pd_l1_expression", value=value, comparator="=", unit="%")).truth is truth


ALLERGIES = [
    ("drug:amoxicillin", [("drug:amoxicillin", "present", "allergy")], True),
    ("drug:amoxicillin", [("drug:amoxicillin", "absent", "allergy")], False),
    ("drug:amoxicillin", [("allergy:drug_allergy", "absent", "allergy")], False),
    ("drug:amoxicillin", [("allergy:no_known_allergies", "present", "allergy")], False),
    ("drug:amoxicillin", [("drug:amoxicillin", "present", "drug")], None),
    ("allergy:egg", [("allergy:no_known_allergies", "present", "allergy")], False),
    ("allergy:egg", [("allergy:drug_allergy", "absent", "allergy")], None),
    ("allergy:egg", [("allergy:egg", "present", "allergy")], True),
]


@pytest.mark.parametrize(("id", "stated", "truth"), ALLERGIES)
def test_allergies(id: str, stated: list[tuple[str, str, str]], truth: bool | None) -> None:
    facts = [fact(i, a, type=t) for i, a, t in stated]
    assert verdict(asked(id, type="allergy"), *facts).truth is truth


REPRODUCTIVE = [
    ("repro:pregnant", "male", [], False),
    ("repro:pregnant", "female", [], None),
    ("repro:pregnant", "female", [("repro:pregnant", "present")], True),
    ("repro:childbearing_potential", "female", [("repro:postmenopausal", "present")], False),
    ("repro:childbearing_potential", "female", [("repro:surgically_sterile", "present")], False),
    ("repro:childbearing_potential", "male", [], None),
    ("repro:non_childbearing_potential", "female", [("repro:postmenopausal", "present")], True),
    ("repro:contraception", "female", [("repro:contraception", "present")], True),
]


@pytest.mark.parametrize(("id", "sex", "stated", "truth"), REPRODUCTIVE)
def test_reproductive(id: str, sex: str, stated: list[tuple[str, str]], truth: bool | None) -> None:
    assert verdict(asked(id), *(fact(i, a) for i, a in stated), sex=sex).truth is truth


def test_only_a_woman_can_be_asked_to_be_pregnant() -> None:
    constraint = asked("repro:pregnant", sex="female")
    assert verdict(constraint, sex="male", kind="inclusion").verdict == "fail"
    assert verdict(constraint, sex="male", kind="exclusion").verdict == "not_applicable"


SILENT = [
    (TB, False), ("drug:warfarin", False), ("proc:surgery", False), ("part:another_clinical_trial", False),
    ("bio:her2", None), ("repro:pregnant", False),
]  # fmt: skip


@pytest.mark.parametrize(("id", "truth"), SILENT)
def test_silence_as_absence(id: str, truth: bool | None) -> None:
    found = verdict(asked(id), silence="absent")
    assert found.truth is truth
    assert any("taken as absent" in a for a in found.assumptions) is (truth is False)
    assert verdict(asked(id)).truth is None


def test_nobody_fails_by_silence_alone() -> None:
    found = verdict(asked(TB), silence="absent", kind="inclusion")
    assert (found.verdict, found.truth) == ("unknown", None)
    assert found.missing
    denied = verdict(asked(TB), fact(TB, "absent"), silence="absent", kind="inclusion")
    assert denied.verdict == "fail"


@pytest.mark.parametrize("sex", ["male", "female", None])
def test_pregnancy_is_not_asked_of_men(sex: str | None) -> None:
    expected = {"male": "not_applicable", "female": "unknown", None: "unknown"}[sex]
    assert verdict(asked("repro:pregnant"), sex=sex).verdict == expected


def test_silence_does_not_settle_what_is_mentioned() -> None:
    assert verdict(asked(NSCLC), fact(LUNG), silence="absent").truth is None
    assert verdict(asked(TB), fact(TB, "possible"), silence="absent").truth is None


def test_attestations_are_for_people() -> None:
    constraint = Constraint("attestation", "informed consent", "consent", 0, 7)
    found = verdict(constraint, silence="absent", kind="inclusion")
    assert (found.verdict, found.missing) == ("unknown", ("informed consent",))


def test_what_was_assumed_of_a_fact_reaches_the_verdict() -> None:
    assert "the year is assumed" in verdict(asked(TB), fact(TB, assumed=("the year is assumed",))).assumptions


REASONS = [
    ("class:platinum", [("drug:cisplatin", "present")], "“cisplatin” is stated, which counts as platinum agents"),
    (TB, [(TB, "absent")], "“no tuberculosis” is stated"),
    (TB, [], "tuberculosis is not mentioned"),
    (NSCLC, [(LUNG, "present")], "“lung cancer” does not say of which kind: non-small cell lung cancer or another"),
]


@pytest.mark.parametrize(("id", "stated", "reason"), REASONS)
def test_reasons(id: str, stated: list[tuple[str, str]], reason: str) -> None:
    assert verdict(asked(id), *(fact(i, a) for i, a in stated)).reason == reason


def test_a_denial_is_quoted_with_its_cue() -> None:
    denial = fact(TB, "absent", cues=(Cue("negated", "No history of", 0, 13),))
    denial = replace(denial, text="tuberculosis", start=25, end=37)
    assert verdict(asked(TB), denial).reason == "“No history of … tuberculosis” is stated"


def test_what_is_missing_names_the_relation() -> None:
    constraint = asked("drug:cisplatin", relation="resistance")
    assert verdict(constraint, fact("drug:cisplatin", "historical")).missing == ("resistance to cisplatin",)
