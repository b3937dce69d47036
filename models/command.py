"""``eligo train``: the recogniser, from the corpora's folders."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eligo.errors import EligoError, InputError

if TYPE_CHECKING:
    from .network import Network
    from .samples import Sample
    from .vectors import WordVectors

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def _corpus(flag: str, metavar: str, what: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=what, show_default=False)


@app.command(context_settings={"help_option_names": ["-h", "--help"]})
def train(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="where to write the recogniser")],
    lct: Annotated[Path | None, _corpus("--lct", "DIR", "train on this folder of LCT")] = None,
    chia: Annotated[Path | None, _corpus("--chia", "DIR", "train on this folder of Chia")] = None,
    fb: Annotated[Path | None, _corpus("--fb", "FILE", "train on these slots of Facebook's parser")] = None,
    maccrobat: Annotated[Path | None, _corpus("--maccrobat", "DIR", "train on this folder of MACCROBAT")] = None,
    unlabelled: Annotated[
        Path | None, _corpus("--unlabelled", "PATH", "trials to learn words from, in any form that eligo reads")
    ] = None,
    vectors: Annotated[
        Path | None, _corpus("--vectors", "FILE", "word vectors of another run; default: learnt from all texts given")
    ] = None,
    lct_dev: Annotated[Path | None, _corpus("--lct-dev", "DIR", "say how good it is on this folder of LCT")] = None,
    chia_dev: Annotated[Path | None, _corpus("--chia-dev", "DIR", "say how good it is on this folder of Chia")] = None,
    epochs: Annotated[
        int | None,
        typer.Option("--epochs", min=1, help="times that every sample is seen; default: 10 of LCT, 6 of others"),
    ] = None,
    pretrain_lines: Annotated[
        int, typer.Option("--pretrain-lines", min=0, help="unlabelled lines to learn masked words on first")
    ] = 120_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="of everything that is drawn")] = 0,
    backend: Annotated[
        str,
        typer.Option("--backend", metavar="eligo|transformers", help="our own network, or a checkpoint to fine-tune"),
    ] = "eligo",
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="CHECKPOINT", help="with transformers: the folder or hub name to start from"),
    ] = None,
    teacher: Annotated[
        str | None,
        typer.Option("--teacher", metavar="CHECKPOINT", help="a language model that marks unlabelled lines to learn"),
    ] = None,
    steps: Annotated[int | None, typer.Option("--steps", min=1, help="with transformers: stop after so many")] = None,
) -> None:
    """Train the entity recogniser on annotated corpora; the same seed and data give the same recogniser."""
    corpora = {"lct": lct, "chia": chia, "fb": fb, "mac": maccrobat}
    given = {scheme: path for scheme, path in corpora.items() if path is not None}
    if not given:
        raise typer.BadParameter("name a corpus: --lct, --chia, --fb or --maccrobat")
    if backend not in ("eligo", "transformers"):
        raise typer.BadParameter(
            f"{backend!r} cannot be trained here; there are eligo and transformers", param_hint="--backend"
        )
    if (backend == "transformers") != (base is not None) or (steps is not None and base is None):
        raise typer.BadParameter("--backend transformers, --base and --steps belong together")
    if teacher is not None and (base is not None or unlabelled is None):
        raise typer.BadParameter("--teacher needs --unlabelled, and our own network to teach")
    dev = {scheme: path for scheme, path in (("lct", lct_dev), ("chia", chia_dev)) if path is not None}
    try:
        if base is not None:
            _fine_tune(output, given, dev, base, epochs, steps, seed)
        else:
            _train(output, given, dev, unlabelled, epochs, pretrain_lines, seed, teacher, vectors)
    except EligoError as error:
        print(f"eligo: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"eligo: {error.filename or output}: {error.strerror or error}", file=sys.stderr)
        raise typer.Exit(1) from None


def _train(
    output: Path,
    corpora: dict[str, Path],
    dev: dict[str, Path],
    unlabelled: Path | None,
    epochs: int | None,
    pretrain_lines: int,
    seed: int,
    teacher: str | None,
    known: Path | None,
) -> None:
    from .card import write_card
    from .measure import figures
    from .network import Shape
    from .pretraining import pretrain
    from .training import GROUPS, Plan, train
    from .vectors import learn_vectors

    samples = {scheme: list(_read(scheme, path)) for scheme, path in corpora.items()}
    held = {scheme: list(_read(scheme, path)) for scheme, path in dev.items()}
    lines = list(_lines(unlabelled)) if unlabelled else []
    texts = [sample.given.text for some in samples.values() for sample in some]
    _say(f"{len(texts)} samples, {len(lines)} unlabelled lines")
    if not any(text.strip() for text in texts):
        raise InputError(str(next(iter(corpora.values()))), "holds no text to learn from")
    vectors = _vectors(known) if known else learn_vectors([*lines, *texts], seed=seed)
    _say(f"vectors of {len(vectors.words)} words")
    vectors.write(_made(output) / "vectors.npz")
    shape = Shape()
    start = pretrain(shape, vectors, lines, pretrain_lines, seed, _say) if pretrain_lines and lines else None
    for name, group in GROUPS.items():
        mine = [scheme for scheme in group.schemes if scheme in samples]
        if not mine:
            continue
        on = {scheme: held[scheme] for scheme in mine if scheme in held}

        def measured(network: Network, on: dict[str, list[Sample]] = on) -> dict[str, float]:
            return {scheme: figures(network, some)["f1"] or 0.0 for scheme, some in on.items()}

        _say(f"network {name}: {', '.join(mine)}")
        network, meta = train(
            [sample for scheme in mine for sample in samples[scheme]],
            vectors,
            lines,
            shape=replace(shape, members=group.members, least=group.least),
            plan=Plan(
                epochs=epochs or group.epochs,
                drop=group.drop,
                lines=pretrain_lines,
                teachers=group.teachers if teacher else 0,
                seed=seed,
            ),
            start=start,
            base=teacher,
            new=_unseen(lines, held),
            say=_say,
            measure=measured if on else None,
        )
        network.write(output / name, {**meta, "dev": {scheme: figures(network, some) for scheme, some in on.items()}})
    write_card(output)
    _say(f"written to {output}")


def _fine_tune(
    output: Path,
    corpora: dict[str, Path],
    dev: dict[str, Path],
    base: str,
    epochs: int | None,
    steps: int | None,
    seed: int,
) -> None:
    from .measure import figures
    from .transformer import TransformerMarker
    from .transformer_training import Plan, train

    samples = [sample for scheme, path in corpora.items() for sample in _read(scheme, path)]
    held = {scheme: [s for s in _read(scheme, path) if s.scheme == scheme] for scheme, path in dev.items()}
    if not any(sample.given.text.strip() for sample in samples):
        raise InputError(str(next(iter(corpora.values()))), "holds no text to learn from")

    def measured(marker: TransformerMarker) -> dict[str, float]:
        return {scheme: figures(marker, some)["f1"] or 0.0 for scheme, some in held.items()}

    plan = Plan(epochs=epochs or Plan().epochs, steps=steps, seed=seed)
    train(samples, base, _made(output), plan=plan, say=_say, measure=measured if held else None)
    _say(f"written to {output}; use it with --backend transformers:{output}")


def _vectors(path: Path) -> WordVectors:
    from .vectors import WordVectors

    try:
        return WordVectors.read(path)
    except (KeyError, ValueError) as error:
        raise InputError(str(path), f"no word vectors ({error})", "name the vectors.npz of a run") from None


def _unseen(lines: list[str], held: dict[str, list[Sample]]) -> list[str]:
    """The lines without those that are statements to measure on: nobody marks these for the networks to learn."""
    shut = {_plain(sample.given.text) for some in held.values() for sample in some}
    return [line for line in lines if _plain(line) not in shut]


def _plain(line: str) -> str:
    return " ".join(line.split()).strip(" .;:*-•·").casefold()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _read(scheme: str, path: Path) -> Iterator[Sample]:
    from .samples import READERS, Lost

    lost = Lost()
    skipped: list[InputError] = []
    yield from READERS[scheme](path, lost, skipped.append)
    _say(
        f"{path}: {lost.spans} spans; left out {lost.between_words} that are not whole words, {lost.overlapping} that "
        f"overlap, {lost.outside} across statements, {len(skipped)} unusable"
    )


def _lines(path: Path) -> Iterator[str]:
    """The statements of unlabelled trials, in any form that `eligo.corpus.trials` reads."""
    from eligo.corpus.trials import read_trials

    for document in read_trials(path, on_error=lambda error: None):
        for statement in document.statements:
            yield statement.text


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
