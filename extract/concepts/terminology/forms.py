"""Which words of a terminology are looked for, and as what.

Terminologies hold every word that some system ever used for a thing. Looked for in any text are those that can mean
nothing else by themselves; the others (`Form.free` is False) only where a page spells them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from eligo.entities.lexicon import tokenise
from eligo.resources import read_table

from .entries import Entry

__all__ = ["Form", "forms", "key", "only_aspects"]

_LONGEST = 8  # tokens; longer names are descriptions, which nobody writes word by word
_SHORTEST = 4  # letters and digits
_TAG = re.compile(
    r"\s*\((?:disorder|finding|procedure|substance|product|medicinal product|morphologic abnormality|situation|event|"
    r"regime/therapy|diagnosis)\)$",
    re.I,
)
_NOS = re.compile(r",?\s*\b(?:NOS|NEC|unspecified)$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{0,4}s?")
_DOSE = re.compile(r"\d\s*(?:(?:mc?g|ug|ml|m?mol|meq|units?|unt|iu|hr)\b|%)", re.I)
_CONTEXT = re.compile(  # of a thing that is absent, past, suspected, or somebody else's
    r"(?:no|not|without|previous|suspected|possible|probable|status post|at risk (?:for|of)|risk of|"
    r"(?:(?:past|personal|family|medical|prior) )*history of|family history)\s",
    re.I,
)
_SIGNS = re.compile(r"[\[\]<>@=^|]")


class Form(NamedTuple):
    """One spelling.

    Attributes:
        key: its words under their normal forms.
        exact: how it has to be written; None: in any case.
        preferred: whether it is its concept's name.
        free: whether it means its concept in any text.
        why: where it does not, the reason: ``short``, ``common``, ``context``, ``dose`` or ``long``.
    """

    key: str
    exact: str | None
    preferred: bool
    free: bool
    why: str


def key(text: str) -> str:
    """What two spellings of a term have in common: case, hyphens, plural and British spelling left out."""
    return " ".join(token.form for token in tokenise(text))


def forms(entry: Entry) -> Iterator[Form]:
    """The spellings of an entry, each once; of two that differ in case only, the one that any case may have."""
    found: dict[str, Form] = {}
    for n, words in enumerate((entry.name, *entry.synonyms)):
        text = _NOS.sub("", _TAG.sub("", words.strip())).strip()
        known = key(text)
        if not known or _SIGNS.search(text) or ((old := found.get(known)) and old.exact is None):
            continue
        why = _why(text, known)
        exact = text if _as_written(text, known) else None
        if old is None:
            found[known] = Form(known, exact, entry.preferred and n == 0, not why, why)
        elif exact is None:
            found[known] = old._replace(exact=None)
    yield from found.values()


def _why(text: str, known: str) -> str:
    words = known.split()
    if sum(c.isalnum() for c in text) < _SHORTEST:
        return "short"
    if len(words) > _LONGEST:
        return "long"
    if _DOSE.search(text):
        return "dose"
    if _CONTEXT.match(text):
        return "context"
    if len(words) == 1:
        return "common" if known in _common() or known in _filling() else ""
    return "common" if all(word in _filling() or not word.isalpha() for word in words) else ""


def _as_written(text: str, known: str) -> bool:
    """Short forms, and names of everyday words only ("Still's disease", "SHORT syndrome"), mean it just so written."""
    if _ACRONYM.fullmatch(text) or (len(text) <= 8 and " " not in text and sum(c.isupper() for c in text) > 1):
        return True
    everyday = all(word in _common() or word in _filling() or not word.isalpha() for word in known.split())
    return everyday and text != text.lower()


@cache
def _common() -> frozenset[str]:
    """Everyday words."""
    return frozenset(key(row["word"]) for row in read_table("common_words.tsv", ("word", "source")))


@cache
def _filling() -> frozenset[str]:
    """The words that criteria are made of, around the things they name."""
    rows = [row["word"] for row in read_table("fillers.tsv", ("word", "source"))]
    rows += [row["cue"] for row in _logic_cues()]
    return frozenset(known for word in rows if " " not in (known := key(word)))


def only_aspects(words: Sequence[str]) -> bool:
    """Whether all words are read as something said of a thing (how severe, of what status and stage), none as its name.

    Cues of several words count as a whole: "bone marrow biopsy-proven" does not make "bone" one.
    """
    left = [word for word in words if word.isalnum()]
    known, longest = _aspects()
    while left:
        size = next((n for n in range(min(longest, len(left)), 0, -1) if tuple(left[:n]) in known), 0)
        if not size:
            return False
        del left[:size]
    return True


@cache
def _aspects() -> tuple[frozenset[tuple[str, ...]], int]:
    """The cues of what is said of a thing, as words, and how many the longest has."""
    said = ("severity", "status", "certainty", "experiencer", "role")
    cues = {
        tuple(w for w in key(row["cue"]).split() if w.isalnum()) for row in _logic_cues() if row["category"] in said
    }
    cues |= {("stage",), ("grade",), ("class",)}
    return frozenset(cues), max(map(len, cues))


def _logic_cues() -> Iterator[dict[str, str]]:
    for row in read_table("logic_cues.tsv", ("cue", "category", "value", "source")):
        yield row.cells
