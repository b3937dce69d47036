"""Comorbidity indices from a patient's facts: Charlson and Elixhauser.

What counts for which group is ``lexicons/comorbidity.tsv``. An index is a sum over what is known: what no note states
is not counted, which is an assumption and is written down as one; what is only suspected, or past where that may not
count, makes it a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from eligo.concepts.hierarchy import concept as concept_of
from eligo.concepts.hierarchy import is_a
from eligo.resources import read_table, split_cell
from eligo.schema import Concept, Fact

__all__ = [
    "AGE_SOURCE",
    "NOT_COUNTED",
    "SOURCES",
    "Comorbidity",
    "Counted",
    "Index",
    "age_points",
    "comorbidity",
    "read_groups",
]

Index = Literal["charlson", "elixhauser", "van_walraven"]

SOURCES: dict[str, str] = {
    "charlson": "sum of the weights of Charlson 1987, doi:10.1016/0021-9681(87)90171-8, in the groups of Quan 2005, "
    "doi:10.1097/01.mlr.0000182534.19832.83",
    "elixhauser": "number of the groups of Elixhauser 1998, doi:10.1097/00005650-199801000-00004, as in Quan 2005, "
    "doi:10.1097/01.mlr.0000182534.19832.83",
    "van_walraven": "sum of the weights of van Walraven 2009, doi:10.1097/MLR.0b013e31819432e5, in Elixhauser's groups",
}
AGE_SOURCE = "a point for each decade from 50 years on, at most 4; Charlson 1994, doi:10.1016/0895-4356(94)90129-5"

_COLUMNS = (
    "index", "group", "name", "weight", "van_walraven", "codes", "concepts", "not", "unsure", "history", "under",
    "source",
)  # fmt: skip
NOT_COUNTED = "comorbidities that are not stated were not counted"
_RANGE = re.compile(r"([A-Z])(\d+)-([A-Z])(\d+)")
_COUNTED = frozenset({"condition", "procedure"})


@dataclass(frozen=True, slots=True)
class Group:
    """A row of ``comorbidity.tsv``; codes without dots, ranges written out."""

    id: str
    name: str
    weight: int
    van_walraven: int
    codes: tuple[str, ...]
    concepts: tuple[Concept, ...]
    excluded: tuple[Concept, ...]
    unsure: frozenset[str]
    history: bool
    under: tuple[str, ...]

    def holds(self, concept: Concept) -> bool | None:
        """Whether a condition counts for this group; None: it may."""
        if concept.id in self.unsure:
            return None
        if any(is_a(concept, one) for one in self.excluded):
            return False
        codes = [code.replace(".", "") for code in concept.codes.get("ICD-10-CM", ())]
        if codes and all(code.startswith(self.codes) for code in codes):
            return True
        return any(is_a(concept, one) for one in self.concepts)


@dataclass(frozen=True, slots=True)
class Counted:
    """A group that counts, or may.

    Attributes:
        points: what it adds.
        sure: False where it is only suspected, or past and then perhaps not counted.
        facts: what it rests on.
    """

    group: str
    points: int
    sure: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Comorbidity:
    """An index of a patient.

    Attributes:
        low, high: least and most points; the same unless something is unsure.
        groups: what counts, or may, in the order of the table.
        formula: how it is computed, and the source.
        assumed: what was taken for granted.
        considered: conditions and procedures that the facts state or deny; 0: nothing is known.
    """

    index: Index
    low: int
    high: int
    groups: tuple[Counted, ...]
    formula: str
    assumed: tuple[str, ...]
    considered: int


@cache
def read_groups(index: str) -> tuple[Group, ...]:
    """The groups of ``charlson`` or ``elixhauser``.

    Raises:
        LexiconError: if a row is wrong.
    """
    groups = []
    for row in read_table("comorbidity.tsv", _COLUMNS):
        if row["history"] not in ("counts", "unsure"):
            raise row.error(f"history is {row['history']!r}, expected counts or unsure")
        try:
            concepts, excluded = ([concept_of(id) for id in split_cell(row[c])] for c in ("concepts", "not"))
            weights = int(row["weight"]), int(row["van_walraven"] or 0)
        except KeyError as error:
            raise row.error(f"no table has the concept {error}") from None
        except ValueError:
            raise row.error("a weight is no whole number") from None
        if row["index"] == index:
            groups.append(
                Group(
                    row["group"], row["name"], *weights, _expanded(split_cell(row["codes"])), tuple(concepts),
                    tuple(excluded), frozenset(split_cell(row["unsure"])), row["history"] == "counts",
                    split_cell(row["under"]),
                )
            )  # fmt: skip
    return tuple(groups)


def _expanded(codes: Iterable[str]) -> tuple[str, ...]:
    """Prefixes without dots; ``I42.5-I42.9`` is five of them."""
    found: list[str] = []
    for code in codes:
        plain = code.replace(".", "")
        many = _RANGE.fullmatch(plain)
        if many is None:
            found.append(plain)
        else:
            letter, first, _, last = many.groups()
            found += (f"{letter}{n:0{len(first)}d}" for n in range(int(first), int(last) + 1))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _places(index: str, concept: Concept) -> tuple[tuple[str, bool | None], ...]:
    """The groups that a condition counts for, or may (None)."""
    held = ((group.id, group.holds(concept)) for group in read_groups(index))
    return tuple((id, truth) for id, truth in held if truth is not False)


def comorbidity(facts: Iterable[Fact], index: Index = "charlson", *, age: float | None = None) -> Comorbidity:
    """An index from facts; only conditions and procedures that have a concept can count.

    Args:
        facts: a patient's, as `eligo.annotate` gives them.
        index: ``charlson``; ``elixhauser``, the number of groups; or ``van_walraven``, Elixhauser's weighted.
        age: years, where the index is to be adjusted to age (Charlson's only); None: it is not.

    Raises:
        ValueError: if there is no such index, or `age` is given for another than Charlson's.
    """
    if index not in SOURCES:
        raise ValueError(f"no index {index!r}; there are {', '.join(SOURCES)}")
    if age is not None and index != "charlson":
        raise ValueError("only Charlson's index is adjusted to age")
    table = "charlson" if index == "charlson" else "elixhauser"
    known = [f for f in facts if f.type in _COUNTED and f.concept is not None]
    found = _found(known, table)
    groups = {group.id: group for group in read_groups(table)}
    sure = {id for id, some in found.items() if any(certain for _, certain in some)}
    counted = []
    for id, group in groups.items():
        if id not in found or any(other in sure for other in group.under):
            continue
        points = group.van_walraven if index == "van_walraven" else group.weight
        replaced = any(other in found for other in group.under)  # by one that may count
        members = tuple(dict.fromkeys(fact for fact, _ in found[id]))
        counted.append((Counted(group.name, points, id in sure, members), replaced))
    low, high = _range([(c.points, c.sure, replaced) for c, replaced in counted])
    added = age_points(age) if age is not None else 0
    formula = SOURCES[index] + (f"; {AGE_SOURCE}" if age is not None else "")
    unsure = [c.group for c, _ in counted if not c.sure]
    assumed = [NOT_COUNTED]
    if unsure:
        assumed.append(f"{', '.join(unsure)} may count or not")
    if dropped := [f.name for f in facts_without_concept(facts)]:
        assumed.append(f"not placed, so not counted: {', '.join(dict.fromkeys(dropped))}")
    return Comorbidity(
        index, low + added, high + added, tuple(c for c, _ in counted), formula, tuple(assumed), len(known)
    )


def facts_without_concept(facts: Iterable[Fact]) -> list[Fact]:
    """Conditions that no table places."""
    return [f for f in facts if f.type == "condition" and f.concept is None and f.assertion == "present"]


def _found(known: Sequence[Fact], table: str) -> dict[str, list[tuple[Fact, bool]]]:
    """By group: the facts that count for it, and whether they do for sure."""
    history = {group.id: group.history for group in read_groups(table)}
    found: dict[str, list[tuple[Fact, bool]]] = {}
    for fact in known:
        if fact.assertion not in ("present", "historical", "possible") or fact.status == "planned":
            continue
        assert fact.concept is not None
        past = fact.assertion == "historical" or fact.status == "history"
        for id, truth in _places(table, fact.concept):
            certain = truth is True and fact.assertion != "possible" and (history[id] or not past)
            found.setdefault(id, []).append((fact, certain))
    return found


def _range(counted: Sequence[tuple[int, bool, bool]]) -> tuple[int, int]:
    """Least and most points: of those that are unsure, or that an unsure one replaces, any may count."""
    low = high = 0
    for points, sure, replaced in counted:
        if sure and not replaced:
            low, high = low + points, high + points
        else:
            low, high = low + min(points, 0), high + max(points, 0)
    return low, high


def age_points(age: float) -> int:
    """Points of Charlson 1994 for an age in years: one from 50, two from 60, three from 70, four from 80."""
    return min(4, max(0, int(age // 10) - 4))
