"""CTCAE grades and disease stages: on the condition they qualify, or by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eligo.entities.analytes import scales
from eligo.entities.comparators import comparator_before
from eligo.schema import Constraint, Leaf, Mention, Quantity, Range

from .ctcae import ctcae_names, without_ctcae_names
from .scale_values import Allowed, parse_values

__all__ = ["grade_leaves", "read_grades", "read_stages", "stage_leaves"]

_GRADE = re.compile(
    r"(?:\b(?:NCI[-\s]?)?CTC(?:AE)?\s*(?:,?\s*\(?v(?:er(?:sion)?)?\.?\s*\d(?:\.\d+)?\)?)?,?\s*)?(?:\btoxicity\s+)?\bgrad(?:e|es|ed|ing)\b(?!\s*group)",
    re.I,
)
_TUMOUR = re.compile(
    r"\b(?:histolog\w*|tumou?r|nuclear|WHO|Fuhrman|FIGO|Gleason|pathologic\w*|Nottingham|Bloom\S*|differentiation)\s*\Z",
    re.I,
)
_RECOVERY = re.compile(r"\b(?:recover\w*|resol\w+|return\w*|improv\w*|downgrad\w*|reduced|revers\w*)\b", re.I)
_TO_BASELINE = (
    r"(?:(?:to|at|return(?:ed)?\s+to|less\s+than|better\s+than|within|pre-?\s?(?:treatment|study|therapy)|previous|"
    r"clinical|own|individual|subject|patient|his|her|their|the|\w+['’]s)\s+)*"
)
_BASELINE = re.compile(
    rf"\s*(?:(?:,?\s*(?:or|and/or|/)|,(?=\s*(?:to\s+)?baseline))\s*{_TO_BASELINE}baseline\b(?:\s+(?:levels?|values?|status|severity|condition))?)",
    re.I,
)
_BASELINE_FIRST = re.compile(
    r"\b(?P<word>baseline(?:\s+(?:levels?|values?|status|severity|conditions?))?)(?:\s*\([^()]{0,40}\))?"
    r"\s*(?:,?\s*(?:or|and/or)\b|/)\s*(?:(?:to|at|a|at\s+least|the|severity|toxicity|resolved|returned|recovered|improved)\s+)*[(\[]?\s*\Z",
    re.I,
)
_FAR = 160  # characters before a grade that may hold "baseline or" and the long name of the CTCAE
_NO_BREAK = re.compile(
    r"[.;:()\[\]]|\b(?:from|due|related\s+to|if|unless|except|exception|excluding|other\s+than|with|within|who|prior\s+to|before|according|per|defined|assessed|based)\b",
    re.I,
)
_BACK_GLUE = re.compile(
    r"[\s,(:-]*(?:(?:of|that\s+is|which\s+is|with|at|NCI|CTC|CTCAE|severity|toxicity|is|are|events?|classified\s+as|any|CTCAE|symptoms?|was|were|>|reaching|more\s+than|defined\s+(?:as|by)|as\s+defined\s+by|per|according\s+to|using|by|the)\b[\s,(]*)*\Z",
    re.I,
)
_OURS = frozenset(("scale:ctcae", "scale:stage", "scale:tumor_grade"))
_EDGES = " ,:\n\t"
_CLAUSE = re.compile(r"[.;]\s|\n\s*\n|\b(?:except(?:ing|ion\s+of)?|excluding|other\s+than)\b", re.I)
_EVENT = "cond:adverse_event"  # any toxicity: its grade is the CTCAE's, and says nothing of a condition
_OF_BOTH = re.compile(r"\s*(?:,|,?\s*(?:and/or|and|or)|/)\s*", re.I)
_OF_ANOTHER = re.compile(r"\s*,?\s*(?:and/or|and|or|but|that|which|who)\b", re.I)
_OWNER = re.compile(
    r"(?:\b(?!(?:NCI|CTC|CTCAE|AE|AEs|WHO|IF|OR|AND|NO|ANY|ALL)\b)[A-Z]{2,}[\w-]*|\b[A-Z][a-z]+[-–][A-Z]\w+|\b[A-Z][a-z]+\s+(?:(?:and|&)\s+)?[A-Z][a-z]+)\s*(?:\([A-Z-]{2,8}\)\s*)?(?:score|scale|system|radiographic|classification)?\s*\Z"
)


@dataclass(slots=True)
class _Grade:
    """A grade expression; offsets count in the text."""

    start: int
    end: int
    name: tuple[int, int]
    allowed: Allowed
    baseline: tuple[int, int] | None
    first: tuple[int, int] | None  # a baseline that stands before it
    owner: str | None


def _grades(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[_Grade]:
    if "rade" not in text and "RADE" not in text:
        return
    scale = scales()["scale:ctcae"]
    floor = 0
    names = ctcae_names(text)
    text = without_ctcae_names(text)
    for match in _GRADE.finditer(text):
        if match.start() < floor:
            continue
        # "greater than CTCAE v4.0 grade 2"
        named = next(
            (
                n
                for n, end in names
                if floor <= n and end <= match.start() and not text[n : match.start()].strip(_EDGES)
            ),
            None,
        )
        before = match.start() if named is None else named
        allowed = parse_values(text, match.end(), scale, before=before, floor=floor)
        if allowed is None or _owned(text, offset, mentions, min(match.start(), allowed.start), match.end()):
            continue
        baseline = _BASELINE.match(text, allowed.end)
        start, end = min(match.start(), allowed.start), allowed.end
        floor = end
        owner = None
        if _TUMOUR.search(text, max(0, start - 20), start):
            owner = "tumor grade"
        elif match.group()[:1] in "gG":
            other = _OWNER.search(text, max(0, start - 40), start)
            if other and "".join(text[: other.start()].split())[-1:] not in ("", "."):
                owner = " ".join(other.group().split()) + " grade"
                start = other.start()
        first = _BASELINE_FIRST.search(text, max(0, start - _FAR), start)
        for name, last in names:  # "toxicity CTCAE v4.0 grade 2"; "CTCAE v4.0, grade 2"
            start = name if match.start() < name < match.end() and start == match.start() else start
            if last <= start and not text[last:start].strip(_EDGES):
                start = name
        yield _Grade(
            start,
            end,
            match.span(),
            allowed,
            baseline.span() if baseline else None,
            first.span("word") if first else None,
            owner,
        )


def _owned(text: str, offset: int, mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether another scale is named there or right before: ``NYHA grade 2``, ``CKD stage 3``."""
    for m in mentions:
        if m.label != "score" or (m.concept is not None and m.concept.id in _OURS):
            continue
        if m.start - offset > end:
            break
        stop = m.end - offset
        if stop > start or (start - stop < 16 and not text[stop:start].strip(" ()[]\n\t-:")):
            return True
    return False


def _range(allowed: Allowed) -> Range:
    if allowed.low is not None or allowed.high is not None:
        return Range(allowed.low, allowed.low_inclusive, allowed.high, allowed.high_inclusive)
    numbers = [float(v) for v in allowed.values if not isinstance(v, str)]
    return Range(min(numbers), True, max(numbers), True)


def _qualified(
    text: str, offset: int, grade: _Grade, mentions: Sequence[Mention], *, events: bool = False
) -> Mention | None:
    """The condition whose grade it is."""
    if grade.owner is not None and grade.owner != "tumor grade":
        return None
    clause = max(0, grade.start - 300)
    for stop in _CLAUSE.finditer(text, clause, grade.start):
        clause = stop.end()
    if _RECOVERY.search(text, clause, grade.start):
        return None
    following: Mention | None = None
    for mention in mentions:
        if mention.label != "condition" or (not events and _is_event(mention)):
            continue
        start, end = mention.start - offset, mention.end - offset
        if (
            end <= grade.start
            and len("".join(text[end : grade.start].split())) < 40
            and _BACK_GLUE.match(text[end : grade.start])
        ):
            if (
                "(" in text[end : grade.start]
                or not text[grade.end :].strip()
                or text[grade.end : grade.end + 2].strip()[:1] in (",", ".", ";", ")", "")
            ):
                return mention
            following = following or mention
        if start >= grade.end:
            glue = text[grade.end : start]
            if following is not None and _OF_ANOTHER.match(glue):
                break  # "neuropathy > grade 1 or uncontrolled diabetes"
            if len(" ".join(glue.split())) <= 48 and not _NO_BREAK.search(glue):
                return mention
            break
    return following


def read_grades(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity], *, events: bool = False
) -> list[tuple[Mention, Range, tuple[int, int]]]:
    """The grades that qualify a condition: the condition, the grade, and the span that says so.

    Args:
        events: also those of "toxicities" as a whole (what a note states); a criterion's ask for a grade of the CTCAE.
    """
    out = []
    said, text = text, without_ctcae_names(text)
    for grade in _grades(said, offset, mentions):
        mention = _qualified(text, offset, grade, mentions, events=events)
        if mention is None:
            continue
        span = (grade.start + offset, grade.end + offset)
        shared = [mention]
        listed = _before(text, offset, mention, mentions) if mention.end <= span[0] else []
        if text[mention.end - offset : grade.start].strip().casefold() == "of":
            shared += listed
        else:  # "any hemorrhage or bleeding ≥ grade 3": two words for one thing
            shared += [m for m in listed if m.concept is not None and m.concept == mention.concept]
        out += [(m, _range(grade.allowed), span) for m in shared]
    return out


def _is_event(mention: Mention) -> bool:
    return mention.concept is not None and mention.concept.id == _EVENT


def _before(text: str, offset: int, mention: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """The conditions listed before one: "nausea or vomiting of grade 2 or worse" grades both."""
    found: list[Mention] = []
    for other in sorted((m for m in mentions if m.label == "condition"), key=lambda m: -m.start):
        if other.end <= mention.start and _OF_BOTH.fullmatch(text, other.end - offset, mention.start - offset):
            found.append(other)
            mention = other
    return found


def grade_leaves(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Leaf]:
    """The grades that stand by themselves (``recovered to grade ≤ 1 or baseline``)."""
    plain = without_ctcae_names(text)
    for grade in _grades(text, offset, mentions):
        if _qualified(plain, offset, grade, mentions) is not None:
            continue
        scale = scales()["scale:ctcae"]
        a = grade.allowed
        start, end = grade.start + offset, grade.end + offset
        if grade.first is not None:  # "to baseline or grade 1"
            word, stop = grade.first
            yield Leaf(
                Constraint(
                    "score", scale.name, text[word : grade.end], word + offset, end, scale.concept, scale=scale.name,
                    relative_to="baseline",
                ),
                word + offset, stop + offset, ((word + offset, stop + offset),),
            )  # fmt: skip
        name, concept = (grade.owner, None) if grade.owner else (scale.name, scale.concept)
        constraint = Constraint(
            "score", name, text[grade.start : grade.end], start, end, concept, a.low, a.low_inclusive, a.high,
            a.high_inclusive, scale=name, values=a.values or None,
        )  # fmt: skip
        yield Leaf(constraint, start, end, ((start, end),))
        if grade.baseline is not None:
            word = text.rindex("aseline", *grade.baseline) - 1
            stop = grade.baseline[1]
            yield Leaf(
                Constraint(
                    "score",
                    name,
                    text[grade.start : stop],
                    start,
                    stop + offset,
                    concept,
                    scale=name,
                    relative_to="baseline",
                ),
                word + offset,
                stop + offset,
                ((word + offset, stop + offset),),
            )


_STAGE = re.compile(r"\bstag(?:e|es|ed|ing)\b(?!\s+(?:\d\s+)?stud)", re.I)
_STAGE_VALUE = r"(?:(?:IV|III|II|I)(?:[A-Da-d]?[1-3]?|[A-D]-[A-D])(?![A-Za-z])|[0-5][a-dA-D]?[1-2]?(?![\w.%]))"
_STAGES = re.compile(
    rf"[\s:=(-]*(?:(?:of|is|group|at\s+least|either|disease|AJCC|FIGO|TNM|UICC|clinical|v?\d(?:th|\.\d)\s+edition)\s+)*"
    rf"(?P<first>{_STAGE_VALUE})(?P<rest>(?:\s*(?:,?\s*(?:or|and|to|through|and/or)\b|,|/|[-–—])\s*(?:(?i:stage)\s+)?{_STAGE_VALUE})*)"
    r"(?P<tail>\s*(?:or|and)\s+(?:higher|greater|above|more|worse|lower|less|below))?"
)
_COMPARED_STAGE = re.compile(r"[\s:=(]*")
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
)
_WORD_STAGE = re.compile(r"\b(limited|extensive)[-\s]+stage\b|\bstage\s*:?\s*(limited|extensive)\b", re.I)
_ONE = re.compile(_STAGE_VALUE)
_ARABIC = {"0": "0", "1": "I", "2": "II", "3": "III", "4": "IV"}


@dataclass(slots=True)
class _Stage:
    start: int
    end: int
    values: tuple[str, ...]


def _main(stage: str) -> str:
    match = re.match(r"IV|III|II|I|\d", stage)
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
    for match in _STAGE.finditer(text):
        if _owned(text, offset, mentions, match.start(), match.end()):
            continue
        at = match.end()
        found = _STAGES.match(text, at)
        comparator = comparator_before(text, match.start(), floor)
        start = comparator.start if comparator else match.start()
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
        )
        edition = _EDITION.match(text, end)
        if edition and edition.group().strip():
            inside = text[end : edition.end()]
            if inside.count("(") == inside.count(")"):
                end = edition.end()
        floor = end
        yield _Stage(start, end, values)


def _values(parts: list[str], separators: list[str], bound: str, inclusive: bool, tail: str) -> tuple[str, ...]:
    parts = [re.sub(r"(?<=[IV])([a-d])", lambda m: m[1].upper(), p) if not p[0].isdigit() else p for p in parts]
    roman = not parts[0][0].isdigit()
    bottom, top = ("I", "IV") if roman else ("1", "5")
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


def _staged(text: str, offset: int, stage: _Stage, mentions: Sequence[Mention]) -> Mention | None:
    before: Mention | None = None
    for mention in mentions:
        if mention.label != "condition":
            continue
        start, end = mention.start - offset, mention.end - offset
        if start <= stage.start and stage.end <= end:
            return None
        if end <= stage.start and stage.start - end < 60 and not re.search(r"[;.]\s|\n\s*\n", text[end : stage.start]):
            before = mention
        if start >= stage.end:
            if start - stage.end <= 60 and not re.search(
                r"[;.,]\s|\n\s*\n|\b(?:or|and|with|who|including)\b", text[stage.end : start]
            ):
                return mention
            break
    return before


def read_stages(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Mention, tuple[str, ...], tuple[int, int]]]:
    """The stages that qualify a condition: the condition, the stages, and the span that says so.

    A stage stands for its substages: ``stage IIIB–IV`` is ``("IIIB", "IIIC", "IIID", "IV")``.
    """
    out = []
    for stage in _stages(text, offset, mentions):
        mention = _staged(text, offset, stage, mentions)
        if mention is not None:
            out.append((mention, stage.values, (stage.start + offset, stage.end + offset)))
    return out


def stage_leaves(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[Leaf]:
    """The stages that stand by themselves."""
    for stage in _stages(text, offset, mentions):
        inside = any(m.start - offset <= stage.start and stage.end <= m.end - offset for m in mentions)
        if inside or _staged(text, offset, stage, mentions) is not None:
            continue
        start, end = stage.start + offset, stage.end + offset
        constraint = Constraint(
            "score", "stage", text[stage.start : stage.end], start, end, None, scale="stage", values=stage.values
        )
        yield Leaf(constraint, start, end, ((start, end),))
