"""Words of a text that is written in capitals throughout: "BE", "MET" and "MS." are no abbreviations there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from eligo.resources import read_table
from eligo.schema import Mention

__all__ = ["without_words"]

_SHORT = 6  # letters; what is longer is no abbreviation
_LEAST = 6  # letters in words around it that tell how a text is written
_WORDS = re.compile(r"[^\W\d_]{4,}")
_VALUE = re.compile(r"\s*(?:[:=]|[-−+]\s?\d)")
_LOW = re.compile(r"[a-zß-öø-ÿ]")
_TITLES = frozenset({"MS", "MRS", "MR", "DR"})
_NAMED = re.compile(r"\.\s*(?:[A-Z]|_|\[|\*)")
_AROUND = 200  # characters


@cache
def _everyday() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("common_words.tsv", ("word", "source")))


def without_words(
    text: str, mentions: Sequence[Mention], offset: int, known: Callable[[str], Mention | None]
) -> list[Mention]:
    """The mentions without those that are everyday words, or a person's title, in a text of capitals.

    Args:
        offset: where `text` starts in the document.
        known: the mention that some words make: a word that is one in small letters, too, is no abbreviation.
    """
    return [m for m in mentions if not (m.text.isupper() and _is_word(text, m, offset, known))]


def _is_word(text: str, mention: Mention, offset: int, known: Callable[[str], Mention | None]) -> bool:
    word = mention.text
    if len(word) > _SHORT or not word.isalpha():
        return False
    end = mention.end - offset
    if mention.label == "measurement" and _VALUE.match(text, end):
        return False  # "BE -4"
    titled = word in _TITLES and _NAMED.match(text, end) is not None
    small = word.casefold()
    if not titled and (small not in _everyday() or known(small) is not None):
        return False
    around = text[max(0, mention.start - offset - _AROUND) : mention.start - offset] + text[end : end + _AROUND]
    letters = sum(map(len, _WORDS.findall(around)))
    return letters >= _LEAST and 10 * len(_LOW.findall(around)) < letters
