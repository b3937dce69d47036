"""Blood pressures that are more than one pair: ``130s/80s``, ``110/60 to 140/85``, ``150/90 and 120/70``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from eligo.entities.analytes import analytes
from eligo.schema import Fact

__all__ = ["read_pressures"]

_HINT = re.compile(r"\bB\.?P\b|\bBPs\b|pressure|systolic|diastolic", re.I)
_HEAD = r"(?:\bB\.?P\.?s?\b|\bblood\s+pressures?\b)"
_LINK = (
    r"(?:[\s:=,(~]|\b(?:readings?|measurements?|values|levels?|was|were|is|are|of|at|in|the|ran|runs|running|ranged|ranging"
    r"|range|from|between|around|about|usually|mostly|today|at\s+home|home|low|high|mid)\b)*"
)
_N = r"(?:\d{2,3}(?:[''’]?s)?)"
_SPAN = rf"{_N}(?:\s?(?:-|–|to)\s?{_N})?"
_PAIR = rf"(?P<s>{_SPAN})\s?/\s?(?P<d>{_SPAN})"
_BANDS = re.compile(rf"{_HEAD}{_LINK}{_PAIR}(?P<unit>\s*mm\s?Hg)?(?![\d/])", re.I)
_RANGE = re.compile(
    rf"{_HEAD}{_LINK}(?P<s>\d{{2,3}})\s?/\s?(?P<d>\d{{2,3}})(?:\s*mm\s?Hg)?\s*(?:-|–|to|and)\s*(?P<s2>\d{{2,3}})\s?/\s?(?P<d2>\d{{2,3}})"
    r"(?P<unit>\s*mm\s?Hg)?(?![\d/])",
    re.I,
)
_FURTHER = re.compile(
    r"(?P<gap>(?:\s*mm\s?Hg)?\s*(?:\([^()\d]{1,24}\))?[^\d.;()/]{0,32}?)(?<![\d.])(?P<s>\d{2,3})/(?P<d>\d{2,3})(?P<unit>\s*mm\s?Hg)?(?![\d/])",
    re.I,
)
_ONE = re.compile(rf"{_HEAD}{_LINK}(?P<s>\d{{2,3}})/(?P<d>\d{{2,3}})(?![\d/])", re.I)
_CHANGED = re.compile(
    r"->|→|=>|\b(?:to|then|now|improv\w+|decreas\w+|increas\w+|fell|dropp\w+|rose|after|later|discharge|repeat\w*|subsequent\w*)\b",
    re.I,
)
_BEFORE = re.compile(
    r"(?P<list>(?:\d{2,3}(?:\s*,\s*|\s*,?\s*and\s+|\s*(?:-|–|to)\s*)){0,5}\d{2,3})(?:\s*mm\s?Hg)?\s+(?P<kind>systolic|diastolic)\b(?!\s*(?:blood|pressure|bp|dys))",
    re.I,
)
_OTHER_NAME = re.compile(
    r"\b(?:goal|target|aim|below|above|under|over|less|greater|than|MAP|CVP|PA|RV|LV)\b|[<>≤≥]", re.I
)


def read_pressures(text: str) -> Iterator[tuple[int, int, tuple[Fact, ...]]]:
    """Where such a reading starts and ends in `text`, and its facts; a single plain pair is none of them.

    Of readings that follow each other in time the last counts, the others are ``historical``; readings of one time are
    all kept.
    """
    if not _HINT.search(text):
        return
    done = 0
    for m in _RANGE.finditer(text) if "/" in text else ():
        ends = [float(m[g]) for g in ("s", "s2", "d", "d2")]
        if _possible(ends[0], ends[2]) and _possible(ends[1], ends[3]):
            yield (
                m.start(),
                m.end(),
                tuple(_pair_facts(text, m.start(), m.end(), sorted(ends[:2]), sorted(ends[2:]), m["unit"])),
            )
            done = m.end()
    for m in _BANDS.finditer(text, done) if "/" in text else ():
        if not re.search(r"s|-|–|to", m["s"] + m["d"], re.I):
            continue
        high, low = _band(m["s"]), _band(m["d"])
        if _possible(high[0], low[0]) and _possible(high[1], low[1]):
            yield m.start(), m.end(), tuple(_pair_facts(text, m.start(), m.end(), high, low, m["unit"]))
            done = m.end()
    for m in _ONE.finditer(text, done):
        found = list(_sequence(text, m)) if m.start() >= done else []
        if found:
            done = found[-1].end
            yield m.start(), found[-1].end, tuple(found)
    for m in _BEFORE.finditer(text):
        if _OTHER_NAME.search(text, max(0, m.start() - 16), m.start()):
            continue
        thing = analytes()["vital:sbp" if m["kind"].casefold() == "systolic" else "vital:dbp"]
        numbers = [float(n) for n in re.findall(r"\d+", m["list"])]
        between = re.search(r"-|–|to", m["list"]) is not None
        if not all(thing.is_plausible(n) for n in numbers) or (between and len(numbers) != 2):
            continue
        values = [(numbers[0], numbers[1])] if between else [(n, None) for n in numbers]
        unit = () if "hg" in m[0].casefold() else ("unit",)
        yield (
            m.start(),
            m.end(),
            tuple(
                Fact("measurement", thing.name, m[0], *m.span(), thing.concept, low, high, "=", "mm[Hg]", assumed=unit)
                for low, high in values
            ),
        )


def _possible(systolic: float, diastolic: float) -> bool:
    return 40 <= systolic <= 300 and 15 <= diastolic <= 200 and diastolic < systolic


def _band(words: str) -> list[float]:
    """``130s`` is 130 to 139, ``130-140`` just that."""
    numbers = [float(n) for n in re.findall(r"\d+", words)]
    wide = 9.0 if re.search(r"s\b", words, re.I) else 0.0
    return [numbers[0], numbers[-1] + (wide if numbers[-1] % 10 == 0 else 0.0)]


def _pair_facts(
    text: str, start: int, end: int, high: list[float], low: list[float], unit: str | None
) -> Iterator[Fact]:
    for id_, (bottom, top) in (("vital:sbp", high), ("vital:dbp", low)):
        thing, wide = analytes()[id_], top != bottom
        yield Fact(
            "measurement", thing.name, text[start:end], start, end, thing.concept, bottom, top if wide else None,
            "~" if wide else "=", "mm[Hg]", assumed=() if unit else ("unit",),
        )  # fmt: skip


def _sequence(text: str, first: re.Match[str]) -> Iterator[Fact]:
    """The pairs from the first on, where there are two at least."""
    pairs = [(first.start(), first.end(), float(first["s"]), float(first["d"]), None)]
    changed, units = [], "hg" in text[first.end() : first.end() + 6].casefold()
    while True:
        m = _FURTHER.match(text, pairs[-1][1])
        if m is None or _OTHER_NAME.search(m["gap"]) or not _possible(float(m["s"]), float(m["d"])):
            break
        changed.append(_CHANGED.search(m["gap"]) is not None)
        units = units or m["unit"] is not None
        pairs.append((m.start("s"), m.end(), float(m["s"]), float(m["d"]), None))
    if len(pairs) < 2:
        return
    for n, (start, end, high, low, _) in enumerate(pairs):
        for fact in _pair_facts(text, start, end, [high, high], [low, low], "mmHg" if units else None):
            yield replace(fact, assertion="historical") if any(changed[n:]) else fact
