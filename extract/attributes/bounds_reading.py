"""What a number says of an analyte: its unit, a limit it is a multiple of, and the same bound in the canonical unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from eligo.entities.analytes import Analyte, analytes
from eligo.entities.units import dimension
from eligo.errors import UnitError
from eligo.resources import read_table
from eligo.schema import Quantity, Range
from eligo.schema.quick import quick_init

__all__ = ["NEVER_UNWRITTEN", "Reading", "canonical_range", "read_number", "sibling"]

_LONG_TIMES = frozenset(("a", "mo", "wk", "d", "h"))
# A slash or an exponent got lost on the way: what stands there, and what it can have been.
_LOST = {
    "mm3": ("/mm3",),
    "uL": ("/uL",),
    "mL": ("/mL",),
    "L": ("/L", "10*9/L"),
    "/L": ("10*9/L",),
    "/uL": ("10*3/uL",),
    "/mm3": ("10*3/mm3",),
    "10*9/L": ("10*6/L",),
    "10*3/uL": ("/uL",),
    "10*3/mm3": ("/mm3",),
}
NEVER_UNWRITTEN = frozenset(("ukat/L", "nkat/L"))  # beside U/L nobody leaves these out
_HALVES = frozenset(
    ("mmol", "umol", "mg", "g", "U", "[IU]", "ng", "ug", "pg", "L", "mL", "kg")
)  # "9 g" of hemoglobin: per what is not said
_ON_STRIPS = frozenset(("lab:urine_protein",))
_COUNTS = frozenset(("10*9/L", "10*12/L", "/uL", "10*6/L"))
# A bound is no value of an extreme patient: below this share of the lower reference limit nobody draws a line.
_LEAST_SHARE = {"U/L": 1.0, "mmol/L": 0.5, "mg/dL": 0.2, "10*9/L": 0.05, "/uL": 0.02}
_MOST_TIMES = {"U/L": 50.0, "10*9/L": 20.0, "/uL": 5.0, "ng/mL": 50.0, "mg/g": 40.0}
_FINEST = 10.0  # mg/g: below the reference range of any such ratio
_NEVER_TIMES_LIMIT = _COUNTS | {"g/dL", "g/L", "%", "mmol/L", "1"}


@quick_init
@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity as a bound of one analyte.

    Attributes:
        natural: whether the text's own unit or limit fits (nothing had to be filled in).
        instead: what the unit says is measured, where that is not the analyte named (an FEV1 in %).
    """

    unit: str | None
    relative_to: str | None = None
    canonical: Range | None = None
    assumed: tuple[str, ...] = ()
    natural: bool = True
    instead: Analyte | None = None


def canonical_range(analyte: Analyte, quantity: Quantity, unit: str) -> Range | None:
    """The quantity's bounds, taken to be in `unit`, in the analyte's canonical unit; None if that cannot be.

    An analyte's own factor may turn the scale (glucose to a ratio does not), so low stays low.
    """
    try:
        low = None if quantity.low is None else analyte.to_canonical(quantity.low, unit)
        high = None if quantity.high is None else analyte.to_canonical(quantity.high, unit)
    except UnitError:
        return None
    return Range(low, quantity.low_inclusive, high, quantity.high_inclusive, analyte.unit)


def _plausible(analyte: Analyte, bounds: Range | None) -> bool:
    """Whether somebody would draw a line there."""
    if bounds is None:
        return False
    if analyte.plausible is None:
        return True
    least, most = analyte.plausible
    lows = [r.low for r in analyte.reference.values() if r.low is not None]
    highs = [r.high for r in analyte.reference.values() if r.high is not None]
    if lows and min(lows) > 0:
        least = max(least, min(lows) * _LEAST_SHARE.get(analyte.unit, 0.1))
    if highs and max(highs) > 0:
        most = min(most, max(highs) * _MOST_TIMES.get(analyte.unit, 4.9))
    values = [v for v in (bounds.low, bounds.high) if v is not None]
    return all(v == 0 or least <= v <= most for v in values)


def _too_fine(analyte: Analyte, quantity: Quantity) -> bool:
    """Whether a ratio of masses without a unit is a plain one: "UPCR < 1" is no milligram per gram."""
    values = [v for v in (quantity.low, quantity.high) if v]
    return "g/g" in analyte.other_units and bool(values) and max(values) < _FINEST


def read_number(analyte: Analyte, quantity: Quantity) -> Reading | None:
    """How `quantity` reads as a bound of `analyte`; None if it measures something else."""
    if quantity.relative_to is not None:
        assumed = tuple(a for a in quantity.assumed if a == "relative_to")
        return Reading(None, quantity.relative_to, None, assumed)
    if quantity.low is None and quantity.high is None:
        return None
    if quantity.unit is None:
        return _without_unit(analyte, quantity)
    if quantity.unit == "{+}":  # no amount, but the colour of a test strip
        return Reading("{+}", None, None, quantity.assumed) if analyte.id in _ON_STRIPS else None
    reading = _with_unit(analyte, quantity, quantity.unit)
    if reading is None:
        other = sibling(analyte, quantity.unit)
        reading = _with_unit(other, quantity, quantity.unit) if other is not None else None
        return replace(reading, instead=other) if reading is not None else None
    return reading


@cache
def _siblings() -> dict[str, list[tuple[str, Analyte]]]:
    table: dict[str, list[tuple[str, Analyte]]] = {}
    for row in read_table("unit_siblings.tsv", ("analyte", "unit", "instead", "source")):
        for id_ in (row["analyte"], row["instead"]):
            if id_ not in analytes():
                raise row.error(f"no analyte {id_!r}")
        table.setdefault(row["analyte"], []).append((row["unit"], analytes()[row["instead"]]))
    return table


def sibling(analyte: Analyte, unit: str) -> Analyte | None:
    """What is measured where `analyte` is given in `unit`, which is none of its own."""
    for written, other in _siblings().get(analyte.id, ()):
        if written == unit or dimension(written) == dimension(unit):
            return other
    return None


def _with_unit(analyte: Analyte, quantity: Quantity, unit: str) -> Reading | None:
    if unit in _LONG_TIMES and analyte.unit not in _LONG_TIMES:
        return None
    bounds = canonical_range(analyte, quantity, unit)
    if bounds is not None and _plausible(analyte, bounds):
        return Reading(unit, None, bounds, quantity.assumed)
    if bounds is not None and analyte.unit in _COUNTS and _occurs(analyte, bounds):
        return Reading(unit, None, bounds, quantity.assumed)  # far from usual, but people have it: no slip of the unit
    for other in _LOST.get(unit, ()) if analyte.unit in _COUNTS else ():
        repaired = canonical_range(analyte, quantity, other)
        if _plausible(analyte, repaired):
            note = f"unit written as {unit}, read as {other}: only this gives a possible bound"
            return Reading(other, None, repaired, (*quantity.assumed, "unit", note), natural=False)
    if bounds is not None:
        return _impossible(analyte, quantity, unit, bounds) or Reading(unit, None, bounds, quantity.assumed)
    if unit == "mm" and analyte.unit == "mm[Hg]":
        repaired = canonical_range(analyte, quantity, "mm[Hg]")
        if _plausible(analyte, repaired):
            note = "unit written as mm, read as mm[Hg]"
            return Reading("mm[Hg]", None, repaired, (*quantity.assumed, "unit", note), natural=False)
    whole = [u for u in (analyte.unit, *analyte.other_units) if unit in _HALVES and u.startswith(f"{unit}/")]
    whole = [u for u in whole if len(whole) == 1 or _plausible(analyte, canonical_range(analyte, quantity, u))]
    if len(whole) == 1:
        repaired = canonical_range(analyte, quantity, whole[0])
        if _plausible(analyte, repaired):
            note = f"unit written as {unit}, read as {whole[0]}: only this gives a possible bound"
            return Reading(whole[0], None, repaired, (*quantity.assumed, "unit", note), natural=False)
    return None


def _occurs(analyte: Analyte, bounds: Range) -> bool:
    """Whether every bound is a value that a person can have."""
    values = [v for v in (bounds.low, bounds.high) if v is not None]
    return analyte.plausible is not None and all(analyte.plausible[0] <= v <= analyte.plausible[1] for v in values)


def _impossible(analyte: Analyte, quantity: Quantity, unit: str, bounds: Range) -> Reading | None:
    """A bound that no living person reaches, in the one unit in which it makes sense (``hemoglobin < 8 mg/dL``)."""
    values = [v for v in (bounds.low, bounds.high) if v is not None]
    if (
        analyte.plausible is None
        or not values
        or any(analyte.plausible[0] <= v <= analyte.plausible[1] for v in values)
    ):
        return None
    usual = [u for u in (analyte.unit, *analyte.other_units) if analyte.scaling.get(u, (1.0, 0.0)) == (1.0, 0.0)]
    readings = {
        (r.low, r.high): (u, r)
        for u in reversed(usual)
        if _plausible(analyte, r := canonical_range(analyte, quantity, u)) and r
    }
    if len(readings) != 1:
        return None
    ((other, repaired),) = readings.values()
    note = f"unit written as {unit}, read as {other}: only this gives a possible bound"
    return Reading(other, None, repaired, (*quantity.assumed, "unit", note), natural=False)


def _without_unit(analyte: Analyte, quantity: Quantity) -> Reading | None:
    bounds = canonical_range(analyte, quantity, analyte.unit)
    if analyte.unit in ("1", "[pH]"):
        return Reading(None, None, bounds, quantity.assumed) if _plausible(analyte, bounds) else None
    if _too_fine(analyte, quantity):
        return Reading(
            "g/g", None, canonical_range(analyte, quantity, "g/g"), (*quantity.assumed, "unit"), natural=False
        )
    if analyte.plausible is not None and _plausible(analyte, bounds):
        return Reading(analyte.unit, None, bounds, (*quantity.assumed, "unit"), natural=False)
    readings: dict[tuple[float | None, float | None], str] = {}
    for unit in analyte.other_units:
        if unit in NEVER_UNWRITTEN:
            continue
        other = canonical_range(analyte, quantity, unit)
        if other is not None and analyte.plausible is not None and _plausible(analyte, other):
            readings.setdefault((other.low, other.high), unit)
    if len(readings) == 1:
        unit = next(iter(readings.values()))
        return Reading(unit, None, canonical_range(analyte, quantity, unit), (*quantity.assumed, "unit"), natural=False)
    values = [v for v in (quantity.low, quantity.high) if v is not None]
    if (
        not readings
        and analyte.reference
        and analyte.category == "lab"
        and analyte.unit not in _NEVER_TIMES_LIMIT
        and all(1 <= v <= 20 for v in values)
    ):
        return Reading(None, "ULN", None, (*quantity.assumed, "relative_to"), natural=False)
    return Reading(None, None, None, quantity.assumed, natural=False) if quantity.comparator else None
