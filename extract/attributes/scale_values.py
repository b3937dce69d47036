"""Sets and ranges of a scale's values as text writes them: ``0 or 1``, ``III–IV``, ``≥ 3``, ``B7 or worse``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from eligo.entities.analytes import Scale, scales
from eligo.entities.comparators import Comparator, comparator_before

__all__ = ["Allowed", "is_small", "parse_values", "resolve"]

# Between a scale's name and its value.
_SKIP = re.compile(
    r"(?:[\s:=,()\[\]/–—‑-]|\b(?:performance|status|scales?|scores?|class(?:es)?|classification|functional|function|grades?|grading|category|categories|stages?|assessment|"
    r"levels?|index|group|ps|ecog|who|zubrod|kps|nyha|symptoms?|of|is|are|was|were|must|be|being|should|with|to|from|an?|the|at|between|value|rating|"
    r"either|on|screening|baseline|according|has|have|having|had|toxicity|toxicities|severity|ctcae|nci|ctc|criteria|version|v\.?\s?\d(?:\.\d+)?|"
    r"\d\.\d+|liver|disease|heart|failure|cirrhosis|equivalent|for|in|points?|total|all|patients?|not|rated|defined|as|by|only|within|range|"
    r"ranging|type|if|assessed|current|currently|physical|system|modified|angina|child-?\s?pugh|child|pugh|less|"
    r"determined|adequate|good|oncology|cooperative|eastern|american|society|anesthesiologists|cardiac|cut-?off|threshold)(?:\b|(?=[Ⅰ-Ⅷ])))*",
    re.I,
)
_WORDED = re.compile(r"\b(?:class|grade|stage|score|status|level|category)\s+\Z", re.I)
_SEPARATOR = re.compile(
    r"\s*(?P<sep>,?\s*(?:and\s*/\s*or|or|and|to|through|thru)\b|,\s*(?:or|and)?|/|[-–—−‑~～－]|&)\s*(?:(?:class|grade|stage|score|status|ps|ecog|level)\s+)?"
    r"(?:(?P<comp>[≤≥<>]=?|=<|=>)\s*)?",
    re.I,
)
_NAMED_AGAIN = re.compile(r"(?:ASA|NYHA|ECOG|CCS|WHO)\s+(?:class\s+|grade\s+|PS\s+)?", re.I)  # "ASA I – ASA III"
_NOT_VALUE = re.compile(
    r"[ \t\n]*(?:%|\d(?!\d?[.)]\s+[A-Z])|prior(?!\s+to\b)|previous|lines?\b|weeks?|days?|months?|years?|hours?|mg|ml\b|"
    r"g/|cm\b|mm\b|[x×]\s|°|"
    r"lesions?|cycles?|regimens?|times|"
    r"of\s+the\s+following|or\s+more\s+(?:prior|lesions|of)|consecutive|-?\s*(?:week|day|month|year|hour)s?\b)|\.\d",
    re.I,
)
_TAIL = re.compile(
    r"(?:\s+(?:in\s+)?severity\b)?\s*(?:\(\s*\)\s*)?[,(]?\s*(?:or|and)\s+(?P<word>better|less|lower|fewer|below|under|worse|higher|greater|more|above|over)\b(?:\s+than)?(?P<close>\s*\))?"
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
_RANGE_SIGNS = ("-", "–", "—", "−", "‑", "~", "～", "－", "to", "through", "thru")
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
    """Whether the scale's values can be listed; Karnofsky's tens are bounds like any number's."""
    return bool(scale.values) and not {10, 20, 30} <= set(scale.values)


@dataclass(frozen=True, slots=True)
class _Forms:
    """How the values of a scale are written."""

    pattern: re.Pattern[str]
    index: dict[str, int]
    pointed: bool  # classes of points, as Child-Pugh's A (5-6)


_POINTS = (
    r"\s*\(\s*(?:(?:total|scores?|points?|of|CPS?)\b[\s:=]*)*\d{1,2}(?:\s*(?:[-–—]|to|or|and)\s*\d{1,2})?"
    r"\s*(?:points?\s*)?\)"
)
_NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII")


@lru_cache(maxsize=512)
def _forms(scale_id: str) -> _Forms:
    scale = scales()[scale_id]
    index: dict[str, int] = {}
    exact: list[str] = []
    loose: list[str] = []
    pointed = scale.high is not None and any(isinstance(v, str) for v in scale.values)
    for n, value in enumerate(scale.values):
        written = str(value)
        forms = [written]
        digits = re.match(r"\d+(?![.\d])", written)
        if digits and scale.roman and 0 < int(digits.group()) < len(_NUMERALS):
            forms.append(_NUMERALS[int(digits.group())] + written[digits.end() :])
            forms.append(chr(ord("Ⅰ") + int(digits.group()) - 1) + written[digits.end() :])
        numeral = re.match(r"(?:IV|I{1,3}|V)(?=[A-Z]?\d?$)", written)
        if numeral:
            forms.append(str(_NUMERALS.index(numeral.group())) + written[numeral.end() :])
        if written in ("0", "1", "2", "3", "4", "5"):
            forms.append(_NUMBER_NAMES[int(written)])
        for form in forms:
            index.setdefault(form.casefold(), n)
            (exact if form.isalpha() and len(form) == 1 and form not in "IV" else loose).append(form)
    parts = []
    if exact:
        points = rf"(?:{_POINTS}|\s*\(?\d{{1,2}}\)?)?" if pointed else ""
        parts.append(rf"(?-i:[{''.join(exact)}]){points}(?![A-Za-z])")
        if pointed:  # "Child-Pugh class c"
            parts.append(rf"(?<=[Cc]lass )(?-i:[{''.join(exact).lower()}])(?![\w-])")
    if loose:
        parts.append(rf"(?:{'|'.join(re.escape(f) for f in sorted(loose, key=len, reverse=True))})(?!\w)")
    if pointed or not scale.values:
        parts.append(r"\d{1,3}(?!\w)")
    return _Forms(
        re.compile(rf"(?:(?<![\w.])|(?=[Ⅰ-Ⅷ]))(?:{'|'.join(parts)})(?:\s*\(\s*[a-zA-Z]+\s*\))?", re.I), index, pointed
    )


_LOOKALIKES = {0x0399: "I", 0x0406: "I"}  # Greek and Cyrillic letters in place of the numeral
_NUMBER_NAMES = ("zero", "one", "two", "three", "four", "five")


@dataclass(slots=True)
class _Piece:
    value: float | str
    points: tuple[int, int] | None  # the least and the most
    separator: str
    limit: tuple[str, bool] | None
    start: int
    end: int


def _value(word: str, scale: Scale, forms: _Forms) -> tuple[float | str, tuple[int, int] | None] | None:
    """The value that a word stands for, and its points."""
    bare = re.sub(r"\s*\(\s*[a-zA-Z].*", "", word).strip().casefold()
    if bare in forms.index and not (forms.pointed and re.search(r"\d", word)):
        return scale.values[forms.index[bare]], None
    if forms.pointed:
        points = [int(p) for p in re.findall(r"\d+", word)]
        if word[0].casefold() in forms.index and points:
            return scale.values[forms.index[word[0].casefold()]], (points[0], points[-1])
        if points and (scale.low or 0) <= points[0] <= (scale.high or 0):
            return points[0], (points[0], points[0])
        return None
    if scale.values or not bare.isdigit():
        return None
    number = int(bare)
    return (
        (number, (number, number))
        if (scale.low or 0) <= number and (scale.high is None or number <= scale.high)
        else None
    )


def parse_values(text: str, pos: int, scale: Scale, *, before: int | None = None, floor: int = 0) -> Allowed | None:
    """The values that stand at `pos`, right behind the scale's name (tying words between), or None.

    Args:
        before: where the name starts, so that ``≥ grade 3`` is seen; None: nothing is looked for there.
        floor: how far to the left to look.
    """
    found = _values_at(text, pos, scale, before, floor)
    if found is None and (late := _LATE.match(text, pos)) is not None and not _JOINED.search(late.group()):
        found = _values_at(text, late.end(), scale, before, floor)
    return found


# "ECOG performance status within 48 hours prior to induction ≤ 3": when it is measured stands between.
_LATE = re.compile(
    r"\s*[(\[]?\s*(?:within|at|during|prior\s+to|before)\b[^.;:,<>≤≥=()\[\]]{3,70}[)\]]?\s*(?:(?:of|is|must\s+be)\s+)*(?=[<>≤≥]|=\s*[<>])",
    re.I,
)
_JOINED = re.compile(r"\b(?:and|or|with|if)\b", re.I)


def _values_at(text: str, pos: int, scale: Scale, before: int | None, floor: int) -> Allowed | None:
    if "Ι" in text or "І" in text:
        text = text.translate(_LOOKALIKES)
    skip = _SKIP.match(text, pos, min(len(text), pos + 90))
    assert skip is not None
    forms = _forms(scale.id)
    element = forms.pattern
    first = element.search(text, pos, min(len(text), skip.end() + 48))
    while first is not None and _value(first.group(), scale, forms) is None and first.end() <= skip.end():
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
    value = _value(first.group(), scale, forms)
    if value is None:
        return None
    pieces = [_Piece(value[0], value[1], "", None, first.start(), first.end())]
    while len(pieces) < 10:
        separator = _SEPARATOR.match(text, pieces[-1].end)
        if separator is None:
            break
        match = element.match(text, separator.end())
        if match is None and (named := _NAMED_AGAIN.match(text, separator.end())):
            match = element.match(text, named.end()) if separator["sep"].casefold() in _RANGE_SIGNS else None
        value = _value(match.group(), scale, forms) if match else None
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
    elif len(pieces) == 2 and pieces[1].separator in _RANGE_SIGNS:
        low, high = pieces
    if low is None and high is None:
        return _listed(scale, pieces, allowed)
    return _between(scale, low, low_in, high, high_in, allowed, bool(comparator or word))


def _place(scale: Scale, piece: _Piece, top: bool) -> float:
    """Where a piece stands in the scale's order (or among its points); at the upper end III includes IIIA."""
    if scale.high is not None or not scale.values:
        if isinstance(piece.value, str):
            points = CHILD_PUGH_POINTS[piece.value]
            return float((piece.points or points)[1 if top else 0])
        return float(piece.value)
    place = scale.values.index(piece.value)
    if top:
        while place + 1 < len(scale.values) and _below(scale.values[place + 1], piece.value):
            place += 1
    return float(place)


def _below(sub: float | str, main: float | str) -> bool:
    """Whether `sub` is a part of `main`: ``2a`` of ``2``, ``IIIA1`` of ``IIIA``; ``II`` is none of ``I``."""
    rest = str(sub)[len(str(main)) :]
    return (
        str(sub).startswith(str(main))
        and rest[:1] not in ("", "I", "V", ".")
        and not (rest[:1].isdigit() and str(main)[-1:].isdigit())
    )


def _between(
    scale: Scale, low: _Piece | None, low_in: bool, high: _Piece | None, high_in: bool, allowed: Allowed, written: bool
) -> Allowed | None:
    pointed = scale.high is not None or not scale.values
    least = None if low is None else _place(scale, low, not low_in)
    most = None if high is None else _place(scale, high, high_in)
    if least is not None and most is not None and least > most:
        return None

    def holds(bottom: float, top: float) -> bool:
        return (least is None or top > least or (low_in and top == least)) and (
            most is None or bottom < most or (high_in and bottom == most)
        )

    if is_small(scale):
        if pointed:
            ends = [CHILD_PUGH_POINTS[str(v)] for v in scale.values]
        else:
            ends = [(n, n) for n in range(len(scale.values))]
        lettered = {not str(p.value)[:1].isdigit() for p in (low, high) if p is not None}
        allowed.values = tuple(
            v
            for v, (b, t) in zip(scale.values, ends, strict=True)
            if holds(b, t) and (pointed or lettered == {not str(v)[:1].isdigit()})  # GOLD has stages and groups
        )
    numbers = [
        p.value if p is None or isinstance(p.value, str) else float(p.value) for p in (low, high) if p is not None
    ]
    if pointed:
        if any(p is not None and p.points is not None for p in (low, high)) or not allowed.values:
            _set(allowed, least, low_in, most, high_in)
    elif written and not any(isinstance(n, str) for n in numbers):
        _set(
            allowed,
            None if low is None else float(low.value), low_in,
            None if high is None else float(high.value), high_in,
        )  # fmt: skip
    return allowed if allowed.values or allowed.low is not None or allowed.high is not None else None


def _set(allowed: Allowed, low: float | None, low_in: bool, high: float | None, high_in: bool) -> None:
    allowed.low, allowed.low_inclusive = low, low_in if low is not None else None
    allowed.high, allowed.high_inclusive = high, high_in if high is not None else None


def _listed(scale: Scale, pieces: Sequence[_Piece], allowed: Allowed) -> Allowed | None:
    order = list(scale.values)
    values: list[float | str] = []
    for n, piece in enumerate(pieces):
        if n and piece.separator in _RANGE_SIGNS and values[-1] in order and piece.value in order:
            values += order[order.index(values[-1]) + 1 : order.index(piece.value) + 1]
        else:
            values.append(piece.value)
    if scale.high is None and is_small(scale):
        allowed.values = tuple(v for v in order if v in values)
        return allowed
    if any(p.points is not None for p in pieces):  # "A or B7": A's points are 5 and 6
        ends = [float(n) for p in pieces for n in p.points or CHILD_PUGH_POINTS[str(p.value)]]
        _set(allowed, min(ends), True, max(ends), True)
    if is_small(scale):
        low, high = allowed.low, allowed.high

        def holds(value: float | str) -> bool:
            if value in values or low is None or high is None:
                return value in values
            bottom, top = CHILD_PUGH_POINTS[str(value)]
            return top >= low and bottom <= high

        allowed.values = tuple(v for v in order if holds(v))
    return allowed
