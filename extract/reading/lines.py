"""A text as lines: where each one's words start and end, its indentation, its bullet or list number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from eligo.schema.quick import quick_init

__all__ = ["SPACE", "Line", "Marker", "is_blank", "split_lines"]

# What counts as blank: Python's white space and the characters of no width that web pages leave behind.
SPACE = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff"
    + "".join(map(chr, range(0x2000, 0x200B)))
)

_SYMBOL = r"""(?P<symbol>\\?\*(?!\*)|[-–—−‐‑]{1,3}(?=[\s\u200b]|[^\W\d_]|["'(\[≥≤<>]|$)
    |[•◦▪▫●○■□◆◇▶►▸➢➤→⇒✓✔‣⁃∙·§¿❖⦁\uf0b7\uf0a7\uf0d8\uf06f\uf0fc\uf0a8]|o(?=[\s\u200b]+\S)|\?(?=\s+[A-Z]))"""
_NUMBER = r"""[(\[]?(?P<number>\d{1,3}(?:\.\d{1,2}){0,3})(?P<close>\s?[.)\]]{1,2}:?|:(?=\s*[^\W\d_])|(?=\s+[A-Z][a-z]))
    (?=[\s\u200b]|[^\W\d_]|["'(\[≥≤<>]|$)"""
_LETTER = r"""\(?(?P<letter>[A-Za-z]|[ivxIVX]{2,5})(?P<shut>[.)]{1,2})(?=[\s\u200b]|$)"""
_MARKER = re.compile(rf"(?:{_SYMBOL}|{_NUMBER}|{_LETTER})[\s\u200b]*", re.VERBOSE)
_SEPARATOR = re.compile(r"[-=_*~#.–—•+]{4,}$|([-=_*~#])(?:\s*\1){3,}$")
_FIRST = re.compile(r"[^\s\u200b-\u200d\u2060\ufeff]")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@quick_init
@dataclass(frozen=True, slots=True)
class Marker:
    """A bullet or a list number.

    Attributes:
        style: what siblings share: ``-``, ``•``, ``1.``, ``(1)``, ``a)``, ``i.``.
        ordinal: its place in the list, 0 for bullets.
    """

    style: str
    ordinal: int = 0


@quick_init
@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank; offsets count characters of the whole text.

    Attributes:
        at: where its first visible character stands.
        start, end: its words, without bullet and outer blanks; equal for a bare bullet.
        indent: columns before `at`.
        gap: whether a blank line, or the start of the text, stands before it.
    """

    text: str
    at: int
    start: int
    end: int
    indent: int
    marker: Marker | None = None
    gap: bool = False

    @property
    def hang(self) -> int:
        """The column of the first word."""
        return self.indent + self.start - self.at

    def cut(self, start: int, end: int | None = None) -> Line:
        """The part of the words between two offsets of the whole text, outer blanks stripped."""
        end = self.end if end is None else end
        words = self.text[start - self.start : end - self.start]
        stripped = words.lstrip(SPACE)
        start += len(words) - len(stripped)
        stripped = stripped.rstrip(SPACE)
        return replace(self, text=stripped, at=start, start=start, end=start + len(stripped), marker=None)


def is_blank(text: str) -> bool:
    """Whether nothing of `text` is visible."""
    return not text.strip(SPACE)


def split_lines(text: str) -> Iterator[Line]:
    """The lines of `text` that are not blank, list numbers resolved by the sequence they stand in.

    A ruler (``-----``) is left out and counts as a gap.
    """
    sequence = _Sequence()
    position, gap = 0, True
    for raw in text.splitlines(keepends=True):
        at, position = position, position + len(raw)
        found = _FIRST.search(raw)
        if found is None:
            gap = True
            continue
        words = raw.rstrip(SPACE)
        first = found.start()
        if _SEPARATOR.match(words, first):
            gap = True
            continue
        indent = len(raw[:first].expandtabs(8)) if first else 0
        marker, start = sequence.read(words, first, gap)
        yield Line(words[start:], at + first, at + start, at + len(words), indent, marker, gap)
        gap = False


class _Sequence:
    """Tells list numbers from numbers: ``65.`` after ``3.`` is the end of a sentence, not a list number."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def read(self, words: str, first: int, gap: bool) -> tuple[Marker | None, int]:
        """The marker at `first` and where the words after it start."""
        outer = self._one(words, first, gap)
        if outer is None:
            return None, first
        marker, start = outer
        if marker.ordinal == 0 and start < len(words):
            inner = self._one(words, start, gap, nested=True)
            if inner is not None:  # "- 1. text", "* a) text"
                return Marker(marker.style + inner[0].style, inner[0].ordinal), inner[1]
        return marker, start

    def _one(self, words: str, at: int, gap: bool, nested: bool = False) -> tuple[Marker, int] | None:
        found = _MARKER.match(words, at)
        if found is None:
            return None
        if found["symbol"] is not None:
            if nested and found["symbol"][0] in "-–—−‐‑?o":
                return None
            return Marker(found["symbol"][-1:]), found.end()
        marker = self._numbered(found, gap) if found["number"] is not None else self._lettered(found, words)
        return None if marker is None else (marker, found.end())

    def _numbered(self, found: re.Match[str], gap: bool) -> Marker | None:
        *outer, inner = found["number"].split(".")
        if not found["close"] and not outer:
            return None
        style = found[0][0].strip("0123456789") + "1." * len(outer) + "1" + found["close"].strip()
        ordinal = int(inner)
        last = self.last.get(style, 0)
        if not outer and ordinal > 3 and not last - 1 <= ordinal <= last + 3 and not (gap and ordinal < 40):
            return None
        if not outer and ordinal == 0 and not gap:
            return None
        self.last[style] = ordinal
        return Marker(style, ordinal)

    def _lettered(self, found: re.Match[str], words: str) -> Marker | None:
        letter, shut = found["letter"], found["shut"]
        low = letter.lower()
        open_ = "(" if found[0][0] == "(" else ""
        options = []
        if len(letter) == 1:
            options.append((open_ + ("A" if letter.isupper() else "a") + shut, ord(low) - 96))
        if set(low) <= set("ivx"):
            options.append((open_ + ("I" if letter.isupper() else "i") + shut, _roman(low)))
        rest = words[found.end() : found.end() + 1]
        for style, ordinal in options:  # the list that goes on, else one that begins
            if ordinal - 2 <= self.last.get(style, -9) <= ordinal - 1:
                self.last[style] = ordinal
                return Marker(style, ordinal)
        for style, ordinal in options:
            if ordinal == 1 and not (letter.isupper() and shut == "." and rest.islower()):
                self.last[style] = 1
                return Marker(style, 1)
        return None


def _roman(letters: str) -> int:
    values = [_ROMAN[c] for c in letters]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
