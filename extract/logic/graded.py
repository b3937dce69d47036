"""Bounds that say what of a thing is meant: the grade of a toxicity, the values that define a condition."""

from __future__ import annotations

from eligo.concepts.generic import generic_concepts
from eligo.logic.coordination import Kind, Term, coordinate
from eligo.schema import AllOf, Constraint, Node, leaves

__all__ = ["drop_graded", "fold_definition", "is_event"]


def is_event(node: Node) -> bool:
    """Whether a term is any toxicity, which only a grade says more of."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("event")


def drop_graded(terms: list[Term]) -> None:
    """ "Toxicity > grade 1 of prior chemotherapy": the grade asks it all; what the toxicity is of asks nothing."""
    for n in range(len(terms) - 1):
        first, second = terms[n : n + 2]
        if second.connector not in {"none", "with"}:
            continue
        if is_event(first.node) and second.types == {"score"}:
            second.connector = first.connector
            second.negation = first.negation if second.negation is None else second.negation
            grade = second
        elif is_event(second.node) and first.types == {"score"}:  # "grade 2 toxicity of prior treatment"
            grade = first
        else:
            continue
        end = n + 2
        while end < len(terms) and terms[end].types <= {"drug", "procedure"}:
            if end == n + 2 and terms[end].connector not in {"none", "cause", "with"}:
                break
            end += 1
        terms[n:end] = [grade]
        return


def fold_definition(terms: list[Term], n: int, kind: Kind) -> None:
    """ "Anemia, shown by Hb < 8 g/dL or Hct < 24 %": the bounds, from `n` on, say what of the condition is meant."""
    if not 0 < n < len(terms) or terms[n - 1].types != {"condition"}:
        return
    bounds = terms[n:]
    if any(t.family != "numeric" or t.negation is not None for t in bounds):
        return
    bounds[0].connector = "none"
    node, condition = coordinate(bounds, kind), terms[n - 1]
    assert node is not None
    condition.node = AllOf((condition.node, node))
    condition.types |= frozenset(c.type for c in leaves(node))
    del terms[n:]
