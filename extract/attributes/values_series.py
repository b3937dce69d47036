"""Several readings of one thing said together: ``139 and 152 mmHg``, ``Apgar 8 and 9``, ``systolic 139 and 152``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.entities.analytes import Analyte
from eligo.schema import Quantity

from .bounds_names import Name
from .values_facts import fits, takes
from .values_layout import Cell

__all__ = ["readings"]

_AND = re.compile(r"\s*(?:,\s*and|,|and|&)\s*", re.I)
_LAST = re.compile(r"\s*(?:,\s*and|and|&)\s*", re.I)
_ENDS = re.compile(
    r"\s*(?:$|[.;)]\s|[.;)]$|,?\s*(?:respectively|systolic|diastolic|on\b|at\b|during|in\b|over\b))", re.I
)


def readings(text: str, name: Name, cell: Cell, limit: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The further values that stand with the cell's, before position `limit`; the last one is tied by ``and``.

    All are in one unit, written once or each time; without a unit nothing but the end of the clause may follow, so
    that ``hemoglobin 9 and 2 children`` is one value.
    """
    first, thing = cell.quantity, name.thing
    if first is None or cell.second is not None or cell.reference is not None or not isinstance(thing, Analyte):
        return []
    at = next((i for i, q in enumerate(quantities) if q.start == first.start), None)
    if at is None or first.comparator:
        return []
    found: list[Quantity] = []
    last, tied = first, False
    for following in quantities[at + 1 : at + 6]:
        if (
            following.start >= limit
            or following.comparator
            or following.relative_to
            or not _AND.fullmatch(text, last.end, following.start)
        ):
            break
        tied = _LAST.fullmatch(text, last.end, following.start) is not None
        found.append(following)
        last = following
        if tied:
            break
    if not tied:
        return []
    units = {q.unit for q in (first, *found)} - {None}
    unit = units.pop() if len(units) == 1 else None
    if units or (unit is not None and not takes(thing, unit)) or (first.unit is not None and found[-1].unit is None):
        return []
    if unit is None and not _ENDS.match(text, last.end):
        return []
    if unit is None and not all(thing.is_plausible(q.low or 0.0) for q in found):
        return []
    return found if all(fits(thing, q, unit or thing.unit) for q in found) else []
