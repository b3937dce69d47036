"""Bounds said in words."""

from __future__ import annotations

import pytest

import eligo
from eligo.attributes.qualitative import worded_leaves
from eligo.logic.render import render
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


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Bilirubin normal", "total bilirubin within normal limits"),
        ("Calcium: normal", "calcium within normal limits"),
        ("PT/PTT normal", "prothrombin time within normal limits and aPTT within normal limits"),
        (
            "Hemoglobin, TSH and INR normal",
            "hemoglobin within normal limits and TSH within normal limits and INR within normal limits",
        ),
        ("Elevated AST or ALT", "AST > 1 × ULN or ALT > 1 × ULN"),
        (
            "Creatinine normal or creatinine clearance at least 60 mL/min",
            "creatinine within normal limits or creatinine clearance ≥ 60 mL/min",
        ),
    ],
)
def test_words_behind_the_name(text: str, tree: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert (render(criterion.logic), criterion.parsed) == (tree, "full")


@pytest.mark.parametrize("text", ["ALT high density", "Bilirubin normalisation"])
def test_a_word_that_belongs_to_another(text: str) -> None:
    (criterion,) = eligo.parse(f"Inclusion criteria\n\n- {text}\n").criteria
    assert criterion.logic is None
