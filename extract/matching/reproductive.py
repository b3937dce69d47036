"""Pregnancy, lactation, childbearing potential, contraception."""

from __future__ import annotations

import builtins
import re
from dataclasses import replace

from eligo.schema import Concept, Constraint, Evidence, Not, leaves

from .ages import age_of
from .case import Case
from .concepts import judge_concept
from .index import related
from .polarity import polarity
from .truth import Finding, any_of, negate
from .wording import number

__all__ = ["asked_of_women", "judge_reproductive", "not_kept_out", "only_of_women"]

# States that only women can be in; "reproductive potential" and contraception concern both sexes.
_OF_WOMEN = frozenset({
    "repro:pregnant", "repro:lactating", "repro:postpartum", "repro:in_labor", "repro:postmenopausal",
    "repro:premenopausal", "repro:perimenopausal", "repro:menstrual_cycle",
})  # fmt: skip
_MENOPAUSE = 60  # years
_UNTIL_MENOPAUSE = frozenset({
    "repro:pregnant", "repro:lactating", "repro:postpartum", "repro:in_labor", "repro:premenopausal",
    "repro:perimenopausal", "repro:menstrual_cycle", "repro:childbearing_potential",
})  # fmt: skip
_FROM_MENOPAUSE = frozenset({"repro:postmenopausal", "repro:non_childbearing_potential"})
_REMEMBERED = 20_000  # constraints
_NO_POTENTIAL = ("repro:non_childbearing_potential", "repro:postmenopausal", "repro:surgically_sterile")


def judge_reproductive(constraint: Constraint, case: Case) -> Finding:
    """As for other concepts; besides, men are in no state that only women can be in, and who can no longer conceive
    has no childbearing potential."""
    concept = constraint.concept
    id = concept.id if concept is not None else ""
    if id in _OF_WOMEN and _of_partner(constraint, case):
        clause = "it concerns the patient's partner, of whom nothing is stated"
        return Finding(None, clause, (Evidence(constraint, None, None),), (f"{constraint.name}: the partner",))
    if id == "repro:pregnancy_test" and case.facts.sex == "male":
        return Finding(None, "the patient is male", (Evidence(constraint, None, None),), applies=False)
    if id in _OF_WOMEN and polarity(constraint.result or "") is False:  # "tested negative for pregnancy"
        return negate(judge_reproductive(_plainly(constraint), case))
    if id in _OF_WOMEN and case.facts.sex == "male":
        return Finding(False, "the patient is male", (Evidence(constraint, None, False),))
    if id == "repro:non_childbearing_potential" and case.facts.sex == "male":  # "men or women of …"
        return Finding(True, "the patient is male", (Evidence(constraint, None, True),))
    found = judge_concept(constraint, case)
    if found.truth is True or found.support or (found.truth is False and not case.absent):
        return found
    aged = _past_menopause(constraint, id, case)
    if aged is not None or found.truth is False:
        return aged or found
    if id == "repro:childbearing_potential":
        for other in _NO_POTENTIAL:
            opposite = judge_concept(_about(constraint, other), case)
            if opposite.truth is True:
                return Finding(False, opposite.reason, opposite.evidence, assumed=opposite.assumed)
    if id == "repro:non_childbearing_potential":
        ways = any_of([judge_concept(_about(constraint, other), case) for other in _NO_POTENTIAL[1:]])
        return ways if ways.truth is True else found
    return found


def _of_partner(constraint: Constraint, case: Case) -> bool:
    """``male with pregnant partner``, ``men whose partner is pregnant``: it is said of somebody else."""
    text = case.criterion.text
    if "artner" not in text and "spous" not in text and "wi" not in text:
        return False
    at = constraint.start - case.criterion.start
    end = constraint.end - case.criterion.start
    return (
        _PARTNER_AHEAD.search(text, 0, max(0, at)) is not None or _PARTNER_BEHIND.match(text, max(0, end)) is not None
    )


_PARTNER = r"(?:(?:fe)?male\s+|sex(?:ual)?\s+|intimate\s+)*(?:partner|spouse|wife|wives|husband)(?:s|\(s\))?"
_PARTNER_AHEAD = re.compile(
    rf"\b{_PARTNER}\s+(?:(?:who|that)\s+)?(?:(?:is|are|was|were|be|become|becomes|may\s+be|currently|known|to)\s+)+"
    r"(?:[\w-]+\s*(?:,|\bor\b|\band\b|/)\s*)?\Z",
    re.I,
)
_PARTNER_BEHIND = re.compile(rf"\s*(?:(?:or|and|,|/)\s*[\w-]+\s+)?{_PARTNER}\b", re.I)


def not_kept_out(case: Case, finding: Finding) -> Finding | None:
    """The finding made unknown, where all that keeps the patient out is that there is no pregnancy and no lactation.

    No trial keeps out who is not pregnant, unless it says just that: the criterion states what it takes to join.
    """
    if case.wanted or finding.truth is not True or not finding.applies or finding.support:
        return None
    decided = [e for e in finding.evidence if e.truth is not None]
    lacking = all(e.truth is False and e.constraint.type == "reproductive" for e in decided)
    if not decided or not lacking or isinstance(case.criterion.logic, Not):
        return None
    if not all(e.constraint.concept is not None and e.constraint.concept.id in _OF_WOMEN for e in decided):
        return None
    clause = f"{finding.reason}, which keeps nobody out; a person has to judge the criterion"
    missing = tuple(dict.fromkeys(e.constraint.name for e in decided))
    return Finding(None, clause, finding.evidence, missing, finding.assumed)


def _plainly(constraint: Constraint) -> Constraint:
    """The constraint without its result: the same object each time."""
    key = (id(constraint), "")
    known = _others.get(key)
    if known is None:
        if len(_others) > _REMEMBERED:
            _others.clear()
        known = _others[key] = (constraint, replace(constraint, result=None))
    return known[1]


def _past_menopause(constraint: Constraint, id: str, case: Case) -> Finding | None:
    """Who is 60 or older can no longer conceive (age as a criterion of menopause: NCCN guideline on breast cancer)."""
    if id not in _UNTIL_MENOPAUSE | _FROM_MENOPAUSE:
        return None
    age = age_of(case.facts)
    if age is None or age.low < _MENOPAUSE or (case.facts.sex == "male" and id in _FROM_MENOPAUSE):
        return None
    truth = id in _FROM_MENOPAUSE
    reason = f"the patient is {number(age.low)} years old"
    taken = f"from {_MENOPAUSE} years of age on menopause is taken to have passed"
    support = frozenset({builtins.id(age.fact)}) if truth and age.fact is not None else frozenset()
    return Finding(truth, reason, (Evidence(constraint, age.fact, truth),), (), (taken,), support)


_others: dict[tuple[int, str], tuple[Constraint, Constraint]] = {}  # by identity; the first is held


def _about(constraint: Constraint, concept_id: str) -> Constraint:
    """The constraint on another state: the same object each time."""
    known = _others.get((id(constraint), concept_id))
    if known is None:
        if len(_others) > _REMEMBERED:
            _others.clear()
        name = concept_id.partition(":")[2].replace("_", " ")
        other = replace(constraint, name=name, concept=Concept(concept_id, name))
        known = _others[id(constraint), concept_id] = (constraint, other)
    return known[1]


def asked_of_women(case: Case, finding: Finding) -> bool:
    """Whether an inclusion asks something of women that a man fails by being one: "females must use contraception".

    Not where it says whom the trial is for: "women who use contraception".
    """
    if not case.wanted or case.facts.sex != "male" or finding.truth is not False or case.criterion.logic is None:
        return False
    against = [e.constraint for e in finding.evidence if e.truth is False]
    if not against or any(c.type not in ("sex", "reproductive") for c in against):
        return False
    named = (leaf.concept for leaf in leaves(case.criterion.logic))
    if _WOMEN_IF.match(case.criterion.text):
        return True
    asked = any(c is not None and (c.id in _ASKED or related(c, _CONTRACEPTION)) for c in named)
    return asked and _WOMEN_MUST.match(case.criterion.text) is not None


_ASKED = frozenset({"repro:pregnancy_test", "repro:pregnancy_intention"})
_CONTRACEPTION = Concept("repro:contraception", "contraception")
_WOMEN_IF = re.compile(
    r"\W*(?:an?\s+)?(?:females?|wom[ae]n)\b[^.;]{0,40}?\b(?:(?:is|are|(?:may|can|will)\s+be)\s+eligible|may\s+(?:participate|enter))\b",
    re.I,
)
_WOMEN_MUST = re.compile(
    r"\W*(?:all\s+)?(?:females?|wom[ae]n|girls)\b[^.;]*\b(?:must|should|shall|agree\w*|(?:is|are)\s+required|will)\b",
    re.I,
)


def only_of_women(case: Case) -> bool:
    """Whether a man's criterion is to keep out nothing but states that only women can be in.

    Words that were not understood may concern him ("preterm infants, pregnancy").
    """
    logic = case.criterion.logic
    if case.criterion.unparsed or case.wanted or case.facts.sex != "male" or logic is None:
        return False
    return all(leaf.concept is not None and leaf.concept.id in _OF_WOMEN for leaf in leaves(logic))
