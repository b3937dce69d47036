"""Numbers that bound a biomarker ("PD-L1 TPS ≥ 50 %", "Ki-67 < 20 %"), and alterations whose name is their result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.schema import Mention, Quantity

__all__ = ["is_alteration", "read_biomarkers"]

_BETWEEN = re.compile(
    r"[\s:=,(\[-]*(?:(?:expression|expressing|tumou?r|proportion|combined|positive|positivity|immune|cells?|scores?|index|level|levels|"
    r"staining|status|nuclear|membrane|membranous|labell?ing|proliferation|value|of|at|is|was|must|be|with|a|an|in|by|IHC|"
    r"immunohistochemistry|nuclei|TPS|CPS|TC|IC|TAP|SP142|SP263|22C3|28-8|E?R|P?R|PgR)\b[\s:=,()\[\]-]*)*",
    re.I,
)
_SPELT = re.compile(r"(?<![\w-])[A-Z][\w/-]{1,6}\s*\(\s*\Z")  # an acronym that the brackets spell out
_METHOD = re.compile(
    r"\b(?:(?P<TPS>TPS|tumou?r\s+proportion\s+score)|(?P<CPS>CPS|combined\s+positive\s+score))\b", re.I
)
_ALTERED = re.compile(
    r"mutat|fusion|delet|insert|rearrang|amplif|\bloss\b|instability|\bMSI-?\s?(?:H|high)|\bdeficien|dMMR|methylat|transloc|"
    r"\bexon\b|\bITD\b|Philadelphia|\bBCR[-/]ABL|(?<![A-Z\d])[A-Z]\d{2,4}[A-Z](?![A-Z\d])|\bT790M|\bex\d\d(?:del|ins)",
)
_ASKED_ABOUT = re.compile(r"[\s,-]*(?:gene\s+)?(?:status|test|analys|result|assay|screen|profil)", re.I)


def is_alteration(text: str, after: str) -> bool:
    """Whether a biomarker as written is itself a finding ("KRAS G12C", "NTRK fusion"), and not what is asked about.

    Args:
        after: the text behind it ("… mutation status").
    """
    return _ALTERED.search(text) is not None and not _ASKED_ABOUT.match(after)


def read_biomarkers(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Mention, dict[str, object], tuple[int, int]]]:
    """The bounds of biomarkers: the biomarker, the fields, the span that says so."""
    markers = [m for m in mentions if m.label == "biomarker"]
    out: list[tuple[Mention, dict[str, object], tuple[int, int]]] = []
    if not markers:
        return out
    others = [m for m in mentions if m.label in {"measurement", "score", "age", "life_expectancy", "drug"}]
    for quantity in quantities:
        if quantity.unit not in {None, "%", "1"} or not (quantity.comparator or quantity.unit == "%"):
            continue
        before = [m for m in markers if m.end <= quantity.start]
        if not before:
            continue
        marker = before[-1]
        if any(marker.end <= m.start < quantity.start for m in others):
            continue
        glue = text[marker.end - offset : quantity.start - offset]
        if glue[:1] == ")" and _SPELT.search(text, 0, marker.start - offset):
            glue = glue[1:]  # "PgR (progesterone receptor) < 1 %"
            if before[-2:-1] and before[-2].concept == marker.concept:
                marker = before[-2]
        if len(glue) > 80 or not _BETWEEN.fullmatch(glue):
            continue
        method = _METHOD.search(text, marker.start - offset, quantity.end - offset + 12)
        fields: dict[str, object] = {
            "low": quantity.low, "low_inclusive": quantity.low_inclusive,
            "high": quantity.high, "high_inclusive": quantity.high_inclusive, "unit": quantity.unit,
        }  # fmt: skip
        if method is not None:
            fields["method"] = method.lastgroup
        out.append((marker, fields, (marker.end, quantity.end)))
    return out
