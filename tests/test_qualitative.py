"""Bounds said in words."""

from __future__ import annotations

import pytest

from eligo.attributes.qualitative import worded_leaves
from eligo.schema import Concept, Mention

CASES = [
    ("Elevated [PSA]", "ULN", 1, None),
    ("[TSH] above normal range", "ULN", 1, None),
    ("[TSH] levels below the lower limit of normal", "LLN", None, 1),
    ("Low serum [iron]", "LLN", None, 1),
    ("[potassium] is normal", "normal", None, None),
    ("Normal [creatinine]", "normal", None, None),
    ("[ferritin] was raised", "ULN", 1, None),
]


@pytest.mark.parametrize(("marked", "relative_to", "low", "high"), CASES)
def test_worded(marked: str, relative_to: str, low: float | None, high: float | None) -> None:
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    name = marked[start + 1 : marked.index("]")]
    mention = Mention("measurement", name, name, start + 5, start + 5 + len(name), Concept("lab:x", name))
    (leaf,) = worded_leaves(text, 5, [mention])
    c = leaf.constraint
    assert (c.relative_to, c.low, c.high) == (relative_to, low, high)
    assert text[c.start - 5 : c.end - 5] == c.text
    assert c.assumed == (() if relative_to == "normal" else ("relative_to",))


@pytest.mark.parametrize("text", ["PSA at screening", "PSA must be measured"])
def test_nothing_is_made_up(text: str) -> None:
    start = text.index("PSA")
    assert not list(worded_leaves(text, 0, [Mention("measurement", "PSA", "PSA", start, start + 3)]))
