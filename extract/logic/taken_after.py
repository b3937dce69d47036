"""When a lung function is measured: "post-bronchodilator FEV1", "FEV1 (pre-albuterol)". Nobody has to take the drug."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.attributes.leaves import MentionLeaf

__all__ = ["measured_around"]

_WHEN = re.compile(
    r"(?<![^\W_])(?:(?:pre|before)[-‐‑–\s]{0,2}\s?(?:and|or|/|to)\s+)?(?:pre|post)(?:[-‐‑–]\s?|\s)"
    r"(?:(?:short-acting|inhaled)\s)?\Z",
    re.I,
)
_BEHIND = re.compile(
    r"(?:\s*/\s*\w+)?(?:[\s-]+(?:inhalation|administration|use|dose|testing|value|measurement)s?\b)?", re.I
)


def measured_around(text: str, offset: int, leaves: Sequence[MentionLeaf]) -> list[tuple[int, int]]:
    """Where a drug only says when a lung function is measured, in the document's characters."""
    if not any(m.leaf.constraint.type == "measurement" and _of_lungs(m) for m in leaves):
        return []
    found: list[tuple[int, int]] = []
    for m in leaves:
        if m.leaf.constraint.type != "drug":
            continue
        at = m.leaf.start - offset
        before = _WHEN.search(text, max(0, at - 40), at)
        if before is None:
            continue
        behind = _BEHIND.match(text, m.leaf.end - offset)
        found.append((before.start() + offset, (behind.end() if behind else m.leaf.end - offset) + offset))
    return found


def _of_lungs(m: MentionLeaf) -> bool:
    concept = m.leaf.constraint.concept
    return concept is not None and concept.id.startswith("pfx:")
