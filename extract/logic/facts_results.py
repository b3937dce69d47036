"""Results: of biomarkers and tests (positive, wild-type, 60 %), and how many or how large lesions are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from eligo.concepts.hierarchy import concept
from eligo.entities.durations import NUMBER, number_value
from eligo.resources import read_table, split_cell
from eligo.schema import Concept, Fact, Mention, Quantity

from .facts_context import NoteContext

__all__ = ["disease_of_scale", "lesion_fact", "result_fact", "shared_results", "stated_value"]

Comparator = Literal["=", "<", "<=", ">", ">=", "~"]

_GLUE = re.compile(
    r"[\s:=(,-]*(?:(?:status|expression|test|result|results|testing|mutation|level|gene|staining|tps|cps|ic|score|index|tumou?r|"
    r"proportion|is|was|were|are|came\s+back|returned|by|ihc|fish|ngs|pcr|on|for|of|serum|urine|today|the|a|germline|somatic|total|ab|ag"
    r"|antibod(?:y|ies)|antigen|igg|igm|screen|blood|tissue|plasma)\b[\s:=(,-]*){0,5}",
    re.I,
)
_BEFORE = re.compile(
    r"\s+(?:(?:reactivity|immunoreactivity|staining|immunostaining|stain|expression|reaction|results?|tests?|serology|titers?)\s+)?"
    r"(?:(?:for|of|with)\s+)?(?:serum\s+|urine\s+|a\s+|the\s+)?$"
)
_SIGN = re.compile(
    r"\s?(?P<sign>\+(?!\d)|[-−](?=\s*(?:$|[,.;)/])|\s+(?:invasive|metastatic|ductal|lobular|breast|lung|disease|tumou?rs?|cancer|carcinoma)\b)|\(\s*(?:\+|-|−)\s*\)|(?P<score>[0-3]\+))"
)
_NUMERIC_GLUE = re.compile(
    r"[\s:=(,-]*(?:(?:status|expression|tps|cps|ic|score|index|proliferation|labeling|tumou?r|proportion|combined|positive|positivity|"
    r"is|was|of|in|at|the|high|low|pos|with|approximately|about|strongly|weakly)\b[\s:=(,-]*){0,5}",
    re.I,
)
_SCORED = re.compile(r"\b(?:TPS|CPS|IC|score|index|RS)$", re.I)
_NUMERIC_UNITS = frozenset({"%", None, "{mutations}/Mb", "/Mb", "1"})
_COUNTED = re.compile(rf"(?<![\w./-])(?P<n>{NUMBER})\s+(?:(?!{NUMBER}\b|of\b|or\b|and\b|to\b)[a-z-]+\s+){{0,2}}$", re.I)
_LISTED = re.compile(
    r"\s*(?:,\s*(?:and\s+|or\s+|as\s+well\s+as\s+)?|/|&|\s(?:and|or|nor|as\s+well\s+as)\s)\s*(?:(?:the|for|anti|serum)\s+)*",
    re.I,
)
_STATED = re.compile(  # "EGFR mutation" says by itself that it is there
    r"mutat|fusion|rearrang|amplif|delet|insert|loss|methyl|express|translocat|[A-Z]\d{2,}[A-Z]|[+-]\s*\Z", re.I
)
_POINTS = frozenset({"measurement", "score"})
_LENGTHS = frozenset({"mm", "cm"})


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    values: dict[str, str] = {}
    for row in read_table("results.tsv", ("value", "words", "source")):
        for word in split_cell(row.cells["words"]):
            values[word.casefold()] = row.cells["value"]
    longest = sorted(values, key=len, reverse=True)
    forms = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace(r"\-", r"[\s-]?") for w in longest)
    return values, re.compile(rf"(?<![\w+])(?:{forms})(?!\w)", re.I)


def _value(found: str) -> str:
    values = _words()[0]
    key = " ".join(found.casefold().split())
    return values.get(key) or next(v for w, v in values.items() if _bare(w) == _bare(key))


def _bare(word: str) -> str:
    return re.sub(r"[\s-]", "", word)


def stated_value(quantity: Quantity) -> tuple[float | None, float | None, Comparator]:
    """Value, upper end of a range and comparator, as a fact has them."""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        return low, high if high != low else None, "~" if quantity.approximate else "="
    if low is not None:
        return low, None, ">=" if quantity.low_inclusive is not False else ">"
    return high, None, "<=" if quantity.high_inclusive is not False else "<"


def result_fact(fact: Fact, mention: Mention, quantities: Sequence[Quantity], context: NoteContext) -> Fact:
    """`fact` with the result that stands in its words, behind them or before them; its span widened over it."""
    text, offset = context.text, context.offset
    numeric = _numeric(fact, mention, quantities, text, offset)
    if numeric is not None:
        return numeric
    found = _result(mention, text, offset)
    if found is None:
        return fact
    value, start, end = found
    start, end = min(fact.start, start), max(fact.end, end)
    fact = replace(fact, value=value, comparator="=", text=text[start - offset : end - offset], start=start, end=end)
    if fact.assertion == "absent" and all(
        c.category != "negated" or start - 1 <= c.start for c in fact.cues
    ):  # the denial is the result itself, or that of another test behind it
        fact = replace(fact, assertion="present", cues=tuple(c for c in fact.cues if c.category != "negated"))
    return fact


def shared_results(facts: Iterable[Fact], context: NoteContext) -> list[Fact]:
    """The facts of a statement, each test of a list with the result of the list: ``ANA and ANCA were negative``."""
    out = list(facts)
    for run in (run for kind in ("biomarker", "procedure") for run in _runs(_tests(out, kind), out, context)):
        first, last = out[run[0]], out[run[-1]]
        if _leads(first):
            value = first.value  # "positive for ANA and rheumatoid factor"
        elif isinstance(last.value, str) and not _leads(last):
            value = last.value
        else:
            continue
        for i in run:
            if out[i].value is None and not _STATED.search(out[i].text):
                out[i] = replace(out[i], value=value, comparator="=")
    return out


def _tests(facts: Sequence[Fact], kind: str) -> list[int]:
    """The facts of a kind, as they stand in the text."""
    return sorted((i for i, f in enumerate(facts) if f.type == kind), key=lambda i: facts[i].start)


def _runs(tests: Sequence[int], facts: Sequence[Fact], context: NoteContext) -> Iterator[list[int]]:
    """The tests that stand in one list, whose last two are joined by a word or a slash."""
    run: list[int] = []
    glue = ""
    for i in tests:
        if run:
            left, right = facts[run[-1]], facts[i]
            between = context.text[left.end - context.offset : right.start - context.offset]
            if left.assertion == right.assertion and not (left.value and right.value) and _LISTED.fullmatch(between):
                run, glue = [*run, i], between
                continue
        if len(run) > 1 and glue.strip() != ",":
            yield run
        run = [i]
    if len(run) > 1 and glue.strip() != ",":
        yield run


def _leads(fact: Fact) -> bool:
    """Whether the result stands before the name."""
    return isinstance(fact.value, str) and _words()[1].match(fact.text) is not None


def _result(mention: Mention, text: str, offset: int) -> tuple[str, int, int] | None:
    pattern = _words()[1]
    start, end = mention.start - offset, mention.end - offset
    inside = pattern.search(text, start, end)
    if inside:
        return _value(inside[0]), mention.start, mention.end
    if text[end - 1] in "+":
        return "positive", mention.start, mention.end
    sign = _SIGN.match(text, end)
    if sign:
        value = sign["score"] or ("positive" if "+" in sign[0] else "negative")
        return value, mention.start, sign.end() + offset
    glue = _GLUE.match(text, end)
    if glue and (after := pattern.match(text, glue.end())):
        return _value(after[0]), mention.start, after.end() + offset
    head = text[max(0, start - 40) : start]
    for before in pattern.finditer(head):
        if _BEFORE.fullmatch(head[before.end() :]) and before[0].casefold() not in ("high", "low", "stable", "present"):
            return _value(before[0]), start - len(head) + before.start() + offset, mention.end
    return None


def _numeric(fact: Fact, mention: Mention, quantities: Sequence[Quantity], text: str, offset: int) -> Fact | None:
    for quantity in quantities:
        if quantity.start < mention.end:
            continue
        glue = text[mention.end - offset : quantity.start - offset]
        if len(glue) > 50 or not _NUMERIC_GLUE.fullmatch(glue) or quantity.unit not in _NUMERIC_UNITS:
            return None
        if quantity.unit is None and (
            text[quantity.end - offset :][:1] in ("+", "/")
            or not (re.search(r"[a-z=:]", glue, re.I) or _SCORED.search(mention.text))
        ):
            return None  # "HER2 2+", "HER2 2": a word or a sign has to say that it is a number
        value, high, comparator = stated_value(quantity)
        if value is None:
            return None
        if fact.assertion == "absent":
            fact = replace(fact, assertion="present", cues=())  # it has a value
        return replace(
            fact, value=value, value_high=high, comparator=comparator, unit=quantity.unit, end=quantity.end,
            text=text[fact.start - offset : quantity.end - offset],
        )  # fmt: skip
    return None


def lesion_fact(fact: Fact, mention: Mention, quantities: Sequence[Quantity], context: NoteContext) -> Fact:
    """`fact` with the number of lesions ("two measurable lesions") or else the size ("measuring 2.3 cm")."""
    text, offset = context.text, context.offset
    before = context.before(mention)
    counted = _COUNTED.search(before)
    if counted and not any(
        q.unit for q in quantities if q.start - offset == mention.start - offset - len(before) + counted.start()
    ):
        start = mention.start - (len(before) - counted.start())
        return replace(
            fact,
            value=number_value(counted["n"]),
            comparator="=",
            start=start,
            text=text[start - offset : fact.end - offset],
        )
    for quantity in quantities:
        near = 0 <= quantity.start - mention.end <= 40 or 0 <= mention.start - quantity.end <= 20
        if quantity.unit in _LENGTHS and near and quantity.low is not None:
            start, end = min(fact.start, quantity.start), max(fact.end, quantity.end)
            return replace(
                fact, value=quantity.low, comparator="=", unit=quantity.unit, start=start, end=end,
                text=text[start - offset : end - offset],
            )  # fmt: skip
    return fact


@cache
def _diseases() -> dict[str, Concept]:
    rows = read_table("disease_scales.tsv", ("scale", "condition", "source"))
    return {row.cells["scale"]: concept(row.cells["condition"]) for row in rows}


def disease_of_scale(fact: Fact) -> Fact | None:
    """The disease that a value on its own scale says is there (``CKD stage 3``, ``lost 5 kg``), or None."""
    disease = _diseases().get(fact.concept.id) if fact.concept is not None and fact.type in _POINTS else None
    if disease is None:
        return None
    stage = None if fact.type != "score" else f"{fact.value:g}" if isinstance(fact.value, float) else fact.value
    return replace(
        fact, type="condition", name=disease.name, concept=disease, stage=stage, value=None, value_high=None,
        comparator=None, unit=None, scale=None, time=None, assumed=(),
    )  # fmt: skip
