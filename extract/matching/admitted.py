"""What a trial admits does not keep a patient out: an exclusion that rests on nothing else says more than was read."""

from __future__ import annotations

from eligo.schema import AllOf, AnyOf, AtLeast, Concept, Constraint, Evidence, Except, Node, Trial

from .case import Case
from .index import related
from .own import own_conditions, positive_conditions
from .truth import Finding

__all__ = ["admitted_conditions", "only_admitted"]

_REMEMBERED = 1_000  # trials
_known: dict[int, tuple[Trial, tuple[Concept, ...]]] = {}  # by identity; the trial is held, so that it lasts


def admitted_conditions(trial: Trial) -> tuple[Concept, ...]:
    """The conditions that any inclusion criterion asks for, and the trial's own."""
    known = _known.get(id(trial))
    if known is not None:
        return known[1]
    found = list(own_conditions(trial))
    for criterion in trial.criteria:
        if criterion.kind == "inclusion" and criterion.logic is not None:
            found += positive_conditions(criterion.logic)
    admitted = tuple({c.id: c for c in found}.values())
    if len(_known) >= _REMEMBERED:
        _known.clear()
    _known[id(trial)] = (trial, admitted)
    return admitted


def only_admitted(case: Case, finding: Finding, admitted: tuple[Concept, ...]) -> Finding | None:
    """The finding made unknown, where all that keeps the patient out is what the trial admits; else None.

    ``Another liver disease in addition to hepatitis C``, of which only the hepatitis C is stated: no trial keeps out
    the very patients it is for, so the criterion is narrower than what was read of it.
    """
    if case.wanted or finding.truth is not True or not finding.applies or not admitted:
        return None
    logic = case.criterion.logic
    met = [e for e in finding.evidence if e.truth is True]
    if logic is None or not met or not _plain(logic) or not all(_admits(e, admitted) for e in met):
        return None
    names = ", ".join(dict.fromkeys(e.fact.name for e in met if e.fact is not None))
    clause = f"{finding.reason}, which the trial itself admits; whether more is meant has to be judged"
    evidence = tuple(Evidence(e.constraint, e.fact, None if e.truth is True else e.truth) for e in finding.evidence)
    return Finding(None, clause, evidence, (f"whether more than {names} is meant",), finding.assumed, finding.support)


def _plain(node: Node) -> bool:
    match node:
        case Constraint():
            return True
        case AllOf(args=args) | AnyOf(args=args) | AtLeast(args=args):
            return all(map(_plain, args))
        case Except(arg=arg):
            return _plain(arg)
        case _:
            return False


def _admits(evidence: Evidence, admitted: tuple[Concept, ...]) -> bool:
    """Whether a fact states what the trial admits, and the constraint asks for just that, or for something wider."""
    asked, fact = evidence.constraint, evidence.fact
    if fact is None or fact.concept is None or asked.concept is None or asked.type != "condition":
        return False
    narrowed = (asked.severity, asked.grade, asked.stage, asked.site, asked.qualifier, asked.result)
    if fact.type != "condition" or any(n is not None for n in narrowed):
        return False
    wide, stated = asked.concept, fact.concept
    for own in admitted:
        if not related(own, wide) or (asked.window is not None and related(wide, own)):
            continue  # what is narrower than the trial's own; when the trial's own thing happened
        if related(stated, own) or related(own, stated):
            return True
    return False
