"""The whole way: a listing → `Trial`, a note → `Patient`, the two → `MatchReport`; one at a time or in bulk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from eligo.errors import EligoError, InputError
from eligo.schema import Document, MatchReport, Patient, Trial

if TYPE_CHECKING:
    from concurrent.futures import Future

    from spacy.language import Language

    from eligo.matching import Silence

__all__ = ["annotate", "annotate_many", "match", "parse", "parse_many"]

Input = str | Path
Errors = Literal["raise", "return"]
T = TypeVar("T")

_BATCH = 64  # inputs a worker process takes at a time


def parse(text_or_path: Input | Document, *, source: str | None = None, nlp: Language | None = None) -> Trial:
    """A trial's listing, structured.

    Args:
        text_or_path: a page's or record's text; a file (a `Path`, or a one-line string that names an existing one); or
            a document of `eligo.reading`.
        source: the input's name, where it is not a file.
        nlp: a pipeline of `eligo.load`; None: the default one.

    Raises:
        InputError: if there is nothing to read in it (`NotATrial`: no eligibility criteria), or several trials.
        OSError: if the file cannot be opened.
    """
    results = _trials(text_or_path, source, nlp)
    first = next(results)
    if next(results, None) is not None:
        raise InputError(source or _name(text_or_path), "holds several trials", "use parse_many")
    return first


def annotate(
    text_or_path: Input | Document,
    *,
    source: str | None = None,
    index_date: date | str | None = None,
    nlp: Language | None = None,
) -> Patient:
    """A patient's note as facts.

    Args:
        text_or_path, source, nlp: as in `parse`.
        index_date: the day the question is asked for, ISO 8601; None: the note's own date.

    Raises:
        InputError, OSError: as in `parse`.
    """
    from eligo.logic.facts import build_patient
    from eligo.pipeline import analyse
    from eligo.reading import read_note

    document = text_or_path
    if not isinstance(document, Document):
        text, name = _read(document, source)
        document = read_note(text, source=name)
    return build_patient(document, analyse(document, nlp), index_date=_day(index_date))


def match(
    trial: Trial,
    patient: Patient,
    *,
    silence: Silence = "unknown",
    index_date: date | str | None = None,
) -> MatchReport:
    """Whether the patient qualifies, criterion by criterion, why, and what is missing.

    Args:
        silence: what a note that does not mention a condition, drug, procedure or allergy says of it: ``unknown``,
            ``absent``, or either by type (`eligo.matching.policy`).
        index_date: the day the question is asked for, ISO 8601; None: the patient's own.
    """
    from eligo.matching import match as decide

    if index_date is not None:
        patient = replace(patient, index_date=_day(index_date))
    return decide(trial, patient, silence=silence)


def parse_many(
    inputs: Iterable[Input | Document], *, n_process: int = 1, errors: Errors = "raise"
) -> Iterator[Trial | EligoError]:
    """The trials of many inputs, in their order; an input may hold several (a file of JSON Lines).

    Args:
        n_process: worker processes (started by ``spawn``); 1: this one.
        errors: ``return`` yields an input's `EligoError` in its place and goes on.

    Raises:
        EligoError: of the first input that fails, unless `errors` is ``return``.
    """
    return _many(_trials, inputs, n_process, errors)


def annotate_many(
    inputs: Iterable[Input | Document], *, n_process: int = 1, errors: Errors = "raise"
) -> Iterator[Patient | EligoError]:
    """`annotate` for many inputs, in their order. Arguments and errors as in `parse_many`."""
    return _many(_patients, inputs, n_process, errors)


def _trials(given: Input | Document, source: str | None = None, nlp: Language | None = None) -> Iterator[Trial]:
    from eligo.logic import CRITERION_CUES, build_trial
    from eligo.pipeline import analyse
    from eligo.reading import read_listings

    if isinstance(given, Document):
        documents: Iterable[Document] = (given,)
    else:
        text, name = _read(given, source)
        documents = read_listings(text, source=name)
    for document in documents:
        yield build_trial(document, analyse(document, nlp, cues=CRITERION_CUES))


def _patients(given: Input | Document) -> Iterator[Patient]:
    yield annotate(given)


def _many(
    each: Callable[[Any], Iterator[T]], inputs: Iterable[Any], n_process: int, errors: Errors
) -> Iterator[T | EligoError]:
    if n_process < 1:
        raise ValueError(f"n_process must be at least 1, got {n_process}")
    results: Iterator[T | EligoError]
    if n_process == 1:
        results = (result for given in inputs for result in _try(each, given))
    else:
        results = _in_processes(each, inputs, n_process)
    for result in results:
        if isinstance(result, EligoError) and errors == "raise":
            raise result
        yield result


def _try(each: Callable[[Any], Iterator[T]], given: Any) -> Iterator[T | EligoError]:
    try:
        yield from each(given)
    except EligoError as error:
        yield error


def _batch(each: Callable[[Any], Iterator[T]], inputs: list[Any]) -> list[T | EligoError]:
    return [result for given in inputs for result in _try(each, given)]


def _in_processes(
    each: Callable[[Any], Iterator[T]], inputs: Iterable[Any], n_process: int
) -> Iterator[T | EligoError]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    items = iter(inputs)
    waiting: deque[Future[list[T | EligoError]]] = deque()
    with ProcessPoolExecutor(n_process, mp_context=get_context("spawn")) as pool:
        while True:
            while len(waiting) < 2 * n_process and (batch := list(islice(items, _BATCH))):  # never the whole input
                waiting.append(pool.submit(_batch, each, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _read(given: Input, source: str | None) -> tuple[str, str]:
    """The text, and the input's name."""
    from eligo.reading import read_text

    if isinstance(given, str) and not _names_a_file(given):
        return given, source or ""
    return read_text(Path(given), name=source or str(given)), source or str(given)


def _name(given: Input | Document) -> str:
    if isinstance(given, Document):
        return given.source or given.id
    return str(given) if isinstance(given, Path) or _names_a_file(given) else "input"


def _names_a_file(text: str) -> bool:
    if not text.strip() or "\n" in text or len(text) > 1024:
        return False
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # no name a file could have
        return False


def _day(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day
