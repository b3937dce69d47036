"""A trial's verdicts together: the overall answer, and what to ask next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from eligo.schema import Question, Verdict

__all__ = ["overall", "questions"]

_WHETHER = re.compile(r"whether (?P<subject>.+?) (?P<verb>is|are|was|were)(?P<rest> .+)", re.S)


def overall(verdicts: Sequence[Verdict]) -> Literal["eligible", "ineligible", "undetermined"]:
    """``ineligible`` if any fails, else ``eligible`` if none is unknown; a trial without criteria says nothing."""
    if any(v.verdict == "fail" for v in verdicts):
        return "ineligible"
    if not verdicts or any(v.verdict == "unknown" for v in verdicts):
        return "undetermined"
    return "eligible"


def questions(verdicts: Sequence[Verdict]) -> tuple[Question, ...]:
    """What is missing, the most informative question first.

    First the questions that settle most criteria by themselves, then those that most criteria wait for, then in the
    order of the criteria.
    """
    waiting: dict[str, list[str]] = {}
    alone: dict[str, int] = {}
    for verdict in verdicts:
        if verdict.verdict != "unknown":
            continue
        asked = _questions(verdict.missing)
        for name in asked:
            if name in waiting:
                waiting[name].append(verdict.criterion)
            else:
                waiting[name] = [verdict.criterion]
        if len(asked) == 1:
            alone[asked[0]] = alone.get(asked[0], 0) + 1
    many = len(verdicts) + 1
    rank = {name: alone.get(name, 0) * many + len(criteria) for name, criteria in waiting.items()}
    ordered = sorted(rank, key=rank.__getitem__, reverse=True)  # equal ones keep their order
    return tuple([Question(name, tuple(waiting[name])) for name in ordered])


@lru_cache(maxsize=20_000)
def _questions(missing: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_question, missing)))


@lru_cache(maxsize=4096)
def _question(missing: str) -> str:
    """``Is the gastric cancer metastatic?``, ``ECOG performance status?``; a symbol keeps its case (``eGFR``)."""
    m = _WHETHER.fullmatch(missing)
    words = f"{m['verb']} {m['subject']}{m['rest']}" if m is not None else missing
    symbol = len(words) > 1 and words[0].islower() and any(c.isupper() or c.isdigit() for c in words.split()[0])
    return f"{words if symbol else words[:1].upper() + words[1:]}?"
