"""What a permission beside bounds, or a bound that alone is permitted, asks."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.logic.groups import BOUNDED, restated
from eligo.logic.items import Item
from eligo.logic.slicing import has_leaf
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, leaves

__all__ = ["asks_bound", "bound_before", "is_idle", "says_whose"]

_TREATMENTS = frozenset({"procedure", "drug"})
_FOR_WHOM = frozenset({"if", "whom"})


def asks_bound(node: Node) -> bool:
    """ "ALT ≤ 3 × ULN is allowed": where nothing else is said, what is permitted is what is asked."""
    if isinstance(node, IfThen):
        return node.otherwise is None and asks_bound(node.then)
    if isinstance(node, (AllOf, AnyOf)):
        return all(map(asks_bound, node.args))
    return isinstance(node, Constraint) and node.type == "measurement" and (node.low is None) != (node.high is None)


def is_idle(base: Node, exception: Node, items: Sequence[Item]) -> bool:
    """ "Hemoglobin ≥ 9 g/dL (transfusion allowed)": a treatment that is permitted beside a bound waives nothing.

    Args:
        items: the words of the permission; "patients on …" says for whom the bound is waived.
    """
    if any(i.kind in _FOR_WHOM for i in items):
        return False
    said = list(leaves(exception))
    plain = all(c.type in _TREATMENTS and c.role in (None, "any") and c.dose is None for c in said)
    return plain and all(c.type in BOUNDED for c in leaves(base))


def bound_before(items: Sequence[Item], permit: int) -> int:
    """The comma between a bound and a treatment that is permitted: "Hb ≥ 9 g/dL, transfusion allowed"; -1: none."""
    for n in range(permit - 1, 0, -1):
        if items[n].kind != "comma":
            continue
        named = [i.leaf.constraint.type for i in items[n + 1 : permit] if i.leaf is not None]
        last = next((i for i in reversed(items[:n]) if i.kind in {"leaf", "paren"}), None)
        bound = last is not None and (last.kind == "paren" or (last.leaf and last.leaf.constraint.type in BOUNDED))
        if named and {*named} <= _TREATMENTS and bound and has_leaf(items[:n]):
            return n
        return -1
    return -1


def says_whose(items: Sequence[Item], permit: Item) -> bool:
    """ "ALT ≤ 3 × ULN, or ≤ 5 × ULN is permitted in those with liver metastases": whose the second bound is."""
    before = [i for i in items if i.start < permit.start]
    behind = next((i for i in items if i.start >= permit.end and i.kind != "filler"), None)
    return behind is not None and behind.kind in _FOR_WHOM and restated(before) is not None
