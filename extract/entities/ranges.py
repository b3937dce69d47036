"""Neighbouring numbers that are one quantity: ranges, and one value in two units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from eligo.errors import UnitError

from .comparators import Comparator, comparator_after, reversed_comparator
from .numbers import Number
from .units import convert, match_unit

__all__ = ["TIME_UNITS", "Draft", "bound", "merge", "unit_at"]

TIME_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "s"))

_BETWEEN = re.compile(
    r"\bbetween\s+(?:(?:the\s+)?ages?\s+(?:of\s+)?)?(?:a\s+|the\s+)?\Z|\b(?:in|within)\s+(?:the|a)\s+range\s+(?:of|from)\s*\Z|\bbetween\b[^.;]{0,24}\Z",
    re.I,
)
_FROM = re.compile(r"\b(?:from|between)\s+\Z", re.I)
_DASH = re.compile(r"\s*(?:[-–—−~～‐‑―－]|-\s+to|to|through|thru|till|until|up\s+to|and\s+up\s+to)\s*", re.I)
_AND = re.compile(r"\s*,?\s*(?:and|&|to|an)\s*", re.I)  # "between 50 an 65"
_BUT = re.compile(r"[\s,]*(?:but|and|or|to|&|with|-|–)?[\s,]*(?:(?:is|are|be|also|an?)\s+)?\(?", re.I)
_OPEN = re.compile(
    r"\s*\\?(?P<bracket>[(\[])\s*(?:(?:or|i\.?e\.?,?|equivalent\s+to|equal\s+to|corresponding\s+to|=|approximately)\s*)*",
    re.I,
)
_SEVENTHS = re.compile(r"\bw(?:ee)?ks?\b|\bw\b", re.I)
_SAME = re.compile(r"\s*(?:,?\s*or|/|;|=|,|,?\s*equivalent\s+to|,?\s*i\.?e\.?,?)\s*", re.I)
_CLOSE = re.compile(r"\s*\\?[)\]]")  # registries escape square brackets
_ENDED = re.compile(
    r"\s*[(\[]\s*(?P<word>inclusive|exclusive|included|excluded)\s*[)\]]|\s+of\s+(?:life|age|gestation)\b", re.I
)
_INCLUSIVE = re.compile(
    r"(?:\s*(?:years?|yrs?)(?:\s+of\s+age|\s+old)?)?\s*[,(]?\s*(?:both\s+)?(?P<word>inclusive(?:ly)?|included|exclusive)\b(?P<close>\s*\))?",
    re.I,
)


@dataclass(slots=True)
class Draft:
    """A quantity in the making; offsets count in the statement.

    Attributes:
        tail: end of the number with its unit, before a comparator behind it.
    """

    start: int
    end: int
    number: Number
    low: float | None
    high: float | None
    low_inclusive: bool | None = True
    high_inclusive: bool | None = True
    unit: str | None = None
    relative_to: Literal["ULN", "LLN", "baseline", "normal"] | None = None
    comparator: Comparator | None = None
    approximate: bool = False
    assumed: list[str] = field(default_factory=list)
    tail: int = 0  # end of the number with its unit, before a comparator behind it

    @property
    def bare(self) -> bool:
        """Whether it is one number, which nothing makes a bound."""
        return self.comparator is None and self.low == self.high

    def direction(self) -> str:
        """Which side of a range the comparator bounds (``low``, ``high`` or ``equal``); ``equal`` without one."""
        return self.comparator.bound if self.comparator else "equal"


_GLOSSED = re.compile(r"[^\W\d_]+\s*[(\[]\s*[^\W\d_]{1,5}\s*\\?[)\]]\s*(?:/|per\b)", re.I)
_GLOSS = re.compile(r"\s*\\?[(\[]\s*/?[^\W\d_]{1,5}[\^²\d]*\s*\\?[)\]]")
_LONGEST = 70  # characters of a unit spelt out part by part


def _glossed(text: str, pos: int) -> tuple[str, int] | None:
    """A unit whose parts are spelt out, each with its symbol behind it: ``milliliter (mL)/minute (min)``."""
    if not _GLOSSED.match(text, pos):
        return None
    kept, at, places = "", pos, []
    stop = min(len(text), pos + _LONGEST)
    while at < stop:
        gloss = _GLOSS.match(text, at, stop)
        if gloss is not None:
            at = gloss.end()
            continue
        kept += text[at]
        places.append(at)
        at += 1
    found = match_unit(kept, 0)
    if found is None or found[1] == 0:
        return None
    end = places[found[1] - 1] + 1
    gloss = _GLOSS.match(text, end)
    return found[0], gloss.end() if gloss is not None else end


def unit_at(text: str, pos: int) -> tuple[str, int] | None:
    """`match_unit`, less a closing bracket that was opened before the unit (``(< 30 kg/m²)``)."""
    found = _glossed(text, pos) or match_unit(text, pos)
    if found is not None and text[found[1] - 1] == ")" and "(" not in text[pos : found[1]]:
        return found[0], found[1] - 1
    return found


def bound(item: Draft, comparator: Comparator) -> None:
    """Make a plain number a bound."""
    if comparator.bound == "low":
        item.high, item.high_inclusive, item.low_inclusive = None, None, comparator.inclusive
    elif comparator.bound == "high":
        item.low, item.low_inclusive, item.high_inclusive = None, None, comparator.inclusive


def merge(text: str, found: list[Draft]) -> list[Draft]:
    """Two neighbours that are one range, or one value in two units, become one."""
    out: list[Draft] = []
    for item in _without_echoes(text, found):
        if out:
            joined = _range(text, out[-1], item) or _equivalent(text, out[-1], item)
            if joined:
                continue
        out.append(item)
    for left, right in pairwise(out):
        _pressure(text, left, right)
        _shared_unit(text, left, right)
        _shared_sign(text, left, right)
    for item in out:
        if item.low is not None and item.high is not None and item.low != item.high:
            match = _INCLUSIVE.match(text, item.end)
            if match:
                inside = "(" in text[item.end : match.start("word")]
                item.end = match.end() if inside else match.end("word")
                item.low_inclusive = item.high_inclusive = match["word"].casefold() != "exclusive"
    return out


def _without_echoes(text: str, found: list[Draft]) -> list[Draft]:
    """``7 % (53 mmol/mol) to 10 % (86 mmol/mol)``: both ends in the same two units; the second unit's go."""
    dropped: set[int] = set()
    for n in range(len(found) - 3):
        first, echo, second, again = found[n : n + 4]
        units = (first.unit, echo.unit)
        if None in units or units[0] == units[1] or (second.unit, again.unit) != units:
            continue
        for value, other in ((first, echo), (second, again)):
            opened, close = text[value.end : other.start].strip(), _CLOSE.match(text, other.end)
            if opened not in ("(", "[") or close is None:
                break
            value.end = value.tail = close.end()
            _sign_behind(text, value)
            dropped.add(id(other))
    return [item for item in found if id(item) not in dropped]


def _range(text: str, left: Draft, right: Draft) -> bool:
    if left.low is not None and left.high is not None and left.low != left.high:
        return False
    closed = _ENDED.match(text, left.end)  # "between 50 kg (inclusive) and 90 kg (exclusive)"
    glue = text[closed.end() if closed else left.end : right.start].removesuffix("+")  # "between -1.5 and +2"
    if len(glue) > 24:
        return False
    first, second = left.direction(), right.direction()
    if left.relative_to != right.relative_to and left.relative_to and right.relative_to:
        return False
    relative = right.relative_to or left.relative_to
    if left.unit and right.unit and left.unit != right.unit and not _convertible(left.unit, right.unit):
        return False
    low = high = None
    if first == "low" and second == "high" and _BUT.fullmatch(glue):
        low, high = left, right
    elif first == "high" and second == "low" and re.fullmatch(r"[\s,]*(?:and|but|&)?[\s,]*", glue, re.I):
        low, high = right, left
    elif first in ("equal", "low") and second in ("equal", "high"):
        dash = _DASH.fullmatch(glue)
        if not dash and _AND.fullmatch(glue) and _BETWEEN.search(text, max(0, left.start - 32), left.start):
            dash = True  # type: ignore[assignment]
        if not dash:
            return False
        if (
            left.comparator
            and left.comparator.bound == "equal"
            and right.comparator is not None
            and right.comparator.bound == "equal"
        ):
            return False
        low, high = left, right
    if low is None or high is None:
        return False
    bottom, top = (
        low.number.value if low.low is None else low.low,
        high.high if high.high is not None else high.number.value,
    )
    assert top is not None
    assert bottom is not None
    unit = high.unit or low.unit
    if low.unit and high.unit and low.unit != high.unit:
        try:
            bottom, unit = convert(bottom, low.unit, high.unit), high.unit
        except UnitError:
            return False
    elif high.unit is None and low.unit is None:
        unit = None
    elif low.unit is None and unit == "d" and _SEVENTHS.search(text, high.number.end, high.end):
        bottom *= 7  # "34 to 36 6/7 weeks"
    if bottom >= top:
        turned = (
            bottom < 0
            or unit in ("{Snellen}", "{letters}")
            or _BETWEEN.search(text, max(0, left.start - 32), left.start) is not None
        )
        if first == "equal" and second == "equal" and bottom > top and turned:
            low, high, bottom, top = high, low, top, bottom
        else:
            return False
    left.low, left.high = bottom, top
    left.low_inclusive = low.low_inclusive if low.comparator and low.comparator.bound == "low" else True
    left.high_inclusive = high.high_inclusive if high.comparator and high.comparator.bound == "high" else True
    right_end = right.end
    if closed is not None and closed["word"] is not None and low is left:
        left.low_inclusive = closed["word"][:2].casefold() == "in"
        last = _ENDED.match(text, right.end)
        if last is not None and last["word"] is not None:
            left.high_inclusive, right_end = last["word"][:2].casefold() == "in", last.end()
    left.unit, left.relative_to = unit, relative
    left.comparator = left.comparator or right.comparator
    before = _FROM.search(text, max(0, left.start - 10), left.start)
    if before and left.start == left.number.start:
        left.start = before.start()
    left.end, left.tail = right_end, right.tail
    left.assumed += right.assumed
    return True


def _convertible(left: str, right: str) -> bool:
    try:
        convert(1.0, left, right)
    except UnitError:
        return False
    return True


def _equivalent(text: str, left: Draft, right: Draft) -> bool:
    """``≥ 9 g/dL (90 g/L)``, ``exceeding two (> 2)``: the second says the first again."""
    if _repeated(text, left, right):
        return True
    if left.relative_to or right.relative_to or right.unit is None or right.unit == left.unit or left.unit is None:
        return False
    glue = text[left.end : right.start]
    opened = _OPEN.fullmatch(glue)
    if not opened and not _SAME.fullmatch(glue):
        return False
    close = _CLOSE.match(text, right.end)
    if opened and not close:
        return False
    if right.comparator and (not left.comparator or right.comparator.bound not in (left.comparator.bound, "equal")):
        return False
    theirs = (
        right.number.value
        if right.low is None and right.high is None
        else (right.low if right.low is not None else right.high)
    )
    ours = left.low if left.low is not None else left.high
    assert theirs is not None
    assert ours is not None
    try:
        same = abs(convert(theirs, right.unit, left.unit) - ours) <= 0.12 * abs(ours)
    except UnitError:
        same = (
            bool(opened)
            and left.unit not in TIME_UNITS
            and right.unit not in TIME_UNITS
            and "%" not in (left.unit, right.unit)
        )
        same = same and ("/" in left.unit) == ("/" in right.unit)
    if not same:
        return False
    left.end = left.tail = close.end() if opened and close else right.end
    _sign_behind(text, left)
    return True


def _sign_behind(text: str, item: Draft) -> None:
    """``2.6 mmol/L (100 mg/dL) ≤ LDL-C``: the sign stands behind the second unit."""
    turned = reversed_comparator(text, item.end) if item.bare else None
    if turned is not None:
        item.comparator, item.end = turned, turned.end
        bound(item, turned)


def _repeated(text: str, left: Draft, right: Draft) -> bool:
    if left.relative_to != right.relative_to:
        return False
    sides = [(a, b) for a, b in ((left.low, right.low), (left.high, right.high)) if b is not None]
    if any(a != b for a, b in sides):
        return False
    if left.unit and right.unit and left.unit != right.unit:
        return False
    glue = text[left.end : right.start]
    close = _CLOSE.match(text, right.end)
    if len(glue) > 3 or glue.strip() not in ("(", "[") or not close:
        return False
    left.end = left.tail = close.end()
    unit = unit_at(text, left.end) if left.unit is None and right.unit is None else None
    left.unit = left.unit or right.unit or (unit[0] if unit else None)
    if unit:
        left.end = left.tail = unit[1]
        behind = comparator_after(text, left.end) if left.comparator is None else None
        if behind is not None:
            left.comparator, left.end = behind, behind.end
            bound(left, behind)
    return True


_EITHER = re.compile(r"\s*,?\s*(?:or|and/or|/)\s*", re.I)


def _shared_unit(text: str, left: Draft, right: Draft) -> None:
    """``< 3.0 or > 5.5 mEq/L``: two limits of one thing are in the unit behind the second."""
    if left.unit is not None or left.relative_to or right.unit is None or right.unit in TIME_UNITS:
        return
    if {left.direction(), right.direction()} == {"low", "high"} and _EITHER.fullmatch(text, left.end, right.start):
        left.unit = right.unit


_SEX = r"(?:(?:fe)?males?|(?:wo)?men)"
_THIS_SEX = re.compile(rf"\s*\(?\s*(?:(?:for|in)\s+)?{_SEX}\s*\)?\s*(?:,|/|,?\s*(?:and|or)\b)\s*", re.I)
_OTHER_SEX = re.compile(rf"\s*\(?\s*(?:(?:for|in)\s+)?{_SEX}\b", re.I)


def _shared_sign(text: str, left: Draft, right: Draft) -> None:
    """``> 450 ms (men) or 470 ms (women)``: the second bound has the comparator of the first."""
    if left.comparator is None or right.comparator is not None or not right.bare or left.unit != right.unit:
        return
    if _THIS_SEX.fullmatch(text, left.end, right.start) and _OTHER_SEX.match(text, right.end):
        right.comparator = left.comparator
        bound(right, left.comparator)


def _pressure(text: str, left: Draft, right: Draft) -> None:
    """``≥ 140/90 mmHg``: the second number shares the first one's comparator, the first one the second's unit."""
    if right.unit == "mm[Hg]" and left.unit is None and text[left.end : right.start].strip() == "/":
        left.unit = right.unit
