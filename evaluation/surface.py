"""A tree read as annotators mark a text: which things does a negation in the words speak of?"""

from __future__ import annotations

import re

from eligo.logic.clause_leaves import NO_AMONG_EXCLUSIONS
from eligo.logic.said import is_ability
from eligo.schema import AllOf, Constraint, Except, Node, Not, children, leaves

__all__ = ["surface_leaves"]

_EXCEPT = re.compile(r"\b(?:except\w*|other\s+than|exclu\w+|unless|besides|apart\s+from|aside\s+from)\b", re.I)
_BEFORE = 60  # characters before an exception in which the word that makes it one stands


def surface_leaves(node: Node, text: str, *, lct: bool, negated: bool = False) -> list[tuple[Constraint, bool]]:
    """The constraints of a tree, and whether the words deny each.

    As with ``not`` in the tree, but: "no infection requiring antibiotics" denies its head, the infection, alone; a
    contraindication to a drug says nothing of the drug; and a "no" that is read as none because it stands among
    the exclusions counts.

    Args:
        text: that the offsets count.
        lct: "unable to" denies, and "except" does not; without it the other way round, as Chia has it (where what is
            permitted, "X is allowed", is not denied either).
    """
    if isinstance(node, Constraint):
        silent = node.type == "attestation" and node.name.startswith("contraindication")
        silent = silent or (not lct and is_ability(node))
        return [(node, not silent and (negated or NO_AMONG_EXCLUSIONS in node.assumed))]
    parts = children(node)
    head = min(parts, key=_start) if negated and isinstance(node, AllOf) else None
    found = []
    for part in parts:
        says = negated if head is None or part is head else False
        if isinstance(node, Not):
            says = not says
        elif isinstance(node, Except) and part is not node.arg and not lct:
            start = _start(part)
            says ^= _EXCEPT.search(text, max(0, start - _BEFORE), start) is not None
        found += surface_leaves(part, text, lct=lct, negated=says)
    return found


def _start(node: Node) -> int:
    return min((c.start for c in leaves(node)), default=0)
