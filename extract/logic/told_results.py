"""A result that is said once, of a list of markers: ``positive for A, B or C``, ``A, B or C positive``."""

from __future__ import annotations

from dataclasses import replace

from eligo.logic.terms import Term
from eligo.schema import Constraint, Node

__all__ = ["is_untold", "share_result"]


_LISTED = frozenset(("comma", "or", "and", "andor", "slash"))


def is_untold(node: Node) -> bool:
    """Whether a node is a biomarker of which neither a result nor a bound is told."""
    if not isinstance(node, Constraint) or node.type != "biomarker":
        return False
    return node.result is None and node.low is None and node.high is None and not node.values


def share_result(terms: list[Term]) -> None:
    """ "Positive for A, B or C": the result before a list of markers is that of each."""
    told: str | None = None
    for term in terms:
        node = term.node
        if term.ahead is not None and isinstance(node, Constraint):
            told = term.ahead if node.type in {"biomarker", "condition"} else None
        elif told is None or term.connector not in _LISTED or not isinstance(node, Constraint):
            told = None
        elif is_untold(node):
            term.node = replace(node, result=told)
        elif node.type != "condition":
            told = None
