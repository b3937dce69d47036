"""MACCROBAT: case reports with clinical events; the events become their trigger entities.

Values (``Lab_value``, ``Dosage``, ``Age``) are as written, not normalised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .brat import read_brat
from .errors import OnError
from .standoff import BratDocument, InFragments, Relation, Span
from .trial_documents import of_types

__all__ = ["MACCROBAT_TYPES", "CaseMention", "CaseReport", "read_maccrobat"]

MACCROBAT_TYPES = frozenset(
    {
        "Activity", "Administration", "Age", "Area", "Biological_attribute", "Biological_structure",
        "Clinical_event", "Color", "Coreference", "Date", "Detailed_description", "Diagnostic_procedure",
        "Disease_disorder", "Distance", "Dosage", "Duration", "Family_history", "Frequency", "Height",
        "History", "Lab_value", "Mass", "Medication", "Nonbiological_location", "Occupation", "Other_entity",
        "Other_event", "Outcome", "Personal_background", "Qualitative_concept", "Quantitative_concept",
        "Severity", "Sex", "Shape", "Sign_symptom", "Subject", "Texture", "Therapeutic_procedure", "Time",
        "Volume", "Weight",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseMention(InFragments):
    """A marked span.

    `polarity` is ``NEG``, ``UNCERTAIN``, ``MAYBE_POS``, ``MAYBE_NEG``, ``POS`` or None (not marked: affirmed);
    `trend` is ``INC``, ``DEC``, ``STAY`` or None.
    """

    id: str
    type: str
    spans: tuple[Span, ...]
    text: str
    polarity: str | None = None
    trend: str | None = None
    notes: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """A case report; `relations` (``MODIFY``, ``BEFORE``…) link mention ids, `groups` are events at one time."""

    id: str
    text: str
    mentions: tuple[CaseMention, ...]
    relations: tuple[Relation, ...]
    groups: tuple[Relation, ...]
    source: str = field(default="", compare=False)

    def by_id(self) -> dict[str, CaseMention]:
        """The mentions by id."""
        return {mention.id: mention for mention in self.mentions}


def read_maccrobat(folder: Path | str, *, on_error: OnError | None = None) -> Iterator[CaseReport]:
    """The case reports of a folder (``PMID.ann`` and ``PMID.txt``), by name.

    Raises:
        WrongCorpus: if the folder is empty or of another corpus.
        CorpusError: without `on_error`, for the first annotation that does not fit.
    """
    for document in of_types(read_brat(folder, on_error=on_error), MACCROBAT_TYPES, "MACCROBAT", on_error):
        yield _case_report(document)


def _case_report(document: BratDocument) -> CaseReport:
    anchors = {id: entity.id for id, entity in document.anchors().items()}
    values: dict[tuple[str, str], str | None] = {}
    for attribute in document.attributes:
        if attribute.target in anchors:
            values[anchors[attribute.target], attribute.type] = attribute.value
    notes: dict[str, tuple[str, ...]] = {}
    for note in document.notes:
        if note.target in anchors:
            target = anchors[note.target]
            notes[target] = (*notes.get(target, ()), note.text)
    mentions = tuple(
        CaseMention(
            entity.id,
            entity.type,
            entity.spans,
            entity.text,
            values.get((entity.id, "POLARITY")),
            values.get((entity.id, "TREND")),
            notes.get(entity.id, ()),
            entity.line,
        )
        for entity in document.entities
    )
    links = [
        Relation(r.id, r.type, tuple((role, anchors[target]) for role, target in r.args), r.line)
        for r in document.relations
    ]
    binary, groups = (tuple(r for r in links if r.is_group is grouped) for grouped in (False, True))
    return CaseReport(document.id, document.text, mentions, binary, groups, document.source)
