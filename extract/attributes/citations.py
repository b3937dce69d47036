"""Numbers that refer to the literature: ``Mini-Mental State Examination [18] ≥ 23``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from eligo.schema import Quantity

__all__ = ["without_citations"]

_BEFORE = re.compile(r"\[\s*\Z")
_TO_BOUND = re.compile(
    r"\s*\][\s,:)]*(?:(?:total|scores?|grades?|class|is|was|of|an?|with|values?|points?)\b[\s:]*){0,4}"
)


def without_citations(text: str, offset: int, quantities: Sequence[Quantity]) -> Sequence[Quantity]:
    """The quantities that are no bare number in square brackets between a name and its own bound.

    Args:
        text: the statement.
        offset: where it starts in the document; the quantities count in the document.
    """
    if "[" not in text:
        return quantities
    cited = {
        id(first)
        for first, second in pairwise(quantities)
        if not first.comparator
        and first.unit is None
        and first.low == first.high
        and second.comparator
        and _BEFORE.search(text, max(0, first.start - offset - 3), first.start - offset)
        and _TO_BOUND.fullmatch(text, first.end - offset, second.start - offset)
    }
    return [q for q in quantities if id(q) not in cited] if cited else quantities
