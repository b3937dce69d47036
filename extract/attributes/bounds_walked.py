"""How far somebody walks: ``able to walk at least 50 feet``, ``walks two blocks``, ``unable to walk 400 m``."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.entities.analytes import analytes
from eligo.schema import Constraint, Leaf, Quantity

from .bounds_reading import canonical_range

__all__ = ["walking_leaf"]

_LENGTHS = frozenset(("m", "km", "[ft_i]", "[mi_i]", "[yd_i]"))
_WALKED = _LENGTHS | {"{blocks}", "{steps}"}
_ODD = re.compile(r"\s*(?:\(\s*\d+\s*\)\s*)?(?:(?:city|street|full)\s+)?(?P<unit>blocks?|steps?)\b", re.I)
_WALK = re.compile(
    r"\b(?P<verb>walk(?:s|ed|ing)?|ambulat(?:e|es|ed|ing|ion))(?P<gap>(?:[\s,]+(?:a|an|the|for|distance|of|up|to|unassisted|unaided|"
    r"independently|with|without|or|and|assistive|walking|devices?|aids?|canes?|assistance|help|support|approximately|about|outdoors|"
    r"indoors|alone|safely|use|using|their|own|further|farther|than|more|less|non-?stop|resting|pain|any|walker|crutch(?:es)?|crutch|"
    r"orthos[ie]s|stopping)\b)*)\s*\Z",
    re.I,
)
_LIMITED = re.compile(r"\b(?:difficult\w*|fail\w*|limited|never|trouble)\b[^.;]{0,40}\Z", re.I)
_UNABLE = re.compile(
    r"\b(?:unable|inab\w+|cannot|can['’]?t|can\s+not|not\s+(?:be\s+)?(?:able|capable)|incapable)\b"
    r"(?:\s+(?:to|of|independently|safely|be))*\s*\Z",
    re.I,
)
_NOT = re.compile(r"\b(?:not|no|unable|inab\w+|cannot|can['’]?t)\b[^.;]{0,40}\Z", re.I)
_REACH = 110  # characters before the number
_CUE = 48  # … before the verb


def walking_leaf(text: str, offset: int, quantity: Quantity) -> Leaf | None:
    """The walking distance that a number (its offsets count in the statement) states; None where it states none.

    Who is unable to walk 400 m walks less than that. What is only difficult is left alone.
    """
    unit = quantity.unit
    if unit is None:
        odd = _ODD.match(text, quantity.end)
        if odd is None or quantity.relative_to is not None:
            return None
        quantity = replace(quantity, end=odd.end())
        unit = "{blocks}" if odd["unit"][0] in "bB" else "{steps}"
    elif unit not in _WALKED:
        return None
    found = _WALK.search(text, max(0, quantity.start - _REACH), quantity.start)
    if found is None:
        return None
    cue_from = max(0, found.start() - _CUE)
    unable = _UNABLE.search(text, cue_from, found.start())
    if unable is None and (
        _NOT.search(text, cue_from, found.start()) or _LIMITED.search(text, cue_from, found.start())
    ):
        return None
    low, high = quantity.low, quantity.high
    if low is not None and high is not None and low != high:
        return None if unable else _leaf(text, offset, quantity, unit, found.start("verb"))
    if not quantity.comparator:
        quantity = replace(quantity, high=None, high_inclusive=None, low_inclusive=True)
    if unable is None:
        return _leaf(text, offset, quantity, unit, found.start("verb"))
    if quantity.low is None:
        return None  # "unable to walk less than 5 m" is no bound anyone means
    less = replace(quantity, low=None, low_inclusive=None, high=quantity.low, high_inclusive=not quantity.low_inclusive)
    return _leaf(text, offset, less, unit, unable.start())


def _leaf(text: str, offset: int, quantity: Quantity, unit: str, start: int) -> Leaf:
    analyte = analytes()["pfx:walking_distance"]
    first, last = start + offset, quantity.end + offset
    constraint = Constraint(
        "measurement", analyte.name, text[start : quantity.end], first, last, analyte.concept, quantity.low,
        quantity.low_inclusive, quantity.high, quantity.high_inclusive, unit,
        canonical_range(analyte, quantity, unit) if unit in _LENGTHS else None,
    )  # fmt: skip
    return Leaf(constraint, quantity.start + offset, last, ((first, last),))
