"""Flat rows for scripts: one JSON line per constraint, fact or verdict."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from eligo.schema import (
    AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, MatchReport, Node, Not, Patient, Trial, to_dict,
)  # fmt: skip

__all__ = ["as_csv", "as_lines", "fact_rows", "match_rows", "trial_rows"]

Row = dict[str, Any]

_PLAIN = ("low", "low_inclusive", "high", "high_inclusive", "unit", "relative_to", "values", "sex")
# What only some types have; a row names those of its type.
_MORE = (
    "scale", "method", "status", "severity", "certainty", "experiencer", "grade", "stage", "site", "role", "relation",
    "dose", "route", "lines", "result",
)  # fmt: skip


def trial_rows(trial: Trial) -> Iterator[Row]:
    """One row per constraint. A criterion without logic gives one row of type None, so that none is lost."""
    for criterion in trial.criteria:
        base: Row = {"trial": trial.id, "criterion": criterion.id, "kind": criterion.kind}
        if criterion.logic is None:
            empty = dict.fromkeys(_PLAIN)
            span = {"text": criterion.text, "start": criterion.start, "end": criterion.end}
            flags = {"negated": False, "when": None, "exception": False, "window": None}
            yield {**base, "type": None, "name": None, "concept": None, **span, **empty, **flags}
            continue
        for leaf, negated, when, exception in _walk(criterion.logic, False, None, False):
            yield {**base, **_leaf_row(leaf), "negated": negated, "when": when, "exception": exception,
                   "window": to_dict(leaf.window)}  # fmt: skip


def _leaf_row(c: Constraint) -> Row:
    row: Row = {
        "type": c.type,
        "name": c.name,
        "concept": c.concept.id if c.concept else None,
        "text": c.text,
        "start": c.start,
        "end": c.end,
    }
    row.update((name, to_dict(getattr(c, name))) for name in _PLAIN)
    row.update((name, to_dict(value)) for name in _MORE if (value := getattr(c, name)) is not None)
    if c.assumed:
        row["assumed"] = list(c.assumed)
    return row


def _walk(node: Node, negated: bool, when: str | None, exception: bool) -> Iterator[tuple[Constraint, bool, str | None, bool]]:
    match node:
        case AllOf(args=args) | AnyOf(args=args) | AtLeast(args=args) | AtMost(args=args):
            for arg in args:
                yield from _walk(arg, negated, when, exception)
        case Not(arg=arg):
            yield from _walk(arg, not negated, when, exception)
        case Except(arg=arg, exceptions=exceptions):
            yield from _walk(arg, negated, when, exception)
            for part in exceptions:
                yield from _walk(part, negated, when, True)
        case IfThen(when=condition, then=then, otherwise=otherwise, text=text):
            yield from _walk(condition, negated, when, exception)
            yield from _walk(then, negated, text, exception)
            if otherwise is not None:
                yield from _walk(otherwise, negated, f"not: {text}", exception)
        case _:
            yield node, negated, when, exception


def fact_rows(patient: Patient) -> Iterator[Row]:
    """One row per fact."""
    for fact in patient.facts:
        row = to_dict(fact)
        row["concept"] = fact.concept.id if fact.concept else None
        yield {"patient": patient.id, **row}


def match_rows(report: MatchReport) -> Iterator[Row]:
    """One row per verdict."""
    for verdict in report.verdicts:
        yield {
            "trial": report.trial,
            "patient": report.patient,
            "overall": report.overall,
            "criterion": verdict.criterion,
            "verdict": verdict.verdict,
            "truth": verdict.truth,
            "reason": verdict.reason,
            "missing": list(verdict.missing),
            "assumptions": list(verdict.assumptions),
            "facts": [e.fact.text for e in verdict.evidence if e.fact is not None],
        }


def as_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as JSON, one to a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False)


def as_csv(rows: Iterable[Row], *, header: bool = True) -> str:
    """Rows as CSV (RFC 4180, ``\\n`` ends a line); lists and objects as JSON within their cell; an empty cell is null.

    The columns are those of any row, in the order met.
    """
    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    if header and columns:
        writer.writeheader()
    for row in rows:
        writer.writerow({k: _cell(v) for k, v in row.items()})
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value
