"""Results of urine, cerebrospinal and other fluids are not those of blood."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.attributes.bounds_context import specimen_name
from eligo.entities.analytes import Analyte, by_concept
from eligo.schema import Document, Fact, Statement

__all__ = ["heading_panels", "heads_panel", "of_fluid"]

_URINE = (
    r"(?:urine|urinalysis|u/a|ua|dipstick)"
    r"(?!\s+(?:output|volume|culture|tox\w*|drug|pregnancy)|[\s:]+(?:neg\w*|normal|wnl|unremarkable|clean|clear)\s*[,.;])"
)
_FLUIDS = re.compile(
    rf"(?<![\w/])(?:(?P<urine>{_URINE})|(?P<csf>csf|cerebrospinal\s+fluid|lumbar\s+puncture)"
    r"|(?P<other>(?:pleural|ascitic|peritoneal|synovial|pericardial|drain|joint|amniotic|seminal)\s+fluid|thoracentesis"
    r"|paracentesis|bal|bronchoalveolar\s+lavage|sputum|stool|saliva(?:ry)?|sweat|dialysate|vitreous|cord\s+blood)|(?P<blood>serum|plasma|blood(?!\s+(?:cells?|counts?|pressure|sugar)\b)|cbc|labs?|laboratory|bmp|cmp))(?![\w/])",
    re.I,
)
_LEADS = re.compile(rf"{_FLUIDS.pattern}[^:;.\d]{{0,40}}:", re.I)
_HEAD = re.compile(r"[\s*-]*(?P<name>[A-Za-z][\w /()-]{0,40}?)\s*[:=]?\s*")
_SPECIMEN = re.compile(
    r"(?:\w+\s+)?fluid|urine|csf|bal|bronchoalveolar\s+lavage|sputum|stool|saliva(?:ry)?|sweat|cord\s+blood", re.I
)
_ABOUT_OTHERS = re.compile(r"ratio|urin|csf|cerebrospinal", re.I)
_IN_ANY_FLUID = frozenset(
    f"lab:{name}" for name in ("glucose", "bilirubin", "total_protein", "albumin", "ldh", "wbc", "rbc")
)
_REACH = 240  # characters before a value in which its fluid is looked for
_CUT = re.compile(r";|\.\s")


def heads_panel(statement: Statement, panel: str | None) -> str | None:
    """The fluid whose results follow: that of a statement that only names one (``U/A:``), else the one before.

    Another heading that only names something ends it (``CBC:``).
    """
    text = statement.text
    if len(text) > 45 or not (head := _HEAD.fullmatch(text)):
        return panel
    found = _FLUIDS.search(head["name"])
    if found is not None:
        return None if found["blood"] else str(found.lastgroup)
    return None if text.rstrip().endswith(":") else panel


def heading_panels(document: Document) -> list[tuple[int, str | None]]:
    """Where each heading stands, and the fluid that it names: ``U/A:``."""
    out = []
    for skipped in document.skipped:
        if skipped.reason == "heading":
            found = _FLUIDS.search(document.text[skipped.start : min(skipped.end, skipped.start + 45)])
            out.append((skipped.start, None if found is None or found["blood"] else found.lastgroup))
    return out


def _led(text: str, at: int) -> re.Match[str] | None:
    """The fluid that a list behind a colon is of: ``urinalysis findings: sodium 15 mEq/L; potassium 13 mEq/L``."""
    last: re.Match[str] | None = None
    for found in _LEADS.finditer(text, 0, at):
        last = found
    return last if last is not None and ". " not in text[last.end() : at] else None


def of_fluid(fact: Fact, statement: Statement, panel: str | None) -> Fact | None:
    """`fact`, as a result of the fluid that its statement or its panel names; None where no name of it is sure.

    What no table has in that fluid goes by its words ("saliva cortisol") and is no concept: nothing compares it with
    that of blood.
    """
    if fact.type != "measurement" or fact.concept is None or not fact.concept.id.startswith("lab:"):
        return fact
    if _ABOUT_OTHERS.search(fact.name):
        return fact
    fluid, here = panel, False
    at = fact.start - statement.start
    head = statement.text[max(0, at - _REACH) : at]
    if ";" in head or ". " in head:
        head = _CUT.split(head)[-1]
    words = ""
    if ":" in statement.text[:at] and (led := _led(statement.text, at)) is not None:
        fluid, here, words = led.lastgroup, True, led[0].rstrip(": ")
    for found in _FLUIDS.finditer(head):
        fluid, here, words = found.lastgroup, True, found[0]
    if fluid in (None, "blood"):
        return fact
    thing = by_concept(fact.concept.id.replace("lab:", f"lab:{fluid}_", 1))
    if isinstance(thing, Analyte):
        return replace(fact, name=thing.name, concept=thing.concept)
    if here and _SPECIMEN.fullmatch(words):
        name = f"{specimen_name(words)} {fact.name}"
        return replace(fact, name=name, concept=None)
    in_both = isinstance(fact.value, str) or fact.concept.id in _IN_ANY_FLUID
    return None if here or in_both else fact  # other rows of blood may follow without a heading
