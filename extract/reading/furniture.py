"""What a registry page carries beside its criteria: menus, contact blocks, fields."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from eligo.resources import Row, read_table

from .lines import Line
from .patterns import union

__all__ = ["FieldLabel", "Furniture", "is_boilerplate", "match_field", "match_furniture"]

_LONGEST = 200  # characters: a longer line is prose
_PROSE = re.compile(
    r"\b(?:of|with|within|without|is|are|was|were|for|to|in|by|at|from|on|that|which|must|or|naive)\b", re.I
)
_QUESTION = re.compile(r"(?:how|what|where|who|when|why|can i|do i|need|looking|not|want)\b.{3,60}\?$", re.I)


class Furniture(NamedTuple):
    """A line that is no criterion; `ends`: the list of criteria stops before it."""

    reason: str
    ends: bool


class FieldLabel(NamedTuple):
    """A registry field's label; `value` is what stands after it on the line, None where nothing does."""

    name: str
    value: Line | None


@cache
def _rows() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in read_table("page_furniture.tsv", ("kind", "pattern", "reason", "source")):
        if row.cells["kind"] not in {"end", "skip", "field"}:
            raise row.error(f"kind {row['kind']!r} is not one of end, skip, field")
        rows.setdefault(row.cells["kind"], []).append(row)
    return rows


@cache
def _lines(kind: str) -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """All rows as one pattern, and each with its reason."""
    rows = _rows().get(kind, [])
    return re.compile(union(rows) + r"[\s:.…>»]*$", re.I), tuple(
        (re.compile(union([r]) + r"[\s:.…>»]*$", re.I), r.cells["reason"]) for r in rows
    )


@cache
def _labels() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    rows = _rows().get("field", [])
    after = r"(?P<after>\s*[:：]\s*|\s*$|\s*\t\s*|\s+(?=[A-Za-z0-9≥<>])|(?=[A-Z0-9]))"
    every = tuple((re.compile(f"(?i:{union([r])})" + after), r.cells["reason"]) for r in rows)
    return re.compile(union(rows), re.I), every


def match_furniture(line: Line) -> Furniture | None:
    """What `line` is, if it is furniture of a web page."""
    text = line.text
    if len(text) > _LONGEST and text[:11].lower() != "lorem ipsum":
        return None
    for kind in ("skip", "end"):
        if kind == "end" and text[:1].islower() and not line.gap:
            continue  # the end of a wrapped line
        every, each = _lines(kind)
        if every.match(text):
            for pattern, reason in each:
                if pattern.match(text):
                    return Furniture(reason, kind == "end")
    if line.marker is None and line.gap and text.endswith("?") and _QUESTION.match(text):
        return Furniture("page navigation", True)
    return None


def is_boilerplate(text: str) -> bool:
    """Whether `text` is a sentence that records carry beside their criteria."""
    return len(text) < 2 * _LONGEST and any(
        reason == "boilerplate" and pattern.match(text) for pattern, reason in _lines("skip")[1]
    )


def match_field(line: Line) -> FieldLabel | None:
    """The registry field that `line` begins with the label of, glued to its value or not."""
    text = line.text
    if len(text) > 3 * _LONGEST or not _labels()[0].match(text):
        return None
    best: tuple[int, int, str] | None = None
    for pattern, name in _labels()[1]:
        found = pattern.match(text)
        if found and (best is None or found.start("after") > best[0]):
            best = (found.start("after"), found.end(), name)
    if best is None:
        return None
    colon = ":" in text[best[0] : best[1]]
    value = line.cut(line.start + best[1])
    if not value.text:
        return FieldLabel(best[2], None)
    if not colon and (value.text.endswith(".") or len(value.text) > _LONGEST):
        return None  # a sentence that begins with the word
    if not colon and value.text[0].islower() and (_PROSE.search(value.text) or len(value.text.split()) > 8):
        return None  # "Treatment naive patients with …"; names ("Treatment ramucirumab, nivolumab") are a value
    return FieldLabel(best[2], value)
