"""Bounds whose thing is not named but implied: blood pressures, body temperatures, people's weights."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from eligo.entities.analytes import Analyte, analytes
from eligo.resources import read_table
from eligo.schema import Constraint, Leaf, Mention, Quantity

from .bounds_context import goes_on_by_sex, sex_after, sex_before
from .bounds_names import Name
from .bounds_reading import Reading, canonical_range, read_number
from .bounds_walked import walking_leaf

__all__ = ["implied_leaves", "implied_measure", "pressure_leaves"]

_PEOPLE = re.compile(
    r"\b(?:patients?|subjects?|participants?|children|adults|persons?|individuals?|donors?|males?|females?)\s+"
    r"(?:who\s+are\s+|of\s+|that\s+are\s+)?\Z",
    re.I,
)
_WEIGHT_END = re.compile(r"\s*(?:\Z|[.,;)]|or\b|and\b|at\b|in\s+weight|will|are|with)", re.I)
_DRINKS = frozenset(("{drinks}/wk", "{drinks}/d", "U/wk", "U/d"))
_DRINKING = re.compile(r"\b(?:drink\w*|alcohol\w*)\b", re.I)
_BODY = re.compile(r"\b(?:fever|febrile|pyrexia|hypothermi\w+|afebrile)\b[^.;]{0,40}\Z", re.I)
# "T > 38 °C or < 36 °C"
_LETTER = re.compile(
    r"(?<![\w-])T[°º]?\s*(?:[:=]\s*)?(?:[<>≤≥]\s?=?\s*\d{2}(?:[.,]\d)?\s*[°º]?\s?[CF]?\s*,?\s*(?:or|and)\s*)?\Z"
)
_WRITTEN = re.compile(r"(?<![\w-])(?P<name>PA|TA|RR|NIBP|pressures?|tension)\s*[:=]?\s*\Z", re.I)


def pressure_leaves(text: str, offset: int, first: Quantity, second: Quantity, name: Name | None) -> list[Leaf]:
    """The two leaves of ``BP ≥ 140/90``; the quantities count in the statement."""
    out = []
    start, end = (min(name.start, first.start), max(name.stop, second.end)) if name else (first.start, second.end)
    if first.comparator and not second.comparator:
        second = replace(
            second,
            low=second.low if first.low is not None else None,
            low_inclusive=first.low_inclusive,
            high=second.high if first.high is not None else None,
            high_inclusive=first.high_inclusive,
        )
    elif second.comparator and not first.comparator and second.low != second.high:
        first = replace(  # "160/110 mmHg or more"
            first,
            low=first.low if second.low is not None else None,
            low_inclusive=second.low_inclusive,
            high=first.high if second.high is not None else None,
            high_inclusive=second.high_inclusive,
        )
    covers = [*(name.covers if name else ()), (first.start, second.end)]
    if name is None and (written := _WRITTEN.search(text, max(0, start - 12), start)):  # "shock (PA < 90/60)"
        start = written.start()
        covers.append((written.start("name"), written.end("name")))
    for id_, quantity in (("vital:sbp", first), ("vital:dbp", second)):
        analyte = analytes()[id_]
        unit = quantity.unit or "mm[Hg]"
        assumed = (*(() if name else ("name",)), *(() if quantity.unit else ("unit",)))
        constraint = Constraint(
            "measurement", analyte.name, text[start:end], start + offset, end + offset, analyte.concept, quantity.low,
            quantity.low_inclusive, quantity.high, quantity.high_inclusive, unit,
            canonical_range(analyte, quantity, unit), assumed=assumed,
        )  # fmt: skip
        at = (name.start, name.end) if name and quantity is first else (quantity.start, quantity.end)
        out.append(Leaf(constraint, at[0] + offset, at[1] + offset, tuple((s + offset, e + offset) for s, e in covers)))
    return out


_OF_LIST = re.compile(r"\s*(?:\(\s*\w+\s*\)\s*)?of\s*(?:the|these|those|:)", re.I)


def implied_leaves(
    text: str, offset: int, quantities: Sequence[Quantity], leaves: Sequence[Leaf], mentions: Sequence[Mention] = ()
) -> list[Leaf]:
    """Leaves of the quantities that no leaf covers; ``assumed`` says that the name is."""
    out: list[Leaf] = []
    taken = bytearray(len(text) + 1)
    for leaf in leaves:
        for start, end in leaf.covers:
            taken[start - offset : end - offset] = b"\1" * (end - start)
    last: Quantity | None = None
    for n, quantity in enumerate(quantities):
        if any(taken[quantity.start : quantity.end]):
            continue
        if (walked := walking_leaf(text, offset, quantity)) is not None:
            out.append(walked)
            continue
        if (
            quantity.unit in ("mL", "L")
            and quantity.comparator
            and (bled := _bled(text, offset, quantity, mentions)) is not None
        ):
            out.append(bled)
            continue
        if quantity.unit in ("L/min", "L") and quantity.comparator and (gas := _OXYGEN.match(text, quantity.end)):
            flow = replace(quantity, unit="L/min")
            out.append(_implied(text, offset, flow, "vital:oxygen_flow", gas.end()))
            continue
        if (
            quantity.unit in (None, *_DRINKS)
            and not quantity.relative_to
            and (drunk := _drunk(text, offset, quantity, out)) is not None
        ):
            out.append(drunk)
            continue
        if not quantity.comparator and (quantity.low == quantity.high or quantity.unit is None):
            continue
        if quantity.unit is None and _OF_LIST.match(text, quantity.end):
            continue  # "not pregnant, and at least one of the following applies"
        found = _by_finding(text, offset, quantity, mentions) or _by_unit(text, offset, quantity, mentions)
        if found is None and last is not None and goes_on_by_sex(text, last.end, quantity.start):
            found = _by_finding(
                text, offset, quantity, mentions, last.start
            )  # "QTc prolongation (men > 450 ms, women …)"
        if found is not None:
            last = quantity
            out.append(found)
        elif quantity.unit == "mm[Hg]" and n + 1 < len(quantities):
            other = quantities[n + 1]
            if other.unit == "mm[Hg]" and text[quantity.end : other.start].strip() == "/":
                out += pressure_leaves(text, offset, quantity, other, None)
        elif quantity.unit in ("g", "kg") and quantity.comparator and _AT_BIRTH.match(text, quantity.end):
            out.append(_implied(text, offset, quantity, "vital:birth_weight"))
        elif _is_pressure(text, quantities, n):
            out += pressure_leaves(text, offset, quantity, quantities[n + 1], None)
        elif quantity.unit in ("kg", "[lb_av]"):
            if _PEOPLE.search(text, max(0, quantity.start - 40), quantity.start) and _WEIGHT_END.match(
                text, quantity.end
            ):
                out.append(_implied(text, offset, quantity, "vital:weight"))
        elif quantity.unit in ("Cel", "[degF]") and (
            _BODY.search(text, max(0, quantity.start - 60), quantity.start)
            or _LETTER.search(text, max(0, quantity.start - 24), quantity.start)
        ):
            out.append(_implied(text, offset, quantity, "vital:temperature"))
        elif quantity.unit in _DRINKS and _DRINKING.search(text, max(0, quantity.start - 160), quantity.start):
            unit = {"U/wk": "{units}/wk", "U/d": "{units}/d"}.get(quantity.unit, quantity.unit)  # units of alcohol
            out.append(_implied(text, offset, replace(quantity, unit=unit), "habit:alcohol"))
    return out


_DRINK = re.compile(r"\s*(?:(?:standard|alcoholic)\s+){0,2}(?:drinks?|beverages)\b(?:\s+of\s+alcohol\b)?", re.I)
_RATE = re.compile(
    r"\b(?P<week>weekly|(?:per|a|each|every)\s+week)\b|\b(?P<day>daily|(?:per|a|each|every)\s+day)\b", re.I
)


def _drunk(text: str, offset: int, quantity: Quantity, before: Sequence[Leaf]) -> Leaf | None:
    """``weekly intake of > 14 drinks (men) or > 7 drinks (women)``: how often is said once, before or behind."""
    named = _DRINK.match(text, quantity.end)
    last = before[-1] if before else None
    again = last is not None and last.constraint.name == analytes()["habit:alcohol"].name
    again = again and last is not None and quantity.unit in (None, last.constraint.unit)
    again = again and last is not None and goes_on_by_sex(text, last.constraint.end - offset, quantity.start)
    if quantity.unit is not None and (not again or quantity.comparator):
        return None
    if again and last is not None:
        unit, bound = last.constraint.unit, last.constraint
        if not quantity.comparator and quantity.low == quantity.high:  # "more than 14 a week for men or 7 for women"
            low = quantity.low if bound.low is not None else None
            high = quantity.high if bound.high is not None else None
            quantity = replace(
                quantity, low=low, high=high, low_inclusive=bound.low_inclusive, high_inclusive=bound.high_inclusive
            )
    elif named is not None and (quantity.comparator or quantity.low != quantity.high):
        ahead = list(_RATE.finditer(text, max(0, quantity.start - 60), quantity.start))
        rate = ahead[-1] if ahead else _RATE.search(text, named.end(), min(len(text), named.end() + 60))
        if rate is None or "." in text[min(rate.end(), quantity.end) : max(rate.start(), quantity.start)]:
            return None
        unit = "{drinks}/wk" if rate["week"] else "{drinks}/d"
    else:
        return None
    end = named.end() if named is not None else quantity.end
    return _implied(text, offset, replace(quantity, end=end, unit=unit), "habit:alcohol")


_MENSTRUAL = "pfx:menstrual_cycle"
_AT_BIRTH = re.compile(r"\s*(?:at\s+birth|birth\s*-?weight)\b", re.I)


def _is_pressure(text: str, quantities: Sequence[Quantity], n: int) -> bool:
    """Whether two bare numbers can be nothing but a pressure: ``shock (< 90/60)``."""
    if n + 1 >= len(quantities) or quantities[n].unit is not None or not quantities[n].comparator:
        return False
    first, second = quantities[n], quantities[n + 1]
    high = first.low if first.low is not None else first.high
    low = second.low if second.low is not None else second.high
    if second.unit is not None or high is None or low is None or not (80 <= high <= 250 and 40 <= low <= 150):
        return False
    return low < high and text[first.end : second.start].strip() == "/"


def implied_measure(id_: str) -> Analyte | None:
    """What a finding is a value of (thrombocytopenia: platelets), by the finding's concept id; None: not known."""
    return _table().get(id_)


@cache
def _table() -> dict[str, Analyte]:
    table = {}
    for row in read_table("implied_measures.tsv", ("of", "analyte", "source")):
        if row["analyte"] not in analytes():
            raise row.error(f"no analyte {row['analyte']!r}")
        table[row["of"]] = analytes()[row["analyte"]]
    return table


_TIES = re.compile(
    r"[\s:(\[]*(?:(?:defined|as|of|with|a|an|the|i\.?e\.?|is|value|values|level|levels|count|at|and|positive|"
    r"(?:for|in)?\s*(?:wo)?men|(?:for|in)?\s*(?:fe)?males?)\b[\s,:(\[]*)*",
    re.I,
)
_CYCLE = re.compile(
    r"(?:\s*(?:lasting|length|duration|intervals?|that|occur\w*|every|each|of|with|a|from|between|are|is|range|ranging|regular|at|to))*\s*",
    re.I,
)


def _by_finding(
    text: str, offset: int, quantity: Quantity, mentions: Sequence[Mention], first: int | None = None
) -> Leaf | None:
    """``thrombocytopenia (< 50 000/mm3)``: the platelets.

    Args:
        first: where the finding's bound for the other sex starts, if this one goes on from it.
    """
    before = quantity.start if first is None else first
    place = bisect_left(mentions, before + offset, key=lambda m: m.start)
    for mention in mentions[max(0, place - 3) : place + 2]:
        analyte = _table().get(mention.concept.id) if mention.concept is not None else None
        start, end = mention.start - offset, mention.end - offset
        if analyte is None or analyte.id == "vital:bp":
            continue  # of a pressure it does not say which
        if mention.label == "biomarker" and quantity.unit is None:
            continue
        if analyte.id == "vital:bmi" and quantity.unit in ("kg", "[lb_av]"):
            analyte = analytes()["vital:weight"]  # "morbid obesity (> 160 kg)"
        if analyte.id == _MENSTRUAL:
            near = quantity.unit in ("d", "wk") and quantity.low != quantity.high and quantity.high is not None
            near = near and quantity.low is not None and end <= quantity.start
            near = near and _CYCLE.fullmatch(text, end, before) is not None
        elif end <= quantity.start:
            near = before - end <= 40 and _TIES.fullmatch(text, end, before) is not None
        else:  # "37 to 42 weeks of gestation"
            near = (
                analyte.unit in ("wk", "L/min")
                and quantity.end <= start
                and _OF.fullmatch(text, quantity.end, start) is not None
            )
        reading = read_number(analyte, quantity) if near else None
        if reading is None or (reading.unit is None and reading.relative_to is None and analyte.unit != "1"):
            continue
        thing = reading.instead or analyte
        constraint = _constraint(text, offset, quantity, thing, reading, min(start, quantity.start))
        constraint = replace(constraint, assumed=("name", *reading.assumed))
        if end > quantity.start:
            words = text[quantity.start : end]
            constraint = replace(constraint, text=words, end=mention.end)
        span = (quantity.start + offset, quantity.end + offset)
        floor = max(end, quantity.start - 48) if end <= quantity.start else quantity.start
        sex = sex_after(text, quantity.end, min(len(text), quantity.end + 40))
        if sex is None or not _FOR_SEX.match(text, quantity.end):
            sex = sex_before(text, floor, quantity.start) or sex
        if sex is None:
            return Leaf(constraint, *span, (span,))
        constraint = replace(constraint, sex=sex.value)
        return Leaf(constraint, *span, tuple(sorted((span, (sex.start + offset, sex.end + offset)))))
    return None


_FOR_SEX = re.compile(r"\s*(?:[(\[]|(?:for|in|if)\b)", re.I)
_OF = re.compile(r"[\s-]*(?:of\s+(?:the\s+)?)?")


def _by_unit(text: str, offset: int, quantity: Quantity, mentions: Sequence[Mention]) -> Leaf | None:
    """``smokers of more than 10 cigarettes a day``: the unit names the habit, and its words say it whole."""
    analyte = _table().get(quantity.unit or "")
    if analyte is None and quantity.unit == "/min" and (spelt := _COUNTED_IN.search(quantity.text)):
        analyte = _table().get("beats/min" if spelt["beats"] else "breaths/min")
    if analyte is None:
        return None
    reading = read_number(analyte, quantity)
    if reading is None:
        return None
    start, stop = quantity.start, quantity.end
    spans = [(start, stop)]
    place = bisect_left(mentions, quantity.start + offset, key=lambda m: m.start)
    before = [m for m in mentions[max(0, place - 2) : place] if m.end - offset <= quantity.start]
    if analyte.id.startswith("habit:") and before and before[-1].label in ("condition", "drug"):
        last = before[-1]
        if last.name in _HABITS and _AMOUNT.fullmatch(text, last.end - offset, quantity.start):
            start = last.start - offset
            spans.append((start, last.end - offset))
    verb = _HABIT_VERB.search(text, max(0, start - 24), start)
    if verb:
        start = verb.start()
        spans.append(verb.span())
    behind = _HABIT_BEHIND.match(text, stop)
    if behind:
        spans.append(behind.span())
    if analyte.unit == "/min" and (activity := _ACTIVITY.search(text, max(0, start - 60), start)):
        start = activity.start("name")
        spans.append(activity.span("name"))
    sex = sex_after(text, stop, min(len(text), stop + 40)) or sex_before(text, max(0, stop - 60), quantity.start)
    if sex is not None:
        spans.append((sex.start, sex.end))
    inside = "(" in text[start : quantity.start]  # the leaf stands with its fellows in the brackets
    constraint = _constraint(text, offset, quantity, analyte, reading, start)
    start = quantity.start if inside else start
    covers = tuple(sorted((s + offset, e + offset) for s, e in spans))
    constraint = replace(constraint, assumed=reading.assumed, sex=sex.value if sex else None)
    return Leaf(constraint, start + offset, stop + offset, covers)


_ACTIVITY = re.compile(  # "spontaneous breathing activity of"
    r"\b(?P<name>(?:(?:spontaneous|resting|regular|sinus)\s+)*(?:breathing|respirations?|ventilation|pulse|rhythm)(?:\s+(?:activity|effort|rate))?)"
    r"\s+(?:(?:of|is|at|with|a|rate)\s+)*\Z",
    re.I,
)
_COUNTED_IN = re.compile(r"\b(?:(?P<beats>beats?|bpm)|breaths?|rpm)\b", re.I)
_AMOUNT = re.compile(_TIES.pattern + r"(?:in\s+)?(?:(?:the|an)\s+)?(?:(?:amount|quantity)\s+(?:of\s+)?)?", re.I)
_HABITS = frozenset(("tobacco use", "tobacco", "alcohol use", "alcohol", "alcohol abuse"))
_HABIT_VERB = re.compile(r"\b(?:drink|drinks|drinking|consum\w+|smok\w+)\s+(?:of\s+)?\Z", re.I)
_HABIT_BEHIND = re.compile(r"\s+of\s+(?:cigarette\s+)?(?:smoking|alcohol|tobacco)\b(?:\s+history)?", re.I)


def _constraint(
    text: str, offset: int, quantity: Quantity, analyte: Analyte, reading: Reading, start: int
) -> Constraint:
    return Constraint(
        "measurement", analyte.name, text[start : quantity.end], start + offset, quantity.end + offset,
        analyte.concept, quantity.low, quantity.low_inclusive, quantity.high, quantity.high_inclusive, reading.unit,
        reading.canonical, reading.relative_to,  # type: ignore[arg-type]
    )  # fmt: skip


_OXYGEN = re.compile(
    r"\s*(?:of\s+)?(?:(?:supplemental|nasal(?:\s+cannula)?|home|low[\s-]flow|inhaled|continuous)\s+)*(?:oxygen|O2|O₂)\b",
    re.I,
)


_GIVEN = re.compile(
    r"\b(?:donat\w+|lo(?:ss|st|se|sing)|phlebotom\w+|venesection|drawn?|bled|given|withdrawn?|removal|removed)\b", re.I
)
_BLOOD = re.compile(r"\bblood\b", re.I)
_OF_BLOOD = re.compile(r"\s*(?:\(\s*\w+\s*\)\s*)?(?:of\s+)?(?:(?:his|her|their|whole)\s+)?blood\b", re.I)
_NOT_GIVEN = re.compile(r"transfus|packed|glucose|pressure|tumou?r|weight", re.I)


def _bled(text: str, offset: int, quantity: Quantity, mentions: Sequence[Mention]) -> Leaf | None:
    """``donation of more than 400 mL of blood``, ``blood loss > 250 mL``: how much blood somebody gave or lost."""
    floor = max(0, quantity.start - 70)
    floor = max(floor, text.rfind(";", floor, quantity.start) + 1, text.rfind(". ", floor, quantity.start) + 1)
    before = text[floor : quantity.start]
    behind = _OF_BLOOD.match(text, quantity.end)
    if not (behind or _BLOOD.search(before)) or not _GIVEN.search(before) or _NOT_GIVEN.search(before):
        return None
    leaf = _implied(text, offset, quantity, "habit:blood_given", behind.end() if behind else 0)
    words = [(floor + m.start() + offset, floor + m.end() + offset) for m in _GIVEN.finditer(before)]
    own = [span for span in words if not any(m.start < span[1] and span[0] < m.end for m in mentions)]
    start = words[-1][0]
    spelt = text[start - offset : leaf.constraint.end - offset]
    return replace(
        leaf, constraint=replace(leaf.constraint, start=start, text=spelt), covers=tuple(sorted((*own, *leaf.covers)))
    )


def _implied(text: str, offset: int, quantity: Quantity, id_: str, stop: int = 0) -> Leaf:
    analyte = analytes()[id_]
    start, end = quantity.start + offset, max(quantity.end, stop) + offset
    assert quantity.unit is not None
    sex = sex_after(text, quantity.end, min(len(text), quantity.end + 40))
    constraint = Constraint(
        "measurement", analyte.name, text[start - offset : end - offset], start, end, analyte.concept, quantity.low,
        quantity.low_inclusive, quantity.high, quantity.high_inclusive, quantity.unit,
        canonical_range(analyte, quantity, quantity.unit), sex=sex.value if sex else None, assumed=("name",),
    )  # fmt: skip
    covers = ((start, end),) if sex is None else ((start, end), (sex.start + offset, sex.end + offset))
    return Leaf(constraint, start, end, covers)
