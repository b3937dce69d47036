"""A name and what stands behind it → facts: the unit written or inferred, the comparator, the reference range."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from eligo.entities.analytes import Analyte, Scale, analytes
from eligo.errors import UnitError
from eligo.schema import Fact, Quantity

from .bounds_names import Name
from .bounds_reading import NEVER_UNWRITTEN, sibling
from .values_layout import Cell

__all__ = ["Comparison", "fits", "takes", "value_facts"]

Comparison = Literal["=", "<", "<=", ">", ">=", "~"]


def takes(thing: Analyte | Scale | None, unit: str) -> bool:
    """Whether a thing is measured in such a unit."""
    if not isinstance(thing, Analyte):
        return False
    try:
        thing.to_canonical(1.0, unit)
    except UnitError:
        return False
    return True


_COUNTED_PER = {"/mL": "/uL"}  # what a count is often written per, and what is meant
_SYSTOLIC = 90.0  # mm[Hg]; one number of a blood pressure that is as high is the first of the two


def value_facts(text: str, name: Name, cell: Cell) -> list[Fact]:
    """The facts of one value: none where the number measures something else, two of a blood pressure."""
    end = cell.end
    name = _share_of(name, cell)
    common = {"text": text[name.start : end], "start": name.start, "end": end, "concept": name.mention.concept}
    thing = name.thing
    label = thing.name if thing else name.mention.name
    kind = "score" if isinstance(thing, Scale) or name.mention.label == "score" else "measurement"
    scale = label if kind == "score" else None
    if cell.word is not None:
        return [Fact(kind, label, value=cell.word, comparator="=", scale=scale, **common)]  # type: ignore[arg-type]
    quantity = cell.quantity
    assert quantity is not None
    if name.id == "vital:bp" and cell.second is not None:
        return _pressure(text, name, cell)
    if name.id == "vital:bp" and (quantity.low or 0.0) >= _SYSTOLIC and quantity.relative_to is None:
        name = replace(
            name, mention=replace(name.mention, concept=analytes()["vital:sbp"].concept), thing=analytes()["vital:sbp"]
        )
        systolic = value_facts(text, name, cell)
        return [replace(f, assumed=(*f.assumed, "name")) for f in systolic]
    if isinstance(thing, Analyte):
        unit, assumed = _unit(thing, quantity, cell)
        if unit == "":
            return []
        if (
            unit is None
            and quantity.relative_to is None
            and thing.unit not in ("1", "[pH]")
            and _impossible(thing, quantity)
        ):
            assumed = ()
    else:
        if quantity.unit not in (None, "%") or quantity.relative_to is not None or _off_scale(thing, quantity):
            return []
        unit, assumed = None, ()
    value, high, comparator = _value(quantity)
    if quantity.relative_to is not None:
        if value is None:
            return [Fact(kind, label, value="normal", comparator="=", scale=scale, **common)]  # type: ignore[arg-type]
        if quantity.relative_to not in ("ULN", "LLN") or not isinstance(thing, Analyte):
            return []
        unit = f"[{quantity.relative_to}]"  # "ALT 3 x ULN": how large the limit is, is not said
    if value is None:
        return []
    reference = replace(cell.reference, unit=unit) if cell.reference is not None else None
    return [
        Fact(
            kind, label, value=value, value_high=high, comparator=comparator, unit=unit, reference_range=reference,  # type: ignore[arg-type]
            scale=scale, assumed=(*quantity.assumed, *assumed), **common,  # type: ignore[arg-type]
        )
    ]  # fmt: skip


def _off_scale(thing: Scale | None, quantity: Quantity) -> bool:
    """Whether the scale has no such place: the ``81`` of ``ASA 81`` is no class."""
    if thing is None:
        return False
    places = [v for v in thing.values if not isinstance(v, str)]
    listed = bool(places) and len(places) == len(thing.values)
    low = thing.low if thing.low is not None else min(places) if listed else None
    high = thing.high if thing.high is not None else max(places) if listed else None
    stated = [v for v in (quantity.low, quantity.high) if v is not None]
    return any((low is not None and v < low) or (high is not None and v > high) for v in stated)


def _share_of(name: Name, cell: Cell) -> Name:
    """What the unit makes of the thing: of ``neutrophils 82%`` the share, of ``weight loss of 10 kg`` the kilograms."""
    unit = (cell.quantity.unit or cell.unit) if cell.quantity is not None else None
    thing = name.thing
    if unit is None or not isinstance(thing, Analyte):
        return name
    share = analytes().get(f"{thing.id}_pct") if unit == "%" else sibling(thing, unit)
    if share is None or takes(thing, unit):
        return name
    mention = replace(name.mention, name=share.name, concept=share.concept)
    return replace(name, mention=mention, thing=share)


_PEAK = re.compile(r"(?:up\s+to|as\s+(?:high|low)\s+as)\b", re.I)


def _value(quantity: Quantity) -> tuple[float | None, float | None, Comparison]:
    if quantity.low is not None and quantity.high is not None:
        if quantity.low == quantity.high:
            return quantity.low, None, "~" if quantity.approximate else "="
        return quantity.low, quantity.high, "~" if quantity.approximate else "="
    if _PEAK.match(quantity.text):  # "fever up to 39": so high it was
        return quantity.high if quantity.low is None else quantity.low, None, "="
    if quantity.low is not None:
        return quantity.low, None, ">=" if quantity.low_inclusive else ">"
    if quantity.high is not None:
        return quantity.high, None, "<=" if quantity.high_inclusive else "<"
    return None, None, "="


def fits(analyte: Analyte, quantity: Quantity, unit: str) -> bool | None:
    """Whether a living person can have the value in this unit; None if the unit is of another kind."""
    checks = [analyte.is_plausible(v, unit) for v in (quantity.low, quantity.high) if v is not None]
    if any(c is None for c in checks):
        try:
            analyte.to_canonical(1.0, unit)
        except UnitError:
            return None
        return True
    return all(checks)


def _impossible(analyte: Analyte, quantity: Quantity) -> bool:
    return not fits(analyte, quantity, analyte.unit)


_LONG_TIMES = frozenset(("a", "mo", "wk", "d", "h", "min"))


def _unit(analyte: Analyte, quantity: Quantity, cell: Cell) -> tuple[str | None, tuple[str, ...]]:
    """The unit, and what was assumed; "" where the number measures something else."""
    unit = quantity.unit or cell.unit
    if quantity.relative_to is not None:
        return None, ()
    if unit == "L" and not takes(analyte, unit):
        unit = None  # "T-score -2.9 L spine", "9.1 L": left, or low
    if unit is not None:
        if unit in _LONG_TIMES and analyte.unit not in _LONG_TIMES:
            return "", ()
        meant = _COUNTED_PER.get(unit)
        if meant is not None and fits(analyte, quantity, unit) is False and fits(analyte, quantity, meant):
            return meant, ("written per mL and read as per µL: nobody lives with so few",)  # "platelets 300,000/mL"
        return (unit, ()) if fits(analyte, quantity, unit) is not None else ("", ())
    if analyte.unit in ("1", "[pH]"):
        return (None, ()) if fits(analyte, quantity, analyte.unit) else ("", ())
    readings: dict[float, str] = {}
    for candidate in (analyte.unit, *analyte.other_units):
        if candidate in NEVER_UNWRITTEN or _rare(analyte, candidate):
            continue
        if candidate in analyte.scaling and analyte.scaling[candidate] != (1.0, 0.0) and readings:
            continue  # hemoglobin in mmol/L: a unit with a factor of its own is not left unwritten
        if analyte.plausible is not None and fits(analyte, quantity, candidate):
            readings.setdefault(_canonical(analyte, quantity, candidate), candidate)
    readings = _likely(analyte, readings)
    if len(readings) == 1:
        return next(iter(readings.values())), ("unit",)
    return None, ()


def _rare(analyte: Analyte, unit: str) -> bool:
    """Whether a laboratory would not leave this unit unwritten, as it has a commoner one of the same kind."""
    if unit == analyte.unit:
        return False
    return unit in ("mg/L", "m[IU]/mL") or (unit == "mmol/L" and "umol/L" in analyte.other_units)


def _canonical(analyte: Analyte, quantity: Quantity, unit: str) -> float:
    value = quantity.low if quantity.low is not None else quantity.high
    assert value is not None
    return analyte.to_canonical(value, unit)


_APART = 5.0
_APART_FROM_NORMAL = 3.0  # where one reading is within the reference range


def _likely(analyte: Analyte, readings: dict[float, str]) -> dict[float, str]:
    """Less those that are many times further from the reference range than another reading."""
    ends = [v for r in analyte.reference.values() for v in (r.low, r.high) if v]
    if len(readings) < 2 or not ends:
        return readings
    low, high = min(ends), max(ends)

    def away(value: float) -> float:
        if value <= 0:
            return float("inf")
        return max(low / value, value / high, 1.0)

    nearest = min(away(v) for v in readings)
    apart = _APART_FROM_NORMAL if nearest == 1.0 else nearest * _APART
    return {v: u for v, u in readings.items() if away(v) < apart} or readings


def _pressure(text: str, name: Name, cell: Cell) -> list[Fact]:
    out = []
    assert cell.quantity is not None
    assert cell.second is not None
    unit = cell.second.unit or cell.quantity.unit or cell.unit
    for id_, quantity in (("vital:sbp", cell.quantity), ("vital:dbp", cell.second)):
        analyte = analytes()[id_]
        value, _, comparator = _value(quantity)
        out.append(
            Fact(
                "measurement", analyte.name, text[name.start : cell.end], name.start, cell.end, analyte.concept, value,
                None, comparator, unit or "mm[Hg]", assumed=() if unit else ("unit",),
            )
        )  # fmt: skip
    return out
