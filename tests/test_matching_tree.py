"""Operators, provisos, exceptions, the trial's own condition, and the report of a whole trial."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from eligo.concepts.hierarchy import concept as known_concept
from eligo.matching import judge, match
from eligo.schema import (
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
    Trial,
    Verdict,
    Window,
    from_json,
    to_json,
)
from eligo.schema.verdict import MatchReport

A, B, C = "cond:asthma", "cond:tuberculosis", "cond:hypertension"
CANCER, OTHER = "cond:malignancy", "cond:second_primary_malignancy"
LUNG, NSCLC, BREAST, BCC = (
    "cond:lung_cancer", "cond:non_small_cell_lung_cancer", "cond:breast_cancer",
    "cond:basal_cell_carcinoma_of_the_skin",
)  # fmt: skip


def has(id: str, text: str = "", **more: Any) -> Constraint:
    concept = known_concept(id)
    text = text or concept.name
    return Constraint(
        "drug" if id.startswith(("drug", "class")) else "condition", concept.name, text, 0, len(text), concept, **more
    )


def stated(id: str, assertion: str = "present", **more: Any) -> Fact:
    concept = known_concept(id)
    kinds = {"drug": "drug", "class": "drug", "att": "attestation"}
    type_ = kinds.get(id.partition(":")[0], "condition")
    return Fact(type_, concept.name, concept.name, 0, len(concept.name), concept, assertion=assertion, **more)  # type: ignore[arg-type]


def sex(of: str) -> Constraint:
    return Constraint("sex", "sex", of, 0, len(of), values=(of,))


WOMEN = IfThen(
    sex("female"),
    Not(Constraint("reproductive", "pregnant", "pregnant", 0, 8, known_concept("repro:pregnant"))),
    None,
    "women",
)


def verdict(node: Node | None, *facts: Fact, kind: str = "inclusion", silence: str = "unknown", text: str = "x",
            own: str = "",
            sex: str | None = None, **more: Any) -> Verdict:  # fmt: skip
    criterion = Criterion("X1", kind, text, 0, len(text), logic=node, **{"parsed": "full", **more})  # type: ignore[arg-type]
    trial = Trial("t", (criterion,), conditions=(own,)) if own else None
    return judge(criterion, Patient("p", facts, "2022-03-24", sex=sex), silence=silence, trial=trial)  # type: ignore[arg-type]


TRUTH = {True: "present", False: "absent", None: "possible"}
ALL = list(product((True, False, None), repeat=2))


def pair(a: bool | None, b: bool | None) -> tuple[Fact, Fact]:
    return stated(A, TRUTH[a]), stated(B, TRUTH[b])


@pytest.mark.parametrize(("a", "b"), ALL)
def test_kleene_and(a: bool | None, b: bool | None) -> None:
    truth = False if False in (a, b) else None if None in (a, b) else True
    assert verdict(AllOf((has(A), has(B))), *pair(a, b)).truth is truth


@pytest.mark.parametrize(("a", "b"), ALL)
def test_kleene_or(a: bool | None, b: bool | None) -> None:
    truth = True if True in (a, b) else None if None in (a, b) else False
    assert verdict(AnyOf((has(A), has(B))), *pair(a, b)).truth is truth


@pytest.mark.parametrize(("a", "truth"), [(True, False), (False, True), (None, None)])
def test_kleene_not(a: bool | None, truth: bool | None) -> None:
    assert verdict(Not(has(A)), stated(A, TRUTH[a])).truth is truth
    assert verdict(Not(Not(has(A))), stated(A, TRUTH[a])).truth is a


COUNTS = [  # two of three, as they stand
    ((True, True, None), True, None),
    ((True, False, None), None, True),
    ((False, False, None), False, True),
    ((True, None, None), None, None),
    ((True, True, True), True, False),
    ((True, True, False), True, True),
    ((False, False, False), False, True),
]


@pytest.mark.parametrize(("values", "at_least", "at_most"), COUNTS)
def test_counts(values: tuple[bool | None, ...], at_least: bool | None, at_most: bool | None) -> None:
    facts = [stated(i, TRUTH[v]) for i, v in zip((A, B, C), values, strict=True)]
    args = (has(A), has(B), has(C))
    assert verdict(AtLeast(2, args), *facts).truth is at_least
    assert verdict(AtMost(2, args), *facts).truth is at_most


@pytest.mark.parametrize(
    ("kind", "a", "answer"),
    [
        ("inclusion", True, "pass"), ("inclusion", False, "fail"), ("inclusion", None, "unknown"),
        ("exclusion", True, "fail"), ("exclusion", False, "pass"), ("exclusion", None, "unknown"),
    ],
)  # fmt: skip
def test_verdicts(kind: str, a: bool | None, answer: str) -> None:
    assert verdict(has(A), stated(A, TRUTH[a]), kind=kind).verdict == answer


def limit(low: float) -> Constraint:
    return Constraint("measurement", "platelets", "platelets", 0, 9, low=low, low_inclusive=True, unit="10*9/L")


def platelets(value: float) -> Fact:
    return Fact("measurement", "platelets", f"platelets {value}", 0, 9, value=value, comparator="=", unit="10*9/L")


PROVISOS = [  # asthma: 100 or more, otherwise 50 or more
    (True, 120.0, True), (True, 70.0, False), (False, 70.0, True), (False, 40.0, False),
    (None, 120.0, True), (None, 40.0, False), (None, 70.0, None),
]  # fmt: skip


@pytest.mark.parametrize(("a", "count", "truth"), PROVISOS)
def test_if_then_otherwise(a: bool | None, count: float, truth: bool | None) -> None:
    found = verdict(IfThen(has(A), limit(100), limit(50), "with asthma"), stated(A, TRUTH[a]), platelets(count))
    assert found.truth is truth
    assert found.missing == (("whether asthma is confirmed",) if truth is None else ())


def test_branches_for_the_other_sex_ask_nothing() -> None:
    node = IfThen(has(A), has(B, sex="male"), has(C, sex="male"), "with asthma")
    found = judge(Criterion("X1", "inclusion", "text", 0, 4, logic=node, parsed="full"), Patient("p", (), sex="female"))
    assert (found.verdict, bool(found.reason)) == ("not_applicable", True)


def test_a_proviso_that_does_not_hold_asks_nothing() -> None:
    node = IfThen(has(A), limit(100), None, "with asthma")
    assert verdict(node, stated(A, "absent")).verdict == "not_applicable"
    assert verdict(node, stated(A), platelets(50)).verdict == "fail"
    assert verdict(node, platelets(120)).verdict == "pass"  # whatever the condition
    assert verdict(node, platelets(50)).missing == ("asthma",)
    assert verdict(node, platelets(120), kind="exclusion").verdict == "unknown"
    assert verdict(node, platelets(50), kind="exclusion").verdict == "pass"
    assert verdict(AllOf((node, has(B))), stated(A, "absent"), stated(B)).verdict == "pass"
    assert verdict(AnyOf((node, has(B))), stated(A, "absent"), stated(B, "absent")).verdict == "fail"
    assert verdict(Not(node), stated(A, "absent")).verdict == "not_applicable"


def test_what_is_asked_of_women_does_not_apply_to_men() -> None:
    assert verdict(WOMEN, sex="male").verdict == "not_applicable"
    assert verdict(WOMEN, sex="female").missing == ("pregnancy",)
    assert set(verdict(WOMEN).missing) == {"sex", "pregnancy"}


EXCEPTIONS = [  # cancer, except basal cell carcinoma
    ([BCC], False),
    ([LUNG], True),
    ([BCC, LUNG], True),
    ([], None),
]


@pytest.mark.parametrize(("facts", "truth"), EXCEPTIONS)
def test_an_exception_explains_its_own_facts_only(facts: list[str], truth: bool | None) -> None:
    node = Except(has(CANCER), (has(BCC),))
    assert verdict(node, *map(stated, facts), kind="exclusion").truth is truth
    assert verdict(Not(node), *map(stated, facts)).truth is (None if truth is None else not truth)


def test_an_exception_that_may_hold() -> None:
    node = Except(has(CANCER), (has(BCC),))
    assert verdict(node, stated("cond:non_melanoma_skin_cancer")).truth is None
    treated = Except(has(CANCER), (has(BCC, severity="treated"),))
    assert verdict(treated, stated(BCC)).truth is None
    assert verdict(treated, stated(BCC), stated(LUNG)).truth is True
    assert verdict(treated, stated(BCC, severity="untreated")).truth is True
    assert verdict(treated, stated(BCC, severity="treated")).truth is False


def test_an_exception_of_several_parts() -> None:
    drugs = AllOf((has("drug:filgrastim"), has("drug:pembrolizumab")))
    node = Except(drugs, (AllOf((has("drug:filgrastim"), has("cond:febrile_neutropenia"))),))
    taken = stated("drug:filgrastim"), stated("drug:pembrolizumab")
    assert verdict(node, *taken, stated("cond:febrile_neutropenia")).truth is False
    assert verdict(node, *taken, stated("cond:febrile_neutropenia", "absent")).truth is True
    assert verdict(node, *taken).truth is None
    assert verdict(node, taken[0], stated("drug:pembrolizumab", "absent")).truth is False


def test_an_exception_that_is_a_circumstance() -> None:
    node = Except(limit(300), (has(A),))
    assert verdict(node, platelets(400), stated(A), kind="exclusion").truth is False
    assert verdict(node, platelets(400), stated(A, "absent"), kind="exclusion").truth is True
    assert verdict(node, platelets(400), kind="exclusion").truth is None
    assert verdict(node, platelets(200), kind="exclusion").truth is False


def test_an_exception_relaxes_a_bound_that_is_wanted() -> None:
    """ "Platelets of 300 or more, except in asthma"."""
    node = Except(limit(300), (has(A),))
    assert verdict(node, platelets(200), stated(A)).truth is True
    assert verdict(node, platelets(200), stated(A, "absent")).truth is False
    assert verdict(node, platelets(200)).truth is None
    assert verdict(node, platelets(400)).truth is True


def test_recovery_except_alopecia() -> None:
    grade = Constraint("score", "CTCAE grade", "grade ≤1", 0, 8, concept=Concept("scale:ctcae", "CTCAE grade"),
                       scale="CTCAE grade", values=(0, 1))  # fmt: skip
    node = Except(grade, (has("cond:alopecia"),))
    bald = stated("cond:alopecia", grade=2)
    well = stated("cond:adverse_event", grade=1)
    assert verdict(node, bald, well).truth is True
    assert verdict(node, bald).truth is None
    assert verdict(node, bald, stated("cond:peripheral_neuropathy", grade=2)).truth is False
    assert verdict(grade, bald, well).truth is False


def test_consent_counts_where_it_is_stated_and_a_judgement_never() -> None:
    consent = Constraint(
        "attestation", "informed consent", "consent", 0, 7, concept=known_concept("att:informed_consent")
    )
    assert verdict(consent, stated("att:informed_consent")).truth is True
    assert verdict(consent, stated("att:informed_consent", "absent")).truth is False
    assert verdict(consent).truth is None
    opinion = Constraint("attestation", "x", "x", 0, 1, concept=known_concept("att:investigators_judgement"))
    assert verdict(opinion, stated("att:investigators_judgement")).truth is None


OWN = [  # a lung cancer trial
    (has(OTHER), [NSCLC], None),
    (has(OTHER), [BREAST], True),
    (has(OTHER), [NSCLC, BREAST], True),
    (has(OTHER), [NSCLC, "cond:brain_metastases"], None),
    (has(OTHER), [NSCLC, CANCER], None),
    (has(CANCER), [NSCLC], None),
    (has(CANCER), [BREAST], True),
    (has(LUNG), [NSCLC], None),
    (Except(has(OTHER), (has(BCC),)), [NSCLC, BCC], False),
    (AllOf((has(CANCER, status="active"), has(A))), [NSCLC, A], True),  # narrowed: the own condition counts
]


@pytest.mark.parametrize(("node", "facts", "truth"), OWN)
def test_the_trials_own_condition_is_no_other_malignancy(node: Node, facts: list[str], truth: bool | None) -> None:
    found = verdict(node, *map(stated, facts), kind="exclusion", own="lung cancer")
    assert found.truth is truth
    if truth is None:
        assert any("own condition does not count" in a for a in found.assumptions)


def test_other_in_front_of_the_name_and_silence() -> None:
    text = "no other active malignancy"
    node = Constraint("condition", "malignancy", "malignancy", 16, 26, known_concept(CANCER), status="active")
    assert verdict(Not(node), stated(NSCLC), text=text, own="lung cancer", silence="absent").verdict == "pass"
    assert verdict(Not(node), stated(BREAST), text=text, own="lung cancer", silence="absent").verdict == "fail"
    assert verdict(has(CANCER), stated(NSCLC), own="lung cancer").truth is True  # an inclusion


def test_the_first_inclusion_says_what_a_trial_is_for() -> None:
    window = Window("-P5Y", "P0D", "enrolment", "within 5 years")
    trial = Trial("t", (
        Criterion("I1", "inclusion", "lung cancer", 0, 11, logic=has(NSCLC), parsed="full"),
        Criterion("E1", "exclusion", "other cancer", 12, 24, logic=has(OTHER, window=window), parsed="full"),
    ))  # fmt: skip
    report = match(trial, Patient("p", (stated(NSCLC),), "2022-03-24"), silence="absent")
    assert [v.verdict for v in report.verdicts] == ["pass", "pass"]
    assert report.overall == "eligible"


def criterion(id: str, node: Node | None, kind: str = "inclusion", **more: Any) -> Criterion:
    return Criterion(id, kind, f"criterion {id}", 0, len(id) + 10, logic=node, **{"parsed": "full", **more})  # type: ignore[arg-type]


def test_unread_criteria_are_unknown_and_headings_ask_nothing() -> None:
    trial = Trial("t", (
        criterion("I1", None, parsed="none"),
        criterion("I2", None, parsed="none"),
        criterion("I2.1", has(A), parent="I2"),
        criterion("I2.2", has(B), parent="I2"),
    ))  # fmt: skip
    report = match(trial, Patient("p", (stated(A), stated(B))))
    assert [v.verdict for v in report.verdicts] == ["unknown", "not_applicable", "pass", "pass"]
    assert report.verdicts[0].missing == ("criterion I1",)
    assert report.verdicts[1].reason == "heading of I2.1–I2.2"
    assert report.overall == "undetermined"


def test_words_left_over_are_named() -> None:
    found = verdict(has(A), stated(A, "absent"), parsed="partial", unparsed=("of eosinophilic type",))
    assert found.verdict == "fail"
    assert "not understood and left out: “of eosinophilic type”" in found.assumptions
    narrowed = verdict(has(A), stated(A), parsed="partial", unparsed=("of eosinophilic type",))
    assert narrowed.verdict == "unknown"
    assert "of eosinophilic type" in narrowed.reason
    assert verdict(has(A), parsed="partial", unparsed=("or so",)).assumptions == ()


OVERALL = [
    ({A: True, B: True}, "eligible"),
    ({A: True, B: None}, "undetermined"),
    ({A: False, B: None}, "ineligible"),
    ({A: False, B: True}, "ineligible"),
]


@pytest.mark.parametrize(("values", "answer"), OVERALL)
def test_overall(values: dict[str, bool | None], answer: str) -> None:
    trial = Trial("t", tuple(criterion(f"I{n}", has(id)) for n, id in enumerate(values, 1)))
    report = match(trial, Patient("p", tuple(stated(id, TRUTH[v]) for id, v in values.items())))
    assert report.overall == answer
    assert match(Trial("t", ()), Patient("p", ())).overall == "undetermined"


def test_the_question_that_settles_most_comes_first() -> None:
    trial = Trial("t", (
        criterion("I1", AllOf((has(A), has(B)))),
        criterion("I2", AllOf((has(A), has(C)))),
        criterion("E1", has(B), "exclusion"),
        criterion("E2", has(A), "exclusion"),
        criterion("E3", has(A), "exclusion"),
    ))  # fmt: skip
    questions = match(trial, Patient("p", ())).missing
    assert [q.question for q in questions] == ["Asthma?", "Tuberculosis?", "Hypertension?"]
    assert questions[0].criteria == ("I1", "I2", "E2", "E3")


def test_a_decided_conjunction_asks_nothing_more() -> None:
    found = verdict(AllOf((has(A), has(B))), stated(A, "absent"))
    assert (found.verdict, found.missing) == ("fail", ())


def test_a_report_survives_json() -> None:
    trial = Trial("t", (criterion("I1", AllOf((has(A), limit(50)))), criterion("E1", WOMEN, "exclusion")))
    report = match(trial, Patient("p", (stated(A), platelets(70)), "2022-03-24", "female"))
    assert from_json(MatchReport, to_json(report)) == report


def test_arguments_are_checked() -> None:
    with pytest.raises(ValueError, match="silence"):
        match(Trial("t", ()), Patient("p", ()), silence="no")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="2022-13"):
        match(Trial("t", ()), Patient("p", ()), index_date="2022-13")
