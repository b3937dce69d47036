"""The nouns of brat standoff: a text and what stands off from it.

Offsets are half-open and count the characters (code points) of the text as it is in the file; a CRLF is two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

__all__ = [
    "Attribute",
    "BratDocument",
    "Entity",
    "Event",
    "InFragments",
    "Link",
    "Normalization",
    "Note",
    "Relation",
    "Span",
]

Span: TypeAlias = tuple[int, int]


class InFragments:
    """What stands in one or several fragments of a text, in their order."""

    __slots__ = ()
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the first fragment starts."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last fragment ends."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Entity(InFragments):
    """``T``: a typed piece of the text, in one or several fragments (in text order, not overlapping)."""

    id: str
    type: str
    spans: tuple[Span, ...]
    text: str  # the fragments as they stand in the document, joined by a space
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """``R``: a typed link, `args` are (role, id) pairs; also ``*``: a group of equals, whose roles are empty."""

    id: str
    type: str
    args: tuple[tuple[str, str], ...]
    line: int = field(default=0, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids it links, in order."""
        return tuple(target for _, target in self.args)

    @property
    def is_group(self) -> bool:
        """Written with ``*``: any number of members, no direction."""
        return self.id == "*"


@dataclass(frozen=True, slots=True)
class Event:
    """``E``: a trigger entity with (role, id) arguments, which are entities or events."""

    id: str
    type: str
    trigger: str
    args: tuple[tuple[str, str], ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """``A`` or ``M``: a flag (value None) or a value on an entity, event or relation."""

    id: str
    type: str
    target: str
    value: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Normalization:
    """``N``: the entry of an outside resource that an entity stands for."""

    id: str
    type: str
    target: str
    resource: str
    entry: str
    text: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """``#``: free text on an annotation."""

    id: str
    type: str
    target: str
    text: str
    line: int = field(default=0, compare=False)


Link: TypeAlias = Relation | Event | Attribute | Note | Normalization  # what refers to something else


@dataclass(frozen=True, slots=True)
class BratDocument:
    """One text with its annotations, each kind in the order of the file."""

    id: str
    text: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    notes: tuple[Note, ...] = ()
    normalizations: tuple[Normalization, ...] = ()
    source: str = field(default="", compare=False)  # the .ann file, for blame

    def anchors(self) -> dict[str, Entity]:
        """The entity that each id stands for: entities for themselves, events for their triggers."""
        found = {entity.id: entity for entity in self.entities}
        for event in self.events:
            found[event.id] = found[event.trigger]
        return found

    def attributes_of(self) -> dict[str, dict[str, str | None]]:
        """Target id → attribute type → value, as written (on the event or on the entity)."""
        found: dict[str, dict[str, str | None]] = {}
        for attribute in self.attributes:
            found.setdefault(attribute.target, {})[attribute.type] = attribute.value
        return found

    def dangling(self) -> Iterator[tuple[Link, str]]:
        """Each annotation that refers to an id which is not there, with that id."""
        marks = {e.id for e in self.entities} | {e.id for e in self.events}
        links = marks | {r.id for r in self.relations}
        for event in self.events:
            for target in (event.trigger, *(t for _, t in event.args)):
                if target not in marks:
                    yield event, target
                    break
        for relation in self.relations:
            lost = next((t for t in relation.ids if t not in marks), None)
            if lost is not None:
                yield relation, lost
        for norm in self.normalizations:
            if norm.target not in marks:
                yield norm, norm.target
        for attribute in self.attributes:
            if attribute.target not in links:
                yield attribute, attribute.target
        everything = links | {a.id for a in self.attributes} | {n.id for n in self.normalizations}
        for note in self.notes:
            if note.target not in everything:
                yield note, note.target

    def without(self, ids: Collection[str]) -> BratDocument:
        """A copy without the entities `ids`, and without what refers to them.

        A group keeps its other members as long as two are left.
        """
        gone = set(ids)
        document = replace(self, entities=tuple(entity for entity in self.entities if entity.id not in gone))
        while lost := list(document.dangling()):
            document = document.dropping((annotation for annotation, _ in lost), {target for _, target in lost})
        return document

    def dropping(self, annotations: Iterable[Link], members: Collection[str] = ()) -> BratDocument:
        """A copy without these very annotations; a group only loses `members`, and goes when one is left."""
        gone = {id(link) for link in annotations if not (isinstance(link, Relation) and link.is_group)}
        relations = []
        for relation in self.relations:
            if relation.is_group and any(target in members for target in relation.ids):
                left = tuple(arg for arg in relation.args if arg[1] not in members)
                if len(left) > 1:
                    relations.append(replace(relation, args=left))
            elif id(relation) not in gone:
                relations.append(relation)
        return replace(
            self,
            relations=tuple(relations),
            events=tuple(e for e in self.events if id(e) not in gone),
            attributes=tuple(a for a in self.attributes if id(a) not in gone),
            notes=tuple(n for n in self.notes if id(n) not in gone),
            normalizations=tuple(n for n in self.normalizations if id(n) not in gone),
        )
