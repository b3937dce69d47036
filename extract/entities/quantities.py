"""Find quantities: numbers with their comparators, ranges, units and multiples of the limits of normal."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from eligo.schema import Quantity

from .acuity import ACUITY, EYE, SNELLEN, better, quieter
from .comparators import Comparator, Direction, comparator_after, comparator_before, reversed_comparator
from .limits import Limit, find_limits, limit_after, limit_before, limit_share, may_hold_limit, normal_phrases
from .numbers import POWER, Number, find_numbers, holds_number_word
from .ranges import TIME_UNITS, Draft, bound, merge, unit_at

__all__ = ["TIME_UNITS", "find_quantities"]

_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"\s*\\?%")
_SPACE = re.compile(r"\s*")
_CLOSE = re.compile(r"\s*[)\]]")
_WORD_NEEDS = re.compile(
    r"[\s-]*(?:or\s+more\b|(?:[\w-]+\s+){0,2}?(?:prior|previous|lines?|regimens?|lesions?|times|episodes?|risk\s+factors?"
    r"|therap(?:y|ies)|measurable|relapses?|exacerbations?|courses?|cycles?|doses?|consecutive|separate|kidneys?)\b)",
    re.I,
)
_APPROXIMATELY = re.compile(
    r"(?:\b(?:about|approximately|approx\.?|around|circa|nearly|roughly|estimated\s+at)|(?<![\d%])(?<![\d%]\s)[~≈～])\s*\Z",
    re.I,
)
_PER_MORE = re.compile(
    r"\s?/\s?(?:years?|yrs?|months?|weeks?|days?|hours?|h|min|kg|m2|m²|cm2|session|dose|visit|cycle|meal|side|eye)\b",
    re.I,
)
# "24 weeks and 3 days", "24 3/7 weeks", "24+3 weeks"
_WEEKS_AND_DAYS = re.compile(
    r"[\s-]*(?:weeks?|wks?|w)\.?\s*(?:and|\+|,|&)?\s*([0-6])(?:\s*/\s*7(?:\s*days?\b|\b)|\s*(?:days?|d)\b)"
    r"|\s?([0-6])\s*/\s*7(?:\s*(?:weeks?|wks?|w)\b|(?=\s*(?:to|-|–|and)\s*\d))"
    r"|\s?\+\s?([0-6])(?:\s*/\s*7)?\s*(?:weeks?|wks?|w)\b",
    re.I,
)
_TOLERANCE = re.compile(r"(?:±|\+\s?/\s?[-–−])\s?\Z")
_TIMES_BEFORE = re.compile(r"[x×]\s?\Z", re.I)
_THOUSAND = re.compile(r"[kK](?![\w/])")
_COUNT_UNITS = frozenset(("/uL", "/mm3", "/L", "{copies}/mL", "[IU]/mL", "1"))
_BARE = re.compile(r"(?:greater|more|higher|less|lower)", re.I)  # without "than": a comparator only before a unit
_ABOVE_LIMIT = re.compile(
    r"\s*(?:above|over|beyond|(?:greater|longer|more|higher)\s+than)\s+(?:the\s+)?(?:institutional\s+|laboratory\s+)?"
    r"(?:I?ULN|UNL|upper|control|normal)\b",
    re.I,
)
_BESIDE_NUMBER = re.compile(
    r"\d\s*(?:s|secs?\.?|seconds?|min|minutes?|mg/dL|g/dL|points?|I?U/L|units?|mm\s?Hg|[µu]mol/L|mmol/L|mm|cm|ms|msec"
    r"|bpm)\s+\Z",
    re.I,
)
_REST_OF_UNIT = re.compile(
    r"\s*(?:/|per\b)\s*[a-z]+(?:\s*\([a-z]{1,4}\))?(?:\s*(?:/|per\b)\s*1[.,]73\s*(?:m\^?2|m²|(?:meters?\s+)?squared?(?:\s+met(?:er|re)s?)?))?",
    re.I,
)
_BRACKETED = re.compile(r"\s*\([a-z]{1,4}\)", re.I)
_LOGARITHM = re.compile(r"[\s-]*log(?:s|\s?\(?10\)?|₁₀|-10)?[\s-]+(?=[^\W\d_])", re.I)
# "2+" is what a test strip shows of a urine
_PLUS = re.compile(r"\+(?![\w+/-])")
_STRIP = re.compile(r"\burin|proteinuria|dipstick|\bdip\s?stick", re.I)
_POWER_ALONE = re.compile(r"10\*\d+")
_AGAIN = re.compile(r"\s*[(\[]\s*")
_AGE_OF = re.compile(r"\b(?:the\s+)?ages?\s+(?:of\s+)?\Z", re.I)
_COMPOUND = re.compile(r"-(?=[^\W\d_])(?!\s*(?:fold|point|item|year|yr|month|week|day|and|or|to|times|old))", re.I)
_REJECT_AFTER = re.compile(r"[A-Za-z](?!\s*(?:ULN|UNL))")


def find_quantities(text: str, offset: int = 0) -> list[Quantity]:
    """The quantities of `text`, left to right, none overlapping.

    Digits inside names, codes, dates and list marks are none. One value written in two units is one quantity.

    Args:
        offset: added to every position.
    """
    limits = may_hold_limit(text)
    found: list[Draft] = []
    if _DIGIT.search(text) or holds_number_word(text):
        position = 0
        for number in find_numbers(text):
            if number.start < position:
                continue
            item = _read(text, number, position, limits)
            if item is not None:
                found.append(item)
                position = item.end
        found = merge(text, found)
    out = [_quantity(text, f, offset) for f in found]
    if limits:
        out += _without_number(text, offset, out)
        out.sort(key=lambda q: q.start)
        out = _limit_ranges(text, offset, out)
    return out


@lru_cache(maxsize=16)  # asked of each number of a text
def _speaks_of_eyes(text: str) -> bool:
    return EYE.search(text) is not None


def _read(text: str, number: Number, floor: int, limits: bool) -> Draft | None:
    start, end, value = number.start, number.end, number.value
    if start and text[start - 1] in "-−" and value < 0:
        start -= 1
    if start and _TOLERANCE.search(text, max(0, start - 5), start):
        return None
    assumed: list[str] = []
    unit: str | None = None
    limit: Limit | None = None
    if limits:
        share = limit_share(text, end, value) if _PERCENT.match(text, end) else None
        limit = share or limit_after(text, end)
        if limit is None and text[:start].rstrip()[-1:] in ("x", "×", "*", "s"):
            limit = limit_before(text, start)
        if limit is not None and limit.share:
            value = limit.times(value)
            number = replace(number, value=value)
    if limit is not None and limit.start < start:
        start = limit.start
    if limit is not None:
        sign = _TIMES_BEFORE.search(text, max(floor, start - 2), start)
        start = sign.start() if sign else start  # "> x3 ULN"
        end = max(end, limit.end)
        if not limit.sure:
            assumed.append("relative_to")
    else:
        end, unit, value = _unit(text, end, number)
        if end == number.end and _REJECT_AFTER.match(text, end):
            return None
        if unit in ("s", "min", "mg/dL", "g/dL") and _ABOVE_LIMIT.match(text, end):
            return None  # "5 seconds above the ULN" is no bound of the value
        if unit is not None and _PER_MORE.match(text, end):
            return None  # "30 mL/year" is no volume
        if unit is None and not number.word and _COMPOUND.match(text, end):
            return None
    acuity = ACUITY.match(text, number.start) if unit is None and limit is None else None
    if acuity is not None:
        if not _speaks_of_eyes(text):
            return None
        end, unit, value = acuity.end(), "{Snellen}", float(acuity[1]) / float(acuity[2])
        number = replace(number, value=value)
        equivalent = SNELLEN.match(text, end)
        end = equivalent.end() if equivalent else end
    tail = end
    comparator = comparator_before(text, start, floor)
    if limit is not None and limit.share == "below" and comparator is not None and comparator.bound != "equal":
        side: Direction = "high" if comparator.bound == "low" else "low"
        comparator = comparator._replace(bound=side)  # "> 10 % below the LLN"
    if acuity is not None:
        comparator = better(text, start, end, comparator)
        if comparator is not None and comparator.start >= end:
            item = Draft(start, comparator.end, number, value, value, True, True, unit, None, comparator)
            item.tail = tail
            bound(item, comparator)
            return item
    if comparator is None and unit == "dB":
        comparator = quieter(text, start)
    if comparator is None and text[start - 4 : start].casefold() in ("age ", " of ", "ges "):
        aged = _AGE_OF.search(text, max(floor, start - 16), start)
        comparator = comparator_before(text, aged.start(), floor) if aged else None
    if (
        comparator is not None
        and unit is None
        and limit is None
        and _BARE.fullmatch(text, comparator.start, comparator.end)
    ):
        comparator = None  # "whichever is greater 3"
    if comparator is not None:
        start = comparator.start
    else:
        near = _APPROXIMATELY.search(text, max(floor, start - 16), start)
        behind = comparator_after(text, end) or (reversed_comparator(text, end) if end < len(text) else None)
        if behind is not None:
            comparator, end = behind, behind.end
        if near:
            start = near.start()
        if comparator is None and limit is not None and limit.above:
            comparator = Comparator("low", limit.inclusive, start, start)  # "twice higher than normal"
    if number.word and comparator is None and unit is None and limit is None:
        if value == 1 and not _WORD_NEEDS.match(text, end):
            return None
        if text[number.start : number.end].casefold() in ("once", "twice", "thrice"):
            return None
    approximate = _APPROXIMATELY.search(text, max(0, number.start - 16), number.start) is not None
    item = Draft(start, end, number, value, value, True, True, unit, limit.relative_to if limit else None, comparator)
    item.approximate, item.assumed, item.tail = approximate, assumed, tail
    if comparator is not None:
        bound(item, comparator)
    return item


def _unit(text: str, pos: int, number: Number) -> tuple[int, str | None, float]:
    """End, UCUM code and value of the number that ends at `pos`."""
    value = number.value
    weeks = _WEEKS_AND_DAYS.match(text, pos) if text[pos : pos + 2].strip(" -") else None
    if weeks and value <= 45 and value == int(value):
        days = int(next(g for g in weeks.groups() if g))
        return weeks.end(), "d" if days else "wk", value * 7 + days if days else value
    at = pos
    if at < len(text) and text[at].isspace():
        at = _SPACE.match(text, pos).end()  # type: ignore[union-attr]
    if at < len(text) and text[at] == "-" and text[at + 1 : at + 2].isalpha():
        at += 1
    if "+" in (text[pos : pos + 1], text[number.start - 1 : number.start]) and value in (1, 2, 3, 4):
        signed = text[pos : pos + 1] != "+"
        if (signed or _PLUS.match(text, pos)) and _STRIP.search(text):
            return pos + (not signed), "{+}", value
    unit = unit_at(text, at)
    if unit is not None and unit[0] not in ("1",):
        code, end = unit
        if _POWER_ALONE.fullmatch(code):
            return end, None, value * 10 ** int(code[3:])
        if number.dotted is not None and code in _COUNT_UNITS:
            value = number.dotted
        again = _AGAIN.match(text, end) if text[end : end + 2].lstrip()[:1] in ("(", "[") else None
        if again:  # "30 kilograms (kg)"
            twin = unit_at(text, again.end())
            close = _CLOSE.match(text, twin[1]) if twin and twin[0] == code else None
            end = close.end() if close else end
            if close and (rest := _REST_OF_UNIT.match(text, end)):  # "milliliters (mL)/minute (min)"
                whole = unit_at(code + _BRACKETED.sub("", rest.group()), 0)
                if whole is not None and whole[0] != code:
                    return rest.end(), whole[0], value
        return end, code, value
    logarithm = _LOGARITHM.match(text, pos)
    if logarithm and value <= 15:  # "5 log10 IU/mL"
        unit = unit_at(text, logarithm.end())
        if unit is not None and unit[0] in _COUNT_UNITS:
            return unit[1], unit[0], float(f"{10**value:.6g}")
    power = POWER.match(text, pos)
    if power:
        digits = next(g for g in power.groups() if g).translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--"))
        end = power.end()
        unit = unit_at(text, _SPACE.match(text, end).end())  # type: ignore[union-attr]
        return (unit[1], unit[0], value * 10 ** int(digits)) if unit else (end, None, value * 10 ** int(digits))
    thousand = _THOUSAND.match(text, pos)
    if thousand:
        return thousand.end(), None, value * 1000
    return pos, None, value


def _quantity(text: str, f: Draft, offset: int) -> Quantity:
    return Quantity(
        text[f.start : f.end],
        f.start + offset,
        f.end + offset,
        f.low,
        f.low_inclusive if f.low is not None else None,
        f.high,
        f.high_inclusive if f.high is not None else None,
        f.unit,
        f.relative_to,
        f.comparator is not None,
        f.approximate,
        tuple(f.assumed),
    )


def _without_number(text: str, offset: int, taken: list[Quantity]) -> list[Quantity]:
    """``> ULN`` is one times it; ``within normal limits`` is the range itself."""
    spans = [(q.start - offset, q.end - offset) for q in taken]
    out: list[Quantity] = []

    def free(start: int, end: int) -> bool:
        return all(end <= s or start >= e for s, e in spans)

    for start, end in normal_phrases(text):
        if free(start, end) and _spelt_out(text, offset, taken, start, end):
            spans.append((start, end))
        elif free(start, end):
            spans.append((start, end))
            out.append(Quantity(text[start:end], start + offset, end + offset, relative_to="normal", comparator=True))
    for limit in find_limits(text):
        if not free(limit.start, limit.end):
            continue
        comparator = comparator_before(text, limit.start)
        if comparator is not None and _BESIDE_NUMBER.search(text, max(0, comparator.start - 14), comparator.start):
            continue
        within = (
            None
            if comparator
            else re.compile(r"\b(?:within|under)\s+\Z", re.I).search(text, max(0, limit.start - 10), limit.start)
        )
        if comparator is None and within is None:
            comparator = _same_side(text, offset, taken, limit.start)
            if comparator is None:
                continue
        start = comparator.start if comparator else within.start()  # type: ignore[union-attr]
        low = comparator is not None and comparator.bound == "low"
        inclusive = comparator.inclusive if comparator else True
        spans.append((start, limit.end))
        below, above = (1.0, None) if low else (None, 1.0)
        out.append(
            Quantity(
                text[start : limit.end],
                start + offset,
                limit.end + offset,
                below,
                inclusive if low else None,
                above,
                None if low else inclusive,
                relative_to=limit.relative_to,
                comparator=True,
            )
        )
    return out


_BRACKET = re.compile(r"\s*[(\[]\s*")
_OUTSIDE = re.compile(r"out", re.I)
_DENIED = re.compile(r"\b(?:not|no|never)\s+(?:be\s+)?\Z", re.I)


def _spelt_out(text: str, offset: int, quantities: list[Quantity], start: int, end: int) -> bool:
    """Whether the normal range at ``text[start:end]`` stands behind it: ``normal limits (3.5 to 5.0 mmol/L)``."""
    for n, q in enumerate(quantities):
        if q.start - offset < end or q.unit is None or q.relative_to is not None or q.low is None or q.high is None:
            continue
        if q.low >= q.high or not _BRACKET.fullmatch(text, end, q.start - offset):
            return False
        if _DENIED.search(text, max(0, start - 12), start):
            return False  # "not within normal limits": the denial is read with the words
        if not _OUTSIDE.match(text, start):  # else what turns the range round stands before it
            words = text[start : q.end - offset]
            quantities[n] = replace(q, text=words, start=start + offset, comparator=True)
        return True
    return False


_OR = re.compile(r"\s*(?:,?\s*(?:or|and/or)|/)\s*", re.I)


def _same_side(text: str, offset: int, quantities: list[Quantity], pos: int) -> Comparator | None:
    """The comparator that a limit shares with the bound before it: ``≥ 50 % or the lower limit of normal``."""
    before = [q for q in quantities if q.comparator and q.end - offset <= pos]
    if not before or (before[-1].low is None) == (before[-1].high is None):
        return None
    last = before[-1]
    if not _OR.fullmatch(text, last.end - offset, pos):
        return None
    if last.low is not None:
        return Comparator("low", bool(last.low_inclusive), pos, pos)
    return Comparator("high", bool(last.high_inclusive), pos, pos)


def _limit_ranges(text: str, offset: int, quantities: list[Quantity]) -> list[Quantity]:
    """``> ULN to 1.5 × ULN``: a range whose lower end has no number."""
    out: list[Quantity] = []
    for right in quantities:
        left = out[-1] if out else None
        if (
            left is not None
            and left.relative_to is not None
            and left.relative_to == right.relative_to
            and left.low is not None
            and left.high is None
            and right.high is not None
            and left.low < right.high
            and (right.low is None or right.low == right.high)
            and _TO_OR_AND.fullmatch(text, left.end - offset, right.start - offset)
        ):
            out[-1] = replace(
                left,
                text=text[left.start - offset : right.end - offset],
                end=right.end,
                high=right.high,
                high_inclusive=right.high_inclusive,
            )
        else:
            out.append(right)
    return out


_TO_OR_AND = re.compile(r"\s*,?\s*(?:to|-|–|but|and)\s*", re.I)
