"""Words that say by what formula a value is got: they ask nothing beside the value, whose `method` they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.bounds_context import find_method
from eligo.entities.analytes import analytes
from eligo.entities.hints import PartsOfWords
from eligo.schema import Analysis, Concept, Leaf

__all__ = ["formulas", "method_names", "repeated_names", "with_method"]

_NOUN = (
    r"(?:\s*(?:['’´`]s?)?(?:[\s-]+(?:correction|corrected|prediction|estimation|study|creatinine(?:[-\s]+cystatin\s*C)?|cystatin\s*C|"
    r"abbreviated|simplified|standard))*[\s-]+(?:formula[es]?|equations?|methods?|corrections?|calculations?|estimates?|estimation|"
    r"factors?|criteria|calculator|algorithm|values?)(?![\w-]))"
)
_QUALITY = (
    r"(?:(?:standard|modified|abbreviated|simplified|revised|original|adjusted|bedside|updated|re-?expressed|"
    r"(?:4|four|6|six)[-\s]?(?:variables?|parameters?|components?|point)),?\s+)*"
)
_DIET = r"Modifi(?:cations?|ed|cation)\s+(?:of\s+)?(?:the\s+)?Diets?\s+(?:in|of|for)\s+Renal\s+Diseases?"
_EPI = (
    r"Chronic\s+Kidney\s+Disease\s*(?:[(\[]\s*CKD\s*[)\]])?[-‐‑–,\s]*Epidemiology\s*(?:[(\[]\s*(?:CKD)?[-‐‑–\s\\]*EPI\s*[)\]])?"
    r"(?:[-\s]*(?:Collaboration|Cooperation|Initiative))?"
)
_SHORT = r"MDRD(?:[-\s]?\d)?|CKD[-‐‑–\s\\]*EPI|CKDEPI"
_RENAL = rf"(?:{_DIET}|{_EPI}|{_SHORT})"
_PERSON = (
    r"(?:C(?:r)?oc?kc?roft(?:['’]s)?(?:\s*(?:[-‐‑–/&,]|and)\s*|\s+)(?:and\s+)?Gault|Cockcroft|Frid?e?de?ricia|Friederici?a|Fredericia|"
    r"Friderica|Frederica|Bazett|Bazzett|Schwartz|Framingham|Jelliffe)"
)
_BODY = (
    r"(?:[\s,]*(?:(?:and|using|based\s+on|with|by|use\s+of|the|either|patient['’]s)\s+)*(?:actual|adjusted|ideal|total|lean|measured|observed)"
    r"(?:\s+or\s+(?:actual|adjusted|ideal|total|lean))?\s+body\s+(?:weight|mass)(?!\s+(?:is|was|are|index|[<>≥≤=])))?"
)
_NAMED = re.compile(
    rf"(?<![\w-]){_QUALITY}(?:{_RENAL}(?:\s*\\?[(\[]\s*{_QUALITY}{_RENAL}\s*\\?[)\]])?{_NOUN}?|{_PERSON}(?=['’´`]?s?(?:\W|\Z)){_NOUN}?)"
    rf"(?:\s*[(\[]\s*(?:{_PERSON}|QTc[-\s]?[FB]|{_SHORT})[^()\[\]]{{0,24}}[)\]]{_NOUN}?)?{_BODY}",
    re.I,
)
_SAID_AGAIN = re.compile(
    r"[\s,()\[\]:=/-]*(?:(?:corrected|correction|for|heart|rate|by|using|with|according|to|the|per|as|calculated|based|on|of|is|are|interval|"
    r"intervals|and|or|estimated|at|rest|via|prolongation|prolonged|i\.e\.?|ie|baseline|resting|mean|average|averaged|method|measured|"
    r"adjusted|value|values|defined|a|an|from|triplicate|ECGs?|electrocardiograms?|single|supine|screening)(?![\w])[\s,()\[\]:=/-]*)*",
    re.I,
)
_NEAR = 120  # characters between a name and the bound of it that has another
_KIDNEYS = frozenset({"lab:creatinine_clearance", "lab:egfr"})
_HINT = PartsOfWords((
    "ockcroft", "ockroft", "ckroft", "ridericia", "rederic", "riderica", "riederic", "azett", "mdrd", "epi", "diet",
    "chwartz",
))  # fmt: skip
_FORMULA = re.compile(
    r"(?:(?:\b(?:for\s+)?(?:fe)?males?\b:?\s*)?\b[\w\s()/]{0,40}?=\s*)?[\[({\s]*\b140\s*[-‐‑–−]\s*[\[(]?\s*(?:patient['’]?s?\s+)?age\b[^;]{0,170}?"
    r"\b(?:creatinine|S?Cr|PCr|SCR)\b(?:\s*(?:level|concentration))?(?:\s*[,(\[]?\s*(?:in\s+)?(?:mg/dL|[µμu]mol/L)\s*[)\]]?)?[\])}]*"
    r"(?:\s*[x×*]\s*\(?\s*0?\.85[^.;]{0,30})?",
    re.I,
)


def method_names(text: str) -> list[tuple[int, int]]:
    """Where a formula for the kidneys' clearance or the QT interval is named, with the words of its name."""
    if not _HINT(text):
        return []
    return [m.span() for m in _NAMED.finditer(text)]


def formulas(text: str) -> list[tuple[int, int]]:
    """Where a formula is written out: "(140 - age) × weight / (72 × serum creatinine)"."""
    return [m.span() for m in _FORMULA.finditer(text)] if "140" in text else []


def repeated_names(analysis: Analysis, found: Sequence[Leaf], ways: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """ "QT interval corrected by Fridericia's formula (QTcF) > 460 ms": where a thing is named that is bound behind it.

    Args:
        found: the leaves of the statement.
        ways: where methods are named (`method_names`); they may stand between.
    """
    text, offset = list(analysis.statement.text), analysis.statement.start
    for start, end in ways:
        text[start:end] = " " * (end - start)
    plain = "".join(text)
    taken = [span for leaf in found for span in leaf.covers]
    named = [
        (m.start, m.end, kind)
        for m in analysis.mentions
        if m.label == "measurement"
        and (kind := _family(m.concept))
        and not any(s < m.end and m.start < e for s, e in taken)
    ]
    spans: list[tuple[int, int]] = []
    for bound in (leaf.constraint for leaf in found if leaf.constraint.type == "measurement"):
        kind = _family(bound.concept)
        for start, end, other in named:
            near = kind == other and 0 <= bound.start - end <= _NEAR
            if near and _SAID_AGAIN.fullmatch(plain, end - offset, bound.start - offset):
                spans.append((start - offset, bound.start - offset))
    return spans


def with_method(found: Sequence[Leaf], text: str, ways: Sequence[tuple[int, int]]) -> list[Leaf]:
    """The leaves, with the one method of the statement on those that it may be for, where none has any.

    "eGFR > 50 mL/min; the eGFR is calculated by the CKD-EPI equation".
    """
    done = list(found)
    for kind in ("renal", "qt"):
        own = [
            n
            for n, leaf in enumerate(done)
            if leaf.constraint.type == "measurement" and _family(leaf.constraint.concept) == kind
        ]
        if not own or any(done[n].constraint.method for n in own):
            continue
        concept = done[own[0]].constraint.concept
        thing = analytes().get(concept.id) if concept is not None else None
        said = {m.value for start, end in ways if (m := find_method(text, start, end, thing)) is not None}
        for n in own if len(said) == 1 else ():
            done[n] = replace(done[n], constraint=replace(done[n].constraint, method=next(iter(said))))
    return done


def _family(concept: Concept | None) -> str | None:
    """What several analytes measure: the QT interval, or how the kidneys filter."""
    if concept is None:
        return None
    return "qt" if concept.id.startswith("ecg:qt") else "renal" if concept.id in _KIDNEYS else None
