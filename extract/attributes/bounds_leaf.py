"""The constraint that a name and its bound make, and the characters it takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.analytes import Analyte, Scale, analytes
from eligo.schema import Constraint, Leaf, Quantity

from .bounds_context import (
    FoundSex,
    corrections,
    find_method,
    in_specimen,
    method_before,
    other_methods,
    sex_after,
    sex_before,
    specimen_before,
)
from .bounds_corrected import corrected_thing, correction
from .bounds_linked import OF_PAIN, Link, reading_of
from .bounds_names import Name
from .bounds_rates import stated_rate
from .bounds_reading import canonical_range
from .unnamed_words import thing_sized

__all__ = ["bound_leaf", "sex_of"]

_RAW_QT, _CORRECTED_QT = "ecg:qt", "ecg:qtc"  # a QT "corrected by" somebody's formula is a QTc


_PAIN = re.compile(r"\bpain\b[^.;:<>=≤≥\d]{0,36}\Z", re.I)
_SIZE_OF_LESIONS = "img:tumor_size"
_TRACING = re.compile(  # where an interval is read off: no requirement of its own
    r"[\s,(]*(?:on|by|in|per|from|at|using)\s+(?:(?:the|an?|any|screening|baseline|resting|single|standard|triplicate|12[\s-]*lead)\s+)*"
    r"(?:ECGs?|EKGs?|electrocardiogra(?:ms?|phy))\b",
    re.I,
)
_AFTER_REST = ("vital:bp", "vital:sbp", "vital:dbp", "vital:heart_rate", "ecg:")
_REST = re.compile(  # how it is measured: no requirement of its own
    r"\b(?:(?:after|following|with|for|has\s+been|is)\s+(?:(?:at\s+least|about|approximately|an?|the|having|been|patient|subject|participant|has|is|resting|rested"
    r"|lying|supine|seated|sitting|standing|for)\s+)*\d+[\s-]*min(?:ute)?s?\b['’]?(?:\s*(?:of|in|an?|the|complete|supine|seated|sitting|standing|semi-?(?:supine|recumbent)"
    r"|recumbent|lying|down|rest|resting|quiet|quietly|position|posture|or\s+(?:longer|more))\b)*|(?:at|of|while)\s+rest(?:ing)?\b)",
    re.I,
)
_AT_VISIT = re.compile(r"\bat\s+(?:the\s+)?(?:screening|baseline|enrol?lment|randomi[sz]ation)(?:\s+visit)?\b", re.I)
_PREDICTED = re.compile(r"(?:\s*(?:of\s+)?(?:the\s+)?(?:predicted|expected)(?:\s+(?:normal|values?))?)?", re.I)
_WORD = re.compile(r"[^\W_][\w'’.-]*|[:=]")
_JOINS = frozenset(
    (
        "and",
        "or",
        "but",
        "if",
        "for",
        "in",
        "with",
        "male",
        "males",
        "female",
        "females",
        "men",
        "women",
        "unless",
        "who",
    )
)


def bound_leaf(
    text: str,
    offset: int,
    name: Name,
    found: Link,
    quantity: Quantity,
    spans: Sequence[tuple[int, int]],
    edge: int,
    sex: FoundSex | None,
    turned: int | None = None,
    shared: bool = False,
) -> Leaf | None:
    """The leaf of a bound that is said of `name` by `quantity`; offsets are the statement's, moved by `offset`."""
    reading = reading_of(name, quantity)
    if reading is None:
        return None
    thing, concept = name.thing, name.mention.concept
    if reading.instead is not None:
        thing, concept = reading.instead, reading.instead.concept
    last = spans[-1][1]
    covers = [*name.covers, *spans]
    if "unit" in reading.assumed and isinstance(thing, Analyte):
        rate = stated_rate(text, max(last, name.stop), thing)
        if rate is not None:
            if rate.unit is None:
                return None  # per something else than any unit of the analyte
            assumed = tuple(a for a in reading.assumed if a != "unit")
            canonical = canonical_range(thing, quantity, rate.unit)
            reading = replace(reading, unit=rate.unit, canonical=canonical, assumed=assumed)
            covers.append((rate.start, rate.end))
    start, end = min(name.start, spans[0][0]), max(name.stop, last)
    if found.head is not None:
        start = found.head.start
        covers += found.head.covers
    if turned is not None and turned < start:  # "outside the range of 90 to 140 mmHg for systolic blood pressure"
        start = turned
        if not shared:
            covers += [m.span() for m in _WORD.finditer(text, turned, min(name.start, spans[0][0]))]
    if name.id in OF_PAIN and found.kind == "before" and (pain := _PAIN.search(text, max(0, start - 44), start)):
        start = pain.start()
    if name.id == _SIZE_OF_LESIONS:
        start = thing_sized(text, max(0, start - 70), start) or start
    chain_stop = found.names[-1].stop
    if found.kind == "after" and chain_stop < spans[0][0]:
        gap = (chain_stop, spans[0][0])
    elif found.kind == "before":
        gap = (spans[0][1], found.names[0].start)
    else:
        gap = (0, 0)
    if found.tight:
        visit = _AT_VISIT.search(text, *gap)
        covers += [
            m.span()
            for m in _WORD.finditer(text, *gap)
            if m.group().casefold() not in _JOINS and not (visit and visit.start() <= m.start() < visit.end())
        ]
    specimen = specimen_before(text, name.start) if isinstance(thing, Analyte) and thing.category == "lab" else None
    elsewhere = None  # a lab in a specimen of which no table has it: never the one in blood
    if specimen is not None and isinstance(thing, Analyte):
        covers.append((specimen.start, specimen.end))
        there = in_specimen(thing, specimen.value)
        if there is None:
            elsewhere, concept = f"{specimen.value} {thing.name}", None
        elif there is not thing:
            thing, concept = there, there.concept
    if sex is not None:
        covers.append((sex.start, sex.end))
    method = None
    if isinstance(thing, Analyte):
        after = found.kind != "before"
        stop = min(spans[0][0], name.stop + 90) if after else name.stop
        method = (
            find_method(text, name.start, stop, thing)
            or find_method(text, max(last, name.stop), min(edge, max(last, name.stop) + 90), thing)
            or method_before(text, name.start, thing)
        )
        if method is not None and any(
            method_before(text, n.start, n.thing) == method for n in found.names if n.start >= method.end
        ):
            method = method_before(text, name.start, thing)  # "creatinine clearance or radioisotope GFR"
        if method is not None and not name.start <= method.start < name.stop:
            instead = other_methods(text, method, min(len(text), method.end + 120), thing)
            covers += ((m.start, m.end) for m in (method, *instead))
            covers += _method_words(text, method.start, (method, *instead)[-1].end)
            if thing.category == "imaging":  # of formulas the first is taken
                method = method._replace(value=" or ".join(dict.fromkeys(m.value for m in (method, *instead))))
        if method is not None and thing.id == _RAW_QT and method.value in corrections():
            thing = analytes()[_CORRECTED_QT]
            concept = thing.concept
    if name.id.startswith(_AFTER_REST):
        rests = [m for m in _REST.finditer(text, name.stop, last + 80) if m.start() < max(edge, last)]
        covers += [m.span() for m in rests if not any(s < m.end() and m.start() < e for s, e in spans)]
    if name.id.startswith("ecg:") and (tracing := _TRACING.match(text, last)):
        covers.append(tracing.span())
    if made := correction(text, _PREDICTED.match(text, last).end()):  # type: ignore[union-attr]
        covers.append(made.span())
        other = corrected_thing(thing if isinstance(thing, Analyte) else None, made)
        thing, concept = (thing, concept) if other is None else (other, other.concept)
    if isinstance(thing, Scale) or name.mention.label == "score":
        kind, scale = "score", thing.name if thing else name.mention.name
    else:
        kind, scale = "measurement", None
    relative = reading.relative_to
    constraint = Constraint(
        kind,  # type: ignore[arg-type]
        elsewhere or (thing.name if thing else name.mention.name),
        text[start:end],
        start + offset,
        end + offset,
        concept,
        quantity.low,
        quantity.low_inclusive,
        quantity.high,
        quantity.high_inclusive,
        reading.unit,
        reading.canonical,
        relative,  # type: ignore[arg-type]
        sex=sex.value if sex else None,
        method=method.value if method else None,
        specimen=specimen.value if specimen else None,
        scale=scale,
        assumed=reading.assumed,
    )
    at = (quantity.start, quantity.end) if found.kind == "again" else (name.start, name.end)
    return Leaf(
        constraint, at[0] + offset, at[1] + offset, tuple(sorted({(s + offset, e + offset) for s, e in covers}))
    )


def sex_of(text: str, found: Link, spans: Sequence[tuple[int, int]], edge: int, taken: int) -> FoundSex | None:
    """The sex a bound is for; what ends at `taken` is that of the bound before (``≥ 450 ms male, ≥ 470 ms female``)."""
    before = sex_before(text, max(taken, spans[0][0] - 48), spans[0][0])
    after = sex_after(text, spans[-1][1], min(len(text), spans[-1][1] + 40))
    if after is not None and (not before or re.match(r"\s*[(\[]|\s*(?:for|in|if)\b", text[spans[-1][1] :])):
        return after
    return before


_METHOD_WORDS = re.compile(
    r"(?:\b(?:as|by|using|per|the|calculated|estimated|according|to|with|based|on|determined|from|via|measured|assessed)\b\s*)+\Z",
    re.I,
)
_FORMULA = re.compile(
    r"\s*(?:formula|equation|method|criteria|correction|calculation|glomerular\s+filtration\s+rate\s+estimation)\b",
    re.I,
)


def _method_words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out = []
    before = _METHOD_WORDS.search(text, max(0, start - 50), start)
    if before:
        out.append(before.span())
    after = _FORMULA.match(text, end)
    if after:
        out.append(after.span())
    return out
