"""What can be told of over time, and the words for how it moves: ``lexicons/trends.tsv`` and ``trend_things.tsv``."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from eligo.resources import read_table, split_cell
from eligo.schema import Concept

from .analytes import Scale, by_concept

__all__ = ["Change", "Moved", "TrendWord", "change_of", "functions", "proxies", "toward", "trend_words"]

Change = Literal["increase", "decrease", "stable", "any"]
_CHANGES = frozenset({"increase", "decrease", "stable", "any"})
_PLACES = frozenset({"before", "of", "behind", "is"})


class TrendWord(NamedTuple):
    """A word for a trend.

    Attributes:
        change: what it says; ``worse`` and ``better`` depend on the thing (`toward`).
        share: by how many percent at least (``doubling``: 100); None: not said.
        bound: whether it is a trend only with a number of how far.
    """

    change: str
    share: float | None
    bound: bool


class Moved(NamedTuple):
    """A concept that is itself a change of another one: ``weight loss``."""

    concept: Concept
    name: str
    change: Change


class _Thing(NamedTuple):
    concept: Concept | None
    name: str
    words: tuple[str, ...]
    worse: str
    of: str
    change: str
    proxies: tuple[str, ...]


@cache
def trend_words(place: str) -> dict[str, TrendWord]:
    """The words in lower case that stand at this place beside the thing: ``before``, ``of``, ``behind`` or ``is``."""
    found: dict[str, TrendWord] = {}
    for row in read_table("trends.tsv", ("words", "change", "place", "share", "bound", "source")):
        places = split_cell(row["place"])
        if row["change"] not in _CHANGES | {"worse", "better"} or not set(places) <= _PLACES:
            raise row.error("change is increase, decrease, stable, any, worse or better; place before, of, behind, is")
        if place in places:
            share = float(row["share"]) if row["share"] else None
            word = TrendWord(row["change"], share, row["bound"] == "yes")
            found.update((w.casefold(), word) for w in split_cell(row["words"]))
    return found


@cache
def _things() -> tuple[_Thing, ...]:
    columns = ("concept", "name", "words", "worse", "change_of", "change", "proxy", "source")
    found = []
    for row in read_table("trend_things.tsv", columns):
        known = by_concept(row["concept"]) if row["concept"] else None
        if (known is None) is not bool(row["name"]):
            raise row.error("a row has a concept of the analytes or a name")
        if row["worse"] not in ("", "increase", "decrease"):
            raise row.error("worse is increase, decrease or empty")
        concept, name = (None, row["name"]) if known is None else (known.concept, known.name)
        words = split_cell(row["words"])
        found.append(
            _Thing(concept, name, words, row["worse"], row["change_of"], row["change"], split_cell(row["proxy"]))
        )
    return tuple(found)


@cache
def functions() -> tuple[re.Pattern[str], dict[str, tuple[str, Concept | None]]]:
    """What is no measurement by its words, but moves (``renal function``): a pattern, and what each is by name."""
    known = {w.casefold(): (t.name, t.concept) for t in _things() for w in t.words}
    words = sorted(known, key=len, reverse=True)
    pattern = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I), known


@cache
def _by_name() -> dict[str, _Thing]:
    return {t.concept.id if t.concept is not None else t.name: t for t in _things()}


def toward(change: str, thing: str) -> Change | None:
    """The direction of a trend: ``worse`` and ``better`` by what they are for `thing`; None where that is not known.

    Args:
        thing: a concept's id, or a name for what has none.
    """
    if change in _CHANGES:
        return cast(Change, change)
    known, place = _by_name().get(thing), by_concept(thing) if ":" in thing else None
    worse = known.worse if known is not None else ""
    if isinstance(place, Scale):
        worse = {"higher_worse": "increase", "higher_better": "decrease"}.get(place.direction, "")
    if not worse:
        return None
    if change == "worse":
        return cast(Change, worse)
    return "decrease" if worse == "increase" else "increase"


@cache
def change_of(concept_id: str) -> Moved | None:
    """What a concept is a change of; None for what is measured itself."""
    thing = _by_name().get(concept_id)
    base = by_concept(thing.of) if thing is not None and thing.of else None
    if thing is None or base is None:
        return None
    return Moved(base.concept, base.name, cast(Change, thing.change))


@cache
def proxies(concept_id: str) -> tuple[Concept, ...]:
    """What moves the other way and stands for a concept that has too few values: creatinine for the eGFR."""
    thing = _by_name().get(concept_id)
    found = (by_concept(id) for id in thing.proxies) if thing is not None else ()
    return tuple(f.concept for f in found if f is not None)
