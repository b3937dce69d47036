"""The slot files and threshold cases of Facebook's clinical-trial parser.

A slot line is ``start:end:type,…<TAB>text``: offsets from 1, the end exclusive; the numbers of the text are masked as
``@NUMBER``. Offsets given here are Python's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import CorpusError, OnError, WrongCorpus, report
from .files import one_file, read_rows

__all__ = ["FB_TYPES", "CaseRelation", "Slot", "SlotLine", "ThresholdCase", "read_fb_cases", "read_fb_slots"]

FB_TYPES = frozenset(
    {
        "age", "allergy_name", "bmi", "cancer", "chronic_disease", "clinical_variable",
        "contraception_consent", "ethnicity", "gender", "language_fluency", "lower_bound", "pregnancy",
        "technology_access", "treatment", "upper_bound",
    }
)  # fmt: skip
_SLOT = re.compile(r"(\d{1,6}):(\d{1,6}):(\w+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Slot:
    """A marked span, half-open from 0."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One criterion, lower case, tokens apart, numbers masked."""

    text: str
    slots: tuple[Slot, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CaseRelation:
    """What a case expects: a bound each way (as written, None where open) or the allowed values of an ordinal scale."""

    name: str
    type: str  # "numerical" | "ordinal"
    unit: str | None
    low: str | None
    low_inclusive: bool | None
    high: str | None
    high_inclusive: bool | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThresholdCase:
    """One criterion with the relations it states."""

    name: str
    text: str
    relations: tuple[CaseRelation, ...]
    line: int = field(default=0, compare=False)


def read_fb_slots(path: Path | str, *, on_error: OnError | None = None) -> Iterator[SlotLine]:
    """The lines of a slot file.

    Raises:
        WrongCorpus: if it is missing, empty, or its first line is of another form.
        CorpusError: without `on_error`, for the first line that cannot be used.
    """
    file = one_file(Path(path), "*.tsv", "slot file")
    some = False
    for number, line in read_rows(file):
        marks, tab, text = line.partition("\t")
        slots = []
        problem = "" if tab else "no tab between slots and text"
        for mark in marks.split(",") if marks and tab else ():
            found = _SLOT.match(mark)
            if found is None:
                problem = f"{mark[:40]!r} is not start:end:type"
                break
            slot = Slot(int(found[1]) - 1, int(found[2]) - 1, found[3])
            if slot.type not in FB_TYPES:
                problem = f"{slot.type!r} is no slot type"
            elif not 0 <= slot.start < slot.end <= len(text):
                problem = f"{mark} does not lie in a text of {len(text)} characters"
            slots.append(slot)
        if problem:
            if not some:
                raise WrongCorpus(str(file), number, problem, "is this a slot file?")
            report(CorpusError(str(file), number, problem), on_error)
            continue
        some = True
        yield SlotLine(text, tuple(slots), number)


def read_fb_cases(path: Path | str, *, on_error: OnError | None = None) -> Iterator[ThresholdCase]:
    """The threshold cases of a JSON Lines file (``test, input, expected``), or of the one such file in a folder.

    Raises:
        WrongCorpus: if it is missing or empty.
        CorpusError: without `on_error`, for the first line that is not a case.
    """
    file = one_file(Path(path), "*.jsonl", "JSON Lines file")
    for number, line in read_rows(file):
        try:
            case = json.loads(line)
            relations = tuple(_relation(expected) for expected in case["expected"])
            yield ThresholdCase(str(case["test"]), str(case["input"]), relations, number)
        except json.JSONDecodeError as error:
            report(CorpusError(str(file), number, f"not JSON: {error.msg}"), on_error)
        except (KeyError, TypeError, AttributeError) as error:
            report(CorpusError(str(file), number, f"not a threshold case: {error!r}"), on_error)


def _relation(expected: dict[str, Any]) -> CaseRelation:
    low, high = expected.get("lower") or {}, expected.get("upper") or {}
    return CaseRelation(
        expected["name"],
        expected["variableType"],
        expected.get("unit"),
        low.get("value"),
        low.get("incl"),
        high.get("value"),
        high.get("incl"),
        tuple(expected.get("value") or ()),
    )
