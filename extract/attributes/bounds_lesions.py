"""Measurable disease: how many lesions, by which criteria."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.entities.lexicon import default_lexicon
from eligo.schema import Concept, Constraint, Leaf, Mention, Quantity

from .bounds_context import find_method

__all__ = ["read_lesions"]

_MEASURABLE = re.compile(
    r"\b(?P<non>non[-\s]?|not\s+|un|im)?(?P<kind>measur(?:e?able)|evaluable|assess?able)\b(?P<words>(?:\s+(?:(?:or|and|and/or)\s+(?:non-?\s?|un)?(?:evaluable|measurable|assessable)|target|tumou?r|index|metastatic|"
    r"extracranial|extra-cranial|intracranial|local|soft|tissue|nodal|malignant|cancer|neoplastic|radiographic(?:ally)?))*)"
    r"(?P<aside>,\s*(?:and\s+)?(?:previously\s+)?(?:[\w-]+ed|untreated|new))?,?\s+"
    r"(?P<noun>lesions?|disease|tumou?rs?|metastas[ei]s|sites?|mass(?:es)?|node?s?)\b",
    re.I,
)
_EITHER = re.compile(
    r"\b(?P<first>measurable)(?:\s+(?:disease|lesions?|tumou?rs?))?\s*(?:,?\s*(?:and\s*/\s*or|or)|/)\s+(?P<second>(?:(?P<non>non[-\s]?|un|not\s+)measurable|"
    r"evaluable|assessable)(?:,?\s+but\s+evaluable)?\s+(?:(?:metastatic|target|residual|local|recurrent)\s+)?(?:lesions?|disease|tumou?rs?|sites?|metasta[st][ei]s))\b",
    re.I,
)
_ONLY = re.compile(
    r"\b(?:only|sole|single)\s+(?:known\s+)?(?:sites?|sources?|areas?|evidence|signs?|focus)\s+of\s+(?:any\s+)?\Z", re.I
)
_LESION_THAT = re.compile(
    r"\b(?P<noun>lesions?|tumou?rs?|metastas[ei]s|(?:sites?\s+of\s+)?disease)\b\s*(?:\(s\)\s*)?(?P<aside>,[^,.;()]{1,60},)?[,(]?\s*(?:(?:that|which|can|could|is|are|be|must|should|as|has|have|been|accurately|reliably|considered|being)\s+)*(?P<kind>measur(?:able|ed)|evaluable)\b",
    re.I,
)
_TARGET = re.compile(r"\b(?<!non-)(?<!non )(?P<non>non)?(?P<kind>target)\s+(?P<noun>lesions?)\b", re.I)
_ANY_LESION = "lesion:lesion"
_COUNT_GLUE = re.compile(
    r"\s*(?:\(\s*\w+\s*\)\s*)?(?:(?:site|sites|target|bi-?dimensional(?:ly)?|uni-?dimensional(?:ly)?|radiographically|clinically|untreated|cutaneous|intracranial|extracranial|previously|unirradiated|new|metastatic|non-nodal|tumou?r|documented|clearly|unidimensional|bidimensional|radiologically|histologically|confirmed|unidimensionally|of)\b\s*)*",
    re.I,
)
_SPAN_TO_METHOD = 110


def read_lesions(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Leaf, Quantity | None]]:
    """Measurable or evaluable lesions; without a count one is taken, and ``assumed`` says so."""
    low = text.lower()
    if "measur" not in low and "evaluable" not in low and "assess" not in low and "target" not in low:
        return []
    out: list[tuple[Leaf, Quantity | None]] = []
    taken = -1
    second = _EITHER.search(text)
    if second is not None:  # "measurable or evaluable disease": the second kind, then the first as in any text
        begin, end = second.span("second")
        kind = "non-measurable" if second["non"] else "evaluable"
        constraint = Constraint(
            "lesion", f"{kind} lesion", text[begin:end], begin + offset, end + offset,
            low=1.0, low_inclusive=True, assumed=("low",),
        )  # fmt: skip
        out.append((Leaf(constraint, begin + offset, end + offset, ((begin + offset, end + offset),)), None))
    patterns = (_MEASURABLE, _LESION_THAT, _TARGET)
    matches = sorted((m for p in patterns for m in p.finditer(text)), key=lambda m: m.start())
    for match in matches:
        if match.start() < taken or match.groupdict().get("non"):
            continue
        if second is not None and second.start("second") <= match.start() < second.end("second"):
            continue
        if _ONLY.search(text, max(0, match.start() - 40), match.start()):
            continue  # "must not be the only site of measurable disease"
        kind = next((k for k in ("measur", "target") if match["kind"].lower().startswith(k)), "evaluable")
        kind = {"measur": "measurable"}.get(kind, kind)
        start, end = match.span()
        if second is not None and start <= second.start() and second.end() <= end:
            end = second.end("first")
        stop = min((p for p in (text.find(". ", end), text.find(";", end)) if p >= 0), default=len(text))
        following = next((m.start() for m in matches if m.start() >= end), len(text))
        method = find_method(text, max(0, start - 60), min(stop, end + _SPAN_TO_METHOD, following), "lesion")
        count = _count(text, offset, start, quantities)
        if kind == "target" and count is None and method is None:
            continue
        if (
            count is not None
            and count.low is not None
            and count.low == count.high
            and not count.comparator
            and count.low == 0
        ):
            continue
        aside = match.span("aside") if match.groupdict().get("aside") else (end, end)  # ", not irradiated,"
        covers = [(s + offset, e + offset) for s, e in ((start, aside[0]), (aside[1], end)) if s < e]
        first, last = start, end
        if count is not None:
            first = min(first, count.start - offset)
            covers.append((count.start, count.end))
            covers += _between(text, offset, count.end, start + offset, mentions)
        if method is not None:
            first, last = min(first, method.start), max(last, method.end)
            covers.append((method.start + offset, method.end + offset))
            gap = (end, method.start) if method.start >= end else (method.end, start)
            covers += [
                (m.start() + offset, m.end() + offset)
                for m in _WORD.finditer(text, *gap)
                if m.group().casefold() in _TIES
            ]
            behind = _CRITERIA.match(text, method.end)
            if behind:
                last = max(last, behind.end())
                covers.append((behind.start() + offset, behind.end() + offset))
        number = count.low if count is not None else 1.0
        constraint = Constraint(
            "lesion", f"{kind} lesion", text[first:last], first + offset, last + offset,
            _concept(mentions, offset, start, end, kind), low=number, 
            low_inclusive=count.low_inclusive if count is not None else True,
            high=count.high if count is not None and (count.comparator or count.low != count.high) else None,
            high_inclusive=count.high_inclusive if count is not None and count.comparator else None,
            method=method.value if method else None, assumed=() if count is not None else ("low",),
        )  # fmt: skip
        out.append((Leaf(constraint, start + offset, aside[0] + offset, tuple(sorted(covers))), count))
        taken = last
    return out


_WORD = re.compile(r"[^\W_]+")
_BEFORE = re.compile(r"(?:\bnot\s+)?(?:previously\s+)?\Z", re.I)
_CRITERIA = re.compile(r"\s+(?:criteria|guidelines?)\b", re.I)
_TIE_WORDS = """
    as by using per according to with the on defined in criteria based of assessed determined via version current
    disease evaluated under measured standard used guidelines investigator assessment imaging can be accurately at
    baseline
"""
_TIES = frozenset(_TIE_WORDS.split())


def _between(text: str, offset: int, low: int, high: int, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The words between a count and its lesions, but for a treatment of these ("previously irradiated")."""
    named = [m for m in mentions if m.label == "procedure" and low <= m.start and m.end <= high]
    kept = []
    for m in named:
        said = _BEFORE.search(text, low - offset, m.start - offset)
        kept.append((said.start() + offset if said else m.start, m.end))
    words = [(w.start() + offset, w.end() + offset) for w in _WORD.finditer(text, low - offset, high - offset)]
    return [(s, e) for s, e in words if not any(first <= s and e <= last for first, last in kept)]


def _concept(mentions: Sequence[Mention], offset: int, start: int, end: int, kind: str) -> Concept | None:
    for mention in mentions:
        if mention.label != "lesion" or mention.concept is None or mention.concept.id == _ANY_LESION:
            continue
        if mention.start - offset < end and start < mention.end - offset:
            return mention.concept
    named = default_lexicon().whole(f"{kind} lesion")  # "a lesion that can be measured"
    return named.concept if named is not None else None


def _count(text: str, offset: int, start: int, quantities: Sequence[Quantity]) -> Quantity | None:
    for quantity in reversed(quantities):
        end = quantity.end - offset
        if end > start:
            continue
        if quantity.unit is not None or quantity.relative_to is not None:
            return None
        return quantity if start - end < 60 and _COUNT_GLUE.fullmatch(text[end:start]) else None
    return None
