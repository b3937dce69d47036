"""Numbers that only a note's layout makes clear: ``84 HR 76``, ``48/2.1``, ``5'10"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from eligo.schema import Mention, Quantity

__all__ = ["mended"]

_SECOND = re.compile(r"\s?/\s?(?P<n>\d+(?:\.\d+)?)(?![\w/.]*[\d/])")
_FEET = re.compile(
    r"(?<![\w.])(?P<feet>[3-7])\s?(?:'|’|′|ft\.?|feet|foot)\s?-?(?P<inches>\d{1,2}(?:\.\d+)?)"
    r"\s?(?:\"|”|″|''|’’|in\b\.?|inch(?:es)?\b)?(?!\w)",
    re.I,
)


def mended(text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a statement, with what its layout says; all offsets count in `text`.

    A name that was taken for a unit is given back (``84 HR 76``), the second number of a pair that is no fraction is
    added (``BUN/Cr 48/2.1``), and feet with inches become inches.
    """
    out = [_cut(q, mentions) for q in quantities]
    if "/" in text and out:
        following = [*out[1:], None]
        out = list(chain.from_iterable(_pair(text, q, n) for q, n in zip(out, following, strict=True)))
    for m in _FEET.finditer(text):
        total = 12 * float(m["feet"]) + float(m["inches"])
        if float(m["inches"]) < 12:
            whole = Quantity(m[0], m.start(), m.end(), total, True, total, True, "[in_i]")
            out = [q for q in out if q.end <= m.start() or m.end() <= q.start]
            out = sorted([*out, whole], key=lambda q: q.start)
    return out


def _cut(quantity: Quantity, mentions: Sequence[Mention]) -> Quantity:
    """The number alone, where the unit behind it is the next name."""
    if quantity.unit is None:
        return quantity
    for mention in mentions:
        if quantity.start < mention.start < quantity.end <= mention.end and mention.label == "measurement":
            words = quantity.text[: mention.start - quantity.start].rstrip()
            if words and words[-1].isdigit():
                return replace(quantity, text=words, end=quantity.start + len(words), unit=None)
    return quantity


def _pair(text: str, quantity: Quantity, following: Quantity | None) -> list[Quantity]:
    second = _SECOND.match(text, quantity.end)
    if quantity.unit is not None or second is None:
        return [quantity]
    start, end = second.span("n")
    if following is not None and following.start < end:
        return [quantity]
    value = float(second["n"])
    return [quantity, Quantity(second["n"], start, end, value, True, value, True)]
