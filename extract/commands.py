"""What the commands do: inputs one by one, each failure named on standard error and never at the cost of the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from eligo.errors import EligoError, InputError
from eligo.schema import MatchReport, Patient, Trial, from_dict, to_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["annotate", "demo", "match", "parse"]


class _Failures:
    """Counts the inputs that failed, and says each on standard error."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: EligoError) -> None:
        self.count += 1
        print(f"eligo: {error}", file=sys.stderr)

    @property
    def exit_code(self) -> int:
        """1 if any input failed."""
        return 1 if self.count else 0


def parse(sources: Sequence[str], format: str) -> int:
    """``eligo parse``; gives the exit code."""
    from eligo.reports import as_csv, as_lines, trial_rows, trial_tree

    failures = _Failures()
    trials = _read(sources, _trials, failures)
    if format == "rows":
        _print(line for trial in trials for line in as_lines(trial_rows(trial)))
    elif format == "csv":
        _write(as_csv(row for trial in trials for row in trial_rows(trial)))
    elif format == "json":
        _print(_json(trials))
    else:
        _show(trial_tree(trial) for trial in trials)
    return failures.exit_code


def annotate(sources: Sequence[str], format: str, index_date: str | None) -> int:
    """``eligo annotate``; gives the exit code."""
    from eligo.reports import as_csv, as_lines, fact_rows, patient_table

    failures = _Failures()
    patients = _read(sources, lambda s, f: _patients(s, f, index_date), failures)
    if format == "rows":
        _print(line for patient in patients for line in as_lines(fact_rows(patient)))
    elif format == "csv":
        _write(as_csv(row for patient in patients for row in fact_rows(patient)))
    elif format == "json":
        _print(_json(patients))
    else:
        _show(_patient(p, patient_table) for p in patients)
    return failures.exit_code


def _patient(patient: Patient, table: Callable[[Patient], RenderableType]) -> RenderableType:
    if not patient.facts:
        print(f"eligo: {patient.id}: no facts found in it; is it a patient's note?", file=sys.stderr)
    return table(patient)


def match(
    trial_sources: Sequence[str], patient_sources: Sequence[str], format: str, silence: str, index_date: str | None
) -> int:
    """``eligo match``; gives the exit code."""
    from eligo.flow import match as match_pair
    from eligo.reports import as_lines, html_page, match_report, match_rows

    failures = _Failures()
    trials = list(_read(trial_sources, _trials, failures))
    patients = list(_read(patient_sources, lambda s, f: _patients(s, f, index_date), failures))

    def pairs() -> Iterator[tuple[Trial, Patient, MatchReport]]:
        for trial in trials:
            for patient in patients:
                yield trial, patient, match_pair(trial, patient, silence=silence, index_date=index_date)  # type: ignore[arg-type]

    if format == "json":
        _print(_json(report for _, _, report in pairs()))
    elif format == "rows":
        _print(line for _, _, report in pairs() for line in as_lines(match_rows(report)))
    elif format == "html":
        if trials and patients:
            _write(html_page(list(pairs())))
    else:
        _show(match_report(report, trial) for trial, _, report in pairs())
    return failures.exit_code


def demo() -> int:
    """``eligo demo``; gives the exit code."""
    from importlib.resources import files

    from eligo import flow
    from eligo.reports import match_report, patient_table, trial_tree

    folder = files("eligo.examples")
    listing = folder.joinpath("listing.txt").read_text("utf-8")
    trial = flow.parse(listing, source="listing.txt")
    console = _console()
    console.print("$ eligo parse listing.txt", style="bold")
    console.print(trial_tree(trial))
    names = ("note_eligible.txt", "note_ineligible.txt", "note_undetermined.txt")
    for name in names:
        patient = flow.annotate(folder.joinpath(name).read_text("utf-8"), source=name)
        if name == names[0]:
            console.print(f"\n$ eligo annotate {name}", style="bold")
            console.print(patient_table(patient))
        console.print(f"\n$ eligo match --trial listing.txt --patient {name}", style="bold")
        console.print(match_report(flow.match(trial, patient), trial))
    return 0


# Reading


def _read(sources: Sequence[str], read: Callable[[str, _Failures], Iterable[Any]], failures: _Failures) -> Iterator[Any]:
    for source in _progress(sources):
        try:
            yield from read(source, failures)
        except EligoError as error:
            failures(error)
        except Exception as error:  # one input never costs the others, not even by a fault of ours
            what = f"eligo failed on it ({type(error).__name__}: {error})"
            failures(InputError(source, what, "please report it with the input, if it may be shared"))


def _trials(source: str, failures: _Failures) -> Iterator[Trial]:
    from eligo.flow import parse
    from eligo.reading import read_listings, read_text

    text = _text(source, read_text)
    stored = _stored(text, source, Trial, "criteria")
    if stored is not None:
        yield from stored
        return
    for document in read_listings(text, source=source, on_error=failures):
        yield parse(document)


def _patients(source: str, failures: _Failures, index_date: str | None) -> Iterator[Patient]:
    from eligo.flow import annotate
    from eligo.reading import read_note, read_text

    text = _text(source, read_text)
    stored = _stored(text, source, Patient, "facts")
    if stored is not None:
        yield from stored
        return
    yield annotate(read_note(text, source=source), index_date=index_date)


def _text(source: str, read_text: Callable[..., str]) -> str:
    if source == "-":
        return read_text(sys.stdin.buffer.read(), name="standard input")
    return read_text(source, name=source)


def _stored(text: str, source: str, form: type[Any], mark: str) -> Iterator[Any] | None:
    """The forms that eligo wrote itself: one document or JSON Lines; None where `text` is something else."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            rows = [json.loads(line) for line in lines]
        except json.JSONDecodeError:
            return None
    else:
        rows = [data]
    if not all(isinstance(r, dict) and "schema_version" in r and mark in r for r in rows):
        return None
    return (from_dict(form, row, source=source) for row in rows)


# Writing


def _json(forms: Iterable[Any]) -> Iterator[str]:
    """One indented document for one form, JSON Lines for several."""
    waiting = iter(forms)
    first = next(waiting, None)
    if first is None:
        return
    second = next(waiting, None)
    if second is None:
        yield to_json(first, indent=2)
        return
    for form in chain((first, second), waiting):
        yield to_json(form)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        _write(line + "\n")


def _write(text: str) -> None:
    sys.stdout.write(text)


def _console() -> Console:
    from rich.console import Console

    # A pipe has no width: give prose room rather than fold it at 80.
    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 120)


def _show(renderables: Iterable[RenderableType]) -> None:
    console = _console()
    for renderable in renderables:
        console.print(renderable)
        console.print()


def _progress(sources: Sequence[str]) -> Iterable[str]:
    if len(sources) < 3 or not sys.stderr.isatty():
        return sources
    from rich.console import Console
    from rich.progress import track

    return track(sources, description="reading", console=Console(stderr=True), transient=True)
