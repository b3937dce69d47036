"""A drug or a nutrient whose level is bounded is a laboratory value: ``vitamin D ≥ 20 ng/mL``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.entities.lexicon import default_lexicon
from eligo.schema import Mention, Quantity

__all__ = ["as_levels"]

_PER_VOLUME = re.compile(r"/[dmu]?L\Z")
_TIE = re.compile(
    r"[\s:,(\[]*(?:\(?[A-Z]{2,5}\)[\s:,]*)?"
    r"(?:(?:levels?|concentrations?|is|are|was|were|of|must\s+be|should\s+be|be|elevated|low|at)\b[\s:,(\[]*)*\Z",
    re.I,
)
_REACH = 40


def as_levels(text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Mention]:
    """The mentions, those of substances with a concentration right behind them as the analytes they then name."""
    found = list(mentions)
    bounds = [q for q in quantities if q.unit is not None and _PER_VOLUME.search(q.unit)]
    for n, mention in enumerate(found):
        if mention.label != "drug":
            continue
        near = next((q for q in bounds if mention.end <= q.start < mention.end + _REACH), None)
        if near is None or not _TIE.fullmatch(text[mention.end - offset : near.start - offset]):
            continue
        level = default_lexicon().whole(f"{mention.text} level") or default_lexicon().whole(f"serum {mention.text}")
        if level is not None and level.label == "measurement":
            found[n] = Mention(level.label, level.name, mention.text, mention.start, mention.end, level.concept)
    return found
