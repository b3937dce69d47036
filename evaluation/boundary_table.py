"""What the boundary benchmark asks: analytes, their usual bounds, and the patients' values as records state them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from eligo.errors import InputError
from eligo.resources import Row, read_table, split_cell

__all__ = ["Asked", "Bound", "Observed", "Unit", "asked", "read_observations"]

_COLUMNS = (
    "key", "loinc", "asked", "noted", "short", "units", "bare", "decimals", "bounds", "uln", "lln", "near", "source",
)  # fmt: skip
_BOUND = re.compile(r"(?P<sign>[<>]=?)(?P<n>[\d.]+)|(?P<low>[\d.]+)\.\.(?P<high>[\d.]+)")
_UNIT = re.compile(r"(?P<spelling>[^=~]+)(?P<kind>[=~])(?P<factor>[\d.]+)(?:\+(?P<offset>[\d.]+))?")
_VITALS = ("HEART_RATE", "TEMPERATURE", "WEIGHT", "HEIGHT", "BMI", "SYSTOLIC", "DIASTOLIC", "OXYGEN_SATURATION")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a note spells it: one of the analyte's first unit is `factor` of it, plus `offset`.

    Attributes:
        exact: whether the factor is one by definition; else it is published, and rounded.
    """

    spelling: str
    factor: Fraction
    offset: Fraction
    exact: bool

    def of(self, value: Fraction) -> Fraction:
        """`value` of the analyte's first unit in this one."""
        return value * self.factor + self.offset

    def back(self, value: Fraction) -> Fraction:
        """`value` of this unit in the analyte's first."""
        return (value - self.offset) / self.factor


@dataclass(frozen=True, slots=True)
class Bound:
    """``<=``, ``<``, ``>=``, ``>`` or ``in`` (both ends count), in an analyte's first unit or in multiples of a limit.

    Attributes:
        to: ``""``, ``ULN`` or ``LLN``.
    """

    sign: str
    value: Fraction
    high: Fraction | None = None
    to: str = ""

    def holds(self, value: Fraction, limit: Fraction = Fraction(1)) -> bool:
        """Whether `value` meets it; `limit` is the upper or lower limit of normal where it is one of those."""
        end = self.value * limit
        match self.sign:
            case "<=":
                return value <= end
            case "<":
                return value < end
            case ">=":
                return value >= end
            case ">":
                return value > end
        assert self.high is not None
        return end <= value <= self.high * limit


@dataclass(frozen=True, slots=True)
class Asked:
    """An analyte: see the table's head."""

    key: str
    codes: tuple[str, ...]
    asked: tuple[str, ...]
    noted: tuple[str, ...]
    short: str
    units: tuple[Unit, ...]
    bare: bool
    decimals: int
    bounds: tuple[Bound, ...]
    near: tuple[str, ...]

    @property
    def step(self) -> Fraction:
        """One in the last place."""
        return Fraction(1, 10**self.decimals)


@dataclass(frozen=True, slots=True)
class Observed:
    """One value of one patient, as the record has it, in the first unit of what is `asked`.

    Attributes:
        other: the other pressure of a pair, else None.
        female: None where the record does not say.
    """

    patient: str
    asked: Asked
    date: str
    value: Fraction
    low: Fraction | None = None
    high: Fraction | None = None
    other: Fraction | None = None
    female: bool | None = None


@cache
def asked() -> tuple[Asked, ...]:
    """The packaged table.

    Raises:
        LexiconError: if a row is wrong; names file and line.
    """
    return tuple(map(_asked, read_table(Path(str(files("eligo.evaluation").joinpath("thresholds.tsv"))), _COLUMNS)))


def _asked(row: Row) -> Asked:
    units = [_UNIT.fullmatch(u) for u in split_cell(row["units"])]
    bounds = [("", b) for b in split_cell(row["bounds"])]
    bounds += [(to.upper(), b) for to in ("uln", "lln") for b in split_cell(row[to])]
    found = [(to, _BOUND.fullmatch(b)) for to, b in bounds]
    if None in units or any(m is None for _, m in found):
        raise row.error("a unit or a bound cannot be read")
    return Asked(
        row["key"],
        split_cell(row["loinc"]),
        split_cell(row["asked"]),
        split_cell(row["noted"]),
        row["short"],
        tuple(
            Unit(m["spelling"], Fraction(m["factor"]), Fraction(m["offset"] or 0), m["kind"] == "=")
            for m in units
            if m is not None
        ),
        row["bare"] == "yes",
        int(row["decimals"]),
        tuple(_bound(m, to) for to, m in found if m is not None),
        split_cell(row["near"]),
    )


def _bound(m: re.Match[str], to: str) -> Bound:
    if m["sign"]:
        return Bound(m["sign"], Fraction(m["n"]), to=to)
    return Bound("in", Fraction(m["low"]), Fraction(m["high"]), to)


def read_observations(data: Path) -> list[Observed]:
    """The values in the SMART patients and the FHIR bundles of a folder, in a fixed order.

    Args:
        data: a folder with ``smart_patients/`` or ``fhir/`` in it, or both.

    Raises:
        InputError: if there is nothing of them.
    """
    found = [*_smart(data / "smart_patients"), *_fhir(data / "fhir")]
    if not found:
        raise InputError(str(data), "holds no patients", "give the folder with smart_patients/ and fhir/ in it")
    return sorted(found, key=lambda o: (o.asked.key, o.patient, o.date, o.value))


def _by_code() -> dict[str, Asked]:
    return {code: a for a in asked() for code in a.codes}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _number(text: str | None) -> Fraction | None:
    return Fraction(text) if text and re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _rounded(value: Fraction, a: Asked) -> Fraction:
    return Fraction(round(value / a.step)) * a.step


def _smart(folder: Path) -> Iterator[Observed]:
    known = _by_code()
    female = {r["PID"]: r["gender"] == "female" for r in _rows(folder / "patients.txt")}
    for row in _rows(folder / "labs.txt"):
        a, value = known.get(row["LOINC"]), _number(row["VALUE"])
        low, high = _number(row["LOW"]), _number(row["HIGH"])
        if a is None or not value:
            continue
        high = high if high and (low or 0) < high else None
        yield Observed(row["PID"], a, row["DATE"], _rounded(value, a), low, high, None, female.get(row["PID"]))
    for row in _rows(folder / "vitals.txt"):
        pair = {"SYSTOLIC": _number(row["DIASTOLIC"]), "DIASTOLIC": _number(row["SYSTOLIC"])}
        for column in _VITALS:
            value = _number(row[column])
            if value and (column not in pair or pair[column]):
                a = known[column]
                day = row["START_DATE"][:10]
                yield Observed(
                    row["PID"], a, day, _rounded(value, a), None, None, pair.get(column), female.get(row["PID"])
                )


def _fhir(folder: Path) -> Iterator[Observed]:
    known = _by_code()
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        resources = [e.get("resource", {}) for e in json.loads(file.read_text("utf-8")).get("entry", ())]
        sexes = {r.get("gender") for r in resources if r.get("resourceType") == "Patient"}
        female = sexes == {"female"} if sexes else None
        for resource in resources:
            if resource.get("resourceType") != "Observation":
                continue
            parts = [p for p in (resource, *resource.get("component", ())) if "valueQuantity" in p]
            values = {code: _quantity(p) for p in parts for code in _codes(p)}
            for code, value in values.items():
                a = known.get(code)
                if a is None or not value:
                    continue
                other = values.get({"8480-6": "8462-4", "8462-4": "8480-6"}.get(code, ""))
                day = str(resource.get("effectiveDateTime", ""))[:10]
                if day and (a.key not in ("sbp", "dbp") or other):
                    pair = Fraction(round(other)) if other else None
                    yield Observed(file.stem, a, day, _rounded(value, a), None, None, pair, female)


def _codes(part: Mapping[str, Any]) -> list[str]:
    return [str(c.get("code")) for c in part.get("code", {}).get("coding", ())]


def _quantity(part: Mapping[str, Any]) -> Fraction | None:
    value = part["valueQuantity"].get("value")
    return Fraction(str(value)) if isinstance(value, (int, float)) and value > 0 else None
