"""Words that tell where the name of a measure that no table knows begins and ends."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from eligo.resources import read_table

__all__ = ["MeasureWords", "is_acronym", "measure_words", "names_another"]

_JOINED = re.compile(
    r"(?:\A\s*\)?\s*,|\b(?:and|or|with|but|plus))\s+(?P<words>(?:[^\W\d_][\w'’/-]*\s+){1,8}?)"
    r"(?:(?:of|to|is|was|at)\s+|[:(]\s*)*\Z"
)
_WORDS = """
    a an the of in to is was its his her their serum plasma blood fasting baseline screening random value level levels
    values concentration result results count total any mean confirmed repeat repeated direct single another lab
    laboratory central local ULN UNL IULN LLN OR AND IF FOR IN WITH
"""
_NEUTRAL = frozenset(_WORDS.split())
_PLAIN = """
    men women males females male female man woman boys girls boy girl adults children infants patients subjects
    participants those people individuals donors both either others other if when unless for not also then but
    than no less more least most greater lower higher above below under over between up at only preferably
    ideally alternatively otherwise possibly even still about approximately around exactly nearly roughly must
    should be are were has have had who with without within during after before until upon on by from per via or
    and as elevated increased decreased reduced low high abnormal normal measured defined documented corrected
    adjusted required acceptable allowed permitted eligible
"""
_NO_THINGS = frozenset(_PLAIN.split())
_STEPS = frozenset(("stage", "grade", "class"))


class MeasureWords(NamedTuple):
    """The words of ``measure_words.tsv`` by their roles."""

    roles: dict[str, frozenset[str]]

    def has(self, word: str, role: str) -> bool:
        """Whether a word, or what it is the plural of, has the role."""
        low = word.casefold()
        return role in self.roles.get(low, ()) or (low[-1:] == "s" and role in self.roles.get(low[:-1], ()))


@cache
def measure_words() -> MeasureWords:
    """The packaged table.

    Raises:
        LexiconError: if a row has another role.
    """
    roles: dict[str, set[str]] = {}
    for row in read_table("measure_words.tsv", ("word", "role", "source")):
        if row["role"] not in ("measure", "generic", "lasting", "sized", "stop", "lead"):
            raise row.error("role is measure, generic, lasting, sized, stop or lead")
        roles.setdefault(row["word"].casefold(), set()).add(row["role"])
    return MeasureWords({w: frozenset(r) for w, r in roles.items()})


def is_acronym(word: str) -> bool:
    """Whether a word has two capitals or more."""
    return len(word) >= 2 and sum(c.isupper() for c in word) >= 2


def names_another(glue: str) -> bool:
    """Whether the words between a bound and a number name something else: ``or uncorrected JT``."""
    found = _JOINED.search(glue)
    if found is None:
        return False
    words = found["words"].split()
    last = words[-1]
    if last in _NEUTRAL or last.casefold() in _NEUTRAL:
        return False
    if last in _STEPS or is_acronym(last) or measure_words().has(last, "measure"):
        return True
    plain = len(words) == 1 and last.isalpha() and last.islower()
    return plain and found.group()[-1].isspace() and last not in _NO_THINGS  # "Hb < 7 and zorks < 5"
