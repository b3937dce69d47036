"""What must hold for every tree and every patient."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligo.entities.analytes import by_concept
from eligo.entities.units import convert
from eligo.matching import judge, match
from eligo.matching.intervals import Interval, inside
from eligo.matching.truth import Finding, all_of, any_of, at_least, at_most, negate
from eligo.schema import (
    TYPE_FIELDS,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Concept,
    Constraint,
    Criterion,
    Except,
    Fact,
    IfThen,
    Node,
    Not,
    Patient,
    Period,
    Range,
    Trial,
    Verdict,
    Window,
    from_json,
    to_json,
)
from eligo.schema.verdict import MatchReport

truths = st.sampled_from([True, False, None])
findings = st.lists(truths, min_size=1, max_size=6)
OPERATORS = {
    "all_of": all_of,
    "any_of": any_of,
    "at_least": lambda f: at_least(2, f),
    "at_most": lambda f: at_most(2, f),
}


@pytest.mark.parametrize("name", OPERATORS)
@given(values=findings, data=st.data())
def test_learning_more_never_flips_an_answer(name: str, values: list[bool | None], data: st.DataObject) -> None:
    operator = OPERATORS[name]
    before = operator([Finding(v) for v in values]).truth
    known = [data.draw(st.booleans()) if v is None else v for v in values]
    after = operator([Finding(v) for v in known]).truth
    assert before is None or before is after


@pytest.mark.parametrize("name", OPERATORS)
@given(values=findings)
def test_what_is_not_asked_changes_nothing(name: str, values: list[bool | None]) -> None:
    operator = OPERATORS[name]
    asked = [Finding(v) for v in values]
    assert operator([*asked, Finding(None, applies=False)]).truth is operator(asked).truth


@given(value=truths)
def test_double_negation(value: bool | None) -> None:
    assert negate(negate(Finding(value))).truth is value


@given(values=findings)
def test_de_morgan(values: list[bool | None]) -> None:
    plain = [Finding(v) for v in values]
    assert negate(all_of(plain)).truth is any_of([negate(f) for f in plain]).truth


numbers = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


@given(a=numbers, b=numbers, c=numbers, d=numbers)
def test_a_narrower_value_never_flips_an_answer(a: float, b: float, c: float, d: float) -> None:
    bound = Interval(min(a, b), max(a, b))
    value = Interval(min(c, d), max(c, d))
    wide = inside(value, bound)
    middle = (value.low + value.high) / 2
    assert wide is None or inside(Interval(middle, middle), bound) is wide


CASES = [
    ("lab:neutrophils", "10*9/L", ["/mm3", "/uL", "10*3/uL"]),
    ("lab:creatinine", "mg/dL", ["umol/L", "mg/L", "mmol/L"]),
    ("lab:bilirubin", "mg/dL", ["umol/L"]),
    ("lab:hemoglobin", "g/dL", ["g/L"]),
    ("lab:glucose", "mg/dL", ["mmol/L"]),
    ("lab:albumin", "g/L", ["g/dL"]),
    ("ecg:qtc", "ms", ["s"]),
    ("vital:weight", "kg", ["g", "[lb_av]"]),
]


def judged(id: str, low: float, low_unit: str, value: float, unit: str) -> bool | None:
    concept = Concept(id, id)
    constraint = Constraint("measurement", id, "x", 0, 1, concept, low=low, low_inclusive=True, unit=low_unit)
    fact = Fact("measurement", id, "x", 0, 1, concept, value, None, "=", unit)
    return judge(Criterion("I1", "inclusion", "x", 0, 1, logic=constraint, parsed="full"), Patient("p", (fact,))).truth


@given(
    case=st.sampled_from(CASES),
    low=st.integers(2, 2000),
    share=st.sampled_from([0.5, 0.9, 0.999, 1.0, 1.001, 1.1, 2.0]),
    data=st.data(),
)
@settings(max_examples=200)
def test_units_never_change_a_verdict(
    case: tuple[str, str, list[str]], low: int, share: float, data: st.DataObject
) -> None:
    id, unit, others = case
    analyte = by_concept(id)
    mass = getattr(analyte, "molar_mass", None)
    bound, value = low / 10, low / 10 * share
    expected = value >= bound
    assert judged(id, bound, unit, value, unit) is expected
    other = data.draw(st.sampled_from(others))
    assert judged(id, bound, unit, convert(value, unit, other, molar_mass=mass), other) is expected
    assert judged(id, convert(bound, unit, other, molar_mass=mass), other, value, unit) is expected


@given(low=st.integers(1, 1000), step=st.sampled_from([0.1, 1.0, 50.0]))
def test_a_value_moved_across_its_bound_flips_the_verdict(low: int, step: float) -> None:
    assert judged("lab:platelets", float(low), "10*9/L", low + step, "10*9/L") is True
    assert judged("lab:platelets", float(low), "10*9/L", low - step, "10*9/L") is False


IDS = {
    "measurement": [
        "lab:neutrophils",
        "lab:alt",
        "lab:creatinine_clearance",
        "lab:transaminases",
        "ecg:qtcf",
        "lab:unheard_of",
    ],
    "score": ["scale:ecog", "scale:child_pugh", "scale:nyha"],
    "condition": ["cond:malignancy", "cond:lung_cancer", "cond:tuberculosis", "cond:second_primary_malignancy"],
    "drug": ["class:corticosteroids", "drug:dexamethasone", "drug:prednisone"],
    "procedure": ["proc:surgery", "proc:radiotherapy"],
    "biomarker": ["bio:her2", "bio:her2_positive", "bio:egfr_mutation"],
    "allergy": ["allergy:drug_allergy", "drug:amoxicillin"],
    "reproductive": ["repro:pregnant", "repro:childbearing_potential"],
    "lesion": ["lesion:measurable_lesion"],
    "participation": ["part:another_clinical_trial"],
}
maybe_number = st.none() | st.sampled_from([0.0, 1.0, 1.5, 60.0, 1e9])
words = st.none() | st.sampled_from(["severe", "mild", "active", "IV", "oral", "positive", "normal", "liver"])
ranges = st.none() | st.builds(
    Range, maybe_number, st.booleans(), maybe_number, st.booleans(), st.sampled_from([None, "mg/d", "U/L"])
)
durations = st.none() | st.sampled_from(["-P2W", "P0D", "-P5Y", "P3M", "PT36H", "-P9999Y"])
windows = st.none() | st.builds(
    Window, durations, durations, st.sampled_from([None, "first_dose", "diagnosis", "surgery", "birth", "last_dose"]),
    st.just("then"),
    st.none() | st.just(5.0), st.sampled_from([None, "longer", "shorter"]), st.booleans(),
)  # fmt: skip
units = st.sampled_from([None, "10*9/L", "%", "mg/dL", "U/L", "a", "mo", "ULN", "furlong"])
days = st.sampled_from(
    ["2022", "2022-03", "2021-12-31", "2022-03-24", "2030-01-01", "spring", "0001-01-01", "9999-12-31"]
)

FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "low": maybe_number, "high": maybe_number, "low_inclusive": st.booleans(), "high_inclusive": st.booleans(),
    "unit": units,
    "canonical": ranges, "relative_to": st.sampled_from([None, "ULN", "LLN", "baseline", "normal"]),
    "sex": st.sampled_from([None, "male", "female"]), "method": words, "specimen": words, "scale": words,
    "values": st.none() | st.lists(st.sampled_from([0.0, 1.0, "A", "B7", "III", "male"]), max_size=3).map(tuple),
    "status": st.sampled_from([None, "active", "history", "any"]), "severity": words, "grade": ranges,
    "stage": st.none() | st.just(("III", "IV")), "site": words,
    "certainty": st.sampled_from([None, "confirmed", "suspected", "any"]),
    "experiencer": st.sampled_from([None, "patient", "family"]),
    "role": st.sampled_from([None, "prior", "concurrent", "planned", "any"]),
    "relation": st.sampled_from([None, "exposure", "resistance", "intolerance", "hypersensitivity", "stable_dose"]),
    "dose": ranges, "route": words, "lines": ranges, "result": words, "qualifier": words,
    "which": st.sampled_from([None, "highest", "lowest", "worst", "best", "any", "consecutive"]),
    "times": st.sampled_from([None, None, 2, 3]), "apart": st.sampled_from([None, None, "P1W", "PT24H"]),
    "change": st.sampled_from([None, None, None, "increase", "decrease", "stable", "any"]),
    "since": st.sampled_from([None, None, "baseline", "lowest", "highest"]),
}  # fmt: skip


@st.composite
def constraints(draw: st.DrawFn) -> Constraint:
    type_ = draw(st.sampled_from(sorted(TYPE_FIELDS)))
    id = draw(st.sampled_from(IDS.get(type_, [""])))
    concept = Concept(id, id.partition(":")[2]) if id and draw(st.booleans()) else None
    fields = {name: draw(FIELDS[name]) for name in TYPE_FIELDS[type_]}
    assumed = draw(st.sampled_from([(), ("unit",), ("a lost exponent was put back",)]))
    return Constraint(type_, id or type_, "text", 0, 4, concept, **fields, window=draw(windows), assumed=assumed)  # type: ignore[arg-type]


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    type_ = draw(st.sampled_from(sorted(IDS)))
    id = draw(st.sampled_from(IDS[type_]))
    return Fact(
        type_, id, "words", 0, 5, Concept(id, id.partition(":")[2]) if draw(st.booleans()) else None,  # type: ignore[arg-type]
        draw(maybe_number | words), draw(maybe_number), draw(st.sampled_from([None, "=", "<", "<=", ">", ">=", "~"])),
        draw(units),
        draw(ranges), None, draw(st.none() | days | st.builds(Period, st.none() | days, st.none() | days)),
        draw(st.sampled_from(["present", "absent", "possible", "hypothetical", "family", "historical"])),
        draw(st.sampled_from([None, "active", "history", "resolved", "ongoing", "stopped", "planned"])),
        draw(words), draw(words), draw(maybe_number), draw(words),
        draw(st.sampled_from([None, "exposure", "hypersensitivity", "intolerance", "resistance"])), draw(ranges),
        draw(words), change=draw(st.sampled_from([None, None, None, "increase", "decrease", "stable", "any"])),
    )  # fmt: skip


def grow(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(nodes, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, some), st.builds(AnyOf, some), st.builds(AtLeast, st.integers(0, 3), some),
        st.builds(AtMost, st.integers(0, 3), some), st.builds(Not, nodes), st.builds(Except, nodes, some),
        st.builds(IfThen, nodes, nodes, st.none() | nodes, st.just("if so")),
    )  # fmt: skip


trees = st.recursive(constraints(), grow, max_leaves=6)
patients = st.builds(
    Patient, st.just("p"), st.lists(facts(), max_size=6).map(tuple), st.sampled_from([None, "2022-03-24", "2022"]),
    st.sampled_from([None, "male", "female"]), st.none() | st.sampled_from(["1960", "1960-05-01", "2021-12-31"]),
    st.none() | st.sampled_from([0.5, 17.9, 60.0]),
)  # fmt: skip


@given(
    tree=trees,
    patient=patients,
    kind=st.sampled_from(["inclusion", "exclusion"]),
    silence=st.sampled_from(["unknown", "absent"]),
)
@settings(max_examples=200, deadline=None)
def test_every_combination_gets_an_answer(tree: Node, patient: Patient, kind: Any, silence: Any) -> None:
    trial = Trial("t", (Criterion("X1", kind, "text", 0, 4, logic=tree, parsed="full"),), conditions=("lung cancer",))
    report = match(trial, patient, silence=silence)
    (found,) = report.verdicts
    assert (found.verdict == "unknown") is (found.truth is None and found.verdict != "not_applicable")
    assert found.reason
    assert bool(found.missing) is (found.verdict == "unknown")
    assert from_json(MatchReport, to_json(report)) == report


@given(tree=trees, patient=patients)
@settings(max_examples=100, deadline=None)
def test_not_not(tree: Node, patient: Patient) -> None:
    def truth(node: Node) -> bool | None:
        return judge(Criterion("I1", "inclusion", "text", 0, 4, logic=node, parsed="full"), patient).truth

    assert truth(Not(Not(tree))) is truth(tree)


def evidence_words(verdict: Verdict) -> set[str]:
    return {e.fact.text for e in verdict.evidence if e.fact is not None}


@given(tree=constraints(), patient=patients, added=facts(), kind=st.sampled_from(["inclusion", "exclusion"]))
@settings(max_examples=300, deadline=None)
def test_only_a_fact_in_the_evidence_turns_a_verdict(tree: Node, patient: Patient, added: Fact, kind: Any) -> None:
    criterion = Criterion("X1", kind, "text", 0, 4, logic=tree, parsed="full")
    new = replace(added, text="the fact that was added")
    before = judge(criterion, patient)
    after = judge(criterion, replace(patient, facts=(*patient.facts, new)))
    if before.truth is not None and after.truth is not before.truth:
        assert new.text in evidence_words(after)


@given(tree=trees, patient=patients, seed=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_facts_changes_nothing(tree: Node, patient: Patient, seed: Any) -> None:
    criterion = Criterion("X1", "inclusion", "text", 0, 4, logic=tree, parsed="full")
    mixed = list(patient.facts)
    seed.shuffle(mixed)
    assert judge(criterion, patient).verdict == judge(criterion, replace(patient, facts=tuple(mixed))).verdict


@pytest.fixture(scope="module")
def annotated() -> Any:
    """The patient of some sentences; each order is annotated once."""
    import eligo

    known: dict[tuple[str, ...], Patient] = {}

    def patient(sentences: tuple[str, ...]) -> Patient:
        if sentences not in known:
            known[sentences] = eligo.annotate("Date: 2025-05-02\n\n" + "\n".join(sentences) + "\n", source="note")
        return known[sentences]

    return patient


SENTENCES = (
    ("Neutrophils 1.4 x10^9/L.", "ANC 1,400/mm3.", "Absolute neutrophil count: 1.4 G/L."),
    ("Creatinine 1.2 mg/dL.", "Serum creatinine 106.08 umol/L.", "Creat 1.2 mg/dl."),
    ("She has type 2 diabetes mellitus.", "Type II diabetes.", "T2DM."),
    ("High blood pressure.", "Hypertension.", "HTN."),
    ("No myocardial infarction.", "Never had a heart attack.", "Denies MI."),
    ("ECOG performance status 2.", "ECOG PS: 2.", "ECOG performance status: 2"),
    ("Pembrolizumab from 2024-01-10 to 2024-06-01.", "Keytruda from 2024-01-10 to 2024-06-01."),
)
ASKED = """Inclusion Criteria:
- Neutrophils ≥ 1.5 x 10^9/L
- Serum creatinine ≤ 1.5 mg/dL
- Type 2 diabetes mellitus
- ECOG performance status of 0 or 1
Exclusion Criteria:
- Hypertension
- Myocardial infarction within 6 months
- Prior treatment with a PD-1 inhibitor
"""
TOLD = ["fail", "pass", "pass", "fail", "fail", "pass", "fail"]


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_units_and_synonyms_never_change_a_verdict(annotated: Any, data: st.DataObject) -> None:
    import eligo

    chosen = [data.draw(st.sampled_from(forms)) for forms in SENTENCES]
    sentences = tuple(data.draw(st.permutations(chosen)))
    report = match(eligo.parse(ASKED, source="trial"), annotated(sentences))
    assert [v.verdict for v in report.verdicts] == TOLD, sentences


@st.composite
def counts_of_neutrophils(draw: st.DrawFn) -> Fact:
    value = draw(st.sampled_from([0.5, 1.4, 1.5, 1.6, 9.0]))
    day = draw(st.sampled_from([None, "2022", "2022-01-03", "2022-03-01", "2022-03-24"]))
    concept = Concept("lab:neutrophils", "neutrophils")
    return Fact("measurement", "neutrophils", f"ANC {value}", 0, 5, concept, value, None, "=", "10*9/L", time=day)


@st.composite
def bounds_on_neutrophils(draw: st.DrawFn) -> Criterion:
    concept = Concept("lab:neutrophils", "neutrophils")
    leaf = Constraint(
        "measurement", "neutrophils", "text", 0, 4, concept, low=1.5, low_inclusive=True, unit="10*9/L",
        which=draw(FIELDS["which"]), times=draw(FIELDS["times"]),
        window=draw(st.sampled_from([None, Window("-P4W", "P0D", "enrolment", "within 4 weeks")])),
    )  # fmt: skip
    return Criterion("X1", draw(st.sampled_from(["inclusion", "exclusion"])), "text", 0, 4, logic=leaf, parsed="full")


series = st.lists(counts_of_neutrophils(), min_size=1, max_size=4)


@given(criterion=bounds_on_neutrophils(), values=series, seed=st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_a_series_changes_nothing(criterion: Criterion, values: list[Fact], seed: Any) -> None:
    mixed = list(values)
    seed.shuffle(mixed)
    there, back = (Patient("p", tuple(facts), "2022-03-24") for facts in (values, mixed))
    assert judge(criterion, there).verdict == judge(criterion, back).verdict


@given(criterion=bounds_on_neutrophils(), values=series, added=counts_of_neutrophils())
@settings(max_examples=200, deadline=None)
def test_a_value_that_turns_a_verdict_is_quoted(criterion: Criterion, values: list[Fact], added: Fact) -> None:
    before = judge(criterion, Patient("p", tuple(values), "2022-03-24"))
    new = replace(added, text="the value that was added")
    after = judge(criterion, Patient("p", (*values, new), "2022-03-24"))
    if before.truth is not None and after.truth is not before.truth:
        assert new.text in evidence_words(after)
