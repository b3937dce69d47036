"""Doses of drugs, and lines of therapy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.lexicon import default_lexicon
from eligo.schema import Mention, Quantity, Range

__all__ = ["is_dose_unit", "read_doses", "read_lines"]

_DOSE_UNITS = re.compile(
    r"(?:k?g|[mun]g|m?L|[IU]|\[IU\]|U|mmol|Gy|cGy)(?:/(?:kg|m2))?(?:/(?:d|wk|mo|h|min))?|\[IU\](?:/(?:kg|d|wk|m2))*|U/(?:kg|d|wk)(?:/d)?"
)
_NEAR_AFTER = re.compile(
    r"[\s-]*\(?\s*(?:(?:of|a|an|the|oral|daily|per|day|systemic|total|dose|doses?|equivalent|equivalents?|to|or|iv|intravenous|inhaled|once|each|qd|bid|orally|po|"
    r"more|less|in|any|methyl|other|dosage|stable|current|with)\b[\s-]*)*\(?",
    re.I,
)
_NEAR_BEFORE = re.compile(
    r"[\s,:(\[-]*(?:(?:at|a|an|the|in|of|dose|doses?|dosage|dosing|daily|equivalents?|or|to|is|are|greater|than|systemic|oral|total|stable|requiring|use|up|low|high|"
    r"therapy|treatment|therapies|per|day|with|maintenance|chronic|its|if|acid|with|and|dosages?|exceeding|receiving|medications?|by|mouth|corticosteroids?|was|must|be|taken|given|administered|"
    r"other|equivalent|which|that|not|allowed|such|physiologic|physiological|replacement|levels?)\b[\s,:(\[-]*)*",
    re.I,
)
_ALTERNATIVE = frozenset({"or", "a", "an", "the", "any", "other", "oral"})
_FAR = 100  # characters: further than any drug that is looked at
_MASSES = frozenset({"mg", "ug", "g", "mg/kg", "ug/kg"})
_LIFETIME = frozenset({"mg/m2", "g/m2", "mg/kg"})
_NEXT_DRUG = re.compile(
    r"\s*(?:of|for|\()?\s*[^\W\d][\w-]{3,24}\s*\)?\s*(?:,\s*)?(?:and/or|and|or|,|/)\s*(?:an?\s+|of\s+|for\s+)*"
    r"|\s*,?\s*(?:and/or|and|or|/)\s*[^\W\d][\w-]{3,24}\s*",
    re.I,
)
_DAILY_BEFORE = re.compile(r"\bdaily\s+(?:dose\s+of\s+)?\Z", re.I)
_DAILY_AFTER = re.compile(
    r"\s*(?:(?:or\s+)?equivalents?\s*)?(?:\)\s*)?(?:daily|(?:per|a|each|every)\s+day|/\s*d(?:ay)?)\b", re.I
)


def _is_daily(text: str, start: int, end: int) -> bool:
    """Whether the words around a drug and its dose say that it is a day's ("10 mg of prednisone per day")."""
    return bool(_DAILY_AFTER.match(text, end) or _DAILY_BEFORE.search(text, max(0, start - 30), start))


def is_dose_unit(unit: str) -> bool:
    """Whether doses are given in this unit (UCUM)."""
    return _DOSE_UNITS.fullmatch(unit) is not None


def _range(quantity: Quantity) -> Range:
    return Range(quantity.low, quantity.low_inclusive, quantity.high, quantity.high_inclusive, quantity.unit)


def _same_side(text: str, offset: int, last: Quantity | None, quantity: Quantity) -> Quantity:
    """ "> 360 mg/m² doxorubicin or 720 mg/m² epirubicin": the second dose is a bound to the same side."""
    if last is None or quantity.unit not in _LIFETIME or quantity.unit != last.unit or not last.comparator:
        return quantity
    if quantity.comparator or quantity.low != quantity.high or (last.low is None) == (last.high is None):
        return quantity
    if not _NEXT_DRUG.fullmatch(text, last.end - offset, quantity.start - offset):
        return quantity
    if last.low is None:
        return replace(quantity, low=None, low_inclusive=None, high_inclusive=last.high_inclusive, comparator=True)
    return replace(quantity, high=None, high_inclusive=None, low_inclusive=last.low_inclusive, comparator=True)


def read_doses(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Mention, Range, tuple[int, int]]]:
    """The doses asked of drugs (``> 10 mg/day prednisone``): the drug, the dose, the span that says so."""
    drugs = [m for m in mentions if m.label == "drug"]
    if not drugs:
        return []
    out = []
    last: Quantity | None = None
    for quantity in _joined(text, offset, quantities):
        if quantity.unit is None or not _DOSE_UNITS.fullmatch(quantity.unit):
            continue
        quantity = last = _same_side(text, offset, last, quantity)
        found: tuple[int, Mention] | None = None
        for drug in drugs:
            if drug.start >= quantity.end:
                glue = text[quantity.end - offset : drug.start - offset]
                words = glue.casefold().split()
                whose = words == ["for"] and quantity.unit in _LIFETIME  # "360 mg/m² for doxorubicin"
                if len(glue) < 60 and (whose or _NEAR_AFTER.fullmatch(glue)):
                    rank = 0 if whose or words == ["of"] else len(glue)  # "20 mg of prednisone"
                    if words[:1] == ["or"] and {*words} <= _ALTERNATIVE:
                        rank += (
                            _FAR  # "A at a dose higher than 40 mg or B": the dose of the one before, if there is one
                        )
                    if found is None or rank < found[0]:
                        found = (rank, drug)
            elif drug.end <= quantity.start:
                glue = text[drug.end - offset : quantity.start - offset]
                if len(glue) < 90 and (
                    _NEAR_BEFORE.fullmatch(glue) or (len(glue) < 45 and not re.search(r"[.;]|\b(?:and|or)\b", glue))
                ):
                    rank = len(glue) + 2
                    if found is None or rank < found[0]:
                        found = (rank, drug)
        if found is None:
            continue
        drug = found[1]
        start, end = quantity.start, quantity.end
        dose = _range(quantity)
        if dose.unit in _MASSES and _is_daily(text, min(drug.start, start) - offset, max(drug.end, end) - offset):
            dose = replace(dose, unit=f"{dose.unit}/d")
        out.append((drug, dose, (start, end)))
    return out


_BETWEEN = re.compile(r"\s*,?\s*(?:but|and)?\s*", re.I)


def _joined(text: str, offset: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, two ends of one dose as one, of which only one is said to be daily.

    "At least 5 mg but not more than 20 mg daily" is 5 to 20 mg a day.
    """
    done: list[Quantity] = []
    for quantity in quantities:
        last = done[-1] if done else None
        if last is not None and last.unit is not None and quantity.unit is not None:
            open_ends = last.low is not None and last.high is quantity.low is None and quantity.high is not None
            unit = last.unit.removesuffix("/d")
            same = unit in _MASSES and unit == quantity.unit.removesuffix("/d") and last.unit != quantity.unit
            if open_ends and same and _BETWEEN.fullmatch(text, last.end - offset, quantity.start - offset):
                done[-1] = replace(
                    last,
                    high=quantity.high,
                    high_inclusive=quantity.high_inclusive,
                    unit=f"{unit}/d",
                    end=quantity.end,
                    text=text[last.start - offset : quantity.end - offset],
                )
                continue
        done.append(quantity)
    return done


_LINE = re.compile(
    r"[\s-]*(?:\(\s*\w+\s*\)\s*)?(?:(?:or\s+(?:more|fewer|less)|prior|previous|different|systemic|additional|of|cytotoxic|distinct|separate|standard|chemotherapy|anti-?\s?cancer|"
    r"anticancer|antineoplastic|chemotherapeutic|treatment|therapy|therapeutic|therapies|targeted|systemic,?|biologic|unique|full|approved|palliative|hormonal|endocrine|earlier)\b[\s,-]*)*?"
    r"(?P<noun>lines?|regimens?|(?:prior|previous)\s+(?:systemic\s+|chemo|anti-?cancer\s+)?(?:therap(?:y|ies)|treatments?)|courses?)\b",
    re.I,
)
_OF = re.compile(
    r"\s*(?:\(s\))?\s*(?:of\s+)?(?:(?:prior|previous|systemic|standard|anti-?cancer|cytotoxic|palliative|any|the|treatment|therapy|with|for|approved|intravenous|combination)\s+)*",
    re.I,
)
_GLUE = re.compile(
    r"[\s-]*(?:\(\s*\w+\s*\)\s*)?(?:(?:or\s+(?:more|fewer|less)|prior|previous|different|additional|of|distinct|separate|full|earlier)\b[\s,-]*)*",
    re.I,
)
_PRIOR = re.compile(r"\b(?:prior|previous)\b", re.I)
_BEHIND = re.compile(r"[\s-]*(?:(?:containing|based|therapy|treatment)\b[\s-]*)*(?:lines?|regimens?|courses?)\b", re.I)
_NUMBERED = re.compile(
    r"\b(?:prior|previous|number\s+of)\s+(?:lines?|regimens?)\s+(?:of\s+)?[\w\s-]{0,50}?[\s:(]*(?:must\s+be|is|was)?\s*\Z",
    re.I,
)
_OR = re.compile(r"\s*(?:\(\s*\w+\s*\)\s*)?or\s*", re.I)
_SYSTEMIC = re.compile(r"\bsystemic\b", re.I)


def read_lines(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Mention, Range, tuple[int, int]]]:
    """Numbers of lines of therapy: the treatment, the number, the span that says so.

    Where no treatment is named the words themselves are the mention (``prior therapy``).
    """
    low = text.lower()
    if (
        "line" not in low
        and "regimen" not in low
        and "prior" not in low
        and "course" not in low
        and "previous" not in low
    ):
        return []
    treatments = [m for m in mentions if m.label in ("drug", "procedure")]
    out = []
    for quantity in _either_number(text, offset, quantities):
        if quantity.unit is not None or quantity.relative_to is not None:
            continue
        at = quantity.end - offset
        named = next((m for m in treatments if m.start >= quantity.end), None)
        match = _LINE.match(text, at, at + 80)
        if (
            named is not None
            and (match is None or match.end() + offset <= named.start)
            and named.start - quantity.end < 60
        ):
            glue = text[at : named.start - offset]
            behind = _BEHIND.match(text, named.end - offset)
            if behind and (_GLUE.fullmatch(glue)):  # "two prior platinum-based chemotherapy lines"
                out.append((named, _range(quantity), (quantity.start, behind.end() + offset)))
                continue
            several = quantity.low is None or quantity.low > 1 or not quantity.low_inclusive
            if several and named.label == "drug" and _PRIOR.search(glue) and _GLUE.fullmatch(glue):
                out.append((named, _range(quantity), (quantity.start, named.end)))  # "two prior kinase inhibitors"
                continue
        if match is None:
            tail = _NUMBERED.search(text, 0, quantity.start - offset)
            if tail is None or tail.end() < quantity.start - offset:
                continue
            kept = _treatment(text, offset, treatments, tail.start() + offset, quantity.end)
            if kept is not None:  # "prior lines of systemic therapy ≤ 3"
                out.append((kept, _range(quantity), (tail.start() + offset, quantity.end)))
            continue
        start, end = quantity.start, match.end() + offset
        mention = _treatment(text, offset, treatments, start, end)
        if mention is None:
            noun = match.start("noun")
            systemic = _SYSTEMIC.search(text, match.start(), noun)
            known = default_lexicon().whole("systemic therapy") if systemic else None
            if systemic and known is not None:  # "two prior systemic regimens"
                first = systemic.start()
                mention = replace(known, text=text[first : match.end()], start=first + offset, end=end)
            else:
                mention = Mention("drug", "prior therapy", text[noun : match.end()], noun + offset, end)
        out.append((mention, _range(quantity), (start, end)))
    return out


def _either_number(text: str, offset: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """ "One or two prior lines": two numbers in a row are one range."""
    out: list[Quantity] = []
    for quantity in quantities:
        last = out[-1] if out else None
        if last is not None and last.low is not None and last.low == last.high and last.unit is quantity.unit is None:
            next_one = quantity.low == quantity.high == last.low + 1
            if next_one and _OR.fullmatch(text, last.end - offset, quantity.start - offset):
                out[-1] = replace(last, end=quantity.end, high=quantity.high, high_inclusive=True)
                continue
        out.append(quantity)
    return out


def _treatment(text: str, offset: int, treatments: Sequence[Mention], start: int, end: int) -> Mention | None:
    before: Mention | None = None
    for mention in treatments:
        if start <= mention.start < end:
            return mention
        if mention.start >= end:
            glue = text[end - offset : mention.start - offset]
            if len(glue) < 60 and (
                _OF.fullmatch(glue)
                or (len(glue) < 40 and not re.search(r"[.;,]|\b(?:and|or|includ(?:ing|es|ed?))\b|\bfor\b.*\(", glue))
            ):
                return mention
            break
        if (
            mention.end <= start
            and start - mention.end < 30
            and not re.search(r"[.;]", text[mention.end - offset : start - offset])
        ):
            before = mention
    return before
