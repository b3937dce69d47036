"""The names that bounds belong to: measured things with their abbreviations, and lists of them that share a bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from eligo.entities.analytes import Analyte, Scale, by_concept
from eligo.schema import Mention

from .bounds_corrected import corrected_thing, correction

__all__ = [
    "Name",
    "boundaries",
    "coordinated",
    "find_names",
    "said_again",
    "tight",
    "without_ages",
    "without_explained",
]

_ABBREVIATION = re.compile(r"\s*[(\[]\s*(?P<abbr>[A-Za-zα-ω][\w.+/\-]{0,14}(?:\s?[A-Z]{1,3})?)\s*[)\]]")
_OPEN = re.compile(r"\s*[(\[,]\s*(?:or|also\s+(?:called|known\s+as)|i\.?e\.?,?|=)?\s*", re.I)
_CLOSE = re.compile(r"[\s,]*(?:[\w.\-]{1,12}\s*)?[)\]]")
_CLOSE_BEHIND = re.compile(r"\s*[;,][^()\[\]<>≤≥\d;]{2,60}(?:[(\[][\w\s./-]{1,16}[)\]])?\s*[)\]]")
_SYNONYM = re.compile(r"\s*(?:/|\bor\b|,\s*or\b|=|-)\s*(?:serum\s+|plasma\s+)?", re.I)
_EXPLAINED = re.compile(
    r"\s*[(\[](?=[^()<>≤≥]{0,80}\b(?:based\s+on|calculated|estimated|derived|using|divided|multiplied|formula|according|scores?|ratio)\b"
    r"|[^()<>≤≥]{0,60}[×*])[^()\[\]<>≤≥;]{4,120}[)\]](?=[\s)]*(?:[<>≤≥=]|of|is|was|must|should|above|below|at|greater|less|more|lower|higher|between|from|\d))",
    re.I,
)
_WORDS = """
    male males female females men women man woman fasting inclusive exclusive if or and each both local central
    corrected unless
"""
_NOT_ABBREVIATION = frozenset(_WORDS.split())
_HARD = re.compile(r";|\n(?:\s*\n|\s*(?:[-•*▪·●]|\d{1,2}[.)])\s)|\.(?<!\.\.)(?=\s+[A-Z(]|\s*\Z)")
_COORDINATION = re.compile(
    r"\s*(?:[,/&+]|\b(?:and\s*/\s*or|and|n?or|as\s+well\s+as|along\s+with|together\s+with|plus)\b|\s){1,4}\s*(?:(?:both|either|also|total|serum|plasma|blood|the|their|levels?|of|urine|whole|a|an|direct|absolute|complete|predicted|postoperative|PPO|fasting|mean|radio-?isotop(?:e|ic)|radionuclide|nuclear|isotop(?:e|ic)|MDRD|CKD-EPI|Cockcroft[\s-]+(?:and\s+)?Gault|and|or)\b\s*)*",
    re.I,
)
# A member of a list that no table knows: "AST, ALT, alfa-GT and alkaline phosphatase".
_STRANGER = re.compile(r"\s*,\s*(?=\w*-?[A-Z])[A-Za-z][\w-]{1,14}\s*(?:,\s*(?:and\s+|or\s+)?|/|\b(?:and|or|and/or)\s+)")
# What an index is made of: "BMI (weight in kg divided by the square of height)".
_FORMULA = re.compile(
    r"\s*[(\[](?=[^.]{0,60}\b(?:weight|height|kg)\b)"
    r"(?:[^()\[\]<>≤≥]|[(\[](?:[^()\[\]<>≤≥]|\([^()\[\]<>≤≥]{0,30}\)){0,60}[)\]]){0,160}[)\]]",
    re.I,
)
# What else may be measured: "creatinine clearance (GFR can also be used in place of …)".
_INSTEAD = re.compile(
    r"\s*\((?=[^()<>≤≥]{0,60}\b(?:can|may)\s+(?:also\s+)?be\s+used\b)[^()<>≤≥]{0,160}(?:\([^()<>≤≥]{0,40}\)[^()<>≤≥]{0,80}){0,2}\)",
    re.I,
)
_VALUES = re.compile(
    r"(?:clinical\s+|screening\s+)?lab(?:oratory)?\s+(?:test\s+)?(?:values?|results?|parameters?|tests?)", re.I
)
_EMPTY = re.compile(r"\(\s*\)")
# Whose score it is, by age: "Karnofsky (for those > 16 years) or Lansky (≤ 16 years) of 60 or more".
_FOR_AGES = re.compile(
    r"\bage[ds]?\s*[<>≤≥]\s*=?\s*\d{1,2}\b(?:\s*(?:years?|yrs?))?|"
    r"(?:(?:\b(?:for|if|in|when|use\s+for|used\s+for)\s+)?(?:the\s+)?(?:\b(?:patients?|participants?|subjects?|children|adults?|those|individuals|recipients|who|is|are|aged?|they)\s+)*"
    r"(?:[<>≤≥]\s*=?|=\s*[<>]|\b(?:(?:greater|less|older|younger|more)\s+than(?:\s+or\s+equal\s+to)?|over|under|above|below|at\s+least)\b)\s*"
    r"(?:the\s+)?(?:ages?\s+of\s+)?\d{1,2}\s*(?:years?|yrs?\.?|y/?o)\b(?:\s+(?:of\s+age|old))?(?:\s+or\s+(?:older|younger|over|under))?)|"
    r"\((?:\s*(?:patients?|participants?|subjects?|aged?))*\s*\d{1,2}\s*(?:years?|yrs?)\s+(?:of\s+age\s+)?(?:or|and)\s+(?:older|younger|over|under)\s*\)",
    re.I,
)
_LIST_WORDS = re.compile(r"\s*(?:levels?|values?|counts?|concentrations?|tests?|results?|measurements?)?\s*", re.I)
# Words that only tie a name to its number.
_TIES = """
    of is are was were be been being must should shall has have having had to with a an the at as level levels value
    values count counts concentration concentrations result results measurement measurements measured score scores
    ratio index total serum plasma blood defined who that which both all either each screening baseline absolute
    corrected calculated estimated determined rate rates elevation elevations elevated increase increased decreased
    for in by adequate peripheral fasting resting test tests reading readings ranging range ranges mean average
    between from greater and male female males females men women not performance status scale time interval target
    pretreatment whole function functions activity per confirmed documented persistent persistently sustained
    currently current including include showing show shows patients patient subject subjects on any if does do will
    can may need needs required least laboratory lab within than units unit up equal ie i.e eg e.g according minimum
    maximum initial post pre value's known out outside rest allowed acceptable specified following
    cutoff cutoffs performed obtained maintained rated
"""
_TIE = frozenset(_TIES.split())
_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[^\w\s]", re.UNICODE)


@dataclass(slots=True)
class Name:
    """A measured thing in the statement; offsets count in the statement's text.

    Attributes:
        start, end: the name alone.
        stop: with the abbreviations and synonyms behind it.
        covers: all spans that name it.
    """

    mention: Mention
    thing: Analyte | Scale | None
    start: int
    end: int
    stop: int
    covers: list[tuple[int, int]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What the mention's concept is called in the tables; its name where it has none."""
        return self.mention.concept.id if self.mention.concept else self.mention.name


def find_names(text: str, offset: int, mentions: Sequence[Mention], labels: frozenset[str]) -> list[Name]:
    """The mentions with one of `labels`, those of one thing side by side joined: ``neutrophil count (ANC)``."""
    names: list[Name] = []
    others = "be used" in text
    formula = 0  # where the formula of the last name ends
    for mention in mentions:
        if mention.label not in labels:
            continue
        start, end = mention.start - offset, mention.end - offset
        if others and names and start > names[-1].stop and (instead := _INSTEAD.match(text, names[-1].stop)):
            names[-1].covers.append((names[-1].stop, instead.end()))
            names[-1].stop = formula = instead.end()
        if start < formula:
            continue
        if names:
            last = names[-1]
            if start < last.stop:
                if mention.concept is not None and last.id == mention.concept.id:
                    last.covers.append((start, end))
                    continue
                if start < last.end or _shortens(text, last, start, end) or _glosses(last, mention):
                    continue
            elif mention.concept is not None and last.id == mention.concept.id and start - last.stop < 24:
                glue = text[last.stop : start]
                if (_OPEN.fullmatch(glue) and "(" in glue) or "[" in glue:
                    close = _CLOSE.match(text, end) or _closed_behind(text, offset, end, last.id, mentions)
                    if close:
                        last.stop = close.end()
                        last.covers.append((last.end, last.stop))
                        continue
                elif not glue.strip(" )]:-\n\t") and (
                    "(" in text[max(0, last.start - 2) : last.start + 1] or ")" not in glue
                ):
                    last.end = last.stop = end
                    last.covers.append((start, end))
                    last.stop = _abbreviation(text, end, text[start:end])
                    continue
                elif _SYNONYM.fullmatch(glue):
                    last.stop = _abbreviation(text, end)
                    last.covers.append((last.end, last.stop))
                    continue
        if names and _VALUES.fullmatch(text, start, end) and not text[names[-1].stop : start].strip():
            names[-1].covers.append((start, end))  # "calcium laboratory values"
            names[-1].stop = end
            continue
        thing = by_concept(mention.concept.id) if mention.concept else None
        name = Name(mention, thing, start, end, end, [(start, end)])
        name.stop = _abbreviation(text, end, text[start:end])
        if name.id == "vital:bmi" and (made_of := _FORMULA.match(text, end)):
            name.stop = formula = made_of.end()
        if made := correction(text, name.stop):
            name.stop = formula = made.end()
            other = corrected_thing(thing if isinstance(thing, Analyte) else None, made)
            if other is not None:
                name.mention, name.thing = replace(mention, name=other.name, concept=other.concept), other
        if name.stop > end:
            name.covers.append((end, name.stop))
        names.append(name)
    return names


def _glosses(name: Name, mention: Mention) -> bool:
    """Whether a measure in brackets only stands for the one before it: ``creatinine clearance (GFR)``."""
    inside = by_concept(mention.concept.id) if mention.concept is not None else None
    return all(isinstance(t, Analyte) and t.id in _FILTRATION for t in (name.thing, inside))


_FILTRATION = frozenset(("lab:creatinine_clearance", "lab:egfr"))


def _shortens(text: str, name: Name, start: int, end: int) -> bool:
    """Whether what stands in brackets behind a name shortens only its last words: ``systolic blood pressure (BP)``."""
    words = text[name.start : name.end].casefold().split()
    letters = text[start:end].casefold()
    return 1 < len(letters) < len(words) and letters == "".join(w[0] for w in words[-len(letters) :])


def _closed_behind(text: str, offset: int, end: int, id_: str, mentions: Sequence[Mention]) -> re.Match[str] | None:
    """The rest of brackets that give one thing two more names: ``(AST; serum … transaminase [SGOT])``."""
    close = _CLOSE_BEHIND.match(text, end)
    if close is None:
        return None
    inside = [m for m in mentions if end <= m.start - offset < close.end()]
    return close if inside and all(m.concept is not None and m.concept.id == id_ for m in inside) else None


def _abbreviation(text: str, end: int, name: str = "") -> int:
    match = _ABBREVIATION.match(text, end)
    if match is None:
        return end
    abbr = match["abbr"]
    if abbr.casefold() in _NOT_ABBREVIATION:
        return end
    if any(c.isupper() for c in abbr) or (
        name[:1].casefold() == abbr[0] and len(abbr) <= 5 and _within(abbr, name.casefold())
    ):
        return match.end()
    return end


def _within(abbr: str, name: str) -> bool:
    """Whether the letters of `abbr` stand in `name` in this order."""
    letters = iter(name)
    return all(c in letters for c in abbr)


def without_ages(text: str) -> str:
    """`text` with spaces in place of the ages that performance scores are for, where there are scores for two ages."""
    return _FOR_AGES.sub(lambda m: " " * len(m.group()), text) if "ansky" in text else text


def boundaries(text: str) -> list[int]:
    """Where a clause ends for good: semicolons, sentence ends, bullets."""
    return [m.start() for m in _HARD.finditer(text)]


def coordinated(text: str, left: Name, right: Name) -> bool:
    """Whether two names stand in one list: ``AST and/or ALT``, ``INR, APTT``."""
    glue = text[left.stop : right.start]
    if not glue.strip():
        return False
    glue = " ".join(glue.split()) if len(glue) >= 60 else glue
    trimmed = glue[_LIST_WORDS.match(glue).end() :]  # type: ignore[union-attr]
    trimmed = _EMPTY.sub(" ", trimmed).lstrip(")] ")
    if _STRANGER.fullmatch(trimmed):
        return True
    return len(glue) < 60 and _COORDINATION.fullmatch(trimmed.replace("(", " ")) is not None


def tight(glue: str) -> bool:
    """Whether only tying words and marks stand in `glue`."""
    if len(glue) > 90:
        return False
    return all(t.casefold() in _TIE or not t[0].isalnum() for t in _TOKEN.findall(glue))


def said_again(text: str, first: Sequence[Name], end: int, second: Sequence[Name]) -> bool:
    """``BMI: 18 ≤ BMI ≤ 30``: whether the one name stands again where the number (which ends at `end`) does."""
    if len(first) != 1 or len(second) != 1 or first[0] is second[0] or first[0].id != second[0].id:
        return False
    return end <= second[0].start and not text[end : second[0].start].strip()


def without_explained(text: str, names: Sequence[Name]) -> list[Name]:
    """The names but those that only explain the one before its bound: ``eGFR (based on serum creatinine) < 60``."""
    kept: list[Name] = []
    ends = 0
    for name in names:
        if kept and name.start >= ends and kept[-1].id != "vital:bp":
            told = _EXPLAINED.match(text, kept[-1].stop)
            ends = told.end() if told is not None else ends
        if kept and kept[-1].stop <= name.start and name.end <= ends:
            kept[-1].covers += name.covers
        else:
            kept.append(name)
    return kept
