"""Pregnancy, lactation, childbearing potential, contraception."""

from __future__ import annotations

from dataclasses import replace

from eligo.schema import Concept, Constraint, Evidence, leaves

from .case import Case
from .concepts import judge_concept
from .truth import Finding, any_of

__all__ = ["judge_reproductive", "only_of_women"]

# States that only women can be in; "reproductive potential" and contraception concern both sexes.
_OF_WOMEN = frozenset({
    "repro:pregnant", "repro:lactating", "repro:postpartum", "repro:in_labor", "repro:postmenopausal",
    "repro:premenopausal", "repro:perimenopausal", "repro:menstrual_cycle",
})  # fmt: skip
_REMEMBERED = 20_000  # constraints
_NO_POTENTIAL = ("repro:non_childbearing_potential", "repro:postmenopausal", "repro:surgically_sterile")


def judge_reproductive(constraint: Constraint, case: Case) -> Finding:
    """As for other concepts; besides, men are in no state that only women can be in, and who can no longer conceive
    has no childbearing potential."""
    concept = constraint.concept
    id = concept.id if concept is not None else ""
    if id in _OF_WOMEN and case.facts.sex == "male":
        return Finding(False, "the patient is male", (Evidence(constraint, None, False),))
    found = judge_concept(constraint, case)
    if found.truth is not None or found.support:
        return found
    if id == "repro:childbearing_potential":
        for other in _NO_POTENTIAL:
            opposite = judge_concept(_about(constraint, other), case)
            if opposite.truth is True:
                return Finding(False, opposite.reason, opposite.evidence, assumed=opposite.assumed)
    if id == "repro:non_childbearing_potential":
        ways = any_of([judge_concept(_about(constraint, other), case) for other in _NO_POTENTIAL[1:]])
        return ways if ways.truth is True else found
    return found


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


def only_of_women(case: Case) -> bool:
    """Whether a man's criterion is to keep out nothing but states that only women can be in.

    Words that were not understood may concern him ("preterm infants, pregnancy").
    """
    logic = case.criterion.logic
    if case.criterion.unparsed or case.wanted or case.facts.sex != "male" or logic is None:
        return False
    return all(leaf.concept is not None and leaf.concept.id in _OF_WOMEN for leaf in leaves(logic))
