"""What follows from others by a published formula, computed only where a criterion asks and the inputs are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import NamedTuple

from eligo.schema import Concept, Constraint, Fact

from .ages import age_of
from .index import Candidate, FactIndex, Relation
from .intervals import Interval
from .reference import analyte_of, in_unit, stated_unit
from .wording import fact_words, quantity

__all__ = ["derive"]


class _Formula(NamedTuple):
    """How to compute one analyte from others.

    Attributes:
        inputs: concept id and UCUM unit of each number that `compute` takes, in order.
        compute: from the inputs (and ``sex``, ``age`` in years where `person`).
        unit: UCUM unit of the result.
        person: whether age and sex are needed.
        source: the formula and where it is from.
    """

    inputs: tuple[tuple[str, str], ...]
    compute: Callable[..., float]
    unit: str
    person: bool
    source: str


def _cockcroft_gault(creatinine: float, weight: float, *, age: float, sex: str) -> float:
    return (140.0 - age) * weight / (72.0 * creatinine) * (0.85 if sex == "female" else 1.0)


def _ckd_epi(creatinine: float, *, age: float, sex: str) -> float:
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    ratio = creatinine / kappa
    return float(142.0 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2 * 0.9938**age * factor)


def _bmi(weight: float, height: float) -> float:
    return weight / height**2


def _corrected_qt(qt: float, rate: float, *, root: float) -> float:
    return float(qt / (60.0 / rate) ** (1.0 / root))


def _share(whole: float, percent: float) -> float:
    return whole * percent / 100.0


_QT = (("ecg:qt", "ms"), ("vital:heart_rate", "/min"))
_FORMULAS: dict[str, _Formula] = {
    "lab:creatinine_clearance": _Formula(
        (("lab:creatinine", "mg/dL"), ("vital:weight", "kg")), _cockcroft_gault, "mL/min", True,
        "Cockcroft-Gault, actual body weight: (140 − age) × weight ÷ (72 × creatinine), × 0.85 in women; "
        "Cockcroft and Gault 1976, doi:10.1159/000180580",
    ),
    "lab:egfr": _Formula(
        (("lab:creatinine", "mg/dL"),), _ckd_epi, "mL/min/{1.73_m2}", True,
        "CKD-EPI creatinine equation of 2021; Inker et al. 2021, doi:10.1056/NEJMoa2102953",
    ),
    "vital:bmi": _Formula(
        (("vital:weight", "kg"), ("vital:height", "m")), _bmi, "kg/m2", False, "weight ÷ height²; Quetelet",
    ),
    "ecg:qtcf": _Formula(
        _QT, partial(_corrected_qt, root=3.0), "ms", False, "QT ÷ ∛(60 ÷ heart rate); Fridericia 1920",
    ),
    "ecg:qtcb": _Formula(_QT, partial(_corrected_qt, root=2.0), "ms", False, "QT ÷ √(60 ÷ heart rate); Bazett 1920"),
    "lab:neutrophils": _Formula(
        (("lab:wbc", "10*9/L"), ("lab:neutrophils", "%")), _share, "10*9/L", False,
        "white blood cells × the differential's share of neutrophils",
    ),
}  # fmt: skip


def derive(constraint: Constraint, index: FactIndex, hidden: frozenset[int] = frozenset()) -> list[Candidate]:
    """The constraint's analyte computed from the patient's other values; empty where an input is missing.

    The fact made says in `assumed` which formula and which values it rests on.
    """
    concept = constraint.concept
    formula = _FORMULAS.get(concept.id) if concept is not None else None
    if concept is None or formula is None:
        return []
    used: list[Candidate] = []
    numbers: list[float] = []
    for concept_id, unit in formula.inputs:
        found = _input(concept_id, unit, index, hidden)
        if found is None:
            return []
        used.append(found[0])
        numbers.append(found[1])
    person: dict[str, object] = {}
    stated = [fact_words(c.fact) for c in used]
    if formula.person:
        age = age_of(index)
        if age is None or index.sex is None or age.low != age.high:
            return []
        person = {"age": age.low, "sex": index.sex}
        stated += [f"age {quantity(age.low, 'a')}", index.sex]
    try:
        value = formula.compute(*numbers, **person)
    except (ZeroDivisionError, OverflowError, ValueError):
        return []
    if isinstance(value, complex) or not isfinite(value) or value <= 0:
        return []
    oldest = min(used, key=lambda c: c.span.start_max if c.span.dated else index.latest_day)
    value = float(f"{value:.4g}")
    note = f"{constraint.name} computed: {quantity(value, formula.unit)} ({formula.source}) from {', '.join(stated)}"
    first = used[0].fact
    fact = Fact(
        "measurement", constraint.name, first.text, first.start, first.end, Concept(concept.id, concept.name),
        value, None, "=", formula.unit, time=oldest.fact.time, source=first.source, section=first.section,
        assumed=(note,),
    )  # fmt: skip
    return [Candidate(fact, oldest.span, Relation.SAME)]


def _input(concept_id: str, unit: str, index: FactIndex, hidden: frozenset[int]) -> tuple[Candidate, float] | None:
    """The latest exact value of an input in `unit`; None if there is none, or two of the same day differ."""
    found: list[tuple[Candidate, float]] = []
    for c in index.about(Concept(concept_id, concept_id)):
        fact = c.fact
        if id(fact) in hidden or fact.assertion != "present" or fact.comparator not in (None, "="):
            continue
        if not isinstance(fact.value, (int, float)) or fact.value_high is not None or c.relation is not Relation.SAME:
            continue
        analyte = analyte_of(fact.concept)
        if unit == "%" and fact.unit != "%":
            continue
        stated, _, known = stated_unit([float(fact.value)], fact.unit, analyte)
        value = in_unit(Interval(fact.value, fact.value), stated, unit, analyte) if known else None
        if value is not None:
            found.append((c, value.low))
    if not found:
        return None
    newest = max(c.span.start_max for c, _ in found)
    last = [pair for pair in found if pair[0].span.start_max == newest]
    return last[0] if len({v for _, v in last}) == 1 else None
