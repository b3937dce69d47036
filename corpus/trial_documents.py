"""An annotated eligibility text: what Chia and the COVID corpus share, and how a folder of another corpus is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .errors import CorpusError, OnError, WrongCorpus, report
from .sections import Section, kind_at
from .standoff import BratDocument, Entity, Relation

__all__ = ["CHIA_TYPES", "NOT_CONCEPTS", "TrialDocument", "of_types", "trial_document"]

CHIA_TYPES = frozenset(
    {
        "Condition", "Device", "Drug", "Measurement", "Mood", "Multiplier", "Negation", "Observation",
        "Person", "Procedure", "Qualifier", "Reference_point", "Temporal", "Value", "Visit",
    }
)  # fmt: skip
"""The entity types of Chia that are concepts or say something of one."""

NOT_CONCEPTS = frozenset(
    {
        "Competing_trial", "Context_Error", "Grammar_Error", "Informed_consent",
        "Intoxication_considerations", "Line", "Non-query-able", "Non-representable", "Not_a_criteria",
        "Parsing_Error", "Post-eligibility", "Pregnancy_considerations", "Subjective_judgement",
        "Undefined_semantics",
    }
)  # fmt: skip
"""What Chia's annotators wrote on whole lines: why no concept is marked there."""


@dataclass(frozen=True, slots=True)
class TrialDocument:
    """An eligibility text, or one part of it, with its entities.

    `relations` are binary and directed, their names as Chia spells them; `groups` are alternatives (``OR``).
    """

    id: str
    trial: str
    text: str
    sections: tuple[Section, ...]
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    groups: tuple[Relation, ...]
    source: str = field(default="", compare=False)

    def kind_at(self, offset: int) -> str | None:
        """``"inclusion"``, ``"exclusion"``, or None where no heading says so."""
        return kind_at(self.sections, offset)

    def by_id(self) -> dict[str, Entity]:
        """The entities by id."""
        return {entity.id: entity for entity in self.entities}


def trial_document(
    document: BratDocument, trial: str, sections: tuple[Section, ...], names: dict[str, str] | None = None
) -> TrialDocument:
    """A document without the types that are no concepts; `names` respells relations."""
    document = document.without({entity.id for entity in document.entities if entity.type in NOT_CONCEPTS})
    respell = names or {}
    binary = tuple(
        Relation(r.id, respell.get(r.type, r.type), r.args, r.line) for r in document.relations if not r.is_group
    )
    groups = tuple(r for r in document.relations if r.is_group)
    return TrialDocument(
        document.id, trial, document.text, sections, document.entities, binary, groups, document.source
    )


def of_types(
    documents: Iterator[BratDocument], known: Collection[str], corpus: str, on_error: OnError | None
) -> Iterator[BratDocument]:
    """The documents, without entities whose type is not `known` (each reported).

    Raises:
        WrongCorpus: if half the entities of the first annotated document are unknown, or no document is annotated.
    """
    decided = any_document = False
    source = ""
    for document in documents:
        any_document, source = True, document.source
        strange = [entity for entity in document.entities if entity.type not in known]
        if not decided and document.entities:
            if 2 * len(strange) >= len(document.entities):
                problem = f"{strange[0].type!r} is no entity type of {corpus}"
                raise WrongCorpus(document.source, strange[0].line, problem, "is this the folder of another corpus?")
            decided = True
        for entity in strange:
            problem = f"{entity.id}: {entity.type!r} is no entity type of {corpus}"
            report(CorpusError(document.source, entity.line, problem), on_error)
        yield document.without({entity.id for entity in strange})
    if any_document and not decided:
        raise WrongCorpus(source, 0, "no file of this folder holds an annotation that fits its text")
