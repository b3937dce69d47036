"""What a time counts from, where no table names it: "within 6 weeks of influenza vaccination", "4 weeks after a fall".

Behind something that the time dates, the words are the time's: nothing more is asked. Where nothing is dated ("at least
3 months after nephrectomy", "within 90 days of a stroke") the thing named lies that far back, and is what is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf
from eligo.concepts.generic import generic_concepts
from eligo.schema import Constraint, TimeExpression, Window

__all__ = ["alternatives", "counted_from"]

_OPEN = re.compile(r"\b(?:of|after|following|post|before|prior\s+to|preceding|since|from)\Z", re.I)
_AFTER = re.compile(r"\b(?:of|after|following|post)\Z", re.I)
_WORD = re.compile(r"\s*(?:[-/]\s*)?(?P<word>\w[\w/’'+-]*(?:\.\d+)?|\([\w-]{1,12}\))")
_MOST = 9  # words that name what a time counts from
_STOPS = frozenset(
    """
    and or and/or but if unless except when while who whom whose which that where with without in on at by for to as
    is are was were be been has have had will would must should can could may might shall do does did not no than then
    until till through during taken measured obtained performed confirmed documented assessed defined given within
    before after prior following since from into between due because requiring requires including such they he she it
    we
    """.split()  # noqa: SIM905
)
_TREATS = frozenset(
    """
    treatment treatments retreatment re-treatment therapy therapies dosing dose doses treated transplant
    transplantation infusion vaccination regimen
    """.split()  # noqa: SIM905
)
_DATED = frozenset(
    {"drug", "procedure", "condition", "measurement", "biomarker", "lesion", "reproductive", "participation", "allergy"}
)
_ANCHORS = frozenset({"drug", "procedure", "condition", "participation", "attestation", "lesion", "reproductive"})
_GIVEN = frozenset({"drug", "procedure"})
_PAST = frozenset({"drug", "procedure", "condition", "lesion"})
_THINGS = frozenset({"surgery", "transplant", "vaccination"})
_ARTICLE = re.compile(r"\s+(?:the|a|an|their|his|her|any)\Z", re.I)
_APART = re.compile(r"[;,:]|\.\s|(?:^|[\s(])(?:and|or|and/or|but|if|when|unless|except|is|are|be|either)\s*\Z", re.I)
_CUT = re.compile(r".*(?:[;,:(]|\.\s|\b(?:and|or|but|if|unless)\b)", re.I | re.S)
_JOINED = re.compile(r"\b(?:and|or)\s+\Z", re.I)
_TO_THING = re.compile(r"\s+(?:[\w-]+\s+){0,3}", re.I)
_GOES_ON = re.compile(
    r"\b(?:until|through|throughout|during|while|for\s+(?:the|at\s+least|\d))\b[^.;,]{0,80}[\s,]+(?:and|or)\s+\Z", re.I
)
_WHO = re.compile(
    r"(?:\s*\b(?:patients?|subjects?|participants?|individuals?|persons?|people|women|men|adults?|children|those|all|"
    r"who|that|they|he|she|must|should|will|is|are|be|been|being|have|has|had|currently|now|at|a|the|time|either)\b)*\s*",
    re.I,
)


def counted_from(time: TimeExpression, leaves: Sequence[MentionLeaf], text: str, offset: int) -> TimeExpression:
    """The time with the words for what it counts from, or dating these; as it is where neither can be said.

    Args:
        time: one that has a window.
        text: the statement, whose first character is at `offset`.
    """
    window = time.window
    if window is not None and window.anchor in _THINGS:
        return _itself(time, window, leaves, text, offset)
    if window is None or window.anchor != "event" or not _OPEN.search(time.text):
        return time
    start, end = time.start - offset, _named(text, time.end - offset)
    if end is None:
        return time
    here = bisect_left(leaves, time.end, key=_begins)
    if here and leaves[here - 1].leaf.end > time.end:  # "less than 1 year post-menopausal"
        return time
    inside = leaves[here : bisect_left(leaves, end + offset, lo=here, key=_begins)]
    end = max([end, *(m.leaf.end - offset for m in inside)])
    if any(m.leaf.constraint.type not in _ANCHORS or m.mention is None for m in inside):
        return time
    dated = _dated(leaves[max(0, here - 2) : here], text, time.start, offset)
    if dated is not None:
        given = any(m.leaf.constraint.type in _GIVEN for m in inside)
        if given and dated.concept is not None and dated.concept.id in generic_concepts("course"):
            return time
        words = text[start:end]
        return replace(time, text=words, end=end + offset, window=replace(window, text=words))
    past = bool(inside) and inside[0].leaf.constraint.type in _PAST
    back = _looking_back(window) if past and _names_nobody_but_people(text, start) else None
    return time if back is None else replace(time, window=back)


def alternatives(
    leaves: list[MentionLeaf], times: list[TimeExpression], text: str, offset: int
) -> tuple[list[MentionLeaf], list[TimeExpression]]:
    """The leaves and times, with what lies so far back dated where another thing is listed before it.

    "Stable angina or more than 6 months after a bypass": the time is the bypass's, and not the list's.
    """
    kept: list[TimeExpression] = []
    for time in times:
        window = time.window
        start, end = time.start - offset, time.end - offset
        looks = window is not None and window.anchor is None and _AFTER.search(time.text) is not None
        at = None
        goes_on = looks and _GOES_ON.search(text, max(0, start - 100), start) is not None
        if looks and not goes_on and _JOINED.search(text, max(0, start - 8), start):
            at = bisect_left(leaves, time.end, key=_begins)
        if at is None or at == len(leaves) or _TO_THING.fullmatch(text, end, leaves[at].leaf.start - offset) is None:
            kept.append(time)
            continue
        leaf = leaves[at].leaf
        covers = ((time.start, time.end), *leaf.covers)
        dated = replace(leaf, constraint=replace(leaf.constraint, window=window), covers=covers)
        leaves = [*leaves[:at], replace(leaves[at], leaf=dated), *leaves[at + 1 :]]
    return leaves, kept


def _itself(
    time: TimeExpression, window: Window, leaves: Sequence[MentionLeaf], text: str, offset: int
) -> TimeExpression:
    """ "At least 3 months after kidney transplantation": as for other things, though a table names this one."""
    here = bisect_right(leaves, time.start, key=_begins)
    inside = leaves[here].leaf if here < len(leaves) else None
    if inside is None or inside.end > time.end or not _names_nobody_but_people(text, time.start - offset):
        return time
    words = text[time.start - offset : inside.start - offset].rstrip()
    back = _looking_back(replace(window, text=_ARTICLE.sub("", words)))
    return time if back is None else replace(time, text=words, end=time.start + len(words), window=back)


def _begins(found: MentionLeaf) -> int:
    return found.leaf.start


def _names_nobody_but_people(text: str, start: int) -> bool:
    """Whether a clause says nothing ahead of a time but whom it is for, and goes on with no other time."""
    if _GOES_ON.search(text, max(0, start - 100), start):  # "until the end of the trial or 60 days after stopping X"
        return False
    return _WHO.fullmatch(_CUT.sub("", text[max(0, start - 90) : start], count=1)) is not None


def _named(text: str, at: int) -> int | None:
    """Where the words end that name what a time counts from; None where they are none."""
    end, before = at, ""
    for _ in range(_MOST):
        match = _WORD.match(text, end)
        if match is None:
            break
        word = match["word"].casefold()
        if word in _STOPS and not (word == "with" and before in _TREATS):
            break
        end, before = match.end(), word
    if end == at or before in {"of", "the", "a", "an", "with"}:
        return None
    return end if _WORD.match(text, end) is None or before not in _STOPS else None


def _dated(leaves: Sequence[MentionLeaf], text: str, start: int, offset: int) -> Constraint | None:
    """What can be dated and stands right before a time, in its clause."""
    last = max((m.leaf for m in leaves if m.leaf.end <= start), key=lambda leaf: leaf.end, default=None)
    if last is None or last.constraint.type not in _DATED:
        return None
    return None if _APART.search(text[last.end - offset : start - offset]) else last.constraint


def _looking_back(window: Window) -> Window | None:
    """The window as one that ends today: what it counts from is what lies in it."""
    near, far = window.from_, window.to
    if window.throughout or window.half_lives is not None or not _AFTER.search(window.text):
        return None
    if near is not None and far is None and near.startswith("P") and near != "P0D":  # "at least 4 weeks after X"
        return replace(window, from_=None, to=f"-{near}", anchor=None)
    if far is None or far.startswith("-") or far == "P0D":
        return None
    if near == "P0D" or near == f"-{far}":  # "within 4 weeks after X", "within 4 weeks of X"
        return replace(window, from_=f"-{far}", to="P0D", anchor=None)
    if near is not None and near.startswith("P"):  # "4 to 6 weeks after X"
        return replace(window, from_=f"-{far}", to=f"-{near}", anchor=None)
    return None
