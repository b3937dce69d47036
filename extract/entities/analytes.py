"""What can be measured (laboratory, vital signs, ECG, imaging, lung function…) and what can be scored.

The tables are ``lexicons/analytes.tsv`` and ``lexicons/scales.tsv``; reference ranges stand in the canonical unit and
say where they are from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from eligo.errors import IncompatibleUnits, LexiconError, UnknownUnit
from eligo.resources import Row, read_table, split_cell
from eligo.schema import Concept, Range

from .lexicon import Term
from .units import convert, dimension

__all__ = ["ANALYTE_COLUMNS", "SCALE_COLUMNS", "Analyte", "Scale", "analyte_terms", "analytes", "by_concept", "scales"]

ANALYTE_COLUMNS = (
    "id", "label", "name", "synonyms", "loinc", "unit", "other_units", "molar_mass", "valence", "plausible",
    "range_male", "range_female", "range_source", "category", "members", "source",
)  # fmt: skip
SCALE_COLUMNS = ("id", "name", "synonyms", "values", "direction", "roman", "loinc", "source")

_DECIMAL = re.compile(r"\d+\.\d+")
Direction = Literal["higher_worse", "higher_better", "unordered"]


@dataclass(frozen=True, slots=True)
class Analyte:
    """Something measured as a number with a unit.

    Attributes:
        label: the type of constraint it makes (``measurement``, ``age``, ``life_expectancy``).
        unit: canonical UCUM code.
        other_units: UCUM codes it is reported in as well.
        molar_mass: g/mol; of creatinine, for a ratio to creatinine.
        plausible: the canonical values a living person can have; a number outside is in another unit, or an error. Made
            to tell units apart: a count of nought is possible all the same.
        reference: reference range by sex (``male``, ``female``) in the canonical unit, adults.
        scaling: factor and offset from a unit to the canonical value, where neither dimension nor molar mass says it.
        members: ids of what a group name stands for (``transaminases``: ALT and AST); empty for a single analyte.
    """

    id: str
    label: str
    name: str
    concept: Concept
    unit: str
    other_units: tuple[str, ...] = ()
    molar_mass: float | None = None
    valence: int | None = None
    plausible: tuple[float, float] | None = None
    reference: dict[str, Range] = field(default_factory=dict, hash=False)
    reference_source: str = ""
    category: str = "lab"
    members: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    scaling: dict[str, tuple[float, float]] = field(default_factory=dict, hash=False)

    def to_canonical(self, value: float, unit: str) -> float:
        """`value` of `unit` (UCUM) in the canonical unit, by molar mass, valence, or the analyte's own factor.

        Raises:
            UnknownUnit: if the table has no such unit.
            IncompatibleUnits: if `unit` measures something else.
        """
        if unit in self.scaling:
            factor, offset = self.scaling[unit]
            return float(f"{value * factor + offset:.12g}")
        try:
            return convert(value, unit, self.unit, molar_mass=self.molar_mass, valence=self.valence)
        except IncompatibleUnits:
            for other, (factor, offset) in self.scaling.items():
                if dimension(other) == dimension(unit):
                    return float(f"{convert(value, unit, other) * factor + offset:.12g}")
            raise

    def is_plausible(self, value: float, unit: str | None = None) -> bool | None:
        """Whether a person can have this value; None where the unit does not fit or no limits are known."""
        if self.plausible is None:
            return None
        try:
            canonical = self.to_canonical(value, self.unit if unit is None else unit)
        except (IncompatibleUnits, UnknownUnit):
            return None
        return self.plausible[0] <= canonical <= self.plausible[1]

    def guess_unit(self, value: float, unit: str | None = None) -> str | None:
        """The unit that is meant where none is written, or only a part of it (``1000 mm3``, ``9 g``, ``1.5 ×10^9``).

        Of the units it is commonly reported in, the one that makes `value` plausible; None where two would, with
        different results. Whoever uses it says so among the assumptions.
        """
        found: dict[float, str] = {}
        for code in (self.unit, *self.other_units):
            if code in self.scaling:
                continue
            fits = unit is None or code == f"/{unit}" or code.startswith(f"{unit}/")
            if fits and self.is_plausible(value, code):
                found.setdefault(self.to_canonical(value, code), code)
        return next(iter(found.values())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordinal scale, a grading, a stage, or a point score.

    Attributes:
        values: the values in order; numbers where the scale is numbered (NYHA III is 3), else its letters or stages.
        low, high: ends of a point score (MMSE 0–30); Child-Pugh has letters and points.
        roman: written in Roman numerals.
        direction: what a higher value means for the patient.
    """

    id: str
    name: str
    concept: Concept
    values: tuple[float | str, ...] = ()
    roman: bool = False
    direction: Direction = "higher_worse"
    low: float | None = None
    high: float | None = None
    synonyms: tuple[str, ...] = ()


@cache
def analytes() -> dict[str, Analyte]:
    """The packaged analytes by id, in the table's order.

    Raises:
        LexiconError: if a row is wrong; names file and line.
    """
    return {a.id: a for a in map(_analyte, read_table("analytes.tsv", ANALYTE_COLUMNS))}


@cache
def scales() -> dict[str, Scale]:
    """The packaged scales by id, in the table's order.

    Raises:
        LexiconError: if a row is wrong; names file and line.
    """
    return {s.id: s for s in map(_scale, read_table("scales.tsv", SCALE_COLUMNS))}


def analyte_terms() -> Iterator[Term]:
    """The analytes and scales as terms of the lexicon; a scale's label is ``score``."""
    for analyte in analytes().values():
        yield Term(analyte.label, analyte.concept, (*analyte.synonyms, *_turned(analyte)), ())
    for scale in scales().values():
        yield Term("score", scale.concept, scale.synonyms, ())


# What laboratories put behind the name: "Cholesterol, total", "Calcium, ionized".
_QUALIFIED = re.compile(
    r"(?P<word>total|direct|indirect|conjugated|unconjugated|ionized|ionised|free|fasting|random|urine|urinary|CSF|serum"
    r"|HDL|LDL|VLDL)\s+(?P<name>[\w-]+(?:\s[\w-]+)?)"
)


_NARROWING = frozenset(("direct", "indirect", "conjugated", "unconjugated", "ionized", "ionised", "free", "fasting"))
_IN_BLOOD = ("serum", "plasma", "blood")


def _turned(analyte: Analyte) -> Iterator[str]:
    """The names with their qualifier behind a comma, or before or behind the specimen ("ionized serum calcium")."""
    for form in (analyte.name, *analyte.synonyms):
        found = _QUALIFIED.fullmatch(form)
        if found is not None:
            yield f"{found['name']}, {found['word']}"
            if analyte.category == "lab" and found["word"] in _NARROWING and found["name"] not in _IN_BLOOD:
                for specimen in _IN_BLOOD:
                    yield f"{found['word']} {specimen} {found['name']}"
                    yield f"{specimen} {found['word']} {found['name']}"


def by_concept(concept_id: str) -> Analyte | Scale | None:
    """The analyte or scale with this concept id, or None."""
    return analytes().get(concept_id) or scales().get(concept_id)


def _analyte(row: Row) -> Analyte:
    unit = row["unit"]
    others, scaling = [], {}
    for part in split_cell(row["other_units"]):
        code, equals, factor = part.partition("=")
        others.append(code)
        if equals:
            slope, _, offset = factor.partition("+")
            scaling[code] = (float(slope), float(offset or 0))
    for code in (unit, *others):
        try:
            dimension(code)
        except UnknownUnit as error:
            raise row.error(str(error)) from None
    plausible = _ends(row, "plausible")
    reference = {}
    for sex in ("male", "female"):
        ends = _ends(row, f"range_{sex}")
        if ends is not None:
            low, high = ends
            reference[sex] = Range(low, None if low is None else True, high, None if high is None else True, unit)
    if plausible is not None and None in plausible:
        raise row.error("a plausible range needs both ends")
    if reference and not row["range_source"]:
        raise row.error("a reference range needs its source")
    return Analyte(
        id=row["id"],
        label=row["label"],
        name=row["name"],
        concept=Concept(row["id"], row["name"], _codes(row)),
        unit=unit,
        other_units=tuple(others),
        molar_mass=float(row["molar_mass"]) if row["molar_mass"] else None,
        valence=int(row["valence"]) if row["valence"] else None,
        plausible=cast("tuple[float, float] | None", plausible),
        reference=reference,
        reference_source=row["range_source"],
        category=row["category"],
        members=split_cell(row["members"]),
        synonyms=split_cell(row["synonyms"]),
        scaling=scaling,
    )


def _scale(row: Row) -> Scale:
    values: list[float | str] = []
    ends: tuple[float | None, float | None] = (None, None)
    for part in split_cell(row["values"]):
        if ".." in part:
            ends = _interval(row, part)
        else:
            values.append(int(part) if part.isdigit() else float(part) if _DECIMAL.fullmatch(part) else part)
    if row["direction"] not in ("higher_worse", "higher_better", "unordered"):
        raise row.error(f"direction {row['direction']!r} is not higher_worse, higher_better or unordered")
    return Scale(
        id=row["id"],
        name=row["name"],
        concept=Concept(row["id"], row["name"], _codes(row)),
        values=tuple(values),
        roman=row["roman"] == "yes",
        direction=cast(Direction, row["direction"]),
        low=ends[0],
        high=ends[1],
        synonyms=split_cell(row["synonyms"]),
    )


def _codes(row: Row) -> dict[str, tuple[str, ...]]:
    codes = split_cell(row["loinc"])
    return {"LOINC": codes} if codes else {}


def _ends(row: Row, column: str) -> tuple[float | None, float | None] | None:
    return _interval(row, row[column]) if row[column] else None


def _interval(row: Row, cell: str) -> tuple[float | None, float | None]:
    """``1.8..7.7``, ``..40``, ``60..``."""
    low, dots, high = cell.partition("..")
    try:
        ends = float(low) if low else None, float(high) if high else None
    except ValueError:
        raise _bad(row, cell) from None
    if not dots or (ends[0] is not None and ends[1] is not None and ends[0] > ends[1]):
        raise _bad(row, cell)
    return ends


def _bad(row: Row, cell: str) -> LexiconError:
    return row.error(f"{cell!r} is not an interval low..high")
