"""Many words as one regular expression, so written that the words which begin with another letter cost nothing.

Where letters match in either case, Python's engine tries the branches of ``(?:alpha|beta|gamma)`` one after the other,
at each place. A branch that begins with a class of characters it passes over by one look at the next character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["one_of"]

_LETTER = re.compile(r"[A-Za-z0-9](?![*+?{])")
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)  # marks, also those that mean only themselves
_GROUP = re.compile(r"\((?:[^?]|\?P<)")  # one that captures; it can be written only once
_FEW = 3  # patterns with the same first letter that are not parted by the second


def one_of(patterns: Iterable[str]) -> str:
    """A group that matches as ``(?:first|second|…)`` does, to be compiled with `re.IGNORECASE`.

    Args:
        patterns: regular expressions in the order in which they are tried, each without a bar outside brackets. What
            begins neither with a plain letter or digit nor with a group of such is tried in its place.

    >>> one_of(["days?", "weeks?", "d"])
    '(?:(?-i:[dD])(?:ays?|)|(?-i:[wW])eeks?)'
    """
    branches: list[tuple[str, list[str]]] = []
    since = 0  # the first branch that a pattern may join without overtaking another that could match the same
    for pattern in (p for given in patterns for p in _spread(given)):
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


def _spread(pattern: str) -> Iterator[str]:
    """What a group at the beginning stands for: ``(?:a|b)c`` is ``ac`` or ``bc``, ``(?:a)?c`` is ``ac`` or ``c``."""
    if not pattern.startswith("(?:") or _GROUP.search(pattern):
        yield pattern
        return
    depth, at, inside = 0, 3, []
    for mark in _PARTS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth == 0 or (depth == 1 and mark[0] == "|"):
            inside.append(pattern[at : mark.start()])
            at = mark.end()
        if depth == 0:
            break
    rest = pattern[at:]
    if rest[:1] in ("*", "+", "{") or rest[:2] in ("??", "?+"):
        yield pattern
        return
    if rest[:1] == "?":
        inside, rest = [*inside, ""], rest[1:]
    for branch in inside:
        yield from _spread(branch + rest)
