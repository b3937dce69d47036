"""Two conditions of which one is the opposite of the other are one: "if Y then A; if not Y then B"."""

from __future__ import annotations

from eligo.schema import Constraint, IfThen, Node, Not, leaves

__all__ = ["complementary"]


def complementary(nodes: list[Node]) -> list[Node]:
    """The arguments of a list; two that bound one thing with and without a circumstance become one condition."""
    if sum(isinstance(node, IfThen) for node in nodes) < 2:
        return nodes
    args: list[Node] = []
    for arg in nodes:
        at = next((n for n, a in enumerate(args) if _opposite(a, arg)), None)
        if at is None:
            args.append(arg)
            continue
        first, second = args[at], arg
        assert isinstance(first, IfThen)
        assert isinstance(second, IfThen)
        held, other = (second, first) if isinstance(first.when, Not) else (first, second)
        args[at] = IfThen(held.when, held.then, other.then, held.text)
    return args


def _opposite(left: Node, right: Node) -> bool:
    if not (isinstance(left, IfThen) and isinstance(right, IfThen)) or left.otherwise or right.otherwise:
        return False
    one, other = left.when, right.when
    if isinstance(one, Not) == isinstance(other, Not):
        return False
    denied, held = (one.arg, other) if isinstance(one, Not) else (other.arg, one)  # type: ignore[union-attr]
    if not isinstance(denied, Constraint) or not isinstance(held, Constraint) or denied.name != held.name:
        return False
    bounds = _bound_names(left)
    return bounds is not None and bounds == _bound_names(right)


def _bound_names(node: IfThen) -> list[str] | None:
    named = list(leaves(node.then))
    return sorted(c.name for c in named) if all(c.type in ("measurement", "score") for c in named) else None
