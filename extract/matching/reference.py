"""What is known of an analyte: its unit, its reference range for this patient, and conversions of its values."""

from __future__ import annotations

from functools import lru_cache
from math import isinf
from typing import NamedTuple

from eligo.entities.analytes import Analyte, Scale, by_concept
from eligo.entities.units import convert
from eligo.errors import IncompatibleUnits, UnitError
from eligo.schema import Concept, Fact, Range

from .intervals import Interval
from .wording import quantity

__all__ = ["Limits", "analyte_of", "in_unit", "limits", "scale_of", "stated_unit"]

_NO_UNIT = frozenset({None, "", "1"})


class Limits(NamedTuple):
    """A reference range.

    Attributes:
        low, high: in `unit`; an open side is None.
        assumed: where it was taken from, when it is not the laboratory's own.
    """

    low: float | None
    high: float | None
    unit: str | None
    assumed: str | None = None


@lru_cache(maxsize=4096)
def _known(concept_id: str) -> Analyte | Scale | None:
    return by_concept(concept_id)


def analyte_of(*concepts: Concept | None) -> Analyte | None:
    """The first analyte that one of `concepts` is."""
    for concept in concepts:
        if concept is not None:
            found = _known(concept.id)
            if isinstance(found, Analyte):
                return found
    return None


def scale_of(*concepts: Concept | None) -> Scale | None:
    """The first scale that one of `concepts` is."""
    for concept in concepts:
        if concept is not None:
            found = _known(concept.id)
            if isinstance(found, Scale):
                return found
    return None


def in_unit(interval: Interval, source: str | None, target: str | None, analyte: Analyte | None) -> Interval | None:
    """`interval` of `source` in `target`; None where that cannot be said."""
    if source == target or (source in _NO_UNIT and target in _NO_UNIT):
        return interval
    try:
        low, high = (_converted(end, source or "1", target or "1", analyte) for end in interval[:2])
    except UnitError:
        return None
    return interval._replace(low=low, high=high)


def _converted(value: float, source: str, target: str, analyte: Analyte | None) -> float:
    if isinf(value):
        return value
    if analyte is None:
        return convert(value, source, target)
    try:
        return convert(value, source, target, molar_mass=analyte.molar_mass, valence=analyte.valence)
    except IncompatibleUnits:  # the analyte's own factors
        zero = analyte.to_canonical(0.0, target)
        return (analyte.to_canonical(value, source) - zero) / (analyte.to_canonical(1.0, target) - zero)


def stated_unit(values: list[float], unit: str | None, analyte: Analyte | None) -> tuple[str | None, str | None, bool]:
    """The unit to read numbers in, what was assumed, and whether it is known at all.

    A number without a unit is read in its analyte's canonical unit, if a living person can have that value, else in the
    first of the other units in which one can; where there is none, it is not known.
    """
    if unit is not None or analyte is None or analyte.unit in _NO_UNIT:
        return unit, None, True
    units = (u for u in (analyte.unit, *analyte.other_units) if all(analyte.is_plausible(v, u) for v in values))
    chosen = next(units, None) if values else None
    if chosen is None:
        return None, None, False
    shown = " and ".join(dict.fromkeys(quantity(v, None) for v in values))
    return chosen, f"{shown} has no unit; read as {quantity(values[0], chosen)}", True


def limits(fact: Fact, analyte: Analyte | None, sex: str | None) -> list[Limits]:
    """The reference ranges that may hold for `fact`: the laboratory's own, else the table's.

    Two where the table's depends on a sex that is not known; none where no range is known.
    """
    own = fact.reference_range
    if own is not None and (own.low is not None or own.high is not None):
        return [Limits(own.low, own.high, own.unit or fact.unit)]
    if analyte is None:
        return []
    ranges = [analyte.reference[s] for s in ((sex,) if sex else ("male", "female")) if s in analyte.reference]
    return [
        Limits(
            r.low, r.high, r.unit, f"reference range of {fact.name} taken as {_shown(r)} ({analyte.reference_source})"
        )
        for r in dict.fromkeys(ranges)
    ]


def _shown(r: Range) -> str:
    if r.low is None:
        return f"up to {quantity(r.high or 0.0, r.unit)}"
    if r.high is None:
        return f"from {quantity(r.low, r.unit)}"
    return f"{quantity(r.low, None)}–{quantity(r.high, r.unit)}"
