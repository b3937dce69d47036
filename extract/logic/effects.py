"""What a thing may bring about: "drugs that can cause pancreatitis", "antibiotics known to prolong the QT interval".

What is brought about is not asked for: it narrows which drugs are meant, and stays with them in the text's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.logic.spanning import running
from eligo.schema import Constraint, ConstraintType, Leaf
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["with_effects"]

_VERBS = (
    r"caus(?:e|es|ing)|affect(?:s|ing)?|induc(?:e|es|ing)|prolong(?:s|ing)?|promot(?:e|es|ing)|alter(?:s|ing)?|inhibit(?:s|ing)?|"
    r"impair(?:s|ing)?|increas(?:e|es|ing)|decreas(?:e|es|ing)|reduc(?:e|es|ing)|suppress(?:es|ing)?|lower(?:s|ing)?|rais(?:e|es|ing)|"
    r"influenc(?:e|es|ing)|worsen(?:s|ing)?|predispos(?:e|es|ing)\s+to|stimulat(?:e|es|ing)|interact(?:s|ing)?\s+with|lead(?:s|ing)?\s+to|"
    r"result(?:s|ing)?\s+in|contribut(?:e|es|ing)\s+to|produc(?:e|es|ing)|exacerbat(?:e|es|ing)|mask(?:s|ing)?|prevent(?:s|ing)?"
)
_NOUNS = (
    r"drugs?|medications?|medicines?|agents?|treatments?|therap(?:y|ies)|substances?|supplements?|products?|compounds?"
)
_CLAUSE = re.compile(
    rf"(?:\s+(?:{_NOUNS}))?\s*,?\s+"
    r"(?:(?:(?:that|which|and)\s+)?(?:(?:is|are)\s+)?(?:(?:well\s+)?known|likely|expected|thought|suspected|reported|believed|able)\s+to"
    r"|(?:that|which)\s+(?:is|are)\s+(?:associated|capable)\b"
    r"|(?:that|which)(?:\s+(?:may|can|could|might|would|will))?"
    r"|with\s+(?:(?:a|an|the|known|significant)\s+){0,2}(?:potential|risk|ability|propensity|tendency)\s+(?:to|of|for))"
    r"(?:\s+(?:have\s+been\s+shown\s+to|also|potentially|significantly|adversely|clinically|either|commonly|directly))*"
    rf"\s+(?P<verb>{_VERBS})\b",
    re.I,
)
_MAYBE = re.compile(
    r"caus|affect|induc|prolong|promot|alter|inhibit|impair|creas|reduc|suppress|lower|rais|influenc|worsen", re.I
)
_DRUG_NOUN = re.compile(_NOUNS, re.I)
_QUALIFIED: frozenset[ConstraintType] = frozenset({"drug", "procedure"})
_ENDS = frozenset(
    "stop semi colon comma open close time except unless if but permit neg_post define example aside explain".split()  # noqa: SIM905
)
_SPOILS = frozenset({"judge", "list_any", "list_all", "list_n"})
_LINKS = frozenset({"or", "and", "andor", "slash"})
_MOST = 12  # items of what is brought about


def with_effects(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, what a drug or procedure may bring about taken up in it.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    if _MAYBE.search(text) is None:
        return list(items)
    done: list[Item] = []
    n = 0
    while n < len(items):
        item = items[n]
        clause = _CLAUSE.match(text, item.end - offset) if _is_head(item) else None
        end = _end(items, n, clause.end() + offset) if clause is not None else None
        if end is None:
            done.append(item)
            n += 1
            continue
        done.append(_narrowed(item, items[end - 1].end, text, offset))
        n = end
    return done


def _is_head(item: Item) -> bool:
    if item.leaf is not None:
        return item.leaf.constraint.type in _QUALIFIED
    return item.kind in {"filler", "word"} and _DRUG_NOUN.fullmatch(item.text) is not None


def _end(items: Sequence[Item], n: int, begins: int) -> int | None:
    """Where the words for what is brought about end; None where there are none, or more is asked in them."""
    first = next((k for k in range(n + 1, len(items)) if items[k].start >= begins), len(items))
    if any(i.kind in _SPOILS for i in items[n + 1 : first]):
        return None  # someone's judgement: "that may alter the results"
    stop = first
    while stop < len(items) and stop - first < _MOST and items[stop].kind not in _ENDS:
        item = items[stop]
        if item.kind in _SPOILS:
            return None
        if item.kind in _LINKS and not _goes_on(items, stop):
            break
        stop += 1
    if stop == first or not any(i.kind in {"word", "leaf"} for i in items[first:stop]):
        return None
    return stop


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether what is joined is brought about as well: "that affect motility or absorption"."""
    rest = items[at + 1 : at + 5]
    until = next((k for k, i in enumerate(rest) if i.kind in _ENDS), len(rest))
    joined = rest[:until]
    if not joined or (until == len(rest) and at + 5 < len(items)):
        return False
    return all(i.kind in {"word", "filler", "severity"} or (i.leaf is not None and _is_effect(i)) for i in joined)


def _is_effect(item: Item) -> bool:
    return item.leaf is not None and item.leaf.constraint.type in {"condition", "measurement", "biomarker"}


def _narrowed(item: Item, end: int, text: str, offset: int) -> Item:
    """The drug with what it brings about: in its qualifier, or as a drug of these words."""
    from eligo.logic.items import Item

    if item.leaf is not None:
        said = " ".join(text[item.end - offset : end - offset].split())
        before, _, behind = (item.leaf.constraint.qualifier or "").partition("…")
        words = f"{before}… {behind.strip()} {said.lstrip(', ')}".replace("  ", " ")
        return replace(item, leaf=replace(item.leaf, constraint=with_fields(item.leaf.constraint, qualifier=words)))
    words, name = text[item.start - offset : end - offset], running(text, item.start, end, offset)
    whole = Constraint("drug", name, words, item.start, end, assumed=("type",))
    return Item("leaf", item.start, end, name, leaf=Leaf(whole, item.start, end, ((item.start, end),)))
