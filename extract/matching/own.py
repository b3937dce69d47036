"""A trial's own conditions, and keeping them apart from "other malignancy"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.concepts.terminology.finding import lexicon as terms
from eligo.schema import AllOf, AnyOf, Concept, Constraint, Except, Fact, IfThen, Node, Trial

from .case import Case
from .general import OTHER, general_of
from .index import related

__all__ = ["general_concept", "is_own_fact", "is_spread", "leaves_out_own", "own_conditions", "positive_conditions"]

_EARLIER = re.compile(r"\b(?:prior|previous|concurrent|concomitant|coexisting|history\s+of|past)\b", re.I)
_SPREAD = Concept("cond:metastatic_disease", "metastatic disease")
_CANCER = Concept("cond:malignancy", "malignancy")

_REMEMBERED = 1_000  # trials
_known: dict[int, tuple[Trial, tuple[Concept, ...]]] = {}  # by identity; the trial is held, so that it lasts


def own_conditions(trial: Trial) -> tuple[Concept, ...]:
    """What the trial is for: the conditions its registry field names, else those of the first inclusion with any."""
    known = _known.get(id(trial))
    if known is not None:
        return known[1]
    found = [
        mention.concept
        for text in trial.conditions
        for mention in terms().find(text)
        if mention.label == "condition" and mention.concept is not None
    ]
    if not found:
        for criterion in trial.criteria:
            if criterion.kind == "inclusion" and criterion.logic is not None:
                found = list(positive_conditions(criterion.logic))
                if found:
                    break
    own = tuple({c.id: c for c in found}.values())
    if len(_known) >= _REMEMBERED:
        _known.clear()
    _known[id(trial)] = (trial, own)
    return own


def positive_conditions(node: Node) -> Iterator[Concept]:
    """The conditions that a criterion asks for, and does not deny or except."""
    match node:
        case Constraint(type="condition", concept=Concept() as concept):
            yield concept
        case AllOf(args=args) | AnyOf(args=args):
            for arg in args:
                yield from positive_conditions(arg)
        case Except(arg=arg):
            yield from positive_conditions(arg)
        case IfThen(then=then):
            yield from positive_conditions(then)
        case _:
            return


def general_concept(constraint: Constraint) -> Concept | None:
    """What "second primary malignancy" is other than: the concept right above it; None for all other names."""
    concept = constraint.concept
    return None if concept is None else general_of(concept.id, concept.name)


def leaves_out_own(constraint: Constraint, concept: Concept, case: Case) -> bool:
    """Whether the trial's own condition does not count for this constraint, which is about the more general `concept`.

    So it is where the words say so ("other", or "prior" where it keeps the patient out), and where the constraint alone
    keeps out all who have it: a trial does not exclude the very patients it is for.
    """
    if not any(related(own, concept) for own in case.own):
        return False
    words = case.before(constraint)
    if OTHER.search(words):
        return True
    return not case.wanted and (case.alone or bool(_EARLIER.search(words)))


def is_spread(concept: Concept | None) -> bool:
    """Whether a concept is a cancer's spread, which is no other cancer."""
    return concept is not None and related(concept, _SPREAD)


def is_own_fact(fact: Fact, case: Case) -> bool:
    """Whether a fact states the trial's own condition, or a cancer's spread where that is a cancer."""
    concept = fact.concept
    if concept is None:
        return False
    if case.is_own(concept):
        return True
    return related(concept, _SPREAD) and any(related(own, _CANCER) for own in case.own)
