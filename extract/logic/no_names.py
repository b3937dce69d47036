"""Whether a word that nothing accounts for may be part of a name (``lexicons/no_names.tsv`` has those that may not)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from eligo.entities.lexicon import normal_token
from eligo.resources import read_table

__all__ = ["may_name", "no_name"]

_WORD = re.compile(r"(?!CYP)[^\W\d_](?:[\w'’®™+.-]*[\w'’®™+.])?|\d+[-‐][^\W\d_][\w-]+")


@cache
def _table() -> dict[str, str]:
    return {normal_token(r["word"]): r["where"] for r in read_table("no_names.tsv", ("word", "where", "source"))}


def no_name(word: str) -> str | None:
    """Where a word is no name: ``any``, as a name's ``head``, or ``alone``; None: it may be one."""
    return _table().get(normal_token(word))


@lru_cache(maxsize=8_192)
def may_name(word: str) -> bool:
    """Whether a word may stand in a name."""
    return _WORD.fullmatch(word) is not None and no_name(word) != "any"
