"""What no fact answers: the finding is the same for every patient, and is made once for each constraint."""

from __future__ import annotations

from eligo.schema import Constraint, Evidence

from .truth import Finding, shared
from .wording import lacks

__all__ = ["unanswered"]

_REMEMBERED = 20_000  # constraints

_known: dict[tuple[int, str, str], tuple[Constraint, Finding]] = {}  # by identity; the constraint is held


def unanswered(constraint: Constraint, name: str, more: str = "") -> Finding:
    """That `name` is not stated, and so is missing.

    Args:
        constraint: one that lives as long as its trial: it is known by its identity.
        more: what the reason says behind that.
    """
    key = (id(constraint), name, more)
    known = _known.get(key)
    if known is None:
        if len(_known) > _REMEMBERED:
            _known.clear()
        reason = lacks(name, "stated") + more
        finding = shared(Finding(None, reason, (Evidence(constraint, None, None),), (name,)))
        known = _known[key] = (constraint, finding)
    return known[1]
