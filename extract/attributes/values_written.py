"""Numbers as only notes write them: ``in the 130s``, ``Hgb-9.8*``, ``T-score -2.4``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.entities.analytes import Analyte, by_concept
from eligo.schema import Mention, Quantity

__all__ = ["written"]

_PART = r"(?:(?:low|lower|mid|middle|high|upper|early|late)(?:[\s-]+to[\s-]+(?:mid|high|upper))?[\s-]+)?"
_DECADES = re.compile(
    rf"(?<![\w.])(?P<about>{_PART})(?P<low>\d{{1,2}}0)[''’]?s?(?:(?<=s)|(?=\s?[-–/]\s?\d{{1,2}}0[''’]?s))"
    rf"(?:\s*(?:-|–|to|through)\s*(?:the\s+)?{_PART}(?P<high>\d{{1,2}}0)[''’]?s)?(?![\w'’])",
    re.I,
)
_DASHED = re.compile(r"-(?P<n>\d+(?:\.\d+)?)\*?(?=[\s,;)]|\.\s|\.?$)")
_BACK = 20  # mentions
_TIMES = frozenset(("s", "ms", "min", "h"))


def written(text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a statement with those that stand in a note's own spelling; all offsets count in `text`.

    ``130s`` is 130 to 139, ``300s`` 300 to 399: more is not said. A dash between a name and its number is no sign,
    unless the thing can be below zero.
    """
    out = list(quantities)
    if "s" in text and (found := list(_decades(text, mentions))):
        out = _instead(out, found)
    out = sorted([*out, *_glued(text, mentions, out)], key=lambda q: q.start)
    if "." in text:
        points = list(_leading_point(text, mentions))
        out = _instead(out, points)
    if "," in text:
        out = [_comma(text, mentions, q) for q in out]
    if "-" in text or "−" in text:
        out = sorted([*out, *_dashed(text, mentions, out)], key=lambda q: q.start)
        out = [_below_zero(text, mentions, q) for q in out]
    return out


def _instead(quantities: Sequence[Quantity], better: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with those of `better`, which are in order, in the place of what they meet."""
    kept = list(better)
    for quantity in quantities:
        at = bisect_left(better, quantity.end, key=lambda q: q.start) - 1
        if at < 0 or better[at].end <= quantity.start:
            kept.append(quantity)
    return sorted(kept, key=lambda q: q.start)


def _thing(mentions: Sequence[Mention], pos: int) -> Analyte | None:
    """What the last measured name before `pos` names."""
    at = bisect_right(mentions, pos, key=lambda m: m.start) - 1
    for mention in reversed(mentions[max(0, at - _BACK) : at + 1]):
        if mention.label == "measurement":
            break
    else:
        return None
    concept = mention.concept
    thing = by_concept(concept.id) if concept is not None else None
    return thing if isinstance(thing, Analyte) else None


def _decades(text: str, mentions: Sequence[Mention]) -> Iterator[Quantity]:
    for m in _DECADES.finditer(text):
        if m[0][-1] not in "sS":
            continue
        thing = _thing(mentions, m.start())
        if thing is None or thing.unit in _TIMES:
            continue
        low, last = float(m["low"]), float(m["high"] or m["low"])
        high = last + (99.0 if last % 100 == 0 else 9.0)
        if low <= last:
            end = m.end()
            unit = "%" if text[end : end + 1] == "%" else None
            end += 1 if unit else 0
            yield Quantity(text[m.start() : end], m.start(), end, low, True, high, True, unit, approximate=True)


def _dashed(text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Quantity]:
    """``WBC-12.4* RBC-3.2* Hgb-9.8*``: laboratory lists that tie each value to its name; two at least.

    One alone (``PSA-1.2``) where the thing can have this value, and none below zero.
    """
    taken = {q.start for q in quantities}
    found = []
    for mention in mentions:
        m = _DASHED.match(text, mention.end) if mention.label == "measurement" else None
        if m is not None and m.start("n") not in taken:
            found.append(m)
    if len(found) == 1 and not found[0][0].endswith("*") and not _only_value(mentions, found[0], text):
        return []
    return [Quantity(m["n"], *m.span("n"), float(m["n"]), True, float(m["n"]), True) for m in found]


def _only_value(mentions: Sequence[Mention], dashed: re.Match[str], text: str) -> bool:
    """Whether a number behind a dash can be nothing but the value: "PSA-1.2", and not "IL-6", "D-4"."""
    thing = _thing(mentions, dashed.start())
    if thing is None or thing.plausible is None or thing.plausible[0] < 0:
        return False
    whole = not text[: dashed.start()].strip(" \t•*-").count(" ") and not text[dashed.end() :].strip(" .*")
    if "." not in dashed["n"] and not (whole or len(dashed["n"]) > 1):
        return False
    return any(thing.is_plausible(float(dashed["n"]), unit) for unit in (thing.unit, *thing.other_units))


_POINT = re.compile(r"(?<![\w.])\.(?P<n>\d{1,3})(?![\d.])")


def _leading_point(text: str, mentions: Sequence[Mention]) -> Iterator[Quantity]:
    """``EF .35``: a fraction without its zero, where a measured name stands before it."""
    for m in _POINT.finditer(text):
        if _thing(mentions, m.start()) is not None:
            value = float(m[0])
            yield Quantity(m[0], *m.span(), value, True, value, True)


_COMMA = re.compile(r",(?P<n>\d{1,2})(?![\d,]|\.\d)")


def _comma(text: str, mentions: Sequence[Mention], quantity: Quantity) -> Quantity:
    """``INR 1,24``: a comma right between digits, where the whole is a value that the named thing can have."""
    m = _COMMA.match(text, quantity.end) if quantity.unit is None and quantity.low == quantity.high else None
    thing = _thing(mentions, quantity.start) if m is not None else None
    if m is None or thing is None or quantity.low is None or quantity.low != int(quantity.low):
        return quantity
    value = float(f"{quantity.low:g}.{m['n']}")
    if not thing.is_plausible(value):
        return quantity
    words = quantity.text + m[0]
    return replace(quantity, text=words, end=m.end(), low=value, high=value)


_GLUED = re.compile(r"\d+(?:\.\d+)?")


def _glued(text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """``HR102``: the number right behind a name of vital signs."""
    taken = {q.start for q in quantities}
    for mention in mentions:
        if mention.label != "measurement" or mention.end in taken:
            continue
        m = _GLUED.match(text, mention.end)
        if m is not None:
            unit = "%" if text[m.end() : m.end() + 1] == "%" else None
            end = m.end() + (1 if unit else 0)
            yield Quantity(text[m.start() : end], m.start(), end, float(m[0]), True, float(m[0]), True, unit)


_SIGN = re.compile(r"(?:^|[\s:=(,])[-−–]$")


def _below_zero(text: str, mentions: Sequence[Mention], quantity: Quantity) -> Quantity:
    """``-2.4`` where the thing can be below zero, and no number stands before the dash."""
    if quantity.low is None or quantity.low <= 0 or quantity.low != quantity.high or quantity.start == 0:
        return quantity
    start = quantity.start
    if not _SIGN.search(text, max(0, start - 2), start) or text[: start - 1].rstrip()[-1:].isdigit():
        return quantity
    thing = _thing(mentions, start)
    if thing is None or thing.plausible is None or thing.plausible[0] >= 0:
        return quantity
    return replace(
        quantity, text=text[start - 1 : quantity.end], start=start - 1, low=-quantity.low, high=-quantity.low
    )
