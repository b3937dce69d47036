"""The words that join, negate, qualify and condition: a table, matched like any other lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from eligo.entities.lexicon import Lexicon, Term, forms_of, normal_token
from eligo.resources import read_table
from eligo.schema import Concept

__all__ = ["CATEGORIES", "CueSpan", "find_cues", "is_filler", "may_say"]

CATEGORIES = frozenset(
    [
        "and",
        "or",
        "andor",
        "but",
        "with",
        "cause",
        "not",
        "able",
        "explain",
        "neg_post",
        "ends",
        "except",
        "unless",
        "permit",
        "if",
        "example",
        "define",
        "list_any",
        "list_all",
        "list_n",
        "list_most",
        "status",
        "certainty",
        "severity",
        "role",
        "relation",
        "experiencer",
        "route",
        "result",
        "modal",
        "recover",
        "baseline",
        "judge",
        "whom",
        "naive",
        "aside",
        "moot",
    ]
)

_HOW_FAR = ("yet fully", "yet completely", "yet adequately", "yet sufficiently", "fully yet", "satisfactorily")
_NEEDS = (
    "requiring",
    "requires",
    "that require",
    "that required",
    "which require",
    "which required",
    "needing",
    "necessitating",
)
_NEEDED = tuple(
    """
    active ongoing acute current chronic regular continuous continued concurrent concomitant any immediate further
    additional prolonged specific daily medical pharmacological pharmacologic pharmaceutical drug therapeutic new
    permanent long-term maintenance frequent aggressive intensive prescription clinical appropriate definitive
    """.split()  # noqa: SIM905
)
_AS_ROLE = "requiring treatment with"  # has a row of its own
_HOSPITAL = ("hospitalization", "hospitalisation", "hospital admission", "inpatient treatment", "inpatient care")
_SHORT = 60
"""Characters of a name or phrase; the same ones come again and again."""


class CueSpan(NamedTuple):
    """A cue in a text: its category, the value it sets, and where it stands."""

    category: str
    value: str
    text: str
    start: int
    end: int


@cache
def _cues() -> Lexicon:
    terms = []
    for row in read_table("logic_cues.tsv", ("cue", "category", "value", "source")):
        if row["category"] not in CATEGORIES:
            raise row.error(f"unknown category {row['category']!r}; known: {', '.join(sorted(CATEGORIES))}")
        forms = (row["cue"], *_other_forms(row["cue"], row["value"]))
        terms.append(Term(row["category"], Concept(f"cue:{row['cue']}", row["value"]), forms, ()))
    return Lexicon(terms, names=False)


def _other_forms(cue: str, value: str) -> Iterator[str]:
    """ "Can not" is "cannot", and "is not able to" denies an ability as "not able to" does."""
    if "cannot" in cue:
        yield cue.replace("cannot", "can not")
    if "not recovered from" in cue:
        yield from (cue.replace("not recovered", f"not {how} recovered") for how in _HOW_FAR)
    if value == "requiring treatment" and cue.startswith("requiring "):  # "that requires ongoing medical treatment"
        noun = cue.removeprefix("requiring ")
        medical = noun.startswith("medical ")
        whose = [noun] if " " in noun and not medical else [noun, *(f"{kind} {noun}" for kind in _NEEDED)]
        whose += [f"{how} {noun}" for how in ("urgent", "emergency") if medical]
        yield from (f"{verb} {what}" for verb in _NEEDS for what in whose)
    if cue == "requiring hospitalization":
        yield from (f"{verb} {what}" for verb in _NEEDS if " " in verb for what in _HOSPITAL)
    if cue == "requiring":  # "gout requiring long-term treatment with steroids": the steroids are named
        given = [f"{noun} with" for noun in ("treatment", "therapy")]
        yield from (f"{verb} {kind} {noun}" for verb in _NEEDS for kind in _NEEDED for noun in given)
        yield from (f"{verb} {noun}" for verb in _NEEDS for noun in given if f"{verb} {noun}" != _AS_ROLE)
    if cue.startswith("not ") and value.startswith("ability="):
        yield from (f"{verb} {cue}" for verb in ("is", "are", "was", "were"))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(normal_token(row["word"]) for row in read_table("fillers.tsv", ("word", "source")))


def find_cues(text: str, offset: int = 0) -> list[CueSpan]:
    """The cues of `text`, longest first, none overlapping.

    Args:
        offset: added to the positions.
    """
    if len(text) > _SHORT:
        return [CueSpan(m.label, m.name, m.text, m.start, m.end) for m in _cues().find(text, offset)]
    found = _short_cues(text)
    return [c._replace(start=c.start + offset, end=c.end + offset) for c in found] if offset else [*found]


@cache
def _first_words(values: tuple[str, ...]) -> frozenset[str]:
    rows = read_table("logic_cues.tsv", ("cue", "category", "value", "source"))
    return frozenset(forms_of(row["cue"])[0] for row in rows if row["value"] in values)


def may_say(text: str, values: tuple[str, ...]) -> bool:
    """Whether looking for cues that set one of these values is worth it."""
    return not _first_words(values).isdisjoint(forms_of(text))


@lru_cache(maxsize=4_096)
def _short_cues(text: str) -> tuple[CueSpan, ...]:
    return tuple(CueSpan(m.label, m.name, m.text, m.start, m.end) for m in _cues().find(text))


@lru_cache(maxsize=16_384)
def is_filler(word: str) -> bool:
    """Whether a word carries no requirement of its own (``patients``, ``must``, ``the``)."""
    return normal_token(word) in _fillers()
