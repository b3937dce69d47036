"""The long name of the CTCAE, with its version: where it stands it says by what a grade goes, and nothing more."""

from __future__ import annotations

import re

__all__ = ["ctcae_names", "without_ctcae_names"]

_NUMBER = r"\d(?:\.\d{1,2})?"
_VERSION = (
    rf"(?:\s*,?\s*[(\[]?\s*(?:(?:v\b\.?|vers(?:ion)?s?\b\.?|v(?=\d))\s*(?:\[v\.?\]\s*)?{_NUMBER}"
    r"|\d\.\d{1,2}(?!\d))\s*[)\]]?)"
)
_SHORT = r"(?:NCI[-‐‑\s]?)?CTC[-\s]?(?:AE)?"
_WHOSE = r"(?:(?:U\.?S\.?A?\.?\s+)?(?:National\s+Cancer\s+Institute(?:['’]s)?|NCI)(?:\s*\(NCI\))?[\s,:/‐‑–-]*)"
_NAME = re.compile(
    rf"(?<![\w-])(?:{_WHOSE}){{0,2}}(?:Common\s+(?:Terminology|Toxicity|Technology)\s+Criteria|{_SHORT}(?![\w]))"
    rf"(?:\s+(?:for|of)\s+(?:Adverse\s+(?:Events?|Effects?|Reactions?)|AEs?\b))?"
    rf"(?:\s*[(\[]\s*(?:AEs?|(?:{_WHOSE})?{_SHORT})\s*(?:{_VERSION}\s*)?[)\]])?{_VERSION}?"
    rf"(?:\s*[(\[]\s*(?:{_WHOSE})?{_SHORT}{_VERSION}?\s*[)\]])?"
    r"(?:\s*(?:toxicity\s+)?(?:criteria|scale|grading\s+(?:scale|system|criteria)|guidelines|classification)\b)?",
    re.I,
)


def ctcae_names(text: str) -> list[tuple[int, int]]:
    """Where the CTCAE is named, each with its version."""
    low = text.lower()
    if "ctc" not in low and "toxicity criteria" not in low and "terminology criteria" not in low:
        return []
    found = (m.span() for m in _NAME.finditer(text) if m.group().strip().upper() != "CTC")  # circulating tumour cells
    return [(start, _balanced(text, start, end)) for start, end in found]


def _balanced(text: str, start: int, end: int) -> int:
    """Where the name ends without a bracket that was opened before it: "(per CTCAE v5.0)"."""
    for opening, closing in ("()", "[]"):
        if text[end - 1] == closing and text.count(closing, start, end) > text.count(opening, start, end):
            return end - 1
    return end


def without_ctcae_names(text: str) -> str:
    """`text` with spaces where the CTCAE is named; as long as before."""
    for start, end in ctcae_names(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
