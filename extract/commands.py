"""What the commands do: inputs one by one, each failure named on standard error and never at the cost of the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from eligo.errors import EligoError
from eligo.inputs import fault, looks_like_listing, read_patients, read_trials
from eligo.schema import MatchReport, Patient, Trial, to_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from eligo.matching import Silence

__all__ = ["annotate", "demo", "match", "parse", "rank"]

T = TypeVar("T")
Pair = tuple[Trial, Patient, MatchReport]

_PIPE_WIDTH = 1_000_000  # a pipe has no width: lines stay whole, for grep and less


class _Log:
    """Says things on standard error, and counts the inputs that failed."""

    def __init__(self) -> None:
        self.failures = 0

    def failed(self, error: EligoError) -> None:
        """Count an input that could not be read, and say why."""
        self.failures += 1
        self.say(str(error))

    def say(self, sentence: str) -> None:
        """One sentence on standard error, in printable characters."""
        if sentence[:2] in {"-:", "-,"}:
            sentence = f"standard input{sentence[1:]}"
        printable = "".join(c if c.isprintable() else repr(c)[1:-1] for c in sentence)
        print(f"eligo: {printable}", file=sys.stderr)

    @property
    def exit_code(self) -> int:
        """1 if any input failed."""
        return 1 if self.failures else 0


def parse(sources: Sequence[str], format: str) -> int:
    """``eligo parse``; gives the exit code."""
    from eligo.reports import TRIAL_COLUMNS, trial_explained, trial_rows, trial_tree

    log = _Log()
    trials = (trial for source in _progress(sources) for trial in read_trials(source, log.failed))
    writers = {
        "rows": _rows(trial_rows),
        "csv": _csv(trial_rows, TRIAL_COLUMNS),
        "tree": _shown(trial_tree),
        "explain": _shown(trial_explained),
    }
    _emit(trials, writers.get(format), lambda t: t.id, log, one=len(sources) == 1)
    return log.exit_code


def annotate(sources: Sequence[str], format: str, index_date: str | None) -> int:
    """``eligo annotate``; gives the exit code."""
    from eligo.reports import FACT_COLUMNS, fact_rows, patient_table

    log = _Log()
    patients = _patients(sources, log, index_date)
    writers = {"rows": _rows(fact_rows), "csv": _csv(fact_rows, FACT_COLUMNS), "table": _shown(patient_table)}
    _emit(patients, writers.get(format), lambda p: p.id, log, one=len(sources) == 1)
    return log.exit_code


def match(
    trial_sources: Sequence[str],
    patient_sources: Sequence[str],
    format: str,
    silence: Silence,
    index_date: str | None,
    *,
    merge: bool = False,
) -> int:
    """``eligo match``; gives the exit code."""
    from eligo.reports import html_page, match_report, match_rows

    log = _Log()
    pairs = _all_pairs(trial_sources, patient_sources, silence, index_date, log, merge)
    if format == "html":
        _page(list(pairs), html_page, log)
        return log.exit_code
    writers: dict[str, Callable[[Pair], str]] = {
        "rows": _rows(lambda pair: match_rows(pair[2])),
        "table": _shown(lambda pair: match_report(pair[2], pair[0])),
    }
    one = len(trial_sources) == len(patient_sources) == 1
    _emit(pairs, writers.get(format), _pair_name, log, one=one, form=lambda pair: pair[2])
    return log.exit_code


def rank(
    trial_sources: Sequence[str],
    patient_sources: Sequence[str],
    by: str,
    format: str,
    silence: Silence,
    index_date: str | None,
    *,
    merge: bool = False,
) -> int:
    """``eligo rank``; gives the exit code."""
    from eligo.matching import rank as in_order
    from eligo.reports import RANK_COLUMNS, rank_rows, rank_table

    log = _Log()
    lists: dict[str, list[Pair]] = {}
    for pair in _all_pairs(trial_sources, patient_sources, silence, index_date, log, merge):
        lists.setdefault((pair[0] if by == "trial" else pair[1]).id, []).append(pair)
    writers = {
        "csv": _csv(rank_rows, RANK_COLUMNS),
        "table": _shown(partial(rank_table, by=by)),
        "rows": _rows(rank_rows),
    }
    _emit((in_order(pairs) for pairs in lists.values()), writers[format], lambda _: by, log, one=False)
    return log.exit_code


def demo() -> int:
    """``eligo demo``; gives the exit code."""
    from importlib.resources import files

    from eligo import flow
    from eligo.reports import match_report, patient_table, trial_tree

    folder = files("eligo.examples")
    trial = flow.parse(folder.joinpath("listing.txt").read_text("utf-8"), source="listing.txt")
    _heading("eligo parse listing.txt")
    _write(_shown(trial_tree)(trial))
    for number, name in enumerate(("note_eligible.txt", "note_ineligible.txt", "note_undetermined.txt")):
        patient = flow.annotate(folder.joinpath(name).read_text("utf-8"), source=name)
        if not number:
            _heading(f"eligo annotate {name}")
            _write(_shown(patient_table)(patient))
        _heading(f"eligo match --trial listing.txt --patient {name}")
        _write(_shown(partial(match_report, trial=trial))(flow.match(trial, patient)))
    return 0


# Reading


def _patients(sources: Sequence[str], log: _Log, index_date: str | None) -> Iterator[Patient]:
    for source in _progress(sources):
        for patient in read_patients(source, log.failed, index_date):
            name = patient.id if source in ("-", patient.id) else source
            if any(looks_like_listing(text) for _, text in patient.texts):
                log.say(f"{name}: reads like a trial's listing, and was taken as a note; give listings as trials")
            elif not patient.facts:
                log.say(f"{name}: holds no facts that eligo can read; check that it is a patient's note in English")
            yield patient


def _merged(patients: Sequence[Patient], log: _Log) -> Iterator[Patient]:
    """One patient for all notes with the same id, in the order of the first of them."""
    from eligo.matching import merge

    groups: dict[str, list[Patient]] = {}
    for patient in patients:
        groups.setdefault(patient.id, []).append(patient)
    for id, group in groups.items():
        try:
            yield merge(group)
        except ValueError as error:
            log.failed(EligoError(f"{id}: {error}"))


def _pairs(
    trials: Iterable[Trial], patients: Sequence[Patient], silence: Silence, index_date: str | None, log: _Log
) -> Iterator[Pair]:
    from eligo.flow import match

    for trial in trials:
        for patient in patients:
            try:
                yield trial, patient, match(trial, patient, silence=silence, index_date=index_date)
            except Exception as error:
                log.failed(fault(f"{trial.id} × {patient.id}", error))


def _all_pairs(
    trial_sources: Sequence[str],
    patient_sources: Sequence[str],
    silence: Silence,
    index_date: str | None,
    log: _Log,
    merge: bool,
) -> Iterator[Pair]:
    """Every trial with every patient: patients are read once and kept, trials come one at a time."""
    patients = list(_patients(patient_sources, log, index_date if not merge else None))
    if merge:
        patients = list(_merged(patients, log))
    trials = (trial for source in _progress(trial_sources) for trial in read_trials(source, log.failed))
    return _pairs(trials, patients, silence, index_date, log)


def _pair_name(pair: Pair) -> str:
    return f"{pair[0].id} × {pair[1].id}"


def _progress(sources: Sequence[str]) -> Iterable[str]:
    """`sources`, with a bar where a person waits for the end: results on a terminal show the progress themselves."""
    if len(sources) < 3 or not sys.stderr.isatty() or sys.stdout.isatty():
        return sources
    from rich.console import Console
    from rich.progress import track

    return track(sources, description="reading", console=Console(stderr=True), transient=True)


# Writing


def _emit(
    forms: Iterable[T],
    writer: Callable[[T], str] | None,
    name: Callable[[T], str],
    log: _Log,
    *,
    one: bool,
    form: Callable[[T], Any] = lambda thing: thing,
) -> None:
    """Write each form as it comes.

    Without a `writer`: as JSON, one indented document where `one` input gave one form, else JSON Lines.
    """
    forms = iter(forms)
    if writer is None:
        start = [thing for _, thing in zip(range(2 if one else 1), forms, strict=False)]
        indent = 2 if one and len(start) == 1 else None
        forms = chain(start, forms)

        def writer(thing: T) -> str:
            return to_json(form(thing), indent=indent) + "\n"

    for thing in forms:
        try:
            text = writer(thing)
        except Exception as error:
            log.failed(fault(name(thing), error))
        else:
            _write(text)


def _rows(rows: Callable[[T], Iterable[Any]]) -> Callable[[T], str]:
    from eligo.reports import as_lines

    return lambda thing: "".join(f"{line}\n" for line in as_lines(rows(thing)))


def _csv(rows: Callable[[T], Iterable[Any]], columns: Sequence[str]) -> Callable[[T], str]:
    """All inputs make one table: only the first piece has the header."""
    from eligo.reports import as_csv

    pieces = 0

    def write(thing: T) -> str:
        nonlocal pieces
        text = as_csv(rows(thing), columns=columns, header=not pieces)
        pieces += 1
        return text

    return write


def _shown(show: Callable[[T], RenderableType]) -> Callable[[T], str]:
    """For people: colour and folded lines on a terminal, plain whole lines in a pipe."""

    def write(thing: T) -> str:
        console = _console()
        console.print(show(thing))
        text = console.file.getvalue()  # type: ignore[attr-defined]
        if not console.is_terminal:
            text = "".join(f"{line.rstrip()}\n" for line in text.removesuffix("\n").split("\n"))
        return f"{text}\n"

    return write


def _console() -> Console:
    """Writes into memory what suits standard output, so that a failure in the middle leaves no half of a thing."""
    from rich.console import Console

    tty = sys.stdout.isatty()
    return Console(file=StringIO(), highlight=False, force_terminal=tty or None, width=None if tty else _PIPE_WIDTH)


def _heading(command: str) -> None:
    from rich.text import Text

    show: Callable[[str], Text] = partial(Text, style="bold")
    _write(_shown(show)(f"$ {command}"))


def _page(pairs: Sequence[Pair], page: Callable[[Sequence[Pair]], str], log: _Log) -> None:
    if not pairs:
        log.say("nothing to match, so no page was written")
        return
    try:
        text = page(pairs)
    except Exception as error:
        log.failed(fault("the page", error))
    else:
        _write(text)


def _write(text: str) -> None:
    sys.stdout.write(text)
