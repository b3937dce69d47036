"""Conditions that no table has, known by their shape: "psychosomatic disorder", "impaired coagulation".

An adjective that nothing else accounts for and a noun for what is wrong, or a word for going wrong and what goes wrong.
What is found so has its words for a name and no concept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from eligo.schema import Constraint, Leaf

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["by_shape", "is_adjective"]

_WRONG = re.compile(
    r"(?:disorder|disease|syndrome|illness(?:e)?|deficienc(?:y|ie)|insufficienc(?:y|ie)|dysfunction|impairment|malformation|"
    r"anomal(?:y|ie)|abnormalit(?:y|ie)|defect|patholog(?:y|ie)|disturbance|condition|failure|dystroph(?:y|ie)|atroph(?:y|ie)|"
    r"degeneration|neoplasm|tumou?r|inflammation|obstruction|paralysis|pals(?:y|ie)|pain|symptom|complication)s?",
    re.I,
)
_ADJECTIVE = re.compile(
    r"[A-Za-z][\w-]{2,}(?:ic|ical|al|ar|ary|ory|ous|ive|oid|ile|ine|eal|ent|ant|iac)|[A-Z][a-z]{3,}(?:['’]s)?|[\w-]{4,}['’]s"
)
_IMPAIRED = re.compile(
    r"impaired|altered|disturbed|disordered|deranged|defective|dysregulated|compromised|insufficient", re.I
)
_GOES = re.compile(
    r"[a-z]{4,}(?:tion|sion|ment|ity|ance|ence|ing|ism|sis|flow|balance|healing|supply|motility|memory)", re.I
)
# adjectives that say when, how much or whose, and name no condition
_PLAIN = re.compile(
    r"(?:clinical|medical|physical|general|special|specific|actual|individual|several|additional|original|initial|final|total|"
    r"local|principal|potential|essential|equal|normal|abnormal|usual|typical|similar|particular|regular|irregular|previous|"
    r"various|serious|obvious|necessary|temporary|primary|secondary|active|inactive|passive|positive|negative|relative|"
    r"effective|definitive|exclusive|relevant|significant|important|different|present|recent|current|concurrent|frequent|"
    r"constant|dominant|basic|systemic|possible|symptomatic|asymptomatic|experimental|investigational|mechanical|technical|"
    r"surgical|pathological|historical|hospital|optional|residual|critical|central|radical|minimal|maximal|marginal|partial|"
    r"nodal|measurable|evaluable|residual|locoregional|bilateral|unilateral|dependent|independent|homozygous|heterozygous|contralateral|ipsilateral|distal|proximal|other|major|minor|patient|subject|participant)s?",
    re.I,
)
_LOWER = re.compile(r"[A-Z]?[a-z-]{3,}(?:ic|ical|al|ar|ary|ory|ous|ive|oid|ile|ine|eal|ent|ant|iac)")
_MOST = 3  # words before the noun


def by_shape(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, with a leaf in place of the words of each such condition.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    if "word" not in [i.kind for i in items]:
        return [*items]
    done: list[Item] = []
    n = 0
    while n < len(items):
        end = _ends(items, n, text, offset) if items[n].kind == "word" else None
        if end is None:
            done.append(items[n])
            n += 1
            continue
        done.append(_leaf(items[n], items[end - 1], text, offset))
        n = end
    return done


def _ends(items: Sequence[Item], n: int, text: str, offset: int) -> int | None:
    """Where the condition that begins at `n` ends, None where there is none."""
    stop = n + 1
    while stop < len(items) and stop - n <= _MOST and items[stop].kind in {"word", "filler"}:
        if text[items[stop - 1].end - offset : items[stop].start - offset].strip():
            break
        stop += 1
    run = items[n:stop]
    if _IMPAIRED.fullmatch(run[0].text):
        return n + 2 if len(run) > 1 and run[1].kind == "word" and _GOES.fullmatch(run[1].text) else None
    for k, item in enumerate(run):
        if _names(item):
            wrong = k + 1
            if wrong < len(run) and _WRONG.fullmatch(run[wrong].text):
                capital = run[0].start == offset and not _LOWER.fullmatch(run[0].text) and "’" not in run[0].text
                name = "'" in run[0].text or run[wrong].text.casefold().startswith("syndrome")
                return None if capital and not name else n + wrong + 1  # "Causes disease"
        else:
            return None
    return None


def _names(item: Item) -> bool:
    return item.kind == "word" and is_adjective(item.text)


@lru_cache(maxsize=16_384)  # asked of the same words in turn
def is_adjective(word: str) -> bool:
    """Whether a word looks like an adjective that names a kind of condition, or is a person's name in the genitive."""
    return _ADJECTIVE.fullmatch(word) is not None and _PLAIN.fullmatch(word) is None


def _plain_case(word: str) -> str:
    """In lower case, but for short forms and people's names."""
    return word.lower() if _WRONG.fullmatch(word) or _LOWER.fullmatch(word) or _IMPAIRED.fullmatch(word) else word


def _leaf(first: Item, last: Item, text: str, offset: int) -> Item:
    from eligo.logic.items import Item

    words = text[first.start - offset : last.end - offset]
    name = " ".join(words.split())
    name = " ".join(_plain_case(word) for word in name.split())
    constraint = Constraint("condition", name, words, first.start, last.end)
    leaf = Leaf(constraint, first.start, last.end, ((first.start, last.end),))
    return Item("leaf", first.start, last.end, name, leaf=leaf)
