"""That a drug has its aim: "PT or PTT is within the therapeutic range of anticoagulants". A person must say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.schema import Constraint, Leaf

__all__ = ["in_therapeutic_range"]

_RANGE = re.compile(
    r"(?<![^\W_])(?:with\s*in|in|inside|at|outside(?:\s+of)?)\s+(?:(?:the|an?|their|his|her|its|acceptable|target|intended|local|standard|"
    r"institutional|accepted|normal|recommended)\s+)*therapeutic\s+(?:INR\s+|reference\s+|target\s+|anticoagulation\s+)?(?:ranges?|limits?|levels?|window|values?)\b"
    r"(?:\s+(?:of|for)\s+(?:the\s+|their\s+)?(?:intended\s+)?(?:use|purpose|indication|anticoagula\w+)\b(?:\s+of\s+(?:the\s+)?anticoagula\w+)?)?",
    re.I,
)
_BOUNDARY = re.compile(
    r"[,;:.](?=\s)|[(\[](?![^()\[\]]*[)\]])|\b(?:as\s+long\s+as|so\s+long\s+as|provided(?:\s+that)?|if|unless|in\s+which\s+case|when|where|who|whose|that|"
    r"(?:or|and)(?=\s+(?:with\s*in|in|at)\b)|and\s+(?:has|have)|must\s+have|should\s+have|with)\b\s*(?:the\b)?",
    re.I,
)
_REACH = 90  # characters before the range in which stands what is in it


def in_therapeutic_range(text: str, offset: int) -> Sequence[Leaf]:
    """A leaf for each place of a statement that says what is within its therapeutic range.

    Args:
        offset: where the statement starts; the leaves count in the document.
    """
    if "herapeutic" not in text:
        return ()
    found: list[Leaf] = []
    for match in _RANGE.finditer(text):
        floor = max([0, match.start() - _REACH, *(leaf.end - offset for leaf in found)])
        start = max((m.end() for m in _BOUNDARY.finditer(text, floor, match.start())), default=floor)
        if start == floor and floor == match.start() - _REACH:
            start = match.start()
        words = text[start : match.end()].lstrip(" ,\n\t")
        start = match.end() - len(words)
        said = Constraint("attestation", " ".join(words.split()), words, start + offset, match.end() + offset)
        found.append(Leaf(said, start + offset, match.end() + offset, ((start + offset, match.end() + offset),)))
    return found
