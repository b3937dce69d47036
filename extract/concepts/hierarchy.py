"""What is a kind of what: the union of the tables' own `parents`, ATC groups and ICD-10-CM categories.

The codes of a row are read as a union. A class or condition lies under another when all its codes do (and not the other
way round); a drug lies under a class when any of its codes does, since they are uses of the same substance. Two rows of
the same codes ("tuberculosis", "active tuberculosis") are ordered by their `parents` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from eligo.entities.lexicon import TERM_COLUMNS, TERM_TABLES, Term, read_terms
from eligo.resources import Row, read_table
from eligo.schema import Concept

__all__ = ["Hierarchy", "ancestors", "concept", "descendants", "is_a"]

_GROUPED = ("ATC", "ICD-10-CM")  # the code systems in which a code is a prefix of what it groups
_ATC_LEAF = 7


class Hierarchy:
    """The is-a relation over the rows of term tables. Immutable after construction.

    Args:
        tables: paths, or bare names of packaged tables.

    Raises:
        LexiconError: if an id stands twice, a parent does not exist, or a row is above itself; names file and line.
    """

    def __init__(self, tables: Sequence[str] = TERM_TABLES) -> None:
        self._terms: dict[str, Term] = {}
        self._rows: dict[str, Row] = {}
        for table in tables:
            for row, term in zip(read_table(table, TERM_COLUMNS), read_terms(table), strict=True):
                first = self._rows.setdefault(term.concept.id, row)
                if first is not row:
                    raise row.error(f"id {term.concept.id!r} stands in {first.path}:{first.line} too")
                self._terms[term.concept.id] = term
        for id, term in self._terms.items():
            for parent in term.parents:
                if parent not in self._terms:
                    raise self._rows[id].error(f"{id!r} has the parent {parent!r}, which no table has")
        self._by_code: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id, term in self._terms.items():
            for key in _keys(term.concept):
                self._by_code[key].append(id)
        self._above: dict[str, frozenset[str]] = {}
        for id in self._terms:
            self._climb(id, ())

    def concept(self, id: str) -> Concept:
        """The concept of an id.

        Raises:
            KeyError: if no table has it.
        """
        return self._terms[id].concept

    def ancestors(self, id: str) -> frozenset[str]:
        """All that `id` is a kind of, without itself.

        Raises:
            KeyError: if no table has it.
        """
        return self._above[id]

    def descendants(self, id: str) -> frozenset[str]:
        """All that is a kind of `id`, without itself.

        Raises:
            KeyError: if no table has it.
        """
        self._terms[id]
        return self._below.get(id, frozenset())

    def is_a(self, child: Concept, parent: Concept) -> bool:
        """Whether `child` is `parent` or a kind of it. Concepts of other terminologies are placed by their codes."""
        if child.id == parent.id:
            return True
        if child.id in self._terms and parent.id in self._terms:
            return parent.id in self._above[child.id]
        if parent.id not in self._terms:
            return _all_covered(child, parent)
        return any(parent.id == id or parent.id in self._above[id] for id in self._places(child))

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        below: dict[str, set[str]] = defaultdict(set)
        for id, above in self._above.items():
            for parent in above:
                below[parent].add(id)
        return {id: frozenset(ids) for id, ids in below.items()}

    def _climb(self, id: str, path: tuple[str, ...]) -> frozenset[str]:
        done = self._above.get(id)
        if done is not None:
            return done
        if id in path:
            circle = " < ".join((*path[path.index(id) :], id))
            raise self._rows[id].error(f"{id!r} is above itself: {circle}")
        term = self._terms[id]
        above: set[str] = set()
        for parent in {*term.parents, *self._groups(term.concept)}:
            above |= {parent, *self._climb(parent, (*path, id))}
        self._above[id] = frozenset(above)
        return self._above[id]

    def _groups(self, child: Concept) -> Iterator[str]:
        """The rows that a row lies under by its codes."""
        is_drug = "ATC" in child.codes
        for id in self._covering(_keys(child)) - {child.id}:
            parent = self._terms[id].concept
            if is_drug and not _is_class(parent):
                continue
            any_use = is_drug and not _is_class(child)
            if any_use or (_all_covered(child, parent) and not _all_covered(parent, child)):
                yield id

    def _covering(self, keys: Iterable[tuple[str, str]]) -> set[str]:
        return {
            id
            for system, code in keys
            for end in range(1 if system in _GROUPED else len(code), len(code) + 1)
            for id in self._by_code.get((system, code[:end]), ())
        }

    def _places(self, stranger: Concept) -> Iterator[str]:
        """The rows that a concept of another terminology falls under; of rows with its very code, the most general."""
        keys = _keys(stranger)
        found = self._covering(keys)
        for id in found:
            # a row below another with the same code says more than the code does
            if not any(other in self._above[id] and self._same_code(id, other, keys) for other in found):
                yield id

    def _same_code(self, id: str, other: str, keys: Sequence[tuple[str, str]]) -> bool:
        here, there = _keys(self.concept(id)), _keys(self.concept(other))
        return any(key in here and key in there for key in keys)


def _is_class(concept: Concept) -> bool:
    return concept.id.startswith("class:")


def _keys(concept: Concept) -> list[tuple[str, str]]:
    return [(system, code.replace(".", "")) for system, codes in concept.codes.items() for code in codes]


def _covers(parent: tuple[str, str], child: tuple[str, str]) -> bool:
    system, code = parent
    if system != child[0]:
        return False
    return child[1] == code or (system in _GROUPED and child[1].startswith(code) and not _is_leaf(parent))


def _is_leaf(key: tuple[str, str]) -> bool:
    return key[0] == "ATC" and len(key[1]) >= _ATC_LEAF


def _all_covered(child: Concept, parent: Concept) -> bool:
    keys, groups = _keys(child), _keys(parent)
    return bool(keys) and all(any(_covers(group, key) for group in groups) for key in keys)


@cache
def _default() -> Hierarchy:
    return Hierarchy()


def is_a(child: Concept, parent: Concept) -> bool:
    """Whether `child` is `parent` or a kind of it, by the packaged tables.

    Raises:
        LexiconError: if the tables do not hang together.
    """
    return _default().is_a(child, parent)


def ancestors(id: str) -> frozenset[str]:
    """All that `id` is a kind of, without itself.

    Raises:
        KeyError: if no table has it.
        LexiconError: if the tables do not hang together.
    """
    return _default().ancestors(id)


def descendants(id: str) -> frozenset[str]:
    """All that is a kind of `id`, without itself.

    Raises:
        KeyError: if no table has it.
        LexiconError: if the tables do not hang together.
    """
    return _default().descendants(id)


def concept(id: str) -> Concept:
    """The concept of an id (``drug:pembrolizumab``, ``class:platinum``, ``cond:lupus``).

    Raises:
        KeyError: if no table has it.
        LexiconError: if the tables do not hang together.
    """
    return _default().concept(id)
