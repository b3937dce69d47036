"""Lines → items: one criterion each, wrapped lines rebuilt, lists written on one line taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from .headings import topic_labels
from .lines import Line, Marker
from .sentences import sentences
from .wrapping import goes_on, measure

__all__ = ["Item", "group", "join_alternatives"]

Cut = tuple[int, int, "Marker | None"]  # where the bullet starts, where the words start, the bullet
_INLINE_BULLET = re.compile(r"([•▪●◦‣∙➢✓])(?<!\S[•▪●◦‣∙➢✓])\s*(?=\S)")
_INLINE_DASH = re.compile(r"([-–*])(?<=\s[-–*])\s+(?=[A-Z≥≤<>\d])")
_NUMBERED = re.compile(r"[(\[]?1[.)\]]")
_COUNTING = re.compile(r"[-*•]?[(\[]?1[.)\]]|\(?[aAiI][.)]")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LISTED = re.compile(r"(?:[.;,:)]|\b(?:and|or|and/or))\s*\Z", re.I)
_STRAY = re.compile(r"[.,;:)\]]+(?:\s+(?=\S)|(?=[A-Z]))")
_CONNECTOR = re.compile(r"\W*(?:and/or|and|or)\W*", re.I)
_PROSE = 200  # characters: a list that is one shorter paragraph is not cut into sentences
_JOINED = 600  # characters: a longer item is not joined with its alternative
_LONG = 200  # characters: shorter items are not searched for dashes between criteria


@dataclass(slots=True)
class Item:
    """A statement in the making.

    Attributes:
        start, end: its words in the whole text.
        indent: column of its bullet or first word.
        hang: column of its first word.
        gap: whether a blank line stands before it.
    """

    start: int
    end: int
    text: str
    indent: int
    hang: int
    marker: Marker | None
    gap: bool

    def part(self, start: int, end: int | None = None, marker: Marker | None = None) -> Item:
        """The words between two offsets of `text`, outer blanks stripped; `marker` is their bullet."""
        words = self.text[start:end]
        stripped = words.strip()
        at = self.start + start + len(words) - len(words.lstrip())
        return Item(at, at + len(stripped), stripped, self.indent, self.hang, marker, self.gap)


def group(lines: Sequence[Line], text: str) -> list[Item]:
    """The items of one list of criteria; `text` is the whole text."""
    return [part for item in _join(lines, text) for part in item]


def _join(lines: Sequence[Line], text: str) -> Iterator[list[Item]]:
    wrapping = measure(lines)
    runs: list[list[Line]] = []
    head: Line | None = None  # the first line of the current run, its bullet included
    balance = 0
    for line in lines:
        if line.marker is None and runs and head is not None:
            last = runs[-1][-1]
            if not last.text and not any(r.text for r in runs[-1]):  # a bullet alone on its line: the words follow
                runs[-1].append(line)
                balance = _balance(line.text)
                continue
            hanging = head.marker is not None and line.indent >= head.hang - 1 and line.indent > head.indent
            if goes_on(last, line, wrapping, open_=balance, hanging=hanging):
                runs[-1].append(line)
                balance = max(0, balance + _balance(line.text))
                continue
        runs.append([line])
        head, balance = line, max(0, _balance(line.text))
    items = [item for run in runs if (item := _item(run, text)) is not None]
    for i, item in enumerate(items):
        yield _take_apart(item, items[i + 1] if i + 1 < len(items) else None, alone=len(items) == 1)


def _balance(text: str) -> int:
    return text.count("(") - text.count(")")


def _item(run: list[Line], text: str) -> Item | None:
    worded = [line for line in run if line.text]
    if not worded:
        return None
    head, start, end = run[0], worded[0].start, worded[-1].end
    stray = _STRAY.match(text, start, end)
    start = stray.end() if stray else start
    return Item(start, end, text[start:end], head.indent, max(head.hang, head.indent + 1), head.marker, head.gap)


def _take_apart(item: Item, after: Item | None, *, alone: bool) -> list[Item]:
    """An item that holds a whole list on one line, as its parts."""
    cuts = _bullets(item) or _numbers(item, after) or _labels(item)
    if not cuts and alone and item.marker is None and len(item.text) > _PROSE:
        cuts = _sentences(item)
    if not cuts:
        return [item]
    edges: list[Cut] = [(0, 0, item.marker), *cuts]
    ends = [*(cut[0] for cut in cuts), len(item.text)]
    parts = [item.part(begin, end, marker) for (_, begin, marker), end in zip(edges, ends, strict=True)]
    return [part for part in parts if part.text.strip(".;,")]


def _bullets(item: Item) -> list[Cut]:
    text = item.text
    found = list(_INLINE_BULLET.finditer(text)) if item.marker is None or item.marker.style in "•▪●◦‣∙➢✓" else []
    if not found and len(text) > _LONG and (item.marker is None or item.marker.ordinal == 0):
        found = list(_INLINE_DASH.finditer(text))
        if len(found) < 3 or len({m[1] for m in found}) > 1:
            return []
    return [(m.start(), m.end(), Marker(m[1])) for m in found]


def _labels(item: Item) -> list[Cut]:
    """Subheadings within a paragraph: "Age: 18 and over Renal: Creatinine normal"; each label stays with its words."""
    if item.marker is not None or item.text.count(":") < 2:
        return []
    found = topic_labels(item.text)
    return [(at, at, None) for at in found if at] if len(found) > 1 else []


def _sentences(item: Item) -> list[Cut]:
    found = list(sentences(item.text))
    return [(start, start, None) for start, _ in found[1:]] if len(found) > 2 else []


def _numbers(item: Item, after: Item | None) -> list[Cut]:
    """List numbers that go on inside an item: ``1. … 2. … 3. …``, ``a) … b) …``, ``i. … ii. …``."""
    marker = item.marker
    cuts: list[Cut]
    if marker is None:
        first = _NUMBERED.match(item.text)
        if first is None:
            return []
        style, ordinal, cuts = first[0], 1, [(0, first.end(), Marker(first[0], 1))]
    elif _COUNTING.fullmatch(marker.style):
        style, ordinal, cuts = marker.style, marker.ordinal, []
        if after is not None and after.marker == Marker(style, ordinal + 1):
            return []
    else:
        return []
    if style[0] in "-*•" and len(style) > 2:  # "- 1. … 2. …": the bullet stands before the first only
        style = style[1:]
    figure = next(c for c in style if c.isalnum())
    opened, closed = (re.escape(part) for part in style.split(figure))
    for found in _list_number(opened, closed, figure).finditer(item.text, cuts[-1][1] if cuts else 0):
        if found["ordinal"] == _counted(figure, ordinal + 1):
            ordinal += 1
            cuts.append((found.start(), found.end(), Marker(style, ordinal)))
    if figure in "aA" and opened == "" and len(cuts) == 1 and not _LISTED.search(item.text[: cuts[0][0]]):
        return []  # "… of type b. …"
    return cuts if len(cuts) > 1 or marker is not None else []


def _counted(figure: str, ordinal: int) -> str:
    """How the lists that begin with `figure` write a number."""
    if figure == "1":
        return str(ordinal)
    if figure in "iI":
        roman = _ROMAN[ordinal - 1] if ordinal <= len(_ROMAN) else ""
        return roman.upper() if figure == "I" else roman
    return chr(ord(figure) + ordinal - 1)


@cache
def _list_number(opened: str, closed: str, figure: str) -> re.Pattern[str]:
    if figure == "1":
        return re.compile(rf"(?<=[\s;,.)]){opened}(?P<ordinal>\d{{1,3}}){closed}(?=\s*[^\W\d]|\s+\S)")
    letters = (
        "[ivx]{1,4}" if figure == "i" else "[IVX]{1,4}" if figure == "I" else "[a-h]" if figure == "a" else "[A-H]"
    )
    return re.compile(rf"(?<=[\s;,.)]){opened}(?P<ordinal>{letters}){closed}(?=\s+\S)")


def join_alternatives(items: Sequence[Item], text: str) -> tuple[list[Item], list[Item]]:
    """Items with a lone "OR" or "AND" between them as one, and the connectors that join nothing."""
    result: list[Item] = []
    left: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        if len(item.text) > 10 or not _CONNECTOR.fullmatch(item.text):
            result.append(item)
        elif result and i + 1 < len(items) and _alternatives(result[-1], items[i + 1]):
            before, after = result[-1], items[i + 1]
            result[-1] = replace(before, end=after.end, text=text[before.start : after.end])
            i += 1
        else:
            left.append(item)
        i += 1
    return result, left


def _alternatives(before: Item, after: Item) -> bool:
    styles = [item.marker.style if item.marker else None for item in (before, after)]
    short = len(before.text) < _JOINED and len(after.text) < _JOINED
    heads = before.text.endswith(":") or after.text.endswith(":") or _CONNECTOR.fullmatch(after.text)
    return styles[0] == styles[1] and abs(before.indent - after.indent) < 2 and short and not heads
