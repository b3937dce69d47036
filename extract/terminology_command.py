"""``eligo terminology``: the user's own terminologies, indexed once and used from then on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Add terminologies of your own (UMLS, RxNorm, an ontology, a table): concepts and hierarchy use them.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="as eligo terminology list shows it")]


@app.command()
def add(
    kind: Annotated[str, typer.Argument(metavar="doid|obo|rxnorm|umls|table", help="what kind of file it is")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="an OBO file, RXNCONSO.RRF, MRCONSO.RRF, or a CSV or TSV table")
    ],
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="what to call it; default: the kind, or the file's name"),
    ] = None,
    type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="what its terms are, where the file does not say")
    ] = None,
) -> None:
    """Index a terminology; the files that belong to it (MRSTY, MRREL, RXNREL) are taken from the same folder."""
    from eligo.concepts.terminology.build import add as build
    from eligo.concepts.terminology.entries import LABELS
    from eligo.concepts.terminology.sources import KINDS

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="KIND")
    if type is not None and type not in LABELS:
        raise typer.BadParameter(f"{type!r} is none of {', '.join(LABELS)}", param_hint="--type")
    if not file.is_file():
        raise typer.BadParameter(f"{file}: {'is a folder' if file.is_dir() else 'no such file'}", param_hint="FILE")
    own_name = kind if kind in ("doid", "rxnorm", "umls") else re.sub(r"\W+", "_", file.stem).casefold()
    with _told(), _progress() as progress:
        meta, state = build(kind, file, _folder(), name=name or own_name, label=type, progress=progress)
    done = {
        "unchanged": "is indexed already, from the same file",
        "replaced": "indexed anew: the file has changed",
        "resumed": "indexed, from where it was interrupted",
        "built": "indexed",
    }[state]
    print(
        f"{meta['name']}: {done}; {_count(meta, 'concepts')} concepts, {_count(meta, 'terms')} terms", file=sys.stderr
    )
    for line in _left_out(meta):
        print(f"  {line}", file=sys.stderr)


@app.command(name="list")
def list_() -> None:
    """Say which terminologies are in use, in the order in which they win."""
    from eligo.concepts.terminology.inventory import inventory

    folder = _folder()
    found = inventory(folder)
    if not found:
        print(f"no terminologies in {folder}", file=sys.stderr)
    for one in found:
        counts = f"{_count(one.meta, 'concepts'):>11} concepts {_count(one.meta, 'terms'):>11} terms  "
        print(f"{one.name:<16} {counts if one.state != 'incomplete' else ''}{one.told()}")


@app.command()
def info(name: Name) -> None:
    """Say what a terminology holds, and what of it is looked for in texts."""
    from eligo.concepts.terminology.inventory import inventory

    with _told():
        one = next((i for i in inventory(_folder()) if i.name == name), None)
        if one is None:
            raise _unknown(name)
    shown = {"name": one.name, "state": one.told(), **one.meta}
    for key in ("name", "kind", "version", "files", "sha256", "added", "state"):
        if shown.get(key):
            print(f"{key:<10} {shown[key].replace(chr(10), ', ')}")
    for key in ("concepts", "terms", "parents"):
        if key in shown:
            print(f"{key:<10} {_count(one.meta, key)}")
    for line in _left_out(one.meta):
        print(f"{'':<10} {line}")


@app.command()
def remove(name: Name) -> None:
    """Forget a terminology; the file that it was made from stays."""
    from eligo.concepts.terminology.inventory import remove as forget

    with _told():
        if not forget(_folder(), name):
            raise _unknown(name)
    print(f"{name}: removed", file=sys.stderr)


def _unknown(name: str) -> Exception:
    from eligo.errors import InputError

    return InputError(name, "is no terminology that was added", "see eligo terminology list")


def _folder() -> Path:
    from eligo.concepts.terminology.installed import VARIABLE, home

    folder = home()
    if folder is None:
        raise typer.BadParameter(f"terminologies are switched off ({VARIABLE} is empty)")
    return folder


def _count(meta: dict[str, str], key: str) -> str:
    return f"{int(meta.get(key, 0)):,}"


_WHY = {
    "ambiguous": "mean several concepts: not looked for",
    "short": "have fewer than four letters: not looked for",
    "common": "are everyday words or words that criteria are made of: not looked for",
    "context": "name a thing that is absent, past, suspected or somebody else's: not looked for",
    "dose": "hold a dose: not looked for",
    "long": "have more than eight words: not looked for",
}


def _left_out(meta: dict[str, str]) -> Iterator[str]:
    for why, what in _WHY.items():
        if int(meta.get(why, 0)):
            yield f"{_count(meta, why)} terms {what}"
    if int(meta.get("unlabelled", 0)):
        needs = "; put MRSTY.RRF beside it" if meta["kind"] == "umls" else "; see --type"
        yield f"{_count(meta, 'unlabelled')} concepts are of no type that criteria ask for{needs}"


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong, as a sentence."""
    from eligo.errors import EligoError

    try:
        yield
    except EligoError as error:
        print(f"eligo: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"eligo: {error.filename}: {error.strerror or error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        print("eligo: interrupted; the same command goes on from here", file=sys.stderr)
        raise typer.Exit(1) from None


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda stage, done, size: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def show(stage: str, done: int, size: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage)
            bar.update(tasks[stage], completed=done, total=size)  # type: ignore[arg-type]

        yield show
