"""Intervals of numbers: does a value, as precisely as it is stated, lie within a bound?"""

from __future__ import annotations

from math import inf, isclose
from typing import NamedTuple

from .truth import Truth

__all__ = ["ANY", "Interval", "inside", "point", "scaled"]


class Interval(NamedTuple):
    """From `low` to `high`; an infinite side is open."""

    low: float = -inf
    high: float = inf
    low_closed: bool = True
    high_closed: bool = True


ANY = Interval()


def point(value: float) -> Interval:
    """Just `value`."""
    return Interval(value, value)


def scaled(interval: Interval, factor: float) -> Interval:
    """`interval` times a positive factor."""
    return interval._replace(low=interval.low * factor, high=interval.high * factor)


def inside(value: Interval, bound: Interval) -> Truth:
    """True where all of `value` lies in `bound`, False where none of it does, None where that depends."""
    if _below(value, bound) or _below(bound, value):
        return False
    low = _same(value.low, bound.low)
    if not low and value.low < bound.low:
        return None
    if low and value.low_closed and not bound.low_closed and value.low > -inf:
        return None
    high = _same(value.high, bound.high)
    if not high and value.high > bound.high:
        return None
    if high and value.high_closed and not bound.high_closed and value.high < inf:
        return None
    return True


def _below(left: Interval, right: Interval) -> bool:
    """Whether all of `left` lies below all of `right`."""
    if left.high in (inf, -inf) or right.low in (inf, -inf):
        return False
    if _same(left.high, right.low):
        return not (left.high_closed and right.low_closed)
    return left.high < right.low


def _same(a: float, b: float) -> bool:
    return a == b or isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
