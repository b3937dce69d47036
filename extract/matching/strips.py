"""What a test strip shows: a criterion's "proteinuria < 2+" against a note's "1+", "trace" or "negative"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from .index import Candidate, Relation

__all__ = ["STRIP", "on_strips"]

STRIP = "{+}"
_PLUSES = re.compile(r"(?P<digit>[0-4])\s?\+|\+\s?(?P<behind>[1-4])|(?P<signs>\+{1,4})")
_WORDS = {"negative": 0.0, "neg": 0.0, "absent": 0.0, "none": 0.0, "nil": 0.0, "trace": 0.5, "traces": 0.5}
_ASSERTIONS = frozenset({"present", "historical", "possible"})


def on_strips(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that state pluses or that there are none, with these as numbers; amounts are left out."""
    out = []
    for candidate in candidates:
        fact = candidate.fact
        if (
            candidate.relation is Relation.BROADER
            or fact.assertion not in _ASSERTIONS
            or not isinstance(fact.value, str)
        ):
            continue
        value = _pluses(fact.value)
        if value is not None:
            out.append(candidate._replace(fact=replace(fact, value=value, comparator="=", unit=STRIP)))
    return out


def _pluses(value: str) -> float | None:
    word = value.strip().casefold()
    found = _PLUSES.fullmatch(word)
    if found is None:
        return _WORDS.get(word)
    return float(len(found["signs"])) if found["signs"] else float(found["digit"] or found["behind"])
