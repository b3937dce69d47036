"""How well somebody sees or hears: fractions of vision, and what "better" and "worse" bound."""

from __future__ import annotations

import re

from .comparators import Comparator

__all__ = ["ACUITY", "EYE", "SNELLEN", "better", "quieter"]

ACUITY = re.compile(r"(20|6)/([1-9]\d{0,2})(?![\d/]|\.\d)")
EYE = re.compile(r"acuit|vision|BCVA|UCVA|CDVA|UDVA|Snellen|\bVA\b|\beyes?\b", re.I)
SNELLEN = re.compile(r"\s*(?:\(?\s*Snellen(?:\s+equivalents?)?\s*\)?)", re.I)
_OR_BETTER = re.compile(
    r"\s*,?\s*\(?(?:Snellen\s*)?\)?\s*or\s+(?P<word>better|worse|greater|less|more|higher|lower)\b", re.I
)
_WORSE = re.compile(
    r"\b(?P<not>(?:no|not)\s+)?(?P<word>worse|better|poorer)\s+(?:than\s+)?(?P<equal>or\s+equal\s+to\s+)?(?:an?\s+)?\Z",
    re.I,
)


def better(text: str, start: int, end: int, comparator: Comparator | None) -> Comparator | None:
    """The side of an acuity: the larger fraction is the better one, so "worse than 20/40" is below it."""
    behind = _OR_BETTER.match(text, end)
    if behind:
        worse = behind["word"].casefold() in ("worse", "less", "lower")
        return Comparator("high" if worse else "low", True, behind.start("word"), behind.end())
    before = _WORSE.search(text, max(0, start - 40), start)
    if before is None:
        return comparator
    worse = (before["word"].casefold() != "better") != bool(before["not"])
    inclusive = bool(before["equal"]) or bool(before["not"])
    return Comparator("high" if worse else "low", inclusive, before.start(), before.end())


def quieter(text: str, start: int) -> Comparator | None:
    """``hearing better than 30 dB``: who hears better hears what is fainter."""
    before = _WORSE.search(text, max(0, start - 40), start)
    if before is None:
        return None
    better = (before["word"].casefold() == "better") != bool(before["not"])
    inclusive = bool(before["equal"]) or bool(before["not"])
    return Comparator("high" if better else "low", inclusive, before.start(), before.end())
