"""What a word means where its surroundings tell: "CRT" beside a pacemaker, "the diaphragm", "insulin resistance".

The lexicon gives each form one meaning; a table says by which words around it another is meant, or none. Short forms
that mean nothing by themselves ("RA") are in no other table; this one says beside which words they mean what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from eligo.resources import Row, read_table, split_cell
from eligo.schema import Mention

if TYPE_CHECKING:
    from .lexicon import Term

__all__ = ["SENSE_COLUMNS", "Sense", "meant", "read_senses"]

SENSE_COLUMNS = ("concept", "forms", "where", "words", "unless", "instead", "source")
_NONE = "-"
_NEAR = 2_000  # characters on each side that are looked at
_PLACES: tuple[Literal["before", "after", "near"], ...] = ("before", "after", "near")


@dataclass(frozen=True, slots=True)
class Sense:
    """A row of the table.

    Attributes:
        forms: None: of every form of the term.
        words: found where one of them stands in the place asked for.
        unless: None: nothing keeps the term as it is.
        instead: id of the concept that is meant; None: nothing that a table knows.
    """

    forms: re.Pattern[str] | None
    where: Literal["before", "after", "near"]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    instead: str | None

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the term at ``text[start:end]`` is meant so."""
        if self.forms is not None and not self.forms.fullmatch(text, start, end):
            return False
        first, last = max(0, start - _NEAR), end + _NEAR
        if self.where == "near":
            found = self.words.search(text, first, start) or self.words.search(text, end, last)
        elif self.where == "after":
            found = self.words.match(text, end)
        else:
            found = self.words.search(text, max(0, start - 40), start)
        return found is not None and (self.unless is None or self.unless.search(text, first, last) is None)


def meant(text: str, mentions: Iterable[Mention], offset: int, terms: Mapping[str, Term]) -> list[Mention]:
    """The mentions as their surroundings mean them; those that mean nothing known are left out.

    Args:
        offset: where `text` starts in the document.
        terms: by id; a sense whose concept is not among them is left alone.
    """
    kept = []
    table = _by_concept()
    for mention in mentions:
        rows = table.get(mention.concept.id) if mention.concept is not None else None
        sense = rows and next((r for r in rows if r.holds(text, mention.start - offset, mention.end - offset)), None)
        if not sense:
            kept.append(mention)
        elif sense.instead is not None and sense.instead in terms:
            term = terms[sense.instead]
            kept.append(replace(mention, label=term.label, name=term.concept.name, concept=term.concept))
        elif sense.instead is not None:
            kept.append(mention)
    return _with_short_forms(text, kept, offset, terms)


def _with_short_forms(text: str, mentions: list[Mention], offset: int, terms: Mapping[str, Term]) -> list[Mention]:
    """The mentions with the short forms that no table has."""
    rows = _by_concept().get(_NONE)
    if not rows or text.isupper():  # where all is in capitals, a short form cannot be told from a word
        return mentions
    added = []
    for found in _short_forms().finditer(text):
        start, end = found.span()
        if any(m.start - offset < end and start < m.end - offset for m in mentions):
            continue
        sense = next((row for row in rows if row.holds(text, start, end)), None)
        if sense is not None and sense.instead is not None and sense.instead in terms:
            term = terms[sense.instead]
            added.append(
                Mention(term.label, term.concept.name, text[start:end], start + offset, end + offset, term.concept)
            )
    return sorted([*mentions, *added], key=lambda m: m.start) if added else mentions


def read_senses(path: str = "senses.tsv") -> dict[str, tuple[Sense, ...]]:
    """By concept: its rows, in their order.

    Raises:
        LexiconError: if a row's place is unknown, or it has no words or no ``instead``.
    """
    found: dict[str, tuple[Sense, ...]] = {}
    for row in read_table(path, SENSE_COLUMNS):
        found[row["concept"]] = (*found.get(row["concept"], ()), _sense(row))
    return found


@cache
def _short_forms() -> re.Pattern[str]:
    forms = sorted({form.pattern for row in _by_concept()[_NONE] if (form := row.forms) is not None})
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(forms)})(?!\w|[-+]\w)")


@cache
def _by_concept() -> dict[str, tuple[Sense, ...]]:
    return read_senses()


def _sense(row: Row) -> Sense:
    where = next((place for place in _PLACES if place == row["where"]), None)
    if where is None:
        raise row.error(f"unknown place {row['where']!r}; known: {', '.join(_PLACES)}")
    words = _starts(row["words"])
    if words is None or not row["instead"]:
        raise row.error("words and instead must be filled")
    if where == "after":
        words = re.compile(rf"[\s\-‐‑,(]*{words.pattern}", re.IGNORECASE)
    elif where == "before":
        words = re.compile(rf"{words.pattern}\w*[\s\-‐‑]*$", re.IGNORECASE)
    forms = "|".join(_form(form) for form in split_cell(row["forms"]))
    return Sense(
        re.compile(forms) if forms else None,
        where,
        words,
        _starts(row["unless"]),
        None if row["instead"] == _NONE else row["instead"],
    )


def _form(form: str) -> str:
    """A form with a plural; one with a trailing ``!`` is matched as written."""
    spelled = r"\s+".join(re.escape(word) for word in form.rstrip("!").split())
    return spelled if form.endswith("!") else f"(?i:{spelled}s?)"


def _starts(cell: str) -> re.Pattern[str] | None:
    """Words by their start in any case, or as written and whole (``!``)."""
    words = []
    for part in split_cell(cell):
        spelled = r"\s+".join(re.escape(word) for word in part.rstrip("!").split())
        words.append(rf"(?-i:{spelled})(?!\w)" if part.endswith("!") else spelled)
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) if words else None
