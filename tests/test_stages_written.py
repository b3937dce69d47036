# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Stages named twice, by whose system, and beside another thing; categories written as one word, and up from one."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

CASES: list[tuple[str, str]] = [
    ("Stage II or stage III disease", "stage II, III"),
    ("Stage IIB, stage IIIA, or stage IIIC disease", "stage IIB, IIIA, IIIC"),
    ("AJCC stage III melanoma", "stage III melanoma"),
    ("Stage III, according to the 8th edition of the American Joint Committee on Cancer (AJCC) staging manual", "stage III"),
    ("Stage IIIB with pleural effusion or stage IV disease", "(stage IIIB and pleural effusion) or stage IV"),
    ("Melanoma, stage III or stage IV", "stage III/IV melanoma"),
    ("Invasive breast cancer without distant metastases (stage I-III)", "invasive stage I/II/III breast cancer and no metastatic disease"),
    ("T2N0M0 colorectal cancer", "T stage T2 and N stage N0 and M stage M0 and colorectal cancer"),
    ("T1N1-2M0 breast cancer", "T stage T1 and N stage N1, N2 and M stage M0 and breast cancer"),
    ("Breast cancer of T2 or above", "breast cancer and T stage T2, T3, T4"),
    ("Breast cancer ≥ T3", "breast cancer and T stage T3, T4"),
    ("Breast cancer < T3", "breast cancer and T stage T0, Tis, T1, T2"),
    ("T1 or T2 breast cancer", "T stage T1, T2 and breast cancer"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "understood"), CASES, ids=[c[0] for c in CASES])
def test_understood(text: str, understood: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    assert not criterion.unparsed
