"""Time windows beside the things of a statement: what an anchor names is not asked for, and lengths in brackets.

"Chemotherapy within 4 weeks (6 weeks for nitrosoureas) before enrolment" gives two windows, each of its own things.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from eligo.attributes.leaves import MentionLeaf
from eligo.logic.anchor_things import alternatives, counted_from
from eligo.logic.anchored import of_given
from eligo.schema import Analysis, TimeExpression, Window

__all__ = ["OtherLengths", "other_lengths", "outside_windows", "time_windows"]

_BEFORE = re.compile(r"\b(?:prior\s+to|before|preceding)\Z", re.I)
_TO_GIVE = re.compile(
    r"\s+(?:(?:the|start|starting|initiation|initiating|beginning|receiving|receipt|first|planned|dose|of|administration|"
    r"a|an|intended|scheduled|study|infusion|day|treatment|therapy|with)\s+)*",
    re.I,
)
_GIVING = re.compile(
    r"(?:\s+(?:study|trial|protocol))?\s+(?:treatment|therapy|infusions?|administration|dosing|injections?|dose)\b"
    r"|\s+on\s+(?:the\s+|this\s+)?(?:trial|study|protocol)\b",
    re.I,
)
_ENDS = re.compile(r"\s*(?:\Z|[.;,:)\]\n]|(?:and|or|if|unless|except|is|are|was|were|will|must)\b)")
_GIVEN = frozenset({"drug", "procedure"})
_NUMBERS = {
    word: n for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)
}
_OTHER = re.compile(
    r"\(\s*(?:or\s+|and\s+)?(?:within\s+(?:the\s+(?:last\s+)?)?|at\s+least\s+)?(?P<n>\d{1,3}|[a-z]{3,6})\s*(?P<unit>day|week|month)s?\s+"
    r"(?:for|if|in\s+(?:the\s+)?case\s+of|following|after|since)\s+(?:prior\s+|previous\s+|any\s+|treatment\s+with\s+|the\s+)*"
    r"(?P<things>[^()<>≤≥;]{3,90})\)",
    re.I,
)
_DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
_DURATION = re.compile(r"-?P(?P<n>\d+)(?P<unit>[DWMY])")
_DENIED = re.compile(r"\b(?:no|not|without|none|never)\b[^.;]*\Z", re.I)
_NEAR = 2  # characters between a time and the brackets behind it


def _days(duration: str) -> int:
    """Of an ISO 8601 duration of one unit, about; 0: it has several."""
    match = _DURATION.fullmatch(duration)
    return int(match["n"]) * _DAYS[match["unit"]] if match is not None else 0


class OtherLengths(NamedTuple):
    """The windows of a statement, and which of its characters only say of what a length in brackets is."""

    leaves: list[MentionLeaf]
    windows: list[TimeExpression]
    used: list[tuple[int, int]]
    joins: list[int]


def other_lengths(analysis: Analysis, leaves: list[MentionLeaf], windows: list[TimeExpression]) -> OtherLengths:
    """ "Chemotherapy within 4 weeks (6 weeks for nitrosoureas) before day 1", where it keeps out.

    The window before the brackets ends where these begin, and the things in them get one of their own; `joins` is where
    they begin to be listed. Offsets of `used` and `joins` are the statement's own.
    """
    text, offset = analysis.statement.text, analysis.statement.start
    leaves, windows = alternatives(leaves, windows, text, offset)
    plain = OtherLengths(leaves, windows, [], [])
    if analysis.statement.kind != "exclusion" or not windows or "(" not in text:
        return plain
    found, used, joins = list(windows), [], []
    for match in _OTHER.finditer(text):
        if _DENIED.search(text, max(0, match.start() - 150), match.start()):
            continue
        start, end = match.start() + offset, match.end() + offset
        number = _NUMBERS.get(match["n"].casefold()) or (int(match["n"]) if match["n"].isdigit() else None)
        base = next((w for w in found if w.start < start and start - w.end <= _NEAR), None)
        things = [m for m in leaves if start <= m.leaf.start and m.leaf.end <= end]
        window = base.window if base is not None else None
        looks_back = window is not None and window.from_ is not None and window.to == "P0D"
        if base is None or window is None or not looks_back or not number or not things:
            continue
        days = number * _DAYS[match["unit"][0].upper()]
        if any(t.leaf.constraint.type not in _GIVEN for t in things) or days <= _days(window.from_ or ""):
            continue  # a shorter one lets something off
        words = text[match.start() + 1 : match.start("things")]
        length = replace(window, from_=f"-P{number}{match['unit'][0].upper()}", text=" ".join(words.split()))
        found = [w for w in found if w is not base and not (start <= w.start and w.end <= end)]
        found.append(replace(base, end=start, text=text[base.start - offset : match.start()].rstrip()))
        leaves = [_dated(m, length) if m in things else m for m in leaves]
        used += [(match.start(), match.start("things")), (match.end() - 1, match.end())]
        joins.append(match.start())
        if base.end > end:
            used.append((match.end(), base.end - offset))
    return OtherLengths(leaves, found, used, joins) if joins else plain


def _dated(found: MentionLeaf, window: Window) -> MentionLeaf:
    constraint = replace(found.leaf.constraint, window=window)
    return replace(found, leaf=replace(found.leaf, constraint=constraint))


def time_windows(leaves: list[MentionLeaf], analysis: Analysis) -> list[TimeExpression]:
    """The time windows, each with the thing its anchor names ("within 30 days of the first dose of decitabine")."""
    text, offset = analysis.statement.text, analysis.statement.start
    found = []
    for time in analysis.times:
        if time.window is None:
            continue
        time = of_given(time, leaves, text, offset)
        found.append(_before_given(time, leaves, text, offset) or counted_from(time, leaves, text, offset))
    return found


def _before_given(time: TimeExpression, leaves: list[MentionLeaf], text: str, offset: int) -> TimeExpression | None:
    """ "Within 72 hours prior to rituximab treatment": what is given then only says when."""
    window = time.window
    if window is None or window.anchor != "event" or not _BEFORE.search(time.text):
        return None
    for leaf in (m.leaf for m in leaves if m.mention is not None and m.leaf.start >= time.end):
        between = text[time.end - offset : leaf.start - offset]
        if leaf.constraint.type not in _GIVEN or not _TO_GIVE.fullmatch(between):
            return None
        end = leaf.end + len((_GIVING.match(text, leaf.end - offset) or [""])[0])
        if not _ENDS.match(text, end - offset):
            return None
        words = text[time.start - offset : end - offset]
        return replace(time, text=words, end=end, window=replace(window, text=words))
    return None


def outside_windows(leaves: list[MentionLeaf], windows: list[TimeExpression]) -> list[MentionLeaf]:
    """Without the things that only anchor a time window."""
    spans = [(t.start, t.end) for t in windows]
    return [
        found
        for found in leaves
        if found.mention is None or not any(s <= found.leaf.start and found.leaf.end <= e for s, e in spans)
    ]
