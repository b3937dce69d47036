"""Numeric leaves of criteria: which thing, which bound, in which unit, for which sex, by which method."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.analytes import Analyte, Scale, analytes
from eligo.entities.hints import PartsOfWords
from eligo.schema import Constraint, Leaf, Mention, Quantity

from .bounds_age import read_ages, read_life_expectancy
from .bounds_context import (
    FoundSex,
    corrections,
    find_method,
    in_specimen,
    method_before,
    other_methods,
    sex_after,
    sex_before,
    sexes_in_turn,
    specimen_before,
)
from .bounds_corrected import corrected_thing, correction
from .bounds_implied import implied_leaves, pressure_leaves
from .bounds_lesion_sizes import read_lesion_sizes
from .bounds_lesions import read_lesions
from .bounds_link import link
from .bounds_linked import OF_PAIN, Link, reading_of
from .bounds_names import Name, boundaries, find_names, without_ages
from .bounds_outside import follows_on, outside_range
from .bounds_rates import stated_rate
from .bounds_reading import canonical_range
from .bounds_unnamed import unnamed_leaves
from .counts import count_leaves
from .levels import as_levels
from .scores import read_scores
from .unnamed_words import thing_sized
from .values_shorthand import lower_acronyms

__all__ = ["read_bounds"]

_MEASURED = frozenset(("measurement",))
_BOUNDED = frozenset(("measurement", "score", "age", "life_expectancy", "lesion"))
_HINT = PartsOfWords(
    ("one", "two", "three", "four", "five", "six", "ten", "twelve", "normal", "reference", "ULN", "LLN", "UNL", "WNL",
     "grade", "stage", "class", "level", "measur", "evaluable", "score", "status", "child")
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_PAIN = re.compile(r"\bpain\b[^.;:<>=≤≥\d]{0,36}\Z", re.I)
_SIZE_OF_LESIONS = "img:tumor_size"
_RAW_QT, _CORRECTED_QT = "ecg:qt", "ecg:qtc"  # a QT "corrected by" somebody's formula is a QTc
_TRACING = re.compile(  # where an interval is read off: no requirement of its own
    r"[\s,(]*(?:on|by|in|per|from|at|using)\s+(?:(?:the|an?|any|screening|baseline|resting|single|standard|triplicate|12[\s-]*lead)\s+)*"
    r"(?:ECGs?|EKGs?|electrocardiogra(?:ms?|phy))\b",
    re.I,
)
_AT_VISIT = re.compile(r"\bat\s+(?:the\s+)?(?:screening|baseline|enrol?lment|randomi[sz]ation)(?:\s+visit)?\b", re.I)
_PREDICTED = re.compile(r"(?:\s*(?:of\s+)?(?:the\s+)?(?:predicted|expected)(?:\s+(?:normal|values?))?)?", re.I)
_TURNED = re.compile(r"[≤≥<>=]\s*\Z")
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


def read_bounds(text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Leaf]:
    """The numeric constraints of a statement.

    One leaf a name and bound: labs that share a bound get one each, a further bound without a name of its own
    (``(≤ 5 × ULN if liver metastases)``) gets a leaf for each name it goes back to, whose span is the bound's.
    Ages are canonical in years, life expectancy in days.

    Args:
        text: the statement.
        offset: where it starts in the document; mentions, quantities and the leaves count in the document.
    """
    if not (_DIGIT.search(text) or _HINT(text)) and not any(m.label == "score" for m in mentions):
        return []
    if quantities:
        mentions = as_levels(text, offset, lower_acronyms(text, offset, mentions), quantities)
    leaves: list[Leaf] = []
    used: set[int] = set()
    for reader in (read_life_expectancy, read_ages, read_lesions):
        rest = [q for q in quantities if id(q) not in used]
        for leaf, quantity in reader(text, offset, mentions, rest):
            leaves.append(leaf)
            if quantity is not None:
                used.add(id(quantity))
    lesions = [leaf for leaf in leaves if leaf.constraint.type == "lesion"]
    if lesions:
        for leaf, size in read_lesion_sizes(text, offset, lesions, [q for q in quantities if id(q) not in used]):
            leaves.append(leaf)
            used.add(id(size))
    scored, plain = read_scores(text, offset, mentions, quantities)
    leaves += scored
    taken = _mask(len(text), [(s - offset, e - offset) for leaf in leaves for s, e in leaf.covers])
    local = [
        replace(q, start=q.start - offset, end=q.end - offset)
        for q in quantities
        if id(q) not in used and not any(taken[q.start - offset : q.end - offset])
    ]
    names = find_names(text, offset, mentions, _MEASURED) if any(m.label == "measurement" for m in mentions) else []
    names = sorted([*names, *plain], key=lambda n: n.start)
    if names and local:
        names, local = _apart(names, local)
        links = link(without_ages(text), names, local, boundaries(text))
        leaves += _leaves(text, offset, names, links, local)
    if local:
        leaves += count_leaves(text, offset, local, mentions, leaves)
        leaves += implied_leaves(text, offset, local, leaves, mentions)
        leaves += unnamed_leaves(text, offset, local, mentions, leaves)
    leaves.sort(key=lambda leaf: (leaf.start, leaf.end))
    return leaves


def _mask(length: int, spans: Sequence[tuple[int, int]]) -> bytearray:
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def _apart(names: list[Name], quantities: list[Quantity]) -> tuple[list[Name], list[Quantity]]:
    """Digits inside a name (``FEV1``) bound nothing, and a unit (``1.5 K/µL``) names nothing."""
    kept: list[Quantity] = []
    dropped: set[int] = set()
    n = 0
    for quantity in quantities:
        while n < len(names) and names[n].end <= quantity.start:
            n += 1
        if n < len(names) and names[n].start <= quantity.start and quantity.end < names[n].end:
            continue
        if n < len(names) and names[n].start < quantity.start:
            continue
        while n < len(names) and names[n].start < quantity.end:
            if quantity.unit is not None and _beyond(names[n], quantity.end):
                break  # "37 weeks of gestation": the unit is a part of the name
            dropped.add(n)
            n += 1
        kept.append(quantity)
    return [name for i, name in enumerate(names) if i not in dropped], kept


def _beyond(name: Name, edge: int) -> bool:
    """Cut a name down to its words behind `edge`; False where none are left."""
    if name.end <= edge:
        return False
    name.start = edge
    name.covers = [(max(s, edge), e) for s, e in name.covers if e > edge]
    return True


def _leaves(
    text: str, offset: int, names: Sequence[Name], links: list[Link], quantities: Sequence[Quantity]
) -> list[Leaf]:
    out: list[Leaf] = []
    skip = -1
    sexed = 0  # where the sex of the bound before ends
    turn: list[FoundSex] = []  # of this bound and the next
    turned: int | None = None  # where "outside the range of" begins
    for n, found in enumerate(links):
        if n == skip:
            continue
        following = links[n + 1] if n + 1 < len(links) else None
        quantity = found.quantity
        spans = [(quantity.start, quantity.end)]
        if following is not None and following.kind == "again" and following.names[-1] is found.names[-1]:
            other = following.quantity
            both = _two_sided(text, quantity, other)
            if both is not None:
                quantity, skip = both, n + 1
                spans.append((other.start, other.end))
            elif _paired(text, found.names[-1], quantity, other):
                skip = n + 1
                out += pressure_leaves(text, offset, quantity, other, found.names[-1])
                continue
            elif _same_again(text, found.names, quantity, other):
                skip = n + 1
                spans.append((other.start, other.end))
        edge = min(
            [len(text)]
            + [m.start for m in names if m.start >= spans[-1][1]]
            + [q.start for q in quantities if q.start >= spans[-1][1] and (q.comparator or q.unit not in (None, "h"))]
        )
        last = links[n - 1]
        shared = turned is not None and last.kind == found.kind == "before"
        shared = shared and follows_on(text, last.names[-1], found.quantity)
        if not shared:
            turned = _turned(text, found)
        if following is not None and skip != n + 1 and following.names[-1] is found.names[-1]:
            between = text[spans[-1][1] : following.quantity.start]
            turn = list(sexes_in_turn(text, following.quantity.end, slashed="/" in between) or turn)
        sex = _sex(text, found, spans, edge, sexed)
        if turn:  # "≥ 1.5 or ≥ 1.4 mg/dL in men and women, respectively"
            sex = turn.pop(0)
            if not turn and not quantity.comparator and quantity.low == quantity.high:
                quantity = _as_before(links[n - 1].quantity, quantity)
        sexed = sex.end if sex is not None else sexed
        for name in found.names:
            leaf = _leaf(text, offset, name, found, quantity, spans, edge, sex, turned, shared)
            if leaf is not None:
                out.append(leaf)
    return out


def _as_before(first: Quantity, second: Quantity) -> Quantity:
    """The second of two bounds that share their comparator: ``< 12 or 13 g/dL in women and men, respectively``."""
    return replace(
        second,
        low=second.low if first.low is not None else None,
        low_inclusive=first.low_inclusive,
        high=second.high if first.high is not None else None,
        high_inclusive=first.high_inclusive,
    )


def _turned(text: str, found: Link) -> int | None:
    """Where the words begin that leave the link's range out."""
    if found.quantity.low is None or found.quantity.high is None:
        return None
    start = found.quantity.start if found.kind == "before" else found.names[0].start
    return outside_range(text, start)


def _two_sided(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """``18 ≤ BMI ≤ 30``: one range."""
    if not _TURNED.search(first.text):
        return None
    if first.high is None and second.low is None:
        return replace(second, low=first.low, low_inclusive=first.low_inclusive, unit=second.unit or first.unit)
    if first.low is None and second.high is None:
        return replace(second, high=first.high, high_inclusive=first.high_inclusive, unit=second.unit or first.unit)
    return None


def _paired(text: str, name: Name, first: Quantity, second: Quantity) -> bool:
    """Whether the two are those of ``BP ≥ 140/90``."""
    return name.id == "vital:bp" and text[first.end : second.start].strip() == "/"


_EQUIVALENT = re.compile(
    r"\s*[,(\[/]?\s*(?:or|=|i\.?e\.?,?|equivalent\s+to|corresponding\s+to|and)?\s*(?:SI(?:\s+units?)?\s*[:=]?\s*)?",
    re.I,
)


def _same_again(text: str, names: Sequence[Name], first: Quantity, second: Quantity) -> bool:
    """Whether the second bound is the first in another unit (a molar mass may be needed)."""
    if (
        first.unit is None
        or second.unit in (None, first.unit)
        or not _EQUIVALENT.fullmatch(text[first.end : second.start])
    ):
        return False
    for name in names:
        one, two = reading_of(name, first), reading_of(name, second)
        if one is None or two is None or one.canonical is None or two.canonical is None:
            return False
        for a, b in ((one.canonical.low, two.canonical.low), (one.canonical.high, two.canonical.high)):
            if a is None and b is None:
                continue
            ours = a if a is not None else (one.canonical.high if b is not None else None)
            theirs = b if b is not None else two.canonical.low
            if ours is None or theirs is None or abs(ours - theirs) > 0.12 * abs(ours):
                return False
    return True


def _leaf(
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
        if method is not None and not name.start <= method.start < name.stop:
            instead = other_methods(text, method, min(len(text), method.end + 120), thing)
            covers += ((m.start, m.end) for m in (method, *instead))
            covers += _method_words(text, method.start, (method, *instead)[-1].end)
            if thing.category == "imaging":  # of formulas the first is taken
                method = method._replace(value=" or ".join(dict.fromkeys(m.value for m in (method, *instead))))
        if method is not None and thing.id == _RAW_QT and method.value in corrections():
            thing = analytes()[_CORRECTED_QT]
            concept = thing.concept
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


def _sex(text: str, found: Link, spans: Sequence[tuple[int, int]], edge: int, taken: int) -> FoundSex | None:
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
