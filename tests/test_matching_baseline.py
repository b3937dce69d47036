"""Bounds that are multiples of the patient's own baseline."""

from __future__ import annotations

import pytest

import eligo

CASES = [
    ("Baseline creatinine 1.0, now 1.8 mg/dL.", "fail", "pass"),
    ("Creatinine 1.8 mg/dL (baseline 1.0).", "fail", "pass"),
    ("Creatinine at baseline was 1.0 mg/dL and is now 1.8 mg/dL", "fail", "pass"),
    ("Creatinine 1.4 mg/dL (baseline 1.0).", "pass", "pass"),
    ("Creatinine 1.8 mg/dL", "unknown", "unknown"),
    ("Baseline creatinine 1.0 mg/dL.", "unknown", "unknown"),
]


@pytest.mark.parametrize(("note", "half_more", "twice"), CASES)
def test_multiples_of_the_baseline(note: str, half_more: str, twice: str) -> None:
    trial = eligo.parse("Inclusion criteria\n\n- Creatinine ≤ 1.5 x baseline\n- Creatinine ≤ 2 x baseline\n")
    report = eligo.match(trial, eligo.annotate(note))
    assert [v.verdict for v in report.verdicts] == [half_more, twice]
    taken = [a for v in report.verdicts if v.verdict != "unknown" for a in v.assumptions]
    assert all("baseline creatinine is taken from" in a for a in taken)
    assert bool(taken) is (half_more != "unknown")
