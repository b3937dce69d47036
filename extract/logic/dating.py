"""Which terms of a clause a time window dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from eligo.concepts.generic import generic_concepts
from eligo.logic.items import Item
from eligo.logic.modifiers import throughout
from eligo.logic.rewrite import map_asked
from eligo.logic.said import timeless
from eligo.logic.terms import Term
from eligo.schema import AllOf, Constraint, Except, Node, Not, Window, leaves
from eligo.schema.constraint import with_fields

__all__ = ["date_all", "date_term", "date_whole", "spread_windows"]

_GIVEN = frozenset({"drug", "procedure"})
_SHORTER = re.compile(r"(?:for\s+)?(?:(?:less|fewer|shorter)\s+than|<)", re.I)
_DATED = frozenset({"condition", "drug", "procedure", "participation"})
_UNDATED = frozenset({"age", "sex", "attestation", "measurement", "score"})
_TIED = frozenset({"none", "with", "cause"})
_SHOWN = frozenset({"measurement", "score"})
_LASTS = re.compile(r"\b(?:stable|remission)\b")
_IN_A_LIST = frozenset({"or", "and", "andor", "slash", "comma"})


def date_term(terms: Sequence[Term], window: Window) -> None:
    """A window behind the last term dates that, or what was given for it ("steroids for asthma within …")."""
    dated = terms[-1]
    for before, term in zip(terms[-2::-1], terms[:0:-1], strict=True):
        if term.types == {"condition"} and term.connector in {"cause", "none"} and before.types <= _GIVEN:
            dated = before
            break
        if term.types != {"condition"} or term.connector not in _IN_A_LIST:
            break
    _date(dated, window)
    if dated is terms[-1]:
        _date_carriers(terms, window)
    if dated is terms[-1] and len(terms) > 1 and dated.connector == "none" and not terms[-2].windowed:
        implied = all("name" in c.assumed for c in leaves(dated.node))  # "blood donation > 450 mL within 8 weeks"
        if implied and terms[-2].types <= {"condition", "procedure"}:
            _date(terms[-2], window)


def _date_carriers(terms: Sequence[Term], window: Window) -> None:
    """A bound that an examination showed has the time of that: "cervical length on ultrasound < 20 mm within …"."""
    for before, term in zip(terms[-2::-1], terms[:0:-1], strict=True):
        told = before.types <= _SHOWN and bool(before.types) and term.types == {"procedure"}
        if not told or before.windowed or before.negation != term.negation or term.connector not in _TIED:
            break
        _date(before, window)


def spread_windows(terms: Sequence[Term]) -> None:
    """The window that ends a list reaches back over it, up to a term that has one or is of another kind."""
    for n, last in enumerate(terms):
        following = terms[n + 1] if n + 1 < len(terms) else None
        ends = following is None or following.family != last.family or following.connector in {"cause", "none"}
        if last.windowed and ends and not last.recent:
            _date_list(terms, n)


def date_all(parts: Sequence[Node]) -> list[Node]:
    """ "Lithium; digoxin; or rifampin within 7 days": the time that ends a list of drugs is that of all of them."""
    last = parts[-1] if parts else None
    window = last.window if isinstance(last, Constraint) else None
    given = all(isinstance(p, Constraint) and p.type in _GIVEN for p in parts)
    if window is None or window.throughout or not given or any(c.window for p in parts[:-1] for c in leaves(p)):
        return list(parts)
    return [map_asked(p, lambda c: c if c.window else with_fields(c, window=window)) for p in parts]


def date_whole(base: Node, exception: Node, items: Sequence[Item]) -> tuple[Node, Node]:
    """ "Malignancy other than skin cancer within 5 years": the time that ends an exception is that of the whole.

    It stays the exception's where it tells how long ago that was ("except cancer cured more than 5 years ago"), where
    other words stand before it ("skin cancer treated within …"), and where the whole has a time of its own.

    Args:
        items: those of the exception.
    """
    items = list(takewhile(lambda i: i.kind not in {"except", "unless"}, items))
    said = [i for i in items if i.kind not in {"filler", "comma"}]
    window = said[-1].window if len(said) > 1 and said[-1].kind == "time" else None
    if window is None or window.throughout or window.to not in {"P0D", None} or said[-2].leaf is None:
        return base, exception
    if any(isinstance(n, Except) for n in (exception, *getattr(exception, "args", ()))):  # an exception to it
        return base, exception
    asked, excepted = list(leaves(base)), list(leaves(exception))
    if any(c.window is not None or c.type not in _DATED for c in asked) or any(i.window for i in said[:-1]):
        return base, exception
    excepted = [c for c in excepted if any(i.start <= c.start < i.end for i in items)]
    if any(c.window not in {None, window} or c.severity is not None or c.type in _UNDATED for c in excepted):
        return base, exception
    whole = map_asked(base, lambda c: throughout(with_fields(c, window=window)))
    return whole, map_asked(exception, lambda c: with_fields(c, window=None) if c.window == window else c)


def _date_list(terms: Sequence[Term], n: int) -> None:
    last = terms[n]
    window = next((c.window for c in leaves(last.node) if c.window is not None), None)
    for left, right in zip(terms[:n][::-1], terms[1 : n + 1][::-1], strict=True):
        apart = right.connector == "none" or (right.connector in {"with", "cause"} and left.types != right.types)
        if left.types == {"lesion"} and right.types == {"procedure"} == last.types:  # "measurable disease on CT or MRI"
            apart = right.connector in {"and", "or", "comma"}
        elif left.family != last.family:
            break
        # "no active infection and no serious infection within a month"
        denied = right.negation is not None and left.negation is None and not _now(left)
        again = denied or (right.negation is not None and left.negation not in {None, right.negation} and _now(left))
        if window is None or left.windowed or apart or again or timeless(left) or _last_only(last, left, window):
            break
        _date(left, window)


def _last_only(last: Term, left: Term, window: Window) -> bool:
    """ "Pregnant, or planning to become pregnant within 3 months", "eczema, and in remission for 6 months"."""
    if _lies_ahead(window) and _intended(last) and not _intended(left):
        return True
    return window.throughout and _steady(last) and not _steady(left)


def _intended(term: Term) -> bool:
    concepts = generic_concepts("intended")
    return all(c.role == "planned" or (c.concept is not None and c.concept.id in concepts) for c in leaves(term.node))


def _lies_ahead(window: Window) -> bool:
    """Whether it ends after an event, or lies after the trial's treatment; "during the study" begins now."""
    after = window.anchor == "last_dose" and not (window.from_ or "").startswith("-")
    return after or window.to not in {None, "P0D"}


def _steady(term: Term) -> bool:
    """Whether it is a state that lasts by its own words: "a stable dose of", "in remission"."""
    said = ((c.relation, f"{c.severity or ''} {c.name} {c.text}") for c in leaves(term.node))
    return any(relation == "stable_dose" or _LASTS.search(words) for relation, words in said)


def _now(term: Term) -> bool:
    return any(c.status == "active" for c in leaves(term.node))


def _dated(c: Constraint, window: Window) -> Node:
    """The constraint in its window; a dose that is stable "for less than 8 weeks" is taken, and not stable for 8."""
    dated = throughout(with_fields(c, window=window))
    if dated.relation == "stable_dose" and _SHORTER.match(window.text):
        return AllOf((with_fields(c, relation=None, role="concurrent"), Not(dated)))
    return dated


def _date(term: Term, window: Window) -> None:
    if not timeless(term):
        term.node = map_asked(term.node, lambda c: c if c.window else _dated(c, window))
        term.windowed = True
