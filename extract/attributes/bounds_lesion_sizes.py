"""How large a measurable lesion must be, and by which technique that is measured: ``≥ 10 mm by spiral CT``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.entities.analytes import analytes
from eligo.schema import Constraint, Leaf, Quantity

from .bounds_context import find_method
from .bounds_reading import canonical_range

__all__ = ["read_lesion_sizes"]

_LENGTHS = frozenset(("mm", "cm"))
_FARTHEST = 260  # characters between a lesion (or a size) and the next size
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = re.compile(r";|\.\s+(?!\d)")
_TECHNIQUE = (
    r"(?:conventional\s+(?:imaging\s+|CT\s+)?(?:techniques?|methods?|CT(?:\s+scans?)?)|(?:(?:spiral|helical|multidetector|contrast[-\s]enhanced|high[-\s]resolution|diagnostic|standard|conventional)\s+)*"
    r"(?:CT|MRI?|CAT|PET[-/\s]CT|PET|computed\s+tomography|computerized\s+tomography|magnetic\s+resonance\s+imaging)"
    r"(?:\s*\((?:CT|MRI|CAT)(?:\s+scans?)?\))?(?:\s+(?:scans?|scanning|imaging))?|(?:plain\s+)?(?:chest\s+)?x-?\s?rays?|"
    r"(?:plain\s+)?radiograph(?:y|s)?|ultrasound|ultrasonography|calipers?|palpation|(?:clinical|physical)\s+exam(?:ination)?s?)"
)
_BY = re.compile(
    rf"[\s,]*\(?\s*(?:as\s+)?(?:measured\s+|assessed\s+|detected\s+|visible\s+|determined\s+)?(?:by|with|on|using|via|per|if\s+using|when\s+measured\s+by)\s+(?:the\s+|an?\s+)?{_TECHNIQUE}"
    rf"(?:\s*(?:,\s*(?:and|or)?|/|and/or|and|or|by|in|on|with|including|such\s+as)\s*\(?\s*{_TECHNIQUE})*"
    r"(?:\s+(?:with\s+)?(?:cuts?|slices?)\b)?",
    re.I,
)
_SHORT = re.compile(r"\b(?:short(?:est)?[-\s]*(?:axis|diameter)|minor\s+axis)\b", re.I)
_OTHER = re.compile(
    r"\b(?:slices?|thick\w*|cuts?|intervals?|reconstruction|margins?|distan(?:ce|t)|apart|depth|invasion|vessel|artery|duct|gap|"
    r"midline|spleen|liver\s+span|effusion|increase\w*|volume|within)\b",
    re.I,
)
_BEHIND = re.compile(
    r"\s*(?:(?:in|for|at|along|on|by|as)\s+)?(?:(?:its|the|their|at\s+least|one|a)\s+)*(?:(?:longest|largest|greatest|maxim(?:al|um)|minim(?:al|um)|short(?:est)?|long|perpendicular|single|major|minor)[-\s]*)*"
    r"(?:axis\s+)?(?:diameter|axis|dimension|size|length)s?\b(?:\s*\((?!by|with|on|using|for|if|in)[^()]{1,20}\))?",
    re.I,
)
_FOR = re.compile(
    r"\s*,?\s*\(?(?:for|in|if)\s+(?:an?\s+|the\s+)?(?:(?:non|extra)[-\s]?)?(?:nodal|lymph\s+nodes?|node|visceral|soft\s+tissue|malignant|pathologic(?:al)?|skin|cutaneous)"
    r"(?:\s+(?:lymph|nodes?|lesions?|disease|tissue|sites?))*\)?",
    re.I,
)
_TO_RECORD = re.compile(r"\([^()]*\bto\s+be\s+recorded\b[^()]*\)", re.I)
_NAME = re.compile(
    r"\b(?:(?:longest|largest|greatest|maxim(?:al|um))\s+(?:diameter|axis|dimension)s?|(?<=lesion\s)(?:size|diameter)|(?<=tumor\s)(?:size|diameter))\b",
    re.I,
)
_DIMENSION = re.compile(
    r"\b(?:in|at)\s+(?:at\s+least\s+)?(?:one|1|two|2|a\s+single)\s*(?:\(\d\)\s*)?(?:perpendicular\s+)?(?:dimensions?|planes?)\b",
    re.I,
)


def read_lesion_sizes(
    text: str, offset: int, lesions: Sequence[Leaf], quantities: Sequence[Quantity]
) -> list[tuple[Leaf, Quantity]]:
    """The sizes that stand behind measurable lesions, each with its technique.

    Args:
        text: the statement, which starts at `offset`.
        lesions: the leaves of measurable lesions.
        quantities: those that are left, counted in the document.
    """
    if not lesions or not any(q.unit in _LENGTHS for q in quantities):
        return []
    out: list[tuple[Leaf, Quantity]] = []
    ends = sorted(max(e for _, e in leaf.covers) - offset for leaf in lesions)
    last = -1
    for n, quantity in enumerate(quantities):
        start, end = quantity.start - offset, quantity.end - offset
        bounded = quantity.comparator or (quantity.low != quantity.high)
        if quantity.unit not in _LENGTHS or quantity.relative_to is not None or not bounded:
            continue
        before = max([last, *(e for e in ends if e <= start)])
        gap = text[before:start] if before >= 0 else ""
        following = next((q.start - offset for q in quantities[n + 1 :]), len(text))
        stop = _STOP.search(text, end, following)
        ceiling = stop.start() if stop else following
        if before < 0 or len(gap) > _FARTHEST or _STOP.search(gap) or _OTHER.search(gap):
            continue
        behind = _BEHIND.match(text, end, ceiling)
        reach = behind.end() if behind else end
        if _OTHER.match(text[reach:ceiling].lstrip(" (,")):
            continue
        out.append((_leaf(text, offset, quantity, before, reach, ceiling), quantity))
        last = max(reach, out[-1][0].constraint.end - offset)
    return out


def _leaf(text: str, offset: int, quantity: Quantity, before: int, reach: int, ceiling: int) -> Leaf:
    start, end = quantity.start - offset, quantity.end - offset
    covers = [(start, reach)]
    short = _SHORT.search(text, end, reach) or _SHORT.search(text, max(before, start - 24), start)
    if short is not None:
        covers.append(short.span())
    covers += [m.span() for p in (_TO_RECORD, _DIMENSION, _NAME) for m in p.finditer(text, before, start)]
    covers += [m.span() for p in (_DIMENSION,) for m in p.finditer(text, reach, min(ceiling, reach + 40))]
    whom = _FOR.match(text, reach, ceiling)
    reach = whom.end() if whom is not None and short is not None else reach
    method = None
    told = _BY.match(text, reach, ceiling) or _last(_BY, text, before, start)
    if told is not None:
        covers.append(told.span())
        found = find_method(text, told.start(), told.end(), "size")
        method = found.value if found is not None else None
    thing = analytes()["img:short_axis" if short is not None else "img:tumor_size"]
    assert quantity.unit is not None
    first, last = min(s for s, _ in covers), max(e for _, e in covers)
    first = min(first, start) if told is None or told.start() < start else start
    constraint = Constraint(
        "measurement", thing.name, text[first:last], first + offset, last + offset, thing.concept, quantity.low,
        quantity.low_inclusive, quantity.high, quantity.high_inclusive, quantity.unit,
        canonical_range(thing, quantity, quantity.unit), method=method,
    )  # fmt: skip
    return Leaf(constraint, start + offset, end + offset, tuple(sorted((s + offset, e + offset) for s, e in covers)))


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The technique named right before a size: ``with spiral CT ≥ 10 mm``."""
    found = list(pattern.finditer(text, start, end))
    return found[-1] if found and not _WORD.search(text, found[-1].end(), end) else None
