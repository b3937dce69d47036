"""Annotated corpora as samples: statements as eligo reads them, with the spans of one scheme.

A scheme is one corpus's way of marking. A network has one span a place, Chia has spans within spans: `chia` holds the
longest, `chia2` what lies within them, learnt with the outer spans as hints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eligo.corpus.chia import read_chia
from eligo.corpus.errors import OnError
from eligo.corpus.fb import read_fb_slots
from eligo.corpus.lct import read_lct
from eligo.corpus.maccrobat import read_maccrobat
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities
from eligo.entities.times import find_windows
from eligo.reading import read_note
from eligo.reading.listing import read_criteria

from .words import INNER, Hinted, Mark, cut, hinted, wide

__all__ = ["LONGEST", "READERS", "SCHEMES", "Lost", "Sample", "outermost", "with_hints"]

SCHEMES: dict[str, dict[str, str]] = {
    "lct": {
        "Condition-Name": "condition", "Drug-Name": "drug", "Procedure-Name": "procedure",
        "Observation-Name": "measurement", "Allergy-Name": "allergy", "Immunization-Name": "immunization",
        "Organism-Name": "organism", "Eq-Value": "number", "Eq-Unit": "unit", "Eq-Operator": "operator",
        "Eq-Temporal-Period": "period", "Eq-Temporal-Unit": "time_unit", "Eq-Temporal-Recency": "recency",
        "Acuteness": "acuteness", "Stability": "stability", "Severity": "severity", "Polarity": "polarity",
        "Location": "location", "Language": "language", "Ethnicity": "ethnicity", "Specimen": "specimen",
        "Code": "code", "Insurance": "insurance", "Life-Stage-And-Gender": "person", "Condition-Type": "condition_type",
    },
    "chia": {
        "Condition": "condition", "Device": "device", "Drug": "drug", "Measurement": "measurement",
        "Negation": "negation", "Observation": "observation", "Person": "person", "Procedure": "procedure",
        "Qualifier": "qualifier", "Temporal": "temporal", "Value": "value",
    },
    "fb": {
        "age": "measurement", "allergy_name": "allergy", "bmi": "measurement", "cancer": "condition",
        "chronic_disease": "condition", "clinical_variable": "measurement", "ethnicity": "ethnicity",
        "gender": "person", "language_fluency": "language", "lower_bound": "number", "pregnancy": "condition",
        "treatment": "treatment", "upper_bound": "number",
    },
    "mac": {
        "Age": "age", "Diagnostic_procedure": "procedure", "Disease_disorder": "condition", "Dosage": "dosage",
        "Lab_value": "value", "Medication": "drug", "Severity": "severity", "Sex": "person",
        "Sign_symptom": "condition", "Therapeutic_procedure": "treatment",
    },
}  # fmt: skip
"""By scheme: the corpus's types that are learnt, and our label of each. LCT's and Chia's main types have one each."""

LONGEST = 600
"""Characters of an unlabelled line that are looked at."""

_HEADINGS = {"inclusion": "Inclusion Criteria:\n\n", "exclusion": "Exclusion Criteria:\n\n"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A statement with the spans that `scheme` marks in it; they do not overlap and are whole words."""

    scheme: str
    given: Hinted
    spans: tuple[Mark, ...]


@dataclass(slots=True)
class Lost:
    """What a network cannot learn: spans that are not whole words, overlap a longer one, or cross statements."""

    spans: int = 0
    between_words: int = 0
    overlapping: int = 0
    outside: int = 0


def outermost(spans: Iterable[Mark]) -> list[Mark]:
    """The spans without those that overlap a longer one, in their order."""
    kept: list[Mark] = []
    for span in sorted(spans, key=lambda s: (s[1] - s[2], s[1], s[0])):
        if all(span[2] <= start or end <= span[1] for _, start, end in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s[1])


def with_hints(text: str) -> Hinted:
    """A text with what the pipeline's own stages find in it."""
    return hinted(text, default_lexicon().find(text, 0), find_quantities(text, 0), find_windows(text, 0))


def _samples(
    scheme: str, text: str, spans: Iterable[Mark], statements: Iterable[tuple[int, int]], lost: Lost, *, inner: str = ""
) -> Iterator[Sample]:
    """The statements of a text as samples; `spans` count the characters of `text`."""
    spans = set(spans)
    lost.spans += len(spans)
    found = 0
    for start, end in statements:
        inside = [(name, s - start, e - start) for name, s, e in spans if start <= s and e <= end]
        found += len(inside)
        given = with_hints(text[start:end])
        words = cut(given.text)
        starts, ends = {s for s, _ in words}, {e for _, e in words}
        whole = [span for span in inside if span[1] in starts and span[2] in ends]
        lost.between_words += len(inside) - len(whole)
        outer = outermost(whole)
        yield Sample(scheme, given, tuple(outer))
        rest = [span for span in whole if span not in outer]
        lost.overlapping += len(rest)
        if inner and wide(given.text, outer):
            kept = outermost(rest)
            lost.overlapping -= len(kept)
            yield Sample(inner, Hinted(given.text, tuple(outer), given.numbers), tuple(kept))
    lost.outside += len(spans) - found


def _labelled(scheme: str, spans: Iterable[Mark]) -> list[Mark]:
    """The spans of the types that are learnt, by our labels."""
    labels = SCHEMES[scheme]
    return [(labels[name], start, end) for name, start, end in spans if name in labels]


def _lct(path: Path, lost: Lost, on_error: OnError) -> Iterator[Sample]:
    for document in read_lct(path, on_error=on_error):
        spans = _labelled("lct", ((e.type, e.start, e.end) for e in document.entities))
        statements, _ = read_criteria(document.text)
        yield from _samples("lct", document.text, spans, ((s.start, s.end) for s in statements), lost)


def _chia(path: Path, lost: Lost, on_error: OnError) -> Iterator[Sample]:
    for document in read_chia(path, on_error=on_error):
        heading = _HEADINGS["exclusion" if document.kind_at(0) == "exclusion" else "inclusion"]
        shift = len(heading)
        spans = _labelled("chia", ((e.type, e.start + shift, e.end + shift) for e in document.entities))
        text = heading + document.text
        statements, _ = read_criteria(text)
        where = ((s.start, s.end) for s in statements if s.end > shift)
        yield from _samples("chia", text, spans, where, lost, inner=INNER["chia"])


def _fb(path: Path, lost: Lost, on_error: OnError) -> Iterator[Sample]:
    for line in read_fb_slots(path, on_error=on_error):
        spans = _labelled("fb", ((s.type, s.start, s.end) for s in line.slots))
        yield from _samples("fb", line.text, spans, [(0, len(line.text))], lost)


def _maccrobat(path: Path, lost: Lost, on_error: OnError) -> Iterator[Sample]:
    for report in read_maccrobat(path, on_error=on_error):
        spans = _labelled("mac", ((m.type, m.start, m.end) for m in report.mentions))
        statements = read_note(report.text, source=report.id).statements
        yield from _samples("mac", report.text, spans, ((s.start, s.end) for s in statements), lost)


READERS: dict[str, Callable[[Path, Lost, OnError], Iterator[Sample]]] = {
    "lct": _lct,
    "chia": _chia,
    "fb": _fb,
    "mac": _maccrobat,
}
"""By scheme: the samples of a corpus's folder or file."""
