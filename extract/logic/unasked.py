"""Things that a statement names without asking for them: what counts as measurable, the only site of a disease."""

from __future__ import annotations

import re

from eligo.entities.hints import PartsOfWords, WholeWords

__all__ = ["explained", "unasked"]

_COUNTED_AS = re.compile(
    r"(?:^|(?<=[.;:]))[^.;:]*?\b(?:is|are|(?<!to\s)be)\s+(?:not\s+)?(?:considered|regarded|counted|classified|acceptable)\s+(?:to\s+be\s+)?(?:as\s+)?(?:an?\s+)?"
    r"(?:non[-\s]?)?(?:measurable|evaluable|assessable|target)\b[^.;]*",
    re.I,
)
_ONLY_SITE = re.compile(
    r"\b(?:only|sole)\s+(?:known\s+)?(?:sites?|sources?|areas?|evidence|signs?|focus)\s+of\s+(?:any\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:disease|lesions?|tumou?rs?|metastas[ei]s)\b",
    re.I,
)

_WHY = re.compile(
    r"\((?:since|because|as\s+(?:it|they|this|these|there|the|such|no)\b|for\s+safety\b|owing\s+to|in\s+order\s+to|so\s+that|"
    r"(?:due|related)\s+to\s+(?:an?\s+|the\s+)?(?:increased|potential|possible|risk|lack|concerns?|safety)|"
    r"(?:(?:an?\s+)?(?:increased|high(?:er)?|potential|possible|theoretical)\s+)risks?\b|"
    r"to\s+(?:avoid|prevent|minimi[sz]e|ensure|reduce|allow|limit|exclude\s+bias)\b)[^()<>≤≥]*\)"
    r"|[,;]\s+because\s+(?!of\b)[^.;()<>≤≥]*"
    r"|\beven\s+(?:if|when|though)\b[^.,;:()<>≤≥]*(?:\s*\([^()<>≤≥]*\))?",
    re.I,
)
# why someone is kept out: "are excluded because of …", "Because the drug may harm a fetus, …"; and what a limit is
_REASON = re.compile(
    r"\b(?:exclud\w+|ineligible|not\s+(?:be\s+)?(?:eligible|permitted|allowed|included)|(?:may|must|should|will|can)\s*not\s+(?:be\s+(?:pregnant|includ|enrol)|participat|ent(?:er|ry)|enrol)|preclud)[^.;]{0,90}?"
    r"(?P<why>\bbecause\b[^.;()<>≤≥]*)",
    re.I,
)
_BECAUSE = re.compile(r"(?:\A|(?<=[.;]\s)|(?<=\n))\s*(?P<why>Because\b[^.;,<>≤≥]*,)")
_LIMIT_IS = re.compile(
    r"(?:\bfor\s+(?:the\s+)?purposes?\s+of\s+this\s+\w+,?\s*)?\bthe\s+(?:ULN|LLN|(?:upper|lower)\s+limit\s+of\s+normal)\s+(?:for|of)\s+"
    r"[^.;]{1,60}?\s(?:is|was|will\s+be|=)\s[^;]*?(?=[;]|\.(?!\d)|\Z)",
    re.I,
)
# what someone is detained for: "detained for treatment of a psychiatric or physical (e.g., infectious disease) illness"
_DETAINED = re.compile(
    r"\b(?:detained|detention|incarcerat\w+|imprison\w+|institutionali[sz]ed)(?:\s+\(?in\s+jail\)?|\s*\([^()]*\))?"
    r"(?P<why>(?:\s+or)?\s+for\s+(?:(?:legal\s+reasons|the|either)\b[\s,]*(?:or\s+)?(?:for\s+)?)*(?:(?:treatment|tx|therapy|care)\s+of\s+)?"
    r"(?:either\s+)?(?:an?\s+)?(?:psychiatric|psychological|mental|physical|medical)\b"
    r"(?:\([^()]*\)|e\.\s?g\.|[^.;()])*?)(?=\s+(?:must|should|may|are|is|will|cannot|can)\b|\s*[.;]|\s*\Z)",
    re.I,
)
_MAY_BE_DETAINED = PartsOfWords(("detained", "detention", "incarcerat", "imprison", "institutionali"))
_MAY_EXPLAIN = PartsOfWords(("because ", "even "))
_MAY_EXPLAIN_IN_BRACKETS = PartsOfWords(
    ("(since", "(because", "(as ", "(for ", "(owing", "(in order", "(so ", "(due", "(related", "risk", "(to ")
)
_MAY_COUNT = WholeWords(("considered", "regarded", "counted", "classified", "acceptable", "only", "sole"))


_MAY_DEFINE = PartsOfWords((
    "drink", "(1 unit", "one unit", "a unit", "an alcohol unit", "standard unit", "each unit", "1 alcohol unit",
    "unit of alcohol",
))  # fmt: skip
# what a drink or a unit of alcohol is: "(1 unit = 12 oz of beer or 5 oz of wine)"
_ONE_LINE = re.compile(
    r"(?:^|(?<=[.;:(]))[^.;:()]*(?:\([^()]{0,60}\)[^.;:()]*){0,3}\b(?:(?:is|are|be|being)\s+(?:considered|counted|regarded|classified)|"
    r"(?:considered|counted)(?=\s+(?:as\s+)?(?:one|1|a\s+single)\b)|counts?)\s+(?:to\s+be\s+)?(?:as\s+)?"
    r"(?:one|1|a\s+single|a)\s+(?:single\s+|prior\s+|previous\s+|separate\s+|treatment\s+|systemic\s+)*"
    r"(?:line|regimen|course|therapy|treatment)\b[^.;:()]*",
    re.I,
)
_MAY_BE_ONE_LINE = PartsOfWords(("considered", "counted", "counts", "regarded", "classified", "count as"))
_UNIT_IS = re.compile(
    r"\(\s*(?:where\s+|note:?\s+|with\s+)?(?:\d+|one|an?|each)\s+(?:standard\s+|alcohol\w*\s+|alcohol\s+)*(?:units?|drinks?|glass|servings?)\b(?:\s+of\s+alcohol)?"
    r"[^()=]{0,20}(?:=|≈|~|\b(?:is|are|equals?|equal|equivalent|contains?|corresponds?|defined)\b)[^()]*(?:\([^()]{0,40}\)[^()]*){0,8}\)",
    re.I,
)


def explained(text: str) -> list[tuple[int, int]]:
    """Where words stand that say why something is asked, or what makes no difference to it.

    "(increased risk of bleeding)", ", because …", "even if surgically sterile (status post-vasectomy)".
    """
    bracketed = "(" in text
    spans: list[tuple[int, int]] = []
    if _MAY_EXPLAIN(text) or (bracketed and _MAY_EXPLAIN_IN_BRACKETS(text)):
        spans += [m.span() for m in _WHY.finditer(text)]
        if "ecause" in text:
            spans += [m.span("why") for m in (*_REASON.finditer(text), *_BECAUSE.finditer(text))]
    if _MAY_BE_DETAINED(text):
        spans += [m.span("why") for m in _DETAINED.finditer(text)]
    if "LN" in text or "limit of normal" in text:
        spans += [m.span() for m in _LIMIT_IS.finditer(text)]
    if _MAY_BE_ONE_LINE(text):
        spans += [m.span() for m in _ONE_LINE.finditer(text)]
    if bracketed and _MAY_DEFINE(text):
        spans += [m.span() for m in _UNIT_IS.finditer(text)]
    return spans


def unasked(text: str) -> list[tuple[int, int]]:
    """Where words stand that only explain: nothing is asked there, and they are left over.

    "Bone metastases are not considered measurable", "must not be the only site of measurable disease".
    """
    spans: list[tuple[int, int]] = []
    if not _MAY_COUNT(text):
        return spans
    low = text.lower()
    if any(word in low for word in ("considered", "regarded", "counted", "classified", "acceptable")):
        spans += [m.span() for m in _COUNTED_AS.finditer(text)]
    if "only" in low or "sole" in low:
        spans += [m.span() for m in _ONLY_SITE.finditer(text)]
    return spans
