"""CTCAE grades: on the condition they qualify, or by themselves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from eligo.entities.analytes import scales
from eligo.entities.comparators import comparator_before
from eligo.entities.lexicon import finding
from eligo.schema import Constraint, Leaf, Mention, Quantity, Range

from .ctcae import ctcae_names, without_ctcae_names
from .grades_named import graded_values, own_scale
from .scale_values import Allowed, parse_values

__all__ = ["grade_leaves", "is_owned", "other_scales", "read_grades"]

_GRADE = re.compile(
    r"(?:\b(?:NCI[-\s]?)?CTC(?:AE)?\s*(?:,?\s*\(?v(?:er(?:sion)?)?\.?\s*\d(?:\.\d+)?\)?)?,?\s*)?(?:\btoxicity\s+)?\bgrad(?:e|es|ed|ing)\b(?!\s*group)",
    re.I,
)
_TUMOUR = re.compile(
    r"\b(?:histo\w*|tumou?r|nuclear|WHO|Fuhrman|FIGO|Gleason|pathologic\w*|Nottingham|Bloom\S*|differentiation)\s*\Z",
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
    r"[.;:()\[\]]|\b(?:from|due|related\s+to|attribut\w+|caused|resulting|secondary|following|after|during|if|unless|except|exception|excluding|other\s+than|with|within|who|prior\s+to|before|according|per|defined|assessed|based)\b",
    re.I,
)
_BACK_GLUE = re.compile(
    r"[\s,(:-]*(?:(?:of|that|which|with|at|NCI|CTC|CTCAE|severity|toxicity|is|are|events?|classified\s+as|any|CTCAE|symptoms?|was|were|>|reaching|more\s+than|defined\s+(?:as|by)|as\s+defined\s+by|per|according\s+to|using|by|the|"
    r"must|should|has|have|had|be|being|if\s+(?:present|any|applicable)|exceeds?|exceeded|exceeding|in\s+excess\s+of|(?:of|from|due\s+to)\s+(?:any|whatever|all)\s+(?:causes?|a?etiology|origins?))\b[\s,(]*)*\Z",
    re.I,
)
_RESOLVED_TO = re.compile(
    r"\s+(?:(?:must|should|has|have|had|been|be|is|are|were|was)\s+)*(?:resolved?|recover(?:ed)?|improved?|returned?)\s+to\s+(?:at\s+least\s+)?\Z",
    re.I,
)
_COUNTED = re.compile(  # "toxicity and neuropathy have resolved to"
    r"\b(?:toxic\w*|adverse|side\s+effects?|AEs?|treatment|therap(?:y|ies)|other\s+than|except\w*|excluding)\b", re.I
)
_GOES_ON = re.compile(r"\s*\)\s+(?!(?:and|or|but|if|unless)\b)\w")  # "severe (grade 3 or 4) encephalopathy"
_ASIDE = re.compile(r"\([^()<>≤≥]{0,160}\)")  # "neuropathy (sensory or motor) of grade 2"
_TO = re.compile(r"\b(?:to|[(=:])\s*(?:(?:a|an|either|least|at|CTCAE|NCI|CTC|toxicity)\s+)*\Z", re.I)
_AT_LEAST = re.compile(r"at\s+least\b", re.I)
_OR = re.compile(r"\s*,?\s*(?:or|and/or)\s*", re.I)
_PAINFUL = re.compile(r"\s+(?:with|if|and\s+(?:with\s+)?pain)\b", re.I)
_APART = 2_000  # characters between a grade and what it can be of, parentheses and all
_AT_END = re.compile(r"\s*\Z")
_OURS = frozenset(("scale:ctcae", "scale:stage", "scale:tumor_grade"))
_EDGES = " ,:\n\t"
_CLAUSE = re.compile(r"[.;]\s|\n\s*\n|\b(?:except(?:ing|ion\s+of)?|excluding|other\s+than)\b", re.I)
_SENTENCE = re.compile(r"[.;]\s|\n\s*\n")
_EVENT = "cond:adverse_event"  # any toxicity: its grade is the CTCAE's, and says nothing of a condition
_BY_SCALE = re.compile(
    r"[^.;,()<>]{1,60}\s(?:according\s+to|by|per|as\s+defined\s+by|on)\s+(?:the\s+)?(?:(?:classification|criteria|scale)\s+of\s+(?:the\s+)?)?",
    re.I,
)
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
    reached: bool = False  # a grade that was to be reached, and so the most


def _grades(text: str, offset: int, mentions: Sequence[Mention]) -> Iterator[_Grade]:
    if "rade" not in text and "RADE" not in text:
        return
    scale = scales()["scale:ctcae"]
    floor = 0
    names = ctcae_names(text)
    text = without_ctcae_names(text)
    others = other_scales(mentions)
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
        if allowed is None or is_owned(text, offset, others, min(match.start(), allowed.start), match.end()):
            continue
        baseline = _BASELINE.match(text, allowed.end)
        start, end = min(match.start(), allowed.start), allowed.end
        left, floor = floor, end
        owner = None
        if _TUMOUR.search(text, max(0, start - 20), start):
            owner = "tumor grade"
        elif match.group()[:1] in "gG":
            other = _OWNER.search(text, max(0, start - 40), start)
            if other and any(
                m.label == "measurement" and m.start - offset < other.end() and other.start() < m.end - offset
                for m in mentions
            ):
                other = None  # "AST or ALT grade 2"
            if other and "".join(text[: other.start()].split())[-1:] not in ("", "."):
                owner = " ".join(other.group().split()) + " grade"
                start = other.start()
                if comparator_before(text, start, left) is not None:  # "> ACTG grade 2"
                    allowed = parse_values(text, match.end(), scale, before=start, floor=left) or allowed
                    start = min(start, allowed.start)
        first = _BASELINE_FIRST.search(text, max(0, start - _FAR), start)
        for name, last in names:  # "toxicity CTCAE v4.0 grade 2"; "CTCAE v4.0, grade 2"
            start = name if match.start() < name < match.end() and start == match.start() else start
            if last <= start and not text[last:start].strip(_EDGES):
                start = name
        reached = _reached(text, start, allowed, bool(baseline or first)) if owner is None else None
        allowed = reached or allowed
        yield _Grade(
            start,
            end,
            match.span(),
            allowed,
            baseline.span() if baseline else None,
            first.span("word") if first else None,
            owner,
            reached=reached is not None,
        )


def _reached(text: str, start: int, allowed: Allowed, beside: bool) -> Allowed | None:
    """ "Resolved to grade 1": the grades below it will do as well; None where a bound or several grades are written.

    Args:
        beside: the baseline stands beside it.
    """
    least = _AT_LEAST.match(text, allowed.start) is not None and allowed.low is not None
    if not least and (allowed.low is not None or allowed.high is not None or len(allowed.values) != 1):
        return None
    top = allowed.low if least else allowed.values[0]
    if top is None or isinstance(top, str) or top == 0:
        return None
    begin = max(0, start - _FAR)
    for stop in _SENTENCE.finditer(text, begin, start):
        begin = stop.end()
    to = beside or _TO.search(text, begin, start) is not None
    if not to or _RECOVERY.search(text, begin, start) is None:
        return None
    below = tuple(v for v in scales()["scale:ctcae"].values if not isinstance(v, str) and v <= top)
    return Allowed(allowed.start, allowed.end, below, None, None, float(top), True)


def other_scales(mentions: Sequence[Mention]) -> list[Mention]:
    """The scales that grades and stages may be of, instead of the CTCAE or a tumour's."""
    return [m for m in mentions if m.label == "score" and (m.concept is None or m.concept.id not in _OURS)]


def is_owned(text: str, offset: int, others: Sequence[Mention], start: int, end: int) -> bool:
    """Whether another scale is named there or right before: ``NYHA grade 2``, ``CKD stage 3``.

    Args:
        others: `other_scales`, in the order of the text.
    """
    for m in others[bisect_left(others, start + offset - 15, key=attrgetter("end")) :]:
        if m.start - offset > end:
            if m.start - offset < end + 90 and _BY_SCALE.fullmatch(text, end, m.start - offset):
                return True  # "grade III cardiac insufficiency according to NYHA criteria"
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


def _qualified(text: str, offset: int, grade: _Grade, conditions: Sequence[Mention]) -> Mention | None:
    """The condition whose grade it is, of those that can have one."""
    if grade.owner is not None and grade.owner != "tumor grade":
        return None
    clause = max(0, grade.start - 300)
    for stop in _CLAUSE.finditer(text, clause, grade.start):
        clause = stop.end()
    recovered = _RECOVERY.search(text, clause, grade.start) is not None
    enclosed = text[grade.start - 1 : grade.start] == "(" and _GOES_ON.match(text, grade.end) is not None
    following: Mention | None = None
    near = bisect_left(conditions, grade.start + offset - _APART, key=attrgetter("end"))
    for mention in conditions[near:]:
        start, end = mention.start - offset, mention.end - offset
        if start > grade.end + _APART:
            break
        if recovered:
            resolved = end <= grade.start and _RESOLVED_TO.match(text[end : grade.start]) is not None
            if resolved and not _COUNTED.search(text, max(0, start - 60), start):
                return mention  # "any neuropathy must have resolved to grade 1"
            continue
        if end <= grade.start and _stands_behind(text[end : grade.start]):
            if (
                "(" in text[end : grade.start]
                or _AT_END.match(text, grade.end) is not None
                or text[grade.end : grade.end + 2].strip()[:1] in (",", ".", ";", ")", "")
            ):
                return mention
            following = following or mention
        if start >= grade.end:
            glue = text[grade.end : start]
            if following is not None and _OF_ANOTHER.match(glue):
                break  # "neuropathy > grade 1 or uncontrolled diabetes"
            if "(" in glue or enclosed:
                glue = _ASIDE.sub(" ", glue[glue.startswith(")") and enclosed :])
            if len(" ".join(glue.split())) <= 48 and not _NO_BREAK.search(glue):
                return mention
            break
    return following


def _stands_behind(between: str) -> bool:
    """Whether a grade stands so near behind a thing that it is its own: "neuropathy (sensory) must be < grade 2"."""
    if "(" in between:
        between = _ASIDE.sub(" ", between)
        if "," in between:
            return False
    return len("".join(between.split())) < 40 and _BACK_GLUE.match(between) is not None


def read_grades(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity], *, events: bool = False
) -> list[tuple[Mention, Range, tuple[int, int]]]:
    """The grades that qualify a condition: the condition, the grade, and the span that says so.

    Args:
        events: also those of "toxicities" as a whole (what a note states); a criterion's ask for a grade of the CTCAE.
    """
    out = []
    said, text = text, without_ctcae_names(text)
    conditions = [m for m in mentions if m.label == "condition" and (events or not _is_event(m))]
    for grade in _grades(said, offset, mentions):
        mention = _qualified(text, offset, grade, conditions)
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
    if "rade" not in text and "RADE" not in text:
        return
    plain = without_ctcae_names(text)
    conditions = [m for m in mentions if m.label == "condition" and not _is_event(m)]
    measured = [m for m in mentions if m.label == "measurement"]
    graded: tuple[Mention, int] | None = None  # the last thing that a grade is of, and where the two end
    for grade in _grades(text, offset, mentions):
        mention = _qualified(plain, offset, grade, conditions)
        if mention is not None:
            graded = mention, max(mention.end - offset, grade.end)
            continue
        if graded is not None and grade.owner is None and _OR.fullmatch(plain, graded[1], grade.start):
            again = _PAINFUL.match(plain, grade.end)
            if again is not None:  # "grade 3 neuropathy, or grade 2 with pain"
                thing, begin, until = graded[0], grade.start + offset, grade.end + offset
                same = Constraint(
                    "condition", thing.name, text[grade.start : grade.end], begin, until, thing.concept, status="any",
                    certainty="any", experiencer="patient", grade=_range(grade.allowed),
                )  # fmt: skip
                yield Leaf(same, begin, until, ((begin, until),))
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
        values = graded_values(plain, offset, measured, grade.start, grade.end) if grade.owner is None else []
        for value in values:  # "AST or ALT of grade 2"
            named = f"{value.name} grade"
            first, last = min(value.start, start), max(value.end, end)
            state = finding(value)
            if state is not None:  # "proteinuria of grade 2"
                of_state = Constraint(
                    "condition", state.name, text[first - offset : last - offset], first, last, state.concept,
                    status="any", certainty="any", experiencer="patient", grade=_range(a),
                )  # fmt: skip
                yield Leaf(of_state, value.start, value.end, ((value.start, value.end), (start, end)))
                continue
            of_value = Constraint(
                "score", named, text[first - offset : last - offset], first, last, None, a.low, a.low_inclusive,
                a.high, a.high_inclusive, scale=named, values=a.values or None,
            )  # fmt: skip
            yield Leaf(of_value, value.start, value.end, ((value.start, value.end), (start, end)))
        if values:
            continue
        own = own_scale(text, plain, grade.start) if grade.owner is None and grade.baseline is None else None
        if own is not None and not any(m.start - offset < own[1] and own[0] < m.end - offset for m in mentions):
            grade.owner = " ".join(text[own[0] : own[1]].split()) + " grade"
            grade.start, start = own[0], own[0] + offset
        name, concept = (grade.owner, None) if grade.owner else (scale.name, scale.concept)
        constraint = Constraint(
            "score", name, text[grade.start : grade.end], start, end, concept, a.low, a.low_inclusive, a.high,
            a.high_inclusive, scale=name, values=a.values or None, assumed=("values",) if grade.reached else (),
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
