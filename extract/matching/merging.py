"""Several notes or records of one patient → one patient, whose facts keep their times, words and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from eligo.schema import Fact, Patient, Period

from .spans import lasts, over

__all__ = ["merge"]


def merge(patients: Sequence[Patient]) -> Patient:
    """One patient of what several notes or records say.

    All facts are kept, the oldest note's first; where they contradict each other, matching says so and quotes both. The
    id is the last note's; the index date is the latest one, and age that of its note. What an earlier note says without
    a date of a state or a drug was so on that note's day: whether it goes on is for the later ones to say, and what one
    of them says is over ended then. Sex and birth date are not known where the notes disagree.

    Args:
        patients: as `eligo.annotate` gives them, each from a source of its own name, in any order.

    Raises:
        ValueError: if there is none, or if two sources of one name have different texts.
    """
    if not patients:
        raise ValueError("there are no patients to merge")
    if len(patients) == 1:
        return patients[0]
    order = sorted(patients, key=lambda p: p.index_date or "")
    last = order[-1]
    texts: dict[str, str] = {}
    for patient in order:
        for source, text in patient.texts:
            if texts.setdefault(source, text) != text:
                raise ValueError(f"two notes have the source {source!r}; give each a name of its own")
    ends = _ends(order)
    facts = tuple(dict.fromkeys(fact for patient in order for fact in _as_of(patient, last.index_date, ends)))
    births = {p.birth_date for p in order if p.birth_date is not None}
    return replace(
        last,
        facts=facts,
        sex=_one([p.sex for p in order]),
        birth_date=births.pop() if len(births) == 1 else None,
        age=next((p.age for p in reversed(order) if p.age is not None and p.index_date == last.index_date), None),
        texts=tuple(texts.items()),
    )


def _ends(patients: Sequence[Patient]) -> dict[tuple[str, str], str]:
    """When the things that are said to be over ended, by type and concept; the last that is said."""
    ends: dict[tuple[str, str], str] = {}
    for fact in (f for patient in patients for f in patient.facts):
        end = fact.time.to if isinstance(fact.time, Period) else None
        if end is not None and fact.concept is not None and over(fact):
            ends[fact.type, fact.concept.id] = max(end, ends.get((fact.type, fact.concept.id), end))
    return ends


def _as_of(patient: Patient, latest: str | None, ends: dict[tuple[str, str], str]) -> Iterator[Fact]:
    """The facts; those of an earlier note that have no date are of its day, up to the end that is said of them."""
    day = patient.index_date
    for fact in patient.facts:
        if day is None or day == latest or fact.type in ("age", "sex"):
            yield fact
        elif fact.time is None and lasts(fact) and fact.assertion in ("present", "absent") and not over(fact):
            status = None if fact.status in ("ongoing", "active") and fact.assertion == "present" else fact.status
            end = ends.get((fact.type, fact.concept.id)) if fact.concept is not None else None
            ended = fact.assertion == "present" and end is not None and end >= day
            time = Period(day, end) if ended else day
            yield replace(fact, time=time, status=status, assumed=(*fact.assumed, "time"))
        else:
            yield fact


def _one(sexes: Sequence[Literal["male", "female"] | None]) -> Literal["male", "female"] | None:
    known = {sex for sex in sexes if sex is not None}
    return known.pop() if len(known) == 1 else None
