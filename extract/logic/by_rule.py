"""Rules that only say how something is done: "consent according to local regulations", "longer if the law requires".

Whom a rule or a committee binds is no patient: nothing of it is asked of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["as_rules_say"]

_RULES = "att:ethics_approval"
_CONSENT = frozenset({"att:informed_consent", "att:assent", "att:legal_representative", "att:release_of_information"})
_MOST = 90  # characters before the rules in which it is said that they only guide
_HOW = re.compile(
    r"(?:(?:[,(]\s*)?\bor\s+(?:for\s+)?(?:\w+\s+)?(?:longer|shorter|less|more|later|earlier|otherwise|older|younger)\s*,?\s*(?:if|when|where|as|than)\s+(?:it\s+is\s+)?)?"
    r"\b(?:(?:in\s+)?(?:\w+\s+)?(?:accordance|compliance|conformity|conformance|agreement|line|keeping|concordance)\s+(?:with|to)"
    r"|(?:according|pursuant|subject)\s+to|consistent\s+with|compliant\s+with|compl(?:y|ies|ying)\s+with|conform(?:s|ing|ant)?\s+(?:to|with)|as\s+per|(?<!tests\s)per"
    r"|(?:as\s+)?(?:required|defined|specified|mandated|dictated|determined|stipulated|permitted|allowed|recommended|approved|reviewed|set\s+out|laid\s+down|regulated|governed|accepted)"
    r"\s+(?:by|under|in|within|per|for)|acceptable\s+to|meet(?:s|ing)?|under|following)\s+(?:[^\s.;:,<>≤≥]+\s+){0,6}\Z",
    re.I,
)
_IF = re.compile(r"\b(?:if|when|where|unless)\s+\Z", re.I)
_NEXT = re.compile(
    r"[\s,/()\])]*(?:(?:and|or|and/or|as\s+well\s+as|the|all|any|other)\s+)*(?:[\w'’-]+\s+){0,3}[\s,/(\[]*"
)
_ENDS = re.compile(
    r"\s*(?:guidelines?|regulations?|requirements?|laws?|practices?|approved|approval|polic(?:y|ies)|rules|standards?)\b",
    re.I,
)


def as_rules_say(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, the rules that only say how something is done no longer things to ask for.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    rules = [i for i in items if _names(i, {_RULES})]
    if not rules:
        return list(items)
    spans: list[tuple[int, int]] = []
    worded: list[Item] = []
    for item in rules:
        sentence = _sentence(items, item)
        consents, start = any(_names(i, _CONSENT) for i in sentence), item.start - offset
        how = _HOW.search(text, max(0, start - _MOST), start)
        if how is not None and _IF.search(text, max(0, how.start() - 12), how.start()):
            continue  # "a negative test, if the law requires that"
        if how is not None:
            begins = how.start()
        elif spans and _NEXT.fullmatch(text, spans[-1][1], start):  # "… with GCP, and the local regulations"
            begins = spans[-1][1]
        elif consents:
            begins = start
        else:
            continue
        if (
            how is None
            and consents
            and all(i.leaf is None or i.leaf.constraint.type == "attestation" for i in sentence)
        ):
            worded.append(item)
        ends = _ENDS.match(text, item.end - offset)
        spans.append((begins, ends.end() if ends else item.end - offset))
    if not spans:
        return list(items)
    for item in items:
        if any(s <= item.start - offset and item.end - offset <= e for s, e in spans) and item.kind not in _MARKS:
            told = item.leaf is None or _names(item, {_RULES})
            if told:
                item.kind = "word" if any(item is w for w in worded) else "filler"
                item.leaf = item.mention = None
    return list(items)


_MARKS = frozenset({"open", "close", "stop", "semi", "time", "paren"})


def _names(item: Item, concepts: frozenset[str] | set[str]) -> bool:
    concept = item.leaf.constraint.concept if item.leaf is not None else None
    return concept is not None and concept.id in concepts


def _sentence(items: Sequence[Item], item: Item) -> list[Item]:
    """The items between the full stops and semicolons around one of them."""
    done: list[Item] = []
    for other in items:
        if other.kind in {"stop", "semi"}:
            if other.start > item.start:
                break
            done = []
        else:
            done.append(other)
    return done
