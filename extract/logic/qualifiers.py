"""Words right before a thing that no table has ("laparoscopic cholecystectomy"): they stay with the thing they qualify.

They narrow what is asked, so they may not be dropped; and as nobody knows what they mean, only a record that says them
is sure to meet them (`eligo.matching.qualifiers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from eligo.entities.lexicon import normal_token
from eligo.logic.no_names import may_name
from eligo.logic.shapes import is_adjective
from eligo.logic.spanning import running
from eligo.resources import read_table
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["qualifier_words", "with_qualifiers"]

_SHAPE = re.compile(
    r"[A-Za-z][a-z-]*(?:ic|ical|al|ar|ary|ory|ous|ive|oid|ile|ine|eal|ent|ant|able|ible|less|free|ful|like|ed|id|en|ing|"
    r"ly|ern|ean|ese|some|ish)|(?:[A-Za-z]+\d*|\d+)(?:-[A-Za-z]+\d*)+",
    re.I,
)
_NOUN = re.compile(r"[^\W\d_]{3,}(?:[-/][^\W_]+)*|[^\W\d_]+-?\d+[^\W_]*")  # "metal allergy", "M3-AML"
_PARTICIPLE = re.compile(r"[a-z-]+(?:ed|en|ing)", re.I)
_ADVERB = re.compile(r"[a-z-]+ly", re.I)
# said before a name, these say who has it, that it happens, or how many are meant: they qualify nothing
_NO_QUALITY = re.compile(
    r"(?:only|solely|merely|not|simply|suffered|achieved|reached|failed|changed|caused|resulting|causing|including|leading|"
    r"receiving|requiring|involving|affecting|influencing|altering|inducing|preventing|impairing|limiting|prohibiting|"
    r"withholding|prescribing|reporting|revealing|achieving|initiating|remaining|needing|showing|according|during|regarding|"
    r"unable|capable|free|able|absent|lacking|contraindicated|interested|national|international|american|european|"
    r"ineligible|eligible|even|then|when|seven|eleven|often|alcoholic|child|children|men|women|subsequently|potential|"
    r"unlikely|family|prevent|represent|withdrawal|removal|denial|approval|refusal|deprived|free|indicated|reported|revealed|"
    r"showed|tried|planned|scheduled|intended|needed|believed|supposed|suspicious|indicative|suggestive|due|prior)",
    re.I,
)
_BEFORE = frozenset(
    """
    stop comma semi colon open slash or and andor not status severity certainty role relation experiencer route with
    cause except unless example define if whom list_any list_all list_n list_most baseline but moot result
    """.split()  # noqa: SIM905
)
_LINKS = frozenset({"or", "and", "andor", "slash"})
_LISTED = frozenset({*_LINKS, "comma"})
_AUXILIARY = frozenset(
    {"has", "have", "had", "having", "be", "been", "being", "is", "are", "was", "were", "get", "got"}
)
_VERBAL = frozenset({"to", "may", "will", "can", "could", "would", "might", "should", "must", "that", "which", "who"})
_QUALIFIED = frozenset({"condition", "drug", "procedure"})
_MOST = 3  # words
_QUALITY = re.compile(
    r"un[a-z]+|non-?[a-z]+|[a-z-]+(?:ed|able|ible|ive|less)", re.I
)  # of any condition, and of no place


@cache
def qualifier_words() -> frozenset[str]:
    """Words that qualify the name behind them although they do not end like an adjective, folded."""
    return frozenset(
        " ".join(map(normal_token, r["word"].split())) for r in read_table("qualifier_words.tsv", ("word", "source"))
    )


def with_qualifiers(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, the words that qualify a leaf taken up in it.

    What joins two things of a type by "and" or "or" hands on what qualifies both ("elective surgery or biopsy").

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    last: Item | None = None  # the last leaf that got a qualifier which goes on
    for n, item in enumerate(items):
        if item.leaf is None or item.leaf.constraint.type not in _QUALIFIED:
            done.append(item)
            continue
        before = done[-1].kind if done else ""
        cut = _first(done, item.start, text, offset) if before == "word" else len(done)
        if cut < len(done):
            cut = _stacked(done, cut, text, offset)
            words = _words(done[cut:], text, offset)
            del done[cut:]
            item = _qualified(item, words)
        elif last is not None and _linked(items, n, last):
            assert last.leaf is not None
            item = _qualified(item, last.leaf.constraint.qualifier or "")
        elif before == "severity":
            item = _past_severity(done, item, text, offset)
        if before == "severity" or item.leaf.constraint.qualifier is not None:  # type: ignore[union-attr]
            _share(done, item, text, offset)
        done.append(item)
        last = item if _goes_on(item) else None
    return done


def _past_severity(done: list[Item], item: Item, text: str, offset: int) -> Item:
    """ "Bilateral invasive carcinoma": an adjective before what says how bad or how far a thing is."""
    at, end = len(done), item.start
    while at and done[at - 1].kind == "severity" and not text[done[at - 1].end - offset : end - offset].strip():
        at -= 1
        end = done[at].start
    first = _first(done[:at], end, text, offset) if at and done[at - 1].kind == "word" else at
    words = done[first:at]
    if not words or not all(_SHAPE.fullmatch(w.text) or normal_token(w.text) in qualifier_words() for w in words):
        return item
    said = _words(words, text, offset)
    del done[first:at]
    return _qualified(item, said)


def _stacked(done: Sequence[Item], cut: int, text: str, offset: int) -> int:
    """Where the words that qualify a leaf begin, with those before a comma: "distal, symmetric polyneuropathy"."""
    while cut > 1 and done[cut - 1].kind == "comma":
        first = _first(done[: cut - 1], done[cut - 1].start, text, offset, ahead=True)
        before = done[first - 1] if first else None
        if first == cut - 1 or (before is not None and before.kind not in {"severity", "filler", "comma", "cause"}):
            break
        cut = first
    return cut


def _share(done: list[Item], item: Item, text: str, offset: int) -> None:
    """ "Unprovoked or recurrent embolism": of two qualities before one name, the first makes a thing of its own."""
    assert item.leaf is not None
    at = len(done)
    while at and done[at - 1].kind == "severity":
        at -= 1
    if at == len(done) and item.leaf.constraint.qualifier is None:
        return
    constraint, links, plain = item.leaf.constraint, _LINKS, at == len(done)
    while at and done[at - 1].kind in links:
        stop = at - 1
        if stop > 1 and plain and done[stop - 1].kind == "comma" and is_adjective(done[stop - 2].text):
            stop -= 1  # "chemical, thermal, or electrical burns"
        cut = _first(done[:stop], done[stop].start, text, offset, ahead=True)
        if cut == stop:
            return
        start, end = done[cut].start, done[stop - 1].end
        words = _words(done[cut:stop], text, offset)
        thing = with_fields(constraint, qualifier=words, text=text[start - offset : end - offset], start=start, end=end)
        leaf = replace(item.leaf, constraint=thing, start=start, end=end, covers=((start, end),))
        done[cut:stop] = [replace(item, start=start, end=end, leaf=leaf)]
        at, links = cut, _LISTED


def _words(items: Sequence[Item], text: str, offset: int) -> str:
    return running(text, items[0].start, items[-1].end, offset)


def _qualified(item: Item, words: str) -> Item:
    assert item.leaf is not None
    return replace(item, leaf=replace(item.leaf, constraint=with_fields(item.leaf.constraint, qualifier=words)))


def _goes_on(item: Item) -> bool:
    constraint = item.leaf.constraint if item.leaf is not None else None
    if constraint is None or constraint.qualifier is None:
        return False
    words = constraint.qualifier.split()
    shape = _QUALITY if constraint.type == "condition" else _SHAPE
    return all(map(shape.fullmatch, words))


def _linked(items: Sequence[Item], n: int, last: Item) -> bool:
    """Whether only a conjunction stands between a leaf and the last one, of the same type."""
    if n < 2 or items[n - 1].kind not in _LINKS or items[n - 2].leaf is None or last.leaf is None:
        return False
    same = items[n - 2].start == last.start
    one, two = items[n].leaf, last.leaf
    return same and one is not None and one.constraint.type == two.constraint.type


def _first(done: Sequence[Item], end: int, text: str, offset: int, *, ahead: bool = False) -> int:
    """Where the words that qualify what starts at `end` begin among the items before it; their number: there are none.

    Args:
        ahead: what starts there is not the thing, but the conjunction or comma between it and the words.
    """
    at = len(done)
    while at and done[at - 1].kind == "word" and not text[done[at - 1].end - offset : end - offset].strip():
        if text[done[at - 1].end - offset : end - offset] == "" and not ahead:  # glued: "-a" of "alfa-2-a"
            return len(done)
        at -= 1
        end = done[at].start
    words = done[at:]
    if not words or len(words) > _MOST or not _qualify([w.text for w in words]):
        return len(done)
    return at if _may_follow(done[at - 1] if at else None, words[0].text) else len(done)


def _qualify(words: Sequence[str]) -> bool:
    if any(map(_NO_QUALITY.fullmatch, words)):
        return False
    n = 0
    while n < len(words):
        longest = next(
            (k for k in range(len(words), n, -1) if " ".join(map(normal_token, words[n:k])) in qualifier_words()), None
        )
        if longest is not None:
            n = longest
        elif _SHAPE.fullmatch(words[n]) or (_NOUN.fullmatch(words[n]) and may_name(words[n])):
            n += 1
        else:
            return False
    return _ADVERB.fullmatch(words[-1]) is None or words[-1].casefold() in {"daily", "weekly", "monthly", "early"}


def _may_follow(item: Item | None, first: str) -> bool:
    if item is None or item.kind in _BEFORE:
        return True
    if item.kind != "filler":
        return False
    word = item.text.casefold()
    return word not in _VERBAL and not (word in _AUXILIARY and _PARTICIPLE.fullmatch(first))
