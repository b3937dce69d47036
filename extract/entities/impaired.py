"""Functions of several organs that are impaired: "impaired renal or hepatic function" names two impairments."""

from __future__ import annotations

import re
from collections.abc import Callable

from eligo.schema import Mention

__all__ = ["impaired_functions"]

_JOIN = r"(?:\s*,\s*(?:and\s*/\s*or\s+|or\s+|and\s+)?|\s*/\s*|\s+(?:and\s*/\s*or|or|and)\s+)"
_ORGAN = r"(?!function)[a-z][a-z-]{2,}(?:\s(?!function|and\b|or\b)[a-z]{4,})?"
_FUNCTIONS = re.compile(
    r"\b(?P<bad>impaired|abnormal|altered|compromised|reduced|decreased|disturbed|deranged|"
    r"(?:impairments?|disturbances?|derangements?|abnormalit(?:y|ies))\s+(?:of|in)(?:\s+the)?)\s+"
    rf"(?P<organs>{_ORGAN}(?:\s+functions?)?(?:{_JOIN}{_ORGAN}){{1,5}})\s+functions?\b",
    re.I,
)
_ORGANS = re.compile(_JOIN, re.I)
_OWN_NOUN = re.compile(r"\s+functions?\Z", re.I)


def impaired_functions(
    text: str, mentions: list[Mention], offset: int, find: Callable[[str], Mention | None]
) -> list[Mention]:
    """`mentions`, with one for each organ of such a list where the lexicon knows all of these impairments.

    Args:
        mentions: what was found in `text`, whose first character is at `offset`, in its order.
        find: the mention that a whole form makes, None where the lexicon does not know it.
    """
    for match in _FUNCTIONS.finditer(text):
        start, end = match.span("organs")
        spans, at = [], start
        for cut in (*_ORGANS.finditer(text, start, end), None):
            spans.append((at, cut.start() if cut is not None else end))
            at = cut.end() if cut is not None else end
        organs = [_OWN_NOUN.sub("", " ".join(text[s:e].split())) for s, e in spans]
        known = [find(f"impaired {organ} function") for organ in organs]
        inside = [m for m in mentions if m.start - offset < match.end() and match.start() < m.end - offset]
        outside = any(m.start - offset < match.start() or match.end() < m.end - offset for m in inside)
        if outside or any(m is None for m in known):
            continue
        spans[0], spans[-1] = (match.start(), spans[0][1]), (spans[-1][0], match.end())
        made = [
            Mention(m.label, m.name, text[s:e], s + offset, e + offset, m.concept)
            for m, (s, e) in zip(known, spans, strict=True)
            if m is not None
        ]
        mentions = sorted([*(m for m in mentions if m not in inside), *made], key=lambda m: m.start)
    return mentions
