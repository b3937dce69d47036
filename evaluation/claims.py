"""Thresholds, gold and ours, in one form: a named thing, an operator, values and a unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from eligo.entities.analytes import scales
from eligo.entities.units import convert, parse_unit
from eligo.errors import UnitError
from eligo.schema import Constraint

__all__ = ["FIELDS", "Claim", "Field", "agreeing", "ours", "pair_claims", "read_number", "read_unit", "same_unit"]

Field = Literal["name", "operator", "value", "unit"]
FIELDS: tuple[Field, ...] = get_args(Field)
Reading = tuple[str, tuple[float | str, ...]]  # operator (GT, GTEQ, LT, LTEQ, EQ, BETWEEN) and its values

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_WORDS = {word: float(n) for n, word in enumerate(re.findall(r"\w+", _NUMBER_WORDS))} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "once": 1.0, "twice": 2.0, "half": 0.5,
}  # fmt: skip
_ROMAN = {"i": 1.0, "ii": 2.0, "iii": 3.0, "iv": 4.0, "v": 5.0, "vi": 6.0}
_NUMBER = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:[.,]\d+)?|[-−]?\.\d+")
_SNELLEN = re.compile(r"(20|6)/(\d+)\Z")
_NO_UNIT = frozenset(
    ["score", "scores", "points", "point", "class", "grade", "stage", "total", "levels", "level", "status",
     "classification", "category"]
)  # fmt: skip
_SHARE = re.compile(r"%\s*(?:of|\()", re.I)
_TWICE = re.compile(r"[^()]+\(([^()]+)\)?\s*\Z")
_WRITTEN = re.compile(r"unit written as (\S+), read as")
_LIMIT = re.compile(r"(?P<upper>upper|uln\b|unl\b)|(?P<lower>lower|lln\b)|(?P<normal>normal|reference)", re.I)
_NUMBERED = frozenset({"measurement", "score", "age", "life_expectancy", "biomarker", "lesion"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One threshold.

    Attributes:
        type: ``Age``, ``Observation`` or ``clinical score``.
        start, end: of the gold's name; of ours all that the constraint rests on.
        readings: ways to say the same ("0 or 1" of a scale from 0 is also "≤ 1"); a gold has one.
        unit: UCUM where it can be read, or ``ULN``, ``LLN``, ``normal``; None: none written.
        free: ours supplied the unit itself, or the unit is the scale: right where the gold has none.
        also: the unit as it is written, where ours says that it was repaired: as right as the repair.
        at: of the gold, where the number stands.
        names: of ours, where the thing is named that a bound without a name of its own goes back to.
    """

    type: str
    name: str
    start: int
    end: int
    readings: tuple[Reading, ...]
    unit: str | None = None
    free: bool = False
    also: str | None = None
    at: tuple[int, int] = (0, 0)
    names: tuple[int, int] = (0, 0)

    def shown(self) -> str:
        """For people."""
        operator, values = self.readings[0]
        return f"{self.name} {operator} {'–'.join(f'{v:g}' if isinstance(v, float) else v for v in values)}" + (
            f" {self.unit}" if self.unit else ""
        )


def read_number(text: str) -> float | str:
    """The number that an annotated value spells, in digits, a word or Roman numerals; else the text in capitals."""
    bare = unicodedata.normalize("NFKC", text).strip().strip(".").lower()
    if fraction := _SNELLEN.fullmatch(bare):
        return float(fraction[1]) / float(fraction[2])
    if bare in _WORDS:
        return _WORDS[bare]
    if bare in _ROMAN:
        return _ROMAN[bare]
    found = _NUMBER.search(bare)
    if not found:
        return bare.upper()
    digits = found.group().replace("−", "-")
    thousands = re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    return float(digits.replace(",", "" if thousands else "."))


def read_unit(text: str | None) -> str | None:
    """UCUM of an annotated unit, ``ULN``, ``LLN`` or ``normal``; the squeezed text where it cannot be read."""
    if text is None or text.strip().lower() in _NO_UNIT or text.strip().lower().removeprefix("total ") in _NO_UNIT:
        return None
    if limit := _LIMIT.search(text):
        return {"upper": "ULN", "lower": "LLN", "normal": "normal"}[limit.lastgroup or "normal"]
    if _SHARE.match(text.strip()):
        return "%"
    twice = _TWICE.match(text)  # "degrees Celsius (C)"
    for spelling in (text, twice[1]) if twice else (text,):
        try:
            return parse_unit(spelling)
        except UnitError:
            continue
    return re.sub(r"\s+", "", text).lower()


def same_unit(gold: str | None, given: str | None, *, free: bool = False) -> bool:
    """Whether two units are the same, or differ only in name (``/mm3`` and ``/uL``)."""
    if gold is None:
        return given is None or free
    if gold == given:
        return True
    if given is None:
        return free and gold == "%"  # points of a scale of a hundred
    if gold == "normal" and given in ("ULN", "LLN"):
        return True  # "normal" is how the annotators normalised both limits
    try:
        return abs(convert(1.0, gold, given) - 1.0) < 1e-9
    except UnitError:
        return False


def ours(leaves: Iterable[Constraint]) -> Iterator[Claim]:
    """The thresholds among the constraints, each once."""
    seen = set()
    named: dict[str, Constraint] = {}
    constraints = list(leaves)
    for n, c in enumerate(constraints):
        readings = tuple(_readings(c)) if c.type in _NUMBERED and not _number_is_ours(c) else ()
        if not readings:
            continue
        type_ = {"age": "Age", "score": "clinical score"}.get(c.type, "Observation")
        free = c.type in ("age", "score") or "unit" in c.assumed or c.unit in _NEVER_WRITTEN
        written = next((m[1] for note in c.assumed if (m := _WRITTEN.match(note))), None)
        names = (0, 0)
        if not _BARE.match(c.text):
            named[c.name] = c
        elif (before := named.get(c.name)) is not None and 0 <= c.start - before.end <= _FAR:
            names = (before.start, before.end)
        else:  # "under 18 or over 70 years of age"
            behind = next((x for x in constraints[n + 1 : n + 3] if x.name == c.name), None)
            if behind is not None and 0 <= behind.start - c.end <= _NEAR:
                names = (behind.start, behind.end)
        claim = Claim(
            type_, c.name, c.start, c.end, readings, c.relative_to or c.unit, free, read_unit(written), names=names
        )
        if claim not in seen:
            seen.add(claim)
            yield claim


def _number_is_ours(c: Constraint) -> bool:
    """Whether the text states no number: "measurable disease" is one lesion at least, "elevated" is above the ULN.

    "Adults" are people of 18 years or older.
    """
    if c.type == "age" and not _STATED.search(c.text):
        return bool(c.assumed)
    return ("low" in c.assumed and c.type == "lesion") or (
        "relative_to" in c.assumed and c.unit is None and not _STATED.search(c.text)
    )


_NEVER_WRITTEN = frozenset({"{Snellen}"})
_NEAR = 24  # characters to a further bound that is named
_FAR = 160  # characters from a name to a further bound of it
_BARE = re.compile(  # a bound without its name
    r"[\W\d]*(?:(?:patients?|participants?|subjects?|people|those|the|is|are)\s+)*(?:\d|(?:not|no|less|lower|more|greater|higher|larger|at|above|below|over|under|up|between|from|exceeding|"
    r"older|younger|or|and)\b)",
    re.I,
)
_STATED = re.compile(r"\d|\b(?:ULN|LLN|UNL|limits?|twice|thrice|one|two|three|four|five|six|ten)\b", re.I)


def _readings(c: Constraint) -> Iterator[Reading]:
    if c.low is not None and c.high is not None:
        yield ("EQ", (c.low,)) if c.low == c.high else ("BETWEEN", (c.low, c.high))
    elif c.low is not None:
        yield ("GTEQ" if c.low_inclusive else "GT"), (c.low,)
    elif c.high is not None:
        yield ("LTEQ" if c.high_inclusive else "LT"), (c.high,)
    elif c.relative_to == "normal":
        yield "EQ", (1.0,)
    if c.type == "score" and c.values:
        yield from _listed(c.values, next((s.values for s in scales().values() if s.name == c.scale), ()))


def _listed(allowed: Sequence[float | str], steps: Sequence[float | str]) -> Iterator[Reading]:
    """What a list of a scale's values can be said to be."""
    values = tuple(float(v) if isinstance(v, (int, float)) else v for v in allowed)
    steps = [float(s) if isinstance(s, (int, float)) else s for s in steps]
    yield "EQ", values
    if not all(v in steps for v in values):
        return
    first, last = steps.index(values[0]), steps.index(values[-1])
    if list(values) != steps[first : last + 1]:
        return
    if len(values) > 1:
        yield "BETWEEN", (values[0], values[-1])
    if last == len(steps) - 1:
        yield "GTEQ", values[:1]
        if first:
            yield "GT", (steps[first - 1],)
    if first == 0:
        yield "LTEQ", values[-1:]
        if last < len(steps) - 1:
            yield "LT", (steps[last + 1],)


def agreeing(gold: Claim, given: Claim) -> frozenset[Field]:
    """The fields in which two claims agree; ``name`` only where their spans overlap."""
    if not _meet(gold, given):
        return frozenset()
    operator, values = gold.readings[0]
    found: set[Field] = {"name"}
    if any(o == operator for o, _ in given.readings):
        found.add("operator")
    if any(_same_values(values, v) for _, v in given.readings):
        found.add("value")
    if {"operator", "value"} <= found and not any(o == operator and _same_values(values, v) for o, v in given.readings):
        found.discard("operator")
    if same_unit(gold.unit, given.unit, free=given.free) or (given.also is not None and gold.unit == given.also):
        found.add("unit")
    return frozenset(found)


def _meet(gold: Claim, given: Claim) -> bool:
    """Whether ours stands on the name, or on the number of a thing that it goes back to."""
    if gold.start < given.end and given.start < gold.end:
        return True
    on_number = gold.at[0] < given.end and given.start < gold.at[1]
    return on_number and gold.start < given.names[1] and given.names[0] < gold.end


def _same_values(a: Sequence[float | str], b: Sequence[float | str]) -> bool:
    return len(a) == len(b) and all(map(_same_value, a, b))


def _same_value(a: float | str, b: float | str) -> bool:
    return abs(a - b) < 1e-9 if isinstance(a, float) and isinstance(b, float) else a == b


def pair_claims(gold: Sequence[Claim], given: Sequence[Claim]) -> dict[int, tuple[int, frozenset[Field]]]:
    """Gold index → (index of ours, fields that agree): one to one, the pairs that agree most first."""
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(given):
            if not _meet(g, p):
                continue
            fields = agreeing(g, p)
            candidates.append((-len(fields), g.type != p.type, p.end - p.start, i, j, fields))
    pairs: dict[int, tuple[int, frozenset[Field]]] = {}
    taken: set[int] = set()
    for *_, i, j, fields in sorted(candidates, key=lambda c: c[:5]):
        if i not in pairs and j not in taken:
            pairs[i] = (j, fields)
            taken.add(j)
    return pairs
