"""The thresholds that LCT's annotators marked, read as claims.

What they marked is read as they meant it; each rule was seen in the *train* part and is told in `docs/evaluation.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.corpus.lct import Comparison, LctDocument, LctEntity
from eligo.evaluation.claims import Claim, Reading, read_number, read_unit

__all__ = ["elsewhere", "gold_claims", "stages"]

_TIMES = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
_SCORED = frozenset({"Age", "Observation"})
_LOW, _HIGH = frozenset({"GT", "GTEQ"}), frozenset({"LT", "LTEQ"})
_TURNED = {"GT": "LT", "GTEQ": "LTEQ", "LT": "GT", "LTEQ": "GTEQ"}
_GLYPHS = re.compile(r"[<>≤≥=\s]+\Z")
_RANGE = re.compile(r"\s*\S{0,12}\s*(?:-|–|~|～|to)\s*|.{0,24}\b(?:and|to)\b.{0,24}", re.S)
_BETWEEN = re.compile(r"\b(?:between|from)\s*\Z", re.I)
_JOINED = re.compile(r"\s*,?\s*(?:and|or)\s*", re.I)
_POINTS = re.compile(r"\s*\d+\s*")  # "4/10" on a scale
_RATE = re.compile(r"(?:/|\bper)\s*\Z", re.I)
# Where a number that the annotators filed with its thing is a threshold for us, and no mistake.
_OTHER_ROLES = frozenset({"Duration", "Minimum-Count", "Numeric-Filter", "Min-Value", "Max-Value"})


def gold_claims(document: LctDocument) -> tuple[list[Claim], int]:
    """The gold thresholds of a document, and how many filters could not be read as one."""
    arguments, comparisons = document.arguments(), document.comparisons()
    beside = _beside(document)
    claims: list[Claim] = []
    unread = 0
    for entity in document.entities:
        filters = [f for f in arguments.get((entity.id, "Numeric-Filter"), ()) if f.id in comparisons]
        if entity.type not in _SCORED or not filters:
            continue
        filters += [o for f in filters for o in beside.get(f.id, ()) if o not in filters]
        name = arguments.get((entity.id, "Name"), (entity,))[0]
        type_ = "clinical score" if entity.value == "clinical-score" else entity.type
        found: list[Claim] = []
        for one in filters:
            comparison = comparisons[one.id]
            readings = list(_readings(document.text, comparison, name))
            unread += not readings
            unit = _unit(document.text, comparison)
            found += [Claim(type_, name.text, name.start, name.end, (r,), unit, at=_span(comparison)) for r in readings]
        claims += _merged(_same_unit(found))
    return claims, unread


def elsewhere(document: LctDocument) -> list[Claim]:
    """Numbers that the gold has, but not as a filter of an Observation or Age: where they stand, without a name."""
    comparisons, entities = document.comparisons(), document.by_id()
    roles: dict[str, set[tuple[str, str]]] = {}
    for role in document.roles:
        if role.target in comparisons:
            roles.setdefault(role.target, set()).add((role.name, entities[role.source].type))
    found: list[Claim] = []
    for id, comparison in comparisons.items():
        has = roles.get(id, set())
        if not all(r in _OTHER_ROLES and not (r == "Numeric-Filter" and t in _SCORED) for r, t in has):
            continue
        at = _span(comparison)
        unit = _unit(document.text, comparison)
        found += [Claim("", "", *at, (r,), unit) for r in _readings(document.text, comparison, None)]
    return found


def stages(document: LctDocument) -> Iterator[tuple[int, int]]:
    """Where the gold has a stage, a class or a count: what we have there is neither right nor wrong."""
    entities = document.by_id()
    for role in document.roles:
        if role.name in ("Minimum-Count", "Min-Value", "Max-Value"):
            yield entities[role.target].start, entities[role.target].end
        elif role.name in ("Stage", "Class"):
            for id in (role.source, role.target):
                yield entities[id].start, entities[id].end


def _beside(document: LctDocument) -> dict[str, list[LctEntity]]:
    """Comparison → those that hang on nothing and are joined to it by "and" or "or"."""
    comparisons, entities = document.comparisons(), document.by_id()
    held = {role.target for role in document.roles}
    found: dict[str, list[LctEntity]] = {}
    for id in comparisons:
        if id in held or not comparisons[id].values:
            continue
        one = entities[id]
        for other in held & comparisons.keys():
            first, second = sorted((one, entities[other]), key=lambda e: e.start)
            if _JOINED.fullmatch(document.text, first.end, second.start):
                found.setdefault(other, []).append(one)
                break
    return found


def _span(c: Comparison) -> tuple[int, int]:
    parts = [*c.operators, *c.values, *c.units, *c.temporal_units]
    return (min(p.start for p in parts), max(p.end for p in parts)) if parts else (0, 0)


def _readings(text: str, c: Comparison, name: LctEntity | None) -> Iterator[Reading]:
    operators = [o.value for o in c.operators if o.value]
    if len(operators) != len(c.operators) or "PLUS-MINUS" in operators:
        return
    spans = sorted(c.values, key=lambda v: v.start)
    values = [read_number(v.text) for v in spans]
    if not values:  # "≥18" marked as the operator
        values = [n for o in c.operators if isinstance(n := read_number(o.text), float)]
    if not values and any(_is_limit(u) for u in c.units):
        values = [1.0]
    if not values:
        return
    if "BETWEEN" in operators:
        if len(values) == 2:
            yield "BETWEEN", tuple(sorted(values) if all(isinstance(v, float) for v in values) else values)
    elif len(operators) == 2 and len(values) == 2:
        by_place = sorted(c.operators, key=lambda o: o.start)
        for operator, value in zip(by_place, values, strict=True):
            yield str(operator.value), (value,)
    elif not operators or operators == ["EQ"]:
        yield ("BETWEEN" if _is_range(text, spans, values) else "EQ"), tuple(values)
    else:
        sign = _TURNED.get(operators[0], operators[0]) if _before_its_name(c, name) else operators[0]
        for value in values:
            yield sign, (value,)


def _is_range(text: str, spans: Sequence[LctEntity], values: Sequence[float | str]) -> bool:
    """Whether two numbers are the ends of a range: ``70-110``, ``between 50 and 70``."""
    if len(spans) != 2 or not isinstance(values[0], float) or not isinstance(values[1], float):
        return False
    if values[0] >= values[1]:
        return False
    gap = text[spans[0].end : spans[1].start]
    said = _BETWEEN.search(text, max(0, spans[0].start - 12), spans[0].start) is not None
    return _RANGE.fullmatch(gap) is not None and ("and" not in gap.split() or said)


def _before_its_name(c: Comparison, name: LctEntity | None) -> bool:
    """``18 < age``: the sign is read from the other side."""
    if name is None or len(c.operators) != 1 or not c.values:
        return False
    operator = c.operators[0]
    glyphs = _GLYPHS.match(operator.text) is not None
    return glyphs and c.values[0].end <= operator.start and operator.end <= name.start


def _same_unit(claims: list[Claim]) -> list[Claim]:
    """``BMI < 20 or > 35 kg/m2``: the unit stands once."""
    units = {c.unit for c in claims if c.unit is not None}
    return [replace(c, unit=next(iter(units))) for c in claims] if len(units) == 1 else claims


def _merged(claims: list[Claim]) -> list[Claim]:
    """A lower and an upper bound of one thing as a range, where they meet."""
    if len(claims) == 2:
        (a, x), (b, y) = (c.readings[0] for c in claims)
        if a in _HIGH and b in _LOW:
            (a, x), (b, y) = (b, y), (a, x)
        if a in _LOW and b in _HIGH and isinstance(x[0], float) and isinstance(y[0], float) and x[0] < y[0]:
            unit = claims[0].unit or claims[1].unit
            return [replace(claims[0], readings=(("BETWEEN", (x[0], y[0])),), unit=unit)]
    return claims


def _unit(text: str, c: Comparison) -> str | None:
    if c.temporal_units and not c.units:
        unit = _TIMES.get(c.temporal_units[0].value or "", c.temporal_units[0].text)
        if c.per:  # "> 5 h/wk"
            return read_unit(f"{unit}{_denominator(c.per[0])}")
        return f"/{unit}" if _RATE.search(text, 0, c.temporal_units[0].start) else unit
    if not c.units:
        return read_unit(_denominator(c.per[0])) if c.per and not _POINTS.fullmatch(c.per[0].text) else None
    if _is_limit(c.units[0]):
        return read_unit(c.units[0].text) or "normal"
    each = {read_unit(u.text) for u in c.units}
    if len(c.units) > 1 and not c.per and len(each) == 1:
        return each.pop()  # "7 % to 11 %"
    parts = [*c.units, *c.per]
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    return read_unit(text[start:end] if end - start < 40 else "/".join(p.text for p in parts))


def _denominator(per: LctEntity) -> str:
    """``/mm3`` of "150,000/mm3": what is counted is no unit, and only the rest is marked."""
    return f"/{_TIMES.get(per.value or '', per.text)}"


def _is_limit(unit: LctEntity) -> bool:
    return (unit.value or "").startswith("ref-range") or "normal" in unit.text.lower()
