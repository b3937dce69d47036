"""Wordings of thresholds: what stands between a name, its bounds and their units; our own sentences."""

from __future__ import annotations

import pytest

from eligo.attributes.bounds import read_bounds
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities
from eligo.schema import Constraint, Leaf


def leaves(text: str) -> list[Leaf]:
    mentions = default_lexicon().find(text, 0)
    return read_bounds(text, 0, mentions, find_quantities(text, 0))


def shown(leaf: Leaf) -> str:
    c = leaf.constraint
    values = "{" + ",".join(str(v) for v in c.values) + "}" if c.values else ""
    relative = f"x{c.relative_to}" if c.relative_to else ""
    assumed = "+".join(a for a in c.assumed if " " not in a)
    return " ".join(p for p in (c.name, interval(c), c.unit, relative, values, c.sex, assumed and f"?{assumed}") if p)


def interval(c: Constraint) -> str:
    low = "" if c.low is None else ("[" if c.low_inclusive else "(") + f"{c.low:.6g}"
    high = "" if c.high is None else f"{c.high:.6g}" + ("]" if c.high_inclusive else ")")
    return f"{low}..{high}" if low or high else ""


CASES = [
    # numbers that touch what stands beside them
    ("Platelets greater than90 x 10^9/L", "platelets (90.. 10*9/L"),
    ("Age 4yrs-12yrs", "age [4..12] a"),
    ("children 9- to 14-year-olds", "age [9..14] a"),
    ("Minimum age: 21 years Maximum age: 64 years", "age [21.. a | age ..64] a"),
    ("aged between 6 h of life and 3 days of life", "age [0.25..3] d"),
    ("body weight between 45 kg (inclusive) and 95 kg (exclusive)", "body weight [45..95) kg"),
    ("a minimum of 15 to a maximum of 45 lesions", "number of lesions [15..45]"),
    ("HbA1c in the range of 7.0% (inclusive) and 9.0% (inclusive)", "HbA1c [7..9] %"),
    ("at least 21 years or older", "age [21.. a"),
    ("female ≥ 62 YOA", "age [62.. a"),
    ("more or equal 20 and less or equal 60 years of age", "age [20..60] a"),
    ("hearing thresholds no poorer than 35 dB", "hearing threshold ..35] dB"),
    ("creatinine clearance ≥ 35 milliliters (mL)/minute (min)", "creatinine clearance [35.. mL/min"),
    ("younger than 13 years or older than 24 years old", "age ..13) a | age (24.. a"),
    ("T-score ⩽ -2.5 SD", "bone mineral density T-score ..-2.5] {SD}"),
    ("two or more of the laboratory tests", ""),
    ("AUDIT subjects must score > 9", "AUDIT (9.."),
    ("predicted postoperative FEV1 and PPO DLCO > 45 %", "FEV1 % predicted (45.. % | DLCO (45.. %"),
    ("more than 3 fetuses", "number of fetuses (3.."),
    # limits of normal
    ("ALAT or ASAT > 4N", "ALT (4.. xULN ?relative_to | AST (4.. xULN ?relative_to"),
    ("Bilirubin < 2x, creatinine < 1.5x ULN", "total bilirubin ..2) xULN ?relative_to | creatinine ..1.5) xULN"),
    ("grip strength < 30 N", "grip strength ..30) kg ?unit"),
    ("creatinine > 30 % above the upper limit of normal", "creatinine (1.3.. xULN"),
    ("albumin more than 10 % below the lower limit of normal", "albumin ..0.9) xLLN"),
    ("ALT four times or more the upper limit of normal", "ALT [4.. xULN"),
    ("AST > 3 times the reference range", "AST (3.. xULN ?relative_to"),
    ("hemoglobin below the lower limit of the laboratory-defined reference range", "hemoglobin ..1) xLLN"),
    ("BMI i.e. -1 ≤ Z-score < +1", "BMI z-score [-1..1)"),
    ("potassium within normal limits (3.6 to 5.2 mmol/L)", "potassium [3.6..5.2] mmol/L"),
    # what is walked, breathed and drunk
    ("able to walk 30 meters without a cane", "walking distance [30.. m"),
    ("ambulating at least 200 feet with or without a walking aid", "walking distance [200.. [ft_i]"),
    ("unable to walk 30 meters", "walking distance ..30) m"),
    ("needs > 3 L/min of oxygen", "supplemental oxygen flow (3.. L/min ?name"),
    ("oxygen requirement ≥ 5 L", "supplemental oxygen flow [5.. L/min ?unit"),
    ("consumes more than 18 units of alcohol per week", "units of alcohol (18.. {units}/wk"),
    ("smokes more than 15 cigarettes in a day", "cigarettes per day (15.. {cigarettes}/d"),
    # findings that a number defines
    ("regular menses every 24-33 days", "menstrual cycle length [24..33] d ?name"),
    ("no menses for more than 12 months", ""),
    (
        "QTc prolongation (men ≥ 455 ms, women ≥ 475 ms)",
        "QTc interval [455.. ms male ?name | QTc interval [475.. ms female ?name",
    ),
    ("HBsAg positive and < 900 IU/mL", "quantitative HBsAg ..900) [IU]/mL ?name"),
    ("donated more than 420 mL of blood", "volume of blood lost or donated (420.. mL ?name"),
    ("transfusion of more than 420 mL of blood", ""),
    ("morbid obesity (> 170 kg)", "body weight (170.. kg ?name"),
    ("abuse of alcohol (> 25 g/day)", "alcohol in grams (25.. g/d ?name"),
    ("radiotherapy > 28 Gy", "radiation dose (28.. Gy ?name"),
    ("creatinine < 25 ml/min", "creatinine clearance ..25) mL/min"),
    # short forms beside what they stand with
    ("oligohydramnios (AFI < 6 cm or MVP < 2 cm)", "amniotic fluid index ..6) cm | deepest vertical pocket ..2) cm"),
    ("BMI within reach, Z-score > 1.5", "BMI z-score (1.5.."),
    # one range over a scale's name
    ("ASA I to ASA III", "ASA physical status {1,2,3}"),
    ("NYHA classⅢ-Ⅳ", "NYHA {3,4}"),
    ("ECOG performance status within 72 hours prior to induction ≤ 2", "ECOG ..2] {0,1,2}"),
    ("HDL < 48/38 mg/dL (F/M)", "HDL cholesterol ..48) mg/dL female ?unit | HDL cholesterol ..38) mg/dL male"),
    ("INR performed with values between 2.1 and 3.2", "INR [2.1..3.2]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wordings(text: str, expected: str) -> None:
    assert " | ".join(shown(leaf) for leaf in leaves(text)) == expected
