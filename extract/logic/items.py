"""A statement as a line of items: leaves, time windows, cues, punctuation and words, each character used once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from operator import attrgetter

from eligo.attributes.ctcae import ctcae_names
from eligo.attributes.leaves import MentionLeaf, make_leaves
from eligo.concepts.generic import generic_concepts
from eligo.entities.hints import PartsOfWords
from eligo.logic.anchored import before_given
from eligo.logic.asides import set_aside
from eligo.logic.assays import with_sensitivity
from eligo.logic.bare_reactions import bare_reactions
from eligo.logic.behind import with_words_behind
from eligo.logic.by_rule import as_rules_say
from eligo.logic.compounds import compounds
from eligo.logic.cues import CueSpan, find_cues, is_filler
from eligo.logic.donors import said_of_donors
from eligo.logic.durations import lasting, of_so_long
from eligo.logic.effects import with_effects
from eligo.logic.enumeration import markers
from eligo.logic.exam_results import named_by_exam, with_known_status, with_results
from eligo.logic.eyes import with_eyes
from eligo.logic.group_brackets import for_group
from eligo.logic.head_nouns import with_head_nouns
from eligo.logic.lesion_states import with_lesion_states
from eligo.logic.list_cues import find_list_cues
from eligo.logic.method_words import formulas, method_names, repeated_names, with_method
from eligo.logic.nested import counted, nested
from eligo.logic.organisations import organisations, outside_names
from eligo.logic.places import with_sites
from eligo.logic.qualifiers import with_qualifiers
from eligo.logic.recent import recently
from eligo.logic.regimens import may_tell_regimen, with_regimens
from eligo.logic.risks import with_risks
from eligo.logic.screened import with_screened
from eligo.logic.settling import longest, settle, untreated_with, without
from eligo.logic.shapes import by_shape
from eligo.logic.signs import sign_cues
from eligo.logic.steady import steady
from eligo.logic.taken_after import measured_around
from eligo.logic.therapeutic import in_therapeutic_range
from eligo.logic.time_items import other_lengths, outside_windows, time_windows
from eligo.logic.unasked import explained, unasked
from eligo.logic.unlisted import unlisted
from eligo.logic.unread_results import with_unread_results
from eligo.schema import Analysis, Leaf, Mention, Window

__all__ = ["Item", "read_items"]

_PIECE = re.compile(r"[;,.()\[\]:/]|[^\s;,.()\[\]:/]+(?:(?:[./]|(?<=\d),(?=\d{3}(?!\d)))[^\s;,.()\[\]:/]+)*")
_MARKS = {";": "semi", ",": "comma", "(": "open", "[": "open", ")": "close", "]": "close", ":": "colon", "/": "slash"}
_PRE = re.compile(r"(?<![^\W_])(pre|co)[-‐‑–]\s?\Z", re.I)  # "pre-stroke mRS": the stroke is not asked for
_MAY_BE_BEFORE = PartsOfWords(tuple(f"{part}{hyphen}" for part in ("pre", "co") for hyphen in "-‐‑–"))
_CLASS = re.compile(r"\b(?:class|type|grade|stage|phase|category|degree)\s+\Z", re.I)  # no pronoun, but a numeral
_REFERS = re.compile(
    r"\b(?:appendi(?:x|ces)|table|section|version|figure|visits?|annex|attachment|chapter|edition|phase)\s+\Z", re.I
)
_ORDINAL = re.compile(r"\d{1,3}(?:[.]\d{1,2}){0,3}[a-z]?|[IVX]{1,5}|[A-H]", re.I)
_GIVEN = frozenset({"drug", "procedure"})
_GLUE = {  # what they are said of follows at once
    "non": re.compile(r"[-‐‑]?\s?"),
    "ex": re.compile(r"[-‐‑]?"),
    "off": re.compile(r"\s+(?:(?:all|any|other|prior|previous|systemic|chronic)\s+)*"),
}
_FOR = frozenset({"for", "in"})
_place = attrgetter("start", "end")
_MOST_PIECES = 50_000  # whose kind is kept
_STOP = re.compile(r"\.(?=\s*$|\s+[^\sa-z]|\s+[a-z])")


@dataclass(slots=True)
class Item:
    """One piece of a statement.

    Attributes:
        kind: ``leaf``, ``time``, ``paren``, ``comma``, ``semi``, ``stop``, ``colon``, ``slash``, ``word``,
            ``filler``, or a category of `eligo.logic.cues`.
        value: what a cue sets.
        inside: the items of a ``paren``.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    value: str = ""
    leaf: Leaf | None = None
    mention: Mention | None = None
    window: Window | None = None
    inside: list[Item] = field(default_factory=list)


def read_items(analysis: Analysis) -> list[Item]:
    """The items of a statement in the order of its text, parentheses nested."""
    text, offset = analysis.statement.text, analysis.statement.start
    leaves = make_leaves(analysis)
    windows = time_windows(leaves, analysis) if analysis.times else []
    if analysis.quantities:
        leaves = of_so_long(analysis, leaves)
    windows += lasting(analysis, [m.leaf for m in leaves])
    windows += before_given(analysis, leaves)
    others = other_lengths(analysis, leaves, windows)
    leaves, windows = others.leaves, others.windows
    if windows:
        leaves = outside_windows(leaves, windows)
    why, aims = [*explained(text), *others.used], in_therapeutic_range(text, offset)
    idle = [(start + offset, end + offset) for start, end in (*unasked(text), *why)]
    idle += [(a.start, a.end) for a in aims]
    societies, places = organisations(text)
    named = [(start + offset, end + offset) for start, end in ctcae_names(text)]
    if societies or places:
        leaves, owned = outside_names(leaves, [*societies, *places], offset)
        named += [(start + offset, end + offset) for start, end in societies if (start, end) in owned]
    ways, sums = method_names(text), formulas(text)
    if sums:
        written = [(start + offset, end + offset) for start, end in sums]
        leaves = [m for m in leaves if not any(s < m.leaf.end and m.leaf.start < e for s, e in written)]
        named += written
    if ways:
        told = with_method([m.leaf for m in leaves], text, ways)
        leaves = [m if m.leaf is leaf else replace(m, leaf=leaf) for m, leaf in zip(leaves, told, strict=True)]
        named += [(start + offset, end + offset) for start, end in ways]
    if ways or "QT" in text:
        again = repeated_names(analysis, [m.leaf for m in leaves], ways)
        named += [(start + offset, end + offset) for start, end in again]
    if "ost" in text or "re-" in text:
        named += measured_around(text, offset, leaves)
    if named:  # "Adverse Events" of the CTCAE's name, "renal disease" of a formula's
        leaves = [m for m in leaves if m.mention is None or not _within(m.leaf, named)]
    leaves = with_sites([m for m in leaves if not _within(m.leaf, idle)] if idle else leaves, text, offset)
    folded = text.casefold()
    if "eye" in folded:
        leaves = with_eyes(leaves, text, offset)
    leaves += [MentionLeaf(aim) for aim in aims]
    if "pregnancy" in folded:
        leaves = with_sensitivity(leaves, text, offset)
    cues, counts = find_cues(text, offset), list(find_list_cues(text, offset))
    if idle or named:
        cues = [c for c in cues if not _within(c, [*idle, *named])]
    if counts:
        cues = longest([*cues, *counts])
    if analysis.quantities and any(c.category == "not" for c in cues):  # "not greater than 3000 mg" denies nothing
        bounds = {q.start: q.end for q in analysis.quantities if q.comparator}
        cues = [c for c in cues if c.category != "not" or c.end >= bounds.get(c.start, 0)]
    if any(c.category == "moot" for c in cues):
        cues = [part for cue in cues for part in without(cue, text, offset)]
    signs = sign_cues(text, offset, leaves)
    if signs:
        cues = sorted([*cues, *signs], key=lambda cue: cue.start)
    if _MAY_BE_BEFORE(text):
        leaves = [m for m in leaves if not _is_second_half(m, text, offset)]
    if "abnormalit" in folded:
        leaves = named_by_exam(leaves, text, offset)
    leaves, cues = settle(leaves, cues, text, offset)
    if "tive " in folded and "for" in folded:
        leaves = with_screened(leaves, text, offset)
    if "normal" in folded:
        leaves = with_results(leaves, text, offset)
    if "status" in folded and any(m.leaf.constraint.type == "biomarker" for m in leaves):
        leaves = with_known_status(leaves, text, offset)
    cues = [untreated_with(c, leaves, text, offset) if c.value == "untreated" else c for c in cues]
    used = bytearray(len(text))
    for start, end in why:
        used[start:end] = b"\1" * (end - start)
    items: list[Item] = [Item("semi", at + offset, at + offset) for at in others.joins]
    for found in leaves:
        leaf = found.leaf
        items.append(Item("leaf", leaf.start, leaf.end, leaf.constraint.name, leaf=leaf, mention=found.mention))
        for start, end in leaf.covers:
            used[start - offset : end - offset] = b"\1" * (end - start)
    for time in windows:
        if used.find(1, time.start - offset, time.end - offset) < 0:
            items.append(Item("time", time.start, time.end, time.text, window=time.window))
            used[time.start - offset : time.end - offset] = b"\1" * (time.end - time.start)
    starts = {m.leaf.start for m in leaves}
    for cue in cues:
        glue = _GLUE.get(cue.text.casefold())
        if glue is not None:
            at = cue.end + len((glue.match(text, cue.end - offset) or [""])[0])
            if at not in starts or (cue.text.casefold() == "off" and not _begins_treatment(leaves, at)):
                continue  # "non-cardiac surgery" denies the adjective, "a cut-off" nothing
        if used.find(1, cue.start - offset, cue.end - offset) < 0:
            if cue.category == "aside":
                used[cue.start - offset : cue.end - offset] = b"\1" * (cue.end - cue.start)
                continue
            items.append(Item(cue.category, cue.start, cue.end, cue.text, cue.value))
            used[cue.start - offset : cue.end - offset] = b"\1" * (cue.end - cue.start)
    for start, end in named:  # what a leaf has is its own
        used[start - offset : end - offset] = b"\1" * (end - start)
    for mark in markers(text):
        if used.find(1, mark.start, mark.end) >= 0:
            continue
        at = mark.word[0] if mark.word is not None and not mark.first else mark.start
        items.append(Item("colon" if mark.first else "semi", at + offset, at + offset))
        used[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    for match in _PIECE.finditer(_blanked(text, used)):
        piece, start = match[0], match.start() + offset
        sign = _MARKS.get(piece)
        if sign is not None:
            items.append(Item(sign, start, start + 1))
        elif piece == ".":
            if _STOP.match(text, match.start()):
                items.append(Item("stop", start, start + 1))
        elif kind := _kind(piece):
            if kind == "ordinal":
                kind = "word" if _is_word(piece, text, match.start()) else "filler"
            items.append(Item(kind, start, start + len(piece), piece))
    items.sort(key=_place)
    for before, item, after in zip(items, items[1:], items[2:], strict=False) if "(" in text or "[" in text else ():
        if before.kind == "open" and item.kind == "filler" and item.text.casefold() in _FOR and _names_group(after):
            item.kind = "if"  # "a pregnancy test (for women of childbearing potential)"
    items = as_rules_say(items, text, offset)
    if "(" in text or "[" in text:
        items = for_group(items)
    items = compounds(by_shape(items, text, offset), text, offset)
    if any(i.kind == "relation" for i in items):
        items = bare_reactions(items, text, offset)
    if "stable" in [i.value for i in items]:
        items = steady(items, text, offset)
    set_aside(items)
    if any(m.leaf.constraint.type == "lesion" for m in leaves):
        items = with_lesion_states(items)
    apart = [i for i in items if idle and i.kind == "word" and _within(i, idle)]
    for item in apart:  # they name nothing that is asked for
        item.kind = "unasked"
    items = with_head_nouns(unlisted(with_qualifiers(items, text, offset), text, offset), text, offset)
    items = with_words_behind(with_effects(items, text, offset), text, offset)
    for item in apart:
        item.kind = "word"
    if may_tell_regimen(text):
        items = with_regimens(items, text, offset)
    if "recent" in folded:
        items = recently(items, text, offset)
    if "risk" in folded:
        items = with_risks(items, text, offset)
    if "negative" in folded or "positive" in folded:
        items = with_unread_results(items, text, offset)
    items = said_of_donors(items, text, offset, analysis.statement.section or "")
    return counted(nested(items))


class _Kinds(dict[str, str]):
    """What pieces of a text are that were met: a ``word``, a ``filler``, an ``ordinal``, or nothing (no letter)."""

    def __missing__(self, piece: str) -> str:
        if not any(map(str.isalnum, piece)):
            kind = ""
        elif piece == "I" or (not is_filler(piece) and _ORDINAL.fullmatch(piece)):
            kind = "ordinal"
        else:
            kind = "filler" if is_filler(piece) else "word"
        if len(self) < _MOST_PIECES:
            self[piece] = kind
        return kind


_kind = _Kinds().__getitem__


def _is_word(piece: str, text: str, at: int) -> bool:
    """Whether a numeral or letter is none that only points at something: "see appendix 3"; "class I" is no pronoun."""
    if is_filler(piece) and not (piece == "I" and _CLASS.search(text, max(0, at - 12), at)):
        return False
    return _REFERS.search(text, max(0, at - 14), at) is None


def _names_group(item: Item) -> bool:
    concept = item.leaf.constraint.concept if item.leaf is not None else None
    return concept is not None and concept.id in generic_concepts("group")


def _begins_treatment(leaves: list[MentionLeaf], start: int) -> bool:
    return any(m.leaf.start == start and m.leaf.constraint.type in _GIVEN for m in leaves)


def _within(found: Leaf | CueSpan | Item, spans: list[tuple[int, int]]) -> bool:
    return any(start <= found.start and found.end <= end for start, end in spans)


def _is_second_half(found: MentionLeaf, text: str, offset: int) -> bool:
    """Whether a thing is the second half of a compound: the stroke of "pre-stroke", the infection of "co-infected"."""
    start, end = found.leaf.start - offset, found.leaf.end - offset
    before = _PRE.search(text, max(0, start - 6), start)
    return before is not None and (before[1].casefold() == "pre" or text[start:end].isalpha())


def _blanked(text: str, used: bytearray) -> str:
    """`text` with spaces where it is used up."""
    rest, at = [], 0
    while (start := used.find(1, at)) >= 0:
        stop = used.find(0, start)
        stop = len(used) if stop < 0 else stop
        rest += [text[at:start], " " * (stop - start)]
        at = stop
    return "".join([*rest, text[at:]]) if rest else text
