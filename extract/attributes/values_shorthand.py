"""The very short names that notes give to values: ``plt 75``, ``t 38.2``, ``cr 1.2``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from eligo.entities.analytes import Analyte, Scale, by_concept
from eligo.entities.hints import WholeWords
from eligo.entities.lexicon import default_lexicon
from eligo.resources import read_table
from eligo.schema import Mention

__all__ = ["lower_acronyms", "with_shorthand"]


_DIGIT = re.compile(r"\d")
_PRESSURE = re.compile(r"blood\s+pressure(?=\s*\(?\s*(?:of\s+)?\d{2,3}\s*/\s*\d{2,3})", re.I)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, Analyte | Scale]]:
    things: dict[str, Analyte | Scale] = {}
    for row in read_table("shorthand.tsv", ("form", "concept", "source")):
        thing = by_concept(row.cells["concept"])
        if thing is None:
            raise row.error(f"no analyte or scale {row.cells['concept']!r}")
        things[row.cells["form"]] = thing
    forms = "|".join(sorted(things, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.%/+-])(?P<form>{forms})"
        r"(?=(?:\s*(?:[:=|]|is\b|was\b|of\b|\s)\s*[<>≤≥~]?\s*|(?<=\w{3})-)(?P<value>\d+(?:\.\d+)?))",
        re.I,
    )
    return pattern, things


def _clashes(mention: Mention) -> bool:
    """Whether a condition is named by letters that with a number behind them are a value's (``TB 0.6``)."""
    return mention.label == "condition" and mention.text.casefold() in _table()[1]


def with_shorthand(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, and those of the shorthand that nothing else claims and whose number is possible."""
    if not _DIGIT.search(text):
        return list(mentions)
    pattern, things = _table()
    taken = bytearray(len(text) + 1)
    for m in mentions:
        if not _clashes(m):
            taken[m.start - offset : m.end - offset] = b"\1" * (m.end - m.start)
    found = list(mentions)
    for match in pattern.finditer(text):
        start, end = match.span("form")
        if any(taken[start:end]):
            continue
        thing = things[match["form"].casefold()]
        if (
            start > 1
            and text[start - 1] == " "
            and text[start - 2].isdigit()
            and len(match["form"]) < 3
            and not match["form"].isupper()
        ):
            continue  # a unit, rather: "2 t 3"
        if isinstance(thing, Analyte) and len(match["form"]) == 1:
            value, units = float(match["value"]), (thing.unit, *thing.other_units)
            if not any(thing.is_plausible(value, unit) for unit in units):
                continue
        label = "score" if isinstance(thing, Scale) else thing.label
        found.append(Mention(label, thing.name, text[start:end], start + offset, end + offset, thing.concept))
    found += _glued(text, offset, found)
    found += _pressures(text, offset, found)
    found += _inside_conditions(text, offset, found)
    found.sort(key=lambda m: m.start)
    return found


_GLUED = re.compile(
    r"(?<![\w.%/+-])(?P<form>temp|tmax|t|hr|p|rr|r|bp|o2\s?sats?|o2|spo2|sats?|wt)(?=-?\d{2,3}(?:\.\d+)?(?![\w.]*[a-z-]\d))",
    re.I,
)


def _glued(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """``T99.1 HR102 BP148/82 RR18``: vital signs tied to their names, each possible; two at least, or ``T38.5``."""
    if _STAINS.search(text):
        return []  # "p63, p40": what a stain shows
    things = _table()[1]
    out, alone = [], False
    for match in _GLUED.finditer(text):
        thing = things.get(" ".join(match["form"].casefold().split()))
        value = _NUMBER.match(text, match.end() + (text[match.end()] == "-"))
        if not isinstance(thing, Analyte) or value is None:
            continue
        start, end = match.start() + offset, match.end() + offset
        if any(m.start < end and start < m.end for m in mentions):
            continue
        if any(thing.is_plausible(float(value[0]), unit) for unit in (thing.unit, *thing.other_units)):
            out.append(Mention(thing.label, thing.name, match["form"], start, end, thing.concept))
            alone = alone or (thing.id == "vital:temperature" and "." in value[0])
    return out if len(out) > 1 or alone else []


_STAINS = re.compile(r"stain|immuno|\bIHC\b|TTF-?1|cytokeratin", re.I)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _pressures(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The blood pressure that is measured within the name of a condition: ``high blood pressure (175/95)``."""
    thing = by_concept("vital:bp") if "/" in text else None
    if thing is None:
        return []
    return [
        Mention("measurement", thing.name, m[0], m.start() + offset, m.end() + offset, thing.concept)
        for m in _PRESSURE.finditer(text)
        if any(x.start <= m.start() + offset < x.end and x.label == "condition" for x in mentions)
    ]


@lru_cache(maxsize=4096)
def _measured_in(words: str) -> tuple[str, Analyte] | None:
    """The thing that a condition's name says is high or low: ``hemoglobin`` of ``low hemoglobin``."""
    _, _, tail = words.partition(" ")
    mention = default_lexicon().whole(tail) if tail else None
    thing = by_concept(mention.concept.id) if mention is not None and mention.concept is not None else None
    return (tail, thing) if isinstance(thing, Analyte) else None


def _inside_conditions(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """``low hemoglobin (5.1 g/dL)``: a condition that is named by its value."""
    out = []
    for mention in mentions:
        end = mention.end - offset
        if mention.label != "condition" or not _DIGIT.search(text, end, end + 40):
            continue
        found = _measured_in(" ".join(mention.text.split()))
        if found is None or not mention.text.endswith(found[0]):
            continue
        tail, thing = found
        start = mention.end - len(tail)
        if not any(m is not mention and m.start < mention.end and start < m.end for m in mentions):
            out.append(Mention(thing.label, thing.name, tail, start, mention.end, thing.concept))
    return out


@cache
def _long_forms() -> tuple[re.Pattern[str], WholeWords]:
    """The forms as an expression, and whether it is worth trying."""
    forms = [f for f in _table()[1] if len(f) > 2]
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w-])(?!\s+nodes?\b)")
    return pattern, WholeWords(forms)


def lower_acronyms(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, and the acronyms that a criterion writes in small letters (``bmi``, ``sgot/sgpt``)."""
    things = _table()[1]
    found = list(mentions)
    pattern, holds_one = _long_forms()
    for match in pattern.finditer(text) if holds_one(text) else ():
        start, end = match.span()
        if any(m.start - offset < end and start < m.end - offset for m in mentions):
            continue
        thing = things[match.group()]
        label = "score" if isinstance(thing, Scale) else thing.label
        found.append(Mention(label, thing.name, match.group(), start + offset, end + offset, thing.concept))
    found.sort(key=lambda m: m.start)
    return found
