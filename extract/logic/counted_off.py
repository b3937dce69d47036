"""Numbers that only count the criteria of a list: "16. Major surgery", "3 Major surgery" behind "2 …"."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.logic.bullets import Parsed
from eligo.schema import Criterion

__all__ = ["without_labels"]

_LABEL = re.compile(r"\W*(?P<number>\d{1,2})(?P<mark>[.)]\s+|\s+)(?=[A-Z≥≤<>“\"(])")


def without_labels(criteria: dict[str, Criterion]) -> None:
    """Take the numbers of a list for read, where nothing else has read them.

    A number with a full stop or a bracket behind it is one; a bare one only where the criterion before or behind counts
    on ("2 …", "3 …").

    Args:
        criteria: of one trial in the order of its text, by their ids; changed in place.
    """
    told = list(criteria.values())
    numbers = [_number(c) for c in told]
    for n, (criterion, number) in enumerate(zip(told, numbers, strict=True)):
        if number is None or not criterion.unparsed or criterion.unparsed[0] != str(number[0]):
            continue
        near = [numbers[m] for m in (n - 1, n + 1) if 0 <= m < len(told) and told[m].kind == criterion.kind]
        counted = any(other is not None and abs(other[0] - number[0]) == 1 for other in near)
        if not number[1] and not counted:
            continue
        left = criterion.unparsed[1:]
        parsed: Parsed = "full" if not left and criterion.parsed == "partial" else criterion.parsed
        criteria[criterion.id] = replace(criterion, unparsed=left, parsed=parsed)


def _number(criterion: Criterion) -> tuple[int, bool] | None:
    """The number that a criterion begins with, and whether a mark stands behind it."""
    found = _LABEL.match(criterion.text)
    return (int(found["number"]), bool(found["mark"].strip())) if found is not None else None
