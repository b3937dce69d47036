"""The table of units: codes, dimensions, factors, spellings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from eligo.errors import UnknownUnit
from eligo.resources import read_table, split_cell

__all__ = ["COUNTED", "NUMBER", "UNIT_COLUMNS", "Unit", "find_unit", "unit_table"]

UNIT_COLUMNS = ("ucum", "dimension", "factor", "spellings", "source")
COUNTED = "counted things"  # their spellings are dropped before a slash: cells/mm3
NUMBER = "number"  # powers of ten: they multiply the unit behind them

_MULTIPLIED = re.compile(r"10\*(\d{1,2})(?:\.?(.*[^\d.].*))?")


class Unit(NamedTuple):
    """A row of the table: one of `code` is `factor` base units of its dimension."""

    code: str
    dimension: str
    factor: float
    spellings: tuple[str, ...] = ()


@cache
def unit_table() -> dict[str, Unit]:
    """The packaged units by UCUM code, in the table's order.

    Raises:
        LexiconError: if a factor is not a number or a code is there twice.
    """
    table: dict[str, Unit] = {}
    for row in read_table("units.tsv", UNIT_COLUMNS):
        code = row["ucum"]
        if code in table:
            raise row.error(f"unit {code!r} is there twice")
        try:
            factor = float(row["factor"])
        except ValueError:
            raise row.error(f"factor {row['factor']!r} is not a number") from None
        table[code] = Unit(code, row["dimension"], factor, split_cell(row["spellings"]))
    return table


@lru_cache(maxsize=10_000)
def find_unit(code: str) -> Unit:
    """The unit of a UCUM code; ``10*5.[IU]/mL`` is made from its parts.

    Raises:
        UnknownUnit: if the table has no such code.
    """
    unit = unit_table().get(code)
    if unit is not None:
        return unit
    if multiplied := _MULTIPLIED.fullmatch(code):
        rest = find_unit(multiplied[2]) if multiplied[2] else Unit("1", NUMBER, 1.0)
        return Unit(code, rest.dimension, rest.factor * 10.0 ** int(multiplied[1]))
    raise UnknownUnit(code, unit_table())
