"""LCT: Temporality as (entity, value, unit, before, after or during)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eligo.corpus.lct import LctDocument, read_lct
from eligo.evaluation.claim_scores import ClaimScores
from eligo.evaluation.claims import Claim, agreeing, read_number
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.lct_links import ALIKE, SAME_TIME, linked
from eligo.evaluation.logic_given import trial_of_given
from eligo.evaluation.machine import Read, read_criteria, trial_leaves
from eligo.evaluation.reasons import statement_at
from eligo.evaluation.result import Progress, Result
from eligo.schema import Constraint

__all__ = ["gold_windows", "run"]

_UNITS = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
_CODES = {"Y": "a", "M": "mo", "W": "wk", "D": "d"}
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<n>\d+(?:\.\d+)?)(?P<unit>[YMWD])|T(?P<n2>\d+(?:\.\d+)?)(?P<unit2>[HMS]))\Z"
)
_THINGS = frozenset(
    ["Allergy", "Condition", "Drug", "Encounter", "Immunization", "Observation", "Organism", "Procedure", "Study"]
)
_DIRECTIONS = {"Before": "before", "After": "after", "During": "during"}


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    scores, own = ClaimScores(("name", "value", "unit")), ClaimScores(("name", "value", "unit"))
    directed = ClaimScores()
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        read = read_criteria(document.text, source=document.id)
        given = _distinct(trial_leaves(trial_of_given(read, document), read.shift))
        marked = [(e.start, e.end) for e in document.entities if e.type in _THINGS]
        given = [g for g in given if any(s < g.end and g.start < e for s, e in marked)]
        gold = [claim for _, claim in gold_windows(document, given)]

        def why(claim: Claim, read: Read = read) -> str:
            found = statement_at(read, claim.start, claim.end)
            if found is None:
                return "stands outside every criterion we read"
            if not found.times:
                return "no time window read in the criterion"
            start, end = claim.start + read.shift, claim.end + read.shift
            known = any(m.start < end and start < m.end for m in found.mentions)
            return "the window is on something else, or on nothing" if known else "the name is not known"

        elsewhere = list(_durations(document))
        scores.add(document.id, document.text, gold, given, ignore=elsewhere, why_missed=why)
        found = _distinct(c for c, _ in read.leaves())
        own.add(document.id, document.text, [c for _, c in gold_windows(document, found)], found, ignore=elsewhere)
        known = [g for g in gold if g.readings[0][0]]
        others = elsewhere + [(g.start, g.end) for g in gold if not g.readings[0][0]]
        directed.add(document.id, document.text, known, given, ignore=others)
        progress(n, len(documents))
    return Result(
        benchmark="lct-windows",
        documents=len(documents),
        headline="f1",
        metrics=scores.whole.figures(seed=seed),
        by_type={},
        by_document=scores.whole.by_document(),
        more={
            "each field alone": scores.fields_table(seed),
            "its own mentions": {"eligo": own.whole.figures(seed=seed)},
            "with the direction, where the gold relates the thing to another": {
                "eligo": directed.whole.figures(seed=seed)
            },
        },
        errors=tuple(scores.mistakes),
        conventions=(
            "Temporality with one number and a temporal unit; the constraint that overlaps the entity must carry a "
            "window with that number and unit.",
            "The headline gets the gold spans of " + ", ".join(sorted(_THINGS)) + ", and only windows on these count "
            "(the corpus asks no time of anything else); 'its own mentions' must find them.",
            "Not asked: alternatives to what has a Temporality and examples of it, on which the corpus repeats it or "
            "does not. Of a treatment and what it is given with either may carry the window, and so of an exception "
            'and what it is one of ("any drug other than A within 4 weeks").',
            f"{scores.ignored} of our windows left out: the gold has a Duration, or no single number, there.",
            *troubles.told(),
        ),
    )


def gold_windows(document: LctDocument, given: Sequence[Claim] = ()) -> Iterator[tuple[str, Claim]]:
    """Each entity with a Temporality that has one number and a unit; the operator is the direction, or empty.

    Args:
        given: our claims; the gold one stands on another name of its thing where one of these agrees with it there.
    """
    arguments, comparisons, entities = document.arguments(), document.comparisons(), document.by_id()
    excepted: dict[str, list[str]] = {}  # an exception → what it is one of: the time that ends it is that of both
    for exception in (e for e in document.entities if e.type == "Exception"):
        for thing in (t for name, t in _targets(document, exception.id) if name.startswith("Except")):
            excepted.setdefault(thing, []).extend(
                t for name, t in _targets(document, exception.id) if name.startswith("From")
            )
    directions = {id: _DIRECTIONS[r.type] for r in document.relations if r.type in _DIRECTIONS for id in r.ids[:1]}
    for entity in document.entities:
        name = arguments.get((entity.id, "Name"), (entity,))[0]
        for one in arguments.get((entity.id, "Temporality"), ()):
            c = comparisons.get(one.id)
            if c is None or len(c.values) != 1 or len(c.temporal_units) != 1:
                continue
            value, unit = read_number(c.values[0].text), _UNITS.get(c.temporal_units[0].value or "")
            direction = directions.get(one.id) or directions.get(entity.id) or ""
            if unit is None:
                continue
            claim = Claim("window", name.text, name.start, name.end, ((direction, (value,)),), unit)
            others = [entities[id] for id in linked(document, [entity.id, *excepted.get(entity.id, ())], SAME_TIME)]
            names = [claim, *(replace(claim, name=e.text, start=e.start, end=e.end) for e in others)]
            whole = {"name", "value", "unit"}
            yield entity.id, next((c for c in names if any(whole <= agreeing(c, g) for g in given)), claim)


def _targets(document: LctDocument, source: str) -> Iterator[tuple[str, str]]:
    return ((role.name, role.target) for role in document.roles if role.source == source)


def _durations(document: LctDocument) -> Iterator[tuple[int, int]]:
    """Things whose time the gold marks in a way that is not scored."""
    windows = list(gold_windows(document))
    scored = {(c.start, c.end) for _, c in windows}
    entities = document.by_id()
    timed = {role.source for role in document.roles if role.name in ("Duration", "Temporality")}
    for id in linked(document, timed, SAME_TIME | ALIKE):
        thing = entities[id]
        if (thing.start, thing.end) not in scored:
            yield thing.start, thing.end


def _distinct(constraints: Iterable[Constraint]) -> list[Claim]:
    return list(dict.fromkeys(w for c in constraints for w in _windows(c)))


def _windows(c: Constraint) -> Iterator[Claim]:
    if c.window is None:
        return
    ends = {end for end in (c.window.from_, c.window.to) if end not in (None, "P0D")}
    around = c.window.to is not None and c.window.from_ == f"-{c.window.to}"  # "within 2 weeks of": one time
    ends -= {c.window.to} if around else set()
    for end in sorted(ends, key=str):
        found = _DURATION.match(end or "")
        if found is None:
            continue
        number = found["n"] or found["n2"]
        unit = _CODES[found["unit"]] if found["unit"] else {"H": "h", "M": "min", "S": "s"}[found["unit2"]]
        side = "before" if found["sign"] else "after"
        value = (float(number),)
        directions = ("before", "after", "during") if around else (side, "during")
        yield Claim("window", c.name, c.start, c.end, tuple((d, value) for d in directions), unit)
