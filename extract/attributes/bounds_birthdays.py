"""Ages told by birthdays: ``have not yet reached their 18th birthday``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eligo.entities.analytes import analytes
from eligo.schema import Constraint, Leaf, Range

__all__ = ["birthday_leaves"]

_BIRTHDAY = re.compile(
    r"\b(?P<cue>(?:(?:will\s+|have\s+|has\s+|must\s+)*not\s+(?:yet\s+)?(?:have\s+|has\s+)?(?:yet\s+)?(?P<not>reached|attained|had|passed|completed))"
    r"|up\s+to\s+(?:and\s+|but\s+not\s+)(?P<which>including)|before|prior\s+to|until|till|up\s+to|under|(?P<through>through|on\s+or\s+before)"
    r"|(?P<past>on\s+or\s+after|after|past|from|(?:have\s+|has\s+|having\s+)?(?:reached|attained|passed|had|completed)))"
    r"\s+(?:(?:the|their|his|her|a|or|day|of|his/her)\s+)*(?P<years>\d{1,2})(?:st|nd|rd|th)(?:[\s-]+year)?\s+birthday\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:onset|diagnos\w+|symptoms?|menopaus\w+|menarche|follow\w*|history|treated|since)\b[^.;]{0,60}\Z", re.I
)


def birthday_leaves(text: str, offset: int, leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """The ages that birthdays bound, less those that a leaf there bounds already.

    Args:
        offset: where the text starts in the document; the leaves count in the document.
    """
    if "birthday" not in text:
        return
    said = {v for leaf in leaves if leaf.constraint.type == "age" for v in (leaf.constraint.low, leaf.constraint.high)}
    concept = analytes()["demo:age"].concept
    for found in _BIRTHDAY.finditer(text):
        years = float(found["years"])
        if years in said or _OTHER.search(text, max(0, found.start() - 80), found.start()):
            continue
        start, end = found.start() + offset, found.end() + offset
        if found["past"]:
            low, high, closed = years, None, None
        else:
            including = found["which"] and "not" not in found["cue"].casefold().split()
            low, high, closed = None, years, bool(found["through"] or including)
        bounds = Range(low, True if low is not None else None, high, closed, "a")
        constraint = Constraint(
            "age", "age", found.group(), start, end, concept, bounds.low, bounds.low_inclusive, bounds.high,
            bounds.high_inclusive, "a", bounds,
        )  # fmt: skip
        yield Leaf(constraint, start, end, ((start, end),))
