"""Bounds that say what of a thing is meant: the grade of a toxicity, the values that define a condition."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from eligo.attributes.bounds_implied import implied_measure
from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import concept, is_a
from eligo.logic.coordination import coordinate
from eligo.logic.rewrite import attach_exceptions, map_asked
from eligo.logic.terms import Kind, Term
from eligo.schema import AllOf, Constraint, Except, IfThen, Node, Not, Range, leaves

__all__ = [
    "drop_graded",
    "fold_apposed",
    "fold_definition",
    "is_event",
    "or_baseline",
    "plain",
    "recovered_terms",
    "share_grade",
    "spare",
    "up_to_grade",
]


def plain(node: Node) -> Node:
    """What an exception is made to, else the node itself."""
    return node.arg if isinstance(node, Except) else node


def is_event(node: Node) -> bool:
    """Whether a term is any toxicity, which only a grade says more of."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("event")


def drop_graded(terms: list[Term]) -> None:
    """ "Toxicity > grade 1 of prior chemotherapy": the grade asks it all; what the toxicity is of asks nothing."""
    for n in range(len(terms) - 1):
        first, second = terms[n : n + 2]
        if second.connector not in {"none", "with"}:
            continue
        if is_event(plain(first.node)) and second.types == {"score"}:
            second.connector = first.connector
            second.negation = first.negation if second.negation is None else second.negation
            grade, event = second, first.node
        elif is_event(plain(second.node)) and first.types == {"score"}:  # "grade 2 toxicity of prior treatment"
            grade, event = first, second.node
        else:
            continue
        if isinstance(event, Except):  # "toxicities (except alopecia) > grade 1"
            grade.node = attach_exceptions(grade.node, event.exceptions)
        end = n + 2
        while end < len(terms) and terms[end].types <= {"drug", "procedure"}:
            if end == n + 2 and terms[end].connector not in {"none", "cause", "with"}:
                break
            end += 1
        terms[n:end] = [grade]
        return


_TOXIC = frozenset({"condition", "drug", "procedure"})
_GIVEN = frozenset({"drug", "procedure"})


def recovered_terms(terms: list[Term], first: int) -> tuple[list[Term], list[Node]]:
    """The terms without those that one has recovered from, to a grade; and what these except.

    "4 weeks since chemotherapy or surgery, with recovery to grade 1" asks for both.

    Args:
        first: the first term of what one has recovered from, or to.
    """
    kept, rest = terms[:first], [t for t in terms[first:] if not t.types <= _TOXIC]
    gone = [t for t in terms[first:] if t.types <= _TOXIC]
    if len(rest) > 1 and or_baseline(rest):
        for term in rest[1:]:  # "to grade 1, baseline, or deemed irreversible"
            term.connector = "or" if term.connector in {"comma", "slash"} else term.connector
    spared = [e for t in gone if isinstance(t.node, Except) for e in t.node.exceptions]
    if kept and rest and all(t.types <= _GIVEN for t in kept) and rest[0].negation is None:
        rest[0].connector, rest[0].loose = "and", True
        window = next((c.window for c in leaves(kept[0].node)), None)
        if window is not None and window.to is not None and window.from_ is None:
            for term in rest:  # so long ago was the treatment, not the recovery
                term.node = map_asked(term.node, lambda c: replace(c, window=None) if c.window == window else c)
    return [*kept, *rest], [] if kept else spared


def or_baseline(terms: list[Term]) -> bool:
    """Whether they are grades of one scale, and the baseline among them: "baseline or grade 1 (except alopecia)"."""
    named = [t.node for t in terms]
    if not all(isinstance(n, Constraint) and n.type == "score" for n in named):
        return False
    found = [c for n in named for c in leaves(n)]
    return len({c.scale for c in found}) == 1 and any(c.relative_to == "baseline" for c in found)


def spare(node: Node, spared: list[Node]) -> Node:
    """ "Toxicities other than alopecia not resolved to grade 1": what is excepted of them is of what is asked."""
    return Not(attach_exceptions(node.arg, spared)) if isinstance(node, Not) else attach_exceptions(node, spared)


def share_grade(terms: list[Term]) -> None:
    """ "Grade 3 or 4 neutropenia or thrombocytopenia": a grade before two things is that of both.

    Of what stands behind a comma ("grade 2 heart failure, stroke, …") it is not.
    """
    if any(t.connector == "comma" for t in terms):
        return
    for left, right in pairwise(terms):
        first, second = left.node, right.node
        if right.connector not in {"or", "and", "andor", "slash"} or left.negation != right.negation or right.loose:
            continue
        if not (isinstance(first, Constraint) and isinstance(second, Constraint)):
            continue
        if first.type != "condition" or second.type != "condition" or not _leads(first):
            continue
        bare = replace(second, grade=None, severity=None, status="any", certainty="any", window=None, stage=None)
        carried = replace(bare, severity=first.severity, status=first.status, certainty=first.certainty)
        if second in (bare, carried):
            right.node = replace(second, grade=first.grade)


def _leads(constraint: Constraint) -> bool:
    words = constraint.text.lstrip("(≤≥<> ").casefold()
    return constraint.grade is not None and words.startswith(("grade", "ctcae", "nci"))


def fold_apposed(terms: list[Term]) -> None:
    """ "Thrombocytopenia, platelets < 50,000/µL": the bound of what a finding is of tells the finding."""
    for left, right in pairwise(list(terms)):
        first, second = left.node, right.node
        if right.connector != "comma" or not isinstance(first, Constraint) or not isinstance(second, Constraint):
            continue
        if first.type != "condition" or first.concept is None or right.types != {"measurement"}:
            continue
        thing = implied_measure(first.concept.id)
        bound = second.low is not None or second.high is not None
        if bound and thing is not None and second.concept == thing.concept and left.negation == right.negation is None:
            left.node = AllOf((first, second))
            left.types |= right.types
            terms.remove(right)


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


NONE_IS_LESS = "a highest grade asks nothing of those who do not have it"
_GRADE_FIRST = re.compile(r"[\s(]*(?:[<>≤≥=]|(?:less|lower|no|not|at|up|grades?|NCI|CTC\w*|common)\b)", re.I)
_IF_ANY = re.compile(r"\bif\s+(?:present|any)\b", re.I)
_MUST = re.compile(r"\b(?:must|should|need|needs|has\s+to|have\s+to|if\s+(?:present|any))\b", re.I)


def up_to_grade(node: Node, source: str, *, named: bool = False) -> Node:
    """ "Neuropathy must be ≤ grade 1": who has none is not asked for it; but a tumour of low grade must be there.

    Args:
        source: the statement's text.
        named: also without a "must", where the thing stands before its grade ("neuropathy ≤ grade 1").
    """
    match node:
        case AllOf():
            return replace(node, args=tuple(up_to_grade(a, source, named=named) for a in node.args))
        case Except():
            return replace(node, arg=up_to_grade(node.arg, source, named=named))
        case Constraint(type="condition", grade=Range() as grade) if grade.low is None or _IF_ANY.search(source):
            asked = _MUST.search(source) is not None or (named and _GRADE_FIRST.match(node.text) is None)
            if not asked or (node.concept is not None and is_a(node.concept, concept("cond:tumor"))):
                return node
            when = replace(node, grade=None, severity=None)
            return IfThen(when, replace(node, assumed=(*node.assumed, NONE_IS_LESS)), None, node.name)
        case _:
            return node
