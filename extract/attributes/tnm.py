"""T, N and M categories as they are written: "cT3 or T4", "T2N0M0", "T2-T4a, N0"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.entities.analytes import scales
from eligo.entities.comparators import Comparator, comparator_after, comparator_before
from eligo.schema import Concept, Constraint, Leaf

__all__ = ["read_tnm"]

_VALUE = {"T": r"(?:is|[0-4X][a-d]?)", "N": r"[0-3X][a-c]?", "M": r"[01X][a-d]?"}
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9/])(?:y?[cpr]{1,2})?(?:(?P<T>T(?:is|[0-4X][a-d]?))|(?P<N>N[0-3X][a-c]?)|(?P<M>M[01X][a-d]?))(?=$|[\s,;:.()\[\]/–—-]|[cp]?[NM][0-3X])"
)
_GLUED = re.compile(
    r"(?:[cp])?(?:(?P<T>T(?:is|[0-4X][a-d]?))|(?P<N>N[0-3X][a-c]?)|(?P<M>M[01X][a-d]?))(?:(?![A-Za-z0-9])|(?=[cp]?[NM][0-3X]))"
)
_NEXT = (
    r"\s*(?P<join>-|–|—|to|through|or|and|and/or|/|,)\s*(?:y?[cpr]{{1,2}})?(?:{letter})?"
    r"(?P<value>{value})(?:(?![A-Za-z0-9.%])|(?=[cp]?[NM][0-3X]))"
)
_MORE = {letter: re.compile(_NEXT.format(letter=letter, value=value)) for letter, value in _VALUE.items()}
_CANCER = re.compile(
    r"cancer|carcinoma|tumou?r|melanoma|sarcoma|neoplas|malignan|metasta|nodal|lymph\s+node|\bstage|\bTNM\b|\bAJCC\b|\bUICC\b"
    r"|\bdisease",
    re.I,
)
_NODES = re.compile(
    r"(?<!\w)(?:(?:axillary|regional)[\s-]+)?(?:lymph[\s-]+)?nod(?:e|al)s?[\s-]+(?:status\s+)?(?:is\s+|are\s+)?(?:(?P<none>negative)|positive)\b"
    r"(?!\s+(?:for|on|by|biops|margin))",
    re.I,
)
_INVOLVED = ("N1", "N2", "N3")
_OTHER = re.compile(
    r"\s*-?(?:weighted|mapping|vertebra|level|segment|signal|sequence|relaxation|gadolinium|Gd\b|contrast|enhanc|black\s+holes?|white\s+matter|spinal|hyper-?\s?intens|hypo-?\s?intens|MRI\b|scans?\b|images?|concentrations?|levels?|values?)",
    re.I,
)
_LESION = re.compile(r"\s*lesions?\b", re.I)
_IMAGED = re.compile(r"\bMRI\b|\bbrain\b|multiple\s+sclerosis|\bMS\b|magnetic\s+resonance|gadolinium", re.I)
_HORMONE = re.compile(r"(?:free|total|thyroxine|TSH\W{1,6}(?:and|or)?|serum)\s*\Z", re.I)
_SCALE = {"T": "scale:t_stage", "N": "scale:n_stage", "M": "scale:m_stage"}


def read_tnm(text: str, offset: int) -> Iterator[Leaf]:
    """A leaf for each letter's values; nothing where the text is of no cancer (``T4`` is a hormone as well)."""
    lowered = text.casefold()
    if "nod" in lowered and ("positive" in lowered or "negative" in lowered):
        yield from _nodes(text, offset)
    if not re.search(r"[TNM](?:is|[0-4X])", text) or not _CANCER.search(text):
        return
    at = 0
    while match := _TOKEN.search(text, at):
        at = match.end()
        letter = match.lastgroup or "T"
        if _OTHER.match(text, match.end()) or _HORMONE.search(text, max(0, match.start() - 24), match.start()):
            continue
        if letter == "T" and _LESION.match(text, match.end()) and _IMAGED.search(text):
            continue  # "T2 lesions on MRI"
        leaf = _leaf(text, offset, letter, match)
        if leaf is not None:
            yield leaf
            at = max(at, leaf.end - offset)
        while glued := _GLUED.match(text, at):  # the N0M0 of T2N0M0
            at = glued.end()
            leaf = _leaf(text, offset, glued.lastgroup or "T", glued)
            if leaf is not None:
                yield leaf
                at = max(at, leaf.end - offset)


def _nodes(text: str, offset: int) -> Iterator[Leaf]:
    """ "Node-negative", "lymph node positive": no regional node has metastases, or one has."""
    scale = scales()[_SCALE["N"]]
    for found in _NODES.finditer(text):
        start, end = found.start() + offset, found.end() + offset
        values = ("N0",) if found["none"] else _INVOLVED
        constraint = Constraint(
            "score",
            scale.name,
            found.group(),
            start,
            end,
            Concept(_SCALE["N"], scale.name),
            scale=scale.name,
            values=values,
        )
        yield Leaf(constraint, start, end, ((start, end),))


def _leaf(text: str, offset: int, letter: str, match: re.Match[str]) -> Leaf | None:
    order = [str(v) for v in scales()[_SCALE[letter]].values]
    values = [match[letter]]
    start, end = match.start(), match.end()
    while more := _MORE[letter].match(text, end):
        value = letter + more["value"].removeprefix(letter)
        if value not in order or (more["join"] in {",", "and"} and letter not in more.group()):
            break
        if more["join"] in {"-", "–", "—", "to", "through"}:
            values += _between(order, values[-1], value)
        values.append(value)
        end = more.end()
    known = tuple(v for v in values if v in order)
    if not known:
        return None
    bound = _bound(text, start, end) if len(values) == 1 else None
    if bound is not None:
        known = _reaching(order, known[0], bound)
        start, end = min(start, bound.start), max(end, bound.end)
    if not known:
        return None
    scale = scales()[_SCALE[letter]]
    constraint = Constraint(
        "score", scale.name, text[start:end], start + offset, end + offset,
        Concept(_SCALE[letter], scale.name), scale=scale.name, values=known,
    )  # fmt: skip
    return Leaf(constraint, start + offset, end + offset, ((start + offset, end + offset),))


def _bound(text: str, start: int, end: int) -> Comparator | None:
    """The comparator of one category: "≥ T3", "stage T2b or less"."""
    found = comparator_before(text, start) or comparator_after(text, end)
    return found if found is not None and found.bound != "equal" else None


def _reaching(order: list[str], value: str, bound: Comparator) -> tuple[str, ...]:
    """The categories on one side of `value`: whole ones, and the parts of its own that lie there."""
    at, whole = order.index(value), value[:2]
    if bound.bound == "low":
        beyond = [v for v in order[at + 1 :] if re.fullmatch(r"[TNM]\d", v) or (v.startswith(whole) and value != whole)]
    else:
        part = value != whole
        beyond = [
            v for v in order[:at] if re.fullmatch(r"[TNM]\d|Tis", v) or (part and v.startswith(whole) and v != whole)
        ]
        beyond = [v for v in beyond if not (part and v == whole)]
    kept = [value] if bound.inclusive else []
    return tuple([*kept, *beyond] if bound.bound == "low" else [*beyond, *kept])


def _between(order: list[str], first: str, last: str) -> list[str]:
    """The main categories between two: a category stands for its parts too."""
    if first not in order or last not in order:
        return []
    between = order[order.index(first) + 1 : order.index(last)]
    return [v for v in between if re.fullmatch(r"[TNM]\d", v) and not last.startswith(v)]
