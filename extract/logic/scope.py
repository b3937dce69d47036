"""Whom a whole criterion is for, said before it: "Cohort B only: …", "Participants in Part 2 must …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from eligo.entities.hints import WholeWords
from eligo.schema import Constraint, Statement

__all__ = ["flat_groups", "part_of_trial", "subgroups"]

_ID = r"(?:[0-9]{1,2}[A-Za-z]?|[A-Z][0-9]?|[IVX]{1,4}[abAB]?)"
_PART = (
    rf"(?P<part>(?:cohort|arm|part|phase|group|sub-?study|stratum)s?\s+(?-i:{_ID})"
    r"|(?:dose[-\s]+)?(?:escalation|expansion)(?=\s+(?:part|phase|cohort|stage|only|:)))"
    r"(?:\s+(?:only|part|phase|cohorts?|of\s+the\s+(?:study|trial)|participants|patients|subjects))*"
)
_KIND = r"(?:(?:dose|expansion|escalation|histologic\w*|disease|tumou?r|treatment|study|safety|main|phase)\s+){0,3}?"
_WHO = r"(?:(?:all|any|eligible)\s+)?(?:patients|participants|subjects|individuals|those)\s+"
_IN = r"(?:(?:enrolled|enrolling|included|participating|assigned)\s+)?(?:in|to|of)\s+"
_LEADS = (
    re.compile(
        rf"\s*(?:(?:for|in)\s+)?(?:{_WHO}{_IN})?(?:the\s+)?{_KIND}{_PART}(?:\s*\([^()]{{0,60}}\))?\s*[:,–—-]\s", re.I
    ),
    re.compile(rf"\s*[A-Z][a-z]+(?:\s+[a-z]+){{0,3}}\s+for\s+(?:the\s+)?{_PART}\s*:\s", re.I),
    re.compile(
        rf"\s*(?:for\s+)?{_WHO}{_IN}(?:the\s+)?{_PART}(?:\s*\([^()]{{0,60}}\))?\s+(?=must|should|need|have|has|are|will|shall)",
        re.I,
    ),
)
_NO_GROUP = (
    r"(?:age|ethnic\w*|racial|race|blood|study|target|patients?|treatment|peer|risk|support|minority|weight|diagnostic|who|functional|oncology|"
    r"cooperative|performance|working|sample|inclusion|subjects?|either|each|both|all|any|same|per|one|this|that|other|of|in|or|is|are|to|by|with|"
    r"from|must|following|experimental|intervention|interventional|compatible|collaborative|parallel|randomi[sz]ed|criteria|social|specific)\b"
)
_GROUP = re.compile(
    rf"\s*(?:for\s+)?(?:the\s+)?(?P<part>(?:(?!{_NO_GROUP})[A-Za-z0-9][\w'’/+&-]*\s+){{1,5}}(?:group|cohort|arm|stratum)s?)(?:\s+only)?"
    r"(?:\s*\([^()]{0,60}\))?\s*(?::|[–—]|-\s)\s*(?=\w)",
    re.I,
)
_PARTS = ("cohort", "arm", "part", "phase", "group", "study", "substudy", "stratum")
_MAY_NAME_PART = WholeWords((*_PARTS, *(f"{part}s" for part in _PARTS), "escalation", "expansion"))
_SECTION = re.compile(rf"(?:for\s+)?(?:the\s+)?{_KIND}{_PART}\s*:?", re.I)


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
_NOBODY = re.compile(
    r"(?:(?:age|ethnic|blood|study|patient|target|risk)\s+)?(?:participants?|patients?|subjects?|individuals|people|group|cohort|arm)(?:\s+only)?",
    re.I,
)
_FOR_ALL = re.compile(
    r"(?:for\s+)?(?:all|both|every)\s+(?:the\s+)?(?:\w+\s+)?(?:participants?|patients?|subjects?|groups?|cohorts?|arms?)\b",
    re.I,
)
_LONGEST = 80  # characters of a line that only names a group
_SEXES = {"men": "male", "males": "male", "male": "male", "women": "female", "females": "female", "female": "female"}


def part_of_trial(statement: Statement, source: str = "") -> tuple[Constraint, int] | None:
    """Who is asked, as something a person must answer, and where the words for it end in the document.

    A subheading ("Cohort B", "Healthy volunteers") says it of all that stands under it.

    Args:
        source: the document's text, in which a subheading is looked for.
    """
    text = statement.text
    leads = (*_LEADS, _GROUP) if statement.kind == "inclusion" else _LEADS
    match = next((m for lead in leads if (m := lead.match(text))), None) if _MAY_NAME_PART(text) else None
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


def flat_groups(statements: Sequence[Statement]) -> tuple[frozenset[str], dict[str, str]]:
    """Bare lines that name one of several groups ("Control group:"), and who each line behind them is for.

    As `subgroups`, for listings that keep no levels: a group's lines go on to the next such line, or one for everyone.
    """
    headers = {s.parent for s in statements if s.parent is not None}
    bare: dict[str, tuple[str, str]] = {}
    for s in statements:
        words = s.text.strip()
        if not words.endswith(":") or len(words) > _LONGEST or s.id in headers or s.parent is not None:
            continue
        words = words.rstrip(" :")
        if _FOR_ALL.match(words):
            bare[s.id] = (s.kind, "")
        elif _named(words) is not None or _SECTION.fullmatch(words):
            bare[s.id] = (s.kind, words)
    several = {kind for kind in ("inclusion", "exclusion") if len({w for k, w in bare.values() if k == kind and w}) > 1}
    if not several:
        return frozenset(), {}
    members: dict[str, str] = {}
    kind, current = "", ""
    for s in statements:
        if s.id in bare:
            kind, current = bare[s.id]
        elif s.kind in several and current and s.kind == kind and s.section is None:
            members[s.id] = current
    return frozenset(i for i, (k, _) in bare.items() if k in several), members


def _headed(type_: Literal["attestation", "sex"], name: str, statement: Statement, source: str) -> Constraint:
    """The constraint that a subheading is, at its place in the document where that is found."""
    words = (statement.section or "").strip()
    at = source.rfind(words, 0, statement.start) if words else -1
    if at < 0:
        return Constraint(type_, name, "", statement.start, statement.start)
    return Constraint(type_, name, words, at, at + len(words))


def _name(words: str) -> str:
    """ "cohort B", "dose expansion"."""
    if words.split()[-1].lower().rstrip("s") in {"group", "cohort", "arm", "stratum"}:
        return " ".join(words.split())
    kind, _, id_ = " ".join(words.split()).rpartition(" ")
    if id_.lower() in {"escalation", "expansion"}:
        return " ".join(words.lower().replace("-", " ").split())
    return f"{kind.lower().rstrip('s')} {id_}"
