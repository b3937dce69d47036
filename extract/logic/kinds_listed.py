"""Alternatives that stand closer to each other than the "and" behind them.

"Type 1 or type 2 diabetes and HbA1c < 10 %", "ER and/or PR positive and HER2 negative", "leukemia or lymphoma and
measurable disease": what is asked behind "and" is asked of either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.terms import Kind, Term
from eligo.logic.told_results import told_result
from eligo.schema import AnyOf, Constraint

__all__ = ["fold_kinds"]

_MEASURED = frozenset({"lesion", "score", "life_expectancy"})
_MORE = frozenset({"and", "with", "cause", "none"})
_NAMED = frozenset({"condition", "biomarker", "drug", "procedure"})
_EITHER = frozenset({"or", "andor", "slash"})


def fold_kinds(terms: Sequence[Term], kind: Kind) -> list[Term]:
    """The terms, with alternatives of one kind as one term where "and" and something of another kind follows."""
    linked = [t.connector for t in terms[1:]]
    if _EITHER.isdisjoint(linked) or _MORE.isdisjoint(linked):
        return list(terms)
    done: list[Term] = []
    n = 0
    while n < len(terms):
        end = n + 1
        while end < len(terms) and _goes_on(terms[end - 1], terms[end]):
            end += 1
        run = terms[n:end]
        after = terms[end] if end < len(terms) else None
        if len(run) > 1 and after is not None and _binds(run, after, kind, first=not done):
            node = AnyOf(tuple(t.node for t in run))
            done.append(replace(run[0], node=node, loose=run[0].loose))
            n = end
        else:
            done.append(run[0])
            n += 1
    return done


def _goes_on(left: Term, right: Term) -> bool:
    """Whether two neighbours are plain alternatives of a kind."""
    plain = left.types <= _NAMED and isinstance(left.node, Constraint) and isinstance(right.node, Constraint)
    said = left.negation is right.negation is None and not (right.either or right.of_all or right.others)
    return plain and said and right.connector in _EITHER and not right.loose and left.key == right.key


def _binds(run: Sequence[Term], after: Term, kind: Kind, *, first: bool) -> bool:
    """Whether the alternatives are nearer to each other than to what "and" joins to the last of them."""
    if after.connector in _MORE and after.types != run[0].types and _share_head(run):
        return first or after.connector == "and"
    if after.connector != "and" or after.negation is not None or after.either:
        return False
    told = {told_result(t.node) for t in run}
    if run[0].types == {"biomarker"} == after.types:  # "ER+ and/or PR+ and HER2-"
        return len(told) == 1 and told_result(after.node) not in told
    if after.types == run[0].types:
        return False
    if all(t.connector == "andor" for t in run[1:]) and (kind == "inclusion" or run[0].types == {"condition"}):
        return True
    # "leukemia or lymphoma and measurable disease"
    return kind == "inclusion" and first and run[0].types == {"condition"} and after.types <= _MEASURED


def _share_head(run: Sequence[Term]) -> bool:
    """Whether all but the last are shortened by the noun that the last ends with ("type 1 or type 2 diabetes")."""
    last = run[-1].node
    if not isinstance(last, Constraint) or not last.name:
        return False
    head = last.name.split()[-1].casefold()
    others = [t.node for t in run[:-1] if isinstance(t.node, Constraint)]
    shortened = all(c.name.casefold().endswith(head) and head not in c.text.casefold() for c in others)
    return shortened and last.name not in {c.name for c in others}
