"""Which number goes with which name: one behind it, one before it, one more of a name that has a bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.attributes.bounds_linked import OF_PAIN, Link, fits_again, is_known, is_rate, reading_of
from eligo.attributes.bounds_side import (
    extreme,
    extreme_word,
)
from eligo.entities.analytes import Analyte, Scale
from eligo.schema import Quantity

from .bounds_context import goes_on_by_sex
from .bounds_names import Name, tight
from .measure_words import names_another

__all__ = ["announces_list", "bound_again", "bound_behind", "for_some", "is_cut", "is_unbound", "name_behind"]


_LONGEST_GAP = 110
_OTHER_SYMPTOM = re.compile(
    r"\b(?:itch\w*|prurit\w*|fatigue|tired\w*|nausea|anxiety|stress|depress\w*|mood|dyspn\w*|breathless\w*|sleep\w*|craving|cough|"
    r"burning|dryness|satisfaction|quality|hunger|appetite|spasticity|stiffness|tinnitus)\b[^.;]{0,40}\Z",
    re.I,
)
_TURNED = re.compile(r"[≤≥<>=]\s*\Z")
_FOLLOWING = re.compile(
    r"(?:\s*/\s*\d{1,3}\b)?(?:\s+out\s+of\s+\d{1,3}\b)?(?:\s*points?\b)?[\s,]*(?:\(\s*)?"
    r"(?:(?:(?:\d{1,2}\s*(?:-|–|to)\s*)?\d{1,3}[\s-]*(?:(?:points?|items?|levels?|cm|mm)[\s-]*)?|of|for|in|the|"
    r"serum|total|absolute|plasma|blood|both|urine|corrected|completed|on|with|by|estimated|calculated|daily|"
    r"platelet|peripheral|mean|resting|a|an|to|from|using|their)\s+)*(?:\(\s*)?",
    re.I,
)
_FREE_AFTER = re.compile(
    r"\s*(?:\Z|:\s*1\b|[,.;)\]\n/]|(?:if|for|in|when|with|without|or|and|unless|is|are|at|on|within|males?|females?|men|women|due|because|as|based|"
    r"respectively|by|to|will|allowed|permitted|acceptable|prior|unless|during|upon|ULN|from|while|may|must|should|regardless|but|except|per|"
    r"inclusive|who|where|whichever|documented|measured|confirmed|despite|after|before|using|provided|are|can)\b|\()",
    re.I,
)
_RATIO = re.compile(r"\s*ratio\b", re.I)
_OTHER_SUBJECT = re.compile(
    r"\b(?:lesions?|lines?|regimens?|years?|weeks?|months?|days?|doses?|cycles?|infusions?|units?|transfus\w+|tablets?|episodes?|times)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\s+(?:(?:[a-z-]+\s+){0,2}?(?:occasions?|measurements?|samples?|tests?|times|visits?|readings?|determinations?|arter(?:y|ies)|vessels?|nodes?|"
    r"lesions?|segments?|episodes?|units?|cups?|glasses|specimens?|draws?|ECGs?|eyes?|teeth|patients?|subjects?|criteria|parameters?)|of\s+(?:the|\d))\b",
    re.I,
)


def is_cut(edges: Sequence[int], start: int, end: int) -> bool:
    """Whether a clause ends between `start` and `end`."""
    return any(start <= e < end for e in edges)


def bound_behind(text: str, chain: list[Name], quantity: Quantity) -> Link | None:
    """The link of names that stand before a quantity to it; None where they are too far, or it is not theirs."""
    glue = text[chain[-1].stop : quantity.start]
    if len(glue) > _LONGEST_GAP or (len(chain) > 1 and _RATIO.match(glue)):
        return None
    close = tight(glue)
    readings = [(name, reading_of(name, quantity)) for name in chain]
    if readings[-1][1] is None:
        return None
    bare = not quantity.comparator and quantity.unit is None and quantity.relative_to is None
    if bare and (
        not close or "," in glue or (quantity.low == quantity.high and not _FREE_AFTER.match(text, quantity.end))
    ):
        return None
    if not close:
        natural = quantity.unit is not None or quantity.relative_to is not None
        if not natural and (not quantity.comparator or len(glue) > 60 or not _FREE_AFTER.match(text, quantity.end)):
            return None
        if "." in glue.strip() and re.search(r"\.\s", glue):
            return None
    elif (
        quantity.unit is None
        and quantity.relative_to is None
        and _OTHER_SUBJECT.match(text[quantity.end : quantity.end + 14].lstrip())
    ):
        return None
    if isinstance(chain[-1].thing, Scale) and _ON_ITEM.match(text, quantity.end):
        return None  # "HAM-D > 1 on item 3"
    if quantity.unit is None and "unit" in readings[-1][1].assumed and _COUNTED.match(text, quantity.end):
        return None  # "red blood cells on more than one occasion"
    kept = [name for name, reading in readings if reading is not None]
    if not is_known(kept[-1], readings[-1][1]) and not _FREE_AFTER.match(text, quantity.end):
        return None  # a unit that is none of ours
    turned = extreme(text, chain[0].start, quantity)
    if turned is not quantity and (word := extreme_word(text, chain[0].start)) is not None:
        kept[0].covers.append(word)
    return Link(kept, turned, "after", close)


def bound_again(text: str, last: Link, quantity: Quantity) -> Link | None:
    """A further bound of the names that `last` bounds: ``(≤ 5 × ULN if liver metastases)``, ``female ≥ 470 ms``."""
    paired = last.names[-1].id == "vital:bp" and text[last.quantity.end : quantity.start].strip() == "/"
    if paired:
        return Link(last.names, quantity, "again")
    start = max(last.quantity.end, last.names[-1].stop)
    if not quantity.comparator and quantity.relative_to is None and quantity.unit is None:
        if not for_some(text, start, quantity):
            return None
        quantity = replace(quantity, unit=last.quantity.unit, relative_to=last.quantity.relative_to)
    glue = text[start : quantity.start]
    if len(glue) > 160 or (_UNKNOWN_NAME.search(glue) and not _NO_NAME.search(glue)) or names_another(glue):
        return None  # the bound of something else, whose name is not known
    if isinstance(last.names[-1].thing, Scale) and _OTHER_SCORE.search(_SCORE_OF.sub("", glue)):
        return None
    if _ON_ITEM.match(text, quantity.end):
        return None
    names = [name for name in _own_names(text, last.names) if fits_again(name, quantity)]
    if not names:
        return None
    if (
        quantity.unit is None
        and quantity.relative_to is None
        and (not _FREE_AFTER.match(text, quantity.end) or last.quantity.relative_to is not None)
    ):
        return None
    near = _EQUAL_GLUE.fullmatch(glue) is not None or goes_on_by_sex(text, start, quantity.start)
    if quantity.unit is not None and not quantity.comparator and not near:
        return None
    return Link(names, quantity, "again")


_IN_BRACKETS = re.compile(r"\s*[(\[]\s*(?:or\s+)?", re.I)
_SOME = re.compile(r"\s+(?:only\s+)?(?:if|for|in|when|with)\b", re.I)


def for_some(text: str, start: int, quantity: Quantity) -> bool:
    """``INR ≤ 1.5 (3 if on warfarin)``: in brackets, the number of some people only."""
    return (
        _IN_BRACKETS.fullmatch(text, start, quantity.start) is not None and _SOME.match(text, quantity.end) is not None
    )


def _own_names(text: str, names: Sequence[Name]) -> list[Name]:
    """Without a name that those in brackets behind it spell out: ``transaminases (AST, ALT)``."""
    kept = [a for a, b in pairwise(names) if text[a.stop : b.start].strip() not in ("(", "[")]
    return [*kept, *names[-1:]]


_UNKNOWN_NAME = re.compile(
    r"\b(?:and|or)\s+[A-Z][A-Za-z-]*[A-Z][\w-]*(?:\s+(?:score|index|level))?\s*(?:of\s*)?\Z|,\s*[A-Z]{2,}\s*\Z"
)
_OTHER_SCORE = re.compile(r"\b(?:scores?|scales?|index|assessment|questionnaire|inventory|sub-?scales?|items?)\b", re.I)
_SCORE_OF = re.compile(r"(?:,|\b(?:and|or|with|a))\s+(?:an?\s+)?(?:total\s+)?scores?\s*(?:of|is|was)?\s*\Z", re.I)
_ON_ITEM = re.compile(
    r"\s*(?:points?\s+)?(?:on|for|in)\s+(?:the\s+|any\s+)?(?:(?:suicid\w+|individual|single|core)\s+)?(?:items?|questions?|sub-?scales?)\b",
    re.I,
)
_NO_NAME = re.compile(r"\b(?:ULN|UNL|IULN|LLN|OR|AND|IF|FOR)\s*\Z")
_EQUAL_GLUE = re.compile(
    r"\s*[,;(\[/]*\s*(?:(?:or|i\.?e\.?,?|=|and|SI(?:\s+units?)?\s*:?)\s*)*[(\[]?\s*(?:(?:for|in)\s+)?(?:(?:wo)?men|(?:fe)?males?)?[\s:,]*",
    re.I,
)
_OF = re.compile(r"\s+of\s", re.I)
_OF_LIST = re.compile(
    r"[\s,]*(?:(?:of|in|for|by)\s+)?(?:(?:any|at\s+least|each)\s+)?(?:(?:\d|one|two|three|four|five)\s+)?(?:or\s+more\s+)?"
    r"of\s+(?:the\s+)?(?:following|these)(?:\s+(?:\w+\s+)?(?:tests?|parameters?|enzymes|labs?|values|analytes|results))?\s*[:,]?\s*"
    r"(?:(?:serum|plasma|blood|total)\s+)*",
    re.I,
)
_ANNOUNCED = re.compile(r"\b(?:following|these)\s+(?:[a-z]+\s+){0,3}\Z", re.I)
_SOME_OF = re.compile(r"\s+of\s+(?:the|these|those|all|our)\b", re.I)


_TAKEN = re.compile(
    r"\s+(?:levels?|values?|tests?|measurements?|determinations?|readings?|results?|assessments?|samples?)\b(?!\s*(?:of|[<>=≤≥]))",
    re.I,
)
_TAKEN_NAME = re.compile(r"\s(?:levels|values|tests|measurements|determinations|readings)\Z", re.I)
_RATE = re.compile(r"\b(?:frequency|rate|per|daily|weekly|monthly|annual\w*|yearly)\b|/|\bdays\b", re.I)
_RATE_BEHIND = re.compile(r"\s*(?:/|per\b|an?\b|each\b|every\b|in\s+(?:24|one|a|any)\b|daily|weekly|monthly)", re.I)


def announces_list(text: str, quantity: Quantity, glue: str) -> bool:
    """A bound before a list: ``> 3 × ULN in any of the following: AST``, ``two of the following > 3 × ULN: AST``."""
    if _OF_LIST.fullmatch(glue):
        return True
    return glue.strip() == ":" and _ANNOUNCED.search(text, max(0, quantity.start - 40), quantity.start) is not None


def name_behind(text: str, names: Sequence[Name], n: int, quantity: Quantity, edges: Sequence[int]) -> Name | None:
    """The name that stands right behind the quantity and can take it."""
    if n >= len(names):
        return None
    name = names[n]
    if name.start < quantity.end or name.start - quantity.end > 60 or is_cut(edges, quantity.end, name.start):
        return None
    if name.id in OF_PAIN and _OTHER_SYMPTOM.search(text, max(0, quantity.start - 60), quantity.start):
        return None  # "itch intensity > 4 on a visual analog scale"
    glue = text[quantity.end : name.start]
    turned = _TURNED.search(quantity.text)
    listed = quantity.relative_to is not None and announces_list(text, quantity, glue)
    if not listed and (not _FOLLOWING.fullmatch(glue) or ("," in glue and not turned)):
        return None
    if quantity.unit is None and quantity.relative_to is None and isinstance(name.thing, Analyte):
        few = (quantity.low or quantity.high or 0) < 10
        if _SOME_OF.match(glue) or (few and _OF.match(glue)):
            return None  # "one or more of the laboratory tests", "two or more of AST, ALT": so many of them
    bare = not quantity.comparator and quantity.relative_to is None
    bare = bare and (quantity.unit is None or isinstance(name.thing, Scale))  # "a 100 mm visual analog scale"
    taken = _TAKEN.match(text, name.stop) or _TAKEN_NAME.search(name.mention.text)
    if quantity.unit is None and isinstance(name.thing, Analyte) and taken:
        return None  # "at least two HbA1c measurements": so many of them
    rate = is_rate(name)
    if rate and quantity.unit is None and not (_RATE.search(name.mention.text) or _RATE_BEHIND.match(text, name.stop)):
        return None  # "at least 2 migraine attacks in the past 3 months": so many of them
    bare = bare and not (rate and quantity.low != quantity.high and glue.isspace())  # "4 to 14 migraine days a month"
    weeks = name.id == "demo:gestational_age" and "week" in name.mention.text  # "37 completed gestational weeks"
    if (bare and not weeks) or reading_of(name, quantity) is None:
        return None
    return name


def is_unbound(
    text: str, name: Name, names: Sequence[Name], quantities: Sequence[Quantity], index: int, edges: Sequence[int]
) -> bool:
    """Whether no bound of its own follows the name; ``18 ≤ BMI ≤ 30`` is one thing with two."""
    if _TURNED.search(quantities[index].text):
        return True
    for later in quantities[index + 1 :]:
        if later.start < name.stop:
            continue
        glue = text[name.stop : later.start]
        behind = names[names.index(name) + 1 :]
        if (
            behind
            and 0 <= behind[0].start - later.end < 12
            and _FOLLOWING.fullmatch(text, later.end, behind[0].start)
            and later.start - quantities[index].end < 60
        ):
            return True  # "180 mmHg systolic and 110 mmHg diastolic"
        if is_cut(edges, name.stop, later.start):
            return True
        return not (len(glue) < 40 and tight(glue) and "," not in glue and reading_of(name, later) is not None)
    return True
