"""What a whole criterion asks somebody to be able or willing to do, where nothing in it is a state of the patient.

"Must be willing to keep a dietary diary" names nothing we know, and "willing to go to designated areas for testing of
gout" asks for no gout. A person must say whether it is so: an attestation by the criterion's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.logic.items import Item
from eligo.logic.said import able_to, is_ability
from eligo.schema import AllOf, AnyOf, Constraint, Node, leaves

__all__ = ["account", "promised"]

_HEAD = re.compile(
    r"[\W_]*(?:\w{1,3}[.)]\s+)?"
    r"(?:(?:the|all|any|each|patients?|subjects?|participants?|volunteers?|individuals?|adults?|persons?|people|must|should|"
    r"will|shall|to|be|is|are|has|have|having|who|an?|potential|eligible|anticipated|expected|mentally|physically|"
    r"voluntarily|fully|legally|has\s+the|have\s+the)\s+)*"
    r"(?:(?P<will>willing|ready|prepared|content|committed|agree[sd]?|agreeing|consents?|commits?|willingness|readiness|"
    r"commitment|agreement)|(?P<can>able|capable|ability|capability|capacity))"
    r"(?:\s+(?:and|or|and/or|/)\s+(?:(?:is|are|be)\s+)?(?:(?P<and_will>willing|ready|willingness|agrees?)|"
    r"(?P<and_can>able|capable|ability)))?"
    r"\s+(?:(?:to|of)\s+(?!the\b|an?\b)|(?:of|by|from)\s+(?:the\s+)?(?:patients?|subjects?|participants?)\s+to\s+)",
    re.I,
)
_STARTS = re.compile(
    r"\b(?:able|capable|willing|ready|prepared|content|committed|agree|consent|commit|abilit|capabil|capac|readi)", re.I
)
_ENDS = re.compile(r"[.;]\s|[.;]?\s*\Z")
_FAR = 120  # characters before the end of the head
_LONG = 300  # characters that one may still have to answer for
_TESTED = frozenset({"condition", "procedure", "drug", "biomarker", "lesion"})
_SAID_SO = re.compile(r"\b(?:informed\s+consent|who|whose|but|unless|except|if|contracept\w*|birth\s+control)\b", re.I)
_AND = re.compile(r",|;|\b(?:and|or|with|without|has|have|must)\b", re.I)


def promised(node: Node | None, items: Sequence[Item], source: str, offset: int) -> Node | None:
    """The tree of an inclusion, or what it asks somebody to be able or willing to do.

    Args:
        node: what was read so far; None: nothing.
        items: those of the statement, parentheses nested; the words that the attestation quotes become fillers.
        source: the statement's text, whose first character is at `offset`.
    """
    if source.rstrip().endswith(":") or _STARTS.search(source, 0, _FAR) is None:
        return node
    head = _HEAD.match(source)
    if head is None or (node is not None and not _only_named(node, source, head.end())):
        return node
    end = _ENDS.search(source, head.end())
    stop = end.start() if end is not None else len(source)
    if stop - head.end() < 2 or stop - head.end() > _LONG:
        return node
    will, can = head["will"] or head["and_will"], head["can"] or head["and_can"]
    what = " and ".join(w for w, said in (("willingness", will), ("ability", can)) if said)
    start = head.start("will") if head["will"] else head.start("can")
    text = source[start:stop].rstrip()
    asked = Constraint("attestation", "", text, offset + start, offset + start + len(text))
    account(items, asked.end)
    link = "of" if head[0].rstrip().casefold().endswith(" of") else "to"
    return able_to(asked, f"{what} {link} {_plain(source[head.end() : stop])}")


def _only_named(node: Node, source: str, start: int) -> bool:
    """Whether a tree only affirms things that are named behind an ability which is asked, and asks nothing else."""
    if not isinstance(node, (Constraint, AllOf, AnyOf)) or _SAID_SO.search(source) or _AND.search(source, start):
        return False
    if not isinstance(node, Constraint) and not all(isinstance(a, Constraint) for a in node.args):
        return False
    return all(c.type in _TESTED and not is_ability(c) for c in leaves(node))


def account(items: Sequence[Item], end: int) -> None:
    """Take the words before `end` for read: an attestation quotes them."""
    for item in items:
        if item.start < end:
            account(item.inside, end)
            item.kind = "filler" if item.kind == "word" else item.kind


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(" .,;")
