"""A baseline: a plain regular-expression reader of laboratory values in notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["plain_results"]

_RESULT = re.compile(
    r"(?P<name>(?:[A-Za-z][\w-]*\s+){0,3}[A-Za-z][\w-]*)(?:\s*\([A-Za-z0-9-]+\))?"
    r"\s*(?:(?:level|count|value)s?\s*)?(?:,|:|=|\(|of|was|is|were|at)?\s*"
    r"(?P<value>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?"
    r"(?:%|(?:[x×]\s?10[\^*]?\d{1,2}\s?)?/?(?:[munpµμ]?(?:g|l|mol|kat|eq|iu|u)|iu|mm\s?hg|mm|cells|beats|bpm|°\s?c)"
    r"(?:/[A-Za-zµμ0-9]+)?)(?![A-Za-z])",
    re.I,
)


def plain_results(text: str) -> Iterator[tuple[int, int, float]]:
    """``name [is] number unit``: the span and the number."""
    for found in _RESULT.finditer(text):
        yield found.start(), found.end(), float(found["value"].replace(",", ""))
