"""Terms of criteria that say nothing of the patient when a note writes them: ``blood tests``, ``RECIST 1.1``."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from eligo.resources import read_table
from eligo.schema import Fact

__all__ = ["able", "of_another_aim", "states_something"]

_UNABLE = re.compile(
    r"(?:unable|inability|incapable|cannot|unwilling|unwillingness"
    r"|(?:not|no\s+longer)\s+(?:able|willing|ready|prepared|compliant|available|agree\w*))\b",
    re.I,
)
_WILL = re.compile(
    r"(?:(?:not|no\s+longer)\s+)?(?:(?:un)?willing(?:ness)?|(?:un)?able|and|or|/|\s)+|(?:adequately\s+)?motivat\w+",
    re.I,
)
_OTHER_AIM = re.compile(
    r"\s+(?:to|for)\s+(?!(?:actively\s+|fully\s+)?(?:participat|take\s+part|join|enrol|enter|sign|consent|give|provide|be\s+(?:in|on|random|"
    r"enrol|includ|screen)))\w",
    re.I,
)


@cache
def _silent() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for row in read_table("note_silent.tsv", ("concept", "kind", "source")):
        if row.cells["kind"] not in ("always", "value"):
            raise row.error(f"kind is {row['kind']!r}, expected always or value")
        kinds[row.cells["concept"]] = row.cells["kind"]
    return kinds


_POOR = re.compile(r"\b(?:poor|low|bad|inadequate|suboptimal|lack\s+of|non)[\s-]+(?:[\w-]+\s+){0,2}$", re.I)


_NO_MORE = re.compile(r"\bno\s+longer\s+$", re.I)


def able(fact: Fact, before: str = "") -> Fact:
    """`fact`, absent where its own words say so (``unable to consent``), or those `before` it (``poor compliance``)."""
    if fact.assertion == "historical" and _NO_MORE.search(before):
        return replace(fact, assertion="absent", status=None)
    unable = _UNABLE.match(fact.text) or _POOR.search(before[-60:])
    return replace(fact, assertion="absent") if fact.assertion == "present" and unable else fact


def of_another_aim(fact: Fact, behind: str) -> bool:
    """Whether a bare will or ability is one to do something else: "willing to use contraception" is not "to take part".

    Args:
        behind: what the text says right behind it.
    """
    return _WILL.fullmatch(fact.text) is not None and _OTHER_AIM.match(behind) is not None


def states_something(fact: Fact) -> bool:
    """Whether a fact says anything of the patient; see ``lexicons/note_silent.tsv``."""
    kind = _silent().get(fact.concept.id) if fact.concept is not None else None
    return kind is None or (kind == "value" and fact.value is not None)
