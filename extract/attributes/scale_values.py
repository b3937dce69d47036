"""Sets and ranges of a scale's values as text writes them: ``0 or 1``, ``III–IV``, ``≥ 3``, ``B7 or worse``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from eligo.entities.analytes import Scale
from eligo.entities.comparators import Comparator, comparator_before

__all__ = ["ROMAN", "Allowed", "is_small", "parse_values", "resolve"]

ROMAN = {"0": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_WORDS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
# Between a scale's name and its value.
_SKIP = re.compile(
    r"(?:[\s:=,()\[\]/–—‑-]|\b(?:performance|status|scales?|scores?|class(?:es)?|classification|functional|function|grades?|grading|category|stage|"
    r"levels?|index|group|ps|ecog|who|zubrod|kps|nyha|symptoms?|of|is|are|was|were|must|be|being|should|with|to|from|an?|the|at|between|value|rating|"
    r"either|on|screening|baseline|according|has|have|having|had|toxicity|toxicities|severity|ctcae|nci|ctc|criteria|version|v\.?\s?\d(?:\.\d+)?|"
    r"\d\.\d+|liver|disease|heart|failure|cirrhosis|equivalent|for|in|points?|total|all|patients?|not|rated|defined|as|by|only|within|range|"
    r"ranging|type|if|assessed|current|currently|physical|system|modified|angina|child-?\s?pugh|child|pugh|less|"
    r"adequate|good|oncology|cooperative|eastern|american|society|anesthesiologists)\b)*",
    re.I,
)
_WORDED = re.compile(r"\b(?:class|grade|stage|score|status|level|category)\s+\Z", re.I)
_SEPARATOR = re.compile(
    r"\s*(?P<sep>,?\s*(?:and\s*/\s*or|or|and|to|through|thru)\b|,\s*(?:or|and)?|/|[-–—−‑~]|&)\s*(?:(?:class|grade|stage|score|status|ps|ecog|level)\s+)?"
    r"(?:(?P<comp>[≤≥<>]=?|=<|=>)\s*)?",
    re.I,
)
_NOT_VALUE = re.compile(
    r"[ \t\n]*(?:%|\d|prior|previous|lines?\b|weeks?|days?|months?|years?|hours?|mg|ml\b|g/|cm\b|mm\b|[x×]\s|°|"
    r"lesions?|cycles?|regimens?|times|"
    r"of\s+the\s+following|or\s+more\s+(?:prior|lesions|of)|consecutive|-?\s*(?:week|day|month|year|hour)s?\b)|\.\d",
    re.I,
)
_TAIL = re.compile(
    r"\s*[,(]?\s*(?:or|and)\s+(?P<word>better|less|lower|fewer|below|under|worse|higher|greater|more|above|over)\b(?:\s+than)?(?P<close>\s*\))?"
    r"|(?P<plus>\+)(?!\s*\d)",
    re.I,
)
_UP, _DOWN = (
    frozenset(("higher", "greater", "more", "above", "over")),
    frozenset(("less", "lower", "fewer", "below", "under")),
)
_LIMITS = {"≤": ("high", True), "<=": ("high", True), "=<": ("high", True), "<": ("high", False)} | {
    "≥": ("low", True), ">=": ("low", True), "=>": ("low", True), ">": ("low", False)
}  # fmt: skip
CHILD_PUGH_POINTS = {"A": (5, 6), "B": (7, 9), "C": (10, 15)}


@dataclass(slots=True)
class Allowed:
    """What a scale may be; offsets count in the statement's text.

    Attributes:
        values: those allowed, in the scale's order; empty where only bounds are known.
        low, high: set where a comparator is written, or where the scale is long.
    """

    start: int
    end: int
    values: tuple[float | str, ...] = ()
    low: float | None = None
    low_inclusive: bool | None = None
    high: float | None = None
    high_inclusive: bool | None = None


def is_small(scale: Scale) -> bool:
    """Whether the scale has so few values that they can be listed."""
    return 0 < len(scale.values) <= 8


@lru_cache(maxsize=64)
def _element(roman: bool, letters: str) -> re.Pattern[str]:
    forms = [r"\d{1,3}(?:\s*\(\s*[a-zA-Z]+\s*\))?", r"(?:zero|one|two|three|four|five)\b"]
    if roman:
        forms.append(r"(?:IV|III|II|I|VI|V)(?:[ABab](?![A-Za-z]))?(?![A-Za-z])")
    if letters:
        forms.insert(0, rf"[{letters}{letters.lower()}](?:\s*\(?\d{{1,2}}\)?)?(?![A-Za-z])")
    return re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})", re.I)


@dataclass(slots=True)
class _Piece:
    value: float | str
    points: int | None
    separator: str
    limit: tuple[str, bool] | None
    start: int
    end: int


def _letters(scale: Scale) -> str:
    return "".join(str(v) for v in scale.values if isinstance(v, str) and len(v) == 1)


def _value(word: str, scale: Scale, letters: str) -> tuple[float | str, int | None] | None:
    bare = re.sub(r"\s*\(.*", "", word).strip().casefold()
    if letters and bare[0].upper() in letters:
        points = re.sub(r"\D", "", word)
        return bare[0].upper(), int(points) if points else None
    if bare.isdigit():
        number = int(bare)
    elif bare in _WORDS:
        number = _WORDS[bare]
    else:
        number = ROMAN.get(bare.rstrip("ab"), -1)
    if scale.values and not letters:
        return (number, None) if number in scale.values else None
    low, high = scale.low or 0, scale.high
    return (number, number) if number >= 0 and (high is None or low <= number <= high) else None


def parse_values(text: str, pos: int, scale: Scale, *, before: int | None = None, floor: int = 0) -> Allowed | None:
    """The values that stand at `pos`, right behind the scale's name (tying words between), or None.

    Args:
        before: where the name starts, so that ``≥ grade 3`` is seen; None: nothing is looked for there.
        floor: how far to the left to look.
    """
    skip = _SKIP.match(text, pos, min(len(text), pos + 90))
    assert skip is not None
    letters = _letters(scale)
    element = _element(scale.roman, letters)
    first = element.search(text, pos, min(len(text), skip.end() + 48))
    while first is not None and _value(first.group(), scale, letters) is None and first.end() <= skip.end():
        first = element.search(text, first.end(), min(len(text), skip.end() + 48))
    if first is None:
        return None
    comparator = comparator_before(text, first.start(), pos)
    if comparator is None:
        worded = _WORDED.search(text, pos, first.start())
        comparator = comparator_before(text, worded.start(), pos) if worded else None
    reach = comparator.start if comparator else first.start()
    if reach > skip.end() or _NOT_VALUE.match(text, first.end()):
        return None
    value = _value(first.group(), scale, letters)
    if value is None:
        return None
    pieces = [_Piece(value[0], value[1], "", None, first.start(), first.end())]
    while len(pieces) < 10:
        separator = _SEPARATOR.match(text, pieces[-1].end)
        if separator is None:
            break
        match = element.match(text, separator.end())
        value = _value(match.group(), scale, letters) if match else None
        if match is None or value is None or _NOT_VALUE.match(text, match.end()):
            break
        limit = _LIMITS.get(separator["comp"] or "")
        pieces.append(
            _Piece(value[0], value[1], separator["sep"].strip(" ,").casefold(), limit, match.start(), match.end())
        )
    end = pieces[-1].end
    tail = _TAIL.match(text, end)
    start = comparator.start if comparator else first.start()
    if comparator is None and before is not None and len(pieces) == 1:
        comparator = comparator_before(text, before, floor)
        start = comparator.start if comparator else start
    word = ""
    if tail is not None and not (comparator and comparator.bound != "equal"):
        word = (tail["word"] or "more").casefold()
        inside = "(" in tail.group()
        end = (tail.end() if inside else tail.end("word")) if tail["word"] else tail.end()
    return resolve(scale, pieces, comparator, word, start, end)


def resolve(
    scale: Scale, pieces: Sequence[_Piece], comparator: Comparator | None, word: str, start: int, end: int
) -> Allowed | None:
    """What the pieces mean on the scale."""
    allowed = Allowed(min(start, pieces[0].start), end)
    low = high = None
    low_in = high_in = True
    if comparator is not None and comparator.bound != "equal":
        if comparator.bound == "low":
            low, low_in = pieces[0], comparator.inclusive
            if len(pieces) > 1:
                last = pieces[-1]
                high, high_in = last, last.limit[1] if last.limit else True
        else:
            high, high_in = pieces[-1], comparator.inclusive
    elif word:
        higher = word in _UP or ((word == "worse") == (scale.direction == "higher_worse") and word not in _DOWN)
        if higher:
            low = pieces[0]
        else:
            high = pieces[-1]
    elif len(pieces) == 2 and pieces[1].separator in ("-", "–", "—", "−", "‑", "~", "to", "through", "thru"):
        low, high = pieces
    if low is None and high is None:
        return _listed(scale, pieces, allowed)
    return _between(scale, low, low_in, high, high_in, allowed, bool(comparator or word))


def _number(piece: _Piece, top: bool) -> float:
    if isinstance(piece.value, str):
        points = CHILD_PUGH_POINTS[piece.value]
        return float(piece.points if piece.points is not None else points[1] if top else points[0])
    return float(piece.value)


def _between(
    scale: Scale, low: _Piece | None, low_in: bool, high: _Piece | None, high_in: bool, allowed: Allowed, written: bool
) -> Allowed | None:
    lettered = bool(_letters(scale))
    least = None if low is None else _number(low, not low_in)
    most = None if high is None else _number(high, high_in)
    if least is not None and most is not None and least > most:
        return None

    def holds(points: tuple[float, float]) -> bool:
        bottom, top = points
        return (least is None or top > least or (low_in and top == least)) and (
            most is None or bottom < most or (high_in and bottom == most)
        )

    if is_small(scale):
        pairs = [(v, CHILD_PUGH_POINTS[v] if isinstance(v, str) and lettered else (v, v)) for v in scale.values]
        allowed.values = tuple(v for v, points in pairs if holds(points))  # type: ignore[arg-type]
    pointed = any(p is not None and p.points is not None for p in (low, high))
    if (written and not lettered) or pointed or not allowed.values:
        allowed.low, allowed.low_inclusive = least, low_in if least is not None else None
        allowed.high, allowed.high_inclusive = most, high_in if most is not None else None
    return allowed


def _listed(scale: Scale, pieces: Sequence[_Piece], allowed: Allowed) -> Allowed | None:
    values: list[float | str] = []
    order = list(scale.values)
    for n, piece in enumerate(pieces):
        if n and piece.separator in ("-", "–", "—", "to", "through") and order:
            first, last = order.index(values[-1]), order.index(piece.value) if piece.value in order else -1
            values += order[first + 1 : last + 1]
            continue
        values.append(piece.value)
    if is_small(scale):
        letters = _letters(scale)
        if letters and not isinstance(values[0], str):
            points = [float(v) for v in values if not isinstance(v, str)]
            allowed.low, allowed.high = min(points), max(points)
            allowed.low_inclusive = allowed.high_inclusive = True
            allowed.values = tuple(
                g for g, (b, t) in CHILD_PUGH_POINTS.items() if t >= allowed.low and b <= allowed.high
            )
            return allowed
        pointed = [p.points for p in pieces if p.points is not None]
        if letters and pointed and len(pointed) == len(pieces):
            allowed.low, allowed.high = float(min(pointed)), float(max(pointed))
            allowed.low_inclusive = allowed.high_inclusive = True
        allowed.values = tuple(v for v in order if v in values)
        return allowed
    numbers = [float(v) for v in values if not isinstance(v, str)]
    allowed.low, allowed.high = min(numbers), max(numbers)
    allowed.low_inclusive = allowed.high_inclusive = True
    return allowed
