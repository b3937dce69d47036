"""Prose → sentences: decimals, abbreviations, initials and wrapped lines do not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from eligo.resources import read_table, split_cell

__all__ = ["sentences"]

_NEXT = r"""(?P<next>["'“‘(\[]*[^\s"'“‘(\[])"""
_STOP = re.compile(rf"""(?P<stop>[.!?]+)["'”’)\]]*(?P<blank>\s+){_NEXT}""")
_GLUED = re.compile(  # also "criteria.12 Bone marrow": the number of a reference; "(Figure 1).Our": a lost blank
    rf"""(?P<stop>[.!?]+)["'”’)\]]*(?:(?:(?<=[a-z][a-z][a-z]\.)\d{{1,2}}(?:[,–-]\d{{1,2}})*(?=\s+[A-Z]))?(?P<blank>\s+)"""
    rf"""|(?<=[a-z)]\.)(?P<none>)(?=[A-Z][a-z])){_NEXT}"""
)
_BEGINS = re.compile(r"[a-z]{1,2}[A-Z]|s/p\b|h/o\b|no\s")  # "tPA given", "s/p banding" begin a note's sentence, too
_TOKEN = re.compile(r"[\w.&/-]*$")
_ANSWER = re.compile(
    r"(?:Y|N|Yes|YES|No|NO|None|NONE|Never|Denies|Denied|Negative|Positive|Unknown|N/A)(?=\s*(?:$|[,;.(\n]))"
)


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    kinds: dict[str, set[str]] = {"never": set(), "capital": set()}
    for row in read_table("sentence_abbreviations.tsv", ("abbreviations", "before", "source")):
        if row.cells["before"] not in kinds:
            raise row.error(f"before is {row['before']!r}, expected never or capital")
        kinds[row.cells["before"]].update(split_cell(row.cells["abbreviations"]))
    return frozenset(kinds["never"]), frozenset(kinds["capital"])


def sentences(text: str, start: int = 0, end: int | None = None, *, glued: bool = False) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as offsets, outer white space left out.

    Args:
        glued: of a note: a sentence may follow the one before without a blank, behind the number of a reference, or
            with a short form in small letters.
    """
    end = len(text) if end is None else end
    position = start
    for found in (_GLUED if glued else _STOP).finditer(text, start, end):
        if _ends(text, found, position, note=glued):
            blank = found.start("blank")
            yield from _trimmed(text, position, blank if blank >= 0 else found.start("next"))
            position = found.start("next")
    yield from _trimmed(text, position, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    if right > left:
        yield start + left, start + right


def _ends(text: str, found: re.Match[str], position: int, *, note: bool) -> bool:
    after = found["next"][-1]
    if after in ",;:)" or (after.islower() and not (note and _BEGINS.match(text, found.end() - 1))):
        return False
    if found["stop"] == "?" and _ANSWER.match(text, found.end() - 1):
        return False
    if found["stop"] != ".":
        return True
    token = _TOKEN.search(text, max(position, found.start() - 24), found.start())
    word = token[0].lower() if token else ""
    never, capital = _abbreviations()
    if word in never:
        return word == "no" and after.isalpha()  # "No." before a word answers a question, before a number it counts
    if word in capital:
        return after.isupper()
    if len(word) == 1 and word.isalpha() and token is not None and token[0].isupper():  # an initial, or "hepatitis B."
        before = text[max(position, token.start() - 30) : token.start()].split()
        initial = text[found.end() : found.end() + 1] == "."  # "A. B. Ash"
        return bool(before) and before[-1][:1].islower() and not initial
    list_number = word.isdigit() and (token is None or token.start() == position)
    return not list_number
