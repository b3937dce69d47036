"""Find quantities: numbers with their comparators, ranges, units and multiples of the limits of normal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from eligo.errors import UnitError
from eligo.schema import Quantity

from .comparators import Comparator, comparator_after, comparator_before, reversed_comparator
from .limits import Limit, find_limits, limit_after, limit_before, may_hold_limit, normal_phrases
from .numbers import POWER, Number, find_numbers
from .units import convert, match_unit

__all__ = ["TIME_UNITS", "find_quantities"]

TIME_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "s"))

_DIGIT_OR_WORD = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twice)\b", re.I)
_SPACE = re.compile(r"\s*")
_BETWEEN = re.compile(
    r"\bbetween\s+(?:(?:the\s+)?ages?\s+(?:of\s+)?)?(?:a\s+|the\s+)?\Z|\bbetween\b[^.;]{0,24}\Z", re.I
)
_FROM = re.compile(r"\b(?:from|between)\s+\Z", re.I)
_DASH = re.compile(r"\s*(?:[-–—−~‐‑―]|to|through|thru|till|until|up\s+to|and\s+up\s+to)\s*", re.I)
_AND = re.compile(r"\s*,?\s*(?:and|&|to)\s*", re.I)
_BUT = re.compile(r"[\s,]*(?:but|and|or|to|&|with|-|–)?[\s,]*(?:(?:is|are|be|also)\s+)?\(?", re.I)
_OPEN = re.compile(
    r"\s*(?P<bracket>[(\[])\s*(?:(?:or|i\.?e\.?,?|equivalent\s+to|equal\s+to|corresponding\s+to|=|approximately)\s*)*",
    re.I,
)
_SAME = re.compile(r"\s*(?:,?\s*or|/|;|=|,|,?\s*equivalent\s+to|,?\s*i\.?e\.?,?)\s*", re.I)
_CLOSE = re.compile(r"\s*[)\]]")
_INCLUSIVE = re.compile(
    r"(?:\s*(?:years?|yrs?)(?:\s+of\s+age|\s+old)?)?\s*[,(]?\s*(?:both\s+)?(?P<word>inclusive(?:ly)?|included|exclusive)\b(?P<close>\s*\))?",
    re.I,
)
_PRESSURE = re.compile(r"\s*/\s*\Z")
_WORD_NEEDS = re.compile(
    r"[\s-]*(?:or\s+more\b|of\s+the\s+following|(?:[\w-]+\s+){0,2}?(?:prior|previous|lines?|regimens?|lesions?|times|episodes?|risk\s+factors?"
    r"|therap(?:y|ies)|measurable|relapses?|exacerbations?|courses?|cycles?|doses?|consecutive|separate|kidneys?)\b)",
    re.I,
)
_APPROXIMATELY = re.compile(
    r"(?:\b(?:about|approximately|approx\.?|around|circa|nearly|roughly|estimated\s+at)|[~≈])\s*\Z", re.I
)
_THOUSAND = re.compile(r"[kK](?![\w/])")
_COUNT_UNITS = frozenset(("/uL", "/mm3", "/L", "{copies}/mL", "[IU]/mL", "1"))
_POWER_ALONE = re.compile(r"10\*\d+")
_AGAIN = re.compile(r"\s*[(\[]\s*")
_AGE_OF = re.compile(r"\b(?:the\s+)?ages?\s+(?:of\s+)?\Z", re.I)
_REJECT_AFTER = re.compile(r"[A-Za-z](?!\s*(?:ULN|UNL))")


@dataclass(slots=True)
class _Found:
    """A quantity in the making; offsets count in the statement."""

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
        return self.comparator is None and self.low == self.high

    def direction(self) -> str:
        return self.comparator.bound if self.comparator else "equal"


def find_quantities(text: str, offset: int = 0) -> list[Quantity]:
    """The quantities of `text`, left to right, none overlapping.

    Digits inside names, codes, dates and list marks are none. One value written in two units is one quantity.

    Args:
        offset: added to every position.
    """
    limits = may_hold_limit(text)
    found: list[_Found] = []
    if _DIGIT_OR_WORD.search(text):
        position = 0
        for number in find_numbers(text):
            if number.start < position:
                continue
            item = _read(text, number, position, limits)
            if item is not None:
                found.append(item)
                position = item.end
        found = _merge(text, found)
    out = [_quantity(text, f, offset) for f in found]
    if limits:
        out += _without_number(text, offset, out)
        out.sort(key=lambda q: q.start)
    return out


def _read(text: str, number: Number, floor: int, limits: bool) -> _Found | None:
    start, end, value = number.start, number.end, number.value
    if start and text[start - 1] in "-−" and value < 0:
        start -= 1
    assumed: list[str] = []
    unit: str | None = None
    limit: Limit | None = None
    if limits:
        limit = limit_after(text, end) or (
            limit_before(text, start) if text[:start].rstrip()[-1:] in ("x", "×", "*", "s") else None
        )
    if limit is not None and limit.start < start:
        start = limit.start
    if limit is not None:
        end = max(end, limit.end)
        if not limit.sure:
            assumed.append("relative_to")
    else:
        end, unit, value = _unit(text, end, number)
        if end == number.end and _REJECT_AFTER.match(text, end):
            return None
        if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() and unit is None and not number.word:
            if not re.match(
                r"-\s*(?:fold|point|item|year|yr|month|week|day|and|or|to|times|old)", text[end : end + 8], re.I
            ):
                return None
    tail = end
    comparator = comparator_before(text, start, floor)
    if comparator is None and text[start - 4 : start].casefold() in ("age ", " of ", "ges "):
        aged = _AGE_OF.search(text, max(floor, start - 16), start)
        comparator = comparator_before(text, aged.start(), floor) if aged else None
    if comparator is not None:
        start = comparator.start
    else:
        near = _APPROXIMATELY.search(text, max(floor, start - 16), start)
        behind = comparator_after(text, end) or (reversed_comparator(text, end) if end < len(text) else None)
        if behind is not None:
            comparator, end = behind, behind.end
        if near:
            start = near.start()
    if number.word and comparator is None and unit is None and limit is None:
        if value == 1 and not _WORD_NEEDS.match(text, end):
            return None
        if text[number.start : number.end].casefold() in ("once", "twice", "thrice"):
            return None
    approximate = _APPROXIMATELY.search(text, max(0, number.start - 16), number.start) is not None
    item = _Found(start, end, number, value, value, True, True, unit, limit.relative_to if limit else None, comparator)
    item.approximate, item.assumed, item.tail = approximate, assumed, tail
    if comparator is not None:
        _bound(item, comparator)
    return item


def _bound(item: _Found, comparator: Comparator) -> None:
    if comparator.bound == "low":
        item.high, item.high_inclusive, item.low_inclusive = None, None, comparator.inclusive
    elif comparator.bound == "high":
        item.low, item.low_inclusive, item.high_inclusive = None, None, comparator.inclusive


def _unit(text: str, pos: int, number: Number) -> tuple[int, str | None, float]:
    """End, UCUM code and value of the number that ends at `pos`."""
    value = number.value
    at = pos
    if at < len(text) and text[at].isspace():
        at = _SPACE.match(text, pos).end()  # type: ignore[union-attr]
    if at < len(text) and text[at] == "-" and text[at + 1 : at + 2].isalpha():
        at += 1
    unit = match_unit(text, at)
    if unit is not None and unit[0] not in ("1",):
        code, end = unit
        if _POWER_ALONE.fullmatch(code):
            return end, None, value * 10 ** int(code[3:])
        if number.dotted is not None and code in _COUNT_UNITS:
            value = number.dotted
        again = _AGAIN.match(text, end) if text[end : end + 2].lstrip()[:1] in ("(", "[") else None
        if again:  # "30 kilograms (kg)"
            twin = match_unit(text, again.end())
            close = _CLOSE.match(text, twin[1]) if twin and twin[0] == code else None
            end = close.end() if close else end
        return end, code, value
    power = POWER.match(text, pos)
    if power:
        digits = next(g for g in power.groups() if g).translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--"))
        end = power.end()
        unit = match_unit(text, _SPACE.match(text, end).end())  # type: ignore[union-attr]
        return (unit[1], unit[0], value * 10 ** int(digits)) if unit else (end, None, value * 10 ** int(digits))
    thousand = _THOUSAND.match(text, pos)
    if thousand:
        return thousand.end(), None, value * 1000
    return pos, None, value


def _merge(text: str, found: list[_Found]) -> list[_Found]:
    """Two neighbours that are one range, or one value in two units, become one."""
    out: list[_Found] = []
    for item in found:
        if out:
            joined = _range(text, out[-1], item) or _equivalent(text, out[-1], item)
            if joined:
                continue
            _pressure(text, out[-1], item)
        out.append(item)
    for item in out:
        if item.low is not None and item.high is not None and item.low != item.high:
            match = _INCLUSIVE.match(text, item.end)
            if match:
                inside = "(" in text[item.end : match.start("word")]
                item.end = match.end() if inside else match.end("word")
                item.low_inclusive = item.high_inclusive = match["word"].casefold() != "exclusive"
    return out


def _range(text: str, left: _Found, right: _Found) -> bool:
    if left.low is not None and left.high is not None and left.low != left.high:
        return False
    glue = text[left.end : right.start]
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
    assert top is not None and bottom is not None
    unit = high.unit or low.unit
    if low.unit and high.unit and low.unit != high.unit:
        try:
            bottom, unit = convert(bottom, low.unit, high.unit), high.unit
        except UnitError:
            return False
    elif high.unit is None and low.unit is None:
        unit = None
    if bottom >= top:
        if first == "equal" and second == "equal" and bottom > top and bottom < 0 and left.number.value < 0:
            low, high, bottom, top = high, low, top, bottom
        else:
            return False
    left.low, left.high = bottom, top
    left.low_inclusive = low.low_inclusive if low.comparator and low.comparator.bound == "low" else True
    left.high_inclusive = high.high_inclusive if high.comparator and high.comparator.bound == "high" else True
    left.unit, left.relative_to = unit, relative
    left.comparator = left.comparator or right.comparator
    before = _FROM.search(text, max(0, left.start - 10), left.start)
    if before and left.start == left.number.start:
        left.start = before.start()
    left.end, left.tail = right.end, right.tail
    left.assumed += right.assumed
    return True


def _convertible(left: str, right: str) -> bool:
    try:
        convert(1.0, left, right)
    except UnitError:
        return False
    return True


def _equivalent(text: str, left: _Found, right: _Found) -> bool:
    """``≥ 9 g/dL (90 g/L)``: the second says the first again."""
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
    assert theirs is not None and ours is not None
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
    return True


def _pressure(text: str, left: _Found, right: _Found) -> None:
    """``≥ 140/90 mmHg``: the second number shares the first one's comparator, the first one the second's unit."""
    if right.unit == "mm[Hg]" and left.unit is None and text[left.end : right.start].strip() == "/":
        left.unit = right.unit


def _quantity(text: str, f: _Found, offset: int) -> Quantity:
    return Quantity(
        text[f.start : f.end], f.start + offset, f.end + offset, f.low, f.low_inclusive if f.low is not None else None, f.high,
        f.high_inclusive if f.high is not None else None, f.unit, f.relative_to, f.comparator is not None, f.approximate, tuple(f.assumed),
    )  # fmt: skip


def _without_number(text: str, offset: int, taken: list[Quantity]) -> list[Quantity]:
    """``> ULN`` is one times it; ``within normal limits`` is the range itself."""
    spans = [(q.start - offset, q.end - offset) for q in taken]
    out: list[Quantity] = []

    def free(start: int, end: int) -> bool:
        return all(end <= s or start >= e for s, e in spans)

    for start, end in normal_phrases(text):
        if free(start, end):
            spans.append((start, end))
            out.append(Quantity(text[start:end], start + offset, end + offset, relative_to="normal", comparator=True))
    for limit in find_limits(text):
        if not free(limit.start, limit.end):
            continue
        comparator = comparator_before(text, limit.start)
        within = (
            None
            if comparator
            else re.compile(r"\b(?:within|under)\s+\Z", re.I).search(text, max(0, limit.start - 10), limit.start)
        )
        if comparator is None and within is None:
            continue
        start = comparator.start if comparator else within.start()  # type: ignore[union-attr]
        low = comparator is not None and comparator.bound == "low"
        inclusive = comparator.inclusive if comparator else True
        spans.append((start, limit.end))
        out.append(
            Quantity(
                text[start : limit.end], start + offset, limit.end + offset, 1.0 if low else None, inclusive if low else None,
                None if low else 1.0, None if low else inclusive, None, limit.relative_to, True,
            )
        )  # fmt: skip
    return out
