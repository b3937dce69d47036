"""Trees and tables for people: colour on a terminal, plain text in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from eligo.entities.units import display
from eligo.logic import render
from eligo.schema import AllOf, Criterion, Fact, MatchReport, Patient, Period, Range, Trial

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["match_report", "patient_table", "trial_tree"]

_MARK = {"pass": ("✓", "green"), "fail": ("✗", "red"), "unknown": ("?", "yellow"), "not_applicable": ("–", "dim")}
_OVERALL = {"eligible": "bold green", "ineligible": "bold red", "undetermined": "bold yellow"}


def _flat(text: str, limit: int = 0) -> str:
    flat = " ".join(text.split())
    return flat if not limit or len(flat) <= limit else flat[: limit - 1] + "…"


def trial_tree(trial: Trial) -> RenderableType:
    """The criteria with what was understood of each, grouped by kind, bullets under their headers."""
    tree = Tree(Text.assemble((trial.id, "bold"), f"  {_flat(trial.title or '')}"), guide_style="dim")
    for label, value in (
        ("sponsor", trial.sponsor),
        ("conditions", ", ".join(trial.conditions)),
        ("interventions", ", ".join(trial.interventions)),
        ("dates", ", ".join(f"{k} {v}" for k, v in trial.dates.items())),
    ):
        if value:
            tree.add(Text.assemble((f"{label}: ", "dim"), value))
    branches: dict[str, Tree] = {}
    for kind in ("inclusion", "exclusion"):
        criteria = [c for c in trial.criteria if c.kind == kind]
        if not criteria:
            continue
        group = tree.add(Text(f"{kind} ({len(criteria)})", style="bold cyan"))
        for criterion in criteria:
            above = branches.get(criterion.parent or "", group)
            branches[criterion.id] = above.add(_criterion(criterion))
    grades = [c.parsed for c in trial.criteria]
    counts = ", ".join(f"{grades.count(g)} {g}" for g in ("full", "partial", "none") if grades.count(g))
    tree.add(Text(f"{len(grades)} criteria: {counts}; {len(trial.skipped)} spans skipped", style="dim"))
    return tree


def _criterion(criterion: Criterion) -> Text:
    line = Text.assemble((criterion.id, "bold"), "  ", (_flat(criterion.text, 160), "dim"))
    for part in _logic_lines(criterion):
        line.append("\n")
        line.append_text(part)
    return line


def _logic_lines(criterion: Criterion) -> Iterator[Text]:
    node = criterion.logic
    if node is None:
        if criterion.parsed == "none":
            yield Text("  not understood", style="yellow")
        return
    parts = node.args if isinstance(node, AllOf) else (node,)
    for n, part in enumerate(parts):
        yield Text.assemble(("  and " if n else "  → ", "dim"), (render(part), "default"))
    if criterion.unparsed:
        yield Text(f"  not read: {'; '.join(criterion.unparsed)}", style="yellow")


def patient_table(patient: Patient) -> RenderableType:
    """The facts, in the order of the text."""
    who = ", ".join(x for x in (f"{patient.age:g} years" if patient.age is not None else "", patient.sex or "") if x)
    title = f"{patient.id}" + (f"  {who}" if who else "") + (f"  at {patient.index_date}" if patient.index_date else "")
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for column in ("type", "name", "value", "time", "assertion", "words"):
        table.add_column(column, overflow="fold")
    for fact in patient.facts:
        style = "" if fact.assertion == "present" else "dim"
        table.add_row(
            fact.type, escape(fact.name), _value(fact), _time(fact), _state(fact), escape(_flat(fact.text, 60)), style=style
        )
    return table


def _state(fact: Fact) -> str:
    return fact.assertion + (f", {fact.status}" if fact.status else "") + (f", {fact.relation}" if fact.relation else "")


def _value(fact: Fact) -> str:
    parts: list[str] = []
    if isinstance(fact.value, (int, float)):
        number = f"{fact.value:g}" + (f"–{fact.value_high:g}" if fact.value_high is not None else "")
        parts.append(("" if fact.comparator in (None, "=") else f"{fact.comparator} ") + number)
        if fact.unit and fact.unit != "1":
            parts.append(display(fact.unit))
    elif fact.value is not None:
        parts.append(fact.value)
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
    from rich.console import Group

    texts = {c.id: c.text for c in trial.criteria} if trial is not None else {}
    counts = ", ".join(
        f"{n} {name.replace('_', ' ')}" for name in _MARK if (n := sum(v.verdict == name for v in report.verdicts))
    )
    head = Text.assemble(f"{report.patient} × {report.trial}: ", (report.overall, _OVERALL[report.overall]), f"  ({counts})")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for verdict in report.verdicts:
        mark, colour = _MARK[verdict.verdict]
        words = Text(_flat(texts.get(verdict.criterion, ""), 110), style="dim")
        if words:
            words.append("\n")
        words.append(verdict.reason, style=colour if verdict.verdict != "not_applicable" else "dim")
        for assumption in verdict.assumptions:
            words.append(f"\nassumed: {assumption}", style="dim italic")
        table.add_row(Text(mark, style=colour), Text(verdict.criterion, style="bold"), words)
    parts: list[RenderableType] = [head, table]
    if report.missing:
        asks = Text("\nto ask next", style="bold")
        for question in report.missing:
            asks.append(f"\n  {question.question}", style="default")
            asks.append(f"  ({', '.join(question.criteria)})", style="dim")
        parts.append(asks)
    return Group(*parts)
