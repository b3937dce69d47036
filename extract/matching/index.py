"""A patient's facts, looked up by type and concept: built once, asked many times."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import ancestors, is_a
from eligo.schema import Concept, Constraint, Fact, Patient
from eligo.schema.dates import interval

from .general import denials_of_the_rest
from .inferred import inferred
from .spans import NOMINAL_DAY, Span, span_of

__all__ = ["Candidate", "FactIndex", "Relation", "above_in_tables", "index_of", "next_above", "related"]

# Which facts can answer a constraint; every other type is answered by facts of its own type.
_ANSWERED_BY: dict[str, tuple[str, ...]] = {
    "drug": ("drug", "allergy"),
    "allergy": ("allergy", "drug"),
    "reproductive": ("reproductive", "condition"),
    "condition": ("condition", "reproductive"),
    "procedure": ("procedure", "drug"),
    "biomarker": ("biomarker", "condition", "measurement"),
    "measurement": ("measurement", "biomarker"),
}


class Relation(IntEnum):
    """How a fact's concept stands to the constraint's."""

    UNRELATED = 0
    SAME = 1
    NARROWER = 2
    """the fact is one kind of what is asked"""
    BROADER = 3
    """what is asked is one kind of the fact"""


class Candidate(NamedTuple):
    """A fact that bears on a constraint."""

    fact: Fact
    span: Span
    relation: Relation


class _Stated(NamedTuple):
    """A fact of the index, and its place among the patient's."""

    place: int
    fact: Fact
    span: Span


_PATIENTS = 256
_CACHED = 500_000  # pairs of concepts
_CONCEPTS = 20_000
_is_a: dict[tuple[str, str], bool] = {}


def related(child: Concept, parent: Concept) -> bool:
    """`is_a`, remembered: the same few pairs are asked for every patient."""
    key = (child.id, parent.id)
    known = _is_a.get(key)
    if known is None:
        if len(_is_a) > _CACHED:
            _is_a.clear()
        known = _is_a[key] = child.id == parent.id or is_a(child, parent)
    return known


class FactIndex:
    """One patient's facts at an index date. Facts after that date, and what might happen, are left out.

    Attributes:
        patient: the patient.
        today: the index date; None where it is not known to the day.
    """

    def __init__(self, patient: Patient, index_date: str | None = None) -> None:
        self.patient = patient
        self.index_date = index_date or patient.index_date
        self.today = _day(self.index_date)
        self._by_type: dict[str, list[tuple[Fact, Span]]] = {}
        self._under: dict[tuple[str, str], list[_Stated]] = {}  # by type, and by each concept it is a kind of
        self._exactly: dict[tuple[str, str], list[_Stated]] = {}  # by type and its own concept
        self._loose: dict[str, list[_Stated]] = {}  # what no table places
        self.reach: set[str] = set()
        """the tables' concepts that a fact is, or is a kind of"""
        self.stated: set[str] = set()
        """the tables' concepts that are stated themselves"""
        self.loose_names: set[str] = set()
        """names, in lower case, of what no table places"""
        self._moves: list[tuple[Fact, Span]] = []  # what says how a value moves, and not what it is
        self._found: dict[tuple[str, str], tuple[Candidate, ...]] = {}
        self.worked_out: dict[str, Any] = {}
        """what is asked of the patient again and again, by name"""
        self._inferred: list[Fact] = []  # held, so that their identities last
        for fact in patient.facts:
            if self._add(fact):
                for other in inferred(fact, self.today):
                    self._inferred.append(other)
                    self._add(other)
        for other in denials_of_the_rest(patient.facts):
            self._inferred.append(other)
            self._add(other)
        self._inferred_ids = frozenset(map(id, self._inferred))

    def _add(self, fact: Fact) -> bool:
        """Whether the fact counts: one after the index date, or one that might happen, does not."""
        if fact.assertion == "hypothetical" and fact.status != "planned":
            return False
        span = span_of(fact, self.today)
        if self.today is not None and span.start_min > self.today and fact.status != "planned":
            return False
        if fact.change is not None:
            self._moves.append((fact, span))
            return True
        same = self._by_type.setdefault(fact.type, [])
        same.append((fact, span))
        self._place(_Stated(len(same), fact, span))
        return True

    def _place(self, stated: _Stated) -> None:
        fact = stated.fact
        above = above_in_tables(fact.concept)
        if above is None or fact.concept is None:
            self._loose.setdefault(fact.type, []).append(stated)
            self.loose_names.add(fact.name.casefold() if fact.concept is None else "")
            return
        for id in above:
            self._under.setdefault((fact.type, id), []).append(stated)
        self._exactly.setdefault((fact.type, fact.concept.id), []).append(stated)
        self.reach |= above
        if fact.type == "drug":
            self.reach |= generic_concepts("all")
        self.stated.add(fact.concept.id)

    def is_inferred(self, fact: Fact) -> bool:
        """Whether the source does not state the fact itself, but something that speaks of it."""
        return id(fact) in self._inferred_ids

    @property
    def latest_day(self) -> date:
        """The index date, or the day that stands for it where it is not known."""
        return self.today or NOMINAL_DAY

    def of_type(self, type_: str) -> list[tuple[Fact, Span]]:
        """The facts of one type."""
        return self._by_type.get(type_, [])

    def find(self, constraint: Constraint) -> tuple[Candidate, ...]:
        """The facts that bear on `constraint`'s concept, in the order of the patient's facts."""
        concept = constraint.concept
        key = (constraint.type, concept.id if concept is not None else constraint.name)
        found = self._found.get(key)
        if found is None:
            found = tuple(self._search(constraint.type, concept, constraint.name))
            self._found[key] = found
        return found

    def moves(self, constraint: Constraint) -> list[Candidate]:
        """The facts that say how the constraint's thing moves over time ("PSA is rising")."""
        found = ((f, s, _relate(f, constraint.concept, constraint.name)) for f, s in self._moves)
        return [Candidate(f, s, kin) for f, s, kin in found if kin in (Relation.SAME, Relation.NARROWER)]

    def about(self, concept: Concept, type_: str = "measurement") -> tuple[Candidate, ...]:
        """The facts that bear on `concept`, for a constraint of this type."""
        key = (type_, concept.id)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = tuple(self._search(type_, concept, concept.name))
        return found

    def _search(self, type_: str, concept: Concept | None, name: str) -> list[Candidate]:
        if concept is not None and concept.id in generic_concepts("all"):  # whatever is taken is one
            taken = ((f, s) for f, s in self._by_type.get(type_, ()) if f.status != "history")
            return [Candidate(f, s, Relation.NARROWER) for f, s in taken if f.assertion != "historical"]
        above = above_in_tables(concept)
        if above is None or concept is None:
            return [
                Candidate(fact, span, relation)
                for kind in _ANSWERED_BY.get(type_) or (type_,)
                for fact, span in self._by_type.get(kind, ())
                if (relation := _relate(fact, concept, name))
            ]
        if not self._loose and concept.id not in self.reach and above.isdisjoint(self.stated):
            return []
        found: list[Candidate] = []
        for kind in _ANSWERED_BY.get(type_) or (type_,):
            near = list(self._under.get((kind, concept.id), ()))
            if not above.isdisjoint(self.stated):
                wider = (self._exactly.get((kind, id), ()) for id in above if id != concept.id)
                near += [one for group in wider for one in group]
            near += self._loose.get(kind, ())
            near.sort()
            found += (Candidate(f, span, relation) for _, f, span in near if (relation := _relate(f, concept, name)))
        return found

    @cached_property
    def sex(self) -> str | None:
        """``male`` or ``female``, from the patient or else from a fact; None where not stated."""
        if self.patient.sex is not None:
            return self.patient.sex
        stated = {str(f.value or f.name).casefold() for f, _ in self.of_type("sex") if f.assertion == "present"}
        stated &= {"male", "female"}
        return stated.pop() if len(stated) == 1 else None


@lru_cache(maxsize=_CONCEPTS)
def _above(id: str) -> frozenset[str] | None:
    try:
        return ancestors(id) | {id}
    except KeyError:
        return None


def above_in_tables(concept: Concept | None) -> frozenset[str] | None:
    """The ids of the tables' concepts that `concept` is, or is a kind of; None if no table has it."""
    return None if concept is None else _above(concept.id)


@lru_cache(maxsize=_CONCEPTS)
def _nearest(id: str) -> frozenset[str]:
    above = (_above(id) or frozenset((id,))) - {id}
    return frozenset(a for a in above if not any(a in (_above(b) or ()) for b in above if b != a))


def next_above(concept: Concept) -> frozenset[str]:
    """The ids of the tables' concepts right above `concept`; empty if no table has it."""
    return _nearest(concept.id)


def _relate(fact: Fact, concept: Concept | None, name: str) -> Relation:
    other = fact.concept
    if concept is None or other is None:
        return Relation.SAME if fact.name.casefold() == name.casefold() else Relation.UNRELATED
    kin = _relations.get(concept.id)
    relation = kin.get(other.id) if kin is not None else None
    return _compare(other, concept) if relation is None else relation


_relations: dict[str, dict[str, Relation]] = {}  # of what is asked for, to what is stated


def _compare(left: Concept, right: Concept) -> Relation:
    below, above = related(left, right), related(right, left)
    relation = Relation.SAME if below and above else Relation.NARROWER if below else Relation(Relation.BROADER * above)
    if len(_relations) > _CONCEPTS:
        _relations.clear()
    kin = _relations.setdefault(right.id, {})
    if len(kin) > _CONCEPTS:
        kin.clear()
    kin[left.id] = relation
    return relation


def _day(index_date: str | None) -> date | None:
    if index_date is None:
        return None
    try:
        first, last = interval(index_date)
    except ValueError:
        return None
    return last if first == last else None


_indexes: OrderedDict[tuple[int, str | None], FactIndex] = OrderedDict()  # each holds its patient


def index_of(patient: Patient, index_date: str | None) -> FactIndex:
    """The patient's index; those of the last few hundred patients are kept, so that many meet many trials cheaply."""
    key = (id(patient), index_date)
    index = _indexes.get(key)
    if index is None or index.patient is not patient:
        if len(_indexes) >= _PATIENTS:
            _indexes.popitem(last=False)
        index = _indexes[key] = FactIndex(patient, index_date)
    return index
