"""Published formulas: kidney function, body size, corrected intervals and counts. Units stand in the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf, sqrt
from typing import NamedTuple

from .derived_inputs import Input

__all__ = [
    "FORMULAS", "Formula", "bmi", "bsa_dubois", "bsa_mosteller", "ckd_epi_2021", "cockcroft_gault", "corrected_calcium",
    "corrected_qt", "mdrd", "neutrophil_count", "schwartz_bedside",
]  # fmt: skip


class Formula(NamedTuple):
    """How to compute one analyte from others.

    Attributes:
        inputs: what `compute` takes, in order (then ``sex`` and ``age`` in years where `person`).
        unit: UCUM unit of the result.
        person: whether `compute` takes sex and age.
        source: the formula and where it is from.
        methods: as criteria name them; with None where a criterion names none.
        days: how far apart the inputs may be.
        ages: years of age, both inclusive, that the formula is for; None: any.
    """

    inputs: tuple[Input, ...]
    compute: Callable[..., float]
    unit: str
    person: bool
    source: str
    methods: frozenset[str | None]
    days: int
    ages: tuple[float, float] | None = None


def cockcroft_gault(creatinine: float, weight: float, *, age: float, sex: str) -> float:
    """Creatinine clearance in mL/min from mg/dL and kg, actual body weight.

    Cockcroft and Gault 1976, doi:10.1159/000180580.
    """
    return (140.0 - age) * weight / (72.0 * creatinine) * (0.85 if sex == "female" else 1.0)


def ckd_epi_2021(creatinine: float, *, age: float, sex: str) -> float:
    """eGFR in mL/min/1.73 m² from mg/dL, without race. Inker et al. 2021, doi:10.1056/NEJMoa2102953."""
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    ratio = creatinine / kappa
    return float(142.0 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2 * 0.9938**age * factor)


def mdrd(creatinine: float, *, age: float, sex: str) -> float:
    """eGFR in mL/min/1.73 m² from mg/dL: four variables, standardised creatinine, without the factor for race.

    Levey et al. 2006, doi:10.7326/0003-4819-145-4-200608150-00004.
    """
    return float(175.0 * creatinine**-1.154 * age**-0.203 * (0.742 if sex == "female" else 1.0))


def schwartz_bedside(height: float, creatinine: float) -> float:
    """A child's eGFR in mL/min/1.73 m² from cm and mg/dL. Schwartz et al. 2009, doi:10.1681/ASN.2008030287."""
    return 0.413 * height / creatinine


def bmi(weight: float, height: float) -> float:
    """kg/m² from kg and m."""
    return weight / height**2


def bsa_mosteller(weight: float, height: float) -> float:
    """Body surface in m² from kg and cm. Mosteller 1987, doi:10.1056/NEJM198710223171717."""
    return sqrt(weight * height / 3600.0)


def bsa_dubois(weight: float, height: float) -> float:
    """Body surface in m² from kg and cm. DuBois and DuBois 1916, doi:10.1001/archinte.1916.00080130010002."""
    return float(0.007184 * weight**0.425 * height**0.725)


def corrected_qt(qt: float, rate: float, *, root: float) -> float:
    """QT in ms and beats a minute: Fridericia's with `root` 3, Bazett's with 2."""
    return float(qt / (60.0 / rate) ** (1.0 / root))


def corrected_calcium(calcium: float, albumin: float) -> float:
    """mg/dL from mg/dL and g/dL. Payne et al. 1973, doi:10.1136/bmj.4.5893.643, with 4 g/dL as normal albumin."""
    return calcium + 0.8 * (4.0 - albumin)


def neutrophil_count(leukocytes: float, segmented: float, bands: float) -> float:
    """10⁹/L from 10⁹/L and the differential's shares in %."""
    return leukocytes * (segmented + bands) / 100.0


_ADULTS = (18.0, inf)
_CHILDREN = (1.0, 17.0)  # completed years; an infant's creatinine is partly the mother's
_CREATININE = Input(("lab:creatinine",), "mg/dL")
_WEIGHT = Input(("vital:weight",), "kg")
_QT = (Input(("ecg:qt",), "ms"), Input(("vital:heart_rate",), "/min"))
_BODY = (_WEIGHT, Input(("vital:height",), "cm", lasting=True))
_CG = Formula(
    (_CREATININE, _WEIGHT), cockcroft_gault, "mL/min", True,
    "Cockcroft-Gault, actual body weight: (140 − age) × weight ÷ (72 × creatinine), × 0.85 in women; "
    "Cockcroft and Gault 1976, doi:10.1159/000180580",
    frozenset({None, "Cockcroft-Gault"}), 30, _ADULTS,
)  # fmt: skip

FORMULAS: dict[str, tuple[Formula, ...]] = {
    "lab:creatinine_clearance": (_CG,),
    "lab:egfr": (
        Formula(
            (_CREATININE,), ckd_epi_2021, "mL/min/{1.73_m2}", True,
            "CKD-EPI creatinine equation of 2021; Inker et al. 2021, doi:10.1056/NEJMoa2102953",
            frozenset({None, "CKD-EPI"}), 0, _ADULTS,
        ),
        Formula(
            (_CREATININE,), mdrd, "mL/min/{1.73_m2}", True,
            "MDRD, four variables without the factor for race: 175 × creatinine^−1.154 × age^−0.203, × 0.742 in women; "
            "Levey et al. 2006, doi:10.7326/0003-4819-145-4-200608150-00004",
            frozenset({"MDRD"}), 0, _ADULTS,
        ),
        Formula(
            (Input(("vital:height",), "cm"), _CREATININE), schwartz_bedside, "mL/min/{1.73_m2}", False,
            "bedside Schwartz: 0.413 × height in cm ÷ creatinine; Schwartz et al. 2009, doi:10.1681/ASN.2008030287",
            frozenset({None, "Schwartz"}), 30, _CHILDREN,
        ),
        _CG._replace(methods=frozenset({"Cockcroft-Gault"})),
    ),
    "vital:bmi": (
        Formula(
            (_WEIGHT, Input(("vital:height",), "m", lasting=True)), bmi, "kg/m2", False,
            "weight ÷ height²; Quetelet", frozenset({None}), 30,
        ),
    ),
    "vital:bsa": (
        Formula(
            _BODY, bsa_mosteller, "m2", False,
            "√(weight × height ÷ 3600); Mosteller 1987, doi:10.1056/NEJM198710223171717",
            frozenset({None, "Mosteller"}), 30,
        ),
        Formula(
            _BODY, bsa_dubois, "m2", False,
            "0.007184 × weight^0.425 × height^0.725; DuBois and DuBois 1916, doi:10.1001/archinte.1916.00080130010002",
            frozenset({"DuBois"}), 30,
        ),
    ),
    "ecg:qtcf": (
        Formula(
            _QT, partial(corrected_qt, root=3.0), "ms", False, "QT ÷ ∛(60 ÷ heart rate); Fridericia 1920",
            frozenset({None, "Fridericia"}), 0,
        ),
    ),
    "ecg:qtcb": (
        Formula(
            _QT, partial(corrected_qt, root=2.0), "ms", False, "QT ÷ √(60 ÷ heart rate); Bazett 1920",
            frozenset({None, "Bazett"}), 0,
        ),
    ),
    "lab:corrected_calcium": (
        Formula(
            (Input(("lab:calcium",), "mg/dL"), Input(("lab:albumin",), "g/dL")), corrected_calcium, "mg/dL", False,
            "calcium + 0.8 × (4 − albumin in g/dL); Payne et al. 1973, doi:10.1136/bmj.4.5893.643",
            frozenset({None}), 7,
        ),
    ),
    "lab:neutrophils": (
        Formula(
            (
                Input(("lab:wbc",), "10*9/L"),
                Input(("lab:neutrophils", "lab:neutrophils_pct"), "%"),
                Input(("lab:bands",), "%", default=0.0),
            ),
            neutrophil_count, "10*9/L", False, "white blood cells × the differential's share of neutrophils and bands",
            frozenset({None}), 0,
        ),
    ),
}  # fmt: skip
