"""Units that a note leaves unwritten, in the system of those that it writes: mass per dL, or moles and grams per L."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from eligo.entities.analytes import Analyte, by_concept
from eligo.schema import Fact

__all__ = ["with_units"]

System = Literal["conventional", "SI"]


def with_units(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a note; a bare number of a thing that is measured in both systems takes the note's unit.

    The system is that of all units which are written, or which are the only ones a living person's number can have
    (``Cr 1.4``). Where they are of both, or there are none, nothing changes.
    """
    told = {system for fact in facts if (system := _told(fact)) is not None}
    if len(told) != 1:
        yield from facts
        return
    system = told.pop()
    for fact in facts:
        thing = _thing(fact)
        if thing is None or not (fact.unit is None or "unit" in fact.assumed):
            yield fact
            continue
        unit = next((u for u in _units(thing, system) if _fits(thing, fact, u)), None)
        if unit is None or unit == fact.unit:
            yield fact
            continue
        reference = fact.reference_range and replace(fact.reference_range, unit=unit)
        assumed = fact.assumed if "unit" in fact.assumed else (*fact.assumed, "unit")
        yield replace(fact, unit=unit, assumed=assumed, reference_range=reference)


def _thing(fact: Fact) -> Analyte | None:
    """What a measured number is of, where it is measured in both systems."""
    if fact.type != "measurement" or not isinstance(fact.value, float) or fact.concept is None:
        return None
    thing = by_concept(fact.concept.id)
    if not isinstance(thing, Analyte) or thing.plausible is None:
        return None
    return thing if _units(thing, "conventional") and _units(thing, "SI") else None


def _system(unit: str) -> System | None:
    if unit.endswith("/dL"):
        return "conventional"
    return "SI" if unit.endswith("mol/L") or unit == "g/L" else None


def _units(thing: Analyte, system: System) -> list[str]:
    return [u for u in (thing.unit, *thing.other_units) if _system(u) == system]


def _fits(thing: Analyte, fact: Fact, unit: str) -> bool:
    return isinstance(fact.value, float) and thing.is_plausible(fact.value, unit) is True


def _told(fact: Fact) -> System | None:
    """The system that a fact speaks for."""
    thing = _thing(fact)
    if thing is None or fact.unit is None:
        return None
    system = _system(fact.unit)
    if system is None or "unit" not in fact.assumed:
        return system
    other: System = "SI" if system == "conventional" else "conventional"
    return None if any(_fits(thing, fact, u) for u in _units(thing, other)) else system
