"""Bullets that are alternatives, exceptions or kinds of what their header says are judged in the header's tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from eligo.concepts.hierarchy import is_a
from eligo.logic.concessions import concede, granted
from eligo.logic.coordination import with_list
from eligo.logic.denied_headers import with_denied
from eligo.logic.grammar_base import Parse
from eligo.logic.rewrite import attach_exceptions, simplify
from eligo.logic.terms import join
from eligo.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Concept,
    Constraint,
    Criterion,
    Except,
    IfThen,
    Node,
    Not,
    leaves,
    subtrees,
)

__all__ = ["Parsed", "relax", "take_up"]

Parsed = Literal["full", "partial", "none"]
_ALTERNATIVE = re.compile(r"\bor\W*\Z", re.I)  # "…, or" at the end of a bullet
_WITH = re.compile(r"\b(?:with|and|plus|by|including)\W*\Z", re.I)


def _unread(criterion: Criterion) -> Constraint:
    """A bullet that was not read: it may be the one that holds, and a person must say so."""
    words = " ".join(criterion.text.split())
    return Constraint("attestation", words, criterion.text, criterion.start, criterion.end)


def take_up(criteria: dict[str, Criterion], parse: Parse, header_id: str, below: Mapping[str, Sequence[str]]) -> None:
    """Bullets that are alternatives are judged together, in the header's tree; alone none of them decides.

    The header says so, or each bullet but the last ends with "or", or they name kinds of a disease of which a patient
    has one. What stands below such a bullet is judged with it.

    In an exclusion each bullet excludes by itself, so only "all of the following" and "two or more of" are taken up.
    """
    header, ids = criteria[header_id], below[header_id]
    if parse.list_op is None and len(ids) > 1 and all(_ALTERNATIVE.search(criteria[i].text) for i in ids[:-1]):
        parse.list_op = "or"
    if parse.list_op is None and header.kind == "inclusion" and not parse.excepts and _are_kinds(header, criteria, ids):
        parse.list_op = "or"
    if parse.denies == "together":
        parse.list_op = parse.list_op or "or"
    if parse.negated and parse.list_op == "or" and header.kind == "inclusion":
        parse.list_op = None  # "no history of any of the following:" denies each
    plain = "or" if header.kind == "exclusion" else "and"
    if not parse.excepts and (parse.list_op in (None, plain) or len(ids) < 2):
        return
    found = [_whole(criteria, i, below) for i in ids]
    if any(n is None for n in found) and (parse.list_op == "at_most" or not any(found)):
        return
    if any(n is None and (i in below or criteria[i].parsed == "full") for i, n in zip(ids, found, strict=True)):
        return  # a bullet with unread bullets of its own, or one that asks nothing
    nodes = tuple(n or _unread(criteria[i]) for i, n in zip(ids, found, strict=True))
    group = _grouped(parse, nodes)
    logic: Node = group if header.logic is None else with_list(header.logic, group)
    if parse.denies == "together" and header.logic is not None:
        logic = with_denied(header.logic, group)
    if parse.excepts and header.logic is not None:
        logic = Except(header.logic, (group,) if parse.list_op in ("and", "at_least") else nodes)
    judged = [i for child in ids for i in _with_below(child, below)]
    parsed: Parsed = "partial" if header.unparsed or any(criteria[i].parsed != "full" for i in judged) else "full"
    criteria[header_id] = replace(header, logic=simplify(logic), parsed=parsed)
    for child_id in judged:
        criteria[child_id] = replace(criteria[child_id], logic=None)


def _grouped(parse: Parse, nodes: tuple[Node, ...]) -> Node:
    """The bullets under the operator that their header announces; a condition of all of them is said once."""
    first = nodes[0]
    if isinstance(first, IfThen) and parse.condition is not None:
        same = [n.then for n in nodes if isinstance(n, IfThen) and n.otherwise is None and n.when == first.when]
        if len(same) == len(nodes):
            return replace(first, then=_grouped(replace(parse, condition=None), tuple(same)))
    match parse.list_op:
        case "at_least":
            return AtLeast(parse.list_n, nodes)
        case "at_most":
            return AtMost(parse.list_n, nodes)
        case "or":
            return AnyOf(nodes)
        case _:
            return AllOf(nodes)


def _with_below(id_: str, below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield id_
    for inner in below.get(id_, ()):
        yield from _with_below(inner, below)


def _whole(criteria: Mapping[str, Criterion], id_: str, below: Mapping[str, Sequence[str]]) -> Node | None:
    """A bullet with what stands below it, None where nothing of it was read."""
    own = criteria[id_].logic
    inner = [n for i in below.get(id_, ()) if (n := _whole(criteria, i, below)) is not None]
    if not inner:
        return own
    return join("and" if criteria[id_].kind == "inclusion" else "or", [*([own] if own is not None else []), *inner])


def _are_kinds(header: Criterion, criteria: Mapping[str, Criterion], ids: Sequence[str]) -> bool:
    """Whether each bullet names a disease that is of a kind the header names: a patient has one of them."""
    named = _diseases(header.logic)
    if len(ids) < 2 or not named:
        return False
    if _WITH.search(header.text) or not header.text.rstrip().endswith(":"):
        return False
    below = [_diseases(criteria[i].logic) for i in ids]
    kinds = all(found and all(any(is_a(k, n) for n in named) for k in found) for found in below)
    return kinds and any(c not in named for found in below for c in found)


def _diseases(node: Node | None) -> list[Concept]:
    """The diseases of a node that names nothing else, each affirmed."""
    if node is None or any(isinstance(n, (Not, Except, IfThen)) for n in subtrees(node)):
        return []
    found = list(leaves(node))
    concepts = [c.concept for c in found if c.type == "condition" and c.concept is not None]
    return concepts if len(concepts) == len(found) else []


def relax(criteria: dict[str, Criterion], parses: Mapping[str, Parse], header_id: str, ids: Sequence[str]) -> None:
    """Bullets that only allow something are exceptions to what their header says."""
    header = criteria[header_id]
    logic = header.logic
    for child_id in ids:
        granted_ = parses[child_id].granted if child_id in parses else None
        asks = criteria[child_id].logic is not None and not isinstance(granted_, Except)
        if logic is None or granted_ is None or asks:
            continue
        words = " ".join(criteria[child_id].text.split())
        conceded = concede(logic, granted_, header.kind, words)
        logic = conceded if conceded is not None else attach_exceptions(logic, [granted(granted_)])
    if logic is not None and logic is not header.logic:
        criteria[header_id] = replace(header, logic=simplify(logic))
