"""Numbers and units of time as they are written: the pieces that windows and dates are made of."""

from __future__ import annotations

import re

from eligo.alternatives import one_of

__all__ = ["NUMBER", "UNIT", "compile_words", "iso_duration", "number_value"]

_ONES = (
    "one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split(), 1)} | {w: n * 10 for n, w in enumerate(_TENS.split(), 2)}
_UNITS = {"min": "TM", "h": "TH", "d": "D", "w": "W", "mo": "M", "mt": "M", "y": "Y"}

# Regular expressions without groups, to be compiled with re.IGNORECASE.
NUMBER = (
    r"(?:\d{1,4}(?:[.,]\d{1,2})?|"
    + one_of(_TENS.split())
    + r"(?:[\s-]+(?:one|two|three|four|five|six|seven|eight|nine)\b)?|"
    + one_of(sorted(_ONES.split(), key=len, reverse=True))
    + ")"
)
UNIT = one_of((
    "minutes?", "mins?", "hours?", "hrs?", "h", "days?", "weeks?", "wks?", "months?", "mos?", "mths?", "years?", "yrs?",
))  # fmt: skip


def compile_words(pattern: str) -> re.Pattern[str]:
    """Compile, ignoring case, with runs of blanks bounded: two open runs in a row take quadratic time on blanks."""
    bounded = re.sub(r"(\\s|\[\\s[^\]]*\])([*+])", lambda m: m[1] + ("{0,40}" if m[2] == "*" else "{1,40}"), pattern)
    return re.compile(bounded, re.IGNORECASE)


def number_value(text: str) -> float:
    """The number that ``14``, ``1,5``, ``three`` or ``twenty-four`` stands for.

    Raises:
        KeyError: if it is none.
    """
    if text[0].isdigit():
        return float(text.replace(",", "."))
    return float(sum(_WORDS[word] for word in re.split(r"[\s-]+", text.casefold())))


def iso_duration(number: float, unit: str) -> str:
    """An ISO 8601 duration in the unit as written: 28 days is ``P28D``, four weeks ``P4W``, a day's hours ``PT24H``."""
    word = unit.casefold()
    code = next(_UNITS[head] for head in ("min", "mo", "mt", "h", "d", "w", "y") if word.startswith(head))
    return f"P{'T' if code[0] == 'T' else ''}{number:g}{code[-1]}"
