"""Many words as one regular expression, so written that the words which begin with another letter cost nothing.

Where letters match in either case, Python's engine tries the branches of ``(?:alpha|beta|gamma)`` one after the other,
at each place. A branch that begins with a class of characters it passes over by one look at the next character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["one_of"]

_LETTER = re.compile(r"[A-Za-z0-9](?![*+?{])")
_FEW = 3  # patterns with the same first letter that are not parted by the second


def one_of(patterns: Iterable[str]) -> str:
    """A group that matches as ``(?:first|second|…)`` does, to be compiled with `re.IGNORECASE`.

    Args:
        patterns: regular expressions in the order in which they are tried, each without a bar outside brackets. What
            does not begin with a plain letter or digit is tried in its place.

    >>> one_of(["days?", "weeks?", "d"])
    '(?:(?-i:[dD])(?:ays?|)|(?-i:[wW])eeks?)'
    """
    branches: list[tuple[str, list[str]]] = []
    since = 0  # the first branch that a pattern may join without overtaking another that could match the same
    for pattern in patterns:
        if not _LETTER.match(pattern):
            branches.append(("", [pattern]))
            since = len(branches)
            continue
        letter = pattern[0].lower()
        alike = next((rest for first, rest in branches[since:] if first == letter), None)
        if alike is None:
            branches.append((letter, [pattern[1:]]))
        else:
            alike.append(pattern[1:])
    return "(?:" + "|".join(_branch(letter, rest) for letter, rest in branches) + ")"


def _branch(letter: str, rest: list[str]) -> str:
    cases = letter + letter.upper() if letter.isalpha() else letter
    first = f"(?-i:[{cases}])" if letter else ""
    if len(rest) == 1:
        return first + rest[0]
    return first + (one_of(rest) if len(rest) > _FEW else f"(?:{'|'.join(rest)})")
