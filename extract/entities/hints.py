"""Cheap answers to "is a closer look worth it?": a text that holds none of some words.

The words of a text are looked up once for all hints together. A hint is a bit; a word is known by the bits of the hints
that it answers, a text by those of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["PartsOfWords", "WholeWords"]

_WORD = re.compile(r"\w+")
_ASCII = {n: chr(n).lower() if _WORD.match(chr(n)) else " " for n in range(128)}  # parts words as `_WORD` does
_LONG = 4_000  # characters past which few texts are remembered
_MOST_WORDS = 100_000  # that are remembered

_bits: dict[tuple[type, frozenset[str]], int] = {}  # what is looked for, and its bit


class _Answers(dict[str, int]):
    """The bits of words that were met."""

    def __missing__(self, word: str) -> int:
        bits = 0
        for (kind, parts), bit in _bits.items():
            if word in parts or (kind is PartsOfWords and any(map(word.__contains__, parts))):
                bits |= bit
        if len(self) < _MOST_WORDS:
            self[word] = bits
        return bits


_answer = _Answers()


def _read(text: str) -> tuple[int, int]:
    """The bits that a text's words have, and those that at least two have."""
    once = twice = 0
    words = text.translate(_ASCII).split() if text.isascii() else _WORD.findall(text.lower())
    for bits in map(_answer.__getitem__, words):
        if bits:
            twice |= once & bits
            once |= bits
    return once, twice


_of_short = lru_cache(maxsize=512)(_read)  # each stage asks of the same statements
_of_long = lru_cache(maxsize=4)(_read)


def _bits_of(text: str) -> tuple[int, int]:
    return _of_short(text) if len(text) < _LONG else _of_long(text)


def _bit_for(kind: type, words: frozenset[str]) -> int:
    if (kind, words) not in _bits:
        _bits[kind, words] = 1 << len(_bits)
        _answer.clear()
        _of_short.cache_clear()
        _of_long.cache_clear()
    return _bits[kind, words]


class PartsOfWords:
    """Whether a text holds one of these strings, in any case and anywhere in a word.

    Much faster than one expression of alternatives, which is tried at each character. What is not part of a word (it
    holds a space or a sign) is looked for in the text itself.
    """

    __slots__ = ("_bit", "_others")

    def __init__(self, parts: Iterable[str]) -> None:
        lower = frozenset(part.lower() for part in parts)
        self._others = tuple(sorted(part for part in lower if not _WORD.fullmatch(part)))
        self._bit = _bit_for(PartsOfWords, lower.difference(self._others))

    def __call__(self, text: str) -> bool:
        if _bits_of(text)[0] & self._bit:
            return True
        return bool(self._others) and any(map(text.lower().__contains__, self._others))


class WholeWords:
    """Whether a text holds one of these words, in any case; of several words, whether it holds the first of them."""

    __slots__ = ("_bit",)

    def __init__(self, words: Iterable[str]) -> None:
        self._bit = _bit_for(WholeWords, frozenset(first for w in words for first in _WORD.findall(w.lower())[:1]))

    def __call__(self, text: str) -> bool:
        return _bits_of(text)[0] & self._bit != 0

    def twice(self, text: str) -> bool:
        """Whether at least two words of the text are among them; one that comes twice counts as two."""
        return _bits_of(text)[1] & self._bit != 0
