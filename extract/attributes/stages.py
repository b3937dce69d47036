"""Disease stages: on the condition they qualify, or by themselves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from eligo.attributes.grades import is_owned, other_scales
from eligo.entities.comparators import comparator_before
from eligo.schema import Constraint, Leaf, Mention, Quantity

__all__ = ["read_stages", "stage_leaves"]


_STAGE = re.compile(r"\bstag(?:e|es|ed|ing)\b(?!\s+(?:\d\s+)?stud)", re.I)
_STAGE_VALUE = (
    r"(?:(?:IV|III|II|I)(?:[A-Da-d]?[1-3]?|[A-D]-[A-D])(?![A-Za-z])|V(?![A-Za-z\d])|[0-5][a-dA-D]?[1-2]?(?![\w.%]))"
)
_STAGES = re.compile(
    rf"[\s:=(-]*(?:(?:of|is|group|at\s+least|either|disease|AJCC|FIGO|TNM|UICC|clinical|v?\d(?:th|\.\d)\s+edition)\s+)*"
    rf"(?P<first>{_STAGE_VALUE})(?P<rest>(?:\s*(?:,?\s*(?:or|and|to|through|and/or)\b|,|/|[-–—])\s*(?:(?i:stage)\s+)?{_STAGE_VALUE})*)"
    r"(?P<tail>\s*(?:or|and)\s+(?:higher|greater|above|more|worse|lower|less|below))?"
)
_SYSTEM = re.compile(
    r"\b(?:(?:the\s+)?American\s+Joint\s+Committee\s+on\s+Cancer\s*(?:[(\[]AJCC[)\]])?|AJCC|UICC)(?:\s*/\s*(?:AJCC|UICC))?\s+"
    r"(?:(?:version\s*|v\.?\s*)?\d(?:th|\.\d)?(?:\s+ed(?:ition|\.))?\s+)?(?:(?:clinical|pathologic(?:al)?)\s+)?\Z",
    re.I,
)
_MANUAL = re.compile(
    r",?\s*[(\[]?\s*(?:(?:as\s+)?(?:defined|determined|classified|staged)?\s*(?:per|by|according\s+to|based\s+on|using|of)\s+)?(?:the\s+)?"
    r"(?:\d(?:th|st|nd|rd)?\s+ed(?:ition|\.)\s+(?:of\s+)?(?:the\s+)?)?American\s+Joint\s+Committee\s+on\s+Cancer(?:\s*[(\[]AJCC[)\]])?"
    r"(?:\s+(?:cancer|staging|manual|system|criteria|classification|guidelines))*(?:,?\s*(?:version\s*|v\.?\s*)?\d(?:th|\.\d)?(?:\s+ed(?:ition|\.))?)?"
    r"(?:\s+(?:cancer|staging|manual|system|criteria|classification|guidelines))*\s*[)\]]?",
    re.I,
)
_EDITION = re.compile(
    r"\s*\(?(?:(?:per|by|according\s+to|as\s+per)\s+)?(?:the\s+)?(?:AJCC|UICC|FIGO|TNM)[^)\n.;]{0,40}?(?:edition|ed\.|v\d(?:\.\d)?|\d(?:th)?)?\)?",
    re.I,
)
_ORDER = (
    "0",
    "I",
    "IA",
    "IB",
    "IC",
    "II",
    "IIA",
    "IIB",
    "IIC",
    "III",
    "IIIA",
    "IIIB",
    "IIIC",
    "IIID",
    "IV",
    "IVA",
    "IVB",
    "IVC",
    "V",
)
_WORD_STAGE = re.compile(r"\b(limited|extensive)[-\s]+stage\b|\bstage\s*:?\s*(limited|extensive)\b", re.I)
_KIDNEY = re.compile(r"\b(?:CKD|(?i:kidney|renal|nephropathy))\b")  # has a stage V
_APART = re.compile(r"[;.]\s|\n\s*\n|\bor\s*\Z")  # "stage IIIB with effusion, or stage IV": not of the effusion
_ONE = re.compile(_STAGE_VALUE)
_NEAR = 60  # characters between a condition and its stage


@dataclass(slots=True)
class _Stage:
    start: int
    end: int
    values: tuple[str, ...]


def _main(stage: str) -> str:
    match = re.match(r"IV|V|III|II|I|\d", stage)
    return match.group() if match else stage


def _span(first: str, last: str) -> list[str]:
    """The stages from one to the other, each as broad as the ends allow (a stage stands for its substages too)."""
    if first[0].isdigit() and last[0].isdigit():
        a, b = int(first[0]), int(last[0])
        middle = [str(n) for n in range(a + 1, b)]
        return [
            first,
            *([f"{a}{c}" for c in "abcd" if c > first[1:2]] if len(first) > 1 and a < b else []),
            *middle,
            last,
        ]
    order = list(_ORDER)
    if first not in order or last not in order or order.index(first) > order.index(last):
        return [first, last]
    out = [first]
    for stage in order[order.index(first) + 1 : order.index(last) + 1]:
        main = _main(stage)
        if stage == main and main == _main(last) and stage != last:
            continue  # "to IIIA" is not all of III
        if stage != main and main in out:
            continue  # III says IIIA
        out.append(stage)
    return out


def _stages(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[_Stage]:
    low = text.lower()
    if "stag" not in low:
        return
    for match in _WORD_STAGE.finditer(text):
        yield _Stage(match.start(), match.end(), ((match[1] or match[2]).casefold(),))
    floor = 0
    others, last = other_scales(mentions), "V" if _KIDNEY.search(text) else "IV"
    for match in _STAGE.finditer(text):
        if match.start() < floor:
            continue  # the second of "stage II or stage III"
        if is_owned(text, offset, others, match.start(), match.end()):
            continue
        at = match.end()
        found = _STAGES.match(text, at)
        comparator = comparator_before(text, match.start(), floor)
        start = comparator.start if comparator else match.start()
        system = _SYSTEM.search(text, max(floor, start - 40), start)
        start = system.start() if system else start
        if found is None:
            value = _ONE.search(text, at, at + 40)
            comparator = comparator_before(text, value.start(), at) if value else None
            if value is None or comparator is None or text[at : comparator.start].strip(" :=(\n"):
                continue
            parts, end, tail = [value.group()], value.end(), ""
            start = match.start()
            separators: list[str] = []
        else:
            rest = found["rest"] or ""
            parts = [found["first"], *_ONE.findall(rest)]
            separators = [s.strip(" ,").casefold() for s in _ONE.split(rest)[:-1]]
            end, tail = found.end(), (found["tail"] or "").casefold()
        values = _values(
            [p.strip() for p in parts],
            separators,
            comparator.bound if comparator else "",
            comparator.inclusive if comparator else True,
            tail,
            last,
        )
        edition = _MANUAL.match(text, end) or _EDITION.match(text, end)
        if edition and edition.group().strip():
            inside = text[end : edition.end()]
            if inside.count("(") == inside.count(")"):
                end = edition.end()
        floor = end
        yield _Stage(start, end, values)


def _values(
    parts: list[str], separators: list[str], bound: str, inclusive: bool, tail: str, last: str
) -> tuple[str, ...]:
    parts = [re.sub(r"(?<=[IV])([a-d])", lambda m: m[1].upper(), p) if not p[0].isdigit() else p for p in parts]
    roman = not parts[0][0].isdigit()
    bottom, top = ("I", last) if roman else ("1", "5")
    if not bound and tail:
        bound = "high" if any(w in tail for w in ("lower", "less", "below")) else "low"
    if bound == "low":
        stages = _span(parts[0], top if _main(parts[0]) != top or parts[0] == top else parts[0])
        return tuple(stages if inclusive else stages[1:] or stages)
    if bound == "high":
        stages = _span(bottom, parts[-1])
        return tuple(stages if inclusive else stages[:-1] or stages)
    out: list[str] = []
    for n, part in enumerate(parts):
        separator = separators[n - 1] if n else ""
        if n and separator.split()[0:1] in (["-"], ["–"], ["—"], ["to"], ["through"]):
            out += [s for s in _span(out[-1], part) if s not in out]
        elif part not in out:
            out.append(part)
    return tuple(out)


def _staged(text: str, offset: int, stage: _Stage, conditions: Sequence[Mention]) -> Mention | None:
    before: Mention | None = None
    near = bisect_left(conditions, stage.start + offset - _NEAR, key=attrgetter("end"))
    for mention in conditions[near:]:
        start, end = mention.start - offset, mention.end - offset
        if start <= stage.start and stage.end <= end:
            return None
        if end <= stage.start and stage.start - end < _NEAR and not _APART.search(text[end : stage.start]):
            if before is not None and _spread(mention) and not any(v[:2] == "IV" or v[:1] == "4" for v in stage.values):
                continue  # "breast cancer without distant metastases (stage I–III)"
            before = mention
        if start >= stage.end:
            if start - stage.end <= 60 and not re.search(
                r"[;.,]\s|\n\s*\n|\b(?:or|and|with|who|including)\b", text[stage.end : start]
            ):
                return mention
            break
    return before


def _spread(mention: Mention) -> bool:
    return mention.concept is not None and mention.concept.id == "cond:metastatic_disease"


def read_stages(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Mention, tuple[str, ...], tuple[int, int]]]:
    """The stages that qualify a condition: the condition, the stages, and the span that says so.

    A stage stands for its substages: ``stage IIIB–IV`` is ``("IIIB", "IIIC", "IIID", "IV")``.
    """
    out = []
    conditions = [m for m in mentions if m.label == "condition"]
    for stage in _stages(text, offset, mentions):
        mention = _staged(text, offset, stage, conditions)
        if mention is not None:
            out.append((mention, stage.values, (stage.start + offset, stage.end + offset)))
    return out


def stage_leaves(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Leaf]:
    """The stages that stand by themselves."""
    conditions = [m for m in mentions if m.label == "condition"]
    for stage in _stages(text, offset, mentions):
        around = bisect_left(mentions, stage.end + offset, key=attrgetter("end"))
        inside = any(m.start - offset <= stage.start for m in mentions[around : around + 1])
        if inside or _staged(text, offset, stage, conditions) is not None:
            continue
        start, end = stage.start + offset, stage.end + offset
        constraint = Constraint(
            "score", "stage", text[stage.start : stage.end], start, end, None, scale="stage", values=stage.values
        )
        yield Leaf(constraint, start, end, ((start, end),))
