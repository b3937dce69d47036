"""Flat rows for scripts: one JSON line per constraint, fact or verdict."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from eligo.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Constraint,
    Except,
    Fact,
    IfThen,
    MatchReport,
    Node,
    Not,
    Patient,
    Trial,
    to_dict,
)

__all__ = ["FACT_COLUMNS", "TRIAL_COLUMNS", "as_csv", "as_lines", "fact_rows", "match_rows", "trial_rows"]

Row = dict[str, Any]

_PLACE = ("type", "name", "concept", "text", "start", "end")
_BOUNDS = ("low", "low_inclusive", "high", "high_inclusive", "unit", "relative_to", "values", "sex")
_LOGIC = ("negated", "when", "exception", "window")
# What only some types have; a row names those that are stated.
_MORE = (
    "scale", "method", "specimen", "status", "severity", "certainty", "experiencer", "grade", "stage", "site", "role",
    "relation", "dose", "route", "lines", "result", "which", "times", "apart", "change",
    "since", "qualifier", "canonical", "assumed",
)  # fmt: skip

TRIAL_COLUMNS = ("trial", "criterion", "kind", *_PLACE, *_BOUNDS, *_LOGIC, *_MORE)
_FACT = ("type", "name", "concept", "value", "comparator", "unit", "reference_range", "time", "assertion", "status",
         "dose", "text", "start", "end", "source")  # fmt: skip
FACT_COLUMNS = ("patient", *_FACT, *(n for n in (f.name for f in fields(Fact)) if n not in _FACT))


def trial_rows(trial: Trial) -> Iterator[Row]:
    """One row per constraint. A criterion without logic gives one row of type None, so that none is lost."""
    for criterion in trial.criteria:
        base: Row = {"trial": trial.id, "criterion": criterion.id, "kind": criterion.kind}
        if criterion.logic is None:
            row: Row = dict.fromkeys((*_PLACE, *_BOUNDS, *_LOGIC))
            row.update(text=criterion.text, start=criterion.start, end=criterion.end, negated=False, exception=False)
            yield base | row
            continue
        for leaf, negated, when, exception in _walk(criterion.logic, False, None, False):
            row = {name: to_dict(getattr(leaf, name)) for name in (*_PLACE, *_BOUNDS)}
            row["concept"] = leaf.concept.id if leaf.concept else None
            row.update(negated=negated, when=when, exception=exception, window=to_dict(leaf.window))
            row.update((name, to_dict(value)) for name in _MORE if (value := getattr(leaf, name)) not in (None, ()))
            yield base | row


def _walk(
    node: Node, negated: bool, when: str | None, exception: bool
) -> Iterator[tuple[Constraint, bool, str | None, bool]]:
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
    """One row per fact, with every field."""
    for fact in patient.facts:
        row = to_dict(fact)
        row["concept"] = fact.concept.id if fact.concept else None
        yield {"patient": patient.id} | {name: row[name] for name in FACT_COLUMNS[1:]}


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


def as_csv(rows: Iterable[Row], *, columns: Sequence[str] = (), header: bool = True) -> str:
    """Rows as CSV (RFC 4180, ``\\n`` ends a line); lists and objects as JSON within their cell; an empty cell is null.

    Args:
        columns: their order; none: those of any row, in the order met.
    """
    if not columns:
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
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value  # csv of Python 3.10 refuses NUL
