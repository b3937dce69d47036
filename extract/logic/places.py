"""Where a treatment was given: "radiotherapy to the brain"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from eligo.attributes.leaves import MentionLeaf
from eligo.entities.hints import WholeWords
from eligo.resources import read_table, split_cell

__all__ = ["site_names", "with_sites"]

_HINT = WholeWords(("to", "of", "in", "on", "involving"))


def with_sites(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves, procedures with the organ that is named right behind them.

    Only what ends there is a place: in "surgery of the liver metastases" the metastases are named.
    """
    if not _HINT(text):
        return list(leaves)
    starts = sorted(found.leaf.start for found in leaves)
    done = []
    for found in leaves:
        leaf, constraint = found.leaf, found.leaf.constraint
        if found.mention is None or constraint.site is not None or constraint.type != "procedure":
            done.append(found)
            continue
        match = _places().match(text, leaf.end - offset)
        if match is None:
            done.append(found)
            continue
        first, last = match.start("place") + offset, match.end("place") + offset
        if any(first <= s < last for s in starts):  # a thing of its own
            done.append(found)
            continue
        constraint = replace(constraint, site=site_names()[" ".join(match["site"].casefold().split())])
        done.append(replace(found, leaf=replace(leaf, constraint=constraint, covers=(*leaf.covers, (first, last)))))
    return done


@cache
def site_names() -> dict[str, str]:
    """Every word of ``sites.tsv``, in small letters, and the site it names."""
    names: dict[str, str] = {}
    for row in read_table("sites.tsv", ("site", "words", "source")):
        for word in (row.cells["site"], *split_cell(row.cells["words"])):
            names[word.casefold()] = row.cells["site"]
    return names


@cache
def _places() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(site_names(), key=len, reverse=True))
    return re.compile(
        rf"\s+(?P<place>(?:to|of|in|on|involving)\s+(?:(?:the|any|a|an|his|her|their|left|right)\s+){{0,2}}"
        rf"(?P<site>{words}))(?=\s*(?:[.,;:()/]|\Z|(?:and|or|within|before|prior|during|for|in|at|if|that|which|who|is|"
        r"are|was|were|has|have|will|must|unless|except|other|with|after|less|more|as|by|from|not)\b))",
        re.I,
    )
