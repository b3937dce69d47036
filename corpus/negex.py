"""The NegEx/ConText table: a concept in a sentence, and whether it is negated, when it was, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .errors import CorpusError, OnError, WrongCorpus, report
from .files import one_file, read_rows

__all__ = ["NegexRow", "read_negex"]

_COLUMNS = ["concept", "sentence", "negation", "temporality", "experiencer"]
_VALUES = {
    "negation": {"Affirmed", "Negated", "Possible"},
    "temporality": {"Recent", "Historical", "Hypothetical", "Not particular"},
    "experiencer": {"Patient", "Family member", "Other"},
}


@dataclass(frozen=True, slots=True)
class NegexRow:
    """One row; `start` and `end` are where the concept stands in the sentence (half-open)."""

    concept: str
    sentence: str
    negation: str  # "Affirmed" | "Negated" | "Possible"
    temporality: str  # "Recent" | "Historical" | "Hypothetical" | "Not particular"
    experiencer: str  # "Patient" | "Family member" | "Other"
    start: int
    end: int
    line: int = field(default=0, compare=False)

    @property
    def negated(self) -> bool:
        """The concept is denied."""
        return self.negation == "Negated"


def read_negex(path: Path | str, *, on_error: OnError | None = None) -> Iterator[NegexRow]:
    """The rows of the table: a file, or a folder with one ``.tsv`` file.

    Raises:
        WrongCorpus: if it is empty or another table.
        CorpusError: without `on_error`, for the first row that cannot be used (a concept that its sentence lacks).
    """
    file = one_file(Path(path), "*.tsv", "table")
    header: list[str] | None = None
    for number, line in read_rows(file):
        cells = [cell.strip() for cell in line.split("\t")] if header is None else line.split("\t")
        if header is None:
            header = cells
            if header != _COLUMNS:
                raise WrongCorpus(str(file), number, f"the columns are {header}, expected {_COLUMNS}")
            continue
        try:
            yield _row(cells, number)
        except ValueError as problem:
            report(CorpusError(str(file), number, str(problem)), on_error)


def _row(cells: list[str], number: int) -> NegexRow:
    if len(cells) != len(_COLUMNS):
        raise ValueError(f"{len(cells)} cells, expected {len(_COLUMNS)}")
    concept, sentence, negation, temporality, experiencer = cells
    for (name, known), label in zip(_VALUES.items(), cells[2:], strict=True):
        if label not in known:
            raise ValueError(f"{label!r} is no {name}; there are {', '.join(sorted(known))}")
    if not concept.strip():
        raise ValueError("the concept is empty")
    start = sentence.find(concept.upper())
    end = start + len(concept.upper())
    if start >= 0 and sentence[end:].lstrip().startswith(":"):  # a heading, in capitals as well
        again = sentence.find(concept.upper(), end)
        start, end = (again, again + end - start) if again >= 0 else (start, end)
    if start < 0:
        words = r"\s+".join(map(re.escape, concept.split()))
        found = re.search(words, sentence, re.IGNORECASE)
        if found is None:
            raise ValueError(f"the sentence does not contain the concept {concept[:60]!r}")
        start, end = found.span()
    return NegexRow(concept, sentence, negation, temporality, experiencer, start, end, number)
