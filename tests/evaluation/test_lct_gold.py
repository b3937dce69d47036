"""How the marks of LCT's annotators are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligo.corpus.lct import read_lct
from eligo.evaluation.claims import Claim, agreeing, read_number, read_unit
from eligo.evaluation.lct_gold import elsewhere, gold_claims

Writer = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", 1500.0),
        ("7,8", 7.8),
        ("−2", -2.0),
        ("Ⅲ", 3.0),
        ("20/40", 0.5),
        ("twice", 2.0),
        ("moderate", "MODERATE"),
    ],
)
def test_numbers(text: str, value: float | str) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [("physical status", "physicalstatus"), ("status", None), ("% of the teeth", "%"), ("degrees Celsius (C)", "Cel")],
)
def test_units(text: str, unit: str | None) -> None:
    assert read_unit(text) == unit


def claims(tmp_path: Path, brat: Writer, text: str, mark: Callable[[Any], None]) -> list[Claim]:
    doc = brat(tmp_path / "gold", "NCT00000009", text)
    mark(doc)
    (document,) = read_lct(doc.save())
    return gold_claims(document)[0]


def comparison(doc: Any, words: str, operator: str | None, code: str, *values: str, unit: str | None = None) -> str:
    sign = doc.mark("Eq-Operator", operator) if operator else None
    if sign:
        doc.value("Eq-Operator-Value", sign, code)
    roles: dict[str, str] = {"Value" + str(n or ""): doc.mark("Eq-Value", v) for n, v in enumerate(values)}
    if unit:
        roles["Unit"] = doc.mark("Eq-Unit", unit)
    return str(doc.event("Eq-Comparison", words, Operator=sign, **roles))


def test_a_sign_before_its_name_is_turned(tmp_path: Path, brat: Writer) -> None:
    def mark(doc: Any) -> None:
        doc.event("Age", "age", **{"Numeric-Filter": comparison(doc, "18 <", "<", "LT", "18")})

    (claim,) = claims(tmp_path, brat, "Inclusion Criteria:\n  -  18 < age\n", mark)
    assert claim.readings == (("GT", (18.0,)),)


def test_two_numbers_of_a_range(tmp_path: Path, brat: Writer) -> None:
    def mark(doc: Any) -> None:
        name = doc.mark("Observation-Name", "Glucose")
        numbers = comparison(doc, "70-110", None, "", "70", "110")
        doc.event("Observation", "Glucose", Name=name, **{"Numeric-Filter": numbers})

    (claim,) = claims(tmp_path, brat, "Inclusion Criteria:\n  -  Glucose 70-110\n", mark)
    assert claim.readings == (("BETWEEN", (70.0, 110.0)),)


def test_a_bound_joined_to_a_filter_and_a_unit_that_stands_once(tmp_path: Path, brat: Writer) -> None:
    def mark(doc: Any) -> None:
        comparison(doc, "> 40 kg/m2", ">", "GT", "40", unit="kg/m2")
        name = doc.mark("Observation-Name", "BMI")
        doc.event("Observation", "BMI", Name=name, **{"Numeric-Filter": comparison(doc, "< 20", "<", "LT", "20")})

    found = claims(tmp_path, brat, "Exclusion Criteria:\n  -  BMI < 20 or > 40 kg/m2\n", mark)
    assert [(c.readings[0], c.unit) for c in found] == [(("LT", (20.0,)), "kg/m2"), (("GT", (40.0,)), "kg/m2")]


def test_what_the_gold_has_in_another_role(tmp_path: Path, brat: Writer) -> None:
    text = "Inclusion Criteria:\n  -  Stenosis > 70 %\n  -  Iron > 9 ug/dL\n  -  Stroke within 6 months\n"
    doc = brat(tmp_path / "gold", "NCT00000009", text)
    name = doc.mark("Condition-Name", "Stenosis")
    share = comparison(doc, "> 70 %", ">", "GT", "70", unit="%")
    doc.event("Condition", "Stenosis", Name=name, **{"Numeric-Filter": share})
    comparison(doc, "> 9 ug/dL", "> ", "GT", "9", unit="ug/dL")
    time = comparison(doc, "within 6 months", None, "", "6")
    doc.event("Condition", "Stroke", Name=doc.mark("Condition-Name", "Stroke"), Temporality=time)
    (document,) = read_lct(doc.save())
    assert gold_claims(document)[0] == []
    assert [(c.readings[0], c.unit) for c in elsewhere(document)] == [(("GT", (70.0,)), "%"), (("GT", (9.0,)), "ug/dL")]


def test_a_repaired_unit_and_a_bound_that_goes_back() -> None:
    gold = Claim("Observation", "IOP", 0, 3, (("GT", (20.0,)),), "mm", at=(6, 10))
    right = Claim("Observation", "intraocular pressure", 0, 10, (("GT", (20.0,)),), "mm[Hg]", also="mm")
    assert agreeing(gold, right) == {"name", "operator", "value", "unit"}
    back = Claim("Observation", "intraocular pressure", 6, 10, (("GT", (20.0,)),), "mm", names=(0, 5))
    assert "name" in agreeing(gold, back)
    astray = Claim("Observation", "platelets", 6, 10, (("GT", (20.0,)),), "mm")
    assert agreeing(gold, astray) == frozenset()


@pytest.mark.parametrize(
    ("words", "value", "per", "unit"), [("< 900/mm3", "900", "mm3", "/mm3"), ("> 4/10", "4", "10", None)]
)
def test_a_unit_that_begins_with_a_slash(
    tmp_path: Path, brat: Writer, words: str, value: str, per: str, unit: str | None
) -> None:
    def mark(doc: Any) -> None:
        name = doc.mark("Observation-Name", "Neutrophils")
        number = doc.mark("Eq-Value", value)
        below = doc.event("Eq-Comparison", words, Value=number, Per=doc.mark("Eq-Unit", per))
        doc.event("Observation", "Neutrophils", Name=name, **{"Numeric-Filter": below})

    (claim,) = claims(tmp_path, brat, f"Exclusion Criteria:\n  -  Neutrophils {words}\n", mark)
    assert claim.unit == unit
