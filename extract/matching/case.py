"""What is asked of whom: the patient's facts, the trial's own conditions, and where in a criterion's tree we stand."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from eligo.schema import Concept, Constraint, Criterion, Fact, Period

from .index import Candidate, FactIndex, related

__all__ = ["Case"]


class Case(NamedTuple):
    """One criterion put to one patient.

    Attributes:
        facts: the patient's facts.
        absent: the types of which it means absence that nothing is mentioned (`eligo.matching.policy`).
        own: the conditions that the trial is for.
        criterion: whose tree is judged.
        hidden: identities of the facts that an exception has explained away.
        wanted: the truth of the present node that lets the patient join.
        denied: whether the present node is under a negation, where "throughout" a time means at no time of it.
        alone: whether the present node decides its criterion by itself (no conjunct narrows it).
    """

    facts: FactIndex
    criterion: Criterion
    absent: frozenset[str] = frozenset()
    own: tuple[Concept, ...] = ()
    hidden: frozenset[int] = frozenset()
    wanted: bool = True
    denied: bool = False
    alone: bool = True

    def candidates(self, constraint: Constraint) -> tuple[Candidate, ...]:
        """The facts that bear on `constraint`."""
        found = self.facts.find(constraint)
        if self.hidden:
            return tuple(c for c in found if id(c.fact) not in self.hidden)
        return found

    def about(self, type_: str, concept: Concept) -> tuple[Candidate, ...]:
        """The facts that bear on a thing of another name than the constraint's."""
        return tuple(c for c in self.facts.about(concept, type_) if id(c.fact) not in self.hidden)

    def before(self, constraint: Constraint, width: int = 24) -> str:
        """The words of the criterion right before `constraint`, and its own."""
        return f"{self.led_by(constraint, width)} {constraint.text} {constraint.name}"

    def led_by(self, constraint: Constraint, width: int = 24) -> str:
        """The words of the criterion right before `constraint`."""
        at = max(0, constraint.start - self.criterion.start)
        return self.criterion.text[max(0, at - width) : at]

    def anchors(self, name: str) -> set[date]:
        """The days that a window's anchor can mean, from dated facts; several or none: it is not known."""
        if name == "birth":
            return _days([self.facts.patient.birth_date])
        if name == "diagnosis":
            days = _days([_start(fact) for fact in self._own_facts()])
            return {min(days)} if days else set()
        if name == "surgery":
            done = [
                fact
                for fact, _ in self.facts.of_type("procedure")
                if fact.assertion in ("present", "historical") and _names_surgery(fact.concept)
            ]
            days = _days([_start(fact) for fact in done])
            return {max(days)} if days else set()
        return set()

    def _own_facts(self) -> list[Fact]:
        return [
            fact
            for fact, _ in self.facts.of_type("condition")
            if fact.assertion in ("present", "historical") and fact.concept is not None and self.is_own(fact.concept)
        ]

    def is_own(self, concept: Concept) -> bool:
        """Whether `concept` is (a kind of) what the trial is for."""
        return any(related(concept, own) for own in self.own)

    def is_above_own(self, concept: Concept) -> bool:
        """Whether what the trial is for is a kind of `concept`."""
        return any(related(own, concept) for own in self.own)


_SURGERY = Concept("proc:surgery", "surgery")


def _start(fact: Fact) -> str | None:
    return fact.time.from_ if isinstance(fact.time, Period) else fact.time


def _names_surgery(concept: Concept | None) -> bool:
    return concept is not None and related(concept, _SURGERY)


def _days(times: list[str | None]) -> set[date]:
    days = set()
    for time in times:
        try:
            if time is not None and len(time) >= 10:
                days.add(date.fromisoformat(time[:10]))
        except ValueError:
            continue
    return days
