"""Scales that go without their name: ``class III or IV heart failure`` is NYHA's, ``Child C`` Child and Pugh's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eligo.entities.analytes import Scale, scales
from eligo.schema import Constraint, Leaf, Mention

from .scale_values import Allowed, parse_values

__all__ = ["implied_scores"]

_CLASSES = {
    "cond:heart_failure": "scale:nyha",
    "cond:angina": "scale:ccs",
    "cond:rheumatoid_arthritis": "scale:acr_class",
}
_CLASS = re.compile(r"\b(?:functional\s+)?class(?:es)?\b", re.I)
_AHEAD = re.compile(r"[\s,)]*(?:(?:chronic|congestive|symptomatic|stable|severe|of|with)\s+)*", re.I)
_BEHIND = re.compile(r"[\s,(]*(?:(?:of|with|in|functional)\s+)*\Z", re.I)
_CHILD = re.compile(r"\bC(?:hild|HILD)(?:['’]s)?[\s-]+(?=(?-i:[ABC])\b)")


def implied_scores(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Leaf]:
    """Leaves of the scales that only the thing they grade gives away; the constraint's ``assumed`` says so."""
    if "hild" in text or "HILD" in text:
        scale = scales()["scale:child_pugh"]
        for match in _CHILD.finditer(text):
            allowed = parse_values(text, match.end(), scale, before=match.start())
            if allowed is not None and allowed.start <= match.end() + 2:
                yield _leaf(text, offset, scale, allowed, match.start())
    if "class" not in text.lower():
        return
    for mention in mentions:
        id_ = _CLASSES.get(mention.concept.id) if mention.concept is not None else None
        if id_ is None:
            continue
        scale, start, end = scales()[id_], mention.start - offset, mention.end - offset
        for match in _CLASS.finditer(text, max(0, start - 60), min(len(text), end + 40)):
            if match.start() < start < match.end():
                continue
            allowed = parse_values(text, match.end(), scale, before=match.start(), floor=max(0, match.start() - 40))
            if allowed is None:
                continue
            behind = match.start() >= end and _BEHIND.fullmatch(text, end, min(match.start(), allowed.start))
            if behind and _follows(text, offset, mentions, allowed.end):
                continue  # "angina, class III heart failure"
            if behind or (allowed.end <= start and _AHEAD.fullmatch(text, allowed.end, start)):
                yield _leaf(text, offset, scale, allowed, match.start())


def _follows(text: str, offset: int, mentions: Sequence[Mention], end: int) -> bool:
    """Whether a thing that has classes stands right behind one."""
    return any(
        m.concept is not None and m.concept.id in _CLASSES and _AHEAD.fullmatch(text, end, m.start - offset) is not None
        for m in mentions
        if m.start - offset >= end
    )


def _leaf(text: str, offset: int, scale: Scale, a: Allowed, name: int) -> Leaf:
    start, end = min(name, a.start) + offset, a.end + offset
    constraint = Constraint(
        "score", scale.name, text[start - offset : a.end], start, end, scale.concept, a.low, a.low_inclusive, a.high,
        a.high_inclusive, scale=scale.name, values=a.values or None, assumed=("name",),
    )  # fmt: skip
    return Leaf(constraint, start, end, ((start, end),))
