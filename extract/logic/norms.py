"""What a list of exclusions forbids: "participants must not be pregnant" names what excludes, and denies nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["forbids"]

_NORMS = ("must not", "should not", "may not", "shall not")
_CANNOT = frozenset({"cannot", "can not"})
_BEING = re.compile(r"\s+(?:be|have)\b", re.I)
_RELATIVE = re.compile(r"\b(?:who|whom|which|that)\b[^,;]*\Z", re.I)
_WHO = frozenset({"age", "reproductive", "sex"})


def forbids(words: str, before: str, after: str, types: Iterable[frozenset[str]]) -> bool:
    """Whether a denial among the exclusions is the rule itself.

    "Participants cannot be pregnant" is; "who cannot swallow" and "pain that cannot be controlled" are denials.

    Args:
        words: the denial, in lower case.
        before, after: the clause up to it, and what follows.
        types: of the things named before it.
    """
    if words.startswith(_NORMS):
        return True
    if words not in _CANNOT or _BEING.match(after) is None:
        return False
    return all(t <= _WHO for t in types) and _RELATIVE.search(before) is None
