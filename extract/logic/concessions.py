"""What a rule concedes: another bound for some people, or a bound that may be broken where something else holds."""

from __future__ import annotations

from dataclasses import replace

from eligo.logic.rewrite import map_plain, opposed, same_thing
from eligo.logic.terms import Kind, join
from eligo.schema import AllOf, Constraint, Except, IfThen, Node, Not, leaves, subtrees

__all__ = ["concede", "granted", "withheld"]

_GIVEN = frozenset({"condition", "drug", "procedure"})


def granted(node: Node) -> Node:
    """An exception that holds under a condition only, without vacuous truth: "up to 5 × ULN, if liver metastases"."""
    if isinstance(node, IfThen) and node.otherwise is None:
        return join("and", [node.when, node.then])
    return node


def withheld(node: Node, kind: Kind) -> Node | None:
    """What is not permitted of what is: "prior therapy is allowed, except ipilimumab" wants none of that."""
    if not isinstance(node, Except) or any(isinstance(n, IfThen) for n in subtrees(node)):
        return None
    kept = {c.type for e in node.exceptions for c in leaves(e)}
    allowed = {c.type for c in leaves(node.arg)}
    plain = [replace(c, text="", start=0, end=0) for c in leaves(node.arg)]
    same = any(replace(c, text="", start=0, end=0) in plain for e in node.exceptions for c in leaves(e))
    if not kept or not kept <= _GIVEN or same:  # the same: its kind is not known to us
        return None
    found = join("or", node.exceptions)
    if not kept <= allowed:  # "chemotherapy is allowed, except in patients with ascites"
        found = join("and", [node.arg, found])
    return Not(found) if kind == "inclusion" else found


def _parted(exception: Node, base: Node) -> tuple[list[Constraint], Node] | None:
    """The bounds of things that `base` bounds as well, and under what condition they are conceded."""
    asked = [c for c in leaves(base) if c.type == "measurement"]

    def restates(node: Node) -> bool:
        return all(c.type == "measurement" and any(same_thing(c, b) for b in asked) for c in leaves(node))

    if isinstance(exception, IfThen):
        if exception.otherwise is not None or not restates(exception.then):
            return None
        return list(leaves(exception.then)), exception.when
    if not isinstance(exception, AllOf):
        return None
    bounds = [c for a in exception.args if restates(a) for c in leaves(a)]
    others = [a for a in exception.args if not restates(a)]
    if not bounds or not others or any(isinstance(a, (IfThen, Except)) for a in others):
        return None
    return bounds, join("and", others)


def concede(base: Node, exception: Node, kind: Kind, text: str, *, permitted: bool = True) -> Node | None:
    """`base`, where `exception` says what some may have of what it bounds; None where it is no such thing.

    "≤ 2.5 × ULN; with liver metastases up to 5 × ULN is permitted" is another bound for these people. "> 1.5 × ULN is
    acceptable if direct bilirubin < 35 %" says when the bound may be broken: an exception, as is whatever is permitted
    of what excludes.

    Args:
        kind: that of the criterion.
        text: the words of the condition.
        permitted: the exception is said to be allowed; an "except" may also name the bound that excludes others.
    """
    found = _parted(exception, base)
    if found is None:
        return None
    bounds, condition = found
    named = list(leaves(condition))
    if any(same_thing(b, c) for b in bounds for c in named):
        return None
    node = base
    for bound in bounds:
        hit = False

        def change(c: Constraint, bound: Constraint = bound) -> Node:
            nonlocal hit
            if hit or not same_thing(c, bound):
                return c
            hit = True
            restricts = not permitted and not opposed(c, bound) and (c.low, c.high) != (bound.low, bound.high)
            if (kind == "inclusion" and not opposed(c, bound)) or (kind != "inclusion" and restricts):
                return IfThen(condition, bound, c, text)
            return Except(c, (join("and", [bound, condition]),))

        node = map_plain(node, change)
        if not hit:
            return None
    return node
