"""What a note says of a condition: stage, grade, severity, site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from eligo.attributes.grades import read_grades
from eligo.attributes.stages import read_stages
from eligo.concepts.hierarchy import is_a
from eligo.schema import Concept, Fact, Mention, Quantity

from .cues import find_cues
from .facts_context import NoteContext
from .places import site_names

__all__ = ["Aspects", "condition_fact", "only_tested"]

_SEVERITY = (
    r"minimal|mild|moderate|severe|critical|life[\s-]?threatening|(?:poorly|well|inadequately|adequately)[\s-]controlled"
    r"|uncontrolled|controlled|unstable|refractory|symptomatic|asymptomatic"
)
_BEFORE = re.compile(
    rf"\b(?P<word>{_SEVERITY})(?:\s*(?:to|-|and)\s*(?P<second>{_SEVERITY}))?(?:,)?\s+(?:[\w-]+\s+){{0,1}}$", re.I
)
_BETWEEN = re.compile(r"[\s,/]*(?:[a-z]+ly\s+|of\s+(?:the\s+)?)?", re.I)
_AFTER = re.compile(
    rf"(?:\s+(?:for|since|in)\s+[\w ]{{1,20}})?"
    rf"\s*(?:[,(]\s*|(?:is|was|are|has\s+been|remains)\s+)(?:currently\s+|now\s+)?"
    rf"(?P<word>{_SEVERITY})(?=\s*(?:$|[,;.)])|\s+(?:on|with|by|at|and)\b)",
    re.I,
)
_BEHIND_COMMA = re.compile(
    r"\s*[,(]\s*(?:(?:currently|now|since|and|was|is|fully|completely)\s+){0,2}(?:stage\s+\w+,\s*)?", re.I
)
_NAME = 90  # characters of an institution's name
_REMOVED = re.compile(r"(?:excised|resected|ablated|removed|cured)\b", re.I)
_QUALIFIER_ENDS = re.compile(r"\s*(?:$|[,;.()]|(?:at|by|in|on|since|to|with)\b)", re.I)
_TO_GRADE = re.compile(
    r"\s*(?:(?:has|have|had|is|are|was|were|now|currently|all|since|also)\s+){0,3}"
    r"(?:recovered|resolved|improved|returned|decreased|reduced|down|back)\s+to\s+(?:CTCAE\s+)?(?:<=|≤)?\s*"
    r"(?:grade|gr\.?)\s*(?:<=|≤)?\s*(?P<grade>[0-5]|I{1,3}|IV|V)\b",
    re.I,
)
_FOR = re.compile(
    r"\b(?:(?:vaccinated|vaccination|vaccine|immuni[sz]ed|immuni[sz]ation|immune|immunity|protected|prophyla(?:xis|ctic(?:ally)?(?:\s+\w+){0,2}?)|screened"
    r"|screening|screens?|tested|testing|tests?|serolog(?:y|ies))\s+(?:against|for|to))\s+"
    r"(?:(?:(?!\b(?:was|were|is|are|with|who|by|positive|confirmed|diagnosed|because|due|has|have|had|denie[sd]|takes|taking|present\w*|treated|receiv\w*|history|then|but|after|since)\b)[\w/-]+\s*){1,4}(?:,\s*(?:and|or)?\s*|\s(?:and|or)\s+))*"
    r"(?:(?:stress|deep|acute|recurrent|secondary|invasive|opportunistic|chronic|latent|active)\s+)?$",
    re.I,
)
_TESTED = re.compile(
    r"\s+(?:(?:virus|viral|pp\d+|nucleic|acid|DNA|RNA|IgM|IgG|surface|core)\s+){0,3}(?:serolog(?:y|ies)|antibod(?:y|ies)|titers?|titres?|test(?:s|ing)?|antigen(?:s|emia)?|screen(?:ing)?|panel|PCR|vaccin\w+"
    r"|immuni[sz]ations?|boosters?|prophylaxis|immunity|immune|markers?)\b",
    re.I,
)
_UNTESTED = re.compile(
    r"\s*(?:status\s*)?[:,–-]?\s*(?:(?:was|were|is|has|have|been|status)\s+)*(?:(?:not|never)\s+(?:yet\s+)?(?:been\s+)?"
    r"(?:tested|checked|done|performed|obtained|sent|screened|assessed|determined|evaluated)(?:\s+for)?|status\s+(?:is\s+)?unknown|:\s*unknown)\b",
    re.I,
)
_VACCINES = re.compile(r"\W*(?:vaccin\w*|immuni[sz]ations?)(?:\s+(?:history|status|record))?\s*[:–-]", re.I)
_CLINIC = re.compile(
    r"\s+(?:clinic|cent(?:er|re)|unit|service|team|department|society|foundation|institute|specialist|registry|ward|hospital)s?\b",
    re.I,
)
_INSTITUTE = re.compile(
    r"\b(?:Institutes?|Departments?|Division|Society|Association|College|Foundation|Cent(?:er|re)|Hospital|Academy)\s+"
    r"(?:of|for)\s+(?:(?:[A-Z][\w-]+|and|of|for|the),?\s+){0,6}$"
)
_NAMES_SCALE = re.compile(r"\s+(?:[A-Z]\w+\s+){0,2}(?:Scale|Inventory|Questionnaire|Index|Rating)\b")
_POSITIVE = re.compile(
    r"(?:[\s,:(=-]|\b(?:is|was|were|are|came|back|which|result(?:s|ed)?|by|PCR|strongly)\b){0,6}(?:positive|reactive|detected|confirmed)\b",
    re.I,
)
_CLOSE = 12  # characters between a stage and its cancer that one span may hold
_CANCER = Concept("cond:malignancy", "malignancy")
_ROMAN = {"i": 1.0, "ii": 2.0, "iii": 3.0, "iv": 4.0, "v": 5.0}
_STAGE_BEFORE = re.compile(
    r"\bstage\s+(?P<stage>(?:IV|I{1,3}|[1-4])(?:\s?[A-D]\d?)?)\b,?\s+(?:(?!stage\b)[\w+/,-]+\s+){0,8}$", re.I
)


class Aspects:
    """Grades and stages of a statement, read once for all its mentions.

    Args:
        text, offset: the statement and where it starts in the document.
    """

    def __init__(self, text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> None:
        self.grades: dict[int, tuple[float, tuple[int, int]]] = {}
        self.stages: dict[int, tuple[str, tuple[int, int]]] = {}
        folded = text.casefold()
        if "grade" in folded:
            for mention, bounds, span in read_grades(text, offset, mentions, quantities, events=True):
                if bounds.low is not None and bounds.low == bounds.high:
                    self.grades[mention.start] = bounds.low, span
        if "stag" in folded:
            for mention, stages, span in read_stages(text, offset, mentions, quantities):
                self.stages[mention.start] = "-".join(stages), span

    def hold(self, at: int) -> bool:
        """Whether position `at` lies in a grade or stage of a condition."""
        return any(start <= at < end for _, (start, end) in (*self.grades.values(), *self.stages.values()))


def condition_fact(fact: Fact, mention: Mention, aspects: Aspects, context: NoteContext) -> Fact:
    """`fact` with stage, grade, severity and site, its span widened over stage and grade where they are near."""
    start, end = fact.start, fact.end
    if mention.start in aspects.grades:
        grade, span = aspects.grades[mention.start]
        fact = replace(fact, grade=grade)
        start, end = min(start, span[0]), max(end, span[1])
    if mention.start in aspects.stages:
        stage, span = aspects.stages[mention.start]
        fact = replace(fact, stage=stage)
        start, end = min(start, span[0]), max(end, span[1])
    before, after, behind = context.before(mention), context.after(mention), context.after_time(mention)
    if fact.grade is None and (graded := _TO_GRADE.match(after)):
        word = graded["grade"].casefold()
        fact = replace(fact, grade=_ROMAN.get(word) or float(word))
        end = max(end, mention.end + graded.end())
    if fact.stage is None and "tage" in before and is_cancer(mention) and (staged := _STAGE_BEFORE.search(before)):
        fact = replace(fact, stage="".join(staged["stage"].split()).upper())
        if len(before) - staged.end("stage") < _CLOSE:
            start = min(start, mention.start - len(before) + staged.start())
    severity = _BEFORE.search(before[-100:]) or _AFTER.match(after) or _AFTER.match(behind)
    if severity:
        words = [w for w in severity.groupdict().values() if w]
        fact = replace(fact, severity=" to ".join(" ".join(w.casefold().replace("-", " ").split()) for w in words))
    qualifiers = [q for q in _qualifiers(before) if q not in (fact.severity or "")]
    if qualifiers:  # "recurrent metastatic gastric cancer"
        fact = replace(fact, severity=", ".join(filter(None, (*qualifiers, fact.severity))))
    elif fact.severity is None and (told := _qualifiers_behind(behind)):
        fact = replace(fact, severity=", ".join(told))
    site = _sites().match(after)
    if site:
        fact = replace(fact, site=site_names()[" ".join(site["site"].casefold().split())])
    if (start, end) == (fact.start, fact.end):
        return fact
    offset = context.offset
    return replace(fact, text=context.text[start - offset : end - offset], start=start, end=end)


def only_tested(mention: Mention, context: NoteContext) -> bool:
    """Whether a condition is named as what a test, a vaccine or a prophylaxis is for: nothing says that it is there."""
    if _FOR.search(context.before(mention)[-60:]):
        return _POSITIVE.match(context.after(mention)) is None
    if _UNTESTED.match(context.after(mention)):
        return True  # "HIV not tested"
    if context.section == "immunizations" or _VACCINES.match(context.text):
        return True
    if mention.text[:1].isupper() and _NAMES_SCALE.match(context.after(mention)):
        return True
    if _CLINIC.match(context.after(mention)) or (
        mention.text[:1].isupper() and _INSTITUTE.search(context.before(mention)[-_NAME:])
    ):
        return True  # "the heart failure clinic", "National Institute of Neurology and Stroke"
    tested = _TESTED.match(context.after(mention))
    return tested is not None and _POSITIVE.match(context.after(mention), tested.end()) is None


def is_cancer(mention: Mention) -> bool:
    """Whether a mention names a cancer: what has a stage written in front."""
    return mention.concept is not None and _below_cancer(mention.concept)


@cache
def _below_cancer(concept: Concept) -> bool:
    return concept.id == _CANCER.id or is_a(concept, _CANCER)


def _qualifiers(before: str) -> list[str]:
    """The words of `lexicons/logic_cues.tsv` right before a condition that qualify it, in the terms criteria use."""
    reach = before[-80:]
    found: list[str] = []
    end = len(reach)
    for cue in reversed(find_cues(reach)):
        if not _BETWEEN.fullmatch(reach[cue.end : end]):
            break
        if cue.category == "severity":
            found.insert(0, cue.value)
        elif cue.category not in {"certainty", "status", "and", "or"}:
            break
        end = cue.start
    return found


def _qualifiers_behind(after: str) -> list[str]:
    """The words behind a comma or in brackets that qualify the condition before it: ``in 2017, treated``."""
    found: list[str] = []
    at = 0
    while comma := _BEHIND_COMMA.match(after, at):
        reach = after[comma.end() : comma.end() + 60]
        first = next(iter(sorted(find_cues(reach), key=lambda c: c.start)), None)
        if removed := _REMOVED.match(reach):
            word, length = "treated", removed.end()
        elif first is not None and first.start == 0 and first.category == "severity":
            word, length = first.value, first.end
        else:
            break
        if not _QUALIFIER_ENDS.match(reach, length):
            break
        found.append(word)
        at = comma.end() + length
    return list(dict.fromkeys(found))


@cache
def _sites() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(site_names(), key=len, reverse=True))
    return re.compile(
        rf"(?:\s+n?or\s+[\w-]+)?\s+(?:of|in|to|involving|within|at)\s+(?:(?:the|his|her|their|both|left|right|bilateral|upper|lower)\s+){{0,3}}"
        rf"(?P<site>{words})(?!\w)",
        re.I,
    )
