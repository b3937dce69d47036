"""What a criterion asks of a condition beside its name: status, severity, grade, stage, site, certainty."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from eligo.resources import read_table, split_cell
from eligo.schema import Constraint, Fact

from .case import Case
from .eyes import BOTH_EYES, asks_eye, in_both_eyes
from .intervals import Interval, inside
from .scales import judge_stage
from .spans import over
from .truth import Truth
from .wording import is_are, noun, number

__all__ = ["HOLDS", "Check", "both", "condition_checks", "severity_check", "site_check", "suspected"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SEVERITIES = {"minimal": 0, "mild": 1, "minor": 1, "moderate": 2, "severe": 3, "serious": 3, "major": 3, "critical": 4,
               "life-threatening": 4}  # fmt: skip
_TREATED = frozenset({"treated", "resected", "excised", "removed", "cured"})
_NOTED = frozenset({  # degrees that a note would mention
    "severe", "serious", "major", "critical", "life-threatening", "uncontrolled", "poorly controlled", "unstable",
    "malignant", "decompensated", "refractory", "advanced", "end-stage", "massive", "fulminant", "recurrent",
    "progressive", "traumatic", "secondary",
})  # fmt: skip
_SUSPECTED = re.compile(r"\b(?:suspected|suspicion)\b[^.;]*$", re.I)
_DORMANT = re.compile(r"\b(?:latent|dormant|inactive|quiescent)\b", re.I)
_OPPOSITES = ("un", "in", "a", "non-", "non", "im")


class Check(NamedTuple):
    """One aspect of one fact. `clause` says what is wrong or not known; a check that holds says nothing."""

    truth: Truth
    clause: str = ""
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    settles: bool = False
    """whether failing it answers the question even of one kind of what is asked (a matter of time)"""


HOLDS = Check(True)


def both(checks: list[Check]) -> Check:
    """All checks together: the first that fails, else the first that is not known, with all that was assumed."""
    assumed = tuple(a for c in checks for a in c.assumed)
    for truth in (False, None):
        for check in checks:
            if check.truth is truth:
                missing = tuple(m for c in checks if c.truth is None for m in c.missing) if truth is None else ()
                return Check(truth, check.clause, missing, assumed, check.settles)
    return Check(True, "", (), assumed)


_ACUTE = re.compile(r"(?:new\s+)?(?:acute|ongoing|current|active)\b(?!\s+(?:lympho|myel|leuk|prom))", re.I)


def condition_checks(constraint: Constraint, fact: Fact, case: Case) -> list[Check]:
    """The aspects that `constraint` asks of a condition, on one fact of it."""
    checks = [_certainty(constraint, fact, case), _status(constraint, fact, case)]
    if constraint.severity is not None:
        checks.append(severity_check(constraint.severity, fact, silent="condition" in case.absent))
    if constraint.grade is not None:
        checks.append(_grade(constraint, fact))
    if constraint.stage:
        truth = judge_stage(constraint.stage, fact.stage)
        stated = f"stage {fact.stage}" if fact.stage else "no stage"
        wanted = " or ".join(constraint.stage)
        checks.append(Check(truth, f"{fact.name} has {stated}, asked for is {wanted}", (f"stage of {fact.name}",)))
    if constraint.site is not None:
        checks.append(site_check(constraint.site, fact, case))
    return checks


def suspected(fact: Fact) -> Check:
    """What a suspicion leaves open."""
    name, words = noun(fact.name), " ".join(fact.text.split())
    told = "" if words.casefold() == fact.name.casefold() else f" (“{words}”)"
    clause = f"{name} {is_are(name)} only suspected{told}"
    return Check(None, clause, (f"whether {name} {is_are(name)} confirmed",))


def _certainty(constraint: Constraint, fact: Fact, case: Case) -> Check:
    if (
        fact.assertion != "possible"
        or constraint.certainty == "suspected"
        or _SUSPECTED.search(case.led_by(constraint))
    ):
        if constraint.certainty == "confirmed" and constraint.method:
            return Check(True, assumed=(f"{fact.name} is taken as confirmed by {constraint.method}",))
        return HOLDS
    return suspected(fact)


def _status(constraint: Constraint, fact: Fact, case: Case) -> Check:
    past, resolved = over(fact), fact.status in ("resolved", "inactive")
    name, are = fact.name, is_are(fact.name)
    match constraint.status:
        case "active":
            if resolved:
                return Check(False, f"{name} {are} {fact.status}")
            if _DORMANT.search(name) and not _DORMANT.search(case.before(constraint)):
                return Check(False, f"{name} {are} not active", assumed=(f"{name} is taken as not active",))
            if past and fact.severity is not None and _TREATED & set(fact.severity.split(", ")):
                words = " ".join(fact.text.split())
                return Check(
                    False,
                    f"{name} {are} {fact.severity}",
                    assumed=(f"“{words}”, {fact.severity}, is taken as no longer active",),
                )
            if past:
                return Check(None, f"{name} {are} stated as history only", (f"whether {name} {are} still active",))
            if fact.status is None:
                return Check(True, assumed=(f"{name} {are} taken as active: nothing says otherwise",))
            return HOLDS
        case "history" | "any":
            if past and constraint.status == "any" and constraint.window is None and _ACUTE.match(constraint.text):
                return Check(None, f"{name} {are} stated as history only", (f"whether {name} {are} acute",))
            return HOLDS
        case _:
            if constraint.window is not None or not past:
                return HOLDS
            if resolved:
                return Check(None, f"{name} {are} resolved", (f"whether resolved {name} counts",))
            return Check(True, assumed=(f"a history of {name} is taken to count",))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def severity_check(asked: str, fact: Fact, *, silent: bool = False) -> Check:
    """Severity, or another word that qualifies (``uncontrolled``): equal, more, or the opposite.

    Args:
        silent: silence is absence: a degree that a note would mention is not there.
    """
    name = fact.name
    whether = f"whether the {name} {is_are(name)} {asked}"
    if "," in asked:  # "treated, stable": each is asked
        return both([severity_check(part.strip(), fact, silent=silent) for part in asked.split(",")])
    if set(_words(asked)) <= {*_words(fact.name), *_words(fact.text)}:  # "chronic" of a chronic hepatitis
        return HOLDS
    if fact.severity is None:
        if asked in _TREATED and over(fact):
            return Check(True, assumed=(f"{name} {is_are(name)} stated as past and taken as {asked}",))
        if silent and asked.casefold() in _NOTED:
            clause = f"{name} {is_are(name)} not stated to be {asked}"
            return Check(False, clause, assumed=(f"{clause}, and taken as not",), settles=True)
        return Check(None, f"it is not stated {whether}", (whether,))
    wanted, stated = _words(asked), _words(fact.severity)
    if any(w in wanted for w in stated):
        return HOLDS
    clause = f"{name} {is_are(name)} {fact.severity}, not {asked}"
    if any(w in _SEVERITIES for w in wanted) and any(w in _SEVERITIES for w in stated):
        return Check(False, clause)
    if any(w == p + s or s == p + w for w in wanted for s in stated for p in _OPPOSITES):
        return Check(False, clause)
    clause = f"it is not stated whether the {name} ({fact.severity}) {is_are(name)} {asked}"
    return Check(None, clause, (whether,))


def _grade(constraint: Constraint, fact: Fact) -> Check:
    if fact.grade is None or constraint.grade is None:
        return Check(None, f"the grade of {fact.name} is not stated", (f"grade of {fact.name}",))
    r = constraint.grade
    bound = Interval(
        float("-inf") if r.low is None else r.low,
        float("inf") if r.high is None else r.high,
        r.low is None or r.low_inclusive is not False,
        r.high is None or r.high_inclusive is not False,
    )
    truth = inside(Interval(fact.grade, fact.grade), bound)
    return Check(truth, f"{fact.name} is of grade {number(fact.grade)}")


@cache
def _sites() -> dict[str, str]:
    sites: dict[str, str] = {}
    for row in read_table("sites.tsv", ("site", "words", "source")):
        cells = row.cells
        for word in (cells["site"], *split_cell(cells["words"])):
            sites[word.casefold()] = cells["site"]
    return sites


def _site(words: str) -> str | None:
    table = _sites()
    folded = " ".join(words.casefold().split())
    if folded in table:
        return table[folded]
    known = {table[w] for w in _words(folded) if w in table}
    return known.pop() if len(known) == 1 else None


def site_check(asked: str, fact: Fact, case: Case) -> Check:
    """Where it is: the same organ by any of its names, another one, or not known; of a certain eye, what both have."""
    if asks_eye(asked) and fact.site != asked:
        if in_both_eyes(fact, case):
            return HOLDS
        whether = f"whether {fact.name} is in {asked if asked == BOTH_EYES else f'the {asked}'}"
        return Check(None, f"it is not stated {whether}", (whether,))
    if fact.site is None:
        if _site(fact.name) is not None and _site(fact.name) == _site(asked):
            return HOLDS
        return Check(None, f"the site of {fact.name} is not stated", (f"site of {fact.name}",))
    stated, wanted = fact.site.casefold(), asked.casefold()
    if stated == wanted or re.search(rf"\b{re.escape(wanted)}\b", stated):
        return HOLDS
    left, right = _site(stated), _site(wanted)
    if left is not None and left == right:
        return HOLDS
    if left is not None and right is not None:
        return Check(False, f"the site of {fact.name} is {fact.site}, not {asked}")
    return Check(None, f"whether {fact.site} is {asked} is not known", (f"site of {fact.name}",))
