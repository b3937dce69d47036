"""Examinations: that one was done keeps nobody out and lets nobody in; what it shows does."""

from __future__ import annotations

from eligo.concepts.generic import generic_concepts
from eligo.schema import AnyOf, Concept, Constraint, leaves, subtrees

from .case import Case
from .index import above_in_tables
from .truth import Finding

__all__ = ["is_examination", "only_looked"]

_FOUND = frozenset({"condition", "lesion", "measurement", "biomarker", "score"})  # what an examination shows


def is_examination(concept: Concept | None) -> bool:
    """Whether it is an examination (imaging, an ECG, spirometry, a biopsy…), of which only what it shows can count."""
    above = above_in_tables(concept)
    return above is not None and not above.isdisjoint(generic_concepts("looks"))


def only_looked(case: Case, finding: Finding) -> Finding | None:
    """The finding made unknown, where it holds by an examination that stands beside what it is to show; else None.

    ``No suspicion of metastases that cannot be ruled out by X-ray or CT``: that an X-ray was done does not say so.
    """
    logic = case.criterion.logic
    if not case.wanted or finding.truth is not True or logic is None:
        return None
    met = {id(e.constraint): e.constraint for e in finding.evidence if e.truth is True}
    if not met or not all(_looks(c) for c in met.values()):
        return None
    if not any(isinstance(node, AnyOf) and _mixed(node, met) for node in subtrees(logic)):
        return None
    name = next(iter(met.values())).name
    clause = f"{finding.reason}, but not what it showed"
    return Finding(None, clause, finding.evidence, (f"what {name} showed",), finding.assumed, finding.support)


def _looks(constraint: Constraint) -> bool:
    return constraint.type == "procedure" and constraint.result is None and is_examination(constraint.concept)


def _mixed(node: AnyOf, met: dict[int, Constraint]) -> bool:
    """Whether examinations that are met are alternatives to something that is found."""
    kinds = [list(leaves(arg)) for arg in node.args]
    looked = any(any(id(leaf) in met for leaf in own) and all(map(_looks, own)) for own in kinds)
    return looked and any(leaf.type in _FOUND for own in kinds for leaf in own)
