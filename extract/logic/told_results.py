"""A result that is said once, of a list of markers: ``positive for A, B or C``, ``A, B or C positive``."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.logic.terms import Term
from eligo.schema import Constraint, Node

__all__ = ["has_own_result", "is_untold", "share_result", "takes_result", "told_result"]


_LISTED = frozenset(("comma", "or", "and", "andor", "slash"))


def is_untold(node: Node) -> bool:
    """Whether a node is a biomarker of which neither a result nor a bound is told."""
    if not isinstance(node, Constraint) or node.type != "biomarker":
        return False
    return told_result(node) is None and node.low is None and node.high is None and not node.values


_NAMED = re.compile(r"\b(?:infections?|diseases?|syndrome)\b", re.I)
_INFECTIONS = ("A", "B", "U07")  # chapters of ICD-10-CM


def told_result(node: Node) -> str | None:
    """The result that a biomarker has, or that its name says."""
    if not isinstance(node, Constraint):
        return None
    return node.result or next((r for r in ("positive", "negative") if node.name.endswith(r)), None)


def takes_result(term: Term) -> bool:
    """Whether the result that ends a list may be a term's: "HIV, hepatitis B or hepatitis C negative"."""
    return is_untold(term.node) or (term.types == {"condition"} and not has_own_result(term))


def has_own_result(term: Term) -> bool:
    """Whether a result behind the next term of the list is not said of this one as well.

    It has one or a time of its own, or is a disease that no test is named after: "diabetes or antibodies negative".
    """
    node = term.node
    if term.windowed or told_result(node) is not None:
        return True
    if not isinstance(node, Constraint) or node.type != "condition":
        return False
    codes = node.concept.codes.get("ICD-10-CM", ()) if node.concept is not None else ()
    return _NAMED.search(node.text) is not None or not any(code.startswith(_INFECTIONS) for code in codes)


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
