"""The operators of a criterion's tree: those of FHIR's Group (R6 ballot), plus `Not` and `IfThen`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, Union

from pydantic import Field

from eligo.schema.constraint import Constraint
from eligo.schema.quick import quick_init

__all__ = ["AllOf", "AnyOf", "AtLeast", "AtMost", "Except", "IfThen", "Node", "Not", "children", "leaves"]


@quick_init
@dataclass(frozen=True, slots=True)
class AllOf:
    """Every argument holds."""

    args: tuple[Node, ...]
    op: Literal["all_of"] = "all_of"


@quick_init
@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one argument holds."""

    args: tuple[Node, ...]
    op: Literal["any_of"] = "any_of"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`n` or more of the arguments hold."""

    n: int
    args: tuple[Node, ...]
    op: Literal["at_least"] = "at_least"


@dataclass(frozen=True, slots=True)
class AtMost:
    """`n` or fewer of the arguments hold."""

    n: int
    args: tuple[Node, ...]
    op: Literal["at_most"] = "at_most"


@quick_init
@dataclass(frozen=True, slots=True)
class Not:
    """The argument does not hold."""

    arg: Node
    op: Literal["not"] = "not"


@quick_init
@dataclass(frozen=True, slots=True)
class Except:
    """`arg` holds, unless the reason it holds is one of the exceptions."""

    arg: Node
    exceptions: tuple[Node, ...]
    op: Literal["except"] = "except"


@quick_init
@dataclass(frozen=True, slots=True)
class IfThen:
    """`then` is asked where `when` holds, `otherwise` (None: nothing) where it does not.

    Attributes:
        text: the words of the condition, for people.
    """

    when: Node
    then: Node
    otherwise: Node | None = None
    text: str = ""
    op: Literal["if_then"] = "if_then"


Node = Annotated[
    Union[Constraint, AllOf, AnyOf, AtLeast, AtMost, Not, Except, IfThen],  # noqa: UP007  (evaluated at import)
    Field(discriminator="op"),
]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below `node`, in the order of the text."""
    match node:
        case AllOf(args=args) | AnyOf(args=args) | AtLeast(args=args) | AtMost(args=args):
            return args
        case Not(arg=arg):
            return (arg,)
        case Except(arg=arg, exceptions=exceptions):
            return (arg, *exceptions)
        case IfThen(when=when, then=then, otherwise=otherwise):
            return (when, then) if otherwise is None else (when, then, otherwise)
        case _:
            return ()


def subtrees(node: Node) -> Iterator[Node]:
    """The node and every node below it, depth first."""
    yield node
    for child in children(node):
        yield from subtrees(child)


def leaves(node: Node) -> Iterator[Constraint]:
    """Every constraint of the tree, depth first."""
    if isinstance(node, Constraint):
        return iter((node,))
    found: list[Constraint] = []
    _gather(node, found)
    return iter(found)


def _gather(node: Node, found: list[Constraint]) -> None:
    for child in children(node):
        if isinstance(child, Constraint):
            found.append(child)
        else:
            _gather(child, found)
