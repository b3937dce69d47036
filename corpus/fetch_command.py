"""``eligo fetch``: trial records from ClinicalTrials.gov, for users who are online."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(context_settings={"help_option_names": ["-h", "--help"]})
def fetch(
    numbers: Annotated[list[str] | None, typer.Argument(metavar="NCT…", help="numbers of trials")] = None,
    search: Annotated[str | None, typer.Option("--search", metavar="TERM", help="fetch what this search finds")] = None,
    condition: Annotated[str | None, typer.Option("--condition", help="search: the condition")] = None,
    intervention: Annotated[str | None, typer.Option("--intervention", help="search: the intervention")] = None,
    status: Annotated[str | None, typer.Option("--status", help="search: RECRUITING, COMPLETED, …")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="search: the most records to fetch")] = 20,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="a file a trial here, instead of standard output"),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="neither use nor keep earlier answers")] = False,
    base_url: Annotated[str | None, typer.Option("--base-url", help="another server with the same API")] = None,
) -> None:
    """Fetch trial records from ClinicalTrials.gov as JSON, for eligo parse; several are JSON Lines."""
    from eligo.errors import EligoError

    from .ctgov import BASE_URL, Client, default_cache

    searched = any((search, condition, intervention))
    if not numbers and not searched:
        raise typer.BadParameter("give numbers of trials, or --search, --condition or --intervention")
    try:
        client = Client(base_url or BASE_URL, cache=None if no_cache else default_cache())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--base-url") from None
    failed = False

    def records() -> Iterator[dict[str, Any]]:
        nonlocal failed
        for number in dict.fromkeys(numbers or ()):
            try:
                yield client.study(number)
            except EligoError as error:
                failed = True
                print(f"eligo: {error}", file=sys.stderr)
        if searched:
            try:
                yield from client.search(
                    search, condition=condition, intervention=intervention, status=status, limit=limit
                )
            except EligoError as error:
                failed = True
                print(f"eligo: {error}", file=sys.stderr)

    several = searched or len(numbers or ()) > 1
    try:
        count = sum(_write(record, output, several) for record in records())
    except OSError as error:
        print(f"eligo: {output or 'standard output'}: cannot be written ({error.strerror})", file=sys.stderr)
        raise typer.Exit(1) from None
    if searched and not count and not failed:
        print("eligo: the search finds no trial", file=sys.stderr)
    raise typer.Exit(1 if failed else 0)


def _write(record: dict[str, Any], output: Path | None, several: bool) -> int:
    if output is None:
        print(json.dumps(record, ensure_ascii=False, indent=None if several else 2))
        return 1
    output.mkdir(parents=True, exist_ok=True)
    number = record.get("protocolSection", {}).get("identificationModule", {}).get("nctId") or "trial"
    path = output / f"{number}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2), "utf-8")
    print(path)
    return 1
