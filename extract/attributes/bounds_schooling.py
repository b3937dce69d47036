"""School grades: ``less than a 7th grade education``, ``able to read at the 8th grade level``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.entities.analytes import analytes
from eligo.entities.comparators import comparator_after, comparator_before
from eligo.schema import Constraint, Leaf

__all__ = ["schooling_leaves", "tells_grade"]

_SPELT = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS = {word: n for n, word in enumerate(_SPELT.split(), start=1)}
_GRADE = re.compile(
    rf"\b(?P<n>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})[\s-]+grade\b(?P<tail>(?:[\s-]+(?:or\s+(?P<more>higher|above|better|greater)|"
    r"or\s+equivalent|english|spanish))*)(?P<what>[\s-]+(?:reading(?:[\s-]+(?:level|ability|skills?|comprehension))?"
    r"|education(?:al)?(?:[\s-]+level)?|levels?(?:\s+of\s+(?:education|schooling|reading|literacy))?|school(?:ing)?|literacy(?:[\s-]+level)?))?",
    re.I,
)
_READ = re.compile(r"\b(?:read|reads|reading|literacy|comprehen\w+)\b", re.I)
_SCHOOL = re.compile(r"\b(?:education(?:al)?|school(?:ing)?|completed|completion)\b", re.I)
_ARTICLE = re.compile(r"\b(?:an?|the)\s+\Z", re.I)


def tells_grade(text: str) -> bool:
    """Whether looking for school grades is worth it."""
    return "grade" in text and ("th" in text or "rd" in text)


def schooling_leaves(text: str, offset: int) -> Iterator[Leaf]:
    """What a text asks of schooling: years of education, or a reading level, which has no concept.

    Without a word that says which side is meant, a grade is the least (``assumed``). That a grade is a year of
    education is assumed, too.

    Args:
        offset: where the text starts in the document.
    """
    for found in _GRADE.finditer(text):
        near = text[max(0, found.start() - 60) : found.end()]
        reading = _READ.search(near) is not None
        if not reading and not (_SCHOOL.search(near) and found["what"]):
            continue
        word = found["n"].casefold()
        years = float(_ORDINALS[word] if word in _ORDINALS else int(word[:-2]))
        article = _ARTICLE.search(text, max(0, found.start() - 5), found.start())
        at = article.start() if article else found.start()
        comparator = comparator_before(text, at) or comparator_after(text, found.end())
        start = min(found.start(), comparator.start) if comparator else found.start()
        end = max(found.end(), comparator.end) if comparator else found.end()
        high = comparator is not None and comparator.bound == "high"
        closed = comparator.inclusive if comparator else True
        assumed = ("name", "unit") if not reading else ()
        if comparator is None and not found["more"]:
            assumed = (*assumed, "comparator")
        measure = None if reading else analytes()["demo:education"]
        constraint = Constraint(
            "measurement", measure.name if measure else "reading level", text[start:end], start + offset, end + offset,
            measure.concept if measure else None, None if high else years, None if high else closed,
            years if high else None, closed if high else None, "a" if measure else "{grade}", assumed=assumed,
        )  # fmt: skip
        yield Leaf(constraint, found.start() + offset, found.end() + offset, ((start + offset, end + offset),))
