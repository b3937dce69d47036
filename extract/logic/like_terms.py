"""Alternatives of one kind beside something of another: "infarction and aspirin, clopidogrel or ticagrelor".

"And" is tighter than "or" where nothing else is known. A run of alternatives that are all of one kind, beside something
of another kind, is one thing among those that are asked for: nobody would name the drugs apart from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.terms import Term
from eligo.schema import AnyOf, Constraint, Not

__all__ = ["fold_like"]

_OR = frozenset({"or", "andor", "slash"})
_LISTED = frozenset({"or", "andor", "slash", "comma"})
_AND = frozenset({"and", "with", "none"})
_ALIKE = frozenset({"condition", "drug", "procedure", "biomarker"})


def fold_like(terms: Sequence[Term]) -> list[Term]:
    """The terms, with each run of alternatives of one kind behind an "and" as one of them."""
    if {t.connector for t in terms[1:]} & _OR == set() or not any(t.connector in _AND for t in terms[1:]):
        return list(terms)
    folded: list[Term] = []
    n = 0
    while n < len(terms):
        end = _run(terms, n) if n and terms[n].connector in _AND else n + 1
        if end - n < 2 or _alike(terms[n - 1], terms[n]) or (end < len(terms) and not _apart(terms[end], terms[n])):
            folded.append(terms[n])
            n += 1
            continue
        run = terms[n:end]
        folded.append(replace(terms[n], node=AnyOf(tuple(_said(t) for t in run)), negation=None))
        n = end
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


def _said(term: Term) -> Constraint | AnyOf | Not:
    assert isinstance(term.node, (Constraint, AnyOf, Not))
    return term.node
