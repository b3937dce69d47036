"""Nouns that make something else of a thing they stand beside: "complications of diabetes", "insulin injections".

Neither is asked for by its bare name: whoever has diabetes has no complications of it for all we know. The noun stays
with the thing as its `qualifier` ("complications of", or "… injections" behind an ellipsis), so that nobody without
diabetes has them, and only a record that says the noun is sure to meet them. What need not be there for the noun to
be ("prevention of pneumonia", "removal of a polyp") makes a thing of its own words, without a concept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.entities.lexicon import normal_token
from eligo.logic.no_names import may_name, no_name
from eligo.logic.shapes import is_adjective
from eligo.logic.spanning import running, spanning
from eligo.resources import read_table
from eligo.schema import Constraint, ConstraintType
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["read_head_nouns", "with_head_nouns"]

_QUALIFIED = frozenset({"condition", "drug", "procedure"})
_OF = frozenset({"of", "from", "to", "for"})
_SMALL = frozenset("the a an any all their his her its this these those one such prior previous other".split())  # noqa: SIM905
_BETWEEN = frozenset({"severity", "role", "status", "certainty"})
_BEFORE = frozenset(
    """
    stop comma semi colon open slash or and andor not status severity certainty role experiencer with cause
    except unless example define if whom list_any list_all list_n moot result time
    """.split()  # noqa: SIM905
)
_NO_FILLER = frozenset("to may will can could would might should must that which who".split())  # noqa: SIM905
_ENDS = frozenset(
    "stop comma semi colon close open slash or and andor time except unless but neg_post permit if".split()  # noqa: SIM905
)
_CLOSES = frozenset(
    """
    that which who whom whose where when while for in at on during within by from as are is was were has have had will
    would must should can may after before since until prior per according requiring required with
    of therapy treatment use
    """.split()  # noqa: SIM905
)
_DEGREES = frozenset({"good", "adequate", "inadequate", "insufficient", "sufficient", "clear", "absolute", "medical"})
_LINKS = frozenset({"or", "and", "andor", "slash"})
_TYPES: dict[str, ConstraintType] = {
    "condition": "condition",
    "drug": "drug",
    "procedure": "procedure",
    "attestation": "attestation",
}
_MOST = 2  # adjectives before the noun
_WORD = re.compile(r"[A-Z]?[a-z]{3,}")
_NO_NOUN = re.compile(
    r"[a-z]+(?:ed|ing|ly|ist|ists|ian|ians|ician|icians|able|ible|ful|less|ish|ward|wards|wise|ous|ive|ic|ical|al|ary|ory|eal|ent|ant|free|naive)|"
    r"(?:arose|grew|became|went|came|gave|took|began|wrote|made|found|held|kept|knew|known|shown|seen|done|given|taken|proven|"
    r"driven|naive|naïve|nonusers?|patiens?|teams?|staff|nurses?|doctors?|physicians?|surgeons?|providers?|guidelines?|such|"
    r"whole|total|rather|instead|even|whilst|although|though|once|twice|again|thus|then|here|there)",
    re.I,
)
_ABSTRACT = re.compile(r"[a-z]{3,}(?:tion|sion|ment|ence|ance|ity|ness|osis|ism)s?", re.I)


def read_head_nouns(path: Path | str) -> dict[tuple[str, str], str]:
    """What the nouns of a table like ``head_nouns.tsv`` make of a thing, by noun and place.

    Raises:
        LexiconError: if a place or a kind is none of those that the table's comment names.
    """
    table: dict[tuple[str, str], str] = {}
    for row in read_table(path, ("noun", "place", "makes", "source")):
        if row["place"] not in {"of", "from", "to", "for", "behind"}:
            raise row.error(f"unknown place {row['place']!r}")
        if row["makes"] not in {"part", "condition", "drug", "procedure", "attestation", "nothing", "same"}:
            raise row.error(f"unknown kind {row['makes']!r}")
        table[normal_token(row["noun"]), row["place"]] = row["makes"]
    return table


@cache
def _nouns() -> dict[tuple[str, str], str]:
    return read_head_nouns("head_nouns.tsv")


def with_head_nouns(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, such nouns taken up in the things that they stand beside.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    shared: tuple[Item, str, str] | None = None  # the last thing with a noun before it, the noun, what it makes
    n = 0
    while n < len(items):
        item = items[n]
        if item.leaf is None or item.leaf.constraint.type not in _QUALIFIED:
            done.append(item)
            n += 1
            continue
        item, end = _behind(items, n, text, offset)
        found = _before(done, item, text, offset)
        if found is not None:
            first, last, makes = found
            words = running(text, done[first].start, done[last].end, offset)
            item = _made(item, done[first], words, makes, text, offset)
            shared = (item, words, makes)
            del done[first : last + 1 if makes == "part" else len(done)]
        elif shared is not None and _linked(done, shared[0], item):
            item = _made(item, None, shared[1], shared[2], text, offset)
            shared = (item, *shared[1:])
        else:
            shared = None
        done.append(item)
        n = end
    return done


def _before(done: Sequence[Item], item: Item, text: str, offset: int) -> tuple[int, int, str] | None:
    """Where such a noun and its "of" stand in front of a thing, and what it makes; None where none does."""
    at, end = len(done) - 1, item.start
    while at > 0 and (done[at].kind in _BETWEEN or (done[at].kind == "filler" and done[at].text.casefold() in _SMALL)):
        at -= 1
    if at < 1 or done[at].kind != "filler" or done[at].text.casefold() not in _OF:
        return None
    noun, link = done[at - 1], done[at].text.casefold()
    if noun.kind != "word" or text[noun.end - offset : done[at].start - offset].strip():
        return None
    between = [i for i in done[at + 1 :] if i.kind in _BETWEEN]
    if text[done[at].end - offset : end - offset].strip() and not between and len(done) == at + 1:
        return None
    makes = _nouns().get((normal_token(noun.text), link))
    if makes is None and link == "of" and _is_noun(noun.text):
        makes = "part"
    if makes in {None, "nothing"} or (between and makes != "part"):
        return None
    assert makes is not None
    first = at - 1
    while first and at - 1 - first < _MOST and done[first - 1].kind == "word" and _near(done, first, text, offset):
        if not is_adjective(done[first - 1].text):
            break
        first -= 1
    if first and done[first - 1].kind == "filler" and done[first - 1].text.casefold() in _DEGREES:
        first -= 1  # "good response to levodopa"
    if first > 1 and done[first - 1].kind in _LINKS and (normal_token(done[first - 2].text), link) in _nouns():
        first -= 2  # "initiation or discontinuation of tamoxifen"
    before = done[first - 1] if first else None
    if before is not None and not (
        before.kind in _BEFORE or (before.kind == "filler" and before.text.casefold() not in _NO_FILLER)
    ):
        return None
    return first, at, makes


def _behind(items: Sequence[Item], n: int, text: str, offset: int) -> tuple[Item, int]:
    """A thing with the noun behind it, and the place behind both."""
    item, stop = items[n], n + 1
    while stop < len(items) and stop - n <= _MOST and items[stop].kind == "word" and _near(items, stop, text, offset):
        stop += 1
        if _nouns().get((normal_token(items[stop - 1].text), "behind")) is not None:
            break
    if stop == n + 1:
        return item, n + 1
    last = items[stop - 1].text
    after = items[stop] if stop < len(items) else None
    verb = last.endswith("s") and after is not None and after.kind == "filler"  # "asthma resolves within"
    makes = _nouns().get((normal_token(last), "behind"), "part" if _is_noun(last) and not verb else None)
    adjectives = items[n + 1 : stop - 1]
    if makes in {None, "nothing"} or not all(is_adjective(i.text) or may_name(i.text) for i in adjectives):
        return item, n + 1
    ends = after is None or after.kind in _ENDS or (after.kind == "filler" and after.text.casefold() in _CLOSES)
    if not ends:
        return item, n + 1
    assert makes is not None
    assert item.leaf is not None
    said = " ".join(text[item.end - offset : items[stop - 1].end - offset].split())
    if makes == "same":
        covers = (*item.leaf.covers, (items[n + 1].start, items[stop - 1].end))
        return replace(item, leaf=replace(item.leaf, covers=covers)), stop
    if makes == "part":
        constraint = item.leaf.constraint
        before, _, behind = (constraint.qualifier or "").partition("…")
        words = f"{before}… {said}" if not behind else f"{before}… {said} {behind.strip()}"
        told = replace(item.leaf, constraint=with_fields(constraint, qualifier=words))
        return replace(item, end=items[stop - 1].end, leaf=told), stop
    return _whole(item, item.start, items[stop - 1].end, makes, text, offset), stop


def _made(item: Item, first: Item | None, words: str, makes: str, text: str, offset: int) -> Item:
    """The thing with the noun before it."""
    assert item.leaf is not None
    if makes == "same":
        return item
    constraint = item.leaf.constraint
    if makes == "part":
        told = f"{words} {constraint.qualifier}" if constraint.qualifier else words
        return replace(item, leaf=replace(item.leaf, constraint=with_fields(constraint, qualifier=told)))
    if first is not None:
        return _whole(item, first.start, item.end, makes, text, offset)
    whole = _whole(item, item.start, item.end, makes, text, offset)
    assert whole.leaf is not None
    name = f"{words} {whole.leaf.constraint.name}"
    return replace(whole, text=name, leaf=replace(whole.leaf, constraint=with_fields(whole.leaf.constraint, name=name)))


def _whole(item: Item, start: int, end: int, makes: str, text: str, offset: int) -> Item:
    """A thing of its own words."""
    assert item.leaf is not None
    words, name = text[start - offset : end - offset], running(text, start, end, offset)
    before = (item.leaf.constraint.qualifier or "").partition("…")[0].strip()
    if before and start == item.start:  # "ventral hernia repair"
        name = f"{before} {name}"
    type_ = _TYPES[makes]
    whole = Constraint(type_, name, words, start, end, assumed=() if type_ == "attestation" else ("type",))
    return replace(spanning(item, whole, start, end), mention=None)


def _linked(done: Sequence[Item], last: Item, item: Item) -> bool:
    """Whether only a conjunction stands between a thing and the last one, of the same type."""
    if len(done) < 2 or done[-1].kind not in _LINKS or done[-2] is not last or item.leaf is None:
        return False
    assert last.leaf is not None
    kinds = {last.leaf.constraint.type, item.leaf.constraint.type}
    made = "type" in last.leaf.constraint.assumed or last.leaf.constraint.type == "attestation"
    return item.leaf.constraint.qualifier is None and (len(kinds) == 1 or made)


def _is_noun(word: str) -> bool:
    """Whether a word that no table has looks like a noun for a thing, and not for a person or like a verb."""
    if _ABSTRACT.fullmatch(word):
        return True
    plain = _WORD.fullmatch(word) is not None and no_name(word) is None and may_name(word)
    return plain and _NO_NOUN.fullmatch(word) is None and not is_adjective(word)


def _near(items: Sequence[Item], n: int, text: str, offset: int) -> bool:
    return not text[items[n - 1].end - offset : items[n].start - offset].strip(" \n\t\r-")
