"""A baseline: the conjunction that stands nearest between two things, without any grammar."""

from __future__ import annotations

import re

__all__ = ["plain_operator"]

_WORDS = re.compile(
    r"(?P<Except>\bexcept(?:ion|ing|ed)?\b|\bother\s+than\b|\bexclud(?:ing|ed)\b|\bunless\b|\bapart\s+from\b|\bbesides\b)"
    r"|(?P<IfThen>\bif\b|\bwhen\b)|(?P<Or>\band\s*/\s*or\b|\bor\b|/)|(?P<And>\band\b|&|\bwith\b)",
    re.I,
)
_NEXT = re.compile(r"[^.;\n]{0,60}?\b(?P<word>and|or)\b", re.I)


def plain_operator(text: str, first: tuple[int, int], second: tuple[int, int]) -> tuple[str, bool]:
    """The operator between two spans, and whether an If-Then or Except goes from the second to the first.

    An exception or a condition between them wins, then the nearest word before the second. After a comma alone the
    list's next conjunction counts; where there is none, ``Or``, the commonest. Words that touch are ``And``.
    """
    left, right = sorted((first, second))
    between = text[left[1] : right[0]]
    found = [m.lastgroup for m in _WORDS.finditer(between)]
    if "Except" in found:
        return "Except", first > second
    if "IfThen" in found:  # "A if B": the condition is behind
        return "If-Then", first < second
    if found:
        return str(found[-1]), False
    if not between.strip():
        return "And", False
    following = _NEXT.match(text, right[1])
    return ("And" if following is not None and following["word"].lower() == "and" else "Or"), False
