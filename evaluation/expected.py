"""What a criterion is expected to state, in one line: read, and held against our tree.

The language is told at the top of ``data/numeric_cases.tsv``. Trees are compared by meaning: nested `all` and `any` are
one, a `not` is moved down to the constraints, an `if` is taken apart into one `if` for each thing asked, the order does
not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from eligo.entities.units import convert
from eligo.errors import UnitError
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, Node, Not, Range

__all__ = ["Expected", "Group", "Tree", "differs", "flat", "parse_expected", "same", "tree_of"]

_OPERATORS = {"all", "any", "each", "alt", "least", "most", "not", "except", "if"}
_GROUP = re.compile(r"\s*([a-z]+)\(")
_FIELD = re.compile(r"\s(sex|method|grade|result|window|assumed|canonical)=")
_BOUND = re.compile(r"([<>]=?)(-?\d+(?:\.\d+)?)\Z")
_PLAIN_FIELDS = ("sex", "method", "result")
_NEVER = ("dose", "lines", "route", "stage")  # what no case states, and so must not be there
_LIMITS = {"ULN", "LLN", "baseline", "normal"}
_SIDES = ("low", "low_inclusive", "high", "high_inclusive")
_GRADES = range(6)
_OPEN = Range()


@dataclass(frozen=True, slots=True)
class Expected:
    """A constraint as a case states it.

    Attributes:
        ids: the concepts that are right.
        bounds: with the unit.
        more: the other fields stated.
    """

    ids: tuple[str, ...]
    bounds: Range
    values: tuple[str, ...] | None = None
    relative_to: str | None = None
    more: dict[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """An operator over its arguments; `n` is the number of `least` and `most`."""

    op: str
    args: tuple[Tree, ...]
    n: int = 0


Tree = Expected | Constraint | Group


def parse_expected(text: str) -> Group | Expected:
    """The tree a case states.

    Raises:
        ValueError: if it cannot be read; says where.
    """
    tree, end = _read(text, 0)
    if text[end:].strip():
        raise ValueError(f"{text[end:].strip()!r} stands behind the end")
    return tree


def _read(text: str, at: int) -> tuple[Group | Expected, int]:
    if opened := _GROUP.match(text, at):
        op, at = opened[1], opened.end()
        if op not in _OPERATORS:
            raise ValueError(f"{op!r} is no operator")
        n = 0
        if op in ("least", "most"):
            number, _, _ = text[at:].partition(";")
            n, at = int(number), at + len(number) + 1
        args: list[Tree] = []
        while True:
            arg, at = _read(text, at)
            args.append(arg)
            if at >= len(text):
                raise ValueError(f"{op}( is not closed")
            at += 1
            if text[at - 1] == ")":
                return Group(op, tuple(args), n), at
    end = next((n for n in range(at, len(text)) if text[n] in ";)"), len(text))
    return _leaf(text[at:end].strip()), end


def _leaf(text: str) -> Expected:
    head, *rest = _FIELD.split(text)
    more = dict(zip(rest[::2], rest[1::2], strict=True))
    name, *words = head.split()
    if not all(":" in part for part in name.split("|")):
        raise ValueError(f"{name!r} is no concept")
    values: tuple[str, ...] | None = None
    relative_to = None
    for word in words:
        if word.startswith("{") and word.endswith("}") and "/" not in word:
            values = tuple(word[1:-1].split(","))
        elif word in _LIMITS:
            relative_to = word
    return Expected(tuple(name.split("|")), _range(words), values, relative_to, more, text)


def _range(words: Sequence[str]) -> Range:
    found = _OPEN
    for word in words:
        if bound := _BOUND.match(word):
            number, closed = float(bound[2]), bound[1].endswith("=")
            if bound[1][0] == ">":
                found = replace(found, low=number, low_inclusive=closed)
            else:
                found = replace(found, high=number, high_inclusive=closed)
        elif word not in _LIMITS and not (word.startswith("{") and "/" not in word):
            if found.unit is not None:
                raise ValueError(f"{word!r}: there is a unit already")
            found = replace(found, unit=word)
    return found


def tree_of(node: Node) -> Tree:
    """Our tree in the same form."""
    match node:
        case AllOf(args=args):
            return Group("all", tuple(map(tree_of, args)))
        case AnyOf(args=args):
            return Group("any", tuple(map(tree_of, args)))
        case AtLeast(n=n, args=args):
            return Group("least", tuple(map(tree_of, args)), n)
        case AtMost(n=n, args=args):
            return Group("most", tuple(map(tree_of, args)), n)
        case Not(arg=arg):
            return Group("not", (tree_of(arg),))
        case Except(arg=arg, exceptions=exceptions):
            return Group("except", (tree_of(arg), *map(tree_of, exceptions)))
        case IfThen(when=when, then=then, otherwise=otherwise):
            parts = (when, then) if otherwise is None else (when, then, otherwise)
            return Group("if", tuple(map(tree_of, parts)))
        case _:
            return node


def flat(tree: Tree) -> Iterator[Expected | Constraint]:
    """The constraints of a tree; of an `alt` those of the first."""
    if isinstance(tree, Group):
        for arg in tree.args[: 1 if tree.op == "alt" else None]:
            yield from flat(arg)
    else:
        yield tree


def same(expected: Tree, ours: Tree) -> bool:
    """Whether the two say the same."""
    given = _normal(ours)
    return any(_equal(_normal(variant), given) for variant in _variants(expected))


def _variants(tree: Tree) -> Iterator[Tree]:
    """The trees that `each` and `alt` allow."""
    if not isinstance(tree, Group):
        yield tree
        return
    if tree.op == "alt":
        for arg in tree.args:
            yield from _variants(arg)
        return
    for op in ("all", "any") if tree.op == "each" else (tree.op,):
        for args in product(*(tuple(_variants(arg)) for arg in tree.args)):
            yield Group(op, args, tree.n)


def _normal(tree: Tree, negated: bool = False) -> Tree:
    if not isinstance(tree, Group):
        return Group("not", (tree,)) if negated else tree
    op, args, n = tree.op, tree.args, tree.n
    if op == "not":
        return _normal(args[0], not negated)
    if op == "least" and n == 1:
        op = "any"
    elif op == "least" and n == len(args):
        op = "all"
    if op in ("all", "any"):
        op = {"all": "any", "any": "all"}[op] if negated else op
        parts: list[Tree] = []
        for arg in args:
            part = _normal(arg, negated)
            parts += part.args if isinstance(part, Group) and part.op == op else (part,)
        return parts[0] if len(parts) == 1 else Group(op, tuple(parts))
    if op == "if" and not negated:
        asked = _asked(args[0], args[1]) + (_asked(Group("not", args[:1]), args[2]) if len(args) > 2 else [])
        return asked[0] if len(asked) == 1 else Group("all", tuple(asked))
    if op == "except":
        exceptions = _normal(Group("any", args[1:]))
        inner: Tree = Group("except", (_normal(args[0]), exceptions))
    else:
        inner = Group(op, tuple(_normal(arg) for arg in args), n)
    return Group("not", (inner,)) if negated else inner


def _asked(when: Tree, then: Tree) -> list[Tree]:
    condition, asked = _normal(when), _normal(then)
    parts = asked.args if isinstance(asked, Group) and asked.op == "all" else (asked,)
    return [Group("if", (condition, part)) for part in parts]


def _equal(expected: Tree, ours: Tree) -> bool:
    if isinstance(expected, Expected):
        return isinstance(ours, Constraint) and not differs(expected, ours)
    if not isinstance(expected, Group) or not isinstance(ours, Group):
        return False
    if (expected.op, expected.n, len(expected.args)) != (ours.op, ours.n, len(ours.args)):
        return False
    if expected.op in ("except", "if"):
        return all(map(_equal, expected.args, ours.args))
    return _pairs(expected.args, ours.args)


def _pairs(expected: Sequence[Tree], ours: Sequence[Tree]) -> bool:
    """Whether they can be paired, each with one of its own."""
    if not expected:
        return True
    first, rest = expected[0], expected[1:]
    return any(_equal(first, o) and _pairs(rest, [*ours[:n], *ours[n + 1 :]]) for n, o in enumerate(ours))


def differs(expected: Expected, c: Constraint) -> tuple[str, ...]:
    """The fields in which a constraint of ours is not the one expected; none: it is."""
    if c.concept is None or c.concept.id not in expected.ids:
        return ("concept",)
    found = [] if expected.values is not None else [name for name in _SIDES if not _agree(expected, c, name)]
    free = c.type == "score" and c.unit in (None, "%")
    if (c.unit or "1") != (expected.bounds.unit or "1") and not free:
        found.append("unit")
    if c.relative_to != expected.relative_to:
        found.append("relative_to")
    values = None if c.values is None else {_shown(v) for v in c.values}
    repeated = expected.values is None and c.type == "score" and expected.bounds != _OPEN  # classes beside their points
    if c.type != "sex" and not repeated and values != (None if expected.values is None else set(expected.values)):
        found.append("values")
    more = expected.more
    found += [name for name in _PLAIN_FIELDS if getattr(c, name) != more.get(name)]
    found += [name for name in _NEVER if getattr(c, name) not in (None, ())]
    if _grades(c.grade) != _grades(_range(more["grade"].split()) if "grade" in more else None, more.get("grade")):
        found.append("grade")
    if (c.window is not None) != ("window" in more):
        found.append("window")
    if "assumed" in more and more["assumed"] not in c.assumed:
        found.append("assumed")
    if "canonical" in more and not _canonical(_range(more["canonical"].split()), c.canonical):
        found.append("canonical")
    return tuple(found)


def _agree(expected: Expected, c: Constraint, name: str) -> bool:
    return bool(getattr(expected.bounds, name) == getattr(c, name))


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _grades(grade: Range | None, text: str | None = None) -> set[int] | None:
    """The grades of a range: "> 1" and "≥ 2" are the same."""
    if grade is None:
        return None
    if text is not None and text.isdigit():
        return {int(text)}
    return {g for g in _GRADES if _inside(g, grade)}


def _inside(value: float, r: Range) -> bool:
    if r.low is not None and (value < r.low or (value == r.low and not r.low_inclusive)):
        return False
    return r.high is None or value < r.high or (value == r.high and bool(r.high_inclusive))


def _canonical(expected: Range, given: Range | None) -> bool:
    if given is None:
        return False
    for side in ("low", "high"):
        wanted, got = getattr(expected, side), getattr(given, side)
        closed = f"{side}_inclusive"
        if (wanted is None) != (got is None) or getattr(expected, closed) != getattr(given, closed):
            return False
        try:
            if wanted is not None and abs(convert(got, given.unit or "1", expected.unit or "1") - wanted) > 1e-9 * abs(
                wanted
            ):
                return False
        except UnitError:
            return False
    return True
