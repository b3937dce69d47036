"""Trees and tables for people: colour on a terminal, plain text in a pipe, and never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from eligo.entities.units import display
from eligo.logic import render
from eligo.schema import AllOf, Criterion, Fact, MatchReport, Patient, Period, Range, Trial

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

__all__ = ["match_report", "patient_table", "trial_tree"]

_MARK = {
    "pass": ("✓ pass", "green"),
    "fail": ("✗ fail", "red"),
    "unknown": ("? unknown", "yellow"),
    "not_applicable": ("– n/a", "dim"),
}
_OVERALL = {"eligible": "bold green", "ineligible": "bold red", "undetermined": "bold yellow"}
_LONGEST = 1200  # characters of one text that are shown; what is left out is counted
_NARROW = 90  # columns: below, a table of facts is a list


def _flat(text: str, limit: int = _LONGEST) -> str:
    """`text` on one line, without what would steer a terminal, and cut between words where it is very long."""
    flat = "".join(c for c in " ".join(text[: 4 * limit].split()) if c.isprintable())
    if len(flat) <= limit and len(text) <= 4 * limit:
        return flat
    kept = flat[:limit].rsplit(" ", 1)[0] if " " in flat[limit // 2 : limit] else flat[:limit]
    return f"{kept} … ({len(text) - len(kept):,} more characters)"


def _hanging(rows: Iterator[tuple[Text, RenderableType]], gap: int = 1) -> Table:
    """A first word each, and lines that fold under their own beginning."""
    grid = Table.grid(padding=(0, gap, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for first, rest in rows:
        grid.add_row(first, rest)
    return grid


def trial_tree(trial: Trial) -> RenderableType:
    """The criteria with what was understood of each, grouped by kind, bullets under their headers."""
    tree = Tree(Text.assemble((_flat(trial.id), "bold"), f"  {_flat(trial.title or '')}"), guide_style="dim")
    for label, value in (
        ("sponsor", trial.sponsor),
        ("conditions", ", ".join(trial.conditions)),
        ("interventions", ", ".join(trial.interventions)),
        ("dates", ", ".join(f"{k} {v}" for k, v in trial.dates.items())),
    ):
        if value:
            tree.add(_hanging(iter([(Text(f"{label}:", style="dim"), Text(_flat(value)))])))
    branches: dict[str, Tree] = {}
    for kind in ("inclusion", "exclusion"):
        criteria = [c for c in trial.criteria if c.kind == kind]
        if not criteria:
            continue
        group = tree.add(Text(f"{kind} ({len(criteria)})", style="bold cyan"))
        for criterion in criteria:
            above = branches.get(criterion.parent or "", group)
            branches[criterion.id] = above.add(_criterion(criterion))
    grades: list[str] = [c.parsed for c in trial.criteria]
    words = {"full": "understood in full", "partial": "in part", "none": "not understood"}
    counts = ", ".join(f"{grades.count(g)} {words[g]}" for g in words if grades.count(g))
    skipped = f"; {len(trial.skipped)} passages are no criteria" if trial.skipped else ""
    tree.add(Text(f"{len(grades)} criteria: {counts}{skipped}", style="dim"))
    return tree


def _criterion(criterion: Criterion) -> RenderableType:
    words = Text(_flat(criterion.text), style="dim")
    understood = _hanging(_logic_lines(criterion))
    both = Group(words, understood) if understood.row_count else words
    return _hanging(iter([(Text(criterion.id, style="bold"), both)]), gap=2)


def _logic_lines(criterion: Criterion) -> Iterator[tuple[Text, RenderableType]]:
    node = criterion.logic
    if node is None:
        if criterion.parsed == "none":
            yield Text("!", style="yellow"), Text("not understood: a person must judge it", style="yellow")
        return
    parts = node.args if isinstance(node, AllOf) else (node,)
    for n, part in enumerate(parts):
        yield Text("and" if n else "→", style="dim"), Text(_flat(render(part)))
    if criterion.unparsed:
        yield Text("!", style="yellow"), Text(f"not read: {_flat('; '.join(criterion.unparsed))}", style="yellow")


def patient_table(patient: Patient) -> RenderableType:
    """The facts, in the order of the text: a table, or on a narrow terminal a list."""
    who = [f"{patient.age:g} years" if patient.age is not None else "", patient.sex or ""]
    who.append(f"on {patient.index_date}" if patient.index_date else "")
    title = Text.assemble((_flat(patient.id), "bold"), f"  {', '.join(w for w in who if w)}")
    if not patient.facts:
        return Group(title, Text("no facts", style="yellow"))
    return Group(title, _Facts(patient))


@dataclass(frozen=True, slots=True)
class _Facts:
    """A patient's facts as the width allows."""

    patient: Patient

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._list() if options.max_width < _NARROW else self._table()

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in ("type", "name", "value", "time", "assertion", "words"):
            table.add_column(column, overflow="fold", no_wrap=column in {"type", "assertion"})
        for fact in self.patient.facts:
            cells = (fact.type, _flat(fact.name), _value(fact), _time(fact), _state(fact), _flat(fact.text, 80))
            table.add_row(*map(Text, cells), style=_style(fact))
        return table

    def _list(self) -> RenderableType:
        parts: list[RenderableType] = []
        for fact in self.patient.facts:
            value = _value(fact)
            line = Text.assemble((_flat(fact.name), "bold"), f" {value}" if value else "", style=_style(fact))
            about = ", ".join(x for x in (fact.type, _state(fact), _time(fact)) if x)
            parts += [line, Padding(Text(f"{about}: “{_flat(fact.text, 80)}”", style="dim"), (0, 0, 0, 2))]
        return Group(*parts)


def _style(fact: Fact) -> str:
    return "" if fact.assertion == "present" else "dim"


def _state(fact: Fact) -> str:
    return ", ".join(x for x in (fact.assertion, fact.status, fact.relation) if x)


def _value(fact: Fact) -> str:
    parts: list[str] = []
    if isinstance(fact.value, (int, float)):
        number = f"{fact.value:g}" + (f"–{fact.value_high:g}" if fact.value_high is not None else "")
        parts.append(("" if fact.comparator in (None, "=") else f"{fact.comparator} ") + number)
        if fact.unit and fact.unit != "1":
            parts.append(display(fact.unit))
    elif fact.value is not None:
        parts.append(_flat(fact.value))
    if fact.reference_range is not None:
        parts.append(f"({_range(fact.reference_range)})")
    if fact.dose is not None:
        parts.append(_range(fact.dose) + (f" {display(fact.dose.unit)}" if fact.dose.unit else ""))
    return " ".join(parts)


def _range(r: Range) -> str:
    if r.low is not None and r.high is not None:
        return f"{r.low:g}" if r.low == r.high else f"{r.low:g}–{r.high:g}"
    return f"≥ {r.low:g}" if r.low is not None else f"≤ {r.high:g}" if r.high is not None else ""


def _time(fact: Fact) -> str:
    if isinstance(fact.time, Period):
        return f"{fact.time.from_ or '…'} to {fact.time.to or '…'}"
    return fact.time or ""


def match_report(report: MatchReport, trial: Trial | None = None) -> RenderableType:
    """Verdicts with their reasons, then what to ask next."""
    texts = {c.id: c.text for c in trial.criteria} if trial is not None else {}
    counts = ", ".join(
        f"{n} {name.replace('_', ' ')}" for name in _MARK if (n := sum(v.verdict == name for v in report.verdicts))
    )
    pair = f"{_flat(report.patient)} × {_flat(report.trial)}"
    parts: list[RenderableType] = [
        Text.assemble((pair, "bold"), ": ", (report.overall, _OVERALL[report.overall]), f"  ({counts})")
    ]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for verdict in report.verdicts:
        mark, colour = _MARK[verdict.verdict]
        words = Text()
        if text := texts.get(verdict.criterion):
            words.append(f"{_flat(text)}\n", style="dim")
        words.append(_flat(verdict.reason), style=colour)
        for assumption in verdict.assumptions:
            words.append(f"\nassumed: {_flat(assumption)}", style="dim italic")
        table.add_row(Text(mark, style=colour), Text(verdict.criterion, style="bold"), words)
    parts.append(table)
    if report.missing:
        parts.append(Text("to ask next", style="bold"))
        parts.append(_hanging((Text(" •"), _question(q.question, q.criteria)) for q in report.missing))
    return Group(*parts)


def _question(question: str, criteria: tuple[str, ...]) -> Text:
    return Text.assemble(_flat(question), (f"  ({', '.join(criteria)})", "dim"))
