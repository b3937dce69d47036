"""The Child-Pugh score: classes are ranges of points, and the points follow from five findings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.schema import Concept, Constraint, Fact

from .case import Case
from .derived_inputs import Input, take
from .index import Candidate, Relation
from .intervals import ANY, Interval
from .truth import Truth

__all__ = ["CHILD_PUGH", "allowed_points", "among_points", "child_pugh_points", "computed_points", "points_of"]

CHILD_PUGH = "scale:child_pugh"
_CLASSES = {"A": range(5, 7), "B": range(7, 10), "C": range(10, 16)}
_PLACE = re.compile(r"(?:class|score|grade)?\s*(?P<letter>[ABC])?\s*\(?(?P<points>\d{1,2})?\)?", re.I)
_SOURCE = "Child-Pugh; Pugh et al. 1973, doi:10.1002/bjs.1800600817, with the INR"
# Below the first limit one point, up to the second two, above it three (of albumin the other way round).
_LABS = (
    (Input(("lab:bilirubin",), "mg/dL"), 2.0, 3.0),
    (Input(("lab:albumin",), "g/dL"), 2.8, 3.5),
    (Input(("lab:inr",), "1"), 1.7, 2.3),
)
_DAYS = 14
_MILD = re.compile(r"\b(?:mild|minimal|slight|small|trace|controlled|grade\s*(?:1|2|I|II))\b", re.I)
_SEVERE = re.compile(r"\b(?:moderate|severe|large|massive|tense|refractory|grade\s*(?:3|4|III|IV))\b", re.I)


def points_of(value: float | str) -> frozenset[int]:
    """The points that a stated or allowed place means: ``B`` 7 to 9, ``B8`` and 8 eight; nothing if unreadable."""
    if isinstance(value, (int, float)):
        return frozenset({int(value)}) if 5 <= value <= 15 else frozenset()
    m = _PLACE.fullmatch(value.strip())
    if m is None:
        return frozenset()
    if m["points"]:
        return points_of(float(m["points"]))
    return frozenset(_CLASSES[m["letter"].upper()]) if m["letter"] else frozenset()


def allowed_points(values: Sequence[float | str], bound: Interval) -> frozenset[int]:
    """The points that a criterion allows: within its bound where it has one, else those of its classes."""
    if bound != ANY:
        points = range(5, 16)
        low = [p for p in points if p > bound.low or (p == bound.low and bound.low_closed)]
        return frozenset(p for p in low if p < bound.high or (p == bound.high and bound.high_closed))
    return frozenset(p for v in values for p in points_of(v))


def among_points(stated: frozenset[int], allowed: frozenset[int]) -> Truth:
    """Whether all, none (False) or some (None) of the points that are stated are allowed."""
    if not stated or not allowed:
        return None
    return True if stated <= allowed else False if not stated & allowed else None


def child_pugh_points(
    bilirubin: float, albumin: float, inr: float, ascites: tuple[int, int], encephalopathy: tuple[int, int]
) -> tuple[int, int]:
    """Least and most points.

    Args:
        bilirubin, albumin: mg/dL and g/dL.
        ascites, encephalopathy: least and most points of each: 1 none, 2 mild (grade 1–2), 3 more.
    """
    numbers = (bilirubin, albumin, inr)
    labs = 0
    for value, (wanted, low, high) in zip(numbers, _LABS, strict=True):
        place = 1 if value < low else 2 if value <= high else 3
        labs += 4 - place if wanted.ids == ("lab:albumin",) else place
    return labs + ascites[0] + encephalopathy[0], labs + ascites[1] + encephalopathy[1]


def computed_points(constraint: Constraint, case: Case) -> tuple[Fact, tuple[Candidate, ...], Candidate] | None:
    """The score from laboratory values, ascites and encephalopathy; None where one of them is not known."""
    taken = take([wanted for wanted, _, _ in _LABS], constraint, case, _DAYS)
    if taken is None:
        return None
    used = list(taken.used)
    points, notes = [], []
    for id_, name in (("cond:ascites", "ascites"), ("cond:hepatic_encephalopathy", "hepatic encephalopathy")):
        found = _finding(id_, name, case)
        if found is None:
            return None
        points.append(found[0])
        used += found[1]
        notes += found[2]
    bilirubin, albumin, inr = taken.numbers
    low, high = child_pugh_points(bilirubin, albumin, inr, points[0], points[1])
    shown = f"{low}" if low == high else f"{low}–{high}"
    values = ", ".join(f"{c.fact.name} {c.fact.value}" for c in taken.used)
    note = f"Child-Pugh computed: {shown} points ({_SOURCE}) from {values}, {'; '.join(notes)}"
    fact = Fact(
        "score", constraint.name, "", 0, 0, Concept(CHILD_PUGH, constraint.name), float(low),
        float(high) if high != low else None, "=", scale="Child-Pugh", assumed=(note,),
    )  # fmt: skip
    return fact, tuple(used), taken.oldest


def _finding(id_: str, name: str, case: Case) -> tuple[tuple[int, int], list[Candidate], list[str]] | None:
    """Points of a sign, the facts that give them, and words; None where the source says nothing of it."""
    about = [c for c in case.about("condition", Concept(id_, name)) if c.relation in (Relation.SAME, Relation.NARROWER)]
    present = [c for c in about if c.fact.assertion == "present"]
    if present:
        fact = present[-1].fact
        words = f"{fact.severity or ''} {fact.text} {f'grade {fact.grade:g}' if fact.grade is not None else ''}"
        points = (2, 2) if _MILD.search(words) else (3, 3) if _SEVERE.search(words) else (2, 3)
        return points, [present[-1]], [f"{name} “{' '.join(fact.text.split())}”"]
    denied = [c for c in about if c.fact.assertion == "absent" and c.relation is Relation.SAME]
    if denied:
        return (1, 1), [denied[-1]], [f"no {name}"]
    if not about and "condition" in case.absent:
        return (1, 1), [], [f"{name} not mentioned and taken as absent"]
    return None
