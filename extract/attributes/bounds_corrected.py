"""Values that are corrected for something else: what they are corrected for asks nothing by itself."""

from __future__ import annotations

import re

from eligo.entities.analytes import Analyte, analytes

__all__ = ["corrected_thing", "correction"]

_FOR = (
    r"(?:hypo)?albumin(?:a?emia)?|(?:hyper)?glyca?emia|glucose|(?:total\s+)?proteins?|ha?emoglobin|Hgb?|Hb|ha?ematocrit|altitude|elevation|"
    r"heart\s+rate|rate|alveolar\s+volume|VA|volume|body\s+surface\s+area|BSA|(?:body\s+)?weight|height|age|sex|gender|race|ethnicity|"
    r"(?:blood\s+)?pH|gestational\s+age|gestation|prematurity|inflammation|CRP|triglycerides?|creatinine|temperature|barometric\s+pressure"
)
_OWN = r"(?:(?:the|serum|plasma|blood|patient['’]?s?|low|elevated|high|both|local|sea\s+level)\s+)*"
_CORRECTION = re.compile(
    r"\s*[,(\[]?\s*(?:(?:when|if|as|after|with|and)\s+)?(?:corrected|adjusted|normali[sz]ed|correction|adjustment)\s+(?:for|to|by|with)\s+"
    rf"{_OWN}(?P<for>(?:{_FOR})\b(?:\s*(?:,\s*(?:and\s+)?|and(?:/or)?\s+|or\s+|/|&)\s*{_OWN}(?:{_FOR})\b)*)"
    r"(?:\s+(?:levels?|concentrations?|values?)\b)?(?:\s*[)\]])?",
    re.I,
)
_CORRECTED = re.compile(r"\s*[(\[]\s*(?P<for>albumin|proteins?|rate)[-\s]+(?:adjusted|corrected)\s*[)\]]", re.I)
_WORD = re.compile(r"correct|adjust|normali", re.I)
_REACH = 12
_AS = {  # what a value is called once it is corrected, and for what
    "lab:calcium": ("lab:corrected_calcium", re.compile(r"albumin|protein", re.I)),
    "ecg:qt": ("ecg:qtc", re.compile(r"rate", re.I)),
}


def correction(text: str, pos: int) -> re.Match[str] | None:
    """The words at `pos` that say what a value is corrected for ("(corrected for hemoglobin)"), or None."""
    if _WORD.search(text, pos, pos + _REACH + 12) is None:
        return None
    return _CORRECTION.match(text, pos) or _CORRECTED.match(text, pos)


def corrected_thing(thing: Analyte | None, found: re.Match[str]) -> Analyte | None:
    """What a thing is once it is corrected so: calcium corrected for albumin is corrected calcium."""
    known = _AS.get(thing.id) if thing is not None else None
    return analytes()[known[0]] if known is not None and known[1].search(found["for"]) else None
