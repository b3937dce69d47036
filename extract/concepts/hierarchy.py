"""What is a kind of what: the union of the tables' own `parents`, ATC groups and ICD-10-CM categories.

The codes of a row are read as a union. A class or condition lies under another when all its codes do (and not the other
way round); a drug lies under a class when any of its codes does, since they are uses of the same substance. Two rows of
the same codes are ordered by their `parents` only, and the lower one then says more than its code does ("active
tuberculosis" below "tuberculosis"), so nothing falls under it by that code. The code of a class defines it instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from eligo.entities.lexicon import TERM_COLUMNS, TERM_TABLES, Term, term_of
from eligo.resources import Row, read_table
from eligo.schema import Concept

__all__ = ["Hierarchy", "ancestors", "concept", "descendants", "is_a"]

_GROUPED = ("ATC", "ICD-10-CM")  # the code systems in which a code is a prefix of what it groups

_Key = tuple[str, str]  # code system, code without dots


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
            for row in read_table(table, TERM_COLUMNS):
                term = term_of(row)
                first = self._rows.setdefault(term.concept.id, row)
                if first is not row:
                    raise row.error(f"id {term.concept.id!r} stands in {first.path}:{first.line} too")
                self._terms[term.concept.id] = term
        for id, term in self._terms.items():
            for parent in term.parents:
                if parent not in self._terms:
                    raise self._rows[id].error(f"{id!r} has the parent {parent!r}, which no table has")
        self._groups: dict[str, list[_Key]] = {id: self._own_codes(id) for id in self._terms}
        self._by_code: dict[_Key, list[str]] = defaultdict(list)
        for id, keys in self._groups.items():
            for key in keys:
                self._by_code[key].append(id)
        self._lengths = {
            system: sorted({len(code) for other, code in self._by_code if other == system}) for system in _GROUPED
        }
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
        if parent.id not in self._terms:
            return _all_covered(_keys(child), _keys(parent))
        if child.id in self._terms:
            return parent.id in self._above[child.id]
        return any(parent.id == id or parent.id in self._above[id] for id in self._covering(_keys(child)))

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
        for parent in {*term.parents, *self._found_by_code(term.concept)}:
            above |= {parent, *self._climb(parent, (*path, id))}
        self._above[id] = frozenset(above)
        return self._above[id]

    def _own_codes(self, id: str) -> list[_Key]:
        """The codes under which others fall under `id`: not those that a row above it has too."""
        keys = _keys(self._terms[id].concept)
        if not keys or _is_class(id):
            return keys
        above, todo = {id}, list(self._terms[id].parents)
        while todo:
            parent = todo.pop()
            if parent not in above:
                above.add(parent)
                todo.extend(self._terms[parent].parents)
        taken = {key for parent in above - {id} for key in _keys(self._terms[parent].concept)}
        return [key for key in keys if key not in taken]

    def _found_by_code(self, child: Concept) -> Iterator[str]:
        """The rows that a row lies under by its codes."""
        keys = _keys(child)
        is_drug = "ATC" in child.codes
        for id in self._covering(keys) - {child.id}:
            if is_drug and not _is_class(id):
                continue
            any_use = is_drug and not _is_class(child.id)
            if any_use or (_all_covered(keys, self._groups[id]) and not _all_covered(self._groups[id], keys)):
                yield id

    def _covering(self, keys: Iterable[_Key]) -> set[str]:
        """The rows under whose codes any of `keys` falls."""
        found: set[str] = set()
        for system, code in keys:
            for end in self._lengths.get(system, (len(code),)):
                if 0 < end <= len(code) or system not in _GROUPED:
                    found.update(self._by_code.get((system, code[:end]), ()))
        return found


def _is_class(id: str) -> bool:
    return id.startswith("class:")


def _keys(concept: Concept) -> list[_Key]:
    return [(system, code.replace(".", "")) for system, codes in concept.codes.items() for code in codes]


def _covers(group: _Key, key: _Key) -> bool:
    if group[0] != key[0]:
        return False
    return key[1] == group[1] or (group[0] in _GROUPED and key[1].startswith(group[1]))


def _all_covered(keys: Sequence[_Key], groups: Sequence[_Key]) -> bool:
    return bool(keys) and all(any(_covers(group, key) for group in groups) for key in keys)


@cache
def _default() -> Hierarchy:
    return Hierarchy()


def is_a(child: Concept, parent: Concept) -> bool:
    """Whether `child` is `parent` or a kind of it, by the packaged tables, and by the user's terminologies.

    Raises:
        LexiconError: if the tables do not hang together.
    """
    if _default().is_a(child, parent):
        return True
    if child.source is None and parent.source is None:
        return False
    from .terminology.kinship import is_kind

    return is_kind(child, parent, _default().is_a)


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
