"""How far a denial reaches among the things of a statement: what the result of a test, or a habit, does not deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.schema import Cue, Mention

__all__ = ["refused", "within_reach"]

_TESTS = frozenset({"biomarker", "measurement"})
_GIVEN = frozenset({"procedure", "drug"})
_LIST = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|/|&|\s(?:and|or|nor)\s)\s*", re.I)
_NEVER = re.compile(r"never\b", re.I)
_HABIT = re.compile(r"[\s-]*(?:(?:a|been|tobacco|cigarette|alcohol|drug)\s+)*(?:smok|drink|drank|user?\b|vap)\w*", re.I)
_OF_HABIT = re.compile(r"smok|tobacco|cigar|alcohol|drink|drug|vap", re.I)
_TURNED = re.compile(r"\b(?:but|although|though|albeit)\s+$", re.I)
_ADJECTIVE = re.compile(r"\s+(?!been\b|had\b|have\b)[\w-]+\s*,")
_SHOWS = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:(?:of|scan|study|results?|findings?|examination)\b[^,.;()]{0,30})?\s*(?:then\s+|also\s+|subsequently\s+)?"
    r"(?:show|reveal|demonstrat|indicat|suggest|confirm|detect|identif)(?:s|ed|ing|es|ied)?\b",
    re.I,
)
_AND_THE = re.compile(r"(?:,|\band\b|;)\s+(?:(?:the|an?|his|her|this|repeat|follow-up)\s+)?(?:[\w-]+\s+){0,3}$", re.I)
_CAUSED = re.compile(r"\s2/2\s")  # secondary to
_REFUSED = re.compile(
    r"\b(?:(?:refus(?:e[sd]?|ing)|declin(?:e[sd]?|ing))(?:\s+to\s+(?:use|take|start|begin|receive|have|undergo))?"
    r"|(?:(?:not|no\s+longer)\s+(?:willing|ready|prepared)|unwilling|unprepared|reluctant)"
    r"\s+to(?:\s+(?:use|take|start|begin|receive|have|undergo))?)(?:\s+(?:all|any|an?|the|other|further))*\s+$",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:further|another|additional|(?:any\s+)?more|second|repeat(?:ed)?|subsequent)\s+(?!than\b)(?:[\w-]+\s+){0,3}$",
    re.I,
)
_MORE = re.compile(
    r"\b(?:further|(?:any\s+)?more|subsequent)\s+(?:(?:episodes?|bouts?|attacks?|spells?)\s+of\s+)?$", re.I
)
_AHEAD = 60  # characters before a thing
_REFUSABLE = frozenset({"reproductive", "drug", "procedure", "attestation"})
_PAST = re.compile(r"s/p|status[\s-]+post", re.I)


def within_reach(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions of a note's statement without the cues that speak of something else.

    A test's result denies no disease before it (``chronic hepatitis B, HBeAg negative``); ``never`` before a habit
    denies nothing but it; a test that shows something was done; a marker is not past because an operation is.
    Left out is a device or treatment that is but the first word of what is denied (``no stent thrombosis``), and one
    that was not given once more: ``refused further chemotherapy`` does not say that there was none. A condition that
    did not come once more is past (``no further seizures``).

    Args:
        text: the statement, whose first character is at `offset`.
    """
    for n, mention in enumerate(mentions):
        if not mention.cues:
            yield mention
            continue
        kept = tuple(c for c in mention.cues if _speaks(c, mention, text, offset, mentions))
        denied = [c for c in kept if c.category == "negated" and c.end <= mention.start]
        following = mentions[n + 1] if n + 1 < len(mentions) else None
        if denied and following is not None and _is_modifier(mention, following, text, offset):
            continue
        lead = text[max(0, mention.start - offset - _AHEAD) : mention.start - offset]
        again = [c for c in denied if _AGAIN.search(lead[max(0, len(lead) - mention.start + c.start) :])]
        if again and mention.label in _GIVEN:
            continue
        if again and mention.label == "condition" and _MORE.search(lead):
            kept = tuple(replace(c, category="historical") if c in again else c for c in kept)
            yield replace(mention, cues=kept)
            continue
        yield mention if len(kept) == len(mention.cues) else replace(mention, cues=kept)


def refused(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, where what a patient right before them refuses, or is unwilling to use, is denied.

    A list goes on with more of the kind ("declines condoms or an IUD"); "refuses blood products, pregnant" does not.

    Args:
        text: a note's statement, whose first character is at `offset`.
    """
    cue: Cue | None = None
    before: Mention | None = None
    for mention in mentions:
        start = mention.start - offset
        lead = max(0, start - _AHEAD)
        said = _REFUSED.search(text[lead:start]) if mention.label in _REFUSABLE else None
        if said is not None:
            words, at = said[0].rstrip(), lead + said.start() + offset
            cue = Cue("negated", words, at, at + len(words))
        elif cue is not None and (before is None or not _goes_on(before, mention, text, offset)):
            cue = None
        before = mention
        if cue is None or any(c.category == "negated" for c in mention.cues):
            yield mention
        else:
            yield replace(mention, cues=(*mention.cues, cue))


def _goes_on(before: Mention, mention: Mention, text: str, offset: int) -> bool:
    """Whether a list goes on with one more of the kind."""
    gap = text[before.end - offset : mention.start - offset]
    return before.label == mention.label and re.fullmatch(_LIST.pattern + r"(?:an?\s+|the\s+)?", gap, re.I) is not None


def _is_modifier(mention: Mention, following: Mention, text: str, offset: int) -> bool:
    """Whether two names stand as one (``ICD shocks``)."""
    gap = text[mention.end - offset : following.start - offset]
    return mention.label in _GIVEN and following.label == "condition" and gap in (" ", "-")


def _speaks(cue: Cue, mention: Mention, text: str, offset: int, mentions: Sequence[Mention]) -> bool:
    if cue.category == "historical":
        return not (mention.label == "biomarker" and _PAST.fullmatch(cue.text))
    if cue.category != "negated":
        return True
    if cue.start >= mention.end:
        return not (mention.label == "condition" and _is_of_test(cue, mention, text, offset, mentions))
    between = text[cue.end - offset : mention.start - offset]
    if _NEVER.match(cue.text) and "," in between:
        habit = _HABIT.match(text, cue.end - offset) or _OF_HABIT.search(cue.text)
        if habit and not _OF_HABIT.search(mention.text):
            return False
    if _ADJECTIVE.match(between) and _TURNED.search(text[: cue.start - offset]):
        return False  # "many, but not fatal, episodes of syncope"
    if _CAUSED.search(between):
        return False
    if mention.label == "procedure" and _AND_THE.search(between):
        return _SHOWS.match(text, mention.end - offset) is None
    return True


def _is_of_test(cue: Cue, mention: Mention, text: str, offset: int, mentions: Sequence[Mention]) -> bool:
    """Whether a result behind a condition is that of a test between the two."""
    tests = [m for m in mentions if m.label in _TESTS and mention.end <= m.start and m.end <= cue.start]
    if not tests:
        return False
    others = [m for m in mentions if m.label == "condition" and tests[-1].end <= m.start and m.end <= cue.start]
    return not others and _LIST.fullmatch(text, tests[-1].end - offset, cue.start - offset) is None
