"""Comparators: the words and signs that make a number a bound."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from eligo.resources import read_table

__all__ = ["Comparator", "Direction", "comparator_after", "comparator_before", "reversed_comparator"]

# A sign, the other spellings of it, and each of them backwards.
_SIGNS = {
    ">": r"(?:>|;tg&|＞)\\?",
    "<": r"(?:<|;tl&|＜)\\?",
    "=": r"[=＝]\\?",
    "≥": r"≥\\?",
    "≤": r"≤\\?",
}
# What may stand between a comparator and its number, backwards.
_FILLER = re.compile(
    r"\+?(?:[\s()\[\]~≈\"“]|(?:fo(?:\s+s?erocs)?|an?|eht|tuoba|yletamixorppa|\.?xorppa|dnuora|ylhguor|latot|s?eulav|s?level)(?![^\W\d_]))*",
    re.I,
)
_BRACKETS = re.compile(r"[\s()\[\],]*")
_NEGATION = re.compile(r"(?:\s+(?:ot|eb|evah|a))*\s+(?:toN|ton|TON|on|oN|reven|tonnac|t['’]nac)(?![^\W\d_])")
_LAST_WORD = re.compile(r"[^\W\d_]+")
_WINDOW = 64

Direction = Literal["low", "high", "equal"]


class Comparator(NamedTuple):
    """A bound's direction, and where it was read.

    Attributes:
        bound: ``low``: the number is the least allowed; ``high``: the most; ``equal``.
        start, end: its span.
    """

    bound: Direction
    inclusive: bool
    start: int
    end: int


class _Table(NamedTuple):
    kinds: dict[str, tuple[Direction, bool]]
    words: dict[str, re.Pattern[str]]  # by the last word, backwards: text is read from its number to the left
    signs: re.Pattern[str]
    sign_ends: frozenset[str]
    after: re.Pattern[str]


def _backwards(form: str) -> str:
    pieces = form[::-1].split()
    out = ""
    for n, piece in enumerate(pieces):
        if n:
            out += r"\s+" if piece.isalpha() and pieces[n - 1].isalpha() else r"\s*"
        out += piece if piece.isalpha() and piece.isascii() else "".join(_SIGNS.get(c, re.escape(c)) for c in piece)
    return out + (r"(?![^\W\d_])" if form[0].isalpha() else "")


def _one_of(forms: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(_backwards(f) for f in sorted(forms, key=len, reverse=True)), re.I)


def _key(text: str) -> str:
    """The form under which the table knows `text`."""
    text = text.replace("\\", "").replace("&gt;", ">").replace("&lt;", "<").replace("＞", ">").replace("＜", "<")
    return "".join(text.casefold().replace("＝", "=").split())


@cache
def _table() -> _Table:
    kinds: dict[str, tuple[Direction, bool]] = {}
    words: dict[str, list[str]] = {}
    signs: list[str] = []
    after: list[str] = []
    for row in read_table("comparators.tsv", ("form", "place", "bound", "inclusive", "source")):
        form, place, bound, inclusive = (
            row.cells["form"],
            row.cells["place"],
            row.cells["bound"],
            row.cells["inclusive"],
        )
        if bound not in ("low", "high", "equal") or inclusive not in ("yes", "no") or place not in ("before", "after"):
            raise row.error("place is before or after; bound low, high or equal; inclusive yes or no")
        kinds[f"{place}:{_key(form)}"] = (bound, inclusive == "yes")  # type: ignore[assignment]
        if place == "after":
            after.append(form.replace(" ", r"\s+"))
        elif form[-1].isalpha():
            words.setdefault(form.split()[-1].casefold(), []).append(form)
        else:
            signs.append(form)
    tails = "|".join(re.sub(r"^or\b", "(?:or|and)", f) for f in sorted(after, key=len, reverse=True))
    return _Table(
        kinds,
        {word: _one_of(forms) for word, forms in words.items()},
        _one_of(signs),
        frozenset(f[-1] for f in signs) | frozenset(";＞＜＝"),
        re.compile(rf"\s*(?:\s(?:old|of\s+age)\b\s*)?[,(]?\s*\b(?P<form>{tails})\b(?P<close>\s*\))?", re.I),
    )


def comparator_before(text: str, end: int, floor: int = 0) -> Comparator | None:
    """The comparator that ends right before `end` (fillers between: "of", "a", an opening bracket), or None.

    Args:
        floor: no character before it is looked at.
    """
    window = text[max(floor, end - _WINDOW) : end][::-1]
    return _before(window, end, _FILLER)


def _before(window: str, end: int, filler: re.Pattern[str]) -> Comparator | None:
    table = _table()
    gap = filler.match(window)
    assert gap is not None
    i = gap.end()
    if i == len(window):
        return None
    if window[i] in table.sign_ends:
        match = table.signs.match(window, i)
        if window[i] in "³£" and window[i + 1 : i + 2].isalnum():
            return None  # the end of a unit
    elif window[i].isalpha():
        word = _LAST_WORD.match(window, i)
        assert word is not None
        pattern = table.words.get(word.group()[::-1].casefold())
        match = pattern.match(window, i) if pattern else None
    else:
        return None
    if match is None:
        return None
    bound, inclusive = table.kinds["before:" + _key(match.group()[::-1])]
    far = match.end()
    if match.group()[-1].isalpha():
        negation = _NEGATION.match(window, far)
        if negation and bound != "equal":
            bound, inclusive, far = ("high" if bound == "low" else "low"), not inclusive, negation.end()
    again = _before(window[far:], end - far, _BRACKETS) if far < len(window) else None
    if again is not None and (again.bound == bound or "equal" in (bound, again.bound)):
        if bound == "equal":
            bound, inclusive = again.bound, True if again.bound != "equal" else inclusive
        return Comparator(bound, inclusive, again.start, end - match.start())
    return Comparator(bound, inclusive, end - far, end - match.start())


def comparator_after(text: str, pos: int) -> Comparator | None:
    """The comparator written behind a number that ends at `pos` ("or more", "and above", "years or older"), or None."""
    table = _table()
    match = table.after.match(text, pos, pos + 48)
    if match is None:
        return None
    bound, inclusive = table.kinds["after:" + _key(re.sub(r"^and\b", "or", match["form"], flags=re.I))]
    if match["form"][:3].casefold() == "and" and _ONWARD.match(text, match.end()):
        return None  # "more than 18 and less or equal to 65"
    if match["form"][-4:].casefold() == "than" and _NUMBER_NEXT.match(text, match.end()):
        return None  # "5 cm and more than 4 weeks old"
    if match["form"][0] in "mM" and _OTHERS.match(text, match.end()):
        return None  # "18 years maximum age: 65 years"
    opened = "(" in text[pos : match.start("form")]
    return Comparator(bound, inclusive, match.start("form"), match.end() if opened else match.end("form"))


_NUMBER_NEXT = re.compile(r"\s+\d")
_ONWARD = re.compile(r"\s+(?:than|or)\b", re.I)
_OTHERS = re.compile(r"\s+[a-z]+\s*[:=]|\s+of\s+\d", re.I)
_REVERSED = re.compile(r"\s*\\?(?P<sign>≤|≥|<\s*=|>\s*=|=\s*<|=\s*>|<|>)\s*(?=[A-Za-z])")
_MIRROR: dict[str, tuple[Literal["low", "high"], bool]] = {
    "≤": ("low", True), "<=": ("low", True), "=<": ("low", True), "<": ("low", False),
    "≥": ("high", True), ">=": ("high", True), "=>": ("high", True), ">": ("high", False),
}  # fmt: skip


def reversed_comparator(text: str, pos: int) -> Comparator | None:
    """The sign of ``18 ≤ age``: it stands behind its number and before the thing's name; mirrored, or None."""
    match = _REVERSED.match(text, pos)
    if match is None:
        return None
    bound, inclusive = _MIRROR["".join(match["sign"].split())]
    return Comparator(bound, inclusive, match.start("sign"), match.end("sign"))
