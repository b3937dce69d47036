"""LCT: Temporality as (entity, value, unit, before, after or during)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from eligo.corpus.lct import LctDocument, read_lct
from eligo.evaluation.claim_scores import ClaimScores
from eligo.evaluation.claims import Claim, read_number
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import Read, read_criteria
from eligo.evaluation.reasons import statement_at
from eligo.evaluation.result import Progress, Result
from eligo.schema import Constraint

__all__ = ["gold_windows", "run"]

_UNITS = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
_CODES = {"Y": "a", "M": "mo", "W": "wk", "D": "d"}
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<n>\d+(?:\.\d+)?)(?P<unit>[YMWD])|T(?P<n2>\d+(?:\.\d+)?)(?P<unit2>[HMS]))\Z"
)
_DIRECTIONS = {"Before": "before", "After": "after", "During": "during"}


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    scores = ClaimScores(("name", "value", "unit"))
    directed = ClaimScores()
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        gold = list(gold_windows(document))
        read = read_criteria(document.text, source=document.id)
        given = _distinct(read)

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
            "with the direction, where the gold relates the thing to another": {
                "eligo": directed.whole.figures(seed=seed)
            },
        },
        errors=tuple(scores.mistakes),
        conventions=(
            "Temporality with one number and a temporal unit; the constraint that overlaps the entity must carry a "
            "window with that number and unit.",
            f"{scores.ignored} of our windows left out: the gold has a Duration, or no single number, there.",
            *troubles.told(),
        ),
    )


def gold_windows(document: LctDocument) -> Iterator[Claim]:
    """Each entity with a Temporality that has one number and a unit; the operator is the direction, or empty."""
    arguments, comparisons = document.arguments(), document.comparisons()
    directions = {id: _DIRECTIONS[r.type] for r in document.relations if r.type in _DIRECTIONS for id in r.ids[:1]}
    for entity in document.entities:
        name = arguments.get((entity.id, "Name"), (entity,))[0]
        for one in arguments.get((entity.id, "Temporality"), ()):
            c = comparisons.get(one.id)
            if c is None or len(c.values) != 1 or len(c.temporal_units) != 1:
                continue
            value, unit = read_number(c.values[0].text), _UNITS.get(c.temporal_units[0].value or "")
            direction = directions.get(one.id) or directions.get(entity.id) or ""
            if unit is not None:
                yield Claim("window", name.text, name.start, name.end, ((direction, (value,)),), unit)


def _durations(document: LctDocument) -> Iterator[tuple[int, int]]:
    """Things whose time the gold marks in a way that is not scored."""
    scored = {(c.start, c.end) for c in gold_windows(document)}
    entities = document.by_id()
    for role in document.roles:
        thing = entities[role.source]
        if role.name in ("Duration", "Temporality") and (thing.start, thing.end) not in scored:
            yield thing.start, thing.end


def _distinct(read: Read) -> list[Claim]:
    return list(dict.fromkeys(w for c, _ in read.leaves() for w in _windows(c)))


def _windows(c: Constraint) -> Iterator[Claim]:
    if c.window is None:
        return
    ends = {end for end in (c.window.from_, c.window.to) if end not in (None, "P0D")}
    for end in sorted(ends, key=str):
        found = _DURATION.match(end or "")
        if found is None:
            continue
        number = found["n"] or found["n2"]
        unit = _CODES[found["unit"]] if found["unit"] else {"H": "h", "M": "min", "S": "s"}[found["unit2"]]
        side = "before" if found["sign"] else "after"
        value = (float(number),)
        yield Claim("window", c.name, c.start, c.end, ((side, value), ("during", value)), unit)
