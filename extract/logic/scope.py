"""Whom a whole criterion is for, said before it: "Cohort B only: …", "Participants in Part 2 must …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from eligo.entities.hints import WholeWords
from eligo.schema import Constraint, Statement

__all__ = ["part_of_trial", "subgroups"]

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
_PARTS = ("cohort", "arm", "part", "phase", "group", "study", "substudy", "stratum")
_MAY_NAME_PART = WholeWords((*_PARTS, *(f"{part}s" for part in _PARTS), "escalation", "expansion"))
_SECTION = re.compile(rf"(?:for\s+)?(?:the\s+)?{_PART}\s*:?", re.I)


_BAND = (
    r"(?:participants?|patients?|subjects?|volunteers?|controls?|individuals|people|children|adults|adolescents|infants?|"
    r"neonates|men|women|males?|females?|donors?|recipients?|caregivers?|carers|mothers?|fathers?|parents?|partners?|"
    r"group|cohort|arm)"
)
_EVERYONE = re.compile(
    r"\b(?:all|any|both|each|every|eligible|other|general|these|those|following|key|main|prior|concurrent)\b", re.I
)
_WHOM = re.compile(
    rf"(?:for\s+)?(?:the\s+)?(?P<who>(?:[\w'’/+-]+\s+){{0,4}}{_BAND}(?:\s+with\s+[\w\s'’()/-]{{2,60}})?)(?:\s+only)?\s*:?",
    re.I,
)
_NOBODY = re.compile(r"(?:participants?|patients?|subjects?|individuals|people|group|cohort|arm)(?:\s+only)?", re.I)
_SEXES = {"men": "male", "males": "male", "male": "male", "women": "female", "females": "female", "female": "female"}


def part_of_trial(statement: Statement, source: str = "") -> tuple[Constraint, int] | None:
    """Who is asked, as something a person must answer, and where the words for it end in the document.

    A subheading ("Cohort B", "Healthy volunteers") says it of all that stands under it.

    Args:
        source: the document's text, in which a subheading is looked for.
    """
    text = statement.text
    match = next((m for lead in _LEADS if (m := lead.match(text))), None) if _MAY_NAME_PART(text) else None
    if match is not None:
        start, end = (n + statement.start for n in match.span("part"))
        return Constraint("attestation", _name(match["part"]), match["part"], start, end), statement.start + match.end()
    if statement.section and (match := _SECTION.fullmatch(statement.section.strip())):
        name = _name(match["part"])
        return _headed("attestation", name, statement, source), statement.start
    who = _named(statement.section or "")
    if who is None:
        return None
    sex = _SEXES.get(who.casefold())
    found = _headed("sex" if sex else "attestation", "sex" if sex else who, statement, source)
    return replace(found, values=(sex,)) if sex else found, statement.start


def _named(words: str) -> str | None:
    """The group of people that a heading names; None: none, or everyone."""
    match = _WHOM.fullmatch(words.strip()) if words else None
    if match is None or _EVERYONE.search(match["who"]) or _NOBODY.fullmatch(match["who"]):
        return None
    return " ".join(match["who"].split())


def subgroups(statements: Sequence[Statement]) -> dict[str, Constraint]:
    """The headers that name one of several groups of people ("Patients with asthma:"), by their ids.

    Where only one group is named it is whom the trial is for, and no part of it.
    """
    headers = {s.parent for s in statements if s.parent is not None}
    found: dict[str, Constraint] = {}
    names = {(s.kind, _named(s.section)) for s in statements if s.section}
    for s in statements:
        text = s.text.rstrip()
        who = _named(text.rstrip(":")) if s.id in headers and text.endswith(":") else None
        if who is not None:
            names.add((s.kind, who))
            found[s.id] = Constraint("attestation", who, s.text, s.start, s.end)
    several = {kind for kind in ("inclusion", "exclusion") if len({w for k, w in names if k == kind and w}) > 1}
    return {s.id: found[s.id] for s in statements if s.id in found and s.kind in several}


def _headed(type_: Literal["attestation", "sex"], name: str, statement: Statement, source: str) -> Constraint:
    """The constraint that a subheading is, at its place in the document where that is found."""
    words = (statement.section or "").strip()
    at = source.rfind(words, 0, statement.start) if words else -1
    if at < 0:
        return Constraint(type_, name, "", statement.start, statement.start)
    return Constraint(type_, name, words, at, at + len(words))


def _name(words: str) -> str:
    """ "cohort B", "dose expansion"."""
    kind, _, id_ = " ".join(words.split()).rpartition(" ")
    if id_.lower() in {"escalation", "expansion"}:
        return " ".join(words.lower().replace("-", " ").split())
    return f"{kind.lower().rstrip('s')} {id_}"
