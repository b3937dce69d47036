"""A tree read as annotators mark a text: which things does a negation in the words speak of?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.logic.clause_leaves import NO_AMONG_EXCLUSIONS
from eligo.logic.rewrite import DEMANDED
from eligo.logic.said import is_ability
from eligo.schema import AllOf, Constraint, Except, Node, Not, children, leaves

__all__ = ["is_excepted", "is_kept_out", "is_precluded", "surface_leaves"]

_EXCEPT = re.compile(
    r"\b(?:except\w*|other\s+than|excl(?:u\w+)?|unless|besides|apart|aside\s+from|"
    r"not\s+(?:including|counting|due|related|caused|attribut\w+|secondary|resulting))\b|\(\s*not\b",
    re.I,
)
_UNWILLING = re.compile(r"(?:willingness to|acceptance of)\b")
_NOT_WILLING = re.compile(
    r"\b(?:unwilling\w*|not\s+willing|refus\w+|reluctan\w+|not\s+agree)\b(?:\s+[\w-]+){0,8}\s+\Z", re.I
)
_UNABLE = re.compile(r"\b(?:unable|inability|not\s+able)\b", re.I)
_NEGATIVE = re.compile(r"\bnegative\b", re.I)
_NEGATIVE_FOR = re.compile(r"\bnegative\s+(?:for|to)\b[^.;\n]*\Z", re.I)
_NEAR = 30  # characters around a thing in which a result stands
_PRECLUDED = re.compile(
    r"(?<!not )\b(?:preclud|prevent|prohibit|imped)(?:e|es|s|ing)?\b(?:(?!\n\s*(?:\n|[-*•\d]))[^(),;:.])*\Z", re.I
)
_KEPT_OUT = re.compile(
    r"\b(?:excluded|unsuitable|ineligible|not\s+(?:be\s+)?(?:eligible|included|enrolled|suitable))\s+(?:from|for|in|into)\s+"
    r"(?:[\w-]+\s+){0,3}\Z",
    re.I,
)
_FORBIDDEN = re.compile(
    r"\b(?:(?:must|should|shall)\s+not|(?:are|were)\s+not\s+to)\s+(?:be|have|use|take|receive)\s+(?:(?!and\b|or\b|but\b)[\w-]+\s+){0,4}\Z",
    re.I,
)
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
        silent = silent or (not lct and _is_asked(node, text))
        silent = silent or (node.relation == "stable_dose" and not is_excepted(text, node.start))
        said = NO_AMONG_EXCLUSIONS in node.assumed or (not lct and _is_forbidden(text, node.start))
        said = said or (lct and node.relation == "intolerance" and _is_unable(text, node.start))
        return [(node, not silent and (negated or said))]
    parts = children(node)
    head = _head(parts) if negated and isinstance(node, AllOf) else None
    found = []
    for part in parts:
        says = negated if head is None or part is head else False
        if isinstance(node, Not):
            says ^= not (_is_result(node, text) or all(DEMANDED in c.assumed for c in leaves(node)))
        elif isinstance(node, Except) and part is not node.arg:
            says = not lct and (says or is_excepted(text, _start(part)))
        found += surface_leaves(part, text, lct=lct, negated=says)
    return found


def is_precluded(text: str, start: int) -> bool:
    """Whether what stands at `start` is what something would prevent, which LCT marks as denied."""
    return _PRECLUDED.search(text, max(0, start - _BEFORE), start) is not None


def is_kept_out(text: str, start: int) -> bool:
    """Whether someone is excluded from the study at `start`, or not fit for it, which LCT marks as its denial."""
    return _KEPT_OUT.search(text, max(0, start - _BEFORE), start) is not None


def is_excepted(text: str, start: int) -> bool:
    """Whether what stands at `start` is an exception by the words before it."""
    return _EXCEPT.search(text, max(0, start - _BEFORE), start) is not None


def _is_unable(text: str, start: int) -> bool:
    """ "Unable to tolerate X": an intolerance to eligo, an inability to LCT."""
    return _UNABLE.search(text, max(0, start - _NEAR), start) is not None


def _is_forbidden(text: str, start: int) -> bool:
    """ "Subjects must not be pregnant", among exclusions: eligo reads it as one, the words deny it."""
    return _FORBIDDEN.search(text, max(0, start - _BEFORE), start) is not None


def _is_asked(node: Constraint, text: str) -> bool:
    """Whether only an ability or a will of a known name is denied, or a will to do what is known by its name."""
    if node.type == "attestation":
        return node.name.startswith(("ability", "willingness"))
    return _NOT_WILLING.search(text, max(0, node.start - _BEFORE), node.start) is not None


def _head(parts: Sequence[Node]) -> Node:
    """The first thing; of two that are one name the last ("no cholesterol medication")."""
    head, *others = sorted(parts, key=_start)
    for part in others:
        if 0 <= _start(part) - max(c.end for c in leaves(head)) <= 1:
            head = part
    return head


def _is_unwilling(asked: Constraint, text: str) -> bool:
    """Whether only a will is denied, which LCT marks in a third of all places; "unable or unwilling" is more."""
    named = _UNWILLING.match(asked.name) is not None
    return named and _UNABLE.search(text, max(0, asked.start - _BEFORE), asked.start) is None


def _is_result(node: Not, text: str) -> bool:
    """ "HBsAg negative": a value to the annotators."""
    thing = node.arg
    start = _start(thing)
    if all(c.type == "condition" for c in leaves(thing)) and _NEGATIVE_FOR.search(text, max(0, start - _NEAR), start):
        return True
    if not isinstance(thing, Constraint) or thing.type != "condition":
        return False
    return _NEGATIVE.search(text, max(0, thing.start - _NEAR), thing.end + _NEAR) is not None


def _start(node: Node) -> int:
    return min((c.start for c in leaves(node)), default=0)
