"""Multiples of the limits of normal, and phrases that stand for the normal range itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .hints import PartsOfWords, WholeWords

__all__ = ["Limit", "find_limits", "limit_after", "limit_before", "limit_share", "may_hold_limit", "normal_phrases"]

_WHOSE = (
    r"(?:the|its|their|each|an?|institutional|institution(?:['’]?s)?(?:['’])?|institute(?:['’]s)?|local|laboratory(?:['’]s)?|lab(?:['’]s)?|labs|"
    r"laboratories['’]?|sites?(?:['’]s)?|study|cent(?:er|re)(?:['’]s)?|central|testing|performing|hospital(?:['’]s)?|investigator|reference|age|"
    r"(?:age|gender|sex|lab|laboratory|site|locally)[-\s]+(?:adjusted|appropriate|specific|matched|based|specified|defined)|"
    r"gender|sex|respective|corresponding|clinical|standard|established|defined|current|upper|lower|assay)"
)
_NAME = r"(?:\s*\(\s*(?:[IU]+LN|UNL|ULNR|LLN|UL|ULRR|LNL)s?\s*\))?"
_UPPER_WORDS = (
    r"(?:normal[-\s]+)?(?:upper|uppper|higher|highest|high|maximum|maximal|max\.?)[-\s]+(?:(?:limits?|levels?|ranges?|boundary|bound|ends?|values?|threshold)\s+(?:of|for|in|to|or)\s+"
    rf"(?:{_WHOSE}\s+){{0,4}}?(?:normal(?:ity)?|reference)\b(?:\s+(?:reference|range|ranges|values?|limits?|levels?|laboratory))*"
    r"|(?:institutional\s+|laboratory\s+|reference\s+)?(?:normal|reference)\s+(?:reference\s+|laboratory\s+|range\s+)?(?:limits?|range|values?|levels?|level)\b"
    r"|limits?(?:\s+(?:normal|range))?\b)"
)
_UPPER = (
    r"(?:(?:i?ULN|UNL|ULNR|ULRR|UNLR|IULN|ULNs|ULNV)\b|\((?:ULN|UNL)\)"
    rf"|{_UPPER_WORDS}|(?:institutional\s+)?limits?\s+of\s+(?:{_WHOSE}\s+){{0,2}}normal\b){_NAME}"
)
_LOWER = (
    r"(?:(?:LLN|LLNR|LNL)\b|(?:lower|low)[-\s]+(?:(?:limits?|levels?|ranges?|boundary|bound|ends?)\s+(?:of|for)\s+"
    rf"(?:{_WHOSE}\s+){{0,4}}?(?:normal(?:ity)?|reference)\b(?:\s+(?:range|values?|limits?))*"
    rf"|(?:normal|reference)\s+(?:reference\s+|laboratory\s+)?(?:limits?|range|values?)\b)){_NAME}"
)
_SIGN = r"(?:\\?[x×✕╳*·∙•Xх⨯]|-?\s*folds?\b|\s*times?\b|\s*multiples?\b)"
_THAN = r"(?P<than>(?:(?:of|than|above|over|higher|greater|more|elevat(?:ion|ed)|increase|in)\s+){0,3})"
_AFTER = re.compile(
    rf"[\s-]*(?P<sign>{_SIGN})?\s*(?:(?P<more>or\s+(?:more|greater|higher))\s+)?(?:upper\s+than\s+)?{_THAN}(?:{_WHOSE}\s+){{0,5}}?"
    rf"(?:(?P<ULN>{_UPPER})|(?P<LLN>{_LOWER})|(?P<baseline>(?:from\s+)?(?:{_WHOSE}\s+)?baseline(?:\s+(?:value|level)s?)?\b)"
    rf"|(?P<normal>normal(?:\s+(?:values?|ranges?|limits?|levels?|lab(?:oratory)?))*\b(?!\s+(?:saline|renal|liver|organ|hepatic))|N\b(?!\w)"
    rf"|(?<=reference\s)(?:ranges?|values?|limits?)\b))",
    re.I,
)
# "150 % of the ULN", "20 % above the ULN", "25 % below the LLN"
_SHARE = re.compile(
    rf"\s*\\?%\s*(?:(?P<beyond>above|over|beyond|(?:greater|higher|more)\s+than)\b|(?P<short>below|under|(?:less|lower)\s+than)\b|of\b)?"
    rf"\s*(?:{_WHOSE}\s+){{0,5}}?(?:(?P<ULN>{_UPPER})|(?P<LLN>{_LOWER}))",
    re.I,
)
_BEFORE = re.compile(rf"(?:(?P<ULN>{_UPPER})|(?P<LLN>{_LOWER}))\s*(?:[x×*]|times)\s*\Z", re.I)
_ALONE = re.compile(rf"(?<![^\W_])(?:{_WHOSE}\s+){{0,3}}?(?:(?P<ULN>{_UPPER})|(?P<LLN>{_LOWER}))", re.I)
_NORMAL = re.compile(
    rf"(?<![^\W\d_])(?:(?:with(?:in|\s+in)|inside|outside(?:\s+of)?|out\s+of|in)\s+(?:{_WHOSE}\s+){{0,4}}?"
    rf"(?:normal(?:\s+(?:{_WHOSE}\s+)?(?:reference|laboratory|institutional|lab))?\s+(?:limits?|ranges?|values?|levels?)\b(?:\s*\(\s*WNL\s*\))?"
    rf"|(?:limits?|ranges?)\s+of\s+(?:{_WHOSE}\s+){{0,2}}?normal(?:ity)?\b(?:\s+limits?)?|normal\b|(?:institutional|laboratory|reference)\s+(?:limits?|ranges?)\b|institutional\s+ULN)"
    r"|(?-i:WNL|wnl)\b"
    r"|(?:either\s+)?(?<!of\s)normal(?=,?\s+or\s+(?:[<>≤≥=]|at\s+(?:least|most)|above|below|over|under|up\s+to|(?:no|not)\s+(?:more|less|greater|lower|higher)"
    r"|(?:less|greater|more|lower|higher)\s+than)[^.;]{0,24}\d))",
    re.I,
)
_HINT = PartsOfWords(("normal", "limit", "reference", "ULN", "UNL", "LLN", "ULRR", "LNL", "WNL", "baseline"))
_N = WholeWords(("n",))

# "ALT > 5N"; "bilirubin < 2x, creatinine < 2x ULN": asked only where the statement speaks of limits.
_MULTIPLE = re.compile(
    r"\s?(?:(?P<N>N)\b(?![-=:/.\w])|[xX×](?=\s*(?:[,;)]|\Z|\.\s|(?:and|or|if|(?:for|in)\s+(?:patients|subjects|participants|those|case|the\s+presence))\b)))"
)
_NORMALS = re.compile(r"\d\s?N\b")
_FORCE = re.compile(r"force|grip|strength|newton|pinch", re.I)
_TWICE = re.compile(r"\b(?:twice|thrice)\Z", re.I)
_ABOVE = re.compile(r"\b(?:above|over|higher|greater|more)\b", re.I)
RelativeTo = Literal["ULN", "LLN", "baseline", "normal"]


class Limit(NamedTuple):
    """What a number is a multiple of.

    Attributes:
        sure: False where only "normal" is written: the upper limit is taken.
        multiplied: a times sign stands between the number and the limit.
        above: "higher than", "above" stands between them: the bound's direction, where no comparator says it.
        share: the number is percent of the limit (``of``), or by how many percent it is passed (``above``, ``below``).
        inclusive: "or more" does.
    """

    relative_to: RelativeTo
    start: int
    end: int
    sure: bool = True
    multiplied: bool = True
    above: bool = False
    share: Literal["", "of", "above", "below"] = ""
    inclusive: bool = False

    def times(self, value: float) -> float:
        """How many times the limit the number is that stands before it."""
        if not self.share:
            return value
        part = value / 100
        return round({"of": part, "above": 1 + part, "below": 1 - part}[self.share], 6)


def may_hold_limit(text: str) -> bool:
    """Whether looking for limits is worth it at all."""
    return _HINT(text) or _N(text) or ("N" in text and _NORMALS.search(text) is not None)


def _which(match: re.Match[str]) -> RelativeTo:
    return "ULN" if match["ULN"] else "LLN"


def limit_after(text: str, pos: int) -> Limit | None:
    """The limit that the number ending at `pos` multiplies (``× ULN``, ``times the upper limit``), or None."""
    match = _AFTER.match(text, pos)
    if match is None:
        return _multiple(text, pos)
    sign = match["sign"] is not None or _TWICE.search(text, max(0, pos - 7), pos) is not None
    more = match["more"] is not None
    above = more or _ABOVE.search(match["than"]) is not None
    if match["normal"] or match["baseline"]:
        if not sign:
            return _multiple(text, pos)
        if match["baseline"]:
            return Limit("baseline", match.start(), match.end(), above=above, inclusive=more)
        return Limit("ULN", match.start(), match.end(), sure=False, above=above, inclusive=more)
    return Limit(_which(match), match.start(), match.end(), multiplied=sign, above=above, inclusive=more)


def _multiple(text: str, pos: int) -> Limit | None:
    bare = _MULTIPLE.match(text, pos)
    if bare is None or (bare["N"] and _FORCE.search(text)):
        return None
    return Limit("ULN", bare.start(), bare.end(), sure=False)


_SMALL = 30  # percent of a limit: fewer are by how much it may be passed ("within 20 % of the ULN")


def limit_share(text: str, pos: int, value: float) -> Limit | None:
    """The limit that the number ending at `pos` is percent of (``150 % of the ULN``, ``20 % above it``), or None."""
    match = _SHARE.match(text, pos)
    if match is None:
        return None
    share: Literal["of", "above", "below"] = "above" if match["beyond"] else "below" if match["short"] else "of"
    if share == "of" and value < _SMALL:
        return None
    return Limit(_which(match), match.start(), match.end(), share=share)


def limit_before(text: str, pos: int) -> Limit | None:
    """The limit written before its multiple (``ULN × 2.5``; `pos` is where the number starts), or None."""
    match = _BEFORE.search(text, max(0, pos - 60), pos)
    return Limit(_which(match), match.start(), match.end()) if match else None


def find_limits(text: str) -> Iterator[Limit]:
    """Every limit of normal that is named."""
    for match in _ALONE.finditer(text):
        yield Limit(_which(match), match.start(), match.end())


def normal_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Spans of ``within normal limits``, ``WNL`` and the like."""
    for match in _NORMAL.finditer(text):
        yield match.span()
