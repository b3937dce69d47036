"""What the network knows of a word: numbers for its form, its ends, its shape, the rules' finds, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .vectors import WordVectors
from .words import Hinted, marked, normal

__all__ = ["COLUMNS", "HIDDEN", "Features"]

COLUMNS = ("norm", "prefix", "suffix", "stem", "ending", "shape", "term", "number", "scheme")
"""The columns that are embedded. One more holds the row of the word's vector, 0 for none."""
HIDDEN = "☐"
"""Stands for a word that is not shown."""

_MOST = 200_000  # words kept in mind
_OWN = COLUMNS.index("term")  # columns that a word has by itself


class Features:
    """Rows of numbers for words.

    Args:
        vectors: whose rows are named.
    """

    def __init__(self, vectors: WordVectors) -> None:
        self._rows = {word: number for number, word in enumerate(vectors.words, 1)}
        self._known: dict[str, int] = {}
        self._table: Any = None  # what is known of words by themselves, a row each
        self._names: dict[str, int] = {"": 0}

    def of(self, given: Hinted, words: Sequence[tuple[int, int]], scheme: str) -> Any:
        """The features of a statement's words.

        Returns:
            *Shape:* (words, columns + 1), unsigned 64-bit.
        """
        import numpy

        found = numpy.zeros((len(words), len(COLUMNS) + 1), "uint64")
        if not words:
            return found
        if len(self._known) > _MOST:
            self._known.clear()
        text, known = given.text, self._known
        rows = []
        for start, end in words:
            word = text[start:end]
            row = known.get(word)
            rows.append(self._keep(word) if row is None else row)
        own = self._table[rows]
        found[:, :_OWN] = own[:, :_OWN]
        found[:, -1] = own[:, -1]
        names = self._name
        if given.terms:
            found[:, _OWN] = [names(name) for name in marked(words, given.terms)]
        if given.numbers:
            found[:, _OWN + 1] = [names(name) for name in marked(words, given.numbers)]
        found[:, _OWN + 2] = names(f"scheme {scheme}")
        return found

    def hidden(self) -> tuple[int, ...]:
        """A word that is not shown; its scheme stays."""
        name = self._name(HIDDEN)
        return (*self._word(HIDDEN)[:_OWN], name, name)

    def _keep(self, word: str) -> int:
        """The row of a word in the table, where it is put."""
        import numpy

        row = self._known[word] = len(self._known)
        if self._table is None or row >= len(self._table):
            more = numpy.zeros((max(1024, 2 * row), _OWN + 1), "uint64")
            more[:row] = self._table[:row] if row else 0
            self._table = more
        self._table[row] = self._word(word)
        return row

    def _word(self, word: str) -> tuple[int, ...]:
        from spacy.lang.lex_attrs import word_shape
        from spacy.strings import hash_string  # type: ignore[attr-defined]

        form = normal(word)
        return (
            hash_string(form),
            hash_string("^" + word[:3].lower()),
            hash_string("$" + word[-3:].lower()),
            hash_string("^^" + word[:5].lower()),
            hash_string("$$" + word[-5:].lower()),
            hash_string("#" + word_shape(word)),
            self._rows.get(form, 0),
        )

    def _name(self, name: str) -> int:
        found = self._names.get(name)
        if found is None:
            from spacy.strings import hash_string  # type: ignore[attr-defined]

            found = self._names[name] = int(hash_string("=" + name))
        return found
