"""Whether a line goes on from the line before it: hard-wrapped text is rebuilt, neighbouring criteria stay apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .headings import governs, is_connector
from .lines import Line

__all__ = ["Wrapping", "goes_on", "measure"]

_END = (".", ";", ":", "!", "?")
_LOW = re.compile(r"[a-zà-ÿ]+(?![\w])(?!\)|\.\s)")  # a word in lower case, not "eGFR", "pT1"
_FIRST_WORD = re.compile(r"\S+")
_SHORT = 60  # characters: a shorter line was not broken for its length


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a list of lines is set.

    Attributes:
        width: the column where an editor broke the lines; 0 where none did.
        lower: whether the lines of the list begin in lower case as a rule.
        comma: whether they end with a comma as a rule.
    """

    width: int = 0
    lower: bool = False
    comma: bool = False


def measure(lines: Sequence[Line]) -> Wrapping:
    """How `lines` (of one list) are set."""
    if len(lines) < 2:
        return Wrapping()
    ends = [line.hang + len(line.text) for line in lines]
    widest = max(ends)
    full = sum(1 for a, b in pairwise(lines) if not b.gap and _full(a, b, widest))
    glued = sum(1 for line in lines if not line.gap) or 1
    width = widest if 60 <= widest <= 130 and full >= 1 and full >= 0.3 * _unmarked(lines) else 0
    bare = [line for line in lines if line.marker is None and line.text]
    lower = sum(line.text[0].islower() for line in bare) > 0.4 * len(bare) and not width
    comma = sum(line.text.endswith(",") for line in lines) > 0.4 * len(lines) and glued > 0
    return Wrapping(width, lower, comma and not width)


def _unmarked(lines: Sequence[Line]) -> int:
    return sum(1 for line in lines[1:] if line.marker is None and not line.gap)


def _full(line: Line, after: Line, width: int) -> bool:
    first = _FIRST_WORD.match(after.text)
    return line.hang + len(line.text) + 1 + (first.end() if first else 0) > width


def goes_on(before: Line, line: Line, wrapping: Wrapping, *, open_: int, hanging: bool) -> bool:
    """Whether `line` (without bullet) continues the statement that `before` is the last line of.

    Args:
        open_: parentheses open at the end of `before`.
        hanging: whether `line` is indented below the words of a bulleted statement.
    """
    text, last = line.text, before.text
    low = _LOW.match(text) is not None
    if line.gap:
        return low and not last.endswith(_END) and (is_connector(last) or last.endswith(",")) and not wrapping.lower
    if hanging:
        return not (last.endswith(":") and not low and not (wrapping.width and _full(before, line, wrapping.width)))
    if open_ > 0 and (low or text.count(")") > text.count("(")):
        return True
    if text[:1] in "([" and not last.endswith((";", ":")):
        return True
    if wrapping.width and _full(before, line, wrapping.width) and (low or not last.endswith((".", ";"))):
        return True
    if last.endswith(_END):
        return False
    if last.endswith(","):
        return low and not wrapping.comma
    if is_connector(last):
        return low or not governs(last)
    if not low:
        return bool(wrapping.width) and _full(before, line, wrapping.width)
    if wrapping.lower:
        return False
    return len(last) >= _SHORT or is_connector(_FIRST_WORD.findall(text[:20])[0])
