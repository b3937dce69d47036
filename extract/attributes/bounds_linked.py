"""A number read as one of a name's, and the link between the two."""

from __future__ import annotations

from dataclasses import dataclass

from eligo.entities.analytes import Analyte, Scale
from eligo.schema import Quantity

from .bounds_names import Name
from .bounds_reading import Reading, read_number

__all__ = ["OF_PAIN", "Link", "fits_again", "is_known", "is_rate", "reading_of"]


OF_PAIN = ("scale:pain_vas", "scale:pain_nrs")
_EVENT_RATES = frozenset({"/mo", "/wk", "/d", "/a", "d/mo"})
_LENGTHS = ("mm", "cm")


@dataclass(slots=True)
class Link:
    """Names and the quantity that bounds them.

    Attributes:
        kind: ``after``: the quantity follows its names; ``before``: it precedes them; ``again``: a further bound of
            names that have one.
        head: a name before the quantity that the names behind it narrow down (``BP > 160 systolic``).
    """

    names: list[Name]
    quantity: Quantity
    kind: str
    tight: bool = True
    head: Name | None = None


def is_rate(name: Name) -> bool:
    """Whether a thing is measured in events, or days with one, over a time."""
    return isinstance(name.thing, Analyte) and name.thing.unit in _EVENT_RATES


def reading_of(name: Name, quantity: Quantity) -> Reading | None:
    """How the quantity reads for the thing named; None if it cannot be its bound."""
    if isinstance(name.thing, Analyte):
        return read_number(name.thing, quantity)
    if quantity.relative_to in ("ULN", "LLN", "normal"):
        return None
    units = _scale_units(name.thing)
    if quantity.unit not in (None, "1", *units) or (quantity.low is None and quantity.high is None):
        return None
    if quantity.unit in _LENGTHS:
        return Reading(quantity.unit, None, None, quantity.assumed)
    if isinstance(name.thing, Scale) and name.thing.high is not None:
        top = name.thing.high
        if any(v is not None and not (name.thing.low or 0) - 1 <= v <= top for v in (quantity.low, quantity.high)):
            return None
    return Reading(None, quantity.relative_to, None, quantity.assumed)


def _scale_units(thing: Analyte | Scale | None) -> tuple[str, ...]:
    """The units in which points of a scale are told: a share of a hundred, the length of a line without marks."""
    if not isinstance(thing, Scale):
        return ()
    if thing.high == 100:
        return ("%",)
    return _LENGTHS if thing.high is None and not thing.values else ()


def is_known(name: Name, reading: Reading | None) -> bool:
    """Whether a reading's unit fits what is measured: one that is converted, relative, or at least named."""
    if reading is None or not isinstance(name.thing, Analyte):
        return reading is not None
    return reading.canonical is not None or reading.relative_to is not None or reading.unit is not None


def fits_again(name: Name, quantity: Quantity) -> bool:
    """Whether a second quantity can be of the same thing: it has a comparator, or its unit is natural there."""
    reading = reading_of(name, quantity)
    if reading is None:
        return False
    known = reading.canonical is not None or reading.relative_to is not None or not isinstance(name.thing, Analyte)
    return known and (reading.natural or quantity.comparator)
