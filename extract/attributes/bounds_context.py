"""What stands around a bound: for which sex it is, by which method the value is got, in which specimen."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from eligo.alternatives import one_of
from eligo.entities.analytes import Analyte, Scale, analytes
from eligo.resources import read_table, split_cell

__all__ = [
    "Found",
    "FoundSex",
    "corrections",
    "find_method",
    "goes_on_by_sex",
    "in_specimen",
    "method_before",
    "other_methods",
    "sex_after",
    "sex_before",
    "sexes_in_turn",
    "specimen_before",
    "specimen_name",
]

_RENAL = frozenset(("lab:creatinine_clearance", "lab:egfr", "lab:creatinine"))


class Found(NamedTuple):
    """A word with a meaning, and where it stands."""

    value: str
    start: int
    end: int


class FoundSex(NamedTuple):
    """A sex, and where it is named."""

    value: Literal["male", "female"]
    start: int
    end: int


class _Methods(NamedTuple):
    pattern: re.Pattern[str]
    names: dict[str, list[str]]
    things: dict[str, frozenset[str]]


def _key(form: str) -> str:
    return re.sub(r"[^a-z0-9]", "", form.casefold())


@cache
def _methods() -> _Methods:
    forms: list[str] = []
    names: dict[str, list[str]] = {}
    things: dict[str, frozenset[str]] = {}
    for row in read_table("methods.tsv", ("method", "forms", "things", "source")):
        things[row.cells["method"]] = frozenset(split_cell(row.cells["things"]))
        for form in split_cell(row.cells["forms"]):
            forms.append(form)
            names.setdefault(_key(form), []).append(row.cells["method"])
    alternatives = one_of(
        r"\s*".join(re.escape(p) for p in re.split(r"\s+", f)) for f in sorted(forms, key=len, reverse=True)
    )
    return _Methods(re.compile(rf"(?<![^\W_]){alternatives}(?![^\W_])", re.I), names, things)


def _fits(kinds: frozenset[str], thing: Analyte | Scale | str | None) -> bool:
    if "*" in kinds:
        return True
    if isinstance(thing, str):
        return thing in kinds
    if not isinstance(thing, Analyte):
        return False
    return (
        thing.id in kinds
        or ("renal" in kinds and thing.id in _RENAL)
        or ("qt" in kinds and thing.id.startswith("ecg:qt"))
        or ("cardiac" in kinds and thing.category == "imaging")
        or ("urine" in kinds and "urin" in thing.name + thing.id)
    )


def _named(form: str, thing: Analyte | Scale | str | None) -> str:
    """The method of a form; where several have it, the first that fits `thing` (an MRI of the heart, of a lesion)."""
    methods = _methods()
    named = methods.names[_key(form)]
    return next((m for m in named if _fits(methods.things[m], thing)), named[0])


def find_method(text: str, start: int, end: int, thing: Analyte | Scale | str | None) -> Found | None:
    """The first method named in ``text[start:end]`` that fits `thing` (an analyte, or the word ``lesion``)."""
    methods = _methods()
    for match in methods.pattern.finditer(text, start, end):
        method = _named(match.group(), thing)
        if not _fits(methods.things[method], thing):
            continue
        behind = _VERSION.match(text, match.end(), end) if method == "RECIST" else None
        if behind is not None:  # "RECIST (Response Evaluation Criteria in Solid Tumors) criteria, version 1.1"
            return Found(f"{method} {behind['version']}", match.start(), behind.end())
        return Found(method, match.start(), match.end())
    return None


_OR_BY = re.compile(
    r"[\s)\]]*(?:[(\[][^()\[\]]{0,60}[)\]]\s*)?(?:(?:scans?|imaging|examination|formula|equation|method)\b)?[\s)\]]*"
    r"(?:,\s*(?:(?:or|and/or)\b)?|/|(?:or|and/or)\b)[\s(]*(?:(?:by|with|an?|the|2-?D|resting|standard|cardiac|measured|determined|calculated|directly|via|from|using|based\s+on)\s+)*",
    re.I,
)


def other_methods(text: str, first: Found, end: int, thing: Analyte) -> list[Found]:
    """The methods that may be used instead of `first`: ``by MUGA or echocardiogram``."""
    methods, out = _methods(), [first]
    while (gap := _OR_BY.match(text, out[-1].end, end)) and (match := methods.pattern.match(text, gap.end(), end)):
        method = _named(match.group(), thing)
        if not _fits(methods.things[method], thing):
            break
        out.append(Found(method, out[-1].end, match.end()))
    return out[1:]


_VERSION = re.compile(
    r"(?:\s*\([^()]{0,80}\))?(?:\s+(?:criteria|guidelines?))?[\s,(\[]*(?:RECIST[\s,(\[]*)?(?:(?:version|vers?|v)\b\.?|v)?\s*(?P<version>1\.[01])(?![\d%])",
    re.I,
)


@cache
def corrections() -> frozenset[str]:
    """The methods that correct a QT interval."""
    return frozenset(name for name, things in _methods().things.items() if "qt" in things)


_ONTO_NAME = re.compile(r"\s*(?:(?:formula|equation|estimated|calculated|derived|-?\s*based)\b\s*)*\Z", re.I)


def method_before(text: str, start: int, thing: Analyte | Scale | str | None) -> Found | None:
    """The method named right before its thing, which starts at `start`: ``Cockcroft-Gault creatinine clearance``."""
    methods = _methods()
    floor = max(0, start - 60)
    for match in reversed(list(methods.pattern.finditer(text, floor, start))):
        method = _named(match.group(), thing)
        if _fits(methods.things[method], thing):
            return Found(method, *match.span()) if _ONTO_NAME.match(text[match.end() : start]) else None
    return None


_A_SEX = re.compile(r"male|m[ae]n|boy|girl", re.I)  # is it worth looking?
_SEXES = r"(?P<word>(?:fe)?males?|(?:wo)?m[ae]n|boys?|girls?)\b"
_AFTER = re.compile(
    rf"\s*[,(\[]?\s*(?:(?:for|in|if|of)\s+)?(?:(?:all|adult|the|an?)\s+)?{_SEXES}(?!\s+of\s+child|\s*(?:and|or|&|/|,)\s*(?:fe)?males?\b|\s*(?:and|or|&|/|,)\s*(?:wo)?men\b)(?:\s+(?:patients?|subjects?|participants?))?(?:\s*[)\]])?",
    re.I,
)
_BEFORE = re.compile(
    rf"(?:(?:for|in|if)\s+)?(?:(?:all|adult|the)\s+)?(?<![^\W\d_]){_SEXES}(?:\s+(?:patients?|subjects?|participants?))?"
    r"[\s:,=(\[-]*(?:(?:must\s+be|is|are|of|with|at|:)\s*)*\Z",
    re.I,
)


def _sex(word: str) -> Literal["male", "female"]:
    return "female" if word.casefold().startswith(("f", "w", "g")) else "male"


def sex_after(text: str, pos: int, end: int) -> FoundSex | None:
    """The sex named right behind a bound: ``(men)``, ``for females``."""
    match = _AFTER.match(text, pos, end)
    return FoundSex(_sex(match["word"]), match.start("word"), match.end("word")) if match else None


def sex_before(text: str, start: int, pos: int) -> FoundSex | None:
    """The sex named right before a bound: ``male ≥ 450 ms``."""
    low = max(start, pos - 48)
    match = _BEFORE.search(text, low, pos) if _A_SEX.search(text, low, pos) else None
    return FoundSex(_sex(match["word"]), match.start("word"), match.end("word")) if match else None


_ONE_SEX, _OTHER_SEX = _SEXES.replace("word", "one"), _SEXES.replace("word", "other")
_IN_TURN = re.compile(
    rf"\s*[,(\[]?\s*(?:for|in|if)?\s*(?:the\s+)?{_ONE_SEX}\s*(?P<glue>/|,?\s*(?:and|or)|,)\s*(?:in\s+|for\s+)?{_OTHER_SEX}"
    r"(?:\s+(?:patients?|subjects?|participants?|volunteers?))?\s*[)\]]?(?P<turn>\s*,?\s*\(?respectively\b\)?)?",
    re.I,
)
_LETTERS = re.compile(r"[\s,;]*[(\[]?\s*(?P<one>[MF])\s*(?P<glue>/)\s*(?P<other>[MF])\b(?P<turn>\s*[)\]])?")


def sexes_in_turn(text: str, pos: int, *, slashed: bool = False) -> tuple[FoundSex, FoundSex] | None:
    """The sexes of two bounds that end at `pos`: ``in men and women, respectively``; the second reaches to the end.

    Args:
        slashed: a "/" stands between the bounds, so one between the sexes says the same: ``(men/women)``.
    """
    match = _IN_TURN.match(text, pos) or (_LETTERS.match(text, pos) if slashed else None)
    if match is None or (match["turn"] is None and not (slashed and match["glue"] == "/")):
        return None
    one, other = _sex(match["one"]), _sex(match["other"])
    if one == other:
        return None
    return FoundSex(one, match.start("one"), match.end("one")), FoundSex(other, match.start("other"), match.end())


_SEXED = (
    r"(?:(?:for|in|if|of)\s+)?(?:(?:all|adult|the|an?)\s+)?(?P<%s>(?:(?:fe)?males?|(?:wo)?m[ae]n|boys?|girls?)\b)?"
    r"(?:\s+(?:patients?|subjects?|participants?))?"
)
_NEXT_SEX = re.compile(
    rf"\s*[,(\[]?\s*{_SEXED % 'one'}\s*[)\]]?\s*[,;/]?\s*(?:and/or|and|or|but)?\s*[(\[]?\s*{_SEXED % 'other'}[\s:]*",
    re.I,
)


def goes_on_by_sex(text: str, start: int, end: int) -> bool:
    """Whether a bound at `end` is that of the other sex: between it and the one before stands little but a sex."""
    if end - start >= 60 or _A_SEX.search(text, start, end) is None:
        return False
    match = _NEXT_SEX.fullmatch(" ".join(text[start:end].split()))  # long runs of blanks would cost it much time
    return match is not None and (match["one"] or match["other"]) is not None


_BLOOD = frozenset({"serum", "plasma", "blood", "whole blood", "capillary", "venous", "arterial"})
_SPECIMENS = {
    "joint fluid": "synovial fluid", "urinary": "urine", "csf": "CSF", "cerebrospinal fluid": "CSF",
    "salivary": "saliva", "fecal": "stool", "faecal": "stool", "bronchoalveolar lavage": "BAL", "bal": "BAL",
    "ascitic fluid": "ascites", "ascitic": "ascites",
}  # fmt: skip
_FLUID = r"(?:synovial|joint|pleural|peritoneal|pericardial|ascitic|amniotic|seminal|cerebrospinal)\s+fluid"
_SPECIMEN = re.compile(
    rf"(?<![^\W\d_])({_FLUID}|serum|plasma|urine|urinary|(?:whole|cord)\s+blood|blood|CSF|capillary|venous|arterial|saliva(?:ry)?"
    r"|sputum|stool|f(?:a?e)cal|sweat|ascit(?:es|ic)|bronchoalveolar\s+lavage|BAL|dialysate|vitreous)\s+(?:total\s+)?\Z",
    re.I,
)


def specimen_before(text: str, start: int) -> Found | None:
    """The specimen named right before a lab."""
    match = _SPECIMEN.search(text, max(0, start - 32), start)
    return Found(specimen_name(match[1]), match.start(1), match.end(1)) if match else None


def specimen_name(words: str) -> str:
    """The one name of a specimen: ``saliva`` of "salivary"."""
    word = " ".join(words.casefold().split())
    return _SPECIMENS.get(word, word)


def in_specimen(thing: Analyte, specimen: str) -> Analyte | None:
    """What is measured where a lab is asked of another specimen than blood; None where no table has that.

    A lab whose own names name the specimen ("albumin-to-creatinine ratio" of urine) is itself.
    """
    if specimen in _BLOOD:
        return thing
    of_that = analytes().get(thing.id.replace("lab:", f"lab:{specimen.casefold().replace(' ', '_')}_", 1))
    if of_that is not None:
        return of_that
    return thing if not _own_specimens(thing.id).isdisjoint((specimen.casefold(), "ratio", "clearance")) else None


@cache
def _own_specimens(id: str) -> frozenset[str]:
    words = " ".join((analytes()[id].name, *analytes()[id].synonyms)).casefold()
    found = {m[0] for m in re.finditer(r"[a-z]+(?:\s+fluid)?", words)} | set(words.split())
    return frozenset(_SPECIMENS.get(word, word).casefold() for word in found)
