"""Bounds that stand without a sign: ``Platelets 100,000/mm3``, ``BMI 35 kg/m2`` in a listing that lost its "≥"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from eligo.entities.analytes import analytes
from eligo.resources import read_table
from eligo.schema import Constraint, Evidence

from .case import Case
from .reference import analyte_of
from .truth import Finding

__all__ = ["judge_unsigned", "lacks_sign"]

_SIGN = re.compile(r"[<>=≤≥≦≧]|\b(?:equal|equals|exactly|precisely)\b", re.I)
_MEASURED = frozenset({"vital", "ecg", "physiological", "imaging"})  # nobody is asked to have just that value
_REMEMBERED = 20_000  # constraints
_sided: dict[tuple[int, bool], tuple[Constraint, Constraint]] = {}  # by identity; the one as written is held


def lacks_sign(constraint: Constraint) -> bool:
    """Whether a value is bounded by one number, and no word or sign says from which side."""
    if constraint.low is None or constraint.low != constraint.high or constraint.relative_to in ("baseline", "normal"):
        return False
    analyte = analyte_of(constraint.concept)
    if analyte is None or _SIGN.search(constraint.text) is not None:
        return False
    return analyte.category == "lab" or (analyte.category in _MEASURED and analyte.unit != "1")


def judge_unsigned(constraint: Constraint, case: Case, judge: Callable[[Constraint, Case], Finding]) -> Finding:
    """The finding on a bound that `lacks_sign`.

    Where the table says on which side of a number somebody is well enough, that side is taken, and the assumption told.
    Of others only the number itself is met; whether another value is meant remains unknown.

    Args:
        judge: what finds on a bound.
    """
    words = f"“{' '.join(constraint.text.split())}”"
    side = _sides().get(constraint.concept.id) if constraint.concept is not None else None
    if side is None:
        found = judge(constraint, case)
        if found.truth is not False:
            return found
        reason = f"{words} does not say from which side it is meant"
        evidence = tuple(replace(e, truth=None) for e in found.evidence)
        return Finding(None, reason, evidence, (f"what {words} means",))
    bound = _with_side(constraint, (side == "least") == case.wanted, case.wanted)
    found = judge(bound, case)
    if found.truth is None:
        return found
    note = f"{words} has no sign and is taken as {_told(side, case.wanted)}"
    evidence = tuple(Evidence(constraint, e.fact, e.truth) if e.constraint is bound else e for e in found.evidence)
    return found._replace(evidence=evidence, assumed=(*found.assumed, note))


def _told(side: str, wanted: bool) -> str:
    if wanted:
        return f"at {side} that"
    return "less than that" if side == "least" else "more than that"


def _with_side(constraint: Constraint, low: bool, closed: bool) -> Constraint:
    """The same with one end: the same object each time."""
    known = _sided.get((id(constraint), closed))
    if known is None:
        if len(_sided) > _REMEMBERED:
            _sided.clear()
        open_low: dict[str, Any] = {"low": None, "low_inclusive": None, "high_inclusive": closed}
        open_high: dict[str, Any] = {"high": None, "high_inclusive": None, "low_inclusive": closed}
        canonical = constraint.canonical
        if canonical is not None:
            canonical = replace(canonical, **(open_high if low else open_low))
        known = constraint, replace(constraint, canonical=canonical, **(open_high if low else open_low))
        _sided[id(constraint), closed] = known
    return known[1]


@cache
def _sides() -> dict[str, str]:
    table = {}
    for row in read_table("function_limits.tsv", ("analyte", "side", "source")):
        if row["analyte"] not in analytes() or row["side"] not in ("least", "most"):
            raise row.error("analyte is one of analytes.tsv, side is least or most")
        table[row["analyte"]] = row["side"]
    return table
