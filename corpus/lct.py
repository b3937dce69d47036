"""The Leaf Clinical Trials corpus: entities, events that wrap them, and normalised attributes.

Every event becomes its trigger entity: ids are those of entities throughout. ``X`` and ``X-Name`` mark the same span
and are joined by the role ``Name``. A role written ``Except2`` is the second ``Except``: digits are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .brat import read_brat
from .errors import OnError, WrongCorpus
from .sections import Section, find_sections, kind_at
from .standoff import BratDocument, Relation
from .trial_documents import of_types

__all__ = ["LCT_TYPES", "NAMED_TYPES", "Comparison", "LctDocument", "LctEntity", "LctRole", "read_lct"]

NAMED_TYPES = frozenset(
    {
        "Allergy", "Condition", "Drug", "Immunization", "Observation", "Organism", "Procedure",
    }
)  # fmt: skip
"""The types whose span is marked once more with ``-Name``."""

_NAMES = frozenset(f"{name}-Name" for name in NAMED_TYPES)
_OTHERS = frozenset(
    {
        "Acuteness", "Age", "Assertion", "Birth", "Code", "Condition-Type", "Contraindication", "Coreference",
        "Criteria-Count", "Death", "Encounter", "Encounter-Type", "Eq-Comparison", "Eq-Operator",
        "Eq-Temporal-Period", "Eq-Temporal-Recency", "Eq-Temporal-Unit", "Eq-Unit", "Eq-Value", "Ethnicity",
        "Exception", "Family-Member", "Indication", "Insurance", "Language", "Life-Stage-And-Gender",
        "Living-Location", "Location", "Modifier", "Negation", "Other", "Polarity", "Procedure-Type", "Provider",
        "Provider-Role", "Provider-Type", "Risk", "Severity", "Specimen", "Stability", "Study",
    }
)  # fmt: skip
LCT_TYPES = NAMED_TYPES | _NAMES | _OTHERS
"""Every entity and event type of the corpus's schema."""

_DIGITS = re.compile(r"\d+\Z")


@dataclass(frozen=True, slots=True)
class LctEntity:
    """A marked span; `value` is what the annotators normalised it to (``GTEQ``, ``year``…), `event` its event."""

    id: str
    type: str
    start: int
    end: int
    text: str
    value: str | None = None
    event: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LctRole:
    """One argument of an event: entity `source` has `target` in the role `name` (without its digit)."""

    source: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An ``Eq-Comparison`` with its parts, each in the order of its roles."""

    id: str
    operators: tuple[LctEntity, ...]
    values: tuple[LctEntity, ...]
    units: tuple[LctEntity, ...]
    per: tuple[LctEntity, ...]
    temporal_units: tuple[LctEntity, ...]
    periods: tuple[LctEntity, ...]
    recencies: tuple[LctEntity, ...]


@dataclass(frozen=True, slots=True)
class LctDocument:
    """A trial's eligibility text; `relations` link entities (``Or``, ``And``, ``If-Then``, ``Before``…)."""

    id: str
    text: str
    sections: tuple[Section, ...]
    entities: tuple[LctEntity, ...]
    roles: tuple[LctRole, ...]
    relations: tuple[Relation, ...]
    source: str = field(default="", compare=False)

    @property
    def trial(self) -> str:
        """The registry number: the file's name."""
        return self.id

    def kind_at(self, offset: int) -> str | None:
        """``"inclusion"``, ``"exclusion"``, or None before the first heading."""
        return kind_at(self.sections, offset)

    def by_id(self) -> dict[str, LctEntity]:
        """The entities by id."""
        return {entity.id: entity for entity in self.entities}

    def arguments(self) -> dict[tuple[str, str], tuple[LctEntity, ...]]:
        """(entity id, role name) → the entities in that role, in order."""
        entities, found = self.by_id(), dict[tuple[str, str], tuple[LctEntity, ...]]()
        for role in self.roles:
            key = (role.source, role.name)
            found[key] = (*found.get(key, ()), entities[role.target])
        return found

    def comparisons(self) -> dict[str, Comparison]:
        """The comparisons by id: what ``Numeric-Filter``, ``Temporality``, ``Stage``, ``Dose``… point to."""
        arguments = self.arguments()
        roles = ("Operator", "Value", "Unit", "Per", "Temporal-Unit", "Temporal-Period", "Temporal-Recency")
        return {
            entity.id: Comparison(entity.id, *(arguments.get((entity.id, role), ()) for role in roles))
            for entity in self.entities
            if entity.type == "Eq-Comparison"
        }


def read_lct(folder: Path | str, *, on_error: OnError | None = None) -> Iterator[LctDocument]:
    """The documents of an LCT folder (``NCT….ann`` and ``NCT….txt``), by name.

    Raises:
        WrongCorpus: if the folder is empty or of another corpus.
        CorpusError: without `on_error`, for the first annotation that does not fit.
    """
    decided = False
    for document in of_types(read_brat(folder, on_error=on_error), LCT_TYPES, "LCT", on_error):
        if not decided and document.entities and not document.events:  # Chia's types are among LCT's
            problem = "holds entities but no events, which LCT is made of"
            raise WrongCorpus(
                document.source, document.entities[0].line, problem, "is this the folder of another corpus?"
            )
        decided = decided or bool(document.events)
        yield _lct(document)


def _lct(document: BratDocument) -> LctDocument:
    anchors = {id: entity.id for id, entity in document.anchors().items()}
    values = {anchors[a.target]: a.value for a in document.attributes if a.target in anchors}
    events = {event.trigger: event.id for event in document.events}
    entities = tuple(
        LctEntity(e.id, e.type, e.start, e.end, e.text, values.get(e.id), events.get(e.id), e.line)
        for e in document.entities
    )
    roles = tuple(
        LctRole(anchors[event.trigger], _DIGITS.sub("", role), anchors[target])
        for event in document.events
        for role, target in event.args
    )
    relations = tuple(
        Relation(r.id, r.type, tuple((role, anchors[target]) for role, target in r.args), r.line)
        for r in document.relations
    )
    sections = find_sections(document.text)
    return LctDocument(document.id, document.text, sections, entities, roles, relations, document.source)
