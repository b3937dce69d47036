"""TrialGPT's criterion annotations: experts judge whether a patient's note meets one criterion, and name the sentences.

366 of the 484 "not excluded" of the whole set name no sentence: there the experts took silence as absence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import CorpusError, OnError, WrongCorpus, report
from .files import one_file, read_exactly

__all__ = ["LABELS", "CriterionPair", "read_trialgpt"]

_OF_BOTH = ("not enough information", "not applicable")
LABELS = {
    "inclusion": ("included", "not included", *_OF_BOTH),
    "exclusion": ("excluded", "not excluded", *_OF_BOTH),
}
"""The expert labels by the kind of the criterion."""

_FIELDS = ("annotation_id", "patient_id", "note", "trial_id", "criterion_type", "criterion_text", "expert_eligibility")
_NUMBERED = re.compile(r"(\d+)\.\s?(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CriterionPair:
    """One patient and one criterion.

    `sentences` are the note's, in order; `evidence` are indices into them (from 0), none where the experts named none.
    """

    id: str
    patient: str
    trial: str
    title: str
    kind: str  # "inclusion" | "exclusion"
    criterion: str
    sentences: tuple[str, ...]
    label: str
    evidence: tuple[int, ...]

    @property
    def note(self) -> str:
        """The note's sentences, joined by a space."""
        return " ".join(self.sentences)

    @property
    def evidence_texts(self) -> tuple[str, ...]:
        """The sentences that the experts named."""
        return tuple(self.sentences[n] for n in self.evidence)


def read_trialgpt(path: Path | str, *, on_error: OnError | None = None) -> Iterator[CriterionPair]:
    """The pairs of a JSON file: a list of objects, or one object a line; or of the one such file in a folder.

    Raises:
        WrongCorpus: if it is missing, empty, or holds something else.
        CorpusError: without `on_error`, for the first pair that cannot be used; it is named by its line, or in a list
            by its place.
    """
    file = one_file(Path(path), "*criterion_annotations*.json*", "file of criterion annotations")
    some = False
    for place, line, item in _items(file, on_error):
        try:
            pair = _pair(item)
        except (ValueError, TypeError) as problem:
            if not some and not (isinstance(item, dict) and "criterion_text" in item):
                raise WrongCorpus(str(file), line, f"{place}: {problem}", "is this another file?") from None
            report(CorpusError(str(file), line, f"{place}: {problem}"), on_error)
            continue
        some = True
        yield pair


def _items(file: Path, on_error: OnError | None) -> Iterator[tuple[str, int, Any]]:
    text = read_exactly(file)
    if not text.strip():
        raise WrongCorpus(str(file), 0, "the file is empty", "was it downloaded whole?")
    if text.lstrip().startswith("["):
        try:
            items = json.loads(text)
        except json.JSONDecodeError as error:
            cut = "; was it downloaded whole?" if error.pos >= len(text.rstrip()) - 1 else ""
            raise WrongCorpus(str(file), error.lineno, f"not JSON: {error.msg}{cut}") from None
        if not items:
            raise WrongCorpus(str(file), 0, "the list is empty")
        for number, item in enumerate(items, 1):
            yield f"item {number}", 0, item
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                item = json.loads(line)
            except json.JSONDecodeError as error:
                report(CorpusError(str(file), number, f"not JSON: {error.msg}"), on_error)
                continue
            yield "annotation", number, item


def _pair(item: Any) -> CriterionPair:
    if not isinstance(item, dict):
        raise ValueError("not an object")
    lacking = [name for name in _FIELDS if name not in item]
    if lacking:
        raise ValueError(f"no {', '.join(lacking)}")
    kind, label = str(item["criterion_type"]), str(item["expert_eligibility"])
    if kind not in LABELS:
        raise ValueError(f"{kind!r} is neither inclusion nor exclusion")
    if label not in LABELS[kind]:
        raise ValueError(f"{label!r} is no label of an {kind} criterion")
    sentences: list[str] = []
    for line in str(item["note"]).split("\n"):
        numbered = _NUMBERED.match(line)
        if numbered and int(numbered[1]) == len(sentences):
            sentences.append(numbered[2])
        elif sentences:
            sentences[-1] += "\n" + line
        elif line.strip():
            raise ValueError("the note's sentences are not numbered from 0")
    return CriterionPair(
        str(item["annotation_id"]),
        str(item["patient_id"]),
        str(item["trial_id"]),
        str(item.get("trial_title") or ""),
        kind,
        str(item["criterion_text"]),
        tuple(sentences),
        label,
        _evidence(item.get("expert_sentences"), len(sentences)),
    )


def _evidence(value: Any, sentences: int) -> tuple[int, ...]:
    if isinstance(value, str):
        try:
            value = json.loads(value or "[]")
        except json.JSONDecodeError:
            raise ValueError(f"{value!r} is no list of sentence numbers") from None
    numbers = tuple(value or ())
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int):
            raise ValueError(f"{number!r} is no sentence number")
        if not 0 <= number < sentences:
            raise ValueError(f"evidence names sentence {number}, the note has {sentences} (from 0)")
    return numbers
