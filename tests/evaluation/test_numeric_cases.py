"""The numeric cases: the file reads, the scorer is exact, and our trees are right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eligo.errors import LexiconError
from eligo.evaluation.benchmarks.numeric_cases import PHENOMENA, Case, judge, read_cases, tree_of_text
from eligo.evaluation.expected import Expected, flat, parse_expected, same, tree_of
from eligo.evaluation.registry import BENCHMARKS
from eligo.resources import lexicon_path
from eligo.schema import AllOf, AnyOf, Concept, Constraint, Except, IfThen, Node, Not, Range, Window

HEADER = "phenomenon\tkind\tcriterion\texpected\n"


def own() -> list[Case]:
    data = BENCHMARKS["numeric-cases"].own_data()
    assert data is not None
    return list(read_cases(data))


def leaf(id: str = "lab:alt", **fields: Any) -> Constraint:
    type_ = fields.pop("type", "measurement")
    return Constraint(type_, "x", "x", 0, 1, concept=Concept(id, "x"), **fields)


ALT = leaf(high=3.0, high_inclusive=True, relative_to="ULN")
AST = leaf("lab:ast", high=3.0, high_inclusive=True, relative_to="ULN")


def test_every_phenomenon_has_twenty_cases_of_its_own() -> None:
    cases = own()
    count = Counter(case.phenomenon for case in cases)
    assert sorted(count) == list(range(1, len(PHENOMENA) + 1))
    assert min(count.values()) >= 20
    assert len({case.text for case in cases}) == len(cases)


def test_the_concepts_are_there() -> None:
    tables = sorted(lexicon_path("units.tsv").parent.glob("*.tsv"))
    known = {line.partition("\t")[0] for path in tables for line in path.read_text("utf-8").splitlines()}
    stated = [c for case in own() for c in flat(case.expected) if isinstance(c, Expected)]
    assert [c.text for c in stated if not known & set(c.ids)] == []


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        ("lab:alt <=3 ULN", ALT),
        ("lab:ast|lab:alt <=3 ULN", ALT),
        ("all(lab:ast <=3 ULN; lab:alt <=3 ULN)", AllOf((ALT, AST))),
        ("each(lab:ast <=3 ULN; lab:alt <=3 ULN)", AnyOf((ALT, AST))),
        ("alt(lab:ast <=3 ULN; lab:alt <=3 ULN)", ALT),
        ("all(a:b; all(a:c; a:d))", AllOf((leaf("a:d"), leaf("a:c"), leaf("a:b")))),
        ("not(any(a:b; a:c))", AllOf((Not(leaf("a:b")), Not(leaf("a:c"))))),
        ("least(1; a:b; a:c)", AnyOf((leaf("a:b"), leaf("a:c")))),
        ("except(a:b; any(a:c; a:d))", Except(leaf("a:b"), (leaf("a:d"), leaf("a:c")))),
        ("if(a:b; all(a:c; a:d))", AllOf((IfThen(leaf("a:b"), leaf("a:c")), IfThen(leaf("a:b"), leaf("a:d"))))),
        ("scale:ecog {0,1}", leaf("scale:ecog", type="score", values=(0, 1), high=1.0, high_inclusive=True)),
        ("scale:karnofsky >=60", leaf("scale:karnofsky", type="score", low=60.0, low_inclusive=True, unit="%")),
        ("cond:x grade=>1", leaf("cond:x", type="condition", grade=Range(2.0, True))),
        ("cond:x grade=2", leaf("cond:x", type="condition", grade=Range(2.0, True, 2.0, True))),
        ("lab:inr <=1.5", leaf("lab:inr", high=1.5, high_inclusive=True, unit="1")),
        ("a:b window=any", leaf("a:b", window=Window(to="P0D"))),
        ("a:b >1 /mm3 canonical=>0.001 10*9/L", leaf(
            "a:b", low=1.0, low_inclusive=False, unit="/mm3", canonical=Range(1.0, False, unit="/uL"))),
    ],
)  # fmt: skip
def test_right(expected: str, ours: Node) -> None:
    assert same(parse_expected(expected), tree_of(ours))
    assert judge(parse_expected(expected), ours)[0] == ""


@pytest.mark.parametrize(
    ("expected", "ours", "cause"),
    [
        ("lab:alt <3 ULN", ALT, "differs: high_inclusive"),
        ("lab:alt <=3 U/L", ALT, "differs: relative_to, unit"),
        ("lab:ast <=3 ULN", ALT, "another thing"),
        ("lab:alt <=3 ULN sex=male", ALT, "differs: sex"),
        ("lab:alt <=3 ULN assumed=relative_to", ALT, "differs: assumed"),
        ("lab:alt <=3 ULN canonical=<=3 U/L", ALT, "differs: canonical"),
        ("lab:alt <=3 ULN", AllOf((ALT, AST)), "a constraint too many"),
        ("all(lab:alt <=3 ULN; lab:ast <=3 ULN)", ALT, "a constraint is missing"),
        ("all(lab:alt <=3 ULN; lab:ast <=3 ULN)", AnyOf((ALT, AST)), "the tree differs"),
        ("if(a:b; a:c; a:d)", IfThen(leaf("a:b"), leaf("a:d"), leaf("a:c")), "the tree differs"),
        ("least(2; a:b; a:c; a:d)", AllOf((leaf("a:b"), leaf("a:c"), leaf("a:d"))), "the tree differs"),
        ("a:b", leaf("a:b", window=Window(to="P0D")), "differs: window"),
        ("a:b", leaf("a:b", lines=Range(1.0, True)), "differs: lines"),
        ("a:b", None, "a constraint is missing"),
    ],
)
def test_wrong(expected: str, ours: Node | None, cause: str) -> None:
    assert judge(parse_expected(expected), ours)[0] == cause


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("21\tinclusion\tx\ta:b", "no phenomenon"),
        ("1\tboth\tx\ta:b", "neither"),
        ("1\tinclusion\tx\tnear(a:b)", "no operator"),
        ("1\tinclusion\tx\tall(a:b", "not closed"),
        ("1\tinclusion\tx\ta:b) c:d", "behind the end"),
        ("1\tinclusion\tx\talt >=3", "no concept"),
        ("1\tinclusion\tx\ta:b >=3 g mg", "a unit already"),
    ],
)
def test_a_wrong_row_is_blamed(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "numeric_cases.tsv"
    path.write_text(f"{HEADER}{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=problem) as caught:
        list(read_cases(tmp_path))
    assert caught.value.line == 2


def test_no_data_needed() -> None:
    data = BENCHMARKS["numeric-cases"].own_data()
    assert data is not None
    result = BENCHMARKS["numeric-cases"].load()(data, limit=3, seed=0, progress=lambda n, of: None)
    assert result.documents == 3
    assert result.metrics["cases_exact"] == 3


def test_our_trees_are_right() -> None:
    wrong = [c.text for c in own() if judge(c.expected, tree_of_text(c.text, c.kind))[0]]
    assert wrong == []
