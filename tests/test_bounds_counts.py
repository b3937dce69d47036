# ruff: noqa: E501  (a case is one line, so that it can be read)
"""What numbers count, per what time, and ranges that are left out: criteria of our own, rendered."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render
from eligo.schema import Constraint, leaves

# kind, criterion, its tree in words, the words left over
CASES: list[tuple[str, str, str, tuple[str, ...]]] = [
    # counts of what is named behind the number
    ("Inclusion", "At least 3 relapses in the past 18 months", "number of relapses ≥ 3 within 18 months before", ()),
    ("Inclusion", "≥ 4 falls in the last 12 months", "number of falls ≥ 4 within 12 months before", ()),
    ("Inclusion", "2 or more exacerbations in the previous year", "number of exacerbations ≥ 2 within 1 year before", ()),
    ("Exclusion", "More than 5 brain metastases", "number of brain metastases > 5", ()),
    ("Exclusion", "History of more than 2 gout flares per year", "number of gout flares > 2 /year", ()),
    ("Inclusion", "Fewer than 12 axillary lymph nodes", "number of axillary lymph nodes < 12", ()),
    ("Inclusion", "At least 6 swollen and at least 6 tender joints", "swollen joint count ≥ 6 and tender joint count ≥ 6", ()),
    ("Inclusion", "Patients with 2 or fewer episodes of pneumonia", "number of episodes of pneumonia ≤ 2", ()),
    ("Inclusion", "At least two prior kinase inhibitors", "kinase inhibitors (≥ 2 lines)", ()),
    # one or more of a thing is the thing
    ("Inclusion", "At least one documented seizure within 8 weeks of screening", "confirmed seizure within 8 weeks before screening", ()),
    # a grade, a stage, a circumstance, a list are none
    ("Exclusion", "Stage 3-5 chronic kidney disease", "stage 3/4/5 chronic kidney disease", ()),
    ("Exclusion", "Red blood cells in urine on more than one occasion", "", ("Red blood cells", "urine")),
    # per what time
    ("Exclusion", "Three or more units of alcohol per day", "units of alcohol ≥ 3 U/day", ()),
    ("Exclusion", "More than 6 cups of coffee per day", "cups of coffee or tea > 6 cups/day", ()),
    # a range that is left out
    ("Exclusion", "Diastolic blood pressure outside the range of 50 to 95 mmHg", "no diastolic blood pressure 50 to 95 mm Hg", ()),
    ("Exclusion", "Outside the range of 95 to 145 mmHg for systolic or 45 to 85 mmHg for diastolic blood pressure", "no systolic blood pressure 95 to 145 mm Hg or no diastolic blood pressure 45 to 85 mm Hg", ()),
    ("Exclusion", "PR interval outside 110-230 ms", "no PR interval 110 to 230 ms", ()),
    # units
    ("Inclusion", "HCV RNA of at least 4 log10 IU/mL", "HCV RNA ≥ 10000 IU/mL", ()),
    ("Inclusion", "LDL cholesterol < 130 mg⁄dL", "LDL cholesterol < 130 mg/dL", ()),
    ("Exclusion", "Spherical equivalent of more than 7.00D", "spherical equivalent > 7 dioptres", ()),
    ("Exclusion", "Temperature > 101º F", "body temperature > 101 °F", ()),
    ("Inclusion", "At least 4 MS relapses", "number of MS relapses ≥ 4", ()),
    # what looks like a T category
    ("Inclusion", "More than 9 T2-hyperintense lesions of the disease on MRI", "lesion and MRI", ("9 T2-hyperintense",)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood", "left"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str, left: tuple[str, ...]) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert (render(criterion.logic) if criterion.logic else "") == understood
    assert criterion.unparsed == left


def test_a_count_keeps_the_concept_of_what_it_counts() -> None:
    (criterion,) = eligo.parse("Exclusion Criteria:\n\n- More than 5 brain metastases\n").criteria
    assert criterion.logic is not None
    (leaf,) = leaves(criterion.logic)
    assert isinstance(leaf, Constraint)
    assert (leaf.type, leaf.low, leaf.low_inclusive, leaf.unit) == ("measurement", 5.0, False, None)
    assert leaf.concept is not None
    assert leaf.concept.id == "cond:brain_metastases"
