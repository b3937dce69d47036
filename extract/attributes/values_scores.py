"""Places on a scale that a note states: ``ECOG 1``, ``Child-Pugh B8``."""

from __future__ import annotations

import re

from eligo.entities.analytes import Scale
from eligo.schema import Fact

from .bounds_names import Name
from .scale_values import Allowed, parse_values
from .values_facts import Comparison

__all__ = ["score_fact", "shaped_score"]


def shaped_score(text: str, name: Name, limit: int) -> Fact | None:
    """A place written as a sum (``Gleason 4+3=7``) or below zero (``RASS -2``), before position `limit`."""
    scale = name.thing
    assert isinstance(scale, Scale)
    summed = _SUM.match(text, name.stop, limit)
    if summed is not None and _is_sum(summed, scale):  # "4+3=7", "3+4"
        total = float(summed["a"]) + float(summed["b"])
        return _fact(text, name, summed.end(), total)
    below = _BELOW_ZERO.match(text, name.stop, limit) if scale.low is not None and scale.low < 0 else None
    if below is not None and _within(-float(below["n"]), scale):
        return _fact(text, name, below.end(), -float(below["n"]))
    return None


def score_fact(text: str, name: Name, limit: int) -> Fact | None:
    """The place behind a name, before position `limit`; None where there is none."""
    scale = name.thing
    assert isinstance(scale, Scale)
    allowed = parse_values(text, name.stop, scale)
    if allowed is None or allowed.end > limit:
        return None
    value, high, comparator = _one(allowed)
    if value is None:
        return None
    end = allowed.end
    if isinstance(value, str) and scale.low is not None and allowed.low is not None and allowed.low == allowed.high:
        value = f"{value}{allowed.low:g}"  # the class of the points that are written
    points = _POINTS.match(text, name.stop, limit) if isinstance(value, str) and scale.low is not None else None
    if points is not None and points["class"].upper() == value and _within(float(points["points"]), scale):
        value, end = f"{value}{points['points']}", max(end, points.end())
    return _fact(text, name, end, value, high, comparator)


def _fact(
    text: str, name: Name, end: int, value: float | str, high: float | None = None, comparator: Comparison = "="
) -> Fact:
    words, scale = text[name.start : end], name.thing.name if name.thing is not None else name.mention.name
    return Fact("score", scale, words, name.start, end, name.mention.concept, value, high, comparator, scale=scale)


_LEAD = r"[\s:=(]*(?:(?:score|sum|grade|pattern|scale|level|is|was|of|at|goal)\b[\s:=(]*){0,3}"
_SUM = re.compile(rf"{_LEAD}(?P<a>\d)\s?\+\s?(?P<b>\d)(?:\s?=\s?(?P<c>\d{{1,2}}))?(?![\d+]|\.\d)", re.I)
_BELOW_ZERO = re.compile(rf"{_LEAD}[-−–](?P<n>\d)(?!\d|\.\d)", re.I)


def _is_sum(found: re.Match[str], scale: Scale) -> bool:
    total = float(found["a"]) + float(found["b"])
    return _within(total, scale) and (float(found["c"]) == total if found["c"] else scale.high == 10.0)


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
