"""Results in words: ``elevated CRP and ESR``, ``troponin levels were normal``, ``platelets returned to normal``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from eligo.entities.analytes import Analyte, by_concept
from eligo.entities.spans import overlapping
from eligo.resources import read_table, split_cell
from eligo.schema import Fact, Mention

__all__ = ["PLACES", "worded_values"]

PLACES = frozenset({"normal", "elevated", "low", "abnormal"})
"""The values that say where in the reference range a thing lies."""

_CATEGORIES = frozenset({"lab", "ecg"})
_OTHERS = (
    "vital:bp vital:sbp vital:dbp vital:heart_rate vital:temperature vital:spo2 vital:respiratory_rate vital:iop "
    "img:lvef pfx:fev1 pfx:fvc pfx:fev1_fvc pfx:dlco"
)
_MEASURES = frozenset(_OTHERS.split())
_DEGREE = (
    r"(?:(?:mild|slight|marked|minimal|moderate|extreme|severe|significant|gross|persistent|critical|massive|borderline|high"
    r"|progressive|constant|entire|complete|total|essential|repeated|strong|weak|transient)(?:ly)?|very|quite|also|all|both"
    r"|again|still|now|otherwise|initially|then|subsequently|found\s+to\s+be|noted\s+to\s+be|shown\s+to\s+be)\s+"
)
# What may lead to a word before a name: "showed raised troponin", and not "which raised troponin".
_LEAD = re.compile(
    r"(?:^|[.;:,(/\-–—•*\n]|\b(?:with|show(?:s|ed|ing)?|reveal(?:s|ed|ing)?|demonstrat(?:es|ed|ing)|indicat(?:es|ed|ing)"
    r"|had|has|have|having|of|by|and|but|or|an?|the|his|her|their|including|for|noted|found|detected|confirmed|disclosed"
    r"|were|was|are|is|include[sd]?|both|plus|despite|other|laboratory|suggested|documented|exhibited|identified)\b)"
    r"\s*(?:(?:an?|the|his|her|their|also|only|new|serum|plasma|persistent|isolated|progressive)\s+)*\Z",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:no|not|without|never|denie[sd]|denying|neither|nor|absence\s+of|lack\s+of|until|if|goals?|targets?|maintain\w*|keep"
    r"|ensure|history\s+of|h/o|risk\s+of|due\s+to|result\s+in|cause[sd]?|to|return\s+of)\s+(?:(?:an?|the|any|of|for|have|"
    r"persistently|significantly|markedly|mildly)\s+)*\Z",
    re.I,
)
_SPECIMEN = re.compile(
    r"\s+(?:(?:levels?|concentrations?|values?|titers?|titres?|amounts?|results?)\s+of\s+|serum\s+|plasma\s+|blood\s+|urinary\s+"
    r"|urine\s+|fasting\s+|total\s+|the\s+|his\s+|her\s+|for\s+|peripheral\s+|arterial\s+|resting\s+|inflammatory\s+markers?,?\s+"
    r"(?:\(|including|such\s+as)\s*)*\Z",
    re.I,
)
_NOT_OF_BLOOD = re.compile(
    r"[\s-]+(?:diet|intake|supplement\w*|infusions?|solutions?|drinks?|foods?|feeds?|replacement|channels?|therap\w+|tablets?"
    r"|formulas?|loads?|consumption|deficien\w+|producing|secreting|receptors?|voltages?|amplitudes?|complex\w*|level\s+of\s+consciousness)\b",
    re.I,
)
_ABBREVIATED = r"(?:\s*[(\[][A-Za-z][\w.+/ -]{0,14}[)\]])?"
_BEHIND = re.compile(
    rf"{_ABBREVIATED}(?:\s+(?:levels?|values?|counts?|concentrations?|tests?|testing|results?|measurements?|titers?|titres?"
    r"|activity|parameters|studies|profile|panel|screen|on\s+admission|at\s+presentation))*"
    rf"(?:\s*:|\s+(?:was|were|is|are|remain(?:s|ed)?|(?:has|have|had)\s+been|came\s+back|tested|appeared|became|stayed))\s+"
    rf"(?:{_DEGREE})*",
    re.I,
)
_RETURNED = re.compile(
    rf"{_ABBREVIATED}(?:\s+(?:levels?|values?|counts?|concentrations?|tests?|results?))*\s+(?:(?:has|have|had|was|were|gradually"
    r"|subsequently|then|rapidly|completely|also|all|soon|eventually|finally)\s+){0,3}"
    r"(?:normali[sz]ed|(?:return(?:ed)?|recovered|restored|came\s+back|improved|decreased|increased|declined|rose|fell|dropped)"
    r"\s+(?:back\s+)?(?:to|into)\s+(?:(?:the|its|their|a|within)\s+){0,2}normal)\b",
    re.I,
)
_NO_VALUE = re.compile(r"\s+(?:sinus|saline|range\s+of|for|in\s+(?:the\s+)?past)\b", re.I)
_JOINT = re.compile(
    r"(?:\s+levels?)?\s*(?:,\s*(?:and|or)\s+|/|&|,|\s(?:and|or|as\s+well\s+as)\s)\s*"
    r"(?:(?:the|his|her|serum|total|plasma|for)\s+)*",
    re.I,
)
_LAST = re.compile(r"/|&|\b(?:and|or|as\s+well\s+as)\b", re.I)
_REACH = 60


class _Words(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    values: dict[str, str]


@cache
def _words() -> _Words:
    values: dict[str, str] = {}
    sides: dict[str, list[str]] = {"before": [], "behind": []}
    for row in read_table("worded_values.tsv", ("value", "before", "behind", "source")):
        for side, words in sides.items():
            for word in split_cell(row[side]):
                words.append(word)
                values[word.casefold()] = row["value"]
    before, behind = (
        "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(set(words), key=len, reverse=True))
        for words in sides.values()
    )
    return _Words(
        re.compile(rf"(?<![\w-])(?:{_DEGREE})?(?P<word>{before})(?=\s)", re.I),
        re.compile(rf"(?P<word>{behind})(?!\w)", re.I),
        values,
    )


def worded_values(text: str, offset: int, mentions: Sequence[Mention], facts: Sequence[Fact]) -> Iterator[Fact]:
    """A fact for each laboratory value or vital sign that a word, and no number, says the result of.

    ``value`` is one of ``normal``, ``elevated``, ``low``, ``abnormal``, ``positive`` and ``negative``; how much
    (``mildly``) is in the text alone. A word before several names joined by "and" is said of all of them.

    Args:
        text: the statement, whose first character is at `offset`.
        facts: what has been read in it: things with a value of their own are left out.
    """
    taken = overlapping((f.start, f.end) for f in facts)
    tests = [m for m in mentions if _is_test(m) and not taken(m.start, m.end)]
    if not tests:
        return
    shared: dict[int, str] = {}
    for n, mention in enumerate(tests):
        if n in shared:
            yield _fact(text, offset, mention, shared[n], mention.start, mention.end)
            continue
        found = _behind(text, mention.end - offset)
        if found is not None:
            yield _fact(text, offset, mention, found[0], mention.start, found[1] + offset)
            continue
        ahead = _before(text, mention.start - offset)
        if ahead is None or _NOT_OF_BLOOD.match(text, mention.end - offset):
            continue
        yield _fact(text, offset, mention, ahead[0], ahead[1] + offset, mention.end)
        for later in _joined(text, offset, tests, n):
            shared[later] = ahead[0]


def _is_test(mention: Mention) -> bool:
    if mention.label != "measurement" or mention.concept is None:
        return False
    thing = by_concept(mention.concept.id)
    return isinstance(thing, Analyte) and (thing.category in _CATEGORIES or thing.id in _MEASURES)


def _behind(text: str, end: int) -> tuple[str, int] | None:
    if returned := _RETURNED.match(text, end):
        return "normal", returned.end()
    words = _words()
    verb = _BEHIND.match(text, end)
    found = words.behind.match(text, verb.end()) if verb else None
    if found is None or _NO_VALUE.match(text, found.end()):
        return None
    return words.values[_key(found["word"])], found.end()


def _before(text: str, start: int) -> tuple[str, int] | None:
    words = _words()
    low = max(0, start - _REACH)
    last: re.Match[str] | None = None
    for found in words.before.finditer(text, low, start):
        if _SPECIMEN.fullmatch(text, found.end(), start):
            last = found
            break
    if last is None:
        return None
    head = text[max(0, last.start() - _REACH) : last.start()]
    if _DENIED.search(head) or not _LEAD.search(head):
        return None
    return words.values[_key(last["word"])], last.start()


def _key(word: str) -> str:
    return " ".join(word.casefold().split())


def _joined(text: str, offset: int, tests: Sequence[Mention], n: int) -> list[int]:
    """The tests after the n-th in the list that it opens, if its last two are joined by a word."""
    glues: list[str] = []
    while n + len(glues) + 1 < len(tests):
        left, right = tests[n + len(glues)], tests[n + len(glues) + 1]
        glue = text[left.end - offset : right.start - offset]
        if not _JOINT.fullmatch(glue) or _behind(text, right.end - offset) or _before(text, right.start - offset):
            break
        glues.append(glue)
    while glues and not _LAST.search(glues[-1]):
        glues.pop()
    return [n + k + 1 for k in range(len(glues))]


def _fact(text: str, offset: int, mention: Mention, value: str, start: int, end: int) -> Fact:
    return Fact(
        "measurement", mention.name, text[start - offset : end - offset], start, end, mention.concept, value, None, "="
    )
