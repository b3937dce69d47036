"""Bounds said in words: "elevated PSA", "TSH above normal", "low serum iron", "normal creatinine"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from eligo.schema import Constraint, Leaf, Mention

__all__ = ["of_no_level", "worded_leaves"]

_HIGH: dict[str, Any] = {"low": 1.0, "low_inclusive": False, "relative_to": "ULN"}
_LOW: dict[str, Any] = {"high": 1.0, "high_inclusive": False, "relative_to": "LLN"}
_NORMAL: dict[str, Any] = {"relative_to": "normal"}
_FLUID = r"\s+(?:serum\s+|plasma\s+)?$"
_BEFORE = (
    (re.compile(rf"\b(?:elevated|increased|high|raised|elevation\s+of|increase\s+in){_FLUID}", re.I), _HIGH),
    (re.compile(rf"\b(?:decreased|reduced|low|diminished){_FLUID}", re.I), _LOW),
    (re.compile(rf"(?<![-\w])(?:ab)?normal{_FLUID}", re.I), _NORMAL),  # an abnormal value is not within that range
)
_LIMITS = (
    r"(?:the\s+)?(?:upper\s+|lower\s+)?(?:institutional\s+)?(?:limits?\s+of\s+)?"
    r"normal(?:\s+(?:range|limits?|values?|levels?))?"
)
_IS = r"\s*(?:levels?|values?|counts?)?\s*(?:is|are|was|were|(?:must|should|shall|will)\s+be|has\s+to\s+be)"
_BARE = r"\s*(?:\s(?:levels?|values?|counts?))?\s*[:,]?\s*(?<=[\s:,])"
_END = r"(?=\s*(?:$|[.;,()\n]|(?:and|or|except|unless|if|for|at|prior|before|within|in|by|on)\b))"
_AFTER = (
    (re.compile(rf"(?:{_IS}|\s+(?:levels?|values?))?\s*(?:above|over|exceeding)\s+{_LIMITS}", re.I), _HIGH),
    (re.compile(rf"(?:{_IS}|\s+(?:levels?|values?))?\s*(?:below|under)\s+{_LIMITS}", re.I), _LOW),
    (re.compile(rf"{_IS}\s+(?:elevated|increased|high|raised)\b", re.I), _HIGH),
    (re.compile(rf"{_IS}\s+(?:decreased|reduced|low)\b", re.I), _LOW),
    (re.compile(rf"{_IS}\s+(?:ab)?normal\b", re.I), _NORMAL),
    # As a note says it: "Bilirubin normal", "TSH: low"; what follows must not be what the word belongs to.
    (re.compile(rf"{_BARE}(?:elevated|increased|high|raised){_END}", re.I), _HIGH),
    (re.compile(rf"{_BARE}(?:decreased|reduced|low){_END}", re.I), _LOW),
    (re.compile(rf"{_BARE}(?:ab)?normal{_END}", re.I), _NORMAL),
)
# A state of a value that is no bound: what says it is known by the word only.
_STATE_BEFORE = re.compile(
    rf"\b(?P<state>undetectable|un-detectable|detectable|stable)(?:\s+levels?\s+of)?{_FLUID}", re.I
)
_STATE_AFTER = re.compile(
    rf"(?:{_IS}|\s+(?:has|have)\s+(?:been|remained)|\s*[:,]|\s+levels?|\s+that\s+(?:is|are|has\s+been|have\s+been))?\s+"
    r"(?P<state>undetectable|not\s+detectable|detectable|stable)\b(?!\s+(?:dose|disease|angina|regimen))",
    re.I,
)
_VIRUS_BEFORE = re.compile(r"\b(?P<state>positive|negative)(?:\s+(?:for|serum|plasma|blood|quantitative))*\s+\Z", re.I)
_VIRUS_AFTER = re.compile(
    r"(?:\s*[-‐‑–:]\s*|\s+)(?:(?:(?:by\s+)?PCR|tests?|results?|is|are|was|were|must\s+be|assay)\s+)*(?P<state>positive|negative)\b",
    re.I,
)
_TOLD = re.compile(r"(?:positive|negative|detectable|reactive|[\d)+-])\Z", re.I)
_LISTED = re.compile(r"(?P<last>[^\s,/])(?:\s*[,/]\s*(?:and|or)?|\s+(?:and|or|and/or))\s*\Z", re.I)
_SAID = {
    "un-detectable": "undetectable",
    "not detectable": "undetectable",
    "positive": "detectable",
    "negative": "undetectable",
}
_JOINT = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|/|&|and\s+|or\s+|and/or\s+)\s*(?:serum\s+|total\s+)?", re.I)
# "Increased sodium intake", "low calcium bath": what comes in or goes out is no level in the blood.
_NO_LEVEL = re.compile(
    r"[\s/-]+(?:(?:dietary|oral|urinary|renal|bone)\s+)?(?:intakes?|supplement\w*|loss(?:es)?|diets?|foods?|absorption|excretion|consumption|consummation|metabolism|"
    r"turnover|bath|dialys\w+|load(?:ing)?|infusions?|retention|uptake|wasting|binders?|restriction|sensitivity|"
    r"variability|transfusions?|expression|overexpression|salts?|preparations?)\b",
    re.I,
)
_LEVEL = re.compile(r"(?:low|high|elevated|increased|decreased|reduced|raised|deficient)\b", re.I)
_REACH = 30  # characters before a name that its word may start at


def of_no_level(text: str, offset: int, mention: Mention) -> bool:
    """Whether a condition that says what a level is ("low magnesium") is said of something else that is low."""
    return (
        mention.label == "condition"
        and _LEVEL.match(mention.text) is not None
        and _NO_LEVEL.match(text, mention.end - offset) is not None
    )


def worded_leaves(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Leaf]:
    """A leaf for each measurement that a word bounds and no number does.

    "Elevated" is above the upper limit of normal, "low" below the lower one; `assumed` says that this is our reading.

    Args:
        mentions: the measurements without a bound of their own.
    """
    last = 0
    for mention, bound, span in _bounded(text, offset, mentions):
        assumed = () if bound is _NORMAL or "qualifier" in bound else ("relative_to",)
        low, high = span[0] + offset, span[1] + offset
        constraint = Constraint(
            "measurement", mention.name, text[span[0] : span[1]], low, high, mention.concept, assumed=assumed, **bound
        )
        yield Leaf(constraint, mention.start, mention.end, ((low if low >= last else mention.start, high),))
        last = high


_Bounded = tuple[Mention, dict[str, Any], tuple[int, int]]


def _bounded(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[_Bounded]:
    """Each mention that a word bounds, with the bound and the span of both; members of a list share the word."""
    found = [_bound(text, m.start - offset, m.end - offset) or _virus(text, m, offset) for m in mentions]
    leads = [hit is not None and hit[1][0] < m.start - offset for hit, m in zip(found, mentions, strict=True)]
    for n in range(1, len(mentions)):  # "elevated AST or ALT"
        if found[n] is None and leads[n - 1] and _joined(text, offset, mentions[n - 1 : n + 1]):
            first = found[n - 1]
            assert first is not None
            start = first[1][0] if first[0] is _NORMAL else mentions[n].start - offset  # "abnormal" says the opposite
            found[n], leads[n] = (first[0], (start, mentions[n].end - offset)), True
    for n in range(len(mentions) - 2, -1, -1):  # "AST and ALT normal"
        last = found[n + 1]
        if found[n] is None and last is not None and not leads[n + 1] and _joined(text, offset, mentions[n : n + 2]):
            found[n] = (last[0], (mentions[n].start - offset, mentions[n].end - offset))
    for mention, hit in zip(mentions, found, strict=True):
        if hit is not None:
            yield mention, *hit


def _joined(text: str, offset: int, two: Sequence[Mention]) -> bool:
    return _JOINT.fullmatch(text, two[0].end - offset, two[1].start - offset) is not None


def _bound(text: str, start: int, end: int) -> tuple[dict[str, Any], tuple[int, int]] | None:
    if _NO_LEVEL.match(text, end):
        return None
    before = text[max(0, start - _REACH) : start]
    for pattern, fields in _BEFORE:
        if found := pattern.search(before):
            return fields, (start - len(before) + found.start(), end)
    for pattern, fields in _AFTER:
        if found := pattern.match(text, end):
            return fields, (start, found.end())
    if found := _STATE_BEFORE.search(before):
        return _state(found), (start - len(before) + found.start(), end)
    if found := _STATE_AFTER.match(text, end):
        return _state(found), (start, found.end())
    return None


def _virus(text: str, mention: Mention, offset: int) -> tuple[dict[str, Any], tuple[int, int]] | None:
    """ "HCV RNA-positive", "negative HBV DNA": the genes of a virus are found in the blood or not."""
    if not mention.name.endswith((" RNA", " DNA")):
        return None
    start, end = mention.start - offset, mention.end - offset
    if found := _VIRUS_AFTER.match(text, end):
        joint = _LISTED.search(text, max(0, start - _REACH), start)  # "HBsAg or HBV DNA positive"
        shared = joint is not None and _TOLD.search(text, max(0, joint.end("last") - 12), joint.end("last")) is None
        return None if shared else (_state(found), (start, found.end()))
    if found := _VIRUS_BEFORE.search(text, max(0, start - _REACH), start):
        return _state(found), (found.start(), end)
    return None


def _state(found: re.Match[str]) -> dict[str, Any]:
    word = " ".join(found["state"].casefold().split())
    return {"qualifier": _SAID.get(word, word)}
