"""Scores, grades and stages: places on a scale, as numbers, Roman numerals or letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import isfinite

from eligo.concepts.hierarchy import concept
from eligo.entities.analytes import Scale, scales
from eligo.resources import read_table
from eligo.schema import Concept, Constraint, Evidence, Fact

from .case import Case
from .child_pugh import CHILD_PUGH, allowed_points, among_points, points_of
from .derived_scores import derive_score
from .equated import converted, equated_with
from .index import Candidate, Relation
from .intervals import ANY, Interval, inside
from .measurements import bound_of, with_inputs
from .readings import Judged, value_of
from .reference import scale_of
from .several import chosen
from .toxicities import is_toxicity_grade, judge_toxicities
from .trends import judge_trend
from .truth import Finding, Truth
from .wording import fact_words, lacks, number, verb

__all__ = ["judge_score", "judge_stage", "same_or_part", "step"]

_ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0, "V": 5.0, "VI": 6.0}
_STEP = re.compile(
    r"(?:class|grade|stage|score|type|level)?\s*(?P<step>[IVX]+|\d+(?:\.\d+)?|[A-Z])(?P<rest>[A-Z0-9]*)", re.I
)


def judge_score(constraint: Constraint, case: Case) -> Finding:
    """The patient's latest place on the scale against the places allowed or the bounds."""
    if constraint.change is not None:
        return judge_trend(constraint, case)
    if is_toxicity_grade(constraint):
        toxic = judge_toxicities(constraint, case)
        if toxic is not None:
            return toxic
    found = _stated(case.candidates(constraint))
    others = equated_with(constraint.concept.id) if not found and constraint.concept is not None else ()
    for other in others:
        equated = _stated(case.about("score", other))
        if equated:
            return chosen(constraint, equated, case, _judge_equated, name=_full_name(constraint))
    inputs: tuple[Fact, ...] = ()
    if not found and constraint.relative_to is None:
        found, inputs = derive_score(constraint, case)
    if not found and case.absent:
        nothing = _nothing_to_grade(constraint, case)
        if nothing is not None:
            return nothing
    finding = chosen(
        constraint,
        found,
        case,
        _judge_place,
        name=_full_name(constraint),
        place=lambda fact: _place_of(constraint, fact),
    )
    return with_inputs(finding, constraint, inputs)


def _nothing_to_grade(constraint: Constraint, case: Case) -> Finding | None:
    """Where silence is absence: no NYHA class without a heart disease."""
    graded = _graded().get(constraint.concept.id) if constraint.concept is not None else None
    if graded is None or "condition" not in case.absent or constraint.relative_to is not None:
        return None
    if any(
        c.fact.assertion != "absent" and c.relation is not Relation.BROADER for c in case.about("condition", graded)
    ):
        return None
    name = _full_name(constraint)
    clause = f"{lacks(graded.name)}, so there is no {name}"
    return Finding(False, clause, (Evidence(constraint, None, False),), assumed=(f"{clause}: taken as absent",))


@cache
def _graded() -> dict[str, Concept]:
    """What each scale is of (``lexicons/scale_diseases.tsv``)."""
    graded = {}
    for row in read_table("scale_diseases.tsv", ("scale", "condition", "source")):
        if row["scale"] not in scales():
            raise row.error(f"no table has the scale {row['scale']!r}")
        try:
            graded[row["scale"]] = concept(row["condition"])
        except KeyError:
            raise row.error(f"no table has the concept {row['condition']!r}") from None
    return graded


def _stated(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those with a place on the scale."""
    return [
        c
        for c in candidates
        if c.relation is not Relation.BROADER
        and c.fact.value is not None
        and c.fact.assertion in ("present", "historical", "possible")
    ]


def _judge_equated(constraint: Constraint, fact: Fact, case: Case) -> Judged:
    """A place on another scale, as the place on the constraint's that it stands for."""
    told = converted(constraint, fact)
    name = _full_name(constraint)
    if told is None:
        return Judged(None, f"{fact_words(fact)} is not told on the scale of {name}", missing=(name,))
    judged = _judge_place(constraint, told, case)
    note = f"{fact_words(fact)} counts as {constraint.name} {_span(told)} (equated scales)"
    return judged._replace(clause=f"{judged.clause} (from {fact_words(fact)})", assumed=(*judged.assumed, note))


def _span(fact: Fact) -> str:
    place = value_of(fact)
    low = number(place.low)
    return low if place.low == place.high else f"{low}–{number(place.high)}"


_KINDS = ("performance status", "class", "score", "grade", "stage")


def _full_name(constraint: Constraint) -> str:
    """``ECOG performance status`` for ``ECOG``."""
    scale = scale_of(constraint.concept)
    return constraint.name if scale is None else _names().get(scale.id, constraint.name)


@cache
def _names() -> dict[str, str]:
    full = {}
    for scale in scales().values():
        wanted = {f"{scale.name} {kind}".casefold() for kind in _KINDS}
        forms = [s for s in scale.synonyms if s.casefold() in wanted]
        if forms and not scale.name.endswith(_KINDS):
            full[scale.id] = forms[0]
    return full


def _judge_place(constraint: Constraint, fact: Fact, case: Case) -> Judged:
    name = constraint.name
    if constraint.relative_to is not None:
        return Judged(
            None, f"{constraint.relative_to} {name} is not stated", missing=(f"{constraint.relative_to} {name}",)
        )
    scale = scale_of(constraint.concept, fact.concept)
    if scale is not None and scale.id == CHILD_PUGH:
        truth = among_points(_points(fact), allowed_points(constraint.values or (), bound_of(constraint)))
        words = {True: "meets", False: "does not meet", None: "does not settle"}[truth]
        clause = f"{fact_words(fact)} {words} “{' '.join(constraint.text.split())}”"
        return Judged(truth, clause, missing=() if truth is not None else (name,))
    if constraint.values:
        truth = _among(constraint.values, fact, scale)
        allowed = _listed(constraint.values)
        words = {True: "is", False: "is not", None: "does not settle whether it is"}[truth]
        return Judged(truth, f"{fact_words(fact)} {words} {allowed}", missing=() if truth is not None else (name,))
    bound = bound_of(constraint)
    value = _place(fact, scale)
    if value is None or bound == ANY:
        return Judged(
            None, f"{fact_words(fact)} cannot be compared with “{' '.join(constraint.text.split())}”", missing=(name,)
        )
    truth = inside(value, bound)
    return Judged(
        truth, f"{fact_words(fact)} {verb(value, bound, None, truth)}", missing=() if truth is not None else (name,)
    )


def _points(fact: Fact) -> frozenset[int]:
    """The points of Child-Pugh that a fact can mean."""
    if isinstance(fact.value, str):
        return points_of(fact.value)
    stated = value_of(fact)
    return allowed_points((), stated) if stated != ANY else frozenset()


def step(value: float | str, scale: Scale | None = None) -> float | str:
    """A place on a scale in one spelling: ``III`` and ``class 3`` are 3, ``b`` is ``B``; unreadable words stay."""
    if not isinstance(value, str):
        return float(value)
    m = _STEP.fullmatch(value.strip())
    if m is None:
        return value.strip().casefold()
    base, rest = m["step"].upper(), m["rest"].upper()
    lettered = scale is not None and base in scale.values
    if base in _ROMAN and not lettered:
        return _ROMAN[base] if not rest else f"{number(_ROMAN[base])}{rest}"
    if base[0].isdigit():
        return float(base) if not rest else f"{base}{rest}"
    return base + rest


def _place_of(constraint: Constraint, fact: Fact) -> Interval | None:
    return _place(fact, scale_of(constraint.concept, fact.concept))


def _place(fact: Fact, scale: Scale | None) -> Interval | None:
    if isinstance(fact.value, str):
        low = step(fact.value, scale)
        return Interval(low, low) if isinstance(low, float) else None
    return value_of(fact)


def _among(values: tuple[float | str, ...], fact: Fact, scale: Scale | None) -> Truth:
    allowed = {step(v, scale) for v in values}
    if isinstance(fact.value, str):
        place = step(fact.value, scale)
        if place in allowed:
            return True
        parts = [same_or_part(str(fact.value), str(v)) for v in values]
        return True if True in parts else None if None in parts else False
    interval = value_of(fact)
    numbers = {v for v in allowed if isinstance(v, float)}
    if not numbers:
        return None
    if interval.low == interval.high:
        return interval.low in numbers
    places = _places(interval, scale)
    if places is None:
        return False if inside(interval, Interval(min(numbers), max(numbers))) is False else None
    met = {place in numbers for place in places}
    return met.pop() if len(met) == 1 else None


def _places(interval: Interval, scale: Scale | None) -> list[float] | None:
    """The places that an interval can mean; None where they cannot be listed."""
    if scale is not None and scale.values:
        steps = [float(v) for v in scale.values if isinstance(v, (int, float))]
    elif isfinite(interval.low) and isfinite(interval.high) and interval.high - interval.low < 100:
        steps = [float(n) for n in range(int(interval.low), int(interval.high) + 1)]
    else:
        return None
    return [s for s in steps if inside(Interval(s, s), interval)] or None


def same_or_part(stated: str, asked: str) -> Truth:
    """Whether a stage as stated (``IIIB``) is the stage asked for (``III``); None where it is stated more coarsely."""
    left, right = _stage(stated), _stage(asked)
    if left is None or right is None:
        return stated.strip().casefold() == asked.strip().casefold()
    if left[0] != right[0]:
        return False
    if left[1].startswith(right[1]):
        return True
    return None if right[1].startswith(left[1]) else False


def _stage(words: str) -> tuple[float | str, str] | None:
    m = _STEP.fullmatch(words.strip())
    if m is None:
        return None
    base = m["step"].upper()
    return (_ROMAN.get(base) or (float(base) if base[0].isdigit() else base)), m["rest"].upper()


def judge_stage(stages: tuple[str, ...], stated: str | None) -> Truth:
    """Whether the stage stated is one of those asked for."""
    if stated is None:
        return None
    parts = [same_or_part(stated, s) for s in stages]
    return True if True in parts else None if None in parts else False


def _listed(values: tuple[float | str, ...]) -> str:
    words = [number(v) if isinstance(v, (int, float)) else v for v in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
