"""Lists that are numbered within one line: ``one of the following: a) diabetes b) gout``."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Marker", "markers"]

_MARKER = re.compile(
    r"(?P<before>(?:[.,;:]\s*)?(?:\b(?P<word>and/or|and|or)\s+)?)(?<![\w)])\(?(?P<mark>(?-i:[a-h])|[1-9]|(?-i:i{1,3}|iv|vi{0,3}))"
    r"(?:[.]?\)(?=\s*[^\s).,;:])|\.(?=\s+[^\W_])|\.\)(?=\s))",
    re.I,
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
# what a figure in brackets repeats: "two (2) lines"; or whose number it is: "visit (1)"
_OWNED = re.compile(
    r"(?:\b(?:one|two|three|four|five|six|seven|eight|nine|part|phase|visit|day|week|cohort|arm|group|step|stage|type|grade|class|section|"
    r"criterion|criteria|factor|interleukin|IL|table|figure))\s*\Z",
    re.I,
)
_OPENS = re.compile(r"(?:[:(]|\b(?:as|following)|\A)\s*\Z", re.I)  # "1." elsewhere ends a sentence
_NUMBER = re.compile(r"[\d<>≤≥=-]\s*\Z")
_DASHED = re.compile(r":\s*(?P<mark>[-–*•·])\s+(?=[^\W\d_])")
_HINT = re.compile(r"[b2i](?<![\w)].)(?:(?<!i)|(?<=i)i)(?:\.?\)|\.\s)")  # the second of a list


class Marker(NamedTuple):
    """A marker, its words counted in the statement.

    Attributes:
        start: where the conjunction before it starts, else the marker.
        first: it begins the list.
        word: the conjunction.
    """

    start: int
    end: int
    first: bool
    word: tuple[int, int] | None


def markers(text: str) -> list[Marker]:
    """The markers of the lists in `text`: runs that count from a, 1 or i, of two or more."""
    out: list[Marker] = _dashes(text) if ":" in text and _DASHED.search(text) is not None else []
    if out or _HINT.search(text) is None:
        return out
    run: list[tuple[re.Match[str], str]] = []
    for match in _MARKER.finditer(text):
        mark = match["mark"].casefold()
        start = match.start("mark") - (text[match.start("mark") - 1 : match.start("mark")] == "(")
        owned = _OWNED if not mark.isdigit() or not _NUMBER.search(text, max(0, start - 3), start) else _NUMBER
        if owned.search(text, max(0, start - 12), start):
            continue
        dotted = match.group()[-1] == "."
        if run and mark == _next(run) and dotted == (run[0][0].group()[-1] == "."):
            run.append((match, mark))
            continue
        if mark in ("a", "1", "i") and (not dotted or _OPENS.search(text, max(0, start - 12), start)):
            out += _of(text, run)
            run = [(match, mark)]
    return out + _of(text, run)


def _dashes(text: str) -> list[Marker]:
    """Bullets behind a colon that were run together: "any of the following: - asthma - gout"."""
    first = _DASHED.search(text)
    assert first is not None
    begins = r"[A-Z]" if first["mark"] in "-–" else r"[^\W\d_]"
    again = rf"(?:(?<=[\w)])\s*[,;])?\s+(?:\b(?P<word>and/or|and|or)\s+)?{re.escape(first['mark'])}\s+(?={begins})"
    found = [Marker(first.start("mark"), first.end(), first=True, word=None)]
    for match in re.finditer(again, text[first.end() :]):
        word = match.span("word") if match["word"] else None
        at = first.end()
        moved = None if word is None else (word[0] + at, word[1] + at)
        found.append(Marker(match.start() + at, match.end() + at, first=False, word=moved))
    return found if len(found) > 1 else []


def _next(run: list[tuple[re.Match[str], str]]) -> str:
    first, n = run[0][1], len(run)
    if first == "i":
        return _ROMAN[n] if n < len(_ROMAN) else "-"
    return chr(ord(first) + n)


def _of(text: str, run: list[tuple[re.Match[str], str]]) -> list[Marker]:
    if len(run) < 2:
        return []
    found = []
    for n, (match, _) in enumerate(run):
        start = match.start("mark") - (text[match.start("mark") - 1 : match.start("mark")] == "(")
        word = match.span("word") if match["word"] else None
        if n and match["before"][:1] == ".":
            start = match.start()
        found.append(Marker(start, match.end(), n == 0, word))
    return found
