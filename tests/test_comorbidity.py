"""Charlson's and Elixhauser's index: what counts, what may, and what a criterion makes of it."""

from __future__ import annotations

from typing import get_args

import pytest

import eligo
from eligo.concepts.hierarchy import concept
from eligo.matching import comorbidity
from eligo.matching.comorbidity import SOURCES, Index, age_points, read_groups
from eligo.schema import Concept, Fact


def fact(id: str, assertion: str = "present", **fields: object) -> Fact:
    found = concept(id)
    type_ = "procedure" if id.startswith("proc:") else "condition"
    return Fact(type_, found.name, found.name, 0, 1, found, assertion=assertion, **fields)  # type: ignore[arg-type]


def score(*ids: str, index: Index = "charlson") -> tuple[int, int]:
    found = comorbidity([fact(id) for id in ids], index)
    return found.low, found.high


@pytest.mark.parametrize(
    ("ids", "points"),
    [
        (["cond:myocardial_infarction"], 1),
        (["cond:heart_failure", "cond:chronic_obstructive_pulmonary_disease"], 2),
        (["cond:stroke", "cond:intracranial_aneurysm"], 1),  # one group
        (["cond:type_2_diabetes_mellitus"], 1),
        (["cond:diabetes_mellitus", "cond:diabetic_retinopathy"], 2),  # with complications, not both
        (["cond:alzheimer_disease"], 1),
        (["cond:systemic_lupus_erythematosus"], 1),
        (["cond:duodenal_ulcer"], 1),
        (["cond:cirrhosis"], 1),
        (["cond:cirrhosis", "cond:esophageal_varices"], 3),
        (["cond:hemiplegia"], 2),
        (["cond:chronic_kidney_disease"], 2),
        (["proc:hemodialysis"], 2),
        (["cond:breast_cancer"], 2),
        (["cond:lymphoma", "cond:leukemia"], 2),
        (["cond:melanoma"], 2),
        (["cond:basal_cell_carcinoma_of_the_skin"], 0),
        (["cond:breast_cancer", "cond:brain_metastases"], 6),
        (["cond:aids"], 6),
        (["cond:hypertension", "cond:obesity", "cond:depression"], 0),
    ],
)
def test_charlson(ids: list[str], points: int) -> None:
    assert score(*ids) == (points, points)


@pytest.mark.parametrize(
    ("ids", "count", "weighted"),
    [
        (["cond:hypertension"], 1, 0),
        (["cond:atrial_fibrillation", "cond:heart_failure"], 2, 12),
        (["cond:type_2_diabetes_mellitus", "cond:diabetic_nephropathy"], 1, 0),
        (["cond:obesity", "cond:depression"], 2, -7),
        (["cond:breast_cancer", "cond:liver_metastases"], 1, 12),
        (["cond:hypothyroidism", "cond:hyponatremia", "cond:cachexia"], 3, 11),
    ],
)
def test_elixhauser(ids: list[str], count: int, weighted: int) -> None:
    assert score(*ids, index="elixhauser") == (count, count)
    assert score(*ids, index="van_walraven") == (weighted, weighted)


def test_what_is_unsure_makes_a_range() -> None:
    assert score("cond:hiv_infection") == (0, 6)  # AIDS counts
    found = comorbidity([fact("cond:heart_failure"), fact("cond:dementia", "possible")])
    assert (found.low, found.high) == (1, 2)
    assert "dementia may count or not" in found.assumed
    past = comorbidity([fact("cond:breast_cancer", "historical"), fact("cond:myocardial_infarction", "historical")])
    assert (past.low, past.high) == (1, 3)
    assert comorbidity([fact("cond:breast_cancer"), fact("cond:liver_metastases", "possible")]).high == 8
    assert comorbidity([fact("cond:obesity", "possible")], "van_walraven").low == -4


def test_what_does_not_count() -> None:
    facts = [
        fact("cond:heart_failure", "absent"), fact("cond:stroke", "family"), fact("cond:dementia", "hypothetical"),
        fact("proc:dialysis", status="planned"),
    ]  # fmt: skip
    found = comorbidity(facts)
    assert (found.low, found.high, found.groups, found.considered) == (0, 0, (), 4)
    assert found.assumed == ("comorbidities that are not stated were not counted",)
    unknown = Fact("condition", "zorblax disease", "zorblax disease", 0, 1)
    assert "not placed, so not counted: zorblax disease" in comorbidity([unknown]).assumed
    assert comorbidity([unknown]).considered == 0


def test_codes_of_others_count() -> None:
    coded = Concept("ICD-10-CM:I25.2", "Old infarction", {"ICD-10-CM": ("I25.2",)})
    assert comorbidity([Fact("condition", "x", "x", 0, 1, coded)]).low == 1


def test_age() -> None:
    assert [age_points(age) for age in (18, 49.9, 50, 59, 60, 79, 80, 101)] == [0, 0, 1, 1, 2, 3, 4, 4]
    found = comorbidity([fact("cond:heart_failure")], age=72)
    assert (found.low, "decade" in found.formula) == (4, True)
    with pytest.raises(ValueError, match="only Charlson"):
        comorbidity([], "elixhauser", age=72)
    with pytest.raises(ValueError, match="no index 'cirs'"):
        comorbidity([], "cirs")  # type: ignore[arg-type]


def test_the_table() -> None:
    assert set(SOURCES) == set(get_args(Index))
    charlson, elixhauser = read_groups("charlson"), read_groups("elixhauser")
    assert (len(charlson), sum(g.weight for g in charlson)) == (17, 33)
    assert (len(elixhauser), {g.weight for g in elixhauser}) == (31, {1})
    for groups in (charlson, elixhauser):
        ids = {group.id for group in groups}
        assert all(set(group.under) <= ids for group in groups)


def test_every_code_exists() -> None:
    icd = pytest.importorskip("simple_icd_10_cm")
    known = {code.replace(".", "") for code in icd.get_all_codes(with_dots=True)}
    for index in ("charlson", "elixhauser"):
        for group in read_groups(index):
            absent = [code for code in group.codes if code not in known]
            assert len(absent) * 3 <= len(group.codes), (group.id, absent)  # gaps within ranges


# In criteria


def verdict(criterion: str, note: str, **options: str) -> tuple[str, str, tuple[str, ...]]:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {criterion}\n")
    (found,) = eligo.match(trial, eligo.annotate(note), **options).verdicts  # type: ignore[arg-type]
    return found.verdict, found.reason, found.assumptions


NOTE = "Age: 72 years\n\nPast medical history:\n- Type 2 diabetes mellitus\n- Heart failure\n- Stroke in 2015\n"


def test_a_criterion_has_it_computed() -> None:
    result, reason, assumptions = verdict("Charlson comorbidity index ≤ 3", NOTE)
    assert result == "pass"
    assert "3" in reason
    told = " ".join(assumptions)
    assert "Charlson 1987" in told
    assert "cerebrovascular disease 1" in told
    assert "comorbidities that are not stated were not counted" in told
    assert verdict("Charlson comorbidity index < 3", NOTE)[0] == "fail"
    assert verdict("Age-adjusted Charlson Comorbidity Index ≤ 3", NOTE)[0] == "fail"
    assert verdict("Elixhauser comorbidity index ≤ 5", NOTE)[0] == "pass"


def test_nobody_fails_by_what_is_not_stated() -> None:
    result, _, assumptions = verdict("Charlson comorbidity index ≥ 4", NOTE)
    assert result == "unknown"
    assert "comorbidities that are not stated may add to it" in assumptions
    assert verdict("Charlson comorbidity index ≥ 3", NOTE)[0] == "pass"
    trial = eligo.parse("Exclusion Criteria:\n\n- Charlson comorbidity index > 3\n- Charlson comorbidity index ≤ 3\n")
    found = eligo.match(trial, eligo.annotate(NOTE)).verdicts
    assert [v.verdict for v in found] == ["pass", "unknown"]


def test_what_is_stated_goes_first() -> None:
    assert verdict("Charlson comorbidity index ≤ 3", f"{NOTE}\nCharlson Comorbidity Index: 5\n")[0] == "fail"


def test_a_note_without_conditions_says_nothing() -> None:
    assert verdict("Charlson comorbidity index ≤ 3", "Hemoglobin 12 g/dL.")[0] == "unknown"
    assert verdict("Age-adjusted Charlson Comorbidity Index ≤ 3", "Heart failure.")[0] == "unknown"


def test_a_range_across_the_bound_is_unknown() -> None:
    assert verdict("Charlson comorbidity index ≤ 3", "HIV infection. Heart failure.")[0] == "unknown"
    assert verdict("Charlson comorbidity index ≤ 8", "HIV infection. Heart failure.")[0] == "pass"
