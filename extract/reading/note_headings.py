"""The sections of a note, found by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from eligo.resources import read_table, split_cell

from .lines import Line

__all__ = ["Section", "match_section", "unfold"]

Layout = Literal["rows", "prose"]
_INLINE = re.compile(
    r"[\s*#_]*(?P<name>[^\W\d_][\w /&+.,'’()-]{0,60}?)[*_\s]*(?P<colon>[:：]|\s[-–—]\s)[*_\s]*(?P<rest>.*)$", re.DOTALL
)
_ALONE = re.compile(r"[\s*#_=~-]*(?P<name>[^\W\d_][\w /&+.,'’()-]{0,60}?)[*_\s:=~-]*$")
_DATED = re.compile(
    r"\s*\([^()]*\)\s*$|\s+(?:on|from|at)\s+.*$|,?\s+\d{1,4}[-/.]\d[-/.\d]*\s*$"
    r"|,?\s+(?:\d{1,2}\s+)?[A-Za-z]{3,9}\.?\s+(?:\d{1,2},?\s+)?(?:19|20)\d\d\s*$",
    re.I,
)
_KEEP = frozenset(
    {"labs", "vitals", "medications", "physical_exam", "imaging", "review_of_systems", "demographics", "allergies"}
)
_LABELS = frozenset(  # headings that with words behind them are questions that these answer
    (
        "tobacco", "alcohol", "smoking", "smoking status", "tobacco use", "alcohol use", "smoking history", "ekg",
        "ecg", "electrocardiogram", "echocardiogram", "echo", "echocardiography", "tte", "ct", "mri", "ct scan",
        "x-ray", "chest x-ray", "cxr", "pet/ct", "pet-ct", "pet", "ultrasound", "mammogram", "biopsy", "blood cultures",
    )
)  # fmt: skip
_LABELS_THERE = frozenset(("drugs", "drug use", "occupation", "living situation", "substance use"))
_LISTS = frozenset({"medications", "medications_stopped", "allergies"})
_WITHIN = re.compile(r"(?:(?<=\s\s)|(?<=[.;\])]\s))(?P<name>[A-Z]{2}[A-Z /&]{1,50}):\s+(?=\S)")
_WRAPPED = 120  # characters: a line of a text that was broken for its length is no longer

_SIGNED = re.compile(r"\(\s*(?:[+−–-]|neg|pos|yes|no|[YN])\s*\)\s*$|\s[+−-]{1,3}\s*$|\+$", re.I)
_NUMBER = re.compile(r"\d{1,3}\s*%?\s*(?:\([^()\n]{0,40}\)\s*)?(?:(?:on|at|as\s+of)\s[^\n]{0,30})?[.;]?\s*$")


@dataclass(frozen=True, slots=True)
class Section:
    """A section's heading.

    Attributes:
        rest: what stands after it on the line; the whole line where the heading is but the line's label.
    """

    name: str
    layout: Layout
    rest: Line | None


@cache
def _names() -> dict[str, tuple[str, Layout]]:
    names: dict[str, tuple[str, Layout]] = {}
    for row in read_table("note_sections.tsv", ("section", "headings", "layout", "source")):
        if row.cells["layout"] not in {"rows", "prose"}:
            raise row.error(f"layout is {row['layout']!r}, expected rows or prose")
        layout: Layout = "rows" if row.cells["layout"] == "rows" else "prose"
        for name in split_cell(row.cells["headings"]):
            if name in names:
                raise row.error(f"{name!r} is a heading of {names[name][0]!r} already")
            names[name] = (row.cells["section"], layout)
    return names


def unfold(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, cut before each heading of the table that stands in capitals within one, as where breaks were lost."""
    for line in lines:
        rest = line
        for found in _WITHIN.finditer(line.text) if len(line.text) > _WRAPPED else ():
            start = line.start + found.start("name")
            if _known(found["name"]) is not None:
                before = rest.cut(rest.start, start)
                yield replace(before, marker=rest.marker, at=rest.at)
                rest = replace(rest.cut(start), indent=0, gap=True)
        yield rest


def match_section(line: Line, current: str | None) -> Section | None:
    """The section that `line` opens, with a heading of the table or one that looks like a heading."""
    text = line.text
    if len(text) > 20_000 and ":" not in text[:70]:
        return None
    inline = _INLINE.match(text[:100]) and _INLINE.match(text)
    if inline:
        known = _known(inline["name"])
        rest = line.cut(line.start + inline.start("rest"))
        dash = ":" not in inline["colon"] and "：" not in inline["colon"]
        if known and not (dash and not inline["name"].isupper()) and not _inside(known, inline["name"], rest, current):
            label = rest.text and inline["name"].casefold() in _LABELS
            return Section(known[0], known[1], replace(line, marker=None) if label else rest if rest.text else None)
        if rest.text or dash:
            return None
        return _unknown(inline["name"], current, colon=True)
    alone = _ALONE.match(text) if len(text) < 80 else None
    if alone is None:
        return None
    known = _known(alone["name"])
    if known is None and _SIGNED.search(text):
        return None  # "HTN (-)", "CAD +"
    if known and (text[:1].isupper() or text[:1] in "*#_=") and _standing(alone["name"], line):
        return Section(known[0], known[1], None)
    found = _unknown(alone["name"], current, colon=False)
    if found is None or (current in _KEEP and current not in _LISTS):
        return found
    if current is not None and not line.gap:
        return None  # an entry of a list that is written in capitals
    return replace(found, name=current if current in _LISTS else found.name, rest=replace(line, marker=None))


def _inside(known: tuple[str, Layout], name: str, rest: Line, current: str | None) -> bool:
    """Whether a heading's name is just a row's label ("ECOG: 1"; "Urine: clear" among results)."""
    if _NUMBER.match(rest.text):
        return True
    if known[0] == "functional_status" and rest.text[:1].isdigit():
        return True
    if current is None or not rest.text:
        return False
    plain = name.casefold().strip()
    if current == "social_history" and (plain in _LABELS or plain in _LABELS_THERE):
        return True
    return (current in {"labs", "vitals"} and known[0] == current) or (current in _KEEP and name.islower())


def _standing(name: str, line: Line) -> bool:
    """Whether a name without colon stands as a heading does."""
    return name.isupper() or (line.marker is None and (line.gap or name.istitle() or len(name.split()) > 1))


def _known(name: str) -> tuple[str, Layout] | None:
    plain = re.sub(r"\s+", " ", name).strip(" .,*").lower()
    if plain == "all" and name.isupper():
        return None  # a leukaemia
    return _names().get(plain) or _names().get(_DATED.sub("", plain))


def _unknown(name: str, current: str | None, *, colon: bool) -> Section | None:
    words = name.split()
    shouted = name.isupper() and len(name) > 3
    if len(words) > 6 or not (shouted or (colon and name[:1].isupper() and len(words) <= 4)):
        return None
    if not colon and (len(words) > 5 or (len(words) < 2 and len(name) < 5) or any(c.isdigit() for c in name)):
        return None
    if current in _KEEP:
        return Section(
            current, "prose" if current in {"imaging", "physical_exam", "review_of_systems"} else "rows", None
        )
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return Section(slug, "prose", None) if slug else None
