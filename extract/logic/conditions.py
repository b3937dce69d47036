"""Conditions and exceptions around bounds: to what part of a list they belong, and for whom they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import concept, is_a
from eligo.logic.brackets import thing
from eligo.logic.items import Item
from eligo.logic.rewrite import attach_exceptions, opposed, same_thing
from eligo.logic.terms import join
from eligo.schema import AllOf, AnyOf, Constraint, Except, IfThen, Node, leaves

__all__ = [
    "apart_from",
    "as_conditional",
    "constraints_of",
    "except_last",
    "if_last",
    "is_limit",
    "last_bound",
    "names_group",
    "one_group",
    "relaxes",
    "same_bound_twice",
]

_CANCERS = ("cond:malignancy", "cond:carcinoma_in_situ")
_CURED = frozenset({"cond:disease_free", "cond:remission", "cond:complete_response"})


def relaxes(items: Sequence[Item], position: int) -> bool:
    """Whether the words behind an "if" are the condition of a second bound on one thing: ``≤ 3, or ≤ 5 if …``."""
    bounds = [i.leaf.constraint for i in items[:position] if i.leaf is not None]
    said = [i for i in items[position + 1 :] if i.kind in {"word", "filler", "severity", "certainty"}]
    things = [thing(c) for c in bounds if c.type == "measurement"]
    return bool(said) and len(set(things)) < len(things)


def except_last(base: Node, exception: Node) -> Node:
    """ "ALT > 3 × ULN, or bilirubin > 1.5 × ULN except in Gilbert's": an exception to the last bound of a list.

    Bounds that share their number ("AST and ALT ≤ 2.5 × ULN except …") share the exception.
    """
    before, last = last_bound(base)
    return _behind(base, before, attach_exceptions(last, [exception]))


def apart_from(base: Node, exception: Node) -> list[Node]:
    """ "Cancer other than lymphoma (except skin cancer), unless disease-free": three exceptions to the one class.

    An exception to an exception is one where it can be a case of it; nobody's lymphoma is a skin cancer.
    """
    if not isinstance(exception, Except) or not all(_is_cancer(c) for c in leaves(base)):
        return [exception]
    first = list(leaves(exception.arg))
    cured = all(_is_cured(c) for c in first)  # "unless disease-free for 5 years, except skin cancer"
    if not cured and not all(_is_cancer(c) for c in first):
        return [exception]
    beside: list[Node] = []
    within: list[Node] = []
    for inner in exception.exceptions:
        cases = list(leaves(inner))
        kinds = all(_is_cancer(c) and not any(_is_case(c, f) for f in first) for c in cases)
        (beside if kinds or all(_is_cured(c) for c in cases) else within).append(inner)
    return [Except(exception.arg, tuple(within)) if within else exception.arg, *beside]


def _is_cancer(c: Constraint) -> bool:
    return c.concept is not None and any(is_a(c.concept, concept(id)) for id in _CANCERS)


def _is_case(c: Constraint, of: Constraint) -> bool:
    return c.concept is not None and of.concept is not None and is_a(c.concept, of.concept)


def _is_cured(c: Constraint) -> bool:
    return c.concept is not None and c.concept.id in _CURED


def if_last(base: Node, when: Node, text: str) -> Node:
    """ "Creatinine ≤ 2 mg/dL, or clearance ≥ 50 mL/min if creatinine is above": a condition of the last bound."""
    before, last = last_bound(base)
    return _behind(base, before, IfThen(when, last, None, text))


def _behind(base: Node, before: tuple[Node, ...], last: Node) -> Node:
    return replace(base, args=(*before, last)) if before and isinstance(base, (AnyOf, AllOf)) else last


def last_bound(base: Node) -> tuple[tuple[Node, ...], Node]:
    """The bounds of a list, and the last of them: those that share its number with it."""
    if not isinstance(base, (AnyOf, AllOf)) or {c.type for c in leaves(base)} != {"measurement"}:
        return (), base
    first = len(base.args) - 1
    starts = [min(c.start for c in leaves(a)) for a in base.args]
    ends = [max(c.end for c in leaves(a)) for a in base.args]
    while first and ends[first - 1] > starts[first]:
        first -= 1
    if first == 0:
        return (), base
    last = base.args[first:]
    return base.args[:first], last[0] if len(last) == 1 else replace(base, args=last)


def is_limit(node: Node) -> bool:
    """Whether a permission ends somewhere: more lines of a therapy are not permitted."""
    return any(c.lines is not None and c.lines.high is not None and c.lines.low is None for c in leaves(node))


def same_bound_twice(node: AnyOf) -> bool:
    """Whether one quantity is bound in two ways, of which one must hold."""
    found = [a for a in node.args if isinstance(a, Constraint) and a.type == "measurement"]
    return len(found) == len(node.args) == 2 and same_thing(*found) and not opposed(*found)


def as_conditional(node: Node | None) -> list[tuple[Node, Node, str]]:
    """Conditions, what each asks and its words, where `node` is asked of some only."""
    if isinstance(node, IfThen):
        return [] if node.otherwise is not None else [(node.when, node.then, node.text)]
    parts = getattr(node, "args", ())
    if len(parts) > 1 and all(isinstance(p, IfThen) and p.otherwise is None for p in parts):
        return [(p.when, p.then, p.text) for p in parts]  # "≤ 5 × ULN if Y or ≤ 10 × ULN if Z"
    if (
        parts and isinstance(parts[0], IfThen) and parts[0].otherwise is None
    ):  # the condition governs the semicolon's other parts as well
        first = parts[0]
        return [(first.when, join("and", [first.then, *parts[1:]]), first.text)]
    return []


def names_group(constraint: Constraint) -> bool:
    """Whether it says for whom something is: a sex, or a group of people."""
    concept = constraint.concept
    return constraint.type == "sex" or (concept is not None and concept.id in generic_concepts("group"))


def one_group(node: Node) -> Node:
    """The group a requirement is for.

    "Men and women of childbearing potential" are whoever has the potential; both sexes are no condition at all.
    """
    parts = list(leaves(node))
    if isinstance(node, AnyOf) and any(c.type != "sex" for c in parts):
        return node
    sexes = {v for c in parts if c.type == "sex" for v in c.values or ()}
    potential = [c for c in parts if c.type != "sex"]
    own = [c for c in potential if c.name != "partner"]
    two = "male" in sexes and any(c.sex == "female" for c in own)
    if two and len(own) < len(potential):  # "women of childbearing potential and men with partners who are"
        return join("or", potential)
    if not potential:
        return parts[0] if len(sexes) == 1 else replace(parts[0], values=("male", "female"))
    named = sexes | {c.sex for c in potential if c.sex}
    if len(named) > 1:
        return join("and", [replace(c, sex=None) for c in potential])
    return join("and", [*(c for c in parts if c.type == "sex"), *potential])


def constraints_of(item: Item) -> list[Constraint]:
    """Those of an item and of what stands inside it."""
    if item.leaf is not None:
        return [item.leaf.constraint]
    return [c for i in item.inside for c in constraints_of(i)]
