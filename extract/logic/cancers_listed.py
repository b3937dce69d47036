"""Cancers in a list of which nobody has to have all: "breast and colon cancer", "Hodgkin and non-Hodgkin lymphoma"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import ancestors, concept, is_a
from eligo.logic.terms import Term
from eligo.schema import AnyOf, Concept, Constraint

__all__ = ["fold_cancers"]

_ONE_OF = "“and” between cancers of different organs is read as either"
_LISTS = frozenset({"comma", "and"})
_SPREAD = ("C77", "C78", "C79", "C80", "C7B")  # ICD-10-CM: secondary, or of no known organ
# here the fourth digit tells diseases, not places, apart
_BLOOD = ("C8", "C90", "C91", "C92", "C93", "C94", "C95", "C96")
_MANY = 3


@dataclass(frozen=True, slots=True)
class _Cancer:
    """A cancer that is asked for.

    Attributes:
        codes: what of ICD-10-CM tells the organ, or the disease of the blood.
        narrowed: words that no table has narrow it, so that its concept is but its class ("large-cell lymphoma").
    """

    concept: Concept
    codes: frozenset[str]
    narrowed: bool


def fold_cancers(terms: Sequence[Term]) -> list[Term]:
    """The terms, with each list of cancers that are none of each other as one term, of which one will do.

    Two need an "and"; three may stand behind commas.
    """
    runs: list[list[Term]] = []
    for term in terms:
        listed = bool(runs) and term.connector in _LISTS and not term.of_all and not term.others
        if listed and _apart([*runs[-1], term]):
            runs[-1].append(term)
        else:
            runs.append([term])
    folded: list[Term] = []
    for n, run in enumerate(runs):
        behind = runs[n + 1][0].connector if n + 1 < len(runs) else ""
        first = run[0].connector if folded else ""
        alone = len(run) < _MANY and all(t.connector != "and" for t in run[1:])
        if len(run) < 2 or alone or {first, behind} & {"or", "andor", "slash"}:
            folded += run
            continue
        nodes = [replace(t.node, assumed=(*t.node.assumed, _ONE_OF)) for t in run if isinstance(t.node, Constraint)]
        folded.append(replace(run[0], node=AnyOf(tuple(nodes)), loose=run[0].loose))
    return folded


def _apart(run: Sequence[Term]) -> bool:
    """Whether all are cancers, none is a kind of another, and they differ in the organ or all are histologies."""
    found = [c for t in run if (c := _cancer(t)) is not None]
    if len(found) < len(run):
        return False
    pairs = list(combinations(found, 2))
    if any(not a.narrowed and is_a(b.concept, a.concept) for one, two in pairs for a, b in ((one, two), (two, one))):
        return False
    if all(a.codes and b.codes and not a.codes & b.codes for a, b in pairs):
        return True
    return all(c.concept.id in generic_concepts("histology") for c in found)


def _cancer(term: Term) -> _Cancer | None:
    """The cancer of a term; None: it is no primary one, or one of the past or of relatives."""
    node = term.node
    if not isinstance(node, Constraint) or node.type != "condition" or node.concept is None:
        return None
    if term.negation is not None or node.status == "history" or node.experiencer not in {None, "patient"}:
        return None
    codes = _codes(node.concept)
    if not codes and node.concept.id not in generic_concepts("histology"):
        return None
    return _Cancer(node.concept, codes, node.qualifier is not None)


def _codes(named: Concept) -> frozenset[str]:
    """The codes of a primary cancer, or else those of what it is a kind of."""
    own = named.codes.get("ICD-10-CM", ())
    if own:
        return _told_by(own)
    return _above(named.id) if named.source is None else frozenset()


@cache
def _above(id: str) -> frozenset[str]:
    try:
        above = ancestors(id)
    except KeyError:  # an analyte or a scale that is asked for as a state
        return frozenset()
    coded = [c for a in above if (c := concept(a)).codes.get("ICD-10-CM")]
    nearest = [c for c in coded if not any(o.id != c.id and is_a(o, c) for o in coded)]
    return frozenset().union(*(_told_by(c.codes["ICD-10-CM"]) for c in nearest))


def _told_by(codes: Sequence[str]) -> frozenset[str]:
    if any(not c.startswith("C") or c.startswith(_SPREAD) for c in codes):
        return frozenset()
    return frozenset(c if c.startswith(_BLOOD) else c[:3] for c in codes)
