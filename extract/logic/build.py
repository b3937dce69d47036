"""Analysed statements → a trial: one tree a criterion, headers handed down to the bullets they govern."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from eligo.attributes.topics import topic_of
from eligo.logic.clause_leaves import NO_AMONG_EXCLUSIONS
from eligo.logic.grammar import Parse, parse_items
from eligo.logic.items import Item, read_items
from eligo.logic.modifiers import apply_modifiers
from eligo.logic.pieces import pieces
from eligo.logic.rewrite import map_asked, map_leaves, simplify
from eligo.logic.scope import part_of_trial, subgroups
from eligo.schema import (
    AllOf,
    Analysis,
    AnyOf,
    AtLeast,
    AtMost,
    Constraint,
    Criterion,
    Document,
    Except,
    IfThen,
    Node,
    Not,
    Statement,
    Trial,
    leaves,
)  # fmt: skip

__all__ = ["build_criteria", "build_trial"]

_GROUP = re.compile(r"\s*(?:for|in|if)\b", re.I)
_ALTERNATIVE = re.compile(r"\bor\W*\Z", re.I)  # "…, or" at the end of a bullet
Parsed = Literal["full", "partial", "none"]


def build_trial(document: Document, analyses: Sequence[Analysis]) -> Trial:
    """The trial of a listing.

    Args:
        analyses: one for each of the document's criterion statements.
    """
    return Trial(
        id=document.id,
        criteria=build_criteria(analyses, document.text),
        skipped=document.skipped,
        title=document.title,
        sponsor=document.sponsor,
        conditions=document.conditions,
        interventions=document.interventions,
        minimum_age=document.minimum_age,
        maximum_age=document.maximum_age,
        sex=document.sex,
        dates=document.dates,
        source=document.text,
    )


def build_criteria(analyses: Sequence[Analysis], source: str = "") -> tuple[Criterion, ...]:
    """The criteria of one document, in its order.

    Args:
        source: the document's text.
    """
    parses: dict[str, Parse] = {}
    criteria: dict[str, Criterion] = {}
    below: dict[str, list[str]] = {}
    groups = subgroups([a.statement for a in analyses])
    several = any(a.statement.id == "I2" for a in analyses)
    for analysis in analyses:
        statement = analysis.statement
        if statement.kind == "note":
            continue
        parse, left = _read(
            _under_topic(analysis, criteria),
            source,
            grouped=statement.id in groups or statement.parent in groups,
            leads=several and statement.id == "I1",
        )
        if statement.id in groups:
            parse.condition = parse.condition or parse.node or groups[statement.id]
            parse.condition_text = parse.condition_text or groups[statement.id].name
        parses[statement.id] = parse
        criteria[statement.id] = Criterion(
            statement.id,
            statement.kind,
            statement.text,
            statement.start,
            statement.end,
            statement.parent,
            parse.node,
            _grade(parse, left),
            left,
        )
        if statement.parent is not None:
            below.setdefault(statement.parent, []).append(statement.id)
    _hand_down(criteria, parses, below)
    for id_, criterion in criteria.items():
        if criterion.parsed == "none" and not criterion.unparsed:  # only words that say little by themselves
            criteria[id_] = replace(criterion, unparsed=(" ".join(criterion.text.split()),))
    return tuple(criteria.values())


def _under_topic(analysis: Analysis, criteria: dict[str, Criterion]) -> Analysis:
    """A bullet under a header that only names something ("Platelets:"): the header is its subheading."""
    statement = analysis.statement
    header = criteria.get(statement.parent or "")
    topic = header.text.strip(" :\n") if header is not None and analysis.quantities else ""
    if topic_of(topic) is None:
        return analysis
    return replace(analysis, statement=replace(statement, section=topic))


def _read(analysis: Analysis, source: str, *, grouped: bool, leads: bool = False) -> tuple[Parse, tuple[str, ...]]:
    """What a statement says, and the words left over.

    Args:
        leads: it is the first of several inclusion criteria.
        grouped: it is, or stands under, a header that names whom it is for; so its subheading does not.
    """
    whole: Parse | None = None
    nodes: list[Node] = []
    left: list[str] = []
    scope = None if grouped else part_of_trial(analysis.statement, source)
    for piece in pieces(analysis):
        statement = piece.statement
        assert statement.kind != "note"
        items = read_items(piece)
        if scope is not None:
            items = [i for i in items if i.start >= scope[1]]
        parse = parse_items(items, statement.kind, statement.text, statement.start, leads=leads)
        left += _leftover(items, statement)
        nodes += [parse.node] if parse.node is not None else []
        whole = whole or parse
    assert whole is not None
    if len(nodes) > 1:
        together = AllOf(tuple(nodes)) if analysis.statement.kind == "inclusion" else AnyOf(tuple(nodes))
        whole.node = simplify(together)
    elif nodes:
        whole.node = nodes[0]
    if scope is not None and whole.node is not None:
        whole.node = IfThen(scope[0], whole.node, None, scope[0].name)
    return whole, tuple(left)


def _grade(parse: Parse, left: tuple[str, ...]) -> Parsed:
    if parse.node is None and not parse.permits:
        return "none"
    return "partial" if left else "full"


def _leftover(items: Sequence[Item], statement: Statement) -> tuple[str, ...]:
    """Runs of words that nothing accounts for, as they stand in the text."""
    runs: list[tuple[int, int]] = []
    for item in _without_definiendum(_flat(items)):
        if item.kind == "word":
            gap = statement.text[runs[-1][1] - statement.start : item.start - statement.start] if runs else "."
            if runs and not gap.strip(" \n\r\t-"):
                runs[-1] = (runs[-1][0], item.end)
            else:
                runs.append((item.start, item.end))
    return tuple(re.sub(r"\s+", " ", statement.text[s - statement.start : e - statement.start]) for s, e in runs)


def _flat(items: Sequence[Item]) -> list[Item]:
    flat: list[Item] = []
    for item in items:
        if item.kind == "paren":
            if not _is_example(item.inside) and not _is_label(item.inside):
                flat.extend(_flat(item.inside))
        else:
            flat.append(item)
    return flat


def _is_label(inside: Sequence[Item]) -> bool:
    """ "(WHO-II/III)", "(AR)", the "(s)" of "drug(s)": another name for what stands before it."""
    return [i.kind for i in inside] == ["word"] and not inside[0].text.isdigit()


def _without_definiendum(items: list[Item]) -> list[Item]:
    """Without the words that a definition explains: "AR" of "(AR defined as …)"."""
    named = {id(before) for before, item in pairwise(items) if item.kind == "define"}
    return [i for i in items if id(i) not in named]


def _is_example(inside: Sequence[Item]) -> bool:
    head = next((i for i in inside if i.kind not in {"filler", "comma"}), None)
    return head is not None and head.kind == "example"


_SAYS_EXCLUDED = re.compile(r"\b(?:exclu\w+|ineligible|not\s+(?:be\s+)?eligible)\b", re.I)


def _hand_down(criteria: dict[str, Criterion], parses: dict[str, Parse], below: dict[str, list[str]]) -> None:
    """Headers: provisos, windows, qualifiers and conditions go to the bullets; "any of the following" takes them up.

    Outermost headers first, so that what they say reaches the innermost bullets.
    """
    for header_id, ids in below.items():
        if header_id not in parses:
            continue
        header, parse = criteria[header_id], parses[header_id]
        if parse.condition is None and _GROUP.match(header.text) and _is_group(header.logic):
            parse.condition, parse.condition_text = header.logic, " ".join(header.text.split()).rstrip(" :")
        proviso, own = _split_proviso(header.logic)
        for child_id in ids:
            child = criteria[child_id]
            if child.logic is None:
                continue
            node = map_asked(child.logic, lambda c, parse=parse: _inherit(c, parse))  # type: ignore[misc]
            if parse.negated:
                node = map_leaves(node, _unwanted) if _is_unwanted(header) else Not(node)
            if parse.condition is not None:
                node = IfThen(parse.condition, node, None, parse.condition_text)
            if proviso is not None and any(c.type == "measurement" for c in leaves(node)):
                node = AllOf((*(node.args if isinstance(node, AllOf) else (node,)), proviso))
            criteria[child_id] = replace(child, logic=simplify(node))
        if parse.condition is not None and header.logic == simplify(parse.condition):
            criteria[header_id] = replace(header, logic=None, parsed="partial" if header.unparsed else "full")
        elif own is not header.logic:
            criteria[header_id] = replace(header, logic=own if own is not None else proviso)
        elif header.logic is None and not header.unparsed:
            criteria[header_id] = replace(header, parsed="full")
    for header_id in reversed(list(below)):
        if header_id in parses:
            _take_up(criteria, parses[header_id], header_id, below)


def _is_unwanted(header: Criterion) -> bool:
    """Whether what a header denies is what excludes: "Exclusion criteria: none of the following may be present:"."""
    return header.kind == "exclusion" and _SAYS_EXCLUDED.search(header.text) is None


def _unwanted(c: Constraint) -> Constraint:
    return replace(c, assumed=(*c.assumed, NO_AMONG_EXCLUSIONS))


def _is_group(node: Node | None) -> bool:
    """Whether a header names only whom its bullets are for ("For men:")."""
    return node is not None and all(c.type == "sex" and len(c.values or ()) == 1 for c in leaves(node))


def _inherit(constraint: Constraint, parse: Parse) -> Constraint:
    if parse.modifiers:
        free = {k: v for k, v in parse.modifiers.items() if getattr(constraint, k, None) in (None, "any", "exposure")}
        constraint = apply_modifiers(constraint, free)
    if parse.window is not None and constraint.window is None and constraint.type not in {"age", "sex", "attestation"}:
        constraint = replace(constraint, window=parse.window)
    return constraint


def _split_proviso(node: Node | None) -> tuple[Node | None, Node | None]:
    """A header's provisos ("without transfusion within 14 days") and what else it says.

    Attestations go: the bullets spell them out.
    """
    if node is None:
        return None, None
    parts = node.args if isinstance(node, AllOf) else (node,)
    provisos = [p for p in parts if isinstance(p, Not) and any(c.type != "attestation" for c in leaves(p))]
    rest = [p for p in parts if not isinstance(p, Not)]
    asks = [p for p in rest if not (isinstance(p, Constraint) and p.type == "attestation")]
    if not provisos and len(asks) == len(rest):
        return None, node
    proviso = None if not provisos else provisos[0] if len(provisos) == 1 else AllOf(tuple(provisos))
    if not asks:
        return proviso, None
    return proviso, asks[0] if len(asks) == 1 else AllOf(tuple(asks))


def _unread(criterion: Criterion) -> Constraint:
    """A bullet that was not read: it may be the one that holds, and a person must say so."""
    words = " ".join(criterion.text.split())
    return Constraint("attestation", words, criterion.text, criterion.start, criterion.end)


def _take_up(criteria: dict[str, Criterion], parse: Parse, header_id: str, below: Mapping[str, Sequence[str]]) -> None:
    """Bullets that are alternatives are judged together, in the header's tree; alone none of them decides.

    The header says so, or each bullet but the last ends with "or".

    In an exclusion each bullet excludes by itself, so only "all of the following" and "two or more of" are taken up.
    """
    header, ids = criteria[header_id], below[header_id]
    if parse.list_op is None and len(ids) > 1 and all(_ALTERNATIVE.search(criteria[i].text) for i in ids[:-1]):
        parse.list_op = "or"
    plain = "or" if header.kind == "exclusion" else "and"
    if not parse.excepts and (parse.list_op in (None, plain) or len(ids) < 2):
        return
    read = [n for i in ids if (n := criteria[i].logic) is not None]
    if len(read) < len(ids) and (parse.excepts or parse.list_op == "at_most" or not read):
        return
    if any(criteria[i].logic is None and (i in below or criteria[i].parsed == "full") for i in ids):
        return  # a bullet with bullets of its own, or one that asks nothing
    nodes = tuple(criteria[i].logic or _unread(criteria[i]) for i in ids)
    group: Node
    match parse.list_op:
        case "at_least":
            group = AtLeast(parse.list_n, nodes)
        case "at_most":
            group = AtMost(parse.list_n, nodes)
        case "or":
            group = AnyOf(nodes)
        case _:
            group = AllOf(nodes)
    logic: Node = group if header.logic is None else AllOf((header.logic, group))
    if parse.excepts and header.logic is not None:
        logic = Except(header.logic, nodes)
    parsed: Parsed = "partial" if header.unparsed or any(criteria[i].parsed != "full" for i in ids) else "full"
    criteria[header_id] = replace(header, logic=simplify(logic), parsed=parsed)
    for child_id in ids:
        criteria[child_id] = replace(criteria[child_id], logic=None)
