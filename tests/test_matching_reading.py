"""How stated, suspected, planned and denied things are read against what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.concepts.hierarchy import concept as known_concept
from eligo.matching import judge
from eligo.schema import Constraint, Criterion, Cue, Except, Fact, Node, Patient, Period, Verdict, Window

_TYPES = {"cond": "condition", "drug": "drug", "class": "drug", "proc": "procedure", "repro": "reproductive"}
TODAY = "2025-05-01"
MONTHS = Window("-P3M", "P0D", "screening", "for at least 3 months", throughout=True)


def asked(id: str, text: str = "", **more: Any) -> Constraint:
    concept = known_concept(id)
    words = text or concept.name
    return Constraint(_TYPES[id.partition(":")[0]], concept.name, words, 0, len(words), concept, **more)  # type: ignore[arg-type]


def fact(id: str, assertion: str = "present", text: str = "", **more: Any) -> Fact:
    concept = known_concept(id)
    words = text or concept.name
    type_ = _TYPES[id.partition(":")[0]]
    return Fact(type_, concept.name, words, 0, len(words), concept, assertion=assertion, **more)  # type: ignore[arg-type]


def verdict(node: Node, *facts: Fact, text: str = "x" * 40, kind: str = "exclusion") -> Verdict:
    criterion = Criterion("E1", kind, text, 0, len(text), logic=node, parsed="full")  # type: ignore[arg-type]
    return judge(criterion, Patient("p", facts, TODAY))


@pytest.mark.parametrize(
    ("text", "certainty", "truth"),
    [
        ("tuberculosis", "any", None),
        ("suspected tuberculosis", "suspected", True),
        ("known or suspected tuberculosis", "any", True),
    ],
)
def test_a_suspicion_counts_where_it_is_asked_for(text: str, certainty: Any, truth: bool | None) -> None:
    at = text.index("tuberculosis")
    thing = known_concept("cond:tuberculosis")
    leaf = Constraint("condition", thing.name, thing.name, at, len(text), thing, certainty=certainty)
    assert verdict(leaf, fact("cond:tuberculosis", "possible"), text=text).truth is truth


CANCER, LIVER, NODES = "cond:gastric_cancer", "cond:liver_metastases", "cond:lymph_node_metastases"
SPREAD = [
    ([fact(CANCER, severity="metastatic")], True),
    ([fact(CANCER), fact(LIVER)], True),
    ([fact(CANCER), fact(LIVER, "possible")], None),
    ([fact(CANCER), fact(LIVER, "absent")], None),
    ([fact(CANCER), fact(NODES)], None),  # regional, perhaps
    ([fact(CANCER), fact("cond:metastatic_disease", "absent")], False),
    ([fact(CANCER, stage="IV")], True),
    ([fact(CANCER), fact("cond:breast_cancer"), fact(LIVER)], None),  # of which of them?
    ([fact(CANCER), fact("cond:breast_cancer", "family"), fact(LIVER)], True),
]


@pytest.mark.parametrize(("facts", "truth"), SPREAD)
def test_metastases_make_a_cancer_metastatic(facts: list[Fact], truth: bool | None) -> None:
    found = verdict(asked(CANCER, severity="metastatic"), *facts, kind="inclusion")
    assert found.truth is truth
    if truth is None:
        assert "whether the gastric cancer is metastatic" in found.missing


DRUGS = [
    (asked("class:platinum", role="prior"), [fact("drug:cisplatin", status="planned")], None),
    (asked("class:platinum", role="prior"), [fact("drug:cisplatin", "absent")], None),  # others, perhaps
    (asked("class:platinum", relation="resistance"), [fact("class:platinum", "absent")], False),
    (asked("class:platinum", relation="resistance"), [fact("drug:cisplatin")], None),
    (asked("class:pd1", role="prior"), [fact("class:immunotherapy"), fact("class:pd1", "absent")], False),
    (asked("proc:surgery", role="planned", window=Window("P0D", None, "study", "during the study", throughout=True)),
     [fact("proc:surgery", status="planned", time="2025-09-01")], True),
    (asked("proc:surgery", window=Window("-P4W", "P0D", "enrolment", "within 4 weeks")),
     [fact("proc:surgery", status="planned", time="2025-09-01")], None),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "facts", "truth"), DRUGS)
def test_planned_and_denied_treatments(constraint: Constraint, facts: list[Fact], truth: bool | None) -> None:
    assert verdict(constraint, *facts).truth is truth


def test_a_dose_since_a_day_is_taken_as_stable() -> None:
    from eligo.schema import Range

    wanted = asked("drug:metformin", relation="stable_dose", window=MONTHS)
    dose = Range(2000.0, True, 2000.0, True, "mg/d")
    since = fact("drug:metformin", status="ongoing", dose=dose, time=Period("2024-01-01", None))
    found = verdict(wanted, since, kind="inclusion")
    assert found.verdict == "pass"
    assert any("taken as stable" in a for a in found.assumptions)
    late = fact("drug:metformin", status="ongoing", dose=dose, time=Period("2025-04-01", None))
    assert verdict(wanted, late, kind="inclusion").verdict == "fail"
    assert verdict(wanted, fact("drug:metformin", status="ongoing"), kind="inclusion").verdict == "unknown"


DENIALS = [
    ("cond:cns_metastases", [fact("cond:brain_metastases", "absent", "no brain metastases")], None),
    ("cond:tuberculosis", [fact("cond:infection", "absent", status="active")], None),  # it may sleep
    ("cond:tuberculosis", [fact("cond:infection", "absent")], False),
    ("cond:hepatitis_b", [fact("cond:infection"), fact("cond:hepatitis_b", "absent")], False),
    ("cond:hepatitis_b", [fact("cond:hepatitis_b", "possible"), fact("cond:infection", "absent")], None),
]


@pytest.mark.parametrize(("id", "facts", "truth"), DENIALS)
def test_denials(id: str, facts: list[Fact], truth: bool | None) -> None:
    assert verdict(asked(id), *facts).truth is truth


def test_a_denial_of_one_kind_is_told() -> None:
    found = verdict(asked("cond:cns_metastases"), fact("cond:brain_metastases", "absent", "no brain metastases"))
    assert found.reason == "“no brain metastases” is stated, but no other CNS metastases are mentioned"
    assert found.missing == ("other CNS metastases",)


def test_a_family_without_it() -> None:
    wanted = asked("cond:breast_cancer", experiencer="family")
    cue = Cue("negated", "no", 0, 2)
    assert verdict(wanted, fact("cond:breast_cancer", "family")).truth is True
    assert verdict(wanted, fact("cond:breast_cancer", "family", cues=(cue,))).truth is False
    assert verdict(wanted).reason == "family history of breast cancer is not mentioned"


BCC, OTHER = "cond:basal_cell_carcinoma_of_the_skin", "cond:in_situ_cervical_carcinoma"


@pytest.mark.parametrize("id", [BCC, OTHER])
def test_all_that_is_stated_is_excepted(id: str) -> None:
    found = verdict(Except(asked("cond:malignancy"), (asked(id),)), fact(id))
    assert found.verdict == "pass"
    assert "no other malignancy is mentioned" in found.assumptions
    assert verdict(Except(asked("cond:malignancy"), (asked(id),))).verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "method", "verdict_"),
    [
        ("highly effective contraception", "repro:intrauterine_device", "pass"),
        ("highly effective contraception", "repro:barrier_contraception", "unknown"),
        ("contraception", "repro:barrier_contraception", "pass"),
    ],
)
def test_a_barrier_is_not_highly_effective(text: str, method: str, verdict_: str) -> None:
    assert verdict(asked("repro:contraception", text), fact(method), kind="inclusion").verdict == verdict_


def test_silent_criteria_are_judged_once() -> None:
    node = asked("cond:asthma")
    criterion = Criterion("E1", "exclusion", "asthma", 0, 6, logic=node, parsed="full")
    first, second = (judge(criterion, Patient(p, (fact("cond:diabetes_mellitus"),), TODAY)) for p in "ab")
    assert first is second
    assert judge(criterion, Patient("c", (fact("cond:asthma"),), TODAY)).verdict == "fail"
    assert judge(criterion, Patient("d", (), TODAY), silence="absent").verdict == "pass"
    assert judge(criterion, Patient("e", (), TODAY)).verdict == "unknown"
