"""What a permission beside bounds, or a bound that alone is permitted, asks.

What may be done for a bound to be met asks nothing: "(may have been transfused)", "with G-CSF if needed".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import concept, is_a
from eligo.logic.groups import BOUNDED, names_people, restated
from eligo.logic.items import Item
from eligo.logic.slicing import has_leaf
from eligo.logic.terms import Kind
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not, leaves

__all__ = ["asks_bound", "bound_before", "denied_permit", "is_idle", "is_optional", "says_whose"]

_TREATMENTS = frozenset({"procedure", "drug"})
_FOR_WHOM = frozenset({"if", "whom"})
_MAY = frozenset({"may", "can", "could", "may have", "can have", "may have had", "may have received"})
_IF = frozenset({"if", "when", "where"})
_NEED = frozenset({"needed", "necessary", "required", "indicated", "possible", "available", "applicable"})
_ASKED = frozenset({*BOUNDED, "condition", "age", "lesion", "biomarker"})


def _named(items: Sequence[Item]) -> list[Item]:
    """The things named in them, also inside parentheses."""
    flat = [i for item in items for i in (_named(item.inside) if item.kind == "paren" else [item])]
    return [i for i in flat if i.leaf is not None]


def _bounds(items: Sequence[Item]) -> bool:
    return any(i.leaf is not None and i.leaf.constraint.type in BOUNDED for i in _named(items))


def is_optional(inside: Sequence[Item]) -> bool:
    """Whether a parenthesis only says what may be, or is done where it is needed, so that it asks nothing.

    "(may have been transfused)", "(can be corrected by growth factors)", "(after transfusion if needed)".
    """
    if any(i.kind in {"not", "except", "unless", "permit", "whom", "semi", "stop"} for i in inside) or _bounds(inside):
        return False
    ahead = list(takewhile(lambda i: i.leaf is None and i.kind != "paren", inside))
    if any(i.kind in {"filler", "modal"} and i.text.casefold() in _MAY for i in ahead):
        return not any(i.kind == "if" and has_leaf(inside[n:]) for n, i in enumerate(inside))
    last = [i.text.casefold() for i in inside[-2:]]
    return len(last) == 2 and last[0] in _IF and last[1] in _NEED


def _names_means(items: Sequence[Item]) -> bool:
    """Whether what is permitted is done to people, and not the people to whom it is ("patients on … are eligible")."""
    permit = next((n for n, i in enumerate(items) if i.kind == "permit"), len(items))
    before = items[:permit]
    last = max((n for n, i in enumerate(before) if _bounds([i])), default=-1)
    return not any(
        (i.kind in _FOR_WHOM or (n > last and names_people(i))) and has_leaf(before[n:]) for n, i in enumerate(before)
    )


def asks_bound(node: Node) -> bool:
    """ "ALT ≤ 3 × ULN is allowed": where nothing else is said, what is permitted is what is asked."""
    if isinstance(node, IfThen):
        return node.otherwise is None and asks_bound(node.then)
    if isinstance(node, (AllOf, AnyOf)):
        return all(map(asks_bound, node.args))
    return isinstance(node, Constraint) and node.type == "measurement" and (node.low is None) != (node.high is None)


def is_idle(base: Node, exception: Node, items: Sequence[Item], kind: Kind) -> bool:
    """ "Hemoglobin ≥ 9 g/dL (transfusion allowed)": a treatment that is permitted beside a bound waives nothing.

    Nor does one beside whatever else an inclusion asks, unless it is one of what may not be given. What moves a bound
    waives it for those who take it ("INR ≤ 1.5; anticoagulants are allowed").

    Args:
        items: the words of the permission; "patients on …" says for whom the bound is waived.
    """
    if any(i.kind in _FOR_WHOM for i in items) or not _names_means(items):
        return False
    said = list(leaves(exception))
    moved = [concept(id_) for id_ in generic_concepts("moves")]
    plain = all(c.type in _TREATMENTS and c.dose is None for c in said)
    plain = plain and not any(c.concept is not None and is_a(c.concept, m) for c in said for m in moved)
    denies = isinstance(base, Not) or any(isinstance(a, Not) for a in getattr(base, "args", ()))
    asked = _ASKED if kind == "inclusion" and not denies else BOUNDED
    return plain and all(c.type in asked for c in leaves(base))


def bound_before(items: Sequence[Item], permit: int) -> int:
    """Where a bound ends before a treatment that is permitted: "Hb ≥ 9 g/dL, transfusion allowed"; -1: nowhere."""
    if not _names_means(items):
        return -1
    for n in range(permit - 1, 0, -1):
        if items[n].kind != "comma":
            continue
        named = [i.leaf.constraint.type for i in items[n + 1 : permit] if i.leaf is not None]
        last = next((i for i in reversed(items[:n]) if i.kind in {"leaf", "paren"}), None)
        bound = last is not None and (last.kind == "paren" or (last.leaf and last.leaf.constraint.type in BOUNDED))
        if named and {*named} <= _TREATMENTS and bound and has_leaf(items[:n]):
            return n
        break
    given = [n for n, i in enumerate(items[:permit]) if i.leaf is not None and i.leaf.constraint.type in _TREATMENTS]
    first = next((n for n in given if not _bounds(items[n:permit])), 0)
    if not _bounds(items[:first]):
        return -1
    while first and items[first - 1].kind in {"filler", "word", "severity", "role", "route", "with", "comma"}:
        first -= 1  # "hemoglobin ≥ 8 g/dL with transfusion support permitted"
    return first - 1


def says_whose(items: Sequence[Item], permit: Item) -> bool:
    """ "ALT ≤ 3 × ULN, or ≤ 5 × ULN is permitted in those with liver metastases": whose the second bound is."""
    before = [i for i in items if i.start < permit.start]
    behind = next((i for i in items if i.start >= permit.end and i.kind != "filler"), None)
    return behind is not None and behind.kind in _FOR_WHOM and restated(before) is not None


def denied_permit(items: Sequence[Item], permit: Item) -> Item | None:
    """The "no" of "no prior chemotherapy is allowed", which denies what is named."""
    before = [i for i in items if i.start < permit.start]
    at = next((n for n in range(len(before) - 1, -1, -1) if before[n].kind in {"semi", "but", "stop"}), -1)
    said = [i for i in before[at + 1 :] if i.kind not in {"filler", "word"}]
    if not said or said[0].kind != "not" or said[0].text.casefold().split()[0] not in {"no", "neither"}:
        return None
    lists = any(i.kind in {"or", "and"} for i in said) or not any(i.kind == "comma" for i in said)
    return said[0] if lists and has_leaf(said) else None
