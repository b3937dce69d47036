"""Words right before what a note denies that no table has: "no metabolic liver disease" says nothing of other kinds."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.schema import Fact

from .facts_causes import comes_from
from .facts_context import NoteContext

__all__ = ["qualified_denial"]

_BEFORE = re.compile(r"(?P<word>[A-Za-z][A-Za-z-]*[A-Za-z])\s+$")
_NARROWS = re.compile(
    r"[a-z]+(?:ic|ical|[^u]al|ar|ary|ory|ous|oid|ile|eal|virus|coccus|bacter)|palpable|visible|audible|[a-z]+-(?:[a-z]+ed|[a-z]+ing|[a-z]+al|[a-z]+ic)",
    re.I,
)
# they say that, how surely, since when or in whom a thing is there, not of which kind it is
_OF_ANY_KIND = re.compile(
    r"any|other|additional|further|clinical|physical|medical|personal|actual|usual|typical|several|general|historical|"
    r"prior|previous|obvious|serious|spontaneous|numerous|various|ordinary|initial|final|potential|radiologic(?:al)?|"
    r"radiographic|sonographic|electrocardiographic|echocardiographic|angiographic|endoscopic|histologic(?:al)?|"
    r"pathologic(?:al)?|cytologic(?:al)?|microscopic|biochemical|serologic(?:al)?|objective|subjective|past|familial|"
    r"maternal|paternal|parental|particular|special|specific|regular|real|total|normal|abnormal|suspicious",
    re.I,
)  # fmt: skip
_SENSED = re.compile(r"(?:palpable|visible|audible)(?=\s)", re.I)
_REST = re.compile(r"other|additional|further|past|previous|prior|former", re.I)
_OF_NO_KIND = re.compile(r"the|an?|no|any|of|for|or|and|flu|such|to|get|got|had|have|received|given|prior|recent", re.I)
_VACCINES = frozenset({"class:vaccines", "class:live_vaccines"})
_TYPES = frozenset({"condition", "procedure", "drug"})


def qualified_denial(fact: Fact, context: NoteContext) -> Fact:
    """`fact` with its `qualifier`, where it is denied and a word before it or its cause narrows what is."""
    if fact.assertion != "absent" or fact.type not in _TYPES:
        return fact
    tail = comes_from(context.text[fact.end - context.offset : fact.end - context.offset + 80])
    if tail is not None and fact.type == "condition" and any(c.end <= fact.start for c in fact.cues):
        return replace(fact, qualifier=tail)
    if own := _SENSED.match(fact.text):  # "no palpable masses" denies none that only a scan shows
        return replace(fact, qualifier=own[0].casefold())
    at = fact.start - context.offset
    found = _BEFORE.search(context.text, max(0, at - 40), at)
    if found is None:
        return fact
    word = found["word"]
    concept = fact.concept.id if fact.concept is not None else ""
    if concept in generic_concepts("anything") and _REST.fullmatch(word):  # beside what the note is about
        return replace(fact, qualifier=word.casefold())
    if concept in _VACCINES and not (_OF_NO_KIND.fullmatch(word) or _OF_ANY_KIND.fullmatch(word)):
        return replace(fact, qualifier=word.casefold())
    cued = any(c.start <= context.offset + found.start("word") < c.end for c in fact.cues)
    said = word.casefold() in (fact.severity or "")
    if cued or said or _NARROWS.fullmatch(word) is None or _OF_ANY_KIND.fullmatch(word):
        return fact
    return replace(fact, qualifier=word.casefold())
