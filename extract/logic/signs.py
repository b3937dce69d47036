"""A sign behind an abbreviation: "HER2-", "HIV+", "HBeAg (-)" and "ER +ve" are negative and positive."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.attributes.leaves import MentionLeaf
from eligo.logic.cues import CueSpan
from eligo.logic.told_results import told_result
from eligo.schema import Constraint, Node

__all__ = ["is_signed_pair", "sign_cues"]

_MINUS = "\\-‐‑–−"
_SIGN = re.compile(
    rf"(?<=[A-Za-z0-9])(?:(?:\+|[{_MINUS}])(?![\w+{_MINUS}]|\s*/\s*[-+]|[+/]-)|"
    rf"\s?\(\s?(?:\+|[{_MINUS}])(?:ve)?\s?\)(?!\w)|\s?(?:\+|[{_MINUS}])ve\b)"
)
_ABBREVIATION = re.compile(r"(?=\S*[A-Z]\S*[A-Z0-9])[\w/-]{2,12}\Z|\S*[A-Z]{2}\S*\Z")
# "HIV- or HCV-infected": a word that both share is still to come
_SHARES = re.compile(r"\s*(?:,|/|and/or\b|and\b|or\b|to\b|&)\s*(?:[\w/]+-\s*(?:,|/|and|or)\s*)*[\w/]*\w-[a-z]{3}")
_SPLIT_OFF = re.compile(r"\s+(?:RNA|DNA|mRNA|negative|positive|[a-z]+(?:ed|ing|ive)\b|specific|free|naive|naïve)")

_GROUP = re.compile(r"\s+(?:group|arm|cohort|subgroup|stratum)s?\b", re.I)  # how the trial calls its patients
_MARKED = frozenset({"biomarker", "condition", "measurement"})


def sign_cues(text: str, offset: int, leaves: Sequence[MentionLeaf]) -> list[CueSpan]:
    """A cue of the result for each sign that stands right behind the abbreviation of a thing."""
    found: list[CueSpan] = []
    ends: dict[int, int] = {}
    for match in _SIGN.finditer(text):
        if not ends:
            marked = (m.leaf for m in leaves if m.leaf.constraint.type in _MARKED)
            ends = {leaf.end - offset: leaf.start - offset for leaf in marked}
        start, end = match.span()
        if start not in ends or not _ABBREVIATION.match(text[ends[start] : start]):
            continue
        if _GROUP.match(text, end):
            continue
        positive = "+" in match[0]
        if not positive and len(match[0]) == 1 and (_SHARES.match(text, end) or _SPLIT_OFF.match(text, end)):
            continue
        found.append(CueSpan("result", "positive" if positive else "negative", match[0], start + offset, end + offset))
    return found


def is_signed_pair(left: Node, right: Node) -> bool:
    """Whether two markers beside a slash are what one tumour is: "HR+/HER2-", "ER-/PR-"; not "ALK+/ROS1+"."""
    if not all(isinstance(node, Constraint) and node.type == "biomarker" for node in (left, right)):
        return False
    signs = {told_result(left), told_result(right)}
    return signs <= {"positive", "negative"} and signs != {"positive"}
