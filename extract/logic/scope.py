"""Whom a whole criterion is for, said before it: "Cohort B only: …", "Participants in Part 2 must …"."""

from __future__ import annotations

import re

from eligo.schema import Constraint, Statement

__all__ = ["part_of_trial"]

_ID = r"(?:[0-9]{1,2}[A-Za-z]?|[A-Z][0-9]?|[IVX]{1,4}[abAB]?)"
_PART = (
    rf"(?P<part>(?:cohort|arm|part|phase|group|sub-?study|stratum)s?\s+(?-i:{_ID})"
    r"|(?:dose[-\s]+)?(?:escalation|expansion)(?=\s+(?:part|phase|cohort|stage|only|:)))"
    r"(?:\s+(?:only|part|phase|cohorts?|of\s+the\s+(?:study|trial)|participants|patients|subjects))*"
)
_WHO = r"(?:(?:all|any|eligible)\s+)?(?:patients|participants|subjects|individuals|those)\s+"
_IN = r"(?:(?:enrolled|enrolling|included|participating|assigned)\s+)?(?:in|to|of)\s+"
_LEADS = (
    re.compile(rf"\s*(?:(?:for|in)\s+)?(?:{_WHO}{_IN})?(?:the\s+)?{_PART}\s*[:,–—-]\s", re.I),
    re.compile(rf"\s*(?:for\s+)?{_WHO}{_IN}(?:the\s+)?{_PART}\s+(?=must|should|need|have|has|are|will|shall)", re.I),
)
_SECTION = re.compile(rf"(?:for\s+)?(?:the\s+)?{_PART}\s*:?", re.I)


def part_of_trial(statement: Statement) -> tuple[Constraint, int] | None:
    """Who is asked, as something a person must answer, and where the words for it end in the document.

    A subheading ("Cohort B") says it of all that stands under it.
    """
    text = statement.text
    match = next((m for lead in _LEADS if (m := lead.match(text))), None)
    if match is not None:
        start, end = (n + statement.start for n in match.span("part"))
        return Constraint("attestation", _name(match["part"]), match["part"], start, end), statement.start + match.end()
    if statement.section and (match := _SECTION.fullmatch(statement.section.strip())):
        name = _name(match["part"])
        return Constraint("attestation", name, "", statement.start, statement.start), statement.start
    return None


def _name(words: str) -> str:
    """ "cohort B", "dose expansion"."""
    kind, _, id_ = " ".join(words.split()).rpartition(" ")
    if id_.lower() in {"escalation", "expansion"}:
        return " ".join(words.lower().replace("-", " ").split())
    return f"{kind.lower().rstrip('s')} {id_}"
