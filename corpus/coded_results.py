"""Coded results (a laboratory's, vital signs, scores, answers) → facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast

from eligo.entities.analytes import Analyte, Scale, analytes
from eligo.entities.lexicon import default_lexicon
from eligo.entities.units import parse_unit
from eligo.errors import UnknownUnit
from eligo.resources import read_table, split_cell
from eligo.schema import Concept, ConstraintType, Fact, Period, Range

from .coded import Coded, by_loinc, by_name, code_concept, plain, with_codes
from .coded_names import Stated, condition_facts, read_words

__all__ = ["Result", "number_in", "result_facts", "ucum"]

Comparator = Literal["=", "<", "<=", ">", ">=", "~"]

_NUMBER = re.compile(r"\s*(?P<sign>[<>]=?|≤|≥)?\s*(?P<n>[-+]?\d+(?:\.\d+)?)\s*")
_MEASURED = re.compile(
    r"\s*(?P<sign>[<>]=?|≤|≥)?\s*(?P<n>\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>[^\s\d].{0,24})?"
)
_PAIR = re.compile(r"\s*(?P<s>\d{2,3})\s*/\s*(?P<d>\d{2,3})\s*(?:mm\s?\[?hg\]?)?\s*", re.I)
_POWER = re.compile(r"\b10[+^](?=\d)")  # other ways to write UCUM's 10*3
_SIGNS = {"≤": "<=", "≥": ">="}
_INTERPRETATIONS = {
    "N": "normal", "A": "abnormal", "AA": "abnormal", "H": "high", "HH": "high", "HU": "high", "L": "low", "LL": "low",
    "LU": "low", "POS": "positive", "NEG": "negative", "DET": "positive", "ND": "negative", "RR": "positive",
    "NR": "negative", "IND": "equivocal", "E": "equivocal",
}  # fmt: skip
_FLAGS = frozenset({"high", "low", "normal", "abnormal"})
_SAID = frozenset({"condition", "reproductive", "biomarker", "procedure", "score"})


@dataclass(frozen=True, slots=True)
class Result:
    """One result as a record states it.

    Attributes:
        name: what was looked at.
        value: a number in `unit`, a word, or None.
        value_high: the upper end of a range.
        coded: the value where it is coded.
        interpretation: HL7's code (``H``, ``NEG``); used where there is no value.
    """

    name: Coded
    value: float | str | None = None
    value_high: float | None = None
    comparator: Comparator = "="
    unit: str | None = None
    coded: Coded | None = None
    reference_range: Range | None = None
    interpretation: str | None = None
    time: str | Period | None = None


def number_in(text: str) -> tuple[float, Comparator] | None:
    """The number that all of `text` is, and its comparator: ``"<0.01"``."""
    m = _NUMBER.fullmatch(text)
    if m is None:
        return None
    sign = m["sign"] or "="
    return float(m["n"]), cast(Comparator, _SIGNS.get(sign, sign))


def ucum(*spellings: str | None) -> str | None:
    """The UCUM code of the first spelling that the table of units has; else the first as given, None without any."""
    given = [s.strip() for s in spellings if s and s.strip()]
    for spelling in given:
        try:
            return parse_unit(_POWER.sub(r"10*", spelling).replace("_us]", "_i]"))  # a survey foot is a foot, to 2 ppm
        except UnknownUnit:
            continue
    return given[0] if given else None


def result_facts(result: Result, source: str, *, section: str | None = None) -> list[Fact]:
    """`result` as facts: of an analyte or scale by LOINC code, else by name; what has neither keeps its code.

    An answer that is a name ("Never smoker") is read as a note's words are. A vital sign that no living person has is
    ``possible``, and `assumed` says why.
    """
    pair = _PAIR.fullmatch(result.value) if isinstance(result.value, str) else None
    result = _numeric(result)
    thing = by_loinc(result.name) or by_name(result.name, result.unit)
    if thing is None and result.value is None:
        answer = _answer(result, source, section)
        if answer:
            return answer
    if pair is not None and isinstance(thing, Analyte) and thing.id == "vital:bp":
        return _pressure(result, pair, source, section)
    value = _value(result)
    if value is None and result.value_high is None:
        return []
    if isinstance(thing, Scale):
        return [_score(thing, result, value, source, section)]
    kind, concept, name = _what(thing, result)
    fact = Fact(
        kind, name, result.name.name, 0, 0, concept, value, result.value_high,
        result.comparator if isinstance(value, float) else "=",
        result.unit if isinstance(value, float) else None, result.reference_range, None, result.time,
        source=source, section=section,
    )  # fmt: skip
    return [_doubted(fact, thing)]


def _pressure(result: Result, pair: re.Match[str], source: str, section: str | None) -> list[Fact]:
    """Both numbers of a blood pressure that is one text."""
    return [
        Fact(
            "measurement", thing.name, result.name.name, 0, 0, thing.concept, float(pair[part]), None, "=", "mm[Hg]",
            time=result.time, source=source, section=section, assumed=() if "hg" in pair[0].casefold() else ("unit",),
        )
        for part, thing in (("s", analytes()["vital:sbp"]), ("d", analytes()["vital:dbp"]))
    ]  # fmt: skip


def _numeric(result: Result) -> Result:
    """The result with its number, where its value is the text of one: ``<0.01``, ``9.1 g/dL``, ``10-15 /hpf``."""
    if not isinstance(result.value, str):
        return result
    if found := number_in(result.value):
        return replace(result, value=found[0], comparator=found[1])
    m = _MEASURED.fullmatch(result.value)
    if m is None or (m["high"] and (m["sign"] or float(m["high"]) <= float(m["n"]))):
        return result
    unit = result.unit
    if m["unit"]:
        try:
            unit = parse_unit(_POWER.sub(r"10*", m["unit"].strip()))
        except UnknownUnit:
            return result
    sign = cast(Comparator, _SIGNS.get(m["sign"], m["sign"] or "="))
    high = float(m["high"]) if m["high"] else None
    return replace(result, value=float(m["n"]), value_high=high, comparator=sign, unit=unit, coded=None)


def _what(thing: Analyte | Scale | None, result: Result) -> tuple[ConstraintType, Concept | None, str]:
    if thing is not None:
        kind = thing.label if isinstance(thing, Analyte) else "score"
        return cast(ConstraintType, kind), with_codes(thing.concept, result.name), thing.name
    for word in result.name.words or (result.name.text,):
        for form in _spelled(plain(word)):
            mention = default_lexicon().whole(form)
            if mention is not None and mention.label == "biomarker" and mention.concept is not None:
                return "biomarker", with_codes(mention.concept, result.name), mention.name
    return "measurement", code_concept(result.name), plain(result.name.name)


def _spelled(name: str) -> tuple[str, ...]:
    """A name and, where it has LOINC's abbreviations, what they stand for: ``Hepatitis B virus surface Ag``."""
    whole = re.sub(r"\bAb\b", "antibody", re.sub(r"\bAg\b", "antigen", name))
    bare = re.sub(r"(?<=\b[A-E])\s+virus\b", "", whole)
    return tuple(dict.fromkeys((name, whole, bare)))


def _doubted(fact: Fact, thing: Analyte | Scale | None) -> Fact:
    if not isinstance(thing, Analyte) or thing.category != "vital" or not isinstance(fact.value, float):
        return fact
    if thing.is_plausible(fact.value, fact.unit) is not False:
        return fact
    why = f"no living person has {fact.name} {fact.value:g} {fact.unit or ''}".rstrip()
    return replace(fact, assertion="possible", assumed=(*fact.assumed, f"uncertain: {why}"))


def _score(scale: Scale, result: Result, value: float | str | None, source: str, section: str | None) -> Fact:
    if isinstance(value, str):
        name = "/".join(scale.name.split())
        said = [f for f in read_words(f"{name}: {value}") if f.type == "score" and f.value is not None]
        value = said[0].value if said else value
    concept = with_codes(scale.concept, result.name)
    return Fact(
        "score", scale.name, result.name.name, 0, 0, concept, value, result.value_high, result.comparator,
        scale=scale.name, time=result.time, source=source, section=section,
    )  # fmt: skip


def _answer(result: Result, source: str, section: str | None) -> list[Fact]:
    """What an answer says by itself; an answer that is a bare result (``positive``, ``yes``) says nothing alone."""
    coded = result.coded
    if coded is None or not coded.text or _word(coded.text) is not None:
        return []
    if not any(f.type in _SAID for f in read_words(plain(coded.text))):
        return []
    return condition_facts(coded, Stated(source, time=result.time, section=section))


def _value(result: Result) -> float | str | None:
    value = result.value
    if value is None and result.coded is not None:
        value = plain(result.coded.name)
    if isinstance(value, str):
        return _word(value) or " ".join(value.split()) or None
    if value is None and result.interpretation:
        said = result.interpretation
        return (
            _INTERPRETATIONS.get(said.upper())
            or _word(said)
            or (said.casefold() if said.casefold() in _FLAGS else None)
        )
    return value


@cache
def _words() -> dict[str, str]:
    table = read_table("results.tsv", ("value", "words", "source"))
    return {word.casefold(): row["value"] for row in table for word in split_cell(row["words"])}


def _word(text: str) -> str | None:
    """A result's word in the form that notes' facts have (``Not detected`` is ``negative``)."""
    return _words().get(" ".join(plain(text).casefold().split()))
