"""The logic cases: the file reads, the notation is exact, and no fewer of our trees are right than before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eligo.errors import LexiconError
from eligo.evaluation.benchmarks.logic_cases import Case, forms_of_text, judge, read_cases
from eligo.evaluation.registry import BENCHMARKS
from eligo.evaluation.tree_notation import form_of, read_form, written
from eligo.schema import AllOf, AnyOf, AtLeast, Constraint, Except, IfThen, Node, Not, Range, Window

HEADER = "phenomenon\tkind\ttext\ttree\n"
RIGHT = 608  # so many cases are right, or more


def own() -> list[Case]:
    data = BENCHMARKS["logic-cases"].own_data()
    assert data is not None
    return list(read_cases(data))


def leaf(name: str, **fields: Any) -> Constraint:
    return Constraint(fields.pop("type", "condition"), name, name, 0, 1, **fields)


GOUT, ACNE, ASTHMA = leaf("gout"), leaf("acne"), leaf("asthma")


def test_every_phenomenon_has_its_cases() -> None:
    cases = own()
    count = Counter(case.phenomenon for case in cases)
    assert len(count) == 23
    assert min(count.values()) >= 26
    assert len(cases) >= 620
    assert len({(case.kind, case.text) for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("notation", "node"),
    [
        ("condition:gout", GOUT),
        ("all(condition:gout; condition:acne)", AllOf((ACNE, GOUT))),
        ("any(condition:gout; any(condition:acne; condition:asthma))", AnyOf((AnyOf((GOUT, ACNE)), ASTHMA))),
        ("not(any(condition:gout; condition:acne))", AllOf((Not(GOUT), Not(ACNE)))),
        ("not(not(condition:gout))", GOUT),
        ("atleast2(condition:gout; condition:acne)", AtLeast(2, (ACNE, GOUT))),
        ("except(condition:gout; condition:acne; condition:asthma)", Except(GOUT, (AnyOf((ACNE, ASTHMA)),))),
        ("if(condition:gout; condition:acne)", IfThen(GOUT, ACNE)),
        ("if(condition:gout; condition:acne; condition:asthma)", IfThen(GOUT, ACNE, ASTHMA)),
        ("condition:gout[history, role=any]", leaf("gout", status="history", certainty="any")),
        ('condition:gout[severity="treated, stable"]', leaf("gout", severity="treated, stable")),
        ("condition:gout[grade>=2]", leaf("gout", grade=Range(2.0, True))),
        ("drug:x[dose 15..25 mg/wk]", leaf("x", type="drug", dose=Range(15.0, True, 25.0, True, "mg/wk"))),
        ("drug:anti-(x)[lines<=2]", leaf("anti-(x)", type="drug", lines=Range(high=2.0, high_inclusive=True))),
        ("measurement:ALT[<=3 ULN]", leaf("ALT", type="measurement", high=3.0, high_inclusive=True, relative_to="ULN")),
        ("age[18..<75 a]", leaf("age", type="age", low=18.0, low_inclusive=True, high=75.0, unit="a")),
        ("score:ECOG[values=0|1]", leaf("ECOG", type="score", values=(0, 1))),
        ("sex:male", leaf("sex", type="sex", values=("male",))),
        ("drug:x[@-P6M..P0D screening]", leaf("x", type="drug", window=Window("-P6M", "P0D", "screening"))),
        ("drug:x[@.. baseline 5 half-lives]", leaf("x", type="drug", window=Window(anchor="baseline", half_lives=5.0))),
        ("drug:x[@-P3M..P0D throughout]", leaf("x", type="drug", window=Window("-P3M", "P0D", throughout=True))),
    ],
)  # fmt: skip
def test_says_the_same(notation: str, node: Node) -> None:
    assert read_form(notation) == form_of(node)
    assert str(read_form(notation)) == written(node)


@pytest.mark.parametrize(
    ("notation", "node"),
    [
        ("condition:gout", ACNE),
        ("condition:gout", leaf("gout", status="history")),
        ("all(condition:gout; condition:acne)", AnyOf((GOUT, ACNE))),
        ("except(condition:gout; condition:acne)", Except(ACNE, (GOUT,))),
        ("drug:x[@-P6M..P0D]", leaf("x", type="drug", window=Window("-P6M", "P0D", "screening"))),
        ("-", GOUT),
    ],
)
def test_says_something_else(notation: str, node: Node) -> None:
    assert read_form(notation) != form_of(node)


def test_no_tree() -> None:
    assert read_form("-") is None
    assert written(None) == "-"


@pytest.mark.parametrize(
    ("stated", "ours", "cause"),
    [
        ("condition:gout", "condition:gout", ""),
        ("condition:gout", "condition:gout[active]", "differs: active"),
        ("drug:x[@-P6M..P0D]", "drug:x", "differs: window"),
        ("all(condition:gout; condition:acne)", "any(condition:gout; condition:acne)", "another operator"),
        ("condition:gout", "condition:acne", "another constraint"),
        ("condition:gout", "all(condition:gout; condition:acne)", "a constraint too many"),
        ("all(condition:gout; condition:acne)", "condition:gout", "a constraint is missing"),
    ],
)
def test_judge(stated: str, ours: str, cause: str) -> None:
    assert judge((read_form(stated),), (read_form(ours),)) == cause


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("x\tboth\tx\tcondition:gout", "neither"),
        ("x\tinclusion\tx\tdisease:gout", "no such type"),
        ("x\tinclusion\tx\tcondition:gout[huge]", "no such field"),
        ("x\tinclusion\tx\tcondition:gout[active", "no closing bracket"),
        ("x\tinclusion\tx\tall(condition:gout", "expected ;"),
        ("x\tinclusion\tx\tall(condition:gout) x", "left over"),
        ("x\tinclusion\tx // y\tcondition:gout", "not as many"),
    ],
)
def test_a_wrong_row_is_blamed(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "logic_cases.tsv"
    path.write_text(f"{HEADER}{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=problem) as caught:
        list(read_cases(tmp_path))
    assert caught.value.line == 2


def test_no_data_needed() -> None:
    data = BENCHMARKS["logic-cases"].own_data()
    assert data is not None
    result = BENCHMARKS["logic-cases"].load()(data, limit=3, seed=0, progress=lambda n, of: None)
    assert (result.documents, result.metrics["cases"]) == (3, 3)


def test_our_trees_are_right() -> None:
    right = [c.line for c in own() if not judge(c.expected, forms_of_text(c.text, c.kind))]
    assert len(right) >= RIGHT
