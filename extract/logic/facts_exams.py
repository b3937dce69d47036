"""What an examination as a whole showed: ``ECG normal``, ``MRI of the brain was unremarkable``."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.schema import Fact, Mention

from .facts_context import NoteContext

__all__ = ["exam_fact"]

_NORMAL = (
    r"(?:(?:entirely|completely|grossly|essentially|otherwise|again|also)\s+)?(?:normal|unremarkable|wnl|unrevealing"
    r"|within\s+(?:the\s+)?normal\s+(?:limits?|range)|clear)"
    r"|no\s+(?:(?:acute|significant|obvious|other|gross|further|focal)\s+)*"
    r"(?:abnormalit(?:y|ies)|pathology|(?:cardiopulmonary|intracranial|intra-?abdominal|pulmonary)\s+(?:process|pathology|abnormalit(?:y|ies)|disease|findings?))"
)
_WORDS = (
    rf"(?:(?P<normal>{_NORMAL})|(?P<abnormal>(?:(?:grossly|markedly|mildly|very|highly)\s+)?abnormal)"
    r"|(?P<negative>negative|neg)|(?P<positive>(?:(?:strongly|weakly|mildly)\s+)?positive|pos))"
)
_OF = (  # words are taken whole: cut in every way, a few of them would take minutes
    r"(?:\s*\([^()\n]{0,40}\))?"
    r"(?:\s+(?:of|on|in|from|at|done|performed|obtained|taken|dated|last|this|with|without|for)\s+(?:(?!was|were|is|are|showed|which|and|or|but)[\w/.*\[\]-]+(?![\w/.*\[\]-]),?\s*){1,6}?"
    r"|\s+(?:brain|head|chest|abdomen|pelvis|spine|neck|heart|findings?|results?|exam(?:ination)?s?|scans?|films?|studies|study|x\s?\d|today|again|abd|a/p)"
    r"|(?:\s*/\s*|,\s+|\s+and\s+)(?:brain|head|chest|abdomen|pelvis|spine|neck))*"
)
_BEHIND = re.compile(
    rf"{_OF}\s*(?:[:=-]|,\s*which\b)?\s*(?:(?:is|was|were|are|be|been|had|has|have|came\s+back|returned|remained|which|results?|both|all|read\s+as|interpreted\s+as"
    rf"|revealed|showed|demonstrated|shows|reveals|demonstrates|found|a|an)\s+){{0,4}}{_WORDS}"
    r"(?=\s*(?:$|[.;)\]]|,(?!\s*(?:except|but|apart|other\s+than|save))|(?:and|at|on|in)\s+(?!(?:size|shape|position|caliber|contour|signal))"
    r"|(?:study|exam(?:ination)?|findings?|result|tracing|scan|film)\s*[.;,)]))",
    re.I,
)
_AHEAD = re.compile(  # "an unremarkable colonoscopy"
    r"\b(?:(?P<normal>normal|unremarkable)|(?P<abnormal>abnormal)|(?P<negative>negative)|(?P<positive>positive))\s+"
    r"(?:(?:screening|routine|recent|head|brain|chest|abdominal|pelvic|transthoracic|surface|resting|12-lead)\s+){0,2}$",
    re.I,
)
_KINDS = ("normal", "abnormal", "negative", "positive")
_LIKELY = re.compile(r"normal|unremark|wnl|unreveal|clear|patholog|process|findings?\b|disease|neg|pos", re.I)
_EXAMINATIONS = re.compile(
    r"x-?ray|imaging|\bCT\b|MRI|PET|SPECT|scan|graphy|gram\b|scop(?:y|ies)|biops|ultrasound|echo|stress|culture|smear|exam|EEG"
    r"|electro|spirometry|DXA|scintigr|cytolog|histolog|puncture|urinalysis|serolog|screen|test",
    re.I,
)


def exam_fact(fact: Fact, mention: Mention, context: NoteContext) -> Fact:
    """`fact` of a procedure with the one word that says what it showed, where it examines something."""
    if fact.assertion not in ("present", "historical") or not _EXAMINATIONS.search(mention.name):
        return fact
    text, offset = context.text, context.offset
    start, end = mention.start - offset, mention.end - offset
    stop = min(len(text), end + 140)
    if not _LIKELY.search(text, max(0, start - 40), stop):
        return fact
    found = _BEHIND.match(text, end, stop)
    if found is not None:
        end = next(found.end(kind) for kind in _KINDS if found[kind])
    else:
        found = _AHEAD.search(text, max(0, start - 40), start)
        if found is None:
            return fact
        start = found.start()
    value = next(kind for kind in _KINDS if found[kind])
    return replace(fact, value=value, comparator="=", text=text[start:end], start=start + offset, end=end + offset)
