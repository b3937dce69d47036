"""What MACCROBAT states of a patient, as things like a patient's facts: each once, with every place it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from eligo.corpus.maccrobat import CaseMention, CaseReport
from eligo.entities.durations import NUMBER, number_value

__all__ = ["GoldFact", "ItemType", "Place", "gold_facts", "numbers", "years"]

ItemType: TypeAlias = Literal["age", "sex", "lab", "medication", "dose", "disease", "symptom", "result in words"]
Span: TypeAlias = tuple[int, int]
Value: TypeAlias = tuple[float, ...] | str | None

_NAMED: Mapping[str, ItemType] = {
    "Medication": "medication", "Disease_disorder": "disease", "Sign_symptom": "symptom",
}  # fmt: skip
_FEMALE = re.compile(r"\b(?:female|wom[ae]n|girl|lady|mother|f)\b", re.I)
_MALE = re.compile(r"\b(?:male|m[ae]n|boy|gentleman|father|m)\b", re.I)
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,·]\d+)?|\.\d+")
_AMOUNT = re.compile(r"\d\s*(?:[kmnuµμ]?g|mcg|m?l|i\.?u|u|units?|m?mol|meq|c?gy)\b", re.I)
_AGE = re.compile(NUMBER, re.I)
_PARTS = {"month": 12.0, "week": 365.25 / 7, "day": 365.25}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing stands: the marks that make it, and those that modify it (which a fact may take in or not)."""

    parts: tuple[Span, ...]
    modifiers: tuple[Span, ...] = ()

    def meets(self, start: int, end: int) -> bool:
        """Whether a span overlaps every part."""
        return all(s < end and start < e for s, e in self.parts)

    def same(self, start: int, end: int) -> bool:
        """Whether a span covers the parts and ends where they or their modifiers end."""
        low, high = min(s for s, _ in self.parts), max(e for _, e in self.parts)
        starts = {low, *(s for s, _ in self.modifiers if s < low)}
        ends = {high, *(e for _, e in self.modifiers if e > high)}
        return start in starts and end in ends


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One thing.

    Attributes:
        places: those of its mentions; one is enough to find it.
        value: the numbers of a lab, a dose or an age (in years); a sex; None where nothing but the name counts.
    """

    type: ItemType
    text: str
    places: tuple[Place, ...]
    value: Value = None


def gold_facts(report: CaseReport) -> tuple[list[GoldFact], int]:
    """The things of a case report, and how many values and doses were left out.

    Left out are those that modify no procedure or medication, and dosages without an amount ("daily").
    """
    mentions = report.by_id()
    modifiers: dict[str, list[CaseMention]] = {}
    modified: dict[str, list[CaseMention]] = {}
    for relation in report.relations:
        if relation.type == "MODIFY":
            by, of = (mentions[id] for id in relation.ids)
            modifiers.setdefault(of.id, []).append(by)
            modified.setdefault(by.id, []).append(of)
    found: list[GoldFact] = [*_people(report)]
    for same in _things(report):
        places = tuple(_place((m,), modifiers) for m in same)
        found.append(GoldFact(_NAMED[same[0].type], same[0].text, places))
    left_out = 0
    for value in report.mentions:
        wanted = {"Lab_value": "Diagnostic_procedure", "Dosage": "Medication"}.get(value.type)
        if wanted is None:
            continue
        named = [m for m in modified.get(value.id, ()) if m.type == wanted]
        figures = numbers(value.text)
        if not named or (wanted == "Medication" and not _AMOUNT.search(value.text)):
            left_out += 1
            continue
        type_: ItemType = "dose" if wanted == "Medication" else "lab" if figures else "result in words"
        for name in named:
            place = _place((name, value), modifiers)
            found.append(GoldFact(type_, f"{name.text}: {value.text}", (place,), figures or None))
    return list(_once(found)), left_out


def numbers(text: str) -> tuple[float, ...]:
    """The numbers written in digits, in their order; a comma groups thousands before three digits, else is a point."""
    found = (re.sub(r",(?=\d{3}(?!\d))", "", m[0]) for m in _FIGURE.finditer(text))
    return tuple(float(re.sub("[,·]", ".", figure)) for figure in found)


def years(text: str) -> float | None:
    """An age in years; None where no number is read in it. Years unless a unit is written."""
    found = _AGE.search(text)
    if found is None:
        return None
    unit = next((n for word, n in _PARTS.items() if word in text.casefold()), 1.0)
    return round(number_value(found[0]) / unit, 2)


def _people(report: CaseReport) -> Iterator[GoldFact]:
    """The patient's age and sex: the first of each that can be read."""
    for mention in (m for m in _in_order(report.mentions) if m.type == "Age"):
        age = years(mention.text)
        if age is not None:
            yield GoldFact("age", mention.text, (Place(mention.spans),), (age,))
            break
    for mention in (m for m in _in_order(report.mentions) if m.type == "Sex"):
        sex = "female" if _FEMALE.search(mention.text) else "male" if _MALE.search(mention.text) else None
        if sex is not None:
            yield GoldFact("sex", mention.text, (Place(mention.spans),), sex)
            break


def _things(report: CaseReport) -> Iterator[list[CaseMention]]:
    """Medications, diseases and symptoms, the mentions of one thing together: in the same words and of the same
    polarity, or linked as IDENTICAL."""
    groups: dict[str, int] = {}
    words: dict[tuple[str, str, str | None], int] = {}
    named = [m for m in _in_order(report.mentions) if m.type in _NAMED]
    for n, mention in enumerate(named):
        key = (mention.type, " ".join(mention.text.casefold().split()), mention.polarity)
        groups[mention.id] = words.setdefault(key, n)
    kinds = {m.id: (m.type, m.polarity) for m in named}
    for relation in report.relations:
        one, other = relation.ids[0], relation.ids[-1]
        if relation.type == "IDENTICAL" and one in kinds and kinds[one] == kinds.get(other):
            low, high = sorted((groups[one], groups[other]))
            groups = {id: low if group == high else group for id, group in groups.items()}
    for group in sorted(set(groups.values())):
        yield [m for m in named if groups[m.id] == group]


def _place(mentions: Sequence[CaseMention], modifiers: Mapping[str, Sequence[CaseMention]]) -> Place:
    by = [m for mention in mentions for m in modifiers.get(mention.id, ())]
    return Place(tuple((m.start, m.end) for m in mentions), tuple((m.start, m.end) for m in by))


def _once(facts: Sequence[GoldFact]) -> Iterator[GoldFact]:
    """The same thing with the same value, written twice, is one."""
    kept: dict[tuple[object, ...], GoldFact] = {}
    for n, fact in enumerate(facts):
        words = " ".join(fact.text.casefold().split())
        key = (fact.type, words, fact.value) if fact.type in ("lab", "dose", "result in words") else (n,)
        earlier = kept.get(key)
        kept[key] = fact if earlier is None else GoldFact(
            fact.type, earlier.text, (*earlier.places, *fact.places), fact.value
        )  # fmt: skip
    yield from kept.values()


def _in_order(mentions: Sequence[CaseMention]) -> list[CaseMention]:
    return sorted(mentions, key=lambda m: (m.start, m.end))
