"""Chia: Measurement and Value pairs; a direction only where the text makes it legible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from eligo.corpus.chia import read_chia
from eligo.corpus.standoff import Entity
from eligo.corpus.trial_documents import TrialDocument
from eligo.entities.units import match_unit
from eligo.evaluation.baseline_thresholds import plain_thresholds
from eligo.evaluation.claim_scores import ClaimScores
from eligo.evaluation.claims import Claim, Reading, ours, read_number, read_unit
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import chia_kind, read_criteria
from eligo.evaluation.reasons import why_missed
from eligo.evaluation.result import Progress, Result

__all__ = ["gold_claims", "read_value", "run", "shared_claims"]

_NUMBER = re.compile(
    r"(?<![\w.])(?:(?:(?<=[<>=≤≥])|(?<=[<>=≤≥] ))[-−])?(?:[x×](?=\d))?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w*\d)"
)
_ACUITY = re.compile(r"(?<![\d/])20/(\d{2,3})(?![\d/])")
_WORD = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice)\b", re.I)
_DIRECTIONS = {
    "GTEQ": re.compile(
        r"≥|⩾|≧|>\s?(?:/|or)?\s?=|=\s?(?:/|or)?\s?>|(?:greater|more|higher|above)(?: than)? or equal|at least|minimum"
        r"|(?:no|not) less than|or (?:more|greater|higher|above|over|older)",
        re.I,
    ),
    "LTEQ": re.compile(
        r"≤|⩽|≦|<\s?(?:/|or)?\s?=|=\s?(?:/|or)?\s?<|(?:less|lower|below)(?: than)? or equal|at most|maximum|up to"
        r"|or (?:less|lower|below|under|fewer|younger)|(?:no|not) (?:more|greater|higher) than",
        re.I,
    ),
    "GT": re.compile(r">|greater|more than|above|over|higher|exceed", re.I),
    "LT": re.compile(r"<|less|below|under\b|lower|fewer", re.I),
}
_RANGE = re.compile(r"between|\d\s*(?:-|–|to|and)\s*\d", re.I)
_LIMIT = re.compile(r"\b(?:[ui]ln|unl|lln|normal|limit)", re.I)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is the inclusion or the exclusion part of a trial."""
    troubles = Troubles()
    scores = ClaimScores(("name", "operator", "value"))
    with_units = ClaimScores()
    baseline = ClaimScores(("name", "operator", "value"))
    left_out = 0
    documents = first(read_chia(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        gold, ignore, unread = gold_claims(document)
        shared = list(shared_claims(document))
        left_out += unread
        text = document.text
        read = read_criteria(text, source=document.id, kind=chia_kind(document))
        given = [c for c in ours(c for c, _ in read.leaves()) if c.type != "Age"]
        plain = [c for c in plain_thresholds(text) if c.type != "Age"]
        scores.add(document.id, text, gold, given, ignore=ignore, elsewhere=shared, why_missed=why_missed(read))
        with_units.add(document.id, text, gold, given, ignore=ignore, elsewhere=shared)
        baseline.add(document.id, text, gold, plain, ignore=ignore, elsewhere=shared)
        progress(n, len(documents))
    return Result(
        benchmark="chia-thresholds",
        documents=len(documents),
        headline="f1",
        metrics=scores.whole.figures(seed=seed),
        by_type=scores.whole.by_type(seed=seed),
        by_document=scores.whole.by_document(),
        more={
            "each field alone": with_units.fields_table(seed),
            "with the unit": {"eligo": with_units.whole.figures(seed=seed)},
        },
        baselines={"regular expressions": baseline.whole.figures(seed=seed)},
        errors=tuple(scores.mistakes),
        conventions=(
            "Measurement and Value joined by Has_value, with a number and a legible direction in the value; ages are "
            "Persons in Chia and are not scored.",
            f"{left_out} values left out: no number, or no direction that can be read (many '≥' arrive as '=').",
            f"{scores.ignored} of our thresholds left out: they stand on such a value, on a value of "
            "another type, or on a Multiplier (a count).",
            "Units are read from the value's words with our own unit table.",
            *troubles.told(),
        ),
    )


def gold_claims(document: TrialDocument) -> tuple[list[Claim], list[tuple[int, int]], int]:
    """The gold thresholds, the spans where a threshold of ours is neither right nor wrong, how many were left out."""
    entities = document.by_id()
    claims: list[Claim] = []
    scored: set[str] = set()
    left_out = 0
    for relation in document.relations:
        if relation.type != "Has_value":
            continue
        one, other = (entities[id] for id in relation.ids)
        name, value = (one, other) if other.type == "Value" else (other, one)
        if name.type != "Measurement" or value.type != "Value":
            continue
        readings = list(read_value(value.text))
        if not readings:
            left_out += 1
            continue
        scored.add(value.id)
        for reading in readings:
            claims.append(Claim("Measurement", name.text, name.start, name.end, (reading,), _unit(value)))
    values = [e for e in entities.values() if e.type in ("Value", "Multiplier") and e.id not in scored]
    ignore = [span for e in values for span in e.spans]
    return claims, ignore, left_out


def shared_claims(document: TrialDocument) -> Iterator[Claim]:
    """What a value of one of several alternatives says of the others, which have none: Chia joins it to one of them."""
    entities = document.by_id()
    values = {id: other for r in document.relations if r.type == "Has_value" for id, other in (r.ids, r.ids[::-1])}
    for group in document.groups:
        members = [entities[id] for id in group.ids if entities[id].type == "Measurement"]
        shared = {values[e.id] for e in members if e.id in values and entities[values[e.id]].type == "Value"}
        if len(shared) != 1:
            continue
        value = entities[shared.pop()]
        for name in members:
            if name.id not in values:
                for reading in read_value(value.text):
                    yield Claim("Measurement", name.text, name.start, name.end, (reading,), _unit(value))


def read_value(text: str) -> Iterator[Reading]:
    """What the words of a Value say; nothing where number or direction cannot be read, or there are several.

    >>> list(read_value("≥ 1.5 x 10^9/L"))
    [('GTEQ', (1.5,))]
    >>> list(read_value("= 14"))
    []
    """
    if len(acuities := [20 / int(n) for n in _ACUITY.findall(text)]) == 2:
        yield "BETWEEN", (min(acuities), max(acuities))
        return
    numbers = [m for m in _NUMBER.finditer(text) if not re.search(r"10\s?[\^*]?\s?$", text[: m.start()])]
    numbers = [m for m in numbers if m.group() != "10" or not re.match(r"\s?[\^*]\s?\d", text[m.end() :])]
    values = [v for m in numbers if isinstance(v := read_number(m.group()), float)]
    if not values and (word := _WORD.search(text)):
        values = [v for v in (read_number(word.group()),) if isinstance(v, float)]
    if not values:
        if _LIMIT.search(text):
            yield from ((name, (1.0,)) for name in _direction(text))
        return
    if len(values) >= 2 and _RANGE.search(text) and values[0] < values[1]:
        yield "BETWEEN", (values[0], values[1])
        return
    if len(values) == 1 or re.search(r"[x×*]\s?10", text):
        yield from ((name, (values[0],)) for name in _direction(text))


def _direction(text: str) -> list[str]:
    """The one direction that the words give, or none."""
    return next(([name] for name, words in _DIRECTIONS.items() if words.search(text)), [])


def _unit(value: Entity) -> str | None:
    """The unit behind the first number of a value that has one: "50 to 100 kg" is in kg."""
    if _LIMIT.search(value.text):
        return read_unit(value.text)
    ends = [found.end() for pattern in (_NUMBER, _WORD) for found in pattern.finditer(value.text)]
    units = (match_unit(value.text, end) for end in ends)
    return next((unit[0] for unit in units if unit), None)
