"""A statement as the recogniser sees it: its words, and what the rules say of each.

Words are cut at every change between letters, digits and signs, so that a span that ends within ``10mg`` or
``CD4/CD8`` is still whole words. White space of any length is one blank: a wrapped line reads like a plain one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eligo.schema import Mention, Quantity, TimeExpression

__all__ = ["INNER", "Hinted", "Mark", "cut", "hinted", "marked", "normal", "unwrapped", "wide"]

Mark = tuple[str, int, int]
"""A name and half-open character offsets into the statement."""

INNER = {"chia": "chia2"}
"""By scheme: the scheme of the spans within its spans, asked for with the outer ones as hints."""

_WIDE = 3  # words of a span that may hold another
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True)
class Hinted:
    """A statement's text with what the rules found in it.

    Attributes:
        terms: the lexicon's terms by label, or the spans around the place where inner spans are looked for.
        numbers: quantities and times.
    """

    text: str
    terms: tuple[Mark, ...] = ()
    numbers: tuple[Mark, ...] = ()


def hinted(
    text: str,
    mentions: Iterable[Mention],
    quantities: Iterable[Quantity],
    times: Iterable[TimeExpression],
    *,
    offset: int = 0,
) -> Hinted:
    """A statement with its hints; a quantity within a time is part of the time.

    Args:
        offset: where `text` starts in the document whose characters the others count.
    """
    spans = [("time", t.start - offset, t.end - offset) for t in times]
    free = [
        ("quantity", q.start - offset, q.end - offset)
        for q in quantities
        if not any(start < q.end - offset and q.start - offset < end for _, start, end in spans)
    ]
    terms = tuple((m.label, m.start - offset, m.end - offset) for m in mentions)
    return Hinted(text, terms, (*spans, *free))


def cut(text: str) -> list[tuple[int, int]]:
    """The words of a text, as half-open character offsets."""
    return [found.span() for found in _WORD.finditer(text)]


def wide(text: str, spans: Iterable[Mark]) -> bool:
    """Whether one of the spans is long enough to hold another."""
    return any(len(cut(text[start:end])) >= _WIDE for _, start, end in spans)


def unwrapped(text: str) -> tuple[str, list[int]]:
    """A text in which white space of any length is one blank, and for each of its characters the place in `text`."""
    places = [n for n, c in enumerate(text) if not c.isspace() or (n and not text[n - 1].isspace())]
    return "".join(" " if text[n].isspace() else text[n] for n in places), places


def normal(word: str) -> str:
    """The form under which words share a vector: lower case; every number is ``0``."""
    return "0" if word[:1].isdigit() else word.lower()


def marked(words: Sequence[tuple[int, int]], marks: Iterable[Mark]) -> list[str]:
    """For each word the name of the mark over it, with ``B-`` before it where the mark starts, else ``""``.

    Of marks that overlap the one that starts first wins, then the longest.
    """
    found = [""] * len(words)
    at = 0
    for name, start, end in sorted(marks, key=lambda m: (m[1], m[1] - m[2])):
        while at < len(words) and words[at][1] <= start:
            at += 1
        first = True
        for n in range(at, len(words)):
            if words[n][0] >= end:
                break
            if not found[n]:
                found[n] = f"B-{name}" if first else name
            first = False
    return found
