# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Measurable lesions: their sizes and techniques, what is not measurable, what only explains what counts."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

IN, EX = "Inclusion", "Exclusion"

# kind, criterion, its tree in words, words left over
CASES = [
    (IN, "Measurable disease, i.e. at least one lesion that can be measured as ≥ 20 mm by conventional techniques or ≥ 10 mm by spiral CT", "measurable lesion ≥ 1 and (tumor size ≥ 20 mm (conventional techniques) or tumor size ≥ 10 mm (spiral CT))", ()),
    (IN, "One measurable lesion accurately measured in one dimension (longest diameter to be recorded) as at least 10 mm with calipers", "measurable lesion ≥ 1 and tumor size ≥ 10 mm (physical examination)", ()),
    (IN, "Measurable disease of at least 1.2 cm", "measurable lesion ≥ 1 and tumor size ≥ 1.2 cm", ()),
    (IN, "Measurable lesions must be more than 2 cm in one dimension", "measurable lesion ≥ 1 and tumor size > 2 cm", ()),
    (IN, "A measurable tumor ≥ 15 mm in the short axis on MRI", "measurable lesion ≥ 1 and short axis ≥ 15 mm (MRI)", ()),
    (IN, "Measurable disease and two or more measurable lesions per RECIST 1.1", "measurable lesion ≥ 2 (RECIST 1.1)", ()),
    (IN, "Measurable disease by RECIST (response evaluation criteria in solid tumors) criteria, version 1.1", "measurable lesion ≥ 1 (RECIST 1.1)", ()),
    # either kind of disease
    (IN, "Measurable or non-measurable disease", "measurable lesion ≥ 1 or non-measurable lesion ≥ 1", ()),
    (IN, "Patients may have measurable and/or unmeasurable lesions on CT", "(measurable lesion ≥ 1 or non-measurable lesion ≥ 1) and CT", ()),
    # what only explains
    (IN, "At least one measurable lesion. Ascites and skin rash are not considered measurable", "measurable lesion ≥ 1", ("Ascites and skin rash", "not", "measurable")),
    (EX, "Radiotherapy to the only site of measurable disease", "radiotherapy", ("only", "measurable")),
    # a slice is no lesion
    (IN, "One measurable lesion on CT with slice thickness ≤ 5 mm", "measurable lesion ≥ 1 and CT and slice thickness ≤ 5 mm", ()),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "tree", "left"), CASES)
def test_lesions(kind: str, text: str, tree: str, left: tuple[str, ...]) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert (render(criterion.logic) if criterion.logic is not None else None) == tree
    assert criterion.unparsed == left
