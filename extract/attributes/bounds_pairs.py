"""Two numbers of one name: the two sides of a range, a blood pressure, the same bound in another unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.schema import Quantity

from .bounds_linked import Link, reading_of
from .bounds_names import Name
from .bounds_outside import outside_range

__all__ = ["as_before", "is_pair", "is_same_again", "left_out", "two_sided"]

_TURNED = re.compile(r"[≤≥<>=]\s*\Z")


def as_before(first: Quantity, second: Quantity) -> Quantity:
    """The second of two bounds that share their comparator: ``< 12 or 13 g/dL in women and men, respectively``."""
    return replace(
        second,
        low=second.low if first.low is not None else None,
        low_inclusive=first.low_inclusive,
        high=second.high if first.high is not None else None,
        high_inclusive=first.high_inclusive,
    )


def left_out(text: str, found: Link) -> int | None:
    """Where the words begin that leave the link's range out."""
    if found.quantity.low is None or found.quantity.high is None:
        return None
    start = found.quantity.start if found.kind == "before" else found.names[0].start
    return outside_range(text, start)


def two_sided(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """``18 ≤ BMI ≤ 30``: one range."""
    if not _TURNED.search(first.text):
        return None
    if first.high is None and second.low is None:
        return replace(second, low=first.low, low_inclusive=first.low_inclusive, unit=second.unit or first.unit)
    if first.low is None and second.high is None:
        return replace(second, high=first.high, high_inclusive=first.high_inclusive, unit=second.unit or first.unit)
    return None


def is_pair(text: str, name: Name, first: Quantity, second: Quantity) -> bool:
    """Whether the two are those of ``BP ≥ 140/90``."""
    return name.id == "vital:bp" and text[first.end : second.start].strip() == "/"


_EQUIVALENT = re.compile(
    r"\s*[,(\[/]?\s*(?:or|=|i\.?e\.?,?|equivalent\s+to|corresponding\s+to|and)?\s*(?:SI(?:\s+units?)?\s*[:=]?\s*)?",
    re.I,
)


def is_same_again(text: str, names: Sequence[Name], first: Quantity, second: Quantity) -> bool:
    """Whether the second bound is the first in another unit (a molar mass may be needed)."""
    if (
        first.unit is None
        or second.unit in (None, first.unit)
        or not _EQUIVALENT.fullmatch(text[first.end : second.start])
    ):
        return False
    for name in names:
        one, two = reading_of(name, first), reading_of(name, second)
        if one is None or two is None or one.canonical is None or two.canonical is None:
            return False
        for a, b in ((one.canonical.low, two.canonical.low), (one.canonical.high, two.canonical.high)):
            if a is None and b is None:
                continue
            ours = a if a is not None else (one.canonical.high if b is not None else None)
            theirs = b if b is not None else two.canonical.low
            if ours is None or theirs is None or abs(ours - theirs) > 0.12 * abs(ours):
                return False
    return True
