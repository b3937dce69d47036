"""The command line: ``eligo parse | annotate | match | doctor | schema | demo``.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 some inputs failed (each named,
the others done), 2 usage. Commands import what they need when they run, so that ``--help`` is quick.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Annotated, Any

import typer

from eligo import terminology_command
from eligo.cli_parts import Commands, ManyValues

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


class RankFormat(str, Enum):
    """What ``rank`` writes."""

    table = "table"
    rows = "rows"
    csv = "csv"


class RankBy(str, Enum):
    """What ``rank`` makes a list for."""

    patient = "patient"
    trial = "trial"


class Silence(str, Enum):
    """What a note's silence on a condition, drug, procedure or allergy means."""

    unknown = "unknown"
    absent = "absent"


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read clinical-trial eligibility criteria and patient notes, and match them, criterion by criterion.",
)

app.add_typer(terminology_command.app, name="terminology")

_STORED = "or the JSON that eligo {} wrote; - is standard input"
TrialArg = Annotated[
    list[str], typer.Argument(metavar="TRIAL", help=f"listings, registry records, {_STORED.format('parse')}")
]
NoteArg = Annotated[list[str], typer.Argument(metavar="NOTE", help=f"notes, {_STORED.format('annotate')}")]
TrialOption = Annotated[
    list[str], typer.Option("--trial", metavar="TRIAL...", help="one or several, as for eligo parse")
]
PatientOption = Annotated[
    list[str], typer.Option("--patient", metavar="PATIENT...", help="one or several, as for eligo annotate")
]
IndexDate = Annotated[
    str | None,
    typer.Option("--index-date", metavar="DATE", help="the day asked about, YYYY-MM-DD; default: the note's date"),
]
SilenceOption = Annotated[
    Silence, typer.Option("--silence", help="what an unmentioned condition, drug, procedure or allergy is")
]
PolicyOption = Annotated[
    str | None,
    typer.Option("--policy", metavar="FILE", help="what silence means by type, as in docs/design/06-truth.md"),
]
MergeOption = Annotated[bool, typer.Option("--merge", help="notes with the same patient id are of one patient")]

BackendOption = Annotated[
    str | None,
    typer.Option(
        "--backend",
        metavar="NAME",
        help="let a recogniser add what no lexicon holds: eligo, transformers:FOLDER_OR_NAME, "
        "scispacy:PACKAGE_OR_FOLDER, medspacy-quickumls:FOLDER",
    ),
]
LabelsOption = Annotated[
    str | None, typer.Option("--labels", metavar="FILE", help="what the backend's types mean here, type by type")
]


def _version(asked: bool) -> None:
    if asked:
        from eligo import __version__

        typer.echo(f"eligo {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
    terminologies: Annotated[
        str | None,
        typer.Option(
            "--terminologies",
            metavar="DIR",
            help="where your own terminologies lie ('' for none); default: $ELIGO_TERMINOLOGIES, else your data folder",
        ),
    ] = None,
) -> None:
    if terminologies is not None:
        ctx.with_resource(_environment(ELIGO_TERMINOLOGIES=terminologies))


@contextmanager
def _environment(**values: str | None) -> Iterator[None]:
    """Environment variables set (not those of None) for as long as a command runs; worker processes see them too."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update({name: value for name, value in values.items() if value is not None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _backend(name: str | None, labels: str | None) -> Iterator[None]:
    """What marks spans beside the tables, tried before the first input is read."""
    if labels is not None and name is None:
        raise typer.BadParameter("it is for a --backend", param_hint="--labels")
    with _environment(ELIGO_BACKEND=name, ELIGO_LABELS=labels):
        if os.environ.get("ELIGO_BACKEND"):
            from eligo.errors import EligoError
            from eligo.pipeline import RECOGNISER, default_pipeline

            try:
                default_pipeline().get_pipe(RECOGNISER).recogniser.check()  # type: ignore[attr-defined]
            except EligoError as error:
                print(f"eligo: {error}", file=sys.stderr)
                raise typer.Exit(1) from None
        yield


@app.command()
def parse(
    trials: TrialArg,
    format: Annotated[TrialFormat, typer.Option("--format", help="how to write the criteria")] = TrialFormat.tree,
    explain: Annotated[
        bool, typer.Option("--explain", help="one plain sentence a criterion: what was understood, left out, assumed")
    ] = False,
    recogniser: Annotated[
        bool, typer.Option("--recogniser", help="let the trained recogniser add what no lexicon holds")
    ] = False,
    backend: BackendOption = None,
    labels: LabelsOption = None,
) -> None:
    """Turn listings into criteria."""
    _one_standard_input(trials)
    from eligo import commands

    if explain and format is not TrialFormat.tree:
        raise typer.BadParameter(f"--explain is a way of writing of its own; leave out --format {format.value}")
    if recogniser and backend:
        raise typer.BadParameter("--recogniser is --backend eligo; name one of them")
    with _backend(backend or ("eligo" if recogniser else None), labels):
        raise typer.Exit(commands.parse(trials, "explain" if explain else format.value))


@app.command()
def annotate(
    notes: NoteArg,
    format: Annotated[NoteFormat, typer.Option("--format", help="how to write the facts")] = NoteFormat.table,
    index_date: IndexDate = None,
    backend: BackendOption = None,
    labels: LabelsOption = None,
) -> None:
    """Turn notes into patient facts."""
    _one_standard_input(notes)
    from eligo import commands

    with _backend(backend, labels):
        raise typer.Exit(commands.annotate(notes, format.value, _date(index_date)))


@app.command(cls=ManyValues)
def match(
    trial: TrialOption,
    patient: PatientOption,
    format: Annotated[MatchFormat, typer.Option("--format", help="how to write the verdicts")] = MatchFormat.table,
    silence: SilenceOption = Silence.unknown,
    index_date: IndexDate = None,
    merge: MergeOption = False,
    policy: PolicyOption = None,
    backend: BackendOption = None,
    labels: LabelsOption = None,
) -> None:
    """Match patients to trials, criterion by criterion."""
    _one_standard_input([*trial, *patient])
    from eligo import commands

    found = _policy(silence, policy)
    with _backend(backend, labels):
        raise typer.Exit(commands.match(trial, patient, format.value, found, _date(index_date), merge=merge))


@app.command(cls=ManyValues)
def rank(
    trial: TrialOption,
    patient: PatientOption,
    by: Annotated[RankBy, typer.Option("--by", help="what each list is for")] = RankBy.patient,
    format: Annotated[RankFormat, typer.Option("--format", help="how to write the order")] = RankFormat.table,
    silence: SilenceOption = Silence.unknown,
    index_date: IndexDate = None,
    merge: MergeOption = False,
    policy: PolicyOption = None,
    backend: BackendOption = None,
    labels: LabelsOption = None,
) -> None:
    """Put trials in order for each patient, or patients for each trial: the most promising first."""
    _one_standard_input([*trial, *patient])
    from eligo import commands

    found = _policy(silence, policy)
    with _backend(backend, labels):
        raise typer.Exit(commands.rank(trial, patient, by.value, format.value, found, _date(index_date), merge=merge))


@app.command()
def doctor() -> None:
    """Say what is installed, what is missing, and how to get it."""
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
    """Parse, annotate and match the bundled examples."""
    from eligo import commands

    raise typer.Exit(commands.demo())


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    from datetime import date

    try:
        if date.fromisoformat(text).isoformat() == text:  # later Pythons read more than this one form
            return text
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is not a date; write YYYY-MM-DD", param_hint="--index-date")


def _policy(silence: Silence, path: str | None) -> Any:
    """`silence`, with what the policy file says of single types."""
    if path is None:
        return silence.value
    from eligo.errors import InputError
    from eligo.matching import read_policy

    try:
        return read_policy(path, silence.value)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--policy") from None


def _one_standard_input(sources: Sequence[str]) -> None:
    if sources.count("-") > 1:
        raise typer.BadParameter("standard input (-) can be read only once; name a file for the others")


def main() -> None:
    """The console script."""
    if hasattr(signal, "SIGPIPE"):  # `eligo … | head` ends as quietly as any other command
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # criteria are full of ≥: never die on a terminal's narrow encoding
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.stdout is None:
        sys.exit("eligo: standard output is closed, so there is nowhere to write the results")
    try:
        try:
            app(prog_name="eligo")
        finally:
            sys.stdout.flush()
    except OSError as error:
        print(f"eligo: the results cannot be written: {error.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer has nowhere to go
        sys.exit(1)


if __name__ == "__main__":
    main()
