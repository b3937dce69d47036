"""Times told by the start of what is given: "prior to initiation of sorafenib", "at the time of X commencement"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf
from eligo.entities.hints import PartsOfWords
from eligo.schema import Analysis, TimeExpression, Window

__all__ = ["before_given", "of_given"]

_MAY = PartsOfWords(("initiat", "commenc", "start", "beginning", "administration", "infusion", "injection"))
_GIVEN = frozenset({"drug", "procedure"})
_WHEN = re.compile(
    r"\b(?P<when>prior\s+to|before|preceding|at|upon|on)\s+(?:the\s+)?(?:(?:time|day|date|moment)\s+of\s+(?:the\s+)?)?(?:planned\s+|first\s+)?"
    r"(?P<start>(?:initiation|initiating|start|starting|beginning|commencement|commencing|administration|infusion|injection)\s+"
    r"(?:of\s+)?)?(?:(?:the|study|treatment|therapy|with|any|first|of|a|dose)\s+)*\Z",
    re.I,
)
_BEHIND = re.compile(
    r"\s+(?:(?:treatment|therapy)\s+)?(?:commencement|initiation|start|administration|dosing|infusion|injection)\b(?!\s+(?:site|reaction))",
    re.I,
)
_TREATMENT = re.compile(r"\s+(?:treatment|therapy|infusions?|administration|dosing|injections?)\b", re.I)
_ENDS = re.compile(r"\s*(?:\Z|[.;,:)\]\n]|(?:and|or|if|unless|except|is|are|was|were|will|must|with|without)\b)")

_DOSES = frozenset({"first_dose", "last_dose"})
_DOSE = re.compile(r"\b(?:doses?|administration|infusion|injection|intake)\Z", re.I)
_OF = re.compile(r"\s+(?:of|with)\s+(?:(?:the|any|either|oral|orally|administered)\s+){0,3}", re.I)
_OTHERS = re.compile(r"\s*(?P<comma>,)?\s*(?P<or>\b(?:and/or|or|and)\b|/)?\s*(?:the\s+)?", re.I)


def of_given(time: TimeExpression, leaves: Sequence[MentionLeaf], text: str, offset: int) -> TimeExpression:
    """The time with what is given at its anchor: "within 30 days of the first dose of decitabine or azacitidine".

    Args:
        time: one that has a window.
        text: the statement, whose first character is at `offset`.
    """
    window, end = time.window, time.end
    if window is None or not (window.anchor in _DOSES or _DOSE.search(time.text)):
        return time
    reached, comma = end, False
    for leaf in (m.leaf for m in leaves if m.mention is not None and m.leaf.start >= time.end):
        between = text[reached - offset : leaf.start - offset]
        if end == time.end:
            if not _OF.fullmatch(between):
                continue
            end = reached = leaf.end
            continue
        link = _OTHERS.fullmatch(between)
        if link is None or leaf.constraint.type != "drug" or not _ENDS.match(text, leaf.end - offset):
            break
        if link["or"] is None:  # "of A, B or C", but not "…, and warfarin" of a list that goes on
            comma, reached = True, leaf.end
            continue
        if link["comma"] is None or comma:
            end = leaf.end
        break
    if end == time.end:
        return time
    words = text[time.start - offset : end - offset]
    return replace(time, text=words, end=end, window=replace(window, text=words))


def before_given(analysis: Analysis, leaves: Sequence[MentionLeaf]) -> list[TimeExpression]:
    """A time for each treatment whose start only says when something else is: what is given is not asked then.

    "After initiation of X" asks for X, and so does a time that has a number.
    """
    text, offset = analysis.statement.text, analysis.statement.start
    if not _MAY(text):
        return []
    found: list[TimeExpression] = []
    for leaf in (m.leaf for m in leaves if m.mention is not None and m.leaf.constraint.type in _GIVEN):
        start, end = leaf.start - offset, leaf.end - offset
        ahead = _WHEN.search(text, max(0, start - 70), start)
        if ahead is None or any(t.start < leaf.start and ahead.start() + offset < t.end for t in analysis.times):
            continue
        behind = _BEHIND.match(text, end)
        if behind is None and ahead["start"] is None:
            continue
        behind = behind or _TREATMENT.match(text, end)
        stop = behind.end() if behind else end
        if not _ENDS.match(text, stop):
            continue
        words = text[ahead.start() : stop]
        to = "P0D" if ahead["when"].casefold().startswith(("prior", "before", "preceding")) else None
        window = Window(None, to, "event", words)
        found.append(TimeExpression(words, ahead.start() + offset, stop + offset, window=window))
    return found
