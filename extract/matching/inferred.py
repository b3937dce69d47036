"""What one fact says of another thing: a negative antigen of an infection, a hysterectomy of pregnancy.

The facts made so take part as if the source had stated them, with the source's own words; `assumed` says what they were
taken to mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from eligo.concepts.hierarchy import concept, descendants
from eligo.entities.analytes import analytes
from eligo.resources import read_table
from eligo.schema import Assertion, Concept, ConstraintType, Fact, Period
from eligo.schema.dates import interval

from .polarity import polarity
from .reference import analyte_of
from .wording import noun

__all__ = ["inferred"]

_NORMAL = ("normal", "within normal limits", "unremarkable")  # words for a whole panel
_RESULTS = frozenset({"positive", "negative", "stated"})
_TRUTHS: dict[str, Assertion] = {"true": "present", "false": "absent", "possible": "possible"}
_TYPES: dict[str, ConstraintType] = {"cond": "condition", "repro": "reproductive", "att": "attestation"}
_MEANS = {"present": "taken to mean", "absent": "taken to speak against", "possible": "taken to raise the suspicion of"}


class _Meaning(NamedTuple):
    """What a fact of one concept says, if it has this result."""

    result: str
    type: ConstraintType
    concept: Concept
    assertion: Assertion
    days: int | None


@cache
def _meanings() -> dict[str, tuple[_Meaning, ...]]:
    table: dict[str, tuple[_Meaning, ...]] = {}
    for row in read_table("evidence.tsv", ("evidence", "result", "concept", "truth", "days", "source")):
        type_ = _TYPES.get(row["concept"].partition(":")[0])
        if type_ is None or row["result"] not in _RESULTS or row["truth"] not in _TRUTHS:
            raise row.error(
                "needs a condition, a reproductive state or an attestation, a known result and a known truth"
            )
        try:
            days = int(row["days"]) if row["days"] else None
            about = concept(row["concept"])
            ids = (row["evidence"], *_kinds(row["evidence"]))
        except (KeyError, ValueError) as error:
            raise row.error(f"no such concept or number: {error}") from None
        one = _Meaning(row["result"], type_, about, _TRUTHS[row["truth"]], days)
        for id in ids:
            table[id] = (*table.get(id, ()), one)
    return table


def _kinds(id: str) -> frozenset[str]:
    try:
        return descendants(id)
    except KeyError:
        if id.startswith("lab:"):  # analytes have no kinds
            return frozenset()
        raise


def inferred(fact: Fact, today: date | None) -> Iterator[Fact]:
    """The facts that `fact` speaks of, as of `today`; one too old to say so any more gives none."""
    if fact.concept is None or fact.assertion not in ("present", "historical", "absent"):
        return
    yield from _members(fact)
    for meaning in _meanings().get(fact.concept.id, ()):
        if meaning.result == _result(fact) and not _expired(fact, meaning.days, today):
            yield _made(fact, meaning)


def _members(fact: Fact) -> Iterator[Fact]:
    """``CBC normal``: so is each test of the panel."""
    analyte = analyte_of(fact.concept) if fact.type == "measurement" and fact.value in _NORMAL else None
    if analyte is None or fact.assertion != "present":
        return
    words = " ".join(fact.text.split())
    for id in analyte.members:
        one = analytes()[id]
        assumed = (*fact.assumed, f"“{words}” is taken to say so of {noun(one.name)}")
        yield replace(fact, name=one.name, concept=one.concept, unit=None, assumed=assumed)


def _made(fact: Fact, meaning: _Meaning) -> Fact:
    name = meaning.concept.name
    words = " ".join(fact.text.split()) or fact.name
    lasts = fact.type == "procedure" or meaning.result == "stated"
    status = None if fact.status == "planned" else fact.status
    return replace(
        fact,
        type=meaning.type,
        name=name,
        concept=meaning.concept,
        value=None,
        value_high=None,
        comparator=None,
        unit=None,
        reference_range=None,
        site=None,
        status=None if lasts else status,
        time=_since(fact.time) if lasts else fact.time,
        assertion=meaning.assertion,
        assumed=(*fact.assumed, f"“{words}” is {_MEANS[meaning.assertion]} {noun(name)}"),
    )


def _since(time: str | Period | None) -> str | Period | None:
    return Period(time, None) if isinstance(time, str) else time


def _result(fact: Fact) -> str | None:
    """``positive``, ``negative``, or ``stated`` for what has no results; None where the result is not told."""
    if fact.type not in ("biomarker", "measurement") and fact.value is None:
        return None if fact.assertion == "absent" or fact.status == "planned" else "stated"
    if not isinstance(fact.value, str):
        return "negative" if fact.type == "biomarker" and fact.assertion == "absent" else None
    sign = polarity(fact.value)
    if sign is None:
        return None
    return "positive" if sign is not (fact.assertion == "absent") else "negative"


def _expired(fact: Fact, days: int | None, today: date | None) -> bool:
    if days is not None and fact.assertion == "historical" and fact.time is None:
        return True
    if days is None or today is None or fact.time is None:
        return False
    last = fact.time.to or fact.time.from_ if isinstance(fact.time, Period) else fact.time
    try:
        return last is not None and interval(last)[1] < today - timedelta(days=days)
    except ValueError:
        return False
