"""Conditions, drugs, procedures, allergies…: whether the patient has what is asked for.

A fact that is one kind of what is asked makes it true; a fact that is more general leaves it unknown; a denial of the
same or of something more general makes it false; what the source only suspects is unknown; what runs in the family
counts only where that is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from eligo.concepts.generic import generic_concepts
from eligo.schema import Concept, Constraint, Evidence, Fact

from .aspects import Check, both, condition_checks, suspected
from .biomarkers import biomarker_candidates, biomarker_check
from .case import Case
from .clauses import asked_for, denied_clause, stated_clause
from .contraception import agrees_only, effective_enough
from .drugs import denies_all, denies_exposure, drug_candidates, drug_checks, states_relation
from .index import Candidate, Relation, above_in_tables, next_above
from .nearby import words_of
from .own import general_concept, is_own_fact, is_spread, leaves_out_own
from .procedures import procedure_checks
from .qualifiers import qualifier_check
from .relatives import by_blood
from .spans import Span, over
from .spread import spread_check
from .timing import asks_ahead, timing
from .truth import Finding
from .unmentioned import judge_silence
from .windows import in_window
from .wording import assumptions, is_are, label, no_other, noun, quote

__all__ = ["asks_by_name", "judge_concept"]

_DONE = frozenset({"drug", "procedure"})
_INFECTIONS = frozenset({"cond:infection", "cond:viral_infection", "cond:bacterial_infection"})
_GAP = 5  # characters between a denial and what it denies that limit nothing ("no known", "denies any")
# Answered by facts of their concept only.
_BY_NAME = frozenset({"condition", "drug", "procedure", "participation", "attestation"})


class _Reading(NamedTuple):
    """One fact that is stated of the patient, against the constraint."""

    candidate: Candidate
    check: Check


def asks_by_name(constraint: Constraint) -> bool:
    """Whether only facts that `FactIndex.find` gives can bear on it."""
    if constraint.type not in _BY_NAME or constraint.relation == "hypersensitivity" or constraint.dose is not None:
        return False
    return constraint.type != "condition" or general_concept(constraint) is None


def judge_concept(constraint: Constraint, case: Case) -> Finding:
    """Whether the patient has what the constraint names, in the status, time and other aspects asked for."""
    if not case.facts.find(constraint) and asks_by_name(constraint):
        return judge_silence(constraint, case, (), [])
    found, notes = _candidates(constraint, case)
    if not found:
        return judge_silence(constraint, case, (), notes)
    stated: list[_Reading] = []
    denials: list[Candidate] = []
    for candidate in found:
        assertion = candidate.fact.assertion
        if assertion == "family" or constraint.experiencer == "family":
            if assertion == "family" and constraint.experiencer == "family" and by_blood(candidate.fact):
                if any(cue.category == "negated" for cue in candidate.fact.cues):
                    denials.append(candidate)
                    continue
                stated.append(_Reading(candidate, _check(constraint, candidate, case, aspects=False)))
            continue
        if not states_relation(constraint, candidate.fact):
            if denies_exposure(constraint, candidate.fact):
                denials.append(candidate)
            continue
        if constraint.type == "biomarker":
            check = biomarker_check(constraint, candidate, case)
            if check is not None:
                stated.append(_Reading(candidate, both([check, *timing(constraint, candidate, case)])))
        elif assertion == "absent" or denies_all(candidate.fact):
            if not _qualified_otherwise(constraint, candidate.fact, case) and not agrees_only(constraint, case):
                denials.append(candidate)
        else:
            stated.append(_Reading(candidate, _check(constraint, candidate, case)))
    return _decide(constraint, case, stated, denials, notes)


def _candidates(constraint: Constraint, case: Case) -> tuple[list[Candidate], list[str]]:
    """The facts that bear on it, without those of the trial's own condition where that does not count; and why not."""
    if constraint.type in ("drug", "allergy"):
        return drug_candidates(constraint, case), []
    if constraint.type == "biomarker":
        return biomarker_candidates(constraint, case), []
    found = list(case.candidates(constraint))
    if constraint.type != "condition" or constraint.concept is None or not case.own:
        return found, []
    general = general_concept(constraint)
    concept = general or constraint.concept
    if not leaves_out_own(constraint, concept, case):
        return found, []
    if general is not None:
        known = {id(c.fact) for c in found if c.fact.assertion == "absent"}
        wider = case.about("condition", general)
        found = [c for c in found if id(c.fact) in known] + [c for c in wider if id(c.fact) not in known]
    kept: list[Candidate] = []
    left_out: list[Candidate] = []
    for c in found:
        own = c.fact.assertion != "absent" and c.fact.concept is not None and is_own_fact(c.fact, case)
        (left_out if own else kept).append(c)
    if left_out:
        # Words as wide as the question ("cancer") say nothing new of a patient whose own condition is stated.
        vague = [c for c in kept if c.fact.assertion != "absent" and _wider_than_own(c.fact, case)]
        kept = [c for c in kept if c not in vague]
        names = ", ".join(dict.fromkeys(c.fact.name for c in left_out))
        return kept, [f"{names}: the trial's own condition does not count as {constraint.name}"]
    return kept, []


def _wider_than_own(fact: Fact, case: Case) -> bool:
    return fact.concept is not None and case.is_above_own(fact.concept)


def _asks_qualified(constraint: Constraint, qualifier: str, case: Case) -> bool:
    """Whether what is asked for is qualified like a denial ("no bleeding from varices")."""
    if qualifier == "other":  # than what is stated
        return False
    if " " in qualifier:
        return words_of(qualifier) <= words_of(case.criterion.text)
    return qualifier in words_of(f"{constraint.qualifier or ''} {constraint.text}")


def _qualified_otherwise(constraint: Constraint, denial: Fact, case: Case) -> bool:
    """Whether a denial is narrower than the question: "no severe asthma" does not deny asthma."""
    if denial.severity is not None and denial.severity != constraint.severity:
        return True
    if denial.qualifier is not None and not _asks_qualified(constraint, denial.qualifier, case):
        return True
    if denial.site is not None and denial.site != constraint.site:
        return True
    if case.facts.is_inferred(denial) and is_spread(constraint.concept):  # of the one that is stated
        return True
    if denial.type == "reproductive" and denial.status == "history":  # "no prior pregnancies"
        return True
    if denial.status == "active" and constraint.status != "active":  # it may have been, or sleep
        return True
    if _is_carried(constraint.concept, denial.concept):
        return True
    return denial.stage is not None or denial.grade is not None


def _is_carried(asked: Concept | None, denied: Concept | None) -> bool:
    """Whether infections are denied, and one is asked for that need show no sign."""
    if asked is None or denied is None or denied.id not in _INFECTIONS or asked.id in _INFECTIONS:
        return False
    above = above_in_tables(asked)
    return above is not None and not above.isdisjoint(generic_concepts("carried"))


def _check(constraint: Constraint, candidate: Candidate, case: Case, *, aspects: bool = True) -> Check:
    fact = candidate.fact
    checks: list[Check] = []
    if fact.status == "planned" and constraint.type in _DONE and not asks_ahead(constraint, case):
        clause = f"{fact.name} {is_are(fact.name)} only planned"
        same = candidate.relation is Relation.SAME  # of other kinds it says nothing
        settled = same and constraint.role == "concurrent" and constraint.window is None
        return Check(False if settled else None, clause, (asked_for(constraint),), settles=settled)
    if candidate.relation is Relation.BROADER:
        clause = f"{quote(fact)} does not say of which kind: {constraint.name} or another"
        checks.append(Check(None, clause, (f"kind of {fact.name}",)))
    if fact.assumed:
        checks.append(Check(True, assumed=assumptions(fact)))
    if aspects:
        checks += _ASPECTS.get(constraint.type, _plain)(constraint, fact, candidate.span, case)
        said = qualifier_check(constraint, fact, case)
        checks += [said] if said is not None else []
    return both([*checks, *timing(constraint, candidate, case)])


def _plain(constraint: Constraint, fact: Fact, span: Span, case: Case) -> list[Check]:
    checks = []
    if fact.assertion == "possible":
        checks.append(suspected(fact))
    if constraint.type == "reproductive" and over(fact):
        checks.append(Check(None, f"{noun(fact.name)} is stated as history only", (constraint.name,)))
    if constraint.concept is not None and constraint.concept.id == "repro:contraception":
        checks.append(effective_enough(constraint, fact))
    if constraint.severity is not None:
        checks += [c for c in condition_checks(constraint, fact, case) if c.truth is not True]
    return checks


def _condition(constraint: Constraint, fact: Fact, span: Span, case: Case) -> list[Check]:
    spread = spread_check(constraint, fact, case)
    if spread is None:
        return condition_checks(constraint, fact, case)
    return [*condition_checks(replace(constraint, severity=None), fact, case), spread]


_ASPECTS: dict[str, Callable[[Constraint, Fact, Span, Case], list[Check]]] = {
    "condition": _condition,
    "drug": drug_checks,
    "procedure": procedure_checks,
}


def _decide(
    constraint: Constraint, case: Case, stated: list[_Reading], denials: list[Candidate], notes: list[str]
) -> Finding:
    evidence = _evidence(constraint, stated, denials)
    has = [r for r in stated if r.check.truth is True]
    open_ = [r for r in stated if r.check.truth is None]
    name = label(constraint)
    if has:
        opposite = [r.candidate for r in stated if r.check.truth is False] if constraint.type == "biomarker" else []
        kept, against = _uncontradicted(constraint, has, [*denials, *opposite], case)
        if kept:
            first = min(kept, key=lambda r: len(r.check.assumed))
            support = frozenset(id(r.candidate.fact) for r in kept)
            return Finding(True, stated_clause(constraint, first.candidate.fact), evidence, (),
                           (*notes, *first.check.assumed), support)  # fmt: skip
        fact = has[0].candidate.fact
        clause = f"the source contradicts itself: {quote(fact)}, but {quote(against[0].fact)}"
        if all(_later(d, has[0].candidate, case) for d in against) and not _recorded_active(has[0].candidate):
            return Finding(False, f"{quote(against[0].fact)}: {name} no longer holds", evidence, assumed=tuple(notes))
        support = frozenset(id(r.candidate.fact) for r in has)
        return Finding(None, clause, evidence, (name,), tuple(notes), support)
    plain_denial = any(d.relation is Relation.SAME and _covers(d, constraint, case) for d in denials)
    if open_ and not (plain_denial and all(r.candidate.relation is Relation.BROADER for r in open_)):
        support = frozenset(id(r.candidate.fact) for r in open_)
        first = open_[0]
        missing = tuple(dict.fromkeys(m for r in open_ for m in r.check.missing)) or (name,)
        return Finding(None, first.check.clause, evidence, missing, (*notes, *first.check.assumed), support)
    covering = [d for d in denials if d.relation is not Relation.NARROWER and _covers(d, constraint, case)]
    if covering:
        deny = min(covering, key=lambda d: (d.relation, case.facts.is_inferred(d.fact)))  # what says it most plainly
        assumed = (*notes, *assumptions(deny.fact))
        return Finding(False, denied_clause(constraint, deny.fact, case), evidence, assumed=assumed)
    if stated:
        return _failed(constraint, stated, evidence, notes)
    return judge_silence(constraint, case, evidence, notes, denials)


def _failed(
    constraint: Constraint, stated: list[_Reading], evidence: tuple[Evidence, ...], notes: list[str]
) -> Finding:
    """All that is stated falls short: enough for a no, unless it is but one kind of what is asked."""
    name = label(constraint)
    # a drug in wider words may be another one: "IV antibiotics" denies no oral vancomycin
    told = [r for r in stated if constraint.type != "drug" or r.candidate.relation is not Relation.BROADER]
    same = next((r for r in told if r.candidate.relation is Relation.SAME or r.check.settles), None)
    if same is None:
        clause = f"{stated[0].check.clause}; {no_other(name)}"
        return Finding(None, clause, evidence, (f"other {name}",), tuple(notes))
    assumed = (*notes, *same.check.assumed, no_other(name))
    return Finding(False, same.check.clause, evidence, assumed=assumed)


def _evidence(constraint: Constraint, stated: list[_Reading], denials: list[Candidate]) -> tuple[Evidence, ...]:
    rank = {True: 0, None: 1, False: 2}
    facts = [
        Evidence(constraint, r.candidate.fact, r.check.truth) for r in sorted(stated, key=lambda r: rank[r.check.truth])
    ]
    return (*facts, *(Evidence(constraint, d.fact, False) for d in denials if d.relation is not Relation.NARROWER))


def _uncontradicted(
    constraint: Constraint, has: list[_Reading], denials: list[Candidate], case: Case
) -> tuple[list[_Reading], list[Candidate]]:
    """The facts that no denial of the same thing meets, and the denials that do meet one."""
    kept, against = [], []
    for reading in has:
        meeting = [d for d in denials if _contradicts(constraint, d, reading.candidate, case)]
        if meeting:
            against += meeting
        else:
            kept.append(reading)
    return kept, against


def _contradicts(constraint: Constraint, denial: Candidate, stated: Candidate, case: Case) -> bool:
    """A denial of the same thing, of the same day, or later where the present state is asked for or recorded."""
    # what a test only speaks of does not outweigh a kind that is stated
    kind = not case.facts.is_inferred(denial.fact) and _kind_of_denied(constraint, denial.fact, stated.fact)
    if not kind and not _same_thing(denial, stated):
        return False
    said, denied = _when(stated, case), _when(denial, case)
    return said == denied or (denied > said and (_recorded_active(stated) or _asks_present_state(constraint)))


def _recorded_active(stated: Candidate) -> bool:
    """Whether a coded record says that it lasts: its date is that of the onset."""
    return stated.fact.status == "active" and stated.fact.start == stated.fact.end


def _same_thing(left: Candidate, right: Candidate) -> bool:
    if left.fact.concept is not None and right.fact.concept is not None:
        same = left.fact.concept.id == right.fact.concept.id
    else:
        same = left.fact.name.casefold() == right.fact.name.casefold()
    return (same or (left.relation is right.relation is Relation.SAME)) and left.fact.site == right.fact.site


def _kind_of_denied(constraint: Constraint, denial: Fact, stated: Fact) -> bool:
    """Whether what is stated is one kind of what is denied without a limit but one that is asked for, as ``active`` is.

    Only of the next wider thing: who denies heart disease at large does not speak of the arrhythmia that is treated.
    Words between the denial and the thing limit it ("no unprovoked seizures").
    """
    if denial.concept is None or stated.concept is None or denial.type != stated.type or stated.assertion != "present":
        return False
    status = None if denial.status == constraint.status else denial.status
    limits = (
        status,
        denial.severity,
        denial.qualifier,
        denial.stage,
        denial.grade,
        denial.relation,
        denial.dose,
        denial.route,
    )
    if any(limit is not None for limit in limits) or denial.site not in (None, stated.site):
        return False
    cues = [c for c in denial.cues if c.category == "negated"]
    if any(denial.start - c.end > _GAP for c in cues if c.end <= denial.start):
        return False
    return denial.concept.id in next_above(stated.concept)


def _later(denial: Candidate, stated: Candidate, case: Case) -> bool:
    return _when(denial, case) > _when(stated, case)


def _when(candidate: Candidate, case: Case) -> date:
    return candidate.span.start_max if candidate.span.dated else case.facts.latest_day


def _asks_present_state(constraint: Constraint) -> bool:
    if constraint.window is not None:
        return False
    return (
        constraint.status == "active"
        or constraint.role == "concurrent"
        or constraint.type in ("reproductive", "biomarker")
    )


def _covers(denial: Candidate, constraint: Constraint, case: Case) -> bool:
    """Whether a denial reaches the time asked for: one from before the window says nothing of it."""
    span = denial.span
    if constraint.window is None or not span.dated:
        return True
    if span.end_min > span.start_max:  # "no vaccine in the past year" denies a whole period
        return in_window(span, replace(constraint.window, throughout=True), case).truth is True
    at = in_window(Span(span.start_min, span.start_max, span.start_min, span.start_max), constraint.window, case)
    return at.truth is not False or (case.facts.today is not None and span.start_max >= case.facts.today)
