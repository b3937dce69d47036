"""Bounds whose thing is not named but implied: blood pressures, body temperatures, people's weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.analytes import analytes
from eligo.schema import Constraint, Leaf, Quantity

from .bounds_context import sex_after
from .bounds_names import Name
from .bounds_reading import canonical_range

__all__ = ["implied_leaves", "pressure_leaves"]

_PEOPLE = re.compile(
    r"\b(?:patients?|subjects?|participants?|children|adults|persons?|individuals?|donors?|males?|females?)\s+"
    r"(?:who\s+are\s+|of\s+|that\s+are\s+)?\Z",
    re.I,
)
_WEIGHT_END = re.compile(r"\s*(?:\Z|[.,;)]|or\b|and\b|at\b|in\s+weight|will|are|with)", re.I)
_DRINKS = frozenset(("{drinks}/wk", "{drinks}/d", "{units}/wk", "U/wk"))
_DRINKING = re.compile(r"\b(?:drink\w*|alcohol\w*)\b", re.I)
_BODY = re.compile(r"\b(?:fever|febrile|pyrexia|hypothermi\w+|afebrile)\b[^.;]{0,40}\Z", re.I)


def pressure_leaves(text: str, offset: int, first: Quantity, second: Quantity, name: Name | None) -> list[Leaf]:
    """The two leaves of ``BP ≥ 140/90``; the quantities count in the statement."""
    out = []
    start, end = (min(name.start, first.start), max(name.stop, second.end)) if name else (first.start, second.end)
    if first.comparator and not second.comparator:
        second = replace(
            second,
            low=second.low if first.low is not None else None,
            low_inclusive=first.low_inclusive,
            high=second.high if first.high is not None else None,
            high_inclusive=first.high_inclusive,
        )
    covers = [*(name.covers if name else ()), (first.start, second.end)]
    for id_, quantity in (("vital:sbp", first), ("vital:dbp", second)):
        analyte = analytes()[id_]
        unit = quantity.unit or "mm[Hg]"
        assumed = (*(() if name else ("name",)), *(() if quantity.unit else ("unit",)))
        constraint = Constraint(
            "measurement", analyte.name, text[start:end], start + offset, end + offset, analyte.concept, quantity.low,
            quantity.low_inclusive, quantity.high, quantity.high_inclusive, unit,
            canonical_range(analyte, quantity, unit), assumed=assumed,
        )  # fmt: skip
        at = (name.start, name.end) if name and quantity is first else (quantity.start, quantity.end)
        out.append(Leaf(constraint, at[0] + offset, at[1] + offset, tuple((s + offset, e + offset) for s, e in covers)))
    return out


def implied_leaves(text: str, offset: int, quantities: Sequence[Quantity], leaves: Sequence[Leaf]) -> list[Leaf]:
    """Leaves of the quantities that no leaf covers; ``assumed`` says that the name is."""
    out: list[Leaf] = []
    spans = [(s - offset, e - offset) for leaf in leaves for s, e in leaf.covers]
    for n, quantity in enumerate(quantities):
        if not quantity.comparator or any(s < quantity.end and quantity.start < e for s, e in spans):
            continue
        if quantity.unit == "mm[Hg]" and n + 1 < len(quantities):
            other = quantities[n + 1]
            if other.unit == "mm[Hg]" and text[quantity.end : other.start].strip() == "/":
                out += pressure_leaves(text, offset, quantity, other, None)
        elif quantity.unit in ("kg", "[lb_av]"):
            if _PEOPLE.search(text, max(0, quantity.start - 40), quantity.start) and _WEIGHT_END.match(
                text, quantity.end
            ):
                out.append(_implied(text, offset, quantity, "vital:weight"))
        elif quantity.unit in ("Cel", "[degF]") and _BODY.search(text, max(0, quantity.start - 60), quantity.start):
            out.append(_implied(text, offset, quantity, "vital:temperature"))
        elif quantity.unit in _DRINKS and _DRINKING.search(text, max(0, quantity.start - 160), quantity.start):
            unit = {"U/wk": "{units}/wk"}.get(quantity.unit, quantity.unit)  # here units are of alcohol
            out.append(_implied(text, offset, replace(quantity, unit=unit), "habit:alcohol"))
    return out


def _implied(text: str, offset: int, quantity: Quantity, id_: str) -> Leaf:
    analyte = analytes()[id_]
    start, end = quantity.start + offset, quantity.end + offset
    assert quantity.unit is not None
    sex = sex_after(text, quantity.end, min(len(text), quantity.end + 40))
    constraint = Constraint(
        "measurement", analyte.name, text[quantity.start : quantity.end], start, end, analyte.concept, quantity.low,
        quantity.low_inclusive, quantity.high, quantity.high_inclusive, quantity.unit,
        canonical_range(analyte, quantity, quantity.unit), sex=sex.value if sex else None, assumed=("name",),
    )  # fmt: skip
    covers = ((start, end),) if sex is None else ((start, end), (sex.start + offset, sex.end + offset))
    return Leaf(constraint, start, end, covers)
