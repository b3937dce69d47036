"""``eligo corpus list | info | check | convert | get``: results on standard output, the rest on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.errors import InputError

if TYPE_CHECKING:
    from .download import Progress

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Annotated corpora: licence, citation, where to get them; check or convert a folder of one.",
)

NameArg = Annotated[str, typer.Argument(metavar="NAME", help="a corpus that eligo corpus list names")]


@app.command("list")
def list_() -> None:
    """Name the corpora that eligo reads."""
    from .registry import corpora

    for info in corpora():
        typer.echo(f"{info.name:<12}{info.licence:<30}{info.title}")


@app.command()
def info(name: NameArg) -> None:
    """Say what a corpus is for, its licence and citation, and where to get it."""
    from .registry import corpus_info

    with _errors():
        found = corpus_info(name)
        rows = [("title", found.title), ("for", found.purpose), ("licence", found.licence), ("cite", found.citation)]
        rows.append(("from", found.homepage))
        rows.append(("get", f"eligo corpus get {found.name}" if found.downloads else "by hand, from the address above"))
        typer.echo(found.name)
        for label, text in rows:
            typer.echo(f"  {label:<9}{text}")


@app.command()
def check(
    name: NameArg,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="its folder, or its file where it is one")],
    as_json: Annotated[bool, typer.Option("--json", help="write the counts as JSON")] = False,
) -> None:
    """Load a corpus, count what it holds by type, and name each annotation that does not fit its text."""
    from .errors import CorpusError
    from .summary import summarise

    misfits = 0

    def misfit(error: CorpusError) -> None:
        nonlocal misfits
        misfits += 1
        _say(str(error))

    with _errors():
        counts = summarise(name, folder, misfit)
        if as_json:
            typer.echo(json.dumps({"corpus": name, "counts": counts, "misfits": misfits}, indent=2))
        else:
            for what, types in counts.items():
                typer.echo(f"{what:<36}{types.total():>8}")
                for label, number in types.most_common():
                    typer.echo(f"  {label:<34}{number:>8}")
            typer.echo(f"{'misfits':<36}{misfits:>8}")
    raise typer.Exit(1 if misfits else 0)


class To(str, Enum):
    """The forms to convert to."""

    jsonl = "jsonl"
    bio = "bio"
    docbin = "docbin"
    brat = "brat"


@app.command()
def convert(
    source: Annotated[
        Path,
        typer.Argument(metavar="FROM", help="a folder or archive of brat, or a .jsonl, .spacy, .bio or .conll file"),
    ],
    to: Annotated[To, typer.Option("--to", help="the form to write", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="the file to write; for brat the folder")],
) -> None:
    """Write annotated texts in another form, offsets exact; what the form cannot hold is named."""
    from .convert import convert as write
    from .errors import CorpusError

    misfits = 0

    def misfit(error: CorpusError) -> None:
        nonlocal misfits
        misfits += 1
        _say(str(error))

    with _errors():
        number = write(source, to.value, target, on_error=misfit)
        typer.echo(f"{target}\t{number} document{'s' * (number != 1)}, {misfits} annotations left out")
    raise typer.Exit(1 if misfits else 0)


@app.command()
def get(
    name: NameArg,
    folder: Annotated[Path, typer.Option("--to", metavar="DIR", help="where to put the files")] = Path("."),
) -> None:
    """Download a corpus from its publisher, or say where to get it."""
    from .download import fetch, sha256_of
    from .errors import DownloadFailed
    from .registry import corpus_info

    with _errors():
        found = corpus_info(name)
        if not found.downloads:
            cure = f"get it from {found.homepage} and unpack it; then eligo corpus check {found.name} DIR"
            raise InputError(found.name, "cannot be fetched for you", cure)
        _say(f"{found.title}; licence: {found.licence}; cite {found.citation}")
        for url, sha256 in found.downloads:
            try:
                with _progress(url) as progress:
                    path = fetch(url, folder, sha256=sha256, progress=progress)
            except DownloadFailed as error:
                _say(str(error))
                cure = f"get it from {found.homepage}; then eligo corpus check {found.name} FILE-OR-FOLDER"
                raise InputError(found.name, "was not fetched whole", cure) from None
            checked = "as published" if sha256 else "the publisher gives none to compare"
            typer.echo(f"{path}\tSHA-256 {sha256_of(path)} ({checked})")


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        _say(str(error))
        raise typer.Exit(1) from None
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        raise typer.Exit(1) from None


def _say(sentence: str) -> None:
    printable = "".join(c if c.isprintable() else repr(c)[1:-1] for c in sentence)
    print(f"eligo: {printable}", file=sys.stderr)


@contextmanager
def _progress(url: str) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from .download import file_name

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(file_name(url), total=None)
        yield lambda got, expected: bar.update(task, completed=got, total=expected)
