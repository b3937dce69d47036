"""Bounds of measures that no table knows, named by the text's own words: ``lid retraction ≥ 2 mm``.

Nothing is known of such a measure but its words: the constraint has no concept, and no unit is filled in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.analytes import analytes
from eligo.entities.quantities import TIME_UNITS
from eligo.entities.units import dimension
from eligo.schema import Constraint, Leaf, Mention, Quantity

from .bounds_context import FoundSex, goes_on_by_sex, sex_after, sex_before
from .bounds_names import boundaries
from .doses import is_dose_unit
from .measure_words import is_acronym, measure_words
from .unnamed_phrases import Found, is_measure, spelled_words, words_before, words_behind
from .unnamed_words import thing_sized

__all__ = ["unnamed_leaves"]

_SIGN = re.compile(r"\A\s*[(\[]?\s*\\?[<>≤≥=≧≦⩾⩽˂˃]")
_FREE = re.compile(
    r"\s*(?:\Z|[,.;()\]\n]|(?:if|for|in|when|with|without|or|and|unless|at|on|from|within|will|are|is|as|based|by|to|prior|during|despite|before|after|points?)\b)",
    re.I,
)
_ON_SCALE = re.compile(
    r"\s*(?:points?\s+)?(?:or\s+\w+\s+)?(?:on|in|at|by|using|for|from|as\s+measured\s+by)\s+(?:the\s+|a\s+|an\s+|their\s+)?",
    re.I,
)
_POINTS = re.compile(r"\s*points?\s+(?:on|in|at|by|using)\b", re.I)
_OF = re.compile(r"\s*[)\]]?\s*(?:\([^()]{1,20}\)\s*)?(?:(?:of|in|for)\s+)?(?:(?:the|a|an)\s+)?", re.I)
_AGAIN = re.compile(r"\s*[,)]?\s*(?:or|and|and/or|/|;|but)?\s*\(?", re.I)
_TURNED = re.compile(
    r"(?!.*(?:reading|rating|scoring|swelling|bleeding|screening)\Z)[a-z]{3,}(?:ing|ed|ly)\Z|[ivx]+\Z", re.I
)
_FROM = re.compile(
    r"\s*(?:away\s+)?(?:from|above|below|proximal|distal|beyond)\b(?!\s+(?:the\s+)?(?:normal|baseline|reference|expected|upper|lower))",
    re.I,
)
_OUTSIDE = re.compile(r"\b(?:outside|out\s+of|beyond)\s+(?:of\s+)?(?:the\s+)?\Z", re.I)
_OUT_OF_RANGE = re.compile(r"\bout(?:side)?\s+(?:of\s+)?(?:[a-z]+\s+){0,3}(?:ranges?|limits?)\b", re.I)
_SIZE = re.compile(
    r"\s*(?:in\s+)?(?:(?:maxim(?:al|um)|largest|longest|greatest|mean)\s+)?(?P<name>size|diameter|dimension|length)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\s+(?P<name>(?:increase|decrease|change|reduction|decline|rise|fall|drop|improvement|growth)s?)\b", re.I
)
_OFTEN = frozenset(("frequency", "time share"))
_SIZES = frozenset(("length", "area", "volume"))
_STANDING = frozenset(("measurement", "score"))


def unnamed_leaves(
    text: str, offset: int, quantities: Sequence[Quantity], mentions: Sequence[Mention], leaves: Sequence[Leaf]
) -> list[Leaf]:
    """Leaves of the bounds that nothing else took, each with the words around it as its name.

    Args:
        quantities: all that the statement has left, counted in the statement.
        leaves: those that were read; what they cover names nothing.
    """
    if not quantities:
        return []
    taken = bytearray(len(text) + 1)
    for leaf in leaves:
        for start, end in leaf.covers:
            taken[start - offset : end - offset] = b"\1" * (end - start)
    edges = boundaries(text)
    out: list[Leaf] = []
    last: tuple[Found, Quantity] | None = None
    floor = 0
    for n, quantity in enumerate(quantities):
        if any(taken[quantity.start : quantity.end]) or not _bounds(quantity):
            continue
        edge = bisect_left(edges, quantity.start)
        before = max(floor, edges[edge - 1] + 1) if edge else floor
        behind = bisect_left(edges, quantity.end)
        after = min([*edges[behind : behind + 1], *(q.start for q in quantities[n + 1 : n + 2]), len(text)])
        sexed = last is not None and last[1].unit == quantity.unit and goes_on_by_sex(text, last[1].end, quantity.start)
        found = last[0] if sexed and last else _name(text, quantity, before, after, taken)
        if found is None and last is not None and _goes_on(text, last[1], quantity):
            found = last[0]
        if found is None or _of_another(text, offset, quantity, found, mentions):
            continue
        if quantity.unit is None and last is not None and found is last[0]:
            quantity = replace(quantity, unit=last[1].unit)
        sex = _sex(text, quantity, max(before, last[1].end if last else 0), after)
        again = last is not None and found is last[0]
        out.append(_leaf(text, offset, quantity, found, mentions, sex, again=again))
        last, floor = (found, quantity), sex.end if sex is not None and sex.start >= quantity.end else quantity.end
    return out


def _sex(text: str, quantity: Quantity, floor: int, ceiling: int) -> FoundSex | None:
    """The sex that a bound is for."""
    return sex_after(text, quantity.end, ceiling) or sex_before(text, floor, quantity.start)


def _bounds(quantity: Quantity) -> bool:
    if quantity.relative_to is not None:
        return quantity.relative_to in ("ULN", "LLN") and quantity.comparator
    return quantity.low is not None or quantity.high is not None


def _goes_on(text: str, last: Quantity, quantity: Quantity) -> bool:
    """``SPADI < 10 % or > 90 %``."""
    return (
        quantity.comparator
        and quantity.unit in (None, last.unit)
        and quantity.start > last.end
        and _AGAIN.fullmatch(text, last.end, quantity.start) is not None
    )


def _name(text: str, quantity: Quantity, floor: int, ceiling: int, taken: bytearray) -> Found | None:
    """The words that name what the quantity bounds, where there are any to trust."""
    if quantity.unit in ("Hz", "kHz") and not quantity.comparator:
        return None  # "hearing loss at 4000 Hz"
    words = measure_words()
    behind = _SIZE.match(text, quantity.end, ceiling) if quantity.unit in ("mm", "cm") else None
    if behind is not None and thing_sized(text, floor, quantity.start) is not None:  # "lesions of 10–25 mm in size"
        return Found(*behind.span("name"), "lesion")
    found = words_before(text, quantity.start, floor, taken)
    changed = _CHANGE.match(text, quantity.end, ceiling) if quantity.unit == "%" else None
    if changed is not None and found is not None and "(" in text[found.end : quantity.start]:
        return Found(*changed.span("name"), changed["name"])  # "stability (less than 10 % increase)"
    if found is not None and ":" in text[found.end : quantity.start] and quantity.unit not in (None, *TIME_UNITS):
        gap = _OF.match(text, quantity.end, ceiling)
        found = (words_behind(text, gap.end(), ceiling, taken) if gap else None) or found
    if found is not None and found.start >= quantity.end:
        return found
    if (
        found is not None and _POINTS.match(text, quantity.end) and not is_measure(text, found)
    ):  # "depression (> 25 points on the …)"
        points = _ON_SCALE.match(text, quantity.end, ceiling)
        on = words_behind(text, points.end(), ceiling, taken) if points else None
        if on is not None and _counts(quantity):
            return on
    if found is not None and not words.has(found.head, "generic"):
        if _fits(text, quantity, found, adjacent=text[found.end : quantity.start].strip() == ""):
            return found
        if not _TURNED.match(found.head) or words.has(found.head, "measure"):
            return None
        found = None  # a verb: "exhibiting 3 mm or more recession"
    scale = _ON_SCALE.match(text, quantity.end, ceiling)
    if scale is not None and (found is not None or quantity.unit is None):
        on = words_behind(text, scale.end(), ceiling, taken)
        if on is not None and scale.group().split()[-1:] == ["in"] and not is_measure(text, on):
            on = None
        if on is not None and (found is not None or is_measure(text, on)) and _counts(quantity):
            return on
    sized = quantity.unit not in (None, "%", *TIME_UNITS)
    if found is not None and (len(text[found.start : found.end].split()) > 1 or sized):
        close = quantity.comparator or not text[found.end : quantity.start].strip()  # "an internal diameter of 5.5 mm"
        return found if _fits(text, quantity, found, adjacent=close) else None
    if quantity.unit in ("s", "min", "h") and quantity.comparator:
        gap = _OF.match(text, quantity.end, ceiling)  # "less than 30 min of morning stiffness"
        on = words_behind(text, gap.end(), ceiling, taken) if gap and "of" in gap.group().split() else None
        if on is not None and words.has(on.head, "lasting"):
            return on
    if quantity.unit is not None and quantity.unit not in TIME_UNITS and quantity.comparator:
        gap = _OF.match(text, quantity.end, ceiling)
        share = gap is not None and quantity.unit == "%" and "of" in gap.group().split()  # "30 % of the teeth"
        on = words_behind(text, gap.end(), ceiling, taken) if gap and not share else None
        if on is not None and not is_dose_unit(quantity.unit) and _fits(text, quantity, on, adjacent=True):
            return on
    return None


def _counts(quantity: Quantity) -> bool:
    return quantity.unit in (None, "%", "1") and quantity.relative_to is None


def _fits(text: str, quantity: Quantity, found: Found, *, adjacent: bool) -> bool:
    """Whether the words before a number are its name rather than what it counts or lasts."""
    words = measure_words()
    measure = is_measure(text, found)
    outside = _OUTSIDE.search(text, max(0, found.start - 24), found.start)
    if outside or _OUT_OF_RANGE.search(text, max(0, found.start - 60), quantity.start):
        return False
    if "," in text[found.end : quantity.start] and not any(words.has(w, "measure") for w in spelled_words(text, found)):
        return False  # "for those with COPD, ≥ 88 %"
    if _TURNED.match(found.head) and not words.has(found.head, "measure"):
        return False  # a verb, an adverb, a numeral
    if quantity.unit is not None and dimension(quantity.unit) in _OFTEN:
        spelled = any(words.has(w, "measure") for w in spelled_words(text, found))
        if not (spelled if dimension(quantity.unit) == "time share" else measure):
            return False  # "CL wear (5 days per week)"
    sign = _SIGN.match(quantity.text) is not None
    acronym = any(is_acronym(w) for w in spelled_words(text, found))
    if quantity.unit in TIME_UNITS:
        if quantity.unit not in ("ms", "s", "min", "h"):
            return False
        lasting = any(words.has(w, "lasting") for w in spelled_words(text, found))
        if "(" in text[found.end : quantity.start]:  # "salivary flow (> 60 s)"
            ranged = quantity.low is not None and quantity.high is not None and quantity.low < quantity.high
            return (lasting or words.has(found.head, "measure")) and (quantity.comparator or ranged)
        return lasting and quantity.comparator
    if quantity.relative_to is not None:
        return sign or adjacent
    if quantity.unit is not None and is_dose_unit(quantity.unit):
        return measure and quantity.comparator
    if quantity.comparator:
        if quantity.unit is not None:
            return True
        if not _FREE.match(text, quantity.end):
            return False
        return measure or acronym or (sign and adjacent)
    if quantity.low != quantity.high:
        if quantity.unit is not None:
            return measure or acronym or "(" in text[found.end : quantity.start]
        return (measure or acronym) and _FREE.match(text, quantity.end) is not None
    return measure and quantity.unit is not None and not adjacent


def _of_another(text: str, offset: int, quantity: Quantity, found: Found, mentions: Sequence[Mention]) -> bool:
    """Whether the number is read elsewhere: a dose with its drug, a result with its biomarker."""
    named = _among(mentions, found.start + offset, found.end + offset)
    if any(m.label == "biomarker" for m in named):
        return True
    if quantity.unit is None and any(m.label in ("drug", "procedure") for m in named) and not is_measure(text, found):
        return True
    first, last = found.start + offset, found.end + offset
    if quantity.unit is None and any(m.label == "condition" and m.start <= first and last <= m.end for m in named):
        return True  # "mRS before the stroke > 3"
    if quantity.unit is None or not is_dose_unit(quantity.unit):
        return False
    low, high = min(found.start, quantity.start) - 24, max(found.end, quantity.end) + 40
    near = any(m.label == "drug" for m in _among(mentions, low + offset, high + offset))
    return near and not is_measure(text, found)


def _among(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions that overlap a span of the document."""
    first = max(0, bisect_left(mentions, start, key=lambda m: m.start) - 2)
    out = []
    for mention in mentions[first:]:
        if mention.start >= end:
            break
        if mention.end > start:
            out.append(mention)
    return out


def _leaf(
    text: str,
    offset: int,
    quantity: Quantity,
    found: Found,
    mentions: Sequence[Mention],
    sex: FoundSex | None = None,
    *,
    again: bool = False,
) -> Leaf:
    start, end = min(found.start, quantity.start), max(found.end, quantity.end)
    name = " ".join(text[found.start : found.end].split())
    name = name[0].lower() + name[1:] if name[1:2].islower() else name
    concept = None
    inside = [m for m in _among(mentions, found.start + offset, found.end + offset) if m.label not in _STANDING]
    if quantity.unit is not None and dimension(quantity.unit) in _SIZES and not is_measure(text, found):
        if found.end <= quantity.start and _FROM.match(text, quantity.end):
            name = f"distance of {name}"
        elif measure_words().has(found.head, "sized") and dimension(quantity.unit) == "length":
            size = analytes()["img:tumor_size"]
            name, concept = size.name, size.concept
            start = thing_sized(text, max(0, start - 70), start) or start
        else:
            name = f"{name} size" if inside else name
    constraint = Constraint(
        "measurement", name, text[start:end], start + offset, end + offset, concept, quantity.low,
        quantity.low_inclusive, quantity.high, quantity.high_inclusive, quantity.unit, None,
        quantity.relative_to, sex=sex.value if sex else None, assumed=quantity.assumed,
    )  # fmt: skip
    covers = [(quantity.start + offset, quantity.end + offset)]
    if sex is not None:
        covers.append((sex.start + offset, sex.end + offset))
    at = (quantity.start, quantity.end)
    spelled = found.start >= quantity.end and (
        measure_words().has(found.head, "generic") or measure_words().has(found.head, "measure")
    )
    if not inside or spelled:  # the dementia of a "Dementia Rating Scale" is no condition
        covers.append((found.start + offset, found.end + offset))
        if found.end <= quantity.start and not again:
            at = (found.start, found.end)
    return Leaf(constraint, at[0] + offset, at[1] + offset, tuple(sorted(covers)))
