"""Lines → items: one criterion each, wrapped lines rebuilt, lists written on one line taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lines import Line, Marker
from .wrapping import goes_on, measure

__all__ = ["Item", "group"]

_INLINE_BULLET = re.compile(r"(?:(?<=\s)|^)([•▪●◦‣∙➢✓])\s*(?=\S)")
_INLINE_DASH = re.compile(r"(?<=\s)([-–*])\s+(?=[A-Z≥≤<>\d])")
_NUMBERED = re.compile(r"[(\[]?1[.)\]]")
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
    return Item(start, end, text[start:end], head.indent, max(head.hang, head.indent + 1), head.marker, head.gap)


def _take_apart(item: Item, after: Item | None, *, alone: bool) -> list[Item]:
    """An item that holds a whole list on one line, as its parts."""
    cuts = _bullets(item) or _numbers(item, after)
    if not cuts:
        return [item]
    parts = []
    edges = [(0, 0, item.marker), *cuts]
    for (_, begin, marker), stop in zip(edges, [c[0] for c in cuts] + [len(item.text)], strict=True):
        words = item.text[begin:stop]
        stripped = words.strip()
        if stripped.strip(".;,"):
            start = item.start + begin + words.index(stripped)
            parts.append(Item(start, start + len(stripped), stripped, item.indent, item.hang, marker, item.gap))
    return parts


Cut = tuple[int, int, "Marker | None"]  # where the bullet starts, where the words start, the bullet


def _bullets(item: Item) -> list[Cut]:
    text = item.text
    found = list(_INLINE_BULLET.finditer(text)) if item.marker is None or item.marker.style in "•▪●◦‣∙➢✓" else []
    if not found and len(text) > _LONG and (item.marker is None or item.marker.ordinal == 0):
        found = list(_INLINE_DASH.finditer(text))
        if len(found) < 3 or len({m[1] for m in found}) > 1:
            return []
    return [(m.start(), m.end(), Marker(m[1])) for m in found]


def _numbers(item: Item, after: Item | None) -> list[Cut]:
    """List numbers that go on inside an item: ``1. … 2. … 3. …``."""
    marker = item.marker
    if marker is None:
        first = _NUMBERED.match(item.text)
        if first is None:
            return []
        style, ordinal, cuts = first[0], 1, [(0, first.end(), Marker(first[0], 1))]
    elif re.fullmatch(r"[(\[]?1[.)\]]", marker.style):
        style, ordinal, cuts = marker.style, marker.ordinal, []
        if after is not None and after.marker is not None and after.marker.style == style:
            if after.marker.ordinal == ordinal + 1:
                return []
    else:
        return []
    position = cuts[-1][1] if cuts else 0
    opened, closed = re.escape(style[: style.index("1")]), re.escape(style[style.index("1") + 1 :])
    while True:
        ordinal += 1
        found = re.compile(rf"(?<=[\s;,.)]){opened}{ordinal}{closed}(?=\s*[^\W\d]|\s+\S)").search(item.text, position)
        if found is None:
            return cuts
        cuts.append((found.start(), found.end(), Marker(style, ordinal)))
        position = found.end()
