"""What a denied consequence comes from is not denied with it: "no residual deficits from her stroke", "no sequelae of
the meningitis", "no retinopathy due to diabetes"."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["cause_of_denied", "comes_from"]

_DETERMINED = r"his|her|their|the|this|these|that|its|prior|previous|known|recent|past|old|remote|earlier"
_WORDS = r"(?:(?!and\b|or\b|nor\b)[\w-]+\s+){0,2}"
_FROM = (
    r"(?:from|due\s+to|secondary\s+to|caused\s+by|because\s+of|owing\s+to|resulting\s+from|attribut(?:able|ed)\s+to"
    r"|related\s+to|associated\s+with)"
)
# "not suffering from gout" denies the gout; "nothing apart from gout" is told elsewhere
_CAUSE = re.compile(
    rf"(?<![\w-])(?!(?:suffer\w*|apart|aside|far|away|free|die[sd]?|dying|abstain\w*|refrain\w*|resulting)\b)[\w-]+\s+{_FROM}\s+"
    rf"(?P<the>(?:{_DETERMINED})\s+)?{_WORDS}\Z",
    re.I,
)
# they say that the thing itself is, or was, there
_REMAINS = re.compile(
    r"(?<![\w-])(?:sequelae?|complications?|residua|residual(?:\s+[\w-]+){1,2}|deficits?|recurrences?|relapses?|re-?currence"
    r"|flares?(?:[\s-]?ups?)?|exacerbations?|worsening|aggravation|after-?effects?|(?:side[\s-]+|adverse\s+|ill\s+)effects?)\s+(?:of|from|after|following|in|to)\s+"
    rf"(?:(?:{_DETERMINED})\s+)?{_WORDS}\Z",
    re.I,
)
_TAIL = re.compile(
    r"\s+(?P<from>(?:from|due\s+to|secondary\s+to|caused\s+by|attributable\s+to|related\s+to|associated\s+with)\s+(?!any)(?:(?!and\b|or\b|nor\b)[\w-]+\s*){1,3})",
    re.I,
)
_HINT = re.compile(r"from|\bto\b|\bby\b|\bwith\b|\bof\b|after|following|\bin\b", re.I)


def cause_of_denied(between: str) -> Literal["so", "open"] | None:
    """Whether a thing is what a denied consequence is of: ``so`` where the words take it for granted, ``open`` where
    they do not ("no bleeding from varices"), None where it is denied itself.

    Args:
        between: the words from the denial to the thing.
    """
    if _HINT.search(between) is None:
        return None
    if _REMAINS.search(between):
        return "so"
    found = _CAUSE.search(between)
    if found is None:
        return None
    return "so" if found["the"] else "open"


def comes_from(after: str) -> str | None:
    """What the words behind a denied thing limit it to: ``from esophageal varices``, else None."""
    found = _TAIL.match(after)
    return " ".join(found["from"].split()).casefold() if found else None
