"""Notes in our own words around one value: prose, lists, tables, flowsheets, several dates, and silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from eligo.evaluation.boundary_table import Asked

__all__ = ["MISSING", "TEMPLATES", "Template", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What a note is to tell.

    Attributes:
        name, short: of the analyte, as the note writes it.
        value: as written, with its comparator where it has one; `unit` is empty where none is written.
        low, high: the reference range as written, in the same unit.
        earlier: older values, the oldest first; `ago`: how many days the value is old.
        other: the other pressure of a pair.
    """

    asked: Asked
    name: str
    short: str
    value: str
    unit: str
    day: date
    random: Random
    low: str | None = None
    high: str | None = None
    flag: str = ""
    earlier: tuple[str, ...] = ()
    ago: int = 0
    other: str | None = None
    female: bool | None = None

    @property
    def measured(self) -> str:
        """Value and unit: ``1.2 mg/dL``, ``94%``."""
        return f"{self.value}{'' if self.unit == '%' else ' '}{self.unit}".rstrip()

    @property
    def normal(self) -> str:
        """The reference range in words; empty where there is none."""
        if self.high is None:
            return ""
        return f"{self.low}-{self.high}" if self.low else f"<={self.high}"

    @property
    def pair(self) -> str:
        """A blood pressure as it is mostly written."""
        first, second = (self.value, self.other) if self.asked.key == "sbp" else (self.other, self.value)
        return f"{first}/{second}"

    @property
    def title(self) -> str:
        """The name at the head of a line: with a capital, but for eGFR and its like."""
        return self.name.capitalize() if self.name.islower() else self.name


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of note.

    Attributes:
        write: gives its text.
        ranged: it prints the reference range.
        bare: it may leave the unit out.
        earlier: how many older values it needs.
        plain: it needs a plain number (no ``<`` before it, no thousands separator).
    """

    name: str
    write: Callable[[Told], str]
    ranged: bool = False
    bare: bool = False
    earlier: int = 0
    plain: bool = False


# Other results, of analytes that are never asked: name, short name, value, unit, reference range.
_OTHERS = (
    ("chloride", "Cl", "103", "mmol/L", "98-107"),
    ("bicarbonate", "HCO3", "25", "mmol/L", "22-29"),
    ("phosphate", "Phos", "3.4", "mg/dL", "2.5-4.5"),
    ("magnesium", "Mg", "2.0", "mg/dL", "1.7-2.2"),
    ("total protein", "TP", "7.1", "g/dL", "6.0-8.0"),
    ("lipase", "lipase", "31", "U/L", "13-60"),
    ("ferritin", "ferritin", "88", "ng/mL", "20-250"),
)


def _others(told: Told, count: int) -> list[tuple[str, str, str, str, str]]:
    return told.random.sample(_OTHERS, count)


def _head(told: Told) -> str:
    person = "patient" if told.female is None else "woman" if told.female else "man"
    opening = told.random.choice(
        (
            f"Follow-up of a {person} known to the clinic.",
            f"This {person} was reviewed today.",
            f"Seen today: {person}.",
        )
    )
    return f"Date of visit: {told.day.isoformat()}\n\n{opening}\n"


def _prose(told: Told) -> str:
    whose = "The" if told.female is None else "Her" if told.female else "His"
    sentence = told.random.choice(
        (
            f"{whose} {told.name} was {told.measured}.",
            f"{whose} {told.name} is {told.measured} today.",
            f"Blood was taken; {told.name} came back at {told.measured}, and the rest was unremarkable.",
            f"We found a {told.name} of {told.measured}.",
            f"On examination there was no distress, and {told.name} measured {told.measured}.",
        )
    )
    return f"{_head(told)}{sentence} We discussed the plan.\n"


def _prose_with_range(told: Told) -> str:
    if not told.normal:
        return _prose(told)
    sentence = told.random.choice(
        (
            f"{told.title} was {told.measured} (reference range {told.normal}).",
            f"{told.title} {told.measured} (normal {told.normal} {told.unit}).",
            f"{told.title} of {told.measured} [{told.normal}].",
        )
    )
    return f"{_head(told)}{sentence} The remaining results are pending.\n"


def _second(told: Told) -> str:
    (name, _, value, unit, _), (other, _, number, per, _) = _others(told, 2)
    rest = f"and {other} {number} {per}"
    return f"{_head(told)}{name.capitalize()} was {value} {unit}, {told.name} {told.measured}, {rest}.\n"


def _shorthand(told: Told) -> str:
    flag = f" ({told.flag})" if told.flag and told.random.random() < 0.5 else ""
    mine = f"BP {told.pair}" if told.short == "BP" else f"{told.short} {told.measured}{flag}"
    parts = [f"{short} {value}" for _, short, value, _, _ in _others(told, 3)]
    parts.insert(told.random.randrange(4), mine)
    lead = told.random.choice(("Labs: ", "Today: ", "Results: ", ""))
    return f"{_head(told)}{lead}{told.random.choice((', ', '; ', ' / ', '  ')).join(parts)}\n"


def _list(told: Told) -> str:
    bullet = told.random.choice(("- ", "* ", "", "• "))
    parts = [f"{bullet}{n.capitalize()}: {v} {u} ({r})" for n, _, v, u, r in _others(told, 2)]
    mine = f"{bullet}{told.title}: {told.measured}"
    if told.normal:
        mine += told.random.choice((f" ({told.normal})", f" (ref {told.normal})", f" [{told.normal}]"))
    mine += f" {told.flag}" if told.flag else ""
    parts.insert(told.random.randrange(3), mine)
    return f"{_head(told)}\nLaboratory results:\n" + "\n".join(parts) + "\n"


def _rows(told: Told) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(n.capitalize(), v, u, r, "") for n, _, v, u, r in _others(told, 3)]
    rows.insert(told.random.randrange(4), (told.title, told.value, told.unit, told.normal, told.flag))
    return rows


def _piped(told: Told) -> str:
    table = [("Test", "Result", "Unit", "Reference range", "Flag"), *_rows(told)]
    edge = told.random.random() < 0.5
    lines = [" | ".join(row) for row in table]
    if edge:
        lines = [f"| {line} |" for line in lines]
        lines.insert(1, "|---|---|---|---|---|")
    return f"{_head(told)}\n" + "\n".join(lines) + "\n"


def _columns(told: Told) -> str:
    table = [("Component", "Value", "Flag", "Ref Range", "Units")]
    table += [(name, value, flag, normal, unit) for name, value, unit, normal, flag in _rows(told)]
    widths = [max(len(row[n]) for row in table) + 3 for n in range(5)]
    lines = ["".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in table]
    return f"{_head(told)}\n" + "\n".join(lines) + "\n"


def _tabbed(told: Told) -> str:
    table = [("Analyte", "Result", "Units", "Reference", "Flag"), *_rows(told)]
    return f"{_head(told)}\n" + "\n".join("\t".join(row).rstrip() for row in table) + "\n"


def _days(told: Told) -> list[date]:
    """The days of `earlier` and of the value itself, which is of the last."""
    gap = 2 + told.random.randrange(3)
    last = told.day - timedelta(days=told.ago)
    return [last - timedelta(days=gap * n) for n in range(len(told.earlier), -1, -1)]


def _flowsheet(told: Told) -> str:
    days = _days(told)
    heads = [told.random.choice((f"{d:%m/%d/%Y}", d.isoformat())) for d in days]
    style = told.random.choice(("  ", " | ", "\t"))
    unit = f" ({told.unit})" if told.unit else ""
    mine = (f"{told.title}{unit}", *told.earlier, told.value)
    rows = [("Date", *heads), mine]
    for name, _, value, other, _ in _others(told, 2):
        rows.insert(told.random.randint(1, len(rows)), (f"{name.capitalize()} ({other})", *[value] * len(days)))
    if style == "  ":
        widths = [max(len(row[n]) for row in rows) + 3 for n in range(len(days) + 1)]
        lines = ["".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    else:
        lines = [style.join(row) for row in rows]
    return f"{_head(told)}\n" + "\n".join(lines) + "\n"


def _trend(told: Told) -> str:
    before = told.earlier[0]
    way = "rose" if float(before) < float(told.value) else "fell"
    sentence = told.random.choice(
        (
            f"{told.title} {way} from {before} to {told.measured}.",
            f"{told.title} was {before} at the last visit and is {told.measured} now.",
            f"{told.title} {before} -> {told.measured}.",
            f"{told.title} went from {before} to {told.measured} over the week.",
        )
    )
    return f"{_head(told)}{sentence} No change of treatment.\n"


def _dated(told: Told) -> str:
    days = _days(told)
    lines = [
        f"{day.isoformat()}: {told.name} {value} {told.unit}"
        if told.random.random() < 0.5
        else f"{told.title} on {day:%B} {day.day}, {day.year}: {value} {told.unit}"
        for day, value in zip(days, (*told.earlier, told.value), strict=True)
    ]
    told.random.shuffle(lines)
    return f"{_head(told)}" + "\n".join(line.rstrip() for line in lines) + "\n"


def _window(told: Told) -> str:
    day = told.day - timedelta(days=told.ago)
    shown = told.random.choice((day.isoformat(), f"{day:%m/%d/%Y}", f"{day.day} {day:%B} {day.year}"))
    sentence = told.random.choice(
        (
            f"On {shown}, {told.name} was {told.measured}.",
            f"{told.title} {told.measured} ({shown}).",
            f"{told.title} was {told.measured} on {shown}.",
        )
    )
    return f"{_head(told)}{sentence} Nothing was taken since.\n"


def _line(told: Told) -> str:
    """As laboratories print it: ``CREATININE 1.2 mg/dL 0.7-1.3 H``."""
    lines = [f"{n.upper()} {v} {u} {r}" for n, _, v, u, r in _others(told, 2)]
    lines.insert(
        told.random.randrange(3), " ".join(filter(None, (_upper(told), told.measured, told.normal, told.flag)))
    )
    return f"{_head(told)}\n" + "\n".join(lines) + "\n"


def _upper(told: Told) -> str:
    return told.name.upper() if told.name.islower() else told.name


def _about(told: Told) -> str:
    word = told.random.choice(("about ", "approximately ", "~", "around "))
    return f"{_head(told)}{told.title} was {word}{told.measured} today.\n"


def _then_and_now(told: Told) -> str:
    before = told.earlier[0]
    way = "up" if float(before) < float(told.value) else "down"
    sentence = told.random.choice(
        (
            f"{told.title} was {before} at admission and {told.measured} at discharge.",
            f"{told.title} was {told.measured} at discharge and {before} at admission.",
            f"{told.title} {told.measured} (previously {before}).",
            f"{told.title} {told.measured}, {way} from {before} at baseline.",
            f"{told.title} was {before} initially, then {told.measured}.",
        )
    )
    return f"{_head(told)}{sentence} No change of treatment.\n"


def _dates_in_a_row(told: Told) -> str:
    values = [f"{value} {told.unit}".rstrip() for value in (*told.earlier, told.value)]
    parts = [f"{value} on {day.isoformat()}" for day, value in zip(_days(told), values, strict=True)]
    order = told.random.choice((parts, parts[::-1]))
    return f"{_head(told)}{told.title} was {', '.join(order[:-1])} and {order[-1]}. The plan was discussed.\n"


def _dashes(told: Told) -> str:
    """As some hospitals print results: ``Cl-103 HCO3-25* Mg-2.0``."""
    if told.unit or told.short == "BP":
        return _shorthand(told)
    parts = [f"{short}-{value}" for _, short, value, _, _ in _others(told, 3)]
    parts.insert(told.random.randrange(4), f"{told.short}-{told.value}{'*' if told.flag else ''}")
    return f"{_head(told)}{' '.join(parts)}\n"


TEMPLATES = (
    Template("prose", _prose),
    Template("prose, range", _prose_with_range, ranged=True),
    Template("second value of a sentence", _second),
    Template("shorthand", _shorthand, bare=True),
    Template("list", _list, ranged=True),
    Template("table with pipes", _piped, ranged=True),
    Template("table in columns", _columns, ranged=True),
    Template("table with tabs", _tabbed, ranged=True),
    Template("laboratory's line", _line, ranged=True),
    Template("flowsheet", _flowsheet, earlier=2, plain=True),
    Template("trend", _trend, earlier=1, plain=True),
    Template("then and now", _then_and_now, earlier=1, plain=True),
    Template("dated values", _dated, earlier=2, plain=True),
    Template("dates in a row", _dates_in_a_row, earlier=2, plain=True),
    Template("tied by dashes", _dashes, bare=True, plain=True),
    Template("time window", _window),
    Template("approximate", _about, plain=True),
    Template("beyond a limit", _prose, plain=True),
)


def _silent(told: Told) -> str:
    (name, _, value, unit, _) = _others(told, 1)[0]
    return f"{_head(told)}{name.capitalize()} was {value} {unit}. We discussed the plan.\n"


def _near(told: Told) -> str:
    near = told.random.choice(told.asked.near) if told.asked.near else f"lipase {31} U/L"
    return f"{_head(told)}Results today: {near}.\n"


def _not_done(told: Told) -> str:
    sentence = told.random.choice(
        (
            f"{told.title} is pending.",
            f"{told.title} was not measured.",
            f"We will check {told.name} next week.",
            f"{told.title} to be repeated in 2 weeks.",
            f"{told.title}: not done",
        )
    )
    return f"{_head(told)}{sentence}\n"


def _aim(told: Told) -> str:
    sentence = told.random.choice(
        (
            f"The goal for {told.name} is below {told.measured}.",
            f"Target {told.name}: {told.measured}.",
            f"Call if {told.name} is above {told.measured}.",
        )
    )
    return f"{_head(told)}{sentence}\n"


def _relative(told: Told) -> str:
    return f"{_head(told)}\nFamily history: mother with {told.name} of {told.measured}.\n"


MISSING = (
    Template("missing: silence", _silent),
    Template("missing: another thing", _near),
    Template("missing: not done", _not_done),
    Template("missing: an aim", _aim),
    Template("missing: a relative's", _relative),
)
