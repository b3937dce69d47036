"""The patterns of a lexicon table, compiled; a wrong one is blamed on its row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from eligo.alternatives import one_of
from eligo.resources import Row

__all__ = ["loose", "union"]


def loose(pattern: str) -> str:
    """`pattern` with each space standing for any run of white space (inside ``[…]`` it stays a space).

    >>> loose("who can ?join")
    'who\\\\s+can\\\\s*join'
    """
    out: list[str] = []
    in_class = escaped = False
    i = 0
    while i < len(pattern):
        c = pattern[i]
        if c == " " and not in_class and not escaped:
            optional = pattern[i + 1 : i + 2] == "?"
            out.append(r"\s*" if optional else r"\s+")
            i += 2 if optional else 1
            continue
        if not escaped:
            in_class = c == "[" or (in_class and c != "]")
        escaped = c == "\\" and not escaped
        out.append(c)
        i += 1
    return "".join(out)


def union(rows: Iterable[Row], column: str = "pattern", *, either_case: bool = True) -> str:
    """One alternation of the rows' patterns, to be embedded; matches nothing where there are no rows.

    Args:
        either_case: it will be compiled with `re.IGNORECASE`.

    Raises:
        LexiconError: if a row's pattern is no regular expression; names file and line.
    """
    parts: list[str] = []
    for row in rows:
        part = loose(row.cells[column])
        try:
            re.compile(part)
        except re.error as error:
            raise row.error(f"{row.cells[column]!r} is no regular expression: {error}") from error
        parts.append(part)
    if not parts:
        return r"(?!)"
    return one_of(f"(?:{part})" for part in parts) if either_case else f"(?:{'|'.join(parts)})"
