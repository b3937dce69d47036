"""Which operator of a criterion's tree joins the constraints at two places of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, Node, Not, Trial

__all__ = ["APART", "Joined", "Tree"]

APART = "in different criteria"
Span = tuple[int, int]
_Step = tuple[Node, str, int]  # a node, the role of the child below it, and its number among those


@dataclass(frozen=True, slots=True)
class Joined:
    """What joins two places.

    Attributes:
        operator: ``Or``, ``And``, ``If-Then``, ``Except``; None: none of these.
        why: where it is None, in a few words.
        swapped: an If-Then or Except from the second to the first.
    """

    operator: str | None
    why: str = ""
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """A leaf, and the way down to it."""

    criterion: str
    leaf: Constraint
    steps: tuple[_Step, ...]


class Tree:
    """The trees of a trial, to be asked of places in its text.

    Args:
        shift: added to every offset asked for.
    """

    def __init__(self, trial: Trial, shift: int = 0) -> None:
        self.shift = shift
        self.places = [
            _Place(criterion.id, leaf, steps)
            for criterion in trial.criteria
            if criterion.logic is not None
            for leaf, steps in _walk(criterion.logic, ())
        ]

    def joined(
        self, first: Sequence[Span], second: Sequence[Span], groups: tuple[bool, bool] = (False, False)
    ) -> Joined:
        """What joins two things, each given by the spans where it may be found, the likeliest first.

        Args:
            groups: which of the two is a group of people ("women"); a bound for one sex is an If-Then.
        """
        left, right = self._at(first), self._at(second)
        if groups[0] != groups[1]:
            group, asked = (left, right) if groups[0] else (right, left)
            own = [p for p in group if p not in asked]
            if not own and any(p.leaf.sex for p in asked):
                return Joined("If-Then", swapped=groups[1])
        if not left or not right:
            return Joined(None, "no leaf for the mention")
        mine, other = [p for p in left if p not in right], [p for p in right if p not in left]
        if not mine and not other:
            return _within(left[0].leaf)
        pairs = [(a, b) for a in mine or left for b in other or right if a is not b]
        near = [(a, b) for a, b in pairs if a.criterion == b.criterion]
        if not near:
            return Joined(None, APART)
        return _between(*max(near, key=lambda p: _depth(*p)))

    def _at(self, spans: Sequence[Span]) -> list[_Place]:
        """The places of the first span that has any; of those, the leaves that fit it best."""
        for start, end in spans:
            s, e = start + self.shift, end + self.shift
            over = [p for p in self.places if p.leaf.start < e and s < p.leaf.end]
            if over:
                return over
        return []


def _walk(node: Node, steps: tuple[_Step, ...]) -> Iterator[tuple[Constraint, tuple[_Step, ...]]]:
    match node:
        case AllOf(args=args) | AnyOf(args=args) | AtLeast(args=args) | AtMost(args=args):
            for n, arg in enumerate(args):
                yield from _walk(arg, (*steps, (node, "arg", n)))
        case Not(arg=arg):
            yield from _walk(arg, (*steps, (node, "arg", 0)))
        case Except(arg=arg, exceptions=exceptions):
            yield from _walk(arg, (*steps, (node, "arg", 0)))
            for n, exception in enumerate(exceptions):
                yield from _walk(exception, (*steps, (node, "exception", n)))
        case IfThen(when=when, then=then, otherwise=otherwise):
            yield from _walk(when, (*steps, (node, "when", 0)))
            yield from _walk(then, (*steps, (node, "then", 0)))
            if otherwise is not None:
                yield from _walk(otherwise, (*steps, (node, "otherwise", 0)))
        case _:
            yield node, steps


def _depth(a: _Place, b: _Place) -> int:
    """How many steps two places share."""
    shared = 0
    for one, other in zip(a.steps, b.steps, strict=False):
        if one[1:] != other[1:]:
            break
        shared += 1
    return shared


def _between(a: _Place, b: _Place) -> Joined:
    at = _depth(a, b)
    node, role, _ = a.steps[at]
    other = b.steps[at][1]
    match node:
        case AllOf():
            return Joined("And")
        case AnyOf():
            return Joined("Or")
        case AtLeast(n=n):
            return Joined("Or") if n == 1 else Joined(None, "counted: at least some of them")
        case Except() if role == other:  # any of the exceptions will do
            return Joined("Or")
        case Except():
            return Joined("Except", swapped=role != "arg")
        case IfThen() if {role, other} == {"when", "then"}:
            return Joined("If-Then", swapped=role != "when")
        case IfThen():
            return Joined(None, "on the other branch of a condition")
        case _:
            return Joined(None, "counted: at most some of them")


def _within(leaf: Constraint) -> Joined:
    """What one leaf says of two things: a range both, a list of values either, a bound for one sex a condition."""
    if leaf.values is not None and len(leaf.values) > 1:
        return Joined("Or")
    if leaf.low is not None and leaf.high is not None and leaf.low != leaf.high:
        return Joined("And")
    return Joined(None, "one leaf for both")
