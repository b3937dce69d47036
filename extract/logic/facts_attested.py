"""Terms of criteria that say nothing of the patient when a note writes them: ``blood tests``, ``RECIST 1.1``."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from eligo.resources import read_table
from eligo.schema import Fact

__all__ = ["able", "states_something"]

_UNABLE = re.compile(r"(?:unable|inability|incapable|not\s+able|cannot|unwilling|unwillingness)\b", re.I)


@cache
def _silent() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for row in read_table("note_silent.tsv", ("concept", "kind", "source")):
        if row.cells["kind"] not in ("always", "value"):
            raise row.error(f"kind is {row['kind']!r}, expected always or value")
        kinds[row.cells["concept"]] = row.cells["kind"]
    return kinds


_POOR = re.compile(r"\b(?:poor|low|bad|inadequate|suboptimal|lack\s+of|non)[\s-]+(?:[\w-]+\s+){0,2}$", re.I)


def able(fact: Fact, before: str = "") -> Fact:
    """`fact`, absent where its own words say so (``unable to consent``), or those `before` it (``poor compliance``)."""
    unable = _UNABLE.match(fact.text) or _POOR.search(before[-60:])
    return replace(fact, assertion="absent") if fact.assertion == "present" and unable else fact


def states_something(fact: Fact) -> bool:
    """Whether a fact says anything of the patient; see ``lexicons/note_silent.tsv``."""
    kind = _silent().get(fact.concept.id) if fact.concept is not None else None
    return kind is None or (kind == "value" and fact.value is not None)
