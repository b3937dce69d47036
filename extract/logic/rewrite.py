"""Small rewrites of trees: each is one idea, none changes what a tree says of a patient unless its name says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from eligo.concepts.hierarchy import concept, is_a
from eligo.logic.opposites import complementary
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, Node, Not, Range, leaves
from eligo.schema.constraint import with_fields

__all__ = [
    "DEMANDED",
    "attach_exceptions",
    "map_asked",
    "map_leaves",
    "map_plain",
    "opposed",
    "override",
    "same_thing",
    "simplify",
    "unmet",
    "without",
]


def map_leaves(node: Node, change: Callable[[Constraint], Node]) -> Node:
    """`node` with every constraint replaced by what `change` makes of it."""
    match node:
        case AllOf() | AnyOf() | AtLeast() | AtMost():
            return replace(node, args=tuple(map_leaves(a, change) for a in node.args))
        case Not():
            return Not(map_leaves(node.arg, change))
        case Except():
            return Except(map_leaves(node.arg, change), tuple(map_leaves(e, change) for e in node.exceptions))
        case IfThen():
            otherwise = None if node.otherwise is None else map_leaves(node.otherwise, change)
            return replace(
                node, when=map_leaves(node.when, change), then=map_leaves(node.then, change), otherwise=otherwise
            )
        case _:
            return change(node)


def map_asked(node: Node, change: Callable[[Constraint], Node]) -> Node:
    """As `map_leaves`, but leaves conditions and exceptions alone: only what is asked changes."""
    match node:
        case AllOf() | AnyOf() | AtLeast() | AtMost():
            return replace(node, args=tuple(map_asked(a, change) for a in node.args))
        case Not():
            return Not(map_asked(node.arg, change))
        case Except():
            return replace(node, arg=map_asked(node.arg, change))
        case IfThen():
            otherwise = None if node.otherwise is None else map_asked(node.otherwise, change)
            return replace(node, then=map_asked(node.then, change), otherwise=otherwise)
        case _:
            return change(node)


def simplify(node: Node) -> Node:
    """Nested operators of one kind become one, single arguments themselves, repeats and double negations go."""
    match node:
        case AllOf() | AnyOf():
            args: list[Node] = []
            for arg in map(simplify, node.args):
                args.extend(arg.args if isinstance(arg, type(node)) else (arg,))
            args = _distinct(complementary(args))
            if isinstance(node, AllOf):
                args = _lesions_once(_both_sexes(args))
                if _exclude_each_other(args):
                    return simplify(AnyOf(tuple(args)))
            return args[0] if len(args) == 1 else type(node)(tuple(args))
        case AtLeast() | AtMost():
            return replace(node, args=tuple(map(simplify, node.args)))
        case Not(arg=Not(arg=arg)):
            return simplify(arg)
        case Not():
            return Not(simplify(node.arg))
        case Except():
            arg = simplify(node.arg)
            exceptions = tuple(e for x in map(simplify, node.exceptions) for e in _alternatives(x))
            if isinstance(arg, Not):  # "no malignancy except skin cancer": not (malignancy except skin cancer)
                return Not(Except(arg.arg, exceptions))
            return Except(arg, exceptions)
        case IfThen():
            otherwise = None if node.otherwise is None else simplify(node.otherwise)
            return replace(node, when=simplify(node.when), then=simplify(node.then), otherwise=otherwise)
        case _:
            return node


def _exclude_each_other(nodes: Sequence[Node]) -> bool:
    """Whether no value meets two of the bounds: "tachycardia (HR > 120), bradycardia (HR < 40) and …"."""
    bounds = [n for n in nodes if isinstance(n, Constraint) and n.type == "measurement" and _side(n)]
    lows = [(b, b.low) for b in bounds if b.low is not None]
    highs = [(b, b.high) for b in bounds if b.high is not None]
    return any(same_thing(a, b) and _of_one_kind(a, b) and low > high for a, low in lows for b, high in highs)


def _of_one_kind(a: Constraint, b: Constraint) -> bool:
    return (a.unit, a.relative_to, a.window, a.specimen) == (b.unit, b.relative_to, b.window, b.specimen)


def _both_sexes(nodes: list[Node]) -> list[Node]:
    """ "Male and non-pregnant female patients": nobody is both; what stands before the women is asked of them."""
    named = {
        n.values[0]: n
        for n in nodes
        if isinstance(n, Constraint) and n.type == "sex" and n.values and len(n.values) == 1
    }
    if not named.keys() >= {"male", "female"}:
        return nodes
    first, last = sorted(named.values(), key=lambda n: n.start)
    women = named["female"]
    kept: list[Node] = []
    for node in nodes:
        asked = node.arg if isinstance(node, Not) else node
        before = isinstance(asked, Constraint) and asked.type == "reproductive" and asked.start < women.start
        if node is first:
            kept.append(replace(first, values=("male", "female")))
        elif before and (women is first or asked.start > first.start):  # type: ignore[union-attr]
            kept.append(IfThen(women, node, None, women.text))
        elif node is not last:
            kept.append(node)
    return kept


def _lesions_once(nodes: list[Node]) -> list[Node]:
    """ "Measurable disease, defined as at least one measurable lesion by …": one ask, with the count that is stated."""
    found = [n for n in nodes if isinstance(n, Constraint) and n.type == "lesion" and n.low is not None]
    if len(found) < 2:
        return nodes
    kept = list(nodes)
    first = found[0]
    for other in found[1:]:
        same = other.name == first.name and other.window == first.window and other.site == first.site
        counted = [n for n in (first, other) if "low" not in n.assumed]
        methods = {n.method for n in (first, other) if n.method is not None}
        if not same or len({(n.low, n.high, n.low_inclusive) for n in counted}) > 1 or len(methods) > 1:
            first = other
            continue
        merged = replace(counted[0] if counted else first, method=next(iter(methods), None))
        kept[kept.index(first)] = merged
        kept.remove(other)
        first = merged
    return kept


def _distinct(nodes: list[Node]) -> list[Node]:
    """Without repeats; two mentions of one thing say it once, wherever they stand."""
    names = [tuple(c.name for c in leaves(n)) for n in nodes]
    if len(set(names)) == len(names):
        return nodes
    often = {name for name, times in Counter(names).items() if times > 1}
    kept: dict[Node, Node] = {}
    for node, name in zip(nodes, names, strict=True):
        kept.setdefault(map_leaves(node, _placeless) if name in often else node, node)
    return list(kept.values())


def _placeless(c: Constraint) -> Constraint:
    return with_fields(c, text="", start=0, end=0, window=c.window and replace(c.window, text=""))


def _alternatives(node: Node) -> tuple[Node, ...]:
    return node.args if isinstance(node, AnyOf) else (node,)


def attach_exceptions(node: Node, exceptions: Iterable[Node]) -> Node:
    """`node`, relaxed; more exceptions of what already has some are added to them."""
    added = tuple(exceptions)
    asked, excepted = list(leaves(node)), [c for e in added for c in leaves(e)]
    windows = {c.window for c in excepted}
    lasting = any(w is not None and w.throughout for w in windows)
    if (
        len(windows) == 1
        and not lasting
        and {c.type for c in (*asked, *excepted)} == {"drug"}
        and not any(c.window for c in asked)
        and not any(replace(c, window=None) in asked for c in excepted)  # "unless more than 6 months ago"
    ):
        # "antibiotics other than topical ones within 14 days": the window is the whole sentence's
        (window,) = windows
        node = map_leaves(node, lambda c: replace(c, window=window))
        added = tuple(map_leaves(e, lambda c: replace(c, window=None)) for e in added)
    if isinstance(node, Except):
        return replace(node, exceptions=(*node.exceptions, *added))
    return Except(node, added)


def same_thing(left: Constraint, right: Constraint) -> bool:
    """Whether two constraints bound the same quantity, for the same sex."""
    if left.type != right.type or (left.sex and right.sex and left.sex != right.sex):
        return False
    if left.concept is not None and right.concept is not None:
        return left.concept.id == right.concept.id
    return left.name == right.name


def opposed(left: Constraint, right: Constraint) -> bool:
    """Whether two bounds keep a value on different sides: at least 3, and at most 5."""
    one, other = _side(left), _side(right)
    return one is not None and other is not None and one != other


def _side(c: Constraint) -> Literal["low", "high"] | None:
    if c.relative_to == "normal" or (c.low is None) == (c.high is None):
        return None
    return "low" if c.low is not None else "high"


DEMANDED = "what “must” be is read as excluding where it is not so"
"""What is assumed of a demand among exclusions."""
"""What is assumed then."""
_BOUNDS = frozenset({"measurement", "score", "age"})
_OF_WOMEN = frozenset({"reproductive"})
_PILLS = "class:hormonal_contraceptives"


def unmet(node: Node) -> Node:
    """What an exclusion demands, denied: "blood pressure must be < 160/90", "women must have a negative test".

    Only bounds and what is asked of women who may conceive: "brain metastases must be stable" says nothing of those
    who have none.
    """
    if isinstance(node, IfThen) and node.otherwise is None:
        asked = {c.type for c in leaves(node.then)}
        if asked and (all(_of_women(c) for c in leaves(node.then)) or asked <= _BOUNDS):
            return replace(node, then=Not(map_leaves(node.then, _demanded)))
        return node
    if all(c.type in _BOUNDS for c in leaves(node)):
        return Not(map_leaves(node, _demanded))
    if isinstance(node, Constraint) and node.grade is not None and node.grade.low is None:
        worse = Range(node.grade.high, not node.grade.high_inclusive)  # "neuropathy must be ≤ grade 1"
        return replace(node, grade=worse, assumed=(*node.assumed, DEMANDED))
    if all(_lies_back(c) for c in leaves(node)):  # "at least 3 months must have elapsed since X": X is not to be later
        return map_leaves(node, _too_late)
    return node


def _of_women(c: Constraint) -> bool:
    """Whether it is asked of women who may conceive: contraception, also by its name."""
    return c.type in _OF_WOMEN or (c.type == "drug" and c.concept is not None and is_a(c.concept, concept(_PILLS)))


def _lies_back(c: Constraint) -> bool:
    window = c.window
    return window is not None and window.from_ is None and (window.to or "").startswith("-")


def _too_late(c: Constraint) -> Node:
    assert c.window is not None
    window = replace(c.window, from_=c.window.to, to="P0D")
    return replace(c, window=window, assumed=(*c.assumed, DEMANDED))


def _demanded(c: Constraint) -> Node:
    return replace(c, assumed=(*c.assumed, DEMANDED))


def override(node: Node | None, when: Node, then: Node, text: str) -> Node:
    """Bounds that hold instead under a condition; the plain bound of the same name stays as `otherwise`.

    "ALT ≤2.5×ULN (≤5×ULN if liver metastases)" becomes: if liver metastases then ≤5×ULN, else ≤2.5×ULN.
    """
    fresh: list[Node] = []
    within = all(c.type != "measurement" for c in leaves(when))
    for leaf in _distinct(list(leaves(then))):
        assert isinstance(leaf, Constraint)
        first: Constraint | None = None

        def change(base: Constraint, leaf: Constraint = leaf) -> Node:
            nonlocal first
            if base is leaf or not same_thing(base, leaf) or opposed(base, leaf):
                return base
            if first is not None and not _same_range(base, first):
                return base
            first = first or base  # "AST (SGOT) ≤ 2.5 × ULN" bounds one thing under two names
            return IfThen(when, leaf, base, text)

        if node is not None:
            node = map_plain(node, change, within=within)
        if first is None:
            fresh.append(leaf)
    if fresh:
        extra = IfThen(when, fresh[0] if len(fresh) == 1 else AllOf(tuple(fresh)), None, text)
        node = extra if node is None else AllOf((node, extra))
    assert node is not None
    return node


def _same_range(left: Constraint, right: Constraint) -> bool:
    return (left.low, left.high, left.unit, left.relative_to) == (right.low, right.high, right.unit, right.relative_to)


def without(node: Node, dropped: Sequence[Constraint]) -> Node | None:
    """`node` without some of its constraints; None where nothing is left."""
    match node:
        case AllOf() | AnyOf():
            kept = tuple(n for a in node.args if (n := without(a, dropped)) is not None)
            return (kept[0] if len(kept) == 1 else replace(node, args=kept)) if kept else None
        case Constraint():
            return None if any(node is d for d in dropped) else node
        case _:
            return node


def map_plain(node: Node, change: Callable[[Constraint], Node], *, within: bool = False) -> Node:
    """As `map_leaves`, but leaves what already stands under a condition.

    Args:
        within: what holds where the condition does not is changed as well.
    """
    match node:
        case IfThen():
            if node.otherwise is None or not within:
                return node
            return replace(node, otherwise=map_plain(node.otherwise, change, within=True))
        case AllOf() | AnyOf() | AtLeast() | AtMost():
            return replace(node, args=tuple(map_plain(a, change, within=within) for a in node.args))
        case Not():
            return Not(map_plain(node.arg, change, within=within))
        case Except():
            return replace(node, arg=map_plain(node.arg, change, within=within))
        case _:
            return change(node)
