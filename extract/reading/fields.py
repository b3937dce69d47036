"""The registry fields of a page: number, title, sponsor, conditions, interventions, ages, sex, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath

from eligo.resources import read_table

from .dates import find_date
from .lines import Line
from .patterns import union

__all__ = ["Fields", "ages", "as_sex", "find_registry_number", "stem", "title_line"]

_AGE = r"\d+(?:\.\d+)?\s*(?:years?|months?|weeks?|days?|hours?|minutes?)?"
_AGES = re.compile(rf"(?P<low>{_AGE})\s*(?:-|–|—|to|through|and)\s*(?P<high>{_AGE})", re.I)
_OLDER = re.compile(
    rf"(?P<low>{_AGE})\s*(?:and|or|\+|&)?\s*(?:older|over|above|up|\+)|(?:≥|at least|over|from)\s*(?P<least>{_AGE})",
    re.I,
)
_YOUNGER = re.compile(
    rf"(?:up to|≤|under|until)\s*(?P<most>{_AGE})|(?P<high>{_AGE})\s*(?:and|or)\s*(?:younger|under|below)", re.I
)
_UNIT = re.compile(r"[a-z]+", re.I)


@dataclass(slots=True)
class Fields:
    """What the fields of a page say, gathered."""

    id: str | None = None
    title: str | None = None
    sponsor: str | None = None
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    dates: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        """Keep `value` as field `name`, unless it has one already."""
        if name == "id":
            self.id = (
                self.id or find_registry_number(value) or (value if re.fullmatch(r"[\w./-]{4,30}", value) else None)
            )
        elif name in {"updated", "start", "completion"}:
            if name not in self.dates and (found := find_date(value)):
                self.dates[name] = found
        elif name in {"conditions", "interventions"}:
            if not getattr(self, name):
                setattr(self, name, _several(value))
        elif name == "ages":
            low, high = ages(value)
            self.minimum_age, self.maximum_age = self.minimum_age or low, self.maximum_age or high
        elif name == "sex":
            self.sex = self.sex or as_sex(value)
        elif name in {"title", "sponsor", "minimum_age", "maximum_age"} and not getattr(self, name):
            setattr(self, name, value)


def _several(value: str) -> tuple[str, ...]:
    parts = re.split(r"\s*[;|•]\s*|,\s+(?![^()]*\))", value)
    return tuple(p.strip() for p in parts if p.strip())


def ages(text: str) -> tuple[str | None, str | None]:
    """Minimum and maximum age as fields write them (``"18 Years"``), from "18 Years to 75 Years" or "18 and older"."""
    found = _AGES.search(text)
    if found:
        high = _with_unit(found["high"])
        return _with_unit(found["low"], high), high
    low = (m := _OLDER.search(text)) and (m["low"] or m["least"])
    high_ = (m := _YOUNGER.search(text)) and (m["most"] or m["high"])
    return _with_unit(low) if low else None, _with_unit(high_) if high_ else None


def _with_unit(age: str, like: str = "Years") -> str:
    number, unit = re.match(r"[\d.]+", age), _UNIT.search(age)
    other = _UNIT.search(like)
    assert number is not None
    return f"{number[0]} {(unit or other)[0].title()}"  # type: ignore[index]


def as_sex(text: str) -> str | None:
    """``all``, ``male`` or ``female``."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    women, men = bool(words & {"female", "females", "women", "woman"}), bool(words & {"male", "males", "men", "man"})
    if words & {"all", "both", "any", "either"} or (women and men):
        return "all"
    return "female" if women else "male" if men else None


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Z0-9-])(?:"
        + union(read_table("registries.tsv", ("registry", "pattern", "source")), either_case=False)
        + ")",
        re.ASCII,
    )


def find_registry_number(text: str) -> str | None:
    """The first registry number in `text`, as written but for blanks; a label may be glued to it."""
    found = _numbers().search(text) or _numbers().search(re.sub(r"([a-z])(?=[A-Z]{2})", r"\1 ", text))
    return re.sub(r"\s", "", found[0]) if found else None


def stem(source: str, unnamed: str) -> str:
    """The name of a file without folder and extension; `unnamed` for text in memory and standard input."""
    if not source or source == "-":
        return unnamed
    return PurePath(source).stem or unnamed


def title_line(lines: Sequence[Line]) -> Line | None:
    """The title, among the lines before the criteria: the first that is not a bullet and has some length."""
    for line in lines[:8]:
        if line.marker is None and 12 <= len(line.text) <= 400 and " " in line.text:
            return line
    return None
