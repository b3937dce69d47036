"""A tree read as annotators mark a text: which things does a negation in the words speak of?"""

from __future__ import annotations

import re

from eligo.logic.clause_leaves import NO_AMONG_EXCLUSIONS
from eligo.logic.said import is_ability
from eligo.schema import AllOf, Constraint, Except, Node, Not, children, leaves

__all__ = ["is_precluded", "surface_leaves"]

_EXCEPT = re.compile(r"\b(?:except\w*|other\s+than|exclu\w+|unless|besides|apart\s+from|aside\s+from)\b", re.I)
_UNWILLING = re.compile(r"(?:willingness to|acceptance of)\b")
_UNABLE = re.compile(r"\b(?:unable|inability|not\s+able)\b", re.I)
_NEGATIVE = re.compile(r"\bnegative\b", re.I)
_NEAR = 30  # characters around a thing in which a result stands
_PRECLUDED = re.compile(r"\b(?:preclud\w+|prevent\w*|prohibit\w*|imped\w+)\b[^(),;:.]*\Z", re.I)
_BEFORE = 60  # characters before an exception in which the word that makes it one stands


def surface_leaves(node: Node, text: str, *, lct: bool, negated: bool = False) -> list[tuple[Constraint, bool]]:
    """The constraints of a tree, and whether the words deny each.

    As with ``not`` in the tree, but: "no infection requiring antibiotics" denies its head, the infection, alone; a
    contraindication to a drug says nothing of the drug; and a "no" that is read as none because it stands among
    the exclusions counts.

    Args:
        text: that the offsets count.
        lct: "unable to" denies ("unwilling to" does not), and "except" does not; without it the other way round, as
            Chia has it (where what is permitted, "X is allowed", is not denied either).
    """
    if isinstance(node, Constraint):
        silent = node.type == "attestation" and node.name.startswith("contraindication")
        silent = silent or (is_ability(node) and (not lct or _is_unwilling(node, text)))
        silent = silent or node.relation == "stable_dose"
        return [(node, not silent and (negated or NO_AMONG_EXCLUSIONS in node.assumed))]
    parts = children(node)
    head = min(parts, key=_start) if negated and isinstance(node, AllOf) else None
    found = []
    for part in parts:
        says = negated if head is None or part is head else False
        if isinstance(node, Not):
            says ^= not _is_result(node, text)
        elif isinstance(node, Except) and part is not node.arg and not lct:
            start = _start(part)
            says ^= _EXCEPT.search(text, max(0, start - _BEFORE), start) is not None
        found += surface_leaves(part, text, lct=lct, negated=says)
    return found


def is_precluded(judged: Constraint, text: str, start: int) -> bool:
    """Whether what stands at `start` is what a thing to be judged would prevent, which LCT marks as denied."""
    before = max(judged.start, start - _BEFORE)
    return judged.type == "attestation" and _PRECLUDED.search(text, before, start) is not None


def _is_unwilling(asked: Constraint, text: str) -> bool:
    """Whether only a will is denied, which LCT marks in a third of all places; "unable or unwilling" is more."""
    named = _UNWILLING.match(asked.name) is not None
    return named and _UNABLE.search(text, max(0, asked.start - _BEFORE), asked.start) is None


def _is_result(node: Not, text: str) -> bool:
    """ "HBsAg negative": a value to the annotators."""
    thing = node.arg
    if not isinstance(thing, Constraint) or thing.type != "condition":
        return False
    return _NEGATIVE.search(text, max(0, thing.start - _NEAR), thing.end + _NEAR) is not None


def _start(node: Node) -> int:
    return min((c.start for c in leaves(node)), default=0)
