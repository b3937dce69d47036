"""What has to be over: "warfarin must be stopped", "no antibiotics at least 2 weeks before the first dose"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.items import Item
from eligo.logic.said import able_to
from eligo.logic.terms import Kind
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, Node, Not
from eligo.schema.constraint import with_fields

__all__ = ["denied_for_a_time", "must_end"]

_BREAKS = frozenset({"stop", "semi", "colon", "if", "whom", "modal", "ends", "permit", "but"})
_ENDED = frozenset({"drug", "procedure", "participation"})
_AT_LEAST = re.compile(
    r"\s*(?:at\s+least|(?:more|greater|longer)\s+than\b.*\bsince|(?:>=?|≥|over)\s*\d.*\bsince)\b", re.I | re.S
)
_TYPES = frozenset({"condition", "drug", "procedure", "participation", "reproductive", "biomarker"})


def must_end(items: Sequence[Item], kind: Kind) -> list[Item]:
    """The items, where something must stop ("warfarin must be stopped", "must discontinue warfarin") denied.

    Treatment is what the patient must not have at the time; a habit, or breastfeeding, is given up: whether, a person
    must say. Under an exclusion heading it stays a demand.
    """
    done = list(items)
    for n, item in enumerate(items):
        if item.kind != "ends":
            continue
        ahead = item.value == "ahead"
        reach = _reach(items, n, ahead=ahead)
        named = [i for i in reach if _type(items[i]) not in {"sex", "age"}]
        types = {_type(items[i]) for i in named}
        earlier = any(i.kind == "role" and i.value == "prior" for i in items)  # "prior X must have been stopped"
        if kind != "inclusion" or not named or earlier:
            done[n] = replace(item, kind="modal", value="obliges")
        elif types <= _ENDED:
            timed = any(i.window is not None and (i.window.from_ or i.window.to != "P0D") for i in _behind(items, n))
            if not timed:
                for i in named:
                    done[i] = _now(done[i])
            done[n] = replace(item, kind="not" if ahead else "neg_post", value="")
        else:
            for i in named:
                done[i] = _given_up(done[i])
            done[n] = replace(item, kind="modal", value="obliges")
    return done


def _type(item: Item) -> str:
    return item.leaf.constraint.type if item.leaf is not None else ""


def _reach(items: Sequence[Item], n: int, *, ahead: bool) -> list[int]:
    """The positions of the things that a cue at `n` is said of."""
    found: list[int] = []
    for i in range(n + 1, len(items)) if ahead else range(n - 1, -1, -1):
        if items[i].kind in _BREAKS:
            break
        if items[i].leaf is not None:
            found.append(i)
    return found


def _behind(items: Sequence[Item], n: int) -> list[Item]:
    """The items behind `n`, up to the end of its clause."""
    end = next((i for i in range(n + 1, len(items)) if items[i].kind in _BREAKS), len(items))
    return list(items[n + 1 : end])


def _now(item: Item) -> Item:
    assert item.leaf is not None
    if item.leaf.constraint.type == "participation":
        return item
    return replace(item, leaf=replace(item.leaf, constraint=with_fields(item.leaf.constraint, role="concurrent")))


def _given_up(item: Item) -> Item:
    """The thing as what a person must be willing to give up."""
    assert item.leaf is not None
    given = able_to(item.leaf.constraint, f"willingness to give up {item.leaf.constraint.name}")
    return replace(item, leaf=replace(item.leaf, constraint=given))


def denied_for_a_time(node: Node, *, denied: bool = False) -> Node:
    """`node`, where what is denied "at least 4 weeks before" is denied of these weeks, and not of the time before."""
    match node:
        case Constraint():
            return _of_these_weeks(node) if denied else node
        case Not(arg=arg):
            return Not(denied_for_a_time(arg, denied=not denied))
        case AllOf(args=args) | AnyOf(args=args) | AtLeast(args=args):
            return replace(node, args=tuple(denied_for_a_time(a, denied=denied) for a in args))
        case AtMost(args=args):
            return replace(node, args=tuple(denied_for_a_time(a, denied=not denied) for a in args))
        case Except(arg=arg):
            return replace(node, arg=denied_for_a_time(arg, denied=denied))
        case IfThen(then=then, otherwise=otherwise):
            other = None if otherwise is None else denied_for_a_time(otherwise, denied=denied)
            return replace(node, then=denied_for_a_time(then, denied=denied), otherwise=other)


def _of_these_weeks(constraint: Constraint) -> Constraint:
    """ "No X at least 4 weeks before", "more than 4 weeks since prior and no X": none in the 4 weeks before."""
    window = constraint.window
    if window is None or constraint.type not in _TYPES or constraint.relation == "stable_dose":
        return constraint
    if window.from_ is None and (window.to or "").startswith("-P") and _AT_LEAST.match(window.text):
        return replace(constraint, window=replace(window, from_=window.to, to="P0D"))
    return constraint
