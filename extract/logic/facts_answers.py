"""What a form says of a thing by its layout: ``[x] Diabetes``, ``Asthma: N``, ``HTN (+)``, ``Cancer? No``.

A box without a tick is a denial only in a note that ticks others: an empty form says nothing. That it is one is taken
for granted, and ``assumed`` says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from eligo.schema import Mention

from .facts_context import NoteContext

__all__ = ["Answer", "answer_to"]

_TICKED = r"\[\s*[xX✓✔+*]\s*\]|\(\s*[xX✓✔]\s*\)|[☑☒✓✔✅🗹🗷]"
_EMPTY = r"\[\s{0,3}\]|\[_+\]|\(\s{1,3}\)|\(_+\)|[☐□❏❑▢]"
_BOX = re.compile(rf"(?P<tick>{_TICKED})|(?P<empty>{_EMPTY})")
_TICK = re.compile(rf"(?m)(?<!\w)(?:{_TICKED})")
_YES, _NO, _NONE = (
    r"Y|yes|positive|pos|\+|✓|✔|✅|true|present",
    r"N|no|none|nil|neg(?:ative)?|denie[sd]|absent|never|false|-|−|–",
    r"n/?a|not\s+applicable|unknown|unk|not\s+known|unsure|\?",
)
_ENDS = r"(?=\s{0,3}(?:$|[,;.|\n\t)\]]|\s{2,}|\())"
_BEHIND = re.compile(  # "Diabetes: Y", "Cancer? No", "Diabetes | No", "Diabetes ..... no"
    r"(?:\s*\([^()\n]{0,30}\))?\s*(?:[:=|?]\s*[-–]?|\t|\s[-–]{1,2}\s|\.{3,}|_{3,}|\s{3,})[ \t|]*"
    rf"(?:(?P<yes>{_YES})|(?P<no>{_NO})|(?P<none>{_NONE})){_ENDS}",
    re.I,
)
_MARKED = re.compile(r"\s?\(\s*(?:(?P<yes>\+|pos(?:itive)?|yes|Y)|(?P<no>-|−|–|neg(?:ative)?|no|N))\s*\)", re.I)
_BARE = re.compile(r"\s?(?:(?P<yes>\+{1,3})|\s(?P<no>[-−–]))(?=[ \t]*(?:$|[,;\n]|\.\s|\.$|\s\w+\s?[+−-](?:[\s,;]|$)))")
_LETTER = re.compile(r"\s(?:(?P<yes>Y)|(?P<no>N))(?=[ \t]*(?:$|[,;.\n]))")
_LETTERS = re.compile(r"(?m)\w\s[YN][ \t]*(?:$|[,;.])")
_BEFORE = re.compile(
    r"(?:^|[\s,;:(])(?:\(\s*(?P<inside>[+−–-])\s*\)\s*|(?P<sign>[+−–-]|(?<=[,;:]\s)\+\s))(?:(?:[a-z]+\s+){0,2})$", re.I
)
_LIKELY = re.compile(
    rf"{_BOX.pattern}|(?<!\w)[+−–-](?=\w)|[,;:]\s\+\s|\w\s[YN][ \t]*(?:$|[,;.\n])|\s[-−–]\."
    r"|\w\s?[+−–-](?:\s{0,3}[,;\n]|\s{0,3}$)|\(\s?(?:[+−–-]|neg|pos|y|n)"
    r"|(?:[:=|?\t]|\s[-–]\s|\.{3}|__|[ \t]{3})[ \t]{0,40}"
    r"(?:y|n|yes|no|n/?a|none|nil|neg|pos|den|abs|nev|fal|tru|pres|unk|not|uns|[+✓✔−–-])",
    re.I,
)
_ANSWERED = frozenset({"condition", "drug", "procedure", "reproductive", "allergy"})


class Answer(NamedTuple):
    """What a form answers.

    Attributes:
        so: whether it is so; None: it does not say.
        start, end: where the answer stands in the statement.
        assumed: whether it is taken for granted.
    """

    so: bool | None
    start: int = 0
    end: int = 0
    assumed: bool = False


def answer_to(context: NoteContext, mention: Mention) -> Answer | None:
    """What the form says of the mention, None where the text around it is no form."""
    text = context.text
    if mention.label not in _ANSWERED or not _is_form(text):
        return None
    start, end = mention.start - context.offset, mention.end - context.offset
    line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    return (
        _boxed(text, line, start, end, stop, context)
        or _signed(text, line, start)
        or _behind(text, end, stop, sure=_single(text, line, start), signs=_has_pluses(context.document.text))
    )


@lru_cache(maxsize=16)
def _is_form(text: str) -> bool:
    return _LIKELY.search(text) is not None


@lru_cache(maxsize=16)
def _boxes(text: str) -> list[re.Match[str]]:
    return list(_BOX.finditer(text))


@lru_cache(maxsize=4)
def _has_ticks(text: str) -> bool:
    return _TICK.search(text) is not None


def _boxed(text: str, line: int, start: int, end: int, stop: int, context: NoteContext) -> Answer | None:
    """The box before the thing, or behind it where the line begins with a thing, or that of a yes or no behind it."""
    boxes = _boxes(text)
    at = bisect_left(boxes, line, key=lambda b: b.start())
    boxes = boxes[at : bisect_left(boxes, stop, key=lambda b: b.start())]
    before = context.document.text[context.document.text.rfind("\n", 0, context.offset) + 1 : context.offset]
    head = _BOX.match(before.strip()) if line == 0 else None  # taken for a bullet
    if not boxes and head is None:
        return None
    choices = [b for b in boxes if b.start() >= end and _WORD_OF_BOX.match(text, b.end())]
    if choices and text[line : boxes[0].start()].strip():
        picked = [m for b in choices if b["tick"] and (m := _WORD_OF_BOX.match(text, b.end()))]
        if len(picked) == 1 and (picked[0]["yes"] or picked[0]["no"]):
            return Answer(bool(picked[0]["yes"]), *picked[0].span())
        return Answer(None)
    leads = head is not None or (boxes and not text[line : boxes[0].start()].rpartition(":")[2].strip())
    if leads:
        own = next((b for b in reversed(boxes) if b.end() <= start), None) or head
        if own is None or len(text[line if own is head else own.end() : start]) > 60:
            return None
    else:
        own = next((b for b in boxes if b.start() >= end), None)
    if own is None:
        return None
    place = own.span() if own is not head else (line, line)
    if own["tick"]:
        return Answer(True, *place)
    return Answer(False, *place, assumed=True) if _has_ticks(context.document.text) else Answer(None)


_WORD_OF_BOX = re.compile(r"\s*(?:(?P<yes>yes|Y)|(?P<no>no(?:ne)?|never|N)|unknown|unsure|n/?a)\b", re.I)


def _signed(text: str, line: int, start: int) -> Answer | None:
    """``+cough, -fever``, ``(+) cough (-) fever``: a sign right before the thing, in a line that begins so."""
    found = _BEFORE.search(text[max(line, start - 30) : start])
    if found is None:
        return None
    kind = "inside" if found["inside"] else "sign"
    sign, at = found[kind], max(line, start - 30) + found.start(kind)
    if sign[0] != "+" and not found["inside"] and not _has_minuses(text):
        return None  # a dash
    if found["inside"] and not _LEADS.match(text, line):
        return None
    return Answer(sign[0] == "+", at, at + 1)


@lru_cache(maxsize=16)
def _has_minuses(text: str) -> bool:
    return _MINUSES.search(text) is not None


_MINUSES = re.compile(r"(?<!\w)\+\s?[A-Za-z]|(?:^|[\s,;:])[−-][A-Za-z][\w ]{1,30}[,;]\s*(?:and\s+)?[−-][A-Za-z]")
_LEADS = re.compile(r"(?:[\w /]{1,30}:)?\s*\(\s*[+−–-]\s*\)")


def _single(text: str, line: int, start: int) -> bool:
    """Whether nothing but the list before it stands before the thing on its line."""
    return _SENTENCE.search(text, max(line, start - 80), start) is None


_SENTENCE = re.compile(r"[.:?!]\s{0,3}\w+.*\w\s")


def _behind(text: str, end: int, stop: int, *, sure: bool, signs: bool) -> Answer | None:
    marked = _MARKED.match(text, end, stop)
    if marked is not None and not _LEADS.match(text, text.rfind("\n", 0, end) + 1):
        return Answer(bool(marked["yes"]), *marked.span())
    found = _BEHIND.match(text, end) if sure else None
    if found is not None:
        kind = found.lastgroup or "none"
        if found[kind] in ("y", "n"):
            return None  # a letter
        return Answer(None if kind == "none" else kind == "yes", *found.span(kind))
    letter = _LETTER.match(text, end) if len(_LETTERS.findall(text)) > 1 else None
    if letter is not None:
        return Answer(bool(letter["yes"]), *letter.span())
    bare = _BARE.match(text, end)
    if bare is None or (bare["no"] and not signs and len(_MINUSED.findall(text)) < 2):
        return None
    return Answer(bool(bare["yes"]), *bare.span())


@lru_cache(maxsize=4)
def _has_pluses(text: str) -> bool:
    return _PLUSES.search(text) is not None


_MINUSED = re.compile(r"(?m)\w\s[-−–][ \t]*(?:$|[,;.])")
_PLUSES = re.compile(r"(?m)\w\s?\+(?=[ \t]*(?:$|[,;]))")
