"""``eligo evaluate``: a benchmark on a folder of that corpus's own files, with counts, intervals and errors."""

from __future__ import annotations

import json
import sys
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from eligo.errors import EligoError
from eligo.evaluation.registry import BENCHMARKS, Benchmark

__all__ = ["app"]


class Format(str, Enum):
    """How to write the figures."""

    table = "table"
    json = "json"


app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(help="Score eligo on an annotated corpus, or print the committed figures.")
def evaluate(
    benchmark: Annotated[
        str | None, typer.Argument(metavar="BENCHMARK", help="which; see --list", show_default=False)
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="a folder (or file) of that corpus", show_default=False)
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="how to write the figures")] = Format.table,
    errors: Annotated[
        Path | None, typer.Option("--errors", metavar="FILE.html", help="write every mistake in context to this page")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="score at most so many documents")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="of the bootstrap")] = 0,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="RESULT.json", help="compare with an earlier --format json, paired"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="name the benchmarks and stop")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="print the committed figures and stop")] = False,
) -> None:
    """The command; see its help."""
    if list_:
        width = max(map(len, BENCHMARKS))
        for one in BENCHMARKS.values():
            typer.echo(f"{one.name:<{width}}  {one.corpus}: {one.scored}")
        return
    if summary:
        from eligo.evaluation.tables import summary as write_summary

        typer.echo(write_summary())
        return
    if benchmark is None:
        raise typer.BadParameter("name a benchmark; --list names them", param_hint="BENCHMARK")
    if benchmark not in BENCHMARKS:
        near = get_close_matches(benchmark, BENCHMARKS, n=1)
        hint = f"did you mean {near[0]}?" if near else "--list names them"
        raise typer.BadParameter(f"no benchmark {benchmark!r}; {hint}", param_hint="BENCHMARK")
    data = data or BENCHMARKS[benchmark].own_data()
    if data is None:
        raise typer.BadParameter(f"say where the corpus ({BENCHMARKS[benchmark].corpus}) is", param_hint="--data")
    try:
        typer.echo(_run(BENCHMARKS[benchmark], data, format, errors, limit, seed, against))
    except EligoError as error:
        print(f"eligo: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"eligo: {where}{error.strerror or error}", file=sys.stderr)
        raise typer.Exit(1) from None


def _run(
    benchmark: Benchmark,
    data: Path,
    format: Format,
    errors: Path | None,
    limit: int | None,
    seed: int,
    against: Path | None,
) -> str:
    from eligo.evaluation.against import compare_with, read_result
    from eligo.evaluation.provenance import provenance
    from eligo.evaluation.tables import table

    earlier = read_result(against, benchmark.name) if against else None  # before the work, not after it
    origin = provenance(benchmark.name, data, limit=limit, seed=seed, shipped=data == benchmark.own_data())
    result = benchmark.load()(data, limit=limit, seed=seed, progress=_progress())
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    record: dict[str, Any] = {**result.to_dict(), **origin}
    if earlier is not None:
        record["against"] = compare_with(earlier, record, seed=seed)
    if errors is not None:
        from eligo.evaluation.errors_page import page

        errors.write_text(page(result), encoding="utf-8")
    return json.dumps(record, ensure_ascii=False) if format is Format.json else table(record)


def _progress() -> Any:
    """A line on a terminal that is written over; elsewhere nothing."""
    terminal = sys.stderr.isatty()

    def show(done: int, of: int) -> None:
        if terminal:
            print(f"\r{done}/{of} documents", end="", file=sys.stderr, flush=True)

    return show
