"""LCT: every Observation and Age with a Numeric-Filter, as (name, operator, value, unit)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from eligo.corpus.lct import Comparison, LctDocument, LctEntity, read_lct
from eligo.evaluation.baseline_thresholds import plain_thresholds
from eligo.evaluation.claim_scores import ClaimScores
from eligo.evaluation.claims import Claim, Reading, ours, read_number, read_unit
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.reasons import why_missed
from eligo.evaluation.result import Progress, Result

__all__ = ["gold_claims", "run"]

_TIMES = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
_LOW, _HIGH = frozenset({"GT", "GTEQ"}), frozenset({"LT", "LTEQ"})


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    scores, baseline = ClaimScores(), ClaimScores()
    left_out = 0
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        gold, unread = gold_claims(document)
        left_out += unread
        ignore = list(_stages(document))
        read = read_criteria(document.text, source=document.id)
        given = list(ours(c for c, _ in read.leaves()))
        scores.add(
            document.id,
            document.text,
            gold,
            given,
            ignore=ignore,
            why_missed=why_missed(read),
        )
        baseline.add(document.id, document.text, gold, list(plain_thresholds(document.text)), ignore=ignore)
        progress(n, len(documents))
    return Result(
        benchmark="lct-thresholds",
        documents=len(documents),
        headline="f1",
        metrics=scores.whole.figures(seed=seed),
        by_type=scores.whole.by_type(seed=seed),
        by_document=scores.whole.by_document(),
        more={"each field alone": scores.fields_table(seed)},
        baselines={"regular expressions": baseline.whole.figures(seed=seed)},
        errors=tuple(scores.mistakes),
        conventions=(
            "A tuple is right when the spans overlap and operator, values and unit agree; one gold, one prediction.",
            "Units are compared as UCUM; where the gold marks none, one that eligo says it assumed is right.",
            "A lower and an upper filter on one name are one range; 'a/b' of a blood pressure is two thresholds.",
            f"{left_out} filters left out: no value, no normalised operator, or PLUS-MINUS.",
            f"{scores.ignored} of our thresholds left out: the gold has a Stage or Class there.",
            *troubles.told(),
        ),
    )


def gold_claims(document: LctDocument) -> tuple[list[Claim], int]:
    """The gold thresholds of a document, and how many filters could not be read as one."""
    arguments, comparisons = document.arguments(), document.comparisons()
    claims: list[Claim] = []
    unread = 0
    for entity in document.entities:
        filters = [f for f in arguments.get((entity.id, "Numeric-Filter"), ()) if f.id in comparisons]
        if entity.type not in ("Age", "Observation") or not filters:
            continue
        name = arguments.get((entity.id, "Name"), (entity,))[0]
        type_ = "clinical score" if entity.value == "clinical-score" else entity.type
        found: list[Claim] = []
        for one in filters:
            comparison = comparisons[one.id]
            readings = list(_gold_readings(comparison))
            unread += not readings
            unit = _gold_unit(document.text, comparison)
            found += [Claim(type_, name.text, name.start, name.end, (r,), unit) for r in readings]
        claims += _merged(found)
    return claims, unread


def _gold_readings(c: Comparison) -> Iterator[Reading]:
    operators = [o.value for o in c.operators if o.value]
    if len(operators) != len(c.operators) or "PLUS-MINUS" in operators:
        return
    values = [read_number(v.text) for v in sorted(c.values, key=lambda v: v.start)]
    if not values:  # "≥18" marked as the operator
        values = [n for o in c.operators if isinstance(n := read_number(o.text), float)]
    if not values and any(_is_limit(u) for u in c.units):
        values = [1.0]
    if not values:
        return
    if "BETWEEN" in operators:
        if len(values) == 2:
            yield "BETWEEN", tuple(values)
    elif len(operators) == 2 and len(values) == 2:
        by_place = sorted(c.operators, key=lambda o: o.start)
        for operator, value in zip(by_place, values, strict=True):
            yield str(operator.value), (value,)
    elif not operators:
        yield "EQ", tuple(values)
    else:
        for value in values:
            yield operators[0], (value,)


def _merged(claims: list[Claim]) -> list[Claim]:
    """A lower and an upper bound of one thing as a range, where they meet."""
    if len(claims) == 2:
        (a, x), (b, y) = (c.readings[0] for c in claims)
        if a in _HIGH and b in _LOW:
            (a, x), (b, y) = (b, y), (a, x)
        if a in _LOW and b in _HIGH and isinstance(x[0], float) and isinstance(y[0], float) and x[0] < y[0]:
            unit = claims[0].unit or claims[1].unit
            return [replace(claims[0], readings=(("BETWEEN", (x[0], y[0])),), unit=unit)]
    return claims


def _gold_unit(text: str, c: Comparison) -> str | None:
    if c.temporal_units and not c.units:
        return _TIMES.get(c.temporal_units[0].value or "", c.temporal_units[0].text)
    if not c.units:
        return None
    if _is_limit(c.units[0]):
        return read_unit(c.units[0].text) or "normal"
    parts = [*c.units, *c.per]
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    return read_unit(text[start:end] if end - start < 40 else "/".join(p.text for p in parts))


def _is_limit(unit: LctEntity) -> bool:
    return (unit.value or "").startswith("ref-range") or "normal" in unit.text.lower()


def _stages(document: LctDocument) -> Iterator[tuple[int, int]]:
    """Where the gold has a stage or class: our scores there are neither right nor wrong."""
    entities = document.by_id()
    for role in document.roles:
        if role.name in ("Stage", "Class"):
            for id in (role.source, role.target):
                yield entities[id].start, entities[id].end
