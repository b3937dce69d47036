"""Several values of one thing in a row: ``1.1 -> 2.3``, ``was 1.1 at the last visit and is 2.3 now``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.schema import Quantity

__all__ = ["trend"]

_ARROW = re.compile(r"\s*(?:-{1,2}>|=>|→|⟶|➔|⇒)\s*")
_MOVED = (
    r"(?:rose|risen|rising|increas(?:ed|ing)|climb(?:ed|ing)|went|up|fell|fallen|dropp(?:ed|ing)|decreas(?:ed|ing)"
    r"|declin(?:ed|ing)|down|improv(?:ed|ing)|worsen(?:ed|ing)|trend(?:ed|ing)|recover(?:ed|ing)|normali[sz](?:ed|ing)"
    r"|return(?:ed|ing)|came)"
)
_NOW = re.compile(
    r"(?:[^.;:\d\n]{0,50}?[\s,(])?(?:and|but|then|now|,|\()\s*"
    r"(?:(?:it|which|is|was|has|have|been|then|subsequently|later|since|further|gradually|again)\s+){0,3}"
    rf"(?:{_MOVED}(?:\s+(?:up|down|back|further|again))?(?:\s+(?:to|at))?|(?:is\s+)?(?:now|today|currently)(?:\s+(?:is|at|to))?"
    r"|is|repeat(?:ed)?)\s*(?:to|at|of|:)?\s*",
    re.I,
)
_TO = re.compile(r"(?:up|down|back|rising|increasing)?\s*to\b", re.I)


def trend(text: str, quantities: Sequence[Quantity], at: int, limit: int) -> list[Quantity]:
    """The later values that follow the one at index `at` before position `limit`, the last of them the newest."""
    found: list[Quantity] = []
    last = quantities[at]
    for following in quantities[at + 1 : at + 8]:
        if following.start >= limit:
            break
        gap = text[last.end : following.start]
        if len(gap) > 80 or not (_ARROW.fullmatch(gap) or _tight(text, last, following) or _NOW.fullmatch(gap)):
            break
        if following.comparator and not (_tight(text, last, following) or _TO.match(following.text)):
            break
        value = following.low if following.low is not None else following.high
        if following.comparator:
            following = replace(
                following, low=value, low_inclusive=True, high=value, high_inclusive=True, comparator=False
            )
        found.append(following)
        last = following
    return found


def _tight(text: str, last: Quantity, following: Quantity) -> bool:
    """``1.1>2.3``: an arrow, as a comparator would stand apart."""
    return (
        last.end == following.start and following.text[:1] == ">" and following.text[1:2].isdigit()
        and text[last.end - 1].isdigit()
    )  # fmt: skip
