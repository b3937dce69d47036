"""The terms of a clause: what one element of a list is, and what several have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from eligo.concepts.generic import generic_concepts
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Node, Not, leaves

__all__ = [
    "Kind",
    "Term",
    "args_of",
    "counted_list",
    "equated",
    "family",
    "is_one_thing",
    "is_states",
    "is_told",
    "join",
    "one_bound",
    "share_bound",
]

Kind = Literal["inclusion", "exclusion", "exception"]
_BORNE = frozenset({"hypersensitivity", "intolerance", "resistance"})  # what a patient is, not what one takes
_FAMILIES = {
    **dict.fromkeys(("measurement", "score", "age", "life_expectancy", "lesion"), "numeric"),
    "sex": "demographic",
    "attestation": "attestation",
}


def family(type_: str) -> str:
    """``numeric`` for what has bounds, ``demographic``, ``attestation``, else ``clinical``: lists rarely mix them."""
    return _FAMILIES.get(type_, "clinical")


@dataclass(slots=True)
class Term:
    """One element of a list.

    Attributes:
        connector: what joins it to the term before: ``comma, and, or, andor, slash, with, cause, none``.
        negation: the position of the negation it stands under, None: affirmed.
        group: counts the lists within the clause that were announced ("with either A or B").
        windowed: it has a time window of its own, which later windows do not touch.
        either: "either" stands before it: it begins a group of alternatives.
        loose: a comma stands before its conjunction, which therefore joins more than its neighbours.
        ahead: the result that stands before it ("positive for A, B or C"), and may be that of a list.
        of_all: it is said of the people who have what stands before it ("asthma or gout, who use steroids").
        others: people stand between it and the term before ("or patients with gout").
        recent: it is called so by itself ("or recent stroke within 3 months"): its time is not the list's.
        by: the text between it and the term before, where it is the cause of that (" due to a ").
    """

    node: Node
    types: frozenset[str]
    connector: str = "none"
    negation: int | None = None
    windowed: bool = False
    carried: dict[str, str] = field(default_factory=dict)
    either: bool = False
    loose: bool = False
    group: int = 0
    ahead: str | None = None
    of_all: bool = False
    others: bool = False
    recent: bool = False
    by: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What it is, and in what respect: a drug taken is not a drug one is resistant to."""
        relation = self.node.relation if isinstance(self.node, Constraint) else None
        return (self.types, relation)

    @property
    def family(self) -> str:
        """The family of its first type (a term made of several is ``mixed``)."""
        families = {family(t) for t in self.types}
        return families.pop() if len(families) == 1 else "mixed"


def join(op: str, nodes: Sequence[Node]) -> Node:
    """`nodes` under one operator; a single one stays itself.

    Raises:
        ValueError: if there is none.
    """
    if not nodes:
        raise ValueError("nothing to join")
    if len(nodes) == 1:
        return nodes[0]
    return AnyOf(tuple(nodes)) if op == "or" else AllOf(tuple(nodes))


def counted_list(cue: str, number: int, nodes: Sequence[Node]) -> Node:
    """`nodes` under what a cue announces: ``list_any``, ``list_all``, ``list_n`` or ``list_most``."""
    match cue:
        case "list_n":
            return AtLeast(number, tuple(nodes))
        case "list_most":
            return AtMost(number, tuple(nodes))
        case _:
            return join("or" if cue == "list_any" else "and", nodes)


def equated(left: Node, right: Node) -> bool:
    """Whether two nodes bound scales that measure the same, so that either will do (ECOG and Karnofsky)."""
    ids: list[set[str]] = []
    for node in (right, left):  # the left one may have grown long
        found = {c.concept.id if c.concept else "" for c in leaves(node)}
        if not found or not found <= generic_concepts("performance"):
            return False
        ids.append(found)
    return not ids[0] & ids[1]


def args_of(node: Node) -> tuple[Node, ...]:
    """The parts of an ``all_of``; of anything else itself."""
    return node.args if isinstance(node, AllOf) else (node,)


def is_states(terms: Sequence[Term]) -> bool:
    """Whether all are states of a patient, listed with commas and conjunctions only, of which each keeps out."""
    if any(t.connector in {"none", "with", "cause"} for t in terms[1:]) or any(t.negation is not None for t in terms):
        return False
    return all(
        (t.types <= {"condition", "reproductive", "allergy"} and is_one_thing(t.node))
        or (t.types == {"drug"} and all(c.relation in _BORNE for c in leaves(t.node)))
        for t in terms
    )


def is_told(node: Node) -> bool:
    """A condition and the numbers that tell it: "tachycardia (heart rate > 120/min)"."""
    if not isinstance(node, AllOf) or not all(isinstance(a, Constraint) for a in node.args):
        return False
    first, *rest = leaves(node)
    return first.type == "condition" and all(c.type in {"measurement", "score"} and c.start > first.end for c in rest)


def is_one_thing(node: Node) -> bool:
    """A constraint, or one with alternative qualifiers ("mild or severe neuropathy")."""
    if isinstance(node, AnyOf):
        return all(isinstance(a, Constraint) for a in node.args) and len({c.name for c in leaves(node)}) == 1
    return isinstance(node, Constraint)


def share_bound(terms: Sequence[Term]) -> bool:
    """Whether all are measurements under one bound that is written once."""
    nodes = _bounds(terms)
    return one_bound(terms) and all(b.start < a.end for a, b in pairwise(nodes))


def _bounds(terms: Sequence[Term]) -> list[Constraint]:
    """The measurements of terms that are one each, affirmed or denied."""
    asked = [t.node.arg if isinstance(t.node, Not) else t.node for t in terms]
    return [c for c in asked if isinstance(c, Constraint) and c.type == "measurement"]


def one_bound(terms: Sequence[Term]) -> bool:
    """Whether all are measurements with the same bound."""
    nodes = _bounds(terms)
    if len(nodes) < max(2, len(terms)) or len({isinstance(t.node, Not) for t in terms}) > 1:
        return False
    return len({(c.low, c.high, c.unit, c.relative_to) for c in nodes}) == 1
