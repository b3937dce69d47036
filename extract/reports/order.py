"""Trials or patients in order: rows for scripts, a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from eligo.matching import Ranked

__all__ = ["RANK_COLUMNS", "rank_rows", "rank_table"]

RANK_COLUMNS = (
    "patient", "trial", "rank", "overall", "target", "passed", "failed", "unknown", "share", "first_question",
)  # fmt: skip

_TARGET = {True: "yes", False: "no", None: "not known"}


def rank_rows(ranked: Sequence[Ranked]) -> Iterator[dict[str, Any]]:
    """One row for each place, the best first.

    ``target``: whether the patient has what the trial is for (null: not known); ``share``: of the criteria that concern
    the patient those passed, 0 to 1; ``first_question``: what would settle most.
    """
    for place, one in enumerate(ranked, 1):
        verdicts = [v.verdict for v in one.report.verdicts]
        yield {
            "patient": one.report.patient,
            "trial": one.report.trial,
            "rank": place,
            "overall": one.report.overall,
            "target": one.target,
            "passed": verdicts.count("pass"),
            "failed": one.failed,
            "unknown": verdicts.count("unknown"),
            "share": round(one.share, 3),
            "first_question": one.report.missing[0].question if one.report.missing else None,
        }


def rank_table(ranked: Sequence[Ranked], *, by: str) -> RenderableType:
    """The order as a table.

    Args:
        by: ``patient``: trials for one patient; ``trial``: patients for one trial.
    """
    other = "trial" if by == "patient" else "patient"
    rows = list(rank_rows(ranked))
    table = Table(title=f"{by} {rows[0][by]}" if rows else None, title_justify="left", box=None, pad_edge=False)
    for name in ("", other, "overall", "has the condition", "pass", "fail", "open", "ask first"):
        table.add_column(name, justify="right" if name in ("", "pass", "fail", "open") else "left", overflow="fold")
    for row in rows:
        table.add_row(
            str(row["rank"]), row[other], row["overall"], _TARGET[row["target"]], str(row["passed"]),
            str(row["failed"]), str(row["unknown"]), row["first_question"] or "",
        )  # fmt: skip
    return table
