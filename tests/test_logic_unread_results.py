"""A result of what no table knows denies no disease; nodes are negative or positive without a category."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


@pytest.mark.parametrize(
    ("text", "said", "unread"),
    [
        ("Wumble-negative lymphoma", "lymphoma", ("Wumble-negative",)),
        ("Wumble positive breast cancer", "breast cancer", ("Wumble positive",)),
        ("Smear-negative pulmonary tuberculosis", "smear-negative tuberculosis", ()),
        ("Gram-positive infection", "gram-positive infection", ()),
        ("Seronegative rheumatoid arthritis", "seronegative rheumatoid arthritis", ()),
        ("Seronegative HIV infection", "no HIV infection", ()),
        ("Negative for hepatitis B", "no hepatitis B", ()),
        ("Negative hepatitis B", "no hepatitis B", ()),
        ("HER2-negative breast cancer", "HER2 negative and breast cancer", ()),
        ("Node-negative breast cancer", "N stage N0 and breast cancer", ()),
        ("Lymph node positive breast cancer", "N stage N1, N2, N3 and breast cancer", ()),
        ("Breast cancer, node negative", "breast cancer and N stage N0", ()),
        ("Not node-positive", "no N stage N1, N2, N3", ()),
    ],
)
def test_results(text: str, said: str, unread: tuple[str, ...]) -> None:
    (criterion,) = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n", source="x").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == said
    assert criterion.unparsed == unread
