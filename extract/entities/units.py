"""Units: what is written to UCUM, UCUM to other UCUM, UCUM to what people read.

Dimensions never mix in silence. Mass and amount of substance meet through a molar mass, equivalents through a valence;
international units convert only among themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from eligo.errors import IncompatibleUnits

from .unit_spelling import default_reader
from .unit_table import find_unit, unit_table

__all__ = ["convert", "dimension", "display", "match_unit", "parse_unit"]

_ANNOTATION = re.compile(r"\{[^{}]*\}|\(score\)")
_LOST_POWER = re.compile(r"10\s?\d")

# (from, to) → by which of molar mass (g/mol) and valence a number of base units is multiplied or divided
_MOLAR = {
    ("substance concentration", "mass concentration"): 1, ("mass concentration", "substance concentration"): -1,
    ("substance", "mass"): 1, ("mass", "substance"): -1,
    ("substance rate", "mass rate"): 1, ("mass rate", "substance rate"): -1,
    ("mass per amount", "mass ratio"): -1, ("mass ratio", "mass per amount"): 1,
}  # fmt: skip
_EQUIVALENT = {
    "equivalent concentration": "substance concentration",
    "equivalents": "substance",
    "equivalent rate": "substance rate",
}


def match_unit(text: str, pos: int) -> tuple[str, int] | None:
    """The longest unit spelling that starts at `pos`, after optional blanks or a hyphen.

    Args:
        pos: where the number before it ends; a bare ``C`` or ``F`` is a temperature only after such a number.

    Returns:
        Its UCUM code and the offset of its end (a word boundary), or None. ``×10^5 IU/mL`` is ``10*5.[IU]/mL``; a power
        of ten with nothing behind it is ``10*9``.
    """
    return default_reader().match(text, pos)


@lru_cache(maxsize=10_000)
def parse_unit(spelling: str) -> str:
    """The UCUM code of a unit as trials, notes and laboratory files write it; a UCUM code is its own spelling.

    Raises:
        UnknownUnit: if the table has no such spelling.
    """
    written = spelling.strip()
    if written in unit_table():
        return written
    bare = _ANNOTATION.sub("", written) or "1"
    if bare in unit_table():
        return bare
    forms = dict.fromkeys((written, bare, "×" + written if _LOST_POWER.match(written) else written))
    for body, form in product(("37", "99"), forms):  # a lone C or F is the temperature of a body
        found = default_reader().match(body + form, 2)
        if found is not None and not form[found[1] - 2 :].strip(" ."):
            return found[0]
    find_unit(written)  # a multiple of a unit of the table, or the error
    return written


def dimension(ucum: str) -> str:
    """What a unit measures (``mass concentration``, ``time``…).

    Raises:
        UnknownUnit: if it is not a code of the table.
    """
    return find_unit(ucum).dimension


def convert(
    value: float, source: str, target: str, *, molar_mass: float | None = None, valence: int | None = None
) -> float:
    """`value` of `source` in `target`, rounded to 12 significant digits.

    Args:
        source, target: UCUM codes.
        molar_mass: g/mol; relates mass and amount (of the creatinine, for ratios to creatinine).
        valence: charges per ion; relates equivalents and amount.

    Raises:
        UnknownUnit: if a unit is not in the table.
        IncompatibleUnits: if the two measure different things and nothing given relates them.
    """
    if source == target:
        find_unit(source)
        return value
    factor = _factor(source, target, molar_mass, valence)
    if factor is not None:
        return float(f"{value * factor:.12g}")
    kelvinless = (value - 32.0) / 1.8 if source == "[degF]" else value * 1.8 + 32.0
    return float(f"{kelvinless:.12g}")


@lru_cache(maxsize=10_000)
def _factor(source: str, target: str, molar_mass: float | None, valence: int | None) -> float | None:
    """What to multiply by; None between the two temperature scales, whose zeros differ."""
    left, right = find_unit(source), find_unit(target)
    start, end, factor = left.dimension, right.dimension, left.factor / right.factor
    if start == end:
        return None if start == "temperature" else factor
    for side, power in ((start, -1), (end, 1)):
        if side in _EQUIVALENT:
            if valence is None:
                raise IncompatibleUnits(source, target, f"{left.dimension} and {right.dimension}: a valence is needed")
            factor *= float(valence) ** power
    start, end = _EQUIVALENT.get(start, start), _EQUIVALENT.get(end, end)
    if start == end:
        return factor
    power = _MOLAR.get((start, end), 0)
    if not power:
        raise IncompatibleUnits(source, target, f"{left.dimension} is not {right.dimension}")
    if molar_mass is None:
        raise IncompatibleUnits(source, target, f"{left.dimension} and {right.dimension}: a molar mass is needed")
    return float(factor * molar_mass**power)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"10\*(\d+)\.?")
_PLAIN = {
    "1": "", "a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours", "min": "minutes", "s": "seconds",
    "Cel": "°C", "[degF]": "°F", "{pack}.a": "pack-years", "[wood'U]": "Wood units", "[pH]": "", "U": "units",
    "[lb_av]": "lb", "[oz_av]": "oz", "[in_i]": "in", "[ft_i]": "ft", "[mi_i]": "miles", "[diop]": "dioptres",
    "[beth'U]": "Bethesda units", "deg": "°", "{+}": "+",
}  # fmt: skip
_PARTS = {
    "mm[Hg]": "mm Hg", "cm[H2O]": "cm H₂O", "{1.73_m2}": "1.73 m²", "m2": "m²", "cm2": "cm²", "mm2": "mm²",
    "mm3": "mm³", "cm3": "cm³", "cm5": "cm⁵",
    "d": "day", "wk": "week", "mo": "month", "a": "year", "[HPF]": "HPF", "[LPF]": "LPF",
    "meq": "mEq", "ueq": "µEq", "eq": "Eq", "mosm": "mOsm", "[ppm]": "ppm", "[ppb]": "ppb",
}  # fmt: skip


@lru_cache(maxsize=10_000)
def display(ucum: str) -> str:
    """A UCUM code for people: ``×10⁹/L``, ``mm Hg``, ``mL/min/1.73 m²``; empty for a plain number."""
    if ucum in _PLAIN:
        return _PLAIN[ucum]
    power = _POWER.match(ucum)
    rest = ucum[power.end() :] if power else ucum
    numerator, *below = rest.split("/")
    shown = "/".join([_part(numerator), *(_PARTS.get(part, _part(part)) for part in below)])
    return f"×10{power[1].translate(_RAISED)}{'' if shown[:1] == '/' else ' '}{shown}".rstrip() if power else shown


def _part(code: str) -> str:
    if code in _PARTS and code not in ("d", "wk", "mo", "a"):
        return _PARTS[code]
    code = re.sub(r"^u(?=[gLlmUk\[]|eq)", "µ", code)
    return (
        re.sub(r"\[([^\]']*)(?:'U)?\]", r"\1", code)
        .replace("L{", "L ")
        .replace("{", "")
        .replace("}", "")
        .replace(".", "·")
    )
