"""Whether a fact was in the time that a criterion asks for, and whether what is only planned counts."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.schema import Constraint, Window

from .aspects import Check
from .case import Case
from .index import Candidate
from .onset import asks_onset, begins
from .windows import Timed, in_window
from .wording import noun, quote

__all__ = ["asks_ahead", "timing"]

_AHEAD = re.compile(
    r"\b(?:undergo\w*|requir\w+|need\w*|candidates?|await\w+|upcoming|during"
    r"|will|future|elective)\b",
    re.I,
)


def asks_ahead(constraint: Constraint, case: Case) -> bool:
    """Whether what is only planned counts: not where the time asked for ends now or before, nor where an operation that
    nothing says is still to come keeps the patient out."""
    if constraint.role == "planned":
        return True
    ends = constraint.window.to if constraint.window is not None else None
    if ends is None and not case.wanted and constraint.type == "procedure":
        return constraint.role == "any" and _AHEAD.search(case.before(constraint, 60)) is not None
    return constraint.role == "any" and (ends is None or not (ends == "P0D" or ends.startswith("-")))


def timing(constraint: Constraint, candidate: Candidate, case: Case) -> list[Check]:
    """Whether a fact falls into the time that `constraint` asks for; nothing where it asks for none."""
    if constraint.window is None:
        return []
    fact, window = candidate.fact, constraint.window
    if window.throughout and constraint.type == "procedure":  # done at a time, not all the time
        window = replace(window, throughout=False)
    span = begins(candidate.span) if asks_onset(constraint, case.criterion) else candidate.span
    timed = in_window(span, window, case)
    if window.throughout and case.denied and constraint.relation != "stable_dose":
        timed = _at_any_time(timed, candidate, window, case)
    words = " ".join(constraint.window.text.split()) or "in the time asked for"
    unknown = timed.truth is None
    clause = f"it is not known whether {quote(fact)} was {words}" if unknown else f"{quote(fact)} was not {words}"
    dates = f"dates of treatment with {fact.name}" if fact.type == "drug" else f"date of {noun(fact.name)}"
    missing = (timed.missing or dates,)
    return [Check(timed.truth, clause, missing, (timed.assumed,) if timed.assumed else (), settles=True)]


def _at_any_time(lasting: Timed, candidate: Candidate, window: Window, case: Case) -> Timed:
    """ "No seizures for at least 6 months": at no time of it.

    "Not on metformin for 8 weeks" keeps out who has not been on it all the while, or at any time: it may mean either.
    """
    ever = in_window(candidate.span, replace(window, throughout=False), case)
    either = case.criterion.kind == "exclusion" and ever.truth is not lasting.truth
    return ever._replace(truth=None) if either else ever
