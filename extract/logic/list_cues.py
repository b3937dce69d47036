"""Cues that say how many of a list must hold, whatever the number: "any two of", "2 out of the following 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.entities.hints import PartsOfWords, WholeWords
from eligo.entities.numbers import NUMBER_WORDS
from eligo.logic.cues import CueSpan

__all__ = ["find_list_cues"]

_WORDS = {word: int(n) for word, n in NUMBER_WORDS.items() if n == int(n) and word not in ("once", "twice", "thrice")}
_N = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_THINGS = (
    r"(?:\s+(?:[\w-]+\s+){0,2}?(?:criteria|criterion|conditions?|features?|factors?|signs?|symptoms?|findings?|items?|parameters?|"
    r"characteristics?|tests?|abnormalities|events?|comorbidities|requirements?|diseases|disorders|diagnoses|complications|"
    r"(?:bio)?markers?|situations|circumstances|categories|reasons|medications|drugs|agents|treatments|therapies|procedures))?"
)
_LIST = re.compile(
    rf"(?P<how>(?:at\s+least|any|a?\s*minimum\s+(?:of)?|more\s+than|no\s+more\s+than|not\s+more\s+than|at\s+most|up\s+to|"
    rf"a?\s*maximum\s+of|fewer\s+than|less\s+than|[≥>≤<]=?)\s*)?(?<![\w.,])(?P<n>{_N})(?P<more>\s+or\s+(?:more|fewer|less))?"
    rf"(?:\s*\(\s*\w+\s*\))?\s+(?:out\s+)?of(?:\s+(?:the|these|those))?"
    rf"(?:\s+(?:\d\s+)?(?:following|below)\b(?:\s+{_N}\b)?{_THINGS}|(?<=these|those)(?:\s+{_N}\b)?{_THINGS}|\s+{_N}\b{_THINGS}(?=\s*:)|(?=\s*:))",
    re.I,
)
_COUNTED = re.compile(  # "three or more risk factors: A, B, C", "at least one risk factor (A, B)"
    rf"(?P<how>(?:at\s+least|any|a?\s*minimum\s+(?:of)?|more\s+than|[≥>])\s*)?(?<![\w.,])(?P<n>{_N})(?P<more>\s+or\s+more)?(?:\s*\(\s*\w+\s*\))?"
    r"\s+(?:additional\s+|other\s+|major\s+|minor\s+|[a-z-]+\s+){0,2}?(?:risk\s+factors?|criteria|symptoms?|signs?|features?|comorbidities|characteristics)(?=\s*[:(]\s*[A-Za-z≥>≤<(])",
    re.I,
)
_OF = re.compile(
    r"(?-i:[Oo][Ff])(?<!\w[Oo][Ff])(?:\s+(?:the|these|those))?(?:\s+(?:following|below|these|those|\d)|\s*:|\s+[a-z]+\b[^.;\n]{0,40}:)",
    re.I,
)
_EACH = re.compile(
    rf"(?<!\w)(?P<how>any|either|all|both|each)\s+of\s+(?:the\s+)?following(?:\s+{_N}\b)?{_THINGS}", re.I
)
_EITHER = re.compile(r"(?<!\w)either(?=\s*:)", re.I)  # "who are either:", and a list
_THAN = re.compile(
    r"\b(?:other|another|different)\s+(?:[a-z][\w-]*\s+){1,4}?(?P<than>than)\b(?!\s+(?:\d|or\b|the\s+(?:upper|lower)))",
    re.I,
)
_MORE = re.compile(r"\b(?:more|less|greater|fewer|higher|lower|longer|shorter|rather|older|younger)\b", re.I)
_THINGS_COUNTED = PartsOfWords(("risk", "criteria", "symptom", "sign", "feature", "comorbid", "characteris"))
_AT_LEAST = PartsOfWords(("least", "any", "minimum", "more", "≥", ">"))
_HINT = WholeWords(("of",))
_FEWER = ("fewer", "less", "<")
_MOST = ("no", "not", "at most", "up", "maximum", "a maximum", "≤")


def find_list_cues(text: str, offset: int = 0) -> Iterator[CueSpan]:
    """The cues of `text`: ``list_n`` and ``list_most`` with their number, ``list_any`` for one.

    Args:
        offset: added to the positions.
    """
    for match in (
        _THAN.finditer(text) if "than" in text and ("ther" in text or "ifferent" in text) else ()
    ):  # "another cause than infection"
        start = match.start("than")
        if _MORE.search(match.group()) is None:
            yield CueSpan("except", "", match["than"], start + offset, match.end() + offset)
    if (":" in text or "(" in text) and _THINGS_COUNTED(text) and _AT_LEAST(text):
        for match in _COUNTED.finditer(text):
            if match["how"] or match["more"]:
                yield _cue(match, offset)
    if ":" in text:
        for match in _EITHER.finditer(text):
            yield CueSpan("list_any", "", match.group(), match.start() + offset, match.end() + offset)
    if not _HINT(text) or _OF.search(text) is None:
        return
    for match in _LIST.finditer(text):
        yield _cue(match, offset)
    for match in _EACH.finditer(text):
        category = "list_any" if match["how"].casefold() in ("any", "either") else "list_all"
        yield CueSpan(category, "", match.group(), match.start() + offset, match.end() + offset)


def _cue(match: re.Match[str], offset: int) -> CueSpan:
    """What a match says of its number."""
    n = int(match["n"]) if match["n"].isdigit() else _WORDS[match["n"].casefold()]
    how = " ".join((match["how"] or "").casefold().split())
    more = " ".join((match["more"] or "").casefold().split())
    category = "list_n"
    if how.startswith(_MOST) or more in ("or fewer", "or less"):
        category = "list_most"
    elif how.startswith(_FEWER):
        category, n = "list_most", n - (how != "≤" and how != "<=")
    elif how.startswith("more") or how == ">":
        n += 1
    if category == "list_n" and n <= 1:
        category = "list_any"
    value = "" if category == "list_any" else str(n)
    return CueSpan(category, value, match.group(), match.start() + offset, match.end() + offset)
