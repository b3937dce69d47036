"""A baseline: a plain regular-expression threshold reader, of the kind one writes in an afternoon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.evaluation.claims import Claim, read_number, read_unit

__all__ = ["plain_thresholds"]

_OPERATORS = {
    "GTEQ": r"≥|>=|=>|> ?=|greater than or equal(?: to)?|at least|no less than|minimum of",
    "LTEQ": r"≤|<=|=<|< ?=|less than or equal(?: to)?|at most|no more than|maximum of|up to",
    "GT": r">|greater than|more than|above|over|higher than|older than",
    "LT": r"<|less than|below|under|lower than|younger than",
    "EQ": r"=|equal to",
}
_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"(?P<unit>\s?(?:%|(?:[x×]\s?10[\^*]?\d{1,2}\s?)?[A-Za-zµμ]+\d?(?:/[A-Za-zµμ0-9.]+)*|/[A-Za-zµμ0-9]+))?"
_NAME = (
    r"(?P<name>(?:[A-Za-z][\w()-]*\s+){0,4}[A-Za-z][\w()-]*)"
    r"\s*(?:is|are|of|:|was|with|value|level|count|score)?\s*"
)
_OPERATOR = "|".join(f"(?P<{name}>{words})" for name, words in _OPERATORS.items())
_AFTER = re.compile(rf"{_NAME}(?:{_OPERATOR})\s*(?P<low>{_N}){_UNIT}", re.I)
_BETWEEN = re.compile(rf"{_NAME}(?:between|from)?\s*(?P<low>{_N})\s*(?:-|–|to|and)\s*(?P<high>{_N}){_UNIT}", re.I)
_OLDER = re.compile(
    rf"(?:\bage[ds]?\s*:?\s+(?:of\s+)?)?(?P<low>{_N})(?P<unit>\s*(?:years?|months?))(?:\s+of\s+age|\s+old)?\s*(?:or|and)\s+"
    r"(?:(?P<GTEQ>older|above|over|more|greater)|(?P<LTEQ>younger|below|under|less))(?:\s+of\s+age)?",
    re.I,
)
_AGE = re.compile(r"\bage[ds]?\b|years", re.I)


def plain_thresholds(text: str) -> Iterator[Claim]:
    """``name operator number unit``, ``name number-number unit`` and ``number years or older``, line by line."""
    at = 0
    for line in text.splitlines(keepends=True):
        taken: list[tuple[int, int]] = []
        for pattern in (_BETWEEN, _OLDER, _AFTER):
            for found in pattern.finditer(line):
                start, end = found.span()
                if any(s < end and start < e for s, e in taken):
                    continue
                taken.append((start, end))
                groups = found.groupdict()
                values = [read_number(groups[k]) for k in ("low", "high") if groups.get(k)]
                operator = next((name for name in _OPERATORS if groups.get(name)), "BETWEEN")
                unit = (groups.get("unit") or "").strip() or None
                age = _AGE.search(found.group()) is not None
                yield Claim(
                    "Age" if age else "Observation",
                    groups.get("name") or "age",
                    at + start,
                    at + end,
                    ((operator, tuple(values)),),
                    "a" if age and (unit is None or unit.lower().startswith("year")) else read_unit(unit),
                    age,
                )
        at += len(line)
