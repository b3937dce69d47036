"""Shorthand in which the place says what each number is: ``12.4>9.8/29.1<210``, ``98.6 88 120/80 18 99%``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eligo.entities.analytes import analytes, scales
from eligo.schema import Fact

from .values_pressures import read_pressures

__all__ = ["Panel", "read_panels"]

_N = r"\d+(?:\.\d+)?"
_HINT = re.compile(r"[<>|/\\]|\bE\s?[1-4]|apgar|systolic|diastolic|BP|pressure", re.I)
# the blood count's cross: leukocytes > hemoglobin / hematocrit < platelets
_CROSS = re.compile(
    rf"(?<![\w.])(?P<wbc>{_N})\s*-*>\s*-*\s*(?P<hgb>{_N})\s*[/|\\-]+\s*(?P<hct>{_N})\s*-*\s*<\s*-*\s*(?P<plt>\d+)\s?[kK]?(?![\w.])"
)
_FEW = {
    "lab:wbc": (0.05, 300.0),
    "lab:hemoglobin": (2.0, 25.0),
    "lab:hematocrit": (6.0, 75.0),
    "lab:platelets": (1.0, 2500.0),
}
# the chemistry's fishbone, along its lines or across them
_RUN = re.compile(rf"(?<![\w./|]){_N}(?:\s*[|/\\<>]\s*{_N}){{5,6}}(?![\w./|])")
_CHEMISTRY = {
    "lab:sodium": (110.0, 175.0), "lab:potassium": (1.5, 9.5), "lab:chloride": (65.0, 140.0),
    "lab:bicarbonate": (3.0, 55.0),
    "lab:bun": (1.0, 250.0), "lab:creatinine": (0.1, 25.0), "lab:glucose": (15.0, 1500.0),
}  # fmt: skip
_ALONG = ("sodium", "potassium", "chloride", "bicarbonate", "bun", "creatinine", "glucose")
_ACROSS = ("sodium", "chloride", "bun", "potassium", "bicarbonate", "creatinine", "glucose")
_AROUND = ("sodium", "chloride", "bun", "glucose", "potassium", "bicarbonate", "creatinine")
_ORDERS = (_ALONG, _ACROSS, _AROUND)
# vital signs without their names: temperature, pulse and pressure in either order, respirations, saturation
_GAP = r"[\s,;]+"
_VITALS = re.compile(
    rf"(?:\b(?P<head>vs|v/s|vss|vitals?|vital\s+signs)\b[^\d\n.]{{0,30}}|^\s*)(?P<t>\d{{2,3}}(?:\.\d)?)(?:\s?°?\s?[FC])?{_GAP}"
    rf"(?:(?P<p>\d{{2,3}}){_GAP}(?P<s>\d{{2,3}})/(?P<d>\d{{2,3}})|(?P<s2>\d{{2,3}})/(?P<d2>\d{{2,3}}){_GAP}(?P<p2>\d{{2,3}}))"
    rf"(?:{_GAP}(?P<r>\d{{1,2}})(?![\d/%.]))?(?:{_GAP}(?P<o>\d{{2,3}})\s?%)?",
    re.I | re.M,
)
_PULMONARY = re.compile(
    r"\b(?:PAP?s?(?:\s+pressures?)?|pulmonary\s+arter(?:y|ial)\s+pressures?)(?:\s*(?:[:=]|was|were|is|of|measured))?\s*"
    r"(?P<s>\d{2,3})\s*/\s*(?P<d>\d{1,2})(?:\s*/\s*(?P<m>\d{1,2})(?![\d/])|(?:\s*mm\s?hg)?\s*[(,]?\s*(?:with\s+(?:an?\s+)?)?(?:mean|m)"
    r"\s*(?:PAP|pressure)?\s*(?:of\s+|[:=]\s*)?(?P<m2>\d{1,2}))(?:\s*mm\s?hg)?\s*\)?(?:\s*mm\s?hg)?",
    re.I,
)
_HALF = re.compile(
    rf"(?<![\w/&])H\s?[/&]\s?H\b\s*(?:[:=]|was|is|of|at|today|now|\s)*(?P<hgb>{_N})\s*[/,&]\s*(?P<hct>{_N})(?![\w./])"
)
_AT = r"(?:\s*(?:at|@)\s*\d{1,2}(?:\s*(?:min(?:ute)?s?\b|['’]))?(?!\s*(?:(?:,\s*and|,|and|&|/)\s*\d{1,2}\s*){1,3}min))?"
_APGARS = re.compile(
    rf"\bapgars?\b(?:\s+scores?)?(?:[\s:=]|\b(?:of|were|was|scores?)\b)*(?P<points>\d{{1,2}}{_AT}(?:\s*(?:,\s*and|,|and|&|/)\s*\d{{1,2}}{_AT}){{1,3}})"
    r"(?![\d./])",
    re.I,
)
_POINT = re.compile(r"(?<!\d)(?<!at )(?<!@)(?<!@ )\d{1,2}(?!\d)")
_COMA = re.compile(r"\bE\s?(?P<e>[1-4])[\s,/]*V\s?(?P<v>[1-5])[\s,/]*M\s?(?P<m>[1-6])(?![\d.])", re.I)


@dataclass(frozen=True, slots=True)
class Panel:
    """The facts of a shorthand; offsets count in the statement's text."""

    start: int
    end: int
    facts: tuple[Fact, ...]


def read_panels(text: str) -> list[Panel]:
    """The shorthand of a statement whose numbers are told by their places, where each is possible there.

    The names and units are not written: ``assumed`` says so. A cross whose hematocrit is not two and a half to
    three and a half times its hemoglobin is none, nor is a run that could be read in two orders.
    """
    if not _HINT.search(text):
        return []
    found = [*_crosses(text), *_fishbones(text), *_vitals(text), *_pulmonary(text), *_coma(text), *_apgars(text)]
    found += [Panel(start, end, facts) for start, end, facts in read_pressures(text)]
    out: list[Panel] = []
    for panel in sorted(found, key=lambda p: (p.start, -p.end)):
        if not out or out[-1].end <= panel.start:
            out.append(panel)
    return out


def _crosses(text: str) -> Iterator[Panel]:
    for m in _CROSS.finditer(text) if "<" in text and ">" in text else ():
        values = [float(v) for v in m.groups()]
        possible = all(low <= v <= high for v, (low, high) in zip(values, _FEW.values(), strict=True))
        if possible and 2.4 <= values[2] / values[1] <= 3.7:
            yield _panel(text, m, zip(_FEW, values, strict=True))

    for m in _HALF.finditer(text):
        hgb, hct = float(m["hgb"]), float(m["hct"])
        if 2.0 <= hgb <= 25.0 and 2.4 <= hct / hgb <= 3.7:
            yield _panel(text, m, [("lab:hemoglobin", hgb), ("lab:hematocrit", hct)], assumed=("unit",))


def _fishbones(text: str) -> Iterator[Panel]:
    for m in _RUN.finditer(text):
        values = [float(v) for v in re.findall(_N, m[0])]
        fitting = []
        for order in _ORDERS:
            if len(values) == 6 and order is _AROUND:
                continue
            ids = [f"lab:{name}" for name in order[: len(values)]]
            if all(_CHEMISTRY[i][0] <= v <= _CHEMISTRY[i][1] for i, v in zip(ids, values, strict=True)):
                fitting.append(ids)
        if len(fitting) == 1:
            yield _panel(text, m, zip(fitting[0], values, strict=True))


def _vitals(text: str) -> Iterator[Panel]:
    for m in _VITALS.finditer(text) if "/" in text else ():
        warm = float(m["t"])
        if not (34 <= warm <= 43 or 93 <= warm <= 109):
            continue
        if m["head"] is None and (m["r"] is None or m["o"] is None):
            continue
        told = [
            ("vital:temperature", m["t"]),
            ("vital:heart_rate", m["p"] or m["p2"]),
            ("vital:sbp", m["s"] or m["s2"]),
        ]
        told += [("vital:dbp", m["d"] or m["d2"]), ("vital:respiratory_rate", m["r"]), ("vital:spo2", m["o"])]
        yield _panel(
            text, m, [(i, float(v)) for i, v in told if v], {"vital:temperature": "[degF]" if warm > 90 else "Cel"}
        )


def _pulmonary(text: str) -> Iterator[Panel]:
    for m in _PULMONARY.finditer(text) if "/" in text else ():
        systolic, low, mean = float(m["s"]), float(m["d"]), float(m["m"] or m["m2"])
        if low <= mean <= systolic:
            yield _panel(
                text,
                m,
                [("img:rvsp", systolic), ("pfx:mpap", mean)],
                assumed=() if "hg" in m[0].casefold() else ("unit",),
            )


def _coma(text: str) -> Iterator[Panel]:
    for m in _COMA.finditer(text):
        scale = scales()["scale:gcs"]
        total = sum(float(m[part]) for part in "evm")
        yield Panel(
            *m.span(),
            (Fact("score", scale.name, m[0], *m.span(), scale.concept, total, comparator="=", scale=scale.name),),
        )


def _apgars(text: str) -> Iterator[Panel]:
    scale = scales()["scale:apgar"]
    for m in _APGARS.finditer(text) if "pgar" in text or "PGAR" in text else ():
        points = [float(n) for n in _POINT.findall(m["points"])]
        if len(points) > 1 and all(p <= 10 for p in points):
            span, name = m.span(), scale.name
            each = (Fact("score", name, m[0], *span, scale.concept, p, comparator="=", scale=name) for p in points)
            yield Panel(*span, tuple(each))


def _panel(
    text: str,
    m: re.Match[str],
    values: Iterator[tuple[str, float]] | Sequence[tuple[str, float]] | zip[tuple[str, float]],
    units: dict[str, str] | None = None,
    *,
    assumed: tuple[str, ...] = ("name", "unit"),
) -> Panel:
    facts = []
    for id_, value in values:
        thing = analytes()[id_]
        unit = (units or {}).get(id_, _USUAL.get(id_, thing.unit))
        facts.append(
            Fact(
                "measurement", thing.name, m[0], *m.span(), thing.concept, value, None, "=", unit,
                assumed=assumed,
            )
        )  # fmt: skip
    return Panel(*m.span(), tuple(facts))


_USUAL = {"lab:creatinine": "mg/dL", "lab:bun": "mg/dL", "lab:glucose": "mg/dL", "lab:hemoglobin": "g/dL"}
