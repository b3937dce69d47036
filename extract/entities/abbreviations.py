"""Short forms that a page defines itself: "acquired resistance (AR)" makes every AR of the page that.

scispaCy's AbbreviationDetector pairs a short form with its long form. It is shown the surroundings of each bracket, not
the whole page: its own search for brackets grows with the square of their number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from eligo.schema import Concept, Mention

from .lexicon import normal_token

if TYPE_CHECKING:
    from spacy.language import Language

    from .lexicon import Term

__all__ = ["Abbreviation", "AbbreviationFinder", "Finder", "Meaning", "merge", "resolve"]

# A bracket that may define something: a short form behind its long form, or the other way round.
_BRACKET = re.compile(r"\((?=[^()\n]{0,80}\))[^\W\d_][^()\n]*\)")
_BEFORE, _WORDS = 160, 14  # characters and words before a bracket that can hold the long form
_CLAUSE = re.compile(r"[.;:•\n]\s|\n\s*\n|[()]")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A definition found on the page; offsets count the document's characters."""

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int


class Finder(Protocol):
    """What finds terms: `eligo.entities.lexicon.Lexicon`, or one with the user's terminologies behind it."""

    @property
    def terms(self) -> Mapping[str, Term]:
        """By id."""

    def find(self, text: str, offset: int = 0) -> list[Mention]:
        """The mentions in a text."""


class Meaning(NamedTuple):
    """What a short form stands for on this page; `label` None: nothing the lexicon knows."""

    abbreviation: Abbreviation
    label: str | None
    name: str
    concept: Concept | None


class AbbreviationFinder:
    """Definitions of short forms (Schwartz and Hearst 2003, doi:10.1142/9789812776303_0042).

    scispaCy is imported when the first bracket needs it.

    Args:
        nlp: whose tokenizer and vocabulary to use.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __getstate__(self) -> dict[str, Any]:
        return {"_nlp": self._nlp}

    def decide(self, text: str) -> tuple[Abbreviation, ...]:
        """The definitions in `text`, left to right; of a short form defined twice, the first. Pure."""
        found: dict[str, Abbreviation] = {}
        for bracket in _BRACKET.finditer(text):
            start = _before(text, bracket.start())
            if start is None or not _may_define(bracket.group()[1:-1], text[start : bracket.start()]):
                continue
            piece = text[start : bracket.end()]
            doc = self._detector(self._nlp.make_doc(" ".join(piece.split("\n")) + " ."))
            for a in sorted(doc._.abbreviations, key=lambda a: a["short_start"]):  # they come in the order of a set
                long, short = doc[a["long_start"] : a["long_end"]], doc[a["short_start"] : a["short_end"]]
                where = (short.start_char, short.end_char, long.start_char, long.end_char)
                if short.text not in found and _is_short(short.text) and len(long) > 0:
                    found[short.text] = Abbreviation(short.text, long.text, *(start + w for w in where))
        return tuple(found.values())

    @cached_property
    def _detector(self) -> Any:
        from scispacy.abbreviation import AbbreviationDetector
        from spacy.matcher import Matcher

        detector = AbbreviationDetector(self._nlp, make_serializable=True)
        detector.global_matcher = Matcher(self._nlp.vocab, validate=False)  # it adds a pattern for each short form
        detector.global_matcher.add("never", [[{"ORTH": "\ue000"}]])  # spaCy warns of an empty matcher at every call
        return detector


def resolve(abbreviations: Iterable[Abbreviation], lexicon: Finder) -> dict[str, Meaning]:
    """What the page's short forms mean.

    A short form means the term its long form ends in (the head of an English term comes last), if that is at least half
    of it. A long form the lexicon does not know takes away what the lexicon took the short form for, unless the two
    share a word: a page whose AR is no androgen receptor has none.
    """
    meanings: dict[str, Meaning] = {}
    for a in abbreviations:
        inside = lexicon.find(a.long)
        if inside and inside[-1].end == len(a.long) and 2 * len(inside[-1].text.split()) >= len(a.long.split()):
            term = inside[-1]
            meanings[a.short] = Meaning(a, term.label, term.name, term.concept)
        elif any(_strange(a, m, lexicon) for m in lexicon.find(a.short)):
            meanings[a.short] = Meaning(a, None, "", None)
    return meanings


def _strange(a: Abbreviation, mention: Mention, lexicon: Finder) -> bool:
    if mention.concept is None or mention.concept.id not in lexicon.terms:
        return False
    names = [mention.concept.name, *lexicon.terms[mention.concept.id].synonyms]
    known = {t for name in names if " " in name and a.short not in name for t in _words(name)}
    return bool(known) and not known & _words(a.long)


def _words(text: str) -> set[str]:
    return {normal_token(w) for w in _LETTERS.findall(text) if len(w) > 2}


def merge(text: str, mentions: Sequence[Mention], meanings: dict[str, Meaning], *, offset: int) -> tuple[Mention, ...]:
    """The mentions of one statement with the page's own short forms applied.

    A short form in brackets right behind its long form joins that mention; elsewhere it means what the page says,
    whatever the lexicon says.

    Args:
        offset: where `text` starts in the document.
    """
    if not meanings or not any(short in text for short in meanings):
        return tuple(mentions)
    result = list(mentions)
    for short, meaning in meanings.items():
        at = text.find(short)
        while at >= 0:
            end = at + len(short)
            if _stands_alone(text, at, end):
                result = _place(result, text, offset, at, end, meaning)
            at = text.find(short, end)
    return tuple(result)


def _place(mentions: list[Mention], text: str, offset: int, at: int, end: int, meaning: Meaning) -> list[Mention]:
    """The mentions with the short form at ``text[at:end]`` read as `meaning`."""
    start, stop = at + offset, end + offset
    overlapping = [m for m in mentions if m.start < stop and start < m.end]
    if any(m.end - m.start > end - at for m in overlapping):
        return mentions  # part of a longer term
    kept = [m for m in mentions if m not in overlapping]
    if meaning.label is None:
        return kept
    spot = bisect_left([m.start for m in kept], start)
    if spot and kept[spot - 1].concept == meaning.concept:
        before = kept[spot - 1]
        if text[before.end - offset : at].strip() == "(" and text[end : end + 1] == ")":
            kept[spot - 1] = replace(before, text=text[before.start - offset : end + 1], end=stop + 1)
            return kept
    kept.insert(spot, Mention(meaning.label, meaning.name, text[at:end], start, stop, meaning.concept))
    return kept


def _before(text: str, bracket: int) -> int | None:
    """Where the clause starts that may hold the long form of the bracket at `bracket`; None where there is none."""
    start = max(0, bracket - _BEFORE)
    for stop in _CLAUSE.finditer(text, start, bracket):
        start = stop.end()
    words = [m.start() for m in _WORD.finditer(text, start, bracket)]
    return words[-_WORDS:][0] if words else None


def _may_define(inside: str, before: str) -> bool:
    """Whether a bracket looks like a short form, or the word before it like one that the bracket spells out."""
    if len(inside) <= 12 and _is_short(inside):
        return not inside.isalnum() or _spells(inside.lower(), before.lower())
    word = before.split()[-1]
    return len(word) < 10 and _is_short(word) and inside[0].casefold() == word[0].casefold()


def _spells(letters: str, text: str) -> bool:
    """Whether `text` holds all of the letters in their order; of what it does not hold scispaCy makes nothing."""
    at = len(text)
    for letter in reversed(letters):
        at = text.rfind(letter, 0, at)
        if at < 0:
            return False
    return True


def _is_short(text: str) -> bool:
    return sum(c.isupper() for c in text) >= 2 or (len(text) > 1 and text.isupper())


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (start and (text[start - 1].isalnum())) and not (end < len(text) and text[end].isalnum())
