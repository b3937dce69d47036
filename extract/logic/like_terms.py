"""Alternatives of one kind beside something of another: "infarction and aspirin, clopidogrel or ticagrelor".

"And" is tighter than "or" where nothing else is known. A run of alternatives that are all of one kind, beside something
of another kind, is one thing among those that are asked for: nobody would name the drugs apart from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.logic.terms import Term, equated
from eligo.schema import AllOf, AnyOf, Constraint, Node, Not, leaves

__all__ = ["by_weak_commas", "fold_like", "fold_spent"]

_OR = frozenset({"or", "andor", "slash"})
_LISTED = frozenset({"or", "andor", "slash", "comma"})
_AND = frozenset({"and", "with", "none"})
_BOUNDS = frozenset({"measurement"})
_WHOSE = frozenset({"age", "sex"})
_STANDARD = "class:standard_therapy"
_NONE_LEFT = frozenset({"att:no_standard_therapy", "att:standard_therapy_available"})
_DONATION = "repro:gamete_donation"
_ALIKE = frozenset({"condition", "drug", "procedure", "biomarker"})


def fold_like(terms: Sequence[Term]) -> list[Term]:
    """The terms, with each run of alternatives of one kind behind an "and" as one of them."""
    if {t.connector for t in terms[1:]} & _OR == set() or not any(t.connector in _AND for t in terms[1:]):
        return list(terms)
    terms = _before_donation(terms)
    folded: list[Term] = []
    n = 0
    while n < len(terms):
        end = _run(terms, n) if n and terms[n].connector in _AND else n + 1
        if end - n < 2 or _alike(terms[n - 1], terms[n]) or (end < len(terms) and not _apart(terms[end], terms[n])):
            folded.append(terms[n])
            n += 1
            continue
        folded.append(replace(terms[n], node=AnyOf(tuple(_said(t) for t in terms[n:end])), negation=None))
        n = end
    return folded


def _before_donation(terms: Sequence[Term]) -> Sequence[Term]:
    """ "Abstinent or using condoms and not donating sperm": who donates none keeps to one of the two as well."""
    n = len(terms) - 1
    last: Node = terms[n].node
    last = last.arg if isinstance(last, Not) else last
    given = isinstance(last, Constraint) and last.concept is not None and last.concept.id == _DONATION
    ways = [t for t in terms[:n] if t.types <= {"reproductive", "drug", "procedure"} and t.negation is None]
    joined = all(t.connector in _LISTED for t in terms[1:n])
    if not given or n < 2 or len(ways) < n or not joined or terms[n].connector != "and":
        return terms
    return [replace(terms[0], node=AnyOf(tuple(_said(t) for t in ways))), terms[n]]


def fold_spent(terms: Sequence[Term]) -> list[Term]:
    """ "A tumor that is refractory to standard therapy or for which none exists": either is said of the tumor."""
    folded: list[Term] = []
    for n, term in enumerate(terms):
        goes_on = bool(folded) and n > 1 and term.connector in _LISTED and not term.others
        if goes_on and _spent(term) and _spent(folded[-1]) and folded[-1].connector in _AND:
            last = folded[-1]
            before = last.node.args if isinstance(last.node, AnyOf) else (_said(last),)
            folded[-1] = replace(last, node=AnyOf((*before, _said(term))), negation=None)
        else:
            folded.append(term)
    return folded


def _run(terms: Sequence[Term], start: int) -> int:
    """Where the alternatives end that begin at `start`: behind the last one that "or" joins."""
    first, end = terms[start], start + 1
    last = start + 1
    while end < len(terms) and terms[end].connector in _LISTED and _alike(first, terms[end]):
        if terms[end].others or terms[end].of_all or terms[end].negation != first.negation:
            break
        end += 1
        if terms[end - 1].connector in _OR:
            last = end
    return last if first.negation is None else start + 1


def _apart(behind: Term, first: Term) -> bool:
    """Whether what follows the run is one more thing that is asked, and no alternative of its kind."""
    return behind.connector == "and" and behind.types != first.types


def _alike(left: Term, right: Term) -> bool:
    kinds = left.types | right.types
    return left.types == right.types and len(kinds) == 1 and kinds <= _ALIKE and _plain(left) and _plain(right)


def _plain(term: Term) -> bool:
    node = term.node
    return isinstance(node, Constraint) or (
        isinstance(node, AnyOf) and all(isinstance(a, Constraint) for a in node.args)
    )


def _said(term: Term) -> Node:
    return term.node if term.negation is None else Not(term.node)


def by_weak_commas(terms: Sequence[Term]) -> list[list[Term]] | None:
    """The parts of a list whose commas are weaker than its "or": "gout, age ≥ 18, men or women", "A, B or C, and D".

    An "or" between two things of one kind is about these two where the comma stands beside something of another kind,
    and so it is in a list of bounds that goes on behind it: "platelets ≥ 100, creatinine < 2 or CrCl > 60, AST < 3".

    Returns:
        None where all commas are as strong as the "or".
    """
    if not any(t.connector in _OR for t in terms[1:]) or not any(t.connector == "comma" for t in terms[1:]):
        return None
    local = {n for n in range(1, len(terms)) if terms[n].connector in _OR and terms[n - 1].types == terms[n].types}
    cuts = [n for n in range(1, len(terms)) if terms[n].connector == "comma" and _is_weak(terms, n, local)]
    if not cuts:
        return None
    edges = [0, *cuts, len(terms)]
    parts = [list(terms[low:high]) for low, high in pairwise(edges)]
    return [[replace(first, connector="none", loose=False), *rest] for first, *rest in parts]


def _is_weak(terms: Sequence[Term], n: int, local: set[int]) -> bool:
    left, right = terms[n - 1], terms[n]
    if left.negation is not None and left.negation == right.negation:
        return False
    if equated(left.node, right.node) or right.others or right.of_all or right.either:
        return False
    if left.types == right.types == _BOUNDS:
        start = n - 1
        while start and terms[start - 1].types == _BOUNDS and terms[start].connector in _LISTED:
            start -= 1
        end = n + 1
        while end < len(terms) and terms[end].types == _BOUNDS and terms[end].connector in _LISTED:
            end += 1
        inside = [terms[m].connector for m in range(start + 1, end)]
        return inside[-1] == "comma" and not set(inside).isdisjoint(_OR)
    kinds = {_family(left), _family(right)}
    if len(kinds) == 1 or "mixed" in kinds:
        return False
    ahead = next((m for m in range(n + 1, len(terms)) if terms[m].connector != "comma"), None)
    behind = next((m for m in range(n - 1, 0, -1) if terms[m].connector != "comma"), None)
    if ahead is not None and terms[ahead].connector in _OR:
        whole = terms[ahead].loose and not left.types <= _WHOSE  # "progression, no other therapy, or refusal"
        return ahead in local and _family(terms[ahead]) != _family(left) and not whole
    return ahead is None and behind is not None and behind in local and _family(terms[behind]) != _family(right)


def _family(term: Term) -> str:
    """The family of a term; a lesion that is not counted or measured is a finding like others."""
    bare = isinstance(term.node, Constraint) and term.node.type == "lesion" and term.node.low is None
    return "clinical" if bare else term.family


def _spent(term: Term) -> bool:
    """Whether a term says that the standard therapy failed, harms, is refused or does not exist."""
    node = term.node.arg if isinstance(term.node, Not) else term.node
    return all(_names_standard(c) for c in leaves(node)) and not isinstance(node, AllOf)


def _names_standard(c: Constraint) -> bool:
    if c.type == "drug":
        named = c.concept is not None and c.concept.id == _STANDARD
        return named and c.relation in {"resistance", "intolerance"}
    if c.type != "attestation":
        return False
    return c.concept.id in _NONE_LEFT if c.concept is not None else "standard therapy" in c.name
