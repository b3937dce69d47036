"""Words right behind a thing that narrow it and that nothing accounts for: "bleeding of unknown origin".

As those before it ("laparoscopic cholecystectomy"), they may not be dropped, and nobody knows what they mean: they stay
with the thing as its `qualifier`, behind an ellipsis, and only a record that says them is sure to meet them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["with_words_behind"]

_QUALIFIED = frozenset({"condition", "drug", "procedure"})
_LINKS = frozenset(
    """
    of in on to for from by at under over into during after following between through via against among along
    above beyond below exceeding
    that which
    """.split()  # noqa: SIM905
)
_CLAUSE = frozenset({"that", "which"})
_ITSELF = frozenset(
    {"therapy", "therapies", "treatment", "treatments", "disease", "diseases", "procedure", "procedures", "use"}
)
_DOING = re.compile(
    r"[a-z]{3,}ing|located|confined|restricted|limited|related|attributable|attributed|known|suspected|similar|refractory"
)
_VERBS = frozenset(
    """
    is are was were be been has have had will would must should shall may might can could do does did who whom whose
    while where when if unless until before since within and or not
    """.split()  # noqa: SIM905
)
_PLAIN = frozenset({"word", "filler"})
_ENDS = frozenset(
    """
    stop comma semi colon close open slash and or andor time except unless but neg_post permit if aside explain
    """.split()  # noqa: SIM905
)
_COUNTS = re.compile(
    r"[^\w]*\d.*|.*[<>≤≥=%；：].*|one|two|three|four|five|six|seven|eight|nine|ten|more|less|least|than|minimum|maximum|average|mean",
    re.I,
)
_HANGING = frozenset(
    """
    of in on to for from by at with as than the a an any that which their his her its and or into is are be
    """.split()  # noqa: SIM905
)
_QUALITY = re.compile(r"new|old|[a-z]+(?:ic|al|ous|ive|able|ent|ant)", re.I)
_JOINS = frozenset({"and", "or", "andor"})
_MOST = 9  # items
_GIVEN = frozenset({"drug", "procedure"})
_SETTING = re.compile(
    r"(?:\s+(?:therapy|therapies|treatments?|regimens?|agents?|given|administered|received|either))*"
    r"\s+(?P<said>(?:only\s+)?in\s+(?:the|an?|either\s+the)\s+[^.;:<>≤≥]{3,60}?\bsettings?)\b(?!\s+of\b)",
    re.I,
)
_ADDRESS = re.compile(r"(?:investigators?|sponsors?|study|trial|protocol)\b", re.I)


def with_words_behind(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, the unread words that narrow a thing behind it taken up in it.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    n = 0
    if "setting" in text:
        items = _in_settings(items, text, offset)
    while n < len(items):
        item = items[n]
        end = _end(items, n) if item.leaf is not None and item.leaf.constraint.type in _QUALIFIED else None
        if end is None or _shared(items, n):
            done.append(item)
            n += 1
            continue
        done.append(_narrowed(item, items[n + 1 : end], text, offset))
        n = end
    return done


def _in_settings(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, each treatment with the setting in which it was given: "two lines in the adjuvant or late setting"."""
    done = list(items)
    for n in range(len(items) - 1, -1, -1):
        item = done[n]
        if item.leaf is None or item.leaf.constraint.type not in _GIVEN:
            continue
        told = _SETTING.match(text, item.end - offset)
        if told is None:
            continue
        start, end = told.start("said") + offset, told.end() + offset
        words = [i for i in done[n + 1 :] if start <= i.start and i.end <= end]
        if any(i.leaf is not None and i.leaf.constraint.type in _GIVEN for i in words) or not words:
            continue
        first, last = done.index(words[0]), done.index(words[-1])
        done[n] = _narrowed(item, words, text, offset)
        while n > 1 and done[n - 1].kind in _JOINS and (before := done[n - 2]).leaf is not None:
            if before.leaf is None or before.leaf.constraint.type not in _GIVEN or before.leaf.constraint.qualifier:
                break
            n -= 2  # "chemotherapy or radiotherapy in the adjuvant setting"
            done[n] = _narrowed(before, words, text, offset)
        del done[first : last + 1]
    return done


def _end(items: Sequence[Item], n: int) -> int | None:
    """Where the words end that narrow the thing at `n`; None where there are none."""
    while n + 3 < len(items) and items[n + 1].kind == "filler" and items[n + 1].text.casefold() in _ITSELF:
        n += 1  # "steroid therapy in the study eye"
    link = items[n + 1] if n + 2 < len(items) else None
    if link is None:
        return None
    low = link.text.casefold()
    doing = link.kind == "word" and _DOING.fullmatch(link.text) is not None
    if not (doing or (link.kind == "filler" and low in _LINKS) or link.kind == "cause" or low == "with"):
        return None
    clause = low in _CLAUSE
    stop = n + 2
    while stop < len(items) and stop - n <= _MOST and items[stop].kind in (_PLAIN | {"modal"} if clause else _PLAIN):
        if items[stop].kind == "filler" and not clause and items[stop].text.casefold() in _VERBS:
            break
        stop += 1
    after = items[stop] if stop < len(items) else None
    if after is not None and after.kind not in _ENDS and not (after.kind == "filler" and not clause):
        return None
    if after is not None and after.kind in _JOINS and stop + 1 < len(items) and items[stop + 1].kind != "leaf":
        return None  # "in the adjuvant or metastatic setting"
    while stop > n + 2 and items[stop - 1].text.casefold() in _HANGING:
        stop -= 1
    said = items[n + 2 : stop]
    if (
        said
        and said[-1].kind == "word"
        and after is not None
        and after.kind == "comma"
        and _QUALITY.fullmatch(said[-1].text)
    ):
        return None  # "for a new, persistent infection"
    if not any(i.kind == "word" for i in said) or any(_COUNTS.fullmatch(i.text) for i in said):
        return None  # a number is something else that is asked
    return None if any(_ADDRESS.match(i.text) for i in said if i.kind == "word") else stop


def _shared(items: Sequence[Item], n: int) -> bool:
    """Whether the words may be said of the thing before as well: "adenoma or carcinoma of the tail"."""
    if n < 2 or items[n - 1].kind not in _JOINS or items[n - 2].leaf is None or items[n].leaf is None:
        return False
    one, two = items[n - 2].leaf, items[n].leaf
    return one is not None and two is not None and one.constraint.type == two.constraint.type


def _narrowed(item: Item, words: Sequence[Item], text: str, offset: int) -> Item:
    assert item.leaf is not None
    constraint = item.leaf.constraint
    said = " ".join(text[words[0].start - offset : words[-1].end - offset].split())
    before = constraint.qualifier or ""
    qualifier = f"{before} {said}" if "…" in before else f"{before} … {said}".strip()
    return replace(item, leaf=replace(item.leaf, constraint=with_fields(constraint, qualifier=qualifier)))
