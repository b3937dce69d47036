"""Whether a result in words is a positive or a negative one."""

from __future__ import annotations

__all__ = ["polarity"]

_POSITIVE = frozenset({
    "positive", "pos", "+", "present", "detected", "detectable", "reactive", "mutated", "mutant", "mutation",
    "amplified", "amplification",
    "overexpressed", "overexpression", "expressed", "rearranged", "rearrangement", "fusion", "altered",
    "high", "deleted", "methylated", "yes",
})  # fmt: skip
_NEGATIVE = frozenset({
    "negative", "neg", "-", "absent", "undetected", "not detected", "undetectable", "nonreactive",
    "non-reactive", "unmutated",
    "wild-type", "wild type", "wildtype", "wt", "not amplified", "non-amplified", "intact", "unmethylated", "no",
})  # fmt: skip


def polarity(result: str) -> bool | None:
    """True for a positive result, False for a negative one, None for any other word (``low``, ``T790M``)."""
    word = " ".join(result.casefold().split())
    return True if word in _POSITIVE else False if word in _NEGATIVE else None
