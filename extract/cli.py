"""The command line: ``eligo parse | annotate | match | doctor | schema | demo``.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 some inputs failed (each named, the
others done), 2 usage. Commands import what they need when they run, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    import click

__all__ = ["app", "main"]


class TrialFormat(str, Enum):
    """What ``parse`` writes."""

    tree = "tree"
    json = "json"
    rows = "rows"
    csv = "csv"


class NoteFormat(str, Enum):
    """What ``annotate`` writes."""

    table = "table"
    json = "json"
    rows = "rows"
    csv = "csv"


class MatchFormat(str, Enum):
    """What ``match`` writes."""

    table = "table"
    json = "json"
    rows = "rows"
    html = "html"


class Silence(str, Enum):
    """What a note's silence on a condition, drug, procedure or allergy means."""

    unknown = "unknown"
    absent = "absent"


class _Commands(TyperGroup):
    """Our commands, and those that other packages add under the entry-point group ``eligo_commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        added = [e.name for e in entry_points(group="eligo_commands")]
        return [*super().list_commands(ctx), *sorted(n for n in added if n not in self.commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> Any:
        found = super().get_command(ctx, cmd_name)
        if found is None:
            for entry in entry_points(group="eligo_commands"):
                if entry.name == cmd_name:
                    return entry.load()
        return found


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Read clinical-trial eligibility criteria and patient notes, and match them, criterion by criterion.",
)

TrialArg = Annotated[list[str], typer.Argument(metavar="TRIAL...", help="listings: files, or - for standard input")]
NoteArg = Annotated[list[str], typer.Argument(metavar="NOTE...", help="notes: files, or - for standard input")]
IndexDate = Annotated[
    str | None, typer.Option("--index-date", metavar="DATE", help="the day asked about, YYYY-MM-DD; default: the note's date")
]


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="print the version and exit", is_eager=True)] = False,
) -> None:
    if version:
        from eligo import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command()
def parse(
    trials: TrialArg,
    format: Annotated[TrialFormat, typer.Option("--format", help="how to write the criteria")] = TrialFormat.tree,
) -> None:
    """Turn listings into criteria."""
    from eligo import commands

    raise typer.Exit(commands.parse(trials, format.value))


@app.command()
def annotate(
    notes: NoteArg,
    format: Annotated[NoteFormat, typer.Option("--format", help="how to write the facts")] = NoteFormat.table,
    index_date: IndexDate = None,
) -> None:
    """Turn notes into patient facts."""
    from eligo import commands

    raise typer.Exit(commands.annotate(notes, format.value, _date(index_date)))


@app.command()
def match(
    trial: Annotated[list[str], typer.Option("--trial", metavar="TRIAL...", help="listings, or what parse wrote as JSON")],
    patient: Annotated[
        list[str], typer.Option("--patient", metavar="PATIENT...", help="notes, or what annotate wrote as JSON")
    ],
    format: Annotated[MatchFormat, typer.Option("--format", help="how to write the verdicts")] = MatchFormat.table,
    silence: Annotated[
        Silence, typer.Option("--silence", help="what an unmentioned condition, drug, procedure or allergy is")
    ] = Silence.unknown,
    index_date: IndexDate = None,
) -> None:
    """Match patients to trials, criterion by criterion."""
    from eligo import commands

    raise typer.Exit(commands.match(trial, patient, format.value, silence.value, _date(index_date)))


@app.command()
def doctor() -> None:
    """Say what is installed, which optional parts are missing, and how to get them."""
    from eligo import diagnosis

    raise typer.Exit(diagnosis.report())


@app.command()
def schema(
    form: Annotated[str, typer.Argument(metavar="trial|patient|verdict|match", help="which form")],
) -> None:
    """Print the JSON Schema of a form."""
    import json

    from eligo.schema import SCHEMAS, json_schema

    if form not in SCHEMAS:
        raise typer.BadParameter(f"no form {form!r}; there are {', '.join(SCHEMAS)}", param_hint="form")
    typer.echo(json.dumps(json_schema(form), indent=2))


@app.command()
def demo() -> None:
    """Run the main job on the bundled example: parse a listing, annotate three notes, match them."""
    from eligo import commands

    raise typer.Exit(commands.demo())


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write YYYY-MM-DD", param_hint="--index-date") from None


def _spread(args: Sequence[str]) -> list[str]:
    """``--trial a b --patient c d`` → one option each, as the command line's grammar promises."""
    if not args or args[0] != "match":
        return list(args)
    spread: list[str] = []
    option: str | None = None
    for n, arg in enumerate(args):
        if arg.startswith("-") and arg != "-":
            option = arg if arg in {"--trial", "--patient"} else None
            spread.append(arg)
        elif option is not None and n and args[n - 1] != option:
            spread.extend((option, arg))
        else:
            spread.append(arg)
    return spread


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # criteria are full of ≥: never die on a terminal's narrow encoding
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(args=_spread(sys.argv[1:]), prog_name="eligo")
    except BrokenPipeError:  # `eligo … | head`
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
