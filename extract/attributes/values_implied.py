"""Values whose thing is not named but implied: ``leukocytosis (19.5)``, ``febrile to 38.9``, ``99% on room air``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from eligo.entities.analytes import Analyte, analytes
from eligo.resources import read_table
from eligo.schema import Fact, Mention, Quantity

from .bounds_names import Name
from .values_facts import fits, takes, value_facts
from .values_layout import Cell

__all__ = ["finding_names", "implied_values", "names_value"]

_NOT_IN_NOTES = frozenset(("pfx:mpap", "img:bmd_tscore"))  # which pressure, and at which site, is not said
_NEEDS_UNIT = frozenset(("lab:creatinine", "lab:lactate"))  # a bare number behind "kidney failure" may be anything
_REACHED = re.compile(r"\bto\b", re.I)
_UNIT = re.compile(r"[\d.,]+\s*(?:mg|[muµμ]mol)", re.I)
_VALUE_NEXT = re.compile(
    r"\s*(?:[(:=,]\s*|(?:was|were|is|of|to|at|with|up|down|as|high|low|in|the|a|value|values|level|levels|max(?:imum)?|rate|"
    r"measured|documented|reaching|between|around|about|approximately)\b\s*|\(\s*)*(?:[<>≤≥~∼]\s*)?(?P<n>\d)",
    re.I,
)
_TELLS = re.compile(r"[(\[:=]|\b(?:of|to|at|was|were|with|in\s+the|high|low|mid)\b", re.I)


@cache
def _findings() -> dict[str, Analyte]:
    rows = read_table("implied_measures.tsv", ("of", "analyte", "source"))
    kept = [r for r in rows if r["of"].startswith("cond:") and r["analyte"] not in _NOT_IN_NOTES]
    return {r["of"]: analytes()[r["analyte"]] for r in kept}


def names_value(mention: Mention) -> bool:
    """Whether a condition is a finding of one measured thing, as hyperkalemia is."""
    return mention.concept is not None and mention.concept.id in _findings()


@cache
def _words() -> tuple[re.Pattern[str], dict[str, Analyte]]:
    things = {}
    for row in read_table("finding_words.tsv", ("form", "analyte", "source")):
        if row["analyte"] not in analytes():
            raise row.error(f"no analyte {row['analyte']!r}")
        things[row["form"]] = analytes()[row["analyte"]]
    forms = "|".join(sorted(things, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.I), things


def finding_names(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The measured thing in the place of a finding that a number follows: of ``fever of 39`` the temperature.

    A number without its unit counts only behind a bracket or a word that ties it (``of``, ``to``, ``at``).
    """
    out: list[Mention] = []
    measured = bytearray(len(text) + 1)
    for m in mentions:
        if m.label == "measurement":
            measured[m.start - offset : m.end - offset] = b"\1" * (m.end - m.start)
    places = [
        (m.start - offset, m.end - offset, _findings().get(m.concept.id)) for m in mentions if m.concept is not None
    ]
    pattern, things = _words()
    places += [(m.start(), m.end(), things[" ".join(m[0].casefold().split())]) for m in pattern.finditer(text)]
    for start, end, thing in places:
        if thing is None:
            continue
        behind = _VALUE_NEXT.match(text, end, min(len(text), end + 40))
        if behind is None or _TELLS.search(text, end, behind.end()) is None:
            continue
        if thing.id == "vital:weight_loss" and _REACHED.search(text, end, behind.end()):
            thing = analytes()["vital:weight"]  # "weight decreased to 47 kg"
        if thing.id in _NEEDS_UNIT and _UNIT.match(text, behind.start("n")) is None:
            continue
        if any(measured[start:end]):
            continue
        out.append(Mention("measurement", thing.name, text[start:end], start + offset, end + offset, thing.concept))
    return out


_SATURATION = re.compile(
    r"\s*(?:sat(?:uration)?s?\s+)?[,(]?\s*(?:on\s+|in\s+)?(?:RA\b|room\s+air|ambient\s+air|\d{1,2}(?:\.\d)?\s?(?:L|liters?|lpm)\b)",
    re.I,
)
_BEATS = re.compile(r"(?:bpm|beats?\s?(?:/|per|a)\s?min(?:ute)?s?)\.?$", re.I)
_OXYGEN = re.compile(
    r"\s*(?:of\s+|by\s+|via\s+|on\s+)?(?:home\s+|supplemental\s+|nasal\s+|humidified\s+)?(?:O2\b|oxygen\b|NC\b|nasal\b|cannula\b"
    r"|prongs\b|NRB\b|face\s?mask\b|non-?rebreather\b)",
    re.I,
)
_BREATHS = re.compile(r"\b(?:resp\w*|breath\w*|RR|ventilat\w*)\b[^.;,]*\Z", re.I)
_WEEKS_OF = re.compile(
    r"[’']?\s*(?:(?:of\s+|by\s+)?(?:gestation(?:al)?\b(?:\s+age)?|pregnan(?:t|cy)\b|GA\b|EGA\b|amenorrh?ea\b))", re.I
)
_WEEKS_AFTER = re.compile(
    r"\b(?:G\d{1,2}\s*,?\s*P\d{1,4}(?:[A-Z]\d)*|gravida\s+\w+|pregnan(?:t|cy)|IUP|gestation|gravid\w*|multigravid\w*|para\s+\w+)"
    r"[\s,]*(?:at|of|with|is|was|in|an?|currently|estimated|now|:|\s)*\Z",
    re.I,
)
_ORDINAL_WEEK = re.compile(
    r"(?<![\w.])(?P<n>[1-4]?\d)(?:st|nd|rd|th)\s+(?:(?:gestational|pregnancy)\s+week|week\s+of\s+(?:her\s+|the\s+)?(?:gestation|pregnancy)\b)",
    re.I,
)
_MASSES = frozenset(("kg", "[lb_av]"))
_CHANGED = re.compile(
    r"\b(?:(?P<gained>gain(?:ed|ing)?)|los(?:t|ing|s\s+of))\s+(?:(?:of|about|approximately|around|some|over|nearly|almost|up\s+to|more"
    r"\s+than|at\s+least|an?|another|additional|~)\s*)*\Z",
    re.I,
)
_NOT_WEIGHT = re.compile(r"\s*(?:of\s+(?!(?:body\s+|his\s+|her\s+|the\s+)*weight)\w+|(?:fat|muscle|lean)\b)", re.I)
_WEIGHT_CHANGE = re.compile(
    r"[\s-]+(?:(?:unintentional|unintended|involuntary|intentional|total|body|recent|documented)\s+)*weight[\s-]+(?P<way>loss|gain)\b",
    re.I,
)
_OF_WEIGHT = re.compile(r"\s*of\s+(?:(?:his|her|their|the|total|initial|usual|baseline)\s+)*(?:body\s+)?weight\b", re.I)
_OF_UNIT = {
    "{cigarettes}/d": "habit:cigarettes", "{packs}/d": "habit:cigarettes", "{pack}.a": "habit:pack_years",
    "{drinks}/wk": "habit:alcohol", "{drinks}/d": "habit:alcohol", "mL/min/{1.73_m2}": "lab:egfr",
}  # fmt: skip


_ALCOHOL = re.compile(
    r"(?<![\w.])(?P<n>\d{1,3})\s+units?\s+(?:of\s+)?(?:alcohol|etoh)\s*(?:/|per|a|each|every)\s*(?P<per>week|wk|day)\b",
    re.I,
)
_SMOKED = re.compile(
    r"\s*(?:x|×|for|over)\s*(?:about\s+|approximately\s+|the\s+(?:past|last)\s+)?(?P<n>\d{1,2})\s*\+?[\s-]*(?:years?|yrs?|y)\b",
    re.I,
)
_RHYTHM = re.compile(
    r"\b(?:rhythm|fibrillation|flutter|tachycardia|bradycardia|ventricular|EKG|ECG|AF|Afib|a-?fib|SVT|RVR|pac(?:ed|ing))\b[^.;\d]{0,40}\brate\s*"
    r"(?:of|at|was|is|in|the|about|around|approximately|:|\s)*\Z|\b(?:rhythm|fibrillation|flutter|tachycardia)\s+(?:of|at)\s+\Z",
    re.I,
)


def implied_values(text: str, quantities: Sequence[Quantity], facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of the quantities that no fact covers and whose unit or surroundings say what they measure."""
    covered = bytearray(len(text) + 1)
    for f in facts:
        covered[f.start : f.end] = b"\1" * (f.end - f.start)
    for m in _ORDINAL_WEEK.finditer(text):
        week = float(m["n"]) - 1  # the 38th week begins at 37 completed weeks
        yield from _fact(
            text, "demo:gestational_age", Quantity(m["n"], *m.span(), week, True, week, True, "wk"), *m.span()
        )
    for m in _ALCOHOL.finditer(text) if "unit" in text else ():
        value, unit = float(m["n"]), "U/d" if m["per"][0] in "dD" else "U/wk"
        yield from _fact(
            text, "habit:alcohol_units", Quantity(m["n"], *m.span(), value, True, value, True, unit), *m.span()
        )
    for quantity in quantities:
        if quantity.relative_to is not None:
            continue
        if quantity.unit == "{packs}/d" and quantity.low is not None and (years := _SMOKED.match(text, quantity.end)):
            product = quantity.low * float(years["n"])
            whole = replace(quantity, low=product, high=product, unit="{pack}.a", assumed=("value",))
            yield from _fact(text, "habit:pack_years", whole, quantity.start, years.end())
        if quantity.unit in (None, "/min") and _RHYTHM.search(text, max(0, quantity.start - 90), quantity.start):
            found: tuple[str, int, int] | None = ("vital:heart_rate", quantity.start, quantity.end)
        else:
            found = _implied(text, quantity) if quantity.unit is not None else None
        if found is None or any(covered[quantity.start : quantity.end]):
            continue
        id_, start, end = found
        yield from _fact(text, id_, quantity, start, end)


def _implied(text: str, quantity: Quantity) -> tuple[str, int, int] | None:
    start, end, unit = quantity.start, quantity.end, quantity.unit
    if unit in _MASSES and (told := _WEIGHT_CHANGE.match(text, end)):  # "a 10-lb weight loss"
        return f"vital:weight_{told['way'].lower()}_abs", start, told.end()
    if unit in _MASSES:
        changed = _CHANGED.search(text, max(0, start - 40), start)
        if changed is None or _NOT_WEIGHT.match(text, end):
            return None
        return "vital:weight_gain_abs" if changed["gained"] else "vital:weight_loss_abs", changed.start(), end
    if unit == "%" and (told := _WEIGHT_CHANGE.match(text, end)) and told["way"].lower() == "loss":
        return "vital:weight_loss", start, told.end()
    if unit == "%" and (lost := _CHANGED.search(text, max(0, start - 40), start)) and not lost["gained"]:
        of = _OF_WEIGHT.match(text, end)
        return ("vital:weight_loss", lost.start(), of.end()) if of is not None else None
    if unit == "%":
        behind = _SATURATION.match(text, end)
        return ("vital:spo2", start, behind.end()) if behind is not None else None
    if unit in ("L", "L/min"):
        behind = _OXYGEN.match(text, end)
        return ("vital:oxygen_flow", start, behind.end()) if behind is not None else None
    if unit == "/min":
        breaths = _BREATHS.search(text, max(0, start - 40), start) is not None
        return ("vital:heart_rate", start, end) if _BEATS.search(quantity.text) and not breaths else None
    if unit in ("wk", "d"):
        behind = _WEEKS_OF.match(text, end)
        if behind is not None:
            return "demo:gestational_age", start, behind.end()
        before = _WEEKS_AFTER.search(text, max(0, start - 60), start) if unit == "wk" or "+" in quantity.text else None
        return ("demo:gestational_age", before.start(), end) if before is not None else None
    id_ = _OF_UNIT.get(unit or "")
    return (id_, start, end) if id_ is not None else None


def _fact(text: str, id_: str, quantity: Quantity, start: int, end: int) -> Iterator[Fact]:
    thing = analytes()[id_]
    unit = quantity.unit or thing.unit
    if id_ == "vital:oxygen_flow":
        unit, quantity = thing.unit, replace(quantity, unit=thing.unit)  # liters of oxygen are those of a minute
    if not takes(thing, unit) or not fits(thing, quantity, unit):
        return
    mention = Mention("measurement", thing.name, text[start:end], start, end, thing.concept)
    for fact in value_facts(text, Name(mention, thing, start, end, end), Cell(end, quantity)):
        yield replace(fact, start=start, end=end, text=text[start:end])
