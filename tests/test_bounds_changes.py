"""Numbers that say by how much a value changed, and those that say what it came to."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

CASES = [
    ("LVEF decline ≥ 10 % from baseline", "left ventricular ejection fraction decrease ≥ 10 % since baseline"),
    ("Hemoglobin drop > 2 g/dL", "hemoglobin decrease > 2 g/dL"),
    ("QTc increase of > 60 ms", "QTc interval increase > 60 ms"),
    ("Platelet decrease below 100,000/mm3", "platelets < 100000 /mm³"),
    ("ALT increase > 3 x ULN", "ALT > 3 × ULN"),
    ("Creatinine increased to > 2 mg/dL", "creatinine > 2 mg/dL"),
]


@pytest.mark.parametrize(("text", "tree"), CASES)
def test_changes(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Exclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == tree
