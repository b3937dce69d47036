"""Measured values and scores that a note states: in running text, in lists and in tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from eligo.entities.analytes import Analyte, Scale, analytes, by_concept
from eligo.errors import UnitError
from eligo.schema import Fact, Mention, Quantity

from .bounds_names import Name, coordinated, find_names
from .bounds_reading import NEVER_UNWRITTEN
from .scale_values import Allowed, is_small, parse_values
from .values_layout import Cell, leading_unit, read_cell
from .values_repair import masked, mended
from .values_shorthand import with_shorthand
from .values_trend import trend

__all__ = ["read_values"]

_OF_CONDITIONS = frozenset(
    ("scale:ctcae", "scale:stage", "scale:tumor_grade")
)  # said of a condition, not of the patient
_LABELS = frozenset(("measurement", "score"))
_DIGIT = re.compile(r"\d")
Comparison = Literal["=", "<", "<=", ">", ">=", "~"]


def read_values(
    text: str,
    offset: int,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    *,
    source: str = "",
    section: str | None = None,
    dates: Sequence[tuple[int, int]] = (),
) -> list[Fact]:
    """The measured values and scores stated in a statement of a note.

    A unit that is not written is inferred only where one reading alone is possible for a living person, and then
    named in ``assumed``; ages and sex are not read here.

    Args:
        text: the statement.
        offset: where it starts in the document; mentions, quantities and the facts count in the document.
        source, section: copied into the facts.
        dates: where the statement's dates stand: their numbers are no values.

    Of values that follow each other (``1.1 -> 2.3``) the last is the one that counts; the others are ``historical``.
    """
    if not mentions and not _DIGIT.search(text):
        return []
    known = [
        m for m in with_shorthand(text, offset, mentions) if m.concept is None or m.concept.id not in _OF_CONDITIONS
    ]
    names = find_names(text, offset, known, _LABELS)
    if not names and not _TALL_WORDS.search(text):
        return []
    placed = [replace(m, start=m.start - offset, end=m.end - offset) for m in known]
    local = mended(text, placed, [replace(q, start=q.start - offset, end=q.end - offset) for q in quantities])
    plain, local = masked(text, local, [(start - offset, end - offset) for start, end in dates])
    facts = list(_heights(text, local))
    done = shares = 0
    for n, name in enumerate(names):
        if n < done:
            continue
        if share := _share_before(text, name, local, first=n != shares or not n):
            facts += share
            shares = n + 1
            continue
        paired, done = _listed(text, plain, names, n, local)
        if paired:
            facts += paired
            continue
        lead = _leading(plain, name)
        while lead is not None and done < len(names) and names[done].start < lead[1]:
            done += 1  # the K of "Platelets | K/uL | 150"
        limit = names[done].start if done < len(names) else len(text)
        if isinstance(name.thing, Scale) and is_small(name.thing):
            fact = _score(text, name, limit)
            if fact is not None:
                facts.append(fact)
                continue
        facts += _measured(text, plain, name, limit, local, lead)
    return [replace(f, start=f.start + offset, end=f.end + offset, source=source, section=section) for f in facts]


_BETWEEN = re.compile(r"\s*(?:,\s*and|,|and|&|/)\s*", re.I)


def _listed(
    text: str, plain: str, names: Sequence[Name], n: int, quantities: Sequence[Quantity]
) -> tuple[list[Fact], int]:
    """``AST and ALT were 45 and 60 U/L``: as many numbers as names, in the same order; and where to go on."""
    last = n
    while last + 1 < len(names) and last - n < 6 and coordinated(text, names[last], names[last + 1]):
        last += 1
    count = last - n + 1
    if count == 1 or any(n_.id == "vital:bp" for n_ in names[n : last + 1]):
        return [], n + 1
    limit = names[last + 1].start if last + 1 < len(names) else len(text)
    cell = read_cell(plain, names[last].stop, limit, quantities)
    if cell is None or cell.quantity is None:
        return [], n + 1
    at = next((i for i, q in enumerate(quantities) if q.start == cell.quantity.start), None)
    if at is None or at + count > len(quantities):
        return [], n + 1
    group = list(quantities[at : at + count])
    if group[-1].end > limit or not all(_BETWEEN.fullmatch(text, a.end, b.start) for a, b in pairwise(group)):
        return [], n + 1
    end = group[-1].end
    facts: list[Fact] = []
    for name, quantity in zip(names[n : last + 1], group, strict=True):
        unit = quantity.unit or group[-1].unit
        facts += _fact(text, name, Cell(end, replace(quantity, unit=unit)))
    return facts, last + 1


def _score(text: str, name: Name, limit: int) -> Fact | None:
    scale = name.thing
    assert isinstance(scale, Scale)
    allowed = parse_values(text, name.stop, scale)
    if allowed is None or allowed.end > limit:
        return None
    value, high, comparator = _one(allowed)
    if value is None:
        return None
    end = allowed.end
    points = _POINTS.match(text, name.stop, limit) if isinstance(value, str) and scale.low is not None else None
    if points is not None and points["class"].upper() == value and _within(float(points["points"]), scale):
        value, end = f"{value}{points['points']}", max(end, points.end())
    return Fact(
        "score",
        scale.name,
        text[name.start : end],
        name.start,
        end,
        name.mention.concept,
        value,
        high,
        comparator,
        scale=scale.name,
    )


_POINTS = re.compile(
    r"[\s:=(,]*(?:(?:class|score|grade|stage|is|was|of)\s+){0,3}(?P<class>[A-C])\s*[(-]?\s*(?P<points>\d{1,2})(?!\d)"
    r"(?:\s*(?:points?|pts))?\s*\)?",
    re.I,
)


def _within(value: float, scale: Scale) -> bool:
    return (scale.low is None or scale.low <= value) and (scale.high is None or value <= scale.high)


def _one(allowed: Allowed) -> tuple[float | str | None, float | None, Comparison]:
    values = allowed.values
    if allowed.low is not None and allowed.high is None:
        return allowed.low, None, ">=" if allowed.low_inclusive else ">"
    if allowed.high is not None and allowed.low is None:
        return allowed.high, None, "<=" if allowed.high_inclusive else "<"
    if len(values) == 1:
        value = values[0]
        return value if isinstance(value, str) else float(value), None, "="
    numbers = [float(v) for v in values if not isinstance(v, str)]
    if numbers and len(numbers) == len(values):
        return min(numbers), max(numbers), "="
    if allowed.low is not None:
        return allowed.low, allowed.high if allowed.high != allowed.low else None, "="
    return "-".join(str(v) for v in values) or None, None, "="


def _leading(text: str, name: Name) -> tuple[str, int] | None:
    """The unit between a name and its value, where the thing is measured in it."""
    lead = leading_unit(text, name.end) or leading_unit(text, name.stop)
    return lead if lead is not None and _takes(name.thing, lead[0]) else None


def _measured(
    text: str,
    plain: str,
    name: Name,
    limit: int,
    quantities: Sequence[Quantity],
    lead: tuple[str, int] | None,
) -> list[Fact]:
    """What stands behind a name; `plain` is the text without its dates, `lead` the unit before the value."""
    counted = _counted(text, name, quantities)
    if counted is not None:
        return counted
    cell = read_cell(plain, lead[1] if lead else name.stop, limit, quantities)
    if cell is None:
        return []
    if lead is not None and cell.quantity is not None and cell.quantity.unit is None and cell.unit is None:
        cell.unit = lead[0]
    later = _later(plain, name, cell, limit, quantities)
    if not later:
        return _fact(text, name, cell)
    unit = later[-1].unit or cell.unit
    first = cell.quantity.unit if cell.quantity is not None else None
    whole = read_cell(
        plain, later[-1].start, limit, [q if q.start != later[-1].start else later[-1] for q in quantities]
    )
    newest = whole if whole is not None and whole.quantity is not None else Cell(later[-1].end, later[-1])
    newest.unit = newest.unit or unit or first
    earlier = [replace(cell, end=cell.quantity.end, second=None), *(Cell(q.end, q) for q in later[:-1])]  # type: ignore[union-attr]
    facts = []
    for one in earlier:
        one.unit = one.unit or newest.unit
        if one.quantity is not None and one.quantity.unit is None and newest.quantity is not None:
            one.unit = newest.quantity.unit or one.unit
        facts += [replace(f, assertion="historical") for f in _fact(text, name, one)]
    return [*_fact(text, name, newest), *facts]


def _takes(thing: Analyte | Scale | None, unit: str) -> bool:
    """Whether a thing is measured in such a unit."""
    if not isinstance(thing, Analyte):
        return False
    try:
        thing.to_canonical(1.0, unit)
    except UnitError:
        return False
    return True


def _later(text: str, name: Name, cell: Cell, limit: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The values that follow the cell's in a trend, as far as the thing can have them."""
    thing = name.thing
    if cell.quantity is None or cell.second is not None or cell.reference is not None or not isinstance(thing, Analyte):
        return []
    at = next((i for i, q in enumerate(quantities) if q.start == cell.quantity.start), None)
    found = trend(text, quantities, at, limit) if at is not None else []
    fitting = []
    for quantity in found:
        if quantity.unit is not None and not _takes(thing, quantity.unit):
            break
        fitting.append(quantity)
    return fitting


_TALL_WORDS = re.compile(r"\b(?:tall|in\s+height)\b", re.I)
_TALL = re.compile(r"\s*(?:tall|in\s+height)\b", re.I)


def _heights(text: str, quantities: Sequence[Quantity]) -> Iterator[Fact]:
    """``She is 165 cm tall``."""
    thing = by_concept("vital:height")
    for quantity in quantities if isinstance(thing, Analyte) and _TALL.search(text) else ():
        end = _TALL.match(text, quantity.end)
        if end is not None and quantity.unit is not None and _fits(thing, quantity, quantity.unit):  # type: ignore[arg-type]
            mention = Mention("measurement", thing.name, "", quantity.start, end.end(), thing.concept)  # type: ignore[union-attr]
            yield from _fact(
                text, Name(mention, thing, quantity.start, end.end(), end.end()), Cell(end.end(), quantity)
            )


_SHARES_START = re.compile(r"(?:^|[:;(]|\bwith|\band|,)\s*$")


def _share_before(text: str, name: Name, quantities: Sequence[Quantity], *, first: bool) -> list[Fact]:
    """``91% HbS 6% HbF``: shares that stand before their names, from the first name on."""
    at = bisect_right(quantities, name.start, key=lambda q: q.end) - 1
    if at < 0 or quantities[at].unit != "%" or text[quantities[at].end : name.start].strip():
        return []
    quantity = quantities[at]
    if first and not _SHARES_START.search(text[max(0, quantity.start - 6) : quantity.start]):
        return []
    counted = isinstance(name.thing, Analyte) and f"{name.thing.id}_pct" in analytes()  # "with 80% neutrophils"
    if first and not counted and not any(q.start >= name.stop and q.unit == "%" for q in quantities[at + 1 : at + 3]):
        return []
    return [
        replace(f, start=quantity.start, text=text[quantity.start : f.end])
        for f in _fact(text, name, Cell(name.stop, quantity))
    ]


_COUNT_BEFORE = re.compile(r"(?:^|[:;,(]\s*|\band\s+)(?P<n>\d{1,3})\s+$")
_LIST_GOES_ON = re.compile(r"\s*(?:[,;.)]|and\b|$)")


def _counted(text: str, name: Name, quantities: Sequence[Quantity]) -> list[Fact] | None:
    """``8 tender joints, 6 swollen joints``: the number of things that are counted stands before their name."""
    thing = name.thing
    if not isinstance(thing, Analyte) or thing.unit != "1" or not _LIST_GOES_ON.match(text, name.stop):
        return None
    before = _COUNT_BEFORE.search(text[max(0, name.start - 14) : name.start])
    at = name.start - len(before[0]) + before.start("n") - before.start() if before else -1
    i = bisect_left(quantities, at, key=lambda q: q.start) if before else len(quantities)
    quantity = quantities[i] if i < len(quantities) and quantities[i].start == at else None
    if quantity is None or quantity.unit is not None or not _fits(thing, quantity, thing.unit):
        return None
    return [replace(f, start=at, text=text[at : f.end]) for f in _fact(text, name, Cell(name.stop, quantity))]


def _fact(text: str, name: Name, cell: Cell) -> list[Fact]:
    end = cell.end
    name = _share_of(name, cell)
    common = {"text": text[name.start : end], "start": name.start, "end": end, "concept": name.mention.concept}
    thing = name.thing
    label = thing.name if thing else name.mention.name
    kind = "score" if isinstance(thing, Scale) or name.mention.label == "score" else "measurement"
    scale = label if kind == "score" else None
    if cell.word is not None:
        return [Fact(kind, label, value=cell.word, comparator="=", scale=scale, **common)]  # type: ignore[arg-type]
    quantity = cell.quantity
    assert quantity is not None
    if name.id == "vital:bp" and cell.second is not None:
        return _pressure(text, name, cell)
    if isinstance(thing, Analyte):
        unit, assumed = _unit(thing, quantity, cell)
        if unit == "":
            return []
        if (
            unit is None
            and quantity.relative_to is None
            and thing.unit not in ("1", "[pH]")
            and _impossible(thing, quantity)
        ):
            assumed = ()
    else:
        if quantity.unit not in (None, "%") or quantity.relative_to is not None:
            return []
        unit, assumed = None, ()
    value, high, comparator = _value(quantity)
    if quantity.relative_to is not None:
        if value is None:
            return [Fact(kind, label, value="normal", comparator="=", scale=scale, **common)]  # type: ignore[arg-type]
        return []
    if value is None:
        return []
    reference = replace(cell.reference, unit=unit) if cell.reference is not None else None
    return [
        Fact(
            kind, label, value=value, value_high=high, comparator=comparator, unit=unit, reference_range=reference,  # type: ignore[arg-type]
            scale=scale, assumed=(*quantity.assumed, *assumed), **common,  # type: ignore[arg-type]
        )
    ]  # fmt: skip


def _share_of(name: Name, cell: Cell) -> Name:
    """The share in the differential, where a count's value is one: ``neutrophils 82%``."""
    unit = (cell.quantity.unit or cell.unit) if cell.quantity is not None else None
    thing = name.thing
    share = analytes().get(f"{thing.id}_pct") if unit == "%" and isinstance(thing, Analyte) else None
    if share is None or _takes(thing, "%"):
        return name
    mention = replace(name.mention, name=share.name, concept=share.concept)
    return replace(name, mention=mention, thing=share)


def _value(quantity: Quantity) -> tuple[float | None, float | None, Comparison]:
    if quantity.low is not None and quantity.high is not None:
        if quantity.low == quantity.high:
            return quantity.low, None, "~" if quantity.approximate else "="
        return quantity.low, quantity.high, "~" if quantity.approximate else "="
    if quantity.low is not None:
        return quantity.low, None, ">=" if quantity.low_inclusive else ">"
    if quantity.high is not None:
        return quantity.high, None, "<=" if quantity.high_inclusive else "<"
    return None, None, "="


def _fits(analyte: Analyte, quantity: Quantity, unit: str) -> bool | None:
    """Whether a living person can have the value in this unit; None if the unit is of another kind."""
    checks = [analyte.is_plausible(v, unit) for v in (quantity.low, quantity.high) if v is not None]
    if any(c is None for c in checks):
        try:
            analyte.to_canonical(1.0, unit)
        except UnitError:
            return None
        return True
    return all(checks)


def _impossible(analyte: Analyte, quantity: Quantity) -> bool:
    return not _fits(analyte, quantity, analyte.unit)


_LONG_TIMES = frozenset(("a", "mo", "wk", "d", "h", "min"))


def _unit(analyte: Analyte, quantity: Quantity, cell: Cell) -> tuple[str | None, tuple[str, ...]]:
    """The unit, and what was assumed; "" where the number measures something else."""
    unit = quantity.unit or cell.unit
    if quantity.relative_to is not None:
        return None, ()
    if unit is not None:
        if unit in _LONG_TIMES and analyte.unit not in _LONG_TIMES:
            return "", ()
        return (unit, ()) if _fits(analyte, quantity, unit) is not None else ("", ())
    if analyte.unit in ("1", "[pH]"):
        return (None, ()) if _fits(analyte, quantity, analyte.unit) else ("", ())
    readings: dict[float, str] = {}
    for candidate in (analyte.unit, *analyte.other_units):
        if candidate in NEVER_UNWRITTEN or _rare(analyte, candidate):
            continue
        if candidate in analyte.scaling and analyte.scaling[candidate] != (1.0, 0.0) and readings:
            continue  # hemoglobin in mmol/L: a unit with a factor of its own is not left unwritten
        if analyte.plausible is not None and _fits(analyte, quantity, candidate):
            readings.setdefault(_canonical(analyte, quantity, candidate), candidate)
    readings = _likely(analyte, readings)
    if len(readings) == 1:
        return next(iter(readings.values())), ("unit",)
    return None, ()


def _rare(analyte: Analyte, unit: str) -> bool:
    """Whether a laboratory would not leave this unit unwritten, as it has a commoner one of the same kind."""
    if unit == analyte.unit:
        return False
    return unit == "mg/L" or (unit == "mmol/L" and "umol/L" in analyte.other_units)


def _canonical(analyte: Analyte, quantity: Quantity, unit: str) -> float:
    value = quantity.low if quantity.low is not None else quantity.high
    assert value is not None
    return analyte.to_canonical(value, unit)


_APART = 5.0
_APART_FROM_NORMAL = 3.0  # where one reading is within the reference range


def _likely(analyte: Analyte, readings: dict[float, str]) -> dict[float, str]:
    """Less those that are many times further from the reference range than another reading."""
    ends = [v for r in analyte.reference.values() for v in (r.low, r.high) if v]
    if len(readings) < 2 or not ends:
        return readings
    low, high = min(ends), max(ends)

    def away(value: float) -> float:
        if value <= 0:
            return float("inf")
        return max(low / value, value / high, 1.0)

    nearest = min(away(v) for v in readings)
    apart = _APART_FROM_NORMAL if nearest == 1.0 else nearest * _APART
    return {v: u for v, u in readings.items() if away(v) < apart} or readings


def _pressure(text: str, name: Name, cell: Cell) -> list[Fact]:
    out = []
    assert cell.quantity is not None
    assert cell.second is not None
    unit = cell.second.unit or cell.quantity.unit or cell.unit
    for id_, quantity in (("vital:sbp", cell.quantity), ("vital:dbp", cell.second)):
        analyte = analytes()[id_]
        value, _, comparator = _value(quantity)
        out.append(
            Fact(
                "measurement", analyte.name, text[name.start : cell.end], name.start, cell.end, analyte.concept, value,
                None, comparator, unit or "mm[Hg]", assumed=() if unit else ("unit",),
            )
        )  # fmt: skip
    return out
