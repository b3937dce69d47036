"""Boundary cases: a bound, a patient's value just below, at or just above it, and the truth by exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor, log10
from random import Random
from typing import Literal

from eligo.evaluation.boundary_notes import MISSING, TEMPLATES, Template, Told
from eligo.evaluation.boundary_table import Asked, Bound, Observed, Unit

__all__ = ["Case", "boundary_cases"]

Truth = Literal["met", "not met", "open"]
_MARGIN = Fraction(3, 200)  # nearer than this, rounded factors decide nothing
_ABOUT = Fraction(3, 20)  # "about 40" within this of a bound decides nothing
_PLACES = ("own", "just below", "equal", "just above")
_SIGNS = {
    "<=": ("≤ {}", "<= {}", "of at most {}", "no more than {}", "less than or equal to {}"),
    "<": ("< {}", "below {}", "less than {}"),
    ">=": ("≥ {}", ">= {}", "of at least {}", "no less than {}", "greater than or equal to {}"),
    ">": ("> {}", "above {}", "greater than {}", "exceeding {}"),
}
_LIMITS = {
    "ULN": (" × ULN", "x ULN", " times the upper limit of normal", " x upper limit of normal (ULN)"),
    "LLN": (" × LLN", " times the lower limit of normal", " x LLN"),
}
_WINDOWS = (7, 14, 28, 30)


@dataclass(frozen=True, slots=True)
class Case:
    """One criterion, one note, and the answer.

    Attributes:
        place: where the value stands to the bound, or ``missing``.
        units: how the note's unit stands to the criterion's: ``same``, ``other``, ``unwritten``, ``multiple``.
        value: the number that the note states last, as written; empty where it is missing.
    """

    name: str
    patient: str
    key: str
    kind: Literal["inclusion", "exclusion"]
    criterion: str
    note: str
    truth: Truth
    template: str
    place: str
    units: str
    value: str


def boundary_cases(observations: Sequence[Observed], count: int, seed: int = 4) -> Iterator[Case]:
    """`count` cases: every fourteenth has no value; the analytes take turns, the rest is drawn.

    Args:
        observations: as `eligo.evaluation.boundary_table.read_observations` gives them.
        seed: of the draw; the same seed gives the same cases.
    """
    random = Random(seed)
    by_key: dict[str, list[Observed]] = {}
    for one in observations:
        by_key.setdefault(one.asked.key, []).append(one)
    keys = sorted(by_key)
    made = tries = 0
    while made < count:
        tries += 1
        if tries > 60 * count + 1000:
            return
        observed = random.choice(by_key[keys[tries % len(keys)]])
        template = random.choice(MISSING) if made % 14 == 13 else random.choice(TEMPLATES)
        case = _case(observed, template, random.choice(_PLACES), random, made + 1)
        if case is not None:
            made += 1
            yield case


def _case(observed: Observed, template: Template, place: str, random: Random, number: int) -> Case | None:
    a = observed.asked
    bound = random.choice(a.bounds)
    asked_in, noted_in = random.choice(a.units), random.choice(a.units)
    limit = observed.high if bound.to == "ULN" else observed.low if bound.to == "LLN" else None
    if bound.to and (not limit or not template.ranged):
        return None
    missing = template in MISSING
    bare = template.bare and a.bare and random.random() < 0.6
    if bare:
        noted_in = a.units[0]
    aim = _written(bound, asked_in, a)  # in the criterion's unit, or multiples
    low, high = (
        None if end is None else _round(noted_in.of(end), _places(a, noted_in)) for end in (observed.low, observed.high)
    )
    own = _own(bound.to, low, high)
    end = random.choice([e for e in (aim.value, aim.high) if e is not None])
    target = end * own if bound.to else noted_in.of(asked_in.back(end))
    value = _placed(observed, noted_in, target, place, random, inexact=not bound.to and not _same(asked_in, noted_in))
    if value is None or value <= 0:
        return None
    compared = value if bound.to else asked_in.of(noted_in.back(value))
    ends = [e * own for e in (aim.value, aim.high) if e is not None]
    if not bound.to and not _same(asked_in, noted_in) and any(abs(compared / e - 1) < _MARGIN for e in ends):
        return None
    if template.name == "approximate" and any(abs(compared / e - 1) < _ABOUT for e in ends):
        return None
    truth: bool | None = aim.holds(compared, own)
    sign = ""
    if template.name == "beyond a limit":
        sign = random.choice("<>")
        truth = _beyond(sign, compared, aim, own)
    digits = _places(a, noted_in)
    words, window = _criterion(aim, asked_in, a, random), None
    ago = 0
    if template.name == "time window":
        window = random.choice(_WINDOWS)
        ago = random.choice((1, window // 2, window, window + 1 + random.randrange(60)))
        words += f" within {window} days before enrolment"
        truth = truth if ago <= window else None
    elif template.earlier and template.name != "trend":
        ago = random.randrange(6)
    earlier = []
    for _ in range(template.earlier):
        share = random.randint(96, 104) if a.key in ("temperature", "spo2", "height") else random.randint(70, 140)
        old = _round(value * Fraction(share, 100), digits)
        earlier.append(
            _show(old if old != value and old > 0 else value + Fraction(1, 10**digits), digits, random, plain=True)
        )
    shown = sign + _show(value, digits, random, plain=template.plain)
    day = _day(observed.date)
    other = _other(observed, value)
    ranged = template.ranged and high is not None and noted_in.offset == 0
    told = Told(
        asked=a,
        name=random.choice(a.noted),
        short=a.short,
        value=shown,
        unit="" if bare else noted_in.spelling,
        day=day,
        random=random,
        low=_show(low, digits, random, plain=False) if ranged and low else None,
        high=_show(high, digits, random, plain=False) if ranged and high is not None else None,
        flag=_flag(value, low, high) if ranged else "",
        earlier=tuple(earlier),
        ago=ago,
        other=other,
        female=observed.female,
    )
    kind: Literal["inclusion", "exclusion"] = random.choice(("inclusion", "exclusion"))
    if missing:
        truth = None
    answer: Truth = "open" if truth is None else "met" if truth is (kind == "inclusion") else "not met"
    units = "multiple" if bound.to else "unwritten" if bare else "same" if asked_in is noted_in else "other"
    return Case(
        f"case {number}", observed.patient, a.key, kind, words, template.write(told), answer, template.name,
        "missing" if missing else place, units, "" if missing else shown,
    )  # fmt: skip


def _own(to: str, low: Fraction | None, high: Fraction | None) -> Fraction:
    """The laboratory's limit as the note prints it; 1 where none is asked for."""
    limit = high if to == "ULN" else low if to == "LLN" else None
    return Fraction(1) if limit is None else limit


def _written(bound: Bound, unit: Unit, a: Asked) -> Bound:
    """The bound as the criterion writes it: rounded in its unit."""
    if bound.to:
        return bound
    digits = _places(a, unit) + 1
    high = None if bound.high is None else _round(unit.of(bound.high), digits)
    return Bound(bound.sign, _round(unit.of(bound.value), digits), high)


def _same(left: Unit, right: Unit) -> bool:
    """Whether one unit is exactly so many of the other."""
    return (left.exact and right.exact) or (left.factor, left.offset) == (right.factor, right.offset)


def _places(a: Asked, unit: Unit) -> int:
    """How many decimals are written."""
    digits = a.decimals - floor(log10(unit.factor))
    return max(0, digits if unit.exact or unit.factor < Fraction(1, 10) else digits - 1)


def _round(value: Fraction, digits: int) -> Fraction:
    return Fraction(round(value * 10**digits), 10**digits)


def _placed(o: Observed, unit: Unit, target: Fraction, place: str, random: Random, *, inexact: bool) -> Fraction | None:
    digits = _places(o.asked, unit)
    step = Fraction(1, 10**digits)
    if place == "own":
        return _round(unit.of(o.value), digits)
    if place == "equal":
        return target if not inexact and _round(target, digits) == target else None
    away = step * random.choice((1, 1, 2, 5))
    if inexact:
        away = max(away, target * Fraction(random.randint(2, 8), 100))
    below = place == "just below"
    near = floor(target / step) * step
    value = near if below else near + step
    if below and near == target:
        value = target - step
    return _round(value - away + step if below else value + away - step, digits)


def _beyond(sign: str, value: Fraction, aim: Bound, own: Fraction) -> bool | None:
    """Whether all of ``<value`` or ``>value`` meets the bound: True, False, or None where that depends."""
    low, high = aim.value * own, (aim.high or Fraction(0)) * own
    if aim.sign == "in":
        return False if (value <= low if sign == "<" else value >= high) else None
    decided = value <= low if sign == "<" else value >= low
    return None if not decided else aim.sign[0] == sign


def _criterion(aim: Bound, unit: Unit, a: Asked, random: Random) -> str:
    name = random.choice(a.asked)
    name = name.capitalize() if name.islower() else name
    end = "" if aim.to else f"{'' if unit.spelling == '%' else ' '}{unit.spelling}"
    if aim.sign == "in":
        assert aim.high is not None
        first, last = _plain(aim.value, random), _plain(aim.high, random)
        return random.choice((f"{name} between {first} and {last}{end}", f"{name} from {first} to {last}{end}"))
    number = _plain(aim.value, random)
    if aim.to:
        end = random.choice(_LIMITS[aim.to])
    return f"{name} {random.choice(_SIGNS[aim.sign]).format(number + end)}"


def _plain(value: Fraction, random: Random) -> str:
    """The number without needless zeros."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return f"{int(text):,}" if text.isdigit() and len(text) > 4 and random.random() < 0.7 else text


def _show(value: Fraction, digits: int, random: Random, *, plain: bool) -> str:
    text = f"{float(value):.{digits}f}"
    if digits and random.random() < 0.5 and text.endswith("0"):
        text = text.rstrip("0").rstrip(".")
    return f"{int(text):,}" if text.isdigit() and len(text) > 4 and not plain and random.random() < 0.7 else text


def _flag(value: Fraction, low: Fraction | None, high: Fraction | None) -> str:
    return "L" if low is not None and value < low else "H" if high is not None and value > high else ""


def _other(o: Observed, value: Fraction) -> str | None:
    """The other pressure: the patient's, as far from `value` as a pair of pressures is."""
    if o.other is None:
        return None
    other = min(o.other, value - 20) if o.asked.key == "sbp" else max(o.other, value + 25)
    return str(max(1, round(other)))


def _day(text: str) -> date:
    """The visit: the day of the record."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date(2008, 1, 1) + timedelta(days=len(text))
