"""Exceptions about other things than what they are exceptions to: the circumstance in which it does not count."""

from __future__ import annotations

import re

from eligo.schema import AnyOf, Node, leaves

from .case import Case

__all__ = ["is_circumstance", "permits_another"]

_GIVEN = frozenset({"drug", "procedure", "participation"})
_BOUNDS = frozenset({"measurement", "score", "age", "life_expectancy", "lesion"})
_NEAR = 60  # characters before an exception in which its conjunction stands
_IF = re.compile(r"\b(?:unless|if|when|while|where|provided|until|as\s+long\s+as|in\s+case)\b", re.I)
_WHOSE = re.compile(
    r"\b(?:on|with|by|under|after|following|using|without|via|through|in|who|whose|whom|has|have|had|having|is|are|been"
    r"|receiv\w+|treat\w+|tak\w+|control\w+|manag\w+|requir\w+|undergo\w*|underwent|cured|corrected|resolved|replaced)\b",
    re.I,
)
_FEW = 2  # alternatives that one circumstance may be meant for


def permits_another(arg: Node, exception: Node, case: Case) -> bool:
    """Whether an exception lets a patient have one treatment beside another: "prior chemotherapy; surgery is fine"."""
    kinds = {leaf.type for leaf in (*leaves(arg), *leaves(exception))}
    return kinds <= _GIVEN and _IF.search(_before(exception, case)) is None


def is_circumstance(arg: Node, exception: Node, case: Case) -> bool:
    """Whether all of `arg` does not count where `exception` holds: "AV block unless there is a pacemaker".

    Behind a list ("A, B or C unless D") it may be that of the last thing only.
    """
    if isinstance(arg, AnyOf) and len(arg.args) > _FEW:
        return False
    before = _before(exception, case)
    if not before or {leaf.type for leaf in leaves(arg)} & _BOUNDS:
        return True
    return _IF.search(before) is not None or _WHOSE.search(before) is not None


def _before(exception: Node, case: Case) -> str:
    """The words before an exception, and its own up to the end of its first thing."""
    spans = [(leaf.start, leaf.end) for leaf in leaves(exception) if leaf.end > leaf.start]
    if not spans:
        return ""
    start, end = min(spans)
    text, offset = case.criterion.text, case.criterion.start
    return text[max(0, start - offset - _NEAR) : max(0, end - offset)]
