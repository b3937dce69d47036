"""Figures for people: one run as a table, and all committed runs as one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from eligo.evaluation.registry import BENCHMARKS

__all__ = ["committed", "summary", "table"]

_COUNTED = ("", "precision", "recall", "F1", "95 %", "found", "in vain", "missed")
_COUNTS = "{tp} found, {fp} in vain, {fn} missed"
_RANKED = ("", "AUC", "95 %", "NDCG@10", "95 %", "pairs", "topics")
_ANSWERED = ("", "accuracy", "95 %", "macro-F1", "kappa", "items")


def table(record: Mapping[str, Any]) -> str:
    """One result (as `Result.to_dict` gives it) as text; published figures stand apart."""
    lines = [f"{record['benchmark']}: {record['documents']} documents"]
    rows = [("eligo", record["metrics"]), *record["baselines"].items()]
    lines += ["", _figures(rows)]
    if record["by_type"]:
        lines += ["", "by type", _figures(list(record["by_type"].items()))]
    for name, part in record["more"].items():
        lines += ["", name, _figures(list(part.items()))]
    if record["published"]:
        lines += ["", "published (not measured here)"]
        for p in record["published"]:
            note = f"; {p['note']}" if p["note"] else ""
            lines.append(f"  {p['what']}: {p['figure']} {p['value']:.3f} ({p['source']}{note})")
    if record["causes"]:
        lines += ["", "mistakes by cause"]
        lines += [f"  {n:>5}  {cause}" for cause, n in list(record["causes"].items())[:10]]
    if compared := record.get("against"):
        lines += ["", _compared(compared)]
    if record["conventions"]:
        lines += ["", *record["conventions"]]
    return "\n".join(lines)


def committed() -> list[dict[str, Any]]:
    """The results that ship, in the order of the benchmarks."""
    folder = files("eligo.evaluation").joinpath("results")
    found = []
    for name in BENCHMARKS:
        file = folder.joinpath(f"{name}.json")
        if file.is_file():
            found.append(json.loads(file.read_text("utf-8")))
    return found


def summary() -> str:
    """The committed results as one table: the headline figure with counts, and the best baseline beside it."""
    records = committed()
    if not records:
        return "no results are committed"
    rows: list[Sequence[str]] = [("benchmark", "documents", "figure", "eligo", "95 %", "counts", "best baseline")]
    for r in records:
        name, metrics = r["headline"], r["metrics"]
        label = {"f1": "F1", "auc": "AUC"}.get(name, name)
        others = [(b[name], who) for who, b in r["baselines"].items() if b.get(name) is not None]
        best = max(others) if others else None
        span = _interval(metrics.get(f"{name}_interval"))
        rows.append(
            (
                r["benchmark"],
                str(r["documents"]),
                label,
                _figure(metrics[name]),
                span,
                _counts(metrics),
                f"{best[0]:.3f} {best[1]}" if best else "–",
            )
        )
    return _columns(rows)


def _counts(metrics: Mapping[str, Any]) -> str:
    if "n" in metrics:
        return f"{metrics['n']} items"
    return f"{metrics['pairs']} pairs" if "pairs" in metrics else _COUNTS.format(**metrics)


def _figures(named: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    counted = [(n, f) for n, f in named if "tp" in f]
    answered = [(n, f) for n, f in named if "accuracy" in f]
    parts = []
    if counted:
        rows: list[Sequence[str]] = [_COUNTED]
        for name, f in counted:
            rates = (_figure(f["precision"]), _figure(f["recall"]), _figure(f["f1"]), _interval(f.get("f1_interval")))
            rows.append((name, *rates, *(str(f[k]) for k in ("tp", "fp", "fn"))))
        parts.append(_columns(rows))
    if answered:
        rows = [_ANSWERED]
        for name, f in answered:
            span = _interval(f.get("accuracy_interval"))
            rows.append(
                (name, _figure(f["accuracy"]), span, _figure(f.get("macro_f1")), _figure(f.get("kappa")), str(f["n"]))
            )
        parts.append(_columns(rows))
    ranked = [(n, f) for n, f in named if "auc" in f]
    if ranked:
        rows = [_RANKED]
        for name, f in ranked:
            auc, ndcg = ((_figure(f[k]), _interval(f.get(f"{k}_interval"))) for k in ("auc", "ndcg"))
            rows.append((name, *auc, *ndcg, str(f["pairs"]), str(f["topics"])))
        parts.append(_columns(rows))
    return "\n".join(parts)


def _compared(c: Mapping[str, Any]) -> str:
    corpus = "" if c["same_corpus"] else "; the corpora differ"
    left = f", {c['left_out']} in one run only left out" if c["left_out"] else ""
    return (
        f"against the earlier run: {c['figure']} {_figure(c['earlier'])} then, {_figure(c['now'])} now, "
        f"p = {_figure(c['p_value'])} ({c['documents']} documents{left}{corpus})"
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(ends: Sequence[float] | None) -> str:
    return "–" if ends is None else f"{ends[0]:.3f}–{ends[1]:.3f}"


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in rows
    )
