"""What a note says of a drug: dose, schedule, route, and whether it failed, harmed or was given at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from eligo.entities.durations import NUMBER, number_value
from eligo.resources import read_table, split_cell
from eligo.schema import Analysis, Fact, Mention, Quantity, Range

from .facts_context import NoteContext

__all__ = ["drug_fact", "one_name"]

_MASS = re.compile(r"(?:k?g|[mun]g|m?L|\[IU\]|U|mmol|meq|%|Gy|cGy|ug|mg)(?:/(?:kg|m2|h|min|mL|L))*(?:/(?:d|wk|mo))?")
_FORM_GLUE = re.compile(
    r"[\s,:(/-]*(?:(?:was|is|were|administered|given|started|initiated|prescribed|increased|at|a|an|the|oral|initial|total"
    r"|dose|doses|dosage|of|to|titrated|starting)[\s,(/-]+){0,9}(?:(?!(?:and|plus|or|then|with)\b)(?:[\w-]+)[\s,(/-]+){0,3}",
    re.I,
)
_NO_DOSE = re.compile(r"\b(?:level|levels|for|since|on|x|creatinine|glucose|of\s+which)\b|[;.]\s", re.I)
_FAILED_BEFORE = re.compile(
    r"\b(?:progress(?:ed|ion|ing|es)?|refractory|resist\w+|failed|failure|failing|relapsed|unresponsive|nonresponsive|recurr\w+|worsen\w+|"
    r"(?:no|inadequate|insufficient|lost|loss\s+of|lack\s+of)\s+response|(?:not|n['’]t)\s+respond(?:ed|ing)?"
    r"|inadequately\s+respond(?:ed|ing))\s+(?:(?:to|on|of|with|through|during|under|despite|while\s+on)\s+)?(?:(?!for\b|after\b)[\w-]+\s+){0,3}$",
    re.I,
)
_AFTER_NOT_ON = re.compile(
    r"\b(?:progress\w*|relapsed|recurr\w+|worsen\w+)\s+(?!to\b|on\b|with\b|through\b|during\b|under\b|despite\b|while\b)",
    re.I,
)
_FAILED_AFTER = re.compile(
    r"(?:[\s-]*(?:refractory|resistan\w+)|[\s,]*(?:[\w/:-]+[\s,]+){0,12}?(?:(?:with|until|due\s+to|for|because\s+of)"
    r"\s+(?:\w+\s+){0,2}?progress\w*|(?:when|at\s+which\s+point)\s+(?:\w+\s+){1,2}progressed))\b",
    re.I,
)
_HARMED_BEFORE = re.compile(
    r"\b(?:intoleran(?:t|ce)\s+(?:of|to)|unable\s+to\s+tolerate|(?:did|could|does|can)\s?(?:not|n['’]t)\s+tolerate)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_HARMED_AFTER = re.compile(
    r"[\s,(-]*(?:intoleran(?:t|ce)\b|(?:[\w/:]+\s+){0,4}?(?:not\s+tolerated|(?:did|could)\s?(?:not|n['’]t)\s+tolerate|"
    r"(?:stopped|discontinued|held)\s+(?:due\s+to|for|because\s+of|secondary\s+to)\s+(?!progress|disease)(?:\w+\s+){0,2}?"
    r"(?:toxicit\w+|side\s+effects?|intoleran\w+|adverse|rash|nausea|neuropath\w+|cough|myalgia\w*|bleeding|diarrhea|hepat\w+|angioedema)))",
    re.I,
)
_ALLERGY_BEFORE = re.compile(
    r"\b(?:allerg(?:y|ic|ies)|hypersensitiv\w+|anaphyla\w+|reactions?)\s*(?:to|with|from|:)\s*(?:[\w-]+(?:,|\s+and|\s+or)?\s+){0,4}$",
    re.I,
)
_ALLERGY_AFTER = re.compile(r"[\s-]*(?:\([^)]*\)\s*)?(?:allerg(?:y|ies|ic)|hypersensitivity|anaphylaxis)\b", re.I)
_TOLERATED = re.compile(r"\btolerat(?:es|ed|ing)\s+(?:[\w-]+,?\s+(?:and\s+)?){0,3}$", re.I)
_TESTED = re.compile(
    r"[\s-]+(?:(?:reactivity|reversibility|provocation|stimulation|suppression|challenge|tolerance)\s+)?(?:tests?|testing|challenge|provocation)\b"
    r"|\s+(?:deficien\w+|insufficien\w+|receptors?\b(?!\s+(?:ant|block|inhib|agonist))|producing|secreting|secretion)",
    re.I,
)
_OFF = re.compile(r"\b(?:off|stopped|discontinued|held)\s+(?:[\w-]+\s+){0,2}$", re.I)
_BECAUSE = re.compile(
    r"[\s,(-]*(?:due\s+to|for|because\s+of|secondary\s+to|given|after)\s+(?!progress|disease|surgery|procedure)(?:\w+\s+){0,2}?"
    r"(?:toxicit\w+|side\s+effects?|intoleran\w+|adverse|rash|nausea|neuropath\w+|cough|myalgia\w*|bleeding|diarrhea"
    r"|hepat\w+|angioedema)",
    re.I,
)
_STABLE = re.compile(r"\bstable\s+(?:doses?\s+of\s+|on\s+)(?:[\w-]+\s+){0,2}$", re.I)
_STABLE_AFTER = re.compile(
    r"[^;]{0,40}?,?\s*(?:at\s+(?:a\s+)?)?(?:\bon\s+a\s+)?\bstable(?:\s+doses?)?\s+(?:for|x|since|over)\b", re.I
)


_ALSO = re.compile(r"(?:[\s-]*[a-z]+)?\s*[(\[]\s*|\s*[®™]?\s*(?:/|=|\s[-–]\s)\s*")
_BEFORE_SCHEDULE = re.compile(  # "40 mg Tablet Sig: Two (2) Tablet PO DAILY"
    rf"[\s,:(/)-]*(?:(?:take|half|was|were|given|administered|delayed|extended|release|chewable|disintegrating|\(?e\.?c\.?\)?|sr|xr|er|\d+(?:\.\d+)?"
    rf"|(?:sig|sig:)\s*:?\s*(?P<each>{NUMBER})(?:\s*\([\d.]+\))?|one|two)[\s,:(/)-]*){{0,6}}",
    re.I,
)
_FROM = re.compile(r"\bfrom\s+(?:(?:a|the|an|initial|dose|of)\s+){0,4}$", re.I)
_NEXT_ONE = re.compile(r"\b(?:and|then|with|plus|or|followed)\b|,|\bx\s?\d", re.I)
_DOSE_NEXT = re.compile(r"\s*[,;:]\s*\d")  # "isoniazid (INH, 300 mg/d)"
_TO_DOSE = re.compile(
    r"(?:\s+(?:daily|a\s+day|per\s+day|[bt]id|qd))?\s+(?:down\s+|up\s+)?to\s+(?:(?:a|the|maintenance|dose|of)\s+){0,4}$",
    re.I,
)
_CLOSES = re.compile(r"\s*[®™]?\s*[)\]]")


def one_name(text: str, offset: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, a drug with its other name behind it as one: ``metformin (Glucophage) 500 mg``.

    Args:
        text: the statement, whose first character is at `offset`.
    """
    out: list[Mention] = []
    for mention in mentions:
        last = out[-1] if out else None
        if last is not None and last.label == mention.label == "drug" and last.concept == mention.concept:
            glue = text[last.end - offset : mention.start - offset]
            if last.end <= mention.start and _ALSO.fullmatch(glue):
                close = _CLOSES.match(text, mention.end - offset) if "(" in glue or "[" in glue else None
                if (
                    close is not None
                    or not ("(" in glue or "[" in glue)
                    or _DOSE_NEXT.match(text, mention.end - offset)
                ):
                    end = close.end() + offset if close is not None else mention.end
                    out[-1] = replace(last, text=text[last.start - offset : end - offset], end=end)
                    continue
        out.append(mention)
    return out


class _Dosing:
    """Schedules and routes of ``lexicons/dosing.tsv``."""

    def __init__(self, path: str = "dosing.tsv") -> None:
        self.values: dict[str, tuple[str, str]] = {}
        for row in read_table(path, ("kind", "value", "forms", "source")):
            cells = row.cells
            for form in split_cell(cells["forms"]):
                self.values[_folded(form)] = (cells["kind"], cells["value"])
        forms = sorted(self.values, key=len, reverse=True)
        longest = "|".join(re.escape(f).replace(r"\ ", r"\s+").replace(r"\.", r"\.?") for f in forms)
        self.pattern = re.compile(rf"(?<![\w.])(?:{longest})(?!\w)", re.I)


def _folded(form: str) -> str:
    return re.sub(r"\s+", " ", form.casefold())


@cache
def _dosing() -> _Dosing:
    return _Dosing()


def _known(match: re.Match[str]) -> tuple[str, str]:
    values, found = _dosing().values, _folded(match[0])
    return (
        values.get(found)
        or values.get(found.replace(".", ""))
        or next(v for f, v in values.items() if f.replace(".", "") == found.replace(".", ""))
    )


def drug_fact(fact: Fact, mention: Mention, analysis: Analysis, context: NoteContext) -> Fact | None:
    """`fact` with dose, route and relation, its span widened over the dose; None where the drug is but part of a name.

    A suppression test, a deficiency or a level is not that the drug was given.
    """
    before, after = context.before(mention)[-200:], context.after(mention)
    if _TESTED.match(after):
        return None
    relation, assumed_allergy = _relation(before, after, context)
    fact = replace(fact, relation=relation)
    if assumed_allergy:
        return replace(fact, status=None)
    if relation == "intolerance" and fact.assertion == "absent":
        fact = replace(fact, assertion="present", cues=())  # "did not tolerate" denies the tolerance, not the drug
    return _dosed(fact, mention, analysis, context)


def _relation(before: str, after: str, context: NoteContext) -> tuple[str, bool]:
    if context.section == "allergies" and _TOLERATED.search(before):
        return "exposure", False
    if context.section == "allergies" or _ALLERGY_BEFORE.search(before) or _ALLERGY_AFTER.match(after):
        return "hypersensitivity", True
    harmed = _HARMED_BEFORE.search(before) or _HARMED_AFTER.match(after)
    if harmed or (_OFF.search(before) and _BECAUSE.match(after)):
        return "intolerance", False
    failed = _FAILED_BEFORE.search(before)
    if (failed and not _AFTER_NOT_ON.match(failed[0])) or _FAILED_AFTER.match(after):
        return "resistance", False
    return ("stable_dose" if _STABLE.search(before) or _STABLE_AFTER.match(after) else "exposure"), False


def _dosed(fact: Fact, mention: Mention, analysis: Analysis, context: NoteContext) -> Fact:
    text, offset = context.text, context.offset
    start, end = fact.start, fact.end
    low, limit = _between_others(mention, analysis, offset, offset + len(text))
    quantities = [q for q in analysis.quantities if low <= q.start and q.end <= limit]
    dose: Range | None = None
    for quantity in quantities:
        if quantity.unit is None or not _MASS.fullmatch(quantity.unit) or quantity.end <= start:
            continue
        if quantity.start >= end:
            glue = text[end - offset : quantity.start - offset]
            if len(glue) > 60 or not _FORM_GLUE.fullmatch(glue) or _NO_DOSE.search(glue):
                break
        dose = _range(quantity)
        end = max(end, quantity.end)
        later = next((q for q in quantities if q.start >= end), None)
        if later is not None and later.unit is not None and _MASS.fullmatch(later.unit):
            glue = text[end - offset : later.start - offset]
            if len(glue) < 60 and _TO_DOSE.fullmatch(glue) and _FROM.search(text[: quantity.start - offset]):
                dose, end = _range(later), later.end  # "tapered from 60 mg daily to 5 mg daily"
        break
    if dose is None:
        dose, start = _dose_before(mention, quantities, text, offset)
    tail = text[end - offset : min(limit, end + 110) - offset]
    tail = re.split(r"[;\n]|\.(?=\s|$)", tail, maxsplit=1)[0]
    route: str | None = None
    seen_schedule = False
    at = 0
    for match in _dosing().pattern.finditer(tail):
        between = _BEFORE_SCHEDULE.fullmatch(tail, at, match.start())
        if between is None or (match.start() > 60 and not seen_schedule and "ig" not in tail[:60]):
            break
        kind, value = _known(match)
        if between["each"] and dose is not None:
            dose = _times(dose, number_value(between["each"]))
        if kind == "route" and route is None:
            route = value
        elif kind == "schedule" and not seen_schedule:
            seen_schedule = True
            dose = _per(dose, value)
        at = match.end()
    end += at
    if route is None:
        first = max(low - offset, start - offset - 14)
        first = max(first, text.rfind(",", first, start - offset) + 1)
        for match in _dosing().pattern.finditer(text, first, end - offset):
            kind, value = _known(match)
            ahead = match.end() <= mention.start - offset
            if kind == "route" and not (ahead and _NEXT_ONE.search(text, match.end(), mention.start - offset)):
                route = value
    return replace(fact, text=text[start - offset : end - offset], start=start, end=end, dose=dose, route=route)


def _times(dose: Range, number: float) -> Range:
    """The dose of so many tablets."""
    low, high = (None if v is None else v * number for v in (dose.low, dose.high))
    return replace(dose, low=low, high=high)


def _between_others(mention: Mention, analysis: Analysis, low: int, high: int) -> tuple[int, int]:
    """Where the things before and behind a drug end and begin: a dose is not looked for beyond them."""
    found = analysis.mentions  # in the order of the text
    at = bisect_left(found, mention.start, key=lambda m: m.start)
    low = next((m.end for m in reversed(found[:at]) if m.end <= mention.start), low)
    return low, next((min(high, m.start) for m in found[at:] if m.start >= mention.end), high)


def _dose_before(mention: Mention, quantities: Sequence[Quantity], text: str, offset: int) -> tuple[Range | None, int]:
    for quantity in quantities:
        if quantity.unit is None or not _MASS.fullmatch(quantity.unit) or quantity.end > mention.start:
            continue
        glue = text[quantity.end - offset : mention.start - offset]
        if re.fullmatch(
            r"\s*(?:(?:of|daily|oral|iv|po|per\s+day|intravenous|subcutaneous|intramuscular|inhaled|topical|intrathecal|weekly)\s+){0,3}",
            glue,
            re.I,
        ):
            return _range(quantity), quantity.start
    return None, mention.start


def _range(quantity: Quantity) -> Range:
    return Range(quantity.low, quantity.low_inclusive, quantity.high, quantity.high_inclusive, quantity.unit)


def _per(dose: Range | None, schedule: str) -> Range | None:
    """The dose per day (week, month): `schedule` is how many times."""
    if dose is None or dose.unit is None or dose.unit.endswith(("/d", "/wk", "/mo", "/h", "/min")):
        return dose
    number, _, unit = schedule.partition("/")
    times = float(number)
    if "/" not in dose.unit or dose.unit.count("/") == 1:
        return replace(
            dose,
            low=None if dose.low is None else dose.low * times,
            high=None if dose.high is None else dose.high * times,
            unit=f"{dose.unit}/{unit}",
        )
    return dose
