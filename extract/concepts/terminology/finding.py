"""A user's terms beside the tables' own mentions.

The tables win wherever they name something, unless the user's term is longer and holds all of it; and even then where
they know what cannot be lost (what is measured, whom it is about), or where the longer term only adds words that eligo
reads as something said of the thing ("severe asthma"). Of several terminologies the longest term wins, then the one
that was added first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from eligo.entities.lexicon import Term, default_lexicon, words_of
from eligo.schema import Mention

from .entries import LABELS
from .forms import key, only_aspects
from .installed import installed

if TYPE_CHECKING:
    from eligo.entities.lexicon import Lexicon

    from .index import Found, Index

__all__ = ["WiderLexicon", "lexicon"]


def lexicon() -> Lexicon | WiderLexicon:
    """The tables' lexicon, with the user's terminologies where there are any."""
    indexes = installed()
    return _wider(indexes) if indexes else default_lexicon()


@lru_cache(maxsize=1)
def _wider(indexes: tuple[Index, ...]) -> WiderLexicon:
    return WiderLexicon(default_lexicon(), indexes)


class WiderLexicon:
    """The tables' lexicon with the user's terminologies.

    Args:
        lexicon: the tables'.
        indexes: in the order in which they win.

    Attributes:
        terms: by id, as `Lexicon` has them.
    """

    def __init__(self, lexicon: Lexicon, indexes: Sequence[Index]) -> None:
        self._lexicon, self._indexes = lexicon, tuple(indexes)
        self.terms: Mapping[str, Term] = _Terms(lexicon.terms, indexes)

    def find(self, text: str, offset: int = 0) -> list[Mention]:
        """The mentions in `text`, left to right, none overlapping.

        Args:
            offset: added to every position.
        """
        own = self._lexicon.find(text, offset)
        found = self._found(text)
        return _beside(text, own, found, offset) if found else own

    def whole(self, form: str) -> Mention | None:
        """The mention that all of `form` makes, None where it is no term."""
        own = self._lexicon.whole(form)
        if own is not None:
            return own
        return next((m for m in self.find(form) if m.start == 0 and m.end == len(form)), None)

    def _found(self, text: str) -> list[Found]:
        """The terms of all terminologies, none overlapping."""
        words, places = words_of(text)
        if not words:
            return []
        found = [
            (-(f.end - f.start), n, f) for n, index in enumerate(self._indexes) for f in index.find(text, words, places)
        ]
        if len(self._indexes) == 1:
            return [f for *_, f in found]
        kept: list[Found] = []
        for *_, f in sorted(found, key=lambda one: one[:2]):
            if all(f.end <= other.start or other.end <= f.start for other in kept):
                kept.append(f)
        return sorted(kept, key=lambda f: f.start)


def _beside(text: str, own: list[Mention], found: Sequence[Found], offset: int) -> list[Mention]:
    merged = list(own)
    at = 0  # mentions of the tables that end before the term
    replaced: set[int] = set()
    for f in found:
        start, end = f.start + offset, f.end + offset
        while at < len(own) and own[at].end <= start:
            at += 1
        touching = []
        n = at
        while n < len(own) and own[n].start < end:
            touching.append(n)
            n += 1
        if touching and not _wins(text, [own[n] for n in touching], start, end, offset):
            continue
        replaced.update(touching)
        concept = f.meaning.concept
        merged.append(Mention(f.meaning.label, concept.name, text[f.start : f.end], start, end, concept))
    if len(merged) == len(own):
        return own
    gone = {id(own[n]) for n in replaced}
    return sorted((m for m in merged if id(m) not in gone), key=lambda m: m.start)


def _wins(text: str, own: Sequence[Mention], start: int, end: int, offset: int) -> bool:
    """Whether a term takes the place of the mentions it touches."""
    if any(m.label not in LABELS or m.start < start or end < m.end for m in own):
        return False
    rest = ""
    at = start
    for m in own:
        rest += f"{text[at - offset : m.start - offset]} "
        at = m.end
    words = key(rest + text[at - offset : end - offset]).split()
    return not only_aspects(words)


class _Terms(Mapping[str, Term]):
    """The tables' terms, and behind them the terminologies' concepts with no words but their name."""

    def __init__(self, own: Mapping[str, Term], indexes: Sequence[Index]) -> None:
        self._own = own
        self._indexes = {index.name: index for index in indexes}

    def __getitem__(self, id: str) -> Term:
        if id in self._own:
            return self._own[id]
        name, _, code = id.partition(":")
        index = self._indexes.get(name)
        concept = index.concept(code) if index else None
        if concept is None:
            raise KeyError(id)
        return Term("", concept, (), ())

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)
