"""Headers: what they say goes down to the bullets below them.

Outermost headers first, so that what they say reaches the innermost bullets; then innermost first, so that a list that
is part of a list is judged with it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.logic.bullets import relax, take_up
from eligo.logic.clause_leaves import NO_AMONG_EXCLUSIONS
from eligo.logic.denied_headers import denied_list, denies_by_itself, ends_in_exceptions, says_normal
from eligo.logic.ending import denied_for_a_time
from eligo.logic.grammar_base import Parse
from eligo.logic.list_cues import find_list_cues
from eligo.logic.modifiers import apply_modifiers
from eligo.logic.rewrite import map_asked, map_leaves, simplify
from eligo.schema import AllOf, Constraint, Criterion, IfThen, Node, Not, leaves

__all__ = ["hand_down"]

_GROUP = re.compile(r"\s*(?:for|in|if)\b", re.I)
_MUST = re.compile(
    r"\b(?:must|should|shall|will|need(?:s)?\s+to|ha(?:s|ve)\s+to|agrees?|(?:is|are)\s+required)\b", re.I
)
_FOLLOWING = re.compile(r"\bfollowing\s+(?:[\w/-]+\s+){0,3}\Z", re.I)
_LISTED = frozenset({"condition", "drug", "procedure"})
_HANDED_DOWN = frozenset({"planned", "stable_dose"})
_SAYS_EXCLUDED = re.compile(r"\b(?:exclu\w+|ineligible|not\s+(?:be\s+)?eligible)\b", re.I)


def hand_down(criteria: dict[str, Criterion], parses: dict[str, Parse], below: dict[str, list[str]]) -> None:
    """Headers: provisos, windows, qualifiers and conditions go to the bullets; "any of the following" takes them up.

    Outermost headers first, so that what they say reaches the innermost bullets.
    """
    for header_id, ids in below.items():
        if header_id not in parses:
            continue
        header, parse = criteria[header_id], parses[header_id]
        if parse.condition is None and _for_group(header):
            parse.condition, parse.condition_text = header.logic, " ".join(header.text.split()).rstrip(" :")
        said = header.logic.then if isinstance(header.logic, IfThen) else None
        if parse.condition is not None and said is not None and said == simplify(parse.condition):
            parse.condition = None  # "she is eligible if not pregnant, and at least one of:" asks for it itself
        header = _settle(header, parse)
        parse.excepts = parse.excepts or (header.logic is not None and ends_in_exceptions(header.text))
        parse.denies = None if parse.excepts else denied_list(header) or parse.denies
        _said_of_list(header, parse)
        proviso, own = _split_proviso(header.logic)
        joined = False
        for child_id in ids:
            child = criteria[child_id]
            if child_id in below and child_id in parses:
                _reach_further(parse, parses[child_id])
            if child.logic is None:
                continue
            # "on a stable dose of any of the following: … no steroids": it is not the dose that is denied
            apart = "relation" in parse.modifiers and denies_by_itself(child, child.logic)
            node = child.logic
            if not apart:
                node = map_asked(node, lambda c, parse=parse: _inherit(c, parse))  # type: ignore[misc]
            denies = parse.denies == "kinds" and not says_normal(child, node)
            if denies:
                node, parse.list_op = Not(node), None
            elif parse.negated and not (header.kind == "inclusion" and denies_by_itself(child, node)):
                node = map_leaves(node, _unwanted) if _is_unwanted(header) else Not(node)
            if header.kind == "inclusion" and parse.window is not None:
                node = denied_for_a_time(node)
            if parse.condition is not None:
                node = IfThen(parse.condition, node, None, parse.condition_text)
            if proviso is not None and not denies and any(c.type == "measurement" for c in leaves(node)):
                node, joined = AllOf((*(node.args if isinstance(node, AllOf) else (node,)), proviso)), True
            criteria[child_id] = replace(child, logic=simplify(node))
        if parse.condition is not None and header.logic == simplify(parse.condition):
            criteria[header_id] = replace(header, logic=None, parsed="partial" if header.unparsed else "full")
        elif own is not header.logic and (joined or own is None or proviso is None):
            criteria[header_id] = replace(header, logic=own if own is not None else proviso)
        elif header.logic is None and not header.unparsed:
            criteria[header_id] = replace(header, parsed="full")
        else:
            criteria[header_id] = header
    for header_id in reversed(list(below)):
        if header_id in parses:
            take_up(criteria, parses[header_id], header_id, below)
            relax(criteria, parses, header_id, below[header_id])


_LEADS = (
    r"(?:\s+(?:also|they|he|she|the|one|of|is|are|was|a|an|either|who|which|that|patients|subjects|participants|history|evidence|"
    r"presence|diagnosis|diagnosed))*\W*\Z"
)
_BESIDE = re.compile(
    rf"\b(?:and|with|having|have|has|had|meet|meets|meeting|met|fulfil\w*|if|when|plus|who|whose){_LEADS}",
    re.I,
)
_DEFINES = re.compile(
    r"\b(?:defined|manifested|evidenced|indicated|demonstrated|shown|characterized|characterised)(?:\s+(?:as|by|with|the|having|at|least|"
    r"presence|of|on|basis))*\W*\Z|\b(?:i\.e\.?,?|as\s+follows)\W*\Z",
    re.I,
)
_LONE = re.compile(r"\b(?:and|with|who|that|if|when|plus|has|have|had|by|as|follows)\W*\Z", re.I)


def _settle(header: Criterion, parse: Parse) -> Criterion:
    """An exclusion's header that does not exclude by itself.

    "Taking aspirin, and meeting any of the following:" is a condition of its bullets; where "arrhythmia, defined as any
    of the following:" stands, the bullets are all there is.
    """
    if header.kind != "exclusion" or header.logic is None or parse.excepts or parse.condition is not None:
        return header
    text = " ".join(header.text.split())
    cues = [c for c in find_list_cues(text) if c.category.startswith("list_")]
    if not cues and _LONE.search(text) is None:
        return header
    before = text[: cues[-1].start] if cues else text
    if _DEFINES.search(before):
        return replace(header, logic=None, parsed="partial" if header.unparsed else "full")
    if _BESIDE.search(before) and parse.list_op in (None, "or"):
        parse.condition, parse.condition_text = header.logic, before.rstrip(" ,:")
    return header


def _said_of_list(header: Criterion, parse: Parse) -> None:
    """ "Any of the following drugs within 14 days:": what is said of the name of a list is said of the bullets."""
    for c in leaves(header.logic) if header.logic is not None else ():
        if c.type not in _LISTED or _FOLLOWING.search(header.text, 0, c.start - header.start) is None:
            continue
        parse.window = parse.window or c.window
        said = {"role": c.role, "relation": c.relation}
        parse.modifiers = {**{k: v for k, v in said.items() if v in _HANDED_DOWN}, **parse.modifiers}
        return


def _reach_further(parse: Parse, inner: Parse) -> None:
    """What a header says is said of the bullets of its bullets as well."""
    inner.window = inner.window or parse.window
    inner.modifiers = {**parse.modifiers, **inner.modifiers}
    inner.negated = inner.negated or parse.negated
    inner.denies = parse.denies if parse.denies != "together" else None
    if parse.condition is not None and inner.condition is None:
        inner.condition, inner.condition_text = parse.condition, parse.condition_text
    elif parse.condition is not None and inner.condition is not None and inner.condition != parse.condition:
        inner.condition = AllOf((parse.condition, inner.condition))


def _is_unwanted(header: Criterion) -> bool:
    """Whether what a header denies is what excludes: "Exclusion criteria: none of the following may be present:"."""
    return header.kind == "exclusion" and _SAYS_EXCLUDED.search(header.text) is None


def _unwanted(c: Constraint) -> Constraint:
    return replace(c, assumed=(*c.assumed, NO_AMONG_EXCLUSIONS))


def _for_group(header: Criterion) -> bool:
    """Whether a header says only of whom its bullets are asked: "For men:", "Female patients must meet one of:"."""
    if not _is_group(header.logic):
        return False
    return _GROUP.match(header.text) is not None or (
        header.kind == "inclusion" and _MUST.search(header.text) is not None
    )


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
