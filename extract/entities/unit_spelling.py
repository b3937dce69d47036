"""Read a unit as people write it: token by token along a trie of all spellings, longest first.

Powers of ten, squares and cubes, ``per``, ``daily`` and negative exponents are grammar; the words are the table's. A
lost superscript (``×109/L``) is an exponent only behind a multiplication sign. Text is never NFKC-normalised: that
would turn ``10⁹`` into ``109``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

from .unit_table import COUNTED, NUMBER, Unit, unit_table

__all__ = ["UnitReader", "default_reader"]

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_METRE = r"(?:[mc]?m|(?:centi|milli)?met(?:er|re)s?)"
_TIMES = r"[x×✕*·•∙⋅]\s*"


def _raised(gap: str, words: str, digits: str, short: str) -> str:
    """A length to a power: ``mm3, mm^3, mm(3), cubic mm, mm cubed``."""
    before, after = words.split()
    return (
        rf"(?:{before}\s*{_METRE}\b|{_METRE}\s+{after}\b|{short}"
        rf"|{_METRE}{gap}\\?\^?{gap}[(\[{{]?{gap}[{digits}][)\]}}]?(?![\d{_RAISED}]))"
    )


def _grammar(gap: str) -> re.Pattern[str]:
    square = _raised(gap, r"sq(?:uared?|\.)? squared?", "2²", r"sqm\b")
    cube = _raised(gap, r"cu(?:bic|\.)? cubed?", "3³", r"cumm\b|cmm\b|mmc\b")
    bsa = r"(?:\s*(?:BSA\b|body\s+surface(?:\s+area)?))?"
    surface = rf"(?:[x×.·*⋅]\s*)?1\s?[.,·]\s?73(?!\d)(?:\s*-?\s*(?:{square}|m\b(?:\s?[-−–⁻][2²])?))?{bsa}"
    to_the = r"\s*\\?(?:\^|\*\*?)\s*[(\[{]?\s*|e\+?|\s?exp?\.?\s?|\s?[(\[{]\s*"
    return re.compile(
        rf"""\s*(?:
          (?P<surface>{surface})
        | (?P<power>(?:{_TIMES})?10(?:(?:{to_the})(\d{{1,2}})[)\]}}]?(?!\d) | \s?([{_RAISED}]{{1,2}})))
        | (?P<lost>{_TIMES}10(?:\s{{0,2}}|[-'’,x×])([345689]|1[0-2])(?!\d))
        | (?P<zeros>{_TIMES}1((?:[,.]?000){{1,3}})(?!\d))
        | (?P<square>{square})
        | (?P<cube>{cube})
        | (?P<marked>CD\d+[+⁺]?\s*(?:T\s*)?(?:cells?|lymphocytes?)\b)
        | (?P<day>24\s*-?\s*h(?:ou)?r?s?\b)
        | (?P<word>[^\W\d_{_RAISED}]+)
        | (?P<digits>\d+)
        | (?P<sign>[^\w\s]))""",
        re.X | re.I,
    )


_TIGHT, _LOOSE = _grammar(""), _grammar(r"\s*")  # "5 mm 3 times" is no volume, "cells/mm 3" is
_LEAD = re.compile(
    r"\s*(?:[-‐‑–]\s*(?=[^\W\d_]))?(?:(?:calendar|consecutive|complete|full|whole|working|business)\s+(?=[a-z]))?", re.I
)
_INVERSE = re.compile(
    rf"\s*[.·⋅•∙*]?\s*(?:1[.,·]73\s*)?(?P<word>[^\W\d_{_RAISED}]+)\s?\^?[({{\[]?[-−–⁻](?P<power>[12¹²])[)}}\]]?(?!\d)"
)
_NUMBER_BEFORE = re.compile(r"(\d+(?:[.,]\d+)?)\s*$")
_WORDS: dict[str, tuple[str, ...]] = {
    "per": ("/",), "a": ("/",), "each": ("/",), "every": ("/",),
    "once": (),
    "daily": ("/", "d"), "hourly": ("/", "h"), "weekly": ("/", "wk"), "monthly": ("/", "mo"),
    "yearly": ("/", "a"), "annually": ("/", "a"), 
    "surface": ("{1.73_m2}",), "day": ("d",), "marked": ("#",),
}  # fmt: skip
_DEGREES = {"C": (30.0, 45.0), "F": (86.0, 113.0)}  # a bare letter is a body's temperature, or "stage 3C" would be one


@lru_cache(maxsize=10_000)
def _fold(word: str) -> str:
    return word.casefold().replace("μ", "u")  # casefold makes U+00B5 into U+03BC


class UnitReader:
    """The spellings of some units, as a trie. Immutable after construction; hand a tiny table to tests."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._trie: dict[str | None, object] = {}
        self._alias: dict[str, str] = {}  # folded word → the simple unit it stands for inside a compound
        self._loose: dict[str, str] = {}  # … and on its own
        self._exact: dict[str, dict[str, str]] = {}  # … on its own, if written just so
        self._counted: set[str] = set()
        units = list(units)
        simple = [u for u in units if "/" not in u.code and "." not in u.code]
        phrases = {u.code: list(self._read_simple(u)) for u in simple}
        for unit in simple:
            for form in phrases[unit.code]:
                self._add(self._symbols(form), unit.code)
            if unit.dimension == NUMBER:
                self._add([unit.code], unit.code)
        for unit in units:
            if unit not in simple:
                self._read_compound(unit, phrases)

    def _read_simple(self, unit: Unit) -> Iterator[str]:
        """Enter a simple unit's words; yields its spellings of several tokens, for when all words are known."""
        for spelling in unit.spellings:
            form = spelling.rstrip("!")
            word = _fold(form)
            if unit.dimension == COUNTED:
                self._counted.add(word)
            elif not form.isalpha():
                yield form
            else:
                self._alias.setdefault(word, unit.code)
                if form != spelling:
                    self._exact.setdefault(word, {})[_simplify(form)] = unit.code
                else:
                    self._loose.setdefault(word, unit.code)

    def _read_compound(self, unit: Unit, phrases: dict[str, list[str]]) -> None:
        parts = [p for p in re.split(r"(?<!\*)([/.])", unit.code) if p]
        choices = [[[part], *(self._symbols(form) for form in phrases.get(part, ()))] for part in parts]
        for choice in product(*choices):
            self._add([symbol for part in choice for symbol in part], unit.code)
        for spelling in unit.spellings:
            form = spelling.rstrip("!")
            if form.isalpha() and form != spelling:
                self._exact.setdefault(_fold(form), {})[_simplify(form)] = unit.code
                continue
            self._add(self._symbols(form), unit.code, form.partition("/")[0] if form != spelling else None)

    def _add(self, symbols: list[str], code: str, numerator: str | None = None) -> None:
        node = self._trie
        for symbol in symbols:
            node = node.setdefault(symbol, {})  # type: ignore[assignment]
        entries: list[tuple[str | None, str]] = node.setdefault(None, [])  # type: ignore[assignment]
        entries.append((numerator, code))
        entries.sort(key=lambda entry: entry[0] is None)  # those tied to a case first

    def _symbols(self, form: str) -> list[str]:
        symbols: list[str] = []
        at = 0
        while (step := self._step(form, at, symbols[-1] if symbols else "")) is not None:
            more, at, _ = step
            symbols += more
        return symbols

    def _step(self, text: str, at: int, before: str) -> tuple[tuple[str, ...], int, str] | None:
        """The next token: its symbols, its end, and which rule of the grammar it is; None at the end."""
        token = (_LOOSE if before == "/" else _TIGHT).match(text, at)
        if token is None:
            return None
        kind, end = token.lastgroup or "", token.end()
        if kind == "word":
            word = _fold(token["word"])
            return _WORDS.get(word) or (() if word in _WORDS else (self._alias.get(word, word),)), end, kind
        if kind in ("digits", "sign"):
            sign = token[kind]
            if sign in "-‐‑":
                return (), end, kind
            return ("." if sign in "·⋅•∙" else "/" if sign in "⁄∕" else sign,), end, kind
        if kind in ("square", "cube"):
            size = _fold(token[kind])
            metre = "mm" if "mill" in size or "mm" in size else "cm" if "cent" in size or "cm" in size else "m"
            return (metre + ("2" if kind == "square" else "3"),), end, kind
        if kind in ("power", "lost", "zeros"):
            digits = next(g for g in token.groups()[token.re.groupindex[kind] :] if g is not None)
            power = digits.count("0") if kind == "zeros" else int(digits.translate(_DIGITS))
            return (f"10*{power}",), end, kind
        return _WORDS[kind], end, kind

    def match(self, text: str, pos: int, *, multiplied: bool = False) -> tuple[str, int] | None:
        """The longest unit that starts at `pos`, after blanks or a hyphen: its UCUM code and where it ends.

        Args:
            multiplied: a power of ten stands before `pos` already.
        """
        start = _LEAD.match(text, pos).end()  # type: ignore[union-attr]
        step = self._step(text, start, "")
        if step is None:
            return None
        symbols, end, kind = step
        best = self._alone(text, pos, start, end) if kind == "word" else None
        longer = self._walk(text, start)
        if longer is not None and (best is None or longer[1] > best[1]):
            best = longer
        if symbols and symbols[0].startswith("10*") and (best is None or best[0] == symbols[0]):
            if multiplied:
                return None
            rest = self.match(text, end, multiplied=True) if kind != "word" or end - start > 3 else None
            if rest is not None:
                return symbols[0] + ("" if rest[0].startswith("/") else ".") + rest[0], rest[1]
            return (symbols[0], end) if kind == "power" else None
        return best

    def _alone(self, text: str, pos: int, start: int, end: int) -> tuple[str, int] | None:
        """A simple unit of one word, on its own."""
        if not _ends(text, end):
            return None
        written = text[start:end].lstrip()
        word = _fold(written)
        code = self._exact.get(word, {}).get(_simplify(written)) or self._loose.get(word)
        if code is None or code.startswith("10*"):
            return None
        if written in _DEGREES:
            number = _NUMBER_BEFORE.search(text, max(0, pos - 12), pos)
            low, high = _DEGREES[written]
            if number is None or "-" in text[pos:start] or not low <= float(number[1].replace(",", ".")) <= high:
                return None
        return code, end

    def _walk(self, text: str, start: int) -> tuple[str, int] | None:
        node: dict[str | None, object] = self._trie
        best: tuple[str, int] | None = None
        at, before = start, ""
        while (step := self._step(text, at, before)) is not None:
            symbols, end, kind = step
            child = _down(node, symbols)
            if child is None and before not in ("", "/") and (inverse := _INVERSE.match(text, at)) is not None:
                word = _fold(inverse["word"])
                unit = self._alias.get(word, word) + ("2" if inverse["power"] in "2²" else "")
                symbols, end = ("/", "{1.73_m2}" if "73" in inverse[0] else unit), inverse.end()
                child = _down(node, symbols)
            if child is None and before != "/" and kind in ("word", "sign", "marked"):
                word = _fold(text[at:end].strip())
                if word in self._counted or kind == "marked":
                    following = self._step(text, end, "")
                    child = node if following is not None and following[0][:1] == ("/",) else None
                symbols = ()
            if child is None or (not before and text[at:end] in ("-", "‐", "‑")):
                break
            node, at, before = child, end, (symbols[-1] if symbols else before)
            if symbols and None in node and _ends(text, end):
                numerator = text[start:end].partition("/")[0].strip()
                code = next((c for exact, c in node[None] if exact in (None, numerator)), None)  # type: ignore[attr-defined]
                if code is not None:
                    best = code, end
        return best


def _simplify(word: str) -> str:
    return word.replace("µ", "u").replace("μ", "u")


def _down(node: dict[str | None, object], symbols: tuple[str, ...]) -> dict[str | None, object] | None:
    for symbol in symbols:
        node = node.get(symbol)  # type: ignore[assignment]
        if node is None:
            return None
    return node


def _ends(text: str, end: int) -> bool:
    return end == len(text) or not text[end].isalnum() or text[end] in _RAISED or not text[end - 1].isalnum()


@cache
def default_reader() -> UnitReader:
    """The reader of the packaged table."""
    return UnitReader(unit_table().values())
