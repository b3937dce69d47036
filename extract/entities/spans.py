"""Whether places in a text overlap others, however many these are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

__all__ = ["overlapping"]


def overlapping(spans: Iterable[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether one of `spans` overlaps what lies from one place to another.

    >>> taken = overlapping([(3, 5), (8, 9)])
    >>> taken(4, 6), taken(5, 8)
    (True, False)
    """
    inside = sorted(spans)
    starts = [start for start, _ in inside]
    ends = list(accumulate((end for _, end in inside), max))  # of all up to this one the last

    def overlaps(start: int, end: int) -> bool:
        before = bisect_left(starts, end)
        return before > 0 and ends[before - 1] > start

    return overlaps
