"""Cheap answers to "is a closer look worth it?": a text that holds none of some words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["PartsOfWords", "WholeWords"]

_WORD = re.compile(r"\w+")
_LONG = 4_000  # characters past which the words of a text are not kept


def _words_of(text: str) -> frozenset[str]:
    return _kept_words(text) if len(text) < _LONG else frozenset(_WORD.findall(text.lower()))


@lru_cache(maxsize=512)  # each stage asks of the same statements
def _kept_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


class PartsOfWords:
    """Whether a text holds one of these strings, in any case and anywhere in a word.

    Much faster than one expression of alternatives, which is tried at each character.
    """

    __slots__ = ("_parts",)

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts = tuple(part.lower() for part in parts)

    def __call__(self, text: str) -> bool:
        return any(map(text.lower().__contains__, self._parts))


class WholeWords:
    """Whether a text holds one of these words, in any case; of several words, whether it holds the first of them."""

    __slots__ = ("_words",)

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(first for word in words for first in _WORD.findall(word.lower())[:1])

    def __call__(self, text: str) -> bool:
        return not self._words.isdisjoint(_words_of(text))

    def often(self, text: str, n: int) -> bool:
        """Whether `n` words of the text are among them."""
        return self(text) and sum(map(self._words.__contains__, _WORD.findall(text.lower()))) >= n
