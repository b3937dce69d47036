"""What the network knows of a word: numbers for its form, its ends, its shape, the rules' finds, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .vectors import WordVectors
from .words import Hinted, marked, normal

__all__ = ["COLUMNS", "HIDDEN", "Features"]

COLUMNS = ("norm", "prefix", "suffix", "shape", "term", "number", "scheme")
"""The columns that are embedded. One more holds the row of the word's vector, 0 for none."""
HIDDEN = "☐"
"""Stands for a word that is not shown."""

_MOST = 200_000  # words kept in mind


class Features:
    """Rows of numbers for words.

    Args:
        vectors: whose rows are named.
    """

    def __init__(self, vectors: WordVectors) -> None:
        self._rows = {word: number for number, word in enumerate(vectors.words, 1)}
        self._known: dict[str, tuple[int, ...]] = {}
        self._names: dict[str, int] = {"": 0}

    def of(self, given: Hinted, words: Sequence[tuple[int, int]], scheme: str) -> Any:
        """The features of a statement's words.

        Returns:
            *Shape:* (words, columns + 1), unsigned 64-bit.
        """
        import numpy

        text = given.text
        asked = self._name(f"scheme {scheme}")
        known, names = self._known, self._name
        rows = [
            (*word[:4], names(term), names(number), asked, word[4])
            for word, term, number in zip(
                (known.get(text[start:end]) or self._word(text[start:end]) for start, end in words),
                marked(words, given.terms),
                marked(words, given.numbers),
                strict=True,
            )
        ]
        return numpy.array(rows, dtype="uint64").reshape(len(rows), len(COLUMNS) + 1)

    def hidden(self) -> tuple[int, ...]:
        """A word that is not shown; its scheme stays."""
        name = self._name(HIDDEN)
        return (*self._word(HIDDEN)[:4], name, name)

    def _word(self, word: str) -> tuple[int, ...]:
        from spacy.lang.lex_attrs import word_shape
        from spacy.strings import hash_string  # type: ignore[attr-defined]

        if len(self._known) > _MOST:
            self._known.clear()
        form = normal(word)
        found = (
            hash_string(form),
            hash_string("^" + word[:3].lower()),
            hash_string("$" + word[-3:].lower()),
            hash_string("#" + word_shape(word)),
            self._rows.get(form, 0),
        )
        self._known[word] = found
        return found

    def _name(self, name: str) -> int:
        found = self._names.get(name)
        if found is None:
            from spacy.strings import hash_string  # type: ignore[attr-defined]

            found = self._names[name] = int(hash_string("=" + name))
        return found
