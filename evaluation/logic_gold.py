"""LCT: which of Or, And, If-Then and Except the annotators wrote between two things of one trial.

Or and And are annotated as chains in the order of the text (A–B, B–C), rarely otherwise. A group is what the relations
of one name connect; it is scored as the links between neighbours in the text, k - 1 for k members, so that neither
the annotator's choice of a chain or a star nor one long list decides the figure. If-Then points from the condition to
what is asked; an Exception is one link from its ``From`` to each ``Except``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from eligo.corpus.lct import LctDocument, LctEntity

__all__ = ["OPERATORS", "THINGS", "Link", "Links", "read_links"]

OPERATORS = ("Or", "And", "If-Then", "Except")
THINGS = frozenset(
    {
        "Age", "Allergy", "Birth", "Condition", "Coreference", "Death", "Drug", "Encounter", "Immunization",
        "Life-Stage-And-Gender", "Observation", "Organism", "Procedure", "Study",
    }
)  # fmt: skip
"""What a constraint can be about."""

_ASKED = re.compile(r"\b(?:must|should|shall|will|needs?|has\s+to|have\s+to|required)\b|:", re.I)
_HOLDERS = {
    "Negation": "Negates",
    "Assertion": "Asserted",
    "Contraindication": "Contraindicates",
    "Indication": "Indication-For",
    "Risk": "Risk-For",
    "Family-Member": "Has",
    "Other": "Is-Other",
}  # what says something of a thing, and the role that leads to it


@dataclass(frozen=True, slots=True)
class Link:
    """Two things and the operator between them; ``If-Then`` and ``Except`` go from `first` to `second`.

    Attributes:
        first, second: the spans where each may be found, the likeliest first: its own, then those of what it holds or
            abbreviates.
        negated: both are under a Negation.
        groups: which of the two is a sex or stage of life.
        described: one is, and stands before the other with nothing that asks for it between ("women who are pregnant").
        examples: they, or others of their group, are examples of something ("such as").
    """

    operator: str
    first: tuple[tuple[int, int], ...]
    second: tuple[tuple[int, int], ...]
    negated: bool = False
    groups: tuple[bool, bool] = (False, False)
    described: bool = False
    examples: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """From the start of the one to the end of the other."""
        (a, b), (c, d) = self.first[0], self.second[0]
        return min(a, c), max(b, d)


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a document.

    Attributes:
        left_out: how many stand between what is no constraint of its own (modifiers, places, times…).
    """

    links: tuple[Link, ...]
    left_out: int


def read_links(document: LctDocument) -> Links:
    """The links that are scored, each once."""
    reader = _Reader(document)
    found: dict[Link, None] = {}
    left_out = 0
    for operator, first, second, examples in reader.pairs():
        a, b = reader.spans(first), reader.spans(second)
        if not a or not b:
            left_out += 1
        elif a[0] != b[0]:
            negated = first.id in reader.negated and second.id in reader.negated
            groups = first.type == "Life-Stage-And-Gender", second.type == "Life-Stage-And-Gender"
            described = groups[0] != groups[1] and _described(document.text, *((a, b) if groups[0] else (b, a)))
            found.setdefault(Link(operator, a, b, negated, groups, described, examples))
    return Links(tuple(found), left_out)


def _described(text: str, group: Sequence[tuple[int, int]], thing: Sequence[tuple[int, int]]) -> bool:
    (_, end), (start, _) = group[0], thing[0]
    return end <= start and _ASKED.search(text, end, start) is None


class _Reader:
    def __init__(self, document: LctDocument) -> None:
        self.document = document
        self.entities = document.by_id()
        self.arguments = document.arguments()
        self.filters = {r.target for r in document.roles if r.name == "Numeric-Filter"}
        self.named = {r.target: r.source for r in document.roles if r.name == "Name"}
        self.spelt: dict[str, list[str]] = {}  # an abbreviation or other name, and what it stands for
        for r in document.relations:
            if r.type in {"Abbrev-Of", "Equivalent-To"}:
                self.spelt.setdefault(r.ids[0], []).append(r.ids[1])
        self.examples = {r.ids[0] for r in document.relations if r.type == "Example-Of"}
        self.negated = {
            r.target for r in document.roles if r.name == "Negates" and self.entities[r.source].type == "Negation"
        }

    def pairs(self) -> Iterator[tuple[str, LctEntity, LctEntity, bool]]:
        """Each operator with what it relates, and whether these are examples."""
        for operator in ("Or", "And"):
            for group in self._groups(operator):
                ordered = sorted((self.entities[id] for id in group), key=lambda e: (e.start, e.end, e.id))
                examples = not self.examples.isdisjoint(group)
                for first, second in pairwise(ordered):
                    yield operator, first, second, examples
        for relation in self.document.relations:
            if relation.type == "If-Then" and len(relation.ids) == 2:
                condition, asked = relation.ids
                yield "If-Then", self.entities[condition], self.entities[asked], False
        for entity in self.document.entities:
            if entity.type == "Exception":
                for rule in self.arguments.get((entity.id, "From"), ()):
                    for exception in self.arguments.get((entity.id, "Except"), ()):
                        yield "Except", rule, exception, False

    def spans(self, entity: LctEntity, depth: int = 0) -> tuple[tuple[int, int], ...]:
        """Where the entity's constraint may be found; none where it is no constraint of its own."""
        own = (entity.start, entity.end)
        if entity.id in self.named and entity.type.endswith("-Name"):
            return (own,)
        if entity.type == "Eq-Comparison":
            return (own,) if entity.id in self.filters else ()
        if entity.type in THINGS:
            held = self.arguments.get((entity.id, "Name" if entity.type == "Allergy" else "Refers-To"), ())
            spelt = [self.entities[id] for id in self.spelt.get(entity.id, ())]
            return tuple(dict.fromkeys((own, *((e.start, e.end) for e in (*held, *spelt)))))
        if entity.type in _HOLDERS and depth < 5:
            held = self.arguments.get((entity.id, _HOLDERS[entity.type]), ())
            inner = [span for e in held for span in self.spans(e, depth + 1)]
            return tuple(dict.fromkeys((own, *inner))) if inner else ()
        return ()

    def _groups(self, operator: str) -> list[list[str]]:
        beside: dict[str, list[str]] = {}
        for relation in self.document.relations:
            if relation.type == operator:
                for a in relation.ids:
                    beside.setdefault(a, []).extend(b for b in relation.ids if b != a)
        groups: list[list[str]] = []
        seen: set[str] = set()
        for id in beside:
            if id in seen:
                continue
            group, waiting = [], [id]
            while waiting:
                one = waiting.pop()
                if one not in seen:
                    seen.add(one)
                    group.append(one)
                    waiting += beside[one]
            groups.append(group)
        return groups
