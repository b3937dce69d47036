"""Measured values and scores that a note states: in running text, in lists and in tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.entities.analytes import Analyte, Scale, analytes
from eligo.schema import Fact, Mention, Quantity

from .bounds_names import Name, coordinated, find_names
from .scale_values import is_small
from .values_before import count_before, counted, heights, score_before, share_before
from .values_facts import fits, takes, value_facts
from .values_implied import finding_names, implied_values
from .values_layout import Cell, leading_unit, place, read_cell
from .values_panels import read_panels
from .values_repair import masked, mended
from .values_respective import respective
from .values_scores import score_fact, shaped_score
from .values_series import readings, serial
from .values_shorthand import with_shorthand
from .values_trend import trend
from .values_written import written

__all__ = ["read_values"]

_OF_CONDITIONS = frozenset(
    ("scale:ctcae", "scale:stage", "scale:tumor_grade")
)  # said of a condition, not of the patient
_LABELS = frozenset(("measurement", "score"))
_DIGIT = re.compile(r"\d")


def read_values(
    text: str,
    offset: int,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    *,
    source: str = "",
    section: str | None = None,
    dates: Sequence[tuple[int, int]] = (),
) -> list[Fact]:
    """The measured values and scores stated in a statement of a note.

    A unit that is not written is inferred only where one reading alone is possible for a living person, and then
    named in ``assumed``; ages and sex are not read here.

    Args:
        text: the statement.
        offset: where it starts in the document; mentions, quantities and the facts count in the document.
        source, section: copied into the facts.
        dates: where the statement's dates stand: their numbers are no values.

    Of values that follow each other (``1.1 -> 2.3``) the last is the one that counts; the others are ``historical``.
    """
    if not mentions and not _DIGIT.search(text):
        return []
    known = [
        m
        for m in with_shorthand(text, offset, mentions)
        if (m.concept is None or m.concept.id not in _OF_CONDITIONS) and not _is_unit(text, m, offset)
    ]
    panels = read_panels(text)
    if panels or _DIGIT.search(text):
        known = sorted([*known, *finding_names(text, offset, known)], key=lambda m: m.start)
    placed = [replace(m, start=m.start - offset, end=m.end - offset) for m in known]
    local = mended(text, placed, [replace(q, start=q.start - offset, end=q.end - offset) for q in quantities])
    local = written(text, placed, local)
    taken = [(p.start, p.end) for p in panels]
    dated = [(start - offset, end - offset) for start, end in dates]
    plain, local = masked(text, _outside(local, taken), [*(d for d in dated if not _overlaps(d, taken)), *taken])
    names = [n for n in find_names(text, offset, known, _LABELS) if not _overlaps((n.start, n.end), taken)]
    facts = [*heights(text, local), *(f for panel in panels for f in panel.facts)]
    told = respective(text, names, local) if "espectively" in text else {}
    done = shares = 0
    for n, name in enumerate(names):
        if n < done:
            continue
        if share := share_before(text, name, local, first=n != shares or not n):
            facts += share
            shares = n + 1
            continue
        if cells := count_before(text, name, local, facts):
            facts += cells
            continue
        if scored := score_before(text, name, local):
            facts += scored
            continue
        if both := _prothrombin(text, name, local):
            facts += both
            continue
        if n in told:
            found, done = told[n]
            facts += found
            continue
        paired, done = _listed(text, plain, names, n, local)
        if paired:
            facts += paired
            continue
        lead = _leading(plain, name)
        while lead is not None and done < len(names) and names[done].start < lead[1]:
            done += 1  # the K of "Platelets | K/uL | 150"
        limit = names[done].start if done < len(names) else len(text)
        shaped = shaped_score(text, name, limit) if isinstance(name.thing, Scale) else None
        if shaped is not None:
            facts.append(shaped)
            continue
        if isinstance(name.thing, Scale) and is_small(name.thing):
            fact = score_fact(text, name, limit)
            if fact is not None:
                facts.append(fact)
                continue
        facts += _measured(text, plain, name, limit, local, lead)
    facts += implied_values(plain, local, facts)
    return [replace(f, start=f.start + offset, end=f.end + offset, source=source, section=section) for f in facts]


def _is_unit(text: str, mention: Mention, offset: int) -> bool:
    """Whether letters behind a number are its unit and no name: ``20 mg 3 times a day``."""
    start = mention.start - offset
    return mention.text == "mg" and _NUMBER_BEFORE.search(text[max(0, start - 3) : start]) is not None


_NUMBER_BEFORE = re.compile(r"\d\s?$")


def _overlaps(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a span meets one of `spans`, which are in order and do not meet each other."""
    at = bisect_left(spans, span[1], key=lambda s: s[0]) - 1
    return at >= 0 and spans[at][1] > span[0]


def _outside(quantities: Sequence[Quantity], spans: Sequence[tuple[int, int]]) -> list[Quantity]:
    return [q for q in quantities if not _overlaps((q.start, q.end), spans)] if spans else list(quantities)


_BETWEEN = re.compile(r"\s*(?:,\s*and|,|and|&|/)\s*(?:(?:only|about)\s+)?", re.I)


def _listed(
    text: str, plain: str, names: Sequence[Name], n: int, quantities: Sequence[Quantity]
) -> tuple[list[Fact], int]:
    """``AST and ALT were 45 and 60 U/L``: as many numbers as names, in the same order; and where to go on."""
    last = n
    while last + 1 < len(names) and last - n < 6 and coordinated(text, names[last], names[last + 1]):
        last += 1
    count = last - n + 1
    if count == 2 and names[n].id == "vital:bp":
        both = _pressure_and(text, plain, names, n, quantities)
        return both, last + 1 if both else n + 1
    if count == 1 or any(n_.id == "vital:bp" for n_ in names[n : last + 1]):
        return [], n + 1
    limit = names[last + 1].start if last + 1 < len(names) else len(text)
    cell = read_cell(plain, names[last].stop, limit, quantities)
    if cell is None or cell.quantity is None:
        return [], n + 1
    at = place(quantities, cell.quantity.start)
    if at is None or at + count > len(quantities):
        return [], n + 1
    group = list(quantities[at : at + count])
    if group[-1].end > limit or not all(_BETWEEN.fullmatch(text, a.end, b.start) for a, b in pairwise(group)):
        return [], n + 1
    end = group[-1].end
    facts: list[Fact] = []
    for name, quantity in zip(names[n : last + 1], group, strict=True):
        unit = quantity.unit or group[-1].unit
        facts += value_facts(text, name, Cell(end, replace(quantity, unit=unit)))
    return facts, last + 1


def _pressure_and(text: str, plain: str, names: Sequence[Name], n: int, quantities: Sequence[Quantity]) -> list[Fact]:
    """``blood pressure and heart rate were 94/30 mmHg and 132 bpm``."""
    limit = names[n + 2].start if n + 2 < len(names) else len(text)
    cell = read_cell(plain, names[n + 1].stop, limit, quantities)
    second = cell.second if cell is not None else None
    if cell is None or second is None:
        return []
    following = next((q for q in quantities if q.start >= second.end), None)
    if following is None or following.end > limit or not _BETWEEN.fullmatch(text, second.end, following.start):
        return []
    return [*value_facts(text, names[n], cell), *value_facts(text, names[n + 1], Cell(following.end, following))]


def _prothrombin(text: str, name: Name, quantities: Sequence[Quantity]) -> list[Fact]:
    """``PT/INR 14.2/1.3``: the time in seconds, then the ratio."""
    words = text[name.start : name.end]
    if name.id != "lab:inr" or "/" not in words:
        return []
    cell = read_cell(text, name.stop, len(text), quantities)
    if cell is None or cell.quantity is None or cell.second is None:
        return []
    thing = analytes()["lab:pt"]
    first = replace(name, mention=replace(name.mention, concept=thing.concept, name=thing.name), thing=thing)
    return [
        *value_facts(text, first, Cell(cell.end, cell.quantity)),
        *value_facts(text, name, Cell(cell.end, cell.second)),
    ]


def _leading(text: str, name: Name) -> tuple[str, int] | None:
    """The unit between a name and its value, where the thing is measured in it."""
    lead = leading_unit(text, name.end) or leading_unit(text, name.stop)
    return lead if lead is not None and takes(name.thing, lead[0]) else None


def _measured(
    text: str,
    plain: str,
    name: Name,
    limit: int,
    quantities: Sequence[Quantity],
    lead: tuple[str, int] | None,
) -> list[Fact]:
    """What stands behind a name; `plain` is the text without its dates, `lead` the unit before the value."""
    number = counted(text, name, quantities)
    if number is not None:
        return number
    start = lead[1] if lead else name.stop
    cell = read_cell(plain, start, limit, quantities) or _farther(plain, name, start, limit, quantities)
    if cell is None:
        return []
    if lead is not None and cell.quantity is not None and cell.quantity.unit is None and cell.unit is None:
        cell.unit = lead[0]
    later = _later(plain, name, cell, limit, quantities)
    also = readings(plain, name, cell, limit, quantities) if not later else []
    if also and cell.quantity is not None:
        unit = also[-1].unit or cell.quantity.unit or cell.unit
        every = [Cell(q.end, replace(q, unit=unit)) for q in (cell.quantity, *also)]
        return [f for one in every for f in value_facts(text, name, one)]
    if not later and (series := serial(plain, name, cell, limit, quantities)):
        return list(_series(text, name, cell, series))
    if not later:
        return [
            *_from_to(text, name, cell),
            *_count_of_share(text, name, cell, quantities),
            *_share_of_value(text, name, cell, quantities),
        ]
    unit = later[-1].unit or cell.unit
    first = cell.quantity.unit if cell.quantity is not None else None
    whole = read_cell(
        plain, later[-1].start, limit, [q if q.start != later[-1].start else later[-1] for q in quantities]
    )
    newest = whole if whole is not None and whole.quantity is not None else Cell(later[-1].end, later[-1])
    newest.unit = newest.unit or unit or first
    earlier = [replace(cell, end=cell.quantity.end, second=None), *(Cell(q.end, q) for q in later[:-1])]  # type: ignore[union-attr]
    line = [q for q in (cell.quantity, *later) if q is not None]
    dated = [plain[a.end : b.start] != text[a.end : b.start] for a, b in pairwise(line)]
    facts = []
    for one in earlier:
        one.unit = one.unit or newest.unit
        if one.quantity is not None and one.quantity.unit is None and newest.quantity is not None:
            one.unit = newest.quantity.unit or one.unit
        facts += [replace(f, assertion="historical") for f in value_facts(text, name, one)]
    latest = value_facts(text, name, newest)
    if any(dated):  # each date is said of the value before it
        latest = [_at_value(text, f, later[-1]) for f in latest]
    return [*latest, *facts]


def _from_to(text: str, name: Name, cell: Cell) -> list[Fact]:
    """A value, and the earlier one where it ``fell from 60 to 45``."""
    facts = value_facts(text, name, cell)
    if cell.earlier is None or len(facts) != 1 or cell.quantity is None:
        return facts
    first = Cell(cell.end, cell.earlier, unit=cell.earlier.unit or cell.quantity.unit or cell.unit)
    return [*(replace(f, assertion="historical") for f in value_facts(text, name, first)), *facts]


def _series(text: str, name: Name, cell: Cell, series: Sequence[tuple[Quantity, bool]]) -> Iterator[Fact]:
    """The facts of values that follow each other; those behind the first have a span of their own, for their dates."""
    unit = next((q.unit for q, _ in series if q.unit), cell.unit)
    for n, (quantity, earlier) in enumerate(series):
        one = replace(cell, unit=cell.unit or unit) if not n else Cell(quantity.end, quantity, unit=unit)
        for fact in value_facts(text, name, one):
            fact = _at_value(text, fact, quantity) if n else fact
            yield replace(fact, assertion="historical") if earlier else fact


def _at_value(text: str, fact: Fact, quantity: Quantity) -> Fact:
    return replace(fact, text=text[quantity.start : fact.end], start=quantity.start)


def _later(text: str, name: Name, cell: Cell, limit: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The values that follow the cell's in a trend, as far as the thing can have them."""
    thing = name.thing
    if cell.quantity is None or cell.second is not None or cell.reference is not None or not isinstance(thing, Analyte):
        return []
    at = place(quantities, cell.quantity.start)
    found = trend(text, quantities, at, limit) if at is not None else []
    fitting = []
    for quantity in found:
        if quantity.unit is not None and not takes(thing, quantity.unit):
            break
        fitting.append(quantity)
    return fitting


_FAR = re.compile(
    r"(?:,\s+)?(?:[^.;:,()\d\n]|\n(?!\s*\n)){0,90}?(?:\b(?:was|were|is|are|of|to|at|be|around|about|approximately|only|remained"
    r"|reached|reaching|measured|found|walked|covered|achieved)\s+|\(\s*(?:[A-Za-z-]{1,6}\s*[:=]?\s*)?)",
    re.I,
)
_NOT_FAR = re.compile(
    r"\b(?:loss|gain(?:ed)?|changed?|reduction|difference|improvement|drop|increment|decline|rise|increase|decrease|by(?=\s*\Z)|minus|goals?"
    r"|targets?|dos(?:e|es|age)|transfus\w+|infus\w+|treat\w+|therap\w+|start\w*|administ\w+|given|receiv\w+|replet\w+"
    r"|supplement\w*|if|unless|until|normal|reference|threshold|cut-?off|limit|range|less|more|greater|higher|lower|above"
    r"|below|after|ratio|history|age)\b",
    re.I,
)


def _farther(text: str, name: Name, start: int, limit: int, quantities: Sequence[Quantity]) -> Cell | None:
    """``EF estimated by echocardiography to 30 %``: a value that other words lead to, if its unit is the thing's."""
    thing = name.thing
    quantity = next((q for q in quantities if q.start >= start), None)
    if quantity is None or quantity.start >= limit or quantity.unit is None or not isinstance(thing, Analyte):
        return None
    between = text[start : quantity.start]
    if len(between) > 90 or _NOT_FAR.search(between) or not _FAR.fullmatch(between):
        return None
    if not takes(thing, quantity.unit) or not fits(thing, quantity, quantity.unit):
        return None
    return read_cell(text, quantity.start, limit, quantities)


def _count_of_share(text: str, name: Name, cell: Cell, quantities: Sequence[Quantity]) -> list[Fact]:
    """``neutrophils 44 % (1,238 /mm3)``: the count that follows a share in brackets."""
    share = cell.quantity
    if share is None or share.unit != "%" or not isinstance(name.thing, Analyte) or takes(name.thing, "%"):
        return []
    count = next((q for q in quantities if q.start >= share.end), None)
    if count is None or count.unit in (None, "%") or text[share.end : count.start].strip() not in ("(", "[", ","):
        return []
    return value_facts(text, name, Cell(count.end, count)) if takes(name.thing, count.unit or "") else []


_PREDICTED = re.compile(r"%\s*(?:of\s+)?(?:the\s+)?(?:pred|normal)", re.I)


def _share_of_value(text: str, name: Name, cell: Cell, quantities: Sequence[Quantity]) -> list[Fact]:
    """``FEV1 1.2 L (38% predicted)``: the share of what is expected that follows a value."""
    value = cell.quantity
    share = analytes().get(f"{name.id}_pct") if value is not None and value.unit != "%" else None
    if value is None or share is None or not isinstance(name.thing, Analyte):
        return []
    behind = next((q for q in quantities if q.start >= value.end), None)
    if behind is None or behind.unit != "%" or not _PREDICTED.search(text, behind.start, behind.end + 20):
        return []
    if text[value.end : behind.start].strip() not in ("(", "[", ",", ";", "or"):
        return []
    mention = replace(name.mention, name=share.name, concept=share.concept)
    facts = value_facts(text, replace(name, mention=mention, thing=share), Cell(behind.end, behind))
    return [replace(f, start=behind.start, text=text[behind.start : f.end]) for f in facts]
