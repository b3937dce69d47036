"""“No …” among the exclusions: a requirement that is repeated there, or what keeps out who lacks something.

"No prior chemotherapy" and, in a listing whose lines all begin so, "no steroids" say what a patient must not have; "no
measurable disease" and "not on a stable dose of aspirin" say what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import concept, is_a
from eligo.schema import Constraint, Statement

__all__ = ["denials", "is_unwanted"]

_FEWEST = 4  # lines that begin with a denial, in a listing that says with them what must not be
_PART = 3  # of so many of its exclusions at least one begins so
_LINE = re.compile(r"\W*(?:no|not)\s", re.I)
_LACKS = re.compile(
    r"\W*(?:no|not)\s[^.;:]{0,50}?\b(?:consent\w*|able|abilit\w+|willing\w*|capacit\w+|capabl\w+|access\w*|candidates?|suitab\w+|eligib\w+|"
    r"availab\w+|sign\w*|adequate|insur\w+|affiliat\w+|fluent|speak\w*|understand\w*|complian\w+|comply\w*|phone|email|"
    r"internet|caregivers?|agree\w*|cooperat\w+|adheren\w+|measurable|evaluable|response)\b",
    re.I,
)
_BAD = frozenset({"condition", "drug", "procedure", "allergy", "participation"})
_HARM = frozenset({"allergy", "participation"})
_REACTED = frozenset({"hypersensitivity", "intolerance"})
_BESIDE = re.compile(
    r"\b(?:concurrent|concomitant|simultaneous|other|others|additional|investigational|experimental)\b", re.I
)
_BEFORE = re.compile(r"\b(?:prior|previous(?:ly)?|histor(?:y|ies)|past)\b", re.I)
_TIMED = re.compile(
    r"\bwithin\b|\b(?:during|throughout|while\s+on)\s+(?:the\s+|this\s+)?(?:study|trial|protocol)\b", re.I
)
_MISSING = re.compile(
    r"\b(?:respon\w+|improve\w*|benefit\w*|relie\w+|document\w+|indicat\w+|need\w*|plan\w*|refer\w+|access\w*|intention\w*|candidates?|"
    r"contra-?\s?indicat\w+|counter-?\s?indicat\w+|failed|failure|result\w*|tolerat\w+|interest\w*|biops\w+|stable|longer)\b",
    re.I,
)
_TRIALS = ("class:investigational",)
_WITH_CHILD = frozenset({"repro:pregnant", "repro:lactating"})


def denials(statements: Iterable[Statement]) -> int:
    """How far the exclusions of a listing say what must not be: 2 by most lines, 1 by some, 0 not at all."""
    among = [s.text for s in statements if s.kind == "exclusion"]
    denied = sum(_LINE.match(t) is not None and _LACKS.match(t) is None for t in among)
    return 2 if denied >= _FEWEST and denied * _PART >= len(among) else int(denied > 1)


def is_unwanted(c: Constraint, words: str, before: str, after: str, denied: int) -> bool:
    """Whether what a line of the exclusions denies is what must not be there.

    Args:
        words: the denial, in lower case.
        before: the text between it and the thing.
        after: what follows the thing.
        denied: how far the whole listing is written so (`denials`).
    """
    plain, listed = words.split()[0] == "no", denied > 1
    if c.type == "condition":
        return plain or listed
    if c.type == "reproductive":
        shown = _WITH_CHILD | {"repro:pregnancy_test"} if c.result == "positive" else _WITH_CHILD
        return (plain or listed or _both(before, after)) and c.concept is not None and c.concept.id in shown
    if c.type not in _BAD or c.relation == "stable_dose" or _MISSING.search(before) is not None or _looks(c):
        return False
    if listed or (plain and (c.type in _HARM or c.relation in _REACTED)):
        return True
    if not plain:
        return c.concept is not None and any(is_a(c.concept, concept(id)) for id in _TRIALS)
    said = f"{words} {before} {c.text}"
    return (
        _BESIDE.search(said) is not None
        or _TIMED.search(after) is not None
        or (denied > 0 and _BEFORE.search(said) is not None)
    )


_JOINED = re.compile(r"(?:\b(?:or|nor|and)|/)\s*\w*\s*\Z", re.I)
_JOINS = re.compile(r"\s*(?:,|/|(?:or|nor|and)\b)", re.I)


def _both(before: str, after: str) -> bool:
    """ "Not pregnant or breastfeeding": nobody asks for either of two."""
    return _JOINED.search(before) is not None or _JOINS.match(after) is not None


def _looks(c: Constraint) -> bool:
    return c.concept is not None and c.type == "procedure" and c.concept.id in generic_concepts("looks")
