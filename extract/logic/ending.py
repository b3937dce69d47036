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

__all__ = ["denied_for_a_time", "must_end", "not_lately"]

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


_NEGLIGIBLE = frozenset({"filler", "comma"})
_CLOSED = frozenset({"stop", "semi"})
_DENIES = frozenset({"not", "none", "never"})


def not_lately(items: Sequence[Item]) -> list[Item]:
    """The items, where a thing is denied for a late time only ("rituximab, but not within 6 months") as an exception.

    The time must end its clause, and it alone must be denied: what else stands behind it may not be of the exception.
    """
    done: list[Item] = []
    for n, item in enumerate(items):
        if item.kind in {"paren", "but", "comma"} and _is_told(done):
            if item.kind != "paren" and _late(items, n):
                return [*done, *_but_for(items[n:])]
            if item.kind != "paren" and (end := _dated(items, n)):  # more follows: left for a person
                aside = Item("paren", item.start, items[end - 1].end, inside=_but_for(items[n:end]))
                return [*done, aside, *items[end:]]
            if item.kind == "paren" and _late(item.inside, 0):
                within = _but_for(item.inside)
                closed = all(i.kind in _CLOSED for i in items[n + 1 : n + 2])
                done += within if closed else [replace(item, inside=within)]
                continue
        done.append(item)
    return done


def _is_told(before: Sequence[Item]) -> bool:
    """Whether the clause up to here names a thing, and denies nothing."""
    start = next((n + 1 for n in range(len(before) - 1, -1, -1) if before[n].kind in _CLOSED), 0)
    kinds = {i.kind for i in before[start:]}
    return "leaf" in kinds and "not" not in kinds


def _late(items: Sequence[Item], n: int) -> bool:
    """Whether "(but) not" and a time before the study that reaches up to it are all the clause says from `n` on."""
    said = [i for i in items[n:] if i.kind not in _NEGLIGIBLE]
    end = next((k for k, i in enumerate(said) if i.kind in _CLOSED), len(said))
    said = said[:end]
    if said and said[0].kind == "but":
        said = said[1:]
    if len(said) != 2 or said[0].kind != "not" or said[0].text.casefold() not in _DENIES or said[1].window is None:
        return False
    window = said[1].window
    return (window.from_ or "").startswith("-P") and window.to == "P0D"


def _dated(items: Sequence[Item], n: int) -> int:
    """Where "but not within 4 weeks" ends, before an "and" that goes on; 0: it does not stand at `n`."""
    end = next((k for k in range(n, len(items)) if items[k].kind == "time"), -1) + 1
    on = [i.kind for i in items[end : end + 2]]
    return end if end and _late(items[n:end], 0) and (on[:1] == ["and"] or on == ["comma", "and"]) else 0


def _but_for(items: Sequence[Item]) -> list[Item]:
    """The items from "but" on, with one "except" for it and for what denies."""
    at = next(n for n, i in enumerate(items) if i.kind == "not")
    return [replace(items[at], kind="except", value=""), *items[at + 1 :]]


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
