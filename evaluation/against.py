"""Two runs of a benchmark, compared document by document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from eligo.errors import InputError, MalformedJSON
from eligo.evaluation.bootstrap import p_value
from eligo.evaluation.tally import STATISTICS

__all__ = ["compare_with", "read_result"]


def read_result(path: Path, benchmark: str) -> dict[str, Any]:
    """What ``eligo evaluate … --format json`` wrote.

    Raises:
        MalformedJSON: if it is not that; `InputError` if it is of another benchmark.
        OSError: if the file cannot be read.
    """
    try:
        record = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise MalformedJSON(str(path), "is no valid JSON", "give what eligo evaluate --format json wrote") from error
    if not isinstance(record, dict) or not {"benchmark", "headline", "by_document"} <= record.keys():
        raise MalformedJSON(str(path), "is JSON, but no result", "give what eligo evaluate --format json wrote")
    if record["benchmark"] != benchmark:
        raise InputError(str(path), f"is a result of {record['benchmark']}, not of {benchmark}")
    return record


def compare_with(earlier: dict[str, Any], now: dict[str, Any], *, seed: int = 0) -> dict[str, Any]:
    """Both figures on the documents that both runs have, their difference, and p of a paired bootstrap.

    Raises:
        InputError: if they have no document in common, or count different classes.
    """
    common = [d for d in now["by_document"] if d in earlier["by_document"]]
    name = f"the earlier result of {now['benchmark']}"
    if not common:
        raise InputError(name, "has no document in common with this run")
    ours = np.array([now["by_document"][d] for d in common], dtype=np.int64)
    others = np.array([earlier["by_document"][d] for d in common], dtype=np.int64)
    if ours.shape != others.shape:
        raise InputError(name, "counts other classes than this run")
    statistic = STATISTICS[now["headline"]]
    before, after = statistic(others.sum(axis=0)), statistic(ours.sum(axis=0))
    p = p_value(ours, others, statistic, seed=seed)
    return {
        "figure": now["headline"],
        "documents": len(common),
        "left_out": len(set(now["by_document"]) ^ set(earlier["by_document"])),
        "earlier": _rounded(before),
        "now": _rounded(after),
        "difference": None if before is None or after is None else round(after - before, 4),
        "p_value": _rounded(p),
        "same_corpus": earlier.get("data", {}).get("sha256") == now.get("data", {}).get("sha256"),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
