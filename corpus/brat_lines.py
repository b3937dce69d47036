"""One line of a brat ``.ann`` file → one annotation.

Format: https://brat.nlplab.org/standoff.html. The reference text of a ``T`` line must equal the text at its offsets.
Line breaks may be written as spaces, and a fragment may end in blanks that the reference lacks: they are trimmed off.
Fragments out of order are sorted, overlapping ones joined.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from .standoff import Attribute, Entity, Event, Normalization, Note, Relation, Span

__all__ = ["Annotation", "BadLine", "one_line", "parse_line"]

Annotation: TypeAlias = Entity | Relation | Event | Attribute | Note | Normalization

_BREAKS = str.maketrans("\r\n", "  ")
_OFFSETS = re.compile(r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*\Z", re.ASCII)


class BadLine(ValueError):
    """Why a line is no annotation of its text; the caller adds file and number."""


def one_line(text: str) -> str:
    """`text` as a reference is written: line breaks as spaces, the same length."""
    return text.translate(_BREAKS)


def parse_line(line: str, number: int, text: str) -> Annotation:
    """The annotation on `line` (without its line break).

    Args:
        number: the line's number, from 1, kept in the annotation.
        text: the document's text.

    Raises:
        BadLine: if it cannot be read, or does not fit the text.
    """
    kind = line[0]
    fields = line.split("\t", 2)
    if len(fields) < 2:
        raise BadLine(f"no tab after the id in {line[:40]!r}")
    if kind == "T":
        return _entity(fields, number, text)
    if kind in "R*":
        return _relation(fields, number)
    if kind == "E":
        return _event(fields, number)
    if kind in "AM":
        return _attribute(fields, number)
    if kind == "N":
        return _normalization(fields, number)
    if kind == "#":
        words = fields[1].split()
        if len(words) != 2:
            raise BadLine(f"a note needs a type and an id, not {fields[1]!r}")
        return Note(fields[0], words[0], words[1], fields[2] if len(fields) > 2 else "", number)
    raise BadLine(f"an annotation starts with T, R, *, E, A, M, N or #, not {kind!r}")


def _entity(fields: list[str], number: int, text: str) -> Entity:
    if len(fields) < 3:
        raise BadLine("the reference text is missing")
    name, _, offsets = fields[1].partition(" ")
    if not name or not _OFFSETS.match(offsets):
        raise BadLine(f"{fields[1]!r} is not a type and offsets")
    spans: list[Span] = []
    for fragment in offsets.split(";"):
        start, end = map(int, fragment.split(" "))
        if end > len(text):
            raise BadLine(f"{fields[0]} ends at {end}, but the text has {len(text)} characters")
        if start >= end:
            raise BadLine(f"{fields[0]} has an empty fragment, {start} to {end}")
        spans.append((start, end))
    covered, reference = " ".join(text[s:e] for s, e in spans), one_line(fields[2])
    if one_line(covered) != reference:
        spans = _trimmed(spans, text)
        covered = " ".join(text[s:e] for s, e in spans)
        if one_line(covered) != reference.strip() or not covered:
            raise BadLine(f"{fields[0]} says {fields[2]!r}, the text at {offsets} says {covered!r}")
    if any(spans[n][1] > spans[n + 1][0] for n in range(len(spans) - 1)):
        spans = _in_order(spans)
        covered = " ".join(text[s:e] for s, e in spans)
    return Entity(fields[0], name, tuple(spans), covered, number)


def _in_order(spans: list[Span]) -> list[Span]:
    """Sorted as the text runs, overlapping fragments as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _trimmed(spans: list[Span], text: str) -> list[Span]:
    (first, first_end), (last, last_end) = spans[0], spans[-1]
    lead = len(text[first:first_end]) - len(text[first:first_end].lstrip())
    trail = len(text[last:last_end]) - len(text[last:last_end].rstrip())
    if len(spans) == 1:
        return [(first + lead, max(first + lead, last_end - trail))]
    return [(first + lead, first_end), *spans[1:-1], (last, last_end - trail)]


def _pairs(words: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for word in words:
        role, colon, target = word.partition(":")
        if not (role and colon and target):
            raise BadLine(f"{word!r} is not role:id")
        pairs.append((role, target))
    return tuple(pairs)


def _relation(fields: list[str], number: int) -> Relation:
    name, *words = fields[1].split() or [""]
    if fields[0] == "*":
        if len(words) < 2:
            raise BadLine("a group needs a type and at least two ids")
        return Relation("*", name, tuple(("", word) for word in words), number)
    if len(words) != 2:
        raise BadLine(f"a relation needs a type and two arguments, not {fields[1]!r}")
    return Relation(fields[0], name, _pairs(words), number)


def _event(fields: list[str], number: int) -> Event:
    pairs = _pairs(fields[1].split())
    if not pairs:
        raise BadLine("an event needs type:trigger")
    return Event(fields[0], pairs[0][0], pairs[0][1], pairs[1:], number)


def _attribute(fields: list[str], number: int) -> Attribute:
    words = fields[1].split(None, 2)
    if len(words) < 2:
        raise BadLine(f"an attribute needs a type and an id, not {fields[1]!r}")
    return Attribute(fields[0], words[0], words[1], words[2].strip() if len(words) > 2 else None, number)


def _normalization(fields: list[str], number: int) -> Normalization:
    words = fields[1].split()
    resource, colon, entry = words[2].partition(":") if len(words) == 3 else ("", "", "")
    if not colon:
        raise BadLine(f"a normalization needs a type, an id and resource:entry, not {fields[1]!r}")
    return Normalization(fields[0], words[0], words[1], resource, entry, fields[2] if len(fields) > 2 else "", number)
