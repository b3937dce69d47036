"""A lab in another specimen than blood is another measure, in criteria and in notes."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Constraint


def leaf(text: str) -> Constraint:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n- {text}\n").criteria
    assert isinstance(criterion.logic, Constraint)
    return criterion.logic


@pytest.mark.parametrize(
    ("text", "name", "concept"),
    [
        ("Serum creatinine < 2 mg/dL", "creatinine", "lab:creatinine"),
        ("Salivary cortisol > 2 nmol/L", "saliva cortisol", None),
        ("Synovial fluid WBC > 2000/µL", "synovial fluid white blood cells", None),
        ("Pleural fluid LDH > 200 U/L", "pleural fluid LDH", None),
        ("CSF glucose < 40 mg/dL", "CSF glucose", "lab:csf_glucose"),
        ("Urinary metanephrines < 2 × ULN", "urine metanephrines", "lab:urine_metanephrines"),
    ],
)
def test_criteria(text: str, name: str, concept: str | None) -> None:
    found = leaf(text)
    assert (found.name, found.concept.id if found.concept else None) == (name, concept)


@pytest.mark.parametrize(
    "text", ["Urine albumin-to-creatinine ratio > 30 mg/g", "Urine creatinine clearance > 60 mL/min"]
)
def test_what_is_of_urine_by_itself_stays(text: str) -> None:
    assert leaf(text).concept is not None


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("Salivary cortisol 3 nmol/L.", "pass"),
        ("Cortisol 3 nmol/L.", "unknown"),
        ("Salivary cortisol 1 nmol/L.", "fail"),
    ],
)
def test_only_the_same_specimen_answers(note: str, verdict: str) -> None:
    trial = eligo.parse("Inclusion Criteria:\n- Salivary cortisol > 2 nmol/L\n")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]


def test_a_fluid_does_not_answer_for_blood() -> None:
    trial = eligo.parse("Inclusion Criteria:\n- WBC > 2000/µL\n")
    verdicts = eligo.match(trial, eligo.annotate("Joint fluid WBC 9000/µL.")).verdicts
    assert [v.verdict for v in verdicts] == ["unknown"]
