"""What a criterion asks of a drug beside its name: role, relation, dose, route."""

from __future__ import annotations

import re
from datetime import date

from eligo.concepts.generic import generic_concepts
from eligo.schema import Constraint, Except, Fact, Range, subtrees

from .aspects import HOLDS, Check
from .case import Case
from .doses import dose_check, equivalents_of
from .index import Candidate, Relation
from .nearby import clause_around, own_words, sentence_around
from .spans import Span, over, overlaps
from .truth import Truth
from .wording import is_are, quote

__all__ = ["denies_all", "denies_exposure", "drug_candidates", "drug_checks", "states_relation"]

_TAKEN = frozenset({None, "exposure", "stable_dose", "resistance", "intolerance"})
_SYSTEMIC = frozenset({"systemic", "oral", "po", "intravenous", "iv", "intramuscular", "im", "subcutaneous", "sc",
                       "parenteral", "rectal", "sublingual"})  # fmt: skip
_LOCAL = frozenset({"local", "topical", "inhaled", "inhalation", "intranasal", "nasal", "ophthalmic", "ocular", "otic",
                    "vaginal", "intra-articular", "intraarticular", "intravitreal", "cutaneous"})  # fmt: skip
_LOCAL_ATC = ("D", "S", "R01", "R03A", "R03B", "A07", "N01B", "M02", "G01", "C05")
_NARROWED = re.compile(
    r"[^.;\n]{0,30}?(?:\b(?:that|which|other\s+than|except|excluding|including|include[sd]?|such\s+as|known\s+to|likely\s+to|"
    r"listed|prohibited|disallowed|interfer\w+|affect\w*|contraindicated|with|for|as\s+per|per|containing|e\.?g)\b|:)",
    re.I,
)  # "medication that prolongs the QT interval"
_THESE = re.compile(
    r"\b(?:these|those|following|certain|some|prohibited|disallowed|excluded|forbidden|contraindicated|interacting|specific|"
    r"additional|other)\b[^.;]*$",
    re.I,
)
_SEVERE = re.compile(
    r"\b(?:anaphyla\w+|(?:severe|serious|life-threatening)(?:ly)?\s+(?:[\w-]+\s+){0,2}?(?:allerg|reacti|hypersens|intoleran)\w*)",
    re.I,
)
_BAD = frozenset({"severe", "serious", "life-threatening"})  # a degree by itself, as records have it
_OTHER_CAUSE = re.compile(r"\s+(?:to|after|with|from|due\s+to)\b", re.I)
_DENIED = re.compile(r"\b(?:no|not|non|never|without|den(?:y|ies|ied)|neither|nor)\b[^,.;]{0,30}\Z", re.I)
_ANY_ALLERGY = frozenset({"allergy:no_known_allergies"})
_ANY_DRUG_ALLERGY = frozenset({"allergy:drug_allergy", "allergy:no_known_allergies"})


def drug_candidates(constraint: Constraint, case: Case) -> list[Candidate]:
    """The facts that bear on a drug, or an allergy to it; with all that "no known allergies" denies."""
    found = list(case.candidates(constraint))
    if constraint.type == "drug" and constraint.dose is not None and "equivalent" in _around(constraint, case):
        known = {id(c.fact) for c in found}
        ids = equivalents_of(constraint.concept)
        for fact, span in case.facts.of_type("drug"):
            if fact.concept is not None and fact.concept.id in ids and id(fact) not in known | case.hidden:
                found.append(Candidate(fact, span, Relation.SAME))
    if constraint.type == "allergy" or constraint.relation == "hypersensitivity":
        found = [c for c in found if c.fact.concept is None or c.fact.concept.id not in _ANY_DRUG_ALLERGY]
        found += _general_denials(constraint, case)
    return found


def _around(constraint: Constraint, case: Case) -> str:
    end = constraint.end - case.criterion.start + 60
    return case.before(constraint) + case.criterion.text[max(0, constraint.start - case.criterion.start) : max(0, end)]


def _general_denials(constraint: Constraint, case: Case) -> list[Candidate]:
    of_drug = constraint.concept is not None and constraint.concept.id.startswith(("drug:", "class:"))
    found = []
    for fact, span in case.facts.of_type("allergy"):
        if fact.concept is None or id(fact) in case.hidden:
            continue
        none_known = fact.concept.id in _ANY_ALLERGY
        if not none_known and not (fact.concept.id in _ANY_DRUG_ALLERGY and fact.assertion == "absent"):
            asked = constraint.concept is not None and constraint.concept.id in _ANY_DRUG_ALLERGY
            if asked and fact.concept.id in _ANY_DRUG_ALLERGY:
                found.append(Candidate(fact, span, Relation.SAME))
            continue
        if none_known or of_drug or constraint.concept is None or constraint.concept.id in _ANY_DRUG_ALLERGY:
            found.append(Candidate(fact, span, Relation.BROADER))
    return found


def denies_all(fact: Fact) -> bool:
    """Whether a fact by its very name says that there is none: "no known allergies"."""
    return fact.concept is not None and fact.concept.id in _ANY_ALLERGY


def states_relation(constraint: Constraint, fact: Fact) -> bool:
    """Whether a fact speaks of the relation asked for: that a drug is taken says nothing of an allergy to it."""
    if constraint.type not in ("drug", "allergy"):
        return True
    allergic = fact.type == "allergy" or fact.relation == "hypersensitivity"
    wanted = "hypersensitivity" if constraint.type == "allergy" else constraint.relation or "exposure"
    match wanted:
        case "hypersensitivity":
            return allergic or (constraint.type == "allergy" and fact.type == "allergy")
        case "intolerance":
            return allergic or fact.relation == "intolerance"
        case "resistance":
            return fact.relation == "resistance"
        case _:
            return not allergic and fact.relation in _TAKEN


def denies_exposure(constraint: Constraint, fact: Fact) -> bool:
    """Whether a fact denies that a drug was ever given, and so that it was given in vain."""
    if constraint.type != "drug" or constraint.relation != "resistance" or fact.assertion != "absent":
        return False
    return fact.type == "drug" and fact.relation in (None, "exposure")


def drug_checks(constraint: Constraint, fact: Fact, span: Span, case: Case) -> list[Check]:
    """The aspects that `constraint` asks of a drug, on one fact of it."""
    name = fact.name
    checks: list[Check] = []
    if fact.assertion == "possible":
        checks.append(Check(None, f"whether {name} was given is not certain", (f"whether {name} was given",)))
    if not case.wanted and _some_only(constraint, case):
        clause = f"whether {name} {is_are(name)} one of the drugs that are meant is not known"
        checks.append(Check(None, clause, (f"whether {name} counts",)))
    if constraint.relation in (None, "exposure", "stable_dose"):
        checks.append(_role(constraint, fact, span, case))
    if constraint.relation == "stable_dose" and fact.relation != "stable_dose":
        checks.append(_stable(fact, span, case))
    if constraint.dose is not None:
        checks.append(dose_check(constraint, fact))
    if constraint.severity is not None:
        checks.append(_degree(constraint.severity, fact, case))
    if constraint.route is not None:
        checks.append(_route(constraint.route, fact))
    if constraint.lines is not None:
        checks.append(_lines(constraint.lines, fact))
    # what a drug list says of one drug of a class, it says for want of another one
    return [check._replace(settles=True) if check.truth is False else check for check in checks]


def _some_only(constraint: Constraint, case: Case) -> bool:
    """Whether "medication" is narrowed by its words: "any of these medications: …", "medication that affects …"."""
    if constraint.concept is None or constraint.concept.id not in generic_concepts("all"):
        return False
    if _excepted(constraint, case):
        return False  # "medication other than aspirin": all others are meant
    at = max(0, constraint.end - case.criterion.start)
    return (
        _NARROWED.match(case.criterion.text, at) is not None or _THESE.search(case.led_by(constraint, 40)) is not None
    )


def _excepted(constraint: Constraint, case: Case) -> bool:
    """Whether all that narrows a constraint are the exceptions that its criterion is read with."""
    logic = case.criterion.logic
    if logic is None or case.criterion.parsed != "full":
        return False
    return any(isinstance(node, Except) and node.arg is constraint for node in subtrees(logic))


def _degree(asked: str, fact: Fact, case: Case) -> Check:
    """How bad a reaction was: one that is called severe, or anaphylaxis, with the fact; else it is not known."""
    if (fact.severity or "").casefold() in _BAD or _told_severe(fact, case):
        return HOLDS
    whether = f"whether the reaction to {fact.name} was {asked}"
    return Check(None, f"it is not stated {whether}", (whether,))


def _told_severe(fact: Fact, case: Case) -> bool:
    """Before the fact its own clause counts, behind it the sentence, up to what else caused it."""
    before, behind = clause_around(fact, case)[0], sentence_around(fact, case)[1]
    lead = f"{before}{own_words(fact)}"
    if any(not _DENIED.search(lead, 0, found.start()) for found in _SEVERE.finditer(lead)):
        return True
    return any(
        not _DENIED.search(behind, 0, found.start()) and not _OTHER_CAUSE.match(behind, found.end())
        for found in _SEVERE.finditer(behind)
    )


def _lines(asked: Range, fact: Fact) -> Check:
    """How many lines are counted, against how many are asked for."""
    name, told = fact.name, fact.lines
    if told is None:
        return Check(None, f"the lines of treatment with {name} are not counted", (f"lines of {name}",))
    least = told.low if told.low is not None else 0
    low = 0.0 if asked.low is None else asked.low if asked.low_inclusive else asked.low + 1
    high = float("inf") if asked.high is None else asked.high if asked.high_inclusive else asked.high - 1
    if least > high:
        return Check(False, f"{quote(fact)} is more than that")
    if told.high is None:
        enough = least >= low and high == float("inf")
        return HOLDS if enough else Check(None, f"{quote(fact)} may be more", (f"lines of {name}",))
    return HOLDS if low <= least and told.high <= high else Check(False, f"{quote(fact)} is fewer than that")


def _stable(fact: Fact, span: Span, case: Case) -> Check:
    """A dose that is stated with its beginning, and goes on, is taken not to have changed."""
    name = fact.name
    if fact.dose is not None and span.dated and span.start_min > date.min and _now(fact, span, case):
        return Check(True, assumed=(f"the dose of {quote(fact)} is taken as stable: no change is stated",))
    question = (f"since when has the dose of {name} been stable",)
    return Check(None, f"it is not stated since when the dose of {name} has been stable", question)


def _role(constraint: Constraint, fact: Fact, span: Span, case: Case) -> Check:
    name, role = fact.name, constraint.role
    if role == "any" and constraint.concept is not None and constraint.concept.id in generic_concepts("all"):
        role = "concurrent"  # "any concomitant medication"
    if role == "planned":
        if fact.status == "planned":
            return HOLDS
        return Check(None, f"whether {name} {is_are(name)} planned is not stated", (f"whether {name} is planned",))
    if role in ("prior", "any") or (role is None and constraint.window is not None):
        return HOLDS
    if role == "concurrent" and constraint.window is not None and constraint.window.from_ is not None:
        return HOLDS  # the window says when
    now = _now(fact, span, case)
    question = (f"whether {name} is still taken",)
    if now is None or (now is False and role is None):
        return Check(None, f"it is not stated whether {name} {is_are(name)} still taken", question)
    return HOLDS if now else Check(False, f"{name} {is_are(name)} no longer taken")


def _now(fact: Fact, span: Span, case: Case) -> Truth:
    if over(fact):
        return False
    if case.facts.today is None and span.dated:
        return None
    return overlaps(span, case.facts.latest_day, case.facts.latest_day)


def _route(asked: str, fact: Fact) -> Check:
    if " or " in asked:  # "oral or intravenous"
        checks = [_route(one, fact) for one in asked.split(" or ")]
        return next((c for truth in (True, None) for c in checks if c.truth is truth), checks[0])
    name, wanted = fact.name, asked.casefold()
    if fact.route is None:
        codes = fact.concept.codes.get("ATC", ()) if fact.concept is not None else ()
        if wanted == "systemic" and codes and not any(code.startswith(_LOCAL_ATC) for code in codes):
            return Check(True, assumed=(f"the route of {name} is not stated; taken as systemic",))
        return Check(None, f"the route of {name} is not stated", (f"route of {name}",))
    stated = fact.route.casefold()
    if stated == wanted:
        return HOLDS
    for group in (_SYSTEMIC, _LOCAL):
        if wanted in group and stated in group:
            return (
                HOLDS if wanted in ("systemic", "local") else Check(False, f"{name} is given {fact.route}, not {asked}")
            )
    if (wanted in _SYSTEMIC and stated in _LOCAL) or (wanted in _LOCAL and stated in _SYSTEMIC):
        return Check(False, f"{name} is given {fact.route}, not {asked}")
    return Check(None, f"whether {name} ({fact.route}) is {asked} is not known", (f"route of {name}",))
