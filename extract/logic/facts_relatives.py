"""Whose it is: a relative's, the husband's, or a mother's at a birth; and denials about the whole family."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eligo.schema import Cue, Mention

if TYPE_CHECKING:
    from .facts_context import NoteContext

__all__ = ["denies_family", "of_relative"]

_NEAR = 160  # characters around a thing that are looked at

_OF_FAMILY = re.compile(r"\b(?:family|familial|fhx?|relatives?)\b", re.I)
_ONE_RELATIVE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|aunt|uncle|cousin|grand\w+|parent|sibling|niece|nephew|twin|mom|dad"
    r"|wife|husband|spouse|partner|child(?:ren)?)s?\b",
    re.I,
)
_RELATIVE_IS = re.compile(
    r"\s*(?P<whose>his|her|their|the\s+patient['’]s)\s+(?:(?:maternal|paternal|older|younger|elder|twin|half|late)[\s-]+)*"
    r"(?:mother|father|brother|sister|son|daughter|aunt|uncle|cousin|grand\w+|husband|wife|spouse|partner|nephew|niece)s?"
    r"(?:\s*[,(]\s*(?:(?:now|aged?|who\s+is)\s+)*\d{1,3}(?:\s*(?:years?|yrs?|y/?o)(?:\s+(?:old|of\s+age))?)?\s*[,)])?"
    r"\s+(?:was|is|has|had|also|died|suffer\w*|underwent|and\s+\w+\s+(?:has|have|had))\b",
    re.I,
)
_POSSESSIVE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|aunt|uncle|cousin|grand\w+|mom|dad)['’]s\s+(?:(?!with\b|has\b|had\b|and\b)[\w-]+\s+){0,2}$",
    re.I,
)
_TO_MOTHER = re.compile(r"[^.;]{0,60}?\bto\s+(?:an?|the|this)\s+[^.;,]{0,40}?\b(?:mother|woman|mom)\b", re.I)
_BIRTH = re.compile(r"\b(?:born|delivered|birth|infant|newborn|neonate|baby)\b", re.I)
_PATIENT = {  # where the sentence turns to the patient, by whose relative it began with: "her husband …, he …"
    "her": re.compile(r"[;:]|\b(?:she|patient|pt|but|while|whereas|who)\b", re.I),
    "his": re.compile(r"[;:]|\b(?:he|patient|pt|but|while|whereas|who)\b", re.I),
    "": re.compile(r"[;:]|\b(?:she|he|patient|pt|but|while|whereas|who)\b", re.I),
}
_OR_ALSO = re.compile(r"\bn?or\s+(?:(?:an?|any|significant|relevant|known)\s+){0,3}$", re.I)
_JOINED = re.compile(r"(?:\s+[\w/-]+){0,4}\s*")


def of_relative(context: NoteContext, mention: Mention) -> Cue | None:
    """The words that say that a relative is the sentence's subject: ``Her husband has colon cancer and is undergoing
    chemotherapy``."""
    at = mention.start - context.offset
    first = max(0, at - 60)
    head = context.text[first:at]
    if owner := _POSSESSIVE.search(head):
        return _family_cue(context, first + owner.start(), at)
    mother = mention.label != "procedure" and "to" in context.text[at : at + 100]
    behind = _TO_MOTHER.match(context.text, mention.end - context.offset) if mother else None
    if behind is not None and _BIRTH.search(context.text, 0, at):
        # "born by section for preeclampsia to a 29-year-old mother"
        return _family_cue(context, behind.start(), behind.end())
    subject = _RELATIVE_IS.match(context.text)
    if subject is None or at < subject.end():
        return None
    turns = _PATIENT.get(subject["whose"].casefold(), _PATIENT[""])
    if turns.search(context.text, subject.end(), at) is not None:
        return None
    return _family_cue(context, subject.start(), subject.end())


def _family_cue(context: NoteContext, start: int, end: int) -> Cue:
    words = context.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return Cue("family", context.text[start:end], start + context.offset, end + context.offset)


def denies_family(context: NoteContext, mention: Mention, cues: tuple[Cue, ...]) -> bool:
    """``no family history of gout``, and not ``mother without gout`` nor ``no fever, family history of gout``."""
    if _ONE_RELATIVE.search(context.before(mention)[-_NEAR:]) or _ONE_RELATIVE.search(context.after(mention)[:_NEAR]):
        return False
    families = [c for c in cues if c.category == "family"]
    if not families:
        return context.section == "family_history"
    offset, denials = context.offset, [c for c in cues if c.category == "negated"]
    return all(_OF_FAMILY.search(c.text) for c in families) and any(
        denial.start >= family.end
        or _JOINED.fullmatch(context.text, denial.end - offset, family.start - offset)
        or _OR_ALSO.search(context.text[max(denial.end - offset, family.start - offset - 30) : family.start - offset])
        for denial in denials
        for family in families
    )
