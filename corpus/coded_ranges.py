"""Which of a result's reference ranges is the patient's: by sex and age, and of ranges that are only text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from eligo.schema import Range
from eligo.schema.dates import interval

from .coded_results import ucum

__all__ = ["Limits", "Person", "chosen", "range_in", "sex_in"]

Sex = Literal["male", "female"]

_N = r"\d+(?:[.,]\d+)?"
_RANGE = re.compile(
    rf"(?:(?P<low>{_N})\s*(?:-|–|—|to)\s*(?P<high>{_N})|(?P<sign><=?|>=?|≤|≥|up\s+to|less\s+than|greater\s+than)\s*(?P<n>{_N}))"
    r"(?:\s*(?P<unit>[^\s;,()\d][^\s;,()]*))?",
    re.I,
)
_SEXES = re.compile(r"\b(?:(?P<female>females?|women|woman|F)|(?P<male>males?|men|man|M))\b", re.I)
_FEMALE = frozenset(("f", "female", "248152002"))
_MALE = frozenset(("m", "male", "248153007"))


class Person(NamedTuple):
    """What a reference range may depend on; `born` is ISO 8601 of any precision."""

    sex: str | None = None
    born: str | None = None


class Limits(NamedTuple):
    """A reference range and whom it is for; ages in years."""

    range: Range
    sex: Sex | None = None
    youngest: float | None = None
    oldest: float | None = None


def chosen(known: Sequence[Limits], person: Person, day: str | None = None) -> Range | None:
    """The one range that may be meant; None where several may, as the sex or age that decides is not known."""
    kept = [k for k in known if k.sex is None or k.sex == person.sex]
    age = _age(person.born, day)
    if age is not None:
        kept = [k for k in kept if (k.youngest is None or k.youngest <= age) and (k.oldest is None or age <= k.oldest)]
    if len(kept) > 1:  # the patient's own before everybody's
        own = [k for k in kept if k.sex is not None]
        kept = own if len(own) == 1 else kept
    ranges = {k.range for k in kept}
    return ranges.pop() if len(ranges) == 1 else None


def _age(born: str | None, day: str | None) -> float | None:
    if born is None or day is None:
        return None
    try:
        return (interval(day)[0] - interval(born)[0]).days / 365.25
    except ValueError:
        return None


def sex_in(code: str | None) -> Sex | None:
    """The sex that a code or a word is for."""
    word = (code or "").strip().casefold()
    return "female" if word in _FEMALE else "male" if word in _MALE else None


def range_in(text: str, unit: str | None) -> list[Limits]:
    """The ranges that a text states (``13.5-17.5 g/dL``, ``M 13-18; F 12-16``), in `unit` where none is written.

    Nothing where it states several without saying for whom.
    """
    found: list[Limits] = []
    done = 0
    for m in _RANGE.finditer(text):
        sexes = {s.lastgroup for s in _SEXES.finditer(text, done, m.start())} - {None}
        sex = sexes.pop() if len(sexes) == 1 else None
        own = ucum(m["unit"]) if m["unit"] else unit
        if m["low"]:
            span = Range(_number(m["low"]), True, _number(m["high"]), True, own)
        elif m["sign"][0] in "<≤" or m["sign"].casefold().startswith(("up", "less")):
            span = Range(
                None, None, _number(m["n"]), m["sign"].casefold() not in ("<",) and "than" not in m["sign"], own
            )
        else:
            span = Range(_number(m["n"]), m["sign"] not in (">",) and "than" not in m["sign"], None, None, own)
        found.append(Limits(span, "female" if sex == "female" else "male" if sex == "male" else None))
        done = m.end()
    if len(found) > 1 and any(f.sex is None for f in found):
        return []
    return found


def _number(text: str) -> float:
    return float(text.replace(",", "."))
